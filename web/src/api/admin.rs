//! The back office: the operations below `/admin`.

use serde::Serialize;
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::dashboard::{Dashboard, StaffProductRow};
use shared::orders::{AddOrderNoteRequest, MoveOrderRequest, OrderStatus, ShipOrderRequest, StaffOrder, StaffOrderRow};
use shared::page::Page;
use shared::payments::PaymentStatus;

use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Rows of a page of the back office: about two screens.
const PAGE: u32 = 40;

/// Which orders; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffOrderFilter {
    /// Part of a number, a name or an email.
    pub q: String,
    /// Where they stand.
    pub status: Option<OrderStatus>,
    /// Where their payment stands.
    pub payment_status: Option<PaymentStatus>,
    /// Who ships them.
    pub courier: String,
}

/// Which products, and in which order; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffProductFilter {
    /// Words of the name, or the beginning of a SKU.
    pub q: String,
    /// Whether they are for sale.
    pub status: Option<ProductStatus>,
    /// The state of at least one variant.
    pub stock: Option<StockState>,
    /// Slug of a category, which stands for those below it as well.
    pub category: String,
    /// Brand.
    pub brand: String,
    /// Whether they are among the featured ones.
    pub featured: Option<bool>,
    /// Order.
    pub sort: Option<StaffProductSort>,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

/// Gets the figures of the first page.
///
/// # Errors
/// See [`ApiError`].
pub fn get_dashboard() -> impl Future<Output = Result<Dashboard, ApiError>> + use<> {
    Call::get("/admin/dashboard").send()
}

/// Lists all orders, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_orders(
    filter: &StaffOrderFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffOrderRow>, ApiError>> + use<> {
    Call::get("/admin/orders").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Reads an order with everything staff need.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_staff_order(id: &str) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::get(format!("/admin/orders/{}", encode(id))).send()
}

/// Moves an order along.
///
/// # Errors
/// See [`ApiError`]; `illegal_transition` when it stands elsewhere by now.
pub fn move_order(id: &str, request: &MoveOrderRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/status", encode(id))).json(request).send()
}

/// Hands an order to a courier.
///
/// # Errors
/// See [`ApiError`]; `illegal_transition` when it stands elsewhere by now.
pub fn ship_order(id: &str, request: &ShipOrderRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/shipments", encode(id))).json(request).send()
}

/// Writes a note that only staff see.
///
/// # Errors
/// See [`ApiError`].
pub fn add_order_note(id: &str, request: &AddOrderNoteRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/notes", encode(id))).json(request).send()
}

/// Lists products with their stock, those not for sale included.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_products(
    filter: &StaffProductFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffProductRow>, ApiError>> + use<> {
    Call::get("/admin/products").query(filter).query(&Step { limit: PAGE, cursor }).send()
}
