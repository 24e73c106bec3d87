//! Products from files and into files, and many orders by a file.

use serde::Serialize;
use shared::export::ExportFormat;
use shared::ids::ShipmentId;
use shared::imports::{Import, ImportOutcome, ImportRow};
use shared::orders::{
    BulkMoveRequest, BulkResult, CorrectTrackingNumberRequest, RecordParcelRequest, ShipOrderRequest, StaffOrder, TrackingImport,
    WriteToBuyerRequest,
};
use shared::page::Page;
use web_sys::File;

use super::admin::StaffProductFilter;
use super::client::Call;
use super::error::ApiError;
use super::query::encode;
use super::upload::send_file;

const IMPORTS: &str = "/admin/products/imports";
/// Rows of a page of the report.
const PAGE: u32 = 50;

#[derive(Serialize)]
struct Format {
    format: ExportFormat,
}

/// Sends in a file of products, to be checked.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is named as `/files/0` or `/columns/…`.
pub async fn upload_product_import(file: &File, progress: impl Fn(u8) + 'static) -> Result<Import, ApiError> {
    send_file("POST", IMPORTS, file, progress).await
}

/// Lists the latest imports.
///
/// # Errors
/// See [`ApiError`].
pub fn list_product_imports() -> impl Future<Output = Result<Vec<Import>, ApiError>> + use<> {
    Call::get(IMPORTS).send()
}

/// Reads an import.
///
/// # Errors
/// See [`ApiError`].
pub fn get_product_import(id: &str) -> impl Future<Output = Result<Import, ApiError>> + use<> {
    Call::get(format!("{IMPORTS}/{}", encode(id))).send()
}

#[derive(Serialize)]
struct Step {
    outcome: Option<ImportOutcome>,
    limit: u32,
    cursor: Option<String>,
}

/// Lists an import's rows.
///
/// # Errors
/// See [`ApiError`].
pub fn list_product_import_rows(
    id: &str,
    outcome: Option<ImportOutcome>,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<ImportRow>, ApiError>> + use<> {
    Call::get(format!("{IMPORTS}/{}/rows", encode(id))).query(&Step { outcome, limit: PAGE, cursor }).send()
}

/// Asks for an import's report; to be sent as a file.
#[must_use]
pub fn export_product_import(id: &str, format: ExportFormat) -> Call {
    Call::get(format!("{IMPORTS}/{}/report", encode(id))).query(&Format { format })
}

/// Has an import written that was checked.
///
/// # Errors
/// See [`ApiError`].
pub fn apply_product_import(id: &str) -> impl Future<Output = Result<Import, ApiError>> + use<> {
    Call::post(format!("{IMPORTS}/{}/application", encode(id))).send()
}

/// Calls an import off.
///
/// # Errors
/// See [`ApiError`].
pub fn cancel_product_import(id: &str) -> impl Future<Output = Result<Import, ApiError>> + use<> {
    Call::post(format!("{IMPORTS}/{}/cancellation", encode(id))).send()
}

/// Asks for the products of a list in the columns of an import; to be sent as a file.
#[must_use]
pub fn export_products(filter: &StaffProductFilter, format: ExportFormat) -> Call {
    Call::get("/admin/products/export").query(&StaffProductFilter { sort: None, ..filter.clone() }).query(&Format { format })
}

/// Moves many orders along, each for itself.
///
/// # Errors
/// See [`ApiError`].
pub fn move_orders(request: &BulkMoveRequest) -> impl Future<Output = Result<BulkResult, ApiError>> + use<> {
    Call::post("/admin/orders/status").json(request).timeout(60_000).send()
}

/// Ships the orders that a file has tracking numbers for, or tells what that would do.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is named as `/files/0` or `/columns/…`.
pub async fn import_tracking_numbers(file: &File, dry_run: bool) -> Result<TrackingImport, ApiError> {
    send_file("POST", &format!("/admin/orders/tracking-numbers?dry_run={dry_run}"), file, |_| ()).await
}

/// Hands an order to a courier again.
///
/// # Errors
/// See [`ApiError`].
pub fn ship_order_again(id: &str, request: &ShipOrderRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/shipments/again", encode(id))).json(request).send()
}

/// Corrects the tracking number of a parcel.
///
/// # Errors
/// See [`ApiError`].
pub fn correct_tracking_number(
    id: &str,
    parcel: ShipmentId,
    request: &CorrectTrackingNumberRequest,
) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::put(format!("/admin/orders/{}/shipments/{parcel}", encode(id))).json(request).send()
}

/// Records what became of a parcel; the same `key` records one delivery that failed.
///
/// # Errors
/// See [`ApiError`]; `illegal_transition` when it is not on its way any more.
pub fn record_parcel(
    id: &str,
    parcel: ShipmentId,
    request: &RecordParcelRequest,
    key: &str,
) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/shipments/{parcel}/status", encode(id))).idempotent(key).json(request).send()
}

/// Asks the courier now where an order's parcels are.
///
/// # Errors
/// See [`ApiError`].
pub fn track_order(id: &str) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/tracking", encode(id))).timeout(60_000).send()
}

/// Writes to an order's buyer by email; the same `key` sends one.
///
/// # Errors
/// See [`ApiError`].
pub fn write_to_buyer(
    id: &str,
    request: &WriteToBuyerRequest,
    key: &str,
) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/messages", encode(id))).idempotent(key).json(request).send()
}
