//! What became of events, and sending them again.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Value, json};
use shared::ids::{WebhookDeliveryId, WebhookEventId, WebhookId};
use shared::integrations::{
    Webhook, WebhookAttempt, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryStatus, WebhookEvent, WebhookReplay,
};
use shared::page::Page;
use shared::problem::ErrorCode;
use uuid::Uuid;

use super::endpoints::subject;
use super::store::{self, DELIVERY, DeliveryRow};
use super::{resource, spread};
use crate::audit::{self, Action};
use crate::catalog::sees_cost;
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, execute, one, total};
use crate::http::{ApiError, Caller};

/// Tries that are shown.
const TRIES: i64 = 50;
/// Deliveries that are sent again at once.
const MOST_AGAIN: i64 = 1_000;

/// The event of a trial.
pub const TEST: &str = "webhook.test";

/// A page of a webhook's deliveries, the latest first.
pub(super) async fn page(
    ctx: &Ctx,
    webhook: WebhookId,
    status: Option<WebhookDeliveryStatus>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<WebhookDelivery>, ApiError> {
    store::webhook(&ctx.db, webhook, ctx.clock.now(), false).await?;
    let mut filter = Filter::new();
    filter.and("d.endpoint_id = ?", webhook);
    if let Some(status) = status {
        filter.and("d.status = ?", status.as_str());
    }
    let (total, total_is_estimate) = total(&ctx.db, "webhook_deliveries d", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(d.created_at, d.id) < ({at}, {id})"));
    }
    let sql = format!("{DELIVERY} {} ORDER BY d.created_at DESC, d.id DESC LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<DeliveryRow> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.created_at, row.id));
    Ok(Page { items: rows.into_iter().map(WebhookDelivery::from).collect(), next_cursor, total, total_is_estimate })
}

#[derive(FromQueryResult)]
struct AttemptRow {
    at: DateTime<Utc>,
    status: Option<i32>,
    latency_ms: i32,
    error: Option<String>,
    response: Option<String>,
}

impl From<AttemptRow> for WebhookAttempt {
    fn from(row: AttemptRow) -> Self {
        Self { at: row.at, status: row.status, latency_ms: row.latency_ms, error: row.error, response: row.response }
    }
}

/// Nobody is shown, or sends, what they may not see; an event that is not known here nobody may.
fn check(by: &Caller, event: &str) -> Result<(), ApiError> {
    if event == TEST {
        return Ok(());
    }
    let Ok(event) = event.parse::<WebhookEvent>() else { return Err(ApiError::forbidden()) };
    if by.permissions.contains(&event.permission()) {
        Ok(())
    } else {
        Err(ApiError::forbidden().with("permission", event.permission()))
    }
}

/// A delivery with its payload and its tries.
///
/// # Errors
/// 404 when there is none; 403 when it tells what the caller may not see.
pub(super) async fn detail(ctx: &Ctx, by: &Caller, id: WebhookDeliveryId) -> Result<WebhookDeliveryDetail, ApiError> {
    let sql = format!("{} WHERE d.id = $1", DELIVERY.replace("NULL::text AS payload", "v.payload"));
    let row: Option<DeliveryRow> = one(&ctx.db, &sql, [id.into()]).await?;
    let mut row = row.ok_or_else(ApiError::not_found)?;
    check(by, &row.event)?;
    let sql = format!(
        "SELECT at, status, latency_ms, error, response FROM webhook_attempts WHERE delivery_id = $1 ORDER BY id DESC LIMIT {TRIES}"
    );
    let tries: Vec<AttemptRow> = all(&ctx.db, &sql, [id.into()]).await?;
    let mut payload: Option<Value> = row.payload.take().map(|text| serde_json::from_str(&text)).transpose()?;
    if !sees_cost(by) {
        payload.iter_mut().for_each(resource::hide_cost);
    }
    Ok(WebhookDeliveryDetail { delivery: row.into(), payload, tries: tries.into_iter().map(WebhookAttempt::from).collect() })
}

#[derive(FromQueryResult)]
struct OwnerRow {
    endpoint_id: WebhookId,
    event: String,
}

/// Tries a delivery now, and from the start: one that was given up, that waits, or that was taken.
///
/// # Errors
/// 404 when there is none; 403 when it tells what the caller may not see; 409 while the webhook is switched off, or when
/// it is not told such events any more.
pub(super) async fn redeliver(ctx: &Ctx, by: &Caller, id: WebhookDeliveryId) -> Result<WebhookDeliveryDetail, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let sql =
        "SELECT d.endpoint_id, v.event FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id WHERE d.id = $1";
    let owner: Option<OwnerRow> = one(&tx, sql, [id.into()]).await?;
    let owner = owner.ok_or_else(ApiError::not_found)?;
    check(by, &owner.event)?;
    let webhook = active(&tx, owner.endpoint_id, now).await?;
    if owner.event != TEST && !webhook.details.events.iter().any(|event| event.as_str() == owner.event) {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the webhook is not told such events any more"));
    }
    again(&tx, &[id], now).await?;
    let after = json!({ "delivery": id });
    audit::record(&tx, by, Action::WebhookSent, &subject(&webhook), &(), &after, now).await?;
    tx.commit().await?;
    detail(ctx, by, id).await
}

/// Sends again what was given up of a webhook, the oldest first, at most a thousand at a time; only what it is still
/// told and the caller may see.
///
/// # Errors
/// 404 when there is no such webhook; 409 while it is switched off.
pub(super) async fn replay(ctx: &Ctx, by: &Caller, webhook: WebhookId) -> Result<WebhookReplay, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let webhook = active(&tx, webhook, now).await?;
    #[derive(FromQueryResult)]
    struct Row {
        id: WebhookDeliveryId,
    }
    let told = webhook.details.events.iter().filter(|event| by.permissions.contains(&event.permission()));
    let told: Vec<String> = told.map(ToString::to_string).chain([TEST.to_owned()]).collect();
    let sql = format!(
        "SELECT d.id FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id
         WHERE d.endpoint_id = $1 AND d.status = 'failed' AND v.event = ANY ($2)
         ORDER BY d.created_at, d.id LIMIT {MOST_AGAIN} FOR UPDATE OF d"
    );
    let rows: Vec<Row> = all(&tx, &sql, [webhook.id.into(), told.into()]).await?;
    let ids: Vec<WebhookDeliveryId> = rows.into_iter().map(|row| row.id).collect();
    again(&tx, &ids, now).await?;
    let queued = i64::try_from(ids.len()).unwrap_or(MOST_AGAIN);
    audit::record(&tx, by, Action::WebhookSent, &subject(&webhook), &(), &json!({ "events": queued }), now).await?;
    tx.commit().await?;
    Ok(WebhookReplay { queued })
}

/// Sends a webhook an event that means nothing.
///
/// # Errors
/// 404 when there is no such webhook; 409 while it is switched off.
pub(super) async fn test(ctx: &Ctx, by: &Caller, webhook: WebhookId) -> Result<WebhookDeliveryDetail, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let webhook = active(&tx, webhook, now).await?;
    let event = WebhookEventId::generate();
    let payload = spread::payload(TEST, now, &json!({ "webhook_id": webhook.id }));
    let sql = "INSERT INTO webhook_events (id, event, subject_id, payload, occurred_at) VALUES ($1, $2, $3, $4, $5)";
    execute(&tx, sql, [event.into(), TEST.into(), webhook.id.into(), payload.into(), now.into()]).await?;
    let delivery = spread::add(&tx, event, webhook.id, now).await?;
    spread::enqueue(&tx, &[delivery], now).await?;
    audit::record(&tx, by, Action::WebhookSent, &subject(&webhook), &(), &json!({ "event": TEST }), now).await?;
    tx.commit().await?;
    detail(ctx, by, delivery).await
}

/// A webhook that is switched on, locked before its deliveries: it stays so, and is not removed meanwhile.
async fn active(tx: &impl ConnectionTrait, id: WebhookId, now: DateTime<Utc>) -> Result<Webhook, ApiError> {
    let webhook = store::webhook(tx, id, now, true).await?;
    if !webhook.details.active {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the webhook is switched off"));
    }
    if webhook.orphaned {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("nobody vouches for the webhook any more: switch it on anew"));
    }
    Ok(webhook)
}

/// Puts deliveries back to their start. One that is being tried at this moment is left to that.
async fn again(tx: &impl ConnectionTrait, ids: &[WebhookDeliveryId], now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE webhook_deliveries SET status = 'waiting', attempts = 0, next_attempt_at = $2, finished_at = NULL
               WHERE id = ANY ($1) AND (leased_until IS NULL OR leased_until <= $2)";
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    execute(tx, sql, [uuids.into(), now.into()]).await?;
    spread::enqueue(tx, ids, now).await
}
