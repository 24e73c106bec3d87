//! Reviews as staff see them.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shared::ids::{OrderId, ProductId, ReviewId};
use shared::page::Page;
use shared::reviews::{ReviewStatus, ReviewedProduct, StaffReview};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::store::{IMAGE, reply};
use crate::catalog::list::{ParameterFaults, db_can_hold};
use crate::catalog::text::MAX_TEXT;
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::files;
use crate::http::{ApiError, ApiResult};

/// Which reviews.
#[derive(Default)]
pub(super) struct StaffAsked {
    pub q: Option<String>,
    pub status: Option<ReviewStatus>,
    pub product: Option<ProductId>,
    pub stars: Option<i32>,
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    revision: i32,
    product_id: Uuid,
    slug: String,
    name: String,
    image: Option<serde_json::Value>,
    author: String,
    order_id: Uuid,
    order_number: String,
    stars: i16,
    title: String,
    body: String,
    variant: String,
    photos: serde_json::Value,
    status: ReviewStatus,
    reason: String,
    reply: Option<String>,
    replied_at: Option<DateTime<Utc>>,
    moderated_by: Option<String>,
    created_at: DateTime<Utc>,
    submitted_at: DateTime<Utc>,
}

impl From<Row> for StaffReview {
    fn from(row: Row) -> Self {
        Self {
            id: ReviewId(row.id),
            revision: row.revision,
            product: ReviewedProduct {
                id: ProductId(row.product_id),
                slug: row.slug,
                name: row.name,
                image: row.image.and_then(files::image_from_json),
            },
            author: row.author,
            order_id: OrderId(row.order_id),
            order_number: row.order_number,
            stars: row.stars.into(),
            title: row.title,
            text: row.body,
            variant: row.variant,
            photos: files::images_from_json(row.photos),
            status: row.status,
            reason: Some(row.reason).filter(|reason| !reason.is_empty()),
            reply_revision: super::reply::revision(row.reply.as_deref()),
            reply: reply(row.reply, row.replied_at),
            moderated_by: row.moderated_by,
            created_at: row.created_at,
            submitted_at: row.submitted_at,
        }
    }
}

fn select() -> String {
    format!(
        "SELECT r.id, r.revision, r.product_id, p.slug, p.name, {IMAGE}, r.author, o.id AS order_id, o.number AS order_number, r.stars,
                r.title, r.body, r.variant, r.photos, r.status, r.reason, r.reply, r.replied_at, m.name AS moderated_by, r.created_at,
                r.submitted_at
         FROM reviews r JOIN products p ON p.id = r.product_id
         JOIN order_items l ON l.id = r.order_item_id JOIN orders o ON o.id = l.order_id
         LEFT JOIN users m ON m.id = r.moderated_by"
    )
}

/// A page of reviews, those written last first.
///
/// # Errors
/// 422 for parameters that break a rule.
pub(super) async fn page(ctx: &Ctx, asked: StaffAsked) -> ApiResult<Page<StaffReview>> {
    let mut faults = ParameterFaults::default();
    let limit = faults.limit(asked.limit);
    let q = asked.q.as_deref().unwrap_or_default().trim();
    faults.rules(|rules| rules.text("q", q, 0, MAX_TEXT));
    if let Some(stars) = asked.stars {
        faults.rules(|rules| rules.range("stars", i64::from(stars), 1, 5));
    }
    faults.finish().map_err(ApiError::invalid)?;

    let mut filter = Filter::new();
    filter.and_contains("fold(p.brand || ' ' || p.name || ' ' || r.author || ' ' || r.title || ' ' || r.body)", Some(q));
    if let Some(status) = asked.status {
        filter.and("r.status = ?", status);
    }
    if let Some(product) = asked.product {
        filter.and("r.product_id = ?", product.0);
    }
    if let Some(stars) = asked.stars {
        filter.and("r.stars = ?", stars);
    }
    let (total, total_is_estimate) = total(&ctx.db, "reviews r JOIN products p ON p.id = r.product_id", &filter).await?;
    if let Some(cursor) = asked.cursor.as_deref() {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        if !db_can_hold(at) {
            return Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]));
        }
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(r.submitted_at, r.id) < ({at}, {id})"));
    }
    let sql = format!("{} {} ORDER BY r.submitted_at DESC, r.id DESC LIMIT {}", select(), filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |last| (last.submitted_at, last.id));
    Ok(Page { items: rows.into_iter().map(StaffReview::from).collect(), next_cursor, total, total_is_estimate })
}

/// These reviews, those written last first.
pub(super) async fn these(ctx: &Ctx, ids: Vec<Uuid>) -> ApiResult<Vec<StaffReview>> {
    let sql = format!("{} WHERE r.id = ANY ($1) ORDER BY r.submitted_at DESC, r.id DESC", select());
    let rows: Vec<Row> = all(&ctx.db, &sql, [ids.into()]).await?;
    Ok(rows.into_iter().map(StaffReview::from).collect())
}

/// One review.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn this(ctx: &Ctx, id: ReviewId) -> ApiResult<StaffReview> {
    these(ctx, vec![id.0]).await?.pop().ok_or_else(ApiError::not_found)
}
