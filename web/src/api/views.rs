//! Saved views: the operations below `/admin/views`.

use serde::Serialize;
use shared::ids::ViewId;
use shared::views::{SaveViewRequest, SavedView};

use super::client::Call;
use super::error::ApiError;

#[derive(Serialize)]
struct Of {
    list: &'static str,
}

/// Lists one's own views of a list and the shared ones.
///
/// # Errors
/// See [`ApiError`].
pub fn list_views(list: &'static str) -> impl Future<Output = Result<Vec<SavedView>, ApiError>> + use<> {
    Call::get("/admin/views").query(&Of { list }).send()
}

/// Keeps a view.
///
/// # Errors
/// See [`ApiError`]; `/name` is `taken` when one has a view of that name.
pub fn create_view(request: &SaveViewRequest) -> impl Future<Output = Result<SavedView, ApiError>> + use<> {
    Call::post("/admin/views").json(request).send()
}

/// Changes one's own view.
///
/// # Errors
/// See [`ApiError`].
pub fn update_view(id: ViewId, request: &SaveViewRequest) -> impl Future<Output = Result<SavedView, ApiError>> + use<> {
    Call::put(format!("/admin/views/{id}")).json(request).send()
}

/// Removes a view.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_view(id: ViewId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/admin/views/{id}")).send_empty()
}
