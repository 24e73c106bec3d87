//! What a browser asks for: a page, its filters, a language.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shared::account::Locale;
use shared::catalog::ProductSort;
use shared::page::SHOP_LIST;

use super::place::Place;
use crate::catalog::Asked;

/// What `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A text as one part of a path or query.
pub(in crate::web) fn encode(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// A page and how it is wanted.
pub(super) struct Question {
    /// The page.
    pub place: Place,
    /// Its address without query.
    pub path: String,
    /// The query.
    pub pairs: Vec<(String, String)>,
    /// `?lang=en`, or what the reader chose; Indonesian without.
    pub locale: Locale,
}

impl Question {
    /// Reads a path and the pairs of its query.
    pub(super) fn new(path: &str, pairs: Vec<(String, String)>) -> Self {
        let path = path.trim_matches('/');
        let locale = named(&pairs).unwrap_or(Locale::Indonesian);
        Self { place: Place::of(path), path: format!("/{path}"), pairs, locale }
    }

    /// The same for somebody who chose a language before: it holds where the address names none. The shell is kept for
    /// everybody, whatever they choose later.
    pub(super) fn by_reader(mut self, chosen: Option<Locale>) -> Self {
        if let Some(chosen) = chosen.filter(|_| self.place != Place::Shell && named(&self.pairs).is_none()) {
            self.locale = chosen;
        }
        self
    }

    /// What it is kept under.
    pub(super) fn key(&self) -> String {
        format!("{} {}?{}", self.locale, self.path, join(&self.pairs))
    }

    /// The first value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// The products that the app would ask for, as `ListQuery::read` in `web/src/shop/catalog/query.rs` has it.
    pub(super) fn asked(&self, category: Option<&str>) -> Asked {
        let all = |name: &str| -> Vec<String> {
            self.pairs.iter().filter(|pair| pair.0 == name && !pair.1.is_empty()).map(|pair| pair.1.clone()).collect()
        };
        let number = |name: &str| self.get(name).and_then(|text| text.parse::<i64>().ok()).filter(|&number| number >= 0);
        Asked {
            category: category.map(str::to_owned),
            brand: all("brand"),
            min_price: number("min_price"),
            max_price: number("max_price"),
            min_rating: number("min_rating").and_then(|stars| i32::try_from(stars).ok()).filter(|stars| (1..=5).contains(stars)),
            in_stock: (self.get("in_stock") == Some("true")).then_some(true),
            option: all("option").into_iter().filter(|pair| pair.contains('=')).collect(),
            sort: self.get("sort").and_then(|word| word.parse::<ProductSort>().ok()),
            limit: Some(SHOP_LIST),
            ..Asked::default()
        }
    }

    /// What the address of a product in this list is followed by: the language, and the options that were filtered for, as
    /// `ListQuery::wish` in `web/src/shop/catalog/query.rs` has it.
    pub(super) fn wish(&self) -> String {
        let named = |pair: &&(String, String)| pair.0 == "option" && pair.1.contains('=');
        let mut pairs: Vec<(String, String)> = self.pairs.iter().filter(named).cloned().collect();
        if self.locale == Locale::English {
            pairs.insert(0, ("lang".to_owned(), "en".to_owned()));
        }
        if pairs.is_empty() { String::new() } else { format!("?{}", join(&pairs)) }
    }

    /// The options that were filtered for, by name and value.
    pub(super) fn wished(&self) -> Vec<(String, String)> {
        let options = self.pairs.iter().filter(|pair| pair.0 == "option").filter_map(|pair| pair.1.split_once('='));
        options.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Path and query.
    pub(super) fn address(&self) -> String {
        if self.pairs.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, join(&self.pairs)) }
    }

    /// The same page further on in its list.
    pub(super) fn further(&self, cursor: &str) -> String {
        let mut pairs: Vec<_> = self.pairs.iter().filter(|pair| pair.0 != "cursor").cloned().collect();
        pairs.push(("cursor".to_owned(), cursor.to_owned()));
        format!("{}?{}", self.path, join(&pairs))
    }
}

/// The request of the app for these products, below `/api/v1`, its parameters in order: the app puts its own in
/// order too before it looks whether the answer came with the page.
pub(super) fn list_path(asked: &Asked) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    pairs.extend(asked.brand.iter().map(|brand| ("brand", brand.clone())));
    pairs.extend(asked.category.iter().map(|slug| ("category", slug.clone())));
    pairs.extend(asked.in_stock.map(|flag| ("in_stock", flag.to_string())));
    pairs.extend(asked.limit.map(|limit| ("limit", limit.to_string())));
    pairs.extend(asked.max_price.map(|price| ("max_price", price.to_string())));
    pairs.extend(asked.min_price.map(|price| ("min_price", price.to_string())));
    pairs.extend(asked.min_rating.map(|stars| ("min_rating", stars.to_string())));
    pairs.extend(asked.option.iter().map(|option| ("option", option.clone())));
    pairs.extend(asked.sort.map(|sort| ("sort", sort.to_string())));
    let mut parts: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
    parts.sort();
    format!("/products?{}", parts.join("&"))
}

/// The language that an address names.
fn named(pairs: &[(String, String)]) -> Option<Locale> {
    pairs.iter().filter(|pair| pair.0 == "lang").find_map(|pair| pair.1.parse().ok())
}

fn join(pairs: &[(String, String)]) -> String {
    let parts: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(path: &str, pairs: &[(&str, &str)]) -> Question {
        Question::new(path, pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_list_is_asked_for_as_the_app_does() {
        let asked = question("products", &[("brand", "Ernie Ball"), ("sort", "price_asc"), ("min_price", "-1"), ("option", "x")]);
        assert_eq!(list_path(&asked.asked(None)), "/products?brand=Ernie%20Ball&limit=24&sort=price_asc");
        let plain = question("categories/gitar", &[]);
        assert_eq!(list_path(&plain.asked(Some("gitar"))), "/products?category=gitar&limit=24");
    }

    #[test]
    fn a_product_is_come_to_with_what_was_filtered_for() {
        let pairs = [("brand", "ESP"), ("option", "Tangan=Kiri (kidal)"), ("option", "x"), ("option", "Warna=Merah")];
        assert_eq!(question("products", &pairs).wish(), "?option=Tangan%3DKiri%20(kidal)&option=Warna%3DMerah");
        assert_eq!(question("products", &[("lang", "en")]).wish(), "?lang=en");
        assert_eq!(question("products", &[("brand", "ESP")]).wish(), "");
    }

    #[test]
    fn the_language_is_in_the_address() {
        assert_eq!(question("", &[]).locale, Locale::Indonesian);
        assert_eq!(question("", &[("lang", "en")]).locale, Locale::English);
        assert_eq!(question("", &[("lang", "xx")]).locale, Locale::Indonesian);
        assert_eq!(question("", &[("lang", "xx")]).by_reader(Some(Locale::English)).locale, Locale::English);
        assert_eq!(question("", &[("lang", "id")]).by_reader(Some(Locale::English)).locale, Locale::Indonesian);
        assert_eq!(question("shell", &[]).by_reader(Some(Locale::English)).locale, Locale::Indonesian);
        assert_eq!(question("products", &[("brand", "A&B"), ("cursor", "1")]).further("2"), "/products?brand=A%26B&cursor=2");
    }
}
