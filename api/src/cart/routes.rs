//! The endpoints of this room.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::cart::{AddToCartRequest, Cart, ReplaceCartRequest, RestoreCartRequest, RestoredCart, SetQuantityRequest};
use shared::ids::VariantId;

use super::{change, store, view};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, CartToken, Visitor};

/// The cart.
pub struct CartRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

/// A guest's cart is named by the `X-Cart-Token` header; a signed-in person has their own.
#[OpenApi(prefix_path = "/cart", tag = "Area::Cart")]
impl CartRoutes {
    /// Read the cart, with what changed since things were added.
    #[oai(path = "/", method = "get", operation_id = "get_cart")]
    async fn get_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
    ) -> ApiResult<Body<Cart>> {
        match store::find(&self.ctx.db, &visitor, &token).await? {
            Some(cart) => Ok(Body(view::view(&self.ctx, cart, None).await?)),
            None => Ok(Body(view::empty())),
        }
    }

    /// Add pieces of a variant.
    ///
    /// A guest without a cart gets one; its token is in the answer. `out_of_stock` says how many are left.
    #[oai(path = "/items", method = "post", operation_id = "add_to_cart")]
    async fn add_to_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
        ask: Body<AddToCartRequest>,
    ) -> ApiResult<Body<Cart>> {
        Ok(Body(change::add(&self.ctx, &visitor, &token, ask.0).await?))
    }

    /// Set how many pieces of a variant there shall be; 0 removes the line.
    #[oai(path = "/items/:variant_id", method = "put", operation_id = "set_cart_quantity")]
    async fn set_cart_quantity(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
        /// The variant.
        variant_id: Path<VariantId>,
        ask: Body<SetQuantityRequest>,
    ) -> ApiResult<Body<Cart>> {
        Ok(Body(change::set_quantity(&self.ctx, &visitor, &token, variant_id.0, ask.0.quantity).await?))
    }

    /// Remove a line.
    #[oai(path = "/items/:variant_id", method = "delete", operation_id = "remove_from_cart")]
    async fn remove_from_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
        /// The variant.
        variant_id: Path<VariantId>,
    ) -> ApiResult<Body<Cart>> {
        Ok(Body(change::set_quantity(&self.ctx, &visitor, &token, variant_id.0, 0).await?))
    }

    /// Replace what is in the cart.
    #[oai(path = "/", method = "put", operation_id = "replace_cart")]
    async fn replace_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
        ask: Body<ReplaceCartRequest>,
    ) -> ApiResult<Body<Cart>> {
        Ok(Body(change::replace(&self.ctx, &visitor, &token, &ask.0).await?))
    }

    /// Put lines back that were taken out.
    ///
    /// What is in the cart by now stays as it is. `left_out` says what could not be put back; the others are put back.
    #[oai(path = "/restoration", method = "post", operation_id = "restore_cart")]
    async fn restore_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
        ask: Body<RestoreCartRequest>,
    ) -> ApiResult<Body<RestoredCart>> {
        Ok(Body(change::restore(&self.ctx, &visitor, &token, &ask.0).await?))
    }

    /// Empty the cart.
    #[oai(path = "/", method = "delete", operation_id = "clear_cart")]
    async fn clear_cart(
        &self,
        visitor: Visitor,
        /// A guest's key to the cart, as `Cart.token` told it.
        #[oai(name = "X-Cart-Token")]
        token: CartToken,
    ) -> ApiResult<Body<Cart>> {
        Ok(Body(change::clear(&self.ctx, &visitor, &token).await?))
    }
}
