//! A file as anybody may send it, read to the products that would be checked and written.

use shared::validate::Validate;

use super::cells::Columns;
use super::columns::RULES;
use super::lookups::Lookups;
use super::merge::merge;
use crate::http::Sheet;

/// Rows of a product, and products that are looked at: more tell nothing new.
const ROWS: usize = 5;
const PRODUCTS: usize = 50;

/// Reads a file.
///
/// # Panics
/// When a product without a fault breaks a rule.
pub fn read_import(bytes: &[u8]) {
    let Ok(sheet) = Sheet::read(bytes, &RULES) else { return };
    let lookups = Lookups::default();
    let rows: Vec<&[String]> = sheet.rows.iter().map(|row| row.cells.as_slice()).collect();
    for rows in rows.chunks(ROWS).take(PRODUCTS) {
        let draft = merge(None, Columns(&sheet.columns), rows, &lookups);
        assert_eq!(draft.faults.len(), rows.len(), "each row has its faults");
        assert!(!draft.is_sound() || draft.ask.validate().is_ok(), "a broken rule is nobody's fault");
    }
}
