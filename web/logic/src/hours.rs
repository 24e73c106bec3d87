//! Opening hours: whether the door is open, and when an order leaves the house.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveTime, Timelike, Utc};
use shared::store::OpeningHours;

/// Asia/Jakarta, which knows no daylight saving time.
const OFFSET_S: i32 = 7 * 3600;
/// Orders before this hour leave on the same day (DESIGN, product page).
const LAST_ORDER: u32 = 15;
const DAYS_AHEAD: u64 = 7;

/// The shop's door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Open until this time.
    Open {
        /// As in [`OpeningHours::closes`].
        until: String,
    },
    /// Closed; opens again at this moment.
    Opens {
        /// When.
        at: DateTime<Utc>,
        /// 0 is today.
        days_ahead: u64,
    },
    /// Closed for longer than a week.
    Closed,
}

/// When a parcel is handed to the courier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// Today, when ordered before this time.
    Today {
        /// `15:00`, or earlier when the shop closes earlier.
        before: String,
    },
    /// On a later day.
    On {
        /// Some time of that day.
        day: DateTime<Utc>,
        /// 1 is tomorrow.
        days_ahead: u64,
    },
}

fn local(at: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
    Some(at.with_timezone(&FixedOffset::east_opt(OFFSET_S)?))
}

/// `09:30`. Chrono's own reader, which knows every form, is larger than this whole module.
fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

fn span(hours: &[OpeningHours], weekday: u32) -> Option<(NaiveTime, NaiveTime, &OpeningHours)> {
    let day = hours.iter().find(|day| u32::from(day.weekday) == weekday)?;
    Some((time(day.opens.as_deref()?)?, time(day.closes.as_deref()?)?, day))
}

/// Whether the shop is open, and until or from when.
#[must_use]
pub fn door(hours: &[OpeningHours], now: DateTime<Utc>) -> Door {
    let Some(here) = local(now) else { return Door::Closed };
    if let Some((opens, closes, day)) = span(hours, here.weekday().number_from_monday())
        && (opens..closes).contains(&here.time())
    {
        return Door::Open { until: day.closes.clone().unwrap_or_default() };
    }
    let next = (0..=DAYS_AHEAD).find_map(|days_ahead| {
        let day = here.checked_add_days(Days::new(days_ahead))?;
        let (opens, ..) = span(hours, day.weekday().number_from_monday())?;
        let at = day.with_time(opens).single()?;
        (at > here).then(|| Door::Opens { at: at.to_utc(), days_ahead })
    });
    next.unwrap_or(Door::Closed)
}

/// When something ordered now leaves the house; `None` when the shop never opens.
#[must_use]
pub fn dispatch(hours: &[OpeningHours], now: DateTime<Utc>) -> Option<Dispatch> {
    let here = local(now)?;
    let last_order = NaiveTime::from_hms_opt(LAST_ORDER, 0, 0)?;
    if let Some((_, closes, _)) = span(hours, here.weekday().number_from_monday()) {
        let before = closes.min(last_order);
        if here.time() < before {
            return Some(Dispatch::Today { before: format!("{:02}:{:02}", before.hour(), before.minute()) });
        }
    }
    (1..=DAYS_AHEAD).find_map(|days_ahead| {
        let day = here.checked_add_days(Days::new(days_ahead))?;
        span(hours, day.weekday().number_from_monday())?;
        Some(Dispatch::On { day: day.to_utc(), days_ahead })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week() -> Vec<OpeningHours> {
        let day = |weekday, closes: &str| OpeningHours { weekday, opens: Some("09:30".into()), closes: Some(closes.into()) };
        let mut hours: Vec<_> = (1..=5).map(|weekday| day(weekday, "18:00")).collect();
        hours.push(day(6, "17:00"));
        hours.push(OpeningHours { weekday: 7, opens: None, closes: None });
        hours
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse::<DateTime<FixedOffset>>().unwrap_or_default().to_utc()
    }

    #[test]
    fn the_door_follows_the_hours_of_bandung() {
        // 2026-11-21 is a Saturday.
        assert_eq!(door(&week(), at("2026-11-21T16:59:00+07:00")), Door::Open { until: "17:00".into() });
        let monday = |days_ahead| Door::Opens { at: at("2026-11-23T09:30:00+07:00"), days_ahead };
        assert_eq!(door(&week(), at("2026-11-21T17:00:00+07:00")), monday(2));
        assert_eq!(door(&week(), at("2026-11-22T23:59:00+07:00")), monday(1));
        assert_eq!(door(&week(), at("2026-11-23T00:00:00+07:00")), monday(0));
        assert_eq!(door(&[], at("2026-11-23T08:00:00+07:00")), Door::Closed);
    }

    #[test]
    fn what_is_ordered_by_three_leaves_today() {
        assert_eq!(dispatch(&week(), at("2026-11-20T14:59:00+07:00")), Some(Dispatch::Today { before: "15:00".into() }));
        let later = dispatch(&week(), at("2026-11-21T15:00:00+07:00"));
        assert!(matches!(later, Some(Dispatch::On { days_ahead: 2, .. })), "{later:?}");
        assert_eq!(dispatch(&[], at("2026-11-20T14:59:00+07:00")), None);
    }
}
