//! Days and times as the shop's town has them: Asia/Jakarta, by the browser's `Intl`.

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::{self, Locale};

const ZONE: &str = "Asia/Jakarta";

fn format(locale: Locale, at: DateTime<Utc>, options: &[(&str, &str)]) -> String {
    let settings = Object::new();
    for (name, value) in options.iter().chain(&[("timeZone", ZONE)]) {
        let _ = Reflect::set(&settings, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(i18n::intl(locale)));
    let formatter = Intl::DateTimeFormat::new(&locales, &settings);
    formatter.format().call1(&JsValue::UNDEFINED, &to_js(at)).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit a double for 285,000 years")]
fn to_js(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

/// `21 Nov 2026`.
#[must_use]
pub fn date(locale: Locale, at: DateTime<Utc>) -> String {
    format(locale, at, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// `14.30 WIB`, in English `14:30 WIB`.
#[must_use]
pub fn time(locale: Locale, at: DateTime<Utc>) -> String {
    let clock = format(locale, at, &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")]);
    format!("{clock}\u{a0}WIB")
}

/// `21 Nov 2026, 14.30 WIB`.
#[must_use]
pub fn date_time(locale: Locale, at: DateTime<Utc>) -> String {
    format!("{}, {}", date(locale, at), time(locale, at))
}

/// `5 menit yang lalu`, `besok`; beyond a week, the date.
#[must_use]
pub fn ago(locale: Locale, at: DateTime<Utc>) -> String {
    let seconds = (to_js(at).get_time() - Date::now()) / 1000.0;
    let (amount, unit) = match seconds.abs() {
        distance if distance < 60.0 => (0.0, "minute"),
        distance if distance < 3600.0 => (seconds / 60.0, "minute"),
        distance if distance < 86_400.0 => (seconds / 3600.0, "hour"),
        distance if distance < 604_800.0 => (seconds / 86_400.0, "day"),
        _ => return date(locale, at),
    };
    let settings = Object::new();
    let _ = Reflect::set(&settings, &"numeric".into(), &"auto".into());
    // By name: `js-sys` has no constructor that takes both arguments.
    let written = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"RelativeTimeFormat".into()))
        .and_then(|class| class.dyn_into::<js_sys::Function>())
        .and_then(|class| Reflect::construct(&class, &Array::of2(&i18n::intl(locale).into(), &settings)))
        .and_then(|formatter| {
            let method = Reflect::get(&formatter, &"format".into())?.dyn_into::<js_sys::Function>()?;
            method.call2(&formatter, &JsValue::from_f64(amount.round()), &unit.into())
        });
    written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| date(locale, at))
}

/// `Sabtu`, in English `Saturday`.
#[must_use]
pub fn weekday(locale: Locale, at: DateTime<Utc>) -> String {
    format(locale, at, &[("weekday", "long")])
}

/// The name of a day of the week; 1 is Monday (ISO 8601).
#[must_use]
pub fn day_of_week(locale: Locale, day: u8) -> String {
    // 1 January 2024 was a Monday; noon keeps it the same day in Jakarta.
    const MONDAY_NOON: i64 = 1_704_085_200;
    let at = DateTime::from_timestamp(MONDAY_NOON + i64::from(day.saturating_sub(1)) * 86_400, 0);
    weekday(locale, at.unwrap_or_default())
}

/// Now.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 as a whole number")]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}
