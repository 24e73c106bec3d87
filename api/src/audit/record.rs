//! Writes events.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use serde_json::Value;
use shared::audit::{AuditAction, AuditSubject};
use shared::diff::only_changed;
use shared::export::ExportFormat;
use shared::ids::UserId;

use super::redact::redact;
use crate::context::Ctx;
use crate::db::execute;
use crate::http::Caller;

/// Who did it, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    /// The account; `None` for a command on the server.
    pub id: Option<UserId>,
    /// The person's name, or the command's.
    pub name: &'a str,
    /// The address it came from.
    pub ip: Option<&'a str>,
    /// The request's id.
    pub request_id: Option<&'a str>,
}

impl<'a> From<&'a Caller> for Actor<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self { id: Some(caller.user_id), name: &caller.name, ip: Some(&caller.ip), request_id: Some(&caller.request_id) }
    }
}

/// What it was done to.
#[derive(Clone, Debug)]
pub struct Subject {
    kind: AuditSubject,
    id: String,
    label: String,
}

impl Subject {
    /// A thing by its kind and id, and what people call it (an order's number, a role's name).
    #[must_use]
    pub fn new(kind: AuditSubject, id: impl ToString, label: impl Into<String>) -> Self {
        Self { kind, id: id.to_string(), label: label.into() }
    }
}

/// Writes an event into the log. Of `before` and `after` only what differs is kept, and never a
/// secret; `&()` stands for nothing (something was created, or removed).
///
/// Call it last in the transaction: the end of the log stays locked until the commit, and whoever
/// takes another lock after it may wait for somebody who waits for the end.
///
/// # Errors
/// What the database says, or when a version cannot be written as JSON.
pub async fn record<'a>(
    tx: &impl ConnectionTrait,
    by: impl Into<Actor<'a>>,
    action: AuditAction,
    subject: &Subject,
    before: &impl Serialize,
    after: &impl Serialize,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let by = by.into();
    let (before, after) = only_changed(json(before)?, json(after)?);
    let sql = "SELECT append_audit_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        by.id.into(),
        by.name.into(),
        action.as_str().into(),
        subject.kind.as_str().into(),
        subject.id.as_str().into(),
        subject.label.as_str().into(),
        kept(before).into(),
        kept(after).into(),
        by.ip.into(),
        by.request_id.into(),
        now.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// The same thing done to many subjects at once, in one statement: each with what was before and after.
///
/// Call it last in the transaction, like [`record`].
///
/// # Errors
/// What the database says, or when a version cannot be written as JSON.
pub async fn record_many<'a>(
    tx: &impl ConnectionTrait,
    by: impl Into<Actor<'a>>,
    action: AuditAction,
    subjects: &[(Subject, Value, Value)],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    #[derive(Serialize)]
    struct Row {
        kind: &'static str,
        id: String,
        label: String,
        before: Option<Value>,
        after: Option<Value>,
    }
    let by = by.into();
    let row = |(subject, before, after): &'_ (Subject, Value, Value)| {
        let (before, after) = only_changed(before.clone(), after.clone());
        Row {
            kind: subject.kind.as_str(),
            id: subject.id.clone(),
            label: subject.label.clone(),
            before: kept(before),
            after: kept(after),
        }
    };
    let rows: Vec<Row> = subjects.iter().map(row).collect();
    // In the order given: each event follows the one before.
    let sql = "SELECT append_audit_event($1, $2, $3, r.kind, r.id, r.label, NULLIF(r.before, 'null'), NULLIF(r.after, 'null'), $5, $6, $7)
               FROM ROWS FROM (jsonb_to_recordset($4) AS (kind text, id text, label text, before jsonb, after jsonb)) WITH ORDINALITY AS r
               ORDER BY r.ordinality";
    let values = [
        by.id.into(),
        by.name.into(),
        action.as_str().into(),
        json(&rows)?.into(),
        by.ip.into(),
        by.request_id.into(),
        now.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

fn kept(value: Value) -> Option<Value> {
    Some(redact(value)).filter(|value| !is_nothing(value))
}

/// Notes that somebody takes a list away as a file, and what they asked for.
///
/// # Errors
/// What the database says.
pub async fn record_export(
    ctx: &Ctx,
    by: &Caller,
    list: &str,
    format: ExportFormat,
    filter: &impl Serialize,
) -> Result<(), DbErr> {
    record_taken(ctx, by, list, format.as_str(), filter).await
}

/// Notes that somebody takes a list away on paper, and what they asked for.
///
/// # Errors
/// What the database says.
pub async fn record_paper(ctx: &Ctx, by: &Caller, list: &str, filter: &impl Serialize) -> Result<(), DbErr> {
    record_taken(ctx, by, list, "pdf", filter).await
}

async fn record_taken(ctx: &Ctx, by: &Caller, list: &str, format: &str, filter: &impl Serialize) -> Result<(), DbErr> {
    let mut asked = json(filter)?;
    if let Some(fields) = asked.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
        fields.insert("format".to_owned(), format.into());
    }
    let tx = ctx.begin().await?;
    let subject = Subject::new(AuditSubject::List, list, list);
    record(&tx, by, AuditAction::ListExported, &subject, &(), &asked, ctx.clock.now()).await?;
    tx.commit().await
}

fn json(version: &impl Serialize) -> Result<Value, DbErr> {
    serde_json::to_value(version).map_err(|error| DbErr::Json(error.to_string()))
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}
