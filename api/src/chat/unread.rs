//! How much of the chat is unread.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::UserId;
use shared::live::UnreadCounts;
use shared::permission::Permission;
use uuid::Uuid;

use crate::db::all;

/// Unread messages are counted up to here.
const MOST_COUNTED: i64 = 1_000;

/// How far those who answer have read the room `r`.
pub(super) const READ_BY_AGENTS: &str =
    "COALESCE((SELECT max(c.read_sequence) FROM chat_cursors c WHERE c.room_id = r.id AND c.user_id <> r.user_id), 0)";

/// The buyer wrote something in the room `r` that nobody who answers has read.
pub(super) fn has_unread() -> String {
    format!(
        "EXISTS (SELECT FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind = 'buyer' AND m.deleted_at IS NULL
                 AND m.sequence > {READ_BY_AGENTS})"
    )
}

#[derive(FromQueryResult)]
struct Row {
    user_id: Uuid,
    chat: i64,
    chats: i64,
}

/// How much of the chat each of `people` has not read: messages to them as a buyer, and rooms that are
/// theirs or nobody's, where their role allows to answer. Only these two counts are filled in.
///
/// # Errors
/// What the database says.
pub async fn unread_of(db: &impl ConnectionTrait, people: &[UserId]) -> Result<HashMap<UserId, UnreadCounts>, DbErr> {
    let sql = format!(
        "SELECT p.user_id,
                (SELECT count(*) FROM (
                     SELECT FROM chat_rooms r LEFT JOIN chat_cursors c ON c.room_id = r.id AND c.user_id = r.user_id
                     JOIN chat_messages m ON m.room_id = r.id
                         AND m.sequence > GREATEST(COALESCE(c.read_sequence, 0), COALESCE(c.cleared_sequence, 0))
                     WHERE r.user_id = p.user_id AND m.sender_kind = 'agent' AND m.deleted_at IS NULL LIMIT {MOST_COUNTED}) x) AS chat,
                CASE WHEN EXISTS (SELECT FROM users u JOIN role_permissions g ON g.role_id = u.role_id
                                  WHERE u.id = p.user_id AND g.permission = $2)
                     THEN (SELECT count(*) FROM (
                               SELECT FROM chat_rooms r WHERE r.status = 'open' AND (r.assignee_id IS NULL OR r.assignee_id = p.user_id)
                               AND {} LIMIT {MOST_COUNTED}) x)
                     ELSE 0 END AS chats
         FROM unnest($1) AS p (user_id)",
        has_unread()
    );
    let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let rows: Vec<Row> = all(db, &sql, [ids.into(), Permission::ChatAnswer.as_str().into()]).await?;
    let counts = |row: Row| (UserId(row.user_id), UnreadCounts { chat: row.chat, chats: row.chats, ..UnreadCounts::default() });
    Ok(rows.into_iter().map(counts).collect())
}
