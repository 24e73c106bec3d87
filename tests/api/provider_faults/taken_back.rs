//! Providers take money back, hold it, and put fees on top.

use api::jobs::Job;
use sandbox::Provider;
use serde_json::{Value, json};
use shared::orders::StaffOrder;

use super::{World, sent_back};

/// Pieces that count as sold.
async fn sold(world: &World) -> i64 {
    api::orders::CountSales {}.run(&world.app.ctx).await.unwrap();
    world.app.number("SELECT sum(sold_count)::bigint AS n FROM products").await
}

#[tokio::test]
async fn a_settlement_that_is_denied_leaves_the_order_to_be_paid_again() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Midtrans).await;
    let midtrans = world.app.sandbox.midtrans();
    midtrans.pay(&bill, "bca_va").unwrap();
    world.settle().await;
    assert_eq!(sold(&world).await, 1);
    midtrans.reverse(&format!("{}-1", order.number)).unwrap();
    world.settle().await;
    assert_eq!(sold(&world).await, 0);
    let expected = "order: pending unpaid 0 back
                    stock: 5 on hand 1 held
                    payments: midtrans failed
                    refunds: -
                    emails: order_placed, staff_order_paid, order_paid, payment_reversed";
    world.shows(&order, "denied", expected).await;
    let bill = world.bill(&order, Provider::Stripe).await;
    world.pay(Provider::Stripe, &bill);
    world.settle().await;
    let expected = "order: paid paid 0 back
                    stock: 5 on hand 1 held
                    payments: midtrans failed, stripe paid
                    refunds: -
                    emails: order_placed, staff_order_paid 2, order_paid 2, payment_reversed";
    world.shows(&order, "paid again", expected).await;
}

#[tokio::test]
async fn a_settlement_denied_after_shipping_is_told_to_staff() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Midtrans).await;
    world.app.sandbox.midtrans().pay(&bill, "bca_va").unwrap();
    world.settle().await;
    world.ship(&order).await;
    world.app.sandbox.midtrans().reverse(&format!("{}-1", order.number)).unwrap();
    world.settle().await;
    let expected = "order: shipped unpaid 0 back
                    stock: 4 on hand 0 held
                    payments: midtrans failed
                    refunds: -
                    emails: order_placed, staff_order_paid, order_paid, order_shipped, payment_reversed, staff_payment_trouble";
    let found = world.picture(&order).await;
    assert!(found.contains("staff_payment_trouble"), "{found}");
    world.shows(&order, "denied after shipping", expected).await;
    // There is nothing left to give back.
    world.refund(&order, 1_000).await.problem(409, "refund_too_large");
    // The parcel comes back, and stays: nobody has paid for it.
    let path = format!("/admin/orders/{}", order.id);
    let whole: StaffOrder = world.admin.get(&path).await.ok();
    let parcel = format!("{path}/shipments/{}/status", whole.order.shipments[0].id);
    let whole: StaffOrder = world.admin.post(&parcel, json!({ "status": "returned", "note": "Kembali" })).await.ok();
    assert!(!whole.can_ship_again);
    let again = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JXLAGI0001" });
    let refused = world.admin.post(&format!("{path}/shipments/again"), again).await.problem(409, "illegal_transition");
    assert!(refused.detail.contains("taken back"), "{}", refused.detail);
}

#[tokio::test]
async fn a_denial_calls_off_the_refund_that_waits() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Midtrans).await;
    world.app.sandbox.midtrans().pay(&bill, "bca_va").unwrap();
    world.settle().await;
    // To be transferred by hand; nobody has yet.
    world.refund(&order, 1_000_000).await.done();
    world.settle().await;
    world.app.sandbox.midtrans().reverse(&format!("{}-1", order.number)).unwrap();
    world.settle().await;
    let expected = "order: pending unpaid 0 back
                    stock: 5 on hand 1 held
                    payments: midtrans failed
                    refunds: 1000000 goodwill manual_transfer cancelled
                    emails: order_placed, staff_order_paid, order_paid, staff_payment_trouble, payment_reversed";
    world.shows(&order, "denied", expected).await;
    let refund = world.admin.get(&format!("/admin/orders/{}", order.id)).await.ok::<StaffOrder>().refunds[0].refund.id;
    let transfer = serde_json::json!({ "bank_reference": "BCA 1" });
    world.admin.post(&format!("/admin/refunds/{refund}/transfer"), transfer).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_fee_on_top_is_the_payers_and_never_comes_into_the_books() {
    let world = World::new().await;
    world.app.sandbox.midtrans().impose_fee(Some(4_440));
    let (order, _) = world.paid(Provider::Midtrans).await;
    let expected = "order: paid paid 0 back
                    stock: 5 on hand 1 held
                    payments: midtrans paid
                    refunds: -
                    emails: order_placed, staff_order_paid, order_paid";
    world.shows(&order, "paid with a fee", expected).await;
    let grand = order.totals.grand.0;
    world.refund(&order, grand + 1).await.problem(409, "refund_too_large");
    world.refund(&order, grand).await.done();
    world.settle().await;
    assert_eq!(sent_back(&world), [grand]);
    let expected = format!(
        "order: refunded refunded {grand} back
         stock: 5 on hand 0 held
         payments: midtrans refunded
         refunds: {grand} goodwill provider succeeded
         emails: order_placed, staff_order_paid, order_paid, order_refunded"
    );
    world.shows(&order, "refunded without the fee", &expected).await;
}

#[tokio::test]
async fn a_dispute_is_told_once_and_only_a_lost_one_takes_the_money() {
    for won in [true, false] {
        let world = World::new().await;
        let (order, bill) = world.paid(Provider::Stripe).await;
        world.app.sandbox.trouble(Provider::Stripe, sandbox::Trouble::Duplicate, 20);
        let dispute = world.app.sandbox.stripe().dispute(&bill, "fraudulent").unwrap();
        world.settle().await;
        let expected = "order: paid paid 0 back
                        stock: 5 on hand 1 held
                        payments: stripe paid
                        refunds: -
                        emails: order_placed, staff_order_paid, order_paid, staff_payment_trouble";
        world.shows(&order, "disputed", expected).await;
        world.app.sandbox.stripe().close_dispute(&dispute, won).unwrap();
        world.settle().await;
        if won {
            world.shows(&order, "won", expected).await;
            continue;
        }
        let expected = "order: pending unpaid 0 back
                        stock: 5 on hand 1 held
                        payments: stripe charged_back
                        refunds: -
                        emails: order_placed, staff_order_paid, order_paid, staff_payment_trouble, payment_reversed";
        world.shows(&order, "lost", expected).await;
        world.refund(&order, 1_000).await.problem(409, "refund_too_large");
        let sent = world.admin.get(&format!("/admin/orders/{}", order.id)).await.json();
        assert_eq!(sent["refunds"], Value::Array(Vec::new()));
    }
}
