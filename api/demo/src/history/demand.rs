//! How busy the shop is on a day.

use chrono::{Datelike, NaiveDate, Weekday};

/// How busy a day is, relative to others.
pub(super) fn demand(day: NaiveDate, today: NaiveDate) -> u64 {
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
