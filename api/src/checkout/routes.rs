//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use shared::checkout::{CheckoutQuote, CheckoutQuoteRequest, PlaceOrderRequest};
use shared::orders::Order;

use super::{place, quote};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Created, SignedIn};

/// Checkout.
pub struct CheckoutRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Checkout")]
impl CheckoutRoutes {
    /// List the shipping services for one's cart with the totals each leads to, the cheapest first.
    ///
    /// The list is empty when no courier goes there. The `grand` total of one is the `expected_total` of the order.
    #[oai(path = "/checkout/quotes", method = "post", operation_id = "quote_checkout")]
    async fn quote_checkout(&self, caller: SignedIn, ask: Body<CheckoutQuoteRequest>) -> ApiResult<Body<CheckoutQuote>> {
        Ok(Body(quote::quote(&self.ctx, &caller.0, ask.0.address_id).await?))
    }

    /// Place an order for what is in one's cart.
    ///
    /// The same `Idempotency-Key` gives the same order. These refuse it with 409, and nothing was ordered: `total_changed` tells the
    /// new figures, `out_of_stock` which items ran short; `stale`: something else is in the cart than `items` say;
    /// `unpaid_orders`: as many orders wait to be paid as may (`orders` are their numbers), and one is to be paid or cancelled first.
    #[oai(path = "/checkout/orders", method = "post", operation_id = "place_order")]
    async fn place_order(
        &self,
        caller: SignedIn,
        /// A new random value for every order; 8 to 200 visible ASCII characters.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        ask: Body<PlaceOrderRequest>,
    ) -> ApiResult<Created<Order>> {
        Ok(Created(place::place(&self.ctx, &caller.0, &idempotency_key.0, ask.0).await?))
    }
}
