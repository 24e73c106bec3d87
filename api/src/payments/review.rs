//! Answers for a payment that the provider holds for review.

use shared::ids::PaymentId;
use shared::payments::{AttemptStatus, ReviewDecision, StaffPaymentDetail};
use shared::problem::ErrorCode;

use super::apply::{Fresh, Source, apply};
use super::ask::{ask_and_apply, no_keys, unavailable};
use super::detail;
use super::open;
use super::store;
use crate::context::Ctx;
use crate::http::{ApiError, Caller};

/// Accepts or refuses a payment that is held for review.
pub(super) async fn review(
    ctx: &Ctx,
    id: PaymentId,
    decision: ReviewDecision,
    staff: &Caller,
) -> Result<StaffPaymentDetail, ApiError> {
    let row = store::payment(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    let gateway = open::gateway(ctx, row.provider).await?.ok_or_else(no_keys)?;
    if row.status != AttemptStatus::Challenged {
        return Err(not_held(row.status));
    }
    let asked_at = ctx.clock.now();
    match gateway.review(&row.attempt(false), decision).await {
        Ok(truth) => {
            apply(ctx, id, Fresh { asked_at, truth }, Source::Review(staff, decision), None).await?;
            detail::detail(ctx, id).await
        }
        // It was answered elsewhere: what is true now counts.
        Err(error) if error.is_final() => {
            tracing::warn!(payment.reference = %row.reference, %error, "a review was refused");
            Err(not_held(ask_and_apply(ctx, &row, Source::Staff(staff)).await?.status))
        }
        Err(error) => Err(unavailable(row.provider, &error)),
    }
}

/// 409: nobody waits for an answer (any more).
fn not_held(status: AttemptStatus) -> ApiError {
    ApiError::conflict(ErrorCode::Conflict).detail(format!("the payment is {status}, not held for review")).with("status", status)
}
