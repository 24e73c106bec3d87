//! The state machine of an order, as one table.

use shared::orders::{OrderActions, OrderStatus};
use shared::payments::PaymentStatus;

/// Something that moves an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The money came in.
    Pay,
    /// The money was taken back by the provider.
    Unpay,
    /// Staff begin to pack it.
    Process,
    /// It is handed to the courier.
    Ship,
    /// Its parcel came back, and it is handed to a courier again.
    ShipAgain,
    /// It arrived.
    Deliver,
    /// The buyer confirmed receipt, or staff closed it.
    Complete,
    /// It is called off.
    Cancel,
    /// It was not paid in time.
    Expire,
    /// All of the money went back, or that of every piece, none of which is away.
    Refund,
}

impl Move {
    /// Every move.
    pub const ALL: &[Self] = &[
        Self::Pay,
        Self::Process,
        Self::Ship,
        Self::ShipAgain,
        Self::Deliver,
        Self::Complete,
        Self::Cancel,
        Self::Expire,
        Self::Unpay,
        Self::Refund,
    ];

    /// Its name in the document.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Unpay => "unpay",
            Self::Process => "process",
            Self::Ship => "ship",
            Self::ShipAgain => "ship again",
            Self::Deliver => "deliver",
            Self::Complete => "complete",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Refund => "refund",
        }
    }

    /// Who makes it, and what it does beside moving the order.
    #[must_use]
    pub const fn meaning(self) -> (&'static str, &'static str) {
        match self {
            Self::Pay => (
                "the provider's word that the money came in",
                "what is held stays held until it ships; after `expired` only if there still is enough, else the money goes back",
            ),
            Self::Unpay => ("the provider, who took the money back", "the order can be paid again for as long as it has time"),
            Self::Process => ("staff", "nothing else; not while all of the money is on its way back"),
            Self::Ship => {
                ("staff, with a tracking number", "what is held leaves the store; not while all of the money is on its way back")
            }
            Self::ShipAgain => (
                "staff, with another tracking number",
                "only after the courier brought the parcel back, not while it is kept or lost, nor when all of it is back on the shelf or the provider took the money back; the goods left the ledger the first time",
            ),
            Self::Deliver => ("staff, or the courier's word", "the parcel has arrived; not one that the courier brought back"),
            Self::Complete => ("the buyer, or staff", "the parcel has arrived; not one that the courier brought back"),
            Self::Cancel => (
                "the buyer, or staff",
                "what is held is free again, open bills are called off; not while a payment is under review",
            ),
            Self::Expire => (
                "the job that ends what is not paid in time",
                "the provider is asked first, and not waited for beyond two hours; then as for `cancel`",
            ),
            Self::Refund => (
                "the last rupiah that went back; before it ships, that of the last piece that is let go, and on its way that of the last that is back on the shelf",
                "what is held is free again",
            ),
        }
    }
}

/// Every legal move: from, by, to.
pub const TRANSITIONS: &[(OrderStatus, Move, OrderStatus)] = {
    use Move as M;
    use OrderStatus as S;
    &[
        (S::Pending, M::Pay, S::Paid),
        (S::Pending, M::Cancel, S::Cancelled),
        (S::Pending, M::Expire, S::Expired),
        // Late money, when the stock could be reserved again.
        (S::Expired, M::Pay, S::Paid),
        (S::Paid, M::Unpay, S::Pending),
        (S::Paid, M::Process, S::Processing),
        (S::Paid, M::Ship, S::Shipped),
        (S::Paid, M::Refund, S::Refunded),
        (S::Processing, M::Unpay, S::Pending),
        (S::Processing, M::Ship, S::Shipped),
        (S::Processing, M::Refund, S::Refunded),
        (S::Shipped, M::ShipAgain, S::Shipped),
        (S::Shipped, M::Deliver, S::Delivered),
        (S::Shipped, M::Complete, S::Completed),
        (S::Shipped, M::Refund, S::Refunded),
        (S::Delivered, M::Complete, S::Completed),
        (S::Delivered, M::Refund, S::Refunded),
        (S::Completed, M::Refund, S::Refunded),
    ]
};

/// Where `by` leads from `from`; `None` when the move is illegal.
#[must_use]
pub fn next(from: OrderStatus, by: Move) -> Option<OrderStatus> {
    TRANSITIONS.iter().find(|(start, step, _)| *start == from && *step == by).map(|(_, _, to)| *to)
}

/// The move by which staff bring an order to a status by hand, if there is one. Shipping has its
/// own endpoint; money moves by payments and refunds alone.
#[must_use]
pub fn by_hand(to: OrderStatus) -> Option<Move> {
    match to {
        OrderStatus::Processing => Some(Move::Process),
        OrderStatus::Delivered => Some(Move::Deliver),
        OrderStatus::Completed => Some(Move::Complete),
        OrderStatus::Cancelled => Some(Move::Cancel),
        _ => None,
    }
}

/// Statuses that staff may bring an order to now, shipping included.
#[must_use]
pub fn next_for_staff(from: OrderStatus) -> Vec<OrderStatus> {
    let reachable = |to: &OrderStatus| by_hand(*to).or((*to == OrderStatus::Shipped).then_some(Move::Ship));
    OrderStatus::ALL.iter().copied().filter(|to| reachable(to).is_some_and(|by| next(from, by) == Some(*to))).collect()
}

/// Its goods are set aside until they ship; an order that is still to be paid holds them for a time.
#[must_use]
pub fn is_to_be_shipped(status: OrderStatus) -> bool {
    next(status, Move::Ship).is_some()
}

/// It was sold: the money came in, whatever went back since.
#[must_use]
pub fn is_sale(status: OrderStatus) -> bool {
    !matches!(status, OrderStatus::Pending | OrderStatus::Cancelled | OrderStatus::Expired)
}

/// What the buyer may do. `in_time`: the time to pay is not over.
#[must_use]
pub fn actions(status: OrderStatus, payment: PaymentStatus, in_time: bool) -> OrderActions {
    OrderActions {
        pay: status == OrderStatus::Pending && in_time && payment != PaymentStatus::Challenged,
        cancel: next(status, Move::Cancel).is_some() && payment != PaymentStatus::Challenged,
        confirm_receipt: next(status, Move::Complete).is_some(),
        buy_again: status != OrderStatus::Pending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_leads_to_one_place() {
        for (index, (from, by, _)) in TRANSITIONS.iter().enumerate() {
            let twice = TRANSITIONS.iter().skip(index + 1).any(|(start, step, _)| start == from && step == by);
            assert!(!twice, "{from} by {by:?}");
        }
    }

    #[test]
    fn every_move_has_its_place() {
        for by in Move::ALL {
            assert!(TRANSITIONS.iter().any(|(_, step, _)| step == by), "{by:?} leads nowhere");
        }
        for (from, by, to) in TRANSITIONS {
            assert!(Move::ALL.contains(by) && next(*from, *by) == Some(*to));
        }
        let legal = OrderStatus::ALL.iter().flat_map(|&from| Move::ALL.iter().filter_map(move |&by| next(from, by))).count();
        assert_eq!(legal, TRANSITIONS.len(), "what is not in the table is illegal");
    }

    #[test]
    fn goods_never_leave_unpaid() {
        for status in [OrderStatus::Pending, OrderStatus::Expired, OrderStatus::Cancelled, OrderStatus::Refunded] {
            assert_eq!(next(status, Move::Ship), None, "{status}");
        }
    }

    #[test]
    fn what_is_over_stays_over() {
        for (from, _, _) in TRANSITIONS {
            assert!(!matches!(from, OrderStatus::Cancelled | OrderStatus::Refunded), "{from}");
        }
    }

    #[test]
    fn staff_see_the_moves_they_may_make() {
        assert_eq!(next_for_staff(OrderStatus::Paid), [OrderStatus::Processing, OrderStatus::Shipped]);
        assert_eq!(next_for_staff(OrderStatus::Pending), [OrderStatus::Cancelled]);
        assert_eq!(next_for_staff(OrderStatus::Shipped), [OrderStatus::Delivered, OrderStatus::Completed]);
        assert!(next_for_staff(OrderStatus::Refunded).is_empty());
    }
}
