//! What buyers do with their orders.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use shared::cart::Cart;
use shared::ids::{OrderId, VariantId};
use shared::orders::{Order, OrderEventKind};
use shared::payments::PaymentStatus;
use shared::problem::ErrorCode;

use super::rules::{Move, next};
use super::store::PayableOrder;
use super::{record, stock, store, view::view};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};

/// 409: the order's status does not allow the step.
pub(super) fn illegal(order: &PayableOrder) -> ApiError {
    ApiError::conflict(ErrorCode::IllegalTransition)
        .detail(format!("order {} is {}", order.number, order.status))
        .with("status", order.status)
}

pub(super) async fn shown(ctx: &Ctx, order: OrderId) -> Result<Order, ApiError> {
    view(ctx, order).await?.ok_or_else(ApiError::not_found)
}

/// Calls off the buyer's own order that is not paid.
pub(super) async fn cancel(ctx: &Ctx, id: OrderId, reason: &str, buyer: &Caller) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    call_off(&tx, id, reason, buyer, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Calls off an order that is not paid; gives it as it was. `actor` is named for staff.
pub(super) async fn call_off(
    tx: &impl ConnectionTrait,
    id: OrderId,
    reason: &str,
    actor: &Caller,
    now: DateTime<Utc>,
) -> Result<PayableOrder, ApiError> {
    let order = store::lock(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let Some(status) = next(order.status, Move::Cancel).filter(|_| order.payment_status != PaymentStatus::Challenged) else {
        return Err(illegal(&order));
    };
    stock::lock_order_stock(tx, id).await?;
    stock::release(tx, id).await?;
    let sql = "UPDATE orders SET status = $2, closed_at = $3, revision = revision + 1,
                      payment_status = CASE WHEN payment_status = 'refunded' THEN payment_status ELSE 'unpaid' END
               WHERE id = $1";
    execute(tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    crate::payments::cancel_live_attempt(tx, id).await?;
    record::event_and_tell(tx, &order, OrderEventKind::Cancelled, Some(reason), Some(actor), now).await?;
    Ok(order)
}

/// The buyer has the parcel in hand.
pub(super) async fn confirm_receipt(ctx: &Ctx, id: OrderId, caller: &Caller) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let status = next(order.status, Move::Complete).ok_or_else(|| illegal(&order))?;
    super::staff::arrived(&tx, &order, now).await?;
    let sql = "UPDATE orders SET status = $2, delivered_at = COALESCE(delivered_at, $3), completed_at = $3, closed_at = $3,
                      revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    record::event_and_tell(&tx, &order, OrderEventKind::Completed, None, Some(caller), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts the order's items into the buyer's cart, as far as they are still for sale.
pub(super) async fn buy_again(ctx: &Ctx, id: OrderId, caller: &Caller) -> Result<Cart, ApiError> {
    let order = shown(ctx, id).await?;
    let wanted: Vec<(VariantId, i32)> = order.items.iter().map(|item| (item.variant_id, item.quantity)).collect();
    crate::cart::add_all(ctx, caller.user_id, &wanted).await
}
