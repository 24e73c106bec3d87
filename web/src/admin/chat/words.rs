//! Where rooms stand and how long is left, in the reader's language.

use chrono::{DateTime, Utc};
use shared::chat::{ChatPriority, ChatRoomRow, ChatStatus};
use web_logic::numbers;

use crate::i18n::{Locale, language, td_string};
use crate::ui::Tone;

/// So near to its time, in seconds, a room is told to be due soon.
const SOON: i64 = 120;

/// Where a room stands.
pub(super) fn status(locale: Locale, status: ChatStatus) -> &'static str {
    match status {
        ChatStatus::Open => td_string!(locale, console.status.open),
        ChatStatus::Resolved => td_string!(locale, console.status.resolved),
        ChatStatus::Archived => td_string!(locale, console.status.archived),
    }
}

/// Its colour.
pub(super) const fn status_tone(status: ChatStatus) -> Tone {
    match status {
        ChatStatus::Open => Tone::Accent,
        ChatStatus::Resolved => Tone::Success,
        ChatStatus::Archived => Tone::Neutral,
    }
}

/// How soon a room is to be answered.
pub(super) fn priority(locale: Locale, priority: ChatPriority) -> &'static str {
    match priority {
        ChatPriority::Urgent => td_string!(locale, console.priority.urgent),
        ChatPriority::High => td_string!(locale, console.priority.high),
        ChatPriority::Normal => td_string!(locale, console.priority.normal),
    }
}

/// Its colour.
pub(super) const fn priority_tone(priority: ChatPriority) -> Tone {
    match priority {
        ChatPriority::Urgent => Tone::Danger,
        ChatPriority::High => Tone::Warning,
        ChatPriority::Normal => Tone::Neutral,
    }
}

/// A length of time: `45 d`, `12 mnt`, `3 j 5 mnt`, `2 hr 4 j`.
pub(super) fn span(locale: Locale, seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    match seconds {
        ..60 => td_string!(locale, console.span.seconds, count = seconds),
        60..3_600 => td_string!(locale, console.span.minutes, count = minutes),
        3_600..86_400 => td_string!(locale, console.span.hours, count = hours, rest = minutes % 60),
        _ => td_string!(locale, console.span.days, count = hours / 24, rest = hours % 24),
    }
}

/// What a room's buyer waits for, and how long is left: the answer first, then the settling. What is overdue goes before
/// what is not.
pub(super) fn due(locale: Locale, now: DateTime<Utc>, row: &ChatRoomRow) -> Option<(Tone, String)> {
    let ends_late = row.resolve_by.is_some_and(|end| end < now);
    if let Some(by) = row.respond_by.filter(|by| *by < now || !ends_late) {
        let left = (by - now).num_seconds();
        let span = span(locale, left.abs());
        return Some(if left < 0 {
            (Tone::Danger, td_string!(locale, console.due.respond_late, span = span))
        } else {
            (soon(left), td_string!(locale, console.due.respond, span = span))
        });
    }
    let left = (row.resolve_by? - now).num_seconds();
    let span = span(locale, left.abs());
    Some(if left < 0 {
        (Tone::Danger, td_string!(locale, console.due.resolve_late, span = span))
    } else {
        (Tone::Neutral, td_string!(locale, console.due.resolve, span = span))
    })
}

const fn soon(left: i64) -> Tone {
    if left < SOON { Tone::Warning } else { Tone::Neutral }
}

/// Stars of hundredths: `4,7`, in English `4.7`.
pub(super) fn stars(locale: Locale, hundredths: i64) -> String {
    numbers::stars(language(locale), hundredths)
}
