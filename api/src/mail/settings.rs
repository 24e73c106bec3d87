//! The mail server as staff set it. Its password goes in and never comes out.

use chrono::SubsecRound;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::ids::EmailId;
use shared::permission::ADMIN;
use shared::settings::{EmailDetails, EmailSettings, SettingSource, TestResult};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::Template;
use super::mailer::SendFault;
use super::message::Email;
use super::post::{self, Draft};
use super::server::{self, PLACE, Row};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller, IfMatch};

fn view(ctx: &Ctx, row: &Row) -> EmailSettings {
    let configured = ctx.mailer.configured();
    let details = row.details();
    let source = match (details.active, configured.delivers()) {
        (true, _) => SettingSource::Settings,
        (false, true) => SettingSource::Configuration,
        (false, false) => SettingSource::Nowhere,
    };
    let sender = server::try_out(ctx, row).map(|route| route.sender()).unwrap_or_default();
    EmailSettings { revision: row.revision, details, password_set: row.sealed_password.is_some(), source, sender }
}

/// The settings.
pub(super) async fn get(ctx: &Ctx) -> Result<EmailSettings, ApiError> {
    Ok(view(ctx, &server::row(&ctx.db, false).await?))
}

fn for_log(settings: &EmailSettings, changed: bool) -> Result<Value, ApiError> {
    let mut value = serde_json::to_value(&settings.details)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("password");
        fields.insert("password_set".to_owned(), settings.password_set.into());
        fields.insert("password_changed".to_owned(), changed.into());
    }
    Ok(value)
}

/// Whoever holds the mail server reads the links by which people set their passwords, those of admins
/// too: a role that may change other settings is not enough.
fn only_admins(by: &Caller) -> Result<(), ApiError> {
    if by.role == ADMIN { Ok(()) } else { Err(ApiError::forbidden()) }
}

/// Whether a password that was given for `old` would be told to somebody else by `new`, or more openly.
fn goes_elsewhere(old: &EmailDetails, new: &EmailDetails) -> bool {
    (&old.host, old.port, &old.username) != (&new.host, new.port, &new.username) || new.security > old.security
}

/// Changes the mail server; the next email goes there.
///
/// # Errors
/// 403 for others than admins. 422 for what is no server, and when the password that is kept would go to another server or
/// name, or less protected: it must be given anew. 412 when somebody else was faster.
pub(super) async fn update(ctx: &Ctx, by: &Caller, if_match: IfMatch, mut ask: EmailDetails) -> Result<EmailSettings, ApiError> {
    only_admins(by)?;
    let tx = ctx.begin().await?;
    let row = server::row(&tx, true).await?;
    if_match.check(row.revision)?;
    let before = view(ctx, &row);
    for text in [&mut ask.host, &mut ask.username, &mut ask.from_name, &mut ask.from_address] {
        *text = text.trim().to_owned();
    }
    let sealed = match ask.password.as_deref() {
        Some("") => None,
        Some(password) => Some(ctx.vault.seal(PLACE, password.as_bytes())?),
        None if row.sealed_password.is_some() && goes_elsewhere(&before.details, &ask) => {
            return Err(ApiError::invalid(vec![FieldError::new("/password", FieldCode::Required)]));
        }
        None => row.sealed_password.clone(),
    };
    let password_changed = sealed != row.sealed_password;
    write(&tx, &ask, sealed).await?;
    let row = server::row(&tx, false).await?;
    if let Err(error) = server::try_out(ctx, &row) {
        tracing::debug!(%error, "a mail server cannot be used");
        return Err(ApiError::invalid(vec![FieldError::new("/host", FieldCode::InvalidFormat)]));
    }
    let after = view(ctx, &row);
    let subject = Subject::new(AuditSubject::Settings, "email", "email");
    let (old, new) = (for_log(&before, false)?, for_log(&after, password_changed)?);
    audit::record(&tx, by, Action::EmailSettingsUpdated, &subject, &old, &new, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(after)
}

async fn write(tx: &impl ConnectionTrait, ask: &EmailDetails, sealed: Option<Vec<u8>>) -> Result<(), DbErr> {
    let sql = "UPDATE email_settings SET active = $1, host = $2, port = $3, security = $4, username = $5, sealed_password = $6,
                      from_name = $7, from_address = $8, revision = revision + 1";
    let values = [
        ask.active.into(),
        ask.host.as_str().into(),
        ask.port.into(),
        ask.security.into(),
        ask.username.as_str().into(),
        sealed.into(),
        ask.from_name.as_str().into(),
        ask.from_address.as_str().into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Sends an email at once and tells what the server answered. Where emails are read on the mailbox page,
/// it is put there.
pub(super) async fn test(ctx: &Ctx, by: &Caller, to: &str) -> Result<TestResult, ApiError> {
    only_admins(by)?;
    let draft = Draft {
        dedupe_key: format!("mail_test:{}", Uuid::now_v7()),
        template: Template::MailTest,
        locale: by.locale,
        to: to.trim().to_owned(),
        to_name: String::new(),
        data: json!({}),
        order_id: None,
        restock_order_id: None,
        user_id: None,
    };
    let result = match server::route(ctx).await {
        Err(error) => TestResult { ok: false, answer: format!("{error:#}") },
        Ok(route) if !route.delivers() => {
            let tx = ctx.begin().await?;
            post::post(&tx, ctx, draft).await?;
            tx.commit().await?;
            TestResult { ok: true, answer: "mailbox".to_owned() }
        }
        Ok(route) => {
            let settings = crate::store::settings(ctx).await?;
            let rendered = ctx.mailer.templates.render(&draft, &settings.profile, &settings.brand)?;
            let email = Email {
                id: EmailId::generate(),
                template: draft.template.to_string(),
                order_id: None,
                restock_order_id: None,
                locale: draft.locale,
                to: draft.to,
                to_name: draft.to_name,
                subject: rendered.subject,
                html: rendered.html,
                text: rendered.text,
                created_at: ctx.clock.now().trunc_subsecs(0),
            };
            match route.send(&email, None).await {
                Ok(answer) => TestResult { ok: true, answer },
                Err(SendFault::ForNow(answer) | SendFault::ForGood(answer)) => TestResult { ok: false, answer },
            }
        }
    };
    let tx = ctx.begin().await?;
    let subject = Subject::new(AuditSubject::Settings, "email", "email");
    let after = json!({ "to": to.trim(), "ok": result.ok, "answer": result.answer });
    audit::record(&tx, by, Action::SettingsTested, &subject, &(), &after, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(result)
}
