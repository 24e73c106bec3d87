//! What a product list is asked for.

use std::collections::BTreeMap;

use shared::catalog::ProductSort;
use shared::ids::ProductId;
use shared::page::{self, DEFAULT_LIMIT};
use shared::validate::{Faults, FieldCode, FieldError};

use crate::catalog::text;

/// The most values of one filter.
const MAX_CHOICES: usize = 50;
/// The most characters of one value.
const MAX_VALUE: usize = 100;
/// More than any price.
const MAX_PRICE: i64 = 1_000_000_000_000;

/// The query parameters as they came in.
#[derive(Default)]
pub struct Asked {
    /// Search text.
    pub q: Option<String>,
    /// Slug of a category.
    pub category: Option<String>,
    /// Brands.
    pub brand: Vec<String>,
    /// Lowest price in rupiah.
    pub min_price: Option<i64>,
    /// Highest price in rupiah.
    pub max_price: Option<i64>,
    /// At least so many whole stars.
    pub min_rating: Option<i32>,
    /// Only what can be bought now.
    pub in_stock: Option<bool>,
    /// Options as `Name=Value`.
    pub option: Vec<String>,
    /// Only these products.
    pub id: Vec<ProductId>,
    /// Order.
    pub sort: Option<ProductSort>,
    /// Items per page.
    pub limit: Option<u32>,
}

/// Which products: equal for requests that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::catalog) struct Filter {
    /// Normalized search text.
    pub text: Option<String>,
    /// Slug of a category; its descendants are meant as well.
    pub category: Option<String>,
    /// Any of these brands; all when empty.
    pub brands: Vec<String>,
    /// Lowest price in rupiah.
    pub min_price: Option<i64>,
    /// Highest price in rupiah.
    pub max_price: Option<i64>,
    /// At least so many whole stars.
    pub min_rating: Option<i32>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// Any of the values, for each name.
    pub options: BTreeMap<String, Vec<String>>,
    /// Only these products; all when empty.
    pub ids: Vec<ProductId>,
}

/// A page of a list; the key of the cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::catalog) struct ListQuery {
    pub filter: Filter,
    pub sort: ProductSort,
    pub limit: usize,
}

impl Filter {
    /// Whether nothing but category and brands narrows the list: totals are then counted already.
    pub(super) fn is_plain(&self) -> bool {
        let plain = Self { category: self.category.clone(), brands: self.brands.clone(), ..Self::default() };
        *self == plain
    }

    /// Whether there is nothing but a text.
    pub(super) fn is_text_only(&self) -> bool {
        let text = Self { text: self.text.clone(), ..Self::default() };
        self.text.is_some() && *self == text
    }
}

impl ListQuery {
    /// Checks and normalizes.
    ///
    /// # Errors
    /// Every parameter that breaks a rule.
    pub(in crate::catalog) fn of(asked: Asked) -> Result<Self, Vec<FieldError>> {
        let mut faults = ParameterFaults::default();
        let limit = faults.limit(asked.limit);
        let text = asked.q.as_deref().map(text::normalize).filter(|text| !text.is_empty());
        if let Some(text) = &text {
            faults.rules(|rules| rules.text("q", text, 0, text::MAX_TEXT));
        }
        let category = asked.category.filter(|slug| !slug.is_empty());
        if let Some(slug) = &category {
            faults.value("category", slug);
        }
        for (name, price) in [("min_price", asked.min_price), ("max_price", asked.max_price)] {
            if let Some(price) = price {
                faults.rules(|rules| rules.range(name, price, 0, MAX_PRICE));
            }
        }
        if let (Some(min), Some(max)) = (asked.min_price, asked.max_price)
            && min > max
        {
            faults.add(FieldError::new("max_price", FieldCode::TooSmall).with("min", min));
        }
        if let Some(stars) = asked.min_rating {
            faults.rules(|rules| rules.range("min_rating", i64::from(stars), 1, 5));
        }
        let filter = Filter {
            text,
            category,
            brands: faults.list("brand", &asked.brand),
            min_price: asked.min_price.filter(|&price| price > 0),
            max_price: asked.max_price,
            min_rating: asked.min_rating,
            in_stock: asked.in_stock.unwrap_or(false),
            options: faults.options(&asked.option),
            ids: faults.ids(asked.id),
        };
        let sort = match asked.sort.unwrap_or(ProductSort::Relevance) {
            // Without a text nothing matches better than something else.
            ProductSort::Relevance if filter.text.is_none() => ProductSort::Newest,
            sort => sort,
        };
        faults.finish()?;
        Ok(Self { filter, sort, limit })
    }
}

/// Collects broken rules of parameters.
#[derive(Default)]
pub(in crate::catalog) struct ParameterFaults(Vec<FieldError>);

/// Something whose rules are only its own.
struct Rules<F>(F);

impl<F: Fn(&mut Faults)> shared::validate::Validate for Rules<F> {
    fn check(&self, faults: &mut Faults) {
        (self.0)(faults);
    }
}

impl ParameterFaults {
    pub(in crate::catalog) fn add(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Rules of `shared`.
    pub(in crate::catalog) fn rules(&mut self, check: impl Fn(&mut Faults)) {
        if let Err(errors) = shared::validate::Validate::validate(&Rules(check)) {
            self.0.extend(errors);
        }
    }

    pub(in crate::catalog) fn limit(&mut self, limit: Option<u32>) -> usize {
        let limit = page::limit(limit).unwrap_or_else(|fault| {
            self.add(fault);
            DEFAULT_LIMIT
        });
        usize::try_from(limit).unwrap_or(1)
    }

    pub(in crate::catalog) fn value(&mut self, name: &str, value: &str) {
        self.rules(|rules| rules.text(name, value, 1, MAX_VALUE));
    }

    /// Values given several times or with commas between them.
    fn list(&mut self, name: &str, given: &[String]) -> Vec<String> {
        let mut values: Vec<String> = given
            .iter()
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect();
        values.sort();
        values.dedup();
        self.few(name, values.len());
        for value in &values {
            self.value(name, value);
        }
        values
    }

    fn options(&mut self, given: &[String]) -> BTreeMap<String, Vec<String>> {
        let mut options: BTreeMap<String, Vec<String>> = BTreeMap::new();
        self.few("option", given.len());
        for pair in given {
            match pair.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
                Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                    self.value("option", pair);
                    let values = options.entry(name.to_owned()).or_default();
                    values.push(value.to_owned());
                    values.sort();
                    values.dedup();
                }
                _ => self.add(FieldError::new("option", FieldCode::InvalidFormat)),
            }
        }
        options
    }

    fn ids(&mut self, mut ids: Vec<ProductId>) -> Vec<ProductId> {
        self.few("id", ids.len());
        ids.sort();
        ids.dedup();
        ids
    }

    fn few(&mut self, name: &str, count: usize) {
        if count > MAX_CHOICES {
            self.add(FieldError::new(name, FieldCode::TooMany).with("max", MAX_CHOICES));
        }
    }

    /// # Errors
    /// The broken rules, one per parameter and rule.
    pub(in crate::catalog) fn finish(mut self) -> Result<(), Vec<FieldError>> {
        self.0.dedup();
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(asked: Asked) -> ListQuery {
        ListQuery::of(asked).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn faults(asked: Asked) -> Vec<(String, FieldCode)> {
        ListQuery::of(asked).err().unwrap_or_default().into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn requests_that_mean_the_same_share_a_key() {
        let one = query(Asked {
            q: Some(" Les  PAUL ".into()),
            brand: texts(&["Gibson,Epiphone"]),
            option: texts(&["Warna=Hitam", "Warna=Putih"]),
            min_price: Some(0),
            in_stock: Some(false),
            ..Asked::default()
        });
        let other = query(Asked {
            q: Some("les paul".into()),
            brand: texts(&["Epiphone", " Gibson", "Gibson"]),
            option: texts(&["Warna=Putih", "Warna=Hitam", "Warna=Hitam"]),
            sort: Some(ProductSort::Relevance),
            limit: Some(DEFAULT_LIMIT),
            ..Asked::default()
        });
        assert_eq!(one, other);
    }

    #[test]
    fn relevance_without_a_text_is_newest() {
        assert_eq!(
            query(Asked { sort: Some(ProductSort::Relevance), q: Some(" ".into()), ..Asked::default() }).sort,
            ProductSort::Newest
        );
        assert_eq!(query(Asked { q: Some("bass".into()), ..Asked::default() }).sort, ProductSort::Relevance);
    }

    #[test]
    fn every_fault_is_named() {
        let found = faults(Asked {
            q: Some("x".repeat(101)),
            category: Some("a\0b".into()),
            brand: texts(&["a\0"]),
            min_price: Some(-1),
            max_price: Some(-2),
            min_rating: Some(6),
            option: texts(&["Warna", "=x", "a="]),
            limit: Some(0),
            ..Asked::default()
        });
        for name in ["q", "category", "brand", "min_price", "max_price", "min_rating", "option", "limit"] {
            assert!(found.iter().any(|(pointer, _)| pointer == name), "{name}: {found:?}");
        }
        assert_eq!(
            faults(Asked { min_price: Some(5), max_price: Some(4), ..Asked::default() }),
            [("max_price".to_owned(), FieldCode::TooSmall)]
        );
        assert_eq!(
            faults(Asked { brand: (0..51).map(|n| n.to_string()).collect(), ..Asked::default() }),
            [("brand".to_owned(), FieldCode::TooMany)]
        );
        assert_eq!(faults(Asked { limit: Some(101), ..Asked::default() }), [("limit".to_owned(), FieldCode::TooLarge)]);
    }

    #[test]
    fn plain_lists_are_known() {
        assert!(query(Asked { category: Some("gitar".into()), brand: texts(&["ESP"]), ..Asked::default() }).filter.is_plain());
        assert!(!query(Asked { in_stock: Some(true), ..Asked::default() }).filter.is_plain());
    }
}
