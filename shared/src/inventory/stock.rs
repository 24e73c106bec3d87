//! What is on the shelf, and how it came to be.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalog::{Image, ProductStatus};
use crate::ids::{MovementId, OrderId, ProductId, SupplierId, VariantId};
use crate::money::Rupiah;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most pieces of a variant.
pub const MAX_PIECES: i32 = 100_000;
/// Longest note with an adjustment.
const MAX_NOTE: usize = 500;

words!(
    /// How urgent a variant's stock is.
    StockLevel {
        /// More than the low-stock threshold.
        Adequate = "adequate",
        /// At or below the low-stock threshold.
        Low = "low",
        /// At or below the minimum stock.
        Critical = "critical",
        /// Nothing that can be sold.
        Out = "out",
    }
);

words!(
    /// The order of the stock list.
    StockSort {
        /// By product and SKU.
        Name = "name",
        /// By SKU.
        Sku = "sku",
        /// What can be sold, least first.
        Least = "least",
        /// What can be sold, most first.
        Most = "most",
        /// What the shelf is worth at cost, most first.
        Value = "value",
    }
);

words!(
    /// Why pieces came or went.
    MovementKind {
        /// Goods came from a supplier.
        Receipt = "receipt",
        /// Goods left with an order.
        Sale = "sale",
        /// Goods came back from a buyer.
        Return = "return",
        /// The count was corrected.
        Adjustment = "adjustment",
    }
);

words!(
    /// How stock is corrected.
    AdjustmentKind {
        /// So many were counted.
        Set = "set",
        /// So many more.
        Add = "add",
        /// So many fewer.
        Remove = "remove",
    }
);

words!(
    /// Why stock is corrected.
    AdjustmentReason {
        /// Broken or unsellable.
        Damage = "damage",
        /// Stolen or lost.
        Theft = "theft",
        /// Counted.
        Count = "count",
        /// Something else; the note says what.
        Other = "other",
    }
);

/// A variant in the stock list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StockRow {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The product's name.
    pub name: String,
    /// The product's brand.
    pub brand: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Barcode.
    pub barcode: Option<String>,
    /// Name of its category, in Indonesian.
    pub category: String,
    /// Name of its category, in English.
    pub category_en: String,
    /// Whether its product is for sale.
    pub status: ProductStatus,
    /// Whether the variant itself is.
    pub active: bool,
    /// The product's supplier.
    pub supplier: Option<String>,
    /// How urgent it is.
    pub level: StockLevel,
    /// Pieces in the store.
    pub on_hand: i32,
    /// Of these, held for orders.
    pub reserved: i32,
    /// What can be sold.
    pub available: i32,
    /// Ordered from suppliers and not here yet.
    pub incoming: i64,
    /// At or below it, stock is low.
    pub low_stock_threshold: i32,
    /// At or below it, stock is critical.
    pub minimum_stock: i32,
    /// What a piece cost on average.
    pub cost: Option<Rupiah>,
    /// What a piece sells for.
    pub price: Rupiah,
    /// Picture of the product.
    pub image: Option<Image>,
}

/// Pieces that are held for an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StockHold {
    /// The order.
    pub order_id: OrderId,
    /// Its number.
    pub order_number: String,
    /// How many pieces.
    pub quantity: i32,
    /// Until when, unless it is paid; absent once it is.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Who supplies a variant, and on which terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StockSupplier {
    /// The supplier.
    pub supplier_id: SupplierId,
    /// Its name.
    pub name: String,
    /// What the supplier calls it.
    pub supplier_sku: String,
    /// What it asks for a piece.
    pub cost: Option<Rupiah>,
    /// Days from order to delivery.
    pub lead_time_days: i32,
    /// Fewest pieces it sells.
    pub minimum_quantity: i32,
}

/// A variant's stock with what is shown around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StockItem {
    /// Its row in the list.
    pub row: StockRow,
    /// Names its thresholds as they are; send it as `If-Match` when you set others.
    pub thresholds_revision: i32,
    /// Orders that hold pieces, the first 50.
    pub holds: Vec<StockHold>,
    /// Who supplies it.
    pub suppliers: Vec<StockSupplier>,
    /// Pieces sold in the last 30 days, less those that came back onto the shelf.
    pub sold_30: i64,
    /// Pieces sold in the last 90 days, less those that came back onto the shelf.
    pub sold_90: i64,
}

impl Revision for StockItem {
    fn revision(&self) -> i32 {
        self.thresholds_revision
    }
}

/// Pieces that came or went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StockMovement {
    /// Id.
    pub id: MovementId,
    /// The variant.
    pub variant_id: VariantId,
    /// Its product's name.
    pub name: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Why.
    pub kind: MovementKind,
    /// How many: below zero they went.
    pub quantity: i32,
    /// How many there were afterwards.
    pub on_hand_after: i64,
    /// Why an adjustment was made.
    pub reason: Option<AdjustmentReason>,
    /// What was noted.
    pub note: String,
    /// Who did it; absent for what the shop did by itself.
    pub actor: Option<String>,
    /// Number of the order or restock order that it belongs to.
    pub reference: Option<String>,
    /// What `reference` is: `order`, `refund` or `restock_order`.
    pub reference_kind: Option<String>,
    /// Id of the order or restock order.
    pub reference_id: Option<uuid::Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Correct a variant's stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct AdjustStockRequest {
    /// How.
    pub kind: AdjustmentKind,
    /// Pieces: the count, or how many more or fewer.
    pub quantity: i32,
    /// Why.
    pub reason: AdjustmentReason,
    /// More about it; required for the reason `other`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
    /// With a count: the pieces that were said to be there before. When there are others by now, the answer is 409 `stale`.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i32>,
}

impl Validate for AdjustStockRequest {
    fn check(&self, faults: &mut Faults) {
        let least = i64::from(self.kind != AdjustmentKind::Set);
        faults.range("/quantity", self.quantity.into(), least, MAX_PIECES.into());
        faults.text("/note", &self.note, usize::from(self.reason == AdjustmentReason::Other), MAX_NOTE);
        if self.reason == AdjustmentReason::Count && self.kind != AdjustmentKind::Set {
            faults.add(FieldError::new("/reason", FieldCode::UnknownChoice));
        }
    }
}

/// Set from when on a variant's stock is low and critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SetThresholdsRequest {
    /// At or below it, stock is low.
    pub low_stock_threshold: i32,
    /// At or below it, stock is critical; not more than the threshold.
    pub minimum_stock: i32,
}

impl Validate for SetThresholdsRequest {
    fn check(&self, faults: &mut Faults) {
        faults.range("/low_stock_threshold", self.low_stock_threshold.into(), 0, MAX_PIECES.into());
        faults.range("/minimum_stock", self.minimum_stock.into(), 0, self.low_stock_threshold.max(0).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(kind: AdjustmentKind, quantity: i32, reason: AdjustmentReason, note: &str) -> Vec<String> {
        let ask = AdjustStockRequest { kind, quantity, reason, note: note.to_owned(), seen: None };
        ask.validate().err().unwrap_or_default().into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn an_adjustment_says_how_many_and_why() {
        use AdjustmentKind::{Add, Remove, Set};
        use AdjustmentReason::{Count, Damage, Other};
        assert!(ask(Set, 0, Count, "").is_empty(), "nothing may be left");
        assert!(ask(Remove, 1, Damage, "").is_empty());
        assert_eq!(ask(Add, 0, Damage, ""), ["/quantity"]);
        assert_eq!(ask(Remove, -1, Damage, ""), ["/quantity"]);
        assert_eq!(ask(Set, MAX_PIECES + 1, Count, ""), ["/quantity"]);
        assert_eq!(ask(Remove, 1, Other, " "), ["/note"]);
        assert_eq!(ask(Add, 1, Count, ""), ["/reason"], "who counted says how many there are");
    }

    #[test]
    fn critical_is_not_before_low() {
        let ask = |low, minimum| SetThresholdsRequest { low_stock_threshold: low, minimum_stock: minimum }.validate().is_ok();
        assert!(ask(3, 3) && ask(0, 0) && !ask(2, 3) && !ask(-1, 0));
    }
}
