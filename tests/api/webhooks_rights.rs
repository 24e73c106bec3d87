//! K3: nobody learns by webhooks what they may not see, nor speaks in the shop's name to those who are told it.

use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::integrations::{NewApiKey, NewWebhook, Webhook, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookReplay};
use shared::notifications::{Notification, NotificationKind};
use shared::page::Page;
use tests::Caller;

use super::webhooks::World;

/// Somebody who manages integrations and sees the catalogue, but neither orders nor what things cost.
async fn programmer(world: &World) -> Caller {
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "catalog.read"] });
    world.admin.post("/admin/roles", role).await.done();
    world.app.with_role("programmer").await
}

#[tokio::test]
async fn whoever_may_not_see_an_event_neither_reads_nor_sends_nor_signs_it() {
    let world = World::new().await;
    let programmer = programmer(&world).await;
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

/// A webhook that somebody set up.
async fn hook_of(world: &World, owner: &Caller) -> NewWebhook {
    let ask = json!({ "url": world.sink.url(), "description": "ERP", "events": ["order.placed"], "active": true });
    owner.post("/admin/webhooks", ask).await.ok()
}

async fn switch_on(world: &World, by: &Caller, hook: &NewWebhook) -> tests::Answer {
    let details = json!({ "url": world.sink.url(), "description": "ERP", "events": ["order.placed"], "active": true });
    by.put_at(&format!("/admin/webhooks/{}", hook.webhook.id), world.seen(hook).await.revision, details).await
}

/// Those who manage integrations are told once, and the log knows.
async fn assert_paused(world: &World, hook: &NewWebhook) {
    let seen = world.seen(hook).await;
    assert!(seen.orphaned && !seen.details.active && seen.disabled_at.is_some(), "{seen:?}");
    let inbox: Page<Notification> = world.admin.get("/admin/notifications").await.ok();
    let told: Vec<&Notification> = inbox.items.iter().filter(|one| one.kind == NotificationKind::StaffWebhookDisabled).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].detail.as_deref().is_some_and(|detail| detail.contains(&world.sink.url())));
    let log: Page<AuditEvent> = world.admin.get("/admin/audit-events?action=webhook.disabled").await.ok();
    assert_eq!((log.total, log.items[0].actor_id), (1, None));
}

#[tokio::test]
async fn a_webhook_is_told_nothing_once_whoever_set_it_up_is_put_out() {
    let world = World::new().await;
    let maker = world.app.admin().await;
    let hook = hook_of(&world, &maker).await;
    world.buy().await;
    world.work().await;
    // One more waits for another try.
    world.sink.answer(&[500]);
    world.buy().await;
    world.work().await;
    assert_eq!(world.sink.told().len(), 2);

    let active = format!("/admin/users/{}/active", maker.user_id());
    world.admin.put(&active, json!({ "active": false })).await.done();
    // Nothing goes out, also before the job that pauses it has come by.
    let seen = world.seen(&hook).await;
    assert!(seen.orphaned && seen.details.active);
    world.admin.post(&format!("/admin/webhooks/{}/test", hook.webhook.id), Value::Null).await.problem(409, "conflict");
    world.buy().await;
    world.pause_is_over().await;
    assert_eq!(world.sink.told().len(), 2);
    assert_paused(&world, &hook).await;
    // That they are let in again changes nothing.
    world.admin.put(&active, json!({ "active": true })).await.done();
    world.work().await;
    assert!(!world.seen(&hook).await.details.active);

    // Whoever switches it on vouches for it.
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "catalog.read"] });
    world.admin.post("/admin/roles", role).await.done();
    switch_on(&world, &world.app.with_role("programmer").await, &hook).await.problem(403, "forbidden");
    let resumed: Webhook = switch_on(&world, &world.admin, &hook).await.ok();
    assert!(resumed.details.active && !resumed.orphaned && resumed.disabled_at.is_none(), "{resumed:?}");
    let owned = format!("SELECT count(*) AS n FROM webhook_endpoints WHERE created_by = '{}'", world.admin.user_id());
    assert_eq!(world.app.number(&owned).await, 1);
    world.buy().await;
    world.work().await;
    assert_eq!(world.sink.told().len(), 3);
    // What was given up is theirs to send.
    let again: WebhookReplay = world.admin.post(&format!("/admin/webhooks/{}/replay", hook.webhook.id), Value::Null).await.ok();
    assert_eq!(again.queued, 1);
    world.work().await;
    assert_eq!(world.sink.told().len(), 4);
}

#[tokio::test]
async fn a_webhook_is_told_nothing_that_its_owner_may_not_see_any_more() {
    for lost in ["orders.read", "integrations.manage"] {
        let world = World::new().await;
        let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "orders.read"] });
        world.admin.post("/admin/roles", role).await.done();
        let maker = world.app.with_role("programmer").await;
        let hook = hook_of(&world, &maker).await;
        world.buy().await;
        world.work().await;
        assert_eq!(world.sink.told().len(), 1);
        let sql = format!(
            "DELETE FROM role_permissions WHERE permission = '{lost}' AND role_id = (SELECT id FROM roles WHERE name = 'programmer')"
        );
        world.app.sql(&sql, []).await;
        world.buy().await;
        world.work().await;
        assert_eq!(world.sink.told().len(), 1, "{lost}");
        assert_paused(&world, &hook).await;
    }
}

#[tokio::test]
async fn what_things_cost_is_told_to_those_who_see_it() {
    let world = World::new().await;
    let programmer = programmer(&world).await;
    // An administrator's key that does not see what things cost.
    let scopes = json!({ "name": "ERP", "scopes": ["integrations.manage", "catalog.read"], "requests_per_minute": 600, "expires_at": null });
    let key: NewApiKey = world.app.admin().await.post("/admin/api-keys", scopes).await.ok();
    let program = world.app.guest().with_key(&key.secret);
    let at =
        |url: String, about: &str| json!({ "url": url, "description": about, "events": ["product.updated"], "active": true });
    let ask = |about: &str| at(world.sink.url(), about);
    let theirs: NewWebhook = programmer.post("/admin/webhooks", ask("theirs")).await.ok();
    let its: NewWebhook = program.post("/admin/webhooks", ask("its")).await.ok();
    let ours: NewWebhook = world.admin.post("/admin/webhooks", ask("ours")).await.ok();
    let cost = |hook: &NewWebhook| {
        let told = world.sink.told().into_iter().rfind(|told| told.is_signed_by(&hook.secret)).expect("an event");
        told.json()["data"]["variants"][0].get("cost").cloned()
    };
    world.app.sql("UPDATE variants SET cost = 7000000", []).await;
    world.app.sql("UPDATE products SET revision = revision + 1", []).await;
    world.work().await;
    assert_eq!((cost(&theirs), cost(&its), cost(&ours)), (None, None, Some(json!(7_000_000))));

    // Nor is it read in the log.
    let path = format!("/admin/webhook-deliveries/{}", world.only_delivery(&ours).await.id);
    let read: WebhookDeliveryDetail = programmer.get(&path).await.ok();
    assert_eq!(read.payload.expect("a payload")["data"]["variants"][0].get("cost"), None);
    let read: WebhookDeliveryDetail = world.admin.get(&path).await.ok();
    assert_eq!(read.payload.expect("a payload")["data"]["variants"][0]["cost"], json!(7_000_000));

    // Nor by turning somebody else's webhook to oneself; one that goes where it went tells what it told.
    let path = format!("/admin/webhooks/{}", ours.webhook.id);
    let elsewhere = format!("{}?elsewhere", world.sink.url());
    for (turned, by, told) in [
        (ask("explained"), &programmer, Some(json!(7_000_000))),
        (at(elsewhere.clone(), "turned"), &program, None),
        (at(elsewhere, "agreed"), &world.admin, Some(json!(7_000_000))),
    ] {
        by.put_at(&path, world.seen(&ours).await.revision, turned).await.done();
        let before = world.sink.told().len();
        world.app.sql("UPDATE products SET revision = revision + 1", []).await;
        world.work().await;
        assert_eq!(world.sink.told().len(), before + 3);
        assert_eq!(cost(&ours), told);
    }
}
