//! Notes what came and what was read.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::chat::ChatSeen;
use shared::ids::{ChatRoomId, UserId};

use crate::context::Ctx;
use crate::db::{execute, one};

#[derive(FromQueryResult)]
struct Marked {
    own: bool,
}

/// Notes up to which message of a room somebody has got and read it, never less than before and never
/// more than there is. `as_agent`: in a room of somebody else. False when they may not, or there is no
/// such room.
///
/// # Errors
/// What the database says.
pub async fn mark(ctx: &Ctx, who: UserId, room: ChatRoomId, seen: ChatSeen, as_agent: bool) -> Result<bool, DbErr> {
    let sql = "WITH room AS (
                   SELECT r.id, r.user_id = $2 AS own, r.last_sequence, GREATEST(0, LEAST(GREATEST($3, $4), r.last_sequence)) AS delivered,
                          GREATEST(0, LEAST($4, r.last_sequence)) AS read
                   FROM chat_rooms r WHERE r.id = $1 AND (r.user_id = $2 OR $5)),
               marked AS (
                   INSERT INTO chat_cursors AS c (room_id, user_id, delivered_sequence, read_sequence)
                   SELECT room.id, $2, room.delivered, room.read FROM room
                   ON CONFLICT (room_id, user_id) DO UPDATE SET
                       delivered_sequence = GREATEST(c.delivered_sequence, EXCLUDED.delivered_sequence),
                       read_sequence = GREATEST(c.read_sequence, EXCLUDED.read_sequence)
                   WHERE c.delivered_sequence < EXCLUDED.delivered_sequence OR c.read_sequence < EXCLUDED.read_sequence)
               SELECT own FROM room";
    let values = [room.0.into(), who.0.into(), seen.delivered.into(), seen.read.into(), as_agent.into()];
    let Some(marked): Option<Marked> = one(&ctx.db, sql, values).await? else { return Ok(false) };
    if marked.own && seen.read > 0 {
        came_back(&ctx.db, room, who).await?;
    }
    Ok(true)
}

/// Whoever has read everything needs no email about it, and gets the next one again.
async fn came_back(db: &impl ConnectionTrait, room: ChatRoomId, buyer: UserId) -> Result<(), DbErr> {
    let sql = "UPDATE chat_rooms r SET mail_at = NULL, mailed = false
               WHERE r.id = $1 AND (r.mail_at IS NOT NULL OR r.mailed)
                 AND NOT EXISTS (SELECT FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind = 'agent' AND m.deleted_at IS NULL
                     AND m.sequence > (SELECT c.read_sequence FROM chat_cursors c WHERE c.room_id = r.id AND c.user_id = $2))";
    execute(db, sql, [room.0.into(), buyer.0.into()]).await.map(drop)
}
