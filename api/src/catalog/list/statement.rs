//! The statements of a list.
//!
//! A list is either short, then it is read whole: sorted, ranked and faceted exactly. Or it is
//! long, then its order's index is walked (a long list has a match every few rows), and the facets
//! are counted over a sample. Neither grows with the catalogue.

use sea_orm::Value;
use shared::page::EXACT_TOTAL;

use super::conditions::{Conditions, Reading, correction};
use super::facet_sql;
use super::filter::Filter;
use super::order::{Order, Position};
use crate::catalog::card::CARD_COLUMNS;
use crate::catalog::text;

/// A short list of a large catalogue.
const SHORT: i64 = 1_000;

/// SQL with its values.
pub(super) type Bound = (String, Vec<Value>);

/// What is known of a list before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// How many products it has, if that is counted already.
    pub total: Option<i64>,
    /// The most products of a short list, and the sample of a long one.
    pub short: i64,
}

impl Extent {
    /// In a catalogue of this size. One that is small enough to be counted exactly has short lists
    /// only.
    pub(super) fn new(total: Option<i64>, catalogue: i64) -> Self {
        Self { total, short: if catalogue <= EXACT_TOTAL { EXACT_TOTAL } else { SHORT } }
    }

    /// Whether the catalogue is too large for all its lists to be short.
    pub(super) fn of_many(self) -> bool {
        self.short < EXACT_TOTAL
    }

    pub(super) fn is_long(self) -> bool {
        self.total.is_some_and(|total| total > self.short)
    }

    /// How many rows are read: of a list of unknown length one more than makes it long.
    pub(super) fn sample(self) -> i64 {
        if self.is_long() { self.short } else { self.short + 1 }
    }
}

/// How a list is gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From all products, by the index of whatever is asked.
    Walk,
    /// From the few products that the text finds: the index of texts is slow to ask, and a list asks many things.
    Find,
}

/// The first page: one row with `read` (rows of the sample), `total`, `text_found`, `found_all` (otherwise the text finds too
/// many for this way), `read_as`, `any_word`, `items` and `facets`.
pub(super) fn first(
    filter: &Filter,
    mut conditions: Conditions,
    orders: [Order; 2],
    limit: usize,
    extent: Extent,
    reading: &Reading,
    way: Way,
) -> Bound {
    let [short, long] = orders;
    let (take, most) = (limit + 1, extent.short);
    let mut with = Vec::new();
    if *reading == Reading::Corrected {
        let words: Vec<String> = text::words(filter.text.as_deref().unwrap_or_default()).into_iter().map(str::to_owned).collect();
        with.push(correction(&conditions.values.bind(words)));
    }
    let found = match way {
        Way::Find => conditions.clone().of_found(),
        Way::Walk => None,
    };
    let finds = found.is_some();
    if let Some((found, of_found)) = found {
        with.push(found);
        conditions = of_found;
    }
    let (all, products) = (conditions.all(), conditions.products);
    with.push(format!(
        "hits AS MATERIALIZED (
            SELECT l.product_id, l.category_id, l.brand, l.price_min, l.rating_hundredths, l.in_stock, l.option_pairs
            FROM {products} WHERE {all} LIMIT {})",
        extent.sample()
    ));
    with.push("size AS MATERIALIZED (SELECT count(*) AS n FROM hits)".to_owned());
    // Only one of the two is run.
    let sorted = format!(
        "(SELECT product_id, {key} AS key FROM hits JOIN product_listings l USING (product_id)
          WHERE (SELECT n FROM size) <= {most} ORDER BY key {direction}, product_id {direction} LIMIT {take})",
        key = key(short, &conditions),
        direction = short.direction(),
    );
    let walked = format!(
        "(SELECT l.product_id, {key} AS key FROM {products}
          WHERE {gate}{all} ORDER BY key {direction}, l.product_id {direction} LIMIT {take})",
        key = key(long, &conditions),
        direction = long.direction(),
        gate = if extent.total.is_some() { String::new() } else { format!("(SELECT n FROM size) > {most} AND ") },
    );
    with.push(match extent.total {
        Some(_) if extent.is_long() => format!("top AS MATERIALIZED {walked}"),
        Some(_) => format!("top AS MATERIALIZED {sorted}"),
        None => format!("top AS MATERIALIZED ({sorted} UNION ALL {walked})"),
    });
    let total = match extent.total {
        Some(total) => format!("{total}::bigint"),
        None if most == EXACT_TOTAL => "(SELECT n FROM size)".to_owned(),
        None => format!(
            "CASE WHEN (SELECT n FROM size) <= {most} THEN (SELECT n FROM size)
                ELSE (SELECT count(*) FROM (SELECT FROM {products} WHERE {all} LIMIT {}) x) END",
            EXACT_TOTAL + 1
        ),
    };
    let (sets, facets) = facet_sql::facets(filter, &conditions, extent);
    with.extend(sets);
    let text_found = match (&conditions.query, reading) {
        (Some(_), Reading::Whole | Reading::Typed) if finds => "(SELECT count(*) FROM found) > 0".to_owned(),
        (Some(_), Reading::Whole | Reading::Typed) if filter.is_text_only() => "(SELECT n FROM size) > 0".to_owned(),
        // Not EXISTS: for a single row the planner would rather scan the table.
        (Some(query), Reading::Whole | Reading::Typed) => format!(
            "(SELECT n FROM size) > 0
                OR (SELECT count(*) FROM (SELECT FROM product_listings l WHERE l.search @@ {query} LIMIT {EXACT_TOTAL}) x) > 0"
        ),
        _ => "true".to_owned(),
    };
    let found_all = if finds { format!("(SELECT count(*) FROM found) <= {EXACT_TOTAL}") } else { "true".to_owned() };
    let read_as = match reading {
        Reading::Corrected => "(SELECT read_as FROM corrected) AS read_as, (SELECT any_word FROM corrected) AS any_word",
        Reading::Whole | Reading::Typed | Reading::Settled(_) => "NULL::text AS read_as, false AS any_word",
    };
    let sql = format!(
        "WITH {with}
         SELECT (SELECT n FROM size) AS read, {total} AS total, {text_found} AS text_found, {found_all} AS found_all, {read_as},
            (SELECT json_agg(card) FROM (
                SELECT {CARD_COLUMNS}, {rank} AS rank FROM top JOIN product_listings l USING (product_id)
                ORDER BY top.key {direction}, product_id {direction}) card) AS items,
            {facets} AS facets",
        with = with.join(",\n"),
        rank = if short == Order::Rank { "top.key" } else { "NULL::bigint" },
        direction = short.direction(),
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
            "SELECT product_id, key FROM (SELECT l.product_id, {key} AS key FROM product_listings l WHERE {all} LIMIT {EXACT_TOTAL}) ranked
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

/// What the text alone finds, without columns; `None` without one.
pub(super) fn of_text(conditions: &Conditions) -> Option<Bound> {
    let (query, values) = conditions.text()?;
    Some((format!("SELECT FROM product_listings l WHERE l.search @@ {query}"), values))
}

/// The whole list, without columns, for the planner to guess how long it is.
pub(super) fn rows(conditions: Conditions) -> Bound {
    (format!("SELECT FROM product_listings l WHERE {}", conditions.of_products()), conditions.values.into_inner())
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
