//! The shop itself: the operations of `/store`.

use shared::store::StoreProfile;

use super::client::Call;
use super::error::ApiError;

/// Gets the shop's address, contacts and opening hours.
///
/// # Errors
/// See [`ApiError`].
pub fn get_store() -> impl Future<Output = Result<StoreProfile, ApiError>> + use<> {
    Call::get("/store").send()
}
