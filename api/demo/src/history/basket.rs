//! What is bought together, and how it travels.

use crate::couriers::ShippingService;
use crate::geo::distance_from_store_km;
use crate::model::{Catalogue, Product, Variant};
use crate::people::Person;
use crate::rng::Rng;

use super::PastLine;

fn sellable(product: &Product, age: i64) -> u64 {
    if i64::from(product.listed_days_ago) >= age { u64::from(product.popularity) } else { 0 }
}

pub(super) fn basket(rng: &mut Rng, catalogue: &Catalogue, age: i64) -> Option<Vec<PastLine>> {
    let mut lines: Vec<PastLine> = Vec::new();
    let extras = match rng.below(100) {
        0..=46 => 0,
        47..=77 => 1,
        78..=93 => 2,
        _ => 3,
    };
    let is_small = |p: &Product| {
        catalogue.top_of(p.category).is_some_and(|c| c.slug == "accessories" || c.slug == "effects") || p.category == "drumsticks"
    };
    for position in 0..=extras {
        let product = rng.pick(&catalogue.products, |p| {
            // What joins a basket is mostly small.
            if position > 0 && !is_small(p) { sellable(p, age) / 12 } else { sellable(p, age) }
        })?;
        let ranked: Vec<(usize, &Variant)> = product.variants.iter().enumerate().collect();
        let (_, variant) = rng.pick(&ranked, |(rank, v)| if v.art.left_handed { 1 } else { 12 / (*rank as u64 + 1) + 1 })?;
        if lines.iter().any(|l| l.sku == variant.sku) {
            continue;
        }
        let quantity = match product.category {
            "studio-monitors" if rng.chance(80) => 2,
            "strings" | "picks" | "drumsticks" => [1, 1, 2, 2, 3, 5].get(rng.below(6) as usize).copied().unwrap_or(1),
            "cables" | "straps" if rng.chance(25) => 2,
            _ => 1,
        };
        lines.push(PastLine { sku: variant.sku.clone(), quantity, unit_price: variant.price });
    }
    Some(lines)
}

pub(super) fn ship(
    rng: &mut Rng,
    catalogue: &Catalogue,
    services: &[ShippingService],
    lines: &[PastLine],
    buyer: &Person,
) -> Option<(ShippingService, i64, i64)> {
    let mut weight_g = 0;
    let mut volume = 0;
    for line in lines {
        let (_, variant) = catalogue.by_sku(&line.sku)?;
        let [l, w, h] = variant.size_cm.map(i64::from);
        weight_g += i64::from(variant.weight_g) * i64::from(line.quantity);
        volume += l * w * h * i64::from(line.quantity);
    }
    let km = distance_from_store_km(buyer.regency)?;
    let heavy = weight_g > 9_000 || volume > 60_000;
    let offers: Vec<(ShippingService, i64, i64)> = services
        .iter()
        .filter_map(|s| {
            let kg = s.chargeable_kg(weight_g, volume);
            Some((*s, kg, s.price(kg, km)?))
        })
        .collect();
    let weight = |offer: &(ShippingService, i64, i64)| -> u64 {
        let cargo = offer.0.min_kg >= 10;
        let usual = match offer.0.courier {
            "JNE" => 5,
            "J&T" => 5,
            "SiCepat" => 4,
            _ => 2,
        };
        let speed = if offer.0.max_days <= 2 { 1 } else { 3 };
        match (heavy, cargo) {
            (true, true) => usual * 6,
            (true, false) => usual,
            (false, true) => 0,
            (false, false) => usual * speed,
        }
    };
    rng.pick(&offers, weight).copied()
}
