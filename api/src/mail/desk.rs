//! The outbox as staff see it, and what they do with it.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;
use shared::account::Locale;
use shared::audit::AuditSubject;
use shared::ids::{EmailId, OrderId};
use shared::mail::{EmailState, EmailTemplate, StaffEmail, StaffEmailRow};
use shared::page::Page;
use shared::problem::ErrorCode;
use uuid::Uuid;

use super::message::carries_invoice;
use super::post::enqueue;
use super::{SendEmail, outbox, preview};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{Filter, all, cut, decode_cursor, one, total};
use crate::http::{ApiError, Caller};
use crate::jobs::{self, Job};
use crate::papers::invoice_name;

/// Emails of one order that its page lists; no order has as many.
const OF_ORDER: u32 = 100;

/// What staff filter emails by.
#[derive(Default, Serialize)]
pub(super) struct EmailFilter {
    pub state: Option<EmailState>,
    pub template: Option<EmailTemplate>,
    pub recipient: Option<String>,
    pub order_number: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    template: String,
    locale: Locale,
    recipient: String,
    recipient_name: String,
    subject: String,
    state: EmailState,
    attempts: i32,
    last_error: Option<String>,
    order_id: Option<Uuid>,
    order_number: Option<String>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
}

impl From<Row> for StaffEmailRow {
    fn from(row: Row) -> Self {
        Self {
            id: EmailId(row.id),
            template: row.template,
            locale: row.locale,
            recipient: row.recipient,
            recipient_name: row.recipient_name,
            subject: row.subject,
            state: row.state,
            attempts: row.attempts,
            last_error: row.last_error,
            order_id: row.order_id.map(OrderId),
            order_number: row.order_number,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

const COLUMNS: &str =
    "m.id, m.template, m.locale, m.recipient, m.recipient_name, m.subject, m.state, m.attempts, m.last_error, m.order_id,
    o.number AS order_number, m.created_at, m.sent_at";
const FROM: &str = "FROM email_messages m LEFT JOIN orders o ON o.id = m.order_id";

/// What a filter lets through.
pub(super) fn conditions(ask: EmailFilter) -> Filter {
    let mut filter = Filter::new();
    if let Some(state) = ask.state {
        filter.and("m.state = ?", state.as_str());
    }
    if let Some(template) = ask.template {
        filter.and("m.template = ?", template.as_str());
    }
    let text = |given: Option<String>| given.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    filter.and_contains("fold(m.recipient || ' ' || m.recipient_name)", ask.recipient.as_deref());
    if let Some(number) = text(ask.order_number) {
        filter.and("m.order_id = (SELECT id FROM orders WHERE number = upper(?))", number);
    }
    filter
}

/// A page of the outbox, newest first.
pub(super) async fn page(ctx: &Ctx, ask: EmailFilter, limit: u32, cursor: Option<&str>) -> Result<Page<StaffEmailRow>, ApiError> {
    let mut filter = conditions(ask);
    let (total, total_is_estimate) = total(&ctx.db, "email_messages m", &filter).await?;
    if let Some(cursor) = cursor {
        let (at, id): (DateTime<Utc>, Uuid) = decode_cursor(cursor)?;
        let (at, id) = (filter.value(at), filter.value(id));
        filter.and_sql(&format!("(m.created_at, m.id) < ({at}, {id})"));
    }
    let sql = format!("SELECT {COLUMNS} {FROM} {} ORDER BY m.created_at DESC, m.id DESC LIMIT {}", filter.sql(), limit + 1);
    let rows: Vec<Row> = all(&ctx.db, &sql, filter.values()).await?;
    let (rows, next_cursor) = cut(rows, limit, |row| (row.created_at, row.id));
    Ok(Page { items: rows.into_iter().map(StaffEmailRow::from).collect(), next_cursor, total, total_is_estimate })
}

/// The emails about one order, newest first.
pub(super) async fn of_order(ctx: &Ctx, order: OrderId) -> Result<Vec<StaffEmailRow>, ApiError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE m.order_id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT {OF_ORDER}");
    let rows: Vec<Row> = all(&ctx.db, &sql, [order.0.into()]).await?;
    Ok(rows.into_iter().map(StaffEmailRow::from).collect())
}

/// One email with what it says.
pub(super) async fn get(ctx: &Ctx, id: EmailId) -> Result<StaffEmail, ApiError> {
    #[derive(FromQueryResult)]
    struct Rest {
        dedupe_key: String,
        html: String,
        body_text: String,
        next_attempt_at: Option<DateTime<Utc>>,
        resend_of: Option<Uuid>,
        requested_by: Option<String>,
        resends: Vec<Uuid>,
    }
    let row: Row = one(&ctx.db, &format!("SELECT {COLUMNS} {FROM} WHERE m.id = $1"), [id.0.into()])
        .await?
        .ok_or_else(ApiError::not_found)?;
    let sql = "SELECT m.dedupe_key, m.html, m.body_text, m.resend_of, u.name AS requested_by,
                      (SELECT j.run_at FROM graphile_worker.jobs j WHERE j.key = $2 AND m.state = 'queued') AS next_attempt_at,
                      ARRAY(SELECT c.id FROM email_messages c WHERE c.resend_of = m.id ORDER BY c.created_at DESC, c.id DESC LIMIT 50) AS resends
               FROM email_messages m LEFT JOIN users u ON u.id = m.requested_by WHERE m.id = $1";
    let key = SendEmail { id }.key();
    let rest: Rest = one(&ctx.db, sql, [id.0.into(), key.into()]).await?.ok_or_else(ApiError::not_found)?;
    let can_resend = can_resend(&row.template);
    let attachment = row.order_number.as_deref().filter(|_| carries_invoice(&row.template)).map(invoice_name);
    Ok(StaffEmail {
        email: row.into(),
        dedupe_key: rest.dedupe_key,
        html: preview::framed(&rest.html),
        text: preview::without_secrets(&rest.body_text),
        attachment,
        next_attempt_at: rest.next_attempt_at,
        resend_of: rest.resend_of.map(EmailId),
        requested_by: rest.requested_by,
        resends: rest.resends.into_iter().map(EmailId).collect(),
        can_resend,
    })
}

/// A link that opens an account is asked for by its owner: staff do not send it around again.
fn can_resend(template: &str) -> bool {
    template.parse::<EmailTemplate>().is_ok_and(|template| !template.holds_secret())
}

fn holds_secret(template: &str) -> bool {
    template.parse().is_ok_and(EmailTemplate::holds_secret)
}

/// Has an email that is not sent tried now.
pub(super) async fn retry(ctx: &Ctx, id: EmailId, by: &Caller) -> Result<(), ApiError> {
    let email = get(ctx, id).await?.email;
    let holds_secret = holds_secret(&email.template);
    let tx = ctx.begin().await?;
    if !outbox::requeue(&tx, id, holds_secret).await? {
        tx.rollback().await?;
        let why =
            if email.state == EmailState::Sent { "the email is sent already" } else { "its link went when it was given up" };
        return Err(ApiError::conflict(ErrorCode::Conflict).detail(why));
    }
    // A job that waits for its next attempt is due at once when it is queued anew.
    enqueue(&tx, id, holds_secret).await?;
    let (before, after) = (
        json!({ "state": email.state }),
        json!({ "state": EmailState::Queued, "template": email.template, "order": email.order_number }),
    );
    let subject = Subject::new(AuditSubject::Email, id, email.recipient);
    audit::record(&tx, by, Action::EmailRetried, &subject, &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    tracing::info!(email = %id, by = %by.user_id, "an email is tried again by hand");
    Ok(())
}

/// Sends an email again as a new message; gives the new one.
pub(super) async fn resend(ctx: &Ctx, id: EmailId, by: &Caller) -> Result<EmailId, ApiError> {
    let original = get(ctx, id).await?;
    if !original.can_resend {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the link of this email is sent only to those who ask for it"));
    }
    if original.email.state == EmailState::Queued {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the email still waits to be sent"));
    }
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    // Somebody else who asks in this very moment has written the copy: then there is nothing to do but read it.
    let copy = match outbox::copy(&tx, id, by.user_id, now).await? {
        Some(copy) => copy,
        None => outbox::copy(&tx, id, by.user_id, now).await?.ok_or_else(ApiError::not_found)?,
    };
    jobs::enqueue(&tx, &SendEmail { id: copy }).await?;
    let subject = Subject::new(AuditSubject::Email, id, original.email.recipient);
    let after = json!({ "copy": copy, "template": original.email.template, "order": original.email.order_number });
    audit::record(&tx, by, Action::EmailResent, &subject, &(), &after, now).await?;
    tx.commit().await?;
    tracing::info!(email = %id, copy = %copy, by = %by.user_id, "an email is sent again by hand");
    Ok(copy)
}
