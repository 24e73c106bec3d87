//! The switches that make a provider misbehave.

use std::time::{Duration, Instant};

use sandbox::{Answer, ApiFault, DeliveryState, Provider, Trouble, stripe_signature_header};
use serde_json::json;

use crate::support::{good_session, world};

fn fault(answer: Answer, after_effect: bool) -> ApiFault {
    ApiFault { after_effect, ..ApiFault::once("/v1/checkout/sessions", answer) }
}

#[tokio::test]
async fn calls_fail_before_or_after_their_effect() {
    let world = world().await;
    world.sandbox.fail_next(Provider::Stripe, 2, 500);
    for _ in 0..2 {
        let said = world.stripe_post("/v1/checkout/sessions", &good_session()).await;
        assert_eq!(
            (said.status, said.text("/error/type"), said.header("Stripe-Should-Retry")),
            (500, "api_error".into(), Some("true"))
        );
    }
    world.sandbox.fail_next(Provider::Stripe, 1, 429);
    assert_eq!(world.stripe_get("/v1/refunds").await.fault().1, Some("rate_limit"));
    assert!(world.sandbox.stripe().sessions().is_empty());
    // The effect stays; the key brings the true answer back.
    let key = [("Idempotency-Key", "k1")];
    world.sandbox.fault(Provider::Stripe, fault(Answer::Status(502), true));
    assert_eq!(world.stripe_post_with("/v1/checkout/sessions", &good_session(), &key).await.status, 502);
    let again = world.stripe_post_with("/v1/checkout/sessions", &good_session(), &key).await;
    assert_eq!((again.status, again.header("Idempotent-Replayed")), (200, Some("true")));
    assert_eq!(world.sandbox.stripe().sessions().len(), 1);
    // Before the effect, the key stays free.
    let key = [("Idempotency-Key", "k2")];
    world.sandbox.fault(Provider::Stripe, fault(Answer::Status(503), false));
    assert_eq!(world.stripe_post_with("/v1/checkout/sessions", &good_session(), &key).await.status, 503);
    assert_eq!(world.stripe_post_with("/v1/checkout/sessions", &good_session(), &key).await.header("Idempotent-Replayed"), None);

    world.sandbox.fail_next(Provider::Midtrans, 2, 500);
    let core = world.core("INV-7/status").await;
    assert_eq!((core.status, core.text("/status_code")), (500, "500".into()));
    assert_eq!(world.snap(&json!({})).await.status, 500);
    let faulty = world.sandbox.calls().iter().filter(|call| call.fault).count();
    assert_eq!(faulty, 7);
}

#[tokio::test]
async fn a_kept_failure_is_all_its_key_ever_gives() {
    let world = world().await;
    for after_effect in [false, true] {
        let key = [("Idempotency-Key", if after_effect { "k2" } else { "k1" })];
        world.sandbox.fault(Provider::Stripe, fault(Answer::Status(500), after_effect).kept().posts());
        for replayed in [None, Some("true")] {
            let said = world.stripe_post_with("/v1/checkout/sessions", &good_session(), &key).await;
            assert_eq!((said.status, said.header("Idempotent-Replayed")), (500, replayed));
        }
        assert_eq!(world.sandbox.stripe().sessions().len(), usize::from(after_effect));
    }
    let other = [("Idempotency-Key", "k3")];
    assert_eq!(world.stripe_post_with("/v1/checkout/sessions", &good_session(), &other).await.status, 200);
}

#[tokio::test]
async fn nonsense_is_no_json() {
    let world = world().await;
    world.sandbox.fault(Provider::Midtrans, ApiFault::once("status", Answer::Nonsense));
    let url = format!("{}/v2/x/status", world.sandbox.core_url());
    let answer = world.http.get(&url).basic_auth("SB-Mid-server-hurtrock-demo", Some("")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().starts_with("<html>"));
}

#[tokio::test]
async fn answers_come_late_or_break_off() {
    let world = world().await;
    let slow = ApiFault::once("", Answer::True).late(200).after_effect();
    world.sandbox.fault(Provider::Stripe, slow.clone());
    let started = Instant::now();
    world.session().await;
    assert!(started.elapsed() >= Duration::from_millis(200));
    // A caller that gives up does not undo what it asked for.
    world.sandbox.fault(Provider::Stripe, ApiFault { after_effect: false, ..slow });
    let url = format!("{}/v1/checkout/sessions", world.sandbox.stripe_url());
    let call = |limit: u64| {
        world
            .http
            .post(&url)
            .bearer_auth("sk_test_hurtrock_demo")
            .form(&good_session())
            .timeout(Duration::from_millis(limit))
            .send()
    };
    assert!(call(50).await.unwrap_err().is_timeout());
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(world.sandbox.stripe().sessions().len(), 2);
    world.sandbox.fault(Provider::Stripe, fault(Answer::Cut, true));
    let cut = call(5_000).await.unwrap().bytes().await;
    assert!(cut.is_err());
    assert_eq!(world.sandbox.stripe().sessions().len(), 3);
}

#[tokio::test]
async fn notifications_get_lost_doubled_and_forged() {
    let world = world().await;
    let stripe = world.sandbox.stripe();
    for trouble in [Trouble::Drop, Trouble::Duplicate, Trouble::WrongSignature, Trouble::WrongAmount, Trouble::StaleSignature] {
        world.sandbox.trouble(Provider::Stripe, trouble, 1);
        let id = world.session().await;
        stripe.pay(&id).unwrap();
    }
    let told = world.told().await;
    let of = |trouble: Trouble| {
        let deliveries = world.sandbox.deliveries();
        let wanted: Vec<String> =
            deliveries.into_iter().filter(|delivery| delivery.trouble == Some(trouble)).map(|delivery| delivery.body).collect();
        told.iter().filter(|told| wanted.contains(&told.text)).cloned().collect::<Vec<_>>()
    };
    assert!(of(Trouble::Drop).is_empty());
    assert_eq!(world.sandbox.deliveries()[0].state, DeliveryState::Dropped);
    let twice = of(Trouble::Duplicate);
    assert_eq!((twice.len(), &twice[0].text), (2, &twice[1].text));
    let at = |header: &str| header.strip_prefix("t=").unwrap().split(',').next().unwrap().parse::<i64>().unwrap();
    let right = |text: &str, header: &str| stripe_signature_header("whsec_hurtrock_demo", at(header), text) == header;
    let forged = &of(Trouble::WrongSignature)[0];
    assert!(!right(&forged.text, forged.signature.as_deref().unwrap()));
    let stale = &of(Trouble::StaleSignature)[0];
    assert!(right(&stale.text, stale.signature.as_deref().unwrap()));
    assert!(world.sandbox.now().timestamp() - at(stale.signature.as_deref().unwrap()) >= 600);
    let wrong = &of(Trouble::WrongAmount)[0];
    assert!(right(&wrong.text, wrong.signature.as_deref().unwrap()));
    assert_eq!(wrong.body["data"]["object"]["amount_total"], 24_999_900);
    let truth = world.stripe_get(&format!("/v1/events/{}", wrong.body["id"].as_str().unwrap())).await;
    assert_eq!(truth.body["data"]["object"]["amount_total"], 25_000_000);
}

#[tokio::test]
async fn midtrans_notifications_are_forged_and_turned_round() {
    let world = world().await;
    let midtrans = world.sandbox.midtrans();
    for order in ["a", "b", "c"] {
        world.transaction(order).await;
    }
    let right = |body: &serde_json::Value| {
        let text = |name: &str| body[name].as_str().unwrap();
        text("signature_key")
            == sandbox::midtrans_signature(
                text("order_id"),
                text("status_code"),
                text("gross_amount"),
                "SB-Mid-server-hurtrock-demo",
            )
    };
    world.sandbox.trouble(Provider::Midtrans, Trouble::WrongSignature, 1);
    midtrans.choose("a", "bca_va").unwrap();
    world.sandbox.trouble(Provider::Midtrans, Trouble::WrongAmount, 1);
    midtrans.settle("a").unwrap();
    let told = world.told().await;
    assert!(!right(&told[0].body));
    assert!(right(&told[1].body));
    assert_eq!(told[1].body["gross_amount"], "249999.00");
    world.sandbox.trouble(Provider::Midtrans, Trouble::Reversed, 2);
    midtrans.pay("b", "gopay").unwrap();
    assert_eq!(world.kinds().await[2..], ["settlement", "pending"]);
    world.sandbox.trouble(Provider::Midtrans, Trouble::Late(300), 1);
    midtrans.pay("c", "gopay").unwrap();
    assert_eq!(world.kinds().await[4..], ["settlement", "pending"]);
    world.sandbox.calm(Provider::Midtrans);
}
