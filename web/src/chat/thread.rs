//! The messages of a chat as far as they are known here, and who has read them.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{ChatHistory, ChatMessage, ChatPresence, ChatReceipt, ChatReceipts, ChatSeen, ChatSide};
use shared::ids::{ChatMessageId, ChatRoomId};
use shared::live::chat::{ChatMark, ChatTyping, ChatTypist, TYPING_SECONDS, WatchedRoom};
use shared::live::{ClientMessage, ServerMessage};

use super::outbox;
use crate::api::{ApiError, chat};
use crate::live;
use crate::ui::{now, toast};

/// The most pages that are read in a row.
const PAGES: usize = 20;
/// "Is typing" is said again after so long, in milliseconds.
const TYPING_AGAIN: f64 = 3_000.0;
/// What is missing between two messages may still be on its way for so long.
const ON_ITS_WAY: Duration = Duration::from_secs(1);
/// Addresses of files are good for an hour; before it is over they are read anew, in milliseconds.
const FRESH: f64 = 50.0 * 60_000.0;
/// Not more often than this, in milliseconds.
const REFRESH_PAUSE: f64 = 60_000.0;

/// Whose messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The buyer's own, of all rooms.
    Own,
    /// Of one room, to those who answer.
    Room(ChatRoomId),
}

impl Source {
    /// Who looks.
    #[must_use]
    pub const fn viewer(self) -> ChatSide {
        match self {
            Self::Own => ChatSide::Buyer,
            Self::Room(_) => ChatSide::Agent,
        }
    }

    /// The room that messages are sent to; none for the buyer, whose server knows it.
    #[must_use]
    pub const fn room(self) -> Option<ChatRoomId> {
        match self {
            Self::Own => None,
            Self::Room(room) => Some(room),
        }
    }
}

/// How far an own message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is stored.
    Sent,
    /// A device of the other side got it.
    Delivered,
    /// The other side read it.
    Read,
}

/// A room, and a message's number in it: rooms are ordered by when they were opened.
pub(super) type Place = (ChatRoomId, i64);

/// Where a message stands.
pub(super) const fn place(message: &ChatMessage) -> Place {
    (message.room_id, message.sequence)
}

/// The messages. Cheap to copy; lives as long as the component that made it.
#[derive(Clone, Copy)]
pub struct ChatThread {
    source: Source,
    messages: RwSignal<BTreeMap<Place, ChatMessage>>,
    receipts: RwSignal<HashMap<ChatRoomId, ChatReceipts>>,
    presence: RwSignal<Option<ChatPresence>>,
    typist: RwSignal<Option<ChatTypist>>,
    room: RwSignal<Option<ChatRoomId>>,
    /// Where the history goes on.
    older: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    /// The last change seen of each room.
    since: StoredValue<HashMap<ChatRoomId, i64>>,
    /// What the server was told of.
    marked: StoredValue<HashMap<ChatRoomId, ChatReceipt>>,
    /// When "is typing" was said; 0 when it was taken back.
    typed_at: StoredValue<f64>,
    /// Counts who typed, so that only the last one's time runs out.
    typists: StoredValue<u32>,
    again: StoredValue<bool>,
    read_at: StoredValue<f64>,
    /// The last message that was cleared away.
    cleared: StoredValue<Option<Place>>,
}

impl ChatThread {
    /// Nothing known yet; see [`ChatThread::begin`].
    #[must_use]
    pub fn new(source: Source) -> Self {
        let thread = Self {
            source,
            messages: RwSignal::new(BTreeMap::new()),
            receipts: RwSignal::new(HashMap::new()),
            presence: RwSignal::new(None),
            typist: RwSignal::new(None),
            room: RwSignal::new(None),
            older: RwSignal::new(None),
            loading: RwSignal::new(false),
            loaded: RwSignal::new(false),
            failure: RwSignal::new(None),
            since: StoredValue::new(HashMap::new()),
            marked: StoredValue::new(HashMap::new()),
            typed_at: StoredValue::new(0.0),
            typists: StoredValue::new(0),
            again: StoredValue::new(false),
            read_at: StoredValue::new(0.0),
            cleared: StoredValue::new(None),
        };
        live::on_chat(move || thread.watched(), move |message| thread.hear(message));
        let connected = live::connected();
        Effect::new(move |_| {
            if connected.get() && thread.failure.with_untracked(Option::is_some) {
                thread.reread();
            }
        });
        thread
    }

    /// Goes on with a room as the server tells it: watches it from its last change on, and reads the
    /// history. Again for the same room, it only takes in what is new.
    pub fn begin(self, room: ChatRoomId, last_change: i64, receipts: ChatReceipts) {
        self.since.update_value(|since| {
            since.entry(room).or_insert(last_change);
        });
        self.take_receipts(room, receipts);
        if self.room.get_untracked() != Some(room) {
            self.room.set(Some(room));
            live::rewatch();
        }
        if !self.loaded.get_untracked() {
            self.reread();
        }
    }

    /// Whose messages.
    #[must_use]
    pub const fn source(self) -> Source {
        self.source
    }

    /// The room that is watched: the buyer's latest, or the one that was asked for.
    #[must_use]
    pub fn room(self) -> Signal<Option<ChatRoomId>> {
        self.room.into()
    }

    /// The messages in order, followed.
    pub(super) fn with_messages<T>(self, look: impl FnOnce(&BTreeMap<Place, ChatMessage>) -> T) -> T {
        self.messages.with(look)
    }

    /// A message as it is now, followed.
    pub(super) fn message(self, place: Place) -> Option<ChatMessage> {
        self.messages.with(|messages| messages.get(&place).cloned())
    }

    /// Whether there is nothing to show, once it is known.
    #[must_use]
    pub fn is_empty(self) -> Signal<bool> {
        Signal::derive(move || self.loaded.get() && self.messages.with(BTreeMap::is_empty))
    }

    /// Whether the latest messages were read.
    #[must_use]
    pub fn is_loaded(self) -> Signal<bool> {
        self.loaded.into()
    }

    /// Nothing was ever said: there is nothing to read.
    pub fn begin_empty(self) {
        self.loaded.set(true);
    }

    /// Whether messages are on their way.
    #[must_use]
    pub fn is_loading(self) -> Signal<bool> {
        self.loading.into()
    }

    /// Whether there are older messages.
    #[must_use]
    pub fn has_older(self) -> Signal<bool> {
        Signal::derive(move || self.older.with(Option::is_some))
    }

    /// Why messages could not be read.
    #[must_use]
    pub fn failure(self) -> Signal<Option<ApiError>> {
        self.failure.into()
    }

    /// Whether the other side is there, as far as it was told.
    #[must_use]
    pub fn presence(self) -> Signal<Option<ChatPresence>> {
        self.presence.into()
    }

    /// Who is typing.
    #[must_use]
    pub fn typist(self) -> Signal<Option<ChatTypist>> {
        self.typist.into()
    }

    /// How far a message of this side has come, followed.
    #[must_use]
    pub fn standing(self, room: ChatRoomId, sequence: i64) -> Standing {
        let other = self.receipts.with(|receipts| {
            let receipts = receipts.get(&room)?;
            Some(if self.source.viewer() == ChatSide::Buyer { receipts.agents } else { receipts.buyer })
        });
        match other {
            Some(other) if other.read >= sequence => Standing::Read,
            Some(other) if other.delivered >= sequence => Standing::Delivered,
            _ => Standing::Sent,
        }
    }

    fn watched(self) -> Option<Vec<WatchedRoom>> {
        let room = self.room.try_get_untracked()?;
        let since = |room: ChatRoomId| self.since.try_with_value(|since| since.get(&room).copied()).flatten();
        Some(room.map(|room_id| WatchedRoom { room_id, since: since(room_id) }).into_iter().collect())
    }

    fn concerns(self, room: ChatRoomId) -> bool {
        self.source.room().is_none_or(|own| own == room)
    }

    fn hear(self, message: &ServerMessage) {
        if self.loading.try_get_untracked().is_none() {
            // Gone.
            return;
        }
        match message {
            ServerMessage::ChatMessage(news) if self.concerns(news.message.room_id) => self.news(&news.message),
            ServerMessage::ChatAck(ack) if self.concerns(ack.message.room_id) => {
                let room = ack.message.room_id;
                self.take(vec![ack.message.clone()]);
                self.adopt(room);
                self.fill_gap();
            }
            ServerMessage::ChatWatching(watching) if self.concerns(watching.room_id) => {
                let room = watching.room_id;
                self.seen(room, watching.change);
                // What was said to a connection that broke may never have come: what is not there is told again.
                self.marked.set_value(HashMap::new());
                self.take_receipts(room, watching.receipts);
                self.presence.set(Some(watching.presence));
                if watching.missed {
                    self.reread();
                } else {
                    self.mark_delivered();
                }
            }
            ServerMessage::ChatTypist(typist) if self.concerns(typist.room_id) => self.hear_typing(typist),
            ServerMessage::ChatReceipts(news) if self.concerns(news.room_id) => self.take_receipts(news.room_id, news.receipts),
            ServerMessage::ChatPresence(news) if self.room.get_untracked() == Some(news.room_id) => {
                self.presence.set(Some(news.presence));
            }
            _ => {}
        }
    }

    /// Whether it is about something that is not shown: it was cleared away, or is further up than was read.
    fn is_beyond(self, message: &ChatMessage) -> bool {
        let place = place(message);
        let is_above = || {
            let first = self.messages.with_untracked(|messages| messages.keys().next().copied());
            self.loaded.get_untracked() && message.deleted_at.is_some() && first.is_some_and(|first| place < first)
        };
        self.cleared.get_value().is_some_and(|cleared| place <= cleared) || is_above()
    }

    fn news(self, message: &ChatMessage) {
        let room = message.room_id;
        if self.is_beyond(message) {
            self.seen(room, message.change);
            return;
        }
        let unknown = self.since.with_value(|since| !since.contains_key(&room));
        self.adopt(room);
        self.seen(room, message.change);
        self.take(vec![message.clone()]);
        if self.typist.with_untracked(|typist| typist.as_ref().is_some_and(|typist| typist.side == message.side)) {
            self.typist.set(None);
        }
        if unknown && message.sequence > 1 {
            self.reread();
        }
        self.fill_gap();
        self.mark_delivered();
    }

    /// A buyer's next room has opened: it is the one to watch.
    fn adopt(self, room: ChatRoomId) {
        if self.source == Source::Own && self.room.get_untracked().is_none_or(|known| known < room) {
            self.since.update_value(|since| {
                since.entry(room).or_insert(0);
            });
            self.room.set(Some(room));
            live::rewatch();
        }
    }

    fn seen(self, room: ChatRoomId, change: i64) {
        self.since.update_value(|since| {
            let last = since.entry(room).or_insert(change);
            *last = change.max(*last);
        });
    }

    /// Receipts only grow; what comes by another way may be older.
    fn take_receipts(self, room: ChatRoomId, fresh: ChatReceipts) {
        let later = |one: ChatReceipt, other: ChatReceipt| ChatReceipt {
            delivered: one.delivered.max(other.delivered),
            read: one.read.max(other.read),
        };
        self.receipts.update(|all| {
            let known = all.entry(room).or_default();
            known.buyer = later(known.buyer, fresh.buyer);
            known.agents = later(known.agents, fresh.agents);
        });
    }

    fn hear_typing(self, typist: &ChatTypist) {
        let number = self.typists.try_update_value(|number| {
            *number = number.wrapping_add(1);
            *number
        });
        self.typist.set(typist.typing.then(|| typist.clone()));
        set_timeout(
            move || {
                if self.typists.try_get_value() == number {
                    self.typist.try_set(None);
                }
            },
            Duration::from_secs(u64::from(TYPING_SECONDS)),
        );
    }

    /// Takes messages in: each once, and never an older state over a newer one.
    fn take(self, messages: Vec<ChatMessage>) {
        for message in &messages {
            outbox::arrived(message.client_id);
        }
        self.messages.try_update(|all| {
            for message in messages {
                let place = place(&message);
                if all.get(&place).is_none_or(|known| known.change <= message.change) {
                    all.insert(place, message);
                }
            }
        });
    }

    /// Whether a message is missing between two of a room.
    fn has_gap(self) -> bool {
        self.messages
            .try_with_untracked(|messages| {
                messages.keys().zip(messages.keys().skip(1)).any(|(one, next)| one.0 == next.0 && one.1 + 1 < next.1)
            })
            .unwrap_or(false)
    }

    fn fill_gap(self) {
        if self.has_gap() {
            set_timeout(
                move || {
                    if self.has_gap() {
                        self.reread();
                    }
                },
                ON_ITS_WAY,
            );
        }
    }

    async fn page(self, cursor: Option<String>) -> Result<ChatHistory, ApiError> {
        match self.source {
            Source::Own => chat::chat_history(cursor).await,
            Source::Room(room) => chat::list_chat_messages(room, cursor, None).await,
        }
    }

    /// Reads the latest messages, down to what is known.
    pub fn reread(self) {
        self.read_down_to(self.messages.with_untracked(|messages| messages.keys().next_back().copied()));
    }

    /// Reads all that is shown once more: the addresses of files are too old.
    pub(super) fn refresh(self) {
        if Date::now() - self.read_at.get_value() > REFRESH_PAUSE {
            self.read_down_to(self.messages.with_untracked(|messages| messages.keys().next().copied()));
        }
    }

    /// Reads all that is shown once more if addresses of files may be too old.
    pub(super) fn refresh_when_old(self) {
        if self.loaded.get_untracked() && Date::now() - self.read_at.get_value() > FRESH {
            self.refresh();
        }
    }

    fn read_down_to(self, floor: Option<Place>) {
        if self.loading.get_untracked() {
            self.again.set_value(true);
            return;
        }
        // Before the first reading, what is known came by itself, from anywhere.
        let floor = floor.filter(|_| self.loaded.get_untracked());
        self.loading.set(true);
        self.failure.set(None);
        self.read_at.set_value(Date::now());
        spawn_local(async move {
            let mut cursor = None;
            for _ in 0..PAGES {
                match self.page(cursor.take()).await {
                    Ok(ChatHistory { items, next_cursor }) => {
                        let bottom = items.iter().map(place).min();
                        self.take(items);
                        if floor.is_none() || next_cursor.is_none() {
                            self.older.try_set(next_cursor);
                            self.loaded.try_set(true);
                            break;
                        }
                        if bottom.is_none_or(|bottom| Some(bottom) <= floor) && !self.has_gap() {
                            break;
                        }
                        cursor = next_cursor;
                    }
                    Err(error) => {
                        self.failure.try_set(Some(error));
                        break;
                    }
                }
            }
            // The page may be gone by now.
            if self.loading.try_set(false).is_some() {
                return;
            }
            self.mark_delivered();
            if self.again.try_update_value(std::mem::take) == Some(true) {
                self.reread();
            }
        });
    }

    /// Reads older messages, if there are any.
    pub fn load_older(self) {
        let Some(cursor) = self.older.get_untracked() else { return };
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        spawn_local(async move {
            match self.page(Some(cursor)).await {
                Ok(page) => {
                    self.take(page.items);
                    self.older.try_set(page.next_cursor);
                }
                Err(error) => toast::error(&error),
            }
            if self.loading.try_set(false).is_none() && self.again.try_update_value(std::mem::take) == Some(true) {
                self.reread();
            }
        });
    }

    /// Tells what came: this tab has it.
    fn mark_delivered(self) {
        for (room, sequence) in self.latest_of_others() {
            self.mark(room, ChatReceipt { delivered: sequence, read: 0 });
        }
    }

    /// Tells what was read: all that is shown. Follows what it looks at.
    pub(super) fn mark_read(self) {
        self.messages.track();
        self.receipts.track();
        for (room, sequence) in self.latest_of_others() {
            self.mark(room, ChatReceipt { delivered: sequence, read: sequence });
        }
    }

    /// The last message that is not of this side: of the room that is watched, and while there is
    /// something unread, of the buyer's earlier ones.
    fn latest_of_others(self) -> HashMap<ChatRoomId, i64> {
        let watched = self.room.try_get_untracked().flatten();
        let all = self.source == Source::Own && live::unread_now().chat > 0;
        let mut latest = HashMap::new();
        self.messages.try_with_untracked(|messages| {
            for message in messages.values() {
                if message.side != self.source.viewer() && (all || Some(message.room_id) == watched) {
                    latest.insert(message.room_id, message.sequence);
                }
            }
        });
        latest
    }

    fn mark(self, room: ChatRoomId, seen: ChatReceipt) {
        let viewer = self.source.viewer();
        let known = self.receipts.with_untracked(|receipts| {
            let receipts = receipts.get(&room).copied().unwrap_or_default();
            if viewer == ChatSide::Buyer { receipts.buyer } else { receipts.agents }
        });
        let told = self.marked.with_value(|marked| marked.get(&room).copied().unwrap_or_default());
        let is_news = seen.delivered > known.delivered.max(told.delivered) || seen.read > known.read.max(told.read);
        if !is_news {
            return;
        }
        let ChatReceipt { delivered, read } = seen;
        let now_told = ChatReceipt { delivered: delivered.max(told.delivered), read: read.max(told.read) };
        self.marked.update_value(|marked| {
            marked.insert(room, now_told);
        });
        if live::send(ClientMessage::ChatMark(ChatMark { room_id: room, delivered, read })) {
            return;
        }
        spawn_local(async move {
            let seen = ChatSeen { delivered, read };
            let answer = match viewer {
                ChatSide::Buyer => chat::mark_chat_seen(room, &seen).await,
                _ => chat::mark_chat_answered_seen(room, &seen).await,
            };
            match answer {
                Ok(()) if viewer == ChatSide::Buyer && read > 0 => live::set_unread(|counts| counts.chat = 0),
                Ok(()) => {}
                // Told again with the next look.
                Err(_) => {
                    self.marked.try_update_value(|marked| marked.remove(&room));
                }
            }
        });
    }

    /// Tells the other side that somebody types here, or has stopped.
    pub fn typing(self, typing: bool) {
        // A field that goes with its page says so too, when nothing is left of this.
        let Some(room_id) = self.room.try_get_untracked().flatten() else { return };
        let (now, last) = (Date::now(), self.typed_at.try_get_value().unwrap_or_default());
        let needed = if typing { now - last > TYPING_AGAIN } else { last > 0.0 };
        if needed {
            self.typed_at.set_value(if typing { now } else { 0.0 });
            live::send(ClientMessage::ChatTyping(ChatTyping { room_id, typing }));
        }
    }

    /// Deletes a message of one's own.
    pub(super) fn delete(self, room: ChatRoomId, id: ChatMessageId) {
        let source = self.source;
        spawn_local(async move {
            let answer = match source {
                Source::Own => chat::delete_chat_message(id).await,
                Source::Room(_) => chat::delete_chat_answer(room, id).await,
            };
            match answer {
                Ok(()) => {
                    self.messages.try_update(|messages| messages.values_mut().filter(|message| message.id == id).for_each(empty));
                }
                Err(error) => toast::error(&error),
            }
        });
    }

    /// Shows nothing of what is there any more.
    pub fn forget(self) {
        self.cleared.set_value(self.messages.with_untracked(|messages| messages.keys().next_back().copied()));
        self.messages.set(BTreeMap::new());
        self.older.set(None);
        self.loaded.set(true);
    }
}

/// Before the server says the same.
fn empty(message: &mut ChatMessage) {
    message.body.clear();
    message.product = None;
    message.attachment = None;
    message.cart = None;
    message.deleted_at = Some(now());
}
