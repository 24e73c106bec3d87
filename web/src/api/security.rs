//! Second factors: their operations of `/auth` and `/account`.

use shared::account::{LinkToken, SignInRequest, SignedIn};
use shared::problem::ErrorCode;
use shared::two_factor::{
    CodeRequest, PasswordAndCodeRequest, PasswordRequest, RecoveryCodes, SecondFactorRequest, SignedInWithCodes, TwoFactor,
    TwoFactorSetup,
};

use super::account;
use super::client::Call;
use super::error::ApiError;

/// What came of the first step of signing in.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstStep {
    /// Signed in: there is no second step.
    Done(Box<SignedIn>),
    /// A code is asked for; the token goes with it.
    Code(String),
    /// A second factor must be set up first; the token goes with it.
    SetUp(String),
}

/// Signs in as far as the password goes.
///
/// # Errors
/// See [`ApiError`]; `wrong_credentials` when email or password does not match.
pub async fn first_step(request: SignInRequest) -> Result<FirstStep, ApiError> {
    match account::sign_in(&request).await {
        Ok(signed_in) => Ok(FirstStep::Done(Box::new(signed_in))),
        Err(ApiError::Problem(problem)) => {
            let token = problem.params.get("token").and_then(|token| token.as_str()).map(str::to_owned);
            match (problem.code, token) {
                (ErrorCode::SecondFactorRequired, Some(token)) => Ok(FirstStep::Code(token)),
                (ErrorCode::SecondFactorSetupRequired, Some(token)) => Ok(FirstStep::SetUp(token)),
                _ => Err(ApiError::Problem(problem)),
            }
        }
        Err(error) => Err(error),
    }
}

/// Finishes signing in with a code, and begins the session.
///
/// # Errors
/// See [`ApiError`]; `sign_in_expired` when too much time went by.
pub fn second_step(request: &SecondFactorRequest) -> impl Future<Output = Result<SignedIn, ApiError>> + use<> {
    account::begun(Call::post("/auth/sign-in/second-factor").json(request).plain().send())
}

/// Begins to set a second factor up while signing in.
///
/// # Errors
/// See [`ApiError`]; `sign_in_expired` when too much time went by.
pub fn set_up_to_sign_in(token: &str) -> impl Future<Output = Result<TwoFactorSetup, ApiError>> + use<> {
    Call::post("/auth/sign-in/second-factor/setup").json(&LinkToken { token: token.to_owned() }).plain().send()
}

/// Confirms it and signs in.
///
/// # Errors
/// See [`ApiError`].
pub fn confirm_to_sign_in(request: &SecondFactorRequest) -> impl Future<Output = Result<SignedInWithCodes, ApiError>> + use<> {
    Call::post("/auth/sign-in/second-factor/confirmation").json(request).plain().send()
}

/// Gives one's password again, for what was refused with `confirmation_required`.
///
/// # Errors
/// See [`ApiError`]; `invalid_fields` when it is wrong.
pub fn confirm_password(request: &PasswordRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/account/confirmation").json(request).send_empty()
}

/// Reads where one's own second factor stands.
///
/// # Errors
/// See [`ApiError`].
pub fn get_two_factor() -> impl Future<Output = Result<TwoFactor, ApiError>> + use<> {
    Call::get("/account/two-factor").send()
}

/// Begins to set one up.
///
/// # Errors
/// See [`ApiError`].
pub fn set_up_two_factor(request: &PasswordRequest) -> impl Future<Output = Result<TwoFactorSetup, ApiError>> + use<> {
    Call::post("/account/two-factor/setup").json(request).send()
}

/// Turns it on by a code.
///
/// # Errors
/// See [`ApiError`].
pub fn turn_on_two_factor(request: &CodeRequest) -> impl Future<Output = Result<RecoveryCodes, ApiError>> + use<> {
    Call::post("/account/two-factor").json(request).send()
}

/// Makes new recovery codes.
///
/// # Errors
/// See [`ApiError`].
pub fn renew_recovery_codes(request: &PasswordAndCodeRequest) -> impl Future<Output = Result<RecoveryCodes, ApiError>> + use<> {
    Call::post("/account/two-factor/recovery-codes").json(request).send()
}

/// Turns it off.
///
/// # Errors
/// See [`ApiError`]; `second_factor_needed` where the role needs it.
pub fn turn_off_two_factor(request: &PasswordAndCodeRequest) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post("/account/two-factor/removal").json(request).send_empty()
}
