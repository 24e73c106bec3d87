//! Settings: the operations of `/admin/settings`.

use shared::maintenance::{MaintenanceDetails, MaintenanceSettings};
use shared::payments::PaymentProvider;
use shared::settings::{
    EmailDetails, EmailSettings, PaymentProviderDetails, PaymentProviderSettings, ShippingDetails, ShippingSettings,
    TestEmailRequest, TestResult,
};
use shared::two_factor::{SecurityDetails, SecuritySettings};

use super::client::Call;
use super::error::ApiError;

/// Asking another server may take as long as that one does.
const TEST_MS: u32 = 90_000;

/// Reads how payment providers are offered.
///
/// # Errors
/// See [`ApiError`].
pub fn list_payment_settings() -> impl Future<Output = Result<Vec<PaymentProviderSettings>, ApiError>> + use<> {
    Call::get("/admin/settings/payments").send()
}

/// Changes how a payment provider is offered.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_payment_settings(
    provider: PaymentProvider,
    details: &PaymentProviderDetails,
    revision: i32,
) -> impl Future<Output = Result<PaymentProviderSettings, ApiError>> + use<> {
    Call::put(format!("/admin/settings/payments/{provider}")).if_match(revision).json(details).send()
}

/// Asks a payment provider whether it takes the keys.
///
/// # Errors
/// See [`ApiError`].
pub fn test_payment_settings(provider: PaymentProvider) -> impl Future<Output = Result<TestResult, ApiError>> + use<> {
    Call::post(format!("/admin/settings/payments/{provider}/test")).timeout(TEST_MS).send()
}

/// Reads what shipping costs.
///
/// # Errors
/// See [`ApiError`].
pub fn get_shipping_settings() -> impl Future<Output = Result<ShippingSettings, ApiError>> + use<> {
    Call::get("/admin/settings/shipping").send()
}

/// Changes what shipping costs.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_shipping_settings(
    details: &ShippingDetails,
    revision: i32,
) -> impl Future<Output = Result<ShippingSettings, ApiError>> + use<> {
    Call::put("/admin/settings/shipping").if_match(revision).json(details).send()
}

/// Reads which mail server is used.
///
/// # Errors
/// See [`ApiError`].
pub fn get_email_settings() -> impl Future<Output = Result<EmailSettings, ApiError>> + use<> {
    Call::get("/admin/settings/email").send()
}

/// Changes the mail server.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_email_settings(
    details: &EmailDetails,
    revision: i32,
) -> impl Future<Output = Result<EmailSettings, ApiError>> + use<> {
    Call::put("/admin/settings/email").if_match(revision).json(details).send()
}

/// Sends an email to try the mail server.
///
/// # Errors
/// See [`ApiError`].
pub fn test_email_settings(request: &TestEmailRequest) -> impl Future<Output = Result<TestResult, ApiError>> + use<> {
    Call::post("/admin/settings/email/test").timeout(TEST_MS).json(request).send()
}

/// Reads how staff sign in.
///
/// # Errors
/// See [`ApiError`].
pub fn get_security_settings() -> impl Future<Output = Result<SecuritySettings, ApiError>> + use<> {
    Call::get("/admin/settings/security").send()
}

/// Changes how staff sign in.
///
/// # Errors
/// See [`ApiError`]; `second_factor_first`.
pub fn update_security_settings(
    details: &SecurityDetails,
    revision: i32,
) -> impl Future<Output = Result<SecuritySettings, ApiError>> + use<> {
    Call::put("/admin/settings/security").if_match(revision).json(details).send()
}

/// Reads whether the shop is under maintenance.
///
/// # Errors
/// See [`ApiError`].
pub fn get_maintenance() -> impl Future<Output = Result<MaintenanceSettings, ApiError>> + use<> {
    Call::get("/admin/settings/maintenance").send()
}

/// Makes the shop read only, closes it, or opens it again.
///
/// # Errors
/// See [`ApiError`]; `stale` when somebody else was faster.
pub fn update_maintenance(
    details: &MaintenanceDetails,
    revision: i32,
) -> impl Future<Output = Result<MaintenanceSettings, ApiError>> + use<> {
    Call::put("/admin/settings/maintenance").if_match(revision).json(details).send()
}
