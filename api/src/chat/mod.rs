//! The chat between buyers and those who answer for the shop. `docs/chat.md` says how it works.
//!
//! A message is stored under the lock of its room's row, where it gets its number and the number of
//! the change; both are without gaps, and become visible in their order. Nobody is told of anything that
//! is not committed: triggers announce each change, and the sockets (`live`) read it from here.

mod attachments;
mod buyer;
mod canned;
mod desk;
mod figures;
mod file;
#[cfg(feature = "fuzzing")]
mod fuzzing;
mod history;
mod links;
mod mails;
mod pace;
mod presence;
mod refused;
mod routes;
mod rules;
mod seen;
mod send;
mod store;
mod unread;
mod view;
mod waiting;
mod watch;

pub use attachments::RemoveUnusedAttachments;
pub use canned::CannedResponseRoutes;
pub use desk::{ChatDeskRoutes, room_of_desk};
#[cfg(feature = "fuzzing")]
pub use fuzzing::take_upload;
pub use mails::MailAnswers;
pub use pace::SendPace;
pub use presence::{ForgetSessions, agents_presence, close_sessions, open_session, presence_of, touch_sessions};
pub use refused::Refused;
pub use routes::ChatRoutes;
pub use seen::mark;
pub use send::{answer, say};
pub use unread::unread_of;
pub use view::message_of_desk;
pub use waiting::{FreeRooms, TellWaiting};
pub use watch::{Watched, announce_typing, changed_since, last_changes, news, own_rooms, receipts, watched};
