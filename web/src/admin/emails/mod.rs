//! The outbox.

mod detail;
mod list;

pub use detail::EmailPage;
pub use list::EmailsPage;
