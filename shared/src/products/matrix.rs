//! Variants out of options: every value of one with every value of the others.

use crate::catalog::{OptionValue, ProductOption};

/// Every combination of the options' values, the last option changing fastest. Without options there
/// is one combination, the empty one; an option without values allows none.
#[must_use]
pub fn matrix(options: &[ProductOption]) -> Vec<Vec<OptionValue>> {
    options.iter().fold(vec![Vec::new()], |rows, option| {
        let grow = |row: &Vec<OptionValue>| {
            let with = |value: &String| {
                let mut row = row.clone();
                row.push(OptionValue { name: option.name.clone(), value: value.clone() });
                row
            };
            option.values.iter().map(with).collect::<Vec<_>>()
        };
        rows.iter().flat_map(grow).collect()
    })
}

/// A SKU for a variant: the product's stem and the beginnings of its values, none of `taken`.
#[must_use]
pub fn suggest_sku(stem: &str, options: &[OptionValue], taken: &[String]) -> String {
    let part = |value: &str| -> String {
        let letters = value.chars().flat_map(char::to_uppercase).filter(char::is_ascii_alphanumeric);
        // Gauges and sizes say nothing by their beginning.
        let keep = if value.starts_with(|first: char| first.is_ascii_digit()) { 8 } else { 3 };
        letters.take(keep).collect()
    };
    let mut sku: String = stem.trim().trim_end_matches('-').to_uppercase();
    for part in options.iter().map(|option| part(&option.value)).filter(|part| !part.is_empty()) {
        if !sku.is_empty() {
            sku.push('-');
        }
        sku.push_str(&part);
    }
    // Room for what sets it apart from another.
    sku.truncate(super::names::MAX_SKU - 4);
    let free = |candidate: &String| !taken.contains(candidate);
    std::iter::once(sku.clone()).chain((2..1_000).map(|number| format!("{sku}-{number}"))).find(free).unwrap_or(sku)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str, values: &[&str]) -> ProductOption {
        ProductOption { name: name.into(), values: values.iter().map(|&value| value.into()).collect() }
    }

    #[test]
    fn every_value_meets_every_other() {
        let rows = matrix(&[option("Warna", &["Hitam", "Merah"]), option("Tangan", &["Kanan", "Kidal"])]);
        let said: Vec<String> =
            rows.iter().map(|row| row.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join("/")).collect();
        assert_eq!(said, ["Hitam/Kanan", "Hitam/Kidal", "Merah/Kanan", "Merah/Kidal"]);
        assert_eq!(matrix(&[]), vec![Vec::new()]);
        assert!(matrix(&[option("Warna", &["Hitam"]), option("Ukuran", &[])]).is_empty());
    }

    #[test]
    fn skus_are_suggested_and_unique() {
        let row = [
            OptionValue { name: "Warna".into(), value: "Merah api".into() },
            OptionValue { name: "Gauge".into(), value: "10-46".into() },
        ];
        assert_eq!(suggest_sku("ibz-rg550", &row, &[]), "IBZ-RG550-MER-1046");
        assert_eq!(suggest_sku("ibz-rg550", &row, &["IBZ-RG550-MER-1046".into()]), "IBZ-RG550-MER-1046-2");
    }
}
