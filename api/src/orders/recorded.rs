//! What staff hear of a parcel themselves, as of one that no service follows: it was not delivered, or it came back.

use serde_json::json;
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{RecordParcelRequest, ShipmentStatus};

use super::buyer::illegal;
use super::rules::{Move, next};
use super::{parcels, staff, store};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};

/// Writes down where the last parcel of an order on its way stands, as if its courier had said so.
///
/// # Errors
/// 404 when the order has no such parcel, 409 when it is not on its way any more.
pub(super) async fn record_parcel(
    ctx: &Ctx,
    id: OrderId,
    parcel: ShipmentId,
    ask: RecordParcelRequest,
    by: &Caller,
) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let was = store::lock_parcel(&tx, id, parcel).await?.ok_or_else(ApiError::not_found)?;
    next(order.status, Move::Deliver).ok_or_else(|| illegal(&order))?;
    let is_over = matches!(was.status, ShipmentStatus::Delivered | ShipmentStatus::Returned) && was.status != ask.status;
    if !was.is_last || is_over {
        return Err(illegal(&order).detail(format!("{} {} is not on its way any more", was.courier, was.tracking_number)));
    }
    if was.status == ask.status {
        return Ok(());
    }
    // Of what is back in the store nobody is asked any more.
    // Nor is an answer taken in to what was asked before (`parcels::STILL`).
    let sql = "UPDATE shipments SET status = $2, asks_at = CASE WHEN $2 = 'returned' THEN NULL ELSE asks_at END,
                      polled_at = CASE WHEN $2 = 'returned' THEN $3 ELSE polled_at END
               WHERE id = $1";
    execute(&tx, sql, [parcel.0.into(), ask.status.as_str().into(), now.into()]).await?;
    execute(&tx, "UPDATE orders SET revision = revision + 1 WHERE id = $1", [id.0.into()]).await?;
    let note = match ask.note.trim() {
        "" => format!("{} {}", was.courier, was.tracking_number),
        note => format!("{} {} · {note}", was.courier, was.tracking_number),
    };
    parcels::trouble(&tx, &order, ask.status, &note, Some(by), now).await?;
    let stands =
        |status: ShipmentStatus| json!({ "courier": was.courier, "tracking_number": was.tracking_number, "parcel": status });
    let (before, after) = (stands(was.status), stands(ask.status));
    audit::record(&tx, by, Action::OrderParcelRecorded, &staff::subject(&order), &before, &after, now).await?;
    tx.commit().await?;
    Ok(())
}
