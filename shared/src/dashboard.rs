//! The back office's first page and its product list.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{Image, ProductStatus, StockState};
use crate::ids::{ProductId, VariantId};
use crate::money::Rupiah;
use crate::orders::StaffOrderRow;

/// Figures of a span of days in the shop's time zone (Asia/Jakarta). What each means is in `docs/figures.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Figures {
    /// Paid for goods and shipping by orders that were paid in the span, less what was paid back of them since.
    pub revenue: Rupiah,
    /// What was paid, before anything went back.
    pub captured: Rupiah,
    /// What went back of it, whenever that was.
    pub refunded: Rupiah,
    /// Orders that were paid in the span.
    pub orders: i64,
    /// Revenue per paid order, rounded down.
    pub average_order: Rupiah,
    /// New accounts of buyers, those included that were deleted since.
    pub new_customers: i64,
    /// Browsers that opened the shop, each once a day.
    pub visits: i64,
    /// Paid orders per 10,000 visits, rounded down: 125 is 1.25 %. Absent without visits, and when there are more orders than
    /// visits.
    pub conversion: Option<i64>,
}

impl Figures {
    /// Reckons what follows from the others.
    #[must_use]
    pub fn reckoned(self) -> Self {
        let revenue = Rupiah(self.captured.0.saturating_sub(self.refunded.0));
        let average_order = Rupiah(revenue.0.checked_div(self.orders).unwrap_or(0));
        // Of more orders than visits, some came by a program or a visit of the day before: it says nothing of who came.
        let conversion = per_ten_thousand(self.orders, self.visits).filter(|_| self.orders <= self.visits);
        Self { revenue, average_order, conversion, ..self }
    }
}

/// How many of 10,000, rounded down; `None` of none.
#[must_use]
pub fn per_ten_thousand(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| i64::try_from(i128::from(part) * 10_000 / i128::from(whole)).unwrap_or(i64::MAX))
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
    /// Today, against yesterday up to the same hour. Visits, and conversion with them, are those of yesterday as a whole.
    pub today: Comparison,
    /// This month, against last month up to the same day and hour. Visits, and conversion with them, are those of whole days.
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
    /// What providers said that fits no payment.
    pub unmatched_payments: i64,
    /// Emails that were given up.
    pub failed_emails: i64,
    /// Chats that are open.
    pub open_chats: i64,
    /// Of these, the ones whose buyer waits for an answer.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub waiting_chats: i64,
    /// The latest orders.
    pub recent_orders: Vec<StaffOrderRow>,
    /// Best sellers of the last 30 days.
    pub best_sellers: Vec<BestSeller>,
}

words!(
    /// What kind of thing happened.
    ActivityKind {
        /// Something happened to an order; `what` is a word of `OrderEventKind`.
        Order = "order",
        /// Somebody who works here did something; `what` is a word of `AuditAction`.
        Staff = "staff",
        /// Somebody opened an account; `what` is `registered`.
        Customer = "customer",
    }
);

/// Something that happened in the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Activity {
    /// Tells it from others.
    pub id: String,
    /// What kind of thing.
    pub kind: ActivityKind,
    /// What happened, as a word.
    pub what: String,
    /// Who did it, where somebody did.
    pub actor: Option<String>,
    /// What kind of thing it happened to: `order`, or a word of `AuditSubject`.
    pub subject_kind: Option<String>,
    /// The thing's id.
    pub subject_id: Option<String>,
    /// What it is called, such as an order's number.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
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
