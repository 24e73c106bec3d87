//! The endpoints of this room, all for staff.

use chrono::{DateTime, Utc};
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use shared::audit::{AuditAction, AuditEvent, AuditSubject, AuditVerification};
use shared::export::ExportFormat;
use shared::ids::UserId;
use shared::page::Page;

use super::export;
use super::find::{self, AuditFilter};
use super::verify::verify;
use crate::context::Ctx;
use crate::http::grants::AuditRead;
use crate::http::{ApiResult, Area, Body, Can, Export, ExportAsk};

/// The audit log.
pub struct AuditRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(prefix_path = "/admin/audit-events", tag = "Area::AdminAudit")]
impl AuditRoutes {
    /// List what staff did, the latest first.
    #[oai(path = "/", method = "get", operation_id = "list_audit_events")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn list_audit_events(
        &self,
        _staff: Can<AuditRead>,
        /// Only what this person did.
        actor: Query<Option<UserId>>,
        /// Only this.
        action: Query<Option<AuditAction>>,
        /// Only what was done to things of this kind.
        subject: Query<Option<AuditSubject>>,
        /// Only what was done to the thing with this id.
        subject_id: Query<Option<String>>,
        /// Part of a name, of what the thing is called, of its id, or of a value that changed.
        q: Query<Option<String>>,
        /// Done at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Done before.
        until: Query<Option<DateTime<Utc>>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<AuditEvent>>> {
        let filter = AuditFilter {
            actor: actor.0,
            action: action.0,
            subject: subject.0,
            subject_id: subject_id.0,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        let limit = crate::http::limit(limit.0)?;
        Ok(Body(find::page(&self.ctx, filter, limit, cursor.0.as_deref()).await?))
    }

    /// Download what staff did, the latest first, with the filters of the list.
    #[oai(path = "/export", method = "get", operation_id = "export_audit_events")]
    #[expect(clippy::too_many_arguments, reason = "each filter is a parameter of the query")]
    async fn export_audit_events(
        &self,
        staff: Can<AuditRead>,
        /// CSV or XLSX.
        format: Query<ExportFormat>,
        /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8; it does unless this is `false`.
        bom: Query<Option<bool>>,
        /// Only what this person did.
        actor: Query<Option<UserId>>,
        /// Only this.
        action: Query<Option<AuditAction>>,
        /// Only what was done to things of this kind.
        subject: Query<Option<AuditSubject>>,
        /// Only what was done to the thing with this id.
        subject_id: Query<Option<String>>,
        /// Part of a name, of what the thing is called, of its id, or of a value that changed.
        q: Query<Option<String>>,
        /// Done at or after.
        from: Query<Option<DateTime<Utc>>>,
        /// Done before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> ApiResult<Export> {
        let filter = AuditFilter {
            actor: actor.0,
            action: action.0,
            subject: subject.0,
            subject_id: subject_id.0,
            text: q.0,
            from: from.0,
            until: until.0,
        };
        let ask = ExportAsk::new(staff.caller(), format.0, bom.0, self.ctx.clock.now());
        export::export(&self.ctx, staff.caller(), &ask, filter).await
    }

    /// Check the whole log: edits, gaps, a broken chain, a cut off end.
    #[oai(path = "/verification", method = "get", operation_id = "verify_audit_log")]
    async fn verify_audit_log(&self, _staff: Can<AuditRead>) -> ApiResult<Body<AuditVerification>> {
        Ok(Body(verify(&self.ctx.db).await?))
    }
}
