//! What providers said.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use shared::ids::PaymentId;
use shared::payments::{PaymentAsker, PaymentEffect, PaymentEventSource, PaymentProvider};
use uuid::Uuid;

use super::PaymentRow;
use crate::db::{execute, one};
use crate::payments::gateway::Notification;

/// Something a provider said.
#[derive(Debug, FromQueryResult)]
pub(in crate::payments) struct EventRow {
    pub provider: PaymentProvider,
    pub payment_id: Option<PaymentId>,
    pub source: PaymentEventSource,
    pub payload: Value,
    pub applied_at: Option<DateTime<Utc>>,
}

/// Something a provider said that was kept.
pub(in crate::payments) async fn event(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<EventRow>, DbErr> {
    one(db, "SELECT provider, payment_id, source, payload, applied_at FROM payment_events WHERE id = $1", [id.into()]).await
}

/// Keeps a notification. `None` when it was kept before.
pub(in crate::payments) async fn insert_notification(
    tx: &impl ConnectionTrait,
    provider: PaymentProvider,
    notification: &Notification,
    payment: Option<PaymentId>,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, DbErr> {
    let id = Uuid::now_v7();
    let sql =
        "INSERT INTO payment_events (id, provider, event_key, payment_id, source, kind, payload, effect, received_at, applied_at)
               VALUES ($1, $2, $3, $4, 'notification', $5, $6, $7, $8, $9) ON CONFLICT (provider, event_key) DO NOTHING";
    let ignored = !notification.matters;
    let values = [
        id.into(),
        provider.into(),
        notification.key.as_str().into(),
        payment.into(),
        notification.kind.as_str().into(),
        notification.payload.clone().into(),
        ignored.then(|| PaymentEffect::Ignored.as_str()).into(),
        now.into(),
        ignored.then_some(now).into(),
    ];
    Ok((execute(tx, sql, values).await? == 1).then_some(id))
}

/// Keeps the answer to a question of ours that had an effect. The same answer is kept once.
pub(in crate::payments) async fn insert_query(
    tx: &impl ConnectionTrait,
    payment: &PaymentRow,
    asker: PaymentAsker,
    key: &str,
    raw: &Value,
    effect: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql =
        "INSERT INTO payment_events (id, provider, event_key, payment_id, source, kind, payload, effect, received_at, applied_at, asked_by)
               VALUES ($1, $2, $3, $4, 'query', 'status', $5, $6, $7, $7, $8) ON CONFLICT (provider, event_key) DO NOTHING";
    let values = [
        Uuid::now_v7().into(),
        payment.provider.into(),
        key.into(),
        payment.id.into(),
        raw.clone().into(),
        effect.into(),
        now.into(),
        asker.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Writes what a kept event did when it was applied again. What it did at first stays.
pub(in crate::payments) async fn finish_replay(
    tx: &impl ConnectionTrait,
    id: Uuid,
    payment: Option<PaymentId>,
    effect: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE payment_events SET payment_id = COALESCE(payment_id, $2), replayed_at = $4, replay_effect = $3,
                      effect = CASE WHEN applied_at IS NULL THEN $3 ELSE effect END, applied_at = COALESCE(applied_at, $4)
               WHERE id = $1";
    execute(tx, sql, [id.into(), payment.into(), effect.into(), now.into()]).await.map(drop)
}

/// Writes what a notification did.
pub(in crate::payments) async fn finish_event(
    tx: &impl ConnectionTrait,
    id: Uuid,
    payment: Option<PaymentId>,
    effect: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE payment_events SET payment_id = COALESCE($2, payment_id), effect = $3, applied_at = $4 WHERE id = $1";
    execute(tx, sql, [id.into(), payment.into(), effect.into(), now.into()]).await.map(drop)
}
