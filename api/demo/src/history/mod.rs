//! A year of past orders, from a seed.

mod basket;
mod demand;
mod walk;

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};

use crate::couriers::{ShippingService, couriers};
use crate::model::Catalogue;
use crate::people::{Person, people};
use crate::rng::Rng;

use basket::{basket, ship};
use demand::demand;
use walk::walk;

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

    /// Whether its units are still set aside on the shelf.
    pub fn holds_reservation(&self) -> bool {
        matches!(self.status, PastStatus::Pending | PastStatus::Paid | PastStatus::Processing)
    }
}

/// `n` orders over the twelve months before `today` (a day in Jakarta, itself excluded), oldest
/// first. The same arguments give the same orders.
///
/// More come at weekends, around paydays, in the weeks before Lebaran and at the end of the
/// year, and the shop grows; best sellers follow [`crate::Product::popularity`].
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

/// Six characters that cannot be confused when read aloud.
fn code(rng: &mut Rng) -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    (0..6).filter_map(|_| LETTERS.get(rng.below(LETTERS.len() as u64) as usize)).map(|&b| char::from(b)).collect()
}
