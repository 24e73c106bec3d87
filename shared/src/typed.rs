//! Figures as people and spreadsheets write them.

use crate::validate::FieldCode;

/// A whole number. Dots, commas and spaces may part thousands, `Rp` may stand in front, and decimals
/// may follow that are nothing: `Rp 1.500.000`, `1,500,000.00`.
///
/// # Errors
/// `WrongType` for what may mean another number or none, `TooLarge` for more than an `i64` holds.
pub fn whole(text: &str) -> Result<i64, FieldCode> {
    let wrong = FieldCode::WrongType;
    let text = text.trim();
    let text = text.strip_prefix("Rp").or_else(|| text.strip_prefix("rp")).or_else(|| text.strip_prefix("RP")).unwrap_or(text);
    let text = text.trim_start_matches('.').trim();
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    // `,00` or `.00`, as spreadsheets show amounts.
    let text = text.strip_suffix(",00").or_else(|| text.strip_suffix(".00")).or_else(|| text.strip_suffix(",-")).unwrap_or(text);
    let separator = text.chars().find(|character| matches!(character, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'));
    let digits = match separator {
        None => text.to_owned(),
        Some(separator) => {
            let groups: Vec<&str> = text.split(separator).collect();
            let first_fits = groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
            if !first_fits || groups.iter().skip(1).any(|group| group.len() != 3) {
                return Err(wrong);
            }
            groups.concat()
        }
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong);
    }
    digits.parse::<i64>().map(|number| sign * number).map_err(|_| FieldCode::TooLarge)
}

/// Hundredths of a percent: `2,5` and `2.5 %` are 250. There are two decimals at most, and nothing parts thousands.
///
/// # Errors
/// `WrongType` for what is no percentage, `TooLarge` for more than an `i64` holds.
pub fn percent(text: &str) -> Result<i64, FieldCode> {
    let text = text.trim();
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || decimals.len() > 2 {
        return Err(FieldCode::WrongType);
    }
    format!("{whole}{decimals:0<2}").parse().map_err(|_| FieldCode::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, amount) in [
            ("12000000", 12_000_000),
            ("12.000.000", 12_000_000),
            ("12,000,000.00", 12_000_000),
            ("Rp 1.500.000", 1_500_000),
            ("Rp 50.000,00", 50_000),
            ("50000,00", 50_000),
            ("50000.00", 50_000),
            ("Rp. 750.000,-", 750_000),
            ("1 500", 1_500),
            ("1.00", 1),
            ("007", 7),
            ("0", 0),
            ("-5", -5),
        ] {
            assert_eq!(whole(text), Ok(amount), "{text}");
        }
        for odd in
            ["", "abc", "1.", "1.5", "1.50", "2,5", "12.00.000", "1,500.50", "50000,0", "1.2E+07", "½", "Rp", "--5", "1.000,000"]
        {
            assert_eq!(whole(odd), Err(FieldCode::WrongType), "{odd}");
        }
        assert_eq!(whole("99999999999999999999"), Err(FieldCode::TooLarge));
    }

    #[test]
    fn a_percentage_has_two_decimals_at_most() {
        for (text, hundredths) in [
            ("10", 1_000),
            ("2,5", 250),
            ("2.5", 250),
            ("0,25", 25),
            ("12,05 %", 1_205),
            ("7%", 700),
            (" 0 ", 0),
            ("1000", 100_000),
        ] {
            assert_eq!(percent(text), Ok(hundredths), "{text}");
        }
        for odd in ["", "%", ",5", "2,", "2,555", "1.000,5", "-5", "sepuluh", "2,5,5"] {
            assert_eq!(percent(odd), Err(FieldCode::WrongType), "{odd}");
        }
        assert_eq!(percent("99999999999999999999"), Err(FieldCode::TooLarge));
    }
}
