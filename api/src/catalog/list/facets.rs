//! Filters with counts.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use shared::catalog::{FacetChoice, Facets, OptionFacet};
use shared::ids::CategoryId;
use shared::money::Rupiah;

use super::filter::Filter;
use crate::catalog::tree::Tree;

/// What the statement counts. Categories are the ones products are in, not yet those above.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Counted {
    #[serde(default)]
    categories: Option<HashMap<CategoryId, i64>>,
    #[serde(default)]
    brands: Option<HashMap<String, i64>>,
    options: Option<HashMap<String, i64>>,
    /// For each chosen option, in the order of their names.
    chosen_options: Vec<Option<HashMap<String, i64>>>,
    ratings: [i64; 4],
    in_stock: i64,
    prices: [Option<i64>; 2],
}

impl Counted {
    /// The filters as they are shown. `scale` is how many products each counted one stands for,
    /// as a fraction.
    pub(super) fn facets(self, filter: &Filter, tree: &Tree, scale: (i64, i64)) -> Facets {
        let scaled = |count: i64| if scale.0 > scale.1 { count.saturating_mul(scale.0) / scale.1.max(1) } else { count };
        let (categories, brands) = if filter.is_plain() {
            let category = filter.category.as_deref().and_then(|slug| tree.find(slug));
            (tree.counts(|_, brand| filter.brands.is_empty() || filter.brands.iter().any(|name| name == brand)), tree.brand_counts(category))
        } else {
            let counts = |map: Option<HashMap<CategoryId, i64>>| map.unwrap_or_default().into_iter().map(|(id, count)| (id, scaled(count)));
            let brands = self.brands.unwrap_or_default().into_iter().map(|(name, count)| (name, scaled(count))).collect();
            (tree.roll_up(counts(self.categories)), brands)
        };
        let mut ratings = Vec::new();
        for (stars, count) in [4, 3, 2, 1].into_iter().zip(self.ratings) {
            ratings.push(FacetChoice { value: stars.to_string(), label: stars.to_string(), count: scaled(count) });
        }
        Facets {
            categories: tree
                .categories()
                .iter()
                .filter_map(|category| {
                    let count = *categories.get(&category.id)?;
                    (count > 0).then(|| FacetChoice { value: category.slug.clone(), label: category.name.clone(), count })
                })
                .collect(),
            brands: most_first(brands.into_iter().map(|(name, count)| FacetChoice { value: name.clone(), label: name, count })),
            options: options(filter, self.options, self.chosen_options, scaled),
            ratings,
            price_min: Rupiah(self.prices[0].unwrap_or_default()),
            price_max: Rupiah(self.prices[1].unwrap_or_default()),
            in_stock: scaled(self.in_stock),
        }
    }
}

fn most_first(choices: impl Iterator<Item = FacetChoice>) -> Vec<FacetChoice> {
    let mut choices: Vec<FacetChoice> = choices.filter(|choice| choice.count > 0).collect();
    choices.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    choices
}

/// Options that nothing is chosen of count under all filters, a chosen one under the others.
fn options(
    filter: &Filter,
    free: Option<HashMap<String, i64>>,
    chosen: Vec<Option<HashMap<String, i64>>>,
    scaled: impl Fn(i64) -> i64,
) -> Vec<OptionFacet> {
    let mut by_name: BTreeMap<String, Vec<FacetChoice>> = BTreeMap::new();
    let mut add = |pair: String, count: i64, wanted: &dyn Fn(&str) -> bool| {
        if let Some((name, label)) = pair.split_once('=')
            && wanted(name)
        {
            let choice = FacetChoice { value: pair.clone(), label: label.to_owned(), count: scaled(count) };
            by_name.entry(name.to_owned()).or_default().push(choice);
        }
    };
    for (pair, count) in free.unwrap_or_default() {
        add(pair, count, &|name| !filter.options.contains_key(name));
    }
    for (chosen_name, counts) in filter.options.keys().zip(chosen) {
        for (pair, count) in counts.unwrap_or_default() {
            add(pair, count, &|name| name == chosen_name);
        }
    }
    by_name.into_iter().map(|(name, choices)| OptionFacet { name, choices: most_first(choices.into_iter()) }).collect()
}
