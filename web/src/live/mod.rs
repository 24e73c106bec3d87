//! What happens while one looks: one WebSocket per tab, for as long as somebody is signed in.
//!
//! Pages say what they want to hear of: [`on_changed`] for a topic, [`on_notification`] for
//! notifications. How many are unread is the signal [`unread`]. What was missed while there was no
//! connection is told when it is back, or said to be unknown, so that nobody has to ask in between.
//!
//! The chat is said over it both ways: [`on_chat`] watches rooms and hears of them, [`send`] says
//! something. What is made of it is `crate::chat`'s.

mod link;
mod listeners;

pub use link::keep;
pub use listeners::{News, on_changed, on_chat, on_news, on_notification};

use std::pin::Pin;

use leptos::prelude::*;
use shared::ids::UserId;
use shared::live::{ClientMessage, ServerMessage, UnreadCounts};

use crate::session::use_session;

/// What keeps the connection: [`keep`].
pub type Keep = fn(u32) -> Pin<Box<dyn Future<Output = ()>>>;
/// Fetches it; nothing where it cannot be had.
pub type FetchKeep = fn() -> Pin<Box<dyn Future<Output = Option<Keep>>>>;

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

/// Says something; whether there is a connection to say it over. That it arrived, only an answer tells.
pub fn send(message: ClientMessage) -> bool {
    is_connected() && link::send(message)
}

/// Tells those who listen to the chat what was learned another way, as if it had been said.
pub fn pass_on(message: &ServerMessage) {
    listeners::tell_chat(message);
}

/// The rooms that [`on_chat`] watches are others now. Told once for all that change in the same breath.
pub fn rewatch() {
    link::rooms_changed();
}

/// Whether the connection stands now, without following it.
#[must_use]
pub fn is_connected() -> bool {
    CONNECTED.with(|connected| connected.get_untracked())
}

/// How many notifications are unread now, without following it.
#[must_use]
pub fn unread_now() -> UnreadCounts {
    COUNTS.with(|counts| counts.get_untracked())
}

/// Keeps the connection as long as somebody is signed in; once per app, by its shell. What keeps it is fetched when it is
/// wanted, for the app of those who never sign in does without it.
pub fn provide(fetch: FetchKeep) {
    let session = use_session();
    let person: Memo<Option<UserId>> = Memo::new(move |_| session.with(|session| session.me().map(|me| me.id)));
    link::watch_browser();
    Effect::new(move |_| match person.get() {
        Some(_) => link::start(fetch),
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
