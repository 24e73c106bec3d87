//! Counts what was sold, for "best selling".

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use crate::context::Ctx;
use crate::db::execute;
use crate::jobs::{self, Job};

/// Counts anew what was sold of the products of which money came in or went back lately. Pieces whose money went back were not
/// sold.
///
/// It counts from the orders, so doing it twice changes nothing; it waits a minute, so that a rush
/// of orders is counted once.
#[derive(Debug, Serialize, Deserialize)]
pub struct CountSales {}

impl Job for CountSales {
    const KIND: &'static str = "orders.count_sales";

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let sql = "WITH lately AS (
                       SELECT oi.product_id FROM orders o JOIN order_items oi ON oi.order_id = o.id WHERE o.paid_at > $1
                       UNION SELECT oi.product_id FROM refunds r JOIN order_items oi ON oi.order_id = r.order_id WHERE r.settled_at > $1
                       UNION SELECT oi.product_id FROM payments p JOIN order_items oi ON oi.order_id = p.order_id
                       WHERE p.status IN ('failed', 'charged_back') AND p.settled_at IS NOT NULL AND p.updated_at > $1),
                   back AS (
                       SELECT g.order_item_id, sum(g.quantity) AS quantity FROM refund_items g
                       JOIN refunds r ON r.id = g.refund_id AND r.status = 'succeeded' GROUP BY g.order_item_id),
                   sold AS (
                       SELECT l.product_id,
                              COALESCE(sum(oi.quantity - COALESCE(b.quantity, 0)) FILTER (WHERE o.id IS NOT NULL), 0) AS quantity
                       FROM lately l
                       LEFT JOIN order_items oi ON oi.product_id = l.product_id
                       LEFT JOIN orders o ON o.id = oi.order_id AND o.paid_at IS NOT NULL AND o.payment_status <> 'unpaid'
                                         AND o.status NOT IN ('refunded', 'cancelled', 'expired')
                       LEFT JOIN back b ON b.order_item_id = oi.id
                       GROUP BY l.product_id)
                   UPDATE products p SET sold_count = s.quantity FROM sold s WHERE p.id = s.product_id AND p.sold_count <> s.quantity";
        execute(&ctx.db, sql, [(ctx.clock.now() - TimeDelta::days(2)).into()]).await?;
        Ok(())
    }
}

/// Has the sales counted within a minute.
pub(super) async fn count_soon(tx: &impl ConnectionTrait, ctx: &Ctx) -> Result<(), DbErr> {
    jobs::enqueue_at(tx, &CountSales {}, ctx.clock.now() + TimeDelta::minutes(1)).await
}
