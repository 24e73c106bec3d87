//! Charts, drawn here: SVG in the theme's colours, read by keyboard, each with its table.

mod shares;
mod time;

pub use shares::{ShareRow, Shares};
pub use time::{TimeBar, TimeChart};

use chrono::{DateTime, NaiveDate, Utc};
use shared::analytics::Grain;

use crate::i18n::Locale;
use crate::ui::date;

/// How a figure is written.
pub type Write = fn(Locale, i64) -> String;

/// An amount, whole.
#[must_use]
pub fn rupiah(locale: Locale, amount: i64) -> String {
    crate::ui::money(locale, shared::money::Rupiah(amount))
}

/// `1,25%` of 125 parts of ten thousand; in English `1.25%`.
#[must_use]
pub fn percent(locale: Locale, per_ten_thousand: i64) -> String {
    let sign = if per_ten_thousand < 0 { "−" } else { "" };
    let parts = per_ten_thousand.unsigned_abs();
    let mark = match locale {
        Locale::id => ',',
        Locale::en => '.',
    };
    format!("{sign}{}{mark}{:02}%", parts / 100, parts % 100)
}

/// Noon in the shop's town, so that the day stays the day.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(5, 0, 0).unwrap_or_default().and_utc()
}

/// `21 Nov 2026`.
#[must_use]
pub fn day_text(locale: Locale, day: NaiveDate) -> String {
    date(locale, noon(day))
}

/// `1 Nov 2026 – 28 Nov 2026`, or the day where it is one.
#[must_use]
pub fn span_text(locale: Locale, from: NaiveDate, until: NaiveDate) -> String {
    if from == until { day_text(locale, from) } else { format!("{} – {}", day_text(locale, from), day_text(locale, until)) }
}

/// What a bar is of: the day, the days of the week, or of the month.
fn bar_text(locale: Locale, grain: Grain, bar: &TimeBar) -> String {
    match grain {
        Grain::Day => day_text(locale, bar.from),
        Grain::Week | Grain::Month => span_text(locale, bar.from, bar.until),
    }
}

/// A round figure at or above `most` of which a quarter is whole: beyond a thousand 1, 2, 2.5 or 5 times a power of ten.
fn round_up(most: i64) -> i64 {
    const SMALL: [i64; 15] = [4, 8, 12, 20, 40, 60, 80, 100, 200, 300, 400, 500, 600, 800, 1_000];
    if let Some(top) = SMALL.into_iter().find(|&top| top >= most) {
        return top;
    }
    let mut unit: i64 = 10;
    while unit.saturating_mul(10) <= most {
        unit = unit.saturating_mul(10);
    }
    [10, 20, 25, 50, 100].into_iter().map(|tenths| (unit / 10).saturating_mul(tenths)).find(|&top| top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_figure() {
        assert_eq!([1, 10, 24, 26, 99, 240].map(round_up), [4, 12, 40, 40, 100, 300]);
        assert!((0..5_000).all(|most| round_up(most) % 4 == 0));
        assert_eq!([187_450_000, 250_000_001].map(round_up), [200_000_000, 500_000_000]);
        assert!(round_up(i64::MAX) > 0);
    }

    #[test]
    fn a_percentage_has_two_decimals() {
        assert_eq!((percent(Locale::id, 125), percent(Locale::en, 5)), ("1,25%".to_owned(), "0.05%".to_owned()));
        assert_eq!(percent(Locale::en, -50), "−0.50%");
    }
}
