//! D3–D5 when things go wrong: races, half-done attempts, late and double money, disputes.

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

#[tokio::test]
async fn ten_clicks_at_once_make_one_bill() {
    for provider in ["stripe", "midtrans"] {
        let (app, buyer, order) = unpaid().await;
        let all = join_all((0..10).map(|_| start(&buyer, &order, provider))).await;
        let urls: std::collections::HashSet<_> = all.iter().map(|p| p.redirect_url.clone()).collect();
        assert_eq!(urls.len(), 1, "{}", dump(&app).await);
        assert_eq!(app.number("SELECT count(*) AS n FROM payments").await, 1);
    }
}

#[tokio::test]
async fn both_providers_at_once_leave_one_bill() {
    for _ in 0..6 {
        let (app, buyer, order) = unpaid().await;
        let providers: Vec<&str> = (0..8).map(|i| if i % 2 == 0 { "stripe" } else { "midtrans" }).collect();
        let all = join_all(providers.iter().map(|p| try_start(&buyer, &order, p))).await;
        let stati: Vec<u16> = all.iter().map(|a| a.status).collect();
        assert!(stati.iter().all(|s| matches!(s, 201 | 409)), "{stati:?} {}", dump(&app).await);
        assert!(stati.contains(&201), "{stati:?}");
        told(&app).await;
        assert!(live(&app).await <= 1, "{}", dump(&app).await);
        let open = app.sandbox.stripe().sessions().iter().filter(|s| s["status"] == "open").count();
        assert!(open <= 1, "{open}");
        no_stuck_jobs(&app).await;
    }
}

#[tokio::test]
async fn a_cut_answer_is_recovered() {
    // Stripe: the key brings the same session back.
    let (app, buyer, order) = unpaid().await;
    app.sandbox.fault(
        Provider::Stripe,
        serde_json::from_value(json!({"times": 1, "path": "sessions", "answer": "cut", "after_effect": true})).unwrap(),
    );
    let p = start(&buyer, &order, "stripe").await;
    assert_eq!(p.status, AttemptStatus::Open);
    assert_eq!(app.sandbox.stripe().sessions().len(), 1);
    // Midtrans: the page is lost; the reconciler gives it up and a new one works.
    let (app, buyer, order) = unpaid().await;
    app.sandbox.fault(
        Provider::Midtrans,
        serde_json::from_value(json!({"times": 1, "path": "transactions", "answer": "cut", "after_effect": true})).unwrap(),
    );
    try_start(&buyer, &order, "midtrans").await.problem(503, "payment_unavailable");
    app.ctx.clock.advance(TimeDelta::minutes(2));
    reconcile(&app).await;
    assert_eq!(live(&app).await, 0, "{}", dump(&app).await);
    let mut buyer = buyer;
    buyer.sign_in().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&p), "gopay").unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);
}

#[tokio::test]
async fn half_done_attempts_are_finished() {
    for provider in ["stripe", "midtrans"] {
        let kind = if provider == "stripe" { Provider::Stripe } else { Provider::Midtrans };
        let (app, buyer, order) = unpaid().await;
        app.sandbox.fail_next(kind, 10, 500);
        try_start(&buyer, &order, provider).await.problem(503, "payment_unavailable");
        assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'creating'").await, 1);
        app.sandbox.calm(kind);
        app.ctx.clock.advance(TimeDelta::minutes(2));
        reconcile(&app).await;
        assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'open'").await, 1, "{}", dump(&app).await);
        // … and directly by the buyer, with the same page.
        let mut buyer = buyer;
        buyer.sign_in().await;
        let p = start(&buyer, &order, provider).await;
        assert_eq!(p.status, AttemptStatus::Open);
        assert!(read(&buyer, &order).await.events.iter().any(|e| e.kind == OrderEventKind::PaymentStarted));
    }
}

#[tokio::test]
async fn paid_twice_goes_back_once() {
    let (app, buyer, order) = unpaid().await;
    let old = start(&buyer, &order, "midtrans").await;
    let new = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&new)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid);
    app.sandbox.midtrans().pay(&handle(&old), "gopay").unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payment_status, o.refunded.0), (OrderStatus::Paid, PaymentStatus::Paid, 0), "{}", dump(&app).await);
    assert_eq!(
        app.number("SELECT count(*) AS n FROM refunds WHERE status = 'succeeded' AND reason = 'paid_twice'").await,
        1,
        "{}",
        dump(&app).await
    );
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'refunded'").await, 1);
    assert_eq!(effects(&app, "double_payment_refunded").await, 1, "{}", dump(&app).await);
    no_stuck_jobs(&app).await;
    app.assert_laws().await;
}

#[tokio::test]
async fn paid_twice_without_a_notification_is_found() {
    let (app, buyer, order) = unpaid().await;
    let old = start(&buyer, &order, "midtrans").await;
    let new = start(&buyer, &order, "stripe").await;
    app.sandbox.trouble(Provider::Midtrans, Trouble::Drop, 100);
    app.sandbox.stripe().pay(&handle(&new)).unwrap();
    app.sandbox.midtrans().pay(&handle(&old), "bca_va").unwrap();
    told(&app).await;
    app.ctx.clock.advance(TimeDelta::minutes(20));
    reconcile(&app).await;
    told(&app).await;
    assert_eq!(
        app.number("SELECT count(*) AS n FROM refunds WHERE channel = 'manual_transfer' AND status = 'pending'").await,
        1,
        "{}",
        dump(&app).await
    );
    assert_eq!(settled(&app).await, 2);
}

#[tokio::test]
async fn an_old_page_used_after_a_switch_is_called_off() {
    let (app, buyer, order) = unpaid().await;
    let old = start(&buyer, &order, "midtrans").await;
    let _new = start(&buyer, &order, "stripe").await;
    app.sandbox.midtrans().choose(&handle(&old), "bca_va").unwrap();
    told(&app).await;
    told(&app).await;
    assert_eq!(effects(&app, "still_payable").await, 1, "{}", dump(&app).await);
    assert!(app.sandbox.midtrans().settle(&format!("{}-1", order.number)).is_err(), "{}", dump(&app).await);
    assert_eq!(live(&app).await, 1);
    no_stuck_jobs(&app).await;
}

async fn expire(app: &TestApp, order: &Order) {
    api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await.unwrap();
    app.run_jobs().await;
}

#[tokio::test]
async fn late_money_is_accepted_or_goes_back() {
    for (stock_gone, method) in
        [(false, "gopay"), (true, "gopay"), (true, "bca_va"), (true, "credit_card"), (false, "credit_card")]
    {
        let (app, mut buyer, order, goods) = unpaid_of(1).await;
        let p = start(&buyer, &order, "midtrans").await;
        app.ctx.clock.advance(TimeDelta::hours(25));
        expire(&app, &order).await;
        buyer.sign_in().await;
        assert_eq!(read(&buyer, &order).await.status, OrderStatus::Expired);
        if stock_gone {
            let mut other = app.buyer().await;
            let o = other.order(goods.variant, 1).await;
            let _ = o;
        }
        app.sandbox.midtrans().pay(&handle(&p), method).unwrap();
        told(&app).await;
        let o = read(&buyer, &order).await;
        let d = dump(&app).await;
        if !stock_gone {
            assert_eq!((o.status, o.payment_status), (OrderStatus::Paid, PaymentStatus::Paid), "{d}");
            assert_eq!(effects(&app, "late_payment_accepted").await, 1, "{d}");
        } else {
            assert_eq!(effects(&app, "late_payment_refunded").await, 1, "{d}");
            let manual = i64::from(method == "bca_va");
            assert_eq!(
                app.number("SELECT count(*) AS n FROM refunds WHERE channel = 'manual_transfer' AND status = 'pending'").await,
                manual,
                "{d}"
            );
            assert_eq!(
                app.number("SELECT count(*) AS n FROM refunds WHERE channel = 'provider' AND status = 'succeeded'").await,
                1 - manual,
                "{d}"
            );
            if manual == 0 {
                assert_eq!(o.payment_status, PaymentStatus::Refunded, "{d}");
                assert_eq!(o.refunded, o.totals.grand);
            }
        }
        assert_eq!(app.number("SELECT count(*) AS n FROM refunds").await, i64::from(stock_gone), "{d}");
        no_stuck_jobs(&app).await;
        app.assert_laws().await;
    }
}

#[tokio::test]
async fn late_money_at_stripe_after_cancellation_goes_back() {
    for outcome in ["succeed", "wait", "fail"] {
        let (app, buyer, order) = unpaid().await;
        let p = start(&buyer, &order, "stripe").await;
        // Paid, but nobody tells; then the buyer cancels: the job finds the money.
        app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 1);
        app.sandbox.stripe().pay(&handle(&p)).unwrap();
        let http = reqwest::Client::new();
        http.post(format!("{}/control/stripe/refund-outcome", app.sandbox.base_url()))
            .json(&json!({"outcome": outcome}))
            .send()
            .await
            .unwrap();
        buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "" })).await.done();
        told(&app).await;
        let d = dump(&app).await;
        let o = read(&buyer, &order).await;
        assert_eq!(o.status, OrderStatus::Cancelled);
        let status = match outcome {
            "succeed" => "succeeded",
            "wait" => "pending",
            _ => "failed",
        };
        assert_eq!(app.number(&format!("SELECT count(*) AS n FROM refunds WHERE status = '{status}'")).await, 1, "{outcome} {d}");
        if outcome == "wait" {
            let state: Value =
                http.get(format!("{}/control/state", app.sandbox.base_url())).send().await.unwrap().json().await.unwrap();
            let refund = state["stripe"]["refunds"][0]["id"].as_str().unwrap().to_owned();
            app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 100);
            app.sandbox.stripe().settle_refund(&refund).unwrap();
            app.ctx.clock.advance(TimeDelta::hours(2));
            reconcile(&app).await;
            assert_eq!(
                app.number("SELECT count(*) AS n FROM refunds WHERE status = 'succeeded'").await,
                1,
                "{}",
                dump(&app).await
            );
            let mut buyer = buyer;
            buyer.sign_in().await;
            assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Refunded);
        }
        no_stuck_jobs(&app).await;
    }
}

#[tokio::test]
async fn a_settlement_that_is_denied_is_taken_back() {
    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&p), "bca_va").unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid);
    app.sandbox.midtrans().reverse(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payment_status), (OrderStatus::Pending, PaymentStatus::Unpaid), "{}", dump(&app).await);
    assert_eq!(effects(&app, "reversed").await, 1);
    // Payable again.
    let p = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay(&handle(&p)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);
    app.assert_laws().await;
}

#[tokio::test]
async fn news_in_reverse_order_ends_the_same() {
    let (app, buyer, order) = unpaid().await;
    app.sandbox.hold(Provider::Midtrans);
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().choose(&handle(&p), "bca_va").unwrap();
    app.sandbox.midtrans().settle(&format!("{}-1", order.number)).unwrap();
    app.sandbox.release_reversed(Provider::Midtrans);
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payment_status), (OrderStatus::Paid, PaymentStatus::Paid), "{}", dump(&app).await);
    assert_eq!(effects(&app, "paid").await, 1, "{}", dump(&app).await);
    assert_eq!(effects(&app, "unchanged").await, 1, "{}", dump(&app).await);
}

#[tokio::test]
async fn stripe_declines_delays_and_disputes() {
    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().decline(&handle(&p)).unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!(o.payments[0].status, AttemptStatus::Open);
    assert!(o.payments[0].failure.is_some(), "{}", dump(&app).await);
    app.sandbox.stripe().pay_later(&handle(&p)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Pending, "{}", dump(&app).await);
    app.sandbox.stripe().settle(&handle(&p)).unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!(o.status, OrderStatus::Paid, "{}", dump(&app).await);
    assert!(o.payments[0].failure.is_none() && o.payments[0].method.is_some());
    let dispute = app.sandbox.stripe().dispute(&handle(&p), "fraudulent").unwrap();
    told(&app).await;
    assert_eq!(effects(&app, "remarked: dispute").await, 1, "{}", dump(&app).await);
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid);
    app.sandbox.stripe().close_dispute(&dispute, false).unwrap();
    told(&app).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'charged_back'").await, 1, "{}", dump(&app).await);
    no_stuck_jobs(&app).await;

    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "stripe").await;
    app.sandbox.stripe().pay_later(&handle(&p)).unwrap();
    told(&app).await;
    app.sandbox.stripe().fail(&handle(&p)).unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payments[0].status), (OrderStatus::Pending, AttemptStatus::Failed), "{}", dump(&app).await);
    assert!(o.actions.pay);
}

#[tokio::test]
async fn midtrans_fees_challenges_and_chargebacks() {
    let (app, buyer, order) = unpaid().await;
    app.sandbox.midtrans().impose_fee(Some(4440));
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&p), "indomaret").unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);

    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().challenge(&handle(&p)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.payment_status, PaymentStatus::Challenged, "{}", dump(&app).await);
    try_start(&buyer, &order, "stripe").await.problem(409, "not_payable");

    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&p), "credit_card").unwrap();
    told(&app).await;
    app.sandbox.midtrans().settle(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);
    app.sandbox.midtrans().charge_back(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'charged_back'").await, 1, "{}", dump(&app).await);

    // Cancelled at Midtrans' dashboard before settlement: all went back.
    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().pay(&handle(&p), "credit_card").unwrap();
    told(&app).await;
    app.sandbox.midtrans().cancel(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payment_status), (OrderStatus::Refunded, PaymentStatus::Refunded), "{}", dump(&app).await);
    app.assert_laws().await;
}

#[tokio::test]
async fn a_denied_card_may_be_tried_again_on_the_same_page() {
    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.midtrans().fail(&handle(&p), "credit_card").unwrap();
    told(&app).await;
    app.sandbox.midtrans().choose(&handle(&p), "bca_va").unwrap();
    told(&app).await;
    let o = read(&buyer, &order).await;
    assert_eq!(
        (o.payments.len(), o.payments[0].status, o.payment_status),
        (1, AttemptStatus::Pending, PaymentStatus::Pending),
        "{}",
        dump(&app).await
    );
    app.sandbox.midtrans().settle(&format!("{}-1", order.number)).unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);
}

#[tokio::test]
async fn keys_and_refusals() {
    let (app, buyer, order) = unpaid().await;
    let path = format!("/orders/{}/payments", order.number);
    let with_key = |key: &'static str, provider: &'static str| {
        buyer
            .send(buyer.request(reqwest::Method::POST, &path).header("idempotency-key", key).json(&json!({"provider": provider})))
    };
    let first: Payment = with_key("kunci-satu", "stripe").await.ok();
    let again: Payment = with_key("kunci-satu", "stripe").await.ok();
    assert_eq!(first.id, again.id);
    with_key("kunci-satu", "midtrans").await.problem(409, "idempotency_mismatch");
    with_key("x", "stripe").await.problem(422, "invalid_fields");
    app.sandbox.stripe().expire(&handle(&first)).unwrap();
    told(&app).await;
    let again: Payment = with_key("kunci-satu", "stripe").await.ok();
    assert_eq!((again.id, again.status), (first.id, AttemptStatus::Expired), "{}", dump(&app).await);
    let other: Payment = with_key("kunci-dua", "stripe").await.ok();
    assert_ne!(other.id, first.id);
    buyer.post(&path, json!({"provider": "paypal"})).await.problem(422, "invalid_fields");
    buyer.post(&path, json!({})).await.problem(422, "invalid_fields");
    app.guest().post(&path, json!({"provider": "stripe"})).await.problem(401, "unauthenticated");
    app.buyer().await.post(&path, json!({"provider": "stripe"})).await.problem(404, "not_found");
    app.buyer().await.post(&format!("{path}/refresh"), json!({})).await.problem(404, "not_found");
    app.sql("INSERT INTO payment_configurations (provider, active) VALUES ('midtrans', false)", []).await;
    buyer.post(&path, json!({"provider": "midtrans"})).await.problem(409, "payment_unavailable");
    assert_eq!(app.guest().get("/payment-methods").await.json().as_array().unwrap().len(), 1);
    app.sql("INSERT INTO payment_configurations (provider, active, minimum) VALUES ('stripe', true, 99000000)", []).await;
    buyer.post(&path, json!({"provider": "stripe"})).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn odd_notifications() {
    let (app, _, _) = unpaid().await;
    let guest = app.guest();
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"order_id\":1}",
        "{\"order_id\":\"a\\u0000\",\"status_code\":\"200\",\"gross_amount\":\"1\",\"signature_key\":\"x\"}",
    ] {
        let a = guest.send(guest.request(reqwest::Method::POST, "/payments/midtrans/notifications").body(body)).await;
        assert_eq!(a.status, 400, "{body} {}", a.text());
        let a = guest.send(guest.request(reqwest::Method::POST, "/payments/stripe/notifications").body(body)).await;
        assert_eq!(a.status, 401, "{body} {}", a.text());
    }
    let big =
        guest.send(guest.request(reqwest::Method::POST, "/payments/midtrans/notifications").body("x".repeat(300_000))).await;
    assert_eq!(big.status, 413);
    // Authentic, but of an order that is not ours.
    let key = sandbox::Config::default().midtrans.server_key;
    let signed = |order: &str| {
        let s = sandbox::midtrans_signature(order, "200", "1000.00", &key);
        json!({"order_id": order, "status_code": "200", "gross_amount": "1000.00", "signature_key": s, "transaction_id": "t", "transaction_status": "settlement"})
    };
    let a = guest.post("/payments/midtrans/notifications", signed("SOMEBODY-ELSE-1")).await;
    assert_eq!((a.status, a.json()), (200, json!({"received": true})));
    app.run_jobs().await;
    assert_eq!(effects(&app, "unmatched").await, 1);
    no_stuck_jobs(&app).await;
}

#[tokio::test]
async fn chaos_ends_in_one_consistent_state() {
    for round in 0..12 {
        let (app, buyer, order) = unpaid().await;
        let provider = if round % 2 == 0 { "stripe" } else { "midtrans" };
        let p = start(&buyer, &order, provider).await;
        let h = handle(&p);
        let pay = async {
            if provider == "stripe" {
                let _ = app.sandbox.stripe().pay(&h);
            } else {
                let _ = app.sandbox.midtrans().pay(&h, "gopay");
            }
        };
        let cancel = async {
            let _ = buyer.post(&format!("/orders/{}/cancellation", order.number), json!({"reason": ""})).await;
        };
        let refresh = async {
            for _ in 0..3 {
                let a = buyer.post(&format!("/orders/{}/payments/refresh", order.number), json!({})).await;
                assert_eq!(a.status, 200);
            }
        };
        let other = async {
            let a = try_start(&buyer, &order, if provider == "stripe" { "midtrans" } else { "stripe" }).await;
            assert!(matches!(a.status, 201 | 409), "{}", a.text());
        };
        let jobs = async {
            for _ in 0..3 {
                app.run_jobs().await;
            }
        };
        let recon = reconcile(&app);
        futures_util::future::join(
            futures_util::future::join3(pay, cancel, refresh),
            futures_util::future::join3(other, jobs, recon),
        )
        .await;
        told(&app).await;
        app.ctx.clock.advance(TimeDelta::minutes(30));
        reconcile(&app).await;
        told(&app).await;
        let d = dump(&app).await;
        let mut buyer = buyer;
        buyer.sign_in().await;
        let o = read(&buyer, &order).await;
        let kept = settled(&app).await;
        let pending_refunds = app.number("SELECT count(*) AS n FROM refunds WHERE status <> 'succeeded'").await;
        assert_eq!(pending_refunds, 0, "{d}");
        match o.status {
            OrderStatus::Paid => assert_eq!(kept, 1, "{d}"),
            OrderStatus::Pending | OrderStatus::Cancelled => assert_eq!(kept, 0, "{d}"),
            other => panic!("{other} {d}"),
        }
        no_stuck_jobs(&app).await;
        app.assert_laws().await;
    }
}

#[tokio::test]
async fn after_a_503_the_next_click_goes_on_at_once() {
    for (first, second) in [("stripe", "stripe"), ("midtrans", "midtrans"), ("midtrans", "stripe"), ("stripe", "midtrans")] {
        let (app, buyer, order) = unpaid().await;
        let kind = if first == "stripe" { Provider::Stripe } else { Provider::Midtrans };
        app.sandbox.fail_next(kind, 10, 503);
        try_start(&buyer, &order, first).await.problem(503, "payment_unavailable");
        app.sandbox.calm(kind);
        let began = std::time::Instant::now();
        let p = start(&buyer, &order, second).await;
        assert!(began.elapsed() < Duration::from_secs(3));
        assert_eq!(p.status, AttemptStatus::Open, "{}", dump(&app).await);
        assert_eq!(live(&app).await, 1);
    }
}

#[tokio::test]
async fn bad_keys_are_told_as_unavailable() {
    let app = TestApp::with(&[("stripe_secret_key", "sk_test_wrong_one"), ("midtrans_server_key", "SB-wrong")]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    for provider in ["stripe", "midtrans"] {
        let a = try_start(&buyer, &order, provider).await;
        assert!(!a.text().contains("wrong"), "{}", a.text());
        a.problem(503, "payment_unavailable");
    }
    let o = read(&buyer, &order).await;
    assert!(o.actions.pay);
    assert_eq!(live(&app).await, 0);
    assert_eq!(
        app.number("SELECT count(*) AS n FROM payments WHERE raw::text LIKE '%wrong_one%' OR raw::text LIKE '%SB-wrong%'").await,
        0,
        "{}",
        dump(&app).await
    );
}

#[tokio::test]
async fn a_job_that_cannot_reach_the_provider_is_tried_again() {
    let (app, buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "midtrans").await;
    app.sandbox.fail_next(Provider::Midtrans, 3, 500);
    app.sandbox.midtrans().pay(&handle(&p), "gopay").unwrap();
    app.sandbox.idle(Duration::from_secs(5)).await.unwrap();
    app.run_jobs().await;
    app.sandbox.calm(Provider::Midtrans);
    app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL", []).await;
    app.run_jobs().await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);
    no_stuck_jobs(&app).await;
}

#[tokio::test]
async fn statements() {
    let (app, buyer, order) = unpaid().await;
    let (n, p) = app.statements(start(&buyer, &order, "stripe")).await;
    println!("start: {n}");
    app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 10);
    app.sandbox.stripe().pay(&handle(&p)).unwrap();
    let (n, _) = app.statements(buyer.post(&format!("/orders/{}/payments/refresh", order.number), json!({}))).await;
    println!("refresh that pays: {n}");
    let (n, _) = app.statements(app.guest().get("/payment-methods")).await;
    println!("methods: {n}");
}
