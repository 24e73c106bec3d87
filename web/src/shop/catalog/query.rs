//! What a list shows, as its URL says it.

use leptos_router::params::ParamsMap;
use shared::catalog::ProductSort;
use shared::page::SHOP_LIST;

use crate::api::catalog::ProductFilter;
use crate::api::query::encode;
use crate::routes;

/// Where a list lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `/products`.
    All,
    /// `/categories/:slug`.
    Category(String),
    /// `/search`.
    Search,
}

/// Filters and order of a list. The URL is its only home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Where the list lives.
    pub place: Place,
    /// Search text.
    pub q: String,
    /// Category that narrows a search.
    pub category: Option<String>,
    /// Brands.
    pub brands: Vec<String>,
    /// Lowest price.
    pub min_price: Option<i64>,
    /// Highest price.
    pub max_price: Option<i64>,
    /// At least so many stars.
    pub min_rating: Option<u8>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// Options as name and value.
    pub options: Vec<(String, String)>,
    /// Order.
    pub sort: Option<ProductSort>,
}

impl ListQuery {
    /// Reads the query of a URL. What makes no sense is left out.
    #[must_use]
    pub fn read(place: Place, query: &ParamsMap) -> Self {
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

    /// The URL that shows this list.
    #[must_use]
    pub fn url(&self) -> String {
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

    /// What a product's address is followed by, so that its page begins with a variant that was filtered for.
    #[must_use]
    pub fn wish(&self) -> String {
        in_query(self.option_pairs().collect())
    }

    fn option_pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.options.iter().map(|(name, value)| ("option", format!("{name}={value}")))
    }

    /// What to ask the server.
    #[must_use]
    pub fn filter(&self, cursor: Option<String>) -> ProductFilter {
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

    /// The category in force, be it the page's or a filter.
    #[must_use]
    pub fn category_slug(&self) -> Option<&str> {
        match &self.place {
            Place::Category(slug) => Some(slug),
            Place::All | Place::Search => self.category.as_deref(),
        }
    }

    /// The same filters in another category, or in none.
    #[must_use]
    pub fn in_category(&self, slug: Option<&str>) -> Self {
        let mut other = self.clone();
        match (&self.place, slug) {
            (Place::Search, slug) => other.category = slug.map(str::to_owned),
            (_, Some(slug)) => other.place = Place::Category(slug.to_owned()),
            (_, None) => other.place = Place::All,
        }
        // Options belong to the kind of thing one was looking at.
        other.options.clear();
        other
    }

    /// The same list without any filter; place, search text and order stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            place: self.place.clone(),
            q: self.q.clone(),
            sort: self.sort,
            category: None,
            brands: Vec::new(),
            min_price: None,
            max_price: None,
            min_rating: None,
            in_stock: false,
            options: Vec::new(),
        }
    }

    /// How many filters are set.
    #[must_use]
    pub fn filters(&self) -> usize {
        self.brands.len()
            + self.options.len()
            + usize::from(self.category.is_some())
            + usize::from(self.min_price.is_some() || self.max_price.is_some())
            + usize::from(self.min_rating.is_some())
            + usize::from(self.in_stock)
    }

    /// Adds the brand, or takes it out.
    pub fn toggle_brand(&mut self, brand: &str) {
        toggle(&mut self.brands, brand.to_owned());
    }

    /// Adds the option, or takes it out.
    pub fn toggle_option(&mut self, name: &str, value: &str) {
        toggle(&mut self.options, (name.to_owned(), value.to_owned()));
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

fn toggle<T: PartialEq>(list: &mut Vec<T>, item: T) {
    match list.iter().position(|known| *known == item) {
        Some(at) => drop(list.remove(at)),
        None => list.push(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_counted_and_cleared() {
        let mut query = ListQuery::read(Place::All, &ParamsMap::new());
        assert_eq!(query.filters(), 0);
        query.toggle_brand("ESP");
        query.toggle_option("Warna", "Black");
        query.min_price = Some(1);
        query.max_price = Some(2);
        assert_eq!(query.filters(), 3);
        query.toggle_brand("ESP");
        assert_eq!(query.filters(), 2);
        assert_eq!(query.cleared().filters(), 0);
    }

    #[test]
    fn another_category_drops_the_options_of_the_first() {
        let mut query = ListQuery::read(Place::Category("guitars".into()), &ParamsMap::new());
        query.toggle_option("Warna", "Black");
        query.toggle_brand("ESP");
        let other = query.in_category(Some("basses"));
        assert_eq!((other.place, other.options.len(), other.brands.len()), (Place::Category("basses".into()), 0, 1));
    }
}
