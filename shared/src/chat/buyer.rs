//! The chat as its buyer sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ChatReceipts, ChatStatus, ChatTopic};
use crate::ids::ChatRoomId;
use crate::validate::{Faults, Validate};

/// A room as its buyer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatRoom {
    /// Id.
    pub id: ChatRoomId,
    /// Where it stands.
    pub status: ChatStatus,
    /// What it is about.
    pub topic: ChatTopic,
    /// First name of who answers.
    pub agent_name: Option<String>,
    /// The last message.
    pub last_sequence: i64,
    /// The last change; `since` for the socket.
    pub last_change: i64,
    /// Whether anybody has said anything; a room may be opened without.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub has_messages: bool,
    /// Who has got and read what.
    pub receipts: ChatReceipts,
    /// The buyer's stars, once rated.
    pub rating: Option<i16>,
    /// What they said about it.
    pub rating_comment: Option<String>,
    /// When it was settled.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// What a buyer's chat shows before its messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatState {
    /// The latest room; `null` before the first message.
    pub room: Option<ChatRoom>,
    /// Messages not read yet.
    pub unread: i64,
    /// Whether the shop is open at this moment.
    pub open_now: bool,
    /// Whether somebody who answers is connected.
    pub agents_online: bool,
}

/// How it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatRating {
    /// 1 to 5 stars.
    pub stars: i16,
    /// What was good or bad.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub comment: String,
}

impl Validate for ChatRating {
    fn check(&self, faults: &mut Faults) {
        faults.range("/stars", i64::from(self.stars), 1, 5);
        faults.text("/comment", &self.comment, 0, 1_000);
    }
}
