//! Asks providers where attempts stand.

use poem::http::StatusCode;
use shared::payments::PaymentProvider;
use shared::problem::ErrorCode;

use super::apply::{Applied, Fresh, Source, apply};
use super::gateway::GatewayError;
use super::open;
use super::store::PaymentRow;
use crate::context::Ctx;
use crate::http::ApiError;

/// Asks where an attempt stands, and applies the answer.
pub(super) async fn ask_and_apply(ctx: &Ctx, row: &PaymentRow, source: Source<'_>) -> Result<Applied, ApiError> {
    let gateway = open::gateway(ctx, row.provider).await?.ok_or_else(no_keys)?;
    let asked_at = ctx.clock.now();
    // Paid attempts are asked about for their refunds.
    let has_refunds = row.settled_at.is_some();
    let truth = gateway.status(&row.attempt(has_refunds), None).await.map_err(|error| unavailable(row.provider, &error))?;
    apply(ctx, row.id, Fresh { asked_at, truth }, source, None).await
}

/// 409: the provider is not offered.
pub(super) fn no_keys() -> ApiError {
    ApiError::conflict(ErrorCode::PaymentUnavailable)
}

/// 503: the provider did not answer, or not so that we understand. The cause is logged here.
pub(super) fn unavailable(provider: PaymentProvider, error: &GatewayError) -> ApiError {
    tracing::warn!(%provider, %error, "a payment provider failed us");
    ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::PaymentUnavailable, 5)
}
