//! What several parts of this room ask.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use shared::ids::{WebhookDeliveryId, WebhookEventId, WebhookId};
use shared::integrations::{Webhook, WebhookDelivery, WebhookDeliveryStatus, WebhookDetails, WebhookEvent};

use crate::db::{all, one};
use crate::http::ApiError;
use crate::secrets::Sealed;

/// Where secrets of endpoints are kept.
pub const SEALED: &[Sealed] =
    &[secrets("secrets of webhooks", "sealed_secret"), secrets("secrets that webhooks had before", "sealed_previous")];

const fn secrets(what: &'static str, column: &'static str) -> Sealed {
    let (table, row, place) = ("webhook_endpoints", "id::text", "'webhook:' || id::text");
    Sealed { what, table, column, row, place, as_hex: false, passes: false }
}

/// Where an endpoint's secrets are sealed for. [`SEALED`] says the same.
pub(super) fn secret_place(id: WebhookId) -> String {
    format!("webhook:{id}")
}

/// What one must be allowed to see for each event, as `webhook_owner_may` asks for it: events, then permissions.
pub(super) fn rights() -> [Value; 2] {
    let events: Vec<String> = WebhookEvent::ALL.iter().map(ToString::to_string).collect();
    let permissions: Vec<String> = WebhookEvent::ALL.iter().map(|event| event.permission().to_string()).collect();
    [events.into(), permissions.into()]
}

#[derive(FromQueryResult)]
struct EndpointRow {
    id: WebhookId,
    revision: i32,
    url: String,
    description: String,
    events: Vec<String>,
    active: bool,
    failing_since: Option<DateTime<Utc>>,
    disabled_at: Option<DateTime<Utc>>,
    disabled_reason: Option<String>,
    previous_until: Option<DateTime<Utc>>,
    creator: Option<String>,
    orphaned: bool,
    created_at: DateTime<Utc>,
    waiting: i64,
    failed: i64,
}

const ENDPOINT: &str = "SELECT e.id, e.revision, e.url, e.description, e.events, e.active, e.failing_since, e.disabled_at,
    e.disabled_reason, e.previous_until, u.name AS creator, NOT webhook_owner_may(e.created_by, e.events, $1, $2) AS orphaned,
    e.created_at,
    (SELECT count(*) FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.status = 'waiting') AS waiting,
    (SELECT count(*) FROM webhook_deliveries d WHERE d.endpoint_id = e.id AND d.status = 'failed') AS failed
    FROM webhook_endpoints e LEFT JOIN users u ON u.id = e.created_by";

impl EndpointRow {
    fn webhook(self, now: DateTime<Utc>) -> Webhook {
        Webhook {
            id: self.id,
            revision: self.revision,
            details: WebhookDetails {
                url: self.url,
                description: self.description,
                // In one order, so that versions can be compared.
                events: WebhookEvent::ALL
                    .iter()
                    .copied()
                    .filter(|known| self.events.iter().any(|word| word == known.as_str()))
                    .collect(),
                active: self.active,
            },
            failing_since: self.failing_since,
            disabled_at: self.disabled_at,
            disabled_reason: self.disabled_reason,
            previous_until: self.previous_until.filter(|until| *until > now),
            created_by: self.creator,
            orphaned: self.orphaned,
            created_at: self.created_at,
            waiting: self.waiting,
            failed: self.failed,
        }
    }
}

/// All webhooks, the newest first.
pub(super) async fn webhooks(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Webhook>, DbErr> {
    let rows: Vec<EndpointRow> = all(db, &format!("{ENDPOINT} ORDER BY e.created_at DESC, e.id DESC"), rights()).await?;
    Ok(rows.into_iter().map(|row| row.webhook(now)).collect())
}

/// A webhook, locked where it is about to change.
pub(super) async fn webhook(
    db: &impl ConnectionTrait,
    id: WebhookId,
    now: DateTime<Utc>,
    lock: bool,
) -> Result<Webhook, ApiError> {
    let lock = if lock { "FOR UPDATE OF e" } else { "" };
    let values = rights().into_iter().chain([id.into()]);
    let row: Option<EndpointRow> = one(db, &format!("{ENDPOINT} WHERE e.id = $3 {lock}"), values).await?;
    row.map(|row| row.webhook(now)).ok_or_else(ApiError::not_found)
}

#[derive(FromQueryResult)]
pub(super) struct DeliveryRow {
    pub id: WebhookDeliveryId,
    event_id: WebhookEventId,
    pub event: String,
    occurred_at: DateTime<Utc>,
    status: WebhookDeliveryStatus,
    attempts: i32,
    next_attempt_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    last_status: Option<i32>,
    last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub payload: Option<String>,
}

/// The payload, which is long, only where it is asked for.
pub(super) const DELIVERY: &str =
    "SELECT d.id, d.event_id, v.event, v.occurred_at, d.status, d.attempts, d.next_attempt_at, d.finished_at,
    d.last_status, d.last_error, d.created_at, NULL::text AS payload
    FROM webhook_deliveries d JOIN webhook_events v ON v.id = d.event_id";

impl From<DeliveryRow> for WebhookDelivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id,
            event_id: row.event_id,
            event: row.event,
            occurred_at: row.occurred_at,
            status: row.status,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at,
            finished_at: row.finished_at,
            last_status: row.last_status,
            last_error: row.last_error,
        }
    }
}

/// Whether a delivery still is to be tried as it was planned.
pub(super) async fn waits(db: &impl ConnectionTrait, id: WebhookDeliveryId, due: DateTime<Utc>) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        waits: bool,
    }
    let sql = "SELECT status = 'waiting' AS waits FROM webhook_deliveries WHERE id = $1 AND next_attempt_at = $2";
    let row: Option<Row> = one(db, sql, [id.into(), due.into()]).await?;
    Ok(row.is_some_and(|row| row.waits))
}
