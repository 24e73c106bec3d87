//! Parcels on their way: what couriers say of them, and what follows.
//!
//! Every parcel has a time at which its courier is asked next. A job takes those that are due, asks
//! without holding a transaction, and writes down what it heard under the order's lock: steps once
//! each, the parcel's state, and the order's arrival. Trouble at the service only moves the time.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::ids::{OrderId, ShipmentId};
use shared::notifications::NotificationKind;
use shared::orders::{OrderEventKind, OrderStatus, ShipmentStatus, TrackingStatus, TrackingTrouble};
use uuid::Uuid;

use super::rules::Move;
use super::store::PayableOrder;
use super::{record, staff, store};
use crate::context::Ctx;
use crate::couriers::{Tracked, TrackingError};
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller};
use crate::jobs::Job;
use crate::notifications::{self, StaffNotice};

/// Parcels that one run asks about.
const BATCH: i64 = 60;
/// Questions under way at the same time.
const AT_ONCE: usize = 4;
/// Unanswered questions after which a run leaves the service alone.
const PATIENCE: usize = 5;
/// Whoever takes a parcel has so long to ask; then it is anybody's again.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// A parcel is first asked about when its courier may have heard of it.
pub(super) const FIRST: TimeDelta = TimeDelta::minutes(30);
/// A number is often written down after the courier has left: steps up to so long before are still the parcel's.
const LATE: TimeDelta = TimeDelta::hours(6);
/// When the courier spoke of another parcel, it may speak of ours by then.
const DOUBT: TimeDelta = TimeDelta::hours(6);
/// After so long nobody asks any more.
const LONGEST: TimeDelta = TimeDelta::days(45);

/// When a parcel that stands there is asked about again.
fn pause(status: TrackingStatus) -> Option<TimeDelta> {
    match status {
        TrackingStatus::Booked | TrackingStatus::PickingUp | TrackingStatus::InTransit => Some(TimeDelta::hours(3)),
        TrackingStatus::OutForDelivery => Some(TimeDelta::hours(1)),
        TrackingStatus::OnHold | TrackingStatus::Rejected | TrackingStatus::Returning => Some(TimeDelta::hours(6)),
        TrackingStatus::Delivered | TrackingStatus::Returned | TrackingStatus::Lost | TrackingStatus::Cancelled => None,
    }
}

/// When a parcel is asked about again after so many failures in a row.
fn backoff(error: &TrackingError, failures: i32) -> TimeDelta {
    let first = match error {
        TrackingError::Unavailable(_) => TimeDelta::minutes(5),
        TrackingError::UnknownNumber(_) | TrackingError::Refused(_) => TimeDelta::hours(1),
    };
    let doubled = u32::try_from(failures.clamp(0, 12)).map_or(0, |failures| failures);
    (first * 2_i32.pow(doubled)).min(TimeDelta::hours(12))
}

/// A parcel that is asked about.
#[derive(Clone, Debug, FromQueryResult)]
struct Parcel {
    id: ShipmentId,
    order_id: Uuid,
    courier: String,
    tracking_number: String,
    failures: i32,
    shipped_at: DateTime<Utc>,
    polled_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "s.id, s.order_id, s.courier, s.tracking_number, s.failures, s.shipped_at, s.polled_at";

/// Nobody wrote an answer down since the parcel was read, with `polled_at` as `$2` and the number as `$3`. Two
/// answers may come in the wrong order, and one may be about a number that was corrected meanwhile. Nor did the
/// parcel come back: whatever is said of it later, it is in the store.
const STILL: &str = "status <> 'returned' AND polled_at IS NOT DISTINCT FROM $2 AND tracking_number = $3";

/// Asks the courier about every parcel that is due.
#[derive(Debug, Serialize, Deserialize)]
pub struct TrackParcels {}

impl Job for TrackParcels {
    const KIND: &'static str = "orders:track";
    // The next minute brings the next one.
    const MAX_ATTEMPTS: i16 = 1;

    fn key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        if ctx.couriers.service().is_none() {
            return Ok(());
        }
        let now = ctx.clock.now();
        let sql = "UPDATE shipments s SET asks_at = NULL FROM orders o WHERE o.id = s.order_id AND s.asks_at <= $1 AND o.status <> 'shipped'";
        execute(&ctx.db, sql, [now.into()]).await?;
        let sql = format!(
            "UPDATE shipments s SET asks_at = $2 WHERE s.id IN (
                 SELECT id FROM shipments WHERE asks_at <= $1 ORDER BY asks_at LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING {COLUMNS}"
        );
        let due: Vec<Parcel> = all(&ctx.db, &sql, [now.into(), (now + LEASE).into(), BATCH.into()]).await?;
        let unanswered = std::sync::atomic::AtomicUsize::new(0);
        let ask = async |parcel: Parcel| {
            if unanswered.load(std::sync::atomic::Ordering::Relaxed) >= PATIENCE {
                return;
            }
            match ask(ctx, &parcel).await {
                Ok(true) => {}
                Ok(false) => {
                    unanswered.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
                Err(error) => tracing::warn!(parcel = %parcel.id, %error, "what a courier said could not be written down"),
            }
        };
        futures_util::stream::iter(due).for_each_concurrent(AT_ONCE, ask).await;
        Ok(())
    }
}

/// Asks about every parcel of an order that is on its way, now; how many were asked about. One that came back is not.
pub(super) async fn ask_now(ctx: &Ctx, order: OrderId) -> Result<usize, ApiError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM shipments s WHERE s.order_id = $1 AND s.delivered_at IS NULL AND s.status <> 'returned' ORDER BY s.shipped_at"
    );
    let parcels: Vec<Parcel> = all(&ctx.db, &sql, [order.0.into()]).await?;
    let followed: Vec<Parcel> = parcels.into_iter().filter(|parcel| ctx.couriers.follows(&parcel.courier)).collect();
    for parcel in &followed {
        ask(ctx, parcel).await?;
    }
    Ok(followed.len())
}

/// Asks about one parcel and writes down what was heard; tells whether the service answered.
async fn ask(ctx: &Ctx, parcel: &Parcel) -> Result<bool, ApiError> {
    let Some(service) = ctx.couriers.service() else { return Ok(true) };
    let Some(code) = service.code(&parcel.courier) else {
        plan(&ctx.db, parcel, None).await?;
        return Ok(true);
    };
    match service.track(code, &parcel.tracking_number).await {
        Ok(tracked) => heard(ctx, parcel, tracked).await.map(|()| true),
        Err(error) => {
            tracing::info!(parcel = %parcel.id, %error, "a courier could not be asked");
            let now = ctx.clock.now();
            let asks_at = until(parcel, now, Some(backoff(&error, parcel.failures)));
            let sql = format!(
                "UPDATE shipments SET polled_at = $4, asks_at = $5, failures = failures + 1, trouble = $6 WHERE id = $1 AND {STILL}"
            );
            let values = [
                parcel.id.0.into(),
                parcel.polled_at.into(),
                parcel.tracking_number.as_str().into(),
                now.into(),
                asks_at.into(),
                error.trouble().as_str().into(),
            ];
            execute(&ctx.db, &sql, values).await?;
            Ok(!matches!(error, TrackingError::Unavailable(_)))
        }
    }
}

/// The time of the next question, if there is to be one.
fn until(parcel: &Parcel, now: DateTime<Utc>, pause: Option<TimeDelta>) -> Option<DateTime<Utc>> {
    pause.map(|pause| now + pause).filter(|at| *at < parcel.shipped_at + LONGEST)
}

async fn plan(db: &impl ConnectionTrait, parcel: &Parcel, at: Option<DateTime<Utc>>) -> Result<(), DbErr> {
    execute(db, "UPDATE shipments SET asks_at = $2 WHERE id = $1", [parcel.id.0.into(), at.into()]).await.map(drop)
}

/// Leaves out the steps from before the hand-over: they are another parcel's, whose number was mistyped or used
/// before. Tells whether the courier speaks of that other one alone: its way has ended, without a step of ours.
fn leave_out_others(parcel: &Parcel, tracked: &mut Tracked) -> bool {
    let since = parcel.shipped_at - LATE;
    tracked.steps.retain(|step| step.at >= since);
    tracked.steps.is_empty() && tracked.status.shipment() != ShipmentStatus::Shipped
}

/// Writes down what a courier said, and what follows of it.
async fn heard(ctx: &Ctx, parcel: &Parcel, mut tracked: Tracked) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Stands {
        status: ShipmentStatus,
        is_last: bool,
    }
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order_id = OrderId(parcel.order_id);
    let Some(order) = store::lock(&tx, order_id).await? else { return Ok(()) };
    let sql = format!(
        "SELECT status, NOT EXISTS (SELECT FROM shipments o WHERE o.order_id = s.order_id AND (o.shipped_at, o.id) > (s.shipped_at, s.id)) AS is_last
         FROM shipments s WHERE id = $1 AND {STILL} FOR UPDATE"
    );
    let values = [parcel.id.0.into(), parcel.polled_at.into(), parcel.tracking_number.as_str().into()];
    let Some(was) = one::<Stands>(&tx, &sql, values).await? else { return Ok(()) };
    let is_open = order.status == OrderStatus::Shipped;
    if leave_out_others(parcel, &mut tracked) {
        doubt(&tx, &order, parcel, is_open && was.is_last, now).await?;
        tx.commit().await?;
        return Ok(());
    }

    let new = keep_steps(&tx, parcel.id, &tracked).await?;
    let status = tracked.status.shipment();
    let asks_at = until(parcel, now, pause(tracked.status)).filter(|_| is_open && was.is_last);
    let sql = "UPDATE shipments SET polled_at = $2, asks_at = $3, failures = 0, trouble = NULL,
                      status = CASE WHEN status = 'delivered' THEN status ELSE $4 END,
                      delivered_at = CASE WHEN $4 = 'delivered' THEN COALESCE(delivered_at, $5) ELSE delivered_at END
               WHERE id = $1";
    let arrived_at = tracked.steps.iter().filter(|step| step.status == TrackingStatus::Delivered).map(|step| step.at).max();
    // Not before it left, and not in the future, whatever the courier's clock says.
    let arrived_at = arrived_at.map_or(now, |at| at.clamp(parcel.shipped_at.min(now), now));
    let values = [parcel.id.0.into(), now.into(), asks_at.into(), status.as_str().into(), arrived_at.into()];
    execute(&tx, sql, values).await?;
    if new > 0 {
        // Pages that show it read it again.
        execute(&tx, "UPDATE orders SET revision = revision + 1 WHERE id = $1", [order_id.0.into()]).await?;
    }
    if is_open && was.is_last && status != was.status {
        follow(&tx, &order, parcel, status, &tracked, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The courier speaks of another parcel: nothing moves, and staff are told once.
async fn doubt(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    parcel: &Parcel,
    matters: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let asks_at = until(parcel, now, Some(DOUBT)).filter(|_| matters);
    let sql = "UPDATE shipments SET polled_at = $2, asks_at = $3, failures = 0, trouble = $4 WHERE id = $1";
    let values = [parcel.id.0.into(), now.into(), asks_at.into(), TrackingTrouble::OtherParcel.as_str().into()];
    execute(tx, sql, values).await?;
    if matters {
        let key = format!("{}:{}", parcel.id, parcel.tracking_number);
        let called = format!("{} {}", parcel.courier, parcel.tracking_number);
        tell(tx, NotificationKind::StaffDeliveryFailed, order, &key, &called, now).await?;
    }
    Ok(())
}

/// Tells staff of a parcel.
async fn tell(
    tx: &impl ConnectionTrait,
    kind: NotificationKind,
    order: &PayableOrder,
    key: &str,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let notice = StaffNotice {
        dedupe_key: key,
        order: Some((order.id, &order.number)),
        buyer: Some(&order.buyer_name),
        detail: Some(detail),
        ..StaffNotice::default()
    };
    notifications::tell_staff(tx, kind, notice, now).await.map(drop)
}

/// Writes each step once; how many are new.
async fn keep_steps(tx: &impl ConnectionTrait, parcel: ShipmentId, tracked: &Tracked) -> Result<u64, DbErr> {
    if tracked.steps.is_empty() {
        return Ok(0);
    }
    let ids: Vec<Uuid> = tracked.steps.iter().map(|_| Uuid::now_v7()).collect();
    let statuses: Vec<String> = tracked.steps.iter().map(|step| step.status.as_str().to_owned()).collect();
    let notes: Vec<String> = tracked.steps.iter().map(|step| step.note.clone()).collect();
    let times: Vec<DateTime<Utc>> = tracked.steps.iter().map(|step| step.at).collect();
    let sql = "INSERT INTO shipment_events (id, shipment_id, status, note, happened_at)
               SELECT s.id, $1, s.status, s.note, s.happened_at
               FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS s (id, status, note, happened_at)
               ON CONFLICT DO NOTHING";
    execute(tx, sql, [parcel.0.into(), ids.into(), statuses.into(), notes.into(), times.into()]).await
}

/// What follows of a parcel's new state for its order.
async fn follow(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    parcel: &Parcel,
    status: ShipmentStatus,
    tracked: &Tracked,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    if status == ShipmentStatus::Delivered {
        return staff::advance(tx, order.id, Move::Deliver, "", None, now).await.map(drop);
    }
    let last = tracked.steps.iter().filter(|step| step.status == tracked.status).max_by_key(|step| step.at);
    let said = last.map(|step| step.note.trim()).filter(|note| !note.is_empty());
    let note = match said {
        Some(said) => format!("{} {} · {said}", parcel.courier, parcel.tracking_number),
        None => format!("{} {}", parcel.courier, parcel.tracking_number),
    };
    trouble(tx, order, status, &note, None, now).await?;
    Ok(())
}

/// A parcel was not delivered, or came back: on the timeline, and told to staff.
pub(super) async fn trouble(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    status: ShipmentStatus,
    note: &str,
    by: Option<&Caller>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (event, notice) = match status {
        // It goes on, and the steps tell; or the order itself does.
        ShipmentStatus::Shipped | ShipmentStatus::Delivered => return Ok(()),
        ShipmentStatus::Failed => (OrderEventKind::DeliveryFailed, NotificationKind::StaffDeliveryFailed),
        ShipmentStatus::Returned => (OrderEventKind::ParcelReturned, NotificationKind::StaffParcelReturned),
    };
    let event_id = record::event(tx, order.id, event, Some(note), by, now).await?;
    tell(tx, notice, order, &event_id.to_string(), note, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let unavailable = TrackingError::Unavailable(String::new());
        let pauses: Vec<i64> = (0..9).map(|failures| backoff(&unavailable, failures).num_minutes()).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 320, 640, 720]);
        assert_eq!(backoff(&TrackingError::UnknownNumber(String::new()), i32::MAX), TimeDelta::hours(12));
        for status in TrackingStatus::ALL {
            assert_eq!(pause(*status).is_none(), status.is_final(), "{status}");
        }
    }
}
