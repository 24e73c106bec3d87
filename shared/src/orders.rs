//! Orders, as buyers and staff see them.

mod many;
mod parcels;
mod staff;
mod tracking;

pub use many::{
    BulkMoveRequest, BulkOutcome, BulkResult, BulkRow, MAX_BULK_ORDERS, MAX_TRACKING_BYTES, MAX_TRACKING_ROWS, TrackingImport,
    TrackingImportRow,
};
pub use parcels::{
    CorrectTrackingNumberRequest, RecordParcelRequest, ShipOrderRequest, Shipment, fold_courier, normalize_tracking_number,
};
pub use staff::{AddOrderNoteRequest, MoveOrderRequest, StaffOrder, StaffOrderRow, StaffOrderSort, WriteToBuyerRequest};
pub use tracking::{ShipmentStatus, ShipmentTracking, TrackingStatus, TrackingStep, TrackingTrouble};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{Image, OptionValue};
use crate::ids::{OrderEventId, OrderId, OrderItemId, ProductId, VariantId};
use crate::money::Rupiah;
use crate::payments::{Payment, PaymentStatus};
use crate::refunds::Refund;
use crate::regions::RegionPath;
use crate::totals::Totals;
use crate::validate::{Faults, Validate};

words!(
    /// Where an order stands. The machine that moves it is in the server's `orders::rules`.
    OrderStatus {
        /// Waits for payment; its stock is reserved.
        Pending = "pending",
        /// Paid; not yet worked on.
        Paid = "paid",
        /// Being packed.
        Processing = "processing",
        /// On its way.
        Shipped = "shipped",
        /// Arrived.
        Delivered = "delivered",
        /// The buyer confirmed receipt, or the time for it passed.
        Completed = "completed",
        /// Called off before it was paid or shipped.
        Cancelled = "cancelled",
        /// Not paid in time.
        Expired = "expired",
        /// Paid back in full.
        Refunded = "refunded",
    }
);

words!(
    /// What happened to an order.
    OrderEventKind {
        /// It was placed.
        Placed = "placed",
        /// An attempt to pay it began.
        PaymentStarted = "payment_started",
        /// An attempt to pay it failed.
        PaymentFailed = "payment_failed",
        /// It was paid.
        Paid = "paid",
        /// It is being packed.
        Processing = "processing",
        /// It was handed to the courier.
        Shipped = "shipped",
        /// It was handed to a courier again, after the parcel before came back.
        ShippedAgain = "shipped_again",
        /// Staff corrected the parcel's tracking number.
        TrackingCorrected = "tracking_corrected",
        /// The courier could not deliver the parcel.
        DeliveryFailed = "delivery_failed",
        /// The courier brought the parcel back.
        ParcelReturned = "parcel_returned",
        /// It arrived.
        Delivered = "delivered",
        /// It is done.
        Completed = "completed",
        /// It was called off.
        Cancelled = "cancelled",
        /// It was not paid in time.
        Expired = "expired",
        /// Money is being sent back.
        RefundStarted = "refund_started",
        /// Money went back.
        Refunded = "refunded",
        /// Money did not get back; only staff see it, who make up for it.
        RefundFailed = "refund_failed",
        /// A refund was called off before it was sent.
        RefundCancelled = "refund_cancelled",
        /// Staff accepted a payment that was held for review; only staff see it.
        PaymentAccepted = "payment_accepted",
        /// Staff refused a payment that was held for review; only staff see it.
        PaymentRefused = "payment_refused",
        /// The payment provider took a payment back.
        PaymentReversed = "payment_reversed",
        /// It was paid after its reservation had ended, and the stock could be reserved again.
        LatePaymentAccepted = "late_payment_accepted",
        /// It was paid after its reservation had ended, and the money goes back.
        LatePaymentRefunded = "late_payment_refunded",
        /// It was paid already when another payment came in, whose money goes back.
        DoublePaymentRefunded = "double_payment_refunded",
        /// Staff wrote a note; only staff see it.
        Note = "note",
        /// Staff wrote to the buyer by email; only staff see it here.
        Message = "message",
    }
);

impl OrderEventKind {
    /// Only staff see it.
    #[must_use]
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::RefundFailed | Self::PaymentAccepted | Self::PaymentRefused | Self::Note | Self::Message)
    }
}

/// Where an order goes, as it was when it was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShippingAddress {
    /// Who receives the parcel.
    pub recipient: String,
    /// The recipient's phone number in E.164.
    pub phone: String,
    /// Street, number, RT/RW, landmark.
    pub street: String,
    /// Where it is.
    pub region: RegionPath,
    /// Five-digit postal code.
    pub postal_code: String,
}

/// How an order is shipped, as it was when it was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShippingChoice {
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Code of the service, such as `REG`.
    pub code: String,
    /// Name of the service.
    pub name: String,
    /// Kilograms charged.
    pub chargeable_kg: i64,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
}

/// A line of an order, as it was when it was placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OrderItem {
    /// Id.
    pub id: OrderItemId,
    /// The variant.
    pub variant_id: VariantId,
    /// The product.
    pub product_id: ProductId,
    /// The product's name in the URL.
    pub product_slug: String,
    /// Name.
    pub name: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Options.
    pub options: Vec<OptionValue>,
    /// Price of one piece.
    pub price: Rupiah,
    /// How many pieces.
    pub quantity: i32,
    /// Price times quantity.
    pub line_total: Rupiah,
    /// Picture.
    pub image: Option<Image>,
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OrderEvent {
    /// Id.
    pub id: OrderEventId,
    /// What happened.
    pub kind: OrderEventKind,
    /// More about it, such as a reason or a tracking number.
    pub note: Option<String>,
    /// Who did it; only staff see it. Absent when the system did.
    pub actor: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// An order with everything its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Order {
    /// Id.
    pub id: OrderId,
    /// Number, such as `HRT-261121-K7Q2MX`.
    pub number: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// The lines.
    pub items: Vec<OrderItem>,
    /// What it costs.
    pub totals: Totals,
    /// Given back so far.
    pub refunded: Rupiah,
    /// Where it goes.
    pub address: ShippingAddress,
    /// How it is shipped.
    pub shipping: ShippingChoice,
    /// The buyer's note.
    pub note: String,
    /// What happened, the first first.
    pub events: Vec<OrderEvent>,
    /// Parcels.
    pub shipments: Vec<Shipment>,
    /// Attempts to pay, the latest first.
    pub payments: Vec<Payment>,
    /// Money that goes or went back, the first first; what failed left out.
    pub refunds: Vec<Refund>,
    /// What the buyer may do now.
    pub actions: OrderActions,
    /// Until when it can be paid; then it expires.
    pub pay_until: Option<DateTime<Utc>>,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
}

/// What the buyer may do with an order now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OrderActions {
    /// Pay it, or try again.
    pub pay: bool,
    /// Call it off.
    pub cancel: bool,
    /// Confirm that it arrived.
    pub confirm_receipt: bool,
    /// Put its items into the cart again.
    pub buy_again: bool,
}

/// An order in the buyer's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OrderSummary {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// What was to be paid.
    pub total: Rupiah,
    /// All pieces together.
    pub item_count: i32,
    /// Name of the first item.
    pub first_item: String,
    /// Picture of the first item.
    pub image: Option<Image>,
    /// Until when it can be paid.
    pub pay_until: Option<DateTime<Utc>>,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
}

/// Call off an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CancelOrderRequest {
    /// Why.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub reason: String,
}

impl Validate for CancelOrderRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/reason", &self.reason, 0, 300);
    }
}
