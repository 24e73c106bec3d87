//! Orders to suppliers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Discrepancy, MAX_PIECES};
use crate::ids::{ReceiptId, RestockOrderId, SupplierId, VariantId};
use crate::mail::EmailState;
use crate::money::Rupiah;
use crate::products::MAX_PRICE;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most lines of a restock order.
pub const MAX_RESTOCK_LINES: usize = 200;

words!(
    /// Where a restock order stands.
    RestockStatus {
        /// Being written.
        Draft = "draft",
        /// With the supplier.
        Ordered = "ordered",
        /// Some of it came.
        PartiallyReceived = "partially_received",
        /// All of it came, or nothing more comes.
        Received = "received",
        /// Called off.
        Cancelled = "cancelled",
    }
);

words!(
    /// The order of the list of restock orders.
    RestockSort {
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
        /// Most expensive first.
        Largest = "largest",
        /// Least expensive first.
        Smallest = "smallest",
    }
);

impl RestockStatus {
    /// Goods may still come.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Ordered | Self::PartiallyReceived)
    }
}

/// A restock order in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestockRow {
    /// Id.
    pub id: RestockOrderId,
    /// Number, such as `PO-2611-00042`.
    pub number: String,
    /// Where it stands.
    pub status: RestockStatus,
    /// The supplier.
    pub supplier_id: SupplierId,
    /// The supplier's name.
    pub supplier: String,
    /// When it is expected.
    pub expected_on: Option<NaiveDate>,
    /// Expected before today and not here.
    pub overdue: bool,
    /// Pieces ordered.
    pub ordered: i64,
    /// Pieces received.
    pub received: i64,
    /// What it costs.
    pub total: Rupiah,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A line of a restock order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestockLine {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product's name.
    pub name: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// The shop's stock-keeping unit.
    pub sku: String,
    /// Barcode, for the scanner.
    pub barcode: Option<String>,
    /// What the supplier calls it.
    pub supplier_sku: String,
    /// Pieces ordered.
    pub quantity: i32,
    /// Pieces received and put on the shelf.
    pub received: i32,
    /// Pieces that came broken.
    pub damaged: i32,
    /// What a piece costs.
    pub unit_cost: Rupiah,
    /// What the line costs.
    pub line_total: Rupiah,
    /// What was received of it costs, at the prices of the deliveries.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub received_total: Rupiah,
    /// How what came differs from what was ordered.
    pub discrepancy: Discrepancy,
    /// What can be sold now.
    pub available: i32,
}

/// What a delivery brought of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ReceiptLine {
    /// The variant.
    pub variant_id: VariantId,
    /// The shop's stock-keeping unit.
    pub sku: String,
    /// Pieces put on the shelf.
    pub quantity: i32,
    /// Pieces that came broken.
    pub damaged: i32,
    /// What was wrong.
    pub reason: String,
    /// What a piece cost in this delivery.
    pub unit_cost: Rupiah,
    /// What a piece cost on average before.
    pub cost_before: Option<Rupiah>,
    /// What it costs on average since.
    pub cost_after: Option<Rupiah>,
}

/// A delivery, as it was counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestockReceipt {
    /// Id.
    pub id: ReceiptId,
    /// Number on the supplier's delivery note.
    pub delivery_note: String,
    /// What was noted.
    pub note: String,
    /// It was said that nothing more comes.
    pub closes: bool,
    /// Who counted.
    pub by: Option<String>,
    /// What it brought.
    pub lines: Vec<ReceiptLine>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A restock order with everything its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestockOrder {
    /// Id.
    pub id: RestockOrderId,
    /// Counts its changes; send it as `If-Match` with the next one.
    pub revision: i32,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub status: RestockStatus,
    /// The supplier.
    pub supplier_id: SupplierId,
    /// The supplier's name.
    pub supplier: String,
    /// Where its purchase orders go.
    pub supplier_email: Option<String>,
    /// When it is expected.
    pub expected_on: Option<NaiveDate>,
    /// For the supplier; printed on the purchase order.
    pub notes: String,
    /// The lines.
    pub lines: Vec<RestockLine>,
    /// What it costs.
    pub total: Rupiah,
    /// What came, at what each delivery cost.
    pub received_total: Rupiah,
    /// Deliveries, oldest first.
    pub receipts: Vec<RestockReceipt>,
    /// Why it was called off.
    pub cancel_reason: String,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it went to the supplier.
    pub ordered_at: Option<DateTime<Utc>>,
    /// When the last of it came.
    pub received_at: Option<DateTime<Utc>>,
    /// When it was called off.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// When the mail server took the purchase order for the supplier last.
    pub emailed_at: Option<DateTime<Utc>>,
    /// Where the last email to the supplier stands; absent when none was written.
    pub email_state: Option<EmailState>,
}

impl Revision for RestockOrder {
    fn revision(&self) -> i32 {
        self.revision
    }
}

impl RestockOrder {
    /// What its editor begins with.
    #[must_use]
    pub fn save_request(&self) -> SaveRestockRequest {
        let line = |line: &RestockLine| SaveRestockLine {
            variant_id: line.variant_id,
            quantity: line.quantity,
            unit_cost: line.unit_cost,
        };
        SaveRestockRequest {
            supplier_id: self.supplier_id,
            expected_on: self.expected_on,
            notes: self.notes.clone(),
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

/// A line as it is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SaveRestockLine {
    /// The variant; each once.
    pub variant_id: VariantId,
    /// Pieces.
    pub quantity: i32,
    /// What a piece costs.
    pub unit_cost: Rupiah,
}

/// Make a restock order, or change one that is a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SaveRestockRequest {
    /// The supplier.
    pub supplier_id: SupplierId,
    /// When it is expected.
    #[serde(default)]
    pub expected_on: Option<NaiveDate>,
    /// For the supplier; printed on the purchase order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub notes: String,
    /// What is ordered, 1 to 200 lines.
    pub lines: Vec<SaveRestockLine>,
}

impl Validate for SaveRestockRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/notes", &self.notes, 0, 1_000);
        if self.lines.is_empty() {
            faults.add(FieldError::new("/lines", FieldCode::Required));
        } else if self.lines.len() > MAX_RESTOCK_LINES {
            faults.add(FieldError::new("/lines", FieldCode::TooMany).with("max", MAX_RESTOCK_LINES));
            return;
        }
        let mut seen = std::collections::HashSet::new();
        for (index, line) in self.lines.iter().enumerate() {
            faults.range(&format!("/lines/{index}/quantity"), line.quantity.into(), 1, MAX_PIECES.into());
            faults.range(&format!("/lines/{index}/unit_cost"), line.unit_cost.0, 0, MAX_PRICE.0);
            if !seen.insert(line.variant_id) {
                faults.add(FieldError::new(format!("/lines/{index}/variant_id"), FieldCode::Duplicate));
            }
        }
    }
}

/// Send an order to its supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PlaceRestockRequest {
    /// Whether the purchase order is emailed to the supplier; otherwise somebody tells them.
    pub email: bool,
}

impl Validate for PlaceRestockRequest {
    fn check(&self, _: &mut Faults) {}
}

/// Call an order off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CancelRestockRequest {
    /// Why.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub reason: String,
}

impl Validate for CancelRestockRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/reason", &self.reason, 0, 500);
    }
}

/// What was counted of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ReceiveLine {
    /// The variant; each once.
    pub variant_id: VariantId,
    /// Pieces that go on the shelf; more than ordered is allowed.
    pub quantity: i32,
    /// Pieces that came broken.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub damaged: i32,
    /// What was wrong; required when pieces are broken.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub reason: String,
    /// What a piece costs, where the supplier's bill differs from the order.
    #[serde(default)]
    pub unit_cost: Option<Rupiah>,
}

/// Take in a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ReceiveRestockRequest {
    /// What was counted. May be empty only when the order is closed by it.
    pub lines: Vec<ReceiveLine>,
    /// Number on the supplier's delivery note.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub delivery_note: String,
    /// What is to be noted.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub note: String,
    /// Nothing more comes, whatever is missing.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub closes: bool,
}

impl Validate for ReceiveRestockRequest {
    fn check(&self, faults: &mut Faults) {
        if self.lines.is_empty() && !self.closes {
            faults.add(FieldError::new("/lines", FieldCode::Required));
        } else if self.lines.len() > MAX_RESTOCK_LINES {
            faults.add(FieldError::new("/lines", FieldCode::TooMany).with("max", MAX_RESTOCK_LINES));
            return;
        }
        faults.text("/delivery_note", &self.delivery_note, 0, 100);
        faults.text("/note", &self.note, 0, 1_000);
        let mut seen = std::collections::HashSet::new();
        for (index, line) in self.lines.iter().enumerate() {
            let at = |field: &str| format!("/lines/{index}/{field}");
            faults.range(&at("quantity"), line.quantity.into(), 0, MAX_PIECES.into());
            faults.range(&at("damaged"), line.damaged.into(), 0, MAX_PIECES.into());
            if line.quantity == 0 && line.damaged == 0 {
                faults.add(FieldError::new(at("quantity"), FieldCode::Required));
            }
            faults.text(&at("reason"), &line.reason, usize::from(line.damaged > 0), 300);
            if let Some(cost) = line.unit_cost {
                faults.range(&at("unit_cost"), cost.0, 0, MAX_PRICE.0);
            }
            if !seen.insert(line.variant_id) {
                faults.add(FieldError::new(at("variant_id"), FieldCode::Duplicate));
            }
        }
    }
}

/// A variant that should be ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestockSuggestion {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product's name.
    pub name: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Who supplies it.
    pub supplier_id: SupplierId,
    /// The supplier's name.
    pub supplier: String,
    /// Pieces sold in the span, less those that came back onto the shelf.
    pub sold: i64,
    /// What can be sold now.
    pub available: i32,
    /// Ordered and not here yet.
    pub incoming: i64,
    /// At or below it, stock is low.
    pub threshold: i32,
    /// Days until a delivery comes.
    pub lead_time_days: i32,
    /// How many to order.
    pub quantity: i64,
    /// What a piece costs: the supplier's terms, or the average so far.
    pub unit_cost: Rupiah,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers<T: Validate>(ask: &T) -> Vec<String> {
        ask.validate().err().unwrap_or_default().into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn an_order_has_lines_each_once() {
        let line = SaveRestockLine { variant_id: VariantId::generate(), quantity: 1, unit_cost: Rupiah(0) };
        let ask =
            |lines| SaveRestockRequest { supplier_id: SupplierId::generate(), expected_on: None, notes: String::new(), lines };
        assert!(pointers(&ask(vec![line])).is_empty());
        assert_eq!(pointers(&ask(vec![])), ["/lines"]);
        assert_eq!(pointers(&ask(vec![line, line])), ["/lines/1/variant_id"]);
        let bad = SaveRestockLine { quantity: 0, unit_cost: Rupiah(-1), ..line };
        assert_eq!(pointers(&ask(vec![bad])), ["/lines/0/quantity", "/lines/0/unit_cost"]);
    }

    #[test]
    fn what_is_broken_says_why() {
        let line = |quantity, damaged, reason: &str| ReceiveLine {
            variant_id: VariantId::generate(),
            quantity,
            damaged,
            reason: reason.to_owned(),
            unit_cost: None,
        };
        let ask = |lines, closes| ReceiveRestockRequest { lines, delivery_note: String::new(), note: String::new(), closes };
        assert!(pointers(&ask(vec![line(3, 0, "")], false)).is_empty());
        assert!(pointers(&ask(vec![], true)).is_empty(), "what is missing does not come");
        assert_eq!(pointers(&ask(vec![], false)), ["/lines"]);
        assert_eq!(pointers(&ask(vec![line(0, 1, "")], false)), ["/lines/0/reason"]);
        assert_eq!(pointers(&ask(vec![line(0, 0, "")], false)), ["/lines/0/quantity"]);
    }
}
