//! Statuses, figures and kinds of events in the reader's language.

use shared::catalog::{ProductStatus, StockState};
use shared::categories::StaffCategory;
use shared::ids::CategoryId;
use shared::mail::{EmailState, EmailTemplate};
use shared::money::Rupiah;
use shared::orders::{OrderEventKind, OrderStatus};
use shared::payments::{AttemptStatus, PaymentStatus};
use shared::wording;

use crate::i18n::{Locale, language, td_string};
use crate::ui::Tone;

/// Where an order stands.
#[must_use]
pub fn order_status(locale: Locale, status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Pending => td_string!(locale, admin.order_status.pending),
        OrderStatus::Paid => td_string!(locale, admin.order_status.paid),
        OrderStatus::Processing => td_string!(locale, admin.order_status.processing),
        OrderStatus::Shipped => td_string!(locale, admin.order_status.shipped),
        OrderStatus::Delivered => td_string!(locale, admin.order_status.delivered),
        OrderStatus::Completed => td_string!(locale, admin.order_status.completed),
        OrderStatus::Cancelled => td_string!(locale, admin.order_status.cancelled),
        OrderStatus::Expired => td_string!(locale, admin.order_status.expired),
        OrderStatus::Refunded => td_string!(locale, admin.order_status.refunded),
    }
}

/// Its colour: orange is what waits for staff.
#[must_use]
pub const fn order_tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Pending => Tone::Warning,
        OrderStatus::Paid | OrderStatus::Processing => Tone::Accent,
        OrderStatus::Shipped => Tone::Info,
        OrderStatus::Delivered | OrderStatus::Completed => Tone::Success,
        OrderStatus::Cancelled | OrderStatus::Expired => Tone::Neutral,
        OrderStatus::Refunded => Tone::Danger,
    }
}

/// What moving an order to a status is called, on a button.
#[must_use]
pub fn move_verb(locale: Locale, to: OrderStatus) -> &'static str {
    match to {
        OrderStatus::Processing => td_string!(locale, admin.order.start_packing),
        OrderStatus::Delivered => td_string!(locale, admin.order.mark_delivered),
        OrderStatus::Completed => td_string!(locale, admin.order.complete),
        OrderStatus::Cancelled => td_string!(locale, admin.order.cancel),
        other => order_status(locale, other),
    }
}

/// Where the payment of an order stands.
#[must_use]
pub fn payment_status(locale: Locale, status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Unpaid => td_string!(locale, admin.payment_status.unpaid),
        PaymentStatus::Pending => td_string!(locale, admin.payment_status.pending),
        PaymentStatus::Challenged => td_string!(locale, admin.payment_status.challenged),
        PaymentStatus::Paid => td_string!(locale, admin.payment_status.paid),
        PaymentStatus::PartiallyRefunded => td_string!(locale, admin.payment_status.partially_refunded),
        PaymentStatus::Refunded => td_string!(locale, admin.payment_status.refunded),
    }
}

/// Its colour.
#[must_use]
pub const fn payment_tone(status: PaymentStatus) -> Tone {
    match status {
        PaymentStatus::Unpaid => Tone::Neutral,
        PaymentStatus::Pending => Tone::Warning,
        PaymentStatus::Challenged | PaymentStatus::Refunded => Tone::Danger,
        PaymentStatus::Paid => Tone::Success,
        PaymentStatus::PartiallyRefunded => Tone::Info,
    }
}

/// Where an attempt to pay stands.
#[must_use]
pub fn attempt_status(locale: Locale, status: AttemptStatus) -> &'static str {
    match status {
        AttemptStatus::Creating => td_string!(locale, admin.attempt.creating),
        AttemptStatus::Open => td_string!(locale, admin.attempt.open),
        AttemptStatus::Pending => td_string!(locale, admin.payment_status.pending),
        AttemptStatus::Challenged => td_string!(locale, admin.payment_status.challenged),
        AttemptStatus::Paid => td_string!(locale, admin.payment_status.paid),
        AttemptStatus::Failed => td_string!(locale, admin.attempt.failed),
        AttemptStatus::Cancelled => td_string!(locale, admin.attempt.cancelled),
        AttemptStatus::Expired => td_string!(locale, admin.attempt.expired),
        AttemptStatus::PartiallyRefunded => td_string!(locale, admin.payment_status.partially_refunded),
        AttemptStatus::Refunded => td_string!(locale, admin.payment_status.refunded),
        AttemptStatus::ChargedBack => td_string!(locale, admin.attempt.charged_back),
    }
}

/// Its colour.
#[must_use]
pub const fn attempt_tone(status: AttemptStatus) -> Tone {
    match status {
        AttemptStatus::Creating | AttemptStatus::Cancelled | AttemptStatus::Expired => Tone::Neutral,
        AttemptStatus::Open | AttemptStatus::PartiallyRefunded => Tone::Info,
        AttemptStatus::Pending => Tone::Warning,
        AttemptStatus::Paid => Tone::Success,
        AttemptStatus::Challenged | AttemptStatus::Failed | AttemptStatus::Refunded | AttemptStatus::ChargedBack => Tone::Danger,
    }
}

/// A way of paying, out of the provider's word for it.
#[must_use]
pub fn payment_way(locale: Locale, method: &str) -> String {
    wording::payment_key(method, language(locale))
}

/// What happened to an order.
#[must_use]
pub fn event(locale: Locale, kind: OrderEventKind) -> &'static str {
    match kind {
        OrderEventKind::Placed => td_string!(locale, admin.event.placed),
        OrderEventKind::PaymentStarted => td_string!(locale, admin.event.payment_started),
        OrderEventKind::PaymentFailed => td_string!(locale, admin.event.payment_failed),
        OrderEventKind::Paid => td_string!(locale, admin.event.paid),
        OrderEventKind::Processing => td_string!(locale, admin.event.processing),
        OrderEventKind::Shipped => td_string!(locale, admin.event.shipped),
        OrderEventKind::ShippedAgain => td_string!(locale, admin.event.shipped_again),
        OrderEventKind::TrackingCorrected => td_string!(locale, admin.event.tracking_corrected),
        OrderEventKind::DeliveryFailed => td_string!(locale, admin.event.delivery_failed),
        OrderEventKind::ParcelReturned => td_string!(locale, admin.event.parcel_returned),
        OrderEventKind::Message => td_string!(locale, admin.event.message),
        OrderEventKind::Delivered => td_string!(locale, admin.event.delivered),
        OrderEventKind::Completed => td_string!(locale, admin.event.completed),
        OrderEventKind::Cancelled => td_string!(locale, admin.event.cancelled),
        OrderEventKind::Expired => td_string!(locale, admin.event.expired),
        OrderEventKind::RefundStarted => td_string!(locale, admin.event.refund_started),
        OrderEventKind::Refunded => td_string!(locale, admin.event.refunded),
        OrderEventKind::RefundFailed => td_string!(locale, admin.event.refund_failed),
        OrderEventKind::RefundCancelled => td_string!(locale, admin.event.refund_cancelled),
        OrderEventKind::PaymentAccepted => td_string!(locale, admin.event.payment_accepted),
        OrderEventKind::PaymentRefused => td_string!(locale, admin.event.payment_refused),
        OrderEventKind::PaymentReversed => td_string!(locale, admin.event.payment_reversed),
        OrderEventKind::LatePaymentAccepted => td_string!(locale, admin.event.late_payment_accepted),
        OrderEventKind::DoublePaymentRefunded => td_string!(locale, admin.event.double_payment_refunded),
        OrderEventKind::LatePaymentRefunded => td_string!(locale, admin.event.late_payment_refunded),
        OrderEventKind::Note => td_string!(locale, admin.event.note),
    }
}

/// Where an email stands.
#[must_use]
pub fn email_state(locale: Locale, state: EmailState) -> &'static str {
    match state {
        EmailState::Queued => td_string!(locale, admin.emails.queued),
        EmailState::Sent => td_string!(locale, admin.emails.sent),
        EmailState::Failed => td_string!(locale, admin.emails.failed),
    }
}

/// Its colour.
#[must_use]
pub const fn email_tone(state: EmailState) -> Tone {
    match state {
        EmailState::Queued => Tone::Warning,
        EmailState::Sent => Tone::Success,
        EmailState::Failed => Tone::Danger,
    }
}

/// Which email it is; one of an older version by its own word.
#[must_use]
pub fn email_template(locale: Locale, template: &str) -> String {
    let Ok(template) = template.parse::<EmailTemplate>() else { return template.to_owned() };
    let words = match template {
        EmailTemplate::Welcome => td_string!(locale, admin.email_template.welcome),
        EmailTemplate::VerifyEmail => td_string!(locale, admin.email_template.verify_email),
        EmailTemplate::ResetPassword => td_string!(locale, admin.email_template.reset_password),
        EmailTemplate::TwoFactorChanged => td_string!(locale, admin.email_template.two_factor_changed),
        EmailTemplate::ApiKeyIssued => td_string!(locale, admin.email_template.api_key_issued),
        EmailTemplate::Invitation => td_string!(locale, admin.email_template.invitation),
        EmailTemplate::MailTest => td_string!(locale, admin.email_template.mail_test),
        EmailTemplate::PasswordChanged => td_string!(locale, admin.email_template.password_changed),
        EmailTemplate::NewDevice => td_string!(locale, admin.email_template.new_device),
        EmailTemplate::ChatAnswered => td_string!(locale, admin.email_template.chat_answered),
        EmailTemplate::OrderMessage => td_string!(locale, admin.email_template.order_message),
        EmailTemplate::OrderPlaced => td_string!(locale, admin.email_template.order_placed),
        EmailTemplate::PaymentPending => td_string!(locale, admin.email_template.payment_pending),
        EmailTemplate::PaymentReminder => td_string!(locale, admin.email_template.payment_reminder),
        EmailTemplate::PaymentFailed => td_string!(locale, admin.email_template.payment_failed),
        EmailTemplate::PaymentReversed => td_string!(locale, admin.email_template.payment_reversed),
        EmailTemplate::OrderPaid => td_string!(locale, admin.email_template.order_paid),
        EmailTemplate::LatePaymentAccepted => td_string!(locale, admin.email_template.late_payment_accepted),
        EmailTemplate::LatePaymentRefunded => td_string!(locale, admin.email_template.late_payment_refunded),
        EmailTemplate::OrderProcessing => td_string!(locale, admin.email_template.order_processing),
        EmailTemplate::OrderShipped => td_string!(locale, admin.email_template.order_shipped),
        EmailTemplate::OrderDelivered => td_string!(locale, admin.email_template.order_delivered),
        EmailTemplate::OrderCompleted => td_string!(locale, admin.email_template.order_completed),
        EmailTemplate::OrderCancelled => td_string!(locale, admin.email_template.order_cancelled),
        EmailTemplate::OrderExpired => td_string!(locale, admin.email_template.order_expired),
        EmailTemplate::OrderRefunded => td_string!(locale, admin.email_template.order_refunded),
        EmailTemplate::PurchaseOrder => td_string!(locale, admin.email_template.purchase_order),
        EmailTemplate::StaffOrderPaid => td_string!(locale, admin.email_template.staff_order_paid),
        EmailTemplate::StaffPaymentTrouble => td_string!(locale, admin.email_template.staff_payment_trouble),
        EmailTemplate::StaffLowStock => td_string!(locale, admin.email_template.staff_low_stock),
        EmailTemplate::StaffLedgerFaults => td_string!(locale, admin.email_template.staff_ledger_faults),
    };
    words.to_owned()
}

/// Whether a product is for sale.
#[must_use]
pub fn product_status(locale: Locale, status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Draft => td_string!(locale, admin.product_status.draft),
        ProductStatus::Active => td_string!(locale, admin.product_status.active),
        ProductStatus::Archived => td_string!(locale, admin.product_status.archived),
    }
}

/// Its colour.
#[must_use]
pub const fn product_tone(status: ProductStatus) -> Tone {
    match status {
        ProductStatus::Draft => Tone::Warning,
        ProductStatus::Active => Tone::Success,
        ProductStatus::Archived => Tone::Neutral,
    }
}

/// How much is left.
#[must_use]
pub fn stock(locale: Locale, state: StockState) -> &'static str {
    match state {
        StockState::InStock => td_string!(locale, admin.stock.in_stock),
        StockState::Low => td_string!(locale, admin.stock.low),
        StockState::Out => td_string!(locale, admin.stock.out),
    }
}

/// Its colour.
#[must_use]
pub const fn stock_tone(state: StockState) -> Tone {
    match state {
        StockState::InStock => Tone::Success,
        StockState::Low => Tone::Warning,
        StockState::Out => Tone::Danger,
    }
}

/// The text in the reader's language, or in the other one when that is missing.
#[must_use]
pub fn in_language<'a>(locale: Locale, id: &'a str, en: &'a str) -> &'a str {
    match locale {
        Locale::en if !en.is_empty() => en,
        Locale::en | Locale::id => id,
    }
}

/// A whole number in the reader's grouping: `1.234`.
#[must_use]
pub fn number(locale: Locale, number: i64) -> String {
    let text = crate::ui::money(locale, Rupiah(number));
    text.replace("Rp", "").replace('\u{a0}', "")
}

/// An amount in a few characters, for the scale of a chart: `Rp 12 jt`.
#[must_use]
pub fn short_money(locale: Locale, amount: i64) -> String {
    match amount {
        1_000_000_000.. => td_string!(locale, admin.chart.billions, figure = tenths(locale, amount, 1_000_000_000)),
        1_000_000.. => td_string!(locale, admin.chart.millions, figure = tenths(locale, amount, 1_000_000)),
        1_000.. => td_string!(locale, admin.chart.thousands, figure = tenths(locale, amount, 1_000)),
        _ => crate::ui::money(locale, Rupiah(amount)),
    }
}

/// `amount` in `unit`s with one decimal where it says something: `2,5`, in English `2.5`.
fn tenths(locale: Locale, amount: i64, unit: i64) -> String {
    let (whole, tenth) = (amount / unit, amount % unit * 10 / unit);
    let mark = match locale {
        Locale::id => ',',
        Locale::en => '.',
    };
    if tenth == 0 || whole >= 100 { whole.to_string() } else { format!("{whole}{mark}{tenth}") }
}

/// A category with those above it: "Gitar / Elektrik".
#[must_use]
pub fn category_path(locale: Locale, tree: &[StaffCategory], id: CategoryId) -> String {
    let find = |id: CategoryId| tree.iter().find(|category| category.id == id);
    let way = std::iter::successors(find(id), |category| category.parent_id.and_then(find)).take(tree.len());
    let mut names: Vec<&str> = way.map(|category| in_language(locale, &category.name, &category.name_en)).collect();
    names.reverse();
    names.join(" / ")
}
