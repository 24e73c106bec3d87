//! Figures of the stock.

use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// The most rows of a report on paper; files have all of them.
pub const PAPER_ROWS: u16 = 2_000;

words!(
    /// A report of the stock.
    InventoryReport {
        /// All variants with what is on hand.
        Stock = "stock",
        /// What is low, critical or out.
        LowStock = "low_stock",
        /// What the shelf is worth, by category.
        Value = "value",
        /// What came and went.
        Movements = "movements",
    }
);

/// The stock in a few figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct InventorySummary {
    /// Variants with enough.
    pub adequate: i64,
    /// Variants that are low.
    pub low: i64,
    /// Variants at or below their minimum.
    pub critical: i64,
    /// Variants without stock.
    pub out: i64,
    /// Pieces in the store.
    pub pieces: i64,
    /// What they cost on average; variants without a known cost are left out.
    pub value: Rupiah,
    /// Pieces on hand whose cost is not known.
    pub without_cost: i64,
    /// Pieces ordered from suppliers and not here yet.
    pub incoming: i64,
}

/// What a category's shelf is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct InventoryValueRow {
    /// The category, in Indonesian.
    pub category: String,
    /// The category, in English.
    pub category_en: String,
    /// Variants with stock.
    pub variants: i64,
    /// Pieces on hand.
    pub pieces: i64,
    /// Of these, pieces whose cost is not known; they are worth nothing here.
    pub without_cost: i64,
    /// What they cost on average.
    pub cost_value: Rupiah,
    /// What they would sell for.
    pub retail_value: Rupiah,
}
