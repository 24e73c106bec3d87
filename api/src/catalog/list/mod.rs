//! Lists: filters, search, facets, pages.

mod conditions;
mod facet_sql;
mod facets;
mod filter;
#[cfg(feature = "fuzzing")]
mod fuzzing;
mod order;
mod statement;

pub(super) use conditions::{correction, typed_query};
pub use filter::Asked;
pub(super) use filter::{ListQuery, ParameterFaults};
#[cfg(feature = "fuzzing")]
pub use fuzzing::build_search;
pub(super) use order::db_can_hold;

use sea_orm::FromQueryResult;
use shared::catalog::{Category, ProductList, ProductSort};
use shared::page::EXACT_TOTAL;
use shared::validate::{FieldCode, FieldError};

use super::card::{self, ListingRow};
use super::tree::{Tree, tree};
use super::{guess, read_one, text};
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult, Cached};
use conditions::{Conditions, Reading, Settled};
use facets::{Counted, Sample};
use order::{Order, Position};
use statement::{Bound, Extent, Way};

/// What the planner says of a text that finds few. It guesses each way to read a word for itself, and adds them up.
const FEW_BY_GUESS: i64 = 3 * EXACT_TOTAL;

/// A list as it is kept: what is sent, and what the search log wants to know.
#[derive(Clone)]
pub(super) struct KeptList {
    pub body: Cached<ProductList>,
    total: i64,
    corrected_to: Option<String>,
}

/// A page of products.
pub(super) async fn list(ctx: &Ctx, asked: Asked, cursor: Option<String>) -> ApiResult<Cached<ProductList>> {
    let query = read_query(ctx, asked).await?;
    // What other filters leave out does not tell whether the text finds something; in another order it is the same search.
    let counts = cursor.is_none() && query.sort == ProductSort::Relevance && query.filter.is_text_only();
    let searched = query.filter.text.clone().filter(|_| counts);
    let cache = &ctx.caches.catalog;
    let now = ctx.clock.now();
    let key = (query.clone(), cursor.clone(), cache.day(now));
    let kept = cache.lists.get_or_load(key, async || load(ctx, &query, cursor.as_deref()).await).await?;
    if let Some(text) = searched {
        cache.counters.searched(text, kept.total, kept.corrected_to.clone(), now);
    }
    Ok(kept.body)
}

/// What is asked for. A brand that has a comma in its name is no list of brands.
async fn read_query(ctx: &Ctx, mut asked: Asked) -> ApiResult<ListQuery> {
    let mut whole = Vec::new();
    if asked.brand.iter().any(|value| value.contains(',')) {
        let tree = tree(ctx).await?;
        (whole, asked.brand) = asked.brand.into_iter().partition(|value| value.contains(',') && tree.has_brand(value));
    }
    let mut query = ListQuery::of(asked).map_err(ApiError::invalid)?;
    let brands = &mut query.filter.brands;
    brands.append(&mut whole);
    brands.sort();
    brands.dedup();
    Ok(query)
}

async fn load(ctx: &Ctx, query: &ListQuery, cursor: Option<&str>) -> ApiResult<KeptList> {
    let position = cursor.map(|cursor| Position::read(cursor, query.sort)).transpose()?;
    let tree = tree(ctx).await?;
    let category = match &query.filter.category {
        Some(slug) => {
            Some(tree.find(slug).ok_or_else(|| ApiError::invalid(vec![FieldError::new("category", FieldCode::UnknownChoice)]))?)
        }
        None => None,
    };
    let list = match position {
        Some(position) => later_page(ctx, query, category, position).await?,
        None => first_page(ctx, query, category, &tree).await?,
    };
    Ok(KeptList { body: Cached::of(&list)?, total: list.total, corrected_to: list.corrected_to })
}

#[derive(FromQueryResult)]
struct FirstRow {
    read: i64,
    total: i64,
    text_found: bool,
    found_all: bool,
    read_as: Option<String>,
    any_word: Option<bool>,
    items: Option<serde_json::Value>,
    facets: serde_json::Value,
}

#[derive(FromQueryResult)]
struct NextRow {
    items: Option<serde_json::Value>,
}

async fn read<R: FromQueryResult>(ctx: &Ctx, (sql, values): Bound) -> ApiResult<R> {
    read_one(ctx, &sql, values).await?.ok_or_else(|| ApiError::internal("a statement without a row"))
}

async fn first_page(ctx: &Ctx, query: &ListQuery, category: Option<&Category>, tree: &Tree) -> ApiResult<ProductList> {
    let filter = &query.filter;
    let counted = filter.is_plain().then(|| tree.total(category, &filter.brands));
    let extent = Extent::new(counted, tree.total(None, &[]));
    let orders = [Order::of(query.sort, false), Order::of(query.sort, true)];
    let conditions = |reading: &Reading| Conditions::of(filter, category.map(|category| category.id.0), reading);
    let look = async |reading: &Reading| -> ApiResult<FirstRow> {
        let by = |way| statement::first(filter, conditions(reading), orders, query.limit, extent, reading, way);
        if finds_few(ctx, &conditions(reading), extent, reading).await? {
            let row: FirstRow = read(ctx, by(Way::Find)).await?;
            if row.found_all {
                return Ok(row);
            }
        }
        read(ctx, by(Way::Walk)).await
    };

    // To complete a word that many products have, PostgreSQL gathers all of them; among many products only a text that does not
    // fill a page as it stands is taken for unfinished.
    let unfinished = filter.text.as_deref().is_some_and(|text| text::prefix_query(text).is_some());
    let mut reading = if unfinished && extent.of_many() { Reading::Whole } else { Reading::Typed };
    let mut row = look(&reading).await?;
    if reading == Reading::Whole && usize::try_from(row.total).is_ok_and(|total| total < query.limit) {
        reading = Reading::Typed;
        row = look(&reading).await?;
    }
    if !row.text_found && filter.text.as_deref().is_some_and(text::can_be_corrected) {
        let corrected = look(&Reading::Corrected).await?;
        if let Some(text) = corrected.read_as.clone() {
            reading = Reading::Settled(Settled { text, any_word: corrected.any_word.unwrap_or(false) });
            row = corrected;
        }
    }
    let total = if counted.is_some() || row.total <= EXACT_TOTAL {
        (row.total, false)
    } else {
        let (select, values) = statement::rows(conditions(&reading));
        (guess::rows(ctx, &select, values).await?.max(row.total), true)
    };
    let is_long = total.0 > extent.short;
    let counts: Counted = serde_json::from_value(row.facets)?;
    let facets = counts.facets(filter, tree, Sample { total: total.0, read: row.read, short: extent.short });
    let order = orders[usize::from(is_long)];
    let rows = card::rows(row.items)?;
    let mut page = page(ctx, rows, query, order, total, &reading);
    page.facets = Some(facets);
    Ok(page)
}

/// Whether the text should find few of many products. What it is set right to is known to PostgreSQL alone, and tried.
async fn finds_few(ctx: &Ctx, conditions: &Conditions, extent: Extent, reading: &Reading) -> ApiResult<bool> {
    if !extent.of_many() || *reading == Reading::Corrected {
        return Ok(extent.of_many());
    }
    match statement::of_text(conditions) {
        Some((select, values)) => Ok(guess::rows(ctx, &select, values).await? <= FEW_BY_GUESS),
        None => Ok(false),
    }
}

async fn later_page(ctx: &Ctx, query: &ListQuery, category: Option<&Category>, position: Position) -> ApiResult<ProductList> {
    let reading = position.reading();
    let conditions = Conditions::of(&query.filter, category.map(|category| category.id.0), &reading);
    let row: NextRow = read(ctx, statement::next(conditions, &position, query.limit)).await?;
    let total = (position.total, position.total_is_estimate);
    Ok(page(ctx, card::rows(row.items)?, query, position.order, total, &reading))
}

/// The page of `rows`, of which there is one too many if the list goes on.
fn page(
    ctx: &Ctx,
    mut rows: Vec<ListingRow>,
    query: &ListQuery,
    order: Order,
    total: (i64, bool),
    reading: &Reading,
) -> ProductList {
    let goes_on = rows.len() > query.limit;
    rows.truncate(query.limit);
    let next_cursor =
        rows.last().filter(|_| goes_on).map(|last| db::encode_cursor(&Position::after(last, query.sort, order, total, reading)));
    let corrected_to = match reading {
        Reading::Settled(settled) => Some(settled.text.clone()).filter(|text| Some(text) != query.filter.text.as_ref()),
        Reading::Whole | Reading::Typed | Reading::Corrected => None,
    };
    let now = ctx.clock.now();
    ProductList {
        items: rows.into_iter().map(|row| row.card(now)).collect(),
        next_cursor,
        total: total.0,
        total_is_estimate: total.1,
        facets: None,
        corrected_to,
    }
}
