//! New passwords: by a link for those who forgot theirs, by the old one for those who know it.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use shared::account::{ChangePasswordRequest, ForgotPasswordRequest, LinkToken, ResetPasswordRequest};
use shared::audit::AuditSubject;
use shared::ids::{SessionId, UserId};
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError, Strength, password_strength};
use uuid::Uuid;

use super::links::{self, Owner, Purpose};
use super::throttle::{self, Limit, Target};
use super::{store, verify};
use crate::audit::{self, Action, Actor, Subject};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller, network};
use crate::jobs::{self, Job};
use crate::keys;
use crate::mail::{self, Draft, Template};

/// Links for one address of email in an hour.
const PER_EMAIL: i32 = 5;
/// Links asked for from one network in an hour; many people may share an address.
const PER_NETWORK: i32 = 40;

/// Has a link sent, should there be such an account. Known or not, the request does the same work
/// and gets the same answer: looking the account up is the job's.
pub(super) async fn ask_for_link(ctx: &Ctx, ask: &ForgotPasswordRequest, ip: &str) -> Result<(), ApiError> {
    let email = ask.email.trim().to_lowercase();
    let limits = [
        Limit { subject: format!("reset_ip:{}", network(ip)), most: PER_NETWORK },
        Limit { subject: throttle::reset_subject(&email), most: PER_EMAIL },
    ];
    throttle::allow(ctx, &limits).await?;
    Ok(jobs::enqueue(&ctx.db, &SendResetLink { request: Uuid::now_v7(), email }).await?)
}

/// Posts a link to set a new password to an address, if it is an account's.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendResetLink {
    /// The request; it sends one email.
    pub request: Uuid,
    /// The address that was typed in.
    pub email: String,
}

impl Job for SendResetLink {
    const KIND: &'static str = "account.send_reset_link";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let tx = ctx.begin().await?;
        let Some(owner) = links::owner_of(&tx, &self.email).await? else { return Ok(()) };
        let secret = links::issue(&tx, &owner, Purpose::ResetPassword, ctx.clock.now()).await?;
        let data = serde_json::json!({
            "url": links::address(ctx, links::SET_PASSWORD, &secret),
            "minutes": Purpose::ResetPassword.lifetime().num_minutes(),
        });
        post(&tx, ctx, &owner, Template::ResetPassword, format!("reset_password:{}", self.request), data).await?;
        Ok(tx.commit().await?)
    }
}

async fn post(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    owner: &Owner,
    template: Template,
    dedupe_key: String,
    data: serde_json::Value,
) -> anyhow::Result<()> {
    let draft = Draft {
        dedupe_key,
        template,
        locale: owner.locale,
        to: owner.email.clone(),
        to_name: owner.name.clone(),
        data,
        order_id: None,
        user_id: Some(owner.id()),
        restock_order_id: None,
    };
    mail::post(tx, ctx, draft).await
}

/// Whether a link would still set a password; the page asks before somebody thinks one up.
pub(super) async fn check_link(ctx: &Ctx, ask: &LinkToken) -> Result<(), ApiError> {
    if links::works(&ctx.db, &ask.token, Purpose::ResetPassword, ctx.clock.now()).await? {
        Ok(())
    } else {
        Err(ApiError::conflict(ErrorCode::LinkExpired))
    }
}

/// Sets the password by a link. Every session ends, and every API key that acts for the person: whoever took the account over
/// is out.
pub(super) async fn reset(ctx: &Ctx, ask: ResetPasswordRequest, ip: &str, request_id: &str) -> Result<(), ApiError> {
    // Looked at before the slow hash, so that made-up links cost nothing; used up after it.
    check_link(ctx, &LinkToken { token: ask.token.clone() }).await?;
    let weak = ask.password.clone();
    let hash = ctx.passwords.hash(ask.password).await?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let owner = links::redeem(&tx, &ask.token, Purpose::ResetPassword, now)
        .await?
        .ok_or_else(|| ApiError::conflict(ErrorCode::LinkExpired))?;
    not_about("/password", &weak, &owner.name, &owner.email)?;
    let revoked = keys::revoke_all_of(&tx, owner.id(), now).await?;
    set(&tx, ctx, &owner, &hash, How::ByLink { revoked: &revoked.names() }, now).await?;
    // The link came by email, so the address is theirs.
    verify::mark_verified(&tx, owner.id(), now).await?;
    let by = Actor { id: Some(owner.id()), name: &owner.name, ip: Some(ip), request_id: Some(request_id) };
    revoked.record(&tx, by, now).await?;
    note(&tx, owner.id(), by, "link", now).await?;
    tx.commit().await?;
    forget_sessions(ctx, owner.id(), None);
    revoked.forget(ctx);
    // They may have locked themselves out by guessing.
    Ok(throttle::forgive(&ctx.db, owner.id()).await?)
}

/// Changes the password of somebody who knows it. Their other sessions end.
pub(super) async fn change(ctx: &Ctx, caller: &Caller, ask: ChangePasswordRequest, ip: &str) -> Result<(), ApiError> {
    let found = store::credentials(&ctx.db, &caller.email).await?.ok_or_else(ApiError::unauthenticated)?;
    let target = Target::Password(caller.user_id);
    if !throttle::verify(ctx, target, ip, ask.current_password, Some(found.password_hash.clone())).await? {
        return Err(wrong_password());
    }
    not_about("/new_password", &ask.new_password, &caller.name, &caller.email)?;
    let hash = ctx.passwords.hash(ask.new_password).await?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let standing = store::lock_active(&tx, caller.user_id).await?.ok_or_else(ApiError::unauthenticated)?;
    // Hashing took a while: a password that was set meanwhile is not overwritten by who knew the one before.
    if standing.password_hash != found.password_hash {
        return Err(wrong_password());
    }
    let owner = links::owner(&tx, caller.user_id).await?.ok_or_else(ApiError::unauthenticated)?;
    set(&tx, ctx, &owner, &hash, How::Known { on: caller.session_id }, now).await?;
    note(&tx, owner.id(), caller.into(), "old_password", now).await?;
    tx.commit().await?;
    forget_sessions(ctx, owner.id(), Some(caller.session_id));
    Ok(())
}

fn wrong_password() -> ApiError {
    ApiError::invalid(vec![FieldError::new("/current_password", FieldCode::WrongPassword)])
}

/// The rule of `shared` once more, now that it is known whose password it is.
fn not_about(pointer: &str, password: &str, name: &str, email: &str) -> Result<(), ApiError> {
    if password_strength(password, &[name, email]) == Strength::Weak {
        return Err(ApiError::invalid(vec![FieldError::new(pointer, FieldCode::WeakPassword)]));
    }
    Ok(())
}

/// How a new password is set.
#[derive(Clone, Copy)]
enum How<'a> {
    /// By a link; these API keys were revoked.
    ByLink { revoked: &'a str },
    /// By who knows the one before, on this session, which stays.
    Known { on: SessionId },
}

/// Writes the hash, ends every other session, makes links to set a password useless, and tells the owner.
async fn set(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    owner: &Owner,
    hash: &str,
    how: How<'_>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let user = owner.id();
    let (kept, because, revoked) = match how {
        How::ByLink { revoked } => (None, "password_reset", revoked),
        How::Known { on } => (Some(on), "password_changed", ""),
    };
    execute(tx, "UPDATE users SET password_hash = $2 WHERE id = $1", [user.0.into(), hash.into()]).await?;
    end_sessions(tx, user, kept, because, now).await?;
    // Whoever knew the password before does not finish signing in.
    execute(tx, "DELETE FROM sign_in_challenges WHERE user_id = $1", [user.0.into()]).await?;
    links::spend(tx, user, Purpose::ResetPassword, now).await?;
    let forgot_url = format!("{}/forgot-password", ctx.config.public_url);
    let data = serde_json::json!({ "at": now, "forgot_url": forgot_url, "revoked_keys": revoked });
    let key = format!("password_changed:{user}:{}", now.timestamp_micros());
    post(tx, ctx, owner, Template::PasswordChanged, key, data).await.map_err(ApiError::from)
}

/// Notes it in the audit log, of those who may enter the back office.
async fn note(tx: &impl ConnectionTrait, user: UserId, by: Actor<'_>, proof: &str, now: DateTime<Utc>) -> Result<(), ApiError> {
    if !store::me(tx, user).await?.is_some_and(|me| me.can(Permission::AdminAccess)) {
        return Ok(());
    }
    let subject = Subject::new(AuditSubject::User, user, by.name);
    let after = serde_json::json!({ "proved_by": proof });
    Ok(audit::record(tx, by, Action::PasswordChanged, &subject, &(), &after, now).await?)
}

/// Ends every session of somebody but `kept`.
pub(super) async fn end_sessions(
    tx: &impl ConnectionTrait,
    user: UserId,
    kept: Option<SessionId>,
    because: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE sessions SET revoked_at = $3, revoked_because = $4
               WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL";
    execute(tx, sql, [user.0.into(), kept.map(|session| session.0).into(), now.into(), because.into()]).await.map(drop)
}

/// At once in this process; the others hear of it from the database.
fn forget_sessions(ctx: &Ctx, user: UserId, kept: Option<SessionId>) {
    ctx.caches.callers.forget_where(move |known| known.user_id == user && Some(known.session_id) != kept);
}
