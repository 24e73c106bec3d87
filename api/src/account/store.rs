//! The statements of this room.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::{Locale, Me};
use shared::ids::{SessionId, UserId};
use shared::permission::Permission;
use uuid::Uuid;

use crate::db::{execute, one};

/// What signing in needs of a user.
#[derive(FromQueryResult)]
pub(super) struct Credentials {
    pub id: Uuid,
    pub password_hash: String,
    pub active: bool,
    /// A code is asked for, too.
    pub two_factor: bool,
    /// The role needs a second factor, and there is none.
    pub must_set_up: bool,
}

/// The user with this email or username.
pub(super) async fn credentials(db: &impl ConnectionTrait, login: &str) -> Result<Option<Credentials>, DbErr> {
    let column = if login.contains('@') { "email" } else { "username" };
    let sql = format!(
        "SELECT u.id, u.password_hash, u.active, u.totp_enabled_at IS NOT NULL AS two_factor, lacks_second_factor(u) AS must_set_up
         FROM users u WHERE lower(u.{column}) = lower($1) AND u.deleted_at IS NULL"
    );
    one(db, &sql, [login.into()]).await
}

/// What a sign-in under way depends on.
#[derive(FromQueryResult)]
pub(super) struct Standing {
    pub password_hash: String,
    /// A code is asked for, too.
    pub two_factor: bool,
}

/// Locks an active person: password and second factor stay as they are while the transaction lasts.
pub(super) async fn lock_active(tx: &impl ConnectionTrait, user: UserId) -> Result<Option<Standing>, DbErr> {
    let sql = "SELECT password_hash, totp_enabled_at IS NOT NULL AS two_factor FROM users
               WHERE id = $1 AND active AND deleted_at IS NULL FOR NO KEY UPDATE";
    one(tx, sql, [user.0.into()]).await
}

#[derive(FromQueryResult)]
struct MeRow {
    id: Uuid,
    email: String,
    email_verified: bool,
    username: Option<String>,
    name: String,
    phone: Option<String>,
    locale: Locale,
    role: String,
    permissions: Vec<String>,
    created_at: DateTime<Utc>,
}

/// A person as they see themselves.
pub(super) async fn me(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Me>, DbErr> {
    let sql = "SELECT u.id, u.email, u.email_verified_at IS NOT NULL AS email_verified, u.username, u.name, u.phone, u.locale,
                      r.name AS role, u.created_at,
                      ARRAY(SELECT permission FROM role_permissions WHERE role_id = r.id ORDER BY permission) AS permissions
               FROM users u JOIN roles r ON r.id = u.role_id WHERE u.id = $1 AND u.active AND u.deleted_at IS NULL";
    let row: Option<MeRow> = one(db, sql, [id.0.into()]).await?;
    Ok(row.map(|row| Me {
        id: UserId(row.id),
        email: row.email,
        email_verified: row.email_verified,
        username: row.username,
        name: row.name,
        phone: row.phone,
        locale: row.locale,
        role: row.role,
        permissions: permissions(&row.permissions),
        created_at: row.created_at,
    }))
}

/// The known ones among stored permissions; one that a newer version wrote is nothing to us.
pub(super) fn permissions(words: &[String]) -> Vec<Permission> {
    words.iter().filter_map(|word| word.parse().ok()).collect()
}

/// A user to be.
pub struct NewUser<'a> {
    /// Email address.
    pub email: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Hash in PHC form.
    pub password_hash: &'a str,
    /// Name of an existing role.
    pub role: &'a str,
    /// Language.
    pub locale: Locale,
}

/// Creates a user.
///
/// # Errors
/// Breaks `users_email_key` when the email is taken.
pub async fn create_user(db: &impl ConnectionTrait, user: &NewUser<'_>, now: DateTime<Utc>) -> Result<UserId, DbErr> {
    let id = UserId::generate();
    let sql = "INSERT INTO users (id, email, name, password_hash, role_id, locale, created_at)
               SELECT $1, $2, $3, $4, r.id, $6, $7 FROM roles r WHERE r.name = $5";
    let values = [
        id.0.into(),
        user.email.into(),
        user.name.into(),
        user.password_hash.into(),
        user.role.into(),
        user.locale.into(),
        now.into(),
    ];
    match execute(db, sql, values).await? {
        1 => Ok(id),
        _ => Err(DbErr::RecordNotFound(format!("role {}", user.role))),
    }
}

/// A session's row, locked.
#[derive(FromQueryResult)]
pub(super) struct SessionRow {
    pub user_id: Uuid,
    pub token_hash: Vec<u8>,
    pub previous_token_hash: Option<Vec<u8>>,
    pub rotated_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub active: bool,
}

pub(super) async fn lock_session(tx: &impl ConnectionTrait, id: SessionId) -> Result<Option<SessionRow>, DbErr> {
    let sql = "SELECT s.user_id, s.token_hash, s.previous_token_hash, s.rotated_at, s.expires_at, s.revoked_at, u.active AND NOT lacks_second_factor(u) AS active
               FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 FOR UPDATE OF s";
    one(tx, sql, [id.0.into()]).await
}
