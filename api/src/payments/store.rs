//! The statements of this room. Locks are taken in the order: order, its attempts, its refunds.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use shared::ids::{OrderId, OrderItemId, PaymentId, RefundId, UserId};
use shared::money::Rupiah;
use shared::payments::{
    AttemptStatus, DisputeStatus, PaymentAsker, PaymentEffect, PaymentEventSource, PaymentProvider, RefundChannel, RefundKind,
    RefundStatus,
};
use shared::refunds::RefundItem;
use uuid::Uuid;

use super::gateway::{Attempt, Notification};
use crate::db::{all, execute, one};

/// An attempt to pay.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct PaymentRow {
    pub id: PaymentId,
    pub order_id: OrderId,
    pub provider: PaymentProvider,
    pub reference: String,
    pub external_id: Option<String>,
    pub amount: Rupiah,
    pub refunded: Rupiah,
    pub status: AttemptStatus,
    pub redirect_url: Option<String>,
    pub method: Option<String>,
    pub pay_code: Option<String>,
    pub failure: Option<String>,
    pub raw: Option<Value>,
    pub dispute: Option<DisputeStatus>,
    pub expires_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    pub checked_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

const PAYMENT: &str =
    "SELECT id, order_id, provider, reference, external_id, amount, refunded, status, redirect_url, method, pay_code, failure,
    raw, dispute, expires_at, settled_at, checked_at, created_at FROM payments";

impl PaymentRow {
    /// As the provider needs to know it.
    pub fn attempt(&self, has_refunds: bool) -> Attempt {
        Attempt {
            id: self.id,
            reference: self.reference.clone(),
            external_id: self.external_id.clone(),
            amount: self.amount,
            has_refunds: has_refunds || self.refunded > Rupiah::ZERO,
        }
    }
}

/// An attempt.
pub(super) async fn payment(db: &impl ConnectionTrait, id: PaymentId) -> Result<Option<PaymentRow>, DbErr> {
    one(db, &format!("{PAYMENT} WHERE id = $1"), [id.into()]).await
}

/// All attempts of an order, the latest first.
pub(super) async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<PaymentRow>, DbErr> {
    all(db, &format!("{PAYMENT} WHERE order_id = $1 ORDER BY created_at DESC, id DESC"), [order.into()]).await
}

/// All attempts of an order that is locked, locked, the latest first.
pub(super) async fn lock_of_order(tx: &impl ConnectionTrait, order: OrderId) -> Result<Vec<PaymentRow>, DbErr> {
    all(tx, &format!("{PAYMENT} WHERE order_id = $1 ORDER BY created_at DESC, id DESC FOR UPDATE"), [order.into()]).await
}

/// Begins an attempt.
pub(super) async fn insert(tx: &impl ConnectionTrait, row: &PaymentRow) -> Result<(), DbErr> {
    let sql = "INSERT INTO payments (id, order_id, provider, reference, amount, status, expires_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        row.id.into(),
        row.order_id.into(),
        row.provider.into(),
        row.reference.as_str().into(),
        row.amount.into(),
        row.status.into(),
        row.expires_at.into(),
        row.created_at.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Writes what can change of an attempt.
pub(super) async fn save(tx: &impl ConnectionTrait, row: &PaymentRow) -> Result<(), DbErr> {
    let sql = "UPDATE payments SET external_id = $2, refunded = $3, status = $4, redirect_url = $5, method = $6, pay_code = $7, failure = $8,
                      raw = $9, expires_at = $10, settled_at = $11, checked_at = $12, dispute = $13 WHERE id = $1";
    let values = [
        row.id.into(),
        row.external_id.as_deref().into(),
        row.refunded.into(),
        row.status.into(),
        row.redirect_url.as_deref().into(),
        row.method.as_deref().into(),
        row.pay_code.as_deref().into(),
        row.failure.as_deref().into(),
        row.raw.clone().into(),
        row.expires_at.into(),
        row.settled_at.into(),
        row.checked_at.into(),
        row.dispute.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Whoever began the attempt does not know what became of it and has stopped.
pub(super) async fn mark_left_half_done(db: &impl ConnectionTrait, id: PaymentId, now: DateTime<Utc>) -> Result<(), DbErr> {
    execute(db, "UPDATE payments SET checked_at = $2 WHERE id = $1 AND status = 'creating'", [id.into(), now.into()])
        .await
        .map(drop)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: PaymentId,
}

/// The attempt that we call `reference` at the provider.
pub(super) async fn by_reference(
    db: &impl ConnectionTrait,
    provider: PaymentProvider,
    reference: &str,
) -> Result<Option<PaymentId>, DbErr> {
    let sql = "SELECT id FROM payments WHERE reference = $1 AND provider = $2";
    Ok(one::<IdRow>(db, sql, [reference.into(), provider.into()]).await?.map(|row| row.id))
}

/// Attempts whose truth should be asked for, and marks them as being asked, so that two runs at
/// the same time take different ones. When they were last asked is written once there is an answer.
///
/// How often depends on age: after a tenth of it, between 45 seconds and 15 minutes, a little
/// later for some than for others. What is closed is asked for until its page is certainly gone.
pub(super) async fn claim_due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: i32) -> Result<Vec<PaymentRow>, DbErr> {
    let sql = "WITH due AS (
                   SELECT id FROM payments
                   WHERE (status IN ('creating', 'open', 'pending', 'challenged')
                          OR id >= $3 AND status IN ('failed', 'cancelled', 'expired') AND expires_at > $1 - interval '15 minutes')
                     AND (status <> 'creating' OR created_at <= $1 - interval '1 minute')
                     AND GREATEST(created_at, checked_at, claimed_at)
                         + LEAST(interval '15 minutes', GREATEST(interval '45 seconds', ($1 - created_at) / 10))
                           * (1 + (abs(hashtext(id::text)) % 25) / 100.0) <= $1
                   ORDER BY GREATEST(created_at, checked_at, claimed_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
               UPDATE payments p SET claimed_at = $1 FROM due WHERE p.id = due.id
               RETURNING p.id, p.order_id, p.provider, p.reference, p.external_id, p.amount, p.refunded, p.status, p.redirect_url, p.method,
                         p.pay_code, p.failure, p.raw, p.dispute, p.expires_at, p.settled_at, p.checked_at, p.created_at";
    // Ids begin with the time: the primary key finds the young ones.
    let youngest = id_at(now - TimeDelta::hours(49));
    all(db, sql, [now.into(), most.into(), youngest.into()]).await
}

/// Paid attempts with a refund on its way at the provider, the longest unasked first.
pub(super) async fn claim_refunding(db: &impl ConnectionTrait, now: DateTime<Utc>, most: i32) -> Result<Vec<PaymentRow>, DbErr> {
    let sql = "WITH due AS (
                   SELECT p.id FROM payments p
                   WHERE p.id IN (SELECT r.payment_id FROM refunds r
                                  WHERE r.id >= $3 AND r.status = 'pending' AND r.channel = 'provider' AND r.external_id IS NOT NULL)
                     AND GREATEST(p.created_at, p.checked_at, p.claimed_at) <= $1 - interval '1 hour'
                   ORDER BY GREATEST(p.created_at, p.checked_at, p.claimed_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
               UPDATE payments p SET claimed_at = $1 FROM due WHERE p.id = due.id
               RETURNING p.id, p.order_id, p.provider, p.reference, p.external_id, p.amount, p.refunded, p.status, p.redirect_url, p.method,
                         p.pay_code, p.failure, p.raw, p.dispute, p.expires_at, p.settled_at, p.checked_at, p.created_at";
    let youngest = id_at(now - TimeDelta::days(30));
    all(db, sql, [now.into(), most.into(), youngest.into()]).await
}

/// The smallest UUIDv7 of an instant.
fn id_at(at: DateTime<Utc>) -> Uuid {
    let millis = u128::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(millis << 80)
}

/// Something a provider said.
#[derive(Debug, FromQueryResult)]
pub(super) struct EventRow {
    pub provider: PaymentProvider,
    pub payment_id: Option<PaymentId>,
    pub source: PaymentEventSource,
    pub payload: Value,
    pub applied_at: Option<DateTime<Utc>>,
}

/// Something a provider said that was kept.
pub(super) async fn event(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<EventRow>, DbErr> {
    one(db, "SELECT provider, payment_id, source, payload, applied_at FROM payment_events WHERE id = $1", [id.into()]).await
}

/// Keeps a notification. `None` when it was kept before.
pub(super) async fn insert_notification(
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
pub(super) async fn insert_query(
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
pub(super) async fn finish_replay(
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
pub(super) async fn finish_event(
    tx: &impl ConnectionTrait,
    id: Uuid,
    payment: Option<PaymentId>,
    effect: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE payment_events SET payment_id = COALESCE($2, payment_id), effect = $3, applied_at = $4 WHERE id = $1";
    execute(tx, sql, [id.into(), payment.into(), effect.into(), now.into()]).await.map(drop)
}

/// Money on its way back.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct RefundRow {
    pub id: RefundId,
    pub order_id: OrderId,
    pub payment_id: Option<PaymentId>,
    pub amount: Rupiah,
    pub kind: RefundKind,
    pub channel: RefundChannel,
    pub status: RefundStatus,
    pub shipping: Rupiah,
    pub restock: bool,
    pub reason: String,
    pub external_id: Option<String>,
    pub failure: Option<String>,
    pub bank_reference: Option<String>,
    pub actor_id: Option<UserId>,
    pub retry_of: Option<RefundId>,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

const REFUND: &str =
    "SELECT id, order_id, payment_id, amount, kind, channel, status, shipping, restock, reason, external_id, failure,
    bank_reference, actor_id, retry_of, created_at, settled_at FROM refunds";

/// A refund.
pub(super) async fn refund(db: &impl ConnectionTrait, id: RefundId) -> Result<Option<RefundRow>, DbErr> {
    one(db, &format!("{REFUND} WHERE id = $1"), [id.into()]).await
}

/// All refunds of an order, the first first.
pub(super) async fn refunds(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundRow>, DbErr> {
    all(db, &format!("{REFUND} WHERE order_id = $1 ORDER BY id"), [order.into()]).await
}

/// All refunds of an order that is locked, locked, in id order.
pub(super) async fn lock_refunds(tx: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundRow>, DbErr> {
    all(tx, &format!("{REFUND} WHERE order_id = $1 ORDER BY id FOR UPDATE"), [order.into()]).await
}

/// Adds a refund.
pub(super) async fn insert_refund(tx: &impl ConnectionTrait, row: &RefundRow) -> Result<(), DbErr> {
    let sql = "INSERT INTO refunds (id, order_id, payment_id, amount, kind, channel, status, reason, external_id, failure, created_at, settled_at,
                      shipping, restock, actor_id, retry_of)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = [
        row.id.into(),
        row.order_id.into(),
        row.payment_id.into(),
        row.amount.into(),
        row.kind.into(),
        row.channel.into(),
        row.status.into(),
        row.reason.as_str().into(),
        row.external_id.as_deref().into(),
        row.failure.as_deref().into(),
        row.created_at.into(),
        row.settled_at.into(),
        row.shipping.into(),
        row.restock.into(),
        row.actor_id.into(),
        row.retry_of.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Pieces of a refund.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct RefundItemRow {
    pub refund_id: RefundId,
    order_item_id: OrderItemId,
    quantity: i32,
    amount: Rupiah,
}

impl RefundItemRow {
    /// As the refund shows them.
    pub fn item(self) -> RefundItem {
        RefundItem { order_item_id: self.order_item_id, quantity: self.quantity, amount: self.amount }
    }
}

/// The pieces that the refunds of an order are for.
pub(super) async fn refund_items(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundItemRow>, DbErr> {
    let sql = "SELECT i.refund_id, i.order_item_id, i.quantity, i.amount FROM refund_items i
               JOIN refunds r ON r.id = i.refund_id JOIN order_items o ON o.id = i.order_item_id
               WHERE r.order_id = $1 ORDER BY i.refund_id, o.position";
    all(db, sql, [order.into()]).await
}

/// Adds the pieces that a refund is for.
pub(super) async fn insert_refund_items(tx: &impl ConnectionTrait, refund: RefundId, items: &[RefundItem]) -> Result<(), DbErr> {
    let lines: Vec<Uuid> = items.iter().map(|item| item.order_item_id.0).collect();
    let quantities: Vec<i32> = items.iter().map(|item| item.quantity).collect();
    let amounts: Vec<i64> = items.iter().map(|item| item.amount.0).collect();
    let sql = "INSERT INTO refund_items (refund_id, order_item_id, quantity, amount)
               SELECT $1, i.line, i.quantity, i.amount FROM unnest($2::uuid[], $3::int[], $4::bigint[]) AS i (line, quantity, amount)";
    execute(tx, sql, [refund.into(), lines.into(), quantities.into(), amounts.into()]).await.map(drop)
}

/// Whether everything that an order was paid is on its way back.
///
/// # Errors
/// What the database says.
pub async fn is_going_back(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        going: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM refunds WHERE order_id = $1 AND kind = 'full' AND status = 'pending') AS going";
    Ok(one::<Row>(db, sql, [order.into()]).await?.is_some_and(|row| row.going))
}

/// Writes what can change of a refund.
pub(super) async fn save_refund(tx: &impl ConnectionTrait, row: &RefundRow) -> Result<(), DbErr> {
    let sql = "UPDATE refunds SET channel = $2, status = $3, external_id = $4, failure = $5, settled_at = $6, bank_reference = $7 WHERE id = $1";
    let values = [
        row.id.into(),
        row.channel.into(),
        row.status.into(),
        row.external_id.as_deref().into(),
        row.failure.as_deref().into(),
        row.settled_at.into(),
        row.bank_reference.as_deref().into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// What an admin set for a provider.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ConfigurationRow {
    pub provider: String,
    pub active: bool,
    pub sandbox: bool,
    pub minimum: Rupiah,
    pub expiry_minutes: i32,
    pub methods: Option<Vec<String>>,
    pub sealed_keys: Option<Vec<u8>>,
    pub revision: i32,
    /// The fingerprint of keys that the provider refused.
    pub refused_keys: Option<Vec<u8>>,
    pub keys_refused_at: Option<DateTime<Utc>>,
    pub keys_refused_status: Option<i32>,
}

const CONFIGURATION: &str = "SELECT provider, active, sandbox, minimum, expiry_minutes, methods, sealed_keys, revision,
    refused_keys, keys_refused_at, keys_refused_status FROM payment_configurations";

/// What an admin set for the providers.
pub(super) async fn configurations(db: &impl ConnectionTrait) -> Result<Vec<ConfigurationRow>, DbErr> {
    all(db, CONFIGURATION, []).await
}

/// Attempts that can still be paid at a provider.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct OpenRow {
    provider: PaymentProvider,
    attempts: i64,
}

impl OpenRow {
    /// How many there are at `provider`.
    pub fn at(rows: &[Self], provider: PaymentProvider) -> i64 {
        rows.iter().find(|row| row.provider == provider).map_or(0, |row| row.attempts)
    }
}

/// Attempts that can still be paid, by provider.
pub(super) async fn open_attempts(db: &impl ConnectionTrait) -> Result<Vec<OpenRow>, DbErr> {
    let sql = "SELECT provider, count(*) AS attempts FROM payments
               WHERE status IN ('creating', 'open', 'pending', 'challenged') GROUP BY provider";
    all(db, sql, []).await
}

/// What an admin set for one provider, locked.
pub(super) async fn lock_configuration(
    tx: &impl ConnectionTrait,
    provider: PaymentProvider,
) -> Result<Option<ConfigurationRow>, DbErr> {
    one(tx, &format!("{CONFIGURATION} WHERE provider = $1 FOR UPDATE"), [provider.as_str().into()]).await
}

/// A provider refused these keys. Since when it does is kept.
pub(super) async fn keys_refused(
    db: &impl ConnectionTrait,
    provider: PaymentProvider,
    keys: Vec<u8>,
    status: u16,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    // A row that is made here says what holds without one, and its revision is that of one that was never changed.
    let sql = "INSERT INTO payment_configurations AS c (provider, active, sandbox, revision, refused_keys, keys_refused_at, keys_refused_status)
               VALUES ($1, true, true, 0, $2, $3, $4)
               ON CONFLICT (provider) DO UPDATE SET refused_keys = EXCLUDED.refused_keys,
                   keys_refused_at = EXCLUDED.keys_refused_at, keys_refused_status = EXCLUDED.keys_refused_status
               WHERE c.refused_keys IS DISTINCT FROM EXCLUDED.refused_keys";
    let values = [provider.as_str().into(), keys.into(), now.into(), i32::from(status).into()];
    execute(db, sql, values).await.map(drop)
}

/// A provider took these keys.
pub(super) async fn keys_taken(db: &impl ConnectionTrait, provider: PaymentProvider, keys: Vec<u8>) -> Result<(), DbErr> {
    let sql = "UPDATE payment_configurations SET refused_keys = NULL, keys_refused_at = NULL, keys_refused_status = NULL
               WHERE provider = $1 AND refused_keys = $2";
    execute(db, sql, [provider.as_str().into(), keys.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_their_time() {
        let at = DateTime::from_timestamp_millis(1_795_250_000_123).unwrap_or_default();
        let id = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 1_795_250_000, 123_000_000));
        assert!(id_at(at) <= id && id < id_at(at + TimeDelta::milliseconds(1)));
    }
}
