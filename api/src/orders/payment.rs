//! What payments tell this room, and what follows for the order.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use shared::money::Rupiah;
use shared::orders::{OrderEventKind, OrderStatus};
use shared::payments::PaymentStatus;

use super::rules::{Move, is_sale, is_to_be_shipped, next};
use super::store::PayableOrder;
use super::tell::TellHowToPay;
use super::{expire, record, sales, stock, store};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::ApiError;
use crate::jobs;

/// Something that became true of an order's payment. Each is told once per attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentFact {
    /// An attempt began.
    Started,
    /// The payer chose how to pay; the money is on its way.
    Pending,
    /// Held for review.
    Challenged,
    /// An attempt was paid.
    Paid {
        /// When the provider says so.
        at: DateTime<Utc>,
    },
    /// An attempt was refused.
    Failed {
        /// Why.
        reason: String,
    },
    /// The last live attempt ended without money.
    Closed,
    /// The provider took a payment back.
    Reversed {
        /// Why.
        reason: String,
    },
    /// Money of an attempt went back, or back and forth.
    Refunded {
        /// All of it that went back so far.
        total: Rupiah,
        /// The order had taken it: it did not come too late.
        taken: bool,
    },
}

/// What follows for the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    /// The order took it in.
    Applied,
    /// It changed nothing.
    Nothing,
    /// The money cannot be kept and has to go back.
    RefundDue,
}

/// Applies a fact to an order that `lock` locked in this transaction.
///
/// # Errors
/// What the database says.
pub async fn payment_changed(
    tx: &DatabaseTransaction,
    ctx: &Ctx,
    order: &PayableOrder,
    fact: PaymentFact,
) -> Result<Outcome, ApiError> {
    let now = ctx.clock.now();
    match fact {
        PaymentFact::Started => {
            record::event(tx, order.id, OrderEventKind::PaymentStarted, None, None, now).await?;
            Ok(Outcome::Applied)
        }
        PaymentFact::Pending => {
            jobs::enqueue(tx, &TellHowToPay { order_id: order.id }).await?;
            waiting(tx, order, PaymentStatus::Pending).await
        }
        PaymentFact::Challenged => waiting(tx, order, PaymentStatus::Challenged).await,
        PaymentFact::Closed => waiting(tx, order, PaymentStatus::Unpaid).await,
        PaymentFact::Failed { reason } => {
            let _ = waiting(tx, order, PaymentStatus::Unpaid).await?;
            record::event_and_tell(tx, order, OrderEventKind::PaymentFailed, Some(&reason), None, now).await?;
            Ok(Outcome::Applied)
        }
        PaymentFact::Paid { at } => paid(tx, ctx, order, at, now).await,
        PaymentFact::Reversed { reason } => reversed(tx, ctx, order, &reason, now).await,
        PaymentFact::Refunded { total, taken } => refunded(tx, ctx, order, total, taken, now).await,
    }
}

/// Moves the payment status of an order that waits for money. One that is over has nothing to wait for,
/// though an attempt of it may live a little longer.
async fn waiting(tx: &DatabaseTransaction, order: &PayableOrder, to: PaymentStatus) -> Result<Outcome, ApiError> {
    let sql = "UPDATE orders SET payment_status = $2 WHERE id = $1 AND status = 'pending'
                     AND payment_status IN ('unpaid', 'pending', 'challenged') AND payment_status <> $2";
    let changed = execute(tx, sql, [order.id.0.into(), to.into()]).await?;
    Ok(if changed == 0 { Outcome::Nothing } else { Outcome::Applied })
}

async fn paid(
    tx: &DatabaseTransaction,
    ctx: &Ctx,
    order: &PayableOrder,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Outcome, ApiError> {
    let keep = match next(order.status, Move::Pay) {
        // Paid already, cancelled, refunded: this money is one too many.
        None => false,
        Some(_) if order.status == OrderStatus::Pending && stock::keep(tx, order.id).await? => {
            settle(tx, order, at).await?;
            record::event_and_tell(tx, order, OrderEventKind::Paid, None, None, now).await?;
            sales::count_soon(tx, ctx).await?;
            return Ok(Outcome::Applied);
        }
        // The hold has ended; there may be enough all the same.
        Some(_) => stock::hold_again(tx, order.id, now).await?,
    };
    if keep {
        settle(tx, order, at).await?;
        record::event_and_tell(tx, order, OrderEventKind::LatePaymentAccepted, None, None, now).await?;
        sales::count_soon(tx, ctx).await?;
        return Ok(Outcome::Applied);
    }
    let paid_before = is_sale(order.status) && order.payment_status != PaymentStatus::Unpaid;
    let event = if paid_before { OrderEventKind::DoublePaymentRefunded } else { OrderEventKind::LatePaymentRefunded };
    record::event_and_tell(tx, order, event, None, None, now).await?;
    Ok(Outcome::RefundDue)
}

async fn settle(tx: &DatabaseTransaction, order: &PayableOrder, at: DateTime<Utc>) -> Result<(), DbErr> {
    // What went back before was other money: a payment that was reversed since, or one that came too late.
    let sql = "UPDATE orders SET status = 'paid', payment_status = 'paid', paid_at = $2, closed_at = NULL, refunded_total = 0,
                      revision = revision + 1
               WHERE id = $1";
    execute(tx, sql, [order.id.0.into(), at.into()]).await.map(drop)
}

async fn reversed(
    tx: &DatabaseTransaction,
    ctx: &Ctx,
    order: &PayableOrder,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Outcome, ApiError> {
    if next(order.status, Move::Unpay).is_some() {
        // Payable again for as long as it has time; then it expires like any other.
        let sql = "UPDATE orders SET status = 'pending', payment_status = 'unpaid', paid_at = NULL, revision = revision + 1 WHERE id = $1";
        execute(tx, sql, [order.id.0.into()]).await?;
        let until = expire::hold_until(order.pay_until.max(now));
        execute(tx, "UPDATE stock_reservations SET expires_at = $2 WHERE order_id = $1", [order.id.0.into(), until.into()])
            .await?;
        jobs::enqueue_at(tx, &expire::ExpireOrder { order_id: order.id }, order.pay_until.max(now)).await?;
    } else {
        execute(tx, "UPDATE orders SET payment_status = 'unpaid' WHERE id = $1", [order.id.0.into()]).await?;
    }
    record::event_and_tell(tx, order, OrderEventKind::PaymentReversed, Some(reason), None, now).await?;
    sales::count_soon(tx, ctx).await?;
    Ok(Outcome::Applied)
}

async fn refunded(
    tx: &DatabaseTransaction,
    ctx: &Ctx,
    order: &PayableOrder,
    total: Rupiah,
    taken: bool,
    now: DateTime<Utc>,
) -> Result<Outcome, ApiError> {
    // It may have been paid a moment ago, in this transaction.
    let Some(at) = store::status(tx, order.id).await? else { return Ok(Outcome::Nothing) };
    if !taken && is_sale(at) {
        // Another payment came in time; what goes back here was never the order's.
        return Ok(Outcome::Nothing);
    }
    let whole = total >= order.grand_total;
    let payment_status = if whole { PaymentStatus::Refunded } else { PaymentStatus::PartiallyRefunded };
    // Nothing is left to be shipped, or all that was is on the shelf again, though the shop may keep the shipping fee: it has
    // ended all the same. What came back can neither arrive nor be shipped any more.
    let is_in_store = is_to_be_shipped(at) || at == OrderStatus::Shipped && !stock::is_away(tx, order.id).await?;
    let has_ended = whole || is_in_store && stock::is_let_go(tx, order.id).await?;
    let status = if has_ended { next(at, Move::Refund).unwrap_or(at) } else { at };
    if status == OrderStatus::Refunded && is_to_be_shipped(at) {
        stock::lock_order_stock(tx, order.id).await?;
        stock::release(tx, order.id).await?;
    }
    let sql = "UPDATE orders SET refunded_total = LEAST($2, grand_total), payment_status = $3, status = $4,
                      closed_at = CASE WHEN $4 = 'refunded' THEN $5 ELSE closed_at END, revision = revision + 1
               WHERE id = $1 AND refunded_total < LEAST($2, grand_total)";
    let values = [order.id.0.into(), total.into(), payment_status.into(), status.into(), now.into()];
    sales::count_soon(tx, ctx).await?;
    if execute(tx, sql, values).await? == 0 {
        // A refund that had arrived came back: the shop holds more again than the order says.
        let sql = "UPDATE orders SET refunded_total = $2, payment_status = $3, revision = revision + 1 WHERE id = $1 AND refunded_total > $2";
        let payment_status = if total > Rupiah::ZERO { PaymentStatus::PartiallyRefunded } else { PaymentStatus::Paid };
        let changed = execute(tx, sql, [order.id.0.into(), total.into(), payment_status.into()]).await?;
        return Ok(if changed == 0 { Outcome::Nothing } else { Outcome::Applied });
    }
    record::event_and_tell(tx, order, OrderEventKind::Refunded, Some(&total.to_string()), None, now).await?;
    Ok(Outcome::Applied)
}
