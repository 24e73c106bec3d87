//! A year of past orders, from a seed.

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Utc, Weekday};

use crate::couriers::{ShippingService, couriers};
use crate::geo::distance_from_store_km;
use crate::model::{Catalogue, Product, Variant};
use crate::people::{Person, people};
use crate::rng::Rng;

/// Where an order got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PastStatus {
    /// Waiting for payment.
    Pending,
    /// Paid, not yet touched.
    Paid,
    /// Being packed.
    Processing,
    /// With the courier.
    Shipped,
    /// Arrived.
    Delivered,
    /// Closed.
    Completed,
    /// Called off by the buyer before paying.
    Cancelled,
    /// Not paid in time.
    Expired,
    /// Paid, then returned in full.
    Refunded,
}

/// How an order was (to be) paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// `stripe` or `midtrans`.
    pub provider: &'static str,
    /// `card`, `qris`, `gopay`, `shopeepay`, `bca_va`, `bni_va`, `bri_va`, `mandiri_bill`, `indomaret`.
    pub method: &'static str,
    /// Most the method takes, in whole rupiah.
    limit: i64,
    /// Relative frequency.
    weight: u64,
}

/// One line of a past order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastLine {
    /// SKU of a variant of the catalogue.
    pub sku: String,
    /// Units.
    pub quantity: i32,
    /// Price of one unit in whole rupiah.
    pub unit_price: i64,
}

/// An order of the past. Times that lie after its `status` are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastOrder {
    /// `HRT-YYMMDD-XXXXXX`, unique.
    pub number: String,
    /// Who bought.
    pub buyer: Person,
    /// At least one.
    pub lines: Vec<PastLine>,
    /// Chosen service.
    pub service: ShippingService,
    /// Whole rupiah.
    pub shipping_price: i64,
    /// Chargeable kilograms.
    pub shipping_kg: i64,
    /// Chosen method.
    pub payment: PaymentMethod,
    /// Where it got to.
    pub status: PastStatus,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// When the money came.
    pub paid_at: Option<DateTime<Utc>>,
    /// When packing began.
    pub processing_at: Option<DateTime<Utc>>,
    /// When the courier took it.
    pub shipped_at: Option<DateTime<Utc>>,
    /// When it arrived.
    pub delivered_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub completed_at: Option<DateTime<Utc>>,
    /// When it was cancelled, expired or refunded.
    pub ended_at: Option<DateTime<Utc>>,
    /// The courier's number, once shipped.
    pub tracking_number: Option<String>,
}

impl PastOrder {
    /// Sum of the lines in whole rupiah.
    pub fn items_total(&self) -> i64 {
        self.lines.iter().map(|l| l.unit_price * i64::from(l.quantity)).sum()
    }

    /// Items and shipping in whole rupiah.
    pub fn total(&self) -> i64 {
        self.items_total() + self.shipping_price
    }

    /// Whether its units have left the shelf for good.
    pub fn consumed_stock(&self) -> bool {
        matches!(self.status, PastStatus::Shipped | PastStatus::Delivered | PastStatus::Completed)
    }

    /// Whether its units are still set aside on the shelf.
    pub fn holds_reservation(&self) -> bool {
        matches!(self.status, PastStatus::Pending | PastStatus::Paid | PastStatus::Processing)
    }
}

/// `n` orders over the twelve months before `today` (a day in Jakarta, itself excluded), oldest
/// first. The same arguments give the same orders.
///
/// More come at weekends, around paydays, in the weeks before Lebaran and at the end of the
/// year, and the shop grows; best sellers follow [`Product::popularity`].
pub fn history(seed: u64, today: NaiveDate, n: usize) -> Vec<PastOrder> {
    let catalogue = crate::catalogue();
    let services = couriers();
    let mut rng = Rng::new(seed);
    let days: Vec<(NaiveDate, u64)> =
        (1..=365).map(|ago| today - Duration::days(ago)).map(|day| (day, demand(day, today))).collect();
    let mut orders: Vec<PastOrder> = Vec::with_capacity(n);
    while orders.len() < n {
        let Some(&(day, _)) = rng.pick(&days, |d| d.1) else {
            break;
        };
        let Some(order) = order(&mut rng, &catalogue, &services, day, today) else {
            continue;
        };
        if orders.iter().all(|o| o.number != order.number) {
            orders.push(order);
        }
    }
    orders.sort_by(|a, b| (a.placed_at, &a.number).cmp(&(b.placed_at, &b.number)));
    orders
}

/// How busy a day is, relative to others.
fn demand(day: NaiveDate, today: NaiveDate) -> u64 {
    let age = u64::try_from((today - day).num_days()).unwrap_or(0).min(365);
    let growth = 100 + (365 - age) * 95 / 365;
    let weekday = match day.weekday() {
        Weekday::Mon | Weekday::Tue => 88,
        Weekday::Wed | Weekday::Thu => 100,
        Weekday::Fri => 118,
        Weekday::Sat => 142,
        Weekday::Sun => 122,
    };
    let payday = if day.day() >= 25 || day.day() <= 3 { 135 } else { 95 };
    let season = match day.month() {
        12 => 130,
        8 => 115,
        2 => 88,
        _ => 100,
    };
    // "Tanggal kembar": online sales days.
    let twin = if day.month() >= 9 && day.month() == day.day() { 240 } else { 100 };
    // A campaign now, so that the desk has something to pack.
    let campaign = match age {
        0..=2 => 4,
        3..=14 => 2,
        _ => 1,
    };
    growth * weekday * payday * season * twin * before_lebaran(day) * campaign / 1_000_000
}

/// The holiday bonus is spent in the three weeks before Eid al-Fitr.
fn before_lebaran(day: NaiveDate) -> u64 {
    let eid = match day.year() {
        2025 => (3, 31),
        2026 => (3, 20),
        2027 => (3, 10),
        2028 => (2, 27),
        _ => return 100,
    };
    let Some(eid) = NaiveDate::from_ymd_opt(day.year(), eid.0, eid.1) else {
        return 100;
    };
    match (eid - day).num_days() {
        2..=21 => 145,
        -3..=1 => 35,
        _ => 100,
    }
}

/// Midnight in Jakarta (UTC+7, no summer time) as UTC.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    Utc.from_utc_datetime(&day.and_time(chrono::NaiveTime::MIN)) - Duration::hours(7)
}

fn order(
    rng: &mut Rng,
    catalogue: &Catalogue,
    services: &[ShippingService],
    day: NaiveDate,
    today: NaiveDate,
) -> Option<PastOrder> {
    let now = midnight(today);
    let age = (today - day).num_days();
    let hours: Vec<(i64, u64)> = (0..24).map(|h| (h, HOURS.get(h as usize).copied().unwrap_or(1))).collect();
    let hour = rng.pick(&hours, |h| h.1)?.0;
    let placed_at = midnight(day) + Duration::hours(hour) + Duration::seconds(rng.between(0, 3_599));
    let indexed: Vec<(usize, &Person)> = people().iter().enumerate().collect();
    let buyer = *rng.pick(&indexed, |(i, p)| loyalty(*i, p))?.1;
    let lines = basket(rng, catalogue, age)?;
    let (service, shipping_kg, shipping_price) = ship(rng, catalogue, services, &lines, &buyer)?;
    let items: i64 = lines.iter().map(|l| l.unit_price * i64::from(l.quantity)).sum();
    let payment = *rng.pick(METHODS, |m| if items + shipping_price > m.limit { 0 } else { m.weight })?;
    let number = format!("HRT-{}-{}", day.format("%y%m%d"), code(rng));
    let mut order = PastOrder {
        number,
        buyer,
        lines,
        service,
        shipping_price,
        shipping_kg,
        payment,
        status: PastStatus::Pending,
        placed_at,
        paid_at: None,
        processing_at: None,
        shipped_at: None,
        delivered_at: None,
        completed_at: None,
        ended_at: None,
        tracking_number: None,
    };
    walk(rng, &mut order, now);
    Some(order)
}

/// Orders per hour of the day in Jakarta: lunch and late evening.
const HOURS: [u64; 24] = [3, 2, 1, 1, 1, 2, 3, 5, 8, 11, 13, 14, 17, 14, 12, 12, 13, 12, 13, 18, 22, 21, 15, 8];

/// Some buy often; those near the shop more so.
fn loyalty(index: usize, person: &Person) -> u64 {
    let habit = [9, 2, 4, 1, 6, 2, 1, 3].get(index * 5 % 8).copied().unwrap_or(1);
    let near = if person.province() == "32" { 2 } else { 1 };
    habit * near
}

fn sellable(product: &Product, age: i64) -> u64 {
    if i64::from(product.listed_days_ago) >= age { u64::from(product.popularity) } else { 0 }
}

fn basket(rng: &mut Rng, catalogue: &Catalogue, age: i64) -> Option<Vec<PastLine>> {
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

fn ship(
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

const fn method(provider: &'static str, method: &'static str, limit: i64, weight: u64) -> PaymentMethod {
    PaymentMethod { provider, method, limit, weight }
}

const METHODS: &[PaymentMethod] = &[
    method("midtrans", "qris", 10_000_000, 26),
    method("midtrans", "gopay", 10_000_000, 15),
    method("midtrans", "shopeepay", 10_000_000, 6),
    method("midtrans", "bca_va", 999_999_999, 22),
    method("midtrans", "mandiri_bill", 999_999_999, 7),
    method("midtrans", "bni_va", 999_999_999, 6),
    method("midtrans", "bri_va", 999_999_999, 6),
    method("midtrans", "indomaret", 5_000_000, 3),
    method("stripe", "card", 999_999_999, 14),
];

/// Lets time pass for an order until it is done or `now` is reached.
fn walk(rng: &mut Rng, order: &mut PastOrder, now: DateTime<Utc>) {
    let fate = rng.below(100);
    let minutes = |rng: &mut Rng, low, high| Duration::minutes(rng.between(low, high));
    let age = now - order.placed_at;
    let unpaid_yet = age < Duration::hours(24) && rng.chance(30);
    match fate {
        _ if unpaid_yet => return,
        0..=2 => return end(order, PastStatus::Cancelled, minutes(rng, 5, 600), now),
        3..=6 => return end(order, PastStatus::Expired, Duration::hours(24), now),
        _ => {}
    }
    // Wallets and cards are instant, transfers take a walk to the phone.
    let wait = if order.payment.method.ends_with("_va") { (3, 400) } else { (1, 18) };
    let mut at = order.placed_at + minutes(rng, wait.0, wait.1);
    if at >= now {
        return;
    }
    order.paid_at = Some(at);
    order.status = PastStatus::Paid;
    if fate == 7 || fate == 8 {
        order.status = PastStatus::Refunded;
        let refunded = at + Duration::days(rng.between(1, 9));
        if refunded < now {
            order.ended_at = Some(refunded);
            return;
        }
        order.status = PastStatus::Paid;
    }
    at = in_shop_hours(at + minutes(rng, 40, 900));
    if at >= now {
        return;
    }
    order.processing_at = Some(at);
    order.status = PastStatus::Processing;
    at = in_shop_hours(at + minutes(rng, 90, 1_700));
    if at >= now {
        return;
    }
    order.shipped_at = Some(at);
    order.status = PastStatus::Shipped;
    order.tracking_number = Some(tracking(rng, order.service.courier));
    let days = rng.between(order.service.min_days.into(), order.service.max_days.into());
    at += Duration::days(days) + minutes(rng, -200, 500);
    if at >= now {
        return;
    }
    order.delivered_at = Some(at);
    order.status = PastStatus::Delivered;
    at += minutes(rng, 300, 4_300);
    if at < now {
        order.completed_at = Some(at);
        order.status = PastStatus::Completed;
    }
}

fn end(order: &mut PastOrder, status: PastStatus, after: Duration, now: DateTime<Utc>) {
    let at = order.placed_at + after;
    if at < now {
        order.status = status;
        order.ended_at = Some(at);
    }
}

/// Moves a time to the next open hour: 09.30–18.00, Sundays closed.
fn in_shop_hours(at: DateTime<Utc>) -> DateTime<Utc> {
    let local = at + Duration::hours(7);
    let day = local.date_naive();
    let minute = (local - (midnight(day) + Duration::hours(7))).num_minutes();
    let open = |day: NaiveDate| {
        let day = if day.weekday() == Weekday::Sun { day + Duration::days(1) } else { day };
        midnight(day) + Duration::minutes(570 + minute % 60)
    };
    match minute {
        _ if day.weekday() == Weekday::Sun => open(day),
        0..570 => open(day),
        570..1_080 => at,
        _ => open(day + Duration::days(1)),
    }
}

/// Six characters that cannot be confused when read aloud.
fn code(rng: &mut Rng) -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    (0..6).filter_map(|_| LETTERS.get(rng.below(LETTERS.len() as u64) as usize)).map(|&b| char::from(b)).collect()
}

fn tracking(rng: &mut Rng, courier: &str) -> String {
    let digits = rng.below(10_000_000_000);
    match courier {
        "JNE" => format!("01{digits:010}"),
        "J&T" => format!("JP{digits:010}"),
        "SiCepat" => format!("00{digits:010}"),
        _ => format!("P{digits:011}"),
    }
}
