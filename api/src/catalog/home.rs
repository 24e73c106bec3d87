//! The home page.

use sea_orm::FromQueryResult;
use shared::catalog::{Home, ProductCard};

use super::card::{self, CARD_COLUMNS};
use super::read_one;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Cached};

/// Products per row of the page.
const ROW: usize = 8;

#[derive(FromQueryResult)]
struct HomeRow {
    featured: Option<serde_json::Value>,
    newest: Option<serde_json::Value>,
    best_selling: Option<serde_json::Value>,
}

/// What the home page shows.
pub(super) async fn home(ctx: &Ctx) -> ApiResult<Cached<Home>> {
    let now = ctx.clock.now();
    let cache = &ctx.caches.catalog;
    let load = async || {
        let row = |condition: &str, order: &str| {
            format!(
                "(SELECT json_agg(c) FROM (SELECT {CARD_COLUMNS} FROM product_listings l WHERE {condition} ORDER BY {order} LIMIT {}) c)",
                ROW + 1
            )
        };
        let sql = format!(
            "SELECT {} AS featured, {} AS newest, {} AS best_selling",
            row("l.featured", "l.published_at DESC"),
            row("true", "l.published_at DESC, l.product_id DESC"),
            row("l.in_stock", "l.sold_count DESC, l.product_id DESC"),
        );
        let row: Option<HomeRow> = read_one(ctx, &sql, []).await?;
        let row = row.ok_or_else(|| ApiError::internal("no home page"))?;
        let cards =
            |json| Ok::<_, ApiError>(card::rows(json)?.into_iter().map(|row| row.card(now)).collect::<Vec<ProductCard>>());
        let mut featured = cards(row.featured)?;
        let mut best_sellers = cards(row.best_selling)?;
        let mut new_arrivals = cards(row.newest)?;
        // The stage is for something one can buy.
        let on_stage = featured.iter().position(|card| card.stock != shared::catalog::StockState::Out);
        let hero = match on_stage {
            Some(at) => Some(featured.remove(at)),
            None => best_sellers.first().cloned(),
        };
        for list in [&mut featured, &mut best_sellers, &mut new_arrivals] {
            list.truncate(ROW);
        }
        Ok(Cached::of(&Home { hero, featured, new_arrivals, best_sellers })?)
    };
    cache.home.get_or_load(cache.day(now), load).await
}
