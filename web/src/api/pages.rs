//! Content pages: the operations of `/pages` and `/admin/pages`.

use shared::pages::{ContentPage, PageDetails, PagePreview, PreviewPageRequest, StaffPage};

use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Gets a content page.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none of that name.
pub fn get_page(slug: &str) -> impl Future<Output = Result<ContentPage, ApiError>> + use<> {
    Call::get(format!("/pages/{}", encode(slug))).send()
}

/// Lists the content pages as they are written.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_pages() -> impl Future<Output = Result<Vec<StaffPage>, ApiError>> + use<> {
    Call::get("/admin/pages").send()
}

/// Reads a content page as it is written.
///
/// # Errors
/// See [`ApiError`].
pub fn get_staff_page(slug: &str) -> impl Future<Output = Result<StaffPage, ApiError>> + use<> {
    Call::get(format!("/admin/pages/{}", encode(slug))).send()
}

/// Changes a content page; `revision` is the one that was changed.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_page(
    slug: &str,
    details: &PageDetails,
    revision: i32,
) -> impl Future<Output = Result<StaffPage, ApiError>> + use<> {
    Call::put(format!("/admin/pages/{}", encode(slug))).if_match(revision).json(details).send()
}

/// Turns Markdown into what readers see.
///
/// # Errors
/// See [`ApiError`].
pub fn preview_page(request: &PreviewPageRequest) -> impl Future<Output = Result<PagePreview, ApiError>> + use<> {
    Call::post("/admin/page-previews").json(request).send()
}
