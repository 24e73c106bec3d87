//! When the shop is open.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Utc};
use shared::store::OpeningHours;

use crate::clock::{shop_day, shop_time, start_of_shop_day};

const DAY: u32 = 24 * 60;
/// So many days ahead are looked at for hours in which the shop is open.
const HORIZON: usize = 400;

/// Whether the shop is open at `at`: from the minute it opens to the minute it closes.
///
/// Hours that close at or before they open run into the next day. A day without hours, or with
/// hours that are no times, is closed.
#[must_use]
pub fn is_open(hours: &[OpeningHours], at: DateTime<Utc>) -> bool {
    let local = shop_time(at);
    let minute = local.hour() * 60 + local.minute();
    let today = local.weekday().number_from_monday();
    let yesterday = if today == 1 { 7 } else { today - 1 };
    hours.iter().filter_map(|day| Some((u32::from(day.weekday), span(day)?))).any(|(weekday, (opens, closes))| {
        (weekday == today && (opens..closes).contains(&minute))
            || (weekday == yesterday && (opens..closes).contains(&(minute + DAY)))
    })
}

/// The moment at which the shop will have been open for so many minutes since `from`. Where it never
/// opens, minutes count as they pass.
#[must_use]
pub fn open_for(hours: &[OpeningHours], from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    let whole = TimeDelta::minutes(minutes);
    let (mut at, mut left) = (from, whole);
    // A night that began yesterday may go on.
    let first = shop_day(from).checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
    for day in first.iter_days().take(HORIZON) {
        for (opens, closes) in open_on(hours, day) {
            let begins = opens.max(at);
            if closes <= begins {
                continue;
            }
            let open = closes - begins;
            if open >= left {
                return begins + left;
            }
            left -= open;
            at = closes;
        }
    }
    from + whole
}

/// When the shop opens and closes on a day of its calendar.
fn open_on(hours: &[OpeningHours], day: NaiveDate) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let weekday = day.weekday().number_from_monday();
    let midnight = start_of_shop_day(day);
    let at = move |minutes: u32| midnight + TimeDelta::minutes(i64::from(minutes));
    hours
        .iter()
        .filter(move |hours| u32::from(hours.weekday) == weekday)
        .filter_map(span)
        .map(move |(opens, closes)| (at(opens), at(closes)))
}

/// Opening and closing in minutes since midnight of the day; closing may lie beyond it.
fn span(day: &OpeningHours) -> Option<(u32, u32)> {
    let opens = minutes(day.opens.as_deref()?)?;
    let closes = minutes(day.closes.as_deref()?)?;
    Some((opens, if closes <= opens { closes + DAY } else { closes }))
}

/// `09:30` in minutes since midnight; up to `24:00`.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sum = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && sum <= DAY).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(weekday: u8, opens: &str, closes: &str) -> OpeningHours {
        let time = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        OpeningHours { weekday, opens: time(opens), closes: time(closes) }
    }

    fn open(hours: &[OpeningHours], at: &str) -> bool {
        let at: DateTime<chrono::FixedOffset> = at.parse().unwrap_or_default();
        is_open(hours, at.to_utc())
    }

    #[test]
    fn hours_are_those_of_bandung() {
        // 2026-11-21 is a Saturday, the 22nd a Sunday.
        let hours = [day(6, "09:30", "17:00"), day(7, "", "")];
        assert!(!open(&hours, "2026-11-21T09:29:59+07:00"));
        assert!(open(&hours, "2026-11-21T09:30:00+07:00"));
        assert!(open(&hours, "2026-11-21T02:30:00Z"));
        assert!(open(&hours, "2026-11-21T16:59:59+07:00"));
        assert!(!open(&hours, "2026-11-21T17:00:00+07:00"));
        assert!(!open(&hours, "2026-11-22T12:00:00+07:00"));
        assert!(!open(&[], "2026-11-21T12:00:00+07:00"));
    }

    #[test]
    fn a_late_night_runs_into_the_next_day() {
        let hours = [day(7, "18:00", "02:00"), day(1, "10:00", "24:00")];
        assert!(open(&hours, "2026-11-22T23:59:00+07:00"));
        assert!(open(&hours, "2026-11-23T01:59:00+07:00"));
        assert!(!open(&hours, "2026-11-23T02:00:00+07:00"));
        assert!(open(&hours, "2026-11-23T23:59:00+07:00"));
        assert!(!open(&hours, "2026-11-24T00:00:00+07:00"));
    }

    #[test]
    fn what_is_no_time_is_closed() {
        for (opens, closes) in [("9", "17:00"), ("09:30", "25:00"), ("09:60", "17:00"), ("", "17:00"), ("4294967295:00", "17:00")]
        {
            assert!(!open(&[day(6, opens, closes)], "2026-11-21T12:00:00+07:00"), "{opens} {closes}");
        }
    }

    fn opened_for(hours: &[OpeningHours], from: &str, minutes: i64) -> String {
        let from: DateTime<chrono::FixedOffset> = from.parse().unwrap_or_default();
        shop_time(open_for(hours, from.to_utc(), minutes)).format("%d %H:%M").to_string()
    }

    #[test]
    fn minutes_count_while_it_is_open() {
        // 2026-11-20 is a Friday.
        let hours = [day(5, "09:30", "17:00"), day(6, "10:00", "14:00"), day(7, "", ""), day(1, "09:30", "17:00")];
        assert_eq!(opened_for(&hours, "2026-11-20T12:00:00+07:00", 30), "20 12:30");
        assert_eq!(opened_for(&hours, "2026-11-20T16:30:00+07:00", 30), "20 17:00");
        assert_eq!(opened_for(&hours, "2026-11-20T16:45:00+07:00", 30), "21 10:15");
        assert_eq!(opened_for(&hours, "2026-11-20T03:00:00+07:00", 5), "20 09:35");
        // Over Sunday: 15 minutes on Saturday, the rest on Monday.
        assert_eq!(opened_for(&hours, "2026-11-21T13:45:00+07:00", 30), "23 09:45");
        // Two whole days and more.
        assert_eq!(opened_for(&hours, "2026-11-20T09:30:00+07:00", 450 + 240 + 10), "23 09:40");
    }

    #[test]
    fn a_night_and_the_day_after_count_once() {
        let hours = [day(6, "18:00", "02:00"), day(7, "01:00", "03:00")];
        assert_eq!(opened_for(&hours, "2026-11-21T23:30:00+07:00", 180), "22 02:30");
        assert_eq!(opened_for(&hours, "2026-11-22T00:30:00+07:00", 30), "22 01:00");
    }

    #[test]
    fn where_it_never_opens_time_just_passes() {
        assert_eq!(opened_for(&[], "2026-11-20T12:00:00+07:00", 30), "20 12:30");
        assert_eq!(opened_for(&[day(5, "9", "x")], "2026-11-20T12:00:00+07:00", 30), "20 12:30");
    }
}
