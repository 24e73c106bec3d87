//! The messages of a chat as far as they are known here, and who has read them.
//!
//! Here is what is known. How it comes to be known: `news` is what the server says by itself, `history` what is asked for.
//! `receipts` is what this side tells the other.

mod history;
mod news;
mod receipts;

use std::collections::{BTreeMap, HashMap};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{ChatMessage, ChatPresence, ChatReceipt, ChatReceipts, ChatSide};
use shared::ids::{ChatMessageId, ChatRoomId};
use shared::live::chat::ChatTypist;

use crate::api::{ApiError, chat};
use crate::live;
use crate::ui::{now, toast};

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

    /// The last message that is shown, of the room of one who answers.
    #[must_use]
    pub fn last_shown(self) -> Option<i64> {
        let room = self.source.room()?;
        let last = self.messages.with_untracked(|messages| messages.keys().next_back().copied());
        last.filter(|place| place.0 == room).map(|place| place.1)
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
