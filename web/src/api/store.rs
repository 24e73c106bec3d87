//! The shop itself: the operations of `/store` and `/admin/store`.

use shared::brand::{StaffStoreBrand, StoreBrandDetails};
use shared::store::{StaffStore, StoreDetails, StoreProfile};
use web_sys::File;

use super::client::Call;
use super::error::ApiError;
use super::upload::send_file_at;

/// Gets the shop's address, contacts and opening hours.
///
/// # Errors
/// See [`ApiError`].
pub fn get_store() -> impl Future<Output = Result<StoreProfile, ApiError>> + use<> {
    Call::get("/store").send()
}

/// Reads the shop's profile as staff change it.
///
/// # Errors
/// See [`ApiError`].
pub fn get_staff_store() -> impl Future<Output = Result<StaffStore, ApiError>> + use<> {
    Call::get("/admin/store").send()
}

/// Changes the shop's profile; `revision` is the one that was changed.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_store(details: &StoreDetails, revision: i32) -> impl Future<Output = Result<StaffStore, ApiError>> + use<> {
    Call::put("/admin/store").if_match(revision).json(details).send()
}

/// Reads the shop's looks as staff change them.
///
/// # Errors
/// See [`ApiError`].
pub fn get_store_brand() -> impl Future<Output = Result<StaffStoreBrand, ApiError>> + use<> {
    Call::get("/admin/store/brand").send()
}

/// Changes the shop's colour; `revision` is the one that was changed.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_store_brand(
    details: &StoreBrandDetails,
    revision: i32,
) -> impl Future<Output = Result<StaffStoreBrand, ApiError>> + use<> {
    Call::put("/admin/store/brand").if_match(revision).json(details).send()
}

/// Gives the shop a logo; `progress` is told the percent that is sent.
///
/// # Errors
/// See [`ApiError`]; what is wrong with the file is told as `/files/0`.
pub async fn set_store_logo(revision: i32, file: &File, progress: impl Fn(u8) + 'static) -> Result<StaffStoreBrand, ApiError> {
    send_file_at("PUT", "/admin/store/brand/logo", revision, file, progress).await
}

/// Removes the shop's logo.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn remove_store_logo(revision: i32) -> impl Future<Output = Result<StaffStoreBrand, ApiError>> + use<> {
    Call::delete("/admin/store/brand/logo").if_match(revision).send()
}
