//! The WebSocket: tells people what happens while they look. `docs/live.md` describes the protocol,
//! `shared::live` is its messages.
//!
//! A socket is opened with a one-use ticket (`ticket`), so that no token stands in a URL. Each runs in
//! a task of its own (`socket`), which says what lies in its `mailbox`. The `hub` knows every socket
//! of this process and puts into mailboxes what the database announces (`cache::listen` hears it, in
//! every process); what must be read for that, the `feed` reads for all of them at once.
//!
//! Memory is bounded by construction: a mailbox holds the latest of everything that can be told
//! again, and a few notifications; a reader who falls behind those is given them from the database.

mod asyncapi;
mod feed;
mod hub;
mod mailbox;
mod pace;
mod routes;
mod socket;
mod ticket;
mod voice;

pub use asyncapi::asyncapi;
pub use feed::run;
pub use hub::Hub;
pub use routes::LiveRoutes;
