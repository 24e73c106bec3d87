//! The chat: what the buyer's widget (`shop::chat`) and the console of those who answer have in
//! common. It knows neither of them.
//!
//! What there is:
//!
//! - [`provide`]`(side: ChatSide)`: once per app, by its shell, after `live::provide()`. Sends what
//!   was written earlier and could not be sent.
//! - [`ChatThread`]: the messages of a chat, kept up to date over the live connection.
//!   `ChatThread::new(Source::Own | Source::Room(id))`, then `.begin(room, last_change, receipts)` with
//!   what the server says of the room; it watches the room, reads the history, fills gaps and does so
//!   again after every reconnect. Signals: `.room()`, `.typist()`, `.presence()` (of the other side),
//!   `.is_loaded()`, `.is_empty()`, `.failure()`. It lives as long as the component that made it.
//! - [`ChatDraft`]: what is being written. `ChatDraft::load("name")` with a name per person and room;
//!   its parts `text`, `product`, `topic` are signals, `files` the attachments. `.send(source, seen)`.
//! - [`outgoing`]`(source)`, [`push`], [`retry`], [`discard`]: what is on its way. Nobody but the parts here need
//!   them, except to send something without a composer: `push(Outgoing::new(source, message, None, None))`.
//! - `<MessageList thread hands active/>`: days, groups, bubbles, cards, receipts, what is on its way.
//!   `active: Signal<bool>`: whether it is in sight, so that what is shown counts as read. [`ChatHands`]
//!   says what can be done with cards: `ChatHands { in_shop, on_checkout, standing }`.
//! - `<Typing thread/>`: who is typing, in a line that keeps its room.
//! - `<Composer thread draft label placeholder tools? on_key? blocked?/>`: text, product, files, emoji.
//!   `tools: ViewFn` stands beside the other buttons; `on_key: Callback<KeyboardEvent, bool>` sees keys
//!   first (`true`: handled); `blocked: MaybeProp<String>` says why nothing can be sent. It carries
//!   `data-test="chat-text"` and `data-test="chat-send"`.
//! - `<ProductLine product/>`: a product in one line, without a link. [`tagged`]`(&ProductCard)` makes a
//!   `ChatProduct` of what the catalogue lists.
//! - [`words`]: names of topics, events and refusals in both languages (namespace `chat`).
//! - [`looking`]: whether somebody looks at this tab.
//!
//! Styles: `styles/kit/chat.css`, blocks `chat`, `bubble`, `composer`, `chat-card`.

mod bubble;
mod cards;
mod composer;
mod draft;
mod files;
mod list;
mod outbox;
mod products;
mod thread;
pub mod words;

pub use cards::{ProductLine, tagged};
pub use composer::Composer;
pub use draft::ChatDraft;
pub use files::{ChatFile, ChatFiles};
pub use list::{MessageList, Typing};
pub use outbox::{Outgoing, discard, outgoing, push, retry};
pub use thread::{ChatThread, Source, Standing};
pub use web_logic::cart_card::CardStanding;

use leptos::prelude::*;
use shared::chat::{ChatCart, ChatSide};

/// What can be done with the cards of messages.
#[derive(Clone, Copy)]
pub struct ChatHands {
    /// Whether the pages of products are in the same app; otherwise they open beside it.
    pub in_shop: bool,
    /// Checks out a cart that was filled; none for those who answer.
    pub on_checkout: Option<Callback<ChatCart>>,
    /// How a cart that was filled stands by now, followed; none for those who answer.
    pub standing: Option<Callback<ChatCart, CardStanding>>,
}

thread_local! {
    static LOOKING: ArcRwSignal<bool> = ArcRwSignal::new(true);
}

/// Sends what was written and is not stored yet, as long as somebody is signed in; once per app, by
/// its shell.
pub fn provide(side: ChatSide) {
    outbox::provide(side);
    look();
    window_event_listener_untyped("visibilitychange", |_| look());
    window_event_listener_untyped("focus", |_| look());
}

fn look() {
    let looking = !document().hidden();
    LOOKING.with(|signal| {
        if signal.get_untracked() != looking {
            signal.set(looking);
        }
    });
}

/// Whether somebody looks at this tab.
#[must_use]
pub fn looking() -> Signal<bool> {
    LOOKING.with(|looking| looking.read_only()).into()
}
