//! A row of `product_listings` as a card.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::catalog::{ProductCard, StockState};
use shared::ids::{ProductId, VariantId};
use shared::money::Rupiah;

use crate::clock;
use crate::files::{self, ImageRow};

/// How long a product counts as new, in days of the shop.
const NEW_DAYS: i64 = 30;

/// The columns of a [`ListingRow`], of `product_listings l`.
pub(super) const CARD_COLUMNS: &str = "l.product_id, l.slug, l.name, l.brand, l.price_min, l.price_max, l.compare_at, l.state, \
    l.variant_count, l.single_variant_id, l.rating_hundredths, l.rating_count, l.sold_count, l.published_at, l.images";

/// What a card is made of; rows come as JSON, several lists in one statement.
#[derive(Debug, Deserialize)]
pub(super) struct ListingRow {
    pub product_id: ProductId,
    pub slug: String,
    pub name: String,
    pub brand: String,
    pub price_min: i64,
    price_max: i64,
    compare_at: Option<i64>,
    state: StockState,
    variant_count: i32,
    single_variant_id: Option<VariantId>,
    pub rating_hundredths: i32,
    rating_count: i32,
    pub sold_count: i64,
    pub published_at: DateTime<Utc>,
    images: Vec<ImageRow>,
    /// How well it matches, where that was asked for.
    #[serde(default)]
    pub rank: Option<i64>,
}

impl ListingRow {
    /// The card as it is shown on the day of `now`.
    pub(super) fn card(self, now: DateTime<Utc>) -> ProductCard {
        let age = clock::shop_day(now) - clock::shop_day(self.published_at);
        ProductCard {
            id: self.product_id,
            slug: self.slug,
            name: self.name,
            brand: self.brand,
            price: Rupiah(self.price_min),
            price_max: Rupiah(self.price_max),
            compare_at: self.compare_at.map(Rupiah),
            stock: self.state,
            variant_count: self.variant_count,
            single_variant_id: self.single_variant_id,
            rating_hundredths: self.rating_hundredths,
            rating_count: self.rating_count,
            is_new: age.num_days() < NEW_DAYS,
            images: self.images.into_iter().map(files::image).collect(),
        }
    }
}

/// The cards of rows that came as a JSON array.
///
/// # Errors
/// When the JSON is not what the statement should have made.
pub(super) fn rows(json: Option<serde_json::Value>) -> Result<Vec<ListingRow>, serde_json::Error> {
    json.map_or_else(|| Ok(Vec::new()), serde_json::from_value)
}
