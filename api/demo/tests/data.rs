//! The catalogue, the couriers and the past are consistent and stay the same.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on panics")]

use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::{Duration, NaiveDate, TimeZone, Utc};
use demo::{PastStatus, catalogue, couriers, geo, history, people, reviews};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a real date")
}

/// The first column of a region file.
fn codes(file: &str) -> HashSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/regions").join(file);
    std::fs::read_to_string(path)
        .expect("region data")
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next().map(str::to_owned))
        .collect()
}

fn unique<T: std::hash::Hash + Eq + std::fmt::Debug>(items: impl IntoIterator<Item = T>) {
    let mut seen = HashSet::new();
    for item in items {
        let text = format!("{item:?}");
        assert!(seen.insert(item), "twice: {text}");
    }
}

#[test]
fn keys_are_unique() {
    let catalogue = catalogue();
    assert!(catalogue.products.len() >= 90);
    unique(catalogue.products.iter().map(|p| &p.slug));
    unique(catalogue.products.iter().flat_map(|p| &p.variants).map(|v| &v.sku));
    unique(catalogue.products.iter().flat_map(|p| &p.variants).map(|v| &v.barcode));
    unique(catalogue.categories.iter().map(|c| c.slug));
    unique(catalogue.brands.iter().map(|b| &b.slug));
    unique(catalogue.suppliers.iter().map(|s| s.code));
    unique(couriers().iter().map(|s| (s.courier, s.code)));
    unique(people().iter().map(|p| p.email));
    unique(people().iter().map(|p| p.phone));
}

#[test]
fn barcodes_are_ean_13_for_use_inside_a_shop() {
    for variant in catalogue().products.iter().flat_map(|p| &p.variants) {
        let digits: Vec<u32> = variant.barcode.chars().filter_map(|c| c.to_digit(10)).collect();
        assert_eq!(digits.len(), 13, "{}", variant.sku);
        assert_eq!(digits[0], 2, "{}", variant.sku);
        let odd: u32 = digits.iter().step_by(2).sum();
        let even: u32 = digits.iter().skip(1).step_by(2).sum();
        assert_eq!((odd + 3 * even) % 10, 0, "{}", variant.sku);
    }
}

#[test]
fn every_leaf_is_filled_and_every_reference_holds() {
    let catalogue = catalogue();
    for leaf in catalogue.leaves() {
        assert!(catalogue.products.iter().any(|p| p.category == leaf.slug), "{}", leaf.slug);
    }
    for product in &catalogue.products {
        assert!(catalogue.leaves().any(|c| c.slug == product.category), "{}", product.slug);
        assert!(catalogue.suppliers.iter().any(|s| s.code == product.supplier), "{}", product.slug);
        assert!(catalogue.brands.iter().any(|b| b.name == product.brand), "{}", product.slug);
        assert!(product.specifications.len() >= 3, "{}", product.slug);
        assert!(product.description.id.len() > 60 && product.description.en.len() > 60);
        assert_ne!(product.description.id, product.description.en, "{}", product.slug);
        assert!(product.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    }
    for category in &catalogue.categories {
        if let Some(parent) = category.parent {
            assert!(catalogue.categories.iter().any(|c| c.slug == parent));
        }
    }
    assert!(catalogue.products.iter().filter(|p| p.featured).count() >= 8);
    assert!(catalogue.products.iter().filter(|p| p.tags.contains(&"new")).count() >= 8);
}

#[test]
fn variants_are_sellable() {
    let catalogue = catalogue();
    for product in &catalogue.products {
        assert!(!product.variants.is_empty());
        unique(product.variants.iter().map(|v| v.options.iter().map(|o| o.en).collect::<Vec<_>>()));
        for v in &product.variants {
            assert_eq!(v.options.len(), product.options.len(), "{}", v.sku);
            assert!(v.price > 0 && v.price % 500 == 0, "{}", v.sku);
            assert!(v.cost > 0 && v.cost < v.price && v.cost % 500 == 0, "{}", v.sku);
            assert!(v.compare_at.is_none_or(|was| was > v.price), "{}", v.sku);
            assert!(v.weight_g > 0 && v.size_cm.iter().all(|&cm| cm > 0), "{}", v.sku);
            assert!(v.stock >= 0 && v.low_stock >= v.minimum_stock, "{}", v.sku);
        }
    }
    let variants = || catalogue.products.iter().flat_map(|p| &p.variants);
    assert!(variants().filter(|v| v.stock == 0).count() >= 3, "some are sold out");
    assert!(variants().filter(|v| v.stock > 0 && v.stock <= v.low_stock).count() >= 5, "some are low");
}

#[test]
fn regions_exist() {
    let (provinces, regencies, districts) = (codes("provinces.csv"), codes("regencies.csv"), codes("districts.csv"));
    for person in people() {
        assert!(regencies.contains(person.regency), "{}", person.name);
        assert!(districts.contains(person.district), "{}", person.name);
        assert!(person.district.starts_with(person.regency));
        assert!(provinces.contains(person.province()));
        assert_eq!(person.postal_code.len(), 5);
        assert!(person.phone.starts_with("+628") && (12..=15).contains(&person.phone.len()));
    }
    for supplier in catalogue().suppliers {
        assert!(regencies.contains(supplier.regency), "{}", supplier.code);
    }
    let placed: HashSet<String> = geo::provinces().iter().map(|p| p.code.to_owned()).collect();
    assert_eq!(placed, provinces);
    for place in geo::regencies() {
        assert!(regencies.contains(place.code), "{}", place.code);
    }
    for regency in &regencies {
        assert!(geo::distance_from_store_km(regency).is_some());
    }
}

#[test]
fn tariffs_are_believable() {
    let services = couriers();
    let reg = services.iter().find(|s| s.courier == "JNE" && s.code == "REG").expect("JNE REG");
    let one_kg = |regency| reg.price(1, geo::distance_from_store_km(regency).expect("a place")).expect("served");
    assert!((11_000..=15_000).contains(&one_kg("31.71")), "Jakarta {}", one_kg("31.71"));
    assert!((90_000..=120_000).contains(&one_kg("91.71")), "Jayapura {}", one_kg("91.71"));
    assert!(one_kg("32.73") < 11_000, "in town");
    // 300 g rule: 1.3 kg is one, 1.301 kg is two.
    assert_eq!(reg.chargeable_kg(1_300, 0), 1);
    assert_eq!(reg.chargeable_kg(1_301, 0), 2);
    assert_eq!(reg.chargeable_kg(100, 0), 1);
    assert_eq!(reg.chargeable_kg(100, 12_000), 2);
    for service in &services {
        assert!(service.min_days <= service.max_days && service.volumetric_divisor > 0);
    }
    let yes = services.iter().find(|s| s.code == "YES").expect("JNE YES");
    assert_eq!(yes.price(1, 3_600), None, "no next day to Papua");
}

#[test]
fn history_is_deterministic_and_whole() {
    let orders = history(7, today(), 400);
    assert_eq!(orders, history(7, today(), 400));
    assert_ne!(orders, history(8, today(), 400));
    assert_eq!(orders.len(), 400);
    unique(orders.iter().map(|o| &o.number));
    let catalogue = catalogue();
    let end = Utc.from_utc_datetime(&today().and_time(chrono::NaiveTime::MIN)) - Duration::hours(7);
    for order in &orders {
        assert!(!order.lines.is_empty() && order.shipping_price > 0 && order.shipping_kg > 0);
        for line in &order.lines {
            let (_, variant) = catalogue.by_sku(&line.sku).expect("a known SKU");
            assert!(line.quantity > 0 && line.unit_price == variant.price);
        }
        let steps =
            [Some(order.placed_at), order.paid_at, order.processing_at, order.shipped_at, order.delivered_at, order.completed_at];
        let times: Vec<_> = steps.iter().flatten().collect();
        assert!(times.is_sorted(), "{}", order.number);
        assert!(times.iter().all(|&&t| t < end), "{}", order.number);
        assert_eq!(order.tracking_number.is_some(), order.shipped_at.is_some());
        let reached = match order.status {
            PastStatus::Pending => 1,
            PastStatus::Paid => 2,
            PastStatus::Processing => 3,
            PastStatus::Shipped => 4,
            PastStatus::Delivered => 5,
            PastStatus::Completed => 6,
            PastStatus::Cancelled | PastStatus::Expired => 1,
            PastStatus::Refunded => 2,
        };
        assert_eq!(times.len(), reached, "{}", order.number);
    }
}

#[test]
fn history_looks_like_a_year_of_a_growing_shop() {
    let orders = history(7, today(), 400);
    let mut by_status: HashMap<PastStatus, usize> = HashMap::new();
    for order in &orders {
        *by_status.entry(order.status).or_default() += 1;
    }
    let count = |s| by_status.get(&s).copied().unwrap_or(0);
    assert!(count(PastStatus::Completed) * 10 > orders.len() * 7, "{by_status:?}");
    for status in [
        PastStatus::Pending,
        PastStatus::Processing,
        PastStatus::Shipped,
        PastStatus::Cancelled,
        PastStatus::Expired,
        PastStatus::Refunded,
    ] {
        assert!(count(status) > 0, "{status:?} in {by_status:?}");
    }
    let middle = orders[0].placed_at + Duration::days(180);
    let early = orders.iter().filter(|o| o.placed_at < middle).count();
    assert!(early * 2 < orders.len(), "it grows");
    let buyers: HashSet<_> = orders.iter().map(|o| o.buyer.email).collect();
    assert!(buyers.len() > 50);
}

#[test]
fn reviews_come_from_buyers() {
    let orders = history(7, today(), 400);
    let reviews = reviews(&orders);
    assert!(reviews.len() > 100, "{}", reviews.len());
    unique(reviews.iter().map(|r| (&r.product, r.author.email)));
    for review in &reviews {
        assert!((1..=5).contains(&review.stars));
        let order = orders.iter().find(|o| o.number == review.order).expect("its order");
        assert_eq!(order.status, PastStatus::Completed);
        assert!(order.lines.iter().any(|l| l.sku == review.sku));
        assert_eq!(order.buyer, review.author);
    }
    let texts: HashSet<_> = reviews.iter().map(|r| &r.text).filter(|t| !t.is_empty()).collect();
    assert!(texts.len() * 10 > reviews.len() * 8, "mostly different words");
}
