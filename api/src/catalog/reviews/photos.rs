//! Photos of a review.

use sea_orm::ConnectionTrait;
use shared::ids::{ImageId, ReviewId};
use shared::reviews::{MAX_PHOTOS, OwnReview};
use shared::validate::{FieldCode, FieldError};

use super::{store, write};
use crate::catalog::edit;
use crate::context::Ctx;
use crate::db::{execute, stored};
use crate::files::{self, ImageRow, RemoveUnused};
use crate::http::{ApiError, ApiResult, Caller, Upload};
use crate::jobs;

fn fits(there: usize, more: usize) -> ApiResult<()> {
    if there + more <= MAX_PHOTOS {
        return Ok(());
    }
    Err(ApiError::invalid(vec![FieldError::new("/files", FieldCode::TooMany).with("max", MAX_PHOTOS)]))
}

async fn save(tx: &impl ConnectionTrait, id: ReviewId, photos: &[ImageRow]) -> ApiResult<()> {
    let sql = "UPDATE reviews SET photos = $2, revision = revision + 1 WHERE id = $1";
    execute(tx, sql, [id.0.into(), serde_json::to_value(photos)?.into()]).await?;
    Ok(())
}

/// Adds photos, all of them or none; the review waits for staff again.
///
/// # Errors
/// The files that are no pictures or too large (`/files/…`), or when there would be too many; 404 when the review is not
/// one's own.
pub(super) async fn add(ctx: &Ctx, by: &Caller, id: ReviewId, uploads: Vec<Upload>) -> ApiResult<OwnReview> {
    let before = store::own(&ctx.db, by.user_id, id).await?;
    fits(before.photos.len(), uploads.len())?;
    let kept = files::take(ctx, uploads).await?;

    let tx = edit::begin(ctx).await?;
    // Others may have come meanwhile, from another tab.
    let locked = store::lock_own(&tx, by.user_id, id).await?;
    let mut photos: Vec<ImageRow> = stored(locked.photos)?;
    if let Err(refused) = fits(photos.len(), kept.len()) {
        tx.rollback().await?;
        files::give_back(ctx, &kept).await?;
        return Err(refused);
    }
    files::hold(ctx, &tx, &kept).await?;
    for picture in kept {
        // One that is there already was sent again because the answer was lost.
        if photos.iter().all(|row| row.path != picture.path) {
            photos.push(ImageRow::new(ImageId::generate(), "", picture));
        }
    }
    save(&tx, id, &photos).await?;
    write::submit(&tx, ctx, id, locked.status).await?;
    edit::finish(&tx, &[locked.product_id]).await?;
    let review = store::own(&tx, by.user_id, id).await?;
    tx.commit().await?;
    Ok(review)
}

/// Removes a photo; its files go once that is committed, unless something else shows them. What is left was seen by
/// staff already.
///
/// # Errors
/// 404 when there is no such photo, or the review is not one's own.
pub(super) async fn remove(ctx: &Ctx, by: &Caller, id: ReviewId, photo: ImageId) -> ApiResult<OwnReview> {
    let tx = edit::begin(ctx).await?;
    let locked = store::lock_own(&tx, by.user_id, id).await?;
    let mut photos: Vec<ImageRow> = stored(locked.photos)?;
    let at = photos.iter().position(|row| row.id == photo).ok_or_else(ApiError::not_found)?;
    let gone = photos.remove(at);
    save(&tx, id, &photos).await?;
    jobs::enqueue(&tx, &RemoveUnused { paths: vec![gone.path], product_id: None }).await?;
    let review = store::own(&tx, by.user_id, id).await?;
    tx.commit().await?;
    Ok(review)
}
