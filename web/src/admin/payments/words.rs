//! Words and colours of payments, of what providers say, and of refunds.

use shared::payments::{
    PaymentAsker, PaymentEffect, PaymentEventSource, PaymentTrouble, RefundChannel, RefundKind, RefundStatus, StaffPaymentEvent,
};

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;

/// What to look at.
pub fn trouble(locale: Locale, trouble: PaymentTrouble) -> &'static str {
    match trouble {
        PaymentTrouble::Stuck => td_string!(locale, admin.trouble.stuck),
        PaymentTrouble::Challenged => td_string!(locale, admin.trouble.challenged),
        PaymentTrouble::Mismatch => td_string!(locale, admin.trouble.mismatch),
        PaymentTrouble::SentBack => td_string!(locale, admin.trouble.sent_back),
        PaymentTrouble::RefundFailed => td_string!(locale, admin.trouble.refund_failed),
        PaymentTrouble::TransferWaits => td_string!(locale, admin.trouble.transfer_waits),
        PaymentTrouble::Disputed => td_string!(locale, admin.trouble.disputed),
        PaymentTrouble::Healed => td_string!(locale, admin.trouble.healed),
    }
}

/// Its colour: red is what somebody has to act on.
pub const fn trouble_tone(trouble: PaymentTrouble) -> Tone {
    match trouble {
        PaymentTrouble::Mismatch | PaymentTrouble::RefundFailed | PaymentTrouble::Disputed => Tone::Danger,
        PaymentTrouble::Stuck | PaymentTrouble::Challenged | PaymentTrouble::TransferWaits => Tone::Warning,
        PaymentTrouble::SentBack => Tone::Info,
        PaymentTrouble::Healed => Tone::Success,
    }
}

/// What something did.
pub fn effect(locale: Locale, effect: PaymentEffect) -> &'static str {
    match effect {
        PaymentEffect::Unchanged => td_string!(locale, admin.effect.unchanged),
        PaymentEffect::Superseded => td_string!(locale, admin.effect.superseded),
        PaymentEffect::Ignored => td_string!(locale, admin.effect.ignored),
        PaymentEffect::Unmatched => td_string!(locale, admin.effect.unmatched),
        PaymentEffect::Mismatch => td_string!(locale, admin.effect.mismatch),
        PaymentEffect::Remarked => td_string!(locale, admin.effect.remarked),
        PaymentEffect::Moved => td_string!(locale, admin.effect.moved),
        PaymentEffect::Paid => td_string!(locale, admin.effect.paid),
        PaymentEffect::LatePaymentAccepted => td_string!(locale, admin.effect.late_payment_accepted),
        PaymentEffect::LatePaymentRefunded => td_string!(locale, admin.effect.late_payment_refunded),
        PaymentEffect::DoublePaymentRefunded => td_string!(locale, admin.effect.double_payment_refunded),
        PaymentEffect::Reversed => td_string!(locale, admin.effect.reversed),
        PaymentEffect::Refunded => td_string!(locale, admin.effect.refunded),
        PaymentEffect::StillPayable => td_string!(locale, admin.effect.still_payable),
    }
}

/// Its colour.
pub const fn effect_tone(effect: PaymentEffect) -> Tone {
    match effect {
        PaymentEffect::Unchanged | PaymentEffect::Superseded | PaymentEffect::Ignored => Tone::Neutral,
        PaymentEffect::Unmatched | PaymentEffect::StillPayable => Tone::Warning,
        PaymentEffect::Mismatch | PaymentEffect::Remarked | PaymentEffect::Reversed => Tone::Danger,
        PaymentEffect::Moved
        | PaymentEffect::Refunded
        | PaymentEffect::LatePaymentRefunded
        | PaymentEffect::DoublePaymentRefunded => Tone::Info,
        PaymentEffect::Paid | PaymentEffect::LatePaymentAccepted => Tone::Success,
    }
}

/// How we came to know.
pub fn source(locale: Locale, event: &StaffPaymentEvent) -> &'static str {
    match (event.source, event.asked_by) {
        (PaymentEventSource::Notification, _) => td_string!(locale, admin.source.notification),
        (PaymentEventSource::Query, Some(PaymentAsker::Reconciler)) => td_string!(locale, admin.source.reconciler),
        (PaymentEventSource::Query, Some(PaymentAsker::Buyer)) => td_string!(locale, admin.source.buyer),
        (PaymentEventSource::Query, Some(PaymentAsker::Staff)) => td_string!(locale, admin.source.staff),
        (PaymentEventSource::Query, Some(PaymentAsker::Closing)) => td_string!(locale, admin.source.closing),
        (PaymentEventSource::Query, None) => td_string!(locale, admin.source.query),
    }
}

/// What money goes back for.
pub fn refund_kind(locale: Locale, kind: RefundKind) -> &'static str {
    match kind {
        RefundKind::Full => td_string!(locale, admin.refund.kind_full),
        RefundKind::Items => td_string!(locale, admin.refund.kind_items),
        RefundKind::Goodwill => td_string!(locale, admin.refund.kind_goodwill),
        RefundKind::Automatic => td_string!(locale, admin.refund.kind_automatic),
    }
}

/// How it goes back.
pub fn refund_channel(locale: Locale, channel: RefundChannel) -> &'static str {
    match channel {
        RefundChannel::Provider => td_string!(locale, admin.refund.by_provider),
        RefundChannel::ManualTransfer => td_string!(locale, admin.refund.by_transfer),
    }
}

/// Where a refund stands.
pub fn refund_status(locale: Locale, status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::Pending => td_string!(locale, admin.refund.pending),
        RefundStatus::Succeeded => td_string!(locale, admin.refund.succeeded),
        RefundStatus::Failed => td_string!(locale, admin.refund.failed),
        RefundStatus::Cancelled => td_string!(locale, admin.refund.cancelled),
    }
}

/// Its colour.
pub const fn refund_tone(status: RefundStatus) -> Tone {
    match status {
        RefundStatus::Pending => Tone::Warning,
        RefundStatus::Succeeded => Tone::Success,
        RefundStatus::Failed => Tone::Danger,
        RefundStatus::Cancelled => Tone::Neutral,
    }
}

/// Why money goes back: what staff wrote, or a word of the shop's own.
pub fn refund_reason(locale: Locale, reason: &str) -> String {
    match reason {
        "paid_twice" => td_string!(locale, admin.refund.paid_twice).to_owned(),
        "paid_too_late" => td_string!(locale, admin.refund.paid_too_late).to_owned(),
        "made_at_provider" => td_string!(locale, admin.refund.made_at_provider).to_owned(),
        written => written.to_owned(),
    }
}
