//! The life of a Midtrans payment: status, notifications, refunds.

use std::time::Duration;

use sandbox::{Config, MidtransConfig};
use serde_json::{Value, json};

use crate::support::{Told, good_transaction, world, world_with};

const KEY: &str = "SB-Mid-server-hurtrock-demo";

fn signed(body: &Value) -> bool {
    let text = |name: &str| body[name].as_str().unwrap();
    text("signature_key") == sandbox::midtrans_signature(text("order_id"), text("status_code"), text("gross_amount"), KEY)
}

fn steps(told: &[Told]) -> Vec<(String, String)> {
    let text = |told: &Told, name: &str| told.body[name].as_str().unwrap().to_owned();
    told.iter().map(|told| (text(told, "transaction_status"), text(told, "status_code"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(status, code)| ((*status).to_owned(), (*code).to_owned())).collect()
}

#[tokio::test]
async fn a_virtual_account_is_pending_and_then_settled() {
    let world = world().await;
    world.sandbox.freeze(Some("2026-11-21T20:30:00Z".parse().unwrap()));
    world.transaction("INV-7").await;
    world.sandbox.midtrans().choose("INV-7", "bca_va").unwrap();
    let status = world.core("INV-7/status").await;
    assert_eq!(
        (status.text("/status_code"), status.text("/transaction_status"), status.text("/payment_type")),
        ("201".into(), "pending".into(), "bank_transfer".into())
    );
    assert_eq!(status.text("/gross_amount"), "250000.00");
    assert_eq!(
        (status.text("/transaction_time"), status.text("/expiry_time")),
        ("2026-11-22 03:30:00".into(), "2026-11-23 03:30:00".into())
    );
    assert_eq!(status.text("/va_numbers/0/bank"), "bca");
    let transaction = status.text("/transaction_id");
    world.sandbox.midtrans().settle(&transaction).unwrap();
    let status = world.core(&format!("{transaction}/status")).await;
    assert_eq!((status.text("/status_code"), status.text("/transaction_status")), ("200".into(), "settlement".into()));
    assert_eq!(status.text("/payment_amounts/0/amount"), "250000.00");
    assert!(signed(&status.body));
    let told = world.told().await;
    assert_eq!(steps(&told), pairs(&[("pending", "201"), ("settlement", "200")]));
    assert!(told.iter().all(|told| signed(&told.body) && told.path == "/api/v1/payments/midtrans/notifications"));
    assert_eq!(told[1].body["settlement_time"], "2026-11-22 03:30:00");
    // Virtual accounts cannot be refunded by API.
    let refused = world.core_post("INV-7/refund", &json!({ "refund_key": "r1", "amount": 1_000 })).await;
    assert_eq!((refused.status, refused.text("/status_code")), (200, "412".into()));
}

#[tokio::test]
async fn every_method_has_its_own_fields() {
    let world = world().await;
    for (method, kind, field) in [
        ("bca_va", "bank_transfer", "/va_numbers/0/va_number"),
        ("permata_va", "bank_transfer", "/permata_va_number"),
        ("echannel", "echannel", "/bill_key"),
        ("indomaret", "cstore", "/payment_code"),
        ("other_qris", "qris", "/acquirer"),
        ("credit_card", "credit_card", "/masked_card"),
        ("gopay", "gopay", "/transaction_id"),
    ] {
        let mut body = good_transaction(method);
        body["enabled_payments"] = json!([method]);
        assert_eq!(world.snap(&body).await.status, 201);
        world.sandbox.midtrans().pay(method, method).unwrap();
        let status = world.core(&format!("{method}/status")).await;
        assert_eq!(status.text("/payment_type"), kind);
        assert!(!status.text(field).is_empty());
    }
    assert!(world.sandbox.midtrans().pay("bca_va", "bca_va").is_err());
}

#[tokio::test]
async fn cards_are_captured_challenged_approved_denied_and_settled() {
    let world = world().await;
    let midtrans = world.sandbox.midtrans();
    world.transaction("ok").await;
    midtrans.pay("ok", "credit_card").unwrap();
    assert_eq!(world.core("ok/status").await.text("/transaction_status"), "capture");
    // Not settled yet: cancel instead of refund.
    assert_eq!(world.core_post("ok/refund", &json!({ "refund_key": "r" })).await.text("/status_code"), "412");
    assert_eq!(world.core_post("ok/approve", &Value::Null).await.text("/status_code"), "412");
    assert_eq!(world.core_post("ok/cancel", &Value::Null).await.text("/transaction_status"), "cancel");

    world.transaction("yes").await;
    midtrans.challenge("yes").unwrap();
    let status = world.core("yes/status").await;
    assert_eq!(
        (status.text("/status_code"), status.text("/transaction_status"), status.text("/fraud_status")),
        ("201".into(), "capture".into(), "challenge".into())
    );
    assert!(midtrans.settle("yes").is_err());
    let approved = world.core_post("yes/approve", &Value::Null).await;
    assert_eq!((approved.text("/status_code"), approved.text("/fraud_status")), ("200".into(), "accept".into()));
    midtrans.settle("yes").unwrap();
    assert_eq!(world.core_post("yes/cancel", &Value::Null).await.text("/status_code"), "412");

    world.transaction("no").await;
    midtrans.challenge("no").unwrap();
    let denied = world.core_post("no/deny", &Value::Null).await;
    assert_eq!((denied.text("/transaction_status"), denied.text("/fraud_status")), ("deny".into(), "deny".into()));
    let told = world.told().await;
    let of = |order: &str| {
        let own: Vec<Told> = told.iter().filter(|told| told.body["order_id"] == order).cloned().collect();
        steps(&own)
    };
    assert_eq!(of("ok"), pairs(&[("capture", "200"), ("cancel", "200")]));
    assert_eq!(of("yes"), pairs(&[("capture", "201"), ("capture", "200"), ("settlement", "200")]));
    assert_eq!(of("no"), pairs(&[("capture", "201"), ("deny", "202")]));
}

#[tokio::test]
async fn a_denied_payer_may_try_again_and_a_settled_one_may_be_reversed() {
    let world = world().await;
    let midtrans = world.sandbox.midtrans();
    world.transaction("INV-7").await;
    midtrans.fail("INV-7", "credit_card").unwrap();
    let first = world.core("INV-7/status").await;
    assert_eq!((first.text("/transaction_status"), first.text("/status_code")), ("deny".into(), "202".into()));
    midtrans.pay("INV-7", "echannel").unwrap();
    let second = world.core("INV-7/status").await;
    assert_ne!(first.text("/transaction_id"), second.text("/transaction_id"));
    midtrans.reverse("INV-7").unwrap();
    assert_eq!(steps(&world.told().await), pairs(&[("deny", "202"), ("pending", "201"), ("settlement", "200"), ("deny", "202")]));
}

#[tokio::test]
async fn pending_payments_expire_by_call_and_by_time() {
    let world = world().await;
    world.transaction("call").await;
    world.sandbox.midtrans().choose("call", "bca_va").unwrap();
    let said = world.core_post("call/expire", &Value::Null).await;
    assert_eq!((said.text("/status_code"), said.text("/transaction_status")), ("407".into(), "expire".into()));
    assert_eq!(world.core("call/status").await.text("/status_code"), "407");
    assert_eq!(world.core_post("call/expire", &Value::Null).await.text("/status_code"), "412");
    let mut short = good_transaction("time");
    short["expiry"] = json!({ "duration": 30, "unit": "minutes" });
    world.snap(&short).await;
    assert_eq!(world.core_post("time/expire", &Value::Null).await.text("/status_code"), "404");
    world.sandbox.midtrans().choose("time", "indomaret").unwrap();
    world.sandbox.advance(Duration::from_secs(1_801));
    assert_eq!(world.core("time/status").await.text("/transaction_status"), "expire");
    assert_eq!(world.kinds().await, ["pending", "expire", "pending", "expire"]);
}

#[tokio::test]
async fn refunds_are_partial_whole_and_idempotent() {
    let world = world().await;
    world.transaction("INV-7").await;
    world.sandbox.midtrans().pay("INV-7", "gopay").unwrap();
    for body in [
        json!({ "refund_key": "r", "amount": 1_000.5 }),
        json!({ "refund_key": "r", "amount": 0 }),
        json!({ "refund_key": 7 }),
        json!([]),
    ] {
        assert_eq!(world.core_post("INV-7/refund", &body).await.text("/status_code"), "400", "{body}");
    }
    let part = json!({ "refund_key": "r1", "amount": 50_000, "reason": "satu senar putus" });
    let first = world.core_post("INV-7/refund/online/direct", &part).await;
    assert_eq!(
        (first.text("/status_code"), first.text("/transaction_status"), first.text("/refund_amount")),
        ("200".into(), "partial_refund".into(), "50000.00".into())
    );
    let again = world.core_post("INV-7/refund/online/direct", &part).await;
    assert_eq!(again.body["refund_chargeback_id"], first.body["refund_chargeback_id"]);
    let other = world.core_post("INV-7/refund", &json!({ "refund_key": "r1", "amount": 60_000 })).await;
    assert_eq!(other.text("/status_code"), "406");
    let over = world.core_post("INV-7/refund", &json!({ "refund_key": "r2", "amount": 200_001 })).await;
    assert_eq!(over.text("/status_code"), "400");
    world.sandbox.midtrans().fail_refunds(1);
    let poor = world.core_post("INV-7/refund", &json!({ "refund_key": "r2" })).await;
    assert_eq!(poor.text("/status_code"), "414");
    let rest = world.core_post("INV-7/refund", &json!({ "refund_key": "r2" })).await;
    assert_eq!(
        (rest.text("/transaction_status"), rest.text("/refund_amount"), rest.text("/gross_amount")),
        ("refund".into(), "200000.00".into(), "250000.00".into())
    );
    let over = world.core_post("INV-7/refund", &json!({ "refund_key": "r3" })).await;
    assert_eq!(over.text("/status_code"), "412");
    let told = world.told().await;
    assert_eq!(steps(&told)[2..], pairs(&[("partial_refund", "200"), ("refund", "200")]));
    assert_eq!(
        (told[3].body["refund_amount"].as_str(), told[3].body["refunds"].as_array().map(Vec::len)),
        (Some("250000.00"), Some(2))
    );
}

#[tokio::test]
async fn an_imposed_fee_is_part_of_what_is_signed() {
    let world = world().await;
    world.sandbox.midtrans().impose_fee(Some(4_000));
    world.transaction("INV-7").await;
    world.sandbox.midtrans().choose("INV-7", "bca_va").unwrap();
    let told = &world.told().await[0];
    assert_eq!(told.body["gross_amount"], "254000.00");
    assert_eq!(told.body["metadata"]["extra_info"]["gross_amount_info"]["original_amount"], "250000.00");
    assert!(signed(&told.body));
}

#[tokio::test]
async fn core_can_say_its_code_as_http_status_too() {
    let midtrans = MidtransConfig { mirror_status: true, ..MidtransConfig::default() };
    let world = world_with(Config { midtrans, ..Config::default() }).await;
    assert_eq!(world.core("none/status").await.status, 404);
    assert_eq!(world.core_post("none/cancel", &Value::Null).await.status, 404);
    let nowhere = world.core("none/nothing").await;
    assert_eq!(nowhere.status, 404);
}
