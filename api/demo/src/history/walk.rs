//! The way of an order through time.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};

use crate::rng::Rng;

use super::{PastOrder, PastStatus, midnight};

/// Lets time pass for an order until it is done or `now` is reached.
pub(super) fn walk(rng: &mut Rng, order: &mut PastOrder, now: DateTime<Utc>) {
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

fn tracking(rng: &mut Rng, courier: &str) -> String {
    let digits = rng.below(10_000_000_000);
    match courier {
        "JNE" => format!("01{digits:010}"),
        "J&T" => format!("JP{digits:010}"),
        "SiCepat" => format!("00{digits:010}"),
        _ => format!("P{digits:011}"),
    }
}
