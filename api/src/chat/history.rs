//! What was said before, the newest first.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use shared::chat::{ChatHistory, ChatMessage};
use shared::ids::{ChatRoomId, UserId};
use uuid::Uuid;

use super::view::{self, COLUMNS, JOINS};
use crate::context::Ctx;
use crate::db::{cut, decode_cursor, like_part, one};
use crate::http::{ApiError, ApiResult};

/// Messages of a page when the caller does not say.
const DEFAULT_LIMIT: u32 = 30;

fn limit(asked: Option<u32>) -> ApiResult<u32> {
    crate::http::limit(Some(asked.unwrap_or(DEFAULT_LIMIT)))
}

fn page(messages: Vec<ChatMessage>, limit: u32, position: impl Fn(&ChatMessage) -> serde_json::Value) -> ChatHistory {
    let (items, next_cursor) = cut(messages, limit, position);
    ChatHistory { items, next_cursor }
}

/// All of a buyer's rooms, without what they cleared away.
pub(super) async fn of_buyer(ctx: &Ctx, buyer: UserId, cursor: Option<&str>, asked: Option<u32>) -> ApiResult<ChatHistory> {
    let limit = limit(asked)?;
    let before: Option<(DateTime<Utc>, Uuid, i64)> = cursor.map(decode_cursor).transpose()?;
    let older = if before.is_some() { "AND (r.created_at, r.id, m.sequence) < ($3, $4, $5)" } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM chat_rooms r LEFT JOIN chat_cursors c ON c.room_id = r.id AND c.user_id = r.user_id
         JOIN chat_messages m ON m.room_id = r.id AND m.sequence > COALESCE(c.cleared_sequence, 0) {JOINS}
         WHERE r.user_id = $1 {older} ORDER BY r.created_at DESC, r.id DESC, m.sequence DESC LIMIT $2"
    );
    let mut values: Vec<Value> = vec![buyer.0.into(), i64::from(limit + 1).into()];
    if let Some((at, room, sequence)) = before {
        values.extend([at.into(), room.into(), sequence.into()]);
    }
    let messages = view::messages(ctx, &ctx.db, &sql, values).await?;
    let more = messages.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    let last = messages.get(usize::try_from(limit - 1).unwrap_or_default()).map(|last| last.room_id);
    // A message does not say when its room was opened, by which pages go on.
    let opened = match last.filter(|_| more) {
        Some(room) => opened_at(ctx, room).await?,
        None => None,
    };
    Ok(page(messages, limit, |last| serde_json::json!([opened, last.room_id, last.sequence])))
}

#[derive(FromQueryResult)]
struct Opened {
    created_at: DateTime<Utc>,
}

async fn opened_at(ctx: &Ctx, room: ChatRoomId) -> Result<Option<DateTime<Utc>>, DbErr> {
    let sql = "SELECT created_at FROM chat_rooms WHERE id = $1";
    Ok(one::<Opened>(&ctx.db, sql, [room.0.into()]).await?.map(|row| row.created_at))
}

#[derive(FromQueryResult)]
struct Last {
    last_sequence: i64,
}

/// What holds the text `$4`: what was said, or the name of the product or the file.
const HOLDS: &str = "AND m.deleted_at IS NULL
    AND (fold(m.body) LIKE '%' || fold($4) || '%' OR fold(p.name) LIKE '%' || fold($4) || '%' OR fold(a.name) LIKE '%' || fold($4) || '%')";

/// One room, for those who answer: from its end, from a cursor, or around a message; all, or what holds a text.
pub(super) async fn of_room(
    ctx: &Ctx,
    room: ChatRoomId,
    cursor: Option<&str>,
    asked: Option<u32>,
    around: Option<i64>,
    text: Option<&str>,
) -> ApiResult<ChatHistory> {
    let limit = limit(asked)?;
    let before: Option<i64> = cursor.map(decode_cursor).transpose()?;
    let sql = "SELECT last_sequence FROM chat_rooms WHERE id = $1";
    let last: Last = one(&ctx.db, sql, [room.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    let end = last.last_sequence.saturating_add(1);
    let before = match (before, around) {
        (Some(before), _) => before,
        (None, Some(around)) => around.saturating_add(i64::from(limit / 2) + 1).min(end),
        (None, None) => end,
    };
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let holds = if text.is_some() { HOLDS } else { "" };
    let sql = format!(
        "SELECT {COLUMNS} FROM chat_messages m {JOINS} WHERE m.room_id = $1 AND m.sequence < $2 {holds}
         ORDER BY m.sequence DESC LIMIT $3"
    );
    let mut values: Vec<Value> = vec![room.0.into(), before.into(), i64::from(limit + 1).into()];
    values.extend(text.map(|text| Value::from(like_part(text))));
    let messages = view::messages(ctx, &ctx.db, &sql, values).await?;
    Ok(page(messages, limit, |last| serde_json::json!(last.sequence)))
}
