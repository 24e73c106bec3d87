//! The stock in figures.

use sea_orm::FromQueryResult;
use shared::inventory::{InventorySummary, InventoryValueRow};
use shared::money::Rupiah;

use super::FOR_SALE;
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::ApiError;

#[derive(FromQueryResult)]
struct Summary {
    adequate: i64,
    low: i64,
    critical: i64,
    out: i64,
    pieces: i64,
    value: Rupiah,
    without_cost: i64,
    incoming: i64,
}

/// The stock in a few figures: how many variants that are for sale stand where, and what all of the
/// shelf is worth.
pub(super) async fn summary(ctx: &Ctx) -> Result<InventorySummary, ApiError> {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE {FOR_SALE} AND s.level = 'adequate') AS adequate,
                count(*) FILTER (WHERE {FOR_SALE} AND s.level = 'low') AS low,
                count(*) FILTER (WHERE {FOR_SALE} AND s.level = 'critical') AS critical,
                count(*) FILTER (WHERE {FOR_SALE} AND s.level = 'out') AS out,
                COALESCE(sum(s.on_hand), 0)::bigint AS pieces,
                COALESCE(sum(s.on_hand * v.cost), 0)::bigint AS value,
                COALESCE(sum(s.on_hand) FILTER (WHERE v.cost IS NULL), 0)::bigint AS without_cost,
                (SELECT COALESCE(sum(GREATEST(i.quantity_ordered - i.quantity_received, 0)), 0)::bigint
                 FROM restock_order_items i JOIN restock_orders o ON o.id = i.restock_order_id
                 WHERE o.status IN ('ordered', 'partially_received')) AS incoming
         FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id"
    );
    let row: Option<Summary> = one(&ctx.db, &sql, []).await?;
    let row = row.ok_or_else(|| ApiError::internal("a sum without a row"))?;
    Ok(InventorySummary {
        adequate: row.adequate,
        low: row.low,
        critical: row.critical,
        out: row.out,
        pieces: row.pieces,
        value: row.value,
        without_cost: row.without_cost,
        incoming: row.incoming,
    })
}

#[derive(FromQueryResult)]
struct Row {
    category: String,
    category_en: String,
    variants: i64,
    pieces: i64,
    without_cost: i64,
    cost_value: Rupiah,
    retail_value: Rupiah,
}

/// What the shelf is worth by category, most first.
pub(super) async fn by_category(ctx: &Ctx) -> Result<Vec<InventoryValueRow>, ApiError> {
    let sql = "SELECT c.name AS category, c.name_en AS category_en, count(*) AS variants, sum(s.on_hand)::bigint AS pieces,
                      COALESCE(sum(s.on_hand) FILTER (WHERE v.cost IS NULL), 0)::bigint AS without_cost,
                      COALESCE(sum(s.on_hand * v.cost), 0)::bigint AS cost_value, sum(s.on_hand * v.price)::bigint AS retail_value
               FROM stocks s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = s.product_id
               JOIN categories c ON c.id = p.category_id
               WHERE s.on_hand > 0 GROUP BY c.id, c.name, c.name_en ORDER BY cost_value DESC, c.name, c.id";
    let rows: Vec<Row> = all(&ctx.db, sql, []).await?;
    let view = |row: Row| InventoryValueRow {
        category: row.category,
        category_en: row.category_en,
        variants: row.variants,
        pieces: row.pieces,
        without_cost: row.without_cost,
        cost_value: row.cost_value,
        retail_value: row.retail_value,
    };
    Ok(rows.into_iter().map(view).collect())
}
