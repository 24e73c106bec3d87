//! Refunds: what can still go back of an order, and how an amount falls on its parts. Browser and
//! server run these very lines.
//!
//! What was paid for the items (their prices less the discount) is divided over the lines by the
//! largest remainder, and a line's amount over its pieces so that the last pieces take what is
//! left. However an order is refunded piece by piece, and whatever fails and is done again, the
//! parts add up to what was paid.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OrderItemId, PaymentId, RefundId};
use crate::money::Rupiah;
use crate::payments::{RefundChannel, RefundKind, RefundStatus};
use crate::totals::{MAX_LINES, MAX_QUANTITY};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

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
        Ok(RefundSplit { amount, shipping, items })
    }

    /// Everything that is left. A kindness given before makes it less than the parts are worth.
    fn all(&self) -> RefundSplit {
        let shipping = self.shipping.min(self.left);
        let weights: Vec<u64> = self.items.iter().map(|item| u64::try_from(item.amount.0).unwrap_or(0)).collect();
        let shares = Rupiah(self.left.0 - shipping.0).allocate(&weights);
        let items = self.items.iter().zip(shares).filter(|(item, _)| item.quantity > 0);
        let items = items.map(|(item, share)| RefundItem { amount: share, ..*item }).collect();
        RefundSplit { amount: self.left, shipping, items }
    }
}

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
                    faults.add(FieldError::new("/items", FieldCode::TooLong).with("max", MAX_LINES));
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

/// Money on its way back, as the buyer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Refund {
    /// Id.
    pub id: RefundId,
    /// All of it.
    pub amount: Rupiah,
    /// What for.
    pub kind: RefundKind,
    /// How it goes back.
    pub channel: RefundChannel,
    /// Where it stands.
    pub status: RefundStatus,
    /// The part of it that is shipping.
    pub shipping: Rupiah,
    /// The pieces it is for.
    pub items: Vec<RefundItem>,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
    /// When it arrived, failed or was called off.
    pub settled_at: Option<DateTime<Utc>>,
}

/// Money on its way back, with what only staff see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffRefund {
    /// The refund.
    pub refund: Refund,
    /// The payment it belongs to.
    pub payment_id: Option<PaymentId>,
    /// Why: what staff wrote, or `paid_twice`, `paid_too_late`, `made_at_provider`.
    pub reason: String,
    /// Whether the pieces came back.
    pub restock: bool,
    /// What the provider said when it failed or could not do it.
    pub failure: Option<String>,
    /// The provider's id.
    pub external_id: Option<String>,
    /// The bank's reference of a transfer by hand.
    pub bank_reference: Option<String>,
    /// Who ordered it; absent when the system did.
    pub actor: Option<String>,
    /// A failed one that this one makes up for.
    pub retry_of: Option<RefundId>,
    /// Another one makes up for it.
    pub retried: bool,
}

impl StaffRefund {
    /// It waits for somebody to transfer it.
    #[must_use]
    pub fn can_be_transferred(&self) -> bool {
        self.refund.channel == RefundChannel::ManualTransfer && self.refund.status == RefundStatus::Pending
    }

    /// It failed, and nothing makes up for it yet.
    #[must_use]
    pub fn can_be_retried(&self) -> bool {
        self.refund.status == RefundStatus::Failed && !self.retried
    }

    /// Nobody sent it yet. Money that an order never took has to go back.
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.can_be_transferred() && self.refund.kind != RefundKind::Automatic
    }

    /// All of the money is on its way back: the order must not ship.
    #[must_use]
    pub fn takes_the_order_back(&self) -> bool {
        self.refund.kind == RefundKind::Full && self.refund.status == RefundStatus::Pending
    }

    /// The provider may still change its mind about it.
    #[must_use]
    pub fn is_on_its_way(&self) -> bool {
        self.refund.channel == RefundChannel::Provider && self.refund.status == RefundStatus::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(quantity: i32, price: i64) -> PaidLine {
        PaidLine { id: OrderItemId::generate(), quantity, line_total: Rupiah(price * i64::from(quantity)) }
    }

    fn ask(kind: RefundKind) -> RefundOrderRequest {
        RefundOrderRequest {
            kind,
            items: Vec::new(),
            shipping: false,
            amount: None,
            restock: false,
            reason: "Lecet di bodi".to_owned(),
        }
    }

    fn pieces(of: &[(OrderItemId, i32)], shipping: bool) -> RefundOrderRequest {
        let items = of.iter().map(|&(order_item_id, quantity)| RefundItemRequest { order_item_id, quantity }).collect();
        RefundOrderRequest { items, shipping, ..ask(RefundKind::Items) }
    }

    fn goodwill(amount: i64) -> RefundOrderRequest {
        RefundOrderRequest { amount: Some(Rupiah(amount)), ..ask(RefundKind::Goodwill) }
    }

    fn given(split: &RefundSplit) -> GivenBack {
        GivenBack { amount: split.amount, shipping: split.shipping, items: split.items.clone() }
    }

    #[test]
    fn three_pieces_less_a_discount_go_back_one_by_one_without_losing_a_rupiah() {
        // 3 × 10.000 less 1.000: 9.666, 9.667 and 9.667.
        let lines = [line(3, 10_000)];
        let (shipping, discount, paid) = (Rupiah(9_000), Rupiah(1_000), Rupiah(38_000));
        let mut gone = Vec::new();
        let mut amounts = Vec::new();
        for _ in 0..3 {
            let left = refundable(&lines, shipping, discount, paid, &gone);
            let Ok(split) = left.split(&pieces(&[(lines[0].id, 1)], false)) else { panic!("refused") };
            amounts.push(split.amount.0);
            gone.push(given(&split));
        }
        assert_eq!(amounts, [9_666, 9_667, 9_667]);
        let left = refundable(&lines, shipping, discount, paid, &gone);
        assert_eq!((left.left, left.shipping, left.items[0].quantity), (Rupiah(9_000), Rupiah(9_000), 0));
        assert_eq!(left.split(&pieces(&[(lines[0].id, 1)], false)), Err(RefundFault::TooLarge));
        assert_eq!(
            left.split(&ask(RefundKind::Full)).map(|split| (split.amount, split.shipping)),
            Ok((Rupiah(9_000), Rupiah(9_000)))
        );
    }

    #[test]
    fn more_than_is_left_is_refused() {
        let lines = [line(1, 100_000)];
        let left = refundable(&lines, Rupiah(10_000), Rupiah::ZERO, Rupiah(110_000), &[]);
        assert_eq!(left.split(&goodwill(110_001)), Err(RefundFault::TooLarge));
        assert_eq!(left.split(&goodwill(0)), Err(RefundFault::TooLarge));
        assert_eq!(left.split(&pieces(&[(OrderItemId::generate(), 1)], false)), Err(RefundFault::UnknownItem(0)));
        let Ok(kindness) = left.split(&goodwill(50_000)) else { panic!("refused") };
        let left = refundable(&lines, Rupiah(10_000), Rupiah::ZERO, Rupiah(110_000), &[given(&kindness)]);
        // The piece is worth more than what is left.
        assert_eq!(left.split(&pieces(&[(lines[0].id, 1)], false)), Err(RefundFault::TooLarge));
        assert_eq!(left.split(&ask(RefundKind::Full)).map(|split| split.amount), Ok(Rupiah(60_000)));
    }

    #[test]
    fn rules_of_the_form() {
        let id = OrderItemId::generate();
        assert_eq!(pieces(&[(id, 1)], false).validate(), Ok(()));
        assert_eq!(pieces(&[], true).validate(), Ok(()));
        let pointers = |request: RefundOrderRequest| -> Vec<String> {
            request.validate().err().into_iter().flatten().map(|error| error.pointer).collect()
        };
        assert_eq!(pointers(pieces(&[], false)), ["/items"]);
        assert_eq!(pointers(pieces(&[(id, 0), (id, 1)], false)), ["/items/0/quantity", "/items/1/order_item_id"]);
        assert_eq!(pointers(ask(RefundKind::Goodwill)), ["/amount"]);
        assert_eq!(pointers(ask(RefundKind::Automatic)), ["/kind"]);
        assert_eq!(pointers(RefundOrderRequest { reason: " ".to_owned(), ..ask(RefundKind::Full) }), ["/reason"]);
    }

    /// One refund of a random sequence: what for, and whether it goes through.
    #[derive(Clone, Debug)]
    enum Step {
        Pieces(Vec<i32>, bool),
        Goodwill(i64),
        Full,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => (prop::collection::vec(0_i32..4, 1..6), any::<bool>()).prop_map(|(pieces, shipping)| Step::Pieces(pieces, shipping)),
            1 => (1_i64..200_000).prop_map(Step::Goodwill),
            1 => Just(Step::Full),
        ]
    }

    proptest! {
        #[test]
        fn no_rupiah_is_lost_or_invented(
            goods in prop::collection::vec((1_i32..7, 0_i64..2_000_000), 1..6),
            shipping in 0_i64..300_000,
            discount in 0_i64..500_000,
            steps in prop::collection::vec((step(), any::<bool>()), 0..30),
        ) {
            let lines: Vec<PaidLine> = goods.into_iter().map(|(quantity, price)| line(quantity, price)).collect();
            let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
            let (shipping, discount) = (Rupiah(shipping), Rupiah(discount.min(items_total)));
            let paid = Rupiah(items_total + shipping.0 - discount.0);
            let mut gone: Vec<GivenBack> = Vec::new();
            for (step, succeeds) in steps {
                let left = refundable(&lines, shipping, discount, paid, &gone);
                let request = match step {
                    Step::Pieces(counts, with_shipping) => {
                        let wanted: Vec<_> = lines.iter().zip(counts).filter(|(_, count)| *count > 0).map(|(line, count)| (line.id, count)).collect();
                        pieces(&wanted, with_shipping)
                    }
                    Step::Goodwill(amount) => goodwill(amount),
                    Step::Full => ask(RefundKind::Full),
                };
                let Ok(split) = left.split(&request) else { continue };
                prop_assert!(split.amount > Rupiah::ZERO && split.amount <= left.left);
                if request.kind != RefundKind::Goodwill {
                    let parts: i64 = split.items.iter().map(|item| item.amount.0).sum::<i64>() + split.shipping.0;
                    prop_assert_eq!(parts, split.amount.0);
                }
                // One that fails leaves no trace.
                if succeeds {
                    gone.push(given(&split));
                }
            }
            let sent: i64 = gone.iter().map(|refund| refund.amount.0).sum();
            prop_assert!(sent <= paid.0);
            // The rest takes what is left, to the rupiah.
            let left = refundable(&lines, shipping, discount, paid, &gone);
            prop_assert_eq!(left.left.0, paid.0 - sent);
            match left.split(&ask(RefundKind::Full)) {
                Ok(rest) => prop_assert_eq!(sent + rest.amount.0, paid.0),
                Err(_) => prop_assert_eq!(sent, paid.0),
            }
        }

        #[test]
        fn all_pieces_one_way_or_another_are_what_was_paid_for_the_items(
            goods in prop::collection::vec((1_i32..9, 1_i64..2_000_000), 1..6),
            discount in 0_i64..500_000,
            picks in prop::collection::vec((0_usize..6, 1_i32..5, any::<bool>()), 0..60),
        ) {
            let lines: Vec<PaidLine> = goods.into_iter().map(|(quantity, price)| line(quantity, price)).collect();
            let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
            let discount = Rupiah(discount.min(items_total - 1));
            let (shipping, paid) = (Rupiah(15_000), Rupiah(items_total + 15_000 - discount.0));
            let mut gone: Vec<GivenBack> = Vec::new();
            // Some pieces at random, some of them failing, then the rest.
            let random = picks.into_iter().map(|(index, quantity, succeeds)| (index % lines.len(), quantity, succeeds));
            let rest = (0..lines.len()).map(|index| (index, i32::MAX, true));
            for (index, quantity, succeeds) in random.chain(rest) {
                let left = refundable(&lines, shipping, discount, paid, &gone);
                let request = pieces(&[(lines[index].id, quantity.min(left.items[index].quantity))], false);
                if let Ok(split) = left.split(&request) && succeeds {
                    gone.push(given(&split));
                }
            }
            let left = refundable(&lines, shipping, discount, paid, &gone);
            let unsent: i64 = left.items.iter().map(|item| item.amount.0).sum();
            prop_assert_eq!(unsent, 0);
            let sent: i64 = gone.iter().map(|refund| refund.amount.0).sum();
            prop_assert_eq!(sent, items_total - discount.0);
        }
    }
}
