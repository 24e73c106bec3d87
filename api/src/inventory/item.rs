//! One variant's stock with what is around it, and finding it by what a scanner reads.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{OrderId, SupplierId, VariantId};
use shared::inventory::{SetThresholdsRequest, StockHold, StockItem, StockRow, StockSupplier};
use shared::money::Rupiah;

use super::list::{self, FROM};
use crate::context::Ctx;
use crate::db::{all, one};
use crate::http::{ApiError, revision_of};

/// Holds that are shown.
const HOLDS: i64 = 50;

/// A variant's row.
///
/// # Errors
/// 404 when there is none.
pub async fn row(db: &impl ConnectionTrait, id: VariantId) -> Result<StockRow, ApiError> {
    let sql = format!("SELECT {} FROM {FROM} WHERE s.variant_id = $1", list::columns());
    let row: Option<list::Row> = one(db, &sql, [id.0.into()]).await?;
    row.map(StockRow::from).ok_or_else(ApiError::not_found)
}

/// The variant that has this barcode or SKU, whatever case it is written in.
pub(super) async fn by_code(ctx: &Ctx, code: &str) -> Result<StockRow, ApiError> {
    let code = code.trim();
    let sql = format!(
        "SELECT {} FROM {FROM} WHERE v.barcode = $1 OR v.sku = upper($1) ORDER BY v.barcode = $1 DESC NULLS LAST LIMIT 1",
        list::columns()
    );
    let row: Option<list::Row> = one(&ctx.db, &sql, [code.into()]).await?;
    row.map(StockRow::from).ok_or_else(ApiError::not_found)
}

#[derive(FromQueryResult)]
struct HoldRow {
    order_id: OrderId,
    order_number: String,
    quantity: i32,
    expires_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct SupplierRow {
    supplier_id: SupplierId,
    name: String,
    supplier_sku: String,
    cost: Option<Rupiah>,
    lead_time_days: i32,
    minimum_quantity: i32,
}

#[derive(FromQueryResult)]
struct Sold {
    sold_30: i64,
    sold_90: i64,
}

/// A variant with everything its page shows.
pub(super) async fn get(ctx: &Ctx, id: VariantId) -> Result<StockItem, ApiError> {
    let row = row(&ctx.db, id).await?;
    let sql = format!(
        "SELECT r.order_id, o.number AS order_number, r.quantity, r.expires_at FROM stock_reservations r JOIN orders o ON o.id = r.order_id
         WHERE r.variant_id = $1 ORDER BY r.created_at, r.order_id LIMIT {HOLDS}"
    );
    let holds: Vec<HoldRow> = all(&ctx.db, &sql, [id.0.into()]).await?;
    let sql = "SELECT t.supplier_id, u.name, t.supplier_sku, t.cost, COALESCE(t.lead_time_days, u.lead_time_days) AS lead_time_days,
                      t.minimum_quantity
               FROM supplies t JOIN suppliers u ON u.id = t.supplier_id WHERE t.variant_id = $1 ORDER BY u.active DESC, u.name, u.id";
    let suppliers: Vec<SupplierRow> = all(&ctx.db, sql, [id.0.into()]).await?;
    let now = ctx.clock.now();
    // What came back was not sold in the end.
    let sql = "SELECT GREATEST(COALESCE(-sum(quantity) FILTER (WHERE created_at >= $2), 0), 0)::bigint AS sold_30,
                      GREATEST(COALESCE(-sum(quantity), 0), 0)::bigint AS sold_90
               FROM stock_movements WHERE variant_id = $1 AND kind IN ('sale', 'return') AND created_at >= $3";
    let (month, quarter) = (now - TimeDelta::days(30), now - TimeDelta::days(90));
    let sold: Option<Sold> = one(&ctx.db, sql, [id.0.into(), month.into(), quarter.into()]).await?;
    let sold = sold.unwrap_or(Sold { sold_30: 0, sold_90: 0 });
    let hold = |row: HoldRow| StockHold {
        order_id: row.order_id,
        order_number: row.order_number,
        quantity: row.quantity,
        expires_at: row.expires_at,
    };
    let supplier = |row: SupplierRow| StockSupplier {
        supplier_id: row.supplier_id,
        name: row.name,
        supplier_sku: row.supplier_sku,
        cost: row.cost,
        lead_time_days: row.lead_time_days,
        minimum_quantity: row.minimum_quantity,
    };
    let thresholds = SetThresholdsRequest { low_stock_threshold: row.low_stock_threshold, minimum_stock: row.minimum_stock };
    Ok(StockItem {
        row,
        thresholds_revision: revision_of(&thresholds),
        holds: holds.into_iter().map(hold).collect(),
        suppliers: suppliers.into_iter().map(supplier).collect(),
        sold_30: sold.sold_30,
        sold_90: sold.sold_90,
    })
}
