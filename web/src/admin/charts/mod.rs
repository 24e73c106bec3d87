//! Charts, drawn here: SVG in the theme's colours, read by keyboard, each with its table.

mod shares;
mod time;

pub use shares::{ShareRow, Shares};
pub use time::{TimeBar, TimeChart};

use chrono::{DateTime, NaiveDate, Utc};
use shared::analytics::Grain;
use web_logic::numbers;

use crate::i18n::{Locale, language};
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
    numbers::percent(language(locale), per_ten_thousand)
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
