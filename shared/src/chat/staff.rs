//! The chat as those see it who answer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BODY_MAX, ChatCartLine, ChatPresence, ChatPriority, ChatReceipts, ChatSide, ChatStatus, ChatTopic, NewChatMessage};
use crate::cart::CartLine;
use crate::ids::{ChatRoomId, OrderId, UserId};
use crate::money::Rupiah;
use crate::orders::OrderStatus;
use crate::payments::PaymentStatus;
use crate::totals::MAX_QUANTITY;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most lines of a cart that an agent fills at once.
pub const CART_LINES_MAX: usize = 20;

/// A room in the list of those who answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatRoomRow {
    /// Id.
    pub id: ChatRoomId,
    /// Where it stands.
    pub status: ChatStatus,
    /// What it is about.
    pub topic: ChatTopic,
    /// How soon it is to be answered.
    pub priority: ChatPriority,
    /// The buyer.
    pub buyer_id: UserId,
    /// The buyer's name.
    pub buyer_name: String,
    /// Whether the buyer is there.
    pub buyer_online: bool,
    /// Who answers.
    pub assignee_id: Option<UserId>,
    /// Their name.
    pub assignee_name: Option<String>,
    /// The buyer's messages that no agent has read.
    pub unread: i64,
    /// The beginning of what the buyer or an agent said last, of what was not deleted; empty when it is no text.
    pub last_text: String,
    /// Which of them said it; `null` when nobody said anything.
    pub last_side: Option<ChatSide>,
    /// Since when the buyer waits for an answer; `null` when nobody waits.
    pub waiting_since: Option<DateTime<Utc>>,
    /// When an answer is due; `null` when nobody waits.
    pub respond_by: Option<DateTime<Utc>>,
    /// When it should be settled; `null` once it is.
    pub resolve_by: Option<DateTime<Utc>>,
    /// When something last happened.
    pub last_activity_at: DateTime<Utc>,
}

/// An order of the buyer, beside the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatOrder {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// What is to be paid.
    pub total: Rupiah,
    /// When it was placed.
    pub created_at: DateTime<Utc>,
}

/// The buyer, beside the chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatBuyer {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Email.
    pub email: String,
    /// Phone.
    pub phone: Option<String>,
    /// The language they read.
    pub locale: String,
    /// When they came to the shop.
    pub created_at: DateTime<Utc>,
    /// Whether they are there.
    pub presence: ChatPresence,
    /// Paid orders.
    pub order_count: i64,
    /// What they paid in all, refunds taken off.
    pub spent: Rupiah,
    /// The latest five orders.
    pub orders: Vec<ChatOrder>,
    /// What is in the cart.
    pub cart: Vec<ChatCartLine>,
    /// Earlier rooms.
    pub room_count: i64,
}

/// A room with everything those who answer need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatRoomDetail {
    /// As in the list.
    pub room: ChatRoomRow,
    /// Counts with each change by staff; send it as `If-Match`.
    pub revision: i32,
    /// The last message.
    pub last_sequence: i64,
    /// The last change; `since` for the socket.
    pub last_change: i64,
    /// Who has got and read what.
    pub receipts: ChatReceipts,
    /// What staff noted; the buyer never sees it.
    pub notes: String,
    /// The buyer's stars, once rated.
    pub rating: Option<i16>,
    /// What the buyer said about it.
    pub rating_comment: Option<String>,
    /// When it was first answered.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When it was settled.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// The buyer.
    pub buyer: ChatBuyer,
}

impl crate::revision::Revision for ChatRoomDetail {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// What staff change about a room; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatRoomChange {
    /// Where it stands.
    #[serde(default)]
    pub status: Option<ChatStatus>,
    /// How soon it is to be answered.
    #[serde(default)]
    pub priority: Option<ChatPriority>,
    /// What it is about. A priority that was the one of the topic before becomes that of this one, unless `priority` says
    /// otherwise.
    #[serde(default)]
    pub topic: Option<ChatTopic>,
    /// What staff note.
    #[serde(default)]
    pub notes: Option<String>,
    /// The last message that was seen by whoever settles it: where the buyer waits for an answer to what came after that, it
    /// is not settled. Left out, it is settled whatever came.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}

impl Validate for ChatRoomChange {
    fn check(&self, faults: &mut Faults) {
        if let Some(notes) = &self.notes {
            faults.text("/notes", notes, 0, 4_000);
        }
    }
}

/// Who is to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatAssignment {
    /// One who answers; `null` for nobody.
    pub assignee_id: Option<UserId>,
}

impl Validate for ChatAssignment {
    fn check(&self, _: &mut Faults) {}
}

/// One who answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatAgent {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Whether they are there.
    pub online: bool,
    /// Open rooms assigned to them.
    pub open_rooms: i64,
}

/// Begins a chat with a buyer, or goes on with the open one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct NewChatRoom {
    /// The buyer.
    pub buyer_id: UserId,
    /// What it is about.
    #[serde(default)]
    pub topic: Option<ChatTopic>,
    /// What is said first; without it the room is empty until somebody says something.
    #[serde(default)]
    pub message: Option<NewChatMessage>,
}

impl Validate for NewChatRoom {
    fn check(&self, faults: &mut Faults) {
        if let Some(message) = &self.message
            && let Err(errors) = message.validate()
        {
            for error in errors {
                faults.add(FieldError { pointer: format!("/message{}", error.pointer), ..error });
            }
        }
    }
}

/// Fills the buyer's cart and sends it as a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatCartFill {
    /// Chosen by the sender; sent again with the same one, it is the same card.
    pub client_id: Uuid,
    /// What the cart shall have of each variant, in all; what else is in it stays.
    pub items: Vec<CartLine>,
    /// A text to go with it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub body: String,
    /// The last message that was seen when it was put together: what came after that is neither read nor answered by it. All of
    /// it is, when left out.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
}

impl Validate for ChatCartFill {
    fn check(&self, faults: &mut Faults) {
        if self.items.is_empty() {
            faults.add(FieldError::new("/items", FieldCode::Required));
        } else if self.items.len() > CART_LINES_MAX {
            faults.add(FieldError::new("/items", FieldCode::TooMany).with("max", CART_LINES_MAX));
        }
        for (index, item) in self.items.iter().enumerate() {
            faults.range(&format!("/items/{index}/quantity"), i64::from(item.quantity), 1, i64::from(MAX_QUANTITY));
        }
        faults.text("/body", &self.body, 0, BODY_MAX);
    }
}

/// How one who answers did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatAgentFigures {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Rooms answered first by them.
    pub rooms: i64,
    /// Rooms settled of those assigned to them; of a room that is nobody's, of those they answered first.
    pub resolved: i64,
    /// Messages written.
    pub messages: i64,
    /// Median seconds until their first answer, those in which the shop is closed included.
    pub first_response_seconds: Option<i64>,
    /// Median seconds until these rooms were settled, those in which the shop is closed included.
    pub resolution_seconds: Option<i64>,
    /// Average stars in hundredths.
    pub rating_hundredths: Option<i64>,
}

/// How the chat goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatFigures {
    /// Open rooms whose buyer waits for an answer, now.
    pub waiting: i64,
    /// Open rooms whose answer is overdue, or that should have been settled by now.
    pub overdue: i64,
    /// Open rooms that nobody took, now.
    pub unassigned: i64,
    /// Rooms opened in the time asked for.
    pub opened: i64,
    /// Rooms settled in the time asked for.
    pub resolved: i64,
    /// Median seconds until the first answer, those in which the shop is closed included.
    pub first_response_seconds: Option<i64>,
    /// 90 of 100 rooms were first answered within so many seconds.
    pub first_response_p90_seconds: Option<i64>,
    /// Median seconds until a room was settled, those in which the shop is closed included.
    pub resolution_seconds: Option<i64>,
    /// Ratings.
    pub ratings: i64,
    /// Average stars in hundredths.
    pub rating_hundredths: Option<i64>,
    /// Each who answered.
    pub agents: Vec<ChatAgentFigures>,
}
