//! The category tree as staff edit it.

use serde::Serialize;
use shared::categories::{CreateCategoryRequest, MoveCategoryRequest, StaffCategory, UpdateCategoryRequest};
use web_sys::File;

use super::client::Call;
use super::error::ApiError;
use super::query::encode;
use super::upload::send_file;

const CATEGORIES: &str = "/admin/categories";

fn path(id: &str) -> String {
    format!("{CATEGORIES}/{}", encode(id))
}

/// Reads the whole tree.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_categories() -> impl Future<Output = Result<Vec<StaffCategory>, ApiError>> + use<> {
    Call::get(CATEGORIES).send()
}

/// Makes a category.
///
/// # Errors
/// See [`ApiError`].
pub fn create_category(request: &CreateCategoryRequest) -> impl Future<Output = Result<StaffCategory, ApiError>> + use<> {
    Call::post(CATEGORIES).json(request).send()
}

/// Changes a category that was read at `revision`.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody has saved another since.
pub fn update_category(
    id: &str,
    revision: i32,
    request: &UpdateCategoryRequest,
) -> impl Future<Output = Result<StaffCategory, ApiError>> + use<> {
    Call::put(path(id)).if_match(revision).json(request).send()
}

/// Moves a category; gives the whole tree.
///
/// # Errors
/// See [`ApiError`].
pub fn move_category(
    id: &str,
    request: &MoveCategoryRequest,
) -> impl Future<Output = Result<Vec<StaffCategory>, ApiError>> + use<> {
    Call::put(format!("{}/place", path(id))).json(request).send()
}

/// Removes a category; gives the whole tree.
///
/// # Errors
/// See [`ApiError`]; `conflict` with `products` and `children` when it is not empty and `move_to` is.
pub fn delete_category(id: &str, move_to: Option<&str>) -> impl Future<Output = Result<Vec<StaffCategory>, ApiError>> + use<> {
    #[derive(Serialize)]
    struct Where<'a> {
        move_to: Option<&'a str>,
    }
    Call::delete(path(id)).query(&Where { move_to }).send()
}

/// Gives a category a picture; `progress` is told the percent that is sent.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is told as `/files/0`.
pub async fn set_category_image(id: &str, file: &File, progress: impl Fn(u8) + 'static) -> Result<StaffCategory, ApiError> {
    send_file("PUT", &format!("{}/image", path(id)), file, progress).await
}

/// Removes a category's picture.
///
/// # Errors
/// See [`ApiError`].
pub fn remove_category_image(id: &str) -> impl Future<Output = Result<StaffCategory, ApiError>> + use<> {
    Call::delete(format!("{}/image", path(id))).send()
}
