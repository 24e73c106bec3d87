//! Accounts: the operations of `/auth` and `/account`.

use shared::account::{
    AccountDeletion, Address, AddressRequest, ChangePasswordRequest, DeleteAccountRequest, ForgotPasswordRequest, LinkToken, Me,
    RegisterRequest, ResetPasswordRequest, Session, SignInRequest, SignedIn, UpdateProfileRequest,
};
use shared::ids::{AddressId, SessionId};

use super::answer::Download;
use super::client::Call;
use super::error::ApiError;
use crate::session;

/// Begins the session that comes. Not left to the page that asked: whoever asked may have gone on to another by then, and the
/// server has merged their cart.
pub(super) async fn begun(coming: impl Future<Output = Result<SignedIn, ApiError>>) -> Result<SignedIn, ApiError> {
    let signed_in = coming.await?;
    session::begin(signed_in.clone());
    Ok(signed_in)
}

/// Creates an account, and begins its session.
///
/// # Errors
/// See [`ApiError`].
pub fn register(request: &RegisterRequest) -> impl Future<Output = Result<SignedIn, ApiError>> + use<> {
    begun(Call::post("/auth/registration").json(request).plain().send())
}

/// Signs in, and begins the session.
///
/// # Errors
/// See [`ApiError`]; `wrong_credentials` when email or password does not match.
pub fn sign_in(request: &SignInRequest) -> impl Future<Output = Result<SignedIn, ApiError>> + use<> {
    begun(Call::post("/auth/sign-in").json(request).plain().send())
}

/// Asks for a link to set a new password; the answer does not tell whether the address is known.
///
/// # Errors
/// See [`ApiError`].
pub fn forgot_password(request: &ForgotPasswordRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/auth/password-links").json(request).plain().send_empty()
}

/// Asks whether a link to set a new password still works.
///
/// # Errors
/// See [`ApiError`]; `link_expired` when it does not.
pub fn check_password_link(request: &LinkToken) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/auth/password-links/check").json(request).plain().send_empty()
}

/// Sets a new password by a link; everybody is signed out.
///
/// # Errors
/// See [`ApiError`]; `link_expired` when it does not work any more.
pub fn reset_password(request: &ResetPasswordRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::put("/auth/password").json(request).plain().send_empty()
}

/// Changes the password; the other devices are signed out.
///
/// # Errors
/// See [`ApiError`].
pub fn change_password(request: &ChangePasswordRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::put("/account/password").json(request).send_empty()
}

/// Has the link that confirms the email address sent again.
///
/// # Errors
/// See [`ApiError`].
pub fn send_email_verification() -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/account/email-verification").send_empty()
}

/// Confirms an email address by its link.
///
/// # Errors
/// See [`ApiError`]; `link_expired` when it does not work any more.
pub fn confirm_email(request: &LinkToken) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/account/email-verification/confirm").json(request).plain().send_empty()
}

/// Reads one's own data.
///
/// # Errors
/// See [`ApiError`].
pub fn get_profile() -> impl Future<Output = Result<Me, ApiError>> + use<> {
    Call::get("/account").send()
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

/// Downloads what the shop knows of oneself.
///
/// # Errors
/// See [`ApiError`].
pub fn download_own_data() -> impl Future<Output = Result<Download, ApiError>> + use<> {
    Call::get("/account/data").send_file()
}

/// Reads what stands between oneself and deleting one's account.
///
/// # Errors
/// See [`ApiError`].
pub fn get_account_deletion() -> impl Future<Output = Result<AccountDeletion, ApiError>> + use<> {
    Call::get("/account/deletion").send()
}

/// Deletes one's account; call [`session::end`](crate::session::end) afterwards.
///
/// # Errors
/// See [`ApiError`]; `open_orders` and `last_admin` when something stands against it.
pub fn delete_account(request: &DeleteAccountRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/account/deletion").json(request).send_empty()
}
