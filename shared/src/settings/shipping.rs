//! What shipping costs, as staff set it.

use serde::{Deserialize, Serialize};

use crate::ids::ShippingServiceId;
use crate::money::Rupiah;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// A courier's service and its tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShippingServiceDetails {
    /// Id; absent for a new one.
    #[serde(default)]
    pub id: Option<ShippingServiceId>,
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Code of the service, such as `REG`; once per courier.
    pub code: String,
    /// Name of the service.
    pub name: String,
    /// Asked for every parcel.
    pub base_price: Rupiah,
    /// Asked per chargeable kilogram.
    pub price_per_kg: Rupiah,
    /// Asked per kilometre between store and destination.
    pub price_per_km: Rupiah,
    /// cm³ per kilogram of volumetric weight.
    pub volumetric_divisor: i32,
    /// Fewest kilograms charged.
    pub min_weight_kg: i32,
    /// Grams above a whole kilogram that are not charged, 0 to 999.
    pub rounding_tolerance_g: i32,
    /// Farthest distance served; `null` is everywhere.
    pub max_distance_km: Option<i32>,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
    /// Whether it is offered.
    pub active: bool,
}

/// What shipping costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShippingDetails {
    /// From this sum of the items on shipping costs the buyer nothing; `null` is never.
    pub free_from: Option<Rupiah>,
    /// Days that a parcel takes to leave the shop, 0 to 30; they come on top of the courier's.
    pub handling_days: i32,
    /// The services in their order. One that is left out stays, switched off.
    pub services: Vec<ShippingServiceDetails>,
}

/// The most services there can be.
const SERVICES_MAX: usize = 60;
/// The dearest price of a tariff.
const PRICE_MAX: i64 = 100_000_000;

impl Validate for ShippingDetails {
    fn check(&self, faults: &mut Faults) {
        if let Some(free_from) = self.free_from {
            faults.range("/free_from", free_from.0, 1, 10_000_000_000);
        }
        faults.range("/handling_days", self.handling_days.into(), 0, 30);
        if self.services.len() > SERVICES_MAX {
            faults.add(FieldError::new("/services", FieldCode::TooMany).with("max", SERVICES_MAX));
        }
        for (index, service) in self.services.iter().enumerate() {
            let at = |field: &str| format!("/services/{index}/{field}");
            faults.text(&at("courier"), &service.courier, 2, 30);
            faults.text(&at("code"), &service.code, 1, 20);
            faults.text(&at("name"), &service.name, 2, 60);
            faults.range(&at("base_price"), service.base_price.0, 0, PRICE_MAX);
            faults.range(&at("price_per_kg"), service.price_per_kg.0, 0, PRICE_MAX);
            faults.range(&at("price_per_km"), service.price_per_km.0, 0, PRICE_MAX);
            faults.range(&at("volumetric_divisor"), service.volumetric_divisor.into(), 1, 20_000);
            faults.range(&at("min_weight_kg"), service.min_weight_kg.into(), 1, 1_000);
            faults.range(&at("rounding_tolerance_g"), service.rounding_tolerance_g.into(), 0, 999);
            if let Some(most) = service.max_distance_km {
                faults.range(&at("max_distance_km"), most.into(), 1, 20_100);
            }
            faults.range(&at("min_days"), service.min_days.into(), 0, 90);
            faults.range(&at("max_days"), service.max_days.into(), i64::from(service.min_days.max(0)), 90);
            let same = |other: &ShippingServiceDetails| {
                other.courier.trim() == service.courier.trim() && other.code.trim() == service.code.trim()
            };
            let before = &self.services[..index];
            if before.iter().any(same) {
                faults.add(FieldError::new(at("code"), FieldCode::Duplicate));
            }
            if service.id.is_some() && before.iter().any(|other| other.id == service.id) {
                faults.add(FieldError::new(at("id"), FieldCode::Duplicate));
            }
        }
    }
}

/// The same, with its revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShippingSettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: ShippingDetails,
    /// Where parcels are sent from, as the store's profile says.
    pub origin: String,
}

impl Revision for ShippingSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}
