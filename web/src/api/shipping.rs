//! Shipping before there is an order: the operations of `/shipping`.

use shared::shipping::{ShippingEstimateRequest, ShippingQuote};

use super::client::Call;
use super::error::ApiError;

/// Estimates what shipping costs, by courier and service, the cheapest first.
///
/// # Errors
/// See [`ApiError`].
pub fn estimate_shipping(
    request: &ShippingEstimateRequest,
) -> impl Future<Output = Result<Vec<ShippingQuote>, ApiError>> + use<> {
    Call::post("/shipping/estimates").json(request).send()
}
