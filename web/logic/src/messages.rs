//! The messages of a chat as lines: days, and groups of what somebody wrote in a row.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::chat::{ChatMessage, ChatSide};
use shared::ids::ChatRoomId;

use crate::days::day_in_shop;

/// What was written within so many minutes of each other stands together.
const TOGETHER_MINUTES: i64 = 5;

/// A line of the list.
#[derive(Clone, PartialEq)]
pub enum Row {
    /// A day begins.
    Day(DateTime<Utc>),
    /// A message.
    Said {
        /// The message.
        message: Box<ChatMessage>,
        /// Whether it begins what somebody wrote in a row.
        first: bool,
        /// Whether it ends that.
        last: bool,
    },
}

impl Row {
    /// Drawn anew when it changes.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Day(at) => day_in_shop(*at).to_string(),
            Self::Said { message, first, last } => {
                format!("{}-{}-{first}-{last}-{}", message.id, message.change, message.deleted_at.is_some())
            }
        }
    }
}

fn belong_together(one: &ChatMessage, other: &ChatMessage) -> bool {
    one.room_id == other.room_id
        && one.side == other.side
        && one.sender_id == other.sender_id
        && one.side != ChatSide::System
        && day_in_shop(one.created_at) == day_in_shop(other.created_at)
        && (other.created_at - one.created_at).num_minutes().abs() < TOGETHER_MINUTES
}

/// The lines of these messages, which are kept by room and number.
#[must_use]
pub fn rows(messages: &BTreeMap<(ChatRoomId, i64), ChatMessage>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(messages.len() + 4);
    let mut before: Option<&ChatMessage> = None;
    let mut all = messages.values().peekable();
    while let Some(message) = all.next() {
        if before.is_none_or(|before| day_in_shop(before.created_at) != day_in_shop(message.created_at)) {
            rows.push(Row::Day(message.created_at));
        }
        let first = before.is_none_or(|before| !belong_together(before, message));
        let last = all.peek().is_none_or(|next| !belong_together(message, next));
        rows.push(Row::Said { message: Box::new(message.clone()), first, last });
        before = Some(message);
    }
    rows
}

#[cfg(test)]
mod tests {
    use shared::ids::{ChatMessageId, UserId};
    use uuid::Uuid;

    use super::*;

    fn said(sequence: i64, side: ChatSide, at: &str) -> ChatMessage {
        ChatMessage {
            id: ChatMessageId(Uuid::from_u128(sequence.unsigned_abs().into())),
            room_id: ChatRoomId(Uuid::nil()),
            sequence,
            change: sequence,
            client_id: Uuid::nil(),
            side,
            sender_id: Some(UserId(Uuid::nil())),
            sender_name: String::new(),
            body: "x".to_owned(),
            event: None,
            product: None,
            attachment: None,
            cart: None,
            deleted_at: None,
            created_at: at.parse().unwrap_or_default(),
        }
    }

    #[test]
    fn messages_stand_in_days_and_groups() {
        let all = [
            said(1, ChatSide::Buyer, "2026-11-28T16:58:00Z"),
            said(2, ChatSide::Buyer, "2026-11-28T16:59:00Z"),
            // Midnight in Bandung lies between.
            said(3, ChatSide::Buyer, "2026-11-28T17:00:00Z"),
            said(4, ChatSide::Agent, "2026-11-28T17:01:00Z"),
            said(5, ChatSide::Agent, "2026-11-28T17:30:00Z"),
        ];
        let messages = all.into_iter().map(|message| ((message.room_id, message.sequence), message)).collect();
        let shape: Vec<(i64, bool, bool)> = rows(&messages)
            .into_iter()
            .map(|row| match row {
                Row::Day(_) => (0, true, true),
                Row::Said { message, first, last } => (message.sequence, first, last),
            })
            .collect();
        let wanted = [
            (0, true, true),
            (1, true, false),
            (2, false, true),
            (0, true, true),
            (3, true, true),
            (4, true, true),
            (5, true, true),
        ];
        assert_eq!(shape, wanted);
    }
}
