//! Where parcels are.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::ShipmentId;

words!(
    /// Where a parcel stands.
    ShipmentStatus {
        /// On its way.
        Shipped = "shipped",
        /// The courier could not deliver it, and keeps it or brings it back.
        Failed = "failed",
        /// It came back.
        Returned = "returned",
        /// It arrived.
        Delivered = "delivered",
    }
);

words!(
    /// A step of a parcel's way, as couriers tell it.
    TrackingStatus {
        /// The courier knows of it.
        Booked = "booked",
        /// Somebody is on the way to fetch it.
        PickingUp = "picking_up",
        /// The courier has it; it travels.
        InTransit = "in_transit",
        /// It is on the last stretch.
        OutForDelivery = "out_for_delivery",
        /// It arrived.
        Delivered = "delivered",
        /// The courier keeps it: an address that is not found, nobody at home.
        OnHold = "on_hold",
        /// Whoever was to take it did not.
        Rejected = "rejected",
        /// It travels back.
        Returning = "returning",
        /// It came back.
        Returned = "returned",
        /// It is lost or was destroyed.
        Lost = "lost",
        /// The courier called it off.
        Cancelled = "cancelled",
    }
);

impl TrackingStatus {
    /// Where a parcel stands after this step.
    #[must_use]
    pub const fn shipment(self) -> ShipmentStatus {
        match self {
            Self::Booked | Self::PickingUp | Self::InTransit | Self::OutForDelivery => ShipmentStatus::Shipped,
            Self::Delivered => ShipmentStatus::Delivered,
            Self::OnHold | Self::Rejected | Self::Returning | Self::Lost | Self::Cancelled => ShipmentStatus::Failed,
            Self::Returned => ShipmentStatus::Returned,
        }
    }

    /// Nothing comes after it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Lost | Self::Cancelled)
    }
}

/// A step of a parcel's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TrackingStep {
    /// What happened.
    pub status: TrackingStatus,
    /// What the courier says of it, in the courier's words.
    pub note: String,
    /// When.
    pub happened_at: DateTime<Utc>,
}

words!(
    /// Why nothing is known from a courier.
    TrackingTrouble {
        /// The courier's service does not know the number (yet).
        UnknownNumber = "unknown_number",
        /// The service did not answer, or not sensibly; it is asked again by itself.
        Unavailable = "unavailable",
        /// The service refuses us: key or plan are to be looked at.
        Refused = "refused",
        /// What it says is from before the hand-over: the number is mistyped, or another parcel had it.
        OtherParcel = "other_parcel",
    }
);

/// How it stands with asking the courier about a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShipmentTracking {
    /// The parcel.
    pub shipment_id: ShipmentId,
    /// Whether the courier is asked by itself.
    pub followed: bool,
    /// When it was asked last.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it is asked next; absent when it is not any more.
    pub asks_at: Option<DateTime<Utc>>,
    /// What went wrong the last time.
    pub trouble: Option<TrackingTrouble>,
}
