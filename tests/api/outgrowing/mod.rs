//! M5: more than one machine. Each with the real server: NATS, PgBouncer, nginx, a streaming replica.

use futures_util::future::join_all;
use sea_orm::FromQueryResult;
use shared::catalog::Product;
use tests::{Caller, Goods, Shelf, TestApp, districts};

mod nats;
mod nginx;
mod pgbouncer;
mod replica;

/// Goods whose price somebody else changes.
struct Watched<'a> {
    app: &'a TestApp,
    goods: Goods,
    slug: String,
}

impl<'a> Watched<'a> {
    /// A guitar for twelve million.
    async fn new(app: &'a TestApp, shelf: &Shelf<'_>) -> Self {
        #[derive(FromQueryResult)]
        struct Row {
            slug: String,
        }
        let goods = shelf.goods("RG550", 12_000_000, 9).await;
        let sql = "SELECT slug FROM products WHERE id = $1";
        let row: Option<Row> = api::db::one(&app.ctx.db, sql, [goods.product.0.into()]).await.unwrap();
        Self { app, goods, slug: row.unwrap().slug }
    }

    async fn reprice(&self, price: i64) {
        self.app.sql("UPDATE variants SET price = $2 WHERE id = $1", [self.goods.variant.0.into(), price.into()]).await;
    }

    /// The price on its page.
    async fn price(&self, visitor: &Caller) -> i64 {
        visitor.get(&format!("/products/{}", self.slug)).await.ok::<Product>().variants[0].price.0
    }

    /// Waits until its page shows a price, to each of these.
    async fn shows(&self, price: i64, visitors: &[&Caller]) {
        for visitor in visitors {
            self.app.eventually("the new price shows", async || self.price(visitor).await == price).await;
        }
    }
}

/// Eight buyers at the same moment want the three pieces there are, half of them at each of two processes.
async fn race(app: &TestApp, shelf: &Shelf<'_>, other: &str) {
    const PIECES: usize = 3;
    let goods = shelf.goods("Terakhir", 1_000_000, i32::try_from(PIECES).unwrap()).await;
    let mut asks = Vec::new();
    for turn in 0..8 {
        let mut buyer = app.buyer().await;
        buyer.add_to_cart(goods.variant, 1).await;
        let address = buyer.add_address(districts::BANDUNG).await;
        let ask = buyer.order_request(address).await;
        let buyer = if turn % 2 == 0 { buyer.at(other) } else { buyer };
        asks.push((buyer, ask));
    }
    let answers = join_all(asks.iter().map(|(buyer, ask)| buyer.place("siapa-cepat-dapat", ask))).await;
    let placed = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(placed, PIECES);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.problem(409, "out_of_stock");
    }
    app.assert_laws().await;
}
