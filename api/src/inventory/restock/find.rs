//! A restock order with everything around it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{ReceiptId, RestockOrderId, SupplierId, VariantId};
use shared::inventory::{ReceiptLine, RestockLine, RestockOrder, RestockReceipt, RestockStatus, discrepancy};
use shared::mail::EmailState;
use shared::money::Rupiah;

use crate::db::{all, one};
use crate::http::ApiError;
use crate::inventory::OPTIONS;

#[derive(FromQueryResult)]
struct Row {
    id: RestockOrderId,
    revision: i32,
    number: String,
    status: RestockStatus,
    supplier_id: SupplierId,
    supplier: String,
    supplier_email: Option<String>,
    expected_on: Option<NaiveDate>,
    notes: String,
    total: Rupiah,
    cancel_reason: String,
    created_by: Option<String>,
    created_at: DateTime<Utc>,
    ordered_at: Option<DateTime<Utc>>,
    received_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    emailed_at: Option<DateTime<Utc>>,
    email_state: Option<EmailState>,
}

#[derive(FromQueryResult)]
struct LineRow {
    variant_id: VariantId,
    name: String,
    options: String,
    sku: String,
    barcode: Option<String>,
    supplier_sku: String,
    quantity_ordered: i32,
    quantity_received: i32,
    quantity_damaged: i32,
    unit_cost: Rupiah,
    available: i32,
}

#[derive(FromQueryResult)]
struct ReceiptRow {
    id: ReceiptId,
    delivery_note: String,
    note: String,
    closes: bool,
    by: Option<String>,
    created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct ReceiptLineRow {
    receipt_id: ReceiptId,
    variant_id: VariantId,
    sku: String,
    quantity: i32,
    damaged: i32,
    reason: String,
    unit_cost: Rupiah,
    cost_before: Option<Rupiah>,
    cost_after: Option<Rupiah>,
}

/// The order: four statements, however many lines and deliveries.
pub(super) async fn get(db: &impl ConnectionTrait, id: RestockOrderId) -> Result<RestockOrder, ApiError> {
    let sql = "SELECT o.id, o.revision, o.number, o.status, o.supplier_id, u.name AS supplier, u.email AS supplier_email, o.expected_on,
                      o.notes, o.total, o.cancel_reason, (SELECT w.name FROM users w WHERE w.id = o.created_by) AS created_by, o.created_at,
                      o.ordered_at, o.received_at, o.cancelled_at,
                      (SELECT max(m.sent_at) FROM email_messages m WHERE m.restock_order_id = o.id AND m.state = 'sent') AS emailed_at,
                      (SELECT m.state FROM email_messages m WHERE m.restock_order_id = o.id
                       ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS email_state
               FROM restock_orders o JOIN suppliers u ON u.id = o.supplier_id WHERE o.id = $1";
    let row: Option<Row> = one(db, sql, [id.0.into()]).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    let sql = format!(
        "SELECT i.variant_id, p.name, {OPTIONS} AS options, v.sku, v.barcode, i.supplier_sku, i.quantity_ordered, i.quantity_received,
                i.quantity_damaged, i.unit_cost, s.on_hand - s.reserved AS available
         FROM restock_order_items i JOIN variants v ON v.id = i.variant_id JOIN products p ON p.id = v.product_id
         JOIN stocks s ON s.variant_id = v.id WHERE i.restock_order_id = $1 ORDER BY i.position, v.sku"
    );
    let lines: Vec<LineRow> = all(db, &sql, [id.0.into()]).await?;
    let sql = "SELECT r.id, r.delivery_note, r.note, r.closes, (SELECT w.name FROM users w WHERE w.id = r.received_by) AS by, r.created_at
               FROM restock_receipts r WHERE r.restock_order_id = $1 ORDER BY r.created_at, r.id";
    let receipts: Vec<ReceiptRow> = all(db, sql, [id.0.into()]).await?;
    let sql =
        "SELECT t.receipt_id, t.variant_id, v.sku, t.quantity, t.damaged, t.reason, t.unit_cost, t.cost_before, t.cost_after
               FROM restock_receipt_items t JOIN restock_receipts r ON r.id = t.receipt_id JOIN variants v ON v.id = t.variant_id
               WHERE r.restock_order_id = $1 ORDER BY v.sku";
    let received: Vec<ReceiptLineRow> = all(db, sql, [id.0.into()]).await?;
    Ok(whole(row, lines, receipts, received))
}

fn whole(row: Row, lines: Vec<LineRow>, receipts: Vec<ReceiptRow>, received: Vec<ReceiptLineRow>) -> RestockOrder {
    let mut by_receipt: HashMap<ReceiptId, Vec<ReceiptLine>> = HashMap::new();
    let mut by_variant: HashMap<VariantId, i64> = HashMap::new();
    for line in received {
        let cost = by_variant.entry(line.variant_id).or_default();
        *cost = cost.saturating_add(line.unit_cost.0.saturating_mul(line.quantity.into()));
        by_receipt.entry(line.receipt_id).or_default().push(ReceiptLine {
            variant_id: line.variant_id,
            sku: line.sku,
            quantity: line.quantity,
            damaged: line.damaged,
            reason: line.reason,
            unit_cost: line.unit_cost,
            cost_before: line.cost_before,
            cost_after: line.cost_after,
        });
    }
    let receipt = |row: ReceiptRow| RestockReceipt {
        lines: by_receipt.remove(&row.id).unwrap_or_default(),
        id: row.id,
        delivery_note: row.delivery_note,
        note: row.note,
        closes: row.closes,
        by: row.by,
        created_at: row.created_at,
    };
    let line = |row: LineRow| RestockLine {
        variant_id: row.variant_id,
        name: row.name,
        options: row.options,
        sku: row.sku,
        barcode: row.barcode,
        supplier_sku: row.supplier_sku,
        quantity: row.quantity_ordered,
        received: row.quantity_received,
        damaged: row.quantity_damaged,
        unit_cost: row.unit_cost,
        line_total: row.unit_cost.checked_mul(row.quantity_ordered.into()).unwrap_or(Rupiah::ZERO),
        received_total: Rupiah(by_variant.get(&row.variant_id).copied().unwrap_or_default()),
        discrepancy: discrepancy(row.quantity_ordered, row.quantity_received, row.quantity_damaged),
        available: row.available,
    };
    let received_total = by_variant.values().fold(0_i64, |sum, cost| sum.saturating_add(*cost));
    RestockOrder {
        id: row.id,
        revision: row.revision,
        number: row.number,
        status: row.status,
        supplier_id: row.supplier_id,
        supplier: row.supplier,
        supplier_email: row.supplier_email,
        expected_on: row.expected_on,
        notes: row.notes,
        lines: lines.into_iter().map(line).collect(),
        total: row.total,
        received_total: Rupiah(received_total),
        receipts: receipts.into_iter().map(receipt).collect(),
        cancel_reason: row.cancel_reason,
        created_by: row.created_by,
        created_at: row.created_at,
        ordered_at: row.ordered_at,
        received_at: row.received_at,
        cancelled_at: row.cancelled_at,
        emailed_at: row.emailed_at,
        email_state: row.email_state,
    }
}
