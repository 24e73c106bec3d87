//! Every query of this room.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::ids::{ChatRoomId, NotificationId, OrderId, PaymentId, UserId};
use shared::live::UnreadCounts;
use shared::money::Rupiah;
use shared::notifications::{Notification, NotificationKind};
use shared::page::EXACT_TOTAL;
use uuid::Uuid;

use crate::db;
use crate::http::Caller;

/// Unread notifications are counted up to here.
const MOST_COUNTED: i64 = 1_000;

/// The role of its owner allows to see it; for a row `n` of `notifications`.
const VISIBLE: &str = "(n.permission IS NULL OR EXISTS (
    SELECT FROM users u JOIN role_permissions r ON r.role_id = u.role_id WHERE u.id = n.user_id AND r.permission = n.permission))";

const COLUMNS: &str = "n.id, n.user_id, n.sequence, n.kind, n.order_id, n.data, n.read_at IS NOT NULL AS read, n.created_at";

/// Tells a buyer what happened to their order.
///
/// # Errors
/// What the database says.
pub async fn add(
    tx: &impl ConnectionTrait,
    user: UserId,
    kind: NotificationKind,
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

/// What is kept of a notification beside its columns.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Data {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_room_id: Option<ChatRoomId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Rupiah>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pieces: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<i64>,
}

/// Tells a person, once for each cause, of something that is not about an order.
///
/// # Errors
/// What the database says.
pub async fn tell_person(
    tx: &impl ConnectionTrait,
    user: UserId,
    kind: NotificationKind,
    dedupe_key: &str,
    detail: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let data = Data { detail: Some(detail.to_owned()), ..Data::default() };
    add_for(tx, &[user.0], kind, &format!("{kind}:{dedupe_key}"), None, &data, now).await.map(drop)
}

/// Takes away what a person was told, their numbering with it; and out of what staff were told who bought, reviewed or
/// wrote, and what they wrote in the chat. As long as orders, reviews and the chat are theirs.
///
/// # Errors
/// What the database says.
pub async fn forget_person(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    // What is not about an order names its cause in the second place of its key.
    let sql = "UPDATE notifications n
               SET data = CASE WHEN n.kind = $2 THEN n.data - 'buyer' - 'detail' ELSE n.data - 'buyer' END
               WHERE n.data ->> 'buyer' IS NOT NULL
                 AND (n.order_id IN (SELECT id FROM orders WHERE user_id = $1)
                      OR split_part(n.dedupe_key, ':', 2) IN (
                          SELECT id::text FROM reviews WHERE user_id = $1 UNION ALL SELECT id::text FROM chat_rooms WHERE user_id = $1))";
    db::execute(tx, sql, [user.0.into(), NotificationKind::StaffChatWaiting.as_str().into()]).await?;
    db::execute(tx, "DELETE FROM notifications WHERE user_id = $1", [user.0.into()]).await?;
    db::execute(tx, "DELETE FROM notification_heads WHERE user_id = $1", [user.0.into()]).await.map(drop)
}

/// Writes one row for each of `people`; whoever was told of the cause already is left out. Rows are
/// written in the order of their owners, who are all locked by that.
pub(super) async fn add_for(
    tx: &impl ConnectionTrait,
    people: &[Uuid],
    kind: NotificationKind,
    dedupe_key: &str,
    order: Option<OrderId>,
    data: &Data,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let ids: Vec<Uuid> = people.iter().map(|_| NotificationId::generate().0).collect();
    let sql = "INSERT INTO notifications (id, user_id, kind, permission, dedupe_key, order_id, data, created_at)
               SELECT p.id, p.user_id, $3, $4, $5, $6, $7, $8 FROM unnest($1, $2) AS p (id, user_id)
               WHERE NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = p.user_id AND n.dedupe_key = $5)
               ORDER BY p.user_id
               ON CONFLICT DO NOTHING";
    let data = serde_json::to_value(data).map_err(|error| DbErr::Json(error.to_string()))?;
    let values = [
        ids.into(),
        people.to_vec().into(),
        kind.as_str().into(),
        kind.permission().map(shared::permission::Permission::as_str).into(),
        dedupe_key.into(),
        order.map(|order| order.0).into(),
        data.into(),
        now.into(),
    ];
    db::execute(tx, sql, values).await
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
}

/// The active people whose role holds the permission that `kind` needs, in the order of their ids.
pub(super) async fn people(db: &impl ConnectionTrait, kind: NotificationKind) -> Result<Vec<Uuid>, DbErr> {
    let Some(permission) = kind.permission() else { return Ok(Vec::new()) };
    let sql = "SELECT u.id FROM users u JOIN role_permissions p ON p.role_id = u.role_id
               WHERE p.permission = $1 AND u.active AND u.deleted_at IS NULL ORDER BY u.id";
    let rows: Vec<PersonRow> = db::all(db, sql, [permission.as_str().into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Which of a person's notifications.
pub(super) enum Inbox<'a> {
    /// Those to them as a buyer.
    Buyer,
    /// Those to them as one who works here, as far as they may see them.
    Staff(&'a Caller),
}

impl Inbox<'_> {
    /// The condition for a row `n`, with its values appended to `values`.
    fn condition(&self, values: &mut Vec<Value>) -> String {
        match self {
            Self::Buyer => "n.permission IS NULL".to_owned(),
            Self::Staff(caller) => {
                let held: Vec<String> = caller.permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
                values.push(held.into());
                format!("n.permission = ANY (${})", values.len())
            }
        }
    }
}

/// Which of an inbox.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Only those not read.
    pub unread: bool,
    /// Only these kinds; all when empty.
    pub kinds: &'a [NotificationKind],
}

#[derive(FromQueryResult)]
struct NotificationRow {
    id: Uuid,
    user_id: Uuid,
    sequence: i64,
    kind: String,
    order_id: Option<Uuid>,
    data: serde_json::Value,
    read: bool,
    created_at: DateTime<Utc>,
}

/// `None` for a kind that only a newer version knows.
fn notification(row: NotificationRow) -> Result<Option<(UserId, Notification)>, DbErr> {
    let Ok(kind) = row.kind.parse() else { return Ok(None) };
    let data: Data = serde_json::from_value(row.data).map_err(|error| DbErr::Json(error.to_string()))?;
    let notification = Notification {
        id: NotificationId(row.id),
        sequence: row.sequence,
        kind,
        order_id: row.order_id.map(OrderId),
        order_number: data.order_number,
        payment_id: data.payment_id,
        chat_room_id: data.chat_room_id,
        amount: data.amount,
        buyer: data.buyer,
        detail: data.detail,
        pieces: data.pieces,
        low: data.low,
        out: data.out,
        read: row.read,
        created_at: row.created_at,
    };
    Ok(Some((UserId(row.user_id), notification)))
}

fn notifications(rows: Vec<NotificationRow>) -> Result<Vec<(UserId, Notification)>, DbErr> {
    rows.into_iter().filter_map(|row| notification(row).transpose()).collect()
}

/// The conditions of a list, with their values.
fn conditions(user: UserId, inbox: &Inbox<'_>, wanted: Wanted<'_>) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![user.0.into()];
    let mut sql = format!("n.user_id = $1 AND {}", inbox.condition(&mut values));
    if wanted.unread {
        sql.push_str(" AND n.read_at IS NULL");
    }
    if !wanted.kinds.is_empty() {
        values.push(wanted.kinds.iter().map(|kind| kind.as_str().to_owned()).collect::<Vec<_>>().into());
        sql.push_str(&format!(" AND n.kind = ANY (${})", values.len()));
    }
    (sql, values)
}

/// At most `limit` notifications before a number, the latest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    user: UserId,
    inbox: &Inbox<'_>,
    wanted: Wanted<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Notification>, DbErr> {
    let (conditions, mut values) = conditions(user, inbox, wanted);
    values.push(before.unwrap_or(i64::MAX).into());
    let before = values.len();
    values.push(limit.into());
    let limit = values.len();
    let sql = format!(
        "SELECT {COLUMNS} FROM notifications n WHERE {conditions} AND n.sequence < ${before} ORDER BY n.sequence DESC LIMIT ${limit}"
    );
    let rows = notifications(db::all(db, &sql, values).await?)?;
    Ok(rows.into_iter().map(|(_, notification)| notification).collect())
}

#[derive(FromQueryResult)]
struct CountRow {
    count: i64,
}

/// How many there are, counted up to one more than [`EXACT_TOTAL`].
pub(super) async fn count(db: &impl ConnectionTrait, user: UserId, inbox: &Inbox<'_>, wanted: Wanted<'_>) -> Result<i64, DbErr> {
    let (conditions, values) = conditions(user, inbox, wanted);
    let sql = format!("SELECT count(*) FROM (SELECT FROM notifications n WHERE {conditions} LIMIT {}) x", EXACT_TOTAL + 1);
    let row: Option<CountRow> = db::one(db, &sql, values).await?;
    Ok(row.map_or(0, |row| row.count))
}

#[derive(FromQueryResult)]
struct SequenceRow {
    sequence: i64,
}

/// The number of a notification of an inbox; `None` when it is not there.
pub(super) async fn position(
    db: &impl ConnectionTrait,
    user: UserId,
    inbox: &Inbox<'_>,
    id: NotificationId,
) -> Result<Option<i64>, DbErr> {
    let (conditions, mut values) = conditions(user, inbox, Wanted::default());
    values.push(id.0.into());
    let sql = format!("SELECT n.sequence FROM notifications n WHERE {conditions} AND n.id = ${}", values.len());
    let row: Option<SequenceRow> = db::one(db, &sql, values).await?;
    Ok(row.map(|row| row.sequence))
}

/// Marks what was not read of an inbox, up to a number or all of it.
pub(super) async fn mark_read(
    db: &impl ConnectionTrait,
    user: UserId,
    inbox: &Inbox<'_>,
    up_to: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (conditions, mut values) = conditions(user, inbox, Wanted { unread: true, kinds: &[] });
    values.push(now.into());
    let now = values.len();
    values.push(up_to.unwrap_or(i64::MAX).into());
    let sql = format!("UPDATE notifications n SET read_at = ${now} WHERE {conditions} AND n.sequence <= ${}", values.len());
    db::execute(db, &sql, values).await.map(drop)
}

/// Marks one as read, or as not read.
pub(super) async fn mark_one(
    db: &impl ConnectionTrait,
    user: UserId,
    inbox: &Inbox<'_>,
    id: NotificationId,
    read_at: Option<DateTime<Utc>>,
) -> Result<bool, DbErr> {
    let (conditions, mut values) = conditions(user, inbox, Wanted::default());
    values.push(read_at.into());
    let read_at = values.len();
    values.push(id.0.into());
    // One that is read already keeps its time.
    let sql = format!(
        "UPDATE notifications n SET read_at = CASE WHEN ${read_at}::timestamptz IS NULL THEN NULL ELSE COALESCE(n.read_at, ${read_at}) END
         WHERE {conditions} AND n.id = ${}",
        values.len()
    );
    Ok(db::execute(db, &sql, values).await? > 0)
}

#[derive(FromQueryResult)]
struct UnreadRow {
    user_id: Uuid,
    buyer: i64,
    staff: i64,
}

/// How many notifications each of `people` has not read, of those they may see.
///
/// # Errors
/// What the database says.
pub async fn unread_of(db: &impl ConnectionTrait, people: &[UserId]) -> Result<HashMap<UserId, UnreadCounts>, DbErr> {
    let sql = format!(
        "SELECT p.user_id,
                (SELECT count(*) FROM (SELECT FROM notifications n
                 WHERE n.user_id = p.user_id AND n.read_at IS NULL AND n.permission IS NULL LIMIT {MOST_COUNTED}) x) AS buyer,
                (SELECT count(*) FROM (SELECT FROM notifications n
                 WHERE n.user_id = p.user_id AND n.read_at IS NULL AND n.permission IS NOT NULL AND {VISIBLE} LIMIT {MOST_COUNTED}) x) AS staff
         FROM unnest($1) AS p (user_id)"
    );
    let people: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let rows: Vec<UnreadRow> = db::all(db, &sql, [people.into()]).await?;
    let counts = |row: UnreadRow| UnreadCounts { buyer: row.buyer, staff: row.staff, ..UnreadCounts::default() };
    Ok(rows.into_iter().map(|row| (UserId(row.user_id), counts(row))).collect())
}

/// The number of the person's latest notification; 0 before the first.
///
/// # Errors
/// What the database says.
pub async fn head(db: &impl ConnectionTrait, user: UserId) -> Result<i64, DbErr> {
    let sql = "SELECT last_sequence AS sequence FROM notification_heads WHERE user_id = $1";
    let row: Option<SequenceRow> = db::one(db, sql, [user.0.into()]).await?;
    Ok(row.map_or(0, |row| row.sequence))
}

/// The person's notifications after a number that they may see, the first first; at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn since(db: &impl ConnectionTrait, user: UserId, after: i64, limit: i64) -> Result<Vec<Notification>, DbErr> {
    let sql = format!(
        "SELECT {COLUMNS} FROM notifications n WHERE n.user_id = $1 AND n.sequence > $2 AND {VISIBLE} ORDER BY n.sequence LIMIT $3"
    );
    let rows = notifications(db::all(db, &sql, [user.0.into(), after.into(), limit.into()]).await?)?;
    Ok(rows.into_iter().map(|(_, notification)| notification).collect())
}

/// The notifications of several people from a number on each, by one statement; at most `limit` of
/// all together, the first of each first.
///
/// # Errors
/// What the database says.
pub async fn visible_since(
    db: &impl ConnectionTrait,
    from: &[(UserId, i64)],
    limit: i64,
) -> Result<Vec<(UserId, Notification)>, DbErr> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unnest($1, $2) AS p (user_id, first) JOIN notifications n ON n.user_id = p.user_id AND n.sequence >= p.first
         WHERE {VISIBLE} ORDER BY n.user_id, n.sequence LIMIT $3"
    );
    let people: Vec<Uuid> = from.iter().map(|(person, _)| person.0).collect();
    let firsts: Vec<i64> = from.iter().map(|(_, first)| *first).collect();
    notifications(db::all(db, &sql, [people.into(), firsts.into(), limit.into()]).await?)
}

/// Deletes at most `limit` notifications from before `day`, read or not.
pub(super) async fn forget(db: &impl ConnectionTrait, before: DateTime<Utc>, limit: i64) -> Result<u64, DbErr> {
    let sql = "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE created_at < $1 LIMIT $2)";
    db::execute(db, sql, [before.into(), limit.into()]).await
}
