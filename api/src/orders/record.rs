//! Writes what happened to an order: the timeline, the notification and the email's job.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::{OrderEventId, OrderId, UserId};
use shared::notifications::NotificationKind;
use shared::orders::OrderEventKind;

use super::store::PayableOrder;
use super::tell::TellBuyer;
use crate::db::execute;
use crate::http::Caller;
use crate::{jobs, notifications};

/// Adds an entry to the timeline.
pub(super) async fn event(
    tx: &impl ConnectionTrait,
    order: OrderId,
    kind: OrderEventKind,
    note: Option<&str>,
    actor: Option<&Caller>,
    now: DateTime<Utc>,
) -> Result<OrderEventId, DbErr> {
    let id = OrderEventId::generate();
    let sql =
        "INSERT INTO order_events (id, order_id, kind, note, actor_id, actor, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        id.0.into(),
        order.0.into(),
        kind.into(),
        note.filter(|note| !note.trim().is_empty()).into(),
        actor.map(|caller| caller.user_id.0).into(),
        actor.map(|caller| caller.name.as_str()).into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(id)
}

/// Adds an entry to the timeline and tells the buyer, in the app and by email.
pub(super) async fn event_and_tell(
    tx: &impl ConnectionTrait,
    order: &PayableOrder,
    kind: OrderEventKind,
    note: Option<&str>,
    actor: Option<&Caller>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let event_id = event(tx, order.id, kind, note, actor, now).await?;
    tell(tx, order.id, order.user_id, &order.number, kind, event_id, now).await
}

/// Tells the buyer of an event.
pub(super) async fn tell(
    tx: &impl ConnectionTrait,
    order: OrderId,
    buyer: Option<UserId>,
    number: &str,
    kind: OrderEventKind,
    event_id: OrderEventId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if let (Some(buyer), Some(told)) = (buyer, NotificationKind::of_order(kind)) {
        notifications::add(tx, buyer, told, order, number, now).await?;
    }
    jobs::enqueue(tx, &TellBuyer { order_id: order, event_id, kind }).await
}
