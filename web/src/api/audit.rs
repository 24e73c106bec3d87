//! The audit log: the operations below `/admin/audit-events`.

use chrono::NaiveDate;
use serde::Serialize;
use shared::audit::{AuditAction, AuditEvent, AuditSubject, AuditVerification};
use shared::export::ExportFormat;
use shared::page::Page;

use super::client::Call;
use super::error::ApiError;
use super::query::{As, day_after, start_of_day};

/// Rows of a page: about two screens.
const PAGE: u32 = 40;

/// Which events; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of a name, of what the thing is called, or of a value.
    pub q: String,
    /// Whose.
    pub actor: String,
    /// What was done.
    pub action: Option<AuditAction>,
    /// To what kind of thing.
    pub subject: Option<AuditSubject>,
    /// To which thing.
    pub subject_id: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Asked<'a> {
    q: &'a str,
    actor: &'a str,
    action: Option<AuditAction>,
    subject: Option<AuditSubject>,
    subject_id: &'a str,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Step {
    limit: u32,
    cursor: Option<String>,
}

fn asked(filter: &AuditFilter) -> Asked<'_> {
    Asked {
        q: &filter.q,
        actor: &filter.actor,
        action: filter.action,
        subject: filter.subject,
        subject_id: &filter.subject_id,
        from: filter.from.map(start_of_day),
        until: filter.until.map(day_after),
    }
}

/// Lists what staff did, the latest first.
///
/// # Errors
/// See [`ApiError`].
pub fn list_audit_events(
    filter: &AuditFilter,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<AuditEvent>, ApiError>> + use<> {
    Call::get("/admin/audit-events").query(&asked(filter)).query(&Step { limit: PAGE, cursor }).send()
}

/// Downloads what staff did, the latest first.
#[must_use]
pub fn export_audit_events(filter: &AuditFilter, format: ExportFormat) -> Call {
    Call::get("/admin/audit-events/export").query(&asked(filter)).query(&As { format })
}

/// Checks the whole log.
///
/// # Errors
/// See [`ApiError`].
pub fn verify_audit_log() -> impl Future<Output = Result<AuditVerification, ApiError>> + use<> {
    Call::get("/admin/audit-events/verification").timeout(120_000).send()
}
