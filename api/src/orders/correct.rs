//! Correcting the tracking number of a parcel on its way.

use serde_json::json;
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{CorrectTrackingNumberRequest, OrderEventKind, ShipmentStatus, normalize_tracking_number};

use super::buyer::illegal;
use super::rules::{Move, next};
use super::{record, staff, store};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};

/// Gives the last parcel of an order its right number. What a courier said of the wrong one is forgotten, and asking
/// begins anew.
///
/// # Errors
/// 404 when the order has no such parcel, 409 when it is not on its way with it or staff have it back, 422 when another parcel has the number.
pub(super) async fn correct_tracking_number(
    ctx: &Ctx,
    id: OrderId,
    parcel: ShipmentId,
    ask: CorrectTrackingNumberRequest,
    by: &Caller,
) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let number = normalize_tracking_number(&ask.tracking_number).unwrap_or_default();
    let tx = ctx.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let was = store::lock_parcel(&tx, id, parcel).await?.ok_or_else(ApiError::not_found)?;
    next(order.status, Move::Deliver).ok_or_else(|| illegal(&order))?;
    // That it came back is forgotten when the courier said so of the wrong number, not when staff have the parcel.
    let is_over = match was.status {
        ShipmentStatus::Shipped | ShipmentStatus::Failed => false,
        ShipmentStatus::Returned => !was.told_back,
        ShipmentStatus::Delivered => true,
    };
    if !was.is_last || is_over {
        return Err(illegal(&order).detail(format!("{} {} is not on its way any more", was.courier, was.tracking_number)));
    }
    if was.tracking_number == number {
        return Ok(());
    }
    let sql = "UPDATE shipments SET tracking_number = $2, status = 'shipped', polled_at = NULL, asks_at = $3, failures = 0, trouble = NULL
               WHERE id = $1";
    let values = [parcel.0.into(), number.as_str().into(), now.into()];
    execute(&tx, sql, values).await.map_err(staff::number_taken)?;
    execute(&tx, "DELETE FROM shipment_events WHERE shipment_id = $1", [parcel.0.into()]).await?;
    execute(&tx, "UPDATE orders SET revision = revision + 1 WHERE id = $1", [id.0.into()]).await?;
    let note = format!("{} {} → {number}", was.courier, was.tracking_number);
    record::event_and_tell(&tx, &order, OrderEventKind::TrackingCorrected, Some(&note), Some(by), now).await?;
    let number_of = |number: &str| json!({ "courier": was.courier, "tracking_number": number });
    let (before, after) = (number_of(&was.tracking_number), number_of(&number));
    audit::record(&tx, by, Action::OrderTrackingCorrected, &staff::subject(&order), &before, &after, now).await?;
    tx.commit().await?;
    Ok(())
}
