//! Admins made from the server, where a shop that is new has none.

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde_json::json;
use shared::account::{Locale, RegisterRequest};
use shared::permission::ADMIN;
use shared::users::CreateUserRequest;
use shared::validate::Validate;

use super::create::subject;
use crate::account::{self, NewUser};
use crate::audit::{self, Action, Actor};
use crate::context::Ctx;
use crate::db::{all, broken_constraint};
use crate::plain::broken_rules;

/// How a new admin comes to a password.
pub enum FirstPassword {
    /// It is given here.
    Given(String),
    /// They choose it themselves, by a link that is handed to them.
    ByLink,
}

/// Makes an account with the built-in role `admin`. Gives the link to choose a password, where one was asked for.
///
/// # Errors
/// When a field breaks a rule (they are named), or the address has an account already.
pub async fn create_admin(
    ctx: &Ctx,
    email: &str,
    name: &str,
    locale: Locale,
    password: FirstPassword,
) -> anyhow::Result<Option<String>> {
    let (email, name) = (email.trim().to_owned(), name.trim().to_owned());
    let (password, by_link) = match password {
        FirstPassword::Given(password) => {
            let ask = RegisterRequest { name: name.clone(), email: email.clone(), password, locale };
            ask.validate().map_err(|errors| anyhow!(broken_rules(&errors)))?;
            (ask.password, false)
        }
        FirstPassword::ByLink => {
            let ask = CreateUserRequest { name: name.clone(), email: email.clone(), role: ADMIN.to_owned(), locale };
            ask.validate().map_err(|errors| anyhow!(broken_rules(&errors)))?;
            // One that nobody knows.
            (account::tokens::random_secret(), true)
        }
    };
    let hash = ctx.passwords.hash(password).await?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let new = NewUser { email: &email, name: &name, password_hash: &hash, role: ADMIN, locale };
    let id = account::create_user(&tx, &new, now).await.map_err(|error| match broken_constraint(&error) {
        Some("users_email_key") => anyhow!("there is an account with the address {email} already"),
        _ => error.into(),
    })?;
    let link = if by_link { Some(account::invitation_link(&tx, ctx, id).await?) } else { None };
    let by = Actor { id: None, name: "hurtrock admin", ip: None, request_id: None };
    let after = json!({ "name": name, "email": email, "role": ADMIN });
    audit::record(&tx, by, Action::UserCreated, &subject(id, &name), &(), &after, now).await?;
    tx.commit().await?;
    Ok(link)
}

/// Somebody who may do everything.
#[derive(Debug, FromQueryResult)]
pub struct Admin {
    /// Email address.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether a code is asked for besides the password.
    pub second_factor: bool,
    /// When they were there last.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// Everybody with the built-in role `admin`.
///
/// # Errors
/// What the database says.
pub async fn admins(ctx: &Ctx) -> Result<Vec<Admin>, DbErr> {
    let sql = "SELECT u.email, u.name, u.active, u.totp_enabled_at IS NOT NULL AS second_factor,
                      (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at
               FROM users u JOIN roles r ON r.id = u.role_id WHERE r.name = $1 AND u.deleted_at IS NULL ORDER BY lower(u.email)";
    all(&ctx.db, sql, [ADMIN.into()]).await
}
