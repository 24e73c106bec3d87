//! Unpaid orders come to an end.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use shared::ids::OrderId;
use shared::orders::OrderEventKind;

use super::rules::{Move, next};
use super::{record, stock, store};
use crate::context::Ctx;
use crate::db::execute;
use crate::jobs::{self, Job};
use crate::payments::{self, Closed};

/// How long stock stays held after the time to pay is over: a payment may have been made in the
/// last second and reach us late.
const GRACE: TimeDelta = TimeDelta::minutes(15);

/// Until when stock is held for an order that can be paid until `pay_until`.
pub(super) fn hold_until(pay_until: DateTime<Utc>) -> DateTime<Utc> {
    pay_until + GRACE
}

/// Ends an order that was not paid in time. The provider is asked first, so that money on its way
/// is not missed.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireOrder {
    /// The order.
    pub order_id: OrderId,
}

impl Job for ExpireOrder {
    const KIND: &'static str = "orders.expire_order";

    fn key(&self) -> Option<String> {
        Some(format!("orders.expire_order:{}", self.order_id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let now = ctx.clock.now();
        let tx = ctx.begin().await?;
        let due = match store::lock(&tx, self.order_id).await? {
            Some(order) if next(order.status, Move::Expire).is_none() => return Ok(()),
            Some(order) => order.pay_until,
            None => return Ok(()),
        };
        if due > now {
            jobs::enqueue_at(&tx, &self, due).await?;
            return Ok(tx.commit().await?);
        }
        tx.commit().await?;

        match payments::close_attempts(ctx, self.order_id).await? {
            Closed::PaidAfterAll => return Ok(()),
            Closed::StillPayable => anyhow::bail!("an attempt to pay could not be closed yet"),
            Closed::NothingLive | Closed::Closed => {}
        }

        let tx = ctx.begin().await?;
        let Some(order) = store::lock(&tx, self.order_id).await? else { return Ok(()) };
        let Some(status) = next(order.status, Move::Expire) else { return Ok(()) };
        stock::lock_order_stock(&tx, order.id).await?;
        stock::release(&tx, order.id).await?;
        let sql = "UPDATE orders SET status = $2, closed_at = $3, revision = revision + 1,
                      payment_status = CASE WHEN payment_status = 'refunded' THEN payment_status ELSE 'unpaid' END
               WHERE id = $1";
        execute(&tx, sql, [order.id.0.into(), status.into(), now.into()]).await?;
        record::event_and_tell(&tx, &order, OrderEventKind::Expired, None, None, now).await?;
        Ok(tx.commit().await?)
    }
}
