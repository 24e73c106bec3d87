//! What a list of products shows.

use shared::catalog::ProductSort;

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
    /// All that is in a place.
    #[must_use]
    pub fn all(place: Place) -> Self {
        Self {
            place,
            q: String::new(),
            category: None,
            brands: Vec::new(),
            min_price: None,
            max_price: None,
            min_rating: None,
            in_stock: false,
            options: Vec::new(),
            sort: None,
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
        Self { q: self.q.clone(), sort: self.sort, ..Self::all(self.place.clone()) }
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

    /// The options as parameters of an address.
    pub fn option_pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.options.iter().map(|(name, value)| ("option", format!("{name}={value}")))
    }
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
        let mut query = ListQuery::all(Place::All);
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
        let mut query = ListQuery::all(Place::Category("guitars".into()));
        query.toggle_option("Warna", "Black");
        query.toggle_brand("ESP");
        let other = query.in_category(Some("basses"));
        assert_eq!((other.place, other.options.len(), other.brands.len()), (Place::Category("basses".into()), 0, 1));
    }
}
