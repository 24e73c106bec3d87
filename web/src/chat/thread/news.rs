//! What the server says by itself: which rooms it is asked to watch, and what its news change.

use std::collections::HashMap;
use std::time::Duration;

use leptos::prelude::*;
use shared::chat::{ChatMessage, ChatReceipt, ChatReceipts};
use shared::ids::ChatRoomId;
use shared::live::ServerMessage;
use shared::live::chat::{ChatTypist, TYPING_SECONDS, WatchedRoom};

use super::{ChatThread, Source, place};
use crate::live;

impl ChatThread {
    pub(super) fn watched(self) -> Option<Vec<WatchedRoom>> {
        let room = self.room.try_get_untracked()?;
        let since = |room: ChatRoomId| self.since.try_with_value(|since| since.get(&room).copied()).flatten();
        Some(room.map(|room_id| WatchedRoom { room_id, since: since(room_id) }).into_iter().collect())
    }

    fn concerns(self, room: ChatRoomId) -> bool {
        self.source.room().is_none_or(|own| own == room)
    }

    pub(super) fn hear(self, message: &ServerMessage) {
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
    pub(super) fn take_receipts(self, room: ChatRoomId, fresh: ChatReceipts) {
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
}
