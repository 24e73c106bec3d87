//! What else might suit who looks at a product.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use shared::catalog::ProductCard;
use shared::ids::{CategoryId, ProductId};

use super::card::{self, CARD_COLUMNS, ListingRow};
use super::product::is_slug;
use super::read_one;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Cached};

/// How many are shown.
const SHOWN: usize = 8;
/// Places for the same brand in other categories.
const OF_BRAND: usize = 2;

#[derive(FromQueryResult)]
struct PlaceRow {
    product_id: ProductId,
    category_id: CategoryId,
    brand: String,
}

#[derive(FromQueryResult)]
struct RelatedRow {
    category: Option<serde_json::Value>,
    brand: Option<serde_json::Value>,
    sold_out: Option<serde_json::Value>,
}

const PLACE: &str = "SELECT l.product_id, l.category_id, l.brand FROM products p JOIN product_listings l ON l.product_id = p.id WHERE p.slug = $1";

/// Products of the same category and brand, the best selling first, sold-out ones last.
pub(super) async fn related(ctx: &Ctx, slug: &str) -> ApiResult<Cached<Vec<ProductCard>>> {
    if !is_slug(slug) {
        return Err(ApiError::not_found());
    }
    let now = ctx.clock.now();
    let cache = &ctx.caches.catalog;
    let load = async || {
        let place: Option<PlaceRow> = read_one(ctx, PLACE, [slug.into()]).await?;
        let place = place.ok_or_else(ApiError::not_found)?;
        let tier = |condition: &str, count: usize| {
            format!(
                "(SELECT json_agg(c) FROM (SELECT {CARD_COLUMNS} FROM product_listings l WHERE {condition}
                  ORDER BY l.sold_count DESC, l.product_id DESC LIMIT {}) c)",
                count + 1
            )
        };
        let sql = format!(
            "SELECT {} AS category, {} AS brand, {} AS sold_out",
            tier("l.category_path @> $1 AND l.in_stock", SHOWN),
            // Those of the category may be among them.
            tier("l.brand = $2 AND l.in_stock", SHOWN + OF_BRAND),
            tier("l.category_path @> $1 AND NOT l.in_stock", SHOWN),
        );
        let row: Option<RelatedRow> = read_one(ctx, &sql, [vec![place.category_id.0].into(), place.brand.into()]).await?;
        let row = row.ok_or_else(|| ApiError::internal("no related products"))?;
        let chosen = choose(place.product_id, card::rows(row.category)?, card::rows(row.brand)?, card::rows(row.sold_out)?);
        let cards: Vec<ProductCard> = chosen.into_iter().map(|row| row.card(now)).collect();
        Ok(Cached::of(&cards)?)
    };
    cache.related.get_or_load((slug.to_owned(), cache.day(now)), load).await
}

/// Mostly the category, some of the brand, then whatever is left; nothing twice, and not itself.
fn choose(itself: ProductId, category: Vec<ListingRow>, brand: Vec<ListingRow>, sold_out: Vec<ListingRow>) -> Vec<ListingRow> {
    let mut seen = HashSet::from([itself]);
    let mut fresh = |rows: Vec<ListingRow>| rows.into_iter().filter(|row| seen.insert(row.product_id)).collect::<Vec<_>>();
    let (mut category, mut brand, sold_out) = (fresh(category), fresh(brand), fresh(sold_out));
    let late_category = category.split_off(category.len().min(SHOWN - OF_BRAND));
    let late_brand = brand.split_off(brand.len().min(OF_BRAND));
    let mut chosen = category;
    for more in [brand, late_category, late_brand, sold_out] {
        chosen.extend(more);
    }
    chosen.truncate(SHOWN);
    chosen
}
