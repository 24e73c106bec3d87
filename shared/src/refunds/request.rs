//! What staff ask for, and the rules of it.

use serde::{Deserialize, Serialize};

use crate::ids::OrderItemId;
use crate::money::Rupiah;
use crate::payments::{RefundChannel, RefundKind};
use crate::totals::{MAX_LINES, MAX_QUANTITY};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Pieces to give money back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RefundItemRequest {
    /// The line of the order.
    pub order_item_id: OrderItemId,
    /// How many pieces.
    pub quantity: i32,
}

/// Give money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RefundOrderRequest {
    /// `full` is everything that is left, `items` are pieces, `goodwill` is an amount.
    pub kind: RefundKind,
    /// The pieces, for `items`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub items: Vec<RefundItemRequest>,
    /// Also what is left of the shipping, for `items`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub shipping: bool,
    /// How much, for `goodwill`.
    #[serde(default)]
    pub amount: Option<Rupiah>,
    /// The pieces come back: shipped ones into the store, others are no longer held for the order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub restock: bool,
    /// Why; only staff see it.
    pub reason: String,
    /// Whether the order was seen to have left the store. When that is no longer so, nothing goes back and the answer is 409 `stale`.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipped: Option<bool>,
}

impl Validate for RefundOrderRequest {
    fn check(&self, faults: &mut Faults) {
        match self.kind {
            RefundKind::Full => {}
            RefundKind::Items => {
                if self.items.is_empty() && !self.shipping {
                    faults.add(FieldError::new("/items", FieldCode::Required));
                }
                if self.items.len() > MAX_LINES {
                    faults.add(FieldError::new("/items", FieldCode::TooMany).with("max", MAX_LINES));
                }
                for (index, item) in self.items.iter().enumerate().take(MAX_LINES) {
                    faults.range(&format!("/items/{index}/quantity"), item.quantity.into(), 1, MAX_QUANTITY.into());
                    if self.items.iter().take(index).any(|earlier| earlier.order_item_id == item.order_item_id) {
                        faults.add(FieldError::new(format!("/items/{index}/order_item_id"), FieldCode::Duplicate));
                    }
                }
            }
            RefundKind::Goodwill => match self.amount {
                Some(amount) => faults.range("/amount", amount.0, 1, 1_000_000_000_000),
                None => faults.add(FieldError::new("/amount", FieldCode::Required)),
            },
            // Only the shop itself sends money back that an order could not take.
            RefundKind::Automatic => faults.add(FieldError::new("/kind", FieldCode::UnknownChoice)),
        }
        faults.text("/reason", &self.reason, 3, 300);
    }
}

/// Money that was transferred by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct TransferRefundRequest {
    /// The bank's reference of the transfer.
    pub bank_reference: String,
}

impl Validate for TransferRefundRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/bank_reference", &self.bank_reference, 3, 100);
    }
}

/// Try a failed refund again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RetryRefundRequest {
    /// By the provider once more, or by bank transfer.
    pub channel: RefundChannel,
}

impl Validate for RetryRefundRequest {
    fn check(&self, _: &mut Faults) {}
}
