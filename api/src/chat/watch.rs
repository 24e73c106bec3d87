//! What sockets are told: read here, for one or for all of them at once.

use std::collections::HashMap;

use sea_orm::{DbErr, FromQueryResult};
use shared::chat::{ChatMessage, ChatReceipt, ChatReceipts, ChatSide};
use shared::ids::{ChatRoomId, UserId};
use uuid::Uuid;

use super::view::{self, COLUMNS, JOINS, first_name};
use crate::context::Ctx;
use crate::db::{all, one};

/// A room as somebody begins to watch it.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Watched {
    /// The room.
    pub id: ChatRoomId,
    /// Its buyer.
    pub user_id: UserId,
    /// Its last change.
    pub last_change: i64,
}

/// The rooms among `wanted` that somebody may watch: their own, and as one who answers any.
///
/// # Errors
/// What the database says.
pub async fn watched(ctx: &Ctx, who: UserId, answers: bool, wanted: &[ChatRoomId]) -> Result<Vec<Watched>, DbErr> {
    let sql = "SELECT r.id, r.user_id, r.last_change FROM chat_rooms r WHERE r.id = ANY ($1) AND (r.user_id = $2 OR $3)";
    let ids: Vec<Uuid> = wanted.iter().map(|room| room.0).collect();
    all(&ctx.db, sql, [ids.into(), who.0.into(), answers.into()]).await
}

/// The latest rooms of a buyer, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn own_rooms(ctx: &Ctx, buyer: UserId, limit: i64) -> Result<Vec<Watched>, DbErr> {
    let sql = "SELECT r.id, r.user_id, r.last_change FROM chat_rooms r WHERE r.user_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2";
    all(&ctx.db, sql, [buyer.0.into(), limit.into()]).await
}

/// The last change of each of these rooms.
///
/// # Errors
/// What the database says.
pub async fn last_changes(ctx: &Ctx, rooms: &[ChatRoomId]) -> Result<HashMap<ChatRoomId, i64>, DbErr> {
    let sql = "SELECT r.id, r.user_id, r.last_change FROM chat_rooms r WHERE r.id = ANY ($1)";
    let ids: Vec<Uuid> = rooms.iter().map(|room| room.0).collect();
    let rows: Vec<Watched> = all(&ctx.db, sql, [ids.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.last_change)).collect())
}

/// What happened in a room after a change, the first first; at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn changed_since(ctx: &Ctx, room: ChatRoomId, since: i64, limit: i64) -> Result<Vec<ChatMessage>, DbErr> {
    let sql = format!(
        "SELECT {COLUMNS} FROM chat_messages m {JOINS} WHERE m.room_id = $1 AND m.change > $2 ORDER BY m.change LIMIT $3"
    );
    view::messages(ctx, &ctx.db, &sql, [room.0.into(), since.into(), limit.into()]).await
}

/// What happened in several rooms from a change on each, by one statement; at most `limit` of all
/// together, the first of each room first.
///
/// # Errors
/// What the database says.
pub async fn news(ctx: &Ctx, from: &[(ChatRoomId, i64)], limit: i64) -> Result<Vec<ChatMessage>, DbErr> {
    let sql = format!(
        "SELECT {COLUMNS} FROM unnest($1, $2) AS f (room_id, first) JOIN chat_messages m ON m.room_id = f.room_id AND m.change >= f.first
         {JOINS} ORDER BY m.room_id, m.change LIMIT $3"
    );
    let rooms: Vec<Uuid> = from.iter().map(|(room, _)| room.0).collect();
    let firsts: Vec<i64> = from.iter().map(|(_, first)| *first).collect();
    view::messages(ctx, &ctx.db, &sql, [rooms.into(), firsts.into(), limit.into()]).await
}

#[derive(FromQueryResult)]
struct ReceiptRow {
    id: ChatRoomId,
    buyer_delivered: i64,
    buyer_read: i64,
    agents_delivered: i64,
    agents_read: i64,
}

/// Who has got and read what in the room `r`, as columns of a statement.
pub(super) const RECEIPTS: &str = "COALESCE(k.buyer_delivered, 0) AS buyer_delivered, COALESCE(k.buyer_read, 0) AS buyer_read,
    COALESCE(k.agents_delivered, 0) AS agents_delivered, COALESCE(k.agents_read, 0) AS agents_read";
/// The join that [`RECEIPTS`] needs.
pub(super) const RECEIPTS_JOIN: &str = "LEFT JOIN LATERAL (
    SELECT max(c.delivered_sequence) FILTER (WHERE c.user_id = r.user_id) AS buyer_delivered,
           max(c.read_sequence) FILTER (WHERE c.user_id = r.user_id) AS buyer_read,
           max(c.delivered_sequence) FILTER (WHERE c.user_id <> r.user_id) AS agents_delivered,
           max(c.read_sequence) FILTER (WHERE c.user_id <> r.user_id) AS agents_read
    FROM chat_cursors c WHERE c.room_id = r.id) k ON true";

/// Of what the columns [`RECEIPTS`] hold.
pub(super) const fn receipts_of(buyer: (i64, i64), agents: (i64, i64)) -> ChatReceipts {
    ChatReceipts {
        buyer: ChatReceipt { delivered: buyer.0, read: buyer.1 },
        agents: ChatReceipt { delivered: agents.0, read: agents.1 },
    }
}

/// Who has got and read what in each of these rooms.
///
/// # Errors
/// What the database says.
pub async fn receipts(ctx: &Ctx, rooms: &[ChatRoomId]) -> Result<HashMap<ChatRoomId, ChatReceipts>, DbErr> {
    let sql = format!("SELECT r.id, {RECEIPTS} FROM chat_rooms r {RECEIPTS_JOIN} WHERE r.id = ANY ($1)");
    let ids: Vec<Uuid> = rooms.iter().map(|room| room.0).collect();
    let rows: Vec<ReceiptRow> = all(&ctx.db, &sql, [ids.into()]).await?;
    let receipts = |row: ReceiptRow| {
        let (buyer, agents) = ((row.buyer_delivered, row.buyer_read), (row.agents_delivered, row.agents_read));
        (row.id, receipts_of(buyer, agents))
    };
    Ok(rows.into_iter().map(receipts).collect())
}

/// Tells every process that somebody types, or has stopped. Nothing of it is kept.
///
/// # Errors
/// What the database says, and what carries it.
pub async fn announce_typing(
    ctx: &Ctx,
    room: ChatRoomId,
    who: UserId,
    answers: bool,
    name: &str,
    typing: bool,
) -> anyhow::Result<()> {
    #[derive(FromQueryResult)]
    struct News {
        said: String,
    }
    // Those who answer may type in any room, buyers in their own.
    let sql = "SELECT 'chat_typing ' || r.id || ' ' || r.user_id || ' ' || $2::uuid || ' '
                      || CASE WHEN r.user_id = $2 THEN $6 ELSE $7 END || ' ' || CASE WHEN $4 THEN 'on' ELSE 'off' END || ' ' || $5 AS said
               FROM chat_rooms r WHERE r.id = $1 AND r.status = 'open' AND (r.user_id = $2 OR $3)";
    let name: String = first_name(name).chars().take(60).collect();
    let values = [
        room.0.into(),
        who.0.into(),
        answers.into(),
        typing.into(),
        name.into(),
        ChatSide::Buyer.as_str().into(),
        ChatSide::Agent.as_str().into(),
    ];
    match one::<News>(&ctx.db, sql, values).await? {
        Some(news) => ctx.bus.say(ctx, vec![news.said]).await,
        None => Ok(()),
    }
}
