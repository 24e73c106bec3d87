//! One try to tell an endpoint, and what follows from it.

use anyhow::bail;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::ids::{WebhookDeliveryId, WebhookEventId, WebhookId};

use super::log::TEST;
use super::post::{Letter, Outcome, TIMEOUT};
use super::{off, pause, resource, sign, store};
use crate::catalog::COST_PERMISSIONS;
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::jobs::{self, Job};

/// An endpoint that failed for so long is switched off: less than it takes to run out of tries, so that
/// the first event that is given up is also the last that is tried in vain.
const PATIENCE: TimeDelta = TimeDelta::hours(60);
/// The answer by which an endpoint says that it is gone for good.
const GONE: u16 = 410;

/// Tries once to tell an endpoint. Whatever that answers, the job succeeds: what comes next is planned here, and may be
/// read in the delivery's log. It fails by what the database says, and while another worker has the delivery.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deliver {
    /// Which delivery.
    pub delivery_id: WebhookDeliveryId,
    /// When the try was planned for. What was planned anew since then is another job's.
    pub due: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Claimed {
    attempts: i32,
    event_id: WebhookEventId,
    event: String,
    payload: Option<String>,
    endpoint_id: WebhookId,
    url: String,
    active: bool,
    /// Whether whoever vouches for it still may see what it is told.
    owner_may: bool,
    /// Whether they see what things cost.
    sees_cost: bool,
    /// What the endpoint is told by now.
    events: Vec<String>,
    sealed_secret: Vec<u8>,
    sealed_previous: Option<Vec<u8>>,
    previous_until: Option<DateTime<Utc>>,
}

impl Job for Deliver {
    const KIND: &'static str = "webhooks.deliver";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let (id, due) = (self.delivery_id, self.due);
        let Some(claimed) = claim(ctx, id, due).await? else { return stand_by(ctx, id, due).await };
        if !claimed.active {
            return Ok(give_up(&ctx.db, id, "the webhook is switched off", ctx.clock.now()).await?);
        }
        if !claimed.owner_may {
            let why = "whoever vouched for the webhook has left, or may not see this any more";
            return Ok(give_up(&ctx.db, id, why, ctx.clock.now()).await?);
        }
        // Whoever changed what it is told may not be allowed to see what it was told before.
        if claimed.event != TEST && !claimed.events.contains(&claimed.event) {
            return Ok(give_up(&ctx.db, id, "the webhook is not told such events any more", ctx.clock.now()).await?);
        }
        let outcome = send(ctx, &claimed).await;
        ctx.metrics.webhook(outcome.error.is_none());
        record(ctx, id, &claimed, &outcome).await
    }
}

/// Takes the delivery, for longer than a try can last. An endpoint that fails is tried by one worker at a time: one that
/// lets everybody wait must not keep all of them from other work.
async fn claim(ctx: &Ctx, id: WebhookDeliveryId, due: DateTime<Utc>) -> anyhow::Result<Option<Claimed>> {
    let now = ctx.clock.now();
    let until = now + TimeDelta::from_std(TIMEOUT)? + TimeDelta::seconds(15);
    let sql = "UPDATE webhook_deliveries d SET attempts = d.attempts + 1, leased_until = $3
               FROM webhook_endpoints e, webhook_events v
               WHERE d.id = $1 AND d.status = 'waiting' AND d.next_attempt_at = $4 AND (d.leased_until IS NULL OR d.leased_until <= $2)
                   AND e.id = d.endpoint_id AND v.id = d.event_id
                   AND (e.failing_since IS NULL OR NOT EXISTS (
                       SELECT FROM webhook_deliveries o WHERE o.endpoint_id = d.endpoint_id AND o.id <> d.id AND o.leased_until > $2))
               RETURNING d.attempts, d.event_id, v.event, v.payload, d.endpoint_id, e.url, e.active, e.events, e.sealed_secret,
                         e.sealed_previous, e.previous_until, webhook_owner_may(e.created_by, e.events, $5, $6) AS owner_may,
                         e.tells_cost AND EXISTS (SELECT FROM users u JOIN role_permissions p ON p.role_id = u.role_id
                                 WHERE u.id = e.created_by AND p.permission = ANY ($7)) AS sees_cost";
    let values: [Value; 4] = [id.into(), now.into(), until.into(), due.into()];
    let cost = COST_PERMISSIONS.iter().map(ToString::to_string).collect::<Vec<String>>();
    Ok(one(&ctx.db, sql, values.into_iter().chain(store::rights()).chain([cost.into()])).await?)
}

/// It could not be taken: it has to wait for its turn, is being tried, or was planned anew.
async fn stand_by(ctx: &Ctx, id: WebhookDeliveryId, due: DateTime<Utc>) -> anyhow::Result<()> {
    let now = ctx.clock.now();
    let next = now + pause::turn();
    let tx = ctx.begin().await?;
    let sql = "UPDATE webhook_deliveries SET next_attempt_at = $3
               WHERE id = $1 AND status = 'waiting' AND next_attempt_at = $2 AND (leased_until IS NULL OR leased_until <= $4)";
    if execute(&tx, sql, [id.into(), due.into(), next.into(), now.into()]).await? == 0 {
        tx.rollback().await?;
        if store::waits(&ctx.db, id, due).await? {
            bail!("delivery {id} is being tried by another worker");
        }
        return Ok(());
    }
    jobs::enqueue_at(&tx, &Deliver { delivery_id: id, due: next }, next).await?;
    Ok(tx.commit().await?)
}

async fn send(ctx: &Ctx, claimed: &Claimed) -> Outcome {
    let now = ctx.clock.now();
    let nothing = |error: &str| Outcome { status: None, latency_ms: 0, error: Some(error.to_owned()), response: None };
    let place = store::secret_place(claimed.endpoint_id);
    let Ok(secret) = ctx.vault.open(&place, &claimed.sealed_secret) else {
        return nothing("its secret cannot be opened with this server's secret key");
    };
    let previous = claimed.sealed_previous.as_deref().filter(|_| claimed.previous_until.is_some_and(|until| now < until));
    let mut secrets = vec![secret];
    secrets.extend(previous.and_then(|sealed| ctx.vault.open(&place, sealed).ok()));
    let Some(payload) = claimed.payload.as_deref() else { return nothing("there is nothing to send") };
    let body = if claimed.sees_cost { Ok(payload.to_owned()) } else { resource::without_cost(payload) };
    let Ok(body) = body else { return nothing("what is to be sent cannot be read") };
    let (event, timestamp) = (claimed.event_id.to_string(), now.timestamp());
    let signatures = sign::signatures(&secrets, &event, timestamp, &body);
    ctx.postman.post(&Letter { url: &claimed.url, id: &event, timestamp, signatures: &signatures, body: &body }).await
}

async fn give_up(db: &impl ConnectionTrait, id: WebhookDeliveryId, why: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql =
        "UPDATE webhook_deliveries SET status = 'failed', attempts = attempts - 1, leased_until = NULL, next_attempt_at = NULL,
                   finished_at = $3, last_error = $2 WHERE id = $1 AND status = 'waiting'";
    execute(db, sql, [id.into(), why.into(), now.into()]).await.map(drop)
}

/// Writes down what came of the try, and what follows from it.
async fn record(ctx: &Ctx, id: WebhookDeliveryId, claimed: &Claimed, outcome: &Outcome) -> anyhow::Result<()> {
    let now = ctx.clock.now();
    let status = outcome.status.map(i32::from);
    let tx = ctx.begin().await?;
    // The endpoint before its deliveries, as whoever removes it does. It may be gone by now.
    let sql = "SELECT FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE";
    if execute(&tx, sql, [claimed.endpoint_id.into()]).await? == 0 {
        return Ok(tx.rollback().await?);
    }
    let sql = "INSERT INTO webhook_attempts (delivery_id, at, status, latency_ms, error, response)
               SELECT id, $2, $3, $4, $5, $6 FROM webhook_deliveries WHERE id = $1";
    let values = [
        id.into(),
        now.into(),
        status.into(),
        outcome.latency_ms.into(),
        outcome.error.as_deref().into(),
        outcome.response.as_deref().into(),
    ];
    // The event was forgotten meanwhile.
    if execute(&tx, sql, values).await? == 0 {
        return Ok(tx.rollback().await?);
    }
    let Some(error) = &outcome.error else {
        taken(&tx, id, claimed.endpoint_id, status, now).await?;
        return Ok(tx.commit().await?);
    };
    let lasting = failing(&tx, claimed, outcome, now).await?;
    let next = (!lasting && claimed.attempts < pause::TRIES).then(|| now + pause::after(claimed.attempts));
    let sql = "UPDATE webhook_deliveries SET status = CASE WHEN $2::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END,
                   next_attempt_at = $2, finished_at = CASE WHEN $2::timestamptz IS NULL THEN $3::timestamptz END,
                   leased_until = NULL, last_status = $4, last_error = $5 WHERE id = $1";
    execute(&tx, sql, [id.into(), next.into(), now.into(), status.into(), error.as_str().into()]).await?;
    if let Some(next) = next {
        jobs::enqueue_at(&tx, &Deliver { delivery_id: id, due: next }, next).await?;
    }
    if lasting {
        off::tell(&tx, claimed.endpoint_id, &claimed.url, error, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn taken(
    tx: &impl ConnectionTrait,
    id: WebhookDeliveryId,
    endpoint: WebhookId,
    status: Option<i32>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE webhook_deliveries SET status = 'delivered', finished_at = $2, next_attempt_at = NULL, leased_until = NULL,
                   last_status = $3, last_error = NULL WHERE id = $1";
    execute(tx, sql, [id.into(), now.into(), status.into()]).await?;
    let sql = "UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";
    execute(tx, sql, [endpoint.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Failing {
    since: DateTime<Utc>,
    active: bool,
}

/// Notes that the endpoint fails, and switches it off when that lasts. Whether it was switched off now.
async fn failing(tx: &impl ConnectionTrait, claimed: &Claimed, outcome: &Outcome, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, $2) WHERE id = $1
               RETURNING failing_since AS since, active";
    let Some(row) = one::<Failing>(tx, sql, [claimed.endpoint_id.into(), now.into()]).await? else { return Ok(false) };
    let lasting = outcome.status == Some(GONE) || now - row.since >= PATIENCE;
    if !lasting || !row.active {
        return Ok(false);
    }
    tracing::warn!(webhook = %claimed.endpoint_id, since = %row.since, "a webhook is switched off");
    let reason = outcome.error.as_deref().unwrap_or_default();
    let sql = "UPDATE webhook_endpoints SET active = false, disabled_at = $2, disabled_reason = $3, revision = revision + 1 WHERE id = $1";
    execute(tx, sql, [claimed.endpoint_id.into(), now.into(), reason.into()]).await?;
    Ok(true)
}
