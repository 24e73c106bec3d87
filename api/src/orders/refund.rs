//! What a refund does to an order's goods and its timeline. The money is the payments' business.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{OrderId, OrderItemId, RefundId, UserId};
use shared::money::Rupiah;
use shared::orders::{OrderEventKind, OrderStatus};
use shared::payments::ReviewDecision;
use shared::refunds::{PaidLine, RefundItem};

use super::store::PayableOrder;
use super::{record, rules, stock};
use crate::db::{all, one};
use crate::http::Caller;

/// What an order cost, by its parts.
#[derive(Clone, Debug)]
pub struct Billed {
    /// The lines.
    pub lines: Vec<PaidLine>,
    /// Shipping.
    pub shipping: Rupiah,
    /// Taken off the lines.
    pub discount: Rupiah,
}

/// What an order cost.
///
/// # Errors
/// What the database says.
pub async fn billed(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<Billed>, DbErr> {
    #[derive(FromQueryResult)]
    struct Totals {
        shipping_total: Rupiah,
        discount_total: Rupiah,
    }
    #[derive(FromQueryResult)]
    struct Line {
        id: OrderItemId,
        quantity: i32,
        line_total: Rupiah,
    }
    let sql = "SELECT shipping_total, discount_total FROM orders WHERE id = $1";
    let Some(totals) = one::<Totals>(db, sql, [order.into()]).await? else { return Ok(None) };
    let sql = "SELECT id, quantity, line_total FROM order_items WHERE order_id = $1 ORDER BY position";
    let lines: Vec<Line> = all(db, sql, [order.into()]).await?;
    let line = |line: Line| PaidLine { id: line.id, quantity: line.quantity, line_total: line.line_total };
    Ok(Some(Billed {
        lines: lines.into_iter().map(line).collect(),
        shipping: totals.shipping_total,
        discount: totals.discount_total,
    }))
}

/// Money is on its way back to the buyer, who is told.
///
/// # Errors
/// What the database says.
pub async fn refund_started(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    amount: Rupiah,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    record::event_and_tell(tx, order, OrderEventKind::RefundStarted, Some(&amount.to_string()), Some(by), now).await
}

/// It will not be sent after all, and the buyer is told.
///
/// # Errors
/// What the database says.
pub async fn refund_cancelled(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    amount: Rupiah,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    record::event_and_tell(tx, order, OrderEventKind::RefundCancelled, Some(&amount.to_string()), Some(by), now).await
}

/// A failed refund is made up for. The buyer was told the first time.
///
/// # Errors
/// What the database says.
pub async fn refund_retried(
    tx: &impl ConnectionTrait,
    order: OrderId,
    amount: Rupiah,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    record::event(tx, order, OrderEventKind::RefundStarted, Some(&amount.to_string()), Some(by), now).await.map(drop)
}

/// Money did not get back. Staff make up for it before the buyer has to know.
///
/// # Errors
/// What the database says.
pub async fn refund_failed(tx: &impl ConnectionTrait, order: OrderId, amount: Rupiah, now: DateTime<Utc>) -> Result<(), DbErr> {
    record::event(tx, order, OrderEventKind::RefundFailed, Some(&amount.to_string()), None, now).await.map(drop)
}

/// Staff answered for a payment that was held for review.
///
/// # Errors
/// What the database says.
pub async fn payment_reviewed(
    tx: &impl ConnectionTrait,
    order: OrderId,
    decision: ReviewDecision,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let kind = match decision {
        ReviewDecision::Accept => OrderEventKind::PaymentAccepted,
        ReviewDecision::Deny => OrderEventKind::PaymentRefused,
    };
    record::event(tx, order, kind, None, Some(by), now).await.map(drop)
}

/// Takes pieces back that a refund is for: into the store when they had left it, else they are no
/// longer held for the order and will not be shipped. Never more than left, or are held.
///
/// # Errors
/// What the database says.
pub async fn take_back(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    pieces: &[RefundItem],
    refund: RefundId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let pieces: stock::Pieces = pieces.iter().map(|item| (item.order_item_id.0, item.quantity)).unzip();
    stock::lock_order_stock(tx, order.id).await?;
    if order.has_shipped {
        stock::return_pieces(tx, order.id, pieces, refund, by, now).await
    } else {
        stock::release_pieces(tx, order.id, pieces).await
    }
}

/// What became of the pieces of a refund that was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Restored {
    /// They are held again, or nothing is to be held: what came back into the store stays there.
    Done,
    /// There are not enough of them any more.
    SoldMeanwhile,
    /// The order has shipped without them, or its parcel came back and they are on the shelf.
    ShippedWithout,
}

/// The reverse of [`take_back`], for a refund that was called off: holds pieces again that are still
/// to be shipped.
///
/// # Errors
/// What the database says.
pub async fn restore(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    refund: RefundId,
    pieces: &[RefundItem],
    now: DateTime<Utc>,
) -> Result<Restored, DbErr> {
    let pieces: stock::Pieces = pieces.iter().map(|item| (item.order_item_id.0, item.quantity)).unzip();
    if order.has_shipped {
        // What is on the shelf again goes into no other parcel of the order.
        let back = order.status == OrderStatus::Shipped && stock::came_back(tx, order.id, refund).await?;
        let missing = back || stock::any_unshipped(tx, order.id, &pieces.0).await?;
        return Ok(if missing { Restored::ShippedWithout } else { Restored::Done });
    }
    if !rules::is_to_be_shipped(order.status) {
        return Ok(Restored::Done);
    }
    stock::lock_order_stock(tx, order.id).await?;
    let held = stock::hold_pieces(tx, order.id, pieces, now).await?;
    Ok(if held { Restored::Done } else { Restored::SoldMeanwhile })
}
