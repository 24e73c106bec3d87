//! Snap transactions: creation and every rejection.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{good_transaction, world};

fn changed(order_id: &str, pointer: &str, value: Value) -> Value {
    let mut body = good_transaction(order_id);
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match body.pointer_mut(parent).unwrap() {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        object => object[name] = value,
    }
    body
}

#[tokio::test]
async fn a_transaction_gives_a_token_and_a_page() {
    let world = world().await;
    let made = world.snap(&good_transaction("INV-7")).await;
    assert_eq!(made.status, 201);
    let token = made.text("/token");
    assert_eq!(made.text("/redirect_url"), format!("{}/midtrans/pay/{token}", world.sandbox.base_url()));
    assert_eq!(world.sandbox.midtrans().payments(), [("INV-7".to_owned(), token)]);
    // Nothing to ask for until the payer picked a method.
    let status = world.core("INV-7/status").await;
    assert_eq!((status.status, status.text("/status_code")), (200, "404".into()));
}

#[tokio::test]
async fn what_snap_rejects_is_rejected() {
    let world = world().await;
    let cases = [
        (
            "/transaction_details/gross_amount",
            json!(250_001),
            "transaction_details.gross_amount is not equal to the sum of item_details",
        ),
        ("/transaction_details/gross_amount", json!(250_000.5), "transaction_details.gross_amount must not have decimals"),
        ("/transaction_details/gross_amount", json!(250_000.0), "transaction_details.gross_amount must not have decimals"),
        ("/transaction_details/gross_amount", json!("250000"), "transaction_details.gross_amount is not a number"),
        ("/transaction_details/gross_amount", Value::Null, "transaction_details.gross_amount is required"),
        ("/transaction_details/order_id", json!(""), "transaction_details.order_id is required"),
        (
            "/transaction_details/order_id",
            json!("INV 7"),
            "transaction_details.order_id may only hold letters, digits, dash, underscore, tilde and dot",
        ),
        (
            "/transaction_details/order_id",
            json!("x".repeat(51)),
            "transaction_details.order_id is too long (maximum is 50 characters)",
        ),
        ("/item_details/0/name", json!("x".repeat(51)), "item_details.name is too long (maximum is 50 characters)"),
        ("/item_details/0/name", json!(""), "item_details.name is required"),
        ("/item_details/0/price", json!(120_000.5), "item_details.price must not have decimals"),
        ("/item_details/0/quantity", json!(0), "item_details.quantity must be greater than 0"),
        (
            "/customer_details/first_name",
            json!("x".repeat(21)),
            "customer_details.first_name is too long (maximum is 20 characters)",
        ),
        (
            "/customer_details/phone",
            json!("08123456789012345678"),
            "customer_details.phone is too long (maximum is 19 characters)",
        ),
        ("/customer_details/phone", json!("telepon"), "customer_details.phone format is invalid"),
        ("/customer_details/email", json!("ayu"), "customer_details.email format is invalid"),
        (
            "/customer_details/shipping_address/address",
            json!("x".repeat(201)),
            "customer_details.shipping_address.address is too long (maximum is 200 characters)",
        ),
        (
            "/customer_details/shipping_address/city",
            json!("Kabupaten Hulu Sungai Selatan"),
            "customer_details.shipping_address.city is too long (maximum is 20 characters)",
        ),
        (
            "/customer_details/shipping_address/country_code",
            json!("ID"),
            "customer_details.shipping_address.country_code must be an ISO 3166-1 alpha-3 code",
        ),
        ("/enabled_payments", json!(["bca_va", "cash"]), "enabled_payments: cash is not a payment method"),
        ("/expiry", json!({ "duration": 2, "unit": "weeks" }), "expiry.unit must be one of minute, hour, day"),
        ("/expiry", json!({ "duration": 0, "unit": "hour" }), "expiry.duration must be greater than 0"),
        (
            "/expiry",
            json!({ "start_time": "besok", "duration": 1, "unit": "day" }),
            "expiry.start_time must be in the form yyyy-MM-dd HH:mm:ss Z",
        ),
        ("/page_expiry", json!({ "duration": 4, "unit": "minutes" }), "page_expiry must be between 5 minutes and 7 days"),
        ("/callbacks/finish", json!("/orders/7"), "callbacks.finish is not a valid URL"),
        ("/custom_field1", json!("x".repeat(256)), "transaction.custom_field1 is too long (maximum is 255 characters)"),
    ];
    for (pointer, value, message) in cases {
        let said = world.snap(&changed("INV-7", pointer, value)).await;
        assert_eq!(said.status, 400, "{message}");
        let messages = said.body["error_messages"].as_array().unwrap();
        assert!(messages.iter().any(|said| said == message), "{message}: {}", said.body);
    }
    assert!(world.sandbox.midtrans().payments().is_empty());
}

#[tokio::test]
async fn keys_sizes_and_forms_are_checked() {
    let world = world().await;
    let url = format!("{}/transactions", world.sandbox.snap_url());
    let body = good_transaction("INV-7");
    for (user, password) in [("SB-Mid-server-other", ""), ("SB-Mid-server-hurtrock-demo", "secret")] {
        let said = world.http.post(&url).basic_auth(user, Some(password)).json(&body).send().await.unwrap();
        assert_eq!(said.status(), 401);
        assert!(said.text().await.unwrap().contains("error_messages"));
    }
    let core = world.http.get(format!("{}/v2/INV-7/status", world.sandbox.core_url())).send().await.unwrap();
    assert_eq!(core.status(), 401);
    assert!(core.text().await.unwrap().contains(r#""status_code":"401""#));
    let mut large = body.clone();
    large["custom_field1"] = json!("x".repeat(17_000));
    assert_eq!(world.snap(&large).await.status, 413);
    let broken = world.http.post(&url).basic_auth("SB-Mid-server-hurtrock-demo", Some(""));
    let broken = broken.header("Content-Type", "application/json").body("{").send().await.unwrap();
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn an_order_id_is_taken_while_it_lives() {
    let world = world().await;
    world.transaction("INV-7").await;
    assert_eq!(world.snap(&good_transaction("INV-7")).await.status, 406);
    let midtrans = world.sandbox.midtrans();
    midtrans.choose("INV-7", "bca_va").unwrap();
    assert_eq!(world.snap(&good_transaction("INV-7")).await.status, 406);
    assert_eq!(world.core_post("INV-7/cancel", &Value::Null).await.text("/status_code"), "200");
    // Free again after the cancellation, and the newest one is meant from then on.
    world.transaction("INV-7").await;
    assert_eq!(world.core("INV-7/status").await.text("/status_code"), "404");
    midtrans.pay("INV-7", "gopay").unwrap();
    let said = world.snap(&good_transaction("INV-7")).await;
    assert_eq!(said.status, 406);
    assert!(said.text("/error_messages/0").contains("utilized"));
    // A page that closed unused frees its order_id without a word.
    let before = world.kinds().await.len();
    world.transaction("INV-8").await;
    world.sandbox.advance(Duration::from_secs(86_401));
    assert!(midtrans.pay("INV-8", "gopay").is_err());
    assert_eq!(world.kinds().await.len(), before);
    world.transaction("INV-8").await;
}

#[tokio::test]
async fn notification_addresses_can_be_named() {
    let world = world().await;
    let (one, two) = (format!("{}/one", world.shop_url), format!("{}/two", world.shop_url));
    world.snap_with(&good_transaction("INV-1"), &[("X-Override-Notification", &one)]).await;
    world.snap_with(&good_transaction("INV-2"), &[("X-Append-Notification", &format!("{one},{two}"))]).await;
    world.sandbox.midtrans().choose("INV-1", "bca_va").unwrap();
    world.sandbox.midtrans().choose("INV-2", "bca_va").unwrap();
    let mut paths: Vec<(String, String)> = Vec::new();
    for told in world.told().await {
        paths.push((told.body["order_id"].as_str().unwrap().to_owned(), told.path));
    }
    paths.sort();
    let own = "/api/v1/payments/midtrans/notifications";
    let expected = [("INV-1", "/one"), ("INV-2", own), ("INV-2", "/one"), ("INV-2", "/two")];
    assert_eq!(paths, expected.map(|(order, path)| (order.to_owned(), path.to_owned())));
}
