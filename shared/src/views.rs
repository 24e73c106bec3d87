//! Ways of looking at a list that staff have given a name.

use serde::{Deserialize, Serialize};

use crate::ids::ViewId;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most views of one list that a person keeps.
pub const VIEWS_MAX: usize = 50;
/// The most columns of a view.
const COLUMNS_MAX: usize = 60;

/// What a view shows. It can be used for a new one, and to change one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SaveViewRequest {
    /// Which list, such as `orders`.
    pub list: String,
    /// What it is called.
    pub name: String,
    /// The query of the list's address without the question mark: filters and order.
    pub query: String,
    /// The columns in sight, by their keys; `null` for the usual ones.
    pub columns: Option<Vec<String>>,
    /// Whether everybody in the back office sees it.
    pub shared: bool,
}

/// Whether the text names a list or a column.
fn is_key(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= 40
        && characters.all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character))
}

impl Validate for SaveViewRequest {
    fn check(&self, faults: &mut Faults) {
        if !is_key(&self.list) || self.list.contains('_') {
            faults.add(FieldError::new("/list", FieldCode::InvalidFormat));
        }
        faults.text("/name", &self.name, 1, 60);
        faults.text("/query", &self.query, 0, 2_000);
        if let Some(columns) = &self.columns {
            if columns.is_empty() {
                faults.add(FieldError::new("/columns", FieldCode::Required));
            } else if columns.len() > COLUMNS_MAX {
                faults.add(FieldError::new("/columns", FieldCode::TooMany).with("max", COLUMNS_MAX));
            }
            for (index, column) in columns.iter().enumerate() {
                if !is_key(column) {
                    faults.add(FieldError::new(format!("/columns/{index}"), FieldCode::InvalidFormat));
                }
            }
        }
    }
}

/// A view that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SavedView {
    /// Id.
    pub id: ViewId,
    /// Which list.
    pub list: String,
    /// What it is called.
    pub name: String,
    /// The query of the list's address without the question mark.
    pub query: String,
    /// The columns in sight; `null` for the usual ones.
    pub columns: Option<Vec<String>>,
    /// Whether everybody in the back office sees it.
    pub shared: bool,
    /// Whether it is one's own, which one can change and remove.
    pub mine: bool,
    /// Whose it is.
    pub owner: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(change: impl FnOnce(&mut SaveViewRequest)) -> Vec<(String, FieldCode)> {
        let mut request = SaveViewRequest {
            list: "orders".to_owned(),
            name: "Perlu dikirim".to_owned(),
            query: "status=paid".to_owned(),
            columns: Some(vec!["number".to_owned(), "payment_status".to_owned()]),
            shared: false,
        };
        change(&mut request);
        let errors = request.validate().err().unwrap_or_default();
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn each_rule_names_its_field() {
        assert_eq!(broken(|_| ()), []);
        assert_eq!(broken(|view| view.columns = None), []);
        let one = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(broken(|view| view.list = "Orders".to_owned()), one("/list", FieldCode::InvalidFormat));
        assert_eq!(broken(|view| view.name = " ".to_owned()), one("/name", FieldCode::Required));
        assert_eq!(broken(|view| view.query = "x".repeat(2_001)), one("/query", FieldCode::TooLong));
        assert_eq!(broken(|view| view.columns = Some(Vec::new())), one("/columns", FieldCode::Required));
        assert_eq!(broken(|view| view.columns = Some(vec!["a b".to_owned()])), one("/columns/0", FieldCode::InvalidFormat));
    }
}
