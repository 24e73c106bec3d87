//! Counts what was sold, for "best selling".

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use crate::context::Ctx;
use crate::db::execute;
use crate::jobs::{self, Job};

/// Counts anew what was sold of the products that were paid lately.
///
/// It counts from the orders, so doing it twice changes nothing; it waits a minute, so that a rush
/// of orders is counted once.
#[derive(Debug, Serialize, Deserialize)]
pub struct CountSales {}

impl Job for CountSales {
    const KIND: &'static str = "orders.count_sales";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let sql = "WITH lately AS (
                       SELECT DISTINCT oi.product_id FROM orders o JOIN order_items oi ON oi.order_id = o.id WHERE o.paid_at > $1),
                   sold AS (
                       SELECT l.product_id, sum(oi.quantity) AS quantity FROM lately l JOIN order_items oi ON oi.product_id = l.product_id
                       JOIN orders o ON o.id = oi.order_id AND o.paid_at IS NOT NULL AND o.status NOT IN ('refunded', 'cancelled', 'expired')
                       GROUP BY l.product_id)
                   UPDATE products p SET sold_count = s.quantity FROM sold s WHERE p.id = s.product_id AND p.sold_count <> s.quantity";
        execute(&ctx.db, sql, [(ctx.clock.now() - TimeDelta::days(2)).into()]).await?;
        Ok(())
    }
}

/// Has the sales counted within a minute.
pub(super) async fn count_soon(tx: &impl ConnectionTrait, ctx: &Ctx) -> Result<(), DbErr> {
    jobs::enqueue_at(tx, &CountSales {}, ctx.clock.now() + TimeDelta::minutes(1)).await
}
