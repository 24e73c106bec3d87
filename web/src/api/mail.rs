//! The outbox: the operations below `/admin/emails`.

use serde::Serialize;
use shared::export::ExportFormat;
use shared::ids::EmailId;
use shared::mail::{EmailState, EmailTemplate, StaffEmail, StaffEmailRow};
use shared::page::Page;

use super::client::Call;
use super::error::ApiError;
use super::query::{As, encode};

/// Rows of a page: about two screens.
const PAGE: u32 = 40;

/// Which emails; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EmailFilter {
    /// Part of the recipient's address or name.
    pub q: String,
    /// Where they stand.
    pub state: Option<EmailState>,
    /// Which email.
    pub template: Option<EmailTemplate>,
    /// Number of the order they are about.
    pub order: String,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

/// Downloads the outbox, newest first.
#[must_use]
pub fn export_emails(filter: &EmailFilter, format: ExportFormat) -> Call {
    Call::get("/admin/emails/export").query(filter).query(&As { format })
}

/// Lists the outbox, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_emails(
    filter: &EmailFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffEmailRow>, ApiError>> + use<> {
    Call::get("/admin/emails").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Lists the emails about an order, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_order_emails(order: &str) -> impl Future<Output = Result<Vec<StaffEmailRow>, ApiError>> + use<> {
    Call::get(format!("/admin/orders/{}/emails", encode(order))).send()
}

/// Reads an email with both its parts.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_email(id: &str) -> impl Future<Output = Result<StaffEmail, ApiError>> + use<> {
    Call::get(format!("/admin/emails/{}", encode(id))).send()
}

/// Tries an email now that waits or was given up.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it is sent already.
pub fn retry_email(id: EmailId) -> impl Future<Output = Result<StaffEmail, ApiError>> + use<> {
    Call::post(format!("/admin/emails/{id}/attempts")).send()
}

/// Sends an email again; the answer is the new one.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it may not be sent around again.
pub fn resend_email(id: EmailId) -> impl Future<Output = Result<StaffEmail, ApiError>> + use<> {
    Call::post(format!("/admin/emails/{id}/copies")).send()
}
