//! Checkout Sessions: creation, every rejection, the payer's steps.

use std::time::Duration;

use crate::support::{good_session, session_with, session_without, world};

const SESSIONS: &str = "/v1/checkout/sessions";

/// Fields changed, the code and the parameter expected.
type Case<'a> = (&'a [(&'static str, &'static str)], Option<&'a str>, &'a str);

#[tokio::test]
async fn a_session_is_made_and_read_back() {
    let world = world().await;
    let made = world.stripe_post_with(SESSIONS, &good_session(), &[("Stripe-Version", "2026-10-28.endive")]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(made.body["amount_total"], 25_000_000);
    assert_eq!(made.body["currency"], "idr");
    assert_eq!((made.text("/status"), made.text("/payment_status")), ("open".into(), "unpaid".into()));
    assert_eq!(made.body["metadata"]["order_id"], "7");
    assert!(made.body["payment_intent"].is_null());
    assert!(made.text("/id").starts_with("cs_test_"));
    assert!(made.text("/url").starts_with(world.sandbox.base_url()));
    assert!(made.header("Request-Id").unwrap().starts_with("req_"));
    assert_eq!(made.header("Stripe-Version"), Some("2026-10-28.endive"));

    let id = made.text("/id");
    let read = world.stripe_get(&format!("{SESSIONS}/{id}?expand[]=payment_intent")).await;
    assert_eq!(read.body, made.body);
    let lines = world.stripe_get(&format!("{SESSIONS}/{id}/line_items?limit=1")).await;
    assert_eq!(
        (lines.body["has_more"].as_bool(), lines.body["data"][0]["amount_total"].as_i64()),
        (Some(true), Some(23_000_000))
    );
    let expanded = world.stripe_get(&format!("{SESSIONS}/{id}?expand[]=line_items")).await;
    assert_eq!(expanded.body["line_items"]["data"].as_array().map(Vec::len), Some(2));
    let wrong = world.stripe_get(&format!("{SESSIONS}/{id}?expand[]=metadata")).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn shipping_options_count_into_the_total() {
    let world = world().await;
    let data = "shipping_options[0][shipping_rate_data]";
    let fields: Vec<(String, &str)> = good_session()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .chain([
            (format!("{data}[type]"), "fixed_amount"),
            (format!("{data}[display_name]"), "JNE REG"),
            (format!("{data}[fixed_amount][amount]"), "1800000"),
            (format!("{data}[fixed_amount][currency]"), "idr"),
        ])
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let made = world.stripe_post(SESSIONS, &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!((made.body["amount_subtotal"].as_i64(), made.body["amount_total"].as_i64()), (Some(25_000_000), Some(26_800_000)));
    assert_eq!(made.body["total_details"]["amount_shipping"], 1_800_000);
}

#[tokio::test]
async fn what_stripe_rejects_is_rejected() {
    let world = world().await;
    let amount = "line_items[0][price_data][unit_amount]";
    let long_value = "x".repeat(501).leak();
    let cases: &[Case] = &[
        (&[("mode", "donation")], None, "mode"),
        (&[("success_url", "/orders/7")], Some("url_invalid"), "success_url"),
        (&[("customer_email", "ayu")], Some("email_invalid"), "customer_email"),
        (&[("customer_email", "")], Some("parameter_invalid_empty"), "customer_email"),
        (&[("locale", "jawa")], None, "locale"),
        (&[("colour", "black")], Some("parameter_unknown"), "colour"),
        (
            &[("line_items[0][price_data][product_data][colour]", "x")],
            Some("parameter_unknown"),
            "line_items[0][price_data][product_data][colour]",
        ),
        (&[("payment_method_types[0]", "card")], Some("parameter_unknown"), "payment_method_types[0]"),
        (&[("ui_mode", "hosted")], None, "ui_mode"),
        (&[("line_items[0][price]", "price_none")], Some("resource_missing"), "line_items[0][price]"),
        (&[("line_items[0][quantity]", "0")], Some("parameter_invalid_integer"), "line_items[0][quantity]"),
        (&[(amount, "-100")], Some("parameter_invalid_integer"), amount),
        (&[(amount, "100.5")], Some("parameter_invalid_integer"), amount),
        (&[(amount, "115050")], Some("parameter_invalid_integer"), amount),
        (&[(amount, "1000000000000")], Some("amount_too_large"), amount),
        (&[("line_items[0][price_data][currency]", "usd")], None, "line_items[0][price_data][currency]"),
        (&[("metadata[note]", long_value)], None, "metadata[note]"),
        (&[("adaptive_pricing[enabled]", "no")], None, "adaptive_pricing[enabled]"),
        (&[("expires_at", "soon")], Some("parameter_invalid_integer"), "expires_at"),
        (&[("discounts[0][coupon]", "HEMAT")], None, "discounts"),
    ];
    for (changes, code, param) in cases {
        let said = world.stripe_post(SESSIONS, &session_with(changes)).await;
        assert_eq!(said.fault(), (400, *code, Some(*param)), "{changes:?}: {}", said.body);
        assert_eq!(said.body["error"]["type"], "invalid_request_error");
        assert_eq!(said.header("Stripe-Should-Retry"), Some("false"));
    }
    for name in ["mode", "success_url", "line_items[0][quantity]", "line_items[1][price_data][currency]"] {
        let said = world.stripe_post(SESSIONS, &session_without(name)).await;
        assert_eq!(said.fault(), (400, Some("parameter_missing"), Some(name)), "{}", said.body);
    }
    let said = world.stripe_post(SESSIONS, &session_without("line_items")).await;
    assert_eq!(said.fault(), (400, Some("parameter_missing"), Some("line_items")));
    let cheap = session_with(&[(amount, "100"), ("line_items[1][price_data][unit_amount]", "0")]);
    assert_eq!(world.stripe_post(SESSIONS, &cheap).await.fault(), (400, Some("amount_too_small"), None));
    assert!(world.sandbox.stripe().sessions().is_empty());
}

#[tokio::test]
async fn the_expiry_lies_between_half_an_hour_and_a_day() {
    let world = world().await;
    let now = "2026-11-21T05:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    world.sandbox.freeze(Some(now));
    for (ahead, status) in [(1_799, 400), (1_800, 200), (86_400, 200), (86_401, 400)] {
        let at: &'static str = (now.timestamp() + ahead).to_string().leak();
        let said = world.stripe_post(SESSIONS, &session_with(&[("expires_at", at)])).await;
        assert_eq!(said.status, status, "{ahead}: {}", said.body);
    }
    let unset = world.stripe_post(SESSIONS, &good_session()).await;
    assert_eq!(unset.body["expires_at"], now.timestamp() + 86_400);
}

#[tokio::test]
async fn keys_and_versions_are_checked() {
    let world = world().await;
    let url = format!("{}{SESSIONS}", world.sandbox.stripe_url());
    let bare = world.http.post(&url).form(&good_session()).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    let wrong = world.http.post(&url).bearer_auth("sk_test_somebody_else").form(&good_session()).send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let text = wrong.text().await.unwrap();
    assert!(text.contains("Invalid API Key provided: sk_test_") && !text.contains("somebody_else"), "{text}");
    let basic = world.http.post(&url).basic_auth("sk_test_hurtrock_demo", Some("")).form(&good_session()).send().await.unwrap();
    assert_eq!(basic.status(), 200);
    for version in ["2026-10-29.later", "2026-10-28", "2026-10-28.other", "newest"] {
        let said = world.stripe_post_with(SESSIONS, &good_session(), &[("Stripe-Version", version)]).await;
        assert_eq!(said.status, 400, "{version}");
    }
    // Older versions still knew the parameter and the old name of the hosted page.
    let old = session_with(&[("payment_method_types[0]", "card"), ("ui_mode", "hosted")]);
    let said = world.stripe_post_with(SESSIONS, &old, &[("Stripe-Version", "2025-09-30.clover")]).await;
    assert_eq!(said.status, 200, "{}", said.body);
    assert_eq!(said.header("Stripe-Version"), Some("2025-09-30.clover"));
    let json = world.http.post(&url).bearer_auth("sk_test_hurtrock_demo").json(&serde_json::json!({})).send().await.unwrap();
    assert_eq!(json.status(), 400);
    let nowhere = world.stripe_get("/v1/nothing").await;
    assert_eq!(nowhere.status, 404);
    assert_eq!(world.stripe_get(&format!("{SESSIONS}/cs_none")).await.fault(), (404, Some("resource_missing"), Some("session")));
}

#[tokio::test]
async fn paying_completes_the_session_and_tells_the_shop() {
    let world = world().await;
    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    let read = world.stripe_get(&format!("{SESSIONS}/{id}?expand[]=payment_intent.latest_charge")).await;
    assert_eq!((read.text("/status"), read.text("/payment_status")), ("complete".into(), "paid".into()));
    assert!(read.body["url"].is_null());
    assert_eq!(read.text("/payment_intent/status"), "succeeded");
    assert_eq!(read.body["payment_intent"]["metadata"]["order_id"], "7");
    assert_eq!(read.body["payment_intent"]["latest_charge"]["amount"], 25_000_000);

    let told = world.told().await;
    let [event] = told.as_slice() else { panic!("{} notifications", told.len()) };
    assert_eq!(event.path, "/api/v1/payments/stripe/notifications");
    assert_eq!(event.body["type"], "checkout.session.completed");
    assert_eq!(event.body["api_version"], "2026-10-28.endive");
    assert_eq!(event.body["livemode"], false);
    assert_eq!(event.body["data"]["object"]["id"], id.as_str());
    let header = event.signature.as_deref().unwrap();
    let at: i64 = header.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
    assert_eq!(header, sandbox::stripe_signature_header("whsec_hurtrock_demo", at, &event.text));
    let stored = world.stripe_get(&format!("/v1/events/{}", event.body["id"].as_str().unwrap())).await;
    assert_eq!(stored.body, event.body);

    assert!(world.sandbox.stripe().pay(&id).is_err());
    let late = world.stripe_post(&format!("{SESSIONS}/{id}/expire"), &[]).await;
    assert_eq!(late.status, 400);
    assert!(late.text("/error/message").contains("`complete`"));
}

#[tokio::test]
async fn a_declined_card_leaves_the_session_open() {
    let world = world().await;
    let id = world.session().await;
    world.sandbox.stripe().decline(&id).unwrap();
    let read = world.stripe_get(&format!("{SESSIONS}/{id}?expand[]=payment_intent")).await;
    assert_eq!(
        (read.text("/status"), read.text("/payment_intent/last_payment_error/code")),
        ("open".into(), "card_declined".into())
    );
    world.sandbox.stripe().pay(&id).unwrap();
    assert_eq!(world.kinds().await, ["payment_intent.payment_failed", "checkout.session.completed"]);
}

#[tokio::test]
async fn delayed_money_comes_or_does_not() {
    let world = world().await;
    let (first, second) = (world.session().await, world.session().await);
    let stripe = world.sandbox.stripe();
    stripe.pay_later(&first).unwrap();
    let read = world.stripe_get(&format!("{SESSIONS}/{first}?expand[]=payment_intent")).await;
    assert_eq!(
        (read.text("/status"), read.text("/payment_status"), read.text("/payment_intent/status")),
        ("complete".into(), "unpaid".into(), "processing".into())
    );
    stripe.settle(&first).unwrap();
    assert!(stripe.settle(&first).is_err());
    assert_eq!(world.stripe_get(&format!("{SESSIONS}/{first}")).await.text("/payment_status"), "paid");
    assert_eq!(world.kinds().await, ["checkout.session.completed", "checkout.session.async_payment_succeeded"]);
    stripe.pay_later(&second).unwrap();
    stripe.fail(&second).unwrap();
    assert_eq!(
        world.kinds().await[2..],
        ["checkout.session.completed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"]
    );
    assert_eq!(world.stripe_get(&format!("{SESSIONS}/{second}")).await.text("/payment_status"), "unpaid");
}

#[tokio::test]
async fn sessions_expire_by_call_and_by_time() {
    let world = world().await;
    let (first, second) = (world.session().await, world.session().await);
    let said = world.stripe_post(&format!("{SESSIONS}/{first}/expire"), &[]).await;
    assert_eq!((said.status, said.text("/status")), (200, "expired".into()));
    assert!(said.body["url"].is_null());
    let event = &world.told().await[0];
    assert_eq!(event.body["type"], "checkout.session.expired");
    assert!(event.body["request"]["id"].as_str().unwrap().starts_with("req_"));
    let open = world.stripe_get(&format!("{SESSIONS}?status=open&limit=5")).await;
    assert_eq!(open.body["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(open.text("/data/0/id"), second);
    world.sandbox.advance(Duration::from_secs(86_401));
    assert!(world.sandbox.stripe().pay(&second).is_err());
    assert_eq!(world.kinds().await, ["checkout.session.expired", "checkout.session.expired"]);
}
