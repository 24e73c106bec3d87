//! Accounts: the operations of `/auth` and `/account`.

use shared::account::{Address, AddressRequest, Me, RegisterRequest, Session, SignInRequest, SignedIn, UpdateProfileRequest};
use shared::ids::{AddressId, SessionId};

use super::client::Call;
use super::error::ApiError;

/// Creates an account; hand the answer to [`session::begin`](crate::session::begin).
///
/// # Errors
/// See [`ApiError`].
pub fn register(request: &RegisterRequest) -> impl Future<Output = Result<SignedIn, ApiError>> + use<> {
    Call::post("/auth/registration").json(request).plain().send()
}

/// Signs in; hand the answer to [`session::begin`](crate::session::begin).
///
/// # Errors
/// See [`ApiError`]; `wrong_credentials` when email or password does not match.
pub fn sign_in(request: &SignInRequest) -> impl Future<Output = Result<SignedIn, ApiError>> + use<> {
    Call::post("/auth/sign-in").json(request).plain().send()
}

/// Changes the profile.
///
/// # Errors
/// See [`ApiError`].
pub fn update_profile(request: &UpdateProfileRequest) -> impl Future<Output = Result<Me, ApiError>> + use<> {
    Call::put("/account").json(request).send()
}

/// Lists the address book, the default address first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_addresses() -> impl Future<Output = Result<Vec<Address>, ApiError>> + use<> {
    Call::get("/account/addresses").send()
}

/// Saves a new address.
///
/// # Errors
/// See [`ApiError`].
pub fn create_address(request: &AddressRequest) -> impl Future<Output = Result<Address, ApiError>> + use<> {
    Call::post("/account/addresses").json(request).send()
}

/// Changes an address.
///
/// # Errors
/// See [`ApiError`].
pub fn update_address(id: AddressId, request: &AddressRequest) -> impl Future<Output = Result<Address, ApiError>> + use<> {
    Call::put(format!("/account/addresses/{id}")).json(request).send()
}

/// Removes an address.
///
/// # Errors
/// See [`ApiError`].
pub fn delete_address(id: AddressId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/account/addresses/{id}")).send_empty()
}

/// Lists the devices one is signed in on.
///
/// # Errors
/// See [`ApiError`].
pub fn list_sessions() -> impl Future<Output = Result<Vec<Session>, ApiError>> + use<> {
    Call::get("/account/sessions").send()
}

/// Signs out on one device.
///
/// # Errors
/// See [`ApiError`].
pub fn end_session(id: SessionId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete(format!("/account/sessions/{id}")).send_empty()
}

/// Signs out everywhere else.
///
/// # Errors
/// See [`ApiError`].
pub fn end_other_sessions() -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::delete("/account/sessions").send_empty()
}
