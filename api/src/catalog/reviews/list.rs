//! A product's published reviews.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::{ProductId, ReviewId};
use shared::page::Page;
use shared::reviews::{Review, ReviewSort};
use shared::validate::{FieldCode, FieldError};

use super::store::reply;
use crate::catalog::list::{ParameterFaults, db_can_hold};
use crate::catalog::product::is_slug;
use crate::context::Ctx;
use crate::db;
use crate::files;
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
    title: String,
    body: String,
    variant: String,
    photos: serde_json::Value,
    reply: Option<String>,
    replied_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    key: i32,
}

/// Where a page ends.
#[derive(Serialize, Deserialize)]
struct Position {
    sort: ReviewSort,
    key: i32,
    at: DateTime<Utc>,
    id: ReviewId,
}

const COUNT: &str = "SELECT id, rating_count FROM products WHERE slug = $1 AND status = 'active'";

/// What reviews are put in order by before their time, the largest first.
const fn key(sort: ReviewSort) -> &'static str {
    match sort {
        ReviewSort::Newest => "0",
        ReviewSort::Highest => "stars::int",
        ReviewSort::Lowest => "-stars::int",
        ReviewSort::Photos => "(photos <> '[]')::int",
    }
}

fn statement(sort: ReviewSort) -> String {
    let key = key(sort);
    // The constant would keep the index of the newest from being used.
    let (order, after) = match sort {
        ReviewSort::Newest => {
            ("created_at DESC, id DESC".to_owned(), "($2::int IS NULL OR (created_at, id) < ($3, $4))".to_owned())
        }
        ReviewSort::Highest | ReviewSort::Lowest | ReviewSort::Photos => (
            format!("{key} DESC, created_at DESC, id DESC"),
            format!("($2::int IS NULL OR ({key}, created_at, id) < ($2, $3, $4))"),
        ),
    };
    format!(
        "SELECT id, author, stars, title, body, variant, photos, reply, replied_at, created_at, {key} AS key FROM reviews
         WHERE product_id = $1 AND status = 'published' AND {after} ORDER BY {order} LIMIT $5"
    )
}

impl Position {
    fn read(cursor: &str, sort: ReviewSort) -> ApiResult<Self> {
        let position: Self = db::decode_cursor(cursor)?;
        if position.sort == sort && db_can_hold(position.at) {
            Ok(position)
        } else {
            Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]))
        }
    }
}

/// A page of reviews.
pub(in crate::catalog) async fn reviews(
    ctx: &Ctx,
    slug: &str,
    sort: Option<ReviewSort>,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> ApiResult<Page<Review>> {
    let mut faults = ParameterFaults::default();
    let limit = faults.limit(limit);
    faults.finish().map_err(ApiError::invalid)?;
    let sort = sort.unwrap_or(ReviewSort::Newest);
    let after = cursor.map(|cursor| Position::read(cursor, sort)).transpose()?;
    if !is_slug(slug) {
        return Err(ApiError::not_found());
    }
    let product: Option<CountRow> = db::one(&ctx.db, COUNT, [slug.into()]).await?;
    let product = product.ok_or_else(ApiError::not_found)?;
    let take = i64::try_from(limit + 1).unwrap_or(1);
    let values = [
        product.id.0.into(),
        after.as_ref().map(|after| after.key).into(),
        after.as_ref().map(|after| after.at).into(),
        after.as_ref().map(|after| after.id.0).into(),
        take.into(),
    ];
    let rows: Vec<ReviewRow> = db::all(&ctx.db, &statement(sort), values).await?;
    let (rows, next_cursor) = db::cut(rows, limit, |last| Position { sort, key: last.key, at: last.created_at, id: last.id });
    let items = rows.into_iter().map(|row| Review {
        id: row.id,
        author: row.author,
        stars: row.stars.into(),
        title: row.title,
        text: row.body,
        variant: row.variant,
        photos: files::images_from_json(row.photos),
        reply: reply(row.reply, row.replied_at),
        created_at: row.created_at,
    });
    Ok(Page { items: items.collect(), next_cursor, total: product.rating_count.into(), total_is_estimate: false })
}
