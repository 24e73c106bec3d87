//! Attempts: clicks at once, answers cut off, bad keys.

use super::*;

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
async fn who_comes_back_has_only_so_many_attempts_asked_about() {
    let (app, buyer, order) = unpaid().await;
    for _ in 0..8 {
        for provider in ["midtrans", "stripe"] {
            start(&buyer, &order, provider).await;
        }
    }
    let pages = start(&buyer, &order, "midtrans").await;
    app.ctx.clock.advance(TimeDelta::seconds(5));
    let before = app.sandbox.calls().len();
    buyer.post(&format!("/orders/{}/payments/refresh", order.number), json!({})).await.done();
    let asked = app.sandbox.calls().len() - before;
    assert_eq!(asked, 5, "of nine whose page may still be open");
    // The latest is among them.
    app.sandbox.trouble(Provider::Midtrans, Trouble::Drop, 10);
    app.sandbox.midtrans().pay(&handle(&pages), "gopay").unwrap();
    app.ctx.clock.advance(TimeDelta::seconds(5));
    let paid: Order = buyer.post(&format!("/orders/{}/payments/refresh", order.number), json!({})).await.ok();
    assert_eq!(paid.status, OrderStatus::Paid);
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
async fn after_a_503_the_next_click_goes_on_at_once() {
    for (first, second) in [("stripe", "stripe"), ("midtrans", "midtrans"), ("midtrans", "stripe"), ("stripe", "midtrans")] {
        let (app, buyer, order) = unpaid().await;
        let kind = if first == "stripe" { Provider::Stripe } else { Provider::Midtrans };
        app.sandbox.fail_next(kind, 10, 503);
        try_start(&buyer, &order, first).await.problem(503, "payment_unavailable");
        app.sandbox.calm(kind);
        let p = start(&buyer, &order, second).await;
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

/// As with the keys of another account: Stripe knows none of what was made before.
async fn elsewhere(app: &TestApp) {
    app.sql("UPDATE payments SET external_id = 'cs_test_of_another_account' WHERE provider = 'stripe'", []).await;
}

#[tokio::test]
async fn what_the_provider_does_not_know_is_in_nobodys_way() {
    // The next attempt replaces it.
    let (app, buyer, order) = unpaid().await;
    start(&buyer, &order, "stripe").await;
    elsewhere(&app).await;
    let p = start(&buyer, &order, "midtrans").await;
    assert_eq!(app.number("SELECT count(*) AS n FROM payments WHERE status = 'cancelled'").await, 1, "{}", dump(&app).await);
    app.sandbox.midtrans().pay(&handle(&p), "gopay").unwrap();
    told(&app).await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Paid, "{}", dump(&app).await);

    // The order expires in its time.
    let (app, mut buyer, order) = unpaid().await;
    start(&buyer, &order, "stripe").await;
    elsewhere(&app).await;
    app.ctx.clock.advance(TimeDelta::hours(25));
    api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await.unwrap();
    buyer.sign_in().await;
    let o = read(&buyer, &order).await;
    assert_eq!((o.status, o.payments[0].status), (OrderStatus::Expired, AttemptStatus::Expired), "{}", dump(&app).await);
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 0);
    app.assert_laws().await;
}

#[tokio::test]
async fn an_order_whose_money_does_not_fit_expires_in_the_end() {
    let (app, mut buyer, order) = unpaid().await;
    let p = start(&buyer, &order, "stripe").await;
    app.sql("UPDATE payments SET amount = amount - 1000", []).await;
    app.sandbox.stripe().pay(&handle(&p)).unwrap();
    told(&app).await;
    app.ctx.clock.advance(TimeDelta::hours(25));
    let expire = || api::orders::ExpireOrder { order_id: order.id };
    assert!(expire().run(&app.ctx).await.is_err(), "the money may yet be explained");
    app.ctx.clock.advance(TimeDelta::hours(2));
    expire().run(&app.ctx).await.unwrap();
    buyer.sign_in().await;
    assert_eq!(read(&buyer, &order).await.status, OrderStatus::Expired, "{}", dump(&app).await);
    assert_eq!(app.number("SELECT reserved::bigint AS n FROM stocks").await, 0);
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
async fn paying_takes_few_statements() {
    let (app, buyer, order) = unpaid().await;
    let (n, p) = app.statements(start(&buyer, &order, "stripe")).await;
    assert!(n <= 6, "starting: {n} statements");
    app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 10);
    app.sandbox.stripe().pay(&handle(&p)).unwrap();
    let (n, _) = app.statements(buyer.post(&format!("/orders/{}/payments/refresh", order.number), json!({}))).await;
    assert!(n <= 7, "asking the provider, which has the money: {n} statements");
    let (n, _) = app.statements(app.guest().get("/payment-methods")).await;
    assert!(n <= 1, "methods: {n} statements");
}

#[tokio::test]
async fn an_attempt_that_cannot_be_called_off_is_in_the_way_only_while_its_page_may_be_paid() {
    for (first, second) in [("midtrans", "stripe"), ("stripe", "midtrans")] {
        let kind = if first == "stripe" { Provider::Stripe } else { Provider::Midtrans };
        let (app, buyer, order) = unpaid().await;
        start(&buyer, &order, first).await;
        app.sandbox.fail_next(kind, 100, 503);
        let told = try_start(&buyer, &order, second).await.problem(503, "payment_unavailable");
        assert!(told.detail.contains(first), "{}", told.detail);
        assert_eq!(live(&app).await, 1);
        // With keys that are refused it could be called off by nobody.
        app.sandbox.calm(kind);
        app.sandbox.fail_next(kind, 100, 401);
        let p = start(&buyer, &order, second).await;
        assert_eq!(p.status, AttemptStatus::Open, "{}", dump(&app).await);
        assert_eq!(live(&app).await, 1);
        // With the keys of another account, who knows nothing of it, it goes on being asked about.
        if kind == Provider::Stripe {
            app.sandbox.calm(kind);
            elsewhere(&app).await;
            app.ctx.clock.advance(TimeDelta::hours(1));
            reconcile(&app).await;
            assert_eq!(
                app.number("SELECT count(*) AS n FROM payments WHERE provider = 'stripe' AND checked_at IS NULL").await,
                1
            );
        }

        // It never had a page.
        let (app, buyer, order) = unpaid().await;
        app.sandbox.fail_next(kind, 100, 503);
        try_start(&buyer, &order, first).await.problem(503, "payment_unavailable");
        start(&buyer, &order, second).await;
        assert_eq!(live(&app).await, 1, "{}", dump(&app).await);
    }
}
