//! The list of rooms.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use shared::chat::{ChatListStatus, ChatPriority, ChatRoomRow, ChatSide, ChatSort, ChatStatus, ChatTopic};
use shared::ids::{ChatRoomId, UserId};
use shared::page::Page;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use crate::chat::presence::{gone_before, is_online};
use crate::chat::rules;
use crate::chat::unread::{READ_BY_AGENTS, has_unread};
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, like_part, total};
use crate::http::{ApiError, ApiResult};

/// Characters of the last message that are shown.
const LAST_TEXT: i32 = 120;

/// Which rooms.
#[derive(Default)]
pub(super) struct Wanted {
    pub status: Option<ChatListStatus>,
    pub assignee: Option<Assignee>,
    pub buyer: Option<UserId>,
    pub unread: bool,
    pub waiting: bool,
    pub priority: Option<ChatPriority>,
    pub text: Option<String>,
}

/// Whose.
pub(super) enum Assignee {
    Nobody,
    One(UserId),
}

impl Assignee {
    /// `me`, `nobody`, or an id.
    pub fn read(word: &str, me: UserId) -> ApiResult<Self> {
        match word {
            "me" => Ok(Self::One(me)),
            "nobody" => Ok(Self::Nobody),
            other => other
                .parse()
                .map(Self::One)
                .map_err(|_| ApiError::invalid(vec![FieldError::new("assignee", FieldCode::UnknownChoice)])),
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: ChatRoomId,
    status: ChatStatus,
    topic: ChatTopic,
    priority: i16,
    buyer_id: UserId,
    buyer_name: String,
    buyer_online: bool,
    assignee_id: Option<UserId>,
    assignee_name: Option<String>,
    unread: i64,
    last_text: Option<String>,
    last_side: Option<ChatSide>,
    waiting_since: Option<DateTime<Utc>>,
    respond_by: Option<DateTime<Utc>>,
    resolve_by: Option<DateTime<Utc>>,
    last_activity_at: DateTime<Utc>,
    due: DateTime<Utc>,
}

impl From<Row> for ChatRoomRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            status: row.status,
            topic: row.topic,
            priority: rules::priority(row.priority),
            buyer_id: row.buyer_id,
            buyer_name: row.buyer_name,
            buyer_online: row.buyer_online,
            assignee_id: row.assignee_id,
            assignee_name: row.assignee_name,
            unread: row.unread,
            last_text: row.last_text.unwrap_or_default(),
            last_side: row.last_side,
            waiting_since: row.waiting_since,
            respond_by: row.respond_by,
            resolve_by: row.resolve_by,
            last_activity_at: row.last_activity_at,
        }
    }
}

/// By which a room is due: an answer or its end, whichever comes first; what is not due comes last.
const DUE: &str = "COALESCE(LEAST(r.respond_by, r.resolve_by), r.last_activity_at + interval '100 years')";
/// What the filter is about.
const FROM: &str = "chat_rooms r JOIN users b ON b.id = r.user_id";

/// The statement of [`Row`] up to its conditions; `gone` is the number of the value of `gone_before`.
pub(super) fn select(gone: &str) -> String {
    format!(
        "SELECT r.id, r.status, r.topic, r.priority, r.user_id AS buyer_id, b.name AS buyer_name, {} AS buyer_online,
                r.assignee_id, a.name AS assignee_name, n.unread,
                CASE WHEN l.deleted_at IS NULL THEN left(l.body, {LAST_TEXT}) END AS last_text, l.sender_kind AS last_side,
                r.waiting_since, r.respond_by, r.resolve_by, r.last_activity_at, {DUE} AS due
         FROM {FROM} LEFT JOIN users a ON a.id = r.assignee_id
         LEFT JOIN chat_messages l ON l.room_id = r.id AND l.sequence = r.last_sequence
         CROSS JOIN LATERAL (
             SELECT count(*) AS unread FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind = 'buyer'
                AND m.deleted_at IS NULL AND m.sequence > {READ_BY_AGENTS}) n",
        is_online("r.user_id", gone)
    )
}

fn conditions(wanted: Wanted) -> Filter {
    let mut filter = Filter::new();
    let status = match wanted.status.unwrap_or(ChatListStatus::Open) {
        ChatListStatus::Open => Some(ChatStatus::Open),
        ChatListStatus::Resolved => Some(ChatStatus::Resolved),
        ChatListStatus::Archived => Some(ChatStatus::Archived),
        ChatListStatus::All => None,
    };
    if let Some(status) = status {
        filter.and("r.status = ?", status.as_str());
    }
    match wanted.assignee {
        Some(Assignee::Nobody) => filter.and_sql("r.assignee_id IS NULL"),
        Some(Assignee::One(user)) => filter.and("r.assignee_id = ?", user.0),
        None => {}
    }
    if let Some(buyer) = wanted.buyer {
        filter.and("r.user_id = ?", buyer.0);
    }
    if wanted.unread {
        filter.and_sql(&has_unread());
    }
    if wanted.waiting {
        filter.and_sql("r.waiting_since IS NOT NULL");
    }
    if let Some(priority) = wanted.priority {
        filter.and("r.priority = ?", rules::rank(priority));
    }
    if let Some(text) = wanted.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let (like, words) = (filter.value(like_part(text)), filter.value(text));
        filter.and_sql(&format!(
            "(fold(b.name || ' ' || b.email) LIKE '%' || fold({like}) || '%' OR r.id IN (
                 SELECT m.room_id FROM chat_messages m WHERE m.deleted_at IS NULL
                 AND to_tsvector('shop_simple', m.body) @@ plainto_tsquery('shop_simple', {words})))"
        ));
    }
    filter
}

/// A page of rooms, in two statements.
pub(super) async fn page(
    ctx: &Ctx,
    wanted: Wanted,
    sort: ChatSort,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> ApiResult<Page<ChatRoomRow>> {
    let limit = crate::http::limit(limit)?;
    let before: Option<(DateTime<Utc>, Uuid)> = cursor.map(decode_cursor).transpose()?;
    let mut filter = conditions(wanted);
    let (total, total_is_estimate) = total(&ctx.db, FROM, &filter).await?;
    let (column, sign, direction) = match sort {
        ChatSort::Activity => ("r.last_activity_at", "<", "DESC"),
        ChatSort::Due => (DUE, ">", "ASC"),
    };
    if let Some((at, id)) = before {
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("({column}, r.id) {sign} ({at}, {id})"));
    }
    let gone = filter.value(gone_before(ctx));
    let sql = format!("{} {} ORDER BY {column} {direction}, r.id {direction} LIMIT {}", select(&gone), filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| match sort {
        ChatSort::Activity => (row.last_activity_at, row.id),
        ChatSort::Due => (row.due, row.id),
    });
    Ok(Page { items: rows.into_iter().map(ChatRoomRow::from).collect(), next_cursor, total, total_is_estimate })
}

/// One room as in the list.
pub(super) async fn row(ctx: &Ctx, id: ChatRoomId) -> Result<Option<ChatRoomRow>, DbErr> {
    let sql = format!("{} WHERE r.id = $2", select("$1"));
    let rows: Vec<Row> = all(&ctx.db, &sql, [gone_before(ctx).into(), id.0.into()]).await?;
    Ok(rows.into_iter().next().map(ChatRoomRow::from))
}
