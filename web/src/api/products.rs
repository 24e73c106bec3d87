//! Products as staff edit them.

use serde::Serialize;
use shared::products::{
    ArrangeImagesRequest, BulkProductsRequest, BulkReport, ProductChoices, ProductImages, SaveProductRequest, SimilarProduct,
    StaffProduct,
};
use web_sys::File;

use super::client::Call;
use super::error::ApiError;
use super::query::encode;
use super::upload::send_file;

fn path(id: &str) -> String {
    format!("/admin/products/{}", encode(id))
}

/// Reads a product for editing.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_staff_product(id: &str) -> impl Future<Output = Result<StaffProduct, ApiError>> + use<> {
    Call::get(path(id)).send()
}

/// Makes a product.
///
/// # Errors
/// See [`ApiError`].
pub fn create_product(request: &SaveProductRequest) -> impl Future<Output = Result<StaffProduct, ApiError>> + use<> {
    Call::post("/admin/products").json(request).send()
}

/// Saves a product that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody has saved another since.
pub fn update_product(
    id: &str,
    revision: i32,
    request: &SaveProductRequest,
) -> impl Future<Output = Result<StaffProduct, ApiError>> + use<> {
    Call::put(path(id)).if_match(revision).json(request).send()
}

/// Copies a product into a draft.
///
/// # Errors
/// See [`ApiError`].
pub fn duplicate_product(id: &str) -> impl Future<Output = Result<StaffProduct, ApiError>> + use<> {
    Call::post(format!("{}/copies", path(id))).json(&serde_json::json!({})).send()
}

/// Changes many products together, or tells what that would do.
///
/// # Errors
/// See [`ApiError`]; the products that it cannot be done to are named as `/ids/…`; `stale` when prices would change
/// otherwise than the report of the request's `fingerprint` says.
pub fn bulk_edit_products(request: &BulkProductsRequest) -> impl Future<Output = Result<BulkReport, ApiError>> + use<> {
    Call::post("/admin/products/changes").json(request).timeout(60_000).send()
}

/// What products to find the like of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SimilarTo {
    /// Saved ones.
    pub id: Vec<String>,
    /// Brand of one that is being written.
    pub brand: String,
    /// Its name.
    pub name: String,
    /// Its SKU.
    pub sku: String,
}

/// Finds products that may be the same as others.
///
/// # Errors
/// See [`ApiError`].
pub fn find_similar_products(to: &SimilarTo) -> impl Future<Output = Result<Vec<SimilarProduct>, ApiError>> + use<> {
    Call::get("/admin/products/similar").query(to).send()
}

/// Lists what is in use: brands, suppliers, options, names of specifications.
///
/// # Errors
/// See [`ApiError`].
pub fn list_product_choices() -> impl Future<Output = Result<ProductChoices, ApiError>> + use<> {
    Call::get("/admin/products/choices").send()
}

/// Adds one picture to a product; `progress` is told the percent that is sent.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is told as `/files/0`.
pub async fn add_product_images(id: &str, file: &File, progress: impl Fn(u8) + 'static) -> Result<ProductImages, ApiError> {
    send_file("POST", &format!("{}/images", path(id)), file, progress).await
}

/// Puts a product's pictures in order, describes them, and chooses the thumbnail.
///
/// # Errors
/// See [`ApiError`]; `stale` when it has other pictures by now, or somebody else arranged them since `revision`.
pub fn arrange_product_images(
    id: &str,
    revision: i32,
    request: &ArrangeImagesRequest,
) -> impl Future<Output = Result<ProductImages, ApiError>> + use<> {
    Call::put(format!("{}/images", path(id))).if_match(revision).json(request).send()
}

/// Removes a picture of a product.
///
/// # Errors
/// See [`ApiError`].
pub fn remove_product_image(id: &str, image: &str) -> impl Future<Output = Result<ProductImages, ApiError>> + use<> {
    Call::delete(format!("{}/images/{}", path(id), encode(image))).send()
}
