//! Which services go there, and for how much.

use shared::ids::ShippingServiceId;
use shared::money::Rupiah;
use shared::shipping::{Parcel, ShippingQuote, Tariff};

/// How far a service that arrives on the same day goes when it has no limit of its own: about
/// what a rider does in an afternoon.
const SAME_DAY_KM: i64 = 60;

/// A courier's service on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Id.
    pub id: ShippingServiceId,
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Code of the service, such as `REG`.
    pub code: String,
    /// Name of the service.
    pub name: String,
    /// What it asks.
    pub tariff: Tariff,
    /// Farthest distance served; `None` is everywhere.
    pub max_distance_km: Option<i32>,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
}

impl Service {
    /// Whether it goes as far as that.
    #[must_use]
    pub fn reaches(&self, distance_km: i64) -> bool {
        let limit = match self.max_distance_km {
            Some(limit) => i64::from(limit),
            None if self.max_days == 0 => SAME_DAY_KM,
            None => return true,
        };
        distance_km <= limit
    }

    fn quote(&self, pieces: &[(Parcel, i32)], distance_km: i64) -> Option<ShippingQuote> {
        if !self.reaches(distance_km) {
            return None;
        }
        Some(ShippingQuote {
            service_id: self.id,
            courier: self.courier.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            chargeable_kg: self.tariff.chargeable_kg(pieces),
            price: self.tariff.price(pieces, distance_km)?,
            min_days: self.min_days,
            max_days: self.max_days,
        })
    }
}

/// What holds for all services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// From this sum of the items on shipping costs nothing.
    pub free_from: Option<Rupiah>,
    /// Days that a parcel takes to leave the shop.
    pub handling_days: i32,
}

impl Extras {
    /// The quotes as buyers see them, for items of this sum; the cheapest first.
    #[must_use]
    pub fn apply(self, mut quotes: Vec<ShippingQuote>, items: Rupiah) -> Vec<ShippingQuote> {
        let free = self.free_from.is_some_and(|free_from| items >= free_from);
        for quote in &mut quotes {
            if free {
                quote.price = Rupiah::ZERO;
            }
            quote.min_days = quote.min_days.saturating_add(self.handling_days);
            quote.max_days = quote.max_days.saturating_add(self.handling_days);
        }
        quotes.sort_by_key(|quote| (quote.price, quote.max_days, quote.min_days));
        quotes
    }
}

/// What the services ask for `pieces` (each with its quantity) packed together, the cheapest
/// first; of equal prices the faster, then in the order given.
#[must_use]
pub fn quotes(services: &[Service], pieces: &[(Parcel, i32)], distance_km: i64) -> Vec<ShippingQuote> {
    let mut quotes: Vec<ShippingQuote> = services.iter().filter_map(|service| service.quote(pieces, distance_km)).collect();
    quotes.sort_by_key(|quote| (quote.price, quote.max_days, quote.min_days));
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(code: &str, base_price: i64, days: (i32, i32), max_distance_km: Option<i32>) -> Service {
        let tariff = Tariff {
            base_price: Rupiah(base_price),
            price_per_kg: Rupiah(7_000),
            price_per_km: Rupiah(10),
            volumetric_divisor: 6000,
            min_weight_kg: 1,
            rounding_tolerance_g: 300,
        };
        Service {
            id: ShippingServiceId::generate(),
            courier: "JNE".to_owned(),
            code: code.to_owned(),
            name: code.to_owned(),
            tariff,
            max_distance_km,
            min_days: days.0,
            max_days: days.1,
        }
    }

    fn codes(quotes: &[ShippingQuote]) -> Vec<&str> {
        quotes.iter().map(|quote| quote.code.as_str()).collect()
    }

    // A guitar in its case: 6 kg, but the space of 19.8 kg.
    const GUITAR: Parcel = Parcel { weight_g: 6_000, length_cm: 110, width_cm: 45, height_cm: 24 };

    #[test]
    fn the_cheapest_comes_first_and_of_equals_the_faster() {
        let services = [
            service("YES", 9_000, (1, 1), None),
            service("SLOW", 2_000, (3, 6), None),
            service("REG", 2_000, (2, 4), None),
            service("EZ", 2_000, (2, 4), None),
        ];
        assert_eq!(codes(&quotes(&services, &[(GUITAR, 1)], 120)), ["REG", "EZ", "SLOW", "YES"]);
    }

    #[test]
    fn weight_and_distance_make_the_price() {
        let quotes = quotes(&[service("REG", 2_000, (2, 4), None)], &[(GUITAR, 1)], 123);
        // 2,000 + 20 kg × 7,000 + 123 km × 10, up to a full hundred.
        assert_eq!(quotes.first().map(|quote| (quote.chargeable_kg, quote.price)), Some((20, Rupiah(143_300))));
    }

    #[test]
    fn no_service_goes_beyond_its_reach() {
        let services = [
            service("REG", 1_000, (2, 4), None),
            service("YES", 2_000, (1, 1), Some(1_200)),
            service("SAMEDAY", 3_000, (0, 0), None),
            service("INSTANT", 4_000, (0, 0), Some(20)),
        ];
        let at = |km| quotes(&services, &[(GUITAR, 1)], km);
        assert_eq!(codes(&at(0)), ["REG", "YES", "SAMEDAY", "INSTANT"]);
        assert_eq!(codes(&at(20)), ["REG", "YES", "SAMEDAY", "INSTANT"]);
        assert_eq!(codes(&at(60)), ["REG", "YES", "SAMEDAY"]);
        assert_eq!(codes(&at(61)), ["REG", "YES"]);
        assert_eq!(codes(&at(1_201)), ["REG"]);
    }

    #[test]
    fn above_a_sum_shipping_is_free_and_the_fastest_comes_first() {
        let services = [service("REG", 1_000, (2, 4), None), service("YES", 20_000, (1, 1), None)];
        let extras = Extras { free_from: Some(Rupiah(5_000_000)), handling_days: 2 };
        let paid = extras.apply(quotes(&services, &[(GUITAR, 1)], 0), Rupiah(4_999_999));
        assert_eq!((codes(&paid), paid[0].min_days, paid[0].max_days), (vec!["REG", "YES"], 4, 6));
        let free = extras.apply(quotes(&services, &[(GUITAR, 1)], 0), Rupiah(5_000_000));
        assert_eq!(codes(&free), ["YES", "REG"]);
        assert!(free.iter().all(|quote| quote.price == Rupiah::ZERO));
    }

    #[test]
    fn a_price_beyond_measure_is_no_quote() {
        let services = [service("REG", i64::MAX, (2, 4), None)];
        assert_eq!(quotes(&services, &[(GUITAR, 1)], 1), []);
    }
}
