//! One-use links sent by email: the secret goes out, its hash stays here.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::Locale;
use shared::ids::UserId;
use uuid::Uuid;

use super::tokens::{hash_secret, random_secret};
use crate::context::Ctx;
use crate::db::{execute, one};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Confirms the email address.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
    /// Sets the first password of an account that somebody else made; redeemed like `ResetPassword`.
    Invitation,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword | Self::Invitation => "reset_password",
        }
    }

    /// How long the link works.
    pub const fn lifetime(self) -> TimeDelta {
        match self {
            Self::VerifyEmail => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::hours(1),
            Self::Invitation => TimeDelta::days(7),
        }
    }
}

/// The owner of a link.
#[derive(Debug, FromQueryResult)]
pub(super) struct Owner {
    id: Uuid,
    pub email: String,
    pub name: String,
    pub locale: Locale,
    pub email_verified: bool,
}

impl Owner {
    /// Whose it is.
    pub fn id(&self) -> UserId {
        UserId(self.id)
    }
}

const OWNER: &str = "u.id, u.email, u.name, u.locale, u.email_verified_at IS NOT NULL AS email_verified";

/// The active account with this email address.
pub(super) async fn owner_of(db: &impl ConnectionTrait, email: &str) -> Result<Option<Owner>, DbErr> {
    let sql = format!("SELECT {OWNER} FROM users u WHERE lower(u.email) = lower($1) AND u.active AND u.deleted_at IS NULL");
    one(db, &sql, [email.into()]).await
}

/// The active account with this id.
pub(super) async fn owner(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Owner>, DbErr> {
    let sql = format!("SELECT {OWNER} FROM users u WHERE u.id = $1 AND u.active AND u.deleted_at IS NULL");
    one(db, &sql, [id.0.into()]).await
}

/// The pages that links lead to.
pub(super) const CONFIRM: &str = "verify-email";
pub(super) const SET_PASSWORD: &str = "reset-password";

/// A link that carries a secret to one of our pages. It stands behind the `#`, which browsers send to nobody: neither the logs
/// of proxies nor other sites come to know it.
pub(super) fn address(ctx: &Ctx, page: &str, secret: &str) -> String {
    format!("{}/{page}#token={secret}", ctx.config.public_url)
}

/// A new link for the owner's present address; gives its secret.
pub(super) async fn issue(
    tx: &impl ConnectionTrait,
    owner: &Owner,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<String, DbErr> {
    let secret = random_secret();
    let sql =
        "INSERT INTO user_tokens (token_hash, user_id, purpose, email, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        hash_secret(&secret).into(),
        owner.id.into(),
        purpose.as_str().into(),
        owner.email.as_str().into(),
        (now + purpose.lifetime()).into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(secret)
}

/// Whether the link could be used now.
pub(super) async fn works(db: &impl ConnectionTrait, secret: &str, purpose: Purpose, now: DateTime<Utc>) -> Result<bool, DbErr> {
    find(db, secret, purpose, now, "").await.map(|owner| owner.is_some())
}

/// Uses the link up, with every other one of its kind that its owner was sent. `None` when it was
/// used, its time is over, the address it was sent to is no longer the account's, or it never was.
pub(super) async fn redeem(
    tx: &impl ConnectionTrait,
    secret: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Owner>, DbErr> {
    // Under the account's lock, so that of two who come at once one is first.
    let Some(owner) = find(tx, secret, purpose, now, "FOR UPDATE OF u, t").await? else { return Ok(None) };
    spend(tx, owner.id(), purpose, now).await?;
    Ok(Some(owner))
}

/// Makes every link of a kind useless that the account was sent.
pub(super) async fn spend(tx: &impl ConnectionTrait, user: UserId, purpose: Purpose, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE user_tokens SET used_at = $3 WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL";
    execute(tx, sql, [user.0.into(), purpose.as_str().into(), now.into()]).await.map(drop)
}

async fn find(
    db: &impl ConnectionTrait,
    secret: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
    lock: &str,
) -> Result<Option<Owner>, DbErr> {
    let sql = format!(
        "SELECT {OWNER} FROM user_tokens t JOIN users u ON u.id = t.user_id
         WHERE t.token_hash = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > $3
           AND lower(t.email) = lower(u.email) AND u.active AND u.deleted_at IS NULL {lock}"
    );
    one(db, &sql, [hash_secret(secret.trim()).into(), purpose.as_str().into(), now.into()]).await
}
