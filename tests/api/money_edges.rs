//! Corners in which money and goods once parted ways.

use api::jobs::Job;
use chrono::TimeDelta;
use reqwest::Method;
use sandbox::{Provider, RefundOutcome, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus, StaffOrder};
use shared::payments::{Payment, PaymentStatus};
use tests::{Answer, Caller, Goods, Shelf, TestApp, page};
use uuid::Uuid;

struct Shop {
    app: TestApp,
    guitar: Goods,
    admin: Caller,
}

impl Shop {
    async fn with(pieces: i32) -> Self {
        let app = TestApp::new().await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, pieces).await;
        let admin = app.admin().await;
        Self { app, guitar, admin }
    }

    async fn staff(&self, order: &Order, what: &str, ask: Value) -> Answer {
        let path = format!("/admin/orders/{}/{what}", order.id);
        let key = Uuid::now_v7().to_string();
        self.admin.send(self.admin.request(Method::POST, &path).header("idempotency-key", key).json(&ask)).await
    }

    async fn pieces_back(&self, order: &Order, quantity: i32) -> Answer {
        let items = json!([{ "order_item_id": order.items[0].id, "quantity": quantity }]);
        self.staff(order, "refunds", json!({ "kind": "items", "items": items, "restock": true, "reason": "Lecet" })).await
    }

    async fn ship(&self, order: &Order) -> Answer {
        let number = format!("JX{}", &order.id.0.simple().to_string()[20..]);
        self.staff(order, "shipments", json!({ "courier": "JNE", "service": "REG", "tracking_number": number })).await
    }

    async fn seen(&self, order: &Order) -> StaffOrder {
        self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok()
    }

    /// An order whose money can only go back by hand.
    async fn paid_by_transfer(&self, pieces: i32) -> Order {
        let mut buyer = self.app.buyer().await;
        let order = buyer.order(self.guitar.variant, pieces).await;
        let payment: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
        self.app.sandbox.midtrans().pay(&page(&payment), "bca_va").unwrap();
        self.app.settle().await;
        order
    }

    async fn refund_step(&self, order: &Order, number: usize, step: &str, ask: Value) -> Answer {
        let refund = self.seen(order).await.refunds[number].refund.id;
        self.admin.post(&format!("/admin/refunds/{refund}/{step}"), ask).await
    }

    async fn on_hand(&self) -> i64 {
        self.app.number("SELECT on_hand::bigint AS n FROM stocks").await
    }

    async fn reserved(&self) -> i64 {
        self.app.number("SELECT reserved::bigint AS n FROM stocks").await
    }
}

/// Somebody sends money back in Stripe's own dashboard.
async fn refund_at_stripe(app: &TestApp, amount: i64) {
    let intent = app.sandbox.stripe().sessions()[0]["payment_intent"].as_str().unwrap().to_owned();
    let answer = reqwest::Client::new()
        .post(format!("{}/v1/refunds", app.sandbox.stripe_url()))
        .bearer_auth(sandbox::Config::default().stripe.secret_key)
        .form(&[("payment_intent", intent), ("amount", (amount * 100).to_string())])
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

#[tokio::test]
async fn money_that_partly_went_back_before_anybody_told_pays_all_the_same() {
    for whole in [false, true] {
        let shop = Shop::with(3).await;
        let app = &shop.app;
        let mut buyer = app.buyer().await;
        let order = buyer.order(shop.guitar.variant, 1).await;
        let payment: Payment = buyer.try_to_pay(&order, "stripe").await.ok();
        app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 100);
        app.sandbox.stripe().pay(&page(&payment)).unwrap();
        let back = if whole { order.totals.grand.0 } else { 1_000_000 };
        refund_at_stripe(app, back).await;
        app.ctx.clock.advance(TimeDelta::seconds(5));
        let seen: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await.ok();
        let expected = if whole {
            (OrderStatus::Refunded, PaymentStatus::Refunded, 0)
        } else {
            (OrderStatus::Paid, PaymentStatus::PartiallyRefunded, 1)
        };
        assert_eq!((seen.status, seen.payment_status, shop.reserved().await), expected);
        assert_eq!(seen.refunded.0, back);
        app.settle().await;
        app.assert_laws().await;
    }
}

#[tokio::test]
async fn sending_late_money_back_does_not_undo_the_payment_that_was_accepted() {
    let mut shop = Shop::with(1).await;
    let app = &shop.app;
    let mut buyer = app.buyer().await;
    let order = buyer.order(shop.guitar.variant, 1).await;
    // Three attempts; a page of Midtrans stays open after it was called off.
    let first: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    buyer.try_to_pay(&order, "stripe").await.done();
    let third: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    app.ctx.clock.advance(TimeDelta::hours(25));
    api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await.unwrap();
    app.settle().await;

    // Somebody has the guitar when the first late money comes; not when the second does.
    let mut other = app.buyer().await;
    let taken = other.order(shop.guitar.variant, 1).await;
    app.sandbox.midtrans().pay(&page(&first), "bca_va").unwrap();
    app.settle().await;
    other.post(&format!("/orders/{}/cancellation", taken.number), json!({})).await.done();
    app.sandbox.midtrans().pay(&page(&third), "gopay").unwrap();
    app.settle().await;
    buyer.sign_in().await;
    let seen = buyer.read(&order).await;
    assert_eq!((seen.status, seen.payment_status, seen.refunded.0), (OrderStatus::Paid, PaymentStatus::Paid, 0));
    app.assert_laws().await;

    // Now the first money goes back, which has nothing to do with the order.
    shop.admin.sign_in().await;
    shop.refund_step(&order, 0, "transfer", json!({ "bank_reference": "BCA 1" })).await.done();
    let seen = buyer.read(&order).await;
    assert_eq!((seen.status, seen.payment_status, seen.refunded.0), (OrderStatus::Paid, PaymentStatus::Paid, 0));
    assert_eq!(shop.reserved().await, 1);
    app.assert_laws().await;
}

#[tokio::test]
async fn an_order_that_is_over_waits_for_no_money() {
    let shop = Shop::with(3).await;
    let app = &shop.app;
    let mut buyer = app.buyer().await;
    let order = buyer.order(shop.guitar.variant, 1).await;
    let payment: Payment = buyer.try_to_pay(&order, "midtrans").await.ok();
    app.sandbox.hold(Provider::Midtrans);
    app.sandbox.midtrans().choose(&page(&payment), "bca_va").unwrap();
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.done();
    app.ctx.clock.advance(TimeDelta::seconds(5));
    let seen: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await.ok();
    assert_eq!((seen.status, seen.payment_status), (OrderStatus::Cancelled, PaymentStatus::Unpaid));
    app.sandbox.release(Provider::Midtrans);
    app.settle().await;
    assert_eq!(buyer.read(&order).await.payment_status, PaymentStatus::Unpaid);
    app.assert_laws().await;
}

#[tokio::test]
async fn no_piece_is_held_twice_however_often_refunds_fail_and_are_called_off() {
    let shop = Shop::with(9).await;
    let app = &shop.app;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, shop.guitar.variant, 3).await;
    app.sandbox.stripe().refunds_end(RefundOutcome::Fail);
    shop.pieces_back(&order, 1).await.done();
    app.settle().await;
    shop.pieces_back(&order, 3).await.done();
    app.settle().await;
    assert_eq!(shop.reserved().await, 0);
    // By hand instead, and not at all after all.
    for (failed, retry) in [(1, 2), (0, 3)] {
        shop.refund_step(&order, failed, "retry", json!({ "channel": "manual_transfer" })).await.done();
        app.assert_laws().await;
        shop.refund_step(&order, retry, "cancellation", Value::Null).await.done();
        assert_eq!(shop.reserved().await, 3);
        app.assert_laws().await;
    }
    shop.ship(&order).await.done();
    assert_eq!((shop.on_hand().await, shop.reserved().await), (6, 0));
    app.assert_laws().await;
}

#[tokio::test]
async fn money_for_a_piece_that_did_not_ship_is_not_kept() {
    let shop = Shop::with(3).await;
    let app = &shop.app;
    let order = shop.paid_by_transfer(3).await;
    shop.pieces_back(&order, 1).await.done();
    app.settle().await;
    shop.ship(&order).await.done();
    let refused = shop.refund_step(&order, 0, "cancellation", Value::Null).await.problem(409, "conflict");
    assert!(refused.detail.contains("shipped without"));
    app.assert_laws().await;
    // What comes back after shipping may be called off: it was sent.
    shop.pieces_back(&order, 1).await.done();
    app.settle().await;
    shop.refund_step(&order, 1, "cancellation", Value::Null).await.done();
    shop.refund_step(&order, 0, "transfer", json!({ "bank_reference": "BCA 1" })).await.done();
    app.assert_laws().await;
}

#[tokio::test]
async fn money_for_what_came_back_onto_the_shelf_is_not_kept() {
    let shop = Shop::with(3).await;
    let app = &shop.app;
    let order = shop.paid_by_transfer(3).await;
    shop.ship(&order).await.done();
    let parcel = shop.seen(&order).await.order.shipments[0].id;
    let path = format!("/admin/orders/{}/shipments/{parcel}/status", order.id);
    shop.admin.post(&path, json!({ "status": "returned", "note": "" })).await.done();
    shop.pieces_back(&order, 1).await.done();
    app.settle().await;
    assert_eq!(shop.on_hand().await, 1);
    // The other two can go out again, and that one could not.
    shop.refund_step(&order, 0, "cancellation", Value::Null).await.problem(409, "conflict");
    shop.refund_step(&order, 0, "transfer", json!({ "bank_reference": "BCA 1" })).await.done();
    app.assert_laws().await;
}

#[tokio::test]
async fn a_parcel_comes_back_on_the_shelf_also_when_its_order_counted_as_refunded() {
    let shop = Shop::with(3).await;
    let app = &shop.app;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, shop.guitar.variant, 2).await;
    shop.ship(&order).await.done();
    shop.staff(&order, "refunds", json!({ "kind": "full", "reason": "Hilang" })).await.done();
    app.settle().await;
    let seen = shop.seen(&order).await;
    assert_eq!(seen.order.status, OrderStatus::Refunded);
    // The bank sends the money back, and the parcel turns up.
    app.sandbox.stripe().fail_refund(&seen.refunds[0].external_id.clone().unwrap()).unwrap();
    app.settle().await;
    shop.staff(&order, "refunds", json!({ "kind": "full", "restock": true, "reason": "Paket kembali" })).await.done();
    app.settle().await;
    assert_eq!((shop.on_hand().await, shop.reserved().await), (3, 0));
    assert_eq!(shop.seen(&order).await.order.payment_status, PaymentStatus::Refunded);
    app.assert_laws().await;
}
