//! The shop itself: the operations of `/store` and `/admin/store`.

use shared::store::{StaffStore, StoreDetails, StoreProfile};

use super::client::Call;
use super::error::ApiError;

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
