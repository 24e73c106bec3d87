//! Reads the log.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value;
use shared::audit::{AuditAction, AuditEvent, AuditSubject};
use shared::ids::UserId;
use shared::page::Page;

use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, total};
use crate::http::ApiError;

/// Which events.
#[derive(Default, Serialize)]
pub(super) struct AuditFilter {
    pub actor: Option<UserId>,
    pub action: Option<AuditAction>,
    pub subject: Option<AuditSubject>,
    pub subject_id: Option<String>,
    pub text: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub sequence: i64,
    pub actor_id: Option<UserId>,
    pub actor: String,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub subject_label: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub ip: Option<String>,
    pub request_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub hash: Vec<u8>,
}

pub(super) const SELECT: &str =
    "SELECT sequence, actor_id, actor, action, subject_kind, subject_id, subject_label, before, after, ip, request_id, created_at, hash
    FROM audit_events";

impl From<Row> for AuditEvent {
    fn from(row: Row) -> Self {
        Self {
            sequence: row.sequence,
            actor_id: row.actor_id,
            actor: row.actor,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            subject_label: row.subject_label,
            before: row.before,
            after: row.after,
            ip: row.ip,
            request_id: row.request_id,
            created_at: row.created_at,
            hash: hex::encode(row.hash),
        }
    }
}

/// What a filter lets through.
pub(super) fn conditions(ask: AuditFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(actor) = ask.actor {
        filter.and("actor_id = ?", actor.0);
    }
    if let Some(action) = ask.action {
        filter.and("action = ?", action.as_str());
    }
    if let Some(subject) = ask.subject {
        filter.and("subject_kind = ?", subject.as_str());
    }
    if let Some(id) = ask.subject_id.filter(|id| !id.is_empty()) {
        filter.and("subject_id = ?", id);
    }
    filter.and_contains("audit_text(actor, subject_label, subject_id, before, after)", ask.text.as_deref());
    if let Some(from) = ask.from {
        filter.and("created_at >= ?", from);
    }
    if let Some(until) = ask.until {
        filter.and("created_at < ?", until);
    }
    filter
}

/// A page of the log, the latest event first.
pub(super) async fn page(ctx: &Ctx, ask: AuditFilter, limit: u32, cursor: Option<&str>) -> Result<Page<AuditEvent>, ApiError> {
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, "audit_events", &filter).await?;
    if let Some(cursor) = cursor {
        let before: i64 = decode_cursor(cursor)?;
        filter.and("sequence < ?", before);
    }
    let sql = format!("{SELECT} {} ORDER BY sequence DESC LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| row.sequence);
    Ok(Page { items: rows.into_iter().map(AuditEvent::from).collect(), next_cursor, total, total_is_estimate })
}
