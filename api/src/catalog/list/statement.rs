//! The statements of a list.
//!
//! A list is either short enough to be read whole (up to [`CAP`] rows), then it is sorted, counted
//! and faceted exactly, or it is long, then its order's index is walked (a long list has a match
//! every few rows) and the facets are counted over a sample. Neither grows with the catalogue.

use sea_orm::Value;

use super::conditions::{Conditions, Part, Reading, correction};
use super::filter::Filter;
use super::order::{Order, Position};
use crate::catalog::card::CARD_COLUMNS;
use crate::catalog::text;

/// Lists up to here are counted, ranked and faceted exactly (`shared::page::EXACT_TOTAL`).
pub(super) const CAP: i64 = shared::page::EXACT_TOTAL;
/// Rows that stand for a list that is known to be longer than [`CAP`].
const SAMPLE: i64 = 2_000;
/// The most brands and option values that are offered.
const MAX_BRANDS: usize = 200;
const MAX_PAIRS: usize = 300;

/// SQL with its values.
pub(super) type Bound = (String, Vec<Value>);

/// What is known of a list's length before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Unknown,
    Known(i64),
}

impl Length {
    fn is_long(self) -> bool {
        matches!(self, Self::Known(total) if total > CAP)
    }

    /// How many rows are read to count and to facet.
    pub(super) fn sample(self) -> i64 {
        if self.is_long() { SAMPLE } else { CAP + 1 }
    }
}

/// The first page: one row with `matches`, `text_found`, `read_as`, `items` and `facets`.
pub(super) fn first(filter: &Filter, mut conditions: Conditions, orders: [Order; 2], limit: usize, length: Length, reading: &Reading) -> Bound {
    let [short, long] = orders;
    let (all, take) = (conditions.all(), limit + 1);
    let mut with = Vec::new();
    if *reading == Reading::Corrected {
        let words: Vec<String> = text::words(filter.text.as_deref().unwrap_or_default()).into_iter().map(str::to_owned).collect();
        with.push(correction(&conditions.values.bind(words)));
    }
    with.push(format!(
        "hits AS MATERIALIZED (
            SELECT l.product_id, l.category_id, l.brand, l.price_min, l.rating_hundredths, l.in_stock, l.option_pairs
            FROM product_listings l WHERE {all} LIMIT {})",
        length.sample()
    ));
    with.push("size AS MATERIALIZED (SELECT count(*) AS n FROM hits)".to_owned());
    // Only one of the two is run.
    let sorted = format!(
        "(SELECT product_id, {key} AS key FROM hits JOIN product_listings l USING (product_id)
          WHERE (SELECT n FROM size) <= {CAP} ORDER BY key {direction}, product_id {direction} LIMIT {take})",
        key = key(short, &conditions),
        direction = short.direction(),
    );
    let walked = format!(
        "(SELECT l.product_id, {key} AS key FROM product_listings l
          WHERE (SELECT n FROM size) > {CAP} AND {all} ORDER BY key {direction}, l.product_id {direction} LIMIT {take})",
        key = key(long, &conditions),
        direction = long.direction(),
    );
    with.push(match length {
        Length::Known(_) if length.is_long() => format!("top AS MATERIALIZED {}", walked.replace(&format!("(SELECT n FROM size) > {CAP} AND "), "")),
        Length::Known(_) => format!("top AS MATERIALIZED {sorted}"),
        Length::Unknown => format!("top AS MATERIALIZED ({sorted} UNION ALL {walked})"),
    });
    let text_found = match (&conditions.query, reading) {
        (Some(query), Reading::Typed) => {
            format!("(SELECT n FROM size) > 0 OR EXISTS (SELECT FROM product_listings l WHERE l.search @@ {query})")
        }
        _ => "true".to_owned(),
    };
    let read_as = if *reading == Reading::Corrected { "(SELECT read_as FROM corrected)" } else { "NULL::text" };
    let sql = format!(
        "WITH {with}
         SELECT (SELECT n FROM size) AS matches, {text_found} AS text_found, {read_as} AS read_as,
            (SELECT json_agg(card) FROM (
                SELECT {CARD_COLUMNS}, {rank} AS rank FROM top JOIN product_listings l USING (product_id)
                ORDER BY top.key {direction}, product_id {direction}) card) AS items,
            {facets} AS facets",
        with = with.join(",\n"),
        rank = if short == Order::Rank { "top.key" } else { "NULL::bigint" },
        direction = short.direction(),
        facets = facets(filter, &conditions, length),
    );
    (sql, conditions.values.into_inner())
}

/// A later page: one row with `items`.
pub(super) fn next(mut conditions: Conditions, position: &Position, limit: usize) -> Bound {
    let order = position.order;
    let (all, take, direction) = (conditions.all(), limit + 1, order.direction());
    let (value, kind) = position.key.value();
    let after = format!("({}::{kind}, {}::uuid)", conditions.values.bind(value), conditions.values.bind(position.id.0));
    let key = key(order, &conditions);
    let beyond = order.beyond();
    let top = match order.column() {
        Some(_) => format!(
            "SELECT l.product_id, {key} AS key FROM product_listings l WHERE {all} AND ({key}, l.product_id) {beyond} {after}
             ORDER BY key {direction}, l.product_id {direction} LIMIT {take}"
        ),
        // Ranks are worked out for the list as a whole, which is short.
        None => format!(
            "SELECT product_id, key FROM (SELECT l.product_id, {key} AS key FROM product_listings l WHERE {all} LIMIT {CAP}) ranked
             WHERE (key, product_id) {beyond} {after} ORDER BY key {direction}, product_id {direction} LIMIT {take}"
        ),
    };
    let sql = format!(
        "WITH top AS MATERIALIZED ({top})
         SELECT json_agg(card) AS items FROM (
            SELECT {CARD_COLUMNS}, {rank} AS rank FROM top JOIN product_listings l USING (product_id)
            ORDER BY top.key {direction}, product_id {direction}) card",
        rank = if order == Order::Rank { "top.key" } else { "NULL::bigint" },
    );
    (sql, conditions.values.into_inner())
}

/// The whole list, without columns.
pub(super) fn rows(conditions: Conditions) -> Bound {
    (format!("SELECT FROM product_listings l WHERE {}", conditions.all()), conditions.values.into_inner())
}

fn key(order: Order, conditions: &Conditions) -> String {
    match (order.column(), &conditions.query) {
        (Some(column), _) => format!("l.{column}"),
        // Brand, name, model and SKU weigh most, then the category, options, and the description;
        // of equal matches what people buy comes first.
        (None, Some(query)) => {
            format!("((ts_rank('{{0.05,0.2,0.4,1}}', l.search, {query}) * 1000000)::bigint + least(l.sold_count, 1000) * 20)")
        }
        (None, None) => "0::bigint".to_owned(),
    }
}

/// Counts for each filter under the others, as one JSON object. Category and brand are left out
/// where nothing else narrows the list: they are counted already (`listing_counts`).
fn facets(filter: &Filter, conditions: &Conditions, length: Length) -> String {
    let set = |part: &Part| match conditions.without(part) {
        Some(others) => {
            format!(
                "(SELECT l.category_id, l.brand, l.price_min, l.rating_hundredths, l.in_stock, l.option_pairs
                  FROM product_listings l WHERE {others} LIMIT {}) s",
                length.sample()
            )
        }
        None => "hits s".to_owned(),
    };
    let pairs = |part: &Part| {
        format!(
            "(SELECT json_object_agg(pair, n) FROM (
                SELECT pair, count(*) AS n FROM {}, unnest(s.option_pairs) AS pair GROUP BY pair ORDER BY n DESC, pair LIMIT {MAX_PAIRS}) x)",
            set(part)
        )
    };
    let mut entries = Vec::new();
    if !filter.is_plain() {
        entries.push(format!(
            "'categories', (SELECT json_object_agg(category_id, n) FROM (SELECT category_id, count(*) AS n FROM {} GROUP BY 1) x)",
            set(&Part::Category)
        ));
        entries.push(format!(
            "'brands', (SELECT json_object_agg(brand, n) FROM (
                SELECT brand, count(*) AS n FROM {} GROUP BY brand ORDER BY n DESC, brand LIMIT {MAX_BRANDS}) x)",
            set(&Part::Brand)
        ));
    }
    let chosen: Vec<String> = filter.options.keys().map(|name| pairs(&Part::Option(name.clone()))).collect();
    // No option is called "", so this counts under all of them.
    entries.push(format!("'options', {}", pairs(&Part::Option(String::new()))));
    entries.push(format!("'chosen_options', json_build_array({})", chosen.join(", ")));
    entries.push(format!(
        "'ratings', (SELECT json_build_array(count(*) FILTER (WHERE rating_hundredths >= 400), count(*) FILTER (WHERE rating_hundredths >= 300),
            count(*) FILTER (WHERE rating_hundredths >= 200), count(*) FILTER (WHERE rating_hundredths >= 100)) FROM {})",
        set(&Part::Rating)
    ));
    entries.push(format!("'in_stock', (SELECT count(*) FILTER (WHERE in_stock) FROM {})", set(&Part::Stock)));
    entries.push(format!("'prices', {}", prices(conditions, length)));
    format!("json_build_object({})", entries.join(",\n"))
}

/// Lowest and highest price; of a long list the true ones, not those of the sample.
fn prices(conditions: &Conditions, length: Length) -> String {
    let others = conditions.without(&Part::Price).unwrap_or_else(|| conditions.all());
    let end = |direction: &str| format!("(SELECT l.price_min FROM product_listings l WHERE {others} ORDER BY l.price_min {direction}, l.product_id {direction} LIMIT 1)");
    let ends = format!("json_build_array({}, {})", end("ASC"), end("DESC"));
    if length.is_long() {
        return ends;
    }
    let sample = match conditions.without(&Part::Price) {
        Some(_) => format!("(SELECT l.price_min FROM product_listings l WHERE {others} LIMIT {}) s", CAP + 1),
        None => "hits s".to_owned(),
    };
    format!("(SELECT CASE WHEN count(*) > {CAP} THEN {ends} ELSE json_build_array(min(price_min), max(price_min)) END FROM {sample})")
}
