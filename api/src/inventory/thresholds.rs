//! From when on a variant's stock is low and critical.

use sea_orm::FromQueryResult;
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{ProductId, VariantId};
use shared::inventory::{SetThresholdsRequest, StockItem};

use super::item;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller, MaybeIfMatch, revision_of};

#[derive(FromQueryResult)]
struct Product {
    id: ProductId,
}

#[derive(FromQueryResult)]
struct Row {
    sku: String,
    low_stock_threshold: i32,
    minimum_stock: i32,
}

/// Sets them, unless others were set since `if_match`. They are fields of the product's editor as well, so the product gets another revision:
/// whoever has it open is told.
pub(super) async fn set(
    ctx: &Ctx,
    by: &Caller,
    id: VariantId,
    if_match: MaybeIfMatch,
    ask: SetThresholdsRequest,
) -> Result<StockItem, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let sql = "SELECT p.id FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = $1 FOR NO KEY UPDATE OF p";
    let product: Option<Product> = one(&tx, sql, [id.0.into()]).await?;
    let product = product.ok_or_else(ApiError::not_found)?;
    // As the product's editor does it: stock before variants.
    execute(&tx, "SELECT FROM stocks WHERE variant_id = $1 FOR UPDATE", [id.0.into()]).await?;
    // A statement of its own: the one that waited for the lock has the variant as it was before.
    let sql = "SELECT sku, low_stock_threshold, minimum_stock FROM variants WHERE id = $1";
    let row: Option<Row> = one(&tx, sql, [id.0.into()]).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    let before = SetThresholdsRequest { low_stock_threshold: row.low_stock_threshold, minimum_stock: row.minimum_stock };
    if_match.check(revision_of(&before))?;
    if before != ask {
        let sql = "UPDATE variants SET low_stock_threshold = $2, minimum_stock = $3 WHERE id = $1";
        execute(&tx, sql, [id.0.into(), ask.low_stock_threshold.into(), ask.minimum_stock.into()]).await?;
        execute(&tx, "UPDATE products SET revision = revision + 1 WHERE id = $1", [product.id.0.into()]).await?;
        let subject = Subject::new(AuditSubject::Variant, id, row.sku.as_str());
        audit::record(&tx, by, Action::StockThresholdsSet, &subject, &json!(before), &json!(ask), now).await?;
    }
    tx.commit().await?;
    item::get(ctx, id).await
}
