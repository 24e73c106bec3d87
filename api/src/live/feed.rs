//! Reads what sockets are to be told, for all of them at once.
//!
//! News come one by one and often for many people together; what came while the last was read is
//! read together. Nothing is lost when the database does not answer: it stays until it is read.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::DbErr;
use shared::ids::{ChatRoomId, SessionId, UserId};
use shared::live::chat::ChatNews;
use shared::live::{NotificationNews, ServerMessage, UnreadCounts};
use tokio::sync::Notify;
use uuid::Uuid;

use super::mailbox::{ChatTold, Told};
use super::voice;
use crate::context::Ctx;
use crate::{account, chat, jobs, notifications};

/// Notifications that are read at once.
const BATCH: i64 = 1_000;
/// Sessions that are looked up at once.
const SESSIONS: usize = 1_000;
/// How often sessions are looked up that nothing was heard of: they also end by themselves.
const EXPIRY: Duration = Duration::from_secs(600);
/// The pause after the database did not answer.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Pending {
    /// The first notification of a person that was not told.
    news: HashMap<UserId, i64>,
    /// People whose unread notifications are to be counted.
    counts: HashSet<UserId>,
    /// Sessions that may have ended, or whose role may have changed.
    sessions: HashSet<SessionId>,
    /// The first change of a room of the chat that was not told, and the room's buyer.
    chat: HashMap<ChatRoomId, (i64, UserId)>,
    /// Rooms in which somebody has got or read more, with their buyers.
    receipts: HashMap<ChatRoomId, UserId>,
    /// Buyers who came to the chat or left it.
    presence: HashSet<UserId>,
    /// Somebody who answers came or went.
    agents: bool,
    /// Connections that listened to the chat and ended.
    left: Vec<Uuid>,
    /// It is to be said that the others are still there.
    touch: bool,
}

/// What is to be read.
#[derive(Default)]
pub(super) struct Feed {
    pending: Mutex<Pending>,
    wake: Notify,
}

impl Feed {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        // Nothing in here panics while it holds the lock.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person has a notification.
    pub(super) fn news(&self, user: UserId, sequence: i64) {
        {
            let mut pending = self.pending();
            let first = pending.news.entry(user).or_insert(sequence);
            *first = sequence.min(*first);
            pending.counts.insert(user);
        }
        self.wake.notify_one();
    }

    /// How many are unread changed.
    pub(super) fn count(&self, people: impl IntoIterator<Item = UserId>) {
        self.pending().counts.extend(people);
        self.wake.notify_one();
    }

    /// These sessions may have ended.
    pub(super) fn recheck(&self, sessions: Vec<SessionId>) {
        if !sessions.is_empty() {
            self.pending().sessions.extend(sessions);
            self.wake.notify_one();
        }
    }

    /// Something happened to a message of the chat.
    pub(super) fn chat(&self, room: ChatRoomId, change: i64, buyer: UserId) {
        note_first(&mut self.pending().chat, room, change, buyer);
        self.wake.notify_one();
    }

    /// Somebody has got or read more of a room.
    pub(super) fn receipts(&self, room: ChatRoomId, buyer: UserId) {
        self.pending().receipts.insert(room, buyer);
        self.wake.notify_one();
    }

    /// A buyer came to the chat or left it, or somebody who answers did.
    pub(super) fn presence(&self, buyer: Option<UserId>, agents: bool) {
        {
            let mut pending = self.pending();
            pending.presence.extend(buyer);
            pending.agents |= agents;
        }
        self.wake.notify_one();
    }

    /// A connection that listened to the chat ended.
    pub(super) fn left(&self, connection: Uuid) {
        self.pending().left.push(connection);
        self.wake.notify_one();
    }

    fn take(&self) -> Pending {
        std::mem::take(&mut self.pending())
    }

    /// It was not read; again.
    fn put_back(&self, left: Pending) {
        let mut pending = self.pending();
        for (user, sequence) in left.news {
            let first = pending.news.entry(user).or_insert(sequence);
            *first = sequence.min(*first);
        }
        pending.counts.extend(left.counts);
        pending.sessions.extend(left.sessions);
        for (room, (change, buyer)) in left.chat {
            note_first(&mut pending.chat, room, change, buyer);
        }
        pending.receipts.extend(left.receipts);
        pending.presence.extend(left.presence);
        pending.agents |= left.agents;
        pending.left.extend(left.left);
        pending.touch |= left.touch;
    }
}

fn note_first(chat: &mut HashMap<ChatRoomId, (i64, UserId)>, room: ChatRoomId, change: i64, buyer: UserId) {
    let (first, _) = chat.entry(room).or_insert((change, buyer));
    *first = change.min(*first);
}

/// Feeds the sockets, for as long as the process lives.
pub async fn run(ctx: Ctx) {
    let mut expiry = tokio::time::interval(EXPIRY);
    expiry.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heartbeat = tokio::time::interval(ctx.live.patience.heartbeat);
    heartbeat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let feed = &ctx.live.feed;
    loop {
        tokio::select! {
            () = feed.wake.notified() => {}
            _ = heartbeat.tick() => {
                feed.pending().touch = true;
                // Nobody tells who was signed out then.
                if !ctx.caches.hears() {
                    feed.recheck(ctx.live.sessions(|_| true));
                }
            }
            _ = expiry.tick() => feed.recheck(ctx.live.sessions(|_| true)),
        }
        let mut pending = feed.take();
        if let Err(error) = serve(&ctx, &mut pending).await {
            tracing::warn!(%error, "news could not be read; they will be tried again");
            feed.put_back(pending);
            tokio::time::sleep(PAUSE).await;
            feed.wake.notify_one();
        }
    }
}

/// Reads and tells; what is done is taken out of `pending`.
async fn serve(ctx: &Ctx, pending: &mut Pending) -> Result<(), DbErr> {
    // Whoever has to go is not told anything more.
    let sessions: Vec<SessionId> = pending.sessions.iter().copied().collect();
    for some in sessions.chunks(SESSIONS) {
        let people = account::people(ctx, some).await?;
        // What may be seen depends on the role.
        pending.counts.extend(people.iter().map(|person| person.user_id));
        let people = people.into_iter().map(|person| (person.session_id, person)).collect();
        ctx.live.recognise(&some.iter().copied().collect(), &people);
    }
    pending.sessions.clear();

    let from: Vec<(UserId, i64)> = pending.news.iter().map(|(user, first)| (*user, *first)).collect();
    if !from.is_empty() {
        let rows = notifications::visible_since(&ctx.db, &from, BATCH).await?;
        let cut = i64::try_from(rows.len()).is_ok_and(|count| count >= BATCH);
        for (user, notification) in rows {
            let sequence = notification.sequence;
            let text = voice::text(&ServerMessage::Notification(NotificationNews { notification }));
            ctx.live.tell(user, &Told { sequence, text: Arc::from(text) });
        }
        if cut {
            // Each reads on for itself.
            from.iter().for_each(|(user, _)| ctx.live.fall_behind(*user));
        }
    }
    pending.news.clear();

    // What lies in the mailboxes first is said first.
    serve_chat(ctx, pending).await?;

    let people: Vec<UserId> = pending.counts.iter().copied().collect();
    if !people.is_empty() {
        for (user, counts) in unread_of(ctx, &people).await? {
            ctx.live.count(user, counts);
        }
    }
    pending.counts.clear();

    // What fails is done with the next heartbeat.
    if std::mem::take(&mut pending.touch) {
        chat::touch_sessions(ctx, &ctx.live.listeners()).await?;
    }
    Ok(())
}

/// How much each of these people has not read.
pub(super) async fn unread_of(ctx: &Ctx, people: &[UserId]) -> Result<HashMap<UserId, UnreadCounts>, DbErr> {
    let mut counts = notifications::unread_of(&ctx.db, people).await?;
    for (user, of_chat) in chat::unread_of(&ctx.db, people).await? {
        let counts = counts.entry(user).or_default();
        counts.chat = of_chat.chat;
        counts.chats = of_chat.chats;
    }
    Ok(counts)
}

/// Reads and tells what happened in the chat.
async fn serve_chat(ctx: &Ctx, pending: &mut Pending) -> Result<(), DbErr> {
    let from: Vec<(ChatRoomId, i64)> = pending.chat.iter().map(|(room, (first, _))| (*room, *first)).collect();
    if !from.is_empty() {
        let messages = chat::news(ctx, &from, BATCH).await?;
        let cut = i64::try_from(messages.len()).is_ok_and(|count| count >= BATCH);
        // Whoever knows all up to the change before the first one misses nothing.
        let mut before: HashMap<ChatRoomId, i64> = from.iter().map(|(room, first)| (*room, first - 1)).collect();
        for message in messages {
            let (room, change) = (message.room_id, message.change);
            let Some((_, buyer)) = pending.chat.get(&room) else { continue };
            let after = before.insert(room, change).unwrap_or_default();
            let text = voice::text(&ServerMessage::ChatMessage(ChatNews { message }));
            ctx.live.tell_chat(&ChatTold { room, buyer: *buyer, after, change, text: Arc::from(text) });
        }
        if cut {
            // Each reads on for itself.
            pending.chat.iter().for_each(|(room, (_, buyer))| ctx.live.fall_behind_in_chat(*room, *buyer));
        }
    }
    pending.chat.clear();

    let rooms: Vec<ChatRoomId> = pending.receipts.keys().copied().collect();
    if !rooms.is_empty() {
        for (room, receipts) in chat::receipts(ctx, &rooms).await? {
            if let Some(buyer) = pending.receipts.get(&room) {
                ctx.live.tell_receipts(room, *buyer, receipts);
            }
        }
    }
    pending.receipts.clear();

    if !pending.left.is_empty() {
        chat::close_sessions(ctx, &pending.left).await?;
        pending.left.clear();
        jobs::pass_on_news(ctx);
    }
    let buyers: Vec<UserId> = pending.presence.iter().copied().collect();
    if !buyers.is_empty() {
        for (buyer, presence) in chat::presence_of(ctx, &buyers).await? {
            ctx.live.tell_presence(buyer, presence);
        }
    }
    pending.presence.clear();
    if pending.agents {
        ctx.live.tell_agents(chat::agents_presence(ctx).await?);
        pending.agents = false;
    }
    Ok(())
}
