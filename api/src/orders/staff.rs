//! What staff do with orders.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, TransactionTrait};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{MoveOrderRequest, OrderEventKind, OrderStatus, ShipOrderRequest, StaffOrder, normalize_tracking_number};
use shared::validate::{FieldCode, FieldError};

use super::buyer::{call_off, illegal};
use super::rules::{Move, by_hand, next, next_for_staff};
use super::store::PayableOrder;
use super::{record, stock, store, view};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, Caller};

/// The order with everything staff need.
///
/// # Errors
/// 404 when there is none.
pub async fn get(ctx: &Ctx, id: OrderId) -> Result<StaffOrder, ApiError> {
    let whole = view::whole(&ctx.db, id, ctx.clock.now()).await?.ok_or_else(ApiError::not_found)?;
    let mut next = next_for_staff(whole.order.status);
    if whole.going_back {
        next.retain(|status| *status != OrderStatus::Shipped);
    }
    Ok(StaffOrder {
        next,
        refunds: whole.refunds,
        refundable: whole.refundable,
        order: whole.order,
        buyer_id: whole.buyer.id,
        buyer: whole.buyer.name,
        buyer_email: whole.buyer.email,
        buyer_phone: whole.buyer.phone,
        payments: whole.payments,
        reserved_until: whole.reserved_until,
    })
}

fn subject(order: &PayableOrder) -> Subject {
    Subject::new(AuditSubject::Order, order.id, order.number.as_str())
}

/// Moves an order by hand.
pub(super) async fn move_order(ctx: &Ctx, id: OrderId, ask: MoveOrderRequest, staff: &Caller) -> Result<(), ApiError> {
    let Some(step) = by_hand(ask.status) else {
        return Err(ApiError::invalid(vec![FieldError::new("/status", FieldCode::UnknownChoice)]));
    };
    let now = ctx.clock.now();
    let tx = ctx.db.begin().await?;
    let order = match step {
        Move::Cancel => call_off(&tx, id, &ask.note, staff, now).await?,
        _ => advance(&tx, id, step, &ask.note, staff, now).await?,
    };
    let after = json!({ "status": ask.status, "note": Some(ask.note.trim()).filter(|note| !note.is_empty()) });
    audit::record(&tx, staff, Action::OrderMoved, &subject(&order), &json!({ "status": order.status }), &after, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves an order forward; gives it as it was.
async fn advance(
    tx: &impl ConnectionTrait,
    id: OrderId,
    step: Move,
    note: &str,
    staff: &Caller,
    now: DateTime<Utc>,
) -> Result<PayableOrder, ApiError> {
    let order = store::lock(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let status = next(order.status, step).ok_or_else(|| illegal(&order))?;
    let kind = match step {
        Move::Deliver => OrderEventKind::Delivered,
        Move::Complete => OrderEventKind::Completed,
        _ => OrderEventKind::Processing,
    };
    if matches!(step, Move::Deliver | Move::Complete) {
        arrived(tx, id, now).await?;
    }
    let sql = "UPDATE orders SET status = $2, revision = revision + 1,
                      delivered_at = CASE WHEN $2 IN ('delivered', 'completed') THEN COALESCE(delivered_at, $3) ELSE delivered_at END,
                      completed_at = CASE WHEN $2 = 'completed' THEN $3 ELSE completed_at END,
                      closed_at = CASE WHEN $2 = 'completed' THEN $3 ELSE closed_at END
               WHERE id = $1";
    execute(tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    record::event_and_tell(tx, &order, kind, Some(note), Some(staff), now).await?;
    Ok(order)
}

/// The parcels have arrived.
pub(super) async fn arrived(tx: &impl ConnectionTrait, order: OrderId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE shipments SET status = 'delivered', delivered_at = $2 WHERE order_id = $1 AND delivered_at IS NULL";
    execute(tx, sql, [order.0.into(), now.into()]).await.map(drop)
}

/// Hands an order to a courier: the goods leave the store.
pub(super) async fn ship(ctx: &Ctx, id: OrderId, ask: ShipOrderRequest, staff: &Caller) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Weight {
        grams: i64,
    }
    let now = ctx.clock.now();
    let tx = ctx.db.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let status = next(order.status, Move::Ship).ok_or_else(|| illegal(&order))?;
    debug_assert_eq!(status, OrderStatus::Shipped);
    if crate::payments::is_going_back(&tx, id).await? {
        return Err(illegal(&order).detail(format!("all of the money of order {} is on its way back", order.number)));
    }
    stock::lock_order_stock(&tx, id).await?;
    if !stock::ship(&tx, id, staff.user_id, now).await? {
        return Err(illegal(&order).detail(format!("nothing is held for order {} any more", order.number)));
    }

    let number = normalize_tracking_number(&ask.tracking_number).unwrap_or_default();
    let weight: Option<Weight> =
        one(&tx, "SELECT sum(weight_g::bigint * quantity)::bigint AS grams FROM order_items WHERE order_id = $1", [id.0.into()])
            .await?;
    let grams = i32::try_from(weight.map_or(1, |row| row.grams)).unwrap_or(i32::MAX);
    let sql = "INSERT INTO shipments (id, order_id, courier, service, tracking_number, weight_g, shipped_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    let values = [
        ShipmentId::generate().0.into(),
        id.0.into(),
        ask.courier.trim().into(),
        ask.service.trim().into(),
        number.as_str().into(),
        grams.into(),
        now.into(),
    ];
    execute(&tx, sql, values).await.map_err(|error| match broken_constraint(&error) {
        Some("shipments_tracking_number_key") => ApiError::invalid(vec![FieldError::new("/tracking_number", FieldCode::Taken)]),
        _ => error.into(),
    })?;
    let sql = "UPDATE orders SET status = 'shipped', shipped_at = $2, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), now.into()]).await?;
    let note = format!("{} {} · {number}", ask.courier.trim(), ask.service.trim());
    record::event_and_tell(&tx, &order, OrderEventKind::Shipped, Some(&note), Some(staff), now).await?;
    let after =
        json!({ "status": status, "courier": ask.courier.trim(), "service": ask.service.trim(), "tracking_number": number });
    audit::record(&tx, staff, Action::OrderShipped, &subject(&order), &json!({ "status": order.status }), &after, now).await?;
    ctx.may_die(CrashPoint::ShipWritten);
    tx.commit().await?;
    ctx.may_die(CrashPoint::ShipCommitted);
    Ok(())
}

/// Writes a note that only staff see.
pub(super) async fn add_note(ctx: &Ctx, id: OrderId, text: &str, staff: &Caller) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.db.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    record::event(&tx, id, OrderEventKind::Note, Some(text.trim()), Some(staff), now).await?;
    audit::record(&tx, staff, Action::OrderNoteAdded, &subject(&order), &(), &json!({ "note": text.trim() }), now).await?;
    tx.commit().await?;
    Ok(())
}
