//! The audit log: what staff did, and whether anybody tampered with it.

mod diff;
mod list;
mod verify;
mod words;

pub use self::list::AuditPage;
