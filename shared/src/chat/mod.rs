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

mod buyer;
mod canned;
mod kinds;
mod message;
mod staff;

pub use buyer::{ChatRating, ChatRoom, ChatState};
pub use canned::{CannedResponse, CannedResponseDetails, fill_in};
pub use kinds::{AttachmentKind, ChatEvent, ChatListStatus, ChatPriority, ChatSide, ChatSort, ChatStatus, ChatTopic};
pub use message::{
    ATTACHMENT_KINDS, ATTACHMENT_MAX_BYTES, BODY_MAX, ChatAttachment, ChatCart, ChatCartLine, ChatHistory, ChatMessage,
    ChatPresence, ChatProduct, ChatReceipt, ChatReceipts, ChatSeen, NewChatMessage,
};
pub use staff::{
    CART_LINES_MAX, ChatAgent, ChatAgentFigures, ChatAssignment, ChatBuyer, ChatCartFill, ChatFigures, ChatOrder, ChatRoomChange,
    ChatRoomDetail, ChatRoomRow, NewChatRoom,
};
