//! Rooms and messages, as they are written.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::chat::{ChatEvent, ChatSide, ChatStatus, ChatTopic};
use shared::ids::{ChatAttachmentId, ChatMessageId, ChatRoomId, ProductId, UserId};
use uuid::Uuid;

use super::rules;
use crate::db::{execute, one};

/// A room, while its row is locked.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Room {
    pub id: ChatRoomId,
    pub user_id: UserId,
    pub status: ChatStatus,
    pub topic: ChatTopic,
    pub priority: i16,
    pub assignee_id: Option<Uuid>,
    pub last_sequence: i64,
    pub last_change: i64,
    pub revision: i32,
    pub notes: String,
    pub last_activity_at: DateTime<Utc>,
    pub waiting_since: Option<DateTime<Utc>>,
    pub respond_by: Option<DateTime<Utc>>,
    pub resolve_by: Option<DateTime<Utc>>,
    pub asked_at: Option<DateTime<Utc>>,
    pub first_response_at: Option<DateTime<Utc>>,
    pub first_responder_id: Option<Uuid>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub rating: Option<i16>,
    pub rating_comment: Option<String>,
    pub rated_at: Option<DateTime<Utc>>,
    pub closed_told_on: Option<NaiveDate>,
    pub mail_at: Option<DateTime<Utc>>,
    pub mailed: bool,
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str =
    "r.id, r.user_id, r.status, r.topic, r.priority, r.assignee_id, r.last_sequence, r.last_change, r.revision, r.notes,
    r.last_activity_at, r.waiting_since, r.respond_by, r.resolve_by, r.asked_at, r.first_response_at, r.first_responder_id,
    r.resolved_at, r.rating, r.rating_comment, r.rated_at, r.closed_told_on, r.mail_at, r.mailed, r.created_at";

/// Locks a room. Not against those who only refer to it, such as cursors.
pub(super) async fn lock(tx: &impl ConnectionTrait, id: ChatRoomId) -> Result<Option<Room>, DbErr> {
    let sql = format!("SELECT {COLUMNS} FROM chat_rooms r WHERE r.id = $1 FOR NO KEY UPDATE");
    one(tx, &sql, [id.0.into()]).await
}

/// Locks the buyer's open room, which is made when there is none; tells whether it was.
pub(super) async fn lock_open(
    tx: &impl ConnectionTrait,
    buyer: UserId,
    topic: ChatTopic,
    resolve_by: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(Room, bool), DbErr> {
    let id = ChatRoomId::generate();
    // Whoever comes second waits at the index for the first one, and then locks that row: there is no moment
    // at which two hold a part each.
    let sql = format!(
        "INSERT INTO chat_rooms AS r (id, user_id, topic, priority, resolve_by, last_activity_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (user_id) WHERE status = 'open' DO UPDATE SET last_activity_at = r.last_activity_at
         RETURNING {COLUMNS}"
    );
    let values =
        [id.0.into(), buyer.0.into(), topic.as_str().into(), rules::rank(topic.priority()).into(), resolve_by.into(), now.into()];
    let room: Room = one(tx, &sql, values).await?.ok_or(DbErr::RecordNotInserted)?;
    let opened = room.id == id;
    Ok((room, opened))
}

/// Whether somebody's account is there, which stays while the transaction lasts.
pub(super) async fn is_there(tx: &impl ConnectionTrait, user: UserId) -> Result<bool, DbErr> {
    let sql = "SELECT FROM users WHERE id = $1 AND deleted_at IS NULL FOR SHARE";
    Ok(execute(tx, sql, [user.0.into()]).await? == 1)
}

/// Writes a room back whose row is locked.
pub(super) async fn save(tx: &impl ConnectionTrait, room: &Room) -> Result<(), DbErr> {
    let sql =
        "UPDATE chat_rooms SET status = $2, topic = $3, priority = $4, assignee_id = $5, last_sequence = $6, last_change = $7,
                      revision = $8, notes = $9, last_activity_at = $10, waiting_since = $11, respond_by = $12, resolve_by = $13,
                      asked_at = $14, first_response_at = $15, first_responder_id = $16, resolved_at = $17, rating = $18,
                      rating_comment = $19, rated_at = $20, closed_told_on = $21, mail_at = $22, mailed = $23
               WHERE id = $1";
    let values = [
        room.id.0.into(),
        room.status.as_str().into(),
        room.topic.as_str().into(),
        room.priority.into(),
        room.assignee_id.into(),
        room.last_sequence.into(),
        room.last_change.into(),
        room.revision.into(),
        room.notes.as_str().into(),
        room.last_activity_at.into(),
        room.waiting_since.into(),
        room.respond_by.into(),
        room.resolve_by.into(),
        room.asked_at.into(),
        room.first_response_at.into(),
        room.first_responder_id.into(),
        room.resolved_at.into(),
        room.rating.into(),
        room.rating_comment.clone().into(),
        room.rated_at.into(),
        room.closed_told_on.into(),
        room.mail_at.into(),
        room.mailed.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// What is left of a room after a deletion.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Left {
    /// When the oldest message of the buyer came of those since the last answer, or that waited in spite of it.
    pub waiting_since: Option<DateTime<Utc>>,
    /// There is an answer.
    pub answered: bool,
}

/// What is left of a room whose row is locked.
pub(super) async fn left(tx: &impl ConnectionTrait, room: &Room) -> Result<Left, DbErr> {
    let sql = "SELECT (SELECT min(m.created_at) FROM chat_messages m WHERE m.room_id = $1 AND m.sender_kind = 'buyer'
                           AND m.deleted_at IS NULL AND (m.sequence > COALESCE(a.last, 0) OR m.created_at >= $2)) AS waiting_since,
                      a.last IS NOT NULL AS answered
               FROM (SELECT max(sequence) AS last FROM chat_messages
                     WHERE room_id = $1 AND sender_kind = 'agent' AND deleted_at IS NULL) a";
    let left = one(tx, sql, [room.id.0.into(), room.waiting_since.into()]).await?;
    left.ok_or_else(|| DbErr::RecordNotFound("an aggregate has a row".to_owned()))
}

#[derive(FromQueryResult)]
struct Opened {
    opened_at: DateTime<Utc>,
}

/// When a room was opened, or opened again.
pub(super) async fn opened_at(tx: &impl ConnectionTrait, room: &Room) -> Result<DateTime<Utc>, DbErr> {
    let sql = "SELECT created_at AS opened_at FROM chat_messages WHERE room_id = $1 AND event = 'reopened' ORDER BY sequence DESC LIMIT 1";
    let reopened: Option<Opened> = one(tx, sql, [room.id.0.into()]).await?;
    Ok(reopened.map_or(room.created_at, |row| row.opened_at))
}

/// A message to be inserted.
pub(super) struct NewMessage<'a> {
    pub client_id: Uuid,
    pub sender: Option<UserId>,
    pub side: ChatSide,
    pub body: &'a str,
    pub product: Option<ProductId>,
    pub card: Option<serde_json::Value>,
    pub event: Option<ChatEvent>,
}

/// Inserts a message under the lock of its room, as the next one; the room is still to be saved.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    room: &mut Room,
    message: NewMessage<'_>,
    now: DateTime<Utc>,
) -> Result<ChatMessageId, DbErr> {
    let id = ChatMessageId::generate();
    room.last_sequence += 1;
    room.last_change += 1;
    let sql =
        "INSERT INTO chat_messages (id, room_id, sequence, change, client_id, sender_id, sender_kind, body, product_id, card,
                                          event, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        id.0.into(),
        room.id.0.into(),
        room.last_sequence.into(),
        room.last_change.into(),
        message.client_id.into(),
        message.sender.map(|sender| sender.0).into(),
        message.side.as_str().into(),
        message.body.into(),
        message.product.map(|product| product.0).into(),
        message.card.into(),
        message.event.map(ChatEvent::as_str).into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(id)
}

/// The shop itself says something in a room. `about` is who did it.
pub(super) async fn insert_event(
    tx: &impl ConnectionTrait,
    room: &mut Room,
    event: ChatEvent,
    about: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<ChatMessageId, DbErr> {
    let message = NewMessage {
        client_id: Uuid::now_v7(),
        sender: about,
        side: ChatSide::System,
        body: "",
        product: None,
        card: None,
        event: Some(event),
    };
    insert(tx, room, message, now).await
}

/// Somebody who answers has got and read a room up to a message, or all of it.
pub(super) async fn saw(tx: &impl ConnectionTrait, room: &Room, who: UserId, seen: Option<i64>) -> Result<(), DbErr> {
    let seen = seen.unwrap_or(room.last_sequence).clamp(0, room.last_sequence);
    let sql = "INSERT INTO chat_cursors AS c (room_id, user_id, delivered_sequence, read_sequence) VALUES ($1, $2, $3, $3)
               ON CONFLICT (room_id, user_id) DO UPDATE SET
                   delivered_sequence = GREATEST(c.delivered_sequence, EXCLUDED.delivered_sequence),
                   read_sequence = GREATEST(c.read_sequence, EXCLUDED.read_sequence)";
    execute(tx, sql, [room.id.0.into(), who.0.into(), seen.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Since {
    since: Option<DateTime<Utc>>,
}

/// When the first of the messages came that the buyer of a room waits for an answer to, of those after `seen`.
pub(super) async fn waits_unseen(tx: &impl ConnectionTrait, room: &Room, seen: i64) -> Result<Option<DateTime<Utc>>, DbErr> {
    let Some(waiting_since) = room.waiting_since else { return Ok(None) };
    let sql = "SELECT min(created_at) AS since FROM chat_messages
               WHERE room_id = $1 AND sender_kind = 'buyer' AND deleted_at IS NULL AND sequence > $2 AND created_at >= $3";
    let row: Option<Since> = one(tx, sql, [room.id.0.into(), seen.into(), waiting_since.into()]).await?;
    Ok(row.and_then(|row| row.since))
}

/// Whether there is an answer in a room that its buyer has not read.
pub(super) async fn has_unread_answer(tx: &impl ConnectionTrait, room: &Room) -> Result<bool, DbErr> {
    let sql =
        "SELECT EXISTS (SELECT FROM chat_messages m WHERE m.room_id = $1 AND m.sender_kind = 'agent' AND m.deleted_at IS NULL
                   AND m.sequence > COALESCE((SELECT c.read_sequence FROM chat_cursors c
                                              WHERE c.room_id = $1 AND c.user_id = $2), 0)) AS found";
    Ok(one::<Found>(tx, sql, [room.id.0.into(), room.user_id.0.into()]).await?.is_some_and(|row| row.found))
}

/// A message that was sent with a `client_id` before.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Known {
    pub id: ChatMessageId,
    pub room_id: ChatRoomId,
    pub sender_kind: ChatSide,
    pub body: String,
    pub product_id: Option<ProductId>,
    pub attachment_id: Option<ChatAttachmentId>,
    pub has_card: bool,
    pub deleted: bool,
}

/// The message that somebody sent with this `client_id`, if they did.
pub(super) async fn known(db: &impl ConnectionTrait, sender: UserId, client_id: Uuid) -> Result<Option<Known>, DbErr> {
    let sql =
        "SELECT m.id, m.room_id, m.sender_kind, m.body, m.product_id, a.id AS attachment_id, m.card IS NOT NULL AS has_card,
                      m.deleted_at IS NOT NULL AS deleted
               FROM chat_messages m LEFT JOIN chat_attachments a ON a.message_id = m.id
               WHERE m.sender_id = $1 AND m.client_id = $2";
    one(db, sql, [sender.0.into(), client_id.into()]).await
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether a product is for sale.
pub(super) async fn is_for_sale(db: &impl ConnectionTrait, product: ProductId) -> Result<bool, DbErr> {
    let sql = "SELECT EXISTS (SELECT FROM product_listings WHERE product_id = $1) AS found";
    Ok(one::<Found>(db, sql, [product.0.into()]).await?.is_some_and(|row| row.found))
}

/// Makes a file that somebody sent before part of a message; false when there is no such file to be used.
pub(super) async fn attach(
    tx: &impl ConnectionTrait,
    attachment: ChatAttachmentId,
    sender: UserId,
    message: ChatMessageId,
) -> Result<bool, DbErr> {
    let sql = "UPDATE chat_attachments SET message_id = $3 WHERE id = $1 AND uploader_id = $2 AND message_id IS NULL";
    Ok(execute(tx, sql, [attachment.0.into(), sender.0.into(), message.0.into()]).await? > 0)
}
