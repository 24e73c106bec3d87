//! The chat over a socket.
//!
//! What somebody sends is stored one after the other beside the conversation, so that hearing and saying do
//! not wait for it; acknowledgements come in the order of what was sent. What is told of a room comes in the
//! order of its changes: a message names the change after which it follows, and where that was not said, the
//! socket asks the database.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::BoxFuture;
use poem::web::websocket::Message;
use sea_orm::DbErr;
use shared::chat::{ChatMessage, ChatPresence, ChatReceipts, ChatSeen};
use shared::ids::{ChatRoomId, UserId};
use shared::live::chat::{
    ChatAck, ChatMark, ChatNews, ChatPresenceNews, ChatReceiptNews, ChatRefusal, ChatRefused, ChatSend, ChatTyping, ChatTypist,
    ChatWatch, ChatWatching, MAX_CHAT_REPLAY, MAX_WATCHED, WatchedRoom,
};
use shared::live::{LiveErrorCode, ServerMessage};
use shared::maintenance::MaintenanceMode;
use shared::permission::Permission;

use super::{End, Talk, unavailable, voice};
use crate::chat::{self, Refused};
use crate::context::Ctx;
use crate::http::Person;
use crate::jobs;

/// Rooms of their own that somebody hears of beside those they name.
const OWN_ROOMS: i64 = 50;
/// Things that may wait to be done.
const MOST_WAITING: usize = 64;

/// Whether somebody answers for the shop.
pub(super) fn may_answer(person: &Person) -> bool {
    person.permissions.contains(&Permission::ChatAnswer)
}

/// A room that is told of.
#[derive(Clone, Copy)]
struct Room {
    buyer: UserId,
    /// All changes up to this one were said.
    said: i64,
    /// The client named it, or it was opened since: presence is told of it.
    named: bool,
}

/// The chat of a conversation.
#[derive(Default)]
pub(super) struct Chat {
    rooms: HashMap<ChatRoomId, Room>,
    /// What the client wants done.
    pub work: Work,
    /// Whether those who answer are there, as it was said last.
    agents: Option<bool>,
}

/// Something that the client wants done.
enum Task {
    Send(Box<ChatSend>),
    Mark(ChatMark),
    Typing(ChatTyping),
}

/// What the client wants done, one after the other.
#[derive(Default)]
pub(super) struct Work {
    waiting: VecDeque<Task>,
    under_way: Option<BoxFuture<'static, Option<ServerMessage>>>,
}

impl Work {
    fn is_full(&self) -> bool {
        self.waiting.len() >= MOST_WAITING
    }

    /// What came and what was read. Only the last of a room that waits counts.
    pub(super) fn mark(&mut self, mark: ChatMark) {
        for waiting in &mut self.waiting {
            if let Task::Mark(earlier) = waiting
                && earlier.room_id == mark.room_id
            {
                earlier.delivered = earlier.delivered.max(mark.delivered);
                earlier.read = earlier.read.max(mark.read);
                return;
            }
        }
        if !self.is_full() {
            self.waiting.push_back(Task::Mark(mark));
        }
    }

    /// Somebody types. Where other things wait, it would be told too late to be true.
    pub(super) fn typing(&mut self, typing: ChatTyping) {
        if self.waiting.len() < 4 {
            self.waiting.push_back(Task::Typing(typing));
        }
    }

    /// Resolves once what is under way is done, with what is to be said of it.
    pub(super) async fn done(&mut self) -> Option<ServerMessage> {
        match &mut self.under_way {
            Some(under_way) => {
                let answer = under_way.as_mut().await;
                self.under_way = None;
                answer
            }
            None => std::future::pending().await,
        }
    }
}

impl Talk<'_> {
    /// Begins the next thing that the client wants done, unless one is under way.
    pub(super) fn begin_work(&mut self) {
        if self.chat.work.under_way.is_none()
            && let Some(task) = self.chat.work.waiting.pop_front()
        {
            let (ctx, who) = (self.ctx.clone(), self.person.clone());
            self.chat.work.under_way = Some(Box::pin(async move {
                let answer = perform(ctx.clone(), who, task).await;
                jobs::pass_on_news(&ctx);
                answer
            }));
        }
    }

    /// Takes in a message to be stored.
    pub(super) async fn send(&mut self, sent: ChatSend) -> Result<(), End> {
        if self.chat.work.is_full() {
            let refused = ChatRefused { client_id: sent.client_id, code: ChatRefusal::TooMany };
            return self.say(&ServerMessage::ChatRefused(refused)).await;
        }
        self.chat.work.waiting.push_back(Task::Send(Box::new(sent)));
        Ok(())
    }

    /// Tells of other rooms from now on.
    pub(super) async fn watch(&mut self, asked: ChatWatch) -> Result<(), End> {
        let wanted = distinct(asked.rooms);
        let ids: Vec<ChatRoomId> = wanted.iter().map(|room| room.room_id).collect();
        let (ctx, me, answers) = (self.ctx, self.seat.user, may_answer(&self.person));
        let allowed = read(chat::watched(ctx, me, answers, &ids).await)?;
        // Before the place in the hub is taken: a room that is not among them is opened later, and heard of from its
        // first message on.
        let own = read(chat::own_rooms(ctx, me, OWN_ROOMS).await)?;
        let listened = self.seat.listens.load(Ordering::Relaxed);
        let others: Vec<(ChatRoomId, UserId)> =
            allowed.iter().filter(|room| room.user_id != me).map(|room| (room.id, room.user_id)).collect();
        ctx.live.watch(self.seat, &others);
        // From here on what happens lies in the mailbox; what was read before that is read again.
        read(chat::open_session(ctx, self.seat.connection, ctx.live.process, me, answers).await)?;
        jobs::pass_on_news(ctx);
        let all: Vec<ChatRoomId> = ids.iter().copied().chain(own.iter().map(|room| room.id)).collect();
        let heads = read(chat::last_changes(ctx, &all).await)?;

        let before = std::mem::take(&mut self.chat.rooms);
        for room in own {
            let room = match before.get(&room.id) {
                Some(known) => (room.id, Room { named: false, ..*known }),
                // Opened while this connection listened, and not told yet.
                None if listened => (room.id, Room { buyer: me, said: 0, named: true }),
                None => (room.id, Room { buyer: me, said: room.last_change, named: false }),
            };
            self.chat.rooms.extend([room]);
        }
        let mut told = Vec::new();
        for WatchedRoom { room_id, since } in wanted {
            let Some(room) = allowed.iter().find(|room| room.id == room_id) else { continue };
            let head = heads.get(&room_id).copied().unwrap_or(room.last_change);
            let (said, missed) = match from(since, before.get(&room_id)) {
                Some(since) => self.replay(room_id, since, head).await?,
                None => (head, false),
            };
            self.chat.rooms.insert(room_id, Room { buyer: room.user_id, said, named: true });
            told.push((room_id, said, missed));
        }
        self.say_watching(&told).await?;
        self.catch_up_in(heads).await
    }

    /// Says how these rooms stand.
    async fn say_watching(&mut self, rooms: &[(ChatRoomId, i64, bool)]) -> Result<(), End> {
        let ids: Vec<ChatRoomId> = rooms.iter().map(|(room, ..)| *room).collect();
        let standing = self.standing(&ids).await?;
        for (room_id, change, missed) in rooms {
            let (receipts, presence) = standing.of(*room_id);
            let watching = ChatWatching { room_id: *room_id, change: *change, missed: *missed, receipts, presence };
            self.say(&ServerMessage::ChatWatching(watching)).await?;
        }
        Ok(())
    }

    /// Reads who has got and read what in rooms that are told of, and who is there.
    async fn standing(&mut self, rooms: &[ChatRoomId]) -> Result<Standing, End> {
        let mut standing = Standing::default();
        if rooms.is_empty() {
            return Ok(standing);
        }
        let (ctx, me) = (self.ctx, self.seat.user);
        standing.receipts = read(chat::receipts(ctx, rooms).await)?;
        let buyers: HashMap<ChatRoomId, UserId> =
            rooms.iter().filter_map(|room| Some((*room, self.chat.rooms.get(room)?.buyer))).collect();
        let others: Vec<UserId> = buyers.values().copied().filter(|buyer| *buyer != me).collect();
        if !others.is_empty() {
            let there = read(chat::presence_of(ctx, &others).await)?;
            let of = |(room, buyer): (&ChatRoomId, &UserId)| Some((*room, *there.get(buyer)?));
            standing.presence.extend(buyers.iter().filter_map(of));
        }
        if others.len() < buyers.len() {
            let agents = read(chat::agents_presence(ctx).await)?;
            self.chat.agents = Some(agents.online);
            standing.presence.extend(buyers.iter().filter(|(_, buyer)| **buyer == me).map(|(room, _)| (*room, agents)));
        }
        Ok(standing)
    }

    /// Says what happened in a room after a change, when `head` is its last one; returns up to which change
    /// all is said, and whether there was more than is said one by one.
    async fn replay(&mut self, room: ChatRoomId, since: i64, head: i64) -> Result<(i64, bool), End> {
        // Another room's numbers, or from a database that was restored.
        if !(0..=head).contains(&since) {
            return Ok((head, true));
        }
        if since == head {
            return Ok((head, false));
        }
        let messages = read(chat::changed_since(self.ctx, room, since, MAX_CHAT_REPLAY + 1).await)?;
        if !i64::try_from(messages.len()).is_ok_and(|count| count <= MAX_CHAT_REPLAY) {
            return Ok((head, true));
        }
        let mut said = head;
        for message in messages {
            said = said.max(message.change);
            self.say(&ServerMessage::ChatMessage(ChatNews { message })).await?;
        }
        Ok((said, false))
    }

    /// Says what was left out of rooms of which it was not said yet up to `heads`.
    async fn catch_up_in(&mut self, heads: HashMap<ChatRoomId, i64>) -> Result<(), End> {
        for (id, head) in heads {
            // What may not be watched is not among them.
            let Some(room) = self.chat.rooms.get(&id).copied() else { continue };
            if head <= room.said {
                continue;
            }
            let (said, missed) = self.replay(id, room.said, head).await?;
            self.chat.rooms.insert(id, Room { said, ..room });
            if missed {
                self.say_watching(&[(id, said, true)]).await?;
            }
        }
        Ok(())
    }

    /// Looks at everything again: nothing is known of what happened for a while.
    async fn catch_up_in_chat(&mut self) -> Result<(), End> {
        let (ctx, me) = (self.ctx, self.seat.user);
        for room in read(chat::own_rooms(ctx, me, OWN_ROOMS).await)? {
            // Those that were there when the client began to listen are known.
            self.chat.rooms.entry(room.id).or_insert(Room { buyer: me, said: 0, named: true });
        }
        let ids: Vec<ChatRoomId> = self.chat.rooms.keys().copied().collect();
        let heads = read(chat::last_changes(ctx, &ids).await)?;
        self.catch_up_in(heads).await?;
        let named: Vec<ChatRoomId> = self.chat.rooms.iter().filter(|(_, room)| room.named).map(|(id, _)| *id).collect();
        let standing = self.standing(&named).await?;
        for room_id in named {
            let (receipts, presence) = standing.of(room_id);
            self.say(&ServerMessage::ChatReceipts(ChatReceiptNews { room_id, receipts })).await?;
            self.say(&ServerMessage::ChatPresence(ChatPresenceNews { room_id, presence })).await?;
        }
        Ok(())
    }

    /// Says what lies in the mailbox of the chat.
    pub(super) async fn say_chat(&mut self) -> Result<(), End> {
        let mailbox = &self.seat.mailbox;
        if mailbox.was_behind_in_chat() {
            self.catch_up_in_chat().await?;
        }
        while let Some(told) = mailbox.next_chat() {
            if !self.chat.rooms.contains_key(&told.room) {
                if told.buyer != self.seat.user {
                    // Not watched any more.
                    continue;
                }
                // Opened since.
                self.chat.rooms.insert(told.room, Room { buyer: told.buyer, said: 0, named: true });
            }
            if self.said(told.room) < told.after {
                let heads = read(chat::last_changes(self.ctx, &[told.room]).await)?;
                self.catch_up_in(heads).await?;
            }
            if self.said(told.room) < told.change {
                self.line.send(mailbox, Message::Text(told.text.as_ref().to_owned())).await?;
                if let Some(room) = self.chat.rooms.get_mut(&told.room) {
                    room.said = told.change;
                }
            }
        }
        self.say_how_it_stands().await
    }

    fn said(&self, room: ChatRoomId) -> i64 {
        self.chat.rooms.get(&room).map_or(i64::MAX, |room| room.said)
    }

    /// Says who has read what, who is there and who types.
    async fn say_how_it_stands(&mut self) -> Result<(), End> {
        let mail = self.seat.mailbox.chat();
        for (room_id, receipts) in mail.receipts {
            if self.chat.rooms.contains_key(&room_id) {
                self.say(&ServerMessage::ChatReceipts(ChatReceiptNews { room_id, receipts })).await?;
            }
        }
        for (room_id, presence) in mail.presence {
            if self.chat.rooms.contains_key(&room_id) {
                self.say(&ServerMessage::ChatPresence(ChatPresenceNews { room_id, presence })).await?;
            }
        }
        if let Some(presence) = mail.agents.filter(|presence| self.chat.agents != Some(presence.online)) {
            self.chat.agents = Some(presence.online);
            let me = self.seat.user;
            let own: Vec<ChatRoomId> =
                self.chat.rooms.iter().filter(|(_, room)| room.named && room.buyer == me).map(|(id, _)| *id).collect();
            for room_id in own {
                self.say(&ServerMessage::ChatPresence(ChatPresenceNews { room_id, presence })).await?;
            }
        }
        for (_, typing) in mail.typing {
            if self.chat.rooms.contains_key(&typing.room) {
                let typist = ChatTypist { room_id: typing.room, side: typing.side, name: typing.name, typing: typing.typing };
                self.say(&ServerMessage::ChatTypist(typist)).await?;
            }
        }
        Ok(())
    }

    /// The person's role changed: whoever may not answer any more hears of their own rooms alone.
    pub(super) async fn recheck_chat(&mut self) -> Result<(), End> {
        let (ctx, me, answers) = (self.ctx, self.seat.user, may_answer(&self.person));
        let before = self.seat.answers.swap(answers, Ordering::Relaxed);
        if before == answers || !self.seat.listens.load(Ordering::Relaxed) {
            return Ok(());
        }
        if !answers {
            ctx.live.watch(self.seat, &[]);
            self.chat.rooms.retain(|_, room| room.buyer == me);
        }
        read(chat::open_session(ctx, self.seat.connection, ctx.live.process, me, answers).await)
    }
}

/// How rooms stand.
#[derive(Default)]
struct Standing {
    receipts: HashMap<ChatRoomId, ChatReceipts>,
    presence: HashMap<ChatRoomId, ChatPresence>,
}

impl Standing {
    fn of(&self, room: ChatRoomId) -> (ChatReceipts, ChatPresence) {
        (self.receipts.get(&room).copied().unwrap_or_default(), self.presence.get(&room).copied().unwrap_or_default())
    }
}

/// From which change on a room is told; `None` for what comes. What this connection was told already, it is
/// not told again.
fn from(since: Option<i64>, known: Option<&Room>) -> Option<i64> {
    match (since, known) {
        (Some(since), Some(known)) if known.named && (0..=known.said).contains(&since) => Some(known.said),
        (Some(since), _) => Some(since),
        (None, known) => known.map(|known| known.said),
    }
}

/// The rooms that are named, each once, and no more than one may watch.
fn distinct(rooms: Vec<WatchedRoom>) -> Vec<WatchedRoom> {
    let mut wanted: Vec<WatchedRoom> = Vec::new();
    for room in rooms {
        if wanted.len() < MAX_WATCHED && !wanted.iter().any(|known| known.room_id == room.room_id) {
            wanted.push(room);
        }
    }
    wanted
}

fn read<T>(read: Result<T, DbErr>) -> Result<T, End> {
    read.map_err(|error| unavailable(&error))
}

/// Does what the client wants done, and says what is to be said of it.
async fn perform(ctx: Ctx, who: Arc<Person>, task: Task) -> Option<ServerMessage> {
    if ctx.maintenance.now().mode == MaintenanceMode::ReadOnly {
        return not_written(&task);
    }
    let done = match task {
        Task::Send(sent) => {
            let client_id = sent.client_id;
            return Some(match store(&ctx, &who, *sent).await {
                Ok(message) => ServerMessage::ChatAck(ChatAck { client_id, message }),
                Err(refused) => ServerMessage::ChatRefused(ChatRefused { client_id, code: refused.refusal() }),
            });
        }
        Task::Mark(mark) => {
            let seen = ChatSeen { delivered: mark.delivered, read: mark.read };
            chat::mark(&ctx, who.user_id, mark.room_id, seen, may_answer(&who)).await.map(drop).map_err(anyhow::Error::from)
        }
        Task::Typing(typing) => {
            chat::announce_typing(&ctx, typing.room_id, who.user_id, may_answer(&who), &who.name, typing.typing).await
        }
    };
    if let Err(error) = done {
        // The client marks again, and types on.
        tracing::debug!(%error, "what a client of the chat said could not be noted");
    }
    None
}

/// What is said of a task while nothing can be changed, as requests are refused then.
fn not_written(task: &Task) -> Option<ServerMessage> {
    match task {
        Task::Send(sent) => {
            Some(ServerMessage::ChatRefused(ChatRefused { client_id: sent.client_id, code: ChatRefusal::Maintenance }))
        }
        Task::Mark(_) => Some(voice::error(LiveErrorCode::Maintenance, "the shop is read only")),
        Task::Typing(_) => None,
    }
}

/// Stores a message: for the shop in somebody else's room, as a buyer otherwise.
async fn store(ctx: &Ctx, who: &Person, sent: ChatSend) -> Result<ChatMessage, Refused> {
    let Some(room) = sent.room_id else { return chat::say(ctx, who.user_id, sent.into()).await };
    let found = chat::watched(ctx, who.user_id, may_answer(who), &[room]).await?;
    let buyer = found.first().ok_or(Refused::NotFound)?.user_id;
    if buyer == who.user_id {
        chat::say(ctx, who.user_id, sent.into()).await
    } else {
        chat::answer(ctx, who.user_id, room, sent.into()).await
    }
}
