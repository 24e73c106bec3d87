//! Accounts: the operations of `/auth` and `/account`.

use shared::account::{RegisterRequest, SignInRequest, SignedIn};

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
