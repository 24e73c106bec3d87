//! Which mail server it is now.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use secrecy::SecretString;
use shared::settings::{EmailDetails, MailSecurity};

use super::mailer::Route;
use crate::context::Ctx;
use crate::db::one;
use crate::http::ApiError;

/// Where the password is kept, for the seal. [`SEALED`](super::SEALED) says the same.
pub(super) const PLACE: &str = "email:password";

/// The settings' row.
#[derive(Clone, FromQueryResult)]
pub(super) struct Row {
    active: bool,
    host: String,
    port: i32,
    security: MailSecurity,
    username: String,
    pub sealed_password: Option<Vec<u8>>,
    from_name: String,
    from_address: String,
    pub revision: i32,
}

impl Row {
    /// What is set, without the password.
    pub fn details(&self) -> EmailDetails {
        EmailDetails {
            active: self.active,
            host: self.host.clone(),
            port: self.port,
            security: self.security,
            username: self.username.clone(),
            password: None,
            from_name: self.from_name.clone(),
            from_address: self.from_address.clone(),
        }
    }
}

/// Reads the settings.
pub(super) async fn row(db: &impl ConnectionTrait, lock: bool) -> Result<Row, ApiError> {
    let sql = format!(
        "SELECT active, host, port, security, username, sealed_password, from_name, from_address, revision FROM email_settings {}",
        if lock { "FOR UPDATE" } else { "" }
    );
    let row: Option<Row> = one(db, &sql, []).await?;
    row.ok_or_else(|| ApiError::internal("the email settings are missing"))
}

fn make(ctx: &Ctx, row: &Row) -> anyhow::Result<Route> {
    let password = match &row.sealed_password {
        Some(sealed) => Some(SecretString::from(String::from_utf8(ctx.vault.open(PLACE, sealed)?)?)),
        None => None,
    };
    Route::smtp(&row.details(), password)
}

/// The way that a row names, made for this once: what is not committed yet may never be, and its
/// revision then belongs to another row.
///
/// # Errors
/// When the password cannot be opened, or a name cannot be used.
pub(super) fn try_out(ctx: &Ctx, row: &Row) -> anyhow::Result<Arc<Route>> {
    if row.active { make(ctx, row).map(Arc::new) } else { Ok(ctx.mailer.configured()) }
}

/// The way that a committed row names, kept for its revision.
///
/// # Errors
/// When the password cannot be opened, or a name cannot be used.
fn route_of(ctx: &Ctx, row: &Row) -> anyhow::Result<Arc<Route>> {
    if row.active { ctx.mailer.set(row.revision, || make(ctx, row)) } else { Ok(ctx.mailer.configured()) }
}

/// The way emails go at this moment; read anew each time, so a change counts at once in every process.
pub(super) async fn route(ctx: &Ctx) -> anyhow::Result<Arc<Route>> {
    let row = row(&ctx.db, false).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    route_of(ctx, &row)
}

/// Whether there is a mail server, and it answers and lets us in. `false` where the outbox itself is
/// where emails are read.
///
/// # Errors
/// What is wrong with it.
pub async fn reach(ctx: &Ctx) -> Result<bool, String> {
    // Without a database, or its tables, there are no settings.
    let known: Result<Option<Row>, DbErr> = one(
        &ctx.db,
        "SELECT active, host, port, security, username, sealed_password, from_name, from_address, revision FROM email_settings",
        [],
    )
    .await;
    let route = match known {
        Ok(Some(row)) => route_of(ctx, &row).map_err(|error| error.to_string())?,
        _ => ctx.mailer.configured(),
    };
    route.reach().await
}
