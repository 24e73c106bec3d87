//! What staff decide about reviews.

use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::ids::{ProductId, ReviewId};
use shared::problem::ErrorCode;
use shared::reviews::{ModerateReviewsRequest, Moderation, ReviewStatus, StaffReview};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::staff_list;
use super::tell::TellOfReview;
use crate::audit::{self, Action, Subject};
use crate::catalog::edit;
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::http::{ApiError, ApiResult, Caller};
use crate::jobs::Batch;

#[derive(FromQueryResult)]
struct ProductRow {
    product_id: Uuid,
}

/// A review under its lock.
#[derive(FromQueryResult)]
struct Row {
    id: ReviewId,
    product: String,
    status: ReviewStatus,
    reason: String,
    revision: i32,
}

/// Publishes or rejects reviews, all of them or none; the averages of their products follow in the same transaction.
///
/// # Errors
/// 422 that names those that are not there (`/reviews/…`); 409 `stale` that names those that were changed since.
pub(super) async fn moderate(ctx: &Ctx, by: &Caller, ask: ModerateReviewsRequest) -> ApiResult<Vec<StaffReview>> {
    let now = ctx.clock.now();
    let ids: Vec<Uuid> = ask.reviews.iter().map(|seen| seen.id.0).collect();
    let reason = if ask.decision == Moderation::Reject { ask.reason.trim() } else { "" };
    let tx = edit::begin(ctx).await?;
    // A review never moves to another product.
    let sql = "SELECT DISTINCT product_id FROM reviews WHERE id = ANY ($1) ORDER BY product_id";
    let products: Vec<ProductRow> = all(&tx, sql, [ids.clone().into()]).await?;
    let products: Vec<Uuid> = products.into_iter().map(|row| row.product_id).collect();
    edit::lock_products(&tx, &products).await?;
    edit::lock_stock(&tx, &products).await?;
    let sql =
        "SELECT r.id, p.name AS product, r.status, r.reason, r.revision FROM reviews r JOIN products p ON p.id = r.product_id
               WHERE r.id = ANY ($1) ORDER BY r.id FOR UPDATE OF r";
    let rows: Vec<Row> = all(&tx, sql, [ids.clone().into()]).await?;
    refuse(&ask, &rows)?;

    let to = ask.decision.status();
    let changed: Vec<&Row> = rows.iter().filter(|row| row.status != to || row.reason != reason).collect();
    if changed.is_empty() {
        tx.rollback().await?;
        return staff_list::these(ctx, ids).await;
    }
    let sql = "UPDATE reviews SET status = $2, reason = $3, moderated_by = $4, moderated_at = $5, revision = revision + 1
               WHERE id = ANY ($1)";
    let touched: Vec<Uuid> = changed.iter().map(|row| row.id.0).collect();
    let values = [touched.into(), to.into(), reason.into(), by.user_id.0.into(), now.into()];
    execute(&tx, sql, values).await?;
    let products: Vec<ProductId> = products.into_iter().map(ProductId).collect();
    edit::finish(&tx, &products).await?;
    let mut jobs = Batch::default();
    for row in &changed {
        jobs = jobs.now(&TellOfReview { review_id: row.id, revision: row.revision + 1, status: to })?;
    }
    jobs.enqueue(&tx).await?;
    let action = match ask.decision {
        Moderation::Publish => Action::ReviewPublished,
        Moderation::Reject => Action::ReviewRejected,
    };
    let events: Vec<(Subject, Value, Value)> = changed.iter().map(|row| event(row, to, reason)).collect();
    audit::record_many(&tx, by, action, &events, now).await?;
    tx.commit().await?;
    staff_list::these(ctx, ids).await
}

/// What the audit log keeps.
fn event(row: &Row, to: ReviewStatus, reason: &str) -> (Subject, Value, Value) {
    let version = |status: ReviewStatus, reason: &str| json!({ "status": status, "reason": reason });
    let subject = Subject::new(AuditSubject::Review, row.id, row.product.as_str());
    (subject, version(row.status, &row.reason), version(to, reason))
}

fn refuse(ask: &ModerateReviewsRequest, rows: &[Row]) -> ApiResult<()> {
    let (mut missing, mut stale) = (Vec::new(), Vec::new());
    for (index, seen) in ask.reviews.iter().enumerate() {
        let pointer = format!("/reviews/{index}");
        match rows.iter().find(|row| row.id == seen.id) {
            None => missing.push(FieldError::new(pointer, FieldCode::UnknownChoice)),
            Some(row) if row.revision != seen.revision => stale.push(FieldError::new(pointer, FieldCode::Stale)),
            Some(_) => {}
        }
    }
    if !missing.is_empty() {
        return Err(ApiError::invalid(missing));
    }
    if !stale.is_empty() {
        return Err(ApiError::conflict(ErrorCode::Stale).with_errors(stale));
    }
    Ok(())
}
