//! The chat's words of the contract, in the reader's language.

use shared::chat::{ChatEvent, ChatMessage, ChatSide, ChatTopic};
use shared::live::chat::ChatRefusal;

use crate::i18n::{Locale, td_string};

/// What a room is about.
#[must_use]
pub fn topic(locale: Locale, topic: ChatTopic) -> &'static str {
    match topic {
        ChatTopic::Payment => td_string!(locale, chat.topic.payment),
        ChatTopic::Site => td_string!(locale, chat.topic.site),
        ChatTopic::Order => td_string!(locale, chat.topic.order),
        ChatTopic::Product => td_string!(locale, chat.topic.product),
        ChatTopic::Other => td_string!(locale, chat.topic.other),
    }
}

/// The picture of a topic.
#[must_use]
pub fn topic_icon(topic: ChatTopic) -> icondata::Icon {
    match topic {
        ChatTopic::Payment => icondata::LuCreditCard,
        ChatTopic::Site => icondata::LuBug,
        ChatTopic::Order => icondata::LuPackage,
        ChatTopic::Product => icondata::LuGuitar,
        ChatTopic::Other => icondata::LuMessageCircle,
    }
}

/// Why a message was not stored.
#[must_use]
pub fn refusal(locale: Locale, refusal: ChatRefusal) -> &'static str {
    match refusal {
        ChatRefusal::Invalid => td_string!(locale, chat.refusal.invalid),
        ChatRefusal::NotFound => td_string!(locale, chat.refusal.not_found),
        ChatRefusal::Closed => td_string!(locale, chat.refusal.closed),
        ChatRefusal::Conflict => td_string!(locale, chat.refusal.conflict),
        ChatRefusal::TooMany => td_string!(locale, chat.refusal.too_many),
        ChatRefusal::Maintenance => td_string!(locale, chat.refusal.maintenance),
        ChatRefusal::Unavailable => td_string!(locale, chat.refusal.unavailable),
    }
}

/// What happened, to those of this side.
#[must_use]
pub fn event(locale: Locale, viewer: ChatSide, message: &ChatMessage) -> String {
    let name = message.sender_name.clone();
    match message.event {
        Some(ChatEvent::Assigned) if name.is_empty() => td_string!(locale, chat.event.assigned_nobody).to_owned(),
        Some(ChatEvent::Assigned) => td_string!(locale, chat.event.assigned, name = name).to_string(),
        Some(ChatEvent::Resolved) => td_string!(locale, chat.event.resolved).to_owned(),
        Some(ChatEvent::Reopened) => td_string!(locale, chat.event.reopened).to_owned(),
        Some(ChatEvent::OutsideHours) if viewer == ChatSide::Agent => {
            td_string!(locale, chat.event.outside_hours_agent).to_owned()
        }
        Some(ChatEvent::OutsideHours) => td_string!(locale, chat.event.outside_hours).to_owned(),
        Some(ChatEvent::Rated) => td_string!(locale, chat.event.rated).to_owned(),
        None => message.body.clone(),
    }
}

/// `1,4 MB`, in English `1.4 MB`.
#[must_use]
pub fn size(locale: Locale, bytes: i64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    if tenths == 0 {
        return format!("{}\u{a0}KB", (bytes / 1024).max(1));
    }
    let comma = if locale == Locale::id { ',' } else { '.' };
    format!("{}{comma}{}\u{a0}MB", tenths / 10, tenths % 10)
}
