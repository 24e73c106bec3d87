//! While an order is paid.

use api::crash::CrashPoint;
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus};
use shared::payments::{AttemptStatus, Payment};

use super::{World, bill, try_post};
use crate::faults::handle;

pub(super) const POINTS: &[CrashPoint] = &[
    CrashPoint::PayBegun,
    CrashPoint::PayOpened,
    CrashPoint::NotificationKept,
    CrashPoint::NotificationAsked,
    CrashPoint::NotificationApplied,
];

async fn assert_paid_once(world: &World, order: &Order, what: &str) {
    world.rests().await;
    let seen = world.seen(order).await;
    assert_eq!(seen.status, OrderStatus::Paid, "{what}");
    let told = format!("email_messages WHERE template = 'order_paid' AND order_id = '{}'", order.id);
    assert_eq!(world.count(&told).await, 1, "{what}");
    world.assert_laws(0).await;
}

/// Dies while a page to pay on is set up; the buyer tries again.
async fn dies_setting_up(world: &World, point: CrashPoint, provider: &str) {
    let what = format!("{point} {provider}");
    let order = world.unpaid().await;
    let mut process = world.doomed(point).await;
    let buyer = world.there(&world.buyer);
    let (path, ask) = (format!("/orders/{}/payments", order.number), json!({ "provider": provider }));
    assert_eq!(try_post(&buyer, &path, "kunci-pembayaran", &ask).await, None, "{what}");
    process.dies().await;
    assert_eq!(world.count("payments WHERE status = 'creating'").await, 1, "{what}");

    let _process = world.rises().await;
    let request = buyer.request(reqwest::Method::POST, &path).header("idempotency-key", "kunci-pembayaran").json(&ask);
    let payment: Payment = buyer.send(request).await.ok();
    assert_eq!(payment.status, AttemptStatus::Open, "{what}");
    assert_eq!(world.count("payments WHERE status IN ('creating', 'open')").await, 1, "{what}");
    if provider == "stripe" {
        let open = world.app.sandbox.stripe().sessions().iter().filter(|session| session["status"] == "open").count();
        assert_eq!(open, 1, "{what}: the provider recognises the request");
    }
    world.pay(provider, &handle(&payment));
    assert_paid_once(world, &order, &what).await;
    world.app.sql("DELETE FROM idempotency_keys WHERE key = 'kunci-pembayaran'", []).await;
}

/// Dies while the news of a payment is taken in; nobody does anything.
async fn dies_told(world: &World, point: CrashPoint, provider: &str) {
    let what = format!("{point} {provider}");
    let order = world.unpaid().await;
    let mut process = world.doomed(point).await;
    let bill = bill(&world.there(&world.buyer), &order, provider).await;
    world.pay(provider, &bill);
    process.dies().await;
    let _process = world.rises().await;
    assert_paid_once(world, &order, &what).await;
    let unworked = "payment_events WHERE applied_at IS NULL";
    assert_eq!(world.count(unworked).await, 0, "{what}");
}

#[tokio::test]
async fn a_server_killed_while_paying_takes_each_payment_once() {
    let world = World::new().await;
    for point in [CrashPoint::PayBegun, CrashPoint::PayOpened] {
        for provider in ["stripe", "midtrans"] {
            dies_setting_up(&world, point, provider).await;
        }
    }
    dies_told(&world, CrashPoint::NotificationKept, "stripe").await;
    dies_told(&world, CrashPoint::NotificationKept, "midtrans").await;
    dies_told(&world, CrashPoint::NotificationAsked, "midtrans").await;
    dies_told(&world, CrashPoint::NotificationApplied, "stripe").await;
}

/// Not at a point of ours, but by somebody else, with the provider unable to tell.
#[tokio::test]
async fn a_payment_made_while_the_server_was_dead_is_not_lost() {
    let world = World::new().await;
    let mut process = world.sound().await;
    let buyer = world.there(&world.buyer);
    let order = world.unpaid().await;
    let payment: Payment = buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.ok();
    world.rests().await;
    process.kill();
    world.pay("stripe", &handle(&payment));
    // The provider finds nobody, and will try again.
    let tried = async || world.app.sandbox.deliveries().iter().any(|delivery| !delivery.attempts.is_empty());
    world.app.eventually("the provider has tried", tried).await;
    let _process = world.rises().await;
    assert_paid_once(&world, &order, "told later").await;

    // It never tells, but the buyer comes back.
    let order = world.unpaid().await;
    let bill = bill(&buyer, &order, "midtrans").await;
    world.app.sandbox.trouble(sandbox::Provider::Midtrans, sandbox::Trouble::Drop, 10);
    world.pay("midtrans", &bill);
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await.done();
    assert_paid_once(&world, &order, "asked").await;
}
