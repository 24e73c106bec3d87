//! Many orders at once.

use serde::{Deserialize, Serialize};

use super::OrderStatus;
use crate::ids::OrderId;
use crate::problem::ErrorCode;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Most orders in one request.
pub const MAX_BULK_ORDERS: usize = 200;
/// Most rows of a file of tracking numbers.
pub const MAX_TRACKING_ROWS: usize = 1_000;
/// Most bytes of a file of tracking numbers.
pub const MAX_TRACKING_BYTES: usize = 1024 * 1024;

/// Move many orders along, each for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct BulkMoveRequest {
    /// Which, 1 to 200.
    pub ids: Vec<OrderId>,
    /// Where to. Shipping needs tracking numbers, and has endpoints of its own.
    pub status: OrderStatus,
    /// A note for each timeline.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
}

impl Validate for BulkMoveRequest {
    fn check(&self, faults: &mut Faults) {
        if self.ids.is_empty() {
            faults.add(FieldError::new("/ids", FieldCode::Required));
        } else if self.ids.len() > MAX_BULK_ORDERS {
            faults.add(FieldError::new("/ids", FieldCode::TooMany).with("max", MAX_BULK_ORDERS));
        }
        faults.text("/note", &self.note, 0, 300);
    }
}

words!(
    /// What became of one of many.
    BulkOutcome {
        /// It was done.
        Done = "done",
        /// It was so already.
        Unchanged = "unchanged",
        /// It cannot be done.
        Refused = "refused",
    }
);

/// What became of one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct BulkRow {
    /// The order.
    pub id: OrderId,
    /// Its number; empty when there is no such order.
    pub number: String,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Where it stands now.
    pub status: Option<OrderStatus>,
    /// Why it was refused.
    pub code: Option<ErrorCode>,
}

/// What became of many orders, in the order in which they were named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct BulkResult {
    /// One line each.
    pub orders: Vec<BulkRow>,
}

/// A row of a file of tracking numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TrackingImportRow {
    /// The line of the file that it begins on; the heading is line 1.
    pub line: i32,
    /// The order's number as it stands there.
    pub order_number: String,
    /// The order, where there is one.
    pub order_id: Option<OrderId>,
    /// The courier.
    pub courier: String,
    /// The tracking number.
    pub tracking_number: String,
    /// What became of it, or would.
    pub outcome: BulkOutcome,
    /// Where the order stands.
    pub status: Option<OrderStatus>,
    /// Why the order cannot be shipped.
    pub code: Option<ErrorCode>,
    /// The columns at fault.
    pub faults: Vec<FieldError>,
}

/// What a file of tracking numbers did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TrackingImport {
    /// Nothing was written.
    pub dry_run: bool,
    /// One line for each row.
    pub rows: Vec<TrackingImportRow>,
}
