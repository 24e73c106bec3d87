//! What cells say, as people and spreadsheets write it.

use shared::catalog::ProductStatus;
use shared::validate::FieldCode;

/// The columns of a file, and where they stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns<'a>(pub &'a [String]);

impl Columns<'_> {
    /// What a row says in a column; `None` when the file does not have it.
    pub fn get<'r>(&self, row: &'r [String], column: &str) -> Option<&'r str> {
        let at = self.0.iter().position(|name| name == column)?;
        row.get(at).map(String::as_str)
    }
}

/// A whole number. Dots, commas and spaces may part thousands, `Rp` may stand in front, and decimals
/// may follow that are nothing: `Rp 1.500.000`, `1,500,000.00`.
pub(super) fn number(text: &str) -> Result<i64, FieldCode> {
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

/// Yes or no, in the words of spreadsheets in both languages.
pub(super) fn flag(text: &str) -> Result<bool, FieldCode> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "ya" | "benar" => Ok(true),
        "false" | "no" | "n" | "0" | "tidak" | "salah" => Ok(false),
        _ => Err(FieldCode::UnknownChoice),
    }
}

/// Whether it is for sale, in either language.
pub(super) fn status(text: &str) -> Result<ProductStatus, FieldCode> {
    match text.trim().to_lowercase().as_str() {
        "active" | "aktif" => Ok(ProductStatus::Active),
        "draft" | "draf" => Ok(ProductStatus::Draft),
        "archived" | "arsip" | "diarsipkan" => Ok(ProductStatus::Archived),
        _ => Err(FieldCode::UnknownChoice),
    }
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
            ("Rp. 750.000,-", 750_000),
            ("1 500", 1_500),
            ("0", 0),
            ("-5", -5),
        ] {
            assert_eq!(number(text), Ok(amount), "{text}");
        }
        for odd in ["", "abc", "1.5", "1.50", "12.00.000", "1,500.50", "1.2E+07", "½", "Rp", "--5", "1.000,000"] {
            assert_eq!(number(odd), Err(FieldCode::WrongType), "{odd}");
        }
        assert_eq!(number("99999999999999999999"), Err(FieldCode::TooLarge));
    }

    #[test]
    fn words_are_read_in_both_languages() {
        assert_eq!((flag("TRUE"), flag("Tidak"), flag("?")), (Ok(true), Ok(false), Err(FieldCode::UnknownChoice)));
        assert_eq!((status("Aktif"), status("archived")), (Ok(ProductStatus::Active), Ok(ProductStatus::Archived)));
        assert_eq!(status("sold"), Err(FieldCode::UnknownChoice));
    }
}
