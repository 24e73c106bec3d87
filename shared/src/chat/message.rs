//! Messages: what both sides send and see.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AttachmentKind, ChatEvent, ChatSide, ChatTopic};
use crate::catalog::{Image, StockState};
use crate::ids::{CartId, ChatAttachmentId, ChatMessageId, ChatRoomId, ImageId, ProductId, UserId, VariantId};
use crate::money::Rupiah;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The longest text of a message, in characters.
pub const BODY_MAX: usize = 4_000;
/// The largest attachment, in bytes.
pub const ATTACHMENT_MAX_BYTES: usize = 10 * 1024 * 1024;
/// The kinds of files that are taken, as people call them.
pub const ATTACHMENT_KINDS: &str = "JPEG, PNG, WebP, PDF, TXT";

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
    /// Whether that cart was ordered by now.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub ordered: bool,
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
    #[cfg_attr(feature = "openapi", oai(default))]
    pub body: String,
    /// A product it is about.
    #[serde(default)]
    pub product_id: Option<ProductId>,
    /// A file that was sent before.
    #[serde(default)]
    pub attachment_id: Option<ChatAttachmentId>,
    /// What it is about; counts when it opens a room, and of the buyer where it is more urgent than the open one.
    #[serde(default)]
    pub topic: Option<ChatTopic>,
    /// Of one who answers, the last message that was seen when it was written: what came after that is neither read nor
    /// answered by it. All of it is, when left out. Of a buyer it says nothing.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
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
    #[cfg_attr(feature = "openapi", oai(default))]
    pub delivered: i64,
    /// The last message that was read.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub read: i64,
}

impl Validate for ChatSeen {
    fn check(&self, _: &mut Faults) {}
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
}
