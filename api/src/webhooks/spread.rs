//! From an event to its deliveries.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::ids::{WebhookDeliveryId, WebhookEventId, WebhookId};
use shared::integrations::WebhookEvent;
use uuid::Uuid;

use super::deliver::Deliver;
use super::forget::forget_gone;
use super::{resource, store};
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::jobs::{Batch, Job};

/// Writes what an event says, and makes a delivery for everybody who wants to be told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Spread {
    /// The event.
    pub event_id: WebhookEventId,
}

#[derive(FromQueryResult)]
struct EventRow {
    event: String,
    subject_id: Uuid,
    payload: Option<String>,
    occurred_at: DateTime<Utc>,
}

/// What is sent.
pub(super) fn payload(event: &str, occurred_at: DateTime<Utc>, data: &Value) -> String {
    // The order of the keys is for people; receivers must take the bytes as they come.
    json!({ "type": event, "timestamp": occurred_at.to_rfc3339_opts(SecondsFormat::Micros, true), "data": data }).to_string()
}

impl Job for Spread {
    const KIND: &'static str = "webhooks.spread";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let sql = "SELECT event, subject_id, payload, occurred_at FROM webhook_events WHERE id = $1";
        let Some(row) = one::<EventRow>(&ctx.db, sql, [self.event_id.into()]).await? else { return Ok(()) };
        // Written before, it was spread: both happen together.
        if row.payload.is_some() {
            return Ok(());
        }
        // One that only a newer version knows is spread by that.
        let Ok(event) = row.event.parse::<WebhookEvent>() else {
            anyhow::bail!("`{}` is not an event that is known here", row.event)
        };
        let data = resource::of(ctx, event, row.subject_id).await?;
        let payload = payload(&row.event, row.occurred_at, &data);
        let tx = ctx.begin().await?;
        let sql = "UPDATE webhook_events SET payload = $2 WHERE id = $1 AND payload IS NULL";
        if execute(&tx, sql, [self.event_id.into(), payload.into()]).await? == 0 {
            tx.rollback().await?;
            return Ok(());
        }
        // Its buyer may have gone since it was read.
        forget_gone(&tx, self.event_id, event).await?;
        let now = ctx.clock.now();
        let planned = plan(&tx, self.event_id, &row.event, now).await?;
        enqueue(&tx, &planned, now).await?;
        Ok(tx.commit().await?)
    }
}

/// Has the deliveries tried now, which is what they were planned for.
pub(super) async fn enqueue(
    tx: &impl ConnectionTrait,
    deliveries: &[WebhookDeliveryId],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if deliveries.is_empty() {
        return Ok(());
    }
    let mut batch = Batch::default();
    for &delivery_id in deliveries {
        batch = batch.now(&Deliver { delivery_id, due: now })?;
    }
    batch.enqueue(tx).await
}

#[derive(FromQueryResult)]
struct EndpointRow {
    id: WebhookId,
}

/// A delivery for every endpoint that is told such events, and whose owner may see them.
async fn plan(
    tx: &impl ConnectionTrait,
    event: WebhookEventId,
    word: &str,
    now: DateTime<Utc>,
) -> Result<Vec<WebhookDeliveryId>, DbErr> {
    let sql = "SELECT id FROM webhook_endpoints
               WHERE active AND $3 = ANY (events) AND webhook_owner_may(created_by, events, $1, $2) ORDER BY id FOR SHARE";
    let endpoints: Vec<EndpointRow> = all(tx, sql, store::rights().into_iter().chain([word.into()])).await?;
    let mut planned = Vec::with_capacity(endpoints.len());
    for endpoint in endpoints {
        planned.push(add(tx, event, endpoint.id, now).await?);
    }
    Ok(planned)
}

/// A delivery of an event to one endpoint.
pub(super) async fn add(
    tx: &impl ConnectionTrait,
    event: WebhookEventId,
    endpoint: WebhookId,
    now: DateTime<Utc>,
) -> Result<WebhookDeliveryId, DbErr> {
    let id = WebhookDeliveryId::generate();
    let sql =
        "INSERT INTO webhook_deliveries (id, event_id, endpoint_id, next_attempt_at, created_at) VALUES ($1, $2, $3, $4, $4)";
    execute(tx, sql, [id.into(), event.into(), endpoint.into(), now.into()]).await?;
    Ok(id)
}
