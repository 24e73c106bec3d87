//! D1–D5: paying by both providers, against the payment sandbox, over their real wire formats.

use std::time::Duration;

use sandbox::{Provider, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderEventKind, OrderStatus};
use shared::payments::{AttemptStatus, Payment, PaymentMethod, PaymentProvider, PaymentStatus};
use tests::{Caller, Shelf, TestApp};

/// A shop with an unpaid order of one guitar.
async fn unpaid() -> (TestApp, Caller, Order) {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    app.run_jobs().await;
    (app, buyer, order)
}

async fn start(buyer: &Caller, order: &Order, provider: &str) -> Payment {
    buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await.ok()
}

async fn read(buyer: &Caller, order: &Order) -> Order {
    buyer.get(&format!("/orders/{}", order.number)).await.ok()
}

/// The session or token that the redirect URL leads to.
fn handle(payment: &Payment) -> String {
    let url = payment.redirect_url.as_deref().expect("a page to pay on");
    url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Waits until the sandbox delivered what it has to tell, and does the jobs that follow.
async fn told(app: &TestApp) {
    app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
    app.run_jobs().await;
}

async fn assert_paid_once(app: &TestApp, buyer: &Caller, order: &Order) {
    let order = read(buyer, order).await;
    assert_eq!((order.status, order.payment_status), (OrderStatus::Paid, PaymentStatus::Paid));
    let paid = order.events.iter().filter(|event| event.kind == OrderEventKind::Paid).count();
    assert_eq!(paid, 1);
    app.run_jobs().await;
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_paid' AND state = 'sent'").await, 1);
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'paid'").await, 1);
    app.assert_laws().await;
}

#[tokio::test]
async fn both_providers_are_offered_when_their_keys_are_there() {
    let app = TestApp::new().await;
    let methods: Vec<PaymentMethod> = app.guest().get("/payment-methods").await.ok();
    let providers: Vec<PaymentProvider> = methods.iter().map(|method| method.provider).collect();
    assert_eq!(providers, [PaymentProvider::Stripe, PaymentProvider::Midtrans]);
    let app = TestApp::with(&[("midtrans_server_key", "")]).await;
    let methods: Vec<PaymentMethod> = app.guest().get("/payment-methods").await.ok();
    assert_eq!(methods.len(), 1);
}

#[tokio::test]
async fn paid_by_stripe() {
    let (app, buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "stripe").await;
    assert_eq!((payment.status, payment.amount), (AttemptStatus::Open, order.totals.grand));
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    told(&app).await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn paid_by_midtrans_with_a_virtual_account() {
    let (app, buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "midtrans").await;
    let token = handle(&payment);
    app.sandbox.midtrans().choose(&token, "bca_va").unwrap();
    told(&app).await;
    let waiting = read(&buyer, &order).await;
    assert_eq!((waiting.status, waiting.payment_status), (OrderStatus::Pending, PaymentStatus::Pending));
    assert!(waiting.payments[0].pay_code.is_some(), "the number to transfer to");
    // Once a method is chosen, the transaction goes by our reference.
    app.sandbox.midtrans().settle(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn a_notification_twice_changes_nothing_the_second_time() {
    for provider in [Provider::Stripe, Provider::Midtrans] {
        let (app, buyer, order) = unpaid().await;
        app.sandbox.trouble(provider, Trouble::Duplicate, 20);
        let payment = start(&buyer, &order, if provider == Provider::Stripe { "stripe" } else { "midtrans" }).await;
        match provider {
            Provider::Stripe => app.sandbox.stripe().pay(&handle(&payment)).unwrap(),
            Provider::Midtrans => app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap(),
            Provider::Biteship => panic!("Biteship takes no money"),
        }
        told(&app).await;
        assert_paid_once(&app, &buyer, &order).await;
    }
}

#[tokio::test]
async fn a_forged_notification_is_refused_and_changes_nothing() {
    let (app, buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "stripe").await;
    let event = json!({ "id": "evt_forged", "object": "event", "type": "checkout.session.completed", "created": 1, "livemode": false,
        "data": { "object": { "id": handle(&payment), "payment_status": "paid", "status": "complete", "amount_total": order.totals.grand.0 * 100, "currency": "idr" } } });
    let guest = app.guest();
    guest.post("/payments/stripe/notifications", event.clone()).await.problem(401, "invalid_signature");
    let signed = guest
        .request(reqwest::Method::POST, "/payments/stripe/notifications")
        .header("stripe-signature", "t=1700000000,v1=00")
        .json(&event);
    guest.send(signed).await.problem(401, "invalid_signature");
    let midtrans = json!({ "transaction_status": "settlement", "status_code": "200", "order_id": format!("{}-1", order.number),
        "gross_amount": format!("{}.00", order.totals.grand.0), "signature_key": "00", "transaction_id": "x", "payment_type": "gopay",
        "transaction_time": "2026-11-21 10:00:00", "fraud_status": "accept", "currency": "IDR" });
    guest.post("/payments/midtrans/notifications", midtrans).await.problem(401, "invalid_signature");
    app.run_jobs().await;
    assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Unpaid);
    assert_eq!(app.number("SELECT count(*) AS n FROM payment_events").await, 0);
}

#[tokio::test]
async fn a_wrong_signature_from_the_sandbox_is_refused_too() {
    let (app, buyer, order) = unpaid().await;
    app.sandbox.trouble(Provider::Midtrans, Trouble::WrongSignature, 50);
    let payment = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    app.run_jobs().await;
    assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Unpaid);
}

#[tokio::test]
async fn a_lost_notification_loses_nothing() {
    for provider in ["stripe", "midtrans"] {
        let (app, buyer, order) = unpaid().await;
        let kind = if provider == "stripe" { Provider::Stripe } else { Provider::Midtrans };
        app.sandbox.trouble(kind, Trouble::Drop, 100);
        let payment = start(&buyer, &order, provider).await;
        match kind {
            Provider::Stripe => app.sandbox.stripe().pay(&handle(&payment)).unwrap(),
            Provider::Midtrans => app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap(),
            Provider::Biteship => panic!("Biteship takes no money"),
        }
        app.run_jobs().await;
        assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Unpaid, "nobody told us");
        // The buyer comes back from the payment page; nobody is that quick.
        app.ctx.clock.advance(chrono::TimeDelta::seconds(5));
        let refreshed: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), Value::Null).await.ok();
        assert_eq!(refreshed.status, OrderStatus::Paid);
        assert_paid_once(&app, &buyer, &order).await;
    }
}

#[tokio::test]
async fn the_reconciler_heals_what_nobody_asked_about() {
    use api::jobs::Job;
    let (app, buyer, order) = unpaid().await;
    app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 100);
    let payment = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    app.ctx.clock.advance(chrono::TimeDelta::minutes(20));
    api::payments::Reconcile {}.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
    let mut buyer = buyer;
    buyer.sign_in().await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn a_second_provider_closes_the_first_bill() {
    let (app, buyer, order) = unpaid().await;
    let first = start(&buyer, &order, "stripe").await;
    // Asking again gives the same page.
    assert_eq!(start(&buyer, &order, "stripe").await.redirect_url, first.redirect_url);
    let second = start(&buyer, &order, "midtrans").await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM payments WHERE status IN ('creating', 'open', 'pending', 'challenged')").await,
        1
    );
    assert!(app.sandbox.stripe().pay(&handle(&first)).is_err(), "the first bill can still be paid");
    app.sandbox.midtrans().pay(&handle(&second), "other_qris").unwrap();
    told(&app).await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn a_refused_payment_is_tried_again_with_the_other_provider() {
    let (app, buyer, order) = unpaid().await;
    let first = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().fail(&handle(&first), "credit_card").unwrap();
    told(&app).await;
    let failed = read(&buyer, &order).await;
    assert_eq!(failed.status, OrderStatus::Pending);
    assert!(failed.actions.pay);
    assert!(failed.events.iter().any(|event| event.kind == OrderEventKind::PaymentFailed));
    let second = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&second)).unwrap();
    told(&app).await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn an_order_that_is_not_paid_expires_and_frees_its_stock() {
    use api::jobs::Job;
    let (app, mut buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "stripe").await;
    app.ctx.clock.advance(chrono::TimeDelta::hours(25));
    api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
    buyer.sign_in().await;
    let expired = read(&buyer, &order).await;
    assert_eq!(expired.status, OrderStatus::Expired);
    assert!(!expired.actions.pay);
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 0);
    assert_eq!(
        app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_expired' AND state = 'sent'").await,
        1
    );
    assert!(app.sandbox.stripe().pay(&handle(&payment)).is_err(), "the bill is closed");
    buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.problem(409, "not_payable");
    app.assert_laws().await;
}

#[tokio::test]
async fn money_that_comes_in_time_is_not_expired_even_when_nobody_told() {
    use api::jobs::Job;
    let (app, mut buyer, order) = unpaid().await;
    app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 100);
    let payment = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    app.ctx.clock.advance(chrono::TimeDelta::hours(25));
    api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await.unwrap();
    buyer.sign_in().await;
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test]
async fn a_cancelled_order_cannot_be_paid_and_its_bill_is_closed() {
    let (app, buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "stripe").await;
    let cancelled: Order =
        buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "salah pilih" })).await.ok();
    assert_eq!(cancelled.status, OrderStatus::Cancelled);
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.problem(409, "illegal_transition");
    buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.problem(409, "not_payable");
    app.run_jobs().await;
    assert!(app.sandbox.stripe().pay(&handle(&payment)).is_err(), "the bill is closed");
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 0);
    app.assert_laws().await;
}

#[tokio::test]
async fn a_wrong_amount_does_not_pay() {
    let (app, buyer, order) = unpaid().await;
    let payment = start(&buyer, &order, "stripe").await;
    app.sql("UPDATE payments SET amount = amount - 1000", []).await;
    app.sandbox.stripe().pay(&handle(&payment)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Pending);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_told_as_such() {
    let (app, buyer, order) = unpaid().await;
    app.sandbox.fail_next(Provider::Stripe, 10, 500);
    let path = format!("/orders/{}/payments", order.number);
    buyer.post(&path, json!({ "provider": "stripe" })).await.problem(503, "payment_unavailable");
    app.sandbox.calm(Provider::Stripe);
    // The other one works at once.
    let payment = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap();
    told(&app).await;
    assert_paid_once(&app, &buyer, &order).await;
}
