//! Writing a review, and writing it anew.

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{ProductId, ReviewId, UserId};
use shared::problem::ErrorCode;
use shared::reviews::{OwnReview, ReviewStanding, ReviewStatus, UpdateReviewRequest, WriteReviewRequest};
use uuid::Uuid;

use super::store;
use super::tell::TellOfReview;
use crate::catalog::edit;
use crate::context::Ctx;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, ApiResult, Caller};
use crate::jobs;

fn refused(standing: ReviewStanding) -> ApiError {
    ApiError::conflict(ErrorCode::NotReviewable).with("standing", standing)
}

/// Writes the review of a product; it waits for staff.
///
/// # Errors
/// 409 `not_reviewable` when they did not buy it, it has not arrived, or they wrote one before; 404 when there is no such
/// product.
pub(super) async fn write(ctx: &Ctx, by: &Caller, ask: WriteReviewRequest) -> ApiResult<OwnReview> {
    let (id, now) = (ReviewId::generate(), ctx.clock.now());
    let tx = ctx.begin().await?;
    let author = lock_author(&tx, by.user_id).await?;
    let standing = store::standing(&tx, by.user_id, ask.product_id).await?;
    let Some(line) = arrived(&tx, by.user_id, ask.product_id).await? else { return Err(refused(standing)) };
    let sql = "INSERT INTO reviews (id, product_id, user_id, order_item_id, author, stars, title, body, variant, status, created_at, submitted_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, $10)";
    let values = [
        id.0.into(),
        ask.product_id.0.into(),
        by.user_id.0.into(),
        line.id.into(),
        author.into(),
        small(ask.stars).into(),
        ask.title.trim().into(),
        ask.text.trim().into(),
        store::options_in_words(line.options)?.into(),
        now.into(),
    ];
    execute(&tx, sql, values).await.map_err(|error| match broken_constraint(&error) {
        Some("reviews_author_key" | "reviews_order_item_key") => refused(ReviewStanding::Written),
        _ => error.into(),
    })?;
    jobs::enqueue(&tx, &TellOfReview { review_id: id, revision: 1, status: ReviewStatus::Pending }).await?;
    let review = store::own(&tx, by.user_id, id).await?;
    tx.commit().await?;
    Ok(review)
}

/// Stars as they are stored; the rules have seen to it that they are 1 to 5.
fn small(stars: i32) -> i16 {
    i16::try_from(stars).unwrap_or(5)
}

/// The given name of somebody whose account stays while the transaction lasts.
async fn lock_author(tx: &impl ConnectionTrait, user: UserId) -> ApiResult<String> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let sql = "SELECT name FROM users WHERE id = $1 AND active AND deleted_at IS NULL FOR SHARE";
    let row: Row = one(tx, sql, [user.0.into()]).await?.ok_or_else(ApiError::unauthenticated)?;
    Ok(row.name.split_whitespace().next().unwrap_or_default().to_owned())
}

/// The line that proves the purchase.
#[derive(FromQueryResult)]
struct Line {
    id: Uuid,
    options: serde_json::Value,
}

async fn arrived(tx: &impl ConnectionTrait, user: UserId, product: ProductId) -> ApiResult<Option<Line>> {
    let sql = "SELECT i.id, i.options FROM orders o JOIN order_items i ON i.order_id = o.id
               WHERE o.user_id = $1 AND i.product_id = $2 AND o.status IN ('delivered', 'completed')
               ORDER BY o.created_at DESC, i.position LIMIT 1";
    Ok(one(tx, sql, [user.0.into(), product.0.into()]).await?)
}

/// Writes a review anew; it waits for staff again, and is not counted until they have seen it. The same words again
/// change nothing.
///
/// # Errors
/// 404 when there is none, or it is somebody else's.
pub(super) async fn update(ctx: &Ctx, by: &Caller, id: ReviewId, ask: UpdateReviewRequest) -> ApiResult<OwnReview> {
    let tx = edit::begin(ctx).await?;
    let before = store::lock_own(&tx, by.user_id, id).await?;
    let (title, text, stars) = (ask.title.trim(), ask.text.trim(), small(ask.stars));
    if (before.stars, before.title.as_str(), before.body.as_str()) == (stars, title, text) {
        tx.rollback().await?;
        return store::own(&ctx.db, by.user_id, id).await;
    }
    let sql = "UPDATE reviews SET stars = $2, title = $3, body = $4 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), stars.into(), title.into(), text.into()]).await?;
    submit(&tx, ctx, id, before.status).await?;
    edit::finish(&tx, &[before.product_id]).await?;
    let review = store::own(&tx, by.user_id, id).await?;
    tx.commit().await?;
    Ok(review)
}

/// Gives a review that was changed back to staff, who are told of it unless it waits for them already.
pub(super) async fn submit(tx: &impl ConnectionTrait, ctx: &Ctx, id: ReviewId, before: ReviewStatus) -> ApiResult<()> {
    #[derive(FromQueryResult)]
    struct Row {
        revision: i32,
    }
    let sql = "UPDATE reviews SET status = 'pending', reason = '', moderated_by = NULL, moderated_at = NULL, submitted_at = $2,
                      revision = revision + 1 WHERE id = $1 RETURNING revision";
    let row: Row = one(tx, sql, [id.0.into(), ctx.clock.now().into()]).await?.ok_or_else(ApiError::not_found)?;
    if before != ReviewStatus::Pending {
        jobs::enqueue(tx, &TellOfReview { review_id: id, revision: row.revision, status: ReviewStatus::Pending }).await?;
    }
    Ok(())
}
