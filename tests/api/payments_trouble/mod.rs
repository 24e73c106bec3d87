//! D3–D5 when things go wrong: races, half-done attempts, late and double money, disputes.

mod attempts;
mod money;
mod news;

use api::jobs::Job;
use chrono::TimeDelta;
use futures_util::future::join_all;
use sandbox::{Provider, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderEventKind, OrderStatus};
use shared::payments::{AttemptStatus, Payment, PaymentStatus};
use std::time::Duration;
use tests::{Caller, Goods, Shelf, TestApp};

async fn unpaid_of(pieces: i32) -> (TestApp, Caller, Order, Goods) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, pieces).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    app.run_jobs().await;
    (app, buyer, order, guitar)
}
async fn unpaid() -> (TestApp, Caller, Order) {
    let (app, buyer, order, _) = unpaid_of(3).await;
    (app, buyer, order)
}
async fn try_start(buyer: &Caller, order: &Order, provider: &str) -> tests::Answer {
    buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await
}
async fn start(buyer: &Caller, order: &Order, provider: &str) -> Payment {
    try_start(buyer, order, provider).await.ok()
}
async fn read(buyer: &Caller, order: &Order) -> Order {
    buyer.get(&format!("/orders/{}", order.number)).await.ok()
}
fn handle(payment: &Payment) -> String {
    payment.redirect_url.as_deref().unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}
async fn told(app: &TestApp) {
    app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    for _ in 0..3 {
        app.run_jobs().await;
        app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    }
}
async fn dump(app: &TestApp) -> String {
    #[derive(Debug, sea_orm::FromQueryResult)]
    #[expect(dead_code, reason = "read by Debug, for the failure message")]
    struct P {
        reference: String,
        status: String,
        refunded: i64,
        failure: Option<String>,
        method: Option<String>,
    }
    #[derive(Debug, sea_orm::FromQueryResult)]
    #[expect(dead_code, reason = "read by Debug, for the failure message")]
    struct E {
        source: String,
        kind: String,
        effect: Option<String>,
    }
    #[derive(Debug, sea_orm::FromQueryResult)]
    #[expect(dead_code, reason = "read by Debug, for the failure message")]
    struct R {
        amount: i64,
        kind: String,
        channel: String,
        status: String,
        reason: String,
        external_id: Option<String>,
        failure: Option<String>,
    }
    #[derive(Debug, sea_orm::FromQueryResult)]
    #[expect(dead_code, reason = "read by Debug, for the failure message")]
    struct J {
        last_error: Option<String>,
        attempts: i16,
        identifier: String,
    }
    let p: Vec<P> = api::db::all(&app.ctx.db, "SELECT * FROM payments ORDER BY created_at", []).await.unwrap();
    let e: Vec<E> = api::db::all(&app.ctx.db, "SELECT * FROM payment_events ORDER BY received_at, id", []).await.unwrap();
    let r: Vec<R> = api::db::all(&app.ctx.db, "SELECT * FROM refunds", []).await.unwrap();
    let j: Vec<J> = api::db::all(&app.ctx.db, "SELECT j.last_error, j.attempts, t.identifier FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.last_error IS NOT NULL", []).await.unwrap();
    format!("{p:#?}\n{e:#?}\n{r:#?}\n{j:#?}")
}
async fn settled(app: &TestApp) -> i64 {
    app.number("SELECT count(*) AS n FROM payments WHERE status = 'paid'").await
}
async fn live(app: &TestApp) -> i64 {
    app.number("SELECT count(*) AS n FROM payments WHERE status IN ('creating','open','pending','challenged')").await
}
async fn no_stuck_jobs(app: &TestApp) {
    let n = app.number("SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL").await;
    assert_eq!(n, 0, "{}", dump(app).await);
}
async fn effects(app: &TestApp, effect: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS n FROM payment_events WHERE effect LIKE '{effect}%'")).await
}
async fn reconcile(app: &TestApp) {
    api::payments::Reconcile {}.run(&app.ctx).await.unwrap();
}
