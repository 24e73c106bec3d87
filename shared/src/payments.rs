//! Payments.

mod provider;

pub use provider::{PaymentProvider, ProviderFacts, ProviderKey};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::ids::{OrderId, PaymentId};
use crate::money::Rupiah;
use crate::orders::OrderStatus;
use crate::refunds::StaffRefund;
use crate::validate::{Faults, Validate};

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

words!(
    /// Where the payer's quarrel with a payment stands: a dispute at Stripe, a chargeback at Midtrans.
    DisputeStatus {
        /// The payer's bank asks for proof, or looks at it.
        Open = "open",
        /// The shop keeps the money.
        Won = "won",
        /// The bank took the money, or part of it.
        Lost = "lost",
    }
);

words!(
    /// Something about a payment that staff should look at.
    PaymentTrouble {
        /// It waits longer than it should.
        Stuck = "stuck",
        /// Held for review; unanswered it is refused.
        Challenged = "challenged",
        /// The provider told of an amount, a currency or a reference that are not its own.
        Mismatch = "mismatch",
        /// It came too late or twice, and goes back.
        SentBack = "sent_back",
        /// A refund was refused or came back, and nothing makes up for it yet; or its provider did not take it in for ten minutes.
        RefundFailed = "refund_failed",
        /// A refund waits to be transferred by hand.
        TransferWaits = "transfer_waits",
        /// The payer's bank disputes it, or took the money back.
        Disputed = "disputed",
        /// Nobody told that it was paid; the shop asked and found out.
        Healed = "healed",
    }
);

words!(
    /// How we came to know something of a payment.
    PaymentEventSource {
        /// The provider told us.
        Notification = "notification",
        /// We asked.
        Query = "query",
    }
);

words!(
    /// Who made us ask a provider.
    PaymentAsker {
        /// The round that asks about whatever is open.
        Reconciler = "reconciler",
        /// The buyer came back from the provider's page.
        Buyer = "buyer",
        /// Staff.
        Staff = "staff",
        /// The attempt was being called off.
        Closing = "closing",
    }
);

words!(
    /// Why an attempt to pay failed.
    PaymentFailure {
        /// The card was refused; its bank does not say why.
        Declined = "declined",
        /// There is not enough money on it.
        InsufficientFunds = "insufficient_funds",
        /// The card has expired.
        ExpiredCard = "expired_card",
        /// The number, the code or the date of the card is wrong.
        IncorrectCard = "incorrect_card",
        /// The payer did not confirm it with the bank.
        NotAuthenticated = "not_authenticated",
        /// Refused by the check against fraud.
        SuspectedFraud = "suspected_fraud",
        /// The bank or the provider had a fault; another try may work.
        TemporaryFault = "temporary_fault",
        /// The payer's bank disputed it and got the money.
        DisputeLost = "dispute_lost",
        /// Anything else.
        Other = "other",
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
    /// The ways to pay on its page, in its own words, such as `bca_va`; `null` where the provider's account decides.
    pub methods: Option<Vec<String>>,
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
    pub failure: Option<PaymentFailure>,
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
    /// Why it failed, in the provider's words.
    pub failure_text: Option<String>,
    /// Given back so far.
    pub refunded: Rupiah,
    /// Where the payer's quarrel with it stands.
    pub dispute: Option<DisputeStatus>,
    /// When the money came in.
    pub settled_at: Option<DateTime<Utc>>,
    /// When the provider was last asked.
    pub checked_at: Option<DateTime<Utc>>,
}

/// An attempt to pay in the back office's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffPaymentRow {
    /// Id.
    pub id: PaymentId,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: String,
    /// The buyer's name.
    pub buyer: String,
    /// Who takes the money.
    pub provider: PaymentProvider,
    /// How it was or is to be paid, such as `bca_va`.
    pub method: Option<String>,
    /// Where it stands.
    pub status: AttemptStatus,
    /// Amount.
    pub amount: Rupiah,
    /// Given back so far.
    pub refunded: Rupiah,
    /// What to look at.
    pub troubles: Vec<PaymentTrouble>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// Something a provider said, by itself or when asked, and what it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffPaymentEvent {
    /// Id.
    pub id: Uuid,
    /// Who said it.
    pub provider: PaymentProvider,
    /// The attempt it is about; `null` when it is about none of ours.
    pub payment_id: Option<PaymentId>,
    /// The order's number, when it is about one of ours.
    pub order_number: Option<String>,
    /// How we came to know.
    pub source: PaymentEventSource,
    /// Who made us ask, when we asked.
    pub asked_by: Option<PaymentAsker>,
    /// What it is about, in the provider's word.
    pub kind: String,
    /// What it did; `null` while it waits to be worked on.
    pub effect: Option<PaymentEffect>,
    /// More about what it did.
    pub note: Option<String>,
    /// All of it, as it came.
    pub payload: serde_json::Value,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// When it was worked on.
    pub applied_at: Option<DateTime<Utc>>,
    /// When it was last applied again.
    pub replayed_at: Option<DateTime<Utc>>,
    /// What that did.
    pub replay_effect: Option<PaymentEffect>,
}

/// An attempt to pay with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffPaymentDetail {
    /// The attempt.
    pub payment: StaffPayment,
    /// What to look at.
    pub troubles: Vec<PaymentTrouble>,
    /// The order.
    pub order_id: OrderId,
    /// The order's number.
    pub order_number: String,
    /// Where the order stands.
    pub order_status: OrderStatus,
    /// The buyer's name.
    pub buyer: String,
    /// The buyer's email.
    pub buyer_email: String,
    /// What the provider said, the latest first; at most 200.
    pub events: Vec<StaffPaymentEvent>,
    /// Money that goes or went back of this payment, the first first.
    pub refunds: Vec<StaffRefund>,
}

words!(
    /// The answer to a payment that is held for review.
    ReviewDecision {
        /// Take the money.
        Accept = "accept",
        /// Refuse it.
        Deny = "deny",
    }
);

/// Decide about a payment that is held for review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ReviewPaymentRequest {
    /// The answer.
    pub decision: ReviewDecision,
}

impl Validate for ReviewPaymentRequest {
    fn check(&self, _: &mut Faults) {}
}
