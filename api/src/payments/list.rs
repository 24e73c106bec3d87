//! All attempts to pay, for the back office.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use shared::ids::{OrderId, PaymentId};
use shared::money::Rupiah;
use shared::page::Page;
use shared::payments::{AttemptStatus, PaymentProvider, PaymentTrouble, StaffPaymentRow};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, like_part, total};
use crate::http::ApiError;

/// What staff filter by.
#[derive(Default, Serialize)]
pub(super) struct PaymentFilter {
    pub status: Option<AttemptStatus>,
    pub provider: Option<PaymentProvider>,
    pub trouble: Option<PaymentTrouble>,
    pub text: Option<String>,
}

/// Where a page ends: the list is newest first.
type Position = (DateTime<Utc>, Uuid);

/// Which payments `p` are in a trouble. `:now` stands for the time.
fn condition(trouble: PaymentTrouble) -> &'static str {
    match trouble {
        PaymentTrouble::Stuck => {
            "(p.status IN ('creating', 'open', 'pending', 'challenged')
              AND (p.expires_at < :now - interval '15 minutes' OR p.status = 'creating' AND p.created_at < :now - interval '5 minutes'
                   OR COALESCE(p.checked_at, p.created_at) < :now - interval '30 minutes'))"
        }
        PaymentTrouble::Challenged => "p.status = 'challenged'",
        PaymentTrouble::Mismatch => {
            "EXISTS (SELECT FROM payment_events e WHERE e.payment_id = p.id AND split_part(e.effect, ':', 1) = 'mismatch')"
        }
        PaymentTrouble::SentBack => {
            "EXISTS (SELECT FROM payment_events e WHERE e.payment_id = p.id
                     AND split_part(e.effect, ':', 1) IN ('late_payment_refunded', 'double_payment_refunded'))"
        }
        PaymentTrouble::RefundFailed => {
            "EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id
                     AND (r.status = 'failed' AND NOT EXISTS (SELECT FROM refunds n WHERE n.retry_of = r.id)
                          OR r.status = 'pending' AND r.channel = 'provider' AND r.external_id IS NULL
                             AND r.created_at < :now - interval '10 minutes'))"
        }
        PaymentTrouble::TransferWaits => {
            "EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id AND r.status = 'pending' AND r.channel = 'manual_transfer')"
        }
        PaymentTrouble::Disputed => "(p.dispute IN ('open', 'lost') OR p.status = 'charged_back')",
        PaymentTrouble::Healed => {
            "EXISTS (SELECT FROM payment_events e WHERE e.payment_id = p.id AND e.asked_by IN ('reconciler', 'closing')
                     AND split_part(e.effect, ':', 1) IN ('paid', 'late_payment_accepted', 'late_payment_refunded', 'double_payment_refunded'))"
        }
    }
}

/// The troubles of a payment `p`, as an expression: their words with commas between.
pub(super) fn troubles_sql(now: &str) -> String {
    let word = |trouble: &PaymentTrouble| format!("CASE WHEN {} THEN '{trouble}' END", condition(*trouble));
    let words: Vec<String> = PaymentTrouble::ALL.iter().map(word).collect();
    format!("concat_ws(',', {})", words.join(", ")).replace(":now", now)
}

/// Reads what [`troubles_sql`] found.
pub(super) fn troubles(words: &str) -> Vec<PaymentTrouble> {
    words.split(',').filter_map(|word| word.parse().ok()).collect()
}

#[derive(FromQueryResult)]
struct Row {
    id: PaymentId,
    order_id: OrderId,
    order_number: String,
    buyer: String,
    provider: PaymentProvider,
    method: Option<String>,
    status: AttemptStatus,
    amount: Rupiah,
    refunded: Rupiah,
    troubles: String,
    created_at: DateTime<Utc>,
}

impl From<Row> for StaffPaymentRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            order_id: row.order_id,
            order_number: row.order_number,
            buyer: row.buyer,
            provider: row.provider,
            method: row.method,
            status: row.status,
            amount: row.amount,
            refunded: row.refunded,
            troubles: troubles(&row.troubles),
            created_at: row.created_at,
        }
    }
}

/// A page of all attempts to pay, newest first.
pub(super) async fn page(
    ctx: &Ctx,
    ask: PaymentFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StaffPaymentRow>, ApiError> {
    let mut filter = conditions(ask, ctx.clock.now());
    let (total, total_is_estimate) = total(&ctx.db, "payments p", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): Position = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(p.created_at, p.id) < ({at}, {id})"));
    }
    let now = filter.value(ctx.clock.now());
    // The troubles are looked up for the rows of the page alone.
    let sql = format!(
        "SELECT p.id, p.order_id, o.number AS order_number, o.buyer_name AS buyer, p.provider, p.method, p.status, p.amount, p.refunded,
                p.created_at, {} AS troubles
         FROM (SELECT p.id, p.order_id, p.provider, p.method, p.status, p.amount, p.refunded, p.dispute, p.expires_at, p.checked_at, p.created_at
               FROM payments p {} ORDER BY p.created_at DESC, p.id DESC LIMIT {}) p
         JOIN orders o ON o.id = p.order_id ORDER BY p.created_at DESC, p.id DESC",
        troubles_sql(&now),
        filter.sql(),
        limit + 1
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.created_at, row.id));
    let items = rows.into_iter().map(StaffPaymentRow::from).collect();
    Ok(Page { items, next_cursor, total, total_is_estimate })
}

/// What a filter lets through at `now`.
pub(super) fn conditions(ask: PaymentFilter, now: DateTime<Utc>) -> Filter {
    let mut filter = Filter::new();
    if let Some(status) = ask.status {
        filter.and("p.status = ?", status);
    }
    if let Some(provider) = ask.provider {
        filter.and("p.provider = ?", provider);
    }
    if let Some(trouble) = ask.trouble {
        filter.and(&condition(trouble).replace(":now", "?"), now);
    }
    if let Some(text) = ask.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
        let providers: Vec<String> = PaymentProvider::ALL.iter().map(|provider| provider.as_str().to_owned()).collect();
        let (part, whole, providers) = (filter.value(like_part(&text)), filter.value(text), filter.value(providers));
        // Every provider is named, so that the key of both columns finds what a provider calls it.
        filter.and_sql(&format!(
            "p.id IN (SELECT q.id FROM payments q JOIN orders o ON o.id = q.order_id
                      WHERE fold(o.number || ' ' || o.buyer_name || ' ' || o.buyer_email) LIKE '%' || fold({part}) || '%'
                      UNION ALL SELECT q.id FROM payments q WHERE q.reference = {whole}
                      UNION ALL SELECT q.id FROM payments q WHERE q.provider = ANY ({providers}) AND q.external_id = {whole})"
        ));
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_is_found_and_read_again() {
        let sql = troubles_sql("$1");
        assert!(!sql.contains(":now"), "{sql}");
        let words: Vec<&str> = PaymentTrouble::ALL.iter().map(|trouble| trouble.as_str()).collect();
        assert_eq!(troubles(&words.join(",")), PaymentTrouble::ALL);
        assert!(troubles("").is_empty());
    }

    #[test]
    fn the_search_names_no_provider_itself() {
        let filter =
            conditions(PaymentFilter { text: Some("cs_1".to_owned()), ..PaymentFilter::default() }, DateTime::UNIX_EPOCH);
        assert!(filter.sql().contains("q.external_id"), "{}", filter.sql());
        for provider in PaymentProvider::ALL {
            assert!(!filter.sql().contains(provider.as_str()), "{}", filter.sql());
        }
    }
}
