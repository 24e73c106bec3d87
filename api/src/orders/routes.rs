//! The endpoints of this room for buyers.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::cart::Cart;
use shared::orders::{CancelOrderRequest, Order, OrderSummary};
use shared::page::Page;

use super::{buyer, find};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, SignedIn, Tagged};

/// The buyer's orders.
pub struct OrderRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/orders", tag = "Area::Orders")]
impl OrderRoutes {
    /// List one's own orders, newest first.
    #[oai(path = "/", method = "get", operation_id = "list_orders")]
    async fn list_orders(
        &self,
        caller: SignedIn,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<OrderSummary>>> {
        Ok(Body(find::own_page(&self.ctx, caller.0.user_id, crate::http::limit(limit.0)?, cursor.0.as_deref()).await?))
    }

    /// Read one of one's own orders.
    #[oai(path = "/:number", method = "get", operation_id = "get_order")]
    async fn get_order(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
    ) -> ApiResult<Tagged<Order>> {
        let id = find::own(&self.ctx, caller.0.user_id, &number.0).await?;
        Ok(Tagged(buyer::shown(&self.ctx, id).await?))
    }

    /// Call off an order that is not paid.
    ///
    /// `illegal_transition`: it is paid, over, or its payment is under review; `params.status` says where it stands.
    #[oai(path = "/:number/cancellation", method = "post", operation_id = "cancel_order")]
    async fn cancel_order(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
        ask: Body<CancelOrderRequest>,
    ) -> ApiResult<Body<Order>> {
        let id = find::own(&self.ctx, caller.0.user_id, &number.0).await?;
        buyer::cancel(&self.ctx, id, &ask.0.reason, &caller.0).await?;
        Ok(Body(buyer::shown(&self.ctx, id).await?))
    }

    /// Confirm that the parcel arrived.
    ///
    /// `illegal_transition`: it was not shipped, is over, or came back; `params.status` says where the order stands.
    #[oai(path = "/:number/receipt", method = "post", operation_id = "confirm_receipt")]
    async fn confirm_receipt(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
    ) -> ApiResult<Body<Order>> {
        let id = find::own(&self.ctx, caller.0.user_id, &number.0).await?;
        buyer::confirm_receipt(&self.ctx, id, &caller.0).await?;
        Ok(Body(buyer::shown(&self.ctx, id).await?))
    }

    /// Put the order's items into the cart again, as far as they are still for sale.
    ///
    /// `left_out` says which could not be put in.
    #[oai(path = "/:number/reorder", method = "post", operation_id = "buy_again")]
    async fn buy_again(
        &self,
        caller: SignedIn,
        /// The order's number.
        number: Path<String>,
    ) -> ApiResult<Body<Cart>> {
        let id = find::own(&self.ctx, caller.0.user_id, &number.0).await?;
        Ok(Body(buyer::buy_again(&self.ctx, id, &caller.0).await?))
    }
}
