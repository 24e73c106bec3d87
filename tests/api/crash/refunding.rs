//! While money goes back.

use api::crash::CrashPoint;
use serde_json::json;
use shared::orders::{OrderStatus, StaffOrder};
use shared::payments::{PaymentStatus, RefundStatus};
use uuid::Uuid;

use super::{World, try_post};

pub(super) const POINTS: &[CrashPoint] =
    &[CrashPoint::RefundOrdered, CrashPoint::RefundAsking, CrashPoint::RefundAnswered, CrashPoint::RefundBooked];

async fn dies_and_rises(world: &World, point: CrashPoint, provider: &str) {
    let what = format!("{point} {provider}");
    let order = world.paid(provider).await;
    let mut process = world.doomed(point).await;
    let staff = world.there(&world.admin);
    let path = format!("/admin/orders/{}/refunds", order.id);
    let (key, ask) = (Uuid::now_v7().to_string(), json!({ "kind": "full", "restock": true, "reason": "Lecet di bodi" }));
    let sent_before = refunds_at(world, provider);
    let answer = try_post(&staff, &path, &key, &ask).await;
    assert!(point != CrashPoint::RefundOrdered || answer.is_none(), "{what}");
    process.dies().await;
    let sent = usize::from(matches!(point, CrashPoint::RefundAnswered | CrashPoint::RefundBooked));
    assert_eq!(refunds_at(world, provider) - sent_before, sent, "{what}");

    let _process = world.rises().await;
    assert_eq!(refunds_at(world, provider) - sent_before, 1, "{what}: sent once, without a hand");
    let request = staff.request(reqwest::Method::POST, &path).header("idempotency-key", &key).json(&ask);
    let again: StaffOrder = staff.send(request).await.ok();
    assert_eq!((again.refunds.len(), again.refunds[0].refund.status), (1, RefundStatus::Succeeded), "{what}");
    let seen = world.seen(&order).await;
    assert_eq!((seen.status, seen.payment_status), (OrderStatus::Refunded, PaymentStatus::Refunded), "{what}");
    assert_eq!(seen.refunded, order.totals.grand, "{what}");
    world.rests().await;
    let told = format!("email_messages WHERE template = 'order_refunded' AND order_id = '{}'", order.id);
    assert_eq!(world.count(&told).await, 1, "{what}");
    world.assert_laws(0).await;
}

/// How many refunds the provider has made.
fn refunds_at(world: &World, provider: &str) -> usize {
    match provider {
        "stripe" => world.app.sandbox.stripe().refunds().len(),
        _ => world.app.sandbox.midtrans().refunds().len(),
    }
}

#[tokio::test]
async fn a_server_killed_while_refunding_sends_each_refund_once() {
    let world = World::new().await;
    for &point in POINTS {
        dies_and_rises(&world, point, "stripe").await;
    }
    dies_and_rises(&world, CrashPoint::RefundAnswered, "midtrans").await;
}
