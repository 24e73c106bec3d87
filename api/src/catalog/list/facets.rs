//! Filters with counts.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use shared::catalog::{FacetChoice, Facets, OptionFacet};
use shared::ids::CategoryId;
use shared::money::Rupiah;

use super::filter::Filter;
use crate::catalog::tree::Tree;

/// What the statement counts (`facet_sql`). Categories are the ones products are in, not yet those
/// above.
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
    /// For each facet that does not count over the list itself: products counted over, and how many
    /// of these are in the list.
    samples: HashMap<String, [i64; 2]>,
}

/// A list and how much of it was counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Products in the list.
    pub total: i64,
    /// Products of it that were read.
    pub read: i64,
    /// The most that are read and counted exactly.
    pub short: i64,
}

/// How many products each counted one stands for, as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale(i64, i64);

impl Scale {
    const EXACT: Self = Self(1, 1);

    fn apply(self, count: i64) -> i64 {
        count.saturating_mul(self.0) / self.1.max(1)
    }
}

impl Counted {
    fn scale(&self, facet: &str, sample: Sample) -> Scale {
        match self.samples.get(facet) {
            Some([read, _]) if *read <= sample.short => Scale::EXACT,
            // As many of the whole are in the list as of the sample.
            Some([_, in_list]) => Scale(sample.total.max(1), (*in_list).max(1)),
            None if sample.total <= sample.short => Scale::EXACT,
            None => Scale(sample.total, sample.read.max(1)),
        }
    }

    /// The filters as they are shown.
    pub(super) fn facets(mut self, filter: &Filter, tree: &Tree, sample: Sample) -> Facets {
        // "" stands for every facet that counts over the list itself.
        let facets = self.samples.keys().map(String::as_str).chain([""]);
        let scales: HashMap<String, Scale> = facets.map(|facet| (facet.to_owned(), self.scale(facet, sample))).collect();
        let scale = |facet: &str| scales.get(facet).or_else(|| scales.get("")).copied().unwrap_or(Scale::EXACT);
        let (categories, brands) = if filter.is_plain() {
            let category = filter.category.as_deref().and_then(|slug| tree.find(slug));
            (
                tree.counts(|_, brand| filter.brands.is_empty() || filter.brands.iter().any(|name| name == brand)),
                tree.brand_counts(category),
            )
        } else {
            let (of_category, of_brand) = (scale("categories"), scale("brands"));
            let categories =
                self.categories.take().unwrap_or_default().into_iter().map(|(id, count)| (id, of_category.apply(count)));
            let brands = self.brands.take().unwrap_or_default().into_iter().map(|(name, count)| (name, of_brand.apply(count)));
            (tree.roll_up(categories), brands.collect())
        };
        let stars = [4, 3, 2, 1].into_iter().zip(self.ratings);
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
            ratings: stars
                .map(|(stars, count)| FacetChoice {
                    value: stars.to_string(),
                    label: stars.to_string(),
                    count: scale("ratings").apply(count),
                })
                .collect(),
            price_min: Rupiah(self.prices[0].unwrap_or_default()),
            price_max: Rupiah(self.prices[1].unwrap_or_default()),
            in_stock: scale("in_stock").apply(self.in_stock),
            are_estimates: scales.values().any(|scale| *scale != Scale::EXACT),
            options: options(filter, self.options, self.chosen_options, scale),
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
    scale: impl Fn(&str) -> Scale,
) -> Vec<OptionFacet> {
    let mut by_name: BTreeMap<String, Vec<FacetChoice>> = BTreeMap::new();
    let mut add = |counts: Option<HashMap<String, i64>>, scale: Scale, wanted: &dyn Fn(&str) -> bool| {
        for (pair, count) in counts.unwrap_or_default() {
            if let Some((name, label)) = pair.split_once('=')
                && wanted(name)
            {
                let choice = FacetChoice { value: pair.clone(), label: label.to_owned(), count: scale.apply(count) };
                by_name.entry(name.to_owned()).or_default().push(choice);
            }
        }
    };
    add(free, scale(""), &|name| !filter.options.contains_key(name));
    for (place, (chosen_name, counts)) in filter.options.keys().zip(chosen).enumerate() {
        add(counts, scale(&format!("options_{place}")), &|name| name == chosen_name);
    }
    by_name.into_iter().map(|(name, choices)| OptionFacet { name, choices: most_first(choices.into_iter()) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_whole_stays_exact() {
        let counted = Counted {
            samples: HashMap::from([("brands".to_owned(), [1_500, 20]), ("ratings".to_owned(), [2_001, 10])]),
            ..Counted::default()
        };
        let list = Sample { total: 30, read: 30, short: 2_000 };
        assert_eq!(counted.scale("brands", list), Scale::EXACT);
        assert_eq!(counted.scale("in_stock", list), Scale::EXACT);
        // 10 of the 2,001 looked at are among the 30, so each stands for three.
        assert_eq!(counted.scale("ratings", list).apply(2_001), 6_003);
    }

    #[test]
    fn a_long_list_is_counted_by_sample() {
        let counted = Counted::default();
        let list = Sample { total: 50_000, read: 2_000, short: 2_000 };
        assert_eq!(counted.scale("", list).apply(40), 1_000);
        assert_eq!(counted.scale("", Sample { total: 0, read: 0, short: 2_000 }), Scale::EXACT);
    }
}
