//! What staff hear of a parcel themselves, as of one that no service follows: it was not delivered, or it came back.

use serde_json::{Value, json};
use shared::ids::{OrderId, ShipmentId};
use shared::orders::{RecordParcelRequest, ShipmentStatus};

use super::buyer::illegal;
use super::rules::{Move, next};
use super::{parcels, staff, store};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};

/// Writes down where the last parcel of an order on its way stands, as if its courier had said so. Each delivery that
/// failed is a step of its own; the same key writes one.
///
/// # Errors
/// 404 when the order has no such parcel, 409 when it is not on its way any more.
pub(super) async fn record_parcel(
    ctx: &Ctx,
    id: OrderId,
    parcel: ShipmentId,
    ask: RecordParcelRequest,
    key: Option<&str>,
    by: &Caller,
) -> Result<(), ApiError> {
    let key = Key::maybe(by, key, "record_parcel", &(id, parcel, &ask))?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if let Some(key) = &key
        && let Claim::Done(_) = key.claim(&tx, now).await?
    {
        return Ok(());
    }
    let order = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let was = store::lock_parcel(&tx, id, parcel).await?.ok_or_else(ApiError::not_found)?;
    next(order.status, Move::Deliver).ok_or_else(|| illegal(&order))?;
    let is_over = matches!(was.status, ShipmentStatus::Delivered | ShipmentStatus::Returned) && was.status != ask.status;
    if !was.is_last || is_over {
        return Err(illegal(&order).detail(format!("{} {} is not on its way any more", was.courier, was.tracking_number)));
    }
    let again = was.status == ask.status;
    // It comes back once, and may fail to be delivered more often.
    if again && ask.status == ShipmentStatus::Returned {
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
    let before = if again { Value::Null } else { stands(was.status) };
    let after = stands(ask.status);
    if let Some(key) = &key {
        key.remember(&tx, json!(id)).await?;
    }
    audit::record(&tx, by, Action::OrderParcelRecorded, &staff::subject(&order), &before, &after, now).await?;
    tx.commit().await?;
    Ok(())
}
