//! Stock, suppliers and restock orders.

use chrono::NaiveDate;
use serde::Serialize;
use shared::export::ExportFormat;
use shared::inventory::{
    AdjustStockRequest, AdjustmentReason, CancelRestockRequest, InventoryReport, InventorySummary, InventoryValueRow,
    MovementKind, PlaceRestockRequest, ReceiveRestockRequest, RestockOrder, RestockRow, RestockSort, RestockStatus,
    RestockSuggestion, SaveRestockRequest, SetThresholdsRequest, StaffSupplier, StockItem, StockLevel, StockMovement, StockRow,
    StockSort, SupplierDetails, SupplierProductRow, SupplierRow, SupplierTerms,
};
use shared::page::Page;

use super::answer::Download;
use super::client::Call;
use super::error::ApiError;
use super::query::{As, encode, from_day, until_day};

/// Rows of a page of the back office: about two screens.
const PAGE: u32 = 40;
/// Long lists on paper take a while.
const TIMEOUT_MS: u32 = 60_000;

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

/// Which stock, and in which order; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StockFilter {
    /// Words of brand, name or model, the beginning of a SKU, or a barcode.
    pub q: String,
    /// How urgent it is.
    pub level: Option<StockLevel>,
    /// Only what is low, critical or out.
    pub short: Option<bool>,
    /// Slug of a category, which stands for those below it as well.
    pub category: String,
    /// Id of a supplier.
    pub supplier: String,
    /// Order.
    pub sort: Option<StockSort>,
}

/// Which movements; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MovementFilter {
    /// Words of brand, name or model, the beginning of a SKU, or a barcode.
    pub q: String,
    /// Id of a variant.
    pub variant: String,
    /// Why pieces came or went.
    pub kind: Option<MovementKind>,
    /// Why an adjustment was made.
    pub reason: Option<AdjustmentReason>,
    /// The first day.
    #[serde(serialize_with = "from_day")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(serialize_with = "until_day")]
    pub until: Option<NaiveDate>,
}

/// Which suppliers; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SupplierFilter {
    /// Part of a name, firm, contact or email.
    pub q: String,
    /// Only those the shop buys from, or only archived ones.
    pub active: Option<bool>,
}

/// Which restock orders; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RestockFilter {
    /// Part of a number or of a supplier's name.
    pub q: String,
    /// Where they stand.
    pub status: Option<RestockStatus>,
    /// Id of a supplier.
    pub supplier: String,
    /// The first day they were made on.
    #[serde(serialize_with = "from_day")]
    pub from: Option<NaiveDate>,
    /// The last day they were made on.
    #[serde(serialize_with = "until_day")]
    pub until: Option<NaiveDate>,
    /// Their order.
    pub sort: Option<RestockSort>,
}

/// Lists the stock.
///
/// # Errors
/// See [`ApiError`].
pub fn list_inventory(
    filter: &StockFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StockRow>, ApiError>> + use<> {
    Call::get("/admin/inventory").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Finds a few variants by their name, SKU or barcode.
///
/// # Errors
/// See [`ApiError`].
pub fn search_stock(text: &str) -> impl Future<Output = Result<Vec<StockRow>, ApiError>> + use<> {
    let filter = StockFilter { q: text.to_owned(), ..StockFilter::default() };
    let page = Call::get("/admin/inventory").query(&filter).query(&Step { limit: 8, cursor: None }).send::<Page<StockRow>>();
    async move { page.await.map(|page| page.items) }
}

/// Downloads the stock.
#[must_use]
pub fn export_inventory(filter: &StockFilter, format: ExportFormat) -> Call {
    Call::get("/admin/inventory/export").query(filter).query(&As { format })
}

/// Gets the stock in a few figures.
///
/// # Errors
/// See [`ApiError`].
pub fn get_inventory_summary() -> impl Future<Output = Result<InventorySummary, ApiError>> + use<> {
    Call::get("/admin/inventory/summary").send()
}

/// Gets what the shelf is worth, by category.
///
/// # Errors
/// See [`ApiError`].
pub fn get_inventory_value() -> impl Future<Output = Result<Vec<InventoryValueRow>, ApiError>> + use<> {
    Call::get("/admin/inventory/value").send()
}

/// Downloads what the shelf is worth, by category.
#[must_use]
pub fn export_inventory_value(format: ExportFormat) -> Call {
    Call::get("/admin/inventory/value/export").query(&As { format })
}

/// Finds the variant with this barcode or SKU, whole.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn find_stock(code: &str) -> impl Future<Output = Result<StockRow, ApiError>> + use<> {
    Call::get("/admin/inventory/lookup").query(&serde_json::json!({ "code": code })).send()
}

/// Lists what came and went, the latest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_stock_movements(
    filter: &MovementFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StockMovement>, ApiError>> + use<> {
    Call::get("/admin/inventory/movements").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Downloads what came and went.
#[must_use]
pub fn export_stock_movements(filter: &MovementFilter, format: ExportFormat) -> Call {
    Call::get("/admin/inventory/movements/export").query(filter).query(&As { format })
}

/// Gets a report as PDF.
///
/// # Errors
/// See [`ApiError`].
pub fn get_inventory_report(
    report: InventoryReport,
    movements: &MovementFilter,
    locale: &str,
) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    #[derive(Serialize)]
    struct Ask<'a> {
        report: InventoryReport,
        locale: &'a str,
        kind: Option<MovementKind>,
        #[serde(serialize_with = "from_day")]
        from: Option<NaiveDate>,
        #[serde(serialize_with = "until_day")]
        until: Option<NaiveDate>,
    }
    let ask = Ask { report, locale, kind: movements.kind, from: movements.from, until: movements.until };
    Call::get("/admin/inventory/report.pdf").query(&ask).timeout(TIMEOUT_MS).send_file()
}

fn stock(id: &str) -> String {
    format!("/admin/inventory/{}", encode(id))
}

/// Gets a variant's stock.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is no such variant.
pub fn get_stock(id: &str) -> impl Future<Output = Result<StockItem, ApiError>> + use<> {
    Call::get(stock(id)).send()
}

/// Sets from when on a variant's stock is low and critical.
///
/// # Errors
/// See [`ApiError`]; `stale` when others were set since `revision`.
pub fn set_stock_thresholds(
    id: &str,
    revision: i32,
    request: &SetThresholdsRequest,
) -> impl Future<Output = Result<StockItem, ApiError>> + use<> {
    Call::put(format!("{}/thresholds", stock(id))).if_match(revision).json(request).send()
}

/// Corrects a variant's stock.
///
/// # Errors
/// See [`ApiError`]; `below_reserved` when orders hold more than would be left.
pub fn adjust_stock(
    id: &str,
    request: &AdjustStockRequest,
    key: &str,
) -> impl Future<Output = Result<StockItem, ApiError>> + use<> {
    Call::post(format!("{}/adjustments", stock(id))).idempotent(key).json(request).send()
}

/// Lists suppliers.
///
/// # Errors
/// See [`ApiError`].
pub fn list_suppliers(
    filter: &SupplierFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<SupplierRow>, ApiError>> + use<> {
    Call::get("/admin/suppliers").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// The suppliers one may choose from: the first hundred that the shop buys from.
///
/// # Errors
/// See [`ApiError`].
pub fn supplier_choices() -> impl Future<Output = Result<Vec<SupplierRow>, ApiError>> + use<> {
    let filter = SupplierFilter { active: Some(true), ..SupplierFilter::default() };
    let page = Call::get("/admin/suppliers").query(&filter).query(&Step { limit: 100, cursor: None }).send::<Page<SupplierRow>>();
    async move { page.await.map(|page| page.items) }
}

/// Downloads suppliers.
#[must_use]
pub fn export_suppliers(filter: &SupplierFilter, format: ExportFormat) -> Call {
    Call::get("/admin/suppliers/export").query(filter).query(&As { format })
}

fn supplier(id: &str) -> String {
    format!("/admin/suppliers/{}", encode(id))
}

/// Makes a supplier.
///
/// # Errors
/// See [`ApiError`].
pub fn create_supplier(request: &SupplierDetails) -> impl Future<Output = Result<StaffSupplier, ApiError>> + use<> {
    Call::post("/admin/suppliers").json(request).send()
}

/// Reads a supplier.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_supplier(id: &str) -> impl Future<Output = Result<StaffSupplier, ApiError>> + use<> {
    Call::get(supplier(id)).send()
}

/// Saves a supplier that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody has saved another since.
pub fn update_supplier(
    id: &str,
    revision: i32,
    request: &SupplierDetails,
) -> impl Future<Output = Result<StaffSupplier, ApiError>> + use<> {
    Call::put(supplier(id)).if_match(revision).json(request).send()
}

/// Removes a supplier that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `supplier_in_use`, and `stale` when somebody has saved another since.
pub fn delete_supplier(id: &str, revision: i32) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(supplier(id)).if_match(revision).send_empty()
}

/// Lists what a supplier supplies.
///
/// # Errors
/// See [`ApiError`].
pub fn list_supplier_products(
    id: &str,
    text: &str,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<SupplierProductRow>, ApiError>> + use<> {
    Call::get(format!("{}/products", supplier(id)))
        .query(&serde_json::json!({ "q": text }))
        .query(&Step { limit: PAGE, cursor })
        .send()
}

/// Notes on which terms a supplier supplies a variant.
///
/// # Errors
/// See [`ApiError`]; `stale` when others were noted since `revision`, which is 0 where there were none.
pub fn set_supplier_terms(
    id: &str,
    variant: &str,
    revision: i32,
    request: &SupplierTerms,
) -> impl Future<Output = Result<SupplierTerms, ApiError>> + use<> {
    Call::put(format!("{}/products/{}", supplier(id), encode(variant))).if_match(revision).json(request).send()
}

/// Forgets a supplier's terms for a variant.
///
/// # Errors
/// See [`ApiError`].
pub fn remove_supplier_terms(id: &str, variant: &str) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("{}/products/{}", supplier(id), encode(variant))).send_empty()
}

/// Lists restock orders.
///
/// # Errors
/// See [`ApiError`].
pub fn list_restock_orders(
    filter: &RestockFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<RestockRow>, ApiError>> + use<> {
    Call::get("/admin/restock-orders").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Downloads restock orders.
#[must_use]
pub fn export_restock_orders(filter: &RestockFilter, format: ExportFormat) -> Call {
    Call::get("/admin/restock-orders/export").query(filter).query(&As { format })
}

/// Suggests what to order.
///
/// # Errors
/// See [`ApiError`].
pub fn suggest_restock(
    supplier: &str,
    days: u32,
    cover_days: u32,
) -> impl Future<Output = Result<Vec<RestockSuggestion>, ApiError>> + use<> {
    let ask = serde_json::json!({ "supplier": supplier, "days": days, "cover_days": cover_days });
    Call::get("/admin/restock-orders/suggestions").query(&ask).send()
}

fn restock(id: &str) -> String {
    format!("/admin/restock-orders/{}", encode(id))
}

/// Makes a restock order.
///
/// # Errors
/// See [`ApiError`].
pub fn create_restock_order(request: &SaveRestockRequest) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::post("/admin/restock-orders").json(request).send()
}

/// Reads a restock order.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_restock_order(id: &str) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::get(restock(id)).send()
}

/// Saves a draft that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody has saved another since.
pub fn update_restock_order(
    id: &str,
    revision: i32,
    request: &SaveRestockRequest,
) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::put(restock(id)).if_match(revision).json(request).send()
}

/// Sends a draft that was read at `revision` to its supplier.
///
/// # Errors
/// See [`ApiError`]; `stale` when it is another by now.
pub fn place_restock_order(id: &str, revision: i32, email: bool) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::post(format!("{}/placement", restock(id))).if_match(revision).json(&PlaceRestockRequest { email }).send()
}

/// Emails the purchase order of an order that was read at `revision` again.
///
/// # Errors
/// See [`ApiError`]; `stale` when it is another by now.
pub fn send_restock_order(id: &str, revision: i32) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::post(format!("{}/emails", restock(id))).if_match(revision).send()
}

/// Calls an order off that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when it is another by now.
pub fn cancel_restock_order(
    id: &str,
    revision: i32,
    request: &CancelRestockRequest,
) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::post(format!("{}/cancellation", restock(id))).if_match(revision).json(request).send()
}

/// Takes in a delivery of an order that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when it is another by now.
pub fn receive_restock_order(
    id: &str,
    revision: i32,
    request: &ReceiveRestockRequest,
    key: &str,
) -> impl Future<Output = Result<RestockOrder, ApiError>> + use<> {
    Call::post(format!("{}/receipts", restock(id))).if_match(revision).idempotent(key).json(request).send()
}

/// Gets the purchase order as PDF.
///
/// # Errors
/// See [`ApiError`].
pub fn get_purchase_order(id: &str) -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get(format!("{}/purchase-order.pdf", restock(id))).timeout(TIMEOUT_MS).send_file()
}

/// Downloads the report of a restock order.
#[must_use]
pub fn export_restock_order(id: &str, format: ExportFormat) -> Call {
    Call::get(format!("{}/report", restock(id))).query(&As { format })
}
