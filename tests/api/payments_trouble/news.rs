//! What providers tell: in reverse, twice, odd, of denials and disputes.

use super::*;

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
