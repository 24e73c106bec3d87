//! What a list shows, as its URL says it.

use leptos_router::params::ParamsMap;
use shared::page::SHOP_LIST;
pub use web_logic::list_query::{ListQuery, Place};

use crate::api::catalog::ProductFilter;
use crate::api::query::encode;
use crate::routes;

/// Where a list is read from, and where it leads. The URL is the only home of its filters.
pub trait Addressed {
    /// Reads the query of a URL. What makes no sense is left out.
    #[must_use]
    fn read(place: Place, query: &ParamsMap) -> Self;

    /// The URL that shows this list.
    #[must_use]
    fn url(&self) -> String;

    /// What a product's address is followed by, so that its page begins with a variant that was filtered for.
    #[must_use]
    fn wish(&self) -> String;

    /// What to ask the server.
    #[must_use]
    fn filter(&self, cursor: Option<String>) -> ProductFilter;
}

impl Addressed for ListQuery {
    fn read(place: Place, query: &ParamsMap) -> Self {
        let all = |name: &str| query.get_all(name).unwrap_or_default();
        let number = |name: &str| query.get_str(name).and_then(|text| text.parse::<i64>().ok()).filter(|&number| number >= 0);
        Self {
            q: query.get_str("q").unwrap_or_default().trim().to_owned(),
            category: if place == Place::Search {
                query.get_str("category").map(str::to_owned).filter(|slug| !slug.is_empty())
            } else {
                None
            },
            brands: all("brand"),
            min_price: number("min_price"),
            max_price: number("max_price"),
            min_rating: number("min_rating").and_then(|stars| u8::try_from(stars).ok()).filter(|stars| (1..=5).contains(stars)),
            in_stock: query.get_str("in_stock") == Some("true"),
            options: read_options(query),
            sort: query.get_str("sort").and_then(|word| word.parse().ok()),
            place,
        }
    }

    fn url(&self) -> String {
        let path = match &self.place {
            Place::All => routes::shop::PRODUCTS.to_owned(),
            Place::Category(slug) => routes::shop::category(slug),
            Place::Search => routes::shop::SEARCH.to_owned(),
        };
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.category.iter().map(|slug| ("category", slug.clone())));
        pairs.extend(self.brands.iter().map(|brand| ("brand", brand.clone())));
        pairs.extend(self.min_price.map(|price| ("min_price", price.to_string())));
        pairs.extend(self.max_price.map(|price| ("max_price", price.to_string())));
        pairs.extend(self.min_rating.map(|stars| ("min_rating", stars.to_string())));
        if self.in_stock {
            pairs.push(("in_stock", "true".to_owned()));
        }
        pairs.extend(self.option_pairs());
        pairs.extend(self.sort.map(|sort| ("sort", sort.to_string())));
        path + &in_query(pairs)
    }

    fn wish(&self) -> String {
        in_query(self.option_pairs().collect())
    }

    fn filter(&self, cursor: Option<String>) -> ProductFilter {
        ProductFilter {
            q: self.q.clone(),
            category: self.category_slug().unwrap_or_default().to_owned(),
            brand: self.brands.clone(),
            min_price: self.min_price,
            max_price: self.max_price,
            min_rating: self.min_rating,
            in_stock: self.in_stock.then_some(true),
            option: self.options.iter().map(|(name, value)| format!("{name}={value}")).collect(),
            sort: self.sort,
            limit: Some(SHOP_LIST),
            cursor,
            ..ProductFilter::default()
        }
    }
}

/// The options that a query names: a list's filters, and what is wished of a product's variant.
#[must_use]
pub fn read_options(query: &ParamsMap) -> Vec<(String, String)> {
    let pairs = query.get_all("option").unwrap_or_default();
    pairs.iter().filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn in_query(pairs: Vec<(&str, String)>) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let query: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
    format!("?{}", query.join("&"))
}
