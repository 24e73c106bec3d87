//! What the back office reads, with a year of orders behind it.

use anyhow::Result;
use hyper::{Method, StatusCode};

use super::{Bench, say};
use crate::buyers;
use crate::load::ask;
use crate::visitors::Same;

/// Orders of the year that figures are read of.
const YEAR: i64 = 100_000;

impl Bench<'_> {
    /// What the back office reads of a year of orders.
    pub(super) async fn figures_of_a_year(&mut self) -> Result<()> {
        let day = |number: i64| format!("{}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100);
        let number = "SELECT to_char(shop_day(now()) - 364, 'YYYYMMDD')::bigint AS n";
        let from = day(self.database.number(number).await?);
        let until = day(self.database.number(&number.replace("364", "0")).await?);
        let paths = [
            ("dashboard, a year behind it", "/api/v1/admin/dashboard".to_owned()),
            ("analytics, 30 days", "/api/v1/admin/analytics".to_owned()),
            ("analytics, a year", format!("/api/v1/admin/analytics?from={from}&until={until}")),
            ("products' figures, a year", format!("/api/v1/admin/analytics/products?from={from}&until={until}")),
            ("staff: orders, a year", "/api/v1/admin/orders?limit=50".to_owned()),
            ("staff: orders of a courier, a year", format!("/api/v1/admin/orders?courier=JNE&from={from}T00:00:00Z&limit=50")),
            ("staff: search orders, a year", "/api/v1/admin/orders?q=pelanggan&limit=50".to_owned()),
            ("staff: payments, a year", "/api/v1/admin/payments?limit=50".to_owned()),
            ("staff: products", "/api/v1/admin/products?limit=50".to_owned()),
            ("staff: search products", "/api/v1/admin/products?q=produk&limit=50".to_owned()),
            ("staff: stock", "/api/v1/admin/inventory?limit=50".to_owned()),
            ("staff: movements of stock", "/api/v1/admin/inventory/movements?limit=50".to_owned()),
            ("staff: people", "/api/v1/admin/users?limit=50".to_owned()),
            ("staff: people by spending", "/api/v1/admin/users?sort=spent&limit=50".to_owned()),
        ];
        if !paths.iter().any(|(name, _)| self.options.wants(name)) {
            return Ok(());
        }
        say(&format!("making a year of {YEAR} orders"));
        let figures = [(":orders", YEAR), (":products", self.database.products)];
        self.database.script(include_str!("../../sql/year.sql"), &figures).await?;
        self.database.run("ANALYZE").await?;
        self.database.run("SELECT fold_figures(400)").await?;
        self.database.run("VACUUM ANALYZE").await?;
        // Today is being sold: it is reckoned from its orders.
        self.database.run("INSERT INTO figure_marks (day) VALUES (shop_day(now()))").await?;
        let bearer = buyers::administrator(self.shop.port, &self.database).await?;
        for (name, path) in paths {
            let read = ask(Method::GET, &path, &[("authorization", &bearer)], "");
            self.row(name, self.at_shop(), |n| vec![Same(read.clone(), StatusCode::OK); n]).await?;
        }
        Ok(())
    }
}
