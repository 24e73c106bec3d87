//! Tells staff of a review that waits, and its author of what became of it.

use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::{ReviewId, UserId};
use shared::notifications::NotificationKind;
use shared::reviews::ReviewStatus;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::one;
use crate::jobs::Job;
use crate::notifications::{self, StaffNotice};

/// Tells whom it concerns where a review stands, as long as it still stands there.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellOfReview {
    /// The review.
    pub review_id: ReviewId,
    /// Its revision; each is told once.
    pub revision: i32,
    /// Where it stands.
    pub status: ReviewStatus,
}

#[derive(FromQueryResult)]
struct Row {
    user_id: Option<Uuid>,
    author: String,
    product: String,
    status: ReviewStatus,
}

impl Job for TellOfReview {
    const KIND: &'static str = "reviews.tell";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let tx = ctx.begin().await?;
        let sql = "SELECT r.user_id, r.author, p.name AS product, r.status FROM reviews r JOIN products p ON p.id = r.product_id
                   WHERE r.id = $1";
        let row: Option<Row> = one(&tx, sql, [self.review_id.0.into()]).await?;
        let Some(row) = row.filter(|row| row.status == self.status) else { return Ok(()) };
        let (key, now) = (format!("{}:{}", self.review_id, self.revision), ctx.clock.now());
        let told = match self.status {
            ReviewStatus::Pending => {
                let notice = StaffNotice {
                    dedupe_key: &key,
                    buyer: Some(&row.author),
                    detail: Some(&row.product),
                    ..StaffNotice::default()
                };
                notifications::tell_staff(&tx, NotificationKind::StaffReviewWritten, notice, now).await?;
                return Ok(tx.commit().await?);
            }
            ReviewStatus::Published => NotificationKind::ReviewPublished,
            ReviewStatus::Rejected => NotificationKind::ReviewRejected,
        };
        if let Some(author) = row.user_id.map(UserId) {
            notifications::tell_person(&tx, author, told, &key, &row.product, now).await?;
        }
        Ok(tx.commit().await?)
    }
}
