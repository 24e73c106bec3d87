//! Orders as staff see them, and what they ask of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Order, OrderStatus, ShipmentTracking};
use crate::ids::{OrderId, UserId};
use crate::money::Rupiah;
use crate::payments::{PaymentStatus, StaffPayment};
use crate::refunds::{Refundable, StaffRefund};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// The order of the list of orders.
    StaffOrderSort {
        /// Placed last first.
        Newest = "newest",
        /// Placed first first.
        Oldest = "oldest",
        /// The highest total first.
        Largest = "largest",
        /// The lowest total first.
        Smallest = "smallest",
    }
);

/// An order in the back office's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffOrderRow {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// The buyer's name.
    pub buyer: String,
    /// The buyer's email.
    pub buyer_email: String,
    /// City or regency it goes to.
    pub destination: String,
    /// Courier and service: of its last parcel, or as the buyer chose them.
    pub shipping: String,
    /// What is to be paid.
    pub total: Rupiah,
    /// All pieces together.
    pub item_count: i32,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
}

/// An order with everything staff need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffOrder {
    /// The order; its events hold internal notes and names too.
    pub order: Order,
    /// The buyer; `null` when the account was deleted.
    pub buyer_id: Option<UserId>,
    /// The buyer's name.
    pub buyer: String,
    /// The buyer's email.
    pub buyer_email: String,
    /// The buyer's phone number.
    pub buyer_phone: Option<String>,
    /// Attempts to pay with the provider's ids and last answer.
    pub payments: Vec<StaffPayment>,
    /// Money that goes or went back, the first first.
    pub refunds: Vec<StaffRefund>,
    /// What can still go back; `null` when the order holds no money.
    pub refundable: Option<Refundable>,
    /// Statuses that staff may move it to now.
    pub next: Vec<OrderStatus>,
    /// Until when its stock is reserved.
    pub reserved_until: Option<DateTime<Utc>>,
    /// How it stands with asking the courier, for each parcel.
    pub tracking: Vec<ShipmentTracking>,
    /// Its parcel came back, so that it may be handed to a courier again.
    pub can_ship_again: bool,
}

/// Move an order along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct MoveOrderRequest {
    /// Where to. Shipping has its own endpoint, because it needs a tracking number.
    pub status: OrderStatus,
    /// A note for the timeline.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
}

impl Validate for MoveOrderRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/note", &self.note, 0, 300);
    }
}

/// Write to the buyer by email.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct WriteToBuyerRequest {
    /// What it is about; the order's number is put in front.
    pub subject: String,
    /// The message, plain text.
    pub text: String,
}

impl Validate for WriteToBuyerRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/subject", &self.subject, 1, 120);
        if self.subject.contains(['\r', '\n']) {
            faults.add(FieldError::new("/subject", FieldCode::InvalidFormat));
        }
        faults.text("/text", &self.text, 1, 5000);
    }
}

/// Write a note that only staff see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct AddOrderNoteRequest {
    /// The note.
    pub text: String,
}

impl Validate for AddOrderNoteRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/text", &self.text, 1, 1000);
    }
}
