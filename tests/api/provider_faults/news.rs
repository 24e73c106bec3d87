//! News come twice, in the wrong order, or after the order has ended.

use std::time::Duration;

use api::jobs::Job;
use chrono::TimeDelta;
use sandbox::{Answer as Said, ApiFault, Provider, Trouble};
use serde_json::json;

use super::World;

#[tokio::test]
async fn a_delayed_payment_told_backwards_is_paid_once() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Stripe).await;
    let stripe = world.app.sandbox.stripe();
    world.app.sandbox.hold(Provider::Stripe);
    stripe.decline(&bill).unwrap();
    stripe.pay_later(&bill).unwrap();
    stripe.settle(&bill).unwrap();
    world.app.sandbox.release_reversed(Provider::Stripe);
    world.settle().await;
    let expected = "order: paid paid 0 back
                    stock: 5 on hand 1 held
                    payments: stripe paid
                    refunds: -
                    emails: order_placed, staff_order_paid, order_paid";
    world.shows(&order, "told backwards", expected).await;
    // All of it again, as Stripe may for days.
    for delivery in world.app.sandbox.deliveries() {
        world.app.sandbox.redeliver(delivery.id).unwrap();
    }
    world.settle().await;
    world.shows(&order, "told again", expected).await;
}

#[tokio::test]
async fn a_refund_made_at_the_provider_is_booked_once_though_it_is_told_before_the_payment() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Stripe).await;
    world.app.sandbox.hold(Provider::Stripe);
    world.pay(Provider::Stripe, &bill);
    // Somebody gives all of it back in Stripe's dashboard.
    let sessions = world.app.sandbox.stripe().sessions();
    let session = sessions.iter().find(|session| session["id"] == bill.as_str()).unwrap();
    let key = sandbox::Config::default().stripe.secret_key;
    let refund = reqwest::Client::new()
        .post(format!("{}/v1/refunds", world.app.sandbox.stripe_url()))
        .bearer_auth(key)
        .form(&[("payment_intent", session["payment_intent"].as_str().unwrap())]);
    assert_eq!(refund.send().await.unwrap().status(), 200);
    world.app.sandbox.trouble(Provider::Stripe, Trouble::Duplicate, 10);
    world.app.sandbox.release_reversed(Provider::Stripe);
    world.settle().await;
    let grand = order.totals.grand.0;
    let expected = format!(
        "order: refunded refunded {grand} back
         stock: 5 on hand 0 held
         payments: stripe refunded
         refunds: {grand} full provider succeeded
         emails: order_placed, staff_order_paid, order_paid, order_refunded"
    );
    world.shows(&order, "refunded outside", &expected).await;
}

#[tokio::test]
async fn money_that_settles_after_the_order_was_called_off_goes_back_once() {
    for (method, refund, status, emails) in [
        ("gopay", "provider succeeded", "refunded", "order_cancelled, late_payment_refunded, order_refunded"),
        (
            "bca_va",
            "manual_transfer pending",
            "paid",
            "payment_pending, order_cancelled, late_payment_refunded, staff_payment_trouble",
        ),
    ] {
        let world = World::new().await;
        let order = world.unpaid().await;
        let bill = world.bill(&order, Provider::Midtrans).await;
        let midtrans = world.app.sandbox.midtrans();
        midtrans.choose(&bill, method).unwrap();
        world.settle().await;
        // The provider cannot be reached to call the bill off, and meanwhile the payer pays it.
        world.app.sandbox.fault(Provider::Midtrans, ApiFault::once("cancel", Said::Status(500)).times(6));
        world.buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "salah pilih" })).await.done();
        world.app.run_jobs().await;
        midtrans.settle(&format!("{}-1", order.number)).unwrap();
        world.settle().await;
        world.settle().await;
        let grand = order.totals.grand.0;
        let back = if status == "refunded" { grand } else { 0 };
        let payment_status = if back == 0 { "unpaid" } else { "refunded" };
        let expected = format!(
            "order: cancelled {payment_status} {back} back
             stock: 5 on hand 0 held
             payments: midtrans {status}
             refunds: {grand} automatic {refund}
             emails: order_placed, {emails}"
        );
        world.shows(&order, method, &expected).await;
        assert_eq!(midtrans.refunds().len(), usize::from(back > 0), "{method}");
    }
}

#[tokio::test]
async fn money_that_comes_after_the_order_expired_is_kept_if_the_goods_are_there() {
    let world = World::new().await;
    let order = world.unpaid().await;
    let bill = world.bill(&order, Provider::Midtrans).await;
    world.app.sandbox.trouble(Provider::Midtrans, Trouble::Duplicate, 10);
    world.app.ctx.clock.advance(TimeDelta::hours(25));
    api::orders::ExpireOrder { order_id: order.id }.run(&world.app.ctx).await.unwrap();
    world.settle().await;
    world.pay(Provider::Midtrans, &bill);
    world.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    world.settle().await;
    let expected = "order: paid paid 0 back
                    stock: 5 on hand 1 held
                    payments: midtrans paid
                    refunds: -
                    emails: order_placed, order_expired, staff_order_paid, late_payment_accepted";
    world.shows(&order, "in time", expected).await;
}
