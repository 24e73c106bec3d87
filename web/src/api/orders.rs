//! Checkout, orders and payments of the signed-in buyer.

use serde::Serialize;
use shared::cart::Cart;
use shared::checkout::{CheckoutQuote, CheckoutQuoteRequest, PlaceOrderRequest};
use shared::ids::AddressId;
use shared::orders::{CancelOrderRequest, Order, OrderSummary};
use shared::page::Page;
use shared::payments::{Payment, PaymentMethod, PaymentProvider, StartPaymentRequest};

use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Lists the shipping services for the cart with the totals each leads to.
///
/// # Errors
/// See [`ApiError`].
pub fn quote_checkout(address_id: AddressId) -> impl Future<Output = Result<CheckoutQuote, ApiError>> + use<> {
    Call::post("/checkout/quotes").json(&CheckoutQuoteRequest { address_id }).send()
}

/// Places an order; the same key gives the same order.
///
/// # Errors
/// See [`ApiError`].
pub fn place_order(request: &PlaceOrderRequest, key: &str) -> impl Future<Output = Result<Order, ApiError>> + use<> {
    Call::post("/checkout/orders").json(request).idempotent(key).send()
}

#[derive(Serialize)]
struct Cursor {
    cursor: Option<String>,
}

/// Lists one's orders, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_orders(cursor: Option<String>) -> impl Future<Output = Result<Page<OrderSummary>, ApiError>> + use<> {
    Call::get("/orders").query(&Cursor { cursor }).send()
}

/// Reads an order.
///
/// # Errors
/// See [`ApiError`].
pub fn get_order(number: &str) -> impl Future<Output = Result<Order, ApiError>> + use<> {
    Call::get(format!("/orders/{}", encode(number))).send()
}

/// Calls off an order that is not paid.
///
/// # Errors
/// See [`ApiError`].
pub fn cancel_order(number: &str, request: &CancelOrderRequest) -> impl Future<Output = Result<Order, ApiError>> + use<> {
    Call::post(format!("/orders/{}/cancellation", encode(number))).json(request).send()
}

/// Confirms that the parcel arrived.
///
/// # Errors
/// See [`ApiError`].
pub fn confirm_receipt(number: &str) -> impl Future<Output = Result<Order, ApiError>> + use<> {
    Call::post(format!("/orders/{}/receipt", encode(number))).send()
}

/// Puts the order's items into the cart again.
///
/// # Errors
/// See [`ApiError`].
pub fn buy_again(number: &str) -> impl Future<Output = Result<Cart, ApiError>> + use<> {
    Call::post(format!("/orders/{}/reorder", encode(number))).send()
}

/// Lists the ways to pay.
///
/// # Errors
/// See [`ApiError`].
pub fn list_payment_methods() -> impl Future<Output = Result<Vec<PaymentMethod>, ApiError>> + use<> {
    Call::get("/payment-methods").send()
}

/// Starts paying an order, or finds the attempt that waits.
///
/// # Errors
/// See [`ApiError`].
pub fn start_payment(number: &str, provider: PaymentProvider) -> impl Future<Output = Result<Payment, ApiError>> + use<> {
    Call::post(format!("/orders/{}/payments", encode(number))).json(&StartPaymentRequest { provider }).timeout(45_000).send()
}

/// Asks the provider how the payment stands.
///
/// # Errors
/// See [`ApiError`].
pub fn refresh_payment(number: &str) -> impl Future<Output = Result<Order, ApiError>> + use<> {
    Call::post(format!("/orders/{}/payments/refresh", encode(number))).timeout(45_000).send()
}
