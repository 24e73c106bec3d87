//! Programs: the operations of `/admin/api-keys` and `/admin/webhooks`.

use serde::Serialize;
use shared::ids::{ApiKeyId, WebhookDeliveryId, WebhookId};
use shared::integrations::{
    ApiKey, ApiKeyDetails, NewApiKey, NewWebhook, RotateSecretRequest, Webhook, WebhookDelivery, WebhookDeliveryDetail,
    WebhookDeliveryStatus, WebhookDetails, WebhookReplay,
};
use shared::page::Page;

use super::client::Call;
use super::error::ApiError;

/// Rows of a page.
const PAGE: u32 = 40;

/// Lists the API keys.
///
/// # Errors
/// See [`ApiError`].
pub fn list_api_keys() -> impl Future<Output = Result<Vec<ApiKey>, ApiError>> + use<> {
    Call::get("/admin/api-keys").send()
}

/// Makes an API key; its secret is told this once.
///
/// # Errors
/// See [`ApiError`]; `forbidden` for scopes that one does not hold.
pub fn create_api_key(details: &ApiKeyDetails) -> impl Future<Output = Result<NewApiKey, ApiError>> + use<> {
    Call::post("/admin/api-keys").json(details).send()
}

/// Reads an API key.
///
/// # Errors
/// See [`ApiError`].
pub fn get_api_key(id: &str) -> impl Future<Output = Result<ApiKey, ApiError>> + use<> {
    Call::get(format!("/admin/api-keys/{}", super::query::encode(id))).send()
}

/// Changes an API key.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_api_key(
    id: ApiKeyId,
    details: &ApiKeyDetails,
    revision: i32,
) -> impl Future<Output = Result<ApiKey, ApiError>> + use<> {
    Call::put(format!("/admin/api-keys/{id}")).if_match(revision).json(details).send()
}

/// Gives an API key another secret.
///
/// # Errors
/// See [`ApiError`].
pub fn rotate_api_key(id: ApiKeyId, ask: &RotateSecretRequest) -> impl Future<Output = Result<NewApiKey, ApiError>> + use<> {
    Call::post(format!("/admin/api-keys/{id}/rotation")).json(ask).send()
}

/// Revokes an API key.
///
/// # Errors
/// See [`ApiError`].
pub fn revoke_api_key(id: ApiKeyId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/admin/api-keys/{id}")).send_empty()
}

/// Lists the webhooks.
///
/// # Errors
/// See [`ApiError`].
pub fn list_webhooks() -> impl Future<Output = Result<Vec<Webhook>, ApiError>> + use<> {
    Call::get("/admin/webhooks").send()
}

/// Makes a webhook; its secret is told this once.
///
/// # Errors
/// See [`ApiError`].
pub fn create_webhook(details: &WebhookDetails) -> impl Future<Output = Result<NewWebhook, ApiError>> + use<> {
    Call::post("/admin/webhooks").json(details).send()
}

/// Reads a webhook.
///
/// # Errors
/// See [`ApiError`].
pub fn get_webhook(id: &str) -> impl Future<Output = Result<Webhook, ApiError>> + use<> {
    Call::get(format!("/admin/webhooks/{}", super::query::encode(id))).send()
}

/// Changes a webhook.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_webhook(
    id: WebhookId,
    details: &WebhookDetails,
    revision: i32,
) -> impl Future<Output = Result<Webhook, ApiError>> + use<> {
    Call::put(format!("/admin/webhooks/{id}")).if_match(revision).json(details).send()
}

/// Removes a webhook.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_webhook(id: WebhookId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/admin/webhooks/{id}")).send_empty()
}

/// Gives a webhook another secret.
///
/// # Errors
/// See [`ApiError`].
pub fn rotate_webhook_secret(
    id: WebhookId,
    ask: &RotateSecretRequest,
) -> impl Future<Output = Result<NewWebhook, ApiError>> + use<> {
    Call::post(format!("/admin/webhooks/{id}/rotation")).json(ask).send()
}

/// Sends a webhook an event that means nothing.
///
/// # Errors
/// See [`ApiError`].
pub fn test_webhook(id: WebhookId) -> impl Future<Output = Result<WebhookDeliveryDetail, ApiError>> + use<> {
    Call::post(format!("/admin/webhooks/{id}/test")).send()
}

/// Sends again what was given up.
///
/// # Errors
/// See [`ApiError`].
pub fn replay_webhook(id: WebhookId) -> impl Future<Output = Result<WebhookReplay, ApiError>> + use<> {
    Call::post(format!("/admin/webhooks/{id}/replay")).send()
}

#[derive(Serialize)]
struct DeliveriesAsk<'a> {
    status: Option<WebhookDeliveryStatus>,
    limit: u32,
    cursor: Option<&'a str>,
}

/// Lists what a webhook was told.
///
/// # Errors
/// See [`ApiError`].
pub fn list_webhook_deliveries(
    id: WebhookId,
    status: Option<WebhookDeliveryStatus>,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<WebhookDelivery>, ApiError>> + use<> {
    Call::get(format!("/admin/webhooks/{id}/deliveries"))
        .query(&DeliveriesAsk { status, limit: PAGE, cursor: cursor.as_deref() })
        .send()
}

/// Reads what was sent, and what was answered.
///
/// # Errors
/// See [`ApiError`].
pub fn get_webhook_delivery(id: &str) -> impl Future<Output = Result<WebhookDeliveryDetail, ApiError>> + use<> {
    Call::get(format!("/admin/webhook-deliveries/{}", super::query::encode(id))).send()
}

/// Sends an event again.
///
/// # Errors
/// See [`ApiError`].
pub fn redeliver_webhook(id: WebhookDeliveryId) -> impl Future<Output = Result<WebhookDeliveryDetail, ApiError>> + use<> {
    Call::post(format!("/admin/webhook-deliveries/{id}/redelivery")).send()
}
