//! The statements of writing and sending; those of the back office are in `desk`.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::Locale;
use shared::ids::{EmailId, OrderId, RestockOrderId, UserId};
use shared::permission::Permission;
use uuid::Uuid;

use super::message::Email;
use super::post::Draft;
use super::preview::without_secrets;
use super::sealed::seal;
use super::templates::Rendered;
use crate::db;
use crate::secrets::Vault;

/// Writes an email, unless there is one for that cause already. Returns the id of what waits to be
/// sent now; `None` when it was sent or given up before.
pub(super) async fn add(
    tx: &impl ConnectionTrait,
    vault: &Vault,
    draft: &Draft,
    rendered: &Rendered,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<EmailId>> {
    let id = EmailId::generate();
    let secret = draft.template.holds_secret();
    let sealed = if secret { Some(seal(vault, id, rendered)?) } else { None };
    let kept = |part: &str| if secret { without_secrets(part) } else { part.to_owned() };
    let sql = "INSERT INTO email_messages (id, dedupe_key, template, locale, recipient, recipient_name, subject, html, body_text, order_id,
                                           user_id, created_at, restock_order_id, sealed)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
               ON CONFLICT (dedupe_key) DO NOTHING";
    let values = [
        id.0.into(),
        draft.dedupe_key.as_str().into(),
        draft.template.as_str().into(),
        draft.locale.as_str().into(),
        draft.to.as_str().into(),
        draft.to_name.as_str().into(),
        rendered.subject.as_str().into(),
        kept(&rendered.html).into(),
        kept(&rendered.text).into(),
        draft.order_id.map(|order| order.0).into(),
        draft.user_id.map(|user| user.0).into(),
        now.into(),
        draft.restock_order_id.map(|order| order.0).into(),
        sealed.into(),
    ];
    if db::execute(tx, sql, values).await? > 0 {
        return Ok(Some(id));
    }
    let sql = "SELECT id FROM email_messages WHERE dedupe_key = $1 AND state = 'queued'";
    let row: Option<IdRow> = db::one(tx, sql, [draft.dedupe_key.as_str().into()]).await?;
    Ok(row.map(|row| EmailId(row.id)))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct EmailRow {
    id: Uuid,
    template: String,
    order_id: Option<Uuid>,
    restock_order_id: Option<Uuid>,
    locale: String,
    recipient: String,
    recipient_name: String,
    subject: String,
    html: String,
    body_text: String,
    attempts: i32,
    created_at: DateTime<Utc>,
    sealed: Option<Vec<u8>>,
}

/// An email in one's hands.
pub(super) struct Claimed {
    pub email: Email,
    /// What it really says, where that is sealed.
    pub sealed: Option<Vec<u8>>,
    /// The number of this attempt.
    pub attempt: i32,
}

/// Takes an email that waits, so that nobody else sends it for as long as `lease`. `None` when it is sent,
/// given up, or in another's hands.
pub(super) async fn claim(
    db: &impl ConnectionTrait,
    id: EmailId,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Option<Claimed>, DbErr> {
    let sql = "UPDATE email_messages SET claimed_until = $3, attempts = attempts + 1
               WHERE id = $1 AND state = 'queued' AND (claimed_until IS NULL OR claimed_until <= $2)
               RETURNING id, template, order_id, restock_order_id, locale, recipient, recipient_name, subject, html, body_text, attempts, created_at,
                         sealed";
    let row: Option<EmailRow> = db::one(db, sql, [id.0.into(), now.into(), (now + lease).into()]).await?;
    Ok(row.map(|row| {
        let email = Email {
            id: EmailId(row.id),
            template: row.template,
            order_id: row.order_id.map(OrderId),
            restock_order_id: row.restock_order_id.map(RestockOrderId),
            locale: row.locale.parse().unwrap_or(Locale::Indonesian),
            to: row.recipient,
            to_name: row.recipient_name,
            subject: row.subject,
            html: row.html,
            text: row.body_text,
            created_at: row.created_at,
        };
        Claimed { email, sealed: row.sealed, attempt: row.attempts }
    }))
}

#[derive(FromQueryResult)]
struct StateRow {
    state: String,
}

/// Whether the email still waits to be sent.
pub(super) async fn waits(db: &impl ConnectionTrait, id: EmailId) -> Result<bool, DbErr> {
    let row: Option<StateRow> = db::one(db, "SELECT state FROM email_messages WHERE id = $1", [id.0.into()]).await?;
    Ok(row.is_some_and(|row| row.state == "queued"))
}

/// It is where its recipient reads it. What was sealed goes, unless it is `kept` for them here.
pub(super) async fn mark_sent(db: &impl ConnectionTrait, id: EmailId, kept: bool, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE email_messages SET state = 'sent', sent_at = $2, last_error = NULL, claimed_until = NULL,
                   sealed = CASE WHEN $3 THEN sealed END WHERE id = $1";
    db::execute(db, sql, [id.0.into(), now.into(), kept.into()]).await.map(drop)
}

/// The server did not take it: it waits for another attempt, or is given up with what was sealed.
pub(super) async fn mark_refused(db: &impl ConnectionTrait, id: EmailId, error: &str, give_up: bool) -> Result<(), DbErr> {
    let sql = "UPDATE email_messages
               SET state = CASE WHEN $3 THEN 'failed' ELSE state END, last_error = $2, claimed_until = NULL,
                   sealed = CASE WHEN NOT $3 THEN sealed END
               WHERE id = $1 AND state = 'queued'";
    db::execute(db, sql, [id.0.into(), error.into(), give_up.into()]).await.map(drop)
}

/// Takes back the purchase orders of an order that wait to be sent. One that is in the mail server's hands
/// by now is not: it is written down as what it becomes.
///
/// # Errors
/// What the database says.
pub async fn withdraw(tx: &impl ConnectionTrait, id: RestockOrderId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "DELETE FROM email_messages
               WHERE restock_order_id = $1 AND state = 'queued' AND (claimed_until IS NULL OR claimed_until <= $2)";
    db::execute(tx, sql, [id.0.into(), now.into()]).await.map(drop)
}

/// Somebody who works here.
#[derive(FromQueryResult)]
pub(super) struct StaffRow {
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub locale: Locale,
}

/// The active people whose role holds a permission.
pub(super) async fn staff(db: &impl ConnectionTrait, permission: Permission) -> Result<Vec<StaffRow>, DbErr> {
    let sql = "SELECT u.id, u.email, u.name, u.locale FROM users u JOIN role_permissions p ON p.role_id = u.role_id
               WHERE p.permission = $1 AND u.active AND u.deleted_at IS NULL ORDER BY u.id";
    db::all(db, sql, [permission.as_str().into()]).await
}

/// Puts an email that is not sent back into the queue with all its attempts before it. `false` when
/// it was sent, or its link went when it was given up.
pub(super) async fn requeue(tx: &impl ConnectionTrait, id: EmailId, holds_secret: bool) -> Result<bool, DbErr> {
    let sql = "UPDATE email_messages SET state = 'queued', attempts = CASE WHEN state = 'failed' THEN 0 ELSE attempts END
               WHERE id = $1 AND (state = 'queued' OR state = 'failed' AND NOT $2)";
    Ok(db::execute(tx, sql, [id.0.into(), holds_secret.into()]).await? > 0)
}

/// Writes an email anew as the next of its copies. A copy that still waits is that copy: asking
/// twice sends once.
pub(super) async fn copy(
    tx: &impl ConnectionTrait,
    id: EmailId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Option<EmailId>, DbErr> {
    let sql = "SELECT id FROM email_messages WHERE resend_of = $1 AND state = 'queued' ORDER BY created_at DESC LIMIT 1";
    let waiting: Option<IdRow> = db::one(tx, sql, [id.0.into()]).await?;
    if let Some(row) = waiting {
        return Ok(Some(EmailId(row.id)));
    }
    let copy = EmailId::generate();
    let sql = "INSERT INTO email_messages (id, dedupe_key, template, locale, recipient, recipient_name, subject, html, body_text, order_id,
                                           user_id, restock_order_id, created_at, resend_of, requested_by)
               SELECT $1, 'resend:' || m.id || ':' || (SELECT count(*) + 1 FROM email_messages c WHERE c.resend_of = m.id),
                      m.template, m.locale, m.recipient, m.recipient_name, m.subject, m.html, m.body_text, m.order_id, m.user_id, m.restock_order_id, $4, m.id, $3
               FROM email_messages m WHERE m.id = $2
               ON CONFLICT (dedupe_key) DO NOTHING";
    let written = db::execute(tx, sql, [copy.0.into(), id.0.into(), by.0.into(), now.into()]).await?;
    Ok((written > 0).then_some(copy))
}

/// Removes the emails that went to a person, and all that are about their orders.
///
/// # Errors
/// What the database says.
pub async fn forget_person(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql = "DELETE FROM email_messages WHERE user_id = $1 OR order_id = ANY (ARRAY(SELECT id FROM orders WHERE user_id = $1))";
    db::execute(tx, sql, [user.0.into()]).await.map(drop)
}
