//! What may become of a restock order, how much to order, and what a piece costs on average.

use serde::{Deserialize, Serialize};

use super::RestockStatus;
use crate::money::Rupiah;

/// A step of a restock order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestockStep {
    /// It goes to the supplier.
    Place,
    /// Goods came and more is to come.
    ReceiveSome,
    /// Goods came and nothing more is to come.
    ReceiveLast,
    /// It is called off.
    Cancel,
}

/// Where an order stands after a step; `None` when it is not allowed.
///
/// What has begun to arrive is not cancelled any more: it is closed, and what is missing is short.
#[must_use]
pub const fn next(status: RestockStatus, step: RestockStep) -> Option<RestockStatus> {
    use RestockStatus as Status;
    match (status, step) {
        (Status::Draft, RestockStep::Place) => Some(Status::Ordered),
        (Status::Draft | Status::Ordered, RestockStep::Cancel) => Some(Status::Cancelled),
        (Status::Ordered | Status::PartiallyReceived, RestockStep::ReceiveSome) => Some(Status::PartiallyReceived),
        (Status::Ordered | Status::PartiallyReceived, RestockStep::ReceiveLast) => Some(Status::Received),
        _ => None,
    }
}

/// The step that a delivery is: `lines` are how many were ordered and how many came by now; `closes`
/// says that nothing more comes, whatever is missing.
#[must_use]
pub fn after_receipt(lines: impl IntoIterator<Item = (i32, i32)>, closes: bool) -> RestockStep {
    if closes || lines.into_iter().all(|(ordered, received)| received >= ordered) {
        RestockStep::ReceiveLast
    } else {
        RestockStep::ReceiveSome
    }
}

/// How a line differs from what was ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Discrepancy {
    /// Pieces that did not come, or came broken and were not made up for.
    pub short: i32,
    /// Pieces more than ordered.
    pub over: i32,
    /// Pieces that came broken.
    pub damaged: i32,
}

/// How a line of so many ordered, received and damaged pieces differs.
#[must_use]
pub const fn discrepancy(ordered: i32, received: i32, damaged: i32) -> Discrepancy {
    let more = received.saturating_sub(ordered);
    Discrepancy { short: if more < 0 { more.saturating_neg() } else { 0 }, over: if more > 0 { more } else { 0 }, damaged }
}

/// What is known of a variant when somebody asks how much to order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Pieces sold in the span.
    pub sold: i64,
    /// Days of the span.
    pub days: i64,
    /// Days until a delivery comes.
    pub lead_time_days: i64,
    /// Days that the delivery shall last.
    pub cover_days: i64,
    /// Pieces that shall be left when it comes: the low-stock threshold.
    pub threshold: i64,
    /// What can be sold now.
    pub available: i64,
    /// Ordered and not here yet.
    pub incoming: i64,
    /// Fewest pieces the supplier sells.
    pub minimum: i64,
}

/// How many pieces to order: what will be sold until the delivery comes and for as long as it shall
/// last, with the threshold left over, without what is there and under way. 0 when nothing is needed.
#[must_use]
pub fn suggest(needs: Needs) -> i64 {
    let span = needs.lead_time_days.max(0).saturating_add(needs.cover_days.max(0));
    let days = needs.days.max(1);
    // Rounded up: half a guitar is none.
    let wanted = needs.sold.max(0).saturating_mul(span).saturating_add(days - 1) / days;
    let missing =
        wanted.saturating_add(needs.threshold.max(0)).saturating_sub(needs.available).saturating_sub(needs.incoming.max(0));
    if missing <= 0 { 0 } else { missing.max(needs.minimum) }
}

/// What a piece costs on average after `received` pieces came at `unit_cost` to `on_hand` that cost
/// `before` (moving average, rounded to the nearest rupiah). Pieces whose cost nobody knows count as
/// if they had cost the same.
#[must_use]
pub fn average_cost(on_hand: i32, before: Option<Rupiah>, received: i32, unit_cost: Rupiah) -> Rupiah {
    let Some(before) = before.filter(|_| on_hand > 0) else { return unit_cost };
    if received <= 0 {
        return before;
    }
    let (had, came) = (i128::from(on_hand), i128::from(received));
    let pieces = had + came;
    let sum = had * i128::from(before.0) + came * i128::from(unit_cost.0);
    Rupiah(i64::try_from((sum + pieces / 2).div_euclid(pieces)).unwrap_or(unit_cost.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_goes_one_way() {
        use RestockStatus as S;
        use RestockStep as T;
        let allowed = [
            (S::Draft, T::Place, S::Ordered),
            (S::Draft, T::Cancel, S::Cancelled),
            (S::Ordered, T::Cancel, S::Cancelled),
            (S::Ordered, T::ReceiveSome, S::PartiallyReceived),
            (S::Ordered, T::ReceiveLast, S::Received),
            (S::PartiallyReceived, T::ReceiveSome, S::PartiallyReceived),
            (S::PartiallyReceived, T::ReceiveLast, S::Received),
        ];
        for &status in RestockStatus::ALL {
            for step in [T::Place, T::ReceiveSome, T::ReceiveLast, T::Cancel] {
                let to = allowed.iter().find(|(from, by, _)| (*from, *by) == (status, step)).map(|(_, _, to)| *to);
                assert_eq!(next(status, step), to, "{status} by {step:?}");
            }
        }
    }

    #[test]
    fn a_delivery_is_the_last_when_all_came_or_nothing_more_comes() {
        assert_eq!(after_receipt([(2, 2), (1, 3)], false), RestockStep::ReceiveLast);
        assert_eq!(after_receipt([(2, 2), (1, 0)], false), RestockStep::ReceiveSome);
        assert_eq!(after_receipt([(2, 0)], true), RestockStep::ReceiveLast);
    }

    #[test]
    fn short_over_and_damaged() {
        assert_eq!(discrepancy(5, 5, 0), Discrepancy::default());
        assert_eq!(discrepancy(5, 3, 1), Discrepancy { short: 2, over: 0, damaged: 1 });
        assert_eq!(discrepancy(5, 6, 0), Discrepancy { short: 0, over: 1, damaged: 0 });
    }

    fn needs() -> Needs {
        Needs { sold: 30, days: 30, lead_time_days: 7, cover_days: 30, threshold: 3, available: 5, incoming: 0, minimum: 1 }
    }

    #[test]
    fn what_sells_is_ordered_in_time() {
        assert_eq!(suggest(needs()), 37 + 3 - 5);
        assert_eq!(suggest(Needs { incoming: 20, ..needs() }), 15);
        assert_eq!(suggest(Needs { incoming: 35, ..needs() }), 0);
        assert_eq!(suggest(Needs { sold: 0, available: 3, ..needs() }), 0, "the threshold is there");
        assert_eq!(suggest(Needs { sold: 0, available: 2, minimum: 6, ..needs() }), 6);
        assert_eq!(suggest(Needs { sold: 1, days: 90, available: 3, ..needs() }), 1, "rounded up");
        assert_eq!(suggest(Needs { days: 0, sold: i64::MAX, ..needs() }), i64::MAX - 5);
    }

    #[test]
    fn a_piece_costs_what_they_cost_on_average() {
        let at = Rupiah;
        assert_eq!(average_cost(0, Some(at(100)), 5, at(70)), at(70), "an empty shelf has no cost");
        assert_eq!(average_cost(4, None, 5, at(70)), at(70));
        assert_eq!(average_cost(1, Some(at(100)), 1, at(201)), at(151), "half a rupiah goes up");
        assert_eq!(average_cost(2, Some(at(100)), 1, at(200)), at(133));
        assert_eq!(average_cost(2, Some(at(100)), 0, at(200)), at(100));
        assert_eq!(average_cost(i32::MAX, Some(at(i64::MAX)), i32::MAX, at(i64::MAX)), at(i64::MAX));
    }
}
