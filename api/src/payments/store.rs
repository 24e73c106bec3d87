//! The statements of this room. Locks are taken in the order: order, its attempts, its refunds.

mod configurations;
mod events;
mod refunds;

pub(super) use self::configurations::{ConfigurationRow, configurations, keys_refused, keys_taken, lock_configuration};
pub(super) use self::events::{EventRow, event, finish_event, finish_replay, insert_notification, insert_query};
pub use self::refunds::is_going_back;
pub(super) use self::refunds::{
    RefundItemRow, RefundRow, insert_refund, insert_refund_items, lock_refunds, refund, refund_items, refunds, save_refund,
};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use shared::ids::{OrderId, PaymentId};
use shared::money::Rupiah;
use shared::payments::{AttemptStatus, DisputeStatus, PaymentProvider};
use uuid::Uuid;

use super::gateway::Attempt;
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
/// later for some than for others. What is closed is asked for until its page is certainly gone; what
/// was closed without asking anybody, until somebody could be asked, for a month at most.
pub(super) async fn claim_due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: i32) -> Result<Vec<PaymentRow>, DbErr> {
    let sql = "WITH due AS (
                   SELECT id FROM payments
                   WHERE (status IN ('creating', 'open', 'pending', 'challenged')
                          OR id >= $3 AND status IN ('failed', 'cancelled', 'expired') AND expires_at > $1 - interval '15 minutes'
                          OR status = 'cancelled' AND checked_at IS NULL AND created_at > $1 - interval '30 days')
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

/// The smallest UUIDv7 of an instant.
fn id_at(at: DateTime<Utc>) -> Uuid {
    let millis = u128::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(millis << 80)
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
