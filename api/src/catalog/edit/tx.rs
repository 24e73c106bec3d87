//! Transactions that write products.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use shared::ids::ProductId;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{broken_constraint, execute};
use crate::http::ApiError;

/// Begins a transaction in which listings are left alone; [`finish`] makes them anew. Otherwise each
/// row of a product with a hundred variants would write its listing.
pub(in crate::catalog) async fn begin(ctx: &Ctx) -> Result<DatabaseTransaction, DbErr> {
    let tx = ctx.begin().await?;
    tx.execute_unprepared("SET LOCAL hurtrock.bulk = 'on'").await?;
    Ok(tx)
}

/// Locks these products, for changes of what is not their key: lines of orders may go on pointing at
/// them.
pub(in crate::catalog) async fn lock_products(tx: &impl ConnectionTrait, products: &[Uuid]) -> Result<(), DbErr> {
    let sql = "SELECT FROM products WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE";
    execute(tx, sql, [products.to_vec().into()]).await.map(drop)
}

/// Locks the stock of these products, so that no order writes their listings at the same time. The
/// products are locked already.
pub(in crate::catalog) async fn lock_stock(tx: &impl ConnectionTrait, products: &[Uuid]) -> Result<(), DbErr> {
    let sql = "SELECT FROM stocks WHERE product_id = ANY ($1) ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [products.to_vec().into()]).await.map(drop)
}

/// Makes the listings of these products anew and tells every process.
pub(in crate::catalog) async fn finish(tx: &impl ConnectionTrait, products: &[ProductId]) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = products.iter().map(|id| id.0).collect();
    let sql = "WITH done AS MATERIALIZED (SELECT refresh_listings($1))
               SELECT announce('listing ' || id) FROM done, unnest($1::uuid[]) AS id";
    execute(tx, sql, [ids.into()]).await.map(drop)
}

/// Tells webhooks that the product changed, where its row did not: its revision is of what the form edits.
pub(in crate::catalog) async fn tell_programs(tx: &impl ConnectionTrait, product: ProductId) -> Result<(), DbErr> {
    execute(tx, "SELECT tell_webhooks('product.updated', $1)", [product.0.into()]).await.map(drop)
}

/// What somebody else wrote between our look and our write, on its field.
pub(in crate::catalog) fn refused(error: DbErr) -> ApiError {
    let field = match broken_constraint(&error) {
        Some("products_slug_key") => FieldError::new("/slug", FieldCode::Taken),
        Some("variants_sku_key" | "variants_barcode_key") => FieldError::new("/variants", FieldCode::Taken),
        Some("products_category_fkey") => FieldError::new("/category_id", FieldCode::UnknownChoice),
        Some("products_supplier_fkey") => FieldError::new("/supplier_id", FieldCode::UnknownChoice),
        Some("variants_image_fkey") => FieldError::new("/variants", FieldCode::UnknownChoice),
        _ => return error.into(),
    };
    ApiError::invalid(vec![field])
}
