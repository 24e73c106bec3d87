//! In-app notifications: to buyers about their orders, to those who work here about what needs them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ChatRoomId, NotificationId, OrderId, PaymentId};
use crate::money::Rupiah;
use crate::orders::OrderEventKind;
use crate::permission::Permission;
use crate::validate::{Faults, Validate};

words!(
    /// What a notification tells. Those to buyers are named like the event of the order.
    NotificationKind {
        /// To the buyer: the order was placed.
        Placed = "placed",
        /// To the buyer: an attempt to pay failed.
        PaymentFailed = "payment_failed",
        /// To the buyer: the order was paid.
        Paid = "paid",
        /// To the buyer: the order is being packed.
        Processing = "processing",
        /// To the buyer: it was handed to the courier.
        Shipped = "shipped",
        /// To the buyer: it was handed to the courier again.
        ShippedAgain = "shipped_again",
        /// To the buyer: it arrived.
        Delivered = "delivered",
        /// To the buyer: it is done.
        Completed = "completed",
        /// To the buyer: it was called off.
        Cancelled = "cancelled",
        /// To the buyer: it was not paid in time.
        Expired = "expired",
        /// To the buyer: money is being sent back.
        RefundStarted = "refund_started",
        /// To the buyer: a refund was called off.
        RefundCancelled = "refund_cancelled",
        /// To the buyer: money went back.
        Refunded = "refunded",
        /// To the buyer: the provider took the payment back.
        PaymentReversed = "payment_reversed",
        /// To the buyer: paid late, and it goes ahead.
        LatePaymentAccepted = "late_payment_accepted",
        /// To the buyer: paid late, and the money goes back.
        LatePaymentRefunded = "late_payment_refunded",
        /// To the buyer: paid twice, and the second money goes back.
        DoublePaymentRefunded = "double_payment_refunded",
        /// To staff: an order was paid and can be packed.
        StaffOrderPaid = "staff_order_paid",
        /// To staff: an order was paid after its time, and there was enough left.
        StaffLatePaymentAccepted = "staff_late_payment_accepted",
        /// To staff: money came too late or twice, and goes back.
        StaffLatePaymentRefunded = "staff_late_payment_refunded",
        /// To staff: the provider took a payment back.
        StaffPaymentReversed = "staff_payment_reversed",
        /// To staff: the buyer disputes a payment at their bank.
        StaffDispute = "staff_dispute",
        /// To staff: the provider refused to send money back.
        StaffRefundRefused = "staff_refund_refused",
        /// To staff: a provider was asked for long to send money back, and nothing came of it.
        StaffRefundUnsent = "staff_refund_unsent",
        /// To staff: money has to go back by a transfer of our own.
        StaffManualTransfer = "staff_manual_transfer",
        /// To staff: amount, currency or reference of a payment are not what was asked for.
        StaffPaymentMismatch = "staff_payment_mismatch",
        /// To staff: variants are low or out of stock.
        StaffLowStock = "staff_low_stock",
        /// To staff: the courier could not deliver a parcel.
        StaffDeliveryFailed = "staff_delivery_failed",
        /// To staff: the courier brought a parcel back.
        StaffParcelReturned = "staff_parcel_returned",
        /// To staff: a variant fell to its low-stock threshold.
        StaffStockLow = "staff_stock_low",
        /// To staff: a variant fell to its minimum stock.
        StaffStockCritical = "staff_stock_critical",
        /// To staff: the last piece of a variant was taken.
        StaffStockOut = "staff_stock_out",
        /// To staff: a webhook was switched off, because it failed for long.
        StaffWebhookDisabled = "staff_webhook_disabled",
        /// To a review's author: it is shown.
        ReviewPublished = "review_published",
        /// To a review's author: it is not shown.
        ReviewRejected = "review_rejected",
        /// To staff: a review waits for them.
        StaffReviewWritten = "staff_review_written",
        /// To staff: a buyer waits for an answer in the chat.
        StaffChatWaiting = "staff_chat_waiting",
        /// To one who answers: somebody else gave them a room of the chat.
        StaffChatAssigned = "staff_chat_assigned",
    }
);

impl NotificationKind {
    /// What the buyer is told of an event; `None` for what is not the buyer's.
    #[must_use]
    pub const fn of_order(event: OrderEventKind) -> Option<Self> {
        Some(match event {
            OrderEventKind::Placed => Self::Placed,
            OrderEventKind::PaymentFailed => Self::PaymentFailed,
            OrderEventKind::Paid => Self::Paid,
            OrderEventKind::Processing => Self::Processing,
            OrderEventKind::Shipped => Self::Shipped,
            OrderEventKind::ShippedAgain => Self::ShippedAgain,
            OrderEventKind::Delivered => Self::Delivered,
            OrderEventKind::Completed => Self::Completed,
            OrderEventKind::Cancelled => Self::Cancelled,
            OrderEventKind::Expired => Self::Expired,
            OrderEventKind::RefundStarted => Self::RefundStarted,
            OrderEventKind::RefundCancelled => Self::RefundCancelled,
            OrderEventKind::Refunded => Self::Refunded,
            OrderEventKind::PaymentReversed => Self::PaymentReversed,
            OrderEventKind::LatePaymentAccepted => Self::LatePaymentAccepted,
            OrderEventKind::LatePaymentRefunded => Self::LatePaymentRefunded,
            OrderEventKind::DoublePaymentRefunded => Self::DoublePaymentRefunded,
            OrderEventKind::PaymentStarted
            // The email with the right number tells.
            | OrderEventKind::TrackingCorrected
            | OrderEventKind::DeliveryFailed
            | OrderEventKind::ParcelReturned
            | OrderEventKind::Message
            | OrderEventKind::RefundFailed
            | OrderEventKind::PaymentAccepted
            | OrderEventKind::PaymentRefused
            | OrderEventKind::Note => return None,
        })
    }

    /// What one's role must allow to be told; `None` for what goes to buyers.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::StaffOrderPaid | Self::StaffLatePaymentAccepted | Self::StaffDeliveryFailed | Self::StaffParcelReturned => {
                Some(Permission::OrdersRead)
            }
            Self::StaffLatePaymentRefunded
            | Self::StaffPaymentReversed
            | Self::StaffDispute
            | Self::StaffRefundRefused
            | Self::StaffRefundUnsent
            | Self::StaffManualTransfer
            | Self::StaffPaymentMismatch => Some(Permission::PaymentsRead),
            Self::StaffLowStock | Self::StaffStockLow | Self::StaffStockCritical | Self::StaffStockOut => {
                Some(Permission::InventoryRead)
            }
            Self::StaffChatWaiting | Self::StaffChatAssigned => Some(Permission::ChatAnswer),
            Self::StaffWebhookDisabled => Some(Permission::IntegrationsManage),
            Self::StaffReviewWritten => Some(Permission::ReviewsModerate),
            Self::ReviewPublished
            | Self::ReviewRejected
            | Self::Placed
            | Self::PaymentFailed
            | Self::Paid
            | Self::Processing
            | Self::Shipped
            | Self::ShippedAgain
            | Self::Delivered
            | Self::Completed
            | Self::Cancelled
            | Self::Expired
            | Self::RefundStarted
            | Self::RefundCancelled
            | Self::Refunded
            | Self::PaymentReversed
            | Self::LatePaymentAccepted
            | Self::LatePaymentRefunded
            | Self::DoublePaymentRefunded => None,
        }
    }

    /// Goes to those who work here.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        self.permission().is_some()
    }

    /// Somebody has to do something about it.
    #[must_use]
    pub const fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::PaymentFailed
                | Self::PaymentReversed
                | Self::StaffPaymentReversed
                | Self::StaffDispute
                | Self::StaffRefundRefused
                | Self::StaffRefundUnsent
                | Self::StaffManualTransfer
                | Self::StaffPaymentMismatch
                | Self::StaffDeliveryFailed
                | Self::StaffParcelReturned
                | Self::StaffWebhookDisabled
        )
    }
}

/// A message to one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Notification {
    /// Id.
    pub id: NotificationId,
    /// Its number among the person's notifications, in the order in which they were told.
    pub sequence: i64,
    /// What it tells.
    pub kind: NotificationKind,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// The order's number.
    pub order_number: Option<String>,
    /// The payment it is about; to staff only.
    pub payment_id: Option<PaymentId>,
    /// The room of the chat it is about; to staff only.
    pub chat_room_id: Option<ChatRoomId>,
    /// How much it is about.
    pub amount: Option<Rupiah>,
    /// Who bought, in what goes to staff.
    pub buyer: Option<String>,
    /// What the provider says, or which variant it is, in what goes to staff; the product that a review is about.
    pub detail: Option<String>,
    /// How many pieces of the variant are left, in what is about one.
    pub pieces: Option<i64>,
    /// How many variants are low in stock, in what is about stock.
    pub low: Option<i64>,
    /// How many variants are out of stock, in what is about stock.
    pub out: Option<i64>,
    /// Whether it was read.
    pub read: bool,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// How many notifications were not read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct UnreadNotifications {
    /// How many; 1,000 stands for that many or more.
    pub unread: i64,
}

/// Mark notifications as read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct MarkNotificationsReadRequest {
    /// This one and all before it; absent for all. What arrives while one reads stays unread.
    #[serde(default)]
    pub up_to: Option<NotificationId>,
}

impl Validate for MarkNotificationsReadRequest {
    fn check(&self, _: &mut Faults) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_buyers_are_told_is_named_like_the_event() {
        for event in OrderEventKind::ALL {
            if let Some(kind) = NotificationKind::of_order(*event) {
                assert_eq!(kind.as_str(), event.as_str());
                assert!(!kind.is_staff(), "{kind}");
            }
            assert!(!event.is_internal() || NotificationKind::of_order(*event).is_none(), "{event} is told to buyers");
        }
    }

    #[test]
    fn what_staff_are_told_needs_a_permission() {
        for kind in NotificationKind::ALL {
            assert_eq!(kind.as_str().starts_with("staff_"), kind.is_staff(), "{kind}");
        }
    }
}
