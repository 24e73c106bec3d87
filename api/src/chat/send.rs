//! Sends a message, or deletes one.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};
use shared::audit::AuditSubject;
use shared::chat::{ChatEvent, ChatMessage, ChatSide, ChatStatus, ChatTopic, NewChatMessage};
use shared::ids::{ChatMessageId, ChatRoomId, UserId};
use shared::store::OpeningHours;
use shared::validate::{FieldCode, FieldError, Validate};

use super::pace::{AGENT, Allowance, BUYER};
use super::store::{self, Known, NewMessage, Room};
use super::{Refused, TellWaiting, attachments, rules, view};
use crate::audit::{self, Action, Subject};
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{broken_constraint, one};
use crate::http::{ApiError, ApiResult, Caller};
use crate::store::is_open;
use crate::{jobs, store as shop};

/// A buyer says something: in their open room, or in one that this opens. Sent again with the same
/// `client_id`, it is the same message.
///
/// # Errors
/// Why it was not stored.
pub async fn say(ctx: &Ctx, buyer: UserId, ask: NewChatMessage) -> Result<ChatMessage, Refused> {
    let ask = tidy(ask)?;
    within_pace(ctx, buyer, BUYER)?;
    let meant = Meant { side: ChatSide::Buyer, room: None, ask: &ask };
    if let Some(message) = meant.stored_before(ctx, buyer).await? {
        return Ok(message);
    }
    let settings = shop::settings(ctx).await?;
    let hours = &settings.profile.hours;
    let stored = store_from_buyer(ctx, buyer, &meant, hours).await;
    meant.or_stored_meanwhile(ctx, buyer, stored).await
}

/// Somebody answers for the shop.
///
/// # Errors
/// Why it was not stored.
pub async fn answer(ctx: &Ctx, agent: UserId, room: ChatRoomId, ask: NewChatMessage) -> Result<ChatMessage, Refused> {
    let ask = tidy(ask)?;
    within_pace(ctx, agent, AGENT)?;
    let meant = Meant { side: ChatSide::Agent, room: Some(room), ask: &ask };
    if let Some(message) = meant.stored_before(ctx, agent).await? {
        return Ok(message);
    }
    let settings = shop::settings(ctx).await?;
    let stored = store_from_agent(ctx, agent, room, &meant, &settings.profile.hours).await;
    meant.or_stored_meanwhile(ctx, agent, stored).await
}

/// As it is stored: without space at the ends. What comes by socket was not checked yet.
pub(super) fn tidy(mut ask: NewChatMessage) -> Result<NewChatMessage, Refused> {
    ask.validate().map_err(Refused::Invalid)?;
    ask.body = ask.body.trim().to_owned();
    Ok(ask)
}

pub(super) fn within_pace(ctx: &Ctx, who: UserId, allowance: Allowance) -> Result<(), Refused> {
    ctx.chat_pace.take(who, allowance).map_err(|wait: Duration| Refused::TooMany(wait.as_secs().max(1)))
}

/// What somebody means to send, and where.
struct Meant<'a> {
    side: ChatSide,
    /// The room, where it is named.
    room: Option<ChatRoomId>,
    ask: &'a NewChatMessage,
}

impl Meant<'_> {
    /// The message, when it was stored before.
    async fn stored_before(&self, ctx: &Ctx, sender: UserId) -> Result<Option<ChatMessage>, Refused> {
        match store::known(&ctx.db, sender, self.ask.client_id).await? {
            Some(known) => self.same(ctx, known).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether it is the message that is known.
    fn is(&self, known: &Known) -> bool {
        let here = self.room.is_none_or(|room| room == known.room_id);
        // Of one that was deleted nothing can be said but that it was sent.
        let alike = known.deleted
            || (known.body == self.ask.body
                && known.product_id == self.ask.product_id
                && known.attachment_id == self.ask.attachment_id
                && !known.has_card);
        known.sender_kind == self.side && here && alike
    }

    /// The message that is known, unless it is another one.
    async fn same(&self, ctx: &Ctx, known: Known) -> Result<ChatMessage, Refused> {
        if !self.is(&known) {
            return Err(Refused::Conflict);
        }
        Ok(view::message(ctx, &ctx.db, known.id).await?)
    }

    /// What was stored; or what somebody else stored in this very moment under the same `client_id`.
    async fn or_stored_meanwhile(
        &self,
        ctx: &Ctx,
        sender: UserId,
        stored: Result<Stored, Refused>,
    ) -> Result<ChatMessage, Refused> {
        let again = match stored {
            Ok(Stored::Now(id)) => return Ok(view::message(ctx, &ctx.db, id).await?),
            Ok(Stored::Before(known)) => return self.same(ctx, known).await,
            Err(again) => again,
        };
        match self.stored_before(ctx, sender).await? {
            Some(message) if matches!(again, Refused::Conflict) => Ok(message),
            _ => Err(again),
        }
    }
}

enum Stored {
    Now(ChatMessageId),
    Before(Known),
}

async fn store_from_buyer(ctx: &Ctx, buyer: UserId, meant: &Meant<'_>, hours: &[OpeningHours]) -> Result<Stored, Refused> {
    let topic = meant.ask.topic.unwrap_or(ChatTopic::Other);
    let now = ctx.clock.now();
    let resolve_by = rules::resolve_by(topic.priority(), hours, now);
    let tx = ctx.begin().await?;
    let (mut room, opened) = store::lock_open(&tx, buyer, topic, resolve_by, now).await?;
    // A room that is there goes with an account that is deleted; one that is just being opened would stay.
    if opened && !store::is_there(&tx, buyer).await? {
        return Err(Refused::NotFound);
    }
    // Whoever held the room before may have stored it.
    if let Some(known) = store::known(&tx, buyer, meant.ask.client_id).await? {
        tx.rollback().await?;
        return Ok(Stored::Before(known));
    }
    // What turns out to be more urgent is answered as soon as in a room that is opened for it.
    if !opened && rules::rank(topic.priority()) > room.priority {
        room.topic = topic;
        let opened_at = store::opened_at(&tx, &room).await?;
        rules::prioritise(&mut room, topic.priority(), hours, opened_at);
    }
    // Under the lock, so that later messages have later times.
    let now = ctx.clock.now();
    let id = insert(&tx, &mut room, buyer, meant, now).await?;
    let is_free = free(&tx, &mut room).await?;
    let has_unread_answer = store::has_unread_answer(&tx, &room).await?;
    let began_waiting = rules::buyer_wrote(&mut room, has_unread_answer, hours, now);
    tell_that_closed(&tx, &mut room, hours, now).await?;
    store::save(&tx, &room).await?;
    if let Some(since) = room.waiting_since.filter(|_| is_free || (began_waiting && room.assignee_id.is_none())) {
        jobs::enqueue(&tx, &TellWaiting { room_id: room.id, since, freed: is_free.then_some(room.revision) }).await?;
    }
    tx.commit().await?;
    Ok(Stored::Now(id))
}

/// A room of somebody who may not answer any more is nobody's again: nobody else would be told of it.
async fn free(tx: &impl ConnectionTrait, room: &mut Room) -> Result<bool, DbErr> {
    let Some(assignee) = room.assignee_id else { return Ok(false) };
    if super::desk::name_of_agent(tx, UserId(assignee)).await?.is_some() {
        return Ok(false);
    }
    room.assignee_id = None;
    room.revision += 1;
    Ok(true)
}

async fn store_from_agent(
    ctx: &Ctx,
    agent: UserId,
    room: ChatRoomId,
    meant: &Meant<'_>,
    hours: &[OpeningHours],
) -> Result<Stored, Refused> {
    let tx = ctx.begin().await?;
    let mut room = store::lock(&tx, room).await?.ok_or(Refused::NotFound)?;
    if let Some(known) = store::known(&tx, agent, meant.ask.client_id).await? {
        tx.rollback().await?;
        return Ok(Stored::Before(known));
    }
    if room.status != ChatStatus::Open {
        return Err(Refused::Closed);
    }
    let id = store_answer(&tx, &mut room, agent, meant, hours, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(Stored::Now(id))
}

/// Stores an answer in a room whose row is locked.
async fn store_answer(
    tx: &DatabaseTransaction,
    room: &mut Room,
    agent: UserId,
    meant: &Meant<'_>,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> Result<ChatMessageId, Refused> {
    let id = insert(tx, room, agent, meant, now).await?;
    answered(tx, room, agent, meant.ask.seen, hours, now).await?;
    Ok(id)
}

/// What follows from an answer that was just stored, by somebody who had seen the messages up to `seen`, or all; saves the room.
pub(super) async fn answered(
    tx: &impl ConnectionTrait,
    room: &mut Room,
    agent: UserId,
    seen: Option<i64>,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let unseen = match seen {
        Some(seen) => store::waits_unseen(tx, room, seen).await?,
        None => None,
    };
    rules::agent_wrote(room, agent.0, unseen, hours, now);
    store::saw(tx, room, agent, seen).await?;
    store::save(tx, room).await
}

/// Says something first for the shop, in a room that was opened for it, or goes on in the one that was open; its row is locked.
/// Sent again with the same `client_id`, it is the same message.
pub(super) async fn say_first(
    tx: &DatabaseTransaction,
    room: &mut Room,
    agent: UserId,
    ask: &NewChatMessage,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> Result<(), Refused> {
    let meant = Meant { side: ChatSide::Agent, room: Some(room.id), ask };
    match store::known(tx, agent, ask.client_id).await? {
        Some(known) if meant.is(&known) => Ok(()),
        Some(_) => Err(Refused::Conflict),
        None => store_answer(tx, room, agent, &meant, hours, now).await.map(drop),
    }
}

/// Inserts the message with what belongs to it.
async fn insert(
    tx: &DatabaseTransaction,
    room: &mut Room,
    sender: UserId,
    meant: &Meant<'_>,
    now: DateTime<Utc>,
) -> Result<ChatMessageId, Refused> {
    let unknown = |field: &str| Refused::Invalid(vec![FieldError::new(field, FieldCode::UnknownChoice)]);
    let ask = meant.ask;
    if let Some(product) = ask.product_id
        && !store::is_for_sale(tx, product).await?
    {
        return Err(unknown("/product_id"));
    }
    let message = NewMessage {
        client_id: ask.client_id,
        sender: Some(sender),
        side: meant.side,
        body: &ask.body,
        product: ask.product_id,
        card: None,
        event: None,
    };
    let id = store::insert(tx, room, message, now).await.map_err(conflict)?;
    if let Some(attachment) = ask.attachment_id
        && !store::attach(tx, attachment, sender, id).await?
    {
        return Err(unknown("/attachment_id"));
    }
    Ok(id)
}

/// What a fault of an insert means.
pub(super) fn conflict(error: DbErr) -> Refused {
    match broken_constraint(&error) {
        Some("chat_messages_client_key") => Refused::Conflict,
        _ => error.into(),
    }
}

/// Once a day, a room in which the buyer writes while the shop is closed is told so.
async fn tell_that_closed(
    tx: &impl ConnectionTrait,
    room: &mut Room,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let today = shop_day(now);
    if is_open(hours, now) || room.closed_told_on == Some(today) {
        return Ok(());
    }
    room.closed_told_on = Some(today);
    store::insert_event(tx, room, ChatEvent::OutsideHours, None, now).await.map(drop)
}

#[derive(FromQueryResult)]
struct Sent {
    room_id: ChatRoomId,
    body: String,
    deleted: bool,
}

/// What somebody sent on a side, to be deleted.
async fn sent(db: &impl ConnectionTrait, id: ChatMessageId, sender: UserId, side: ChatSide) -> Result<Option<Sent>, DbErr> {
    let sql = "SELECT room_id, body, deleted_at IS NOT NULL AS deleted FROM chat_messages
               WHERE id = $1 AND sender_id = $2 AND sender_kind = $3";
    one(db, sql, [id.0.into(), sender.0.into(), side.as_str().into()]).await
}

/// A buyer deletes a message of their own. What was said is told nobody any more; that something was said
/// stays.
pub(super) async fn delete_own(ctx: &Ctx, buyer: UserId, id: ChatMessageId) -> ApiResult<()> {
    let message = sent(&ctx.db, id, buyer, ChatSide::Buyer).await?.ok_or_else(ApiError::not_found)?;
    let settings = shop::settings(ctx).await?;
    let tx = ctx.begin().await?;
    delete(ctx, &tx, &message, id, &settings.profile.hours).await?;
    Ok(tx.commit().await?)
}

/// Somebody who answers deletes an answer of their own.
pub(super) async fn delete_answer(ctx: &Ctx, by: &Caller, room: ChatRoomId, id: ChatMessageId) -> ApiResult<()> {
    let message = sent(&ctx.db, id, by.user_id, ChatSide::Agent).await?;
    let message = message.filter(|message| message.room_id == room).ok_or_else(ApiError::not_found)?;
    let settings = shop::settings(ctx).await?;
    let tx = ctx.begin().await?;
    if delete(ctx, &tx, &message, id, &settings.profile.hours).await? {
        let subject = Subject::new(AuditSubject::Chat, room, super::desk::label(&tx, room).await?);
        let before = serde_json::json!({ "message_id": id, "body": message.body });
        audit::record(&tx, by, Action::ChatAnswerDeleted, &subject, &before, &(), ctx.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}

/// Deletes a message under the lock of its room; false when it was deleted before.
async fn delete(
    ctx: &Ctx,
    tx: &DatabaseTransaction,
    message: &Sent,
    id: ChatMessageId,
    hours: &[OpeningHours],
) -> ApiResult<bool> {
    if message.deleted {
        return Ok(false);
    }
    let mut room = store::lock(tx, message.room_id).await?.ok_or_else(ApiError::not_found)?;
    let change = room.last_change + 1;
    let sql = "UPDATE chat_messages SET deleted_at = $2, change = $3 WHERE id = $1 AND deleted_at IS NULL";
    if crate::db::execute(tx, sql, [id.0.into(), ctx.clock.now().into(), change.into()]).await? == 0 {
        return Ok(false);
    }
    room.last_change = change;
    let left = store::left(tx, &room).await?;
    rules::deleted(&mut room, &left, hours);
    store::save(tx, &room).await?;
    attachments::remove_of(tx, id).await?;
    Ok(true)
}
