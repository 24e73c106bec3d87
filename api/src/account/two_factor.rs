//! The second factor of an account: setting it up, confirming, new recovery codes, turning it off.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{SessionId, UserId};
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::two_factor::{PasswordAndCodeRequest, RecoveryCodes, TwoFactor, TwoFactorSetup, normalize_code};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::change_password::end_sessions;
use super::links;
use super::throttle::{self, Target};
use super::totp::Kept;
use super::{recovery, store, totp};
use crate::audit::{self, Action, Actor, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller};
use crate::mail::{self, Draft, Template};

/// What happened to a second factor, as its email says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Turned on.
    On,
    /// Turned off by its owner.
    Off,
    /// Taken away by an admin.
    Reset,
    /// New recovery codes.
    Codes,
    /// A recovery code signed somebody in.
    Used,
    /// Somebody who knows the password tries one code after another.
    Guessed,
}

impl Change {
    const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Reset => "reset",
            Self::Codes => "codes",
            Self::Used => "used",
            Self::Guessed => "guessed",
        }
    }
}

/// How a code was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The app's code of this moment.
    App,
    /// A recovery code, which is used up.
    Recovery,
}

/// Uses a code up, in the transaction that holds the person's lock ([`totp::lock`]). A wrong one is
/// counted, apart from wrong passwords, and the owner told when they are too many: codes are asked only of who
/// knows the password. Commit also then.
///
/// # Errors
/// 429 after too many wrong ones; nothing is to be committed then.
pub(super) async fn prove(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    kept: &Kept,
    code: &str,
    ip: &str,
) -> Result<Option<Proof>, ApiError> {
    let now = ctx.clock.now();
    let guess = throttle::count(tx, now, Target::Code(user), ip).await?;
    let code = normalize_code(code);
    let app = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let proof = if app {
        totp::spend(tx, ctx, user, kept, &code).await?.then_some(Proof::App)
    } else {
        recovery::spend(tx, user, &code, now).await?.then_some(Proof::Recovery)
    };
    match proof {
        Some(_) => guess.was_right(tx).await?,
        None if guess.last && kept.totp_enabled_at.is_some() => tell(tx, ctx, user, Change::Guessed).await?,
        None => {}
    }
    Ok(proof)
}

/// 422: the code is wrong, too old or used.
pub(super) fn wrong_code() -> ApiError {
    ApiError::invalid(vec![FieldError::new("/code", FieldCode::WrongCode)])
}

/// Where the caller stands.
pub(super) async fn state(ctx: &Ctx, user: UserId) -> Result<TwoFactor, ApiError> {
    #[derive(FromQueryResult)]
    struct Row {
        enabled_at: Option<chrono::DateTime<chrono::Utc>>,
        required: bool,
        codes: i64,
    }
    let sql = "SELECT u.totp_enabled_at AS enabled_at,
                      (SELECT staff_two_factor FROM security_settings)
                          AND EXISTS (SELECT FROM role_permissions p WHERE p.role_id = u.role_id AND p.permission = 'admin.access') AS required,
                      (SELECT count(*) FROM recovery_codes c WHERE c.user_id = u.id AND c.used_at IS NULL) AS codes
               FROM users u WHERE u.id = $1";
    let row: Row = one(&ctx.db, sql, [user.0.into()]).await?.ok_or_else(ApiError::unauthenticated)?;
    Ok(TwoFactor { enabled_at: row.enabled_at, recovery_codes_left: row.codes, required: row.required })
}

/// Makes sure of the caller's password, throttled like signing in.
pub(super) async fn check_password(ctx: &Ctx, caller: &Caller, password: String, ip: &str) -> Result<(), ApiError> {
    let found = store::credentials(&ctx.db, &caller.email).await?.ok_or_else(ApiError::unauthenticated)?;
    let target = Target::Password(caller.user_id);
    if throttle::verify(ctx, target, ip, password, Some(found.password_hash)).await? {
        return Ok(());
    }
    Err(ApiError::invalid(vec![FieldError::new("/password", FieldCode::WrongPassword)]))
}

/// Makes the secret that the app is set up with.
pub(super) async fn set_up(ctx: &Ctx, caller: &Caller, password: String) -> Result<TwoFactorSetup, ApiError> {
    check_password(ctx, caller, password, &caller.ip).await?;
    begin(ctx, caller.user_id, &caller.email).await
}

/// The same for whoever proved otherwise who they are.
pub(super) async fn begin(ctx: &Ctx, user: UserId, email: &str) -> Result<TwoFactorSetup, ApiError> {
    let settings = crate::store::settings(ctx).await?;
    totp::begin(&ctx.db, ctx, user, &settings.profile.name, email).await
}

/// Turns it on: the app gives the right code. Returns the recovery codes. The caller's other sessions end:
/// nobody stays who came in by the password alone.
///
/// # Errors
/// 422 for a wrong code; 409 when it is on already.
pub(super) async fn turn_on(ctx: &Ctx, caller: &Caller, code: &str) -> Result<Vec<String>, ApiError> {
    let (user, session) = (caller.user_id, Some(caller.session_id));
    let tx = ctx.begin().await?;
    let codes = confirm(&tx, ctx, user, code, &caller.ip, &caller.request_id, session).await?;
    tx.commit().await?;
    let codes = codes.ok_or_else(wrong_code)?;
    forget_callers(ctx, user);
    Ok(codes)
}

/// The same in the caller's transaction, ending every session but `kept_session`. `None` for a wrong code,
/// which is counted: commit also then.
pub(super) async fn confirm(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    code: &str,
    ip: &str,
    request_id: &str,
    kept_session: Option<SessionId>,
) -> Result<Option<Vec<String>>, ApiError> {
    let kept = totp::lock(tx, user).await?.ok_or_else(ApiError::unauthenticated)?;
    if kept.totp_enabled_at.is_some() {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the second factor is on already"));
    }
    // Old recovery codes are no proof that the app works.
    recovery::forget(tx, user).await?;
    if prove(tx, ctx, user, &kept, code, ip).await? != Some(Proof::App) {
        return Ok(None);
    }
    let now = ctx.clock.now();
    execute(tx, "UPDATE users SET totp_enabled_at = $2 WHERE id = $1", [user.0.into(), now.into()]).await?;
    end_sessions(tx, user, kept_session, "second_factor_on", now).await?;
    let codes = recovery::renew(tx, user).await?;
    tell(tx, ctx, user, Change::On).await?;
    note(tx, ctx, user, Change::On, ip, request_id).await?;
    Ok(Some(codes))
}

/// Makes new recovery codes.
pub(super) async fn renew_codes(ctx: &Ctx, caller: &Caller, ask: PasswordAndCodeRequest) -> Result<RecoveryCodes, ApiError> {
    check_password(ctx, caller, ask.password, &caller.ip).await?;
    let user = caller.user_id;
    let tx = ctx.begin().await?;
    let kept = lock_enabled(&tx, user).await?;
    if prove(&tx, ctx, user, &kept, &ask.code, &caller.ip).await?.is_none() {
        tx.commit().await?;
        return Err(wrong_code());
    }
    let codes = recovery::renew(&tx, user).await?;
    tell(&tx, ctx, user, Change::Codes).await?;
    note(&tx, ctx, user, Change::Codes, &caller.ip, &caller.request_id).await?;
    tx.commit().await?;
    Ok(RecoveryCodes { codes })
}

/// Turns it off.
///
/// # Errors
/// 409 `second_factor_needed` where the role needs it.
pub(super) async fn turn_off(ctx: &Ctx, caller: &Caller, ask: PasswordAndCodeRequest) -> Result<(), ApiError> {
    if state(ctx, caller.user_id).await?.required {
        return Err(ApiError::conflict(ErrorCode::SecondFactorNeeded));
    }
    check_password(ctx, caller, ask.password, &caller.ip).await?;
    let user = caller.user_id;
    let tx = ctx.begin().await?;
    let kept = lock_enabled(&tx, user).await?;
    if prove(&tx, ctx, user, &kept, &ask.code, &caller.ip).await?.is_none() {
        tx.commit().await?;
        return Err(wrong_code());
    }
    clear(&tx, user).await?;
    tell(&tx, ctx, user, Change::Off).await?;
    note(&tx, ctx, user, Change::Off, &caller.ip, &caller.request_id).await?;
    tx.commit().await?;
    forget_callers(ctx, user);
    Ok(())
}

async fn lock_enabled(tx: &impl ConnectionTrait, user: UserId) -> Result<Kept, ApiError> {
    let kept = totp::lock(tx, user).await?.ok_or_else(ApiError::unauthenticated)?;
    if kept.totp_enabled_at.is_none() {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the second factor is off"));
    }
    Ok(kept)
}

/// Takes secret and codes away, and what waits for a code.
pub async fn clear(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql = "UPDATE users SET totp_secret = NULL, totp_enabled_at = NULL, totp_last_step = NULL WHERE id = $1";
    execute(tx, sql, [user.0.into()]).await?;
    execute(tx, "DELETE FROM sign_in_challenges WHERE user_id = $1", [user.0.into()]).await?;
    recovery::forget(tx, user).await
}

/// Tells the owner by email.
pub async fn tell(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId, change: Change) -> Result<(), ApiError> {
    let Some(owner) = links::owner(tx, user).await? else { return Ok(()) };
    let url = &ctx.config.public_url;
    let draft = Draft {
        dedupe_key: format!("two_factor:{}", Uuid::now_v7()),
        template: Template::TwoFactorChanged,
        locale: owner.locale,
        to: owner.email.clone(),
        to_name: owner.name.clone(),
        data: json!({ "change": change.as_str(), "at": ctx.clock.now(), "forgot_url": format!("{url}/forgot-password") }),
        order_id: None,
        restock_order_id: None,
        user_id: Some(user),
    };
    mail::post(tx, ctx, draft).await.map_err(ApiError::from)
}

/// Notes it in the audit log, of those who may enter the back office.
async fn note(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    change: Change,
    ip: &str,
    request_id: &str,
) -> Result<(), ApiError> {
    let Some(me) = store::me(tx, user).await?.filter(|me| me.can(Permission::AdminAccess)) else { return Ok(()) };
    let by = Actor { id: Some(user), name: &me.name, ip: Some(ip), request_id: Some(request_id) };
    let subject = Subject::new(AuditSubject::User, user, me.name.as_str());
    let after = json!({ "second_factor": change.as_str() });
    Ok(audit::record(tx, by, Action::SecondFactorChanged, &subject, &(), &after, ctx.clock.now()).await?)
}

/// At once in this process; the others hear of it from the database.
pub(super) fn forget_callers(ctx: &Ctx, user: UserId) {
    ctx.caches.callers.forget_where(move |known| known.user_id == user);
}
