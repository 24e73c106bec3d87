//! What the search box offers while one types.

use sea_orm::{FromQueryResult, Value};
use shared::catalog::Suggestions;
use shared::validate::{FieldCode, FieldError};

use super::card::{self, CARD_COLUMNS};
use super::list::{correction, typed_query};
use super::tree::{Tree, crumb, tree};
use super::{read_one, text};
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Cached};

/// The fewest characters that something is offered for.
const MIN_TEXT: usize = 2;
const PRODUCTS: usize = 6;
const CATEGORIES: usize = 4;
const BRANDS: usize = 4;
/// Matches that are ranked; more than these and the text is still too short to mean one.
const RANKED: usize = 500;

#[derive(FromQueryResult)]
struct FoundRow {
    products: Option<serde_json::Value>,
    read_as: Option<String>,
}

/// Products, categories and brands for a text that may be unfinished or mistyped.
pub(super) async fn suggest(ctx: &Ctx, given: &str) -> ApiResult<Cached<Suggestions>> {
    let typed = text::normalize(given);
    let length = typed.chars().count();
    if length < MIN_TEXT {
        return Err(ApiError::invalid(vec![FieldError::new("q", FieldCode::TooShort).with("min", MIN_TEXT)]));
    }
    if length > text::MAX_TEXT {
        return Err(ApiError::invalid(vec![FieldError::new("q", FieldCode::TooLong).with("max", text::MAX_TEXT)]));
    }
    let cache = &ctx.caches.catalog;
    let key = (typed, cache.day(ctx.clock.now()));
    let typed = key.0.clone();
    cache.suggestions.get_or_load(key, async || load(ctx, &typed).await).await
}

async fn load(ctx: &Ctx, typed: &str) -> ApiResult<Cached<Suggestions>> {
    let now = ctx.clock.now();
    let tree = tree(ctx).await?;
    let mut values = Vec::new();
    let query = typed_query(typed, &mut |value| bind(&mut values, value));
    let mut found = read(ctx, "", &query, "NULL::text", values).await?;
    let mut names = names(&tree, typed);
    if found.products.is_none() && text::can_be_corrected(typed) {
        let words: Vec<String> = text::words(typed).into_iter().map(str::to_owned).collect();
        let with = format!("{},", correction("$1"));
        let query = "(SELECT query FROM corrected)";
        found = read(ctx, &with, query, "(SELECT read_as FROM corrected)", vec![words.into()]).await?;
        if let (true, Some(read_as)) = (names.categories.is_empty() && names.brands.is_empty(), &found.read_as) {
            names = self::names(&tree, read_as);
        }
    }
    let products = card::rows(found.products)?.into_iter().map(|row| row.card(now)).collect();
    Ok(Cached::of(&Suggestions { products, ..names })?)
}

fn bind(values: &mut Vec<Value>, value: String) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

async fn read(ctx: &Ctx, with: &str, query: &str, read_as: &str, values: Vec<Value>) -> ApiResult<FoundRow> {
    let sql = format!(
        "WITH {with}
         hits AS MATERIALIZED (
            SELECT l.product_id, ts_rank('{{0.05,0.2,0.4,1}}', l.search, {query}) AS rank, l.in_stock, l.sold_count
            FROM product_listings l WHERE l.search @@ {query} LIMIT {RANKED}),
         top AS MATERIALIZED (SELECT * FROM hits ORDER BY rank DESC, in_stock DESC, sold_count DESC, product_id LIMIT {PRODUCTS})
         SELECT {read_as} AS read_as, (SELECT json_agg(c) FROM (
            SELECT {CARD_COLUMNS} FROM top JOIN product_listings l USING (product_id)
            ORDER BY top.rank DESC, top.in_stock DESC, top.sold_count DESC, product_id) c) AS products"
    );
    read_one(ctx, &sql, values).await?.ok_or_else(|| ApiError::internal("no suggestions"))
}

/// Categories and brands that have a word beginning with each word of the text, the fullest first.
fn names(tree: &Tree, typed: &str) -> Suggestions {
    let words = text::words(typed);
    let matches = |name: &str| {
        let name = name.to_lowercase();
        let parts = text::words(&name);
        !words.is_empty() && words.iter().all(|word| parts.iter().any(|part| part.starts_with(word)))
    };
    let mut categories: Vec<_> = tree
        .categories()
        .iter()
        .filter(|category| category.product_count > 0 && (matches(&category.name) || matches(&category.name_en)))
        .collect();
    categories.sort_by_key(|category| std::cmp::Reverse(category.product_count));
    let mut brands: Vec<(String, i64)> = tree.brand_counts(None).into_iter().filter(|(name, _)| matches(name)).collect();
    brands.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Suggestions {
        products: Vec::new(),
        categories: categories.into_iter().take(CATEGORIES).map(crumb).collect(),
        brands: brands.into_iter().take(BRANDS).map(|(name, _)| name).collect(),
    }
}
