//! Which rooms are listed, and which one is open. The URL is the only home of both.

use shared::chat::ChatPriority;
use shared::ids::ChatRoomId;
use web_logic::rooms;

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
    /// Only those whose answer or end is overdue.
    pub(super) overdue: bool,
    /// How soon to be answered.
    pub(super) priority: Option<ChatPriority>,
    /// Names, email and texts.
    pub(super) q: String,
    /// `due` or `activity`; empty for what is usual: of open ones those first that are due first, of others those where
    /// something happened last.
    pub(super) sort: String,
    /// The room that is open.
    pub(super) room: Option<ChatRoomId>,
}

impl View {
    /// What the page's address says.
    pub(super) fn read(asked: &Asked<'_>) -> Self {
        let (status, sort) = (asked.text("status"), asked.text("sort"));
        Self {
            status: if matches!(status.as_str(), "resolved" | "archived" | "all") { status } else { String::new() },
            assignee: asked.text("assignee"),
            unread: asked.get("unread") == Some("true"),
            waiting: asked.get("waiting") == Some("true"),
            overdue: asked.get("overdue") == Some("true"),
            priority: asked.word("priority"),
            q: asked.text("q"),
            sort: if matches!(sort.as_str(), "due" | "activity") { sort } else { String::new() },
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
                ("overdue", tick(self.overdue)),
                ("priority", self.priority.map_or("", ChatPriority::as_str)),
                ("sort", &self.sort),
                ("q", &self.q),
                ("room", &self.room.map(|room| room.to_string()).unwrap_or_default()),
            ],
        )
    }

    /// `due` or `activity`.
    pub(super) fn order(&self) -> &str {
        rooms::order(&self.status, &self.sort)
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
            overdue: self.overdue,
            priority: self.priority,
            q: self.q.clone(),
            buyer_id: None,
            sort: Some(self.order().to_owned()),
            limit: None,
            cursor,
        }
    }
}
