//! Idempotency keys as Stripe keeps them.

use std::time::Duration;

use sandbox::{Answer, ApiFault, Provider};

use crate::support::{good_session, session_with, world};

const SESSIONS: &str = "/v1/checkout/sessions";

#[tokio::test]
async fn the_same_key_replays_and_another_request_is_an_error() {
    let world = world().await;
    let key = [("Idempotency-Key", "pay-7")];
    let first = world.stripe_post_with(SESSIONS, &good_session(), &key).await;
    assert_eq!(first.header("Idempotency-Key"), Some("pay-7"));
    assert_eq!(first.header("Idempotent-Replayed"), None);
    let again = world.stripe_post_with(SESSIONS, &good_session(), &key).await;
    assert_eq!(again.header("Idempotent-Replayed"), Some("true"));
    assert_eq!(again.header("Original-Request"), first.header("Request-Id"));
    assert_eq!(again.body, first.body);
    let other = world.stripe_post_with(SESSIONS, &session_with(&[("client_reference_id", "INV-8")]), &key).await;
    assert_eq!((other.status, other.text("/error/type")), (400, "idempotency_error".into()));
    let elsewhere = world.stripe_post_with("/v1/refunds", &[("payment_intent", "pi_1")], &key).await;
    assert_eq!(elsewhere.text("/error/type"), "idempotency_error");
    assert_eq!(world.sandbox.stripe().sessions().len(), 1);
    // After a day the key is forgotten.
    world.sandbox.advance(Duration::from_secs(86_400));
    let later = world.stripe_post_with(SESSIONS, &good_session(), &key).await;
    assert_ne!(later.body["id"], first.body["id"]);
}

#[tokio::test]
async fn failed_validation_frees_the_key_but_a_refusal_is_kept() {
    let world = world().await;
    let key = [("Idempotency-Key", "pay-8")];
    let bad = world.stripe_post_with(SESSIONS, &session_with(&[("customer_email", "x")]), &key).await;
    assert_eq!(bad.status, 400);
    assert_eq!(world.stripe_post_with(SESSIONS, &good_session(), &key).await.status, 200);

    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    let intent = world.stripe_get(&format!("{SESSIONS}/{id}")).await.text("/payment_intent");
    assert_eq!(world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await.status, 200);
    let key = [("Idempotency-Key", "refund-1")];
    let refused = world.stripe_post_with("/v1/refunds", &[("payment_intent", &intent)], &key).await;
    assert_eq!(refused.fault().1, Some("charge_already_refunded"));
    let again = world.stripe_post_with("/v1/refunds", &[("payment_intent", &intent)], &key).await;
    assert_eq!((again.header("Idempotent-Replayed"), again.status), (Some("true"), 400));
}

#[tokio::test]
async fn a_key_in_use_is_a_conflict_to_retry() {
    let world = world().await;
    let slow = ApiFault::once("", Answer::True).late(300);
    world.sandbox.fault(Provider::Stripe, slow);
    let key = [("Idempotency-Key", "pay-9")];
    let fields = good_session();
    let first = world.stripe_post_with(SESSIONS, &fields, &key);
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        world.stripe_post_with(SESSIONS, &fields, &key).await
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!(first.status, 200);
    assert_eq!(second.fault(), (409, Some("idempotency_key_in_use"), None));
    assert_eq!(second.header("Stripe-Should-Retry"), Some("true"));
}

#[tokio::test]
async fn keys_have_a_length() {
    let world = world().await;
    let long = "k".repeat(256);
    let said = world.stripe_post_with(SESSIONS, &good_session(), &[("Idempotency-Key", &long)]).await;
    assert_eq!(said.status, 400);
}
