//! Every error in the reader's words: what happened, what now.

use shared::orders::OrderEventKind;
use shared::payments::PaymentFailure;
use shared::problem::{ErrorCode, Problem};
use shared::validate::{FieldCode, FieldError};
use web_logic::numbers::{Wait, wait};

use super::money::in_grouping;
use crate::api::{ApiError, RETRY_AFTER};
use crate::i18n::{Locale, td_string};

/// A sentence for a failed call.
#[must_use]
pub fn error_text(locale: Locale, error: &ApiError) -> String {
    match error {
        ApiError::Offline => td_string!(locale, common.error.offline).to_owned(),
        ApiError::Unreachable | ApiError::Aborted => td_string!(locale, common.error.unreachable).to_owned(),
        ApiError::Timeout => td_string!(locale, common.error.timeout).to_owned(),
        ApiError::Unreadable(_) => td_string!(locale, common.error.unreadable).to_owned(),
        ApiError::Problem(problem) => match (named_orders(problem), seconds_to_wait(problem)) {
            (Some(orders), _) => format!("{} {orders}", code_text(locale, problem.code)),
            (None, Some(seconds)) => td_string!(locale, common.error.rate_limited_for, wait = wait_text(locale, seconds)),
            (None, None) => code_text(locale, problem.code).to_owned(),
        },
    }
}

/// Numbers of the orders that the problem is about, where it says which.
fn named_orders(problem: &Problem) -> Option<String> {
    let orders = problem.params.get("orders")?.as_array()?;
    let numbers: Vec<&str> = orders.iter().filter_map(serde_json::Value::as_str).collect();
    Some(numbers.join(", ")).filter(|numbers| !numbers.is_empty())
}

/// How long somebody must wait who asked too often, where the answer said so.
fn seconds_to_wait(problem: &Problem) -> Option<u64> {
    problem.params.get(RETRY_AFTER)?.as_u64().filter(|_| problem.code == ErrorCode::RateLimited)
}

/// `40 detik`, `15 menit`, `3 jam`.
fn wait_text(locale: Locale, seconds: u64) -> String {
    match wait(seconds) {
        Wait::Seconds(count) => td_string!(locale, common.error.wait_seconds, count = count),
        Wait::Minutes(count) => td_string!(locale, common.error.wait_minutes, count = count),
        Wait::Hours(count) => td_string!(locale, common.error.wait_hours, count = count),
    }
}

/// A sentence for a code alone.
// Exhaustive on purpose: a new code does not compile until it has words.
#[must_use]
pub fn code_text(locale: Locale, code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::MalformedRequest => td_string!(locale, common.error.malformed_request),
        ErrorCode::InvalidFields => td_string!(locale, common.error.invalid_fields),
        ErrorCode::Unauthenticated => td_string!(locale, common.error.unauthenticated),
        ErrorCode::WrongCredentials => td_string!(locale, common.error.wrong_credentials),
        ErrorCode::AccountInactive => td_string!(locale, common.error.account_inactive),
        ErrorCode::SessionRevoked => td_string!(locale, common.error.session_revoked),
        ErrorCode::SecondFactorRequired => td_string!(locale, common.error.second_factor_required),
        ErrorCode::SecondFactorSetupRequired => td_string!(locale, common.error.second_factor_setup_required),
        ErrorCode::SignInExpired => td_string!(locale, common.error.sign_in_expired),
        ErrorCode::SecondFactorNeeded => td_string!(locale, common.error.second_factor_needed),
        ErrorCode::SecondFactorUnreadable => td_string!(locale, common.error.second_factor_unreadable),
        ErrorCode::SecondFactorFirst => td_string!(locale, common.error.second_factor_first),
        ErrorCode::LastAdmin => td_string!(locale, common.error.last_admin),
        ErrorCode::NotOneself => td_string!(locale, common.error.not_oneself),
        ErrorCode::RoleInUse => td_string!(locale, common.error.role_in_use),
        ErrorCode::SupplierInUse => td_string!(locale, common.error.supplier_in_use),
        ErrorCode::Forbidden => td_string!(locale, common.error.forbidden),
        ErrorCode::PersonRequired => td_string!(locale, programs.error.person_required),
        ErrorCode::ConfirmationRequired => td_string!(locale, programs.error.confirmation_required),
        ErrorCode::NotFound => td_string!(locale, common.error.not_found),
        ErrorCode::MethodNotAllowed => td_string!(locale, common.error.method_not_allowed),
        ErrorCode::Conflict => td_string!(locale, common.error.conflict),
        ErrorCode::EmailTaken => td_string!(locale, common.error.email_taken),
        ErrorCode::LinkExpired => td_string!(locale, common.error.link_expired),
        ErrorCode::UsernameTaken => td_string!(locale, common.error.username_taken),
        ErrorCode::OutOfStock => td_string!(locale, common.error.out_of_stock),
        ErrorCode::BelowReserved => td_string!(locale, common.error.below_reserved),
        ErrorCode::CartEmpty => td_string!(locale, common.error.cart_empty),
        ErrorCode::TotalChanged => td_string!(locale, common.error.total_changed),
        ErrorCode::UnpaidOrders => td_string!(locale, common.error.unpaid_orders),
        ErrorCode::ShippingUnavailable => td_string!(locale, common.error.shipping_unavailable),
        ErrorCode::NotReviewable => td_string!(locale, common.error.not_reviewable),
        ErrorCode::OpenOrders => td_string!(locale, common.error.open_orders),
        ErrorCode::IllegalTransition => td_string!(locale, common.error.illegal_transition),
        ErrorCode::NotShippable => td_string!(locale, common.error.not_shippable),
        ErrorCode::NotPayable => td_string!(locale, common.error.not_payable),
        ErrorCode::RefundTooLarge => td_string!(locale, common.error.refund_too_large),
        ErrorCode::PaymentUnavailable => td_string!(locale, common.error.payment_unavailable),
        ErrorCode::IdempotencyMismatch => td_string!(locale, common.error.idempotency_mismatch),
        ErrorCode::IdempotencyInProgress => td_string!(locale, common.error.idempotency_in_progress),
        ErrorCode::IdempotencyInterrupted => td_string!(locale, programs.error.idempotency_interrupted),
        ErrorCode::Stale => td_string!(locale, common.error.stale),
        ErrorCode::RevisionRequired => td_string!(locale, common.error.revision_required),
        ErrorCode::TooLarge => td_string!(locale, common.error.too_large),
        ErrorCode::UnsupportedMediaType => td_string!(locale, common.error.unsupported_media_type),
        ErrorCode::RateLimited => td_string!(locale, common.error.rate_limited),
        ErrorCode::InvalidSignature => td_string!(locale, common.error.invalid_signature),
        ErrorCode::Maintenance => td_string!(locale, common.error.maintenance),
        ErrorCode::Unavailable => td_string!(locale, common.error.unavailable),
        ErrorCode::Internal => td_string!(locale, common.error.internal),
    }
}

/// A sentence for a field that breaks a rule.
#[must_use]
pub fn field_error_text(locale: Locale, error: &FieldError) -> String {
    let figure = |name: &str| error.params.get(name).cloned().unwrap_or_default();
    match error.code {
        FieldCode::Required => td_string!(locale, common.field_error.required).to_owned(),
        FieldCode::TooShort => td_string!(locale, common.field_error.too_short, min = figure("min")),
        FieldCode::TooLong => td_string!(locale, common.field_error.too_long, max = figure("max")),
        FieldCode::TooMany => td_string!(locale, common.field_error.too_many, max = figure("max")),
        FieldCode::TooSmall => td_string!(locale, common.field_error.too_small, min = figure("min")),
        FieldCode::TooLarge => td_string!(locale, common.field_error.too_large, max = figure("max")),
        FieldCode::InvalidEmail => td_string!(locale, common.field_error.invalid_email).to_owned(),
        FieldCode::InvalidPhone => td_string!(locale, common.field_error.invalid_phone).to_owned(),
        FieldCode::InvalidPostalCode => td_string!(locale, common.field_error.invalid_postal_code).to_owned(),
        FieldCode::InvalidUsername => td_string!(locale, common.field_error.invalid_username).to_owned(),
        FieldCode::WeakPassword => td_string!(locale, common.field_error.weak_password).to_owned(),
        FieldCode::WrongPassword => td_string!(locale, common.field_error.wrong_password).to_owned(),
        FieldCode::WrongCode => td_string!(locale, common.field_error.wrong_code).to_owned(),
        FieldCode::UnknownChoice => td_string!(locale, common.field_error.unknown_choice).to_owned(),
        FieldCode::InvalidFormat => td_string!(locale, common.field_error.invalid_format).to_owned(),
        FieldCode::Taken => td_string!(locale, common.field_error.taken).to_owned(),
        FieldCode::Duplicate => td_string!(locale, common.field_error.duplicate).to_owned(),
        FieldCode::UnsupportedFile => td_string!(locale, common.field_error.unsupported_file).to_owned(),
        FieldCode::UnsupportedKind => td_string!(locale, common.field_error.unsupported_kind, taken = figure("taken")),
        FieldCode::DamagedFile => td_string!(locale, common.field_error.damaged_file).to_owned(),
        FieldCode::TooManyBytes => td_string!(locale, common.field_error.too_many_bytes, max = megabytes(&figure("max_bytes"))),
        FieldCode::TooManyPixels => {
            let size = format!("{} × {}", figure("width"), figure("height"));
            td_string!(locale, common.field_error.too_many_pixels, size = size, max = figure("max_side"))
        }
        FieldCode::WrongType => td_string!(locale, common.field_error.wrong_type).to_owned(),
        FieldCode::UnknownField => td_string!(locale, common.field_error.unknown_field).to_owned(),
        FieldCode::Differs => td_string!(locale, common.field_error.differs).to_owned(),
        FieldCode::OtherRow => td_string!(locale, common.field_error.other_row).to_owned(),
        FieldCode::Stale => td_string!(locale, common.field_error.stale).to_owned(),
    }
}

fn megabytes(bytes: &str) -> String {
    bytes.parse::<u64>().map_or_else(|_| bytes.to_owned(), |bytes| (bytes >> 20).to_string())
}

/// Why a payment failed, as the end of a sentence.
#[must_use]
pub fn failure_text(locale: Locale, failure: PaymentFailure) -> &'static str {
    match failure {
        PaymentFailure::Declined => td_string!(locale, common.payment_failure.declined),
        PaymentFailure::InsufficientFunds => td_string!(locale, common.payment_failure.insufficient_funds),
        PaymentFailure::ExpiredCard => td_string!(locale, common.payment_failure.expired_card),
        PaymentFailure::IncorrectCard => td_string!(locale, common.payment_failure.incorrect_card),
        PaymentFailure::NotAuthenticated => td_string!(locale, common.payment_failure.not_authenticated),
        PaymentFailure::SuspectedFraud => td_string!(locale, common.payment_failure.suspected_fraud),
        PaymentFailure::TemporaryFault => td_string!(locale, common.payment_failure.temporary_fault),
        PaymentFailure::DisputeLost => td_string!(locale, common.payment_failure.dispute_lost),
        PaymentFailure::Other => td_string!(locale, common.payment_failure.other),
    }
}

/// The note of an entry of an order's timeline: a payment's failure in words, what goes back in the reader's grouping, the rest
/// as written.
#[must_use]
pub fn event_note(locale: Locale, kind: OrderEventKind, note: &str) -> String {
    match (kind, note.parse()) {
        (OrderEventKind::PaymentFailed | OrderEventKind::PaymentReversed, Ok(failure)) => {
            failure_text(locale, failure).to_owned()
        }
        // An amount as it is stored, which is the Indonesian way.
        (
            OrderEventKind::RefundStarted
            | OrderEventKind::RefundFailed
            | OrderEventKind::RefundCancelled
            | OrderEventKind::Refunded,
            _,
        ) => in_grouping(locale, note),
        _ => note.to_owned(),
    }
}
