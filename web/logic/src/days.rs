//! Days as the shop counts them, and spans of them that one looks at often.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

/// The day it is in the shop's town: seven hours ahead of UTC, without daylight saving time.
#[must_use]
pub fn day_in_shop(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(7)).date_naive()
}

/// Days in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// The last `days` days, with today.
#[must_use]
pub fn last(days: u64, today: NaiveDate) -> Span {
    Span { from: today - Days::new(days.saturating_sub(1)), to: today }
}

/// A span that one looks at often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// This day.
    Today,
    /// The day before.
    Yesterday,
    /// The last seven days.
    Week,
    /// The last thirty: what there is without days in the address.
    Thirty,
    /// This month until today.
    Month,
    /// The whole month before.
    LastMonth,
    /// This year until today.
    Year,
    /// This month and the eleven before.
    Twelve,
}

impl Preset {
    /// Every one, in the order that they are offered.
    pub const ALL: [Self; 8] =
        [Self::Today, Self::Yesterday, Self::Week, Self::Thirty, Self::Month, Self::LastMonth, Self::Year, Self::Twelve];

    /// Its name in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Week => "week",
            Self::Thirty => "thirty",
            Self::Month => "month",
            Self::LastMonth => "last-month",
            Self::Year => "year",
            Self::Twelve => "twelve",
        }
    }

    /// The first and the last day; `None` where the address needs none.
    #[must_use]
    pub fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let month = today.with_day(1).unwrap_or(today);
        Some(match self {
            Self::Today => (today, today),
            Self::Yesterday => (today - Days::new(1), today - Days::new(1)),
            Self::Week => (today - Days::new(6), today),
            Self::Thirty => return None,
            Self::Month => (month, today),
            Self::LastMonth => (month - Months::new(1), month - Days::new(1)),
            Self::Year => (NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today), today),
            Self::Twelve => (month - Months::new(11), today),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_today() {
        let today: NaiveDate = "2026-03-01".parse().unwrap_or_default();
        let week = last(7, today);
        assert_eq!((week.from.to_string(), week.to), ("2026-02-23".to_owned(), today));
        assert_eq!(last(1, today).from, today);
    }

    #[test]
    fn presets_end_today_at_the_latest() {
        let today: NaiveDate = "2026-03-31".parse().unwrap_or_default();
        let span = |from: &str, until: &str| Some((from.parse().unwrap_or_default(), until.parse().unwrap_or_default()));
        assert_eq!(Preset::LastMonth.days(today), span("2026-02-01", "2026-02-28"));
        assert_eq!(Preset::Twelve.days(today), span("2025-04-01", "2026-03-31"));
        assert_eq!(Preset::Week.days(today), span("2026-03-25", "2026-03-31"));
        let mut all = Preset::ALL.into_iter().filter_map(|preset| preset.days(today));
        assert!(all.all(|(from, until)| from <= until && until <= today));
    }
}
