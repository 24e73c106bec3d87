//! Couriers, their services and tariffs.
//!
//! A parcel costs `base + per_kg × kg + per_km × km`, with kg the chargeable weight and km the
//! great-circle distance of [`crate::geo`]. The figures are rounded from what parcels from
//! Bandung cost in 2026; they are no offer of the companies named.

/// One service of a courier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShippingService {
    /// Courier, as shown: `JNE`.
    pub courier: &'static str,
    /// Short code, unique together with the courier.
    pub code: &'static str,
    /// Shown to the buyer.
    pub name: &'static str,
    /// Whole rupiah per parcel.
    pub base_price: i64,
    /// Whole rupiah per chargeable kilogram.
    pub price_per_kg: i64,
    /// Whole rupiah per kilometre.
    pub price_per_km: i64,
    /// Cubic centimetres that count as one kilogram.
    pub volumetric_divisor: i32,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
    /// Least chargeable weight in whole kilograms.
    pub min_kg: i32,
    /// A started kilogram counts only above this many grams.
    pub tolerance_g: i32,
    /// Farthest destination in km; next-day services do not reach other islands.
    pub max_km: Option<i32>,
}

impl ShippingService {
    /// Chargeable weight in whole kg of a parcel of `weight_g` grams and `volume_cm3` cm³.
    pub fn chargeable_kg(&self, weight_g: i64, volume_cm3: i64) -> i64 {
        let volumetric_g = volume_cm3 * 1000 / i64::from(self.volumetric_divisor.max(1));
        let grams = weight_g.max(volumetric_g);
        let started = grams % 1000 > i64::from(self.tolerance_g);
        (grams / 1000 + i64::from(started)).max(i64::from(self.min_kg))
    }

    /// Price in whole rupiah; `None` where the service does not go.
    pub fn price(&self, kg: i64, km: i64) -> Option<i64> {
        if self.max_km.is_some_and(|max| km > i64::from(max)) {
            return None;
        }
        Some(self.base_price + self.price_per_kg * kg + self.price_per_km * km)
    }
}

/// All services, couriers together.
pub fn couriers() -> Vec<ShippingService> {
    // courier, code, name, base, per kg, per km, divisor, days, min kg, tolerance g, max km
    vec![
        service("JNE", "OKE", "JNE OKE (Ekonomi)", (2_000, 6_000, 22), 6000, (3, 6), (1, 300), None),
        service("JNE", "REG", "JNE REG (Reguler)", (2_500, 7_000, 25), 6000, (2, 4), (1, 300), None),
        service("JNE", "YES", "JNE YES (Yakin Esok Sampai)", (6_000, 12_000, 38), 6000, (1, 1), (1, 300), Some(1_200)),
        service("JNE", "JTR", "JNE Trucking", (15_000, 2_800, 22), 5000, (4, 9), (10, 300), None),
        service("J&T", "EZ", "J&T EZ (Reguler)", (2_000, 7_500, 25), 6000, (2, 4), (1, 300), None),
        service("J&T", "ECO", "J&T ECO (Hemat)", (1_500, 6_000, 21), 6000, (3, 7), (1, 300), None),
        service("J&T", "CARGO", "J&T Cargo", (14_000, 2_600, 23), 5000, (3, 8), (10, 0), None),
        service("SiCepat", "REG", "SiCepat REG", (2_000, 7_000, 24), 6000, (2, 4), (1, 300), None),
        service("SiCepat", "BEST", "SiCepat BEST (Besok Sampai)", (5_000, 11_000, 36), 6000, (1, 1), (1, 300), Some(1_000)),
        service("SiCepat", "GOKIL", "SiCepat GOKIL (Kargo)", (12_000, 2_700, 21), 5000, (3, 8), (10, 300), None),
        service("POS", "REG", "Pos Reguler", (2_500, 6_500, 23), 6000, (3, 6), (1, 300), None),
        service("POS", "NEXTDAY", "Pos Nextday", (7_000, 11_000, 34), 6000, (1, 2), (1, 300), Some(1_500)),
        service("POS", "JUMBO", "Pos Jumbo (Kargo)", (15_000, 2_500, 22), 5000, (5, 12), (10, 300), None),
    ]
}

#[expect(clippy::too_many_arguments, reason = "one row of a table, grouped by meaning")]
const fn service(
    courier: &'static str,
    code: &'static str,
    name: &'static str,
    (base_price, price_per_kg, price_per_km): (i64, i64, i64),
    volumetric_divisor: i32,
    (min_days, max_days): (i32, i32),
    (min_kg, tolerance_g): (i32, i32),
    max_km: Option<i32>,
) -> ShippingService {
    ShippingService {
        courier,
        code,
        name,
        base_price,
        price_per_kg,
        price_per_km,
        volumetric_divisor,
        min_days,
        max_days,
        min_kg,
        tolerance_g,
        max_km,
    }
}
