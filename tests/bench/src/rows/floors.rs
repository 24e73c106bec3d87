//! The same statements without the shop.

use std::path::Path;

use anyhow::Result;

use super::{Bench, say};
use crate::{floor, statements};

/// Orders a second that are prepared for `pgbench`.
const MOST_ORDERS_OF_PGBENCH: f64 = 4_000.0;

impl Bench<'_> {
    /// Buyers with a full cart for `place.sql`.
    async fn buyers_of_pgbench(&self) -> Result<()> {
        let made = self
            .database
            .number("SELECT count(*) AS n FROM carts WHERE id BETWEEN bench_id('9004', 0) AND bench_id('9004', 1::bigint << 40)")
            .await?;
        #[expect(clippy::cast_possible_truncation, reason = "some ten thousands")]
        let more = (MOST_ORDERS_OF_PGBENCH * self.options.seconds.ceil()) as i64;
        self.database.add_buyers(made, made + more - 1).await?;
        self.database.run(&format!("SELECT setval('bench_orders', {})", made.max(1))).await
    }

    /// The same statements by `pgbench`.
    pub(super) async fn floors(&mut self, files: &Path) -> Result<()> {
        if !["list", "search", "product", "place order"].iter().any(|row| self.options.wants(&format!("{row}, pgbench"))) {
            return Ok(());
        }
        let caught = statements::catch(self.options, files).await?;
        for script in floor::scripts(self.options, &caught)? {
            if self.options.wants(&script.name) {
                for connections in self.options.connections.clone() {
                    if script.name.starts_with("place order") {
                        self.buyers_of_pgbench().await?;
                    }
                    let figures = floor::run(self.options, &script, connections).await?;
                    say(&format!("{:<28} {connections:>3}  {figures}", script.name));
                    self.report.add(&script.name, connections, figures);
                }
            }
        }
        Ok(())
    }
}
