//! Payments and refunds in the back office.

use serde::Serialize;
use shared::export::ExportFormat;
use shared::orders::StaffOrder;
use shared::page::Page;
use shared::payments::{
    AttemptStatus, PaymentProvider, PaymentTrouble, ReviewPaymentRequest, StaffPaymentDetail, StaffPaymentEvent, StaffPaymentRow,
};
use shared::refunds::{RefundOrderRequest, RetryRefundRequest, TransferRefundRequest};

use super::client::Call;
use super::error::ApiError;
use super::query::{As, encode};

/// Rows of a page of the back office: about two screens.
const PAGE: u32 = 40;
/// A question to a provider takes as long as the provider does.
const PROVIDER_MS: u32 = 45_000;

/// Which attempts to pay; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffPaymentFilter {
    /// Part of an order's number, a name or an email; or a whole reference or provider's id.
    pub q: String,
    /// Where they stand.
    pub status: Option<AttemptStatus>,
    /// With whom.
    pub provider: Option<PaymentProvider>,
    /// What to look at.
    pub trouble: Option<PaymentTrouble>,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

/// Which of what providers said; what is `None` does not restrict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentEventFilter {
    /// Who said it.
    pub provider: Option<PaymentProvider>,
    /// Only what fits no attempt, or was not worked on in time.
    pub unmatched: bool,
}

/// Lists all attempts to pay, newest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_staff_payments(
    filter: &StaffPaymentFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffPaymentRow>, ApiError>> + use<> {
    Call::get("/admin/payments").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Downloads all attempts to pay, newest first.
#[must_use]
pub fn export_payments(filter: &StaffPaymentFilter, format: ExportFormat) -> Call {
    Call::get("/admin/payments/export").query(filter).query(&As { format })
}

/// Reads an attempt to pay with all that is known of it.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none.
pub fn get_staff_payment(id: &str) -> impl Future<Output = Result<StaffPaymentDetail, ApiError>> + use<> {
    Call::get(format!("/admin/payments/{}", encode(id))).send()
}

/// Asks the provider where an attempt stands.
///
/// # Errors
/// See [`ApiError`]; `payment_unavailable` when the provider does not answer.
pub fn refresh_staff_payment(id: &str) -> impl Future<Output = Result<StaffPaymentDetail, ApiError>> + use<> {
    Call::post(format!("/admin/payments/{}/refresh", encode(id))).timeout(PROVIDER_MS).send()
}

/// Accepts or refuses a payment that is held for review.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it is not held any more.
pub fn review_payment(
    id: &str,
    request: &ReviewPaymentRequest,
) -> impl Future<Output = Result<StaffPaymentDetail, ApiError>> + use<> {
    Call::post(format!("/admin/payments/{}/review", encode(id))).json(request).timeout(PROVIDER_MS).send()
}

/// Lists what providers said, the latest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_payment_events(
    filter: &PaymentEventFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<StaffPaymentEvent>, ApiError>> + use<> {
    Call::get("/admin/payment-events").query(filter).query(&Step { limit: PAGE, cursor }).send()
}

/// Applies a kept event again.
///
/// # Errors
/// See [`ApiError`]; `payment_unavailable` when the provider does not answer.
pub fn replay_payment_event(id: &str) -> impl Future<Output = Result<StaffPaymentEvent, ApiError>> + use<> {
    Call::post(format!("/admin/payment-events/{}/replay", encode(id))).timeout(PROVIDER_MS).send()
}

/// Gives money back; the same key does it once.
///
/// # Errors
/// See [`ApiError`]; `refund_too_large` when less is left.
pub fn refund_order(
    id: &str,
    request: &RefundOrderRequest,
    key: &str,
) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/orders/{}/refunds", encode(id))).json(request).idempotent(key).send()
}

/// Notes that a refund was transferred by hand.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it does not wait any more.
pub fn transfer_refund(id: &str, request: &TransferRefundRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/refunds/{}/transfer", encode(id))).json(request).send()
}

/// Makes up for a failed refund.
///
/// # Errors
/// See [`ApiError`]; `refund_too_large` when less is left.
pub fn retry_refund(id: &str, request: &RetryRefundRequest) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/refunds/{}/retry", encode(id))).json(request).send()
}

/// Calls off a refund that waits to be transferred by hand.
///
/// # Errors
/// See [`ApiError`]; `conflict` when it does not wait any more.
pub fn cancel_refund(id: &str) -> impl Future<Output = Result<StaffOrder, ApiError>> + use<> {
    Call::post(format!("/admin/refunds/{}/cancellation", encode(id))).send()
}
