//! The audit log: what staff did, and whether anybody tampered with it.

mod diff;
mod list;
mod verify;
pub(super) mod words;

pub use self::list::AuditPage;
