//! Words and colours for what happens to an order.

use shared::orders::{OrderEventKind, OrderStatus};
use shared::payments::RefundStatus;

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// A status in words.
pub(super) fn status(locale: Locale, status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => td_string!(locale, buy.status.pending),
        OrderStatus::Paid => td_string!(locale, buy.status.paid),
        OrderStatus::Processing => td_string!(locale, buy.status.processing),
        OrderStatus::Shipped => td_string!(locale, buy.status.shipped),
        OrderStatus::Delivered => td_string!(locale, buy.status.delivered),
        OrderStatus::Completed => td_string!(locale, buy.status.completed),
        OrderStatus::Cancelled => td_string!(locale, buy.status.cancelled),
        OrderStatus::Expired => td_string!(locale, buy.status.expired),
        OrderStatus::Refunded => td_string!(locale, buy.status.refunded),
    }
}

/// The colour of a status.
pub(super) fn tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Pending => Tone::Warning,
        OrderStatus::Paid | OrderStatus::Processing => Tone::Accent,
        OrderStatus::Shipped => Tone::Info,
        OrderStatus::Delivered | OrderStatus::Completed => Tone::Success,
        OrderStatus::Cancelled | OrderStatus::Expired | OrderStatus::Refunded => Tone::Neutral,
    }
}

/// Where a refund stands, in words. Buyers do not see those that failed.
pub(super) fn refund_status(locale: Locale, status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::Pending | RefundStatus::Failed => td_string!(locale, buy.orders.refund_pending),
        RefundStatus::Succeeded => td_string!(locale, buy.orders.refund_succeeded),
        RefundStatus::Cancelled => td_string!(locale, buy.orders.refund_cancelled),
    }
}

/// Its colour.
pub(super) fn refund_tone(status: RefundStatus) -> Tone {
    match status {
        RefundStatus::Pending | RefundStatus::Failed => Tone::Warning,
        RefundStatus::Succeeded => Tone::Success,
        RefundStatus::Cancelled => Tone::Neutral,
    }
}

/// An event in words.
pub(super) fn event(locale: Locale, kind: OrderEventKind) -> &'static str {
    match kind {
        OrderEventKind::Placed => td_string!(locale, buy.event.placed),
        OrderEventKind::PaymentStarted => td_string!(locale, buy.event.payment_started),
        OrderEventKind::PaymentFailed => td_string!(locale, buy.event.payment_failed),
        OrderEventKind::Paid => td_string!(locale, buy.event.paid),
        OrderEventKind::Processing => td_string!(locale, buy.event.processing),
        OrderEventKind::Shipped => td_string!(locale, buy.event.shipped),
        OrderEventKind::ShippedAgain => td_string!(locale, buy.event.shipped_again),
        OrderEventKind::TrackingCorrected => td_string!(locale, buy.event.tracking_corrected),
        OrderEventKind::DeliveryFailed => td_string!(locale, buy.event.delivery_failed),
        OrderEventKind::ParcelReturned => td_string!(locale, buy.event.parcel_returned),
        OrderEventKind::Message => td_string!(locale, buy.event.message),
        OrderEventKind::Delivered => td_string!(locale, buy.event.delivered),
        OrderEventKind::Completed => td_string!(locale, buy.event.completed),
        OrderEventKind::Cancelled => td_string!(locale, buy.event.cancelled),
        OrderEventKind::Expired => td_string!(locale, buy.event.expired),
        OrderEventKind::RefundStarted => td_string!(locale, buy.event.refund_started),
        OrderEventKind::Refunded => td_string!(locale, buy.event.refunded),
        OrderEventKind::RefundFailed => td_string!(locale, buy.event.refund_failed),
        OrderEventKind::RefundCancelled => td_string!(locale, buy.event.refund_cancelled),
        OrderEventKind::PaymentAccepted => td_string!(locale, buy.event.payment_accepted),
        OrderEventKind::PaymentRefused => td_string!(locale, buy.event.payment_refused),
        OrderEventKind::PaymentReversed => td_string!(locale, buy.event.payment_reversed),
        OrderEventKind::LatePaymentAccepted => td_string!(locale, buy.event.late_payment_accepted),
        OrderEventKind::DoublePaymentRefunded => td_string!(locale, buy.event.double_payment_refunded),
        OrderEventKind::LatePaymentRefunded => td_string!(locale, buy.event.late_payment_refunded),
        OrderEventKind::Note => td_string!(locale, buy.event.note),
    }
}
