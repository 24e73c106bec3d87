//! What the shop answers to a review.

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::ReviewId;
use shared::reviews::StaffReview;

use super::staff_list;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, ApiResult, Caller, MaybeIfMatch, revision_of};

#[derive(FromQueryResult)]
struct Row {
    product: String,
    reply: Option<String>,
}

async fn lock(tx: &impl ConnectionTrait, id: ReviewId) -> ApiResult<Row> {
    let sql = "SELECT p.name AS product, r.reply FROM reviews r JOIN products p ON p.id = r.product_id
               WHERE r.id = $1 FOR UPDATE OF r";
    one(tx, sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)
}

/// Names an answer; 0 is none.
pub(super) fn revision(reply: Option<&str>) -> i32 {
    reply.map_or(0, |text| revision_of(&text))
}

/// Answers a review, or puts another answer in the place of the one before; `None` takes it away.
///
/// # Errors
/// 404 when there is no such review; 412 when somebody else answered since `if_match`.
pub(super) async fn set(
    ctx: &Ctx,
    by: &Caller,
    id: ReviewId,
    if_match: MaybeIfMatch,
    text: Option<&str>,
) -> ApiResult<StaffReview> {
    let now = ctx.clock.now();
    let text = text.map(str::trim);
    let tx = ctx.begin().await?;
    let before = lock(&tx, id).await?;
    if_match.check(revision(before.reply.as_deref()))?;
    if before.reply.as_deref() == text {
        tx.rollback().await?;
        return staff_list::this(ctx, id).await;
    }
    let sql =
        "UPDATE reviews SET reply = $2, replied_at = CASE WHEN $2::text IS NULL THEN NULL ELSE $3::timestamptz END WHERE id = $1";
    execute(&tx, sql, [id.0.into(), text.into(), now.into()]).await?;
    let action = if text.is_some() { Action::ReviewReplied } else { Action::ReviewReplyRemoved };
    let subject = Subject::new(AuditSubject::Review, id, before.product);
    let version = |reply: Option<&str>| json!({ "reply": reply });
    audit::record(&tx, by, action, &subject, &version(before.reply.as_deref()), &version(text), now).await?;
    tx.commit().await?;
    staff_list::this(ctx, id).await
}
