//! What staff do to API keys and webhooks, once each: the audit log tells of it (see `audit`).

use serde_json::{Value, json};
use shared::audit::AuditAction;
use shared::integrations::{NewApiKey, NewWebhook, WebhookDeliveryDetail};
use tests::{Answer, Caller, TestApp};

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(app: &TestApp, admin: &Caller, operation: &str) -> Option<(Answer, AuditAction)> {
    let key = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 60, "expires_at": null });
    let hook = json!({ "url": "https://erp.invalid/hook", "description": "", "events": ["order.paid"], "active": true });
    let new_key = async || -> NewApiKey { admin.post("/admin/api-keys", key.clone()).await.ok() };
    let new_hook = async || -> NewWebhook { admin.post("/admin/webhooks", hook.clone()).await.ok() };
    let grace = json!({ "grace_minutes": 5 });
    Some(match operation {
        "create_api_key" => (admin.post("/admin/api-keys", key.clone()).await, AuditAction::ApiKeyCreated),
        "update_api_key" => {
            let made = new_key().await.key;
            let mut ask = key.clone();
            ask["requests_per_minute"] = json!(61);
            (admin.put_at(&format!("/admin/api-keys/{}", made.id), made.revision, ask).await, AuditAction::ApiKeyUpdated)
        }
        "rotate_api_key" => {
            let made = new_key().await.key;
            (admin.post(&format!("/admin/api-keys/{}/rotation", made.id), grace).await, AuditAction::ApiKeyRotated)
        }
        "revoke_api_key" => {
            let made = new_key().await.key;
            (admin.delete(&format!("/admin/api-keys/{}", made.id)).await, AuditAction::ApiKeyRevoked)
        }
        "create_webhook" => (admin.post("/admin/webhooks", hook.clone()).await, AuditAction::WebhookCreated),
        "update_webhook" => {
            let made = new_hook().await.webhook;
            let mut ask = hook.clone();
            ask["active"] = json!(false);
            (admin.put_at(&format!("/admin/webhooks/{}", made.id), made.revision, ask).await, AuditAction::WebhookUpdated)
        }
        "delete_webhook" => {
            let made = new_hook().await.webhook;
            (admin.delete(&format!("/admin/webhooks/{}", made.id)).await, AuditAction::WebhookDeleted)
        }
        "rotate_webhook_secret" => {
            let made = new_hook().await.webhook;
            (admin.post(&format!("/admin/webhooks/{}/rotation", made.id), grace).await, AuditAction::WebhookRotated)
        }
        "test_webhook" => {
            let made = new_hook().await.webhook;
            (admin.post(&format!("/admin/webhooks/{}/test", made.id), Value::Null).await, AuditAction::WebhookSent)
        }
        "replay_webhook" => {
            let made = new_hook().await.webhook;
            (admin.post(&format!("/admin/webhooks/{}/replay", made.id), Value::Null).await, AuditAction::WebhookSent)
        }
        "redeliver_webhook" => {
            let made = new_hook().await.webhook;
            let sent: WebhookDeliveryDetail = admin.post(&format!("/admin/webhooks/{}/test", made.id), Value::Null).await.ok();
            // Nobody is there: it waits for another try.
            app.run_jobs().await;
            let path = format!("/admin/webhook-deliveries/{}/redelivery", sent.delivery.id);
            (admin.post(&path, Value::Null).await, AuditAction::WebhookSent)
        }
        _ => return None,
    })
}
