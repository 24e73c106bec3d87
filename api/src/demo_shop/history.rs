//! The orders of the past, with all that hangs on them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use demo::PastOrder;
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::Value;
use shared::ids::OrderId;
use shared::totals::TaxRule;
use uuid::Uuid;

use super::goods::Good;
use super::people::People;
use super::{load, order, stock};
use crate::jobs;
use crate::orders::ExpireOrder;

/// Rows to write, table by table.
#[derive(Default)]
pub struct Rows {
    pub orders: Vec<Value>,
    pub items: Vec<Value>,
    pub events: Vec<Value>,
    pub payments: Vec<Value>,
    pub refunds: Vec<Value>,
    pub shipments: Vec<Value>,
    pub notifications: Vec<Value>,
    /// Goods that left the store.
    pub sales: Vec<stock::Sale>,
    /// Goods that are set aside.
    pub holds: Vec<Value>,
    /// Orders that wait to be paid, and until when.
    pub waiting: Vec<(OrderId, DateTime<Utc>)>,
    /// Lines by order number and SKU.
    pub item_ids: HashMap<(String, String), Uuid>,
}

/// What orders are made of.
pub struct Books<'a> {
    pub people: &'a People,
    pub goods: &'a HashMap<String, Good>,
    pub tax: Option<TaxRule>,
    pub now: DateTime<Utc>,
}

/// Writes the orders. Gives the ids of their lines by order number and SKU.
pub async fn load(
    tx: &DatabaseTransaction,
    books: &Books<'_>,
    catalogue: &demo::Catalogue,
    history: &[PastOrder],
) -> anyhow::Result<HashMap<(String, String), Uuid>> {
    let mut rows = Rows::default();
    for past in history {
        order::add(&mut rows, books, past)?;
    }
    // They are numbered as they are written.
    rows.notifications.sort_by(|one, other| one["created_at"].as_str().cmp(&other["created_at"].as_str()));
    insert(tx, &rows).await?;
    stock::load(tx, books, catalogue, &rows).await?;
    for (order_id, until) in &rows.waiting {
        jobs::enqueue_at(tx, &ExpireOrder { order_id: *order_id }, *until).await?;
    }
    let sql = "UPDATE products p SET sold_count = s.quantity FROM (
                   SELECT i.product_id, sum(i.quantity) AS quantity FROM order_items i
                   JOIN orders o ON o.id = i.order_id AND o.paid_at IS NOT NULL AND o.status NOT IN ('refunded', 'cancelled', 'expired')
                   GROUP BY i.product_id) s
               WHERE p.id = s.product_id";
    crate::db::execute(tx, sql, []).await?;
    Ok(rows.item_ids)
}

async fn insert(tx: &DatabaseTransaction, rows: &Rows) -> Result<(), DbErr> {
    for (table, columns, rows) in [
        (
            "orders",
            "id, number, user_id, buyer_name, buyer_email, buyer_phone, locale, status, payment_status, items_total, shipping_total,
             discount_total, tax_included, grand_total, refunded_total, item_count, address, shipping, courier, destination, note, pay_until,
             paid_at, shipped_at, delivered_at, completed_at, closed_at, revision, created_at, updated_at",
            &rows.orders,
        ),
        (
            "order_items",
            "id, order_id, variant_id, product_id, product_slug, name, sku, options, price, cost, quantity, weight_g, line_total, image, position",
            &rows.items,
        ),
        ("order_events", "id, order_id, kind, note, actor_id, actor, created_at", &rows.events),
        (
            "payments",
            "id, order_id, provider, reference, external_id, amount, refunded, status, method, failure, raw, expires_at, settled_at,
             checked_at, created_at, updated_at",
            &rows.payments,
        ),
        (
            "refunds",
            "id, order_id, payment_id, amount, kind, channel, status, restock, reason, external_id, actor_id, created_at, settled_at",
            &rows.refunds,
        ),
        (
            "shipments",
            "id, order_id, courier, service, tracking_number, weight_g, status, shipped_at, delivered_at, created_at",
            &rows.shipments,
        ),
        ("notifications", "id, user_id, kind, order_id, data, read_at, created_at", &rows.notifications),
    ] {
        load::insert(tx, table, columns, rows).await?;
    }
    Ok(())
}
