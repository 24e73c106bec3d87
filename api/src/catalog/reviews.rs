//! A product's published reviews.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::catalog::Review;
use shared::ids::{ProductId, ReviewId};
use shared::page::Page;
use shared::validate::{FieldCode, FieldError};

use super::list::{ParameterFaults, db_can_hold};
use super::product::is_slug;
use super::reads;
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult};

#[derive(FromQueryResult)]
struct CountRow {
    id: ProductId,
    rating_count: i32,
}

#[derive(FromQueryResult)]
struct ReviewRow {
    id: ReviewId,
    author: String,
    stars: i16,
    body: String,
    variant: String,
    created_at: DateTime<Utc>,
}

const COUNT: &str = "SELECT id, rating_count FROM products WHERE slug = $1 AND status = 'active'";
const PAGE: &str = "SELECT id, author, stars, body, variant, created_at FROM reviews
    WHERE product_id = $1 AND status = 'published' AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
    ORDER BY created_at DESC, id DESC LIMIT $4";

/// A page of reviews, newest first.
pub(super) async fn reviews(ctx: &Ctx, slug: &str, limit: Option<u32>, cursor: Option<&str>) -> ApiResult<Page<Review>> {
    let mut faults = ParameterFaults::default();
    let limit = faults.limit(limit);
    faults.finish().map_err(ApiError::invalid)?;
    let after: Option<(DateTime<Utc>, ReviewId)> = cursor.map(db::decode_cursor).transpose()?;
    if after.is_some_and(|(time, _)| !db_can_hold(time)) {
        return Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]));
    }
    if !is_slug(slug) {
        return Err(ApiError::not_found());
    }
    let product: Option<CountRow> = db::one(reads(ctx), COUNT, [slug.into()]).await?;
    let product = product.ok_or_else(ApiError::not_found)?;
    let take = i64::try_from(limit + 1).unwrap_or(1);
    let values = [product.id.0.into(), after.map(|after| after.0).into(), after.map(|after| after.1.0).into(), take.into()];
    let rows: Vec<ReviewRow> = db::all(reads(ctx), PAGE, values).await?;
    let (rows, next_cursor) = db::cut(rows, limit, |last| (last.created_at, last.id));
    let items = rows.into_iter().map(|row| Review {
        id: row.id,
        author: row.author,
        stars: row.stars.into(),
        text: row.body,
        variant: row.variant,
        created_at: row.created_at,
    });
    Ok(Page { items: items.collect(), next_cursor, total: product.rating_count.into(), total_is_estimate: false })
}
