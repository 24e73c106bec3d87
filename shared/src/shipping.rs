//! Shipping: what a parcel weighs for the courier and what each service asks for it.

use serde::{Deserialize, Serialize};

use crate::ids::{ShippingServiceId, VariantId};
use crate::money::Rupiah;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Weight and size of one piece as it is shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Parcel {
    /// Weight in grams.
    pub weight_g: i32,
    /// Length in centimetres.
    pub length_cm: i32,
    /// Width in centimetres.
    pub width_cm: i32,
    /// Height in centimetres.
    pub height_cm: i32,
}

/// How a courier's service prices a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Asked for every parcel.
    pub base_price: Rupiah,
    /// Asked per chargeable kilogram.
    pub price_per_kg: Rupiah,
    /// Asked per kilometre between store and destination.
    pub price_per_km: Rupiah,
    /// cm³ per kilogram of volumetric weight: 6000 for parcels, 5000 for cargo.
    pub volumetric_divisor: i32,
    /// Fewest kilograms charged.
    pub min_weight_kg: i32,
    /// Grams above a whole kilogram that are not charged (300 at JNE, J&T, SiCepat).
    pub rounding_tolerance_g: i32,
}

impl Tariff {
    /// Kilograms charged for `pieces` packed together: the larger of weight and volume, by the
    /// courier's rounding rule.
    #[must_use]
    pub fn chargeable_kg(&self, pieces: &[(Parcel, i32)]) -> i64 {
        let mut actual_g = 0_i64;
        let mut volume_cm3 = 0_i64;
        for (parcel, quantity) in pieces {
            let quantity = i64::from(*quantity);
            actual_g = actual_g.saturating_add(i64::from(parcel.weight_g).saturating_mul(quantity));
            let volume = i64::from(parcel.length_cm)
                .saturating_mul(i64::from(parcel.width_cm))
                .saturating_mul(i64::from(parcel.height_cm));
            volume_cm3 = volume_cm3.saturating_add(volume.saturating_mul(quantity));
        }
        let divisor = i64::from(self.volumetric_divisor.max(1));
        let volumetric_g = volume_cm3.saturating_mul(1000) / divisor;
        let grams = actual_g.max(volumetric_g);
        let tolerance = i64::from(self.rounding_tolerance_g.clamp(0, 999));
        let whole = grams / 1000 + i64::from(grams % 1000 > tolerance);
        whole.max(i64::from(self.min_weight_kg.max(1)))
    }

    /// The price of shipping `pieces` over `distance_km`, rounded up to whole hundreds of rupiah.
    /// `None` beyond what an `i64` holds.
    #[must_use]
    pub fn price(&self, pieces: &[(Parcel, i32)], distance_km: i64) -> Option<Rupiah> {
        let by_weight = self.price_per_kg.checked_mul(self.chargeable_kg(pieces))?;
        let by_distance = self.price_per_km.checked_mul(distance_km)?;
        let exact = self.base_price.checked_add(by_weight)?.checked_add(by_distance)?;
        Some(Rupiah(exact.0.checked_add(99)? / 100 * 100))
    }
}

/// The name of a service without its courier, which many begin with: `REG` of `SiCepat REG`.
#[must_use]
pub fn without_courier<'a>(courier: &str, service: &'a str) -> &'a str {
    let begins = service.get(..courier.len()).is_some_and(|start| start.eq_ignore_ascii_case(courier));
    let rest = service.get(courier.len()..).filter(|rest| begins && rest.starts_with(' '));
    rest.map_or(service, str::trim_start)
}

/// Courier and service without saying the courier twice: `JNE REG` of `JNE` and `REG`, or of `JNE` and `JNE REG`.
#[must_use]
pub fn courier_and_service(courier: &str, service: &str) -> String {
    if service.eq_ignore_ascii_case(courier) {
        return service.to_owned();
    }
    format!("{courier} {}", without_courier(courier, service))
}

/// What one service asks for a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShippingQuote {
    /// The service.
    pub service_id: ShippingServiceId,
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Code of the service, such as `REG`.
    pub code: String,
    /// Name of the service.
    pub name: String,
    /// Kilograms charged.
    pub chargeable_kg: i64,
    /// Price.
    pub price: Rupiah,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
}

/// Ask what shipping would cost before there is an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShippingEstimateRequest {
    /// Code of the destination's regency (`32.73`) or district (`32.73.01`).
    pub region_code: String,
    /// What is to be shipped.
    pub items: Vec<EstimateItem>,
}

/// A variant and how many pieces of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct EstimateItem {
    /// The variant.
    pub variant_id: VariantId,
    /// How many.
    pub quantity: i32,
}

impl Validate for ShippingEstimateRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/region_code", &self.region_code, 5, 8);
        if self.items.is_empty() {
            faults.add(FieldError::new("/items", FieldCode::Required));
        }
        if self.items.len() > crate::totals::MAX_LINES {
            faults.add(FieldError::new("/items", FieldCode::TooMany).with("max", crate::totals::MAX_LINES));
        }
        for (index, item) in self.items.iter().enumerate() {
            let pointer = format!("/items/{index}/quantity");
            faults.range(&pointer, i64::from(item.quantity), 1, i64::from(crate::totals::MAX_QUANTITY));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REG: Tariff = Tariff {
        base_price: Rupiah(5_000),
        price_per_kg: Rupiah(7_000),
        price_per_km: Rupiah(10),
        volumetric_divisor: 6000,
        min_weight_kg: 1,
        rounding_tolerance_g: 300,
    };

    fn grams(weight_g: i32) -> [(Parcel, i32); 1] {
        [(Parcel { weight_g, ..Parcel::default() }, 1)]
    }

    #[test]
    fn a_courier_is_named_once() {
        for (courier, service, both) in [
            ("JNE", "REG", "JNE REG"),
            ("JNE", "JNE REG", "JNE REG"),
            ("Pos Indonesia", "pos indonesia Kilat", "Pos Indonesia Kilat"),
            ("Pos", "Pospay", "Pos Pospay"),
            ("GoSend", "GoSend", "GoSend"),
            ("é", "x", "é x"),
        ] {
            assert_eq!(courier_and_service(courier, service), both);
        }
        assert_eq!(without_courier("SiCepat", "SiCepat REG (Reguler)"), "REG (Reguler)");
    }

    #[test]
    fn three_hundred_grams_are_forgiven() {
        for (weight, kg) in [(1, 1), (1000, 1), (1300, 1), (1301, 2), (2300, 2), (2301, 3)] {
            assert_eq!(REG.chargeable_kg(&grams(weight)), kg, "{weight} g");
        }
    }

    #[test]
    fn a_guitar_is_charged_by_its_volume() {
        let guitar = Parcel { weight_g: 6_500, length_cm: 112, width_cm: 42, height_cm: 15 };
        // 112 × 42 × 15 / 6000 = 11.76 kg
        assert_eq!(REG.chargeable_kg(&[(guitar, 1)]), 12);
        assert_eq!(REG.price(&[(guitar, 1)], 150), Some(Rupiah(5_000 + 12 * 7_000 + 1_500)));
    }

    #[test]
    fn cargo_has_a_minimum() {
        let cargo = Tariff { min_weight_kg: 10, ..REG };
        assert_eq!(cargo.chargeable_kg(&grams(2_000)), 10);
    }
}
