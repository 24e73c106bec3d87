//! What staff do about reviews, once each: the audit log tells of it (see `audit`).

use serde_json::json;
use shared::audit::AuditAction;
use shared::ids::{ProductId, VariantId};
use shared::reviews::OwnReview;
use tests::{Answer, Caller, TestApp};

use crate::reviews::{arrived, write};

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(
    app: &TestApp,
    admin: &Caller,
    product: ProductId,
    variant: VariantId,
    operation: &str,
) -> Option<(Answer, AuditAction)> {
    if !matches!(operation, "moderate_reviews" | "reply_to_review" | "remove_review_reply") {
        return None;
    }
    let mut buyer = app.buyer().await;
    arrived(app, admin, &mut buyer, variant).await;
    let review: OwnReview = write(&buyer, product, 4).await.ok();
    let path = format!("/admin/reviews/{}/reply", review.id);
    Some(match operation {
        "moderate_reviews" => {
            let ask = json!({ "reviews": [{ "id": review.id, "revision": 1 }], "decision": "publish" });
            (admin.post("/admin/reviews/moderation", ask).await, AuditAction::ReviewPublished)
        }
        "reply_to_review" => (admin.put(&path, json!({ "text": "Terima kasih" })).await, AuditAction::ReviewReplied),
        _ => {
            admin.put(&path, json!({ "text": "Terima kasih" })).await.done();
            (admin.delete(&path).await, AuditAction::ReviewReplyRemoved)
        }
    })
}
