//! What somebody reviewed, and what they may review.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::ids::{ProductId, UserId};
use shared::page::Page;
use shared::reviews::{OwnReview, OwnReviewStanding, ReviewStanding, Reviewable, ReviewedProduct};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::store::{self, IMAGE, OwnRow};
use crate::catalog::list::{ParameterFaults, db_can_hold};
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::files;
use crate::http::{ApiError, ApiResult};

/// Most things that are told to wait for a review.
const MOST: u32 = 100;

/// A page of a person's reviews, newest first.
pub(super) async fn page(ctx: &Ctx, user: UserId, limit: Option<u32>, cursor: Option<&str>) -> ApiResult<Page<OwnReview>> {
    let mut faults = ParameterFaults::default();
    let limit = faults.limit(limit);
    faults.finish().map_err(ApiError::invalid)?;
    let mut filter = Filter::new();
    filter.and("r.user_id = ?", user.0);
    let (total, total_is_estimate) = total(&ctx.db, "reviews r", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        if !db_can_hold(at) {
            return Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]));
        }
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(r.created_at, r.id) < ({at}, {id})"));
    }
    let sql = format!("{} {} ORDER BY r.created_at DESC, r.id DESC LIMIT {}", store::own_select(), filter.sql(), limit + 1);
    let rows: Vec<OwnRow> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |last| (last.created_at, last.id));
    Ok(Page { items: rows.into_iter().map(OwnReview::from).collect(), next_cursor, total, total_is_estimate })
}

/// Whether a person may review a product, and what they wrote.
///
/// # Errors
/// 404 when there is no such product.
pub(super) async fn standing(ctx: &Ctx, user: UserId, product: ProductId) -> ApiResult<OwnReviewStanding> {
    let standing = store::standing(&ctx.db, user, product).await?;
    let review = store::own_of(&ctx.db, user, vec![product.0]).await?.pop();
    Ok(OwnReviewStanding { standing: if review.is_some() { ReviewStanding::Written } else { standing }, review })
}

#[derive(FromQueryResult)]
struct BoughtRow {
    product_id: Uuid,
    slug: String,
    name: String,
    image: Option<serde_json::Value>,
    options: serde_json::Value,
    number: String,
}

/// What a person bought and got, bought last first: of all orders, or of one; with their reviews.
pub(super) async fn reviewable(ctx: &Ctx, user: UserId, order: Option<String>) -> ApiResult<Vec<Reviewable>> {
    let sql = format!(
        "SELECT b.product_id, p.slug, p.name, {IMAGE}, b.options, b.number FROM (
             SELECT DISTINCT ON (i.product_id) i.product_id, i.options, o.number, o.created_at
             FROM orders o JOIN order_items i ON i.order_id = o.id
             WHERE o.user_id = $1 AND o.status IN ('delivered', 'completed') AND ($2::text IS NULL OR o.number = $2)
             ORDER BY i.product_id, o.created_at DESC, i.position) b
         JOIN products p ON p.id = b.product_id ORDER BY b.created_at DESC, b.product_id LIMIT {MOST}"
    );
    let rows: Vec<BoughtRow> = all(&ctx.db, &sql, [user.0.into(), order.into()]).await?;
    let products: Vec<Uuid> = rows.iter().map(|row| row.product_id).collect();
    let mut written = store::own_of(&ctx.db, user, products).await?;
    let mut reviewable = Vec::new();
    for row in rows {
        let id = ProductId(row.product_id);
        let at = written.iter().position(|review| review.product.id == id);
        reviewable.push(Reviewable {
            product: ReviewedProduct { id, slug: row.slug, name: row.name, image: row.image.and_then(files::image_from_json) },
            variant: store::options_in_words(row.options)?,
            order_number: row.number,
            review: at.map(|at| written.swap_remove(at)),
        });
    }
    Ok(reviewable)
}
