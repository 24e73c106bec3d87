//! The cart: the operations of `/cart`.

use shared::cart::{AddToCartRequest, Cart, ReplaceCartRequest, RestoreCartRequest, RestoredCart, SetQuantityRequest};
use shared::ids::VariantId;

use super::client::Call;
use super::error::ApiError;

/// Reads the cart.
///
/// # Errors
/// See [`ApiError`].
pub fn get_cart() -> impl Future<Output = Result<Cart, ApiError>> + use<> {
    Call::get("/cart").send()
}

/// Adds pieces of a variant; `out_of_stock` tells how many are left.
///
/// # Errors
/// See [`ApiError`].
pub fn add_to_cart(request: &AddToCartRequest) -> impl Future<Output = Result<Cart, ApiError>> + use<> {
    Call::post("/cart/items").json(request).send()
}

/// Sets how many pieces of a variant there shall be; 0 removes the line.
///
/// # Errors
/// See [`ApiError`].
pub fn set_cart_quantity(variant: VariantId, quantity: i32) -> impl Future<Output = Result<Cart, ApiError>> + use<> {
    Call::put(format!("/cart/items/{variant}")).json(&SetQuantityRequest { quantity }).outliving_the_page().send()
}

/// Replaces what is in the cart.
///
/// # Errors
/// See [`ApiError`].
pub fn replace_cart(request: &ReplaceCartRequest) -> impl Future<Output = Result<Cart, ApiError>> + use<> {
    Call::put("/cart").json(request).send()
}

/// Puts lines back that were taken out, as far as they can be had still.
///
/// # Errors
/// See [`ApiError`].
pub fn restore_cart(request: &RestoreCartRequest) -> impl Future<Output = Result<RestoredCart, ApiError>> + use<> {
    Call::post("/cart/restoration").json(request).send()
}
