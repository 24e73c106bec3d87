//! Figures as people read them.

use shared::account::Locale;
use shared::money::Rupiah;
use shared::typed::whole;
use shared::validate::FieldCode;

/// What stands before decimals.
const fn mark(locale: Locale) -> char {
    match locale {
        Locale::Indonesian => ',',
        Locale::English => '.',
    }
}

/// `1,25%` of 125 parts of ten thousand; in English `1.25%`.
#[must_use]
pub fn percent(locale: Locale, per_ten_thousand: i64) -> String {
    let sign = if per_ten_thousand < 0 { "−" } else { "" };
    let parts = per_ten_thousand.unsigned_abs();
    format!("{sign}{}{}{:02}%", parts / 100, mark(locale), parts % 100)
}

/// Stars of hundredths: `4,7`, in English `4.7`.
#[must_use]
pub fn stars(locale: Locale, hundredths: i64) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{}{}{}", tenths / 10, mark(locale), tenths % 10)
}

/// `12.500.000`, in English `12,500,000`; what is no number stays as it was typed.
#[must_use]
pub fn grouped(locale: Locale, typed: &str) -> String {
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return typed.to_owned();
    }
    let between = match locale {
        Locale::Indonesian => '.',
        Locale::English => ',',
    };
    let mut text = String::new();
    for (index, digit) in typed.chars().enumerate() {
        if index > 0 && (typed.len() - index).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    text
}

/// The whole number that was typed, a sum among them; `None` where nothing was. What is no such number is -1, and one that is too
/// large the largest: the rules refuse both.
#[must_use]
pub fn typed(text: &str) -> Option<i64> {
    if text.trim().is_empty() {
        return None;
    }
    Some(whole(text).unwrap_or_else(|wrong| if wrong == FieldCode::TooLarge { i64::MAX } else { -1 }))
}

/// A sum as its field keeps it: in digits, or as it was typed where that is no whole number (yet).
#[must_use]
pub fn kept(text: &str) -> String {
    whole(text).map_or_else(|_| text.trim().to_owned(), |sum| sum.to_string())
}

/// The change in whole percent; `None` when there was nothing to compare with.
#[must_use]
pub fn change(now: i64, before: i64) -> Option<i64> {
    if before <= 0 {
        return None;
    }
    let change = (i128::from(now) - i128::from(before)) * 100 / i128::from(before);
    i64::try_from(change).ok()
}

/// How many percent are taken off, when that is worth telling.
#[must_use]
pub fn percent_off(price: Rupiah, before: Option<Rupiah>) -> Option<i64> {
    let before = before.filter(|before| before.0 > price.0 && before.0 > 0)?;
    let off = before.0.checked_sub(price.0)?.checked_mul(100)? / before.0;
    (off > 0).then_some(off)
}

/// How long somebody must wait, rounded up, and never one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// So many seconds.
    Seconds(u64),
    /// So many minutes.
    Minutes(u64),
    /// So many hours.
    Hours(u64),
}

/// Seconds in the unit that says enough.
#[must_use]
pub fn wait(seconds: u64) -> Wait {
    match seconds {
        ..100 => Wait::Seconds(seconds.max(2)),
        100..7_200 => Wait::Minutes(seconds.div_ceil(60)),
        _ => Wait::Hours(seconds.div_ceil(3_600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_has_two_decimals() {
        assert_eq!((percent(Locale::Indonesian, 125), percent(Locale::English, 5)), ("1,25%".to_owned(), "0.05%".to_owned()));
        assert_eq!(percent(Locale::English, -50), "−0.50%");
    }

    #[test]
    fn stars_have_one_decimal() {
        assert_eq!((stars(Locale::Indonesian, 467), stars(Locale::English, 500)), ("4,7".to_owned(), "5.0".to_owned()));
    }

    #[test]
    fn a_change_is_told_only_against_something() {
        assert_eq!((change(150, 100), change(50, 100), change(0, 100)), (Some(50), Some(-50), Some(-100)));
        assert_eq!((change(1, 0), change(i64::MAX, 1)), (None, None));
    }

    #[test]
    fn only_a_lower_price_is_worth_a_badge() {
        assert_eq!(percent_off(Rupiah(900), Some(Rupiah(1_000))), Some(10));
        assert_eq!(percent_off(Rupiah(999), Some(Rupiah(1_000))), None);
        assert_eq!(percent_off(Rupiah(1_000), Some(Rupiah(900))), None);
        assert_eq!(percent_off(Rupiah(1_000), None), None);
    }

    #[test]
    fn who_must_wait_is_told_how_long() {
        assert_eq!([1, 40, 99].map(wait), [2, 40, 99].map(Wait::Seconds));
        assert_eq!([100, 841, 3_600].map(wait), [2, 15, 60].map(Wait::Minutes));
        assert_eq!([7_200, 86_000].map(wait), [2, 24].map(Wait::Hours));
    }

    #[test]
    fn decimals_that_are_nothing_do_not_multiply_a_sum() {
        for text in ["50000", "50.000", "50,000", "Rp 50.000,00", "50000,00", "50,000.00", "Rp50.000,-", " 50 000 "] {
            assert_eq!((typed(text), kept(text).as_str()), (Some(50_000), "50000"), "{text}");
        }
        assert_eq!((typed("  "), kept("  ").as_str()), (None, ""));
        // On the way to another one, or none: nothing is lost of what was typed, and nobody takes it for a sum.
        for text in ["50000,0", "1.", "50.000,5", "lima"] {
            assert_eq!((typed(text), kept(text).as_str()), (Some(-1), text));
        }
        assert_eq!(typed("99999999999999999999"), Some(i64::MAX));
    }

    #[test]
    fn sums_are_grouped_as_they_are_read() {
        let texts = ["", "750", "7500", "12500000", "7.500"].map(|text| grouped(Locale::Indonesian, text));
        assert_eq!(texts, ["", "750", "7.500", "12.500.000", "7.500"]);
        assert_eq!(grouped(Locale::English, "12500000"), "12,500,000");
    }
}
