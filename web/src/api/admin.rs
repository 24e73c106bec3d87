//! The back office: the operations below `/admin`.

use chrono::NaiveDate;
use serde::Serialize;
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::dashboard::{Dashboard, StaffProductRow};
use shared::export::ExportFormat;
use shared::orders::{
    AddOrderNoteRequest, MoveOrderRequest, OrderStatus, ShipOrderRequest, StaffOrder, StaffOrderRow, StaffOrderSort,
};
use shared::page::Page;
use shared::payments::PaymentStatus;

use super::client::Call;
use super::error::ApiError;
use super::query::{As, encode, from_day, until_day};

/// Rows of a page of the back office: about two screens.
const PAGE: u32 = 40;
/// As many as one looks through while typing.
const FEW: u32 = 6;

/// Which orders; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffOrderFilter {
    /// Part of a number, a name or an email.
    pub q: String,
    /// Where they stand.
    pub status: Option<OrderStatus>,
    /// Only those that wait to be packed or shipped.
    pub to_ship: Option<bool>,
    /// Where their payment stands.
    pub payment_status: Option<PaymentStatus>,
    /// Who ships them.
    pub courier: String,
    /// The first day they were placed on.
    #[serde(serialize_with = "from_day")]
    pub from: Option<NaiveDate>,
    /// The last day they were placed on.
    #[serde(serialize_with = "until_day")]
    pub until: Option<NaiveDate>,
    /// Their order.
    pub sort: Option<StaffOrderSort>,
}

#[derive(Serialize)]
struct Few<'a> {
    q: &'a str,
    limit: u32,
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

/// Finds a few orders by a part of their number, or of the buyer's name or email.
///
/// # Errors
/// See [`ApiError`].
pub fn find_orders(text: &str) -> impl Future<Output = Result<Vec<StaffOrderRow>, ApiError>> + use<> {
    let page = Call::get("/admin/orders").query(&Few { q: text, limit: FEW }).send::<Page<StaffOrderRow>>();
    async move { page.await.map(|page| page.items) }
}

/// Finds a few products by their name or SKU.
///
/// # Errors
/// See [`ApiError`].
pub fn find_products(text: &str) -> impl Future<Output = Result<Vec<StaffProductRow>, ApiError>> + use<> {
    let page = Call::get("/admin/products").query(&Few { q: text, limit: FEW }).send::<Page<StaffProductRow>>();
    async move { page.await.map(|page| page.items) }
}

/// Downloads all orders, newest first.
#[must_use]
pub fn export_orders(filter: &StaffOrderFilter, format: ExportFormat) -> Call {
    Call::get("/admin/orders/export").query(filter).query(&As { format })
}

/// Lists the couriers that the shop sends with.
///
/// # Errors
/// See [`ApiError`].
pub fn list_order_couriers() -> impl Future<Output = Result<Vec<String>, ApiError>> + use<> {
    Call::get("/admin/orders/couriers").send()
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

/// Writes a note that only staff see; the same `key` writes it once.
///
/// # Errors
/// See [`ApiError`].
pub fn add_order_note(
    id: &str,
    request: &AddOrderNoteRequest,
    key: &str,
) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/notes", encode(id))).idempotent(key).json(request).send()
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
