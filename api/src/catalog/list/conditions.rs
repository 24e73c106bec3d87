//! The filters of a list as SQL.

use sea_orm::Value;
use serde::{Deserialize, Serialize};
use shared::page::EXACT_TOTAL;

use super::filter::Filter;
use crate::catalog::text;

/// What a condition belongs to: each facet counts under the conditions of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    Ids,
    Category,
    Brand,
    Price,
    Rating,
    Stock,
    Option(String),
}

/// Values of a statement in the order they are bound.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(Vec<Value>);

impl Values {
    /// Binds a value and names it.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    pub(super) fn into_inner(self) -> Vec<Value> {
        self.0
    }
}

/// How the text is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it was typed, each word as it stands.
    Whole,
    /// As it was typed; the last word may be unfinished.
    Typed,
    /// As [`correction`] sets it right, within the same statement.
    Corrected,
    /// As it was set right before.
    Settled(Settled),
}

/// A text that was set right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settled {
    pub text: String,
    /// No product has all the words: any of them will do.
    pub any_word: bool,
}

/// One condition.
#[derive(Clone, Debug)]
struct Condition {
    part: Part,
    /// What it asks of the product, `l`: what an index knows.
    of_product: String,
    /// What it asks of a variant of it, `v`, if that is what it is about.
    of_variant: Option<String>,
}

/// What is found of every product that may be in a list: all that it is filtered, counted and ordered by.
const COLUMNS: &str =
    "l.product_id, l.category_id, l.category_path, l.brand, l.name, l.price_min, l.rating_hundredths, l.in_stock,
    l.option_pairs, l.sold_count, l.published_at";

/// The conditions on products `l`, with their values.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    /// Where the products come from.
    pub(super) products: &'static str,
    parts: Vec<Condition>,
    pub(super) values: Values,
    /// The search text as a `tsquery`.
    pub(super) query: Option<String>,
    /// How many of the values that names; they are the first.
    of_query: usize,
}

/// A `WITH` entry `corrected (read_as, any_word, query)`: the words of the text, each replaced by
/// the one that is most like it among those that products are found by (a model's number stays what it is), and left out if
/// there is none. Products with all these words are meant, or if there are none, products with any of them.
pub(in crate::catalog) fn correction(words: &str) -> String {
    format!(
        "corrected AS MATERIALIZED (
            SELECT read_as, any_word, CASE WHEN any_word THEN {any} ELSE every END AS query FROM (
                SELECT read_as, every,
                    (SELECT count(*) FROM (SELECT FROM product_listings l WHERE l.search @@ every LIMIT {EXACT_TOTAL}) x) = 0 AS any_word
                FROM (
                    SELECT string_agg(near.reads_as, ' ' ORDER BY typed.place) AS read_as,
                        plainto_tsquery('shop_simple', string_agg(near.reads_as, ' ' ORDER BY typed.place)) AS every
                    FROM unnest({words}::text[]) WITH ORDINALITY AS typed (word, place)
                    CROSS JOIN LATERAL (
                        SELECT w.reads_as FROM search_words w WHERE w.word % fold(typed.word)
                            AND regexp_replace(w.word, '[^0-9]', '', 'g') = regexp_replace(typed.word, '[^0-9]', '', 'g')
                        ORDER BY similarity(w.word, fold(typed.word)) DESC, length(w.word), w.word LIMIT 1) near) spelled) tried)",
        any = any_word("every"),
    )
}

/// The query with "or" for "and". Words are letters and digits, so the sign means nothing else.
fn any_word(query: &str) -> String {
    format!("replace({query}::text, '&', '|')::tsquery")
}

/// The text as a `tsquery`: as a web search, exact and by word stems, or with its last word unfinished.
pub(in crate::catalog) fn typed_query(text: &str, bind: &mut dyn FnMut(String) -> String) -> String {
    let whole = whole_query(text, bind);
    let other = text::other_spelling(text);
    let unfinished = [Some(text), other.as_deref()].into_iter().flatten().filter_map(text::prefix_query);
    unfinished.fold(whole, |query, prefix| format!("({query} || to_tsquery('shop_simple', {}))", bind(prefix)))
}

/// The text as a `tsquery`: as a web search, exact and by word stems, and so as goods may spell it.
fn whole_query(text: &str, bind: &mut dyn FnMut(String) -> String) -> String {
    let mut spelled = |text: String| {
        let typed = bind(text);
        format!("websearch_to_tsquery('shop_simple', {typed}) || websearch_to_tsquery('shop_indonesian', {typed})")
    };
    let typed = spelled(text.to_owned());
    match text::other_spelling(text) {
        Some(other) => format!("({typed} || {})", spelled(other)),
        None => format!("({typed})"),
    }
}

impl Conditions {
    /// The conditions of `filter`, whose category is `category`.
    pub(super) fn of(filter: &Filter, category: Option<uuid::Uuid>, reading: &Reading) -> Self {
        let mut values = Values::default();
        let mut parts = Vec::new();
        let mut add = |part, of_product| parts.push(Condition { part, of_product, of_variant: None });
        let query = filter.text.as_deref().map(|text| match reading {
            Reading::Whole => whole_query(text, &mut |value| values.bind(value)),
            Reading::Typed => typed_query(text, &mut |value| values.bind(value)),
            Reading::Corrected => "(SELECT query FROM corrected)".to_owned(),
            Reading::Settled(settled) => {
                let every = format!("plainto_tsquery('shop_simple', {})", values.bind(settled.text.clone()));
                if settled.any_word { any_word(&every) } else { every }
            }
        });
        let of_query = values.0.len();
        if let Some(query) = &query {
            add(Part::Text, format!("l.search @@ {query}"));
        }
        if !filter.ids.is_empty() {
            let ids: Vec<uuid::Uuid> = filter.ids.iter().map(|id| id.0).collect();
            add(Part::Ids, format!("l.product_id = ANY ({})", values.bind(ids)));
        }
        if let Some(category) = category {
            add(Part::Category, format!("l.category_path @> {}", values.bind(vec![category])));
        }
        if !filter.brands.is_empty() {
            add(Part::Brand, format!("l.brand = ANY ({})", values.bind(filter.brands.clone())));
        }
        if let Some(price) = filter.min_price {
            add(Part::Price, format!("l.price_min >= {}", values.bind(price)));
        }
        if let Some(price) = filter.max_price {
            add(Part::Price, format!("l.price_min <= {}", values.bind(price)));
        }
        if let Some(stars) = filter.min_rating {
            add(Part::Rating, format!("l.rating_hundredths >= {}", values.bind(stars * 100)));
        }
        if filter.in_stock {
            parts.push(Condition {
                part: Part::Stock,
                of_product: "l.in_stock".to_owned(),
                of_variant: Some("EXISTS (SELECT FROM stocks s WHERE s.variant_id = v.id AND s.state <> 'out')".to_owned()),
            });
        }
        for (name, choices) in &filter.options {
            let pairs: Vec<String> = choices.iter().map(|value| format!("{name}={value}")).collect();
            let pairs = values.bind(pairs);
            parts.push(Condition {
                part: Part::Option(name.clone()),
                of_product: format!("l.option_pairs && {pairs}"),
                of_variant: Some(format!(
                    "EXISTS (SELECT FROM jsonb_array_elements(v.options) o WHERE (o ->> 'name') || '=' || (o ->> 'value') = ANY ({pairs}))"
                )),
            });
        }
        Self { products: "product_listings l", parts, values, query, of_query }
    }

    /// The same for a list whose text finds few products: the `WITH` entry that gathers those, at most one more than makes
    /// them many, and what is then asked of them. `None` without a text.
    pub(super) fn of_found(mut self) -> Option<(String, Self)> {
        let query = self.query.as_ref()?;
        let most = EXACT_TOTAL + 1;
        let found =
            format!("found AS MATERIALIZED (SELECT {COLUMNS} FROM product_listings l WHERE l.search @@ {query} LIMIT {most})");
        self.parts.retain(|condition| condition.part != Part::Text);
        self.products = "found l";
        Some((found, self))
    }

    /// The text as a `tsquery` with its values alone: PostgreSQL takes none that a statement does not name.
    pub(super) fn text(&self) -> Option<(&str, Vec<Value>)> {
        let values = self.values.0.iter().take(self.of_query).cloned().collect();
        self.query.as_deref().map(|query| (query, values))
    }

    /// All of them.
    pub(super) fn all(&self) -> String {
        joined(self.parts.iter(), of_one_variant(self.parts.iter()))
    }

    /// All of them that are about the product as a whole: the planner knows how many fulfil them, and guesses half where
    /// each product's variants are asked.
    pub(super) fn of_products(&self) -> String {
        joined(self.parts.iter(), None)
    }

    /// Those of `part` and all others; `None` when there are none of it. A product of which both hold is one of the list.
    pub(super) fn split(&self, part: &Part) -> Option<(String, String)> {
        let side = |own: bool| self.parts.iter().filter(move |condition| (condition.part == *part) == own);
        side(true).next()?;
        // A variant that has it all is more than one that has what the others ask, and one that has what this part asks.
        let asks_of_variants = side(true).any(|condition| condition.of_variant.is_some());
        let together = of_one_variant(self.parts.iter()).filter(|_| asks_of_variants);
        Some((joined(side(true), together), joined(side(false), of_one_variant(side(false)))))
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a Condition>, together: Option<String>) -> String {
    let conditions: Vec<String> = parts.map(|condition| condition.of_product.clone()).chain(together).collect();
    if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") }
}

/// Whether one variant has all that is asked of variants; nothing where that is a single thing, which the product's own
/// conditions say already.
fn of_one_variant<'a>(parts: impl Iterator<Item = &'a Condition>) -> Option<String> {
    let asked: Vec<&str> = parts.filter_map(|condition| condition.of_variant.as_deref()).collect();
    // `OFFSET 0` keeps it a question to each product that is left: as a join it might be asked of all variants there are.
    let one = || {
        format!(
            "EXISTS (SELECT FROM variants v WHERE v.product_id = l.product_id AND v.active AND {} OFFSET 0)",
            asked.join(" AND ")
        )
    };
    (asked.len() > 1).then(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::list::filter::{Asked, ListQuery};

    fn conditions(asked: Asked, reading: &Reading) -> Conditions {
        let query = ListQuery::of(asked).unwrap_or_else(|errors| panic!("{errors:?}"));
        Conditions::of(&query.filter, None, reading)
    }

    #[test]
    fn nothing_asked_is_everything() {
        let conditions = conditions(Asked::default(), &Reading::Typed);
        assert_eq!(conditions.all(), "true");
        assert_eq!(conditions.split(&Part::Brand), None);
    }

    #[test]
    fn a_facet_counts_under_the_other_filters() {
        let asked = Asked {
            brand: vec!["Fender".into()],
            min_price: Some(1),
            max_price: Some(2),
            option: vec!["Warna=Hitam".into(), "Warna=Putih".into()],
            ..Asked::default()
        };
        let conditions = conditions(asked, &Reading::Typed);
        assert_eq!(conditions.all(), "l.brand = ANY ($1) AND l.price_min >= $2 AND l.price_min <= $3 AND l.option_pairs && $4");
        let split = |part| conditions.split(&part).unwrap_or_default();
        assert_eq!(
            split(Part::Price),
            ("l.price_min >= $2 AND l.price_min <= $3".to_owned(), "l.brand = ANY ($1) AND l.option_pairs && $4".to_owned())
        );
        assert_eq!(
            split(Part::Option("Warna".into())),
            ("l.option_pairs && $4".to_owned(), "l.brand = ANY ($1) AND l.price_min >= $2 AND l.price_min <= $3".to_owned())
        );
        assert_eq!(conditions.values.into_inner().len(), 4);
    }

    /// That one variant has these options (their values by number), and is in stock where that is asked.
    fn one_variant(options: &[&str], in_stock: bool) -> String {
        let stock = "EXISTS (SELECT FROM stocks s WHERE s.variant_id = v.id AND s.state <> 'out')".to_owned();
        let option = |pairs: &&str| {
            format!(
                "EXISTS (SELECT FROM jsonb_array_elements(v.options) o WHERE (o ->> 'name') || '=' || (o ->> 'value') = ANY ({pairs}))"
            )
        };
        let asked: Vec<String> = in_stock.then_some(stock).into_iter().chain(options.iter().map(option)).collect();
        format!(
            "EXISTS (SELECT FROM variants v WHERE v.product_id = l.product_id AND v.active AND {} OFFSET 0)",
            asked.join(" AND ")
        )
    }

    #[test]
    fn what_is_asked_of_variants_is_asked_of_one() {
        let asked = Asked {
            brand: vec!["Fender".into()],
            in_stock: Some(true),
            option: vec!["Warna=Merah".into(), "Tangan=Kiri (kidal)".into()],
            ..Asked::default()
        };
        let conditions = conditions(asked, &Reading::Typed);
        let all = one_variant(&["$2", "$3"], true);
        assert_eq!(
            conditions.all(),
            format!("l.brand = ANY ($1) AND l.in_stock AND l.option_pairs && $2 AND l.option_pairs && $3 AND {all}")
        );
        let split = |part| conditions.split(&part).unwrap_or_default();
        // What others ask of one variant, and what makes the whole list of it.
        let others = one_variant(&["$3"], true);
        assert_eq!(
            split(Part::Option("Tangan".into())),
            (
                format!("l.option_pairs && $2 AND {all}"),
                format!("l.brand = ANY ($1) AND l.in_stock AND l.option_pairs && $3 AND {others}")
            )
        );
        let others = one_variant(&["$2", "$3"], false);
        assert_eq!(
            split(Part::Stock),
            (
                format!("l.in_stock AND {all}"),
                format!("l.brand = ANY ($1) AND l.option_pairs && $2 AND l.option_pairs && $3 AND {others}")
            )
        );
        assert_eq!(
            split(Part::Brand),
            ("l.brand = ANY ($1)".to_owned(), format!("l.in_stock AND l.option_pairs && $2 AND l.option_pairs && $3 AND {all}"))
        );
    }

    #[test]
    fn a_single_thing_asked_of_variants_needs_no_look_at_them() {
        for (asked, sql) in [
            (Asked { in_stock: Some(true), ..Asked::default() }, "l.in_stock"),
            (Asked { option: vec!["Warna=Merah".into()], ..Asked::default() }, "l.option_pairs && $1"),
        ] {
            assert_eq!(conditions(asked, &Reading::Typed).all(), sql);
        }
    }

    #[test]
    fn what_people_type_is_bound_never_written_into_the_statement() {
        let asked = Asked {
            q: Some("'; DROP TABLE products; -- x'y".into()),
            brand: vec!["a' OR '1'='1".into()],
            option: vec!["n'm=v'l".into()],
            ..Asked::default()
        };
        for reading in
            [Reading::Whole, Reading::Typed, Reading::Corrected, Reading::Settled(Settled { text: "a'b".into(), any_word: true })]
        {
            let conditions = conditions(
                Asked { q: asked.q.clone(), brand: asked.brand.clone(), option: asked.option.clone(), ..Asked::default() },
                &reading,
            );
            let sql = conditions.all();
            assert!(
                !sql.to_lowercase().contains("drop") && !sql.contains("OR '1'") && !sql.contains("n'm") && !sql.contains("a'b"),
                "{sql}"
            );
        }
    }
}
