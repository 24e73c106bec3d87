//! Payments.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PaymentId;
use crate::money::Rupiah;
use crate::validate::{Faults, Validate};

words!(
    /// Who takes the money.
    PaymentProvider {
        /// Stripe Checkout: international cards.
        Stripe = "stripe",
        /// Midtrans Snap: virtual accounts, QRIS, e-wallets, counters, cards.
        Midtrans = "midtrans",
    }
);

words!(
    /// Where the payment of an order stands.
    PaymentStatus {
        /// Nothing was paid yet.
        Unpaid = "unpaid",
        /// The provider waits for the payer (a virtual account, a counter).
        Pending = "pending",
        /// Authorised but held for review by staff.
        Challenged = "challenged",
        /// Paid.
        Paid = "paid",
        /// Paid back in part.
        PartiallyRefunded = "partially_refunded",
        /// Paid back in full.
        Refunded = "refunded",
    }
);

words!(
    /// Where one attempt to pay stands.
    AttemptStatus {
        /// Being set up with the provider.
        Creating = "creating",
        /// The provider's page waits for the payer to choose how.
        Open = "open",
        /// The payer chose how; the money has not come in yet.
        Pending = "pending",
        /// Held for review by staff.
        Challenged = "challenged",
        /// Paid.
        Paid = "paid",
        /// Refused; the order can be paid in another attempt.
        Failed = "failed",
        /// Called off, by us or by the payer.
        Cancelled = "cancelled",
        /// Ran out of time.
        Expired = "expired",
        /// Paid back in part.
        PartiallyRefunded = "partially_refunded",
        /// Paid back in full.
        Refunded = "refunded",
        /// The payer's bank took the money back.
        ChargedBack = "charged_back",
    }
);

words!(
    /// What a notification or a status answer of a provider did. Kept with each as
    /// `effect`, or `effect: more about it`.
    PaymentEffect {
        /// Nothing: it was known already.
        Unchanged = "unchanged",
        /// Nothing: something newer had been applied before.
        Superseded = "superseded",
        /// Nothing: it is of a kind that changes nothing here.
        Ignored = "ignored",
        /// Nothing: it is about no attempt of this shop.
        Unmatched = "unmatched",
        /// Nothing: amount, currency, reference or environment are not the attempt's. To be looked at.
        Mismatch = "mismatch",
        /// Only a remark, such as an open dispute. To be looked at.
        Remarked = "remarked",
        /// The attempt was moved along.
        Moved = "moved",
        /// The attempt and its order were paid.
        Paid = "paid",
        /// Paid after the order had ended; the order was taken up again.
        LatePaymentAccepted = "late_payment_accepted",
        /// Paid after the order had ended; the money goes back.
        LatePaymentRefunded = "late_payment_refunded",
        /// Paid although the order was paid by another attempt; the money goes back.
        DoublePaymentRefunded = "double_payment_refunded",
        /// The provider took a payment back.
        Reversed = "reversed",
        /// Money went back to the buyer, or failed to.
        Refunded = "refunded",
        /// It could still be paid although it had been called off; it is being called off again.
        StillPayable = "still_payable",
    }
);

words!(
    /// What money goes back for.
    RefundKind {
        /// The whole order.
        Full = "full",
        /// Some of its items.
        Items = "items",
        /// A kindness.
        Goodwill = "goodwill",
        /// The order could not take the payment: it came too late, or twice.
        Automatic = "automatic",
    }
);

words!(
    /// How money goes back.
    RefundChannel {
        /// By the provider, the way it came.
        Provider = "provider",
        /// By bank transfer, made by staff: the way it came has no way back.
        ManualTransfer = "manual_transfer",
    }
);

words!(
    /// Where a refund stands.
    RefundStatus {
        /// On its way.
        Pending = "pending",
        /// Arrived, or out of the provider's hands.
        Succeeded = "succeeded",
        /// Refused, or came back.
        Failed = "failed",
        /// Called off.
        Cancelled = "cancelled",
    }
);

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct PaymentMethod {
    /// Who takes the money.
    pub provider: PaymentProvider,
    /// The smallest amount it takes.
    pub minimum: Rupiah,
    /// Whether it is a test environment: nobody is charged.
    pub sandbox: bool,
}

/// Start paying an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct StartPaymentRequest {
    /// With whom.
    pub provider: PaymentProvider,
}

impl Validate for StartPaymentRequest {
    fn check(&self, _: &mut Faults) {}
}

/// What a payment provider gets for a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct NotificationReceipt {
    /// Always true: it is kept and will be worked on.
    pub received: bool,
}

/// An attempt to pay an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Payment {
    /// Id.
    pub id: PaymentId,
    /// Who takes the money.
    pub provider: PaymentProvider,
    /// Where it stands.
    pub status: AttemptStatus,
    /// Amount.
    pub amount: Rupiah,
    /// The provider's page to send the payer to, while the attempt is open.
    pub redirect_url: Option<String>,
    /// How it was or is to be paid, such as `bca_va`.
    pub method: Option<String>,
    /// The number to transfer to or to show at the counter.
    pub pay_code: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// Until when it can be paid.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// An attempt to pay, with what only staff see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffPayment {
    /// The attempt.
    pub payment: Payment,
    /// The provider's id of the session or transaction.
    pub external_id: Option<String>,
    /// The reference we gave to the provider.
    pub reference: String,
    /// The provider's last answer.
    pub raw: Option<serde_json::Value>,
}
