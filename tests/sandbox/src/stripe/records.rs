//! What the sandbox keeps about Stripe payments. Amounts are in sen: rupiah × 100.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything on Stripe's side.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Records {
    pub sessions: BTreeMap<String, Session>,
    pub intents: BTreeMap<String, Intent>,
    pub charges: BTreeMap<String, Charge>,
    pub refunds: BTreeMap<String, Refund>,
    pub disputes: BTreeMap<String, Dispute>,
    pub events: BTreeMap<String, Event>,
    pub keys: BTreeMap<String, Key>,
    /// How the next refunds end.
    pub refund_outcome: RefundOutcome,
    /// Counts objects, to list them in the order they were made.
    pub made: u64,
}

impl Records {
    pub fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionStatus {
    Open,
    Complete,
    Expired,
}

impl SessionStatus {
    pub fn name(self) -> &'static str {
        match self {
            SessionStatus::Open => "open",
            SessionStatus::Complete => "complete",
            SessionStatus::Expired => "expired",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaymentStatus {
    Unpaid,
    Paid,
}

/// A Checkout Session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub id: String,
    pub made: u64,
    pub status: SessionStatus,
    pub payment_status: PaymentStatus,
    pub lines: Vec<Line>,
    pub shipping: Vec<Shipping>,
    pub amount_subtotal: i64,
    pub amount_total: i64,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub client_reference_id: Option<String>,
    pub customer_email: Option<String>,
    pub locale: Option<String>,
    pub submit_type: Option<String>,
    pub adaptive_pricing: bool,
    pub metadata: BTreeMap<String, String>,
    pub intent_metadata: BTreeMap<String, String>,
    pub intent_description: Option<String>,
    pub receipt_email: Option<String>,
    pub created: i64,
    pub expires_at: i64,
    /// None until the payer first tries to pay.
    pub payment_intent: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub id: String,
    pub price: String,
    pub product: String,
    pub name: String,
    pub description: Option<String>,
    pub unit_amount: i64,
    pub quantity: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Shipping {
    pub rate: String,
    pub name: String,
    pub amount: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IntentStatus {
    RequiresPaymentMethod,
    Processing,
    Succeeded,
    Canceled,
}

/// A PaymentIntent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Intent {
    pub id: String,
    pub amount: i64,
    pub status: IntentStatus,
    pub charge: Option<String>,
    pub declined: Option<Decline>,
    pub metadata: BTreeMap<String, String>,
    pub description: Option<String>,
    pub receipt_email: Option<String>,
    pub created: i64,
    pub canceled_at: Option<i64>,
}

/// Why a try to pay failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Decline {
    pub code: String,
    pub decline_code: Option<String>,
    pub message: String,
}

/// A Charge that went through.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Charge {
    pub id: String,
    pub intent: String,
    pub amount: i64,
    pub amount_refunded: i64,
    pub disputed: bool,
    pub metadata: BTreeMap<String, String>,
    pub receipt_email: Option<String>,
    pub delayed: bool,
    pub created: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundStatus {
    Pending,
    Succeeded,
    Failed,
}

/// A Refund.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub id: String,
    pub made: u64,
    pub charge: String,
    pub intent: String,
    pub amount: i64,
    pub status: RefundStatus,
    pub reason: Option<String>,
    pub failure_reason: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub created: i64,
}

/// How refunds end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundOutcome {
    /// At once, as cards do.
    #[default]
    Succeed,
    /// Later, when told to: created as `pending`.
    Wait,
    /// Refused by the bank at once: created as `failed`.
    Fail,
}

/// A Dispute.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Dispute {
    pub id: String,
    pub charge: String,
    pub intent: String,
    pub amount: i64,
    pub reason: String,
    pub status: String,
    pub created: i64,
}

/// An Event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    pub id: String,
    pub made: u64,
    pub kind: String,
    pub body: Value,
}

/// An idempotency key and what it stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Key {
    /// Method, path and parameters of the first request.
    pub request: String,
    pub at: i64,
    /// None while the first request is being worked on.
    pub answer: Option<Kept>,
}

/// A kept answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub status: u16,
    pub body: Value,
    pub request_id: String,
}
