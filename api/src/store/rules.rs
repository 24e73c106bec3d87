//! When the shop is open.

use chrono::{DateTime, Datelike, Timelike, Utc};
use shared::store::OpeningHours;

use crate::clock::shop_time;

const DAY: u32 = 24 * 60;

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
}
