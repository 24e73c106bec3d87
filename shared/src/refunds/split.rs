//! How an amount falls on the parts of an order, and what is left of them.
//!
//! What was paid for the items (their prices less the discount) is divided over the lines by the
//! largest remainder, and a line's amount over its pieces so that the last pieces take what is
//! left. However an order is refunded piece by piece, and whatever fails and is done again, the
//! parts add up to what was paid.

use serde::{Deserialize, Serialize};

use super::RefundOrderRequest;
use crate::ids::OrderItemId;
use crate::money::Rupiah;
use crate::payments::RefundKind;

/// A line of an order, as far as refunds need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidLine {
    /// The line.
    pub id: OrderItemId,
    /// How many pieces.
    pub quantity: i32,
    /// Price times quantity, before any discount.
    pub line_total: Rupiah,
}

/// A refund that counts: it went back or is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    /// All of it.
    pub amount: Rupiah,
    /// The part of it that is shipping.
    pub shipping: Rupiah,
    /// The pieces it is for.
    pub items: Vec<RefundItem>,
}

/// Pieces of a line that money goes back for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RefundItem {
    /// The line of the order.
    pub order_item_id: OrderItemId,
    /// How many pieces.
    pub quantity: i32,
    /// How much for all of them.
    pub amount: Rupiah,
}

/// What can still go back of an order. What is on its way counts as gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Refundable {
    /// All of the money that is left.
    pub left: Rupiah,
    /// What is left of the shipping.
    pub shipping: Rupiah,
    /// What is left of the lines; those of which nothing is left included.
    pub items: Vec<RefundItem>,
}

/// How a refund falls on the parts of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundSplit {
    /// All of it; more than zero.
    pub amount: Rupiah,
    /// The part of it that is shipping.
    pub shipping: Rupiah,
    /// The pieces it is for.
    pub items: Vec<RefundItem>,
}

/// Why a refund cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFault {
    /// The order has no such line; the place in the request.
    UnknownItem(usize),
    /// More pieces than are left, or more money, or nothing at all.
    TooLarge,
}

/// What can still go back, when `paid` came in and `given` went back or is on its way.
#[must_use]
pub fn refundable(lines: &[PaidLine], shipping: Rupiah, discount: Rupiah, paid: Rupiah, given: &[GivenBack]) -> Refundable {
    let weights: Vec<u64> = lines.iter().map(|line| u64::try_from(line.line_total.0).unwrap_or(0)).collect();
    let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
    let shares = Rupiah((items_total - discount.0).max(0)).allocate(&weights);
    let items = lines.iter().zip(shares).map(|(line, share)| {
        let gone = given.iter().flat_map(|refund| &refund.items).filter(|item| item.order_item_id == line.id);
        let (pieces, amount) = gone.fold((0, 0), |(pieces, amount), item| (pieces + item.quantity, amount + item.amount.0));
        RefundItem {
            order_item_id: line.id,
            quantity: (line.quantity - pieces).max(0),
            amount: Rupiah((share.0 - amount).max(0)),
        }
    });
    let gone = given.iter().fold((0, 0), |(all, shipping), refund| (all + refund.amount.0, shipping + refund.shipping.0));
    Refundable { left: Rupiah((paid.0 - gone.0).max(0)), shipping: Rupiah((shipping.0 - gone.1).max(0)), items: items.collect() }
}

/// What `quantity` of the pieces that are left are worth. The last ones take all that is left.
#[must_use]
pub fn share(left: &RefundItem, quantity: i32) -> Rupiah {
    if quantity >= left.quantity {
        return left.amount;
    }
    let part = i128::from(left.amount.0) * i128::from(quantity.max(0)) / i128::from(left.quantity.max(1));
    Rupiah(i64::try_from(part).unwrap_or(left.amount.0))
}

impl Refundable {
    /// How the refund that is asked for falls on the parts of the order.
    ///
    /// # Errors
    /// When it is for what the order does not have, or no longer has.
    pub fn split(&self, ask: &RefundOrderRequest) -> Result<RefundSplit, RefundFault> {
        let split = match ask.kind {
            RefundKind::Items => self.pieces(ask)?,
            RefundKind::Goodwill => {
                RefundSplit { amount: ask.amount.unwrap_or_default(), shipping: Rupiah::ZERO, items: Vec::new() }
            }
            RefundKind::Full | RefundKind::Automatic => self.all(),
        };
        if split.amount <= Rupiah::ZERO || split.amount > self.left { Err(RefundFault::TooLarge) } else { Ok(split) }
    }

    fn pieces(&self, ask: &RefundOrderRequest) -> Result<RefundSplit, RefundFault> {
        let mut items = Vec::with_capacity(ask.items.len());
        for (index, wanted) in ask.items.iter().enumerate() {
            let mut known = self.items.iter();
            let left = known.find(|item| item.order_item_id == wanted.order_item_id).ok_or(RefundFault::UnknownItem(index))?;
            if wanted.quantity > left.quantity {
                return Err(RefundFault::TooLarge);
            }
            items.push(RefundItem { quantity: wanted.quantity, amount: share(left, wanted.quantity), ..*left });
        }
        let shipping = if ask.shipping { self.shipping } else { Rupiah::ZERO };
        let amount = Rupiah(shipping.0 + items.iter().map(|item| item.amount.0).sum::<i64>());
        Ok(if amount > self.left { self.all_that_is_left(shipping, items) } else { RefundSplit { amount, shipping, items } })
    }

    /// Everything that is left.
    fn all(&self) -> RefundSplit {
        self.all_that_is_left(self.shipping, self.items.iter().filter(|item| item.quantity > 0).copied().collect())
    }

    /// All of the money that is left, over parts that are worth as much or more: a kindness given before makes it less.
    fn all_that_is_left(&self, shipping: Rupiah, parts: Vec<RefundItem>) -> RefundSplit {
        let shipping = shipping.min(self.left);
        let weights: Vec<u64> = parts.iter().map(|item| u64::try_from(item.amount.0).unwrap_or(0)).collect();
        let shares = Rupiah(self.left.0 - shipping.0).allocate(&weights);
        let items = parts.into_iter().zip(shares).map(|(item, share)| RefundItem { amount: share, ..item }).collect();
        RefundSplit { amount: self.left, shipping, items }
    }
}
