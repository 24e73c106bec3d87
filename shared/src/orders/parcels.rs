//! Parcels, and what staff say of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ShipmentStatus, TrackingStep};
use crate::ids::ShipmentId;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Shipment {
    /// Id.
    pub id: ShipmentId,
    /// Courier.
    pub courier: String,
    /// Name of the service.
    pub service: String,
    /// The courier's tracking number (resi).
    pub tracking_number: String,
    /// When it was handed over.
    pub shipped_at: DateTime<Utc>,
    /// When it arrived.
    pub delivered_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub status: ShipmentStatus,
    /// What the courier said of its way, the first first; empty when the courier is not asked.
    pub steps: Vec<TrackingStep>,
}

/// Hand an order to a courier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShipOrderRequest {
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Name of the service.
    pub service: String,
    /// The courier's tracking number (resi): 8–30 letters, digits or dashes.
    pub tracking_number: String,
}

impl Validate for ShipOrderRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/courier", &self.courier, 1, 30);
        faults.text("/service", &self.service, 1, 60);
        check_tracking_number(&self.tracking_number, faults);
    }
}

fn check_tracking_number(given: &str, faults: &mut Faults) {
    if given.trim().is_empty() {
        faults.add(FieldError::new("/tracking_number", FieldCode::Required));
    } else if normalize_tracking_number(given).is_none() {
        faults.add(FieldError::new("/tracking_number", FieldCode::InvalidFormat));
    }
}

/// Correct the tracking number of a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CorrectTrackingNumberRequest {
    /// The courier's tracking number (resi): 8–30 letters, digits or dashes.
    pub tracking_number: String,
}

impl Validate for CorrectTrackingNumberRequest {
    fn check(&self, faults: &mut Faults) {
        check_tracking_number(&self.tracking_number, faults);
    }
}

/// Record what became of a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RecordParcelRequest {
    /// `failed` or `returned`. That it arrived is said of the order.
    pub status: ShipmentStatus,
    /// A note for the timeline, such as what the courier said.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
}

impl Validate for RecordParcelRequest {
    fn check(&self, faults: &mut Faults) {
        if !matches!(self.status, ShipmentStatus::Failed | ShipmentStatus::Returned) {
            faults.add(FieldError::new("/status", FieldCode::UnknownChoice));
        }
        faults.text("/note", &self.note, 0, 300);
    }
}

/// A courier's name however it is written, for comparing; the database's `fold_courier` says the same.
#[must_use]
pub fn fold_courier(given: &str) -> String {
    given.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The tracking number in capitals without spaces, or `None` when it cannot be one.
///
/// Couriers contradict each other about lengths, so 8–30 letters, digits or dashes are taken.
#[must_use]
pub fn normalize_tracking_number(given: &str) -> Option<String> {
    let number: String = given.chars().filter(|character| !character.is_whitespace()).collect();
    let number = number.to_ascii_uppercase();
    let letters_ok = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (letters_ok && (8..=30).contains(&number.len())).then_some(number)
}
