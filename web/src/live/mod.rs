//! What happens while one looks: one WebSocket per tab, for as long as somebody is signed in.
//!
//! Pages say what they want to hear of: [`on_changed`] for a topic, [`on_notification`] for
//! notifications. How many are unread is the signal [`unread`]. What was missed while there was no
//! connection is told when it is back, or said to be unknown, so that nobody has to ask in between.

mod backoff;
mod link;
mod listeners;

pub use listeners::{News, on_changed, on_news, on_notification};

use leptos::prelude::*;
use shared::ids::UserId;
use shared::live::UnreadCounts;

use crate::session::use_session;

thread_local! {
    static COUNTS: ArcRwSignal<UnreadCounts> = ArcRwSignal::new(UnreadCounts::default());
    static CONNECTED: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// How many notifications are unread.
#[must_use]
pub fn unread() -> Signal<UnreadCounts> {
    COUNTS.with(|counts| counts.read_only()).into()
}

/// What the server answered to a mark: shown before the socket says the same.
pub fn set_unread(change: impl FnOnce(&mut UnreadCounts)) {
    COUNTS.with(|counts| counts.update(change));
}

/// Whether the connection stands.
#[must_use]
pub fn connected() -> Signal<bool> {
    CONNECTED.with(|connected| connected.read_only()).into()
}

/// Keeps the connection as long as somebody is signed in; once per app, by its shell.
pub fn provide() {
    let session = use_session();
    let person: Memo<Option<UserId>> = Memo::new(move |_| session.with(|session| session.me().map(|me| me.id)));
    link::watch_browser();
    Effect::new(move |_| match person.get() {
        Some(_) => link::start(),
        None => {
            link::stop();
            COUNTS.with(|counts| counts.set(UnreadCounts::default()));
        }
    });
}

fn set_counts(counts: UnreadCounts) {
    COUNTS.with(|signal| {
        if signal.get_untracked() != counts {
            signal.set(counts);
        }
    });
}

fn set_connected(connected: bool) {
    CONNECTED.with(|signal| {
        if signal.get_untracked() != connected {
            signal.set(connected);
        }
    });
}
