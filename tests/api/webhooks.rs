//! K3: outgoing webhooks.

use std::cell::Cell;
use std::collections::HashSet;

use reqwest::Method;
use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::categories::StaffCategory;
use shared::integrations::{NewWebhook, Webhook, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookReplay};
use shared::notifications::{Notification, NotificationKind};
use shared::page::Page;
use shared::products::StaffProduct;
use tests::product::{as_it_is, product, variant};
use tests::{Caller, Goods, HookSink, Process, Shelf, TestApp, free_address};
use uuid::Uuid;

use crate::inventory_restock::{placed, receive};
use crate::reviews::arrived;

/// Plain HTTP to this machine, which nobody else gets.
pub const OPEN: [(&str, &str); 2] = [("webhook_http", "true"), ("webhook_allow", "127.0.0.1")];

/// A shop that may tell a server of this machine.
pub struct World {
    pub app: TestApp,
    pub sink: HookSink,
    pub admin: Caller,
    guitar: Goods,
}

impl World {
    pub async fn new() -> Self {
        let app = TestApp::with(&OPEN).await;
        let sink = HookSink::start().await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 50).await;
        let admin = app.admin().await;
        Self { app, sink, admin, guitar }
    }

    pub async fn hook(&self, events: &[&str]) -> NewWebhook {
        let ask = json!({ "url": self.sink.url(), "description": "ERP", "events": events, "active": true });
        self.admin.post("/admin/webhooks", ask).await.ok()
    }

    pub async fn seen(&self, hook: &NewWebhook) -> Webhook {
        self.admin.get(&format!("/admin/webhooks/{}", hook.webhook.id)).await.ok()
    }

    pub async fn deliveries(&self, hook: &NewWebhook) -> Vec<WebhookDelivery> {
        let page: Page<WebhookDelivery> = self.admin.get(&format!("/admin/webhooks/{}/deliveries", hook.webhook.id)).await.ok();
        page.items
    }

    pub async fn only_delivery(&self, hook: &NewWebhook) -> WebhookDelivery {
        let mut all = self.deliveries(hook).await;
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    async fn detail(&self, delivery: &WebhookDelivery) -> WebhookDeliveryDetail {
        self.admin.get(&format!("/admin/webhook-deliveries/{}", delivery.id)).await.ok()
    }

    /// What is due is done; what it causes as well.
    pub async fn work(&self) {
        for _ in 0..3 {
            self.app.run_jobs().await;
        }
    }

    /// The pause before the next try is over.
    pub async fn pause_is_over(&self) {
        let sql = "UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'
                   WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'webhooks.deliver')";
        self.app.sql(sql, []).await;
        self.work().await;
    }

    pub async fn buy(&self) -> shared::orders::Order {
        self.app.buyer().await.order(self.guitar.variant, 1).await
    }
}

#[tokio::test]
async fn each_event_is_told_once_and_signed() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed", "stock.changed", "product.updated"]).await;
    assert!(hook.secret.starts_with("whsec_"));
    // Nobody waits for it: the order is placed before anything is told.
    let order = world.buy().await;
    assert!(world.sink.told().is_empty());
    world.work().await;
    world.work().await;

    let told = world.sink.told();
    let mut events: Vec<String> = told.iter().map(tests::Told::event).collect();
    events.sort();
    assert_eq!(events, ["order.placed", "stock.changed"]);
    for one in &told {
        assert!(one.is_signed_by(&hook.secret), "{one:?}");
        let seconds: i64 = one.timestamp.parse().unwrap();
        assert!((world.app.ctx.clock.now().timestamp() - seconds).abs() < 60);
        // A signature is of these very bytes.
        let forged = tests::Told { body: format!("{} ", one.body), ..one.clone() };
        assert!(!forged.is_signed_by(&hook.secret));
    }
    let ids: HashSet<&str> = told.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), 2);
    let placed = told.iter().find(|one| one.event() == "order.placed").unwrap().json();
    let shown: Value = world.admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
    assert_eq!(placed["data"]["order"]["number"], shown["order"]["number"]);
    assert!(placed["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')));
    let stock = told.iter().find(|one| one.event() == "stock.changed").unwrap().json();
    assert_eq!(stock["data"]["variant_id"], json!(world.guitar.variant));

    // The log tells the same.
    let deliveries = world.deliveries(&hook).await;
    assert_eq!(deliveries.len(), 2);
    assert!(deliveries.iter().all(|delivery| delivery.status == WebhookDeliveryStatus::Delivered && delivery.attempts == 1));
    let detail = world.detail(deliveries.iter().find(|delivery| delivery.event == "order.placed").unwrap()).await;
    assert_eq!(detail.payload, Some(placed));
    assert_eq!((detail.tries[0].status, detail.tries[0].response.as_deref()), (Some(200), Some("heard, 200 OK")));
}

#[tokio::test]
async fn what_staff_do_with_products_and_deliveries_is_told() {
    let world = World::new().await;
    let admin = &world.admin;
    world.hook(&["product.created", "product.updated", "stock.changed"]).await;
    let heard = Cell::new(0);
    let told = async |expected: &[&str]| {
        world.work().await;
        let all = world.sink.told();
        let mut events: Vec<String> = all[heard.replace(all.len())..].iter().map(tests::Told::event).collect();
        events.sort();
        assert_eq!(events, expected);
    };
    let category: StaffCategory = admin.get("/admin/categories").await.ok::<Vec<StaffCategory>>().remove(0);
    let mut ask = product(category.id, "RG570", &[variant("IBZ-1", "Hitam", 12_000_000)]);
    ask["variants"][0]["initial_stock"] = json!(5);
    let made: StaffProduct = admin.post("/admin/products", ask).await.ok();
    told(&["product.created", "stock.changed"]).await;

    let mut ask = as_it_is(&made);
    ask["variants"][0]["price"] = json!(9_500_000);
    let saved: StaffProduct = admin.put_at(&format!("/admin/products/{}", made.id), made.revision, ask).await.ok();
    told(&["product.updated"]).await;
    let changes = json!({ "ids": [saved.id], "edit": "archive", "price": null });
    admin.post("/admin/products/changes", changes).await.done();
    told(&["product.updated"]).await;

    let order = placed(admin, &[(world.guitar.variant, 4)]).await;
    told(&[]).await;
    let came = json!({ "lines": [{ "variant_id": world.guitar.variant, "quantity": 4 }] });
    receive(admin, order.id, came).await.done();
    // They cost something else than before.
    told(&["product.updated", "stock.changed"]).await;

    let rest: StaffCategory = admin.post("/admin/categories", json!({
        "parent_id": null, "name": "Lainnya", "name_en": "Others", "slug": null, "description": "", "description_en": "", "active": true,
    })).await.ok();
    let path = format!("/admin/categories/{}?move_to={}", category.id, rest.id);
    admin.delete(&path).await.done();
    // The one of the world and the one that was made here.
    told(&["product.updated", "product.updated"]).await;
}

#[tokio::test]
async fn what_nobody_wants_to_hear_is_not_written_down() {
    let world = World::new().await;
    world.hook(&["payment.paid"]).await;
    world.buy().await;
    assert_eq!(world.app.number("SELECT count(*) AS n FROM webhook_events").await, 0);
}

#[tokio::test]
async fn a_try_that_fails_is_made_again_under_the_same_id() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500, 503]);
    world.buy().await;
    world.work().await;
    let delivery = world.only_delivery(&hook).await;
    assert_eq!((delivery.status, delivery.attempts, delivery.last_status), (WebhookDeliveryStatus::Waiting, 1, Some(500)));
    assert!(delivery.next_attempt_at.is_some_and(|at| at > world.app.ctx.clock.now()), "not at once");
    assert!(world.seen(&hook).await.failing_since.is_some());
    world.pause_is_over().await;
    world.pause_is_over().await;
    let told = world.sink.told();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|one| one.id == told[0].id && one.body == told[0].body && one.is_signed_by(&hook.secret)));
    let delivery = world.only_delivery(&hook).await;
    assert_eq!((delivery.status, delivery.attempts), (WebhookDeliveryStatus::Delivered, 3));
    let statuses: Vec<Option<i32>> = world.detail(&delivery).await.tries.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [Some(200), Some(503), Some(500)]);
    assert_eq!(world.seen(&hook).await.failing_since, None);

    // Asked for by hand, the same is told once more.
    let path = format!("/admin/webhook-deliveries/{}/redelivery", delivery.id);
    world.admin.post(&path, Value::Null).await.done();
    world.work().await;
    let told = world.sink.told();
    assert_eq!((told.len(), told[3].id == told[0].id), (4, true));
}

#[tokio::test]
async fn send_again_pressed_twice_is_one_try() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500, 500, 500]);
    world.buy().await;
    world.work().await;
    let delivery = world.only_delivery(&hook).await;
    let path = format!("/admin/webhook-deliveries/{}/redelivery", delivery.id);
    world.admin.post(&path, Value::Null).await.done();
    world.admin.post(&path, Value::Null).await.done();
    world.work().await;
    assert_eq!(world.sink.told().len(), 2);
    // Nor does the pause that was planned before go on beside the new one.
    world.pause_is_over().await;
    assert_eq!(world.sink.told().len(), 3);
    let delivery = world.only_delivery(&hook).await;
    assert_eq!((delivery.status, delivery.attempts), (WebhookDeliveryStatus::Waiting, 2));
}

#[tokio::test]
async fn a_webhook_is_removed_while_it_is_being_told() {
    let world = World::new().await;
    let hook = world.hook(&["order.paid"]).await;
    let path = format!("/admin/webhooks/{}", hook.webhook.id);
    // Of three trials the one in the middle waits for another try.
    for status in [200, 500, 200] {
        world.sink.answer(&[status]);
        world.admin.post(&format!("{path}/test"), Value::Null).await.done();
        world.app.run_jobs().await;
    }
    // The other two keep whoever removes the webhook in the middle of it.
    let held = world.app.ctx.db.begin().await.unwrap();
    api::db::execute(&held, "SELECT FROM webhook_deliveries WHERE status = 'delivered' FOR UPDATE", []).await.unwrap();
    let waiting = async |wanted: i64| {
        let sql = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        world.app.eventually("somebody waits", async || world.app.number(sql).await >= wanted).await;
    };
    let tell = async {
        waiting(1).await;
        world.pause_is_over().await;
    };
    let release = async {
        waiting(2).await;
        held.commit().await.unwrap();
    };
    let (removed, (), ()) = tokio::join!(world.admin.delete(&path), tell, release);
    removed.done();
    assert_eq!(world.app.number("SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL").await, 0);
}

#[tokio::test]
async fn nothing_is_sent_to_a_webhook_that_is_being_removed() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    let path = format!("/admin/webhooks/{}/test", hook.webhook.id);
    let gone = world.app.ctx.db.begin().await.unwrap();
    api::db::execute(&gone, "DELETE FROM webhook_endpoints WHERE id = $1", [hook.webhook.id.0.into()]).await.unwrap();
    let removed = async {
        let waiting =
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        world.app.eventually("it waits", async || world.app.number(waiting).await > 0).await;
        gone.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(world.admin.post(&path, Value::Null), removed);
    answer.problem(404, "not_found");
    assert_eq!(world.app.number("SELECT count(*) AS n FROM webhook_events").await, 0);
}

#[tokio::test]
async fn who_fails_is_tried_by_one_worker_at_a_time() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500]);
    world.buy().await;
    world.work().await;
    // Somebody is at it, and the endpoint lets them wait.
    world.app.sql("UPDATE webhook_deliveries SET leased_until = now() + interval '5 minutes'", []).await;
    world.buy().await;
    world.work().await;
    assert_eq!(world.sink.told().len(), 1);
    world.app.sql("UPDATE webhook_deliveries SET leased_until = NULL", []).await;
    world.pause_is_over().await;
    let deliveries = world.deliveries(&hook).await;
    assert!(deliveries.iter().all(|delivery| delivery.status == WebhookDeliveryStatus::Delivered), "{deliveries:?}");
    assert_eq!((deliveries.len(), world.sink.told().len()), (2, 3));
    assert_eq!(deliveries[0].attempts, 1, "waiting for one's turn is no try");
}

#[tokio::test]
async fn another_address_is_given_all_patience_anew() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500]);
    world.buy().await;
    world.work().await;
    let failing = world.seen(&hook).await;
    assert!(failing.failing_since.is_some());
    let elsewhere = format!("http://{}/elsewhere", world.sink.address());
    let details = json!({ "url": elsewhere, "description": "ERP", "events": ["order.placed"], "active": true });
    let path = format!("/admin/webhooks/{}", hook.webhook.id);
    let moved: Webhook = world.admin.put_at(&path, failing.revision, details).await.ok();
    assert_eq!(moved.failing_since, None);
}

#[tokio::test]
async fn who_fails_for_days_is_switched_off_and_somebody_is_told() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    world.sink.answer(&[500, 500]);
    world.buy().await;
    world.work().await;
    assert!(world.seen(&hook).await.details.active);
    world.app.sql("UPDATE webhook_endpoints SET failing_since = failing_since - interval '4 days'", []).await;
    world.pause_is_over().await;
    let seen = world.seen(&hook).await;
    assert!(!seen.details.active && seen.disabled_at.is_some() && seen.failed == 1, "{seen:?}");
    let inbox: Page<Notification> = world.admin.get("/admin/notifications").await.ok();
    let told: Vec<&Notification> = inbox.items.iter().filter(|one| one.kind == NotificationKind::StaffWebhookDisabled).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].detail.as_deref().is_some_and(|detail| detail.contains(&world.sink.url()) && detail.contains("500")));
    let log: Page<AuditEvent> = world.admin.get("/admin/audit-events?action=webhook.disabled").await.ok();
    assert_eq!((log.total, log.items[0].actor_id), (1, None));

    // Switched off it hears nothing; nothing can be sent by hand either.
    world.buy().await;
    world.work().await;
    assert_eq!(world.sink.told().len(), 2);
    let path = format!("/admin/webhooks/{}", hook.webhook.id);
    world.admin.post(&format!("{path}/test"), Value::Null).await.problem(409, "conflict");
    // Switched on, it is told what was given up.
    let details = json!({ "url": world.sink.url(), "description": "ERP", "events": ["order.placed"], "active": true });
    let seen: Webhook = world.admin.put_at(&path, seen.revision, details).await.ok();
    assert_eq!((seen.failing_since, seen.disabled_at), (None, None));
    let again: WebhookReplay = world.admin.post(&format!("{path}/replay"), Value::Null).await.ok();
    assert_eq!(again.queued, 1);
    world.work().await;
    assert_eq!(world.sink.told().len(), 3);
    assert_eq!(world.seen(&hook).await.failed, 0);

    // Who says that it is gone for good is believed.
    world.sink.answer(&[410]);
    world.buy().await;
    world.work().await;
    assert!(!world.seen(&hook).await.details.active);
}

#[tokio::test]
async fn a_trial_is_sent_and_two_secrets_sign_for_a_while() {
    let world = World::new().await;
    let hook = world.hook(&["order.paid"]).await;
    let path = format!("/admin/webhooks/{}", hook.webhook.id);
    let rotated: NewWebhook = world.admin.post(&format!("{path}/rotation"), json!({ "grace_minutes": 60 })).await.ok();
    let sent: WebhookDeliveryDetail = world.admin.post(&format!("{path}/test"), Value::Null).await.ok();
    assert_eq!(sent.delivery.status, WebhookDeliveryStatus::Waiting);
    world.work().await;
    let told = world.sink.told();
    assert_eq!((told.len(), told[0].event().as_str()), (1, "webhook.test"));
    assert!(told[0].is_signed_by(&hook.secret) && told[0].is_signed_by(&rotated.secret));
    world.app.sql("UPDATE webhook_endpoints SET previous_until = now() - interval '1 minute'", []).await;
    world.admin.post(&format!("{path}/test"), Value::Null).await.done();
    world.work().await;
    let told = world.sink.told();
    assert!(!told[1].is_signed_by(&hook.secret) && told[1].is_signed_by(&rotated.secret));
    // Secrets are shown once, and kept sealed.
    let listed = world.admin.get("/admin/webhooks").await.text();
    assert!(!listed.contains("whsec_"));
    world.admin.delete(&path).await.done();
    world.admin.get(&path).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_server_that_is_killed_after_the_commit_tells_all_the_same() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed"]).await;
    let mut buyer = world.app.buyer().await;
    buyer.add_to_cart(world.guitar.variant, 1).await;
    let address = buyer.add_address(tests::districts::JAKARTA).await;
    let ask = buyer.order_request(address).await;
    let doomed = [OPEN[0], OPEN[1], ("crash_at", "place.committed")];
    let mut process = Process::start(&world.app, &free_address(), &doomed).await;
    let there = buyer.clone().at(process.url());
    let request =
        there.request(Method::POST, "/checkout/orders").header("idempotency-key", Uuid::now_v7().to_string()).json(&ask);
    // Nobody answers any more.
    let _ = request.send().await;
    process.dies().await;
    assert!(world.sink.told().is_empty());
    world.work().await;
    let told = world.sink.told();
    assert_eq!((told.len(), told[0].event().as_str()), (1, "order.placed"));
    assert!(told[0].is_signed_by(&hook.secret));
}

#[tokio::test]
async fn what_was_told_of_a_buyer_goes_with_the_account() {
    let world = World::new().await;
    let hook = world.hook(&["order.placed", "payment.paid"]).await;
    let mut buyer = world.app.buyer().await;
    arrived(&world.app, &world.admin, &mut buyer, world.guitar.variant).await;
    world.work().await;
    let known = format!("SELECT count(*) AS n FROM webhook_events WHERE payload LIKE '%{}%'", buyer.email());
    assert!(world.app.number(&known).await > 0);
    let sure = json!({ "password": buyer.password(), "confirm": buyer.email() });
    buyer.post("/account/deletion", sure).await.done();
    assert_eq!(world.app.number(&known).await, 0);
    // That it was told stays in the log, and what it was about.
    let told_of = async || {
        let deliveries = world.deliveries(&hook).await;
        assert_eq!(deliveries.len(), 2);
        for delivery in &deliveries {
            let told = world.detail(delivery).await.payload.unwrap();
            assert_eq!(told["type"], json!(delivery.event));
            let data = told["data"].as_object().unwrap();
            assert!(data.len() == 1 && data["id"].is_string(), "{told}");
        }
    };
    told_of().await;
    // So it is with what is told only afterwards.
    world.app.sql("DELETE FROM webhook_deliveries", []).await;
    world.app.sql("UPDATE webhook_events SET payload = NULL", []).await;
    let spread = "SELECT graphile_worker.add_job('webhooks.spread', json_build_object('event_id', id)) FROM webhook_events";
    world.app.sql(spread, []).await;
    world.work().await;
    told_of().await;
}
