//! Unpaid orders come to an end.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::ids::OrderId;
use shared::orders::OrderEventKind;

use super::rules::{Move, next};
use super::{record, stock, store};
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::jobs::{self, Batch, Job};
use crate::payments::{self, Closed};

/// How long stock stays held after the time to pay is over: a payment may have been made in the
/// last second and reach us late.
const GRACE: TimeDelta = TimeDelta::minutes(15);

/// Until when stock is held for an order that can be paid until `pay_until`.
pub(super) fn hold_until(pay_until: DateTime<Utc>) -> DateTime<Utc> {
    pay_until + GRACE
}

/// How long after the time to pay an order waits for its provider, which nobody may be able to ask any
/// more. What is paid after its end comes too late, and is kept or sent back as such.
const LAST_WAIT: TimeDelta = TimeDelta::hours(2);

/// Before a provider is asked once more, where that was the last time.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// An order that waits for its end so long has lost its job: it gave up, or never was.
const LATE: TimeDelta = TimeDelta::hours(1);
/// The most late orders that are seen to at once.
const MOST: i64 = 200;

/// Ends an order that was not paid in time. The provider is asked first, so that money on its way
/// is not missed; one that cannot tell is not waited for longer than two hours.
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

        let waited = due + LAST_WAIT <= now;
        let mut closed = payments::close_attempts(ctx, self.order_id).await;
        if waited && closed.is_err() {
            // After an outage it may have been the first time that anybody asked.
            tokio::time::sleep(AGAIN).await;
            closed = payments::close_attempts(ctx, self.order_id).await;
        }
        match closed {
            Ok(Closed::PaidAfterAll) => return Ok(()),
            Ok(Closed::NothingLive | Closed::Closed) => {}
            Ok(Closed::StillPayable) if waited => {
                tracing::warn!(order = %self.order_id, "an order ends although an attempt to pay it is still open");
            }
            Ok(Closed::StillPayable) => anyhow::bail!("an attempt to pay could not be closed yet"),
            Err(error) if waited => {
                tracing::warn!(order = %self.order_id, %error, "an order ends although nobody could be asked about its payment");
            }
            Err(error) => return Err(error.into()),
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

/// Has those orders ended whose own job was given up: they would hold their stock for ever.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireLate {}

impl Job for ExpireLate {
    const KIND: &'static str = "orders:expire_late";
    // The next one comes soon.
    const MAX_ATTEMPTS: i16 = 1;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let late = ctx.clock.now() - LATE;
        let sql = "SELECT id FROM orders WHERE status = 'pending' AND pay_until <= $1 ORDER BY pay_until LIMIT $2";
        let rows: Vec<LateRow> = all(&ctx.db, sql, [late.into(), MOST.into()]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut jobs = Batch::default();
        for row in &rows {
            jobs = jobs.now(&ExpireOrder { order_id: row.id })?;
        }
        let tx = ctx.begin().await?;
        jobs.enqueue(&tx).await?;
        Ok(tx.commit().await?)
    }
}

#[derive(FromQueryResult)]
struct LateRow {
    id: OrderId,
}
