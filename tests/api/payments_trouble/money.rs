//! Money that comes twice, late, or by an old page.

use super::*;

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
    // The buyer is told that it was one too many, not that it came too late.
    let told = |kind| o.events.iter().filter(|event| event.kind == kind).count();
    assert_eq!((told(OrderEventKind::DoublePaymentRefunded), told(OrderEventKind::LatePaymentRefunded)), (1, 0));
    let notified = "SELECT count(*) AS n FROM notifications WHERE kind = 'double_payment_refunded'";
    assert_eq!(app.number(notified).await, 1);
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
