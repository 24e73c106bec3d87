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
    fn words_are_read_in_both_languages() {
        assert_eq!((flag("TRUE"), flag("Tidak"), flag("?")), (Ok(true), Ok(false), Err(FieldCode::UnknownChoice)));
        assert_eq!((status("Aktif"), status("archived")), (Ok(ProductStatus::Active), Ok(ProductStatus::Archived)));
        assert_eq!(status("sold"), Err(FieldCode::UnknownChoice));
    }
}
