//! What staff do with orders.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{
    AddOrderNoteRequest, MoveOrderRequest, OrderEventKind, OrderStatus, ShipOrderRequest, ShipmentStatus, ShipmentTracking,
    StaffOrder, normalize_tracking_number,
};
use shared::payments::PaymentStatus;
use shared::problem::ErrorCode;
use shared::shipping::courier_and_service;
use shared::validate::{FieldCode, FieldError};

use super::buyer::{call_off, illegal};
use super::rules::{Move, by_hand, next, next_for_staff};
use super::store::PayableOrder;
use super::{parcels, record, rules, stock, store, view};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};

/// The order with everything staff need.
///
/// # Errors
/// 404 when there is none.
pub async fn get(ctx: &Ctx, id: OrderId) -> Result<StaffOrder, ApiError> {
    let whole = view::whole(&ctx.db, id, ctx.clock.now()).await?.ok_or_else(ApiError::not_found)?;
    let mut next = next_for_staff(whole.order.status);
    if whole.going_back || !whole.holds {
        next.retain(|status| !matches!(status, OrderStatus::Processing | OrderStatus::Shipped));
    }
    let shipments = &whole.order.shipments;
    let came_back = shipments.last().is_some_and(|last| last.status == ShipmentStatus::Returned);
    if came_back {
        next.retain(|status| !matches!(status, OrderStatus::Delivered | OrderStatus::Completed));
    }
    let can_ship_again = !whole.going_back
        && came_back
        && whole.order.payment_status != PaymentStatus::Unpaid
        && rules::next(whole.order.status, Move::ShipAgain).is_some()
        && stock::is_away(&ctx.db, id).await?;
    let follows = |row: &ShipmentTracking| {
        let shipment = shipments.iter().find(|shipment| shipment.id == row.shipment_id);
        shipment.is_some_and(|shipment| ctx.couriers.follows(&shipment.courier))
    };
    let tracking = whole.tracking.into_iter().map(|row| ShipmentTracking { followed: follows(&row), ..row }).collect();
    Ok(StaffOrder {
        tracking,
        can_ship_again,
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

pub(super) fn subject(order: &PayableOrder) -> Subject {
    Subject::new(AuditSubject::Order, order.id, order.number.as_str())
}

/// Moves an order by hand.
pub(super) async fn move_order(ctx: &Ctx, id: OrderId, ask: MoveOrderRequest, staff: &Caller) -> Result<(), ApiError> {
    let Some(step) = by_hand(ask.status) else {
        return Err(ApiError::invalid(vec![FieldError::new("/status", FieldCode::UnknownChoice)]));
    };
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = match step {
        Move::Cancel => call_off(&tx, id, &ask.note, staff, now).await?,
        _ => advance(&tx, id, step, &ask.note, Some(staff), now).await?,
    };
    let after = json!({ "status": ask.status, "note": Some(ask.note.trim()).filter(|note| !note.is_empty()) });
    audit::record(&tx, staff, Action::OrderMoved, &subject(&order), &json!({ "status": order.status }), &after, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves an order forward; gives it as it was. Without `staff` it moves by itself.
pub(super) async fn advance(
    tx: &impl ConnectionTrait,
    id: OrderId,
    step: Move,
    note: &str,
    staff: Option<&Caller>,
    now: DateTime<Utc>,
) -> Result<PayableOrder, ApiError> {
    let order = store::lock(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let status = next(order.status, step).ok_or_else(|| illegal(&order))?;
    let kind = match step {
        Move::Deliver => OrderEventKind::Delivered,
        Move::Complete => OrderEventKind::Completed,
        _ => OrderEventKind::Processing,
    };
    match step {
        Move::Process => {
            refuse_going_back(tx, &order).await?;
            if execute(tx, "SELECT FROM stock_reservations WHERE order_id = $1", [id.0.into()]).await? == 0 {
                return Err(nothing_held(&order));
            }
        }
        Move::Deliver | Move::Complete => arrived(tx, &order, now).await?,
        _ => {}
    }
    let sql = "UPDATE orders SET status = $2, revision = revision + 1,
                      delivered_at = CASE WHEN $2 IN ('delivered', 'completed') THEN COALESCE(delivered_at, $3) ELSE delivered_at END,
                      completed_at = CASE WHEN $2 = 'completed' THEN $3 ELSE completed_at END,
                      closed_at = CASE WHEN $2 = 'completed' THEN $3 ELSE closed_at END
               WHERE id = $1";
    execute(tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    record::event_and_tell(tx, &order, kind, Some(note), staff, now).await?;
    Ok(order)
}

fn nothing_held(order: &PayableOrder) -> ApiError {
    illegal(order).detail(format!("nothing is held for order {} any more", order.number))
}

/// Refuses to pack or send an order while all of its money is on its way back.
async fn refuse_going_back(tx: &impl ConnectionTrait, order: &PayableOrder) -> Result<(), ApiError> {
    if crate::payments::is_going_back(tx, order.id).await? {
        return Err(illegal(order).detail(format!("all of the money of order {} is on its way back", order.number)));
    }
    Ok(())
}

/// The last parcel of an order.
#[derive(FromQueryResult)]
struct LastParcel {
    status: ShipmentStatus,
    courier: String,
    tracking_number: String,
}

async fn last_parcel(tx: &impl ConnectionTrait, order: OrderId) -> Result<Option<LastParcel>, DbErr> {
    let sql = "SELECT status, courier, tracking_number FROM shipments WHERE order_id = $1 ORDER BY shipped_at DESC, id DESC LIMIT 1 FOR UPDATE";
    one(tx, sql, [order.0.into()]).await
}

/// The parcel has arrived: the last one, as those before did not. Nobody is asked about it any more. What came
/// back to the store did not arrive.
pub(super) async fn arrived(tx: &impl ConnectionTrait, order: &PayableOrder, now: DateTime<Utc>) -> Result<(), ApiError> {
    if last_parcel(tx, order.id).await?.is_some_and(|last| last.status == ShipmentStatus::Returned) {
        return Err(illegal(order).detail(format!("the parcel of order {} came back", order.number)));
    }
    let sql = "UPDATE shipments s SET asks_at = NULL,
                      status = CASE WHEN last.id = s.id THEN 'delivered' ELSE s.status END,
                      delivered_at = CASE WHEN last.id = s.id THEN COALESCE(s.delivered_at, $2) ELSE s.delivered_at END
               FROM (SELECT id FROM shipments WHERE order_id = $1 ORDER BY shipped_at DESC, id DESC LIMIT 1) last
               WHERE s.order_id = $1";
    execute(tx, sql, [order.id.0.into(), now.into()]).await?;
    Ok(())
}

/// Hands an order to a courier: the goods leave the store.
pub(super) async fn ship(ctx: &Ctx, id: OrderId, ask: ShipOrderRequest, staff: &Caller) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    hand_over(&tx, id, &ask, staff, ctx.clock.now()).await?;
    ctx.may_die(CrashPoint::ShipWritten);
    tx.commit().await?;
    ctx.may_die(CrashPoint::ShipCommitted);
    Ok(())
}

/// The same within a transaction, of which it is the last thing.
pub(super) async fn hand_over(
    tx: &impl ConnectionTrait,
    id: OrderId,
    ask: &ShipOrderRequest,
    staff: &Caller,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let order = store::lock(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let status = next(order.status, Move::Ship).ok_or_else(|| illegal(&order))?;
    debug_assert_eq!(status, OrderStatus::Shipped);
    refuse_going_back(tx, &order).await?;
    stock::lock_order_stock(tx, id).await?;
    if !stock::ship(tx, id, staff.user_id, now).await? {
        return Err(nothing_held(&order));
    }
    let number = add_parcel(tx, id, ask, now).await?;
    let sql = "UPDATE orders SET status = 'shipped', shipped_at = $2, revision = revision + 1 WHERE id = $1";
    execute(tx, sql, [id.0.into(), now.into()]).await?;
    let note = format!("{} · {number}", courier_and_service(ask.courier.trim(), ask.service.trim()));
    record::event_and_tell(tx, &order, OrderEventKind::Shipped, Some(&note), Some(staff), now).await?;
    let after =
        json!({ "status": status, "courier": ask.courier.trim(), "service": ask.service.trim(), "tracking_number": number });
    audit::record(tx, staff, Action::OrderShipped, &subject(&order), &json!({ "status": order.status }), &after, now).await?;
    Ok(())
}

/// Hands an order to a courier again whose parcel came back: its goods, that left the ledger the first time, are at
/// hand. What the courier keeps or lost is not, so that order is paid back; and what a refund put back on the shelf is
/// no longer the order's.
pub(super) async fn ship_again(ctx: &Ctx, id: OrderId, ask: ShipOrderRequest, staff: &Caller) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    next(order.status, Move::ShipAgain).ok_or_else(|| illegal(&order))?;
    let last = last_parcel(&tx, id).await?;
    let Some(last) = last.filter(|last| last.status == ShipmentStatus::Returned) else {
        let why = "only a parcel that came back can be shipped again; what failed or is lost is refunded";
        return Err(illegal(&order).detail(format!("order {}: {why}", order.number)));
    };
    refuse_going_back(&tx, &order).await?;
    if order.payment_status == PaymentStatus::Unpaid {
        return Err(illegal(&order).detail(format!("the money of order {} was taken back", order.number)));
    }
    if !stock::is_away(&tx, id).await? {
        return Err(illegal(&order).detail(format!("all pieces of order {} are back on the shelf", order.number)));
    }
    execute(&tx, "UPDATE shipments SET asks_at = NULL WHERE order_id = $1", [id.0.into()]).await?;
    let number = add_parcel(&tx, id, &ask, now).await?;
    execute(&tx, "UPDATE orders SET revision = revision + 1 WHERE id = $1", [id.0.into()]).await?;
    let note = format!("{} · {number}", courier_and_service(ask.courier.trim(), ask.service.trim()));
    record::event_and_tell(&tx, &order, OrderEventKind::ShippedAgain, Some(&note), Some(staff), now).await?;
    let before = json!({ "courier": last.courier, "tracking_number": last.tracking_number });
    let after = json!({ "courier": ask.courier.trim(), "service": ask.service.trim(), "tracking_number": number });
    audit::record(&tx, staff, Action::OrderShippedAgain, &subject(&order), &before, &after, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes a parcel down; gives its tracking number as it is kept.
async fn add_parcel(
    tx: &impl ConnectionTrait,
    id: OrderId,
    ask: &ShipOrderRequest,
    now: DateTime<Utc>,
) -> Result<String, ApiError> {
    #[derive(FromQueryResult)]
    struct Weight {
        grams: i64,
    }
    let number = normalize_tracking_number(&ask.tracking_number).unwrap_or_default();
    // What left the store by the ledger and did not come back goes along, and nothing else.
    let sql = "SELECT COALESCE(sum(i.weight_g::bigint * GREATEST(a.pieces, 0)), 0)::bigint AS grams
               FROM order_items i CROSS JOIN LATERAL (
                   SELECT -sum(m.quantity) AS pieces FROM stock_movements m
                   WHERE m.variant_id = i.variant_id
                     AND (m.reference_kind = 'order' AND m.reference_id = $1
                          OR m.reference_kind = 'refund' AND m.reference_id = ANY (ARRAY (SELECT r.id FROM refunds r WHERE r.order_id = $1)))) a
               WHERE i.order_id = $1";
    let weight: Option<Weight> = one(tx, sql, [id.0.into()]).await?;
    let grams = i32::try_from(weight.map_or(1, |row| row.grams.max(1))).unwrap_or(i32::MAX);
    let sql = "INSERT INTO shipments (id, order_id, courier, service, tracking_number, weight_g, shipped_at, created_at, asks_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
    // Kept for couriers that nobody can be asked about, too: a service may be configured tomorrow.
    let asks_at = now + parcels::FIRST;
    let values = [
        ShipmentId::generate().0.into(),
        id.0.into(),
        ask.courier.trim().into(),
        ask.service.trim().into(),
        number.as_str().into(),
        grams.into(),
        now.into(),
        asks_at.into(),
    ];
    execute(tx, sql, values).await.map_err(number_taken)?;
    Ok(number)
}

/// 422 when another parcel has the number.
pub(super) fn number_taken(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("shipments_tracking_number_key") => ApiError::invalid(vec![FieldError::new("/tracking_number", FieldCode::Taken)]),
        _ => error.into(),
    }
}

/// Asks couriers now where the order's parcels are. Trouble on their side is shown with the parcel.
pub(super) async fn track(ctx: &Ctx, id: OrderId, staff: &Caller) -> Result<(), ApiError> {
    if ctx.couriers.service().is_none() {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("no tracking service is configured"));
    }
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    next(order.status, Move::Deliver).ok_or_else(|| illegal(&order))?;
    audit::record(&tx, staff, Action::OrderTracked, &subject(&order), &(), &json!({ "status": order.status }), now).await?;
    tx.commit().await?;
    parcels::ask_now(ctx, id).await.map(drop)
}

/// Writes a note that only staff see; the same key writes it once.
pub(super) async fn add_note(
    ctx: &Ctx,
    id: OrderId,
    ask: &AddOrderNoteRequest,
    key: Option<&str>,
    staff: &Caller,
) -> Result<(), ApiError> {
    let key = Key::maybe(staff, key, "add_order_note", &(id, ask))?;
    let (now, text) = (ctx.clock.now(), ask.text.as_str());
    let tx = ctx.begin().await?;
    if let Some(key) = &key
        && let Claim::Done(_) = key.claim(&tx, now).await?
    {
        return Ok(());
    }
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    record::event(&tx, id, OrderEventKind::Note, Some(text.trim()), Some(staff), now).await?;
    if let Some(key) = &key {
        key.remember(&tx, json!(id)).await?;
    }
    audit::record(&tx, staff, Action::OrderNoteAdded, &subject(&order), &(), &json!({ "note": text.trim() }), now).await?;
    tx.commit().await?;
    Ok(())
}
