//! The papers of orders, as files.

use shared::papers::PrintPapersRequest;

use super::answer::Download;
use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Many labels take a while on a slow line.
const TIMEOUT_MS: u32 = 60_000;

/// Gets the invoice of one of one's own orders.
///
/// # Errors
/// See [`ApiError`].
pub fn get_order_invoice(number: &str) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get(format!("/orders/{}/invoice.pdf", encode(number))).timeout(TIMEOUT_MS).send_file()
}

/// Gets the invoice of an order.
///
/// # Errors
/// See [`ApiError`].
pub fn get_staff_invoice(id: &str) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get(format!("/admin/orders/{}/invoice.pdf", encode(id))).timeout(TIMEOUT_MS).send_file()
}

/// Gets the packing list of an order.
///
/// # Errors
/// See [`ApiError`]; `not_shippable` when it is not to be sent.
pub fn get_packing_list(id: &str) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get(format!("/admin/orders/{}/packing-list.pdf", encode(id))).timeout(TIMEOUT_MS).send_file()
}

/// Gets the label of an order.
///
/// # Errors
/// See [`ApiError`]; `not_shippable` when it is not to be sent.
pub fn get_label(id: &str) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get(format!("/admin/orders/{}/label.pdf", encode(id))).timeout(TIMEOUT_MS).send_file()
}

/// Prints a paper of several orders as one file.
///
/// # Errors
/// See [`ApiError`]; `not_shippable` when one of them is not to be sent.
pub fn print_papers(request: &PrintPapersRequest) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::post("/admin/orders/papers").json(request).timeout(TIMEOUT_MS).send_file()
}
