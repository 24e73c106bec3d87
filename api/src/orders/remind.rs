//! Reminds buyers who have not paid yet.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use shared::ids::OrderId;
use shared::orders::Order;

use super::tell;
use crate::context::Ctx;
use crate::jobs::{self, Job};

/// How long before the time to pay is over.
const BEFORE_THE_END: TimeDelta = TimeDelta::hours(6);
/// A reminder sooner after the order than this is a nuisance.
const AFTER_THE_ORDER: TimeDelta = TimeDelta::hours(6);

/// When to remind of an order; never when it has little time anyway.
fn at(placed: DateTime<Utc>, pay_until: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = pay_until - BEFORE_THE_END;
    (at >= placed + AFTER_THE_ORDER).then_some(at)
}

/// Has the buyer of a new order reminded in time.
pub(super) async fn plan(tx: &impl ConnectionTrait, order: &Order) -> Result<(), DbErr> {
    match order.pay_until.and_then(|until| at(order.created_at, until)) {
        Some(at) => jobs::enqueue_at(tx, &RemindToPay { order_id: order.id }, at).await,
        None => Ok(()),
    }
}

/// Reminds the buyer, unless the order is paid or over by then.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemindToPay {
    /// The order.
    pub order_id: OrderId,
}

impl Job for RemindToPay {
    const KIND: &'static str = "orders.remind_to_pay";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.order_id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        tell::post_reminder(ctx, self.order_id).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_with_a_day_is_reminded_of_and_one_with_an_hour_is_not() {
        let placed = DateTime::UNIX_EPOCH;
        assert_eq!(at(placed, placed + TimeDelta::hours(24)), Some(placed + TimeDelta::hours(18)));
        assert_eq!(at(placed, placed + TimeDelta::hours(12)), Some(placed + TimeDelta::hours(6)));
        assert_eq!(at(placed, placed + TimeDelta::hours(11)), None);
    }
}
