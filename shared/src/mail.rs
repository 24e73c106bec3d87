//! The shop's emails, as the back office sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Locale;
use crate::ids::{EmailId, OrderId};

words!(
    /// The emails that the shop writes.
    EmailTemplate {
        /// An account was made.
        Welcome = "welcome",
        /// Confirm the email address.
        VerifyEmail = "verify_email",
        /// Set a new password.
        ResetPassword = "reset_password",
        /// The password was changed.
        PasswordChanged = "password_changed",
        /// Somebody signed in from where the account was never used before.
        NewDevice = "new_device",
        /// The second factor was turned on or off, or its recovery codes changed.
        TwoFactorChanged = "two_factor_changed",
        /// An API key that acts for the recipient was made, or given another secret.
        ApiKeyIssued = "api_key_issued",
        /// Somebody made an account for the recipient, who chooses a password.
        Invitation = "invitation",
        /// Tries the mail server.
        MailTest = "mail_test",
        /// An order waits to be paid.
        OrderPlaced = "order_placed",
        /// How to pay: the number to transfer to or to show at the counter.
        PaymentPending = "payment_pending",
        /// The time to pay is running out.
        PaymentReminder = "payment_reminder",
        /// An attempt to pay failed; another is possible.
        PaymentFailed = "payment_failed",
        /// The provider took a payment back.
        PaymentReversed = "payment_reversed",
        /// An order was paid: the receipt.
        OrderPaid = "order_paid",
        /// An order was paid late, and is taken up again.
        LatePaymentAccepted = "late_payment_accepted",
        /// Money came too late or twice, and goes back.
        LatePaymentRefunded = "late_payment_refunded",
        /// An order is being packed.
        OrderProcessing = "order_processing",
        /// An order is on its way.
        OrderShipped = "order_shipped",
        /// An order arrived.
        OrderDelivered = "order_delivered",
        /// An order is done.
        OrderCompleted = "order_completed",
        /// An order was called off.
        OrderCancelled = "order_cancelled",
        /// An order was not paid in time.
        OrderExpired = "order_expired",
        /// Money goes back.
        OrderRefunded = "order_refunded",
        /// Staff wrote to the buyer about an order.
        OrderMessage = "order_message",
        /// The shop answered in the chat while the buyer was away.
        ChatAnswered = "chat_answered",
        /// To a supplier: a purchase order.
        PurchaseOrder = "purchase_order",
        /// To staff: an order was paid and waits to be packed.
        StaffOrderPaid = "staff_order_paid",
        /// To staff: a payment needs a hand.
        StaffPaymentTrouble = "staff_payment_trouble",
        /// To staff: what is low or out of stock.
        StaffLowStock = "staff_low_stock",
        /// To staff: stock and money do not add up.
        StaffLedgerFaults = "staff_ledger_faults",
    }
);

impl EmailTemplate {
    /// Whether it carries a link that opens the account of whoever holds it.
    #[must_use]
    pub const fn holds_secret(self) -> bool {
        matches!(self, Self::VerifyEmail | Self::ResetPassword | Self::Invitation)
    }

    /// Whether the order's invoice goes along with it.
    #[must_use]
    pub const fn carries_invoice(self) -> bool {
        matches!(self, Self::OrderPaid | Self::LatePaymentAccepted)
    }
}

words!(
    /// Where an email stands.
    EmailState {
        /// Waits to be sent, for the first time or again.
        Queued = "queued",
        /// The mail server has it.
        Sent = "sent",
        /// Refused for good, or given up.
        Failed = "failed",
    }
);

/// An email in the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffEmailRow {
    /// Id.
    pub id: EmailId,
    /// Which email; a word of `EmailTemplate`, or one that an older version wrote.
    pub template: String,
    /// Language.
    pub locale: Locale,
    /// Address of the recipient.
    pub recipient: String,
    /// Name of the recipient.
    pub recipient_name: String,
    /// Subject.
    pub subject: String,
    /// Where it stands.
    pub state: EmailState,
    /// How often it was tried since it was queued.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// That order's number.
    pub order_number: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// An email in the outbox with what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffEmail {
    /// The email.
    pub email: StaffEmailRow,
    /// Names its cause; a cause sends one email.
    pub dedupe_key: String,
    /// HTML part for a look at it: without its style sheet, and with the secrets of links hidden.
    pub html: String,
    /// Text part, with the secrets of links hidden.
    pub text: String,
    /// Name of the file that goes along: the order's invoice, as it is when the email is sent.
    pub attachment: Option<String>,
    /// When the next attempt is due, while it waits.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The email that it repeats.
    pub resend_of: Option<EmailId>,
    /// Who had it sent again.
    pub requested_by: Option<String>,
    /// The emails that repeat it, the latest first.
    pub resends: Vec<EmailId>,
    /// Whether it can be sent again: not when its link must stay with the person who asked for it.
    pub can_resend: bool,
}
