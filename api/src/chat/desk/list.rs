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
use crate::http::{self, ApiError, ApiResult};

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
    pub overdue: bool,
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
                left(l.body, {LAST_TEXT}) AS last_text, l.sender_kind AS last_side,
                r.waiting_since, r.respond_by, r.resolve_by, r.last_activity_at, {DUE} AS due
         FROM {FROM} LEFT JOIN users a ON a.id = r.assignee_id
         LEFT JOIN LATERAL (
             SELECT m.body, m.sender_kind FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind <> 'system'
                AND m.deleted_at IS NULL ORDER BY m.sequence DESC LIMIT 1) l ON true
         CROSS JOIN LATERAL (
             SELECT count(*) AS unread FROM chat_messages m WHERE m.room_id = r.id AND m.sender_kind = 'buyer'
                AND m.deleted_at IS NULL AND m.sequence > {READ_BY_AGENTS}) n",
        is_online("r.user_id", gone)
    )
}

fn conditions(wanted: Wanted, now: DateTime<Utc>) -> Filter {
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
    if wanted.overdue {
        filter.and("(r.respond_by < ? OR r.resolve_by < ?)", now);
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

/// Lets through only what comes after where the page before ended.
fn go_on(filter: &mut Filter, sort: ChatSort, cursor: &str) -> ApiResult<()> {
    let after = match sort {
        ChatSort::Activity => {
            let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
            let (at, id) = (filter.value(at), filter.value(id));
            format!("(r.last_activity_at, r.id) < ({at}, {id})")
        }
        ChatSort::Due => {
            let (rests, rank, due, id): (bool, i16, DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
            let (rests, rank) = (filter.value(rests), filter.value(rank));
            let (due, id) = (filter.value(due), filter.value(id));
            format!("(r.waiting_since IS NULL, -r.priority, {DUE}, r.id) > ({rests}, {rank}, {due}, {id})")
        }
    };
    filter.and_sql(&after);
    Ok(())
}

/// A page of rooms, in two statements.
pub(super) async fn page(
    ctx: &Ctx,
    wanted: Wanted,
    sort: ChatSort,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> ApiResult<Page<ChatRoomRow>> {
    let limit = http::limit(limit)?;
    let mut filter = conditions(wanted, ctx.clock.now());
    let (total, total_is_estimate) = total(&ctx.db, FROM, &filter).await?;
    if let Some(cursor) = cursor {
        go_on(&mut filter, sort, cursor)?;
    }
    let order = match sort {
        ChatSort::Activity => "r.last_activity_at DESC, r.id DESC".to_owned(),
        ChatSort::Due => format!("r.waiting_since IS NULL, -r.priority, {DUE}, r.id"),
    };
    let gone = filter.value(gone_before(ctx));
    // What is shown of a room is counted for those of the page only, not for all that are put into their order.
    let sql = format!(
        "{} WHERE r.id IN (SELECT r.id FROM {FROM} {} ORDER BY {order} LIMIT {}) ORDER BY {order}",
        select(&gone),
        filter.sql(),
        limit + 1
    );
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = match sort {
        ChatSort::Activity => cut(rows, limit, |row| (row.last_activity_at, row.id)),
        ChatSort::Due => cut(rows, limit, |row| (row.waiting_since.is_none(), -row.priority, row.due, row.id)),
    };
    Ok(Page { items: rows.into_iter().map(ChatRoomRow::from).collect(), next_cursor, total, total_is_estimate })
}

/// One room as in the list.
pub(super) async fn row(ctx: &Ctx, id: ChatRoomId) -> Result<Option<ChatRoomRow>, DbErr> {
    let sql = format!("{} WHERE r.id = $2", select("$1"));
    let rows: Vec<Row> = all(&ctx.db, &sql, [gone_before(ctx).into(), id.0.into()]).await?;
    Ok(rows.into_iter().next().map(ChatRoomRow::from))
}
