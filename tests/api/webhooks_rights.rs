//! K3: nobody learns by webhooks what they may not see, nor speaks in the shop's name to those who are told it.

use serde_json::{Value, json};
use shared::integrations::{Webhook, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookReplay};

use super::webhooks::World;

#[tokio::test]
async fn whoever_may_not_see_an_event_neither_reads_nor_sends_nor_signs_it() {
    let world = World::new().await;
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "catalog.read"] });
    world.admin.post("/admin/roles", role).await.done();
    let programmer = world.app.with_role("programmer").await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500]);
    world.buy().await;
    world.work().await;
    let delivery = format!("/admin/webhook-deliveries/{}", world.only_delivery(&hook).await.id);
    let webhook = format!("/admin/webhooks/{}", hook.webhook.id);

    let refused = programmer.get(&delivery).await.problem(403, "forbidden");
    assert_eq!(refused.params["permission"], "orders.read");
    programmer.post(&format!("{delivery}/redelivery"), Value::Null).await.problem(403, "forbidden");
    // Whoever has the secret is believed on the other side.
    programmer.post(&format!("{webhook}/rotation"), json!({ "grace_minutes": 5 })).await.problem(403, "forbidden");
    let mine = json!({ "url": world.sink.url(), "description": "", "events": ["product.updated"], "active": true });
    programmer.put_at(&webhook, 1, mine).await.problem(403, "forbidden");

    // What was given up is passed over; their own trials they see.
    world.app.sql("UPDATE webhook_deliveries SET status = 'failed', next_attempt_at = NULL, finished_at = now()", []).await;
    let again: WebhookReplay = programmer.post(&format!("{webhook}/replay"), Value::Null).await.ok();
    assert_eq!(again.queued, 0);
    let sent: WebhookDeliveryDetail = programmer.post(&format!("{webhook}/test"), Value::Null).await.ok();
    programmer.get(&format!("/admin/webhook-deliveries/{}", sent.delivery.id)).await.done();
    let again: WebhookReplay = world.admin.post(&format!("{webhook}/replay"), Value::Null).await.ok();
    assert_eq!(again.queued, 1);
    world.admin.get(&delivery).await.done();
}

#[tokio::test]
async fn what_a_webhook_is_told_no_more_is_not_sent() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500]);
    world.buy().await;
    world.work().await;
    let details = json!({ "url": world.sink.url(), "description": "ERP", "events": ["product.updated"], "active": true });
    let path = format!("/admin/webhooks/{}", hook.webhook.id);
    let changed: Webhook = world.admin.put_at(&path, world.seen(&hook).await.revision, details).await.ok();
    assert_eq!(changed.waiting, 1);
    world.pause_is_over().await;
    assert_eq!(world.sink.told().len(), 1);
    let delivery = world.only_delivery(&hook).await;
    assert_eq!(delivery.status, WebhookDeliveryStatus::Failed);
    let again = format!("/admin/webhook-deliveries/{}/redelivery", delivery.id);
    world.admin.post(&again, Value::Null).await.problem(409, "conflict");
    let again: WebhookReplay = world.admin.post(&format!("{path}/replay"), Value::Null).await.ok();
    assert_eq!(again.queued, 0);
}
