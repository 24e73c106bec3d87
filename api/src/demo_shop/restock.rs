//! Orders to suppliers: one that is late, one on its way, one that is being written.

use chrono::{DateTime, Days, TimeDelta, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::json;
use uuid::Uuid;

use super::ids;
use crate::clock::shop_day;
use crate::db::execute;

/// Lines of an order.
const LINES: i64 = 6;

/// Writes them: each is for what is shortest of its supplier.
pub async fn load(tx: &DatabaseTransaction, by: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    let today = shop_day(now);
    let order = |supplier: &str, status: &str, days_ago: i64, expected| {
        let at = now - TimeDelta::days(days_ago);
        json!({ "id": ids::id(at, "restock order", supplier), "supplier": supplier, "status": status, "expected_on": expected,
                "ordered_at": (status != "draft").then_some(at), "created_at": at })
    };
    let orders = json!([
        order("Laras Dawai", "ordered", 12, today.checked_sub_days(Days::new(2))),
        order("Senar Mas", "ordered", 3, today.checked_add_days(Days::new(4))),
        order("Gema Ampli", "draft", 0, None),
    ]);
    let sql = "INSERT INTO restock_orders (id, number, supplier_id, status, expected_on, ordered_at, created_by, created_at)
               SELECT r.id, 'PO-' || to_char(r.created_at, 'YYMM') || '-' || lpad(nextval('restock_order_numbers')::text, 5, '0'),
                      u.id, r.status, r.expected_on, r.ordered_at, $2, r.created_at
               FROM jsonb_to_recordset($1) AS r (id uuid, supplier text, status text, expected_on date, ordered_at timestamptz, created_at timestamptz)
               JOIN suppliers u ON u.name = r.supplier ORDER BY r.created_at ON CONFLICT DO NOTHING";
    execute(tx, sql, [orders.into(), by.into()]).await?;
    let sql = "INSERT INTO restock_order_items (restock_order_id, variant_id, quantity_ordered, unit_cost, position)
               SELECT o.id, l.id, l.low_stock_threshold + 2, l.cost, l.place
               FROM restock_orders o
               CROSS JOIN LATERAL (
                   SELECT v.id, s.low_stock_threshold, COALESCE(v.cost, 0) AS cost, row_number() OVER (ORDER BY s.on_hand - s.reserved, v.sku) AS place
                   FROM variants v JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id
                   WHERE p.supplier_id = o.supplier_id AND p.status = 'active' ORDER BY s.on_hand - s.reserved, v.sku LIMIT $1) l
               ON CONFLICT DO NOTHING";
    execute(tx, sql, [LINES.into()]).await?;
    let sql = "UPDATE restock_orders o SET total = COALESCE(
                   (SELECT sum(i.quantity_ordered * i.unit_cost) FROM restock_order_items i WHERE i.restock_order_id = o.id), 0)";
    execute(tx, sql, []).await.map(drop)
}
