//! An order as it stood at a moment.

use chrono::{DateTime, Utc};
use demo::{PastOrder, PastStatus};

use super::order::pay_until;

/// The order without what happens after `now`; `None` when it is not placed yet.
pub fn rewound(mut past: PastOrder, now: DateTime<Utc>) -> Option<PastOrder> {
    if past.placed_at > now {
        return None;
    }
    let came = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= now);
    past.paid_at = came(past.paid_at);
    past.processing_at = came(past.processing_at);
    past.shipped_at = came(past.shipped_at);
    past.delivered_at = came(past.delivered_at);
    past.completed_at = came(past.completed_at);
    past.ended_at = came(past.ended_at);
    if past.shipped_at.is_none() {
        past.tracking_number = None;
    }
    if past.ended_at.is_none() {
        past.status = reached(&past);
    }
    if past.status == PastStatus::Pending && pay_until(&past) <= now {
        past.status = PastStatus::Expired;
        past.ended_at = Some(pay_until(&past));
    }
    Some(past)
}

fn reached(past: &PastOrder) -> PastStatus {
    let steps = [
        (past.completed_at, PastStatus::Completed),
        (past.delivered_at, PastStatus::Delivered),
        (past.shipped_at, PastStatus::Shipped),
        (past.processing_at, PastStatus::Processing),
        (past.paid_at, PastStatus::Paid),
    ];
    steps.into_iter().find(|(at, _)| at.is_some()).map_or(PastStatus::Pending, |(_, status)| status)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};

    use super::*;

    #[test]
    fn nothing_lies_in_the_future() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
        let now = today.and_hms_opt(5, 30, 0).unwrap_or_default().and_utc();
        let history = demo::history(7, today + TimeDelta::days(1), 400);
        let past: Vec<PastOrder> = history.into_iter().filter_map(|order| rewound(order, now)).collect();
        for order in &past {
            let times =
                [order.paid_at, order.processing_at, order.shipped_at, order.delivered_at, order.completed_at, order.ended_at];
            assert!(order.placed_at <= now && times.iter().flatten().all(|at| *at <= now), "{order:?}");
            assert_eq!(order.tracking_number.is_some(), order.shipped_at.is_some(), "{order:?}");
            let unpaid = matches!(order.status, PastStatus::Pending | PastStatus::Expired | PastStatus::Cancelled);
            assert_eq!(unpaid, order.paid_at.is_none(), "{order:?}");
            assert!(order.status != PastStatus::Pending || pay_until(order) > now, "{order:?}");
        }
        assert!(past.len() > 300);
    }
}
