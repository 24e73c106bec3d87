//! `/shipping`: what shipping would cost.

use poem_openapi::OpenApi;
use shared::shipping::{ShippingEstimateRequest, ShippingQuote};

use super::estimate;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body};

/// The endpoints of this room.
pub struct ShippingRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/shipping", tag = "Area::Checkout")]
impl ShippingRoutes {
    /// Estimate what shipping costs, by courier and service, the cheapest first.
    ///
    /// Nothing is stored. The list is empty when no courier goes there.
    #[oai(path = "/estimates", method = "post", operation_id = "estimate_shipping")]
    async fn estimate_shipping(&self, ask: Body<ShippingEstimateRequest>) -> ApiResult<Body<Vec<ShippingQuote>>> {
        Ok(Body(estimate::estimate(&self.ctx, ask.0).await?))
    }
}
