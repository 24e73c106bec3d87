//! The audit log: every change by staff, with what was before and after, each event chained to the
//! one before by a hash.
//!
//! Use cases call `record` last in their transaction, with the caller they were handed. The end of
//! the log is a row lock (`audit_head`), so events have no gaps and are in the order of commits.

mod export;
mod find;
mod record;
mod redact;
mod routes;
mod verify;

pub use record::{Actor, Subject, record, record_export, record_many, record_paper};
pub use routes::AuditRoutes;
/// What was done.
pub use shared::audit::AuditAction as Action;
pub use verify::{Noted, verify};
