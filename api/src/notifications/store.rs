//! Every query of this room.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{NotificationId, OrderId, UserId};
use shared::notifications::Notification;
use shared::orders::OrderEventKind;
use uuid::Uuid;

use crate::db;

/// Tells `user` what happened to an order.
///
/// # Errors
/// What the database says.
pub async fn add(
    tx: &impl ConnectionTrait,
    user: UserId,
    kind: OrderEventKind,
    order: OrderId,
    order_number: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO notifications (id, user_id, kind, order_id, data, created_at)
               VALUES ($1, $2, $3, $4, jsonb_build_object('order_number', $5::text), $6)";
    let values = [
        NotificationId::generate().0.into(),
        user.0.into(),
        kind.as_str().into(),
        order.0.into(),
        order_number.into(),
        now.into(),
    ];
    db::execute(tx, sql, values).await.map(drop)
}

/// A place in a person's list, which runs from the latest to the first.
pub(super) type Position = (DateTime<Utc>, Uuid);

#[derive(FromQueryResult)]
struct NotificationRow {
    id: Uuid,
    kind: String,
    order_id: Uuid,
    order_number: String,
    read: bool,
    created_at: DateTime<Utc>,
}

/// At most `limit` notifications of `user` that come after a place, the latest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    user: UserId,
    after: Option<Position>,
    limit: i64,
) -> Result<Vec<Notification>, DbErr> {
    let sql = "SELECT id, kind, order_id, data ->> 'order_number' AS order_number, read_at IS NOT NULL AS read, created_at
               FROM notifications
               WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
               ORDER BY created_at DESC, id DESC LIMIT $4";
    let (at, id) = after.unzip();
    let rows: Vec<NotificationRow> = db::all(db, sql, [user.0.into(), at.into(), id.into(), limit.into()]).await?;
    rows.into_iter().map(notification).collect()
}

fn notification(row: NotificationRow) -> Result<Notification, DbErr> {
    let kind = row.kind.parse().map_err(|_| DbErr::Type(format!("notification {} has the kind {}", row.id, row.kind)))?;
    Ok(Notification {
        id: NotificationId(row.id),
        kind,
        order_id: OrderId(row.order_id),
        order_number: row.order_number,
        read: row.read,
        created_at: row.created_at,
    })
}

#[derive(FromQueryResult)]
struct CountRow {
    count: i64,
}

/// How many notifications `user` has, or has not read.
pub(super) async fn count(db: &impl ConnectionTrait, user: UserId, unread_only: bool) -> Result<i64, DbErr> {
    let sql = if unread_only {
        "SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL"
    } else {
        "SELECT count(*) FROM notifications WHERE user_id = $1"
    };
    let row: Option<CountRow> = db::one(db, sql, [user.0.into()]).await?;
    Ok(row.map_or(0, |row| row.count))
}

#[derive(FromQueryResult)]
struct PositionRow {
    created_at: DateTime<Utc>,
    id: Uuid,
}

/// Where a notification of `user` stands in the list; `None` when it is not theirs.
pub(super) async fn position(db: &impl ConnectionTrait, user: UserId, id: NotificationId) -> Result<Option<Position>, DbErr> {
    let sql = "SELECT created_at, id FROM notifications WHERE id = $1 AND user_id = $2";
    let row: Option<PositionRow> = db::one(db, sql, [id.0.into(), user.0.into()]).await?;
    Ok(row.map(|row| (row.created_at, row.id)))
}

/// Marks what `user` has not read, up to a place or all of it.
pub(super) async fn mark_read(
    db: &impl ConnectionTrait,
    user: UserId,
    up_to: Option<Position>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE notifications SET read_at = $2
               WHERE user_id = $1 AND read_at IS NULL AND ($3::timestamptz IS NULL OR (created_at, id) <= ($3, $4::uuid))";
    let (at, id) = up_to.unzip();
    db::execute(db, sql, [user.0.into(), now.into(), at.into(), id.into()]).await.map(drop)
}
