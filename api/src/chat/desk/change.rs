//! Opens, settles, assigns rooms, and notes things about them.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::chat::{ChatAssignment, ChatEvent, ChatRoomChange, ChatRoomDetail, ChatStatus, ChatTopic, NewChatRoom};
use shared::ids::{ChatRoomId, UserId};
use shared::notifications::NotificationKind;
use shared::problem::ErrorCode;
use shared::store::OpeningHours;
use shared::validate::{FieldCode, FieldError};

use super::{agents, detail, label};
use crate::audit::{self, Action, Subject};
use crate::chat::pace::AGENT;
use crate::chat::store::{self, Room};
use crate::chat::{Refused, TellWaiting, rules, send};
use crate::context::Ctx;
use crate::db::{broken_constraint, one};
use crate::http::{ApiError, ApiResult, Caller, IfMatch};
use crate::notifications::{StaffNotice, tell_colleague};
use crate::{jobs, store as shop};

#[derive(FromQueryResult)]
struct Person {
    name: String,
}

/// Begins a chat with a buyer, or finds the one that is open; and says something in it, where that is asked for.
pub(super) async fn open(ctx: &Ctx, by: &Caller, ask: NewChatRoom) -> ApiResult<ChatRoomDetail> {
    let settings = shop::settings(ctx).await?;
    let now = ctx.clock.now();
    let topic = ask.topic.unwrap_or(ChatTopic::Other);
    let message = ask.message.map(send::tidy).transpose().map_err(of_message)?;
    if message.is_some() {
        send::within_pace(ctx, by.user_id, AGENT)?;
    }
    let tx = ctx.begin().await?;
    // Who deletes their account takes the room along, or there is none.
    let sql = "SELECT name FROM users WHERE id = $1 AND active AND deleted_at IS NULL FOR SHARE";
    let buyer: Option<Person> = one(&tx, sql, [ask.buyer_id.0.into()]).await?;
    let unknown = || ApiError::invalid(vec![FieldError::new("/buyer_id", FieldCode::UnknownChoice)]);
    let buyer = buyer.ok_or_else(unknown)?;
    let resolve_by = rules::resolve_by(topic.priority(), &settings.profile.hours, now);
    let (mut room, opened) = store::lock_open(&tx, ask.buyer_id, topic, resolve_by, now).await?;
    if let Some(message) = message {
        // Under the lock, so that later messages have later times.
        let hours = &settings.profile.hours;
        send::say_first(&tx, &mut room, by.user_id, &message, hours, ctx.clock.now()).await.map_err(of_message)?;
    }
    if opened {
        let subject = Subject::new(AuditSubject::Chat, room.id, buyer.name);
        audit::record(&tx, by, Action::ChatOpened, &subject, &(), &json!({ "topic": topic }), now).await?;
    }
    tx.commit().await?;
    detail::get(ctx, by, room.id).await
}

/// What is wrong with the message of a request.
fn of_message(refused: Refused) -> ApiError {
    let inside = |error: FieldError| FieldError { pointer: format!("/message{}", error.pointer), ..error };
    match refused {
        Refused::Invalid(errors) => ApiError::invalid(errors.into_iter().map(inside).collect()),
        other => other.into(),
    }
}

/// What the audit log tells of a room.
fn facts(room: &Room) -> Value {
    json!({ "status": room.status, "priority": rules::priority(room.priority), "topic": room.topic, "notes": room.notes })
}

/// Changes a room, unless somebody else changed it since `if_match`.
pub(super) async fn change(
    ctx: &Ctx,
    by: &Caller,
    id: ChatRoomId,
    if_match: IfMatch,
    ask: ChatRoomChange,
) -> ApiResult<ChatRoomDetail> {
    let settings = shop::settings(ctx).await?;
    let hours = &settings.profile.hours;
    let tx = ctx.begin().await?;
    let mut room = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(room.revision)?;
    let now = ctx.clock.now();
    let before = facts(&room);
    // A priority that is its topic's goes along with it, unless another one is asked for.
    let goes_along = rules::priority(room.priority) == room.topic.priority();
    let of_topic = ask.topic.filter(|_| goes_along).map(ChatTopic::priority);
    if let Some(topic) = ask.topic {
        room.topic = topic;
    }
    if let Some(notes) = ask.notes {
        notes.trim().clone_into(&mut room.notes);
    }
    let priority = ask.priority.or(of_topic);
    if let Some(priority) = priority.filter(|priority| *priority != rules::priority(room.priority)) {
        let opened_at = store::opened_at(&tx, &room).await?;
        rules::prioritise(&mut room, priority, hours, opened_at);
    }
    let status = ask.status.filter(|status| *status != room.status);
    if let Some(status) = status {
        if status == ChatStatus::Resolved
            && let Some(seen) = ask.seen
            && let Some(since) = store::waits_unseen(&tx, &room, seen).await?
        {
            return Err(ApiError::conflict(ErrorCode::Conflict)
                .detail("the buyer waits for an answer to what was not seen")
                .with("unseen", since));
        }
        set_status(&tx, &mut room, status, by, hours, now).await?;
    }
    let after = facts(&room);
    if before == after {
        tx.rollback().await?;
        return detail::get(ctx, by, id).await;
    }
    room.revision += 1;
    store::save(&tx, &room).await.map_err(open_already)?;
    if status == Some(ChatStatus::Open) {
        tell_if_free(&tx, &room).await?;
    }
    let subject = Subject::new(AuditSubject::Chat, id, label(&tx, id).await?);
    audit::record(&tx, by, Action::ChatChanged, &subject, &before, &after, now).await?;
    tx.commit().await?;
    detail::get(ctx, by, id).await
}

/// Gives a room another status, where it may have that.
async fn set_status(
    tx: &impl ConnectionTrait,
    room: &mut Room,
    status: ChatStatus,
    by: &Caller,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if !rules::may_become(room.status, status) {
        return Err(ApiError::conflict(ErrorCode::Conflict)
            .detail(format!("a room that is {} does not become {status}", room.status))
            .with("status", room.status));
    }
    let event = match status {
        ChatStatus::Resolved => Some(ChatEvent::Resolved),
        ChatStatus::Open => Some(ChatEvent::Reopened),
        ChatStatus::Archived => None,
    };
    rules::became(room, status, hours, now);
    if status == ChatStatus::Open {
        // Settling answered nothing: who wrote after the last answer waits again, since the same moment.
        room.waiting_since = store::left(tx, room).await?.waiting_since;
        room.respond_by = room.waiting_since.map(|since| rules::respond_by(rules::priority(room.priority), hours, since));
    }
    if let Some(event) = event {
        store::insert_event(tx, room, event, Some(by.user_id), now).await?;
    }
    Ok(())
}

/// Has those who answer told once more that a buyer waits, where the room is nobody's by its revision.
async fn tell_if_free(tx: &impl ConnectionTrait, room: &Room) -> ApiResult<()> {
    if let Some(since) = room.waiting_since.filter(|_| room.assignee_id.is_none()) {
        jobs::enqueue(tx, &TellWaiting { room_id: room.id, since, freed: Some(room.revision) }).await?;
    }
    Ok(())
}

/// A buyer has one open room at most.
fn open_already(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("chat_rooms_open_key") => {
            ApiError::conflict(ErrorCode::Conflict).detail("the buyer has another open room by now; go on there")
        }
        _ => error.into(),
    }
}

/// Gives a room to somebody to answer, or to nobody.
pub(super) async fn assign(
    ctx: &Ctx,
    by: &Caller,
    id: ChatRoomId,
    if_match: IfMatch,
    ask: ChatAssignment,
) -> ApiResult<ChatRoomDetail> {
    let tx = ctx.begin().await?;
    let mut room = store::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(room.revision)?;
    let now = ctx.clock.now();
    let assigned = room.assignee_id.map(UserId);
    let before = name(&tx, assigned).await?;
    if room.assignee_id == ask.assignee_id.map(|user| user.0) {
        tx.rollback().await?;
        return detail::get(ctx, by, id).await;
    }
    if let Some(user) = ask.assignee_id {
        let unknown = || ApiError::invalid(vec![FieldError::new("/assignee_id", FieldCode::UnknownChoice)]);
        agents::name_of(&tx, user).await?.ok_or_else(unknown)?;
        store::insert_event(&tx, &mut room, ChatEvent::Assigned, Some(user), now).await?;
    }
    room.assignee_id = ask.assignee_id.map(|user| user.0);
    room.revision += 1;
    store::save(&tx, &room).await?;
    let after = name(&tx, ask.assignee_id).await?;
    let told = |name: Option<String>, id: Option<UserId>| json!({ "assignee": name, "assignee_id": id });
    let (before, after) = (told(before, assigned), told(after, ask.assignee_id));
    if ask.assignee_id.is_none() {
        tell_if_free(&tx, &room).await?;
    }
    let buyer = label(&tx, id).await?;
    if let Some(user) = ask.assignee_id.filter(|user| *user != by.user_id && room.status == ChatStatus::Open) {
        let key = format!("{id}:{}", room.revision);
        let notice = StaffNotice { dedupe_key: &key, buyer: Some(&buyer), chat_room: Some(id), ..StaffNotice::default() };
        tell_colleague(&tx, user, NotificationKind::StaffChatAssigned, notice, now).await?;
    }
    let subject = Subject::new(AuditSubject::Chat, id, buyer);
    audit::record(&tx, by, Action::ChatAssigned, &subject, &before, &after, now).await?;
    tx.commit().await?;
    detail::get(ctx, by, id).await
}

async fn name(db: &impl ConnectionTrait, user: Option<UserId>) -> Result<Option<String>, DbErr> {
    let Some(user) = user else { return Ok(None) };
    let row: Option<Person> = one(db, "SELECT name FROM users WHERE id = $1", [user.0.into()]).await?;
    Ok(row.map(|row| row.name))
}
