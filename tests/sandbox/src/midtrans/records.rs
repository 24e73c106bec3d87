//! What the sandbox keeps about Midtrans payments. Amounts are whole rupiah.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything on Midtrans' side.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Records {
    /// Oldest first. A reused `order_id` means its last one.
    pub payments: Vec<Payment>,
    /// What the payer is charged on top ("Automatic Fee Imposition"), in rupiah.
    pub fee: Option<i64>,
    /// How many refunds from now on are refused for lack of funds.
    pub failing_refunds: u32,
    pub refunds_made: u64,
}

impl Records {
    /// The payment with this `order_id` or `transaction_id`.
    pub fn find(&self, id: &str) -> Option<&Payment> {
        self.payments.iter().rev().find(|payment| payment.is(id))
    }

    pub fn find_mut(&mut self, id: &str) -> Option<&mut Payment> {
        self.payments.iter_mut().rev().find(|payment| payment.is(id))
    }

    pub fn by_token(&self, token: &str) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.token == token)
    }
}

/// A Snap transaction: a token, and once the payer picked a method, a charge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub token: String,
    pub order_id: String,
    /// As asked for by the shop, without a fee.
    pub amount: i64,
    pub items: Vec<Item>,
    pub customer: Option<Value>,
    /// Codes of the methods offered.
    pub methods: Vec<String>,
    pub expiry: Expiry,
    pub page_ends: DateTime<Utc>,
    pub finish_url: Option<String>,
    pub error_url: Option<String>,
    pub custom_fields: [Option<String>; 3],
    /// From `X-Override-Notification`: instead of the dashboard's address.
    pub notify_instead: Option<Vec<String>>,
    /// From `X-Append-Notification`: besides the dashboard's address.
    pub notify_also: Vec<String>,
    pub created: DateTime<Utc>,
    pub charge: Option<Charge>,
}

impl Payment {
    fn is(&self, id: &str) -> bool {
        self.order_id == id || self.charge.as_ref().is_some_and(|charge| charge.transaction_id == id)
    }

    /// Whether the `order_id` is taken: the page is open, or something is pending or paid.
    pub fn is_active(&self, now: DateTime<Utc>) -> bool {
        match &self.charge {
            None => now < self.page_ends,
            Some(charge) => !matches!(charge.status, Status::Cancel | Status::Expire | Status::Deny | Status::Failure),
        }
    }
}

/// When a pending charge ends.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Expiry {
    /// None: counted from when the payer picks a method.
    pub start: Option<DateTime<Utc>>,
    pub minutes: i64,
}

/// A line of `item_details`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    pub name: String,
    pub price: i64,
    pub quantity: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Pending,
    Capture,
    Settlement,
    Deny,
    Cancel,
    Expire,
    Failure,
    Refund,
    PartialRefund,
    Chargeback,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Capture => "capture",
            Status::Settlement => "settlement",
            Status::Deny => "deny",
            Status::Cancel => "cancel",
            Status::Expire => "expire",
            Status::Failure => "failure",
            Status::Refund => "refund",
            Status::PartialRefund => "partial_refund",
            Status::Chargeback => "chargeback",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fraud {
    Accept,
    Challenge,
    Deny,
}

impl Fraud {
    pub fn name(self) -> &'static str {
        match self {
            Fraud::Accept => "accept",
            Fraud::Challenge => "challenge",
            Fraud::Deny => "deny",
        }
    }
}

/// The payment by one method.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Charge {
    pub transaction_id: String,
    /// Code of the method, e.g. `bca_va`.
    pub method: String,
    pub status: Status,
    pub fraud: Fraud,
    /// What the payer pays, fee included.
    pub gross: i64,
    /// Account, bill or payment code the payer uses.
    pub number: String,
    pub time: DateTime<Utc>,
    pub settled: Option<DateTime<Utc>>,
    pub expires: DateTime<Utc>,
    pub refunds: Vec<Refund>,
}

impl Charge {
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub id: u64,
    pub key: String,
    pub amount: i64,
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
    pub direct: bool,
}
