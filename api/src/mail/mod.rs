//! Emails: written into an outbox in the transaction of what they tell, sent by a job.
//!
//! `post` renders both parts at once, so that what the buyer gets is what was true when it
//! happened, and a fault in a template stops the transaction instead of being lost. A cause sends
//! one email (`Draft::dedupe_key`); an email is handed to the mail server once, and should a crash
//! between handing over and writing that down repeat it, its Message-ID is the same.
//!
//! An email with a link that opens an account is `sealed` until it is sent, and does not hold the link any more after that.

mod desk;
mod export;
mod filters;
mod forget;
mod mailer;
mod message;
mod outbox;
mod post;
mod preview;
mod routes;
mod sealed;
mod send;
mod server;
mod settings;
mod settings_routes;
mod stuck;
mod templates;

pub use forget::forget_links;
pub use mailer::{Mailer, is_sender, is_server};
pub use outbox::{forget_person, withdraw};
pub use post::{Draft, StaffDraft, post, post_staff};
pub use routes::MailRoutes;
pub use sealed::{SEALED, open_sealed};
pub use send::{SendEmail, SendSealedEmail};
pub use server::reach;
pub use settings_routes::MailSettingsRoutes;
/// The emails that the shop writes.
pub use shared::mail::EmailTemplate as Template;
pub use stuck::{Stuck, stuck};
