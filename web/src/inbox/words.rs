//! What notifications say, and where they lead.

use shared::notifications::{Notification, NotificationKind};
use shared::permission::Permission;

use super::Area;
use crate::i18n::{Locale, td_string};
use crate::routes;
use crate::session;
use crate::ui::{Tone, money};

/// The sentence of a kind.
#[must_use]
pub fn title(locale: Locale, kind: NotificationKind) -> &'static str {
    use NotificationKind as Kind;
    match kind {
        Kind::Placed => td_string!(locale, inbox.kind.placed),
        Kind::PaymentFailed => td_string!(locale, inbox.kind.payment_failed),
        Kind::Paid => td_string!(locale, inbox.kind.paid),
        Kind::Processing => td_string!(locale, inbox.kind.processing),
        Kind::Shipped => td_string!(locale, inbox.kind.shipped),
        Kind::ShippedAgain => td_string!(locale, inbox.kind.shipped_again),
        Kind::Delivered => td_string!(locale, inbox.kind.delivered),
        Kind::Completed => td_string!(locale, inbox.kind.completed),
        Kind::Cancelled => td_string!(locale, inbox.kind.cancelled),
        Kind::Expired => td_string!(locale, inbox.kind.expired),
        Kind::RefundStarted => td_string!(locale, inbox.kind.refund_started),
        Kind::RefundCancelled => td_string!(locale, inbox.kind.refund_cancelled),
        Kind::Refunded => td_string!(locale, inbox.kind.refunded),
        Kind::PaymentReversed => td_string!(locale, inbox.kind.payment_reversed),
        Kind::LatePaymentAccepted => td_string!(locale, inbox.kind.late_payment_accepted),
        Kind::LatePaymentRefunded => td_string!(locale, inbox.kind.late_payment_refunded),
        Kind::DoublePaymentRefunded => td_string!(locale, inbox.kind.double_payment_refunded),
        Kind::StaffOrderPaid => td_string!(locale, inbox.kind.staff_order_paid),
        Kind::StaffLatePaymentAccepted => td_string!(locale, inbox.kind.staff_late_payment_accepted),
        Kind::StaffLatePaymentRefunded => td_string!(locale, inbox.kind.staff_late_payment_refunded),
        Kind::StaffPaymentReversed => td_string!(locale, inbox.kind.staff_payment_reversed),
        Kind::StaffDispute => td_string!(locale, inbox.kind.staff_dispute),
        Kind::StaffRefundRefused => td_string!(locale, inbox.kind.staff_refund_refused),
        Kind::StaffRefundUnsent => td_string!(locale, inbox.kind.staff_refund_unsent),
        Kind::StaffManualTransfer => td_string!(locale, inbox.kind.staff_manual_transfer),
        Kind::StaffPaymentMismatch => td_string!(locale, inbox.kind.staff_payment_mismatch),
        Kind::StaffLowStock => td_string!(locale, inbox.kind.staff_low_stock),
        Kind::StaffDeliveryFailed => td_string!(locale, inbox.kind.staff_delivery_failed),
        Kind::StaffParcelReturned => td_string!(locale, inbox.kind.staff_parcel_returned),
        Kind::StaffStockLow => td_string!(locale, inbox.kind.staff_stock_low),
        Kind::StaffStockCritical => td_string!(locale, inbox.kind.staff_stock_critical),
        Kind::StaffStockOut => td_string!(locale, inbox.kind.staff_stock_out),
        Kind::StaffWebhookDisabled => td_string!(locale, inbox.kind.staff_webhook_disabled),
        Kind::ReviewPublished => td_string!(locale, inbox.kind.review_published),
        Kind::ReviewRejected => td_string!(locale, inbox.kind.review_rejected),
        Kind::StaffReviewWritten => td_string!(locale, inbox.kind.staff_review_written),
        Kind::StaffChatWaiting => td_string!(locale, inbox.kind.staff_chat_waiting),
        Kind::StaffChatAssigned => td_string!(locale, inbox.kind.staff_chat_assigned),
    }
}

/// What it is about: order, amount, buyer, what the provider says.
#[must_use]
pub fn facts(locale: Locale, notification: &Notification) -> String {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(notification.order_number.clone());
    facts.extend(notification.amount.map(|amount| money(locale, amount)));
    facts.extend(notification.buyer.clone());
    if notification.kind == NotificationKind::StaffLowStock {
        let (low, out) = (notification.low.unwrap_or_default(), notification.out.unwrap_or_default());
        facts.push(td_string!(locale, inbox.stock, low = low, out = out).to_string());
    }
    facts.extend(notification.detail.clone());
    if let Some(pieces) = notification.pieces.filter(|pieces| *pieces > 0) {
        facts.push(td_string!(locale, inbox.pieces_left, count = pieces).to_string());
    }
    facts.join(" · ")
}

/// Where it leads.
#[must_use]
pub fn href(area: Area, notification: &Notification) -> Option<String> {
    match area {
        Area::Shop if matches!(notification.kind, NotificationKind::ReviewPublished | NotificationKind::ReviewRejected) => {
            Some(routes::shop::REVIEWS.to_owned())
        }
        Area::Shop => notification.order_number.as_deref().map(routes::shop::order),
        Area::Desk if notification.kind == NotificationKind::StaffReviewWritten => {
            Some(format!("{}?status=pending", routes::admin::REVIEWS))
        }
        Area::Desk => {
            if notification.kind.permission() == Some(Permission::InventoryRead) {
                // The SKU ends what such a notification says of its variant.
                let sku = notification.detail.as_deref().and_then(|detail| detail.rsplit(" · ").next());
                return Some(
                    sku.map_or_else(|| format!("{}?short=true", routes::admin::INVENTORY), routes::admin::inventory_like),
                );
            }
            if notification.kind == NotificationKind::StaffWebhookDisabled {
                return Some(routes::admin::SETTINGS_WEBHOOKS.to_owned());
            }
            if notification.kind.permission() == Some(Permission::ChatAnswer) {
                let room = notification.chat_room_id.map(|id| routes::admin::chat(&id.to_string()));
                return Some(room.unwrap_or_else(|| format!("{}?waiting=true", routes::admin::CHATS)));
            }
            let payment = notification.payment_id.filter(|_| session::current().can(Permission::PaymentsRead));
            let order = notification.order_id.map(|id| routes::admin::order(&id.to_string()));
            payment.map(|id| routes::admin::payment(&id.to_string())).or(order)
        }
    }
}

/// A picture of a kind.
#[must_use]
pub fn icon(kind: NotificationKind) -> icondata::Icon {
    use NotificationKind as Kind;
    match kind {
        Kind::Placed => icondata::LuReceipt,
        Kind::Paid | Kind::LatePaymentAccepted | Kind::StaffOrderPaid | Kind::StaffLatePaymentAccepted => icondata::LuCircleCheck,
        Kind::Processing => icondata::LuPackage,
        Kind::Shipped | Kind::ShippedAgain => icondata::LuTruck,
        Kind::Delivered | Kind::Completed => icondata::LuPackageCheck,
        Kind::Cancelled | Kind::Expired | Kind::RefundCancelled => icondata::LuCircleX,
        Kind::RefundStarted
        | Kind::Refunded
        | Kind::LatePaymentRefunded
        | Kind::DoublePaymentRefunded
        | Kind::StaffLatePaymentRefunded => icondata::LuUndo2,
        Kind::StaffManualTransfer => icondata::LuLandmark,
        Kind::ReviewPublished | Kind::ReviewRejected | Kind::StaffReviewWritten => icondata::LuStar,
        Kind::StaffChatWaiting | Kind::StaffChatAssigned => icondata::LuMessageCircle,
        Kind::StaffLowStock | Kind::StaffStockLow | Kind::StaffStockCritical | Kind::StaffStockOut => icondata::LuPackageOpen,
        Kind::PaymentFailed
        | Kind::PaymentReversed
        | Kind::StaffPaymentReversed
        | Kind::StaffDispute
        | Kind::StaffRefundRefused
        | Kind::StaffRefundUnsent
        | Kind::StaffPaymentMismatch
        | Kind::StaffDeliveryFailed
        | Kind::StaffParcelReturned
        | Kind::StaffWebhookDisabled => icondata::LuTriangleAlert,
    }
}

/// What its colour says.
#[must_use]
pub fn tone(kind: NotificationKind) -> Tone {
    use NotificationKind as Kind;
    match kind {
        _ if kind.is_trouble() => Tone::Danger,
        Kind::Paid
        | Kind::LatePaymentAccepted
        | Kind::StaffOrderPaid
        | Kind::StaffLatePaymentAccepted
        | Kind::Completed
        | Kind::ReviewPublished => Tone::Success,
        Kind::ReviewRejected => Tone::Warning,
        Kind::Shipped
        | Kind::ShippedAgain
        | Kind::Delivered
        | Kind::Processing
        | Kind::StaffChatWaiting
        | Kind::StaffChatAssigned => Tone::Info,
        Kind::StaffStockCritical | Kind::StaffStockOut => Tone::Danger,
        Kind::StaffLowStock
        | Kind::StaffStockLow
        | Kind::StaffLatePaymentRefunded
        | Kind::LatePaymentRefunded
        | Kind::DoublePaymentRefunded => Tone::Warning,
        _ => Tone::Neutral,
    }
}
