//! The live protocol: what server and client say to each other over the WebSocket.
//!
//! Each frame is one JSON object with a `type`. The client opens by [`Hello`], the server answers by
//! [`Welcome`]; after that either speaks when it has something to say, and a [`Bye`] ends it.
//!
//! How it grows without a break: messages and fields are added, never changed or removed. A client
//! takes no notice of messages and fields it does not know; a server answers a message that it does
//! not know with [`LiveErrorCode::UnknownMessage`] and goes on. `Welcome::features` says what the
//! server speaks. Only what cannot be said that way gets another [`VERSION`].
//!
//! Notifications have numbers, without gaps for the person, in the order in which they became true:
//! whoever comes back names the last one seen and gets those after it, once. Everything else tells
//! how things stand now, and may be told anew at any time.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use self::chat::{
    ChatAck, ChatMark, ChatNews, ChatPresenceNews, ChatReceiptNews, ChatRefused, ChatSend, ChatTyping, ChatTypist, ChatWatch,
    ChatWatching,
};
use crate::notifications::Notification;
use crate::permission::Permission;

pub mod chat;

/// The version of the protocol.
pub const VERSION: u16 = 1;

/// The largest message that a client may send, in bytes.
pub const MAX_MESSAGE: usize = 16 * 1024;

/// Messages a client may send at once, after a pause.
pub const BURST: u32 = 40;

/// Messages a client may send each second, in the long run.
pub const PER_SECOND: u32 = 10;

/// Missed notifications that are told when a client comes back; if there are more, it is told that
/// it missed some, and reads the list.
pub const MAX_REPLAY: i64 = 100;

/// The most ids that a [`Changed`] names.
pub const MAX_CHANGED: usize = 50;

/// Topics a client may ask for at once.
pub const MAX_TOPICS: usize = 16;

words!(
    /// Something that a page may want to hear of when it changes.
    Topic {
        /// Orders, for staff.
        Orders = "orders",
        /// Payments, refunds and what providers say, for staff.
        Payments = "payments",
        /// The person's own orders.
        OwnOrders = "own_orders",
        /// Files of products on their way into the shop, for those who write products.
        Imports = "imports",
        /// What is on the shelves and on its way there, for those who look after it; its ids are those of products.
        Stock = "stock",
        /// Rooms of the chat, for those who answer.
        Chats = "chats",
        /// The person's own rooms of the chat: opened, assigned, settled.
        OwnChats = "own_chats",
    }
);

impl Topic {
    /// What one's role must allow to hear of it.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::Orders => Some(Permission::OrdersRead),
            Self::Payments => Some(Permission::PaymentsRead),
            Self::OwnOrders | Self::OwnChats => None,
            Self::Chats => Some(Permission::ChatAnswer),
            Self::Imports => Some(Permission::CatalogWrite),
            Self::Stock => Some(Permission::InventoryRead),
        }
    }
}

words!(
    /// What a server can do beyond keeping the connection.
    Feature {
        /// Tells notifications and how many are unread.
        Notifications = "notifications",
        /// Tells which topics changed.
        Topics = "topics",
        /// Carries the chat.
        Chat = "chat",
    }
);

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first message.
    Hello(Hello),
    /// Other topics than before.
    Subscribe(Subscribe),
    /// Are you there?
    Ping(Ping),
    /// Other rooms than before.
    ChatWatch(ChatWatch),
    /// A message to be stored.
    ChatSend(ChatSend),
    /// Is typing, or has stopped.
    ChatTyping(ChatTyping),
    /// What came and what was read.
    ChatMark(ChatMark),
}

/// What a server says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The answer to `hello`.
    Welcome(Welcome),
    /// A notification of the person.
    Notification(NotificationNews),
    /// There were more notifications than are told one by one.
    Missed(Missed),
    /// How many notifications are unread now.
    Counts(UnreadCounts),
    /// The topics that are told from now on.
    Subscribed(Subscribed),
    /// Something changed.
    Changed(Changed),
    /// The answer to `ping`.
    Pong(Ping),
    /// A message was not taken; the connection goes on.
    Error(LiveError),
    /// A room is told of from now on.
    ChatWatching(ChatWatching),
    /// A message came, or something happened to it.
    ChatMessage(ChatNews),
    /// A message was stored.
    ChatAck(ChatAck),
    /// A message was not stored.
    ChatRefused(ChatRefused),
    /// Somebody else is typing.
    ChatTypist(ChatTypist),
    /// Who has got and read what.
    ChatReceipts(ChatReceiptNews),
    /// The other side came or went.
    ChatPresence(ChatPresenceNews),
    /// The connection ends.
    Bye(Bye),
    /// Something that this client does not know.
    #[serde(other)]
    Unknown,
}

/// The first message of a client. Until it came, the server says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Hello {
    /// The version of the protocol that the client speaks.
    pub version: u16,
    /// The number of the last notification seen, when it comes back; those after it are told. Absent
    /// on the first visit, when the lists are read anyway.
    #[serde(default)]
    pub since: Option<i64>,
    /// The topics to tell; those not known are passed over.
    #[serde(default, deserialize_with = "known")]
    pub topics: Vec<Topic>,
}

/// The topics to tell from now on, in place of those before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Subscribe {
    /// The topics; those not known are passed over.
    #[serde(deserialize_with = "known")]
    pub topics: Vec<Topic>,
}

/// A sign of life, and the answer to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Ping {
    /// Chosen by who asks; the answer repeats it.
    #[serde(default)]
    pub id: u32,
}

/// The answer to `hello`. The notifications missed since then follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Welcome {
    /// The version of the protocol that is spoken.
    pub version: u16,
    /// Names the connection, for logs.
    pub connection: Uuid,
    /// The number of the person's latest notification.
    pub sequence: i64,
    /// `since` was too long ago: no notifications follow, read the lists. The next `since` is `sequence`.
    pub missed: bool,
    /// How many notifications are unread.
    pub counts: UnreadCounts,
    /// The topics that are told: those asked for that one's role allows.
    #[serde(deserialize_with = "known")]
    pub topics: Vec<Topic>,
    /// The server asks for a sign of life this often, in seconds, and cuts off after two and a half times that.
    pub heartbeat_seconds: u32,
    /// What the server can do.
    #[serde(deserialize_with = "known")]
    pub features: Vec<Feature>,
}

/// A list of words without those that only a later version knows.
fn known<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    Ok(words.iter().filter_map(|word| word.parse().ok()).collect())
}

/// A notification of the person, told on all their connections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct NotificationNews {
    /// The notification; its `sequence` is the next `since`.
    pub notification: Notification,
}

/// There were more notifications than are told one by one: read the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Missed {
    /// The number of the latest; the next `since`.
    pub sequence: i64,
}

/// How many notifications are unread; 1,000 stands for that many or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct UnreadCounts {
    /// Those to the person as a buyer.
    pub buyer: i64,
    /// Those to the person as one who works here.
    pub staff: i64,
    /// Messages of the chat to the person as a buyer.
    #[serde(default)]
    pub chat: i64,
    /// Open rooms with unread messages that are the person's or nobody's, as one who answers.
    #[serde(default)]
    pub chats: i64,
}

/// The topics that are told from now on: the answer to `subscribe`, and said when one's role changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Subscribed {
    /// Those asked for that one's role allows.
    #[serde(deserialize_with = "known")]
    pub topics: Vec<Topic>,
}

/// Something of a topic changed: what is shown of it is to be read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Changed {
    /// The topic.
    pub topic: Topic,
    /// What changed of it; `null` when it is not known or more than fifty.
    pub ids: Option<Vec<Uuid>>,
}

impl Changed {
    /// Whether `id` may have changed.
    #[must_use]
    pub fn concerns(&self, id: Uuid) -> bool {
        self.ids.as_ref().is_none_or(|ids| ids.contains(&id))
    }
}

words!(
    /// Why a message was not taken.
    LiveErrorCode {
        /// Its type is not known here.
        UnknownMessage = "unknown_message",
        /// Too many came at once; it was thrown away.
        RateLimited = "rate_limited",
        /// `hello` was said before.
        HelloTwice = "hello_twice",
        /// The shop is read only while somebody works on it; nothing was written.
        Maintenance = "maintenance",
    }
);

/// A message was not taken; the connection goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct LiveError {
    /// Why.
    pub code: LiveErrorCode,
    /// The same in a sentence, for those who write clients.
    pub detail: String,
}

words!(
    /// Why a connection ends.
    ByeReason {
        /// The session ended, or the account was deactivated.
        SignedOut = "signed_out",
        /// A message could not be read.
        Malformed = "malformed",
        /// A message was too large.
        TooLarge = "too_large",
        /// Far too many messages came.
        Flooding = "flooding",
        /// The client does not take what it is told.
        TooSlow = "too_slow",
        /// No sign of life.
        Idle = "idle",
        /// `hello` did not come.
        NoHello = "no_hello",
        /// The version is not spoken here.
        UnsupportedVersion = "unsupported_version",
        /// The person has too many connections.
        TooManyConnections = "too_many_connections",
        /// The server stops, to be started again.
        Restarting = "restarting",
        /// Something that the server depends on does not answer.
        Unavailable = "unavailable",
    }
);

impl ByeReason {
    /// The code of the closing frame: a registered one where it fits (RFC 6455 section 7.4.1 and the
    /// IANA registry), or one of our own that reads like the HTTP status with a 4 before it.
    #[must_use]
    pub const fn close_code(self) -> u16 {
        match self {
            Self::Malformed => 4400,
            Self::SignedOut => 4401,
            Self::UnsupportedVersion => 4406,
            Self::Idle | Self::NoHello => 4408,
            Self::Flooding | Self::TooManyConnections => 4429,
            Self::TooSlow => 1008,
            Self::TooLarge => 1009,
            Self::Restarting => 1012,
            Self::Unavailable => 1013,
        }
    }

    /// Whether the same client should come back by itself.
    #[must_use]
    pub const fn comes_back(self) -> bool {
        !matches!(self, Self::SignedOut | Self::UnsupportedVersion | Self::Malformed | Self::TooLarge)
    }
}

/// The connection ends; the closing frame follows, with the reason as its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Bye {
    /// Why.
    pub reason: ByeReason,
    /// Where and when to connect again; `null` where it would end the same way.
    pub reconnect: Option<Reconnect>,
}

/// Where and when to connect again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Reconnect {
    /// Path to get a ticket from, by POST.
    pub ticket: String,
    /// Milliseconds to wait before; spread, so that not all come at once.
    pub after_ms: u32,
}

/// A one-use ticket to open a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct LiveTicket {
    /// The ticket.
    pub ticket: String,
    /// Path to open with it, `?ticket=` included.
    pub path: String,
    /// Seconds until it is worth nothing.
    pub expires_in: i64,
}

/// Why a frame is no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No JSON object with a `type`.
    Malformed,
    /// The type is not known here.
    UnknownType(String),
}

#[derive(Deserialize)]
struct Tag {
    #[serde(rename = "type")]
    kind: String,
}

/// The types of [`ClientMessage`].
pub const CLIENT_TYPES: &[&str] = &["hello", "subscribe", "ping", "chat_watch", "chat_send", "chat_typing", "chat_mark"];

/// Reads what a client says.
///
/// # Errors
/// When it is no message.
pub fn read_client(text: &str) -> Result<ClientMessage, Unreadable> {
    let Tag { kind } = serde_json::from_str(text).map_err(|_| Unreadable::Malformed)?;
    if !CLIENT_TYPES.contains(&kind.as_str()) {
        return Err(Unreadable::UnknownType(kind.chars().take(40).collect()));
    }
    serde_json::from_str(text).map_err(|_| Unreadable::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read() {
        for message in [
            ClientMessage::Hello(Hello { version: VERSION, since: Some(7), topics: Topic::ALL.to_vec() }),
            ClientMessage::Subscribe(Subscribe { topics: vec![Topic::Orders] }),
            ClientMessage::Ping(Ping { id: 3 }),
        ] {
            let text = serde_json::to_string(&message).unwrap_or_default();
            assert_eq!(read_client(&text), Ok(message), "{text}");
        }
    }

    #[test]
    fn what_may_be_left_out_may_be_left_out() {
        let hello = read_client(r#"{"type":"hello","version":1}"#);
        assert_eq!(hello, Ok(ClientMessage::Hello(Hello { version: 1, since: None, topics: vec![] })));
        assert_eq!(read_client(r#"{"type":"ping"}"#), Ok(ClientMessage::Ping(Ping { id: 0 })));
    }

    #[test]
    fn later_clients_are_told_apart_from_broken_ones() {
        assert_eq!(read_client(r#"{"type":"send","body":"halo"}"#), Err(Unreadable::UnknownType("send".to_owned())));
        // A field or a topic of a later version is no fault.
        let subscribe = read_client(r#"{"type":"subscribe","topics":["weather","orders"]}"#);
        assert_eq!(subscribe, Ok(ClientMessage::Subscribe(Subscribe { topics: vec![Topic::Orders] })));
        assert!(read_client(r#"{"type":"ping","id":1,"sent_at":5}"#).is_ok());
        for broken in
            ["", "x", "[]", "{}", "7", r#"{"type":7}"#, r#"{"type":"hello"}"#, r#"{"type":"subscribe","topics":"orders"}"#]
        {
            assert_eq!(read_client(broken), Err(Unreadable::Malformed), "{broken}");
        }
    }

    #[test]
    fn later_servers_are_borne() {
        let later = serde_json::from_str::<ServerMessage>(r#"{"type":"presence","user":"x"}"#);
        assert_eq!(later.ok(), Some(ServerMessage::Unknown));
        let more = serde_json::from_str::<ServerMessage>(r#"{"type":"counts","buyer":1,"staff":2,"orders":3}"#);
        assert_eq!(more.ok(), Some(ServerMessage::Counts(UnreadCounts { buyer: 1, staff: 2, ..UnreadCounts::default() })));
    }

    #[test]
    fn close_codes_are_allowed_to_be_sent() {
        for reason in ByeReason::ALL {
            let code = reason.close_code();
            // RFC 6455 section 7.4: 1004–1006 and 1015 are never sent; 4000–4999 are free.
            assert!(matches!(code, 1000..=1003 | 1007..=1014 | 4000..=4999), "{reason} {code}");
        }
    }

    #[test]
    fn a_change_of_unknown_extent_concerns_everything() {
        let id = Uuid::now_v7();
        assert!(Changed { topic: Topic::Orders, ids: None }.concerns(id));
        assert!(Changed { topic: Topic::Orders, ids: Some(vec![id]) }.concerns(id));
        assert!(!Changed { topic: Topic::Orders, ids: Some(vec![]) }.concerns(id));
    }
}
