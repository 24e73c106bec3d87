//! What happens to variants when options change.

use leptos::prelude::*;
use shared::catalog::OptionValue;
use shared::products::{MAX_VARIANTS, normalize_sku, suggest_sku};

use super::super::draft::{Draft, Row};

impl Draft {
    /// Adds an option. Variants have no value for it before it has one.
    pub fn add_option(self, name: &str) {
        let option = self.new_option(name, Vec::new());
        self.options.update(|options| options.push(option));
        for row in self.current() {
            row.values.update(|values| values.push(String::new()));
        }
    }

    /// Takes an option away; of variants that differed in it only, the first stays.
    pub fn remove_option(self, index: usize) {
        self.options.update(|options| {
            if index < options.len() {
                options.remove(index);
            }
        });
        let mut seen: Vec<Vec<String>> = Vec::new();
        let keep = |row: &Row| {
            if row.former.with_untracked(Option::is_some) {
                return true;
            }
            row.values.update(|values| {
                if index < values.len() {
                    values.remove(index);
                }
            });
            let values = row.values.get_untracked();
            let is_new = !seen.contains(&values);
            seen.push(values);
            is_new
        };
        self.retain(keep);
    }

    /// Offers a value. The first one of an option is that of all variants; further ones make a new
    /// variant for each combination of the other options.
    pub fn add_value(self, index: usize, value: &str) {
        let Some(option) = self.options.with_untracked(|options| options.get(index).copied()) else { return };
        let value = value.trim().to_owned();
        let known = |values: &Vec<String>| values.iter().any(|other| other.to_lowercase() == value.to_lowercase());
        if value.is_empty() || option.values.with_untracked(known) {
            return;
        }
        let is_first = option.values.with_untracked(Vec::is_empty);
        option.values.update(|values| values.push(value.clone()));
        if is_first {
            for row in self.current() {
                row.values.update(|values| set(values, index, &value));
            }
            return;
        }
        let mut made: Vec<Vec<String>> = self.current().iter().map(|row| row.values.get_untracked()).collect();
        for row in self.current() {
            let mut values = row.values.get_untracked();
            set(&mut values, index, &value);
            if !made.contains(&values) && self.rows.with_untracked(Vec::len) < MAX_VARIANTS {
                made.push(values.clone());
                let fresh = self.new_row(values, Some(row));
                self.rows.update(|rows| rows.push(fresh));
            }
        }
        self.sort();
        self.suggest_skus();
    }

    /// Takes a value away with its variants; the last one of an option only from them.
    pub fn remove_value(self, index: usize, value: &str) {
        let Some(option) = self.options.with_untracked(|options| options.get(index).copied()) else { return };
        option.values.update(|values| values.retain(|other| other != value));
        let has = |row: &Row| row.values.with_untracked(|values| values.get(index).is_some_and(|own| own == value));
        if option.values.with_untracked(Vec::is_empty) {
            self.current().iter().filter(|row| has(row)).for_each(|row| row.values.update(|values| set(values, index, "")));
        } else {
            self.retain(|row| !has(row));
        }
    }

    /// Calls a value something else.
    pub fn rename_value(self, index: usize, from: &str, to: &str) {
        let Some(option) = self.options.with_untracked(|options| options.get(index).copied()) else { return };
        let to = to.trim();
        if to.is_empty() || to == from || option.values.with_untracked(|values| values.iter().any(|other| other == to)) {
            return;
        }
        option.values.update(|values| values.iter_mut().filter(|other| *other == from).for_each(|other| to.clone_into(other)));
        for row in self.current() {
            row.values.update(|values| {
                values.iter_mut().skip(index).take(1).filter(|own| *own == from).for_each(|own| to.clone_into(own))
            });
        }
    }

    /// The combinations that no variant has.
    pub fn missing(self) -> Vec<Vec<String>> {
        let options: Vec<Vec<String>> = self.options.with(|options| options.iter().map(|option| option.values.get()).collect());
        let there: Vec<Vec<String>> = self
            .rows
            .with(|rows| rows.iter().filter(|row| row.former.with(Option::is_none)).map(|row| row.values.get()).collect());
        let all = options.iter().fold(vec![Vec::new()], |rows: Vec<Vec<String>>, values| {
            let grow = |row: &Vec<String>| {
                values.iter().map(|value| [row.as_slice(), std::slice::from_ref(value)].concat()).collect::<Vec<_>>()
            };
            rows.iter().flat_map(grow).collect()
        });
        all.into_iter().filter(|values| !values.is_empty() && !there.contains(values)).collect()
    }

    /// Makes the variants that are missing.
    pub fn complete(self) {
        let like = self.current().into_iter().next();
        for values in untrack(|| self.missing()) {
            if self.rows.with_untracked(Vec::len) >= MAX_VARIANTS {
                break;
            }
            let fresh = self.new_row(values, like);
            self.rows.update(|rows| rows.push(fresh));
        }
        self.sort();
        self.suggest_skus();
    }

    /// Takes a variant away.
    pub fn remove_row(self, key: u32) {
        self.retain(|row| row.key != key);
    }

    /// Gives a SKU to each variant without one, from the beginning that the others share, else from
    /// brand and model.
    pub fn suggest_skus(self) {
        let rows = self.rows.get_untracked();
        let mut taken: Vec<String> =
            rows.iter().map(|row| normalize_sku(&row.sku.get_untracked())).filter(|sku| !sku.is_empty()).collect();
        let stem = self.sku_stem(&taken);
        for row in rows.iter().filter(|row| row.sku.with_untracked(|sku| sku.trim().is_empty())) {
            let options: Vec<OptionValue> =
                row.values.get_untracked().into_iter().map(|value| OptionValue { name: String::new(), value }).collect();
            let sku = suggest_sku(&stem, &options, &taken);
            if !sku.is_empty() {
                taken.push(sku.clone());
                row.sku.set(sku);
            }
        }
    }

    fn sku_stem(self, taken: &[String]) -> String {
        let option_count = self.options.with_untracked(Vec::len);
        if let Some(first) = taken.first() {
            let parts: Vec<&str> = first.split('-').collect();
            // What follows the stem stands for the options.
            let keep = parts.len().saturating_sub(option_count).max(1);
            return parts.get(..keep).unwrap_or_default().join("-");
        }
        let letters = |text: String, most: usize| -> String {
            text.to_uppercase().chars().filter(char::is_ascii_alphanumeric).take(most).collect()
        };
        let parts = [letters(self.brand.get_untracked(), 3), letters(self.model.get_untracked(), 8)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }

    /// The variants that have the product's options of now.
    fn current(self) -> Vec<Row> {
        self.rows.with_untracked(|rows| rows.iter().filter(|row| row.former.with_untracked(Option::is_none)).copied().collect())
    }

    fn retain(self, keep: impl FnMut(&Row) -> bool) {
        self.rows.update(|rows| rows.retain(keep));
    }

    /// In the order of the options' values; what is of another time last.
    fn sort(self) {
        let options: Vec<Vec<String>> =
            self.options.with_untracked(|options| options.iter().map(|option| option.values.get_untracked()).collect());
        let place = |row: &Row| {
            let values = row.values.get_untracked();
            let places: Vec<usize> = values
                .iter()
                .enumerate()
                .map(|(index, value)| {
                    options.get(index).and_then(|known| known.iter().position(|other| other == value)).unwrap_or(usize::MAX)
                })
                .collect();
            (row.former.with_untracked(Option::is_some), places)
        };
        self.rows.update(|rows| rows.sort_by_cached_key(place));
    }
}

fn set(values: &mut Vec<String>, index: usize, value: &str) {
    if values.len() <= index {
        values.resize(index + 1, String::new());
    }
    if let Some(own) = values.get_mut(index) {
        value.clone_into(own);
    }
}

/// A variant's values in one line, such as "Hitam / Kidal".
#[must_use]
pub fn said(row: Row) -> String {
    let values = match row.former.get() {
        Some(options) => options.into_iter().map(|option| option.value).collect(),
        None => row.values.get(),
    };
    values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" / ")
}
