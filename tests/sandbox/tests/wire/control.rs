//! The controls over HTTP.

use serde_json::{Value, json};

use crate::support::{World, world};

async fn control(world: &World, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/control/{path}", world.sandbox.base_url());
    let response = world.http.post(url).json(&body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn look(world: &World, path: &str) -> Value {
    let url = format!("{}/control/{path}", world.sandbox.base_url());
    world.http.get(url).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn everything_can_be_done_over_http() {
    let world = world().await;
    let session = world.session().await;
    world.transaction("INV-7").await;
    for (path, body) in [
        ("stripe/hold".to_owned(), json!({})),
        (format!("stripe/sessions/{session}/pay-later"), json!({})),
        (format!("stripe/sessions/{session}/settle"), json!({})),
        (format!("stripe/sessions/{session}/dispute"), json!({ "reason": "duplicate" })),
        ("stripe/release".to_owned(), json!({ "reversed": true })),
        ("stripe/refund-outcome".to_owned(), json!({ "outcome": "wait" })),
        ("midtrans/fee".to_owned(), json!({ "rupiah": 2_500 })),
        ("midtrans/payments/INV-7/choose".to_owned(), json!({ "method": "indomaret" })),
        ("midtrans/troubles".to_owned(), json!({ "trouble": { "late": 10 }, "times": 1 })),
        ("midtrans/payments/INV-7/settle".to_owned(), json!({})),
        ("midtrans/faults".to_owned(), json!({ "times": 1, "answer": { "status": 503 } })),
        ("midtrans/failing-refunds".to_owned(), json!({ "times": 0 })),
        ("clock".to_owned(), json!({ "advance_seconds": 60 })),
    ] {
        let (status, said) = control(&world, &path, body).await;
        assert_eq!((status, &said["ok"]), (200, &json!(true)), "{path}: {said}");
    }
    assert_eq!(world.core("INV-7/status").await.status, 503);
    let kinds = world.kinds().await;
    let stripe: Vec<&String> = kinds.iter().filter(|kind| kind.contains('.')).collect();
    assert_eq!(stripe, ["charge.dispute.created", "checkout.session.async_payment_succeeded", "checkout.session.completed"]);
    let state = look(&world, "state").await;
    assert_eq!(state["midtrans"]["payments"][0]["charge"]["gross"], 252_500);
    assert_eq!(state["stripe"]["refund_outcome"], "wait");
    let deliveries = look(&world, "deliveries").await;
    assert_eq!((deliveries.as_array().map(Vec::len), &deliveries[0]["state"]), (Some(5), &json!("delivered")));
    assert_eq!(look(&world, "calls").await[0]["path"], "/v1/checkout/sessions");
    let (status, _) = control(&world, "deliveries/1/redeliver", json!({})).await;
    assert_eq!(status, 200);
    assert_eq!(control(&world, "reset", json!({})).await.0, 200);
    assert!(world.sandbox.deliveries().is_empty());
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_a_reason() {
    let world = world().await;
    let session = world.session().await;
    for (path, body) in [
        (format!("stripe/sessions/{session}/settle"), json!({})),
        (format!("stripe/sessions/{session}/sing"), json!({})),
        ("stripe/sessions/cs_none/pay".to_owned(), json!({})),
        ("midtrans/payments/none/pay".to_owned(), json!({ "method": "gopay" })),
        ("stripe/troubles".to_owned(), json!({ "trouble": "boredom" })),
        ("stripe/faults".to_owned(), json!({ "often": 1 })),
        ("paypal/hold".to_owned(), json!({})),
        ("deliveries/9/redeliver".to_owned(), json!({})),
    ] {
        let (status, said) = control(&world, &path, body).await;
        assert_eq!(status, 409, "{path}");
        assert!(!said["error"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_overview_lists_and_its_forms_work() {
    let world = world().await;
    let session = world.session().await;
    world.transaction("INV-7").await;
    let url = format!("{}/control", world.sandbox.base_url());
    let text = world.http.get(&url).send().await.unwrap().text().await.unwrap();
    for part in [session.as_str(), "INV-7", "Rp 250.000", "Hold notifications"] {
        assert!(text.contains(part), "{part}");
    }
    for (path, fields) in [
        (format!("stripe/sessions/{session}/pay"), vec![]),
        ("stripe/faults".to_owned(), vec![("times", "1"), ("answer", "500"), ("after_effect", "false")]),
        ("stripe/faults".to_owned(), vec![("times", "1"), ("delay_ms", "1")]),
        ("stripe/troubles".to_owned(), vec![("times", "2"), ("trouble", "drop")]),
        ("stripe/troubles".to_owned(), vec![("times", "1"), ("late_ms", "5")]),
        ("stripe/release".to_owned(), vec![("reversed", "true")]),
        ("midtrans/fee".to_owned(), vec![("rupiah", "")]),
    ] {
        let response = world.http.post(format!("{url}/{path}")).form(&fields).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers()["Location"].to_str().unwrap()), (303, "/control"), "{path}");
    }
    assert_eq!(world.stripe_get("/v1/refunds").await.status, 500);
    let home = world.http.get(world.sandbox.base_url()).send().await.unwrap();
    assert_eq!(home.headers()["Location"], "/control");
}
