//! What the first HTML of a page shows: the very answers that a browser would ask for next, so that
//! both come from the same memory and cannot differ.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::catalog::{Category, Home, Product, ProductList};
use shared::ids::ProductId;

use super::list::Asked;
use super::{home, list, product, tree};
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiResult, Cached};

/// Products in one part of the sitemap. The protocol allows 50,000; these stay below two megabytes, which
/// are compressed on the way.
pub const SITEMAP_PART: i64 = 10_000;

/// What `GET /home` answers.
///
/// # Errors
/// What the database says.
pub async fn home(ctx: &Ctx) -> ApiResult<Cached<Home>> {
    home::home(ctx).await
}

/// What `GET /categories` answers.
///
/// # Errors
/// What the database says.
pub async fn categories(ctx: &Ctx) -> ApiResult<Cached<Vec<Category>>> {
    Ok(tree::tree(ctx).await?.categories_json())
}

/// The names of the brands that have something for sale.
///
/// # Errors
/// What the database says.
pub async fn brands(ctx: &Ctx) -> ApiResult<Vec<String>> {
    let brands = tree::tree(ctx).await?.brands_json().value()?;
    Ok(brands.into_iter().map(|brand| brand.name).collect())
}

/// What `GET /products` answers.
///
/// # Errors
/// When a parameter breaks a rule, and what the database says.
pub async fn products(ctx: &Ctx, asked: Asked, cursor: Option<String>) -> ApiResult<Cached<ProductList>> {
    list::list(ctx, asked, cursor).await
}

/// What `GET /products/:slug` answers.
///
/// # Errors
/// When there is no such product, or it is not for sale, and what the database says.
pub async fn product(ctx: &Ctx, slug: &str) -> ApiResult<Cached<Product>> {
    product::product(ctx, slug).await
}

#[derive(FromQueryResult)]
struct PartRow {
    first: ProductId,
}

/// The products that the parts of the sitemap begin with. Ids grow with time, so that a part stays what it
/// is when products come in.
///
/// # Errors
/// What the database says.
pub async fn sitemap_parts(ctx: &Ctx) -> ApiResult<Vec<ProductId>> {
    let sql = "SELECT product_id AS first FROM (
                   SELECT product_id, row_number() OVER (ORDER BY product_id) - 1 AS place FROM product_listings) numbered
               WHERE place % $1 = 0 ORDER BY product_id";
    let rows: Vec<PartRow> = db::all(&ctx.db, sql, [SITEMAP_PART.into()]).await?;
    Ok(rows.into_iter().map(|row| row.first).collect())
}

/// A product's address and when it changed last.
#[derive(FromQueryResult)]
pub struct Listed {
    /// Name in the URL.
    pub slug: String,
    /// When it changed.
    pub updated_at: DateTime<Utc>,
}

/// The part of the sitemap that begins with `first`, in at most [`SITEMAP_PART`] lines; without lines where
/// there is none.
///
/// # Errors
/// What the database says.
pub async fn sitemap_part(ctx: &Ctx, first: ProductId) -> ApiResult<Vec<Listed>> {
    let sql = "SELECT l.slug, p.updated_at FROM product_listings l JOIN products p ON p.id = l.product_id
               WHERE l.product_id >= $1 ORDER BY l.product_id LIMIT $2";
    Ok(db::all(&ctx.db, sql, [first.0.into(), SITEMAP_PART.into()]).await?)
}
