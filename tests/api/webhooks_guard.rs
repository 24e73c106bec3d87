//! K3: webhooks never reach into private networks.

use serde_json::{Value, json};
use shared::integrations::{NewWebhook, WebhookDeliveryDetail, WebhookDeliveryStatus};
use tests::{Answer, Caller, HookSink, TestApp};

use super::webhooks::OPEN;

async fn set_up(admin: &Caller, url: &str) -> Answer {
    let ask = json!({ "url": url, "description": "", "events": ["order.paid"], "active": true });
    admin.post("/admin/webhooks", ask).await
}

/// Sends a trial, and says what became of it.
async fn tried(app: &TestApp, admin: &Caller, hook: &NewWebhook) -> WebhookDeliveryDetail {
    let path = format!("/admin/webhooks/{}/test", hook.webhook.id);
    let sent: WebhookDeliveryDetail = admin.post(&path, Value::Null).await.ok();
    app.run_jobs().await;
    admin.get(&format!("/admin/webhook-deliveries/{}", sent.delivery.id)).await.ok()
}

#[tokio::test]
async fn addresses_of_ones_own_network_are_not_taken() {
    let app = TestApp::with(&[("webhook_http", "true")]).await;
    let admin = app.admin().await;
    for url in [
        "http://127.0.0.1:8080/hook",
        "http://2130706433/hook",
        "http://[::1]/hook",
        "http://10.0.0.1/hook",
        "http://192.168.1.1/hook",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "https://admin:admin@erp.example/hook",
        "gopher://erp.example/",
    ] {
        let problem = set_up(&admin, url).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, "/url", "{url}");
    }
    // Plain HTTP only where the configuration says so.
    let strict = TestApp::new().await;
    set_up(&strict.admin().await, "http://erp.example/hook").await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_when_it_is_asked() {
    let app = TestApp::with(&[("webhook_http", "true")]).await;
    let sink = HookSink::start().await;
    let admin = app.admin().await;
    let port = sink.address().rsplit(':').next().unwrap();
    let hook: NewWebhook = set_up(&admin, &format!("http://localhost:{port}/hook")).await.ok();
    let detail = tried(&app, &admin, &hook).await;
    assert_eq!(detail.delivery.status, WebhookDeliveryStatus::Waiting);
    let error = detail.delivery.last_error.unwrap();
    assert!(error.contains("private network"), "{error}");
    assert!(sink.told().is_empty(), "it was asked all the same");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let app = TestApp::with(&OPEN).await;
    let sink = HookSink::start().await;
    let admin = app.admin().await;
    let hook: NewWebhook = set_up(&admin, &sink.url()).await.ok();
    sink.answer(&[302]);
    let detail = tried(&app, &admin, &hook).await;
    assert_eq!((detail.delivery.last_status, detail.tries[0].error.as_deref()), (Some(302), Some("status 302")));
    let paths: Vec<String> = sink.told().into_iter().map(|told| told.path).collect();
    assert_eq!(paths, ["/hook"]);
}

#[tokio::test]
async fn nobody_is_told_what_they_may_not_see() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "catalog.read"] });
    admin.post("/admin/roles", role).await.done();
    let programmer = app.with_role("programmer").await;
    let ask = |event: &str| json!({ "url": "https://erp.example/hook", "description": "", "events": [event], "active": true });
    programmer.post("/admin/webhooks", ask("product.updated")).await.done();
    let refused = programmer.post("/admin/webhooks", ask("order.paid")).await.problem(403, "forbidden");
    assert_eq!(refused.params["permission"], "orders.read");
}
