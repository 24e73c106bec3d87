//! A buyer's own view of the chat.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::chat::{ChatEvent, ChatRating, ChatRoom, ChatState, ChatStatus, ChatTopic};
use shared::ids::{ChatRoomId, UserId};
use shared::problem::ErrorCode;

use super::rules::RATING_STANDS_AFTER;
use super::view::first_name;
use super::watch::{RECEIPTS, RECEIPTS_JOIN, receipts_of};
use super::{presence, store, unread};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, ApiResult};
use crate::store as shop;

#[derive(FromQueryResult)]
struct Row {
    id: ChatRoomId,
    status: ChatStatus,
    topic: ChatTopic,
    agent: Option<String>,
    last_sequence: i64,
    last_change: i64,
    has_messages: bool,
    buyer_delivered: i64,
    buyer_read: i64,
    agents_delivered: i64,
    agents_read: i64,
    rating: Option<i16>,
    rating_comment: Option<String>,
    resolved_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Row> for ChatRoom {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            status: row.status,
            topic: row.topic,
            agent_name: row.agent.as_deref().map(first_name).filter(|name| !name.is_empty()),
            last_sequence: row.last_sequence,
            last_change: row.last_change,
            has_messages: row.has_messages,
            receipts: receipts_of((row.buyer_delivered, row.buyer_read), (row.agents_delivered, row.agents_read)),
            rating: row.rating,
            rating_comment: row.rating_comment,
            resolved_at: row.resolved_at,
            created_at: row.created_at,
        }
    }
}

/// A buyer's room: the latest, or the one that is named.
async fn room(db: &impl ConnectionTrait, buyer: UserId, id: Option<ChatRoomId>) -> Result<Option<ChatRoom>, DbErr> {
    let sql = format!(
        "SELECT r.id, r.status, r.topic, a.name AS agent, r.last_sequence, r.last_change, {RECEIPTS}, r.rating, r.rating_comment, r.resolved_at,
                r.created_at,
                EXISTS (SELECT FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind IN ('buyer', 'agent')) AS has_messages
         FROM chat_rooms r LEFT JOIN users a ON a.id = COALESCE(r.assignee_id, r.first_responder_id) {RECEIPTS_JOIN}
         WHERE r.user_id = $1 AND ($2::uuid IS NULL OR r.id = $2)
         ORDER BY r.status = 'open' DESC, r.created_at DESC, r.id DESC LIMIT 1"
    );
    let row: Option<Row> = one(db, &sql, [buyer.0.into(), id.map(|id| id.0).into()]).await?;
    Ok(row.map(ChatRoom::from))
}

/// What the chat shows before its messages.
pub(super) async fn state(ctx: &Ctx, buyer: UserId) -> ApiResult<ChatState> {
    let settings = shop::settings(ctx).await?;
    let counts = unread::unread_of(&ctx.db, &[buyer]).await?;
    Ok(ChatState {
        room: room(&ctx.db, buyer, None).await?,
        unread: counts.get(&buyer).map_or(0, |counts| counts.chat),
        open_now: shop::is_open(&settings.profile.hours, ctx.clock.now()),
        agents_online: presence::agents_presence(ctx).await?.online,
    })
}

/// The buyer says how it was, once it is settled; they may think again for a week.
pub(super) async fn rate(ctx: &Ctx, buyer: UserId, id: ChatRoomId, ask: ChatRating) -> ApiResult<ChatRoom> {
    let tx = ctx.begin().await?;
    let found = store::lock(&tx, id).await?.filter(|room| room.user_id == buyer);
    let mut room = found.ok_or_else(ApiError::not_found)?;
    let now = ctx.clock.now();
    if room.status == ChatStatus::Open {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the chat is not settled yet"));
    }
    if room.rated_at.is_some_and(|rated_at| now > rated_at + RATING_STANDS_AFTER) {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the rating stands after a week"));
    }
    let comment = ask.comment.trim();
    room.rating = Some(ask.stars);
    room.rating_comment = Some(comment.to_owned()).filter(|comment| !comment.is_empty());
    if room.rated_at.is_none() {
        room.rated_at = Some(now);
        store::insert_event(&tx, &mut room, ChatEvent::Rated, Some(buyer), now).await?;
    }
    store::save(&tx, &room).await?;
    tx.commit().await?;
    self::room(&ctx.db, buyer, Some(id)).await?.ok_or_else(ApiError::not_found)
}

/// Hides all that is there from the buyer's own view.
pub(super) async fn clear(ctx: &Ctx, buyer: UserId) -> Result<(), DbErr> {
    let sql = "INSERT INTO chat_cursors AS c (room_id, user_id, delivered_sequence, read_sequence, cleared_sequence)
               SELECT r.id, $1, r.last_sequence, r.last_sequence, r.last_sequence FROM chat_rooms r WHERE r.user_id = $1 ORDER BY r.id
               ON CONFLICT (room_id, user_id) DO UPDATE SET
                   delivered_sequence = GREATEST(c.delivered_sequence, EXCLUDED.delivered_sequence),
                   read_sequence = GREATEST(c.read_sequence, EXCLUDED.read_sequence),
                   cleared_sequence = GREATEST(c.cleared_sequence, EXCLUDED.cleared_sequence)";
    execute(&ctx.db, sql, [buyer.0.into()]).await.map(drop)
}
