//! Reading what was said: the latest messages, the ones before, and what is missing between them.

use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{ChatHistory, ChatMessage};

use super::super::outbox;
use super::{ChatThread, Place, Source, place};
use crate::api::{ApiError, chat};
use crate::ui::toast;

/// The most pages that are read in a row.
const PAGES: usize = 20;
/// What is missing between two messages may still be on its way for so long.
const ON_ITS_WAY: Duration = Duration::from_secs(1);
/// Addresses of files are good for an hour; before it is over they are read anew, in milliseconds.
const FRESH: f64 = 50.0 * 60_000.0;
/// Not more often than this, in milliseconds.
const REFRESH_PAUSE: f64 = 60_000.0;

impl ChatThread {
    /// Takes messages in: each once, and never an older state over a newer one.
    pub(super) fn take(self, messages: Vec<ChatMessage>) {
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

    pub(super) fn fill_gap(self) {
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
    pub(in crate::chat) fn refresh(self) {
        if Date::now() - self.read_at.get_value() > REFRESH_PAUSE {
            self.read_down_to(self.messages.with_untracked(|messages| messages.keys().next().copied()));
        }
    }

    /// Reads all that is shown once more if addresses of files may be too old.
    pub(in crate::chat) fn refresh_when_old(self) {
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
}
