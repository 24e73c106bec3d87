//! The back office's first page and its product list.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{Image, ProductStatus, StockState};
use crate::ids::{ProductId, VariantId};
use crate::money::Rupiah;
use crate::orders::StaffOrderRow;

/// Figures of a span of days in the shop's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Figures {
    /// Paid for goods and shipping, less what was paid back.
    pub revenue: Rupiah,
    /// Paid orders.
    pub orders: i64,
    /// Revenue per paid order, rounded down.
    pub average_order: Rupiah,
    /// New accounts.
    pub new_customers: i64,
}

/// Figures with those of the span before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Comparison {
    /// This span.
    pub current: Figures,
    /// The span before, up to the same point.
    pub previous: Figures,
}

/// Revenue of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct DayRevenue {
    /// Day in the shop's time zone.
    pub day: NaiveDate,
    /// Revenue.
    pub revenue: Rupiah,
    /// Paid orders.
    pub orders: i64,
}

/// What sells best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct BestSeller {
    /// Product.
    pub product_id: ProductId,
    /// Name.
    pub name: String,
    /// Pieces sold.
    pub quantity: i64,
    /// What they brought in.
    pub revenue: Rupiah,
    /// Picture.
    pub image: Option<Image>,
}

/// The back office's first page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Dashboard {
    /// Today, against yesterday up to the same hour.
    pub today: Comparison,
    /// This month, against last month up to the same day.
    pub month: Comparison,
    /// The last 30 days, one entry each.
    pub days: Vec<DayRevenue>,
    /// Products for sale.
    pub products: i64,
    /// Orders ever placed.
    pub orders: i64,
    /// Customers.
    pub users: i64,
    /// Paid orders that wait to be packed or shipped.
    pub to_ship: i64,
    /// Orders that wait for payment.
    pub awaiting_payment: i64,
    /// Variants that are low or out.
    pub low_stock: i64,
    /// The latest orders.
    pub recent_orders: Vec<StaffOrderRow>,
    /// Best sellers of the last 30 days.
    pub best_sellers: Vec<BestSeller>,
}

/// A variant with its stock in the back office's product list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffVariantRow {
    /// Id.
    pub id: VariantId,
    /// Stock-keeping unit.
    pub sku: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// Price.
    pub price: Rupiah,
    /// Pieces in the store.
    pub on_hand: i32,
    /// Of these, held for orders.
    pub reserved: i32,
    /// What shoppers are told.
    pub stock: StockState,
}

/// A product in the back office's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffProductRow {
    /// Id.
    pub id: ProductId,
    /// Name.
    pub name: String,
    /// Name in the URL.
    pub slug: String,
    /// Brand.
    pub brand: String,
    /// Indonesian name of the category.
    pub category: String,
    /// English name of the category.
    pub category_en: String,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// Whether it is among the featured ones on the first page.
    pub featured: bool,
    /// Variants with their stock.
    pub variants: Vec<StaffVariantRow>,
    /// Pieces sold so far.
    pub sold: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Picture.
    pub image: Option<Image>,
}
