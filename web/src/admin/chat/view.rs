//! Which rooms are listed, and which one is open. The URL is the only home of both.

use shared::chat::ChatPriority;
use shared::ids::ChatRoomId;

use super::super::filters::{Asked, address};
use crate::api::chat::ChatFilter;
use crate::routes;

/// What the URL says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct View {
    /// `resolved`, `archived` or `all`; empty for those that are open.
    pub(super) status: String,
    /// `me`, `nobody` or somebody's id; empty for all.
    pub(super) assignee: String,
    /// Only those with messages that nobody read.
    pub(super) unread: bool,
    /// Only those whose buyer waits.
    pub(super) waiting: bool,
    /// How soon to be answered.
    pub(super) priority: Option<ChatPriority>,
    /// Names, email and texts.
    pub(super) q: String,
    /// Those that are due first come first, rather than those where something happened last.
    pub(super) by_due: bool,
    /// The room that is open.
    pub(super) room: Option<ChatRoomId>,
}

impl View {
    /// What the page's address says.
    pub(super) fn read(asked: &Asked<'_>) -> Self {
        let status = asked.text("status");
        Self {
            status: if matches!(status.as_str(), "resolved" | "archived" | "all") { status } else { String::new() },
            assignee: asked.text("assignee"),
            unread: asked.get("unread") == Some("true"),
            waiting: asked.get("waiting") == Some("true"),
            priority: asked.word("priority"),
            q: asked.text("q"),
            by_due: asked.get("sort") == Some("due"),
            room: asked.word("room"),
        }
    }

    /// The address that says this.
    pub(super) fn url(&self) -> String {
        let tick = |on: bool| if on { "true" } else { "" };
        address(
            routes::admin::CHATS,
            &[
                ("status", &self.status),
                ("assignee", &self.assignee),
                ("unread", tick(self.unread)),
                ("waiting", tick(self.waiting)),
                ("priority", self.priority.map_or("", ChatPriority::as_str)),
                ("sort", if self.by_due { "due" } else { "" }),
                ("q", &self.q),
                ("room", &self.room.map(|room| room.to_string()).unwrap_or_default()),
            ],
        )
    }

    /// The address of the list alone: what it holds does not depend on which room is open.
    pub(super) fn list_url(&self) -> String {
        self.with_room(None).url()
    }

    /// The same list with this room open.
    pub(super) fn with_room(&self, room: Option<ChatRoomId>) -> Self {
        Self { room, ..self.clone() }
    }

    /// What the server is asked for.
    pub(super) fn filter(&self, cursor: Option<String>) -> ChatFilter {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        ChatFilter {
            status: some(&self.status),
            assignee: some(&self.assignee),
            unread: self.unread,
            waiting: self.waiting,
            priority: self.priority,
            q: self.q.clone(),
            buyer_id: None,
            sort: self.by_due.then(|| "due".to_owned()),
            limit: None,
            cursor,
        }
    }
}
