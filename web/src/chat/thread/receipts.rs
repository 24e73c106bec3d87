//! What this side tells the other: what came, what was read, and that somebody is typing.

use std::collections::HashMap;

use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{ChatReceipt, ChatSeen, ChatSide};
use shared::ids::ChatRoomId;
use shared::live::ClientMessage;
use shared::live::chat::{ChatMark, ChatTyping};

use super::{ChatThread, Source};
use crate::api::chat;
use crate::live;

/// "Is typing" is said again after so long, in milliseconds.
const TYPING_AGAIN: f64 = 3_000.0;

impl ChatThread {
    /// Tells what came: this tab has it.
    pub(super) fn mark_delivered(self) {
        for (room, sequence) in self.latest_of_others() {
            self.mark(room, ChatReceipt { delivered: sequence, read: 0 });
        }
    }

    /// Tells what was read: all that is shown. Follows what it looks at.
    pub(in crate::chat) fn mark_read(self) {
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
}
