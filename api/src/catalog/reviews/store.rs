//! What the use cases of this room read and lock.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::catalog::OptionValue;
use shared::ids::{ProductId, ReviewId, UserId};
use shared::reviews::{OwnReview, ReviewReply, ReviewStanding, ReviewStatus, ReviewedProduct};
use uuid::Uuid;

use crate::catalog::edit;
use crate::db::{all, one, stored};
use crate::files;
use crate::http::{ApiError, ApiResult};

/// The picture of a product `p`, as JSON.
pub(super) const IMAGE: &str = "(SELECT row_to_json(i) FROM (
    SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path FROM product_images i
    WHERE i.product_id = p.id ORDER BY i.is_thumbnail DESC, i.sort_order, i.id LIMIT 1) i) AS image";

/// What the shop answers, from its two columns.
pub(super) fn reply(text: Option<String>, at: Option<DateTime<Utc>>) -> Option<ReviewReply> {
    text.zip(at).map(|(text, created_at)| ReviewReply { text, created_at })
}

/// `Hitam, Kanan`: what distinguishes the variant that was bought.
pub(super) fn options_in_words(options: serde_json::Value) -> Result<String, DbErr> {
    let options: Vec<OptionValue> = stored(options)?;
    Ok(options.into_iter().map(|option| option.value).collect::<Vec<_>>().join(", "))
}

#[derive(FromQueryResult)]
pub(super) struct OwnRow {
    pub id: Uuid,
    product_id: Uuid,
    slug: String,
    name: String,
    image: Option<serde_json::Value>,
    status: ReviewStatus,
    reason: String,
    stars: i16,
    title: String,
    body: String,
    variant: String,
    photos: serde_json::Value,
    reply: Option<String>,
    replied_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    submitted_at: DateTime<Utc>,
}

impl From<OwnRow> for OwnReview {
    fn from(row: OwnRow) -> Self {
        Self {
            id: ReviewId(row.id),
            product: ReviewedProduct {
                id: ProductId(row.product_id),
                slug: row.slug,
                name: row.name,
                image: row.image.and_then(files::image_from_json),
            },
            status: row.status,
            reason: Some(row.reason).filter(|reason| !reason.is_empty()),
            stars: row.stars.into(),
            title: row.title,
            text: row.body,
            variant: row.variant,
            photos: files::images_from_json(row.photos),
            reply: reply(row.reply, row.replied_at),
            created_at: row.created_at,
            submitted_at: row.submitted_at,
        }
    }
}

/// The columns of an [`OwnRow`], of `reviews r` and `products p`.
pub(super) fn own_select() -> String {
    format!(
        "SELECT r.id, r.product_id, p.slug, p.name, {IMAGE}, r.status, r.reason, r.stars, r.title, r.body, r.variant, r.photos, r.reply,
                r.replied_at, r.created_at, r.submitted_at
         FROM reviews r JOIN products p ON p.id = r.product_id"
    )
}

/// One of a person's own reviews.
///
/// # Errors
/// 404 when there is none, or it is somebody else's.
pub(super) async fn own(db: &impl ConnectionTrait, user: UserId, id: ReviewId) -> ApiResult<OwnReview> {
    let sql = format!("{} WHERE r.id = $1 AND r.user_id = $2", own_select());
    let row: Option<OwnRow> = one(db, &sql, [id.0.into(), user.0.into()]).await?;
    row.map(OwnReview::from).ok_or_else(ApiError::not_found)
}

/// A person's reviews of these products.
pub(super) async fn own_of(db: &impl ConnectionTrait, user: UserId, products: Vec<Uuid>) -> Result<Vec<OwnReview>, DbErr> {
    let sql = format!("{} WHERE r.user_id = $1 AND r.product_id = ANY ($2)", own_select());
    let rows: Vec<OwnRow> = all(db, &sql, [user.0.into(), products.into()]).await?;
    Ok(rows.into_iter().map(OwnReview::from).collect())
}

/// How a person stands with a product whose review they did not write yet.
///
/// # Errors
/// 404 when there is no such product.
pub(super) async fn standing(db: &impl ConnectionTrait, user: UserId, product: ProductId) -> ApiResult<ReviewStanding> {
    #[derive(FromQueryResult)]
    struct Row {
        arrived: Option<bool>,
    }
    let sql =
        "SELECT (SELECT bool_or(o.status IN ('delivered', 'completed')) FROM orders o JOIN order_items i ON i.order_id = o.id
                       WHERE o.user_id = $1 AND i.product_id = p.id
                         AND o.status IN ('paid', 'processing', 'shipped', 'delivered', 'completed')) AS arrived
               FROM products p WHERE p.id = $2 AND p.status <> 'draft'";
    let row: Option<Row> = one(db, sql, [user.0.into(), product.0.into()]).await?;
    Ok(match row.ok_or_else(ApiError::not_found)?.arrived {
        None => ReviewStanding::NotBought,
        Some(false) => ReviewStanding::NotArrived,
        Some(true) => ReviewStanding::MayWrite,
    })
}

/// One's own review under its lock, with what is needed to change it.
#[derive(FromQueryResult)]
pub(super) struct Locked {
    pub product_id: ProductId,
    pub status: ReviewStatus,
    pub stars: i16,
    pub title: String,
    pub body: String,
    pub photos: serde_json::Value,
}

/// Locks one of a person's own reviews, its product and the product's stock first.
///
/// # Errors
/// 404 when there is none, or it is somebody else's.
pub(super) async fn lock_own(tx: &impl ConnectionTrait, user: UserId, id: ReviewId) -> ApiResult<Locked> {
    #[derive(FromQueryResult)]
    struct Row {
        product_id: Uuid,
    }
    let sql = "SELECT product_id FROM reviews WHERE id = $1 AND user_id = $2";
    let row: Row = one(tx, sql, [id.0.into(), user.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    edit::lock_products(tx, &[row.product_id]).await?;
    edit::lock_stock(tx, &[row.product_id]).await?;
    let sql = "SELECT product_id, status, stars, title, body, photos FROM reviews WHERE id = $1 AND user_id = $2 FOR UPDATE";
    one(tx, sql, [id.0.into(), user.0.into()]).await?.ok_or_else(ApiError::not_found)
}
