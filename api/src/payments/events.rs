//! What providers said, for the back office.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::PaymentId;
use shared::page::Page;
use shared::payments::{PaymentAsker, PaymentEffect, PaymentEventSource, PaymentProvider, StaffPaymentEvent};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, one, total};
use crate::http::ApiError;

/// How long a notification may wait for its job before staff should know.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// The most events that a payment's page shows.
const MOST: u32 = 200;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    provider: PaymentProvider,
    payment_id: Option<PaymentId>,
    order_number: Option<String>,
    source: PaymentEventSource,
    asked_by: Option<PaymentAsker>,
    kind: String,
    effect: Option<String>,
    payload: serde_json::Value,
    received_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
    replayed_at: Option<DateTime<Utc>>,
    replay_effect: Option<String>,
}

const EVENT: &str =
    "SELECT e.id, e.provider, e.payment_id, o.number AS order_number, e.source, e.asked_by, e.kind, e.effect, e.payload,
    e.received_at, e.applied_at, e.replayed_at, e.replay_effect
    FROM payment_events e LEFT JOIN payments p ON p.id = e.payment_id LEFT JOIN orders o ON o.id = p.order_id";

/// `effect`, or `effect: more about it`.
fn effect_of(written: Option<&str>) -> (Option<PaymentEffect>, Option<String>) {
    let Some(written) = written else { return (None, None) };
    let (word, more) = written.split_once(": ").map_or((written, None), |(word, more)| (word, Some(more.to_owned())));
    (word.parse().ok(), more)
}

impl From<Row> for StaffPaymentEvent {
    fn from(row: Row) -> Self {
        let (effect, note) = effect_of(row.effect.as_deref());
        Self {
            id: row.id,
            provider: row.provider,
            payment_id: row.payment_id,
            order_number: row.order_number,
            source: row.source,
            asked_by: row.asked_by,
            kind: row.kind,
            effect,
            note,
            payload: row.payload,
            received_at: row.received_at,
            applied_at: row.applied_at,
            replayed_at: row.replayed_at,
            replay_effect: effect_of(row.replay_effect.as_deref()).0,
        }
    }
}

/// An event.
pub(super) async fn get(ctx: &Ctx, id: Uuid) -> Result<StaffPaymentEvent, ApiError> {
    let row: Option<Row> = one(&ctx.db, &format!("{EVENT} WHERE e.id = $1"), [id.into()]).await?;
    row.map(StaffPaymentEvent::from).ok_or_else(ApiError::not_found)
}

/// What was said of a payment, the latest first.
pub(super) async fn of_payment(db: &impl ConnectionTrait, payment: PaymentId) -> Result<Vec<StaffPaymentEvent>, DbErr> {
    let sql = format!("{EVENT} WHERE e.payment_id = $1 ORDER BY e.received_at DESC, e.id DESC LIMIT {MOST}");
    let rows: Vec<Row> = all(db, &sql, [payment.into()]).await?;
    Ok(rows.into_iter().map(StaffPaymentEvent::from).collect())
}

/// About no payment of ours, or its job is late, whatever it is about.
const UNMATCHED: &str =
    "(e.payment_id IS NULL AND split_part(e.effect, ':', 1) = 'unmatched' OR e.applied_at IS NULL AND e.received_at < ?)";

/// How much was said that nothing came of: it fits no payment, or was not worked on yet.
///
/// # Errors
/// What the database says.
pub async fn unmatched(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<i64, DbErr> {
    let mut filter = Filter::new();
    filter.and(UNMATCHED, now - PATIENCE);
    Ok(total(db, "payment_events e", &filter).await?.0)
}

/// A page of what was said, the latest first: all of it, or what nothing came of because it is
/// about no payment of ours, or because its job is late.
pub(super) async fn page(
    ctx: &Ctx,
    provider: Option<PaymentProvider>,
    unmatched: bool,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StaffPaymentEvent>, ApiError> {
    let mut filter = Filter::new();
    if let Some(provider) = provider {
        filter.and("e.provider = ?", provider);
    }
    if unmatched {
        filter.and(UNMATCHED, ctx.clock.now() - PATIENCE);
    }
    let (total, total_is_estimate) = total(&ctx.db, "payment_events e", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(e.received_at, e.id) < ({at}, {id})"));
    }
    let sql = format!("{EVENT} {} ORDER BY e.received_at DESC, e.id DESC LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.received_at, row.id));
    let items = rows.into_iter().map(StaffPaymentEvent::from).collect();
    Ok(Page { items, next_cursor, total, total_is_estimate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_may_have_more_to_say() {
        assert_eq!(effect_of(Some("paid")), (Some(PaymentEffect::Paid), None));
        assert_eq!(effect_of(Some("moved: open → pending")), (Some(PaymentEffect::Moved), Some("open → pending".to_owned())));
        assert_eq!(effect_of(None), (None, None));
    }
}
