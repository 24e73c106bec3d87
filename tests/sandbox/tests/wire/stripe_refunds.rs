//! Refunds and disputes.

use sandbox::RefundOutcome;

use crate::support::{World, world};

/// A paid session; returns its id and its payment intent.
async fn paid(world: &World) -> (String, String) {
    let id = world.session().await;
    world.sandbox.stripe().pay(&id).unwrap();
    let intent = world.stripe_get(&format!("/v1/checkout/sessions/{id}")).await.text("/payment_intent");
    (id, intent)
}

#[tokio::test]
async fn parts_and_the_rest_are_refunded_but_never_more() {
    let world = world().await;
    let (_, intent) = paid(&world).await;
    let part = [
        ("payment_intent", intent.as_str()),
        ("amount", "5000000"),
        ("reason", "requested_by_customer"),
        ("metadata[refund]", "r1"),
    ];
    let first = world.stripe_post("/v1/refunds", &part).await;
    assert_eq!((first.status, first.text("/status"), first.body["amount"].as_i64()), (200, "succeeded".into(), Some(5_000_000)));
    let more = world.stripe_post("/v1/refunds", &[("payment_intent", &intent), ("amount", "20000100")]).await;
    assert_eq!(more.fault(), (400, None, Some("amount")));
    assert!(more.text("/error/message").contains("greater than unrefunded amount"));
    let rest = world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await;
    assert_eq!(rest.body["amount"], 20_000_000);
    let none = world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await;
    assert_eq!(none.fault().1, Some("charge_already_refunded"));

    let list = world.stripe_get(&format!("/v1/refunds?payment_intent={intent}")).await;
    let ids: Vec<&str> = list.body["data"].as_array().unwrap().iter().map(|refund| refund["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [rest.text("/id"), first.text("/id")]);
    let one = world.stripe_get(&format!("/v1/refunds/{}", first.text("/id"))).await;
    assert_eq!(one.body["metadata"]["refund"], "r1");
    let told = world.told().await;
    let charges: Vec<_> =
        told.iter().filter(|told| told.body["type"] == "charge.refunded").map(|told| &told.body["data"]["object"]).collect();
    assert_eq!(charges[0]["amount_refunded"], 5_000_000);
    assert_eq!((charges[0]["refunded"].as_bool(), charges[1]["refunded"].as_bool()), (Some(false), Some(true)));
    assert_eq!(
        world.kinds().await,
        ["checkout.session.completed", "refund.created", "charge.refunded", "refund.created", "charge.refunded"]
    );
}

#[tokio::test]
async fn refunds_end_later_or_come_back() {
    let world = world().await;
    let (_, intent) = paid(&world).await;
    world.sandbox.stripe().refunds_end(RefundOutcome::Wait);
    let fields = [("payment_intent", intent.as_str()), ("amount", "1000000")];
    let first = world.stripe_post("/v1/refunds", &fields).await.text("/id");
    let second = world.stripe_post("/v1/refunds", &fields).await;
    assert_eq!(second.text("/status"), "pending");
    let second = second.text("/id");
    world.sandbox.stripe().settle_refund(&first).unwrap();
    world.sandbox.stripe().fail_refund(&second).unwrap();
    assert!(world.sandbox.stripe().settle_refund(&first).is_err());
    assert_eq!(world.stripe_get(&format!("/v1/refunds/{first}")).await.text("/status"), "succeeded");
    let failed = world.stripe_get(&format!("/v1/refunds/{second}")).await;
    assert_eq!((failed.text("/status"), failed.text("/failure_reason")), ("failed".into(), "lost_or_stolen_card".into()));
    let kinds = world.kinds().await;
    assert_eq!(kinds[kinds.len() - 3..], ["refund.updated", "refund.failed", "refund.updated"]);
    // A failed refund can be tried again in full.
    world.sandbox.stripe().refunds_end(RefundOutcome::Succeed);
    assert_eq!(world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await.body["amount"], 24_000_000);
    world.sandbox.stripe().refunds_end(RefundOutcome::Fail);
    let (_, intent) = paid(&world).await;
    assert_eq!(world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await.text("/status"), "failed");
}

#[tokio::test]
async fn what_cannot_be_refunded_is_not() {
    let world = world().await;
    assert_eq!(world.stripe_post("/v1/refunds", &[]).await.fault().1, Some("parameter_missing"));
    let none = world.stripe_post("/v1/refunds", &[("payment_intent", "pi_none")]).await;
    assert_eq!(none.fault(), (404, Some("resource_missing"), Some("payment_intent")));
    let id = world.session().await;
    world.sandbox.stripe().decline(&id).unwrap();
    let intent = world.stripe_get(&format!("/v1/checkout/sessions/{id}")).await.text("/payment_intent");
    let unpaid = world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await;
    assert!(unpaid.text("/error/message").contains("does not have a successful charge"));
    let (_, intent) = paid(&world).await;
    for (field, value) in [("amount", "0"), ("amount", "-1"), ("amount", "1.5"), ("reason", "boredom"), ("note", "x")] {
        let said = world.stripe_post("/v1/refunds", &[("payment_intent", &intent), (field, value)]).await;
        assert_eq!((said.status, said.fault().2), (400, Some(field)), "{}", said.body);
    }
    let cancel = world.stripe_post(&format!("/v1/payment_intents/{intent}/cancel"), &[]).await;
    assert_eq!(cancel.fault().1, Some("payment_intent_unexpected_state"));
}

#[tokio::test]
async fn disputes_open_and_close() {
    let world = world().await;
    let (session, intent) = paid(&world).await;
    let dispute = world.sandbox.stripe().dispute(&session, "product_not_received").unwrap();
    let refused = world.stripe_post("/v1/refunds", &[("payment_intent", &intent)]).await;
    assert_eq!(refused.fault().1, Some("charge_disputed"));
    world.sandbox.stripe().close_dispute(&dispute, false).unwrap();
    assert!(world.sandbox.stripe().close_dispute(&dispute, true).is_err());
    let read = world.stripe_get(&format!("/v1/disputes/{dispute}")).await;
    assert_eq!(
        (read.text("/status"), read.text("/reason"), read.text("/payment_intent")),
        ("lost".into(), "product_not_received".into(), intent)
    );
    assert_eq!(world.kinds().await[1..], ["charge.dispute.created", "charge.dispute.closed"]);
}
