//! The chat between buyers and those who answer for the shop.
//!
//! A *room* is one concern of a buyer: it is opened by the first message, resolved when it is settled,
//! and archived when nobody needs it in the list any more. A buyer has one open room at most; writing
//! after it was resolved opens the next one.
//!
//! The messages of a room have numbers without gaps, [`ChatMessage::sequence`], in the order in which
//! they were stored. Everything that happens to a message, its coming and its deletion, also gets the
//! room's next [`ChatMessage::change`]: whoever comes back names the last change seen and gets
//! those after it, once and in order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::{Image, StockState};
use crate::ids::{
    CannedResponseId, CartId, ChatAttachmentId, ChatMessageId, ChatRoomId, ImageId, OrderId, ProductId, UserId, VariantId,
};
use crate::money::Rupiah;
use crate::orders::OrderStatus;
use crate::payments::PaymentStatus;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The longest text of a message, in characters.
pub const BODY_MAX: usize = 4_000;
/// The largest attachment, in bytes.
pub const ATTACHMENT_MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most lines of a cart that an agent fills at once.
pub const CART_LINES_MAX: usize = 20;

words!(
    /// Where a room stands.
    ChatStatus {
        /// Somebody is to be answered, or may write on.
        Open = "open",
        /// Settled; the buyer's next message opens another.
        Resolved = "resolved",
        /// Settled and out of the lists.
        Archived = "archived",
    }
);

words!(
    /// Which rooms a list shows.
    ChatListStatus {
        /// Open ones.
        Open = "open",
        /// Settled ones.
        Resolved = "resolved",
        /// Those out of the lists.
        Archived = "archived",
        /// All.
        All = "all",
    }
);

words!(
    /// The order of a list of rooms.
    ChatSort {
        /// The latest activity first.
        Activity = "activity",
        /// The one first that is due first.
        Due = "due",
    }
);

words!(
    /// Who speaks.
    ChatSide {
        /// The buyer.
        Buyer = "buyer",
        /// One who answers for the shop.
        Agent = "agent",
        /// The shop itself: what happened in the room.
        System = "system",
    }
);

words!(
    /// How soon a room is to be answered.
    ChatPriority {
        /// Something does not work: paying, or the site.
        Urgent = "urgent",
        /// An order that was placed.
        High = "high",
        /// Everything else.
        Normal = "normal",
    }
);

words!(
    /// What a room is about, as the buyer says on opening it or as staff say later.
    ChatTopic {
        /// Paying does not work, or money is missing.
        Payment = "payment",
        /// The shop does not work as it should.
        Site = "site",
        /// An order that was placed.
        Order = "order",
        /// Gear: advice, stock, price.
        Product = "product",
        /// Anything else.
        Other = "other",
    }
);

impl ChatTopic {
    /// How soon such a room is to be answered.
    #[must_use]
    pub const fn priority(self) -> ChatPriority {
        match self {
            Self::Payment | Self::Site => ChatPriority::Urgent,
            Self::Order => ChatPriority::High,
            Self::Product | Self::Other => ChatPriority::Normal,
        }
    }
}

impl ChatPriority {
    /// Minutes of opening hours within which a waiting buyer is answered.
    #[must_use]
    pub const fn response_minutes(self) -> i64 {
        match self {
            Self::Urgent => 5,
            Self::High => 15,
            Self::Normal => 30,
        }
    }

    /// Minutes after its opening within which a room is settled.
    #[must_use]
    pub const fn resolution_minutes(self) -> i64 {
        match self {
            Self::Urgent => 4 * 60,
            Self::High => 8 * 60,
            Self::Normal => 24 * 60,
        }
    }
}

words!(
    /// What the shop itself says in a room.
    ChatEvent {
        /// An agent took the room.
        Assigned = "assigned",
        /// The room was settled.
        Resolved = "resolved",
        /// The room was opened again.
        Reopened = "reopened",
        /// The buyer wrote outside opening hours: it is answered later.
        OutsideHours = "outside_hours",
        /// The buyer rated the room.
        Rated = "rated",
    }
);

words!(
    /// What kind of file was attached.
    AttachmentKind {
        /// A picture, with renditions.
        Image = "image",
        /// A document.
        Document = "document",
    }
);

/// A file that belongs to a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatAttachment {
    /// Id.
    pub id: ChatAttachmentId,
    /// Picture or document.
    pub kind: AttachmentKind,
    /// The name of the file.
    pub name: String,
    /// Its media type, found by its content.
    pub media_type: String,
    /// Bytes.
    pub bytes: i64,
    /// Width in pixels, of a picture.
    pub width: Option<i32>,
    /// Height in pixels, of a picture.
    pub height: Option<i32>,
    /// Where to get it: signed, and good for an hour. Read the message anew for a fresh one.
    pub url: String,
    /// Where to get a small rendition of a picture, signed the same way.
    pub preview_url: Option<String>,
}

/// A product in a message, as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatProduct {
    /// Id.
    pub id: ProductId,
    /// Name in the URL.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Lowest price.
    pub price: Rupiah,
    /// How much is left.
    pub stock: StockState,
    /// The picture.
    pub image: Option<Image>,
    /// The only variant of a simple product.
    pub single_variant_id: Option<VariantId>,
}

/// A line of a cart that an agent filled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatCartLine {
    /// The variant.
    pub variant_id: VariantId,
    /// Name in the URL of its product.
    pub slug: String,
    /// Name of the product.
    pub name: String,
    /// The options, such as `Black / Left-handed`; empty for a simple product.
    pub options: String,
    /// Pieces.
    pub quantity: i32,
    /// Price of a piece when it was filled.
    pub price: Rupiah,
    /// The picture.
    pub image_id: Option<ImageId>,
}

/// The buyer's cart as an agent filled it; what is in it now, the cart itself tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatCart {
    /// The cart.
    pub cart_id: CartId,
    /// What was put in.
    pub lines: Vec<ChatCartLine>,
    /// All lines of the card together.
    pub total: Rupiah,
}

/// A message of a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatMessage {
    /// Id.
    pub id: ChatMessageId,
    /// The room.
    pub room_id: ChatRoomId,
    /// Its number in the room, from 1 and without gaps.
    pub sequence: i64,
    /// The number of what last happened to it in the room; the next `since`.
    pub change: i64,
    /// Chosen by who sent it; the same one twice is the same message.
    pub client_id: Uuid,
    /// Who speaks.
    pub side: ChatSide,
    /// The person; `null` for the shop itself, and when the account is gone.
    pub sender_id: Option<UserId>,
    /// The name shown: of the buyer to agents, of the agent to the buyer.
    pub sender_name: String,
    /// The text; plain, never markup. Empty where there is something else, and once it was deleted.
    pub body: String,
    /// What the shop says.
    pub event: Option<ChatEvent>,
    /// The product it is about.
    pub product: Option<ChatProduct>,
    /// A file.
    pub attachment: Option<ChatAttachment>,
    /// A cart that was filled.
    pub cart: Option<ChatCart>,
    /// When its sender deleted it: nothing of what was said is told any more.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

/// Up to which message a side has got and read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatReceipt {
    /// The last message that one of its devices got.
    pub delivered: i64,
    /// The last message that was read.
    pub read: i64,
}

/// Who has got and read what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatReceipts {
    /// The buyer.
    pub buyer: ChatReceipt,
    /// The shop: whoever of those who answer got furthest.
    pub agents: ChatReceipt,
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatPresence {
    /// A connection is open.
    pub online: bool,
    /// When one was last.
    pub last_seen_at: Option<DateTime<Utc>>,
}

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
    /// Who has got and read what.
    pub receipts: ChatReceipts,
    /// The buyer's stars, once rated.
    pub rating: Option<i16>,
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

/// Messages, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatHistory {
    /// The messages, the newest first.
    pub items: Vec<ChatMessage>,
    /// Pass as `cursor` for older ones; `null` at the beginning.
    pub next_cursor: Option<String>,
}

/// A message to be sent: text, a product, a file, or text with either.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct NewChatMessage {
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
}

impl Validate for NewChatMessage {
    fn check(&self, faults: &mut Faults) {
        if self.body.trim().is_empty() && self.product_id.is_none() && self.attachment_id.is_none() {
            faults.add(FieldError::new("/body", FieldCode::Required));
        } else {
            faults.text("/body", &self.body, 0, BODY_MAX);
        }
    }
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatSeen {
    /// The last message that came.
    #[serde(default)]
    pub delivered: i64,
    /// The last message that was read.
    #[serde(default)]
    pub read: i64,
}

impl Validate for ChatSeen {
    fn check(&self, _: &mut Faults) {}
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
    pub comment: String,
}

impl Validate for ChatRating {
    fn check(&self, faults: &mut Faults) {
        faults.range("/stars", i64::from(self.stars), 1, 5);
        faults.text("/comment", &self.comment, 0, 1_000);
    }
}

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
    /// The beginning of the last message; empty when it is no text.
    pub last_text: String,
    /// Who spoke last.
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
    /// What it is about.
    #[serde(default)]
    pub topic: Option<ChatTopic>,
    /// What staff note.
    #[serde(default)]
    pub notes: Option<String>,
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
}

impl Validate for NewChatRoom {
    fn check(&self, _: &mut Faults) {}
}

/// A line to put into the buyer's cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatCartItem {
    /// The variant.
    pub variant_id: VariantId,
    /// Pieces in all: it replaces what the cart has of it.
    pub quantity: i32,
}

/// Fills the buyer's cart and sends it as a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ChatCartFill {
    /// Chosen by the sender; sent again with the same one, it is the same card.
    pub client_id: Uuid,
    /// The lines.
    pub items: Vec<ChatCartItem>,
    /// A text to go with it.
    #[serde(default)]
    pub body: String,
}

impl Validate for ChatCartFill {
    fn check(&self, faults: &mut Faults) {
        if self.items.is_empty() {
            faults.add(FieldError::new("/items", FieldCode::Required));
        } else if self.items.len() > CART_LINES_MAX {
            faults.add(FieldError::new("/items", FieldCode::TooLong).with("max", CART_LINES_MAX));
        }
        for (index, item) in self.items.iter().enumerate() {
            faults.range(&format!("/items/{index}/quantity"), i64::from(item.quantity), 1, 99);
        }
        faults.text("/body", &self.body, 0, BODY_MAX);
    }
}

/// A text that is written often. `{name}`, `{agent}` and `{order}` stand for the buyer's first name, the
/// agent's and the number of the buyer's latest order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CannedResponse {
    /// Id.
    pub id: CannedResponseId,
    /// What is typed after `/` to get it.
    pub shortcut: String,
    /// What it is for.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A text that is written often, as it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CannedResponseDetails {
    /// What is typed after `/` to get it: small letters, digits and dashes.
    pub shortcut: String,
    /// What it is for.
    pub title: String,
    /// The text.
    pub body: String,
}

impl Validate for CannedResponseDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/shortcut", &self.shortcut, 1, 30);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !self.shortcut.is_empty() && !self.shortcut.bytes().all(plain) {
            faults.add(FieldError::new("/shortcut", FieldCode::InvalidFormat));
        }
        faults.text("/title", &self.title, 1, 80);
        faults.text("/body", &self.body, 1, BODY_MAX);
    }
}

/// Replaces the placeholders of a text that is written often; what has no value becomes nothing.
#[must_use]
pub fn fill_in(body: &str, name: &str, agent: &str, order: &str) -> String {
    let first = |whole: &str| whole.split_whitespace().next().unwrap_or_default().to_owned();
    body.replace("{name}", &first(name)).replace("{agent}", &first(agent)).replace("{order}", order)
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
    /// Rooms settled of those assigned to them.
    pub resolved: i64,
    /// Messages written.
    pub messages: i64,
    /// Median seconds until their first answer.
    pub first_response_seconds: Option<i64>,
    /// Average stars in hundredths.
    pub rating_hundredths: Option<i64>,
}

/// How the chat goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ChatFigures {
    /// Open rooms whose buyer waits for an answer, now.
    pub waiting: i64,
    /// Of those, the ones whose answer is overdue.
    pub overdue: i64,
    /// Open rooms that nobody took, now.
    pub unassigned: i64,
    /// Rooms opened in the time asked for.
    pub opened: i64,
    /// Rooms settled in the time asked for.
    pub resolved: i64,
    /// Median seconds until the first answer.
    pub first_response_seconds: Option<i64>,
    /// 90 of 100 rooms were first answered within so many seconds.
    pub first_response_p90_seconds: Option<i64>,
    /// Median seconds until a room was settled.
    pub resolution_seconds: Option<i64>,
    /// Ratings.
    pub ratings: i64,
    /// Average stars in hundredths.
    pub rating_hundredths: Option<i64>,
    /// Each who answered.
    pub agents: Vec<ChatAgentFigures>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_something() {
        assert!(NewChatMessage::default().validate().is_err());
        assert!(NewChatMessage { body: "  ".to_owned(), ..NewChatMessage::default() }.validate().is_err());
        assert!(NewChatMessage { body: "Halo".to_owned(), ..NewChatMessage::default() }.validate().is_ok());
        assert!(NewChatMessage { body: "x".repeat(BODY_MAX + 1), ..NewChatMessage::default() }.validate().is_err());
        let product = Some(ProductId(Uuid::now_v7()));
        assert!(NewChatMessage { product_id: product, ..NewChatMessage::default() }.validate().is_ok());
    }

    #[test]
    fn placeholders_are_filled_in() {
        assert_eq!(fill_in("Halo {name}, saya {agent}. {order}", "Rina Sari", "Budi", ""), "Halo Rina, saya Budi. ");
    }

    #[test]
    fn shortcuts_are_plain() {
        let response = |shortcut: &str| CannedResponseDetails {
            shortcut: shortcut.to_owned(),
            title: "Salam".to_owned(),
            body: "Halo {name}".to_owned(),
        };
        assert!(response("salam-1").validate().is_ok());
        assert!(response("Salam").validate().is_err());
        assert!(response("").validate().is_err());
    }
}
