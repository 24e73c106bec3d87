//! Pure decisions.

use chrono::{DateTime, TimeDelta, Utc};
use shared::chat::{ChatPriority, ChatStatus};
use shared::store::OpeningHours;

use super::store::{Left, Room};
use crate::store::open_for;

/// A rating may be changed for so long.
pub(super) const RATING_STANDS_AFTER: TimeDelta = TimeDelta::days(7);
/// A buyer who has not come back by then is told by email that there is an answer.
pub(super) const MAIL_AFTER: TimeDelta = TimeDelta::minutes(10);

/// The number that a priority is kept as: the higher, the sooner.
pub(super) const fn rank(priority: ChatPriority) -> i16 {
    match priority {
        ChatPriority::Urgent => 2,
        ChatPriority::High => 1,
        ChatPriority::Normal => 0,
    }
}

/// The priority that a number stands for.
pub(super) const fn priority(rank: i16) -> ChatPriority {
    match rank {
        2.. => ChatPriority::Urgent,
        1 => ChatPriority::High,
        _ => ChatPriority::Normal,
    }
}

/// Whether a room may go from one status to another.
pub(super) const fn may_become(from: ChatStatus, to: ChatStatus) -> bool {
    matches!(
        (from, to),
        (ChatStatus::Open, ChatStatus::Resolved)
            | (ChatStatus::Resolved, ChatStatus::Open | ChatStatus::Archived)
            | (ChatStatus::Archived, ChatStatus::Open)
    )
}

/// When a buyer who waits since `since` is to be answered.
pub(super) fn respond_by(priority: ChatPriority, hours: &[OpeningHours], since: DateTime<Utc>) -> DateTime<Utc> {
    open_for(hours, since, priority.response_minutes())
}

/// When a room that was opened at `since` should be settled.
pub(super) fn resolve_by(priority: ChatPriority, hours: &[OpeningHours], since: DateTime<Utc>) -> DateTime<Utc> {
    open_for(hours, since, priority.resolution_minutes())
}

/// A room is to be answered sooner or later than before; it was opened, or opened again, at `opened_at`. What was promised counts
/// from the same moments.
pub(super) fn prioritise(room: &mut Room, priority: ChatPriority, hours: &[OpeningHours], opened_at: DateTime<Utc>) {
    room.priority = rank(priority);
    room.respond_by = room.waiting_since.map(|since| respond_by(priority, hours, since));
    room.resolve_by = room.resolve_by.map(|_| resolve_by(priority, hours, opened_at));
}

/// The buyer wrote. Returns whether they wait only since then.
pub(super) fn buyer_wrote(room: &mut Room, has_unread_answer: bool, hours: &[OpeningHours], now: DateTime<Utc>) -> bool {
    room.asked_at.get_or_insert(now);
    room.last_activity_at = now;
    // What was written earlier and comes only now says of nothing that it was read.
    if !has_unread_answer {
        room.mail_at = None;
        room.mailed = false;
    }
    if room.waiting_since.is_some() {
        return false;
    }
    room.waiting_since = Some(now);
    room.respond_by = Some(respond_by(priority(room.priority), hours, now));
    true
}

/// Somebody answered for the shop. `unseen` is when the first message came that they had not seen when they wrote that, of
/// those that wait for an answer.
pub(super) fn agent_wrote(
    room: &mut Room,
    agent: uuid::Uuid,
    unseen: Option<DateTime<Utc>>,
    hours: &[OpeningHours],
    now: DateTime<Utc>,
) {
    // What was written before anything of it was seen answers none of it.
    let answers = unseen.is_none_or(|since| room.waiting_since != Some(since));
    if answers && room.asked_at.is_some() && room.first_response_at.is_none() {
        room.first_response_at = Some(now);
        room.first_responder_id = Some(agent);
    }
    // Who answers what nobody took has taken it.
    if room.assignee_id.is_none() {
        room.assignee_id = Some(agent);
        room.revision += 1;
    }
    room.last_activity_at = now;
    if answers {
        room.waiting_since = unseen;
        room.respond_by = unseen.map(|since| respond_by(priority(room.priority), hours, since));
    }
    if !room.mailed {
        room.mail_at.get_or_insert(now + MAIL_AFTER);
    }
}

/// A message was deleted. Nobody waits for an answer to what is not there any more, and an answer that was taken back is
/// none.
pub(super) fn deleted(room: &mut Room, left: &Left, hours: &[OpeningHours]) {
    if !left.answered {
        room.first_response_at = None;
        room.first_responder_id = None;
    }
    match left.waiting_since {
        None => {
            room.waiting_since = None;
            room.respond_by = None;
        }
        // Whoever waits goes on waiting as before, unless what was answered waits again.
        Some(since) if room.status == ChatStatus::Open && room.waiting_since.is_none_or(|waits| since < waits) => {
            room.waiting_since = Some(since);
            room.respond_by = Some(respond_by(priority(room.priority), hours, since));
        }
        Some(_) => {}
    }
}

/// What follows from a new status.
pub(super) fn became(room: &mut Room, status: ChatStatus, hours: &[OpeningHours], now: DateTime<Utc>) {
    match (room.status, status) {
        (_, ChatStatus::Resolved) => {
            room.resolved_at = Some(now);
            room.waiting_since = None;
            room.respond_by = None;
            room.resolve_by = None;
        }
        (_, ChatStatus::Open) => {
            room.resolved_at = None;
            // The stars were for what turned out not to be settled.
            room.rating = None;
            room.rating_comment = None;
            room.rated_at = None;
            room.resolve_by = Some(resolve_by(priority(room.priority), hours, now));
        }
        (_, ChatStatus::Archived) => {}
    }
    room.status = status;
    room.last_activity_at = now;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_are_kept_as_they_are() {
        for known in ChatPriority::ALL {
            assert_eq!(priority(rank(*known)), *known);
        }
    }

    #[test]
    fn what_is_settled_can_be_opened_again_and_put_away() {
        use ChatStatus::{Archived, Open, Resolved};
        for (from, to, may) in [
            (Open, Resolved, true),
            (Open, Archived, false),
            (Resolved, Open, true),
            (Resolved, Archived, true),
            (Archived, Open, true),
            (Archived, Resolved, false),
        ] {
            assert_eq!(may_become(from, to), may, "{from} {to}");
        }
    }
}
