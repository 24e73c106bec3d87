//! Making, changing, rotating and revoking keys.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::ApiKeyId;
use shared::integrations::{ApiKey, ApiKeyDetails, ApiKeyState, NewApiKey, RotateSecretRequest};
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::secret;
use super::tell::{Change, tell};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller, IfMatch};

/// Keys that are listed, the newest first: revoked ones stay in the list, and some day fall off its end.
const MOST: i64 = 500;

#[derive(FromQueryResult)]
struct Row {
    id: ApiKeyId,
    revision: i32,
    name: String,
    prefix: String,
    scopes: Vec<String>,
    requests_per_minute: i32,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    rotated_at: Option<DateTime<Utc>>,
    previous_until: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    creator: Option<String>,
    creator_is_there: bool,
}

const SELECT: &str = "SELECT k.id, k.revision, k.name, k.prefix, k.scopes, k.requests_per_minute, k.expires_at, k.last_used_at,
    k.rotated_at, k.previous_until, k.revoked_at, k.created_at, u.name AS creator,
    COALESCE(u.active AND u.deleted_at IS NULL AND NOT lacks_second_factor(u), false) AS creator_is_there
    FROM api_keys k LEFT JOIN users u ON u.id = k.created_by";

impl Row {
    fn key(self, now: DateTime<Utc>) -> ApiKey {
        let state = if self.revoked_at.is_some() {
            ApiKeyState::Revoked
        } else if self.expires_at.is_some_and(|end| end <= now) {
            ApiKeyState::Expired
        } else if !self.creator_is_there {
            ApiKeyState::Orphaned
        } else {
            ApiKeyState::Active
        };
        ApiKey {
            id: self.id,
            revision: self.revision,
            prefix: self.prefix,
            state,
            details: ApiKeyDetails {
                name: self.name,
                scopes: Permission::ALL
                    .iter()
                    .copied()
                    .filter(|known| self.scopes.iter().any(|word| word == known.as_str()))
                    .collect(),
                requests_per_minute: self.requests_per_minute,
                expires_at: self.expires_at,
            },
            created_by: self.creator,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            rotated_at: self.rotated_at,
            previous_until: self.previous_until.filter(|until| *until > now),
            revoked_at: self.revoked_at,
        }
    }
}

fn subject(key: &ApiKey) -> Subject {
    Subject::new(AuditSubject::ApiKey, key.id, format!("{} ({})", key.details.name, key.prefix))
}

/// All keys, the newest first.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<ApiKey>, ApiError> {
    let now = ctx.clock.now();
    let rows: Vec<Row> = all(&ctx.db, &format!("{SELECT} ORDER BY k.created_at DESC, k.id DESC LIMIT {MOST}"), []).await?;
    Ok(rows.into_iter().map(|row| row.key(now)).collect())
}

/// A key.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn get(ctx: &Ctx, id: ApiKeyId) -> Result<ApiKey, ApiError> {
    read(&ctx.db, id, ctx.clock.now(), false).await
}

async fn read(db: &impl ConnectionTrait, id: ApiKeyId, now: DateTime<Utc>, lock: bool) -> Result<ApiKey, ApiError> {
    let lock = if lock { "FOR UPDATE OF k" } else { "" };
    let row: Option<Row> = one(db, &format!("{SELECT} WHERE k.id = $1 {lock}"), [id.into()]).await?;
    row.map(|row| row.key(now)).ok_or_else(ApiError::not_found)
}

/// Nobody hands out, or gets into their hands, what they do not hold themselves.
fn check_scopes(by: &Caller, scopes: &[Permission]) -> Result<(), ApiError> {
    match scopes.iter().find(|scope| !by.permissions.contains(scope)) {
        Some(lacking) => {
            Err(ApiError::forbidden().detail("a key never may more than whoever makes or changes it").with("permission", lacking))
        }
        None => Ok(()),
    }
}

/// Scopes in one order, so that versions can be compared.
fn tidy(details: ApiKeyDetails) -> ApiKeyDetails {
    let scopes = Permission::ALL.iter().copied().filter(|known| details.scopes.contains(known)).collect();
    ApiKeyDetails { name: details.name.trim().to_owned(), scopes, ..details }
}

fn check_end(details: &ApiKeyDetails, now: DateTime<Utc>) -> Result<(), ApiError> {
    if details.expires_at.is_some_and(|end| end <= now) {
        return Err(ApiError::invalid(vec![FieldError::new("/expires_at", FieldCode::TooSmall).with("min", now.date_naive())]));
    }
    Ok(())
}

fn words(scopes: &[Permission]) -> Vec<String> {
    scopes.iter().map(ToString::to_string).collect()
}

/// Makes a key in the caller's name.
///
/// # Errors
/// 403 for scopes that the caller does not hold.
pub(super) async fn create(ctx: &Ctx, by: &Caller, details: ApiKeyDetails) -> Result<NewApiKey, ApiError> {
    let (id, details, now) = (ApiKeyId::generate(), tidy(details), ctx.clock.now());
    check_scopes(by, &details.scopes)?;
    check_end(&details, now)?;
    let prefix = secret::new_prefix();
    let secret = secret::new_secret(&prefix);
    let tx = ctx.begin().await?;
    hold(&tx, by).await?;
    let sql = "INSERT INTO api_keys (id, name, prefix, key_hash, scopes, requests_per_minute, created_by, expires_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        id.into(),
        details.name.as_str().into(),
        prefix.as_str().into(),
        secret::hash(&secret).into(),
        words(&details.scopes).into(),
        details.requests_per_minute.into(),
        by.user_id.into(),
        details.expires_at.into(),
        now.into(),
    ];
    execute(&tx, sql, values).await?;
    let key = read(&tx, id, now, false).await?;
    tell(&tx, ctx, by, &key, Change::Made).await?;
    audit::record(&tx, by, Action::ApiKeyCreated, &subject(&key), &(), &key.details, now).await?;
    tx.commit().await?;
    Ok(NewApiKey { key, secret })
}

/// Whoever sets a new password revokes the keys that are there and ends the sessions: either this key is one of them, or the
/// session is over by now. Two statements, for the second shall see what came while the first waited.
async fn hold(tx: &impl ConnectionTrait, by: &Caller) -> Result<(), ApiError> {
    execute(tx, "SELECT FROM users WHERE id = $1 FOR KEY SHARE", [by.user_id.into()]).await?;
    let sql = "SELECT FROM sessions WHERE id = $1 AND revoked_at IS NULL";
    if execute(tx, sql, [by.session_id.into()]).await? == 0 { Err(ApiError::unauthenticated()) } else { Ok(()) }
}

/// A key that still can be used, locked for a change by somebody who holds all its scopes.
async fn lock(tx: &impl ConnectionTrait, by: &Caller, id: ApiKeyId, now: DateTime<Utc>) -> Result<ApiKey, ApiError> {
    let key = read(tx, id, now, true).await?;
    if key.state == ApiKeyState::Revoked {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the key is revoked, and stays so"));
    }
    check_scopes(by, &key.details.scopes)?;
    Ok(key)
}

/// Changes what a key is called, may do, and until when.
///
/// # Errors
/// 403 for scopes, before or after, that the caller does not hold; 409 when it is revoked; 412 when somebody else was
/// faster.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: ApiKeyId,
    if_match: IfMatch,
    details: ApiKeyDetails,
) -> Result<ApiKey, ApiError> {
    let (details, now) = (tidy(details), ctx.clock.now());
    check_scopes(by, &details.scopes)?;
    let tx = ctx.begin().await?;
    let before = lock(&tx, by, id, now).await?;
    if_match.check(before.revision)?;
    if details == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    check_end(&details, now)?;
    let sql = "UPDATE api_keys SET name = $2, scopes = $3, requests_per_minute = $4, expires_at = $5, revision = revision + 1
               WHERE id = $1";
    let values = [
        id.into(),
        details.name.as_str().into(),
        words(&details.scopes).into(),
        details.requests_per_minute.into(),
        details.expires_at.into(),
    ];
    execute(&tx, sql, values).await?;
    let after = read(&tx, id, now, false).await?;
    audit::record(&tx, by, Action::ApiKeyUpdated, &subject(&after), &before.details, &after.details, now).await?;
    tx.commit().await?;
    forget(ctx, &after);
    Ok(after)
}

/// Gives a key another secret; the one before stays valid for the grace.
///
/// # Errors
/// 403 when the caller lacks one of its scopes; 409 when it is revoked.
pub(super) async fn rotate(ctx: &Ctx, by: &Caller, id: ApiKeyId, ask: RotateSecretRequest) -> Result<NewApiKey, ApiError> {
    let now = ctx.clock.now();
    let until = now + TimeDelta::minutes(ask.grace_minutes.into());
    let tx = ctx.begin().await?;
    // The person before the key, as whoever sets a new password does.
    execute(&tx, "SELECT FROM users WHERE id = (SELECT created_by FROM api_keys WHERE id = $1) FOR KEY SHARE", [id.into()])
        .await?;
    let before = lock(&tx, by, id, now).await?;
    let secret = secret::new_secret(&before.prefix);
    let sql = "UPDATE api_keys SET previous_hash = key_hash, previous_until = $3, key_hash = $2, rotated_at = $4, revision = revision + 1
               WHERE id = $1";
    execute(&tx, sql, [id.into(), secret::hash(&secret).into(), until.into(), now.into()]).await?;
    let key = read(&tx, id, now, false).await?;
    tell(&tx, ctx, by, &key, Change::Rotated).await?;
    let after = json!({ "grace_minutes": ask.grace_minutes });
    audit::record(&tx, by, Action::ApiKeyRotated, &subject(&key), &(), &after, now).await?;
    tx.commit().await?;
    forget(ctx, &key);
    Ok(NewApiKey { key, secret })
}

/// Revokes a key, at once and for good. Whoever manages keys may, whatever its scopes.
///
/// # Errors
/// 404 when there is none. One that is revoked already stays as it is.
pub(super) async fn revoke(ctx: &Ctx, by: &Caller, id: ApiKeyId) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let key = read(&tx, id, now, true).await?;
    if key.state == ApiKeyState::Revoked {
        return Ok(tx.rollback().await?);
    }
    mark_revoked(&tx, id, now).await?;
    let (before, after) = (json!({ "state": key.state }), json!({ "state": ApiKeyState::Revoked }));
    audit::record(&tx, by, Action::ApiKeyRevoked, &subject(&key), &before, &after, now).await?;
    tx.commit().await?;
    forget(ctx, &key);
    Ok(())
}

async fn mark_revoked(tx: &impl ConnectionTrait, id: ApiKeyId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql =
        "UPDATE api_keys SET revoked_at = $2, previous_hash = NULL, previous_until = NULL, revision = revision + 1 WHERE id = $1";
    execute(tx, sql, [id.into(), now.into()]).await.map(drop)
}

/// The database tells all processes; this one need not wait for it.
fn forget(ctx: &Ctx, key: &ApiKey) {
    ctx.caches.keys.forget(&key.prefix);
}
