//! What came and went.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use shared::ids::{MovementId, VariantId};
use shared::inventory::{AdjustmentReason, MovementKind, StockMovement};
use shared::page::Page;
use uuid::Uuid;

use super::OPTIONS;
use super::list::and_named;
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::http::ApiError;

/// What staff filter movements by.
#[derive(Default, Serialize)]
pub(super) struct MovementFilter {
    pub variant: Option<VariantId>,
    pub kind: Option<MovementKind>,
    pub reason: Option<AdjustmentReason>,
    pub text: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// Where the rows come from.
pub(super) const FROM: &str = "stock_movements m JOIN variants v ON v.id = m.variant_id JOIN products p ON p.id = v.product_id";

/// What a filter lets through.
pub(super) fn conditions(ask: MovementFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(variant) = ask.variant {
        filter.and("m.variant_id = ?", variant.0);
    }
    if let Some(kind) = ask.kind {
        filter.and("m.kind = ?", kind);
    }
    if let Some(reason) = ask.reason {
        filter.and("m.reason = ?", reason);
    }
    and_named(&mut filter, ask.text.as_deref());
    if let Some(from) = ask.from {
        filter.and("m.created_at >= ?", from);
    }
    if let Some(until) = ask.until {
        filter.and("m.created_at < ?", until);
    }
    filter
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: MovementId,
    pub variant_id: VariantId,
    pub name: String,
    pub options: String,
    pub sku: String,
    pub kind: MovementKind,
    pub quantity: i32,
    pub on_hand_after: i64,
    pub reason: Option<AdjustmentReason>,
    pub note: String,
    pub actor: Option<String>,
    pub reference: Option<String>,
    pub reference_kind: Option<String>,
    pub reference_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

impl From<Row> for StockMovement {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            variant_id: row.variant_id,
            name: row.name,
            options: row.options,
            sku: row.sku,
            kind: row.kind,
            quantity: row.quantity,
            on_hand_after: row.on_hand_after,
            reason: row.reason,
            note: row.note,
            actor: row.actor,
            reference: row.reference,
            reference_kind: row.reference_kind,
            reference_id: row.reference_id,
            created_at: row.created_at,
        }
    }
}

/// The columns of a row. A refund is named by its order.
pub(super) fn columns() -> String {
    format!(
        "m.id, m.variant_id, p.name, {OPTIONS} AS options, v.sku, m.kind, m.quantity, m.reason, m.note, m.reference_kind, m.created_at,
         m.on_hand_after::bigint AS on_hand_after,
         (SELECT u.name FROM users u WHERE u.id = m.actor_id) AS actor,
         CASE m.reference_kind
             WHEN 'order' THEN (SELECT o.number FROM orders o WHERE o.id = m.reference_id)
             WHEN 'refund' THEN (SELECT o.number FROM refunds r JOIN orders o ON o.id = r.order_id WHERE r.id = m.reference_id)
             WHEN 'restock_order' THEN (SELECT o.number FROM restock_orders o WHERE o.id = m.reference_id) END AS reference,
         CASE m.reference_kind WHEN 'refund' THEN (SELECT r.order_id FROM refunds r WHERE r.id = m.reference_id)
             ELSE m.reference_id END AS reference_id"
    )
}

/// A page of movements, the latest first.
pub(super) async fn page(
    ctx: &Ctx,
    ask: MovementFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<StockMovement>, ApiError> {
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, FROM, &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(m.created_at, m.id) < ({at}, {id})"));
    }
    let sql = format!(
        "SELECT {} FROM (SELECT m.* FROM {FROM} {} ORDER BY m.created_at DESC, m.id DESC LIMIT {}) m
         JOIN variants v ON v.id = m.variant_id JOIN products p ON p.id = v.product_id ORDER BY m.created_at DESC, m.id DESC",
        columns(),
        filter.sql(),
        limit + 1
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.created_at, row.id));
    Ok(Page { items: rows.into_iter().map(StockMovement::from).collect(), next_cursor, total, total_is_estimate })
}
