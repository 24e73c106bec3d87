//! What should be ordered, and how much.

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::{Needs, RestockSuggestion, suggest};
use shared::money::Rupiah;

use crate::context::Ctx;
use crate::db::{Filter, all};
use crate::http::ApiError;
use crate::inventory::{INCOMING, OPTIONS};

/// The most suggestions.
const MOST: usize = 200;

#[derive(FromQueryResult)]
struct Row {
    variant_id: VariantId,
    name: String,
    options: String,
    sku: String,
    supplier_id: SupplierId,
    supplier: String,
    sold: i64,
    available: i32,
    incoming: i64,
    threshold: i32,
    lead_time_days: i32,
    minimum_quantity: i32,
    unit_cost: Rupiah,
}

/// What should be ordered, by how many days it lasts: variants for sale that sold in the last `days` or
/// are low, each of one supplier, for `cover_days` beyond the delivery.
pub(super) async fn suggestions(
    ctx: &Ctx,
    supplier: Option<SupplierId>,
    days: u32,
    cover_days: u32,
) -> Result<Vec<RestockSuggestion>, ApiError> {
    let since = ctx.clock.now() - TimeDelta::days(days.into());
    let mut filter = Filter::new();
    let since = filter.value(since);
    filter.and_sql("v.active AND p.status = 'active' AND u.active AND (sold.pieces > 0 OR s.level <> 'adequate')");
    if let Some(supplier) = supplier {
        filter.and("t.supplier_id = ?", supplier.0);
    }
    // Of several suppliers, the one that the product names; then the cheapest.
    let sql = format!(
        "SELECT DISTINCT ON (v.id) v.id AS variant_id, p.name, {OPTIONS} AS options, v.sku, u.id AS supplier_id, u.name AS supplier,
                COALESCE(sold.pieces, 0) AS sold, s.on_hand - s.reserved AS available, {INCOMING} AS incoming,
                s.low_stock_threshold AS threshold, COALESCE(t.lead_time_days, u.lead_time_days) AS lead_time_days, t.minimum_quantity,
                COALESCE(t.cost, v.cost, 0) AS unit_cost
         FROM supplies t JOIN suppliers u ON u.id = t.supplier_id JOIN variants v ON v.id = t.variant_id
         JOIN products p ON p.id = v.product_id JOIN stocks s ON s.variant_id = v.id
         LEFT JOIN (SELECT m.variant_id, GREATEST(-sum(m.quantity), 0) AS pieces FROM stock_movements m
                    WHERE m.kind IN ('sale', 'return') AND m.created_at >= {since} GROUP BY m.variant_id) sold ON sold.variant_id = v.id
         {} ORDER BY v.id, (p.supplier_id = t.supplier_id) DESC NULLS LAST, t.cost NULLS LAST, t.supplier_id",
        filter.sql()
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let mut found: Vec<RestockSuggestion> =
        rows.into_iter().map(|row| view(row, days, cover_days)).filter(|row| row.quantity > 0).collect();
    found.sort_by_key(|row| (lasts(row, days), row.sku.clone()));
    found.truncate(MOST);
    Ok(found)
}

fn view(row: Row, days: u32, cover_days: u32) -> RestockSuggestion {
    let quantity = suggest(Needs {
        sold: row.sold,
        days: days.into(),
        lead_time_days: row.lead_time_days.into(),
        cover_days: cover_days.into(),
        threshold: row.threshold.into(),
        available: row.available.into(),
        incoming: row.incoming,
        minimum: row.minimum_quantity.into(),
    });
    RestockSuggestion {
        variant_id: row.variant_id,
        name: row.name,
        options: row.options,
        sku: row.sku,
        supplier_id: row.supplier_id,
        supplier: row.supplier,
        sold: row.sold,
        available: row.available,
        incoming: row.incoming,
        threshold: row.threshold,
        lead_time_days: row.lead_time_days,
        quantity,
        unit_cost: row.unit_cost,
    }
}

/// Days that what is there lasts; what does not sell lasts longest.
fn lasts(row: &RestockSuggestion, days: u32) -> i64 {
    if row.sold > 0 {
        i64::from(row.available).saturating_mul(days.into()) / row.sold
    } else {
        i64::MAX - i64::from(row.available <= 0)
    }
}
