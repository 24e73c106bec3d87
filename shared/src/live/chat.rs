//! What is said about the chat over the live connection.
//!
//! A client first *watches* rooms: it names each with the last change it has seen, and is told of what
//! came after, in order and once; then of what comes. A buyer may watch their own rooms, and also hears of
//! the next one when it opens. Those who answer may watch any, [`MAX_WATCHED`] at once.
//!
//! A message is stored before it is acknowledged. Sent again with the same `client_id`, it is the same
//! message and is acknowledged again. What is not acknowledged may be sent again any time.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::chat::{ChatMessage, ChatPresence, ChatReceipts, ChatSide, ChatTopic, NewChatMessage};
use crate::ids::{ChatAttachmentId, ChatRoomId, ProductId};

/// Rooms a client may watch at once.
pub const MAX_WATCHED: usize = 20;
/// Missed messages of a room that are told when a client comes back; if there are more, it reads the
/// history.
pub const MAX_CHAT_REPLAY: i64 = 200;
/// How long a "typing" holds, in seconds; whoever goes on typing says so again before.
pub const TYPING_SECONDS: u32 = 6;

/// A room to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct WatchedRoom {
    /// The room.
    pub room_id: ChatRoomId,
    /// The last change seen of it; those after it are told. Absent: only what comes.
    #[serde(default)]
    pub since: Option<i64>,
}

/// The rooms to tell of from now on, in place of those before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatWatch {
    /// The rooms; those one may not see are passed over.
    pub rooms: Vec<WatchedRoom>,
}

/// A message to be stored: [`NewChatMessage`], but fields of a later version are passed over.
// Its fields are repeated, not flattened: serde does not support that with the `deny_unknown_fields` of the other one, and
// the documents would get its schema beside this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatSend {
    /// The room. A buyer leaves it out: the message goes to the open room, or opens one.
    #[serde(default)]
    pub room_id: Option<ChatRoomId>,
    /// Chosen by the sender; sent again with the same one, it is the same message.
    pub client_id: Uuid,
    /// The text.
    #[serde(default)]
    pub body: String,
    /// A product it is about.
    #[serde(default)]
    pub product_id: Option<ProductId>,
    /// A file that was sent before.
    #[serde(default)]
    pub attachment_id: Option<ChatAttachmentId>,
    /// What it is about; counts when it opens a room.
    #[serde(default)]
    pub topic: Option<ChatTopic>,
    /// Of one who answers, the last message that was seen when it was written: what came after that is neither read nor
    /// answered by it. All of it is, when left out. Of a buyer it says nothing.
    #[serde(default)]
    pub seen: Option<i64>,
}

impl From<ChatSend> for NewChatMessage {
    fn from(sent: ChatSend) -> Self {
        let ChatSend { client_id, body, product_id, attachment_id, topic, seen, .. } = sent;
        Self { client_id, body, product_id, attachment_id, topic, seen }
    }
}

/// Somebody is typing, or has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatTyping {
    /// The room.
    pub room_id: ChatRoomId,
    /// False: has stopped.
    pub typing: bool,
}

/// What came and what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatMark {
    /// The room.
    pub room_id: ChatRoomId,
    /// The last message that came; 0 says nothing.
    #[serde(default)]
    pub delivered: i64,
    /// The last message that was read; 0 says nothing.
    #[serde(default)]
    pub read: i64,
}

/// A room that is told of, and how it stands: the answer to `chat_watch`, after what was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatWatching {
    /// The room.
    pub room_id: ChatRoomId,
    /// The last change that was told, or that had been made when one only wants what comes.
    pub change: i64,
    /// There was more than is told one by one: read the history.
    pub missed: bool,
    /// Who has got and read what.
    pub receipts: ChatReceipts,
    /// The other side: the buyer to agents, whoever answers to the buyer.
    pub presence: ChatPresence,
}

/// A message came, or something happened to it. Of one room in the order of `change`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatNews {
    /// The message as it is now.
    pub message: ChatMessage,
}

/// A message was stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatAck {
    /// As it was sent.
    pub client_id: Uuid,
    /// The message as it is stored.
    pub message: ChatMessage,
}

words!(
    /// Why a message was not stored.
    ChatRefusal {
        /// It breaks a rule, or its product or file does not exist.
        Invalid = "invalid",
        /// The room does not exist, or one may not write there.
        NotFound = "not_found",
        /// The room is settled; an agent opens it again first.
        Closed = "closed",
        /// The same `client_id` stands for another message.
        Conflict = "conflict",
        /// Too many in a short time; send it again later.
        TooMany = "too_many",
        /// The shop is read only while somebody works on it; send it again later.
        Maintenance = "maintenance",
        /// It could not be stored now; send it again.
        Unavailable = "unavailable",
    }
);

impl ChatRefusal {
    /// Whether sending the same again can help.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::TooMany | Self::Maintenance | Self::Unavailable)
    }
}

/// A message was not stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatRefused {
    /// As it was sent.
    pub client_id: Uuid,
    /// Why.
    pub code: ChatRefusal,
}

/// Somebody else in the room is typing, or has stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatTypist {
    /// The room.
    pub room_id: ChatRoomId,
    /// Who.
    pub side: ChatSide,
    /// First name.
    pub name: String,
    /// False: has stopped.
    pub typing: bool,
}

/// Who has got and read what, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatReceiptNews {
    /// The room.
    pub room_id: ChatRoomId,
    /// Who has got and read what.
    pub receipts: ChatReceipts,
}

/// The other side came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatPresenceNews {
    /// The room.
    pub room_id: ChatRoomId,
    /// The other side: the buyer to agents, whoever answers to the buyer.
    pub presence: ChatPresence,
}
