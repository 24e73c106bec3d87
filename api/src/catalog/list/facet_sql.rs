//! Counting the filters' choices.

use super::conditions::{Conditions, Part};
use super::filter::Filter;
use super::statement::Extent;

/// The most brands and option values that are offered.
const MAX_BRANDS: usize = 200;
const MAX_PAIRS: usize = 300;

/// `WITH` entries, and an expression over them (and over `hits`, the list itself): one JSON object
/// as `facets::Counted` reads it.
///
/// A filter that nothing is chosen of counts over the list; one with a choice counts over what the
/// list would be without it. Category and brand are left out where nothing else narrows the list:
/// they are counted already (`listing_counts`).
pub(super) fn facets(filter: &Filter, conditions: &Conditions, extent: Extent) -> (Vec<String>, String) {
    let mut sets = Sets { conditions, extent, with: Vec::new(), samples: Vec::new() };
    let mut entries = Vec::new();
    if !filter.is_plain() {
        let set = sets.under_others("categories", &Part::Category);
        entries.push(format!(
            "'categories', (SELECT json_object_agg(category_id, n) FROM (SELECT category_id, count(*) AS n FROM {set} GROUP BY 1) x)"
        ));
        let set = sets.under_others("brands", &Part::Brand);
        entries.push(format!(
            "'brands', (SELECT json_object_agg(brand, n) FROM (
                SELECT brand, count(*) AS n FROM {set} GROUP BY brand ORDER BY n DESC, brand LIMIT {MAX_BRANDS}) x)"
        ));
    }
    let pairs = |set: &str| {
        format!(
            "(SELECT json_object_agg(pair, n) FROM (
                SELECT pair, count(*) AS n FROM {set} s, unnest(s.option_pairs) AS pair GROUP BY pair ORDER BY n DESC, pair LIMIT {MAX_PAIRS}) x)"
        )
    };
    entries.push(format!("'options', {}", pairs("hits")));
    let mut chosen = Vec::new();
    for (place, name) in filter.options.keys().enumerate() {
        let set = sets.under_others(&format!("options_{place}"), &Part::Option(name.clone()));
        chosen.push(pairs(&set));
    }
    entries.push(format!("'chosen_options', json_build_array({})", chosen.join(", ")));
    let set = sets.under_others("ratings", &Part::Rating);
    entries.push(format!(
        "'ratings', (SELECT json_build_array(count(*) FILTER (WHERE rating_hundredths >= 400), count(*) FILTER (WHERE rating_hundredths >= 300),
            count(*) FILTER (WHERE rating_hundredths >= 200), count(*) FILTER (WHERE rating_hundredths >= 100)) FROM {set})"
    ));
    let set = sets.under_others("in_stock", &Part::Stock);
    entries.push(format!("'in_stock', (SELECT count(*) FILTER (WHERE in_stock) FROM {set})"));
    let set = sets.under_others("prices", &Part::Price);
    entries.push(format!("'prices', {}", prices(&set, conditions, extent)));
    entries.push(format!("'samples', json_build_object({})", sets.samples.join(", ")));
    (sets.with, format!("json_build_object({})", entries.join(",\n")))
}

struct Sets<'a> {
    conditions: &'a Conditions,
    extent: Extent,
    with: Vec<String>,
    samples: Vec<String>,
}

impl Sets<'_> {
    /// What the conditions of other parts leave. Besides its rows it tells how many of them the
    /// part's own conditions leave: with the list's length that says how long it is itself.
    fn under_others(&mut self, facet: &str, part: &Part) -> String {
        let Some((own, others)) = self.conditions.split(part) else { return "hits".to_owned() };
        let name = format!("set_{facet}");
        self.with.push(format!(
            "{name} AS MATERIALIZED (
                SELECT l.category_id, l.brand, l.price_min, l.rating_hundredths, l.in_stock, l.option_pairs, {own} AS own
                FROM {} WHERE {others} LIMIT {})",
            self.conditions.products,
            self.extent.short + 1
        ));
        self.samples.push(format!("'{facet}', (SELECT json_build_array(count(*), count(*) FILTER (WHERE own)) FROM {name})"));
        name
    }
}

/// Lowest and highest price; of a long list the true ones, not those of the sample.
fn prices(set: &str, conditions: &Conditions, extent: Extent) -> String {
    let others = conditions.split(&Part::Price).map_or_else(|| conditions.all(), |(_, others)| others);
    let end = |direction: &str| {
        format!(
            "(SELECT l.price_min FROM {} WHERE {others}
              ORDER BY l.price_min {direction}, l.product_id {direction} LIMIT 1)",
            conditions.products
        )
    };
    let ends = format!("json_build_array({}, {})", end("ASC"), end("DESC"));
    if extent.is_long() {
        return ends;
    }
    format!(
        "(SELECT CASE WHEN count(*) > {} THEN {ends} ELSE json_build_array(min(price_min), max(price_min)) END FROM {set})",
        extent.short
    )
}
