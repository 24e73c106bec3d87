//! Sessions: opening, refreshing, listing, ending.

use std::net::IpAddr;

use chrono::TimeDelta;
use poem::web::cookie::CookieJar;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::{Session, SignedIn as SignedInBody, device_name};
use shared::audit::AuditSubject;
use shared::ids::{SessionId, UserId};
use shared::problem::ErrorCode;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::cookie::{self, RefreshToken};
use super::store::{self, Standing};
use super::tokens::{ACCESS_SECONDS, hash_secret};
use crate::audit::{self, Action, Actor, Subject};
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller};
use crate::mail::{self, Draft, Template};
use poem::http::StatusCode;

/// How long one stays signed in without coming back.
const LIFETIME: TimeDelta = TimeDelta::days(60);
/// Two tabs, or an answer that got lost, may present the previous token for this long: the web app waits 20 seconds for an
/// answer, and only then asks again.
const GRACE: TimeDelta = TimeDelta::seconds(45);

/// Where a session is opened from.
pub(super) struct Device<'a> {
    pub ip: &'a str,
    pub user_agent: &'a str,
    pub request_id: &'a str,
}

impl Device<'_> {
    /// What it is, roughly: browser and system without their versions, and the part of the network
    /// that a provider keeps for one town. A browser's update is no new device, nor is the next
    /// address that a phone is given.
    fn kind(&self) -> String {
        let network = match self.ip.parse() {
            Ok(IpAddr::V4(ip)) => {
                let [a, b, ..] = ip.octets();
                format!("{a}.{b}")
            }
            Ok(IpAddr::V6(ip)) => {
                let [a, b, ..] = ip.segments();
                format!("{a:x}:{b:x}")
            }
            Err(_) => String::new(),
        };
        format!("{}|{network}", device_name(self.user_agent))
    }
}

#[derive(FromQueryResult)]
struct Before {
    /// The account was signed in to before.
    used: bool,
    /// From such a device.
    known: bool,
    /// The name, of somebody who may enter the back office.
    staff: Option<String>,
}

/// How somebody who signs in showed who they are.
#[derive(Clone, Copy)]
pub(super) enum Verified<'a> {
    /// By the password of which this is the hash. It took a while: the account may have another by now.
    Password(&'a str),
    /// By both steps: the challenge is spent in this transaction, and does not outlive the password.
    Challenge,
    /// They made the account just now.
    NewAccount,
}

/// Goes on only while what was verified holds, and keeps it so while the transaction lasts: whoever sets a
/// new password, to get somebody out, gets those out as well who are about to come in.
///
/// # Errors
/// 401 `wrong_credentials` when the password is another by now, or the account is closed.
pub(super) async fn hold(tx: &impl ConnectionTrait, user: UserId, verified: Verified<'_>) -> Result<Standing, ApiError> {
    let standing = store::lock_active(tx, user).await?;
    let holds = |standing: &Standing| match verified {
        Verified::Password(hash) => standing.password_hash == hash,
        Verified::Challenge | Verified::NewAccount => true,
    };
    standing.filter(holds).ok_or_else(outdated)
}

fn outdated() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::WrongCredentials)
}

/// Opens a session and signs the person in on it.
pub(super) async fn enter(
    ctx: &Ctx,
    user: UserId,
    verified: Verified<'_>,
    device: &Device<'_>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    let tx = ctx.begin().await?;
    let token = open(&tx, ctx, user, verified, device).await?;
    tx.commit().await?;
    signed_in(ctx, user, &token, jar).await
}

/// Opens a session; once it is committed, [`signed_in`] answers. A device that the account, used before,
/// was never signed in to from is told by email.
///
/// # Errors
/// As [`hold`]; also when a second factor was turned on since only the password was asked for.
pub(super) async fn open(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    verified: Verified<'_>,
    device: &Device<'_>,
) -> Result<RefreshToken, ApiError> {
    let standing = hold(tx, user, verified).await?;
    if standing.two_factor && !matches!(verified, Verified::Challenge) {
        return Err(outdated());
    }
    let now = ctx.clock.now();
    let session = SessionId::generate();
    let token = RefreshToken { session, secret: ctx.tokens.first(session) };
    let user_agent: String = device.user_agent.chars().take(300).collect();
    let kind = device.kind();
    // What is asked in RETURNING does not see the row that is being written.
    let sql =
        "INSERT INTO sessions (id, user_id, token_hash, rotated_at, user_agent, ip, device, last_seen_at, expires_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $4, $8, $4)
               RETURNING EXISTS (SELECT FROM sessions s WHERE s.user_id = $2) AS used,
                         EXISTS (SELECT FROM sessions s WHERE s.user_id = $2 AND s.device = $7) AS known,
                         (SELECT u.name FROM users u JOIN role_permissions p ON p.role_id = u.role_id
                          WHERE u.id = $2 AND p.permission = 'admin.access') AS staff";
    let values = [
        token.session.0.into(),
        user.0.into(),
        hash_secret(&token.secret).into(),
        now.into(),
        user_agent.into(),
        device.ip.into(),
        kind.as_str().into(),
        (now + LIFETIME).into(),
    ];
    let before: Option<Before> = one(tx, sql, values).await?;
    if before.as_ref().is_some_and(|before| before.used && !before.known) {
        tell_of_device(tx, ctx, user, device, &kind).await?;
    }
    if let Some(name) = before.and_then(|before| before.staff) {
        let by = Actor { id: Some(user), name: &name, ip: Some(device.ip), request_id: Some(device.request_id) };
        let subject = Subject::new(AuditSubject::Session, token.session, name.as_str());
        let after = serde_json::json!({ "device": device_name(device.user_agent) });
        audit::record(tx, by, Action::StaffSignedIn, &subject, &(), &after, now).await?;
    }
    Ok(token)
}

/// Tells the owner that somebody signed in on a device that is new to the account.
async fn tell_of_device(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    device: &Device<'_>,
    kind: &str,
) -> Result<(), ApiError> {
    let Some(owner) = store::me(tx, user).await? else { return Ok(()) };
    let url = &ctx.config.public_url;
    let draft = Draft {
        dedupe_key: format!("new_device:{user}:{}", hex::encode(hash_secret(kind))),
        template: Template::NewDevice,
        locale: owner.locale,
        to: owner.email,
        to_name: owner.name,
        data: serde_json::json!({
            "device": device_name(device.user_agent),
            "ip": device.ip,
            "at": ctx.clock.now(),
            "sessions_url": format!("{url}/account/sessions"),
            "forgot_url": format!("{url}/forgot-password"),
        }),
        order_id: None,
        user_id: Some(user),
        restock_order_id: None,
    };
    mail::post(tx, ctx, draft).await.map_err(ApiError::from)
}

/// The answer to whoever was signed in, with the cookie.
pub(super) async fn signed_in(ctx: &Ctx, user: UserId, token: &RefreshToken, jar: &CookieJar) -> Result<SignedInBody, ApiError> {
    let user = store::me(&ctx.db, user).await?.ok_or_else(ApiError::unauthenticated)?;
    let access_token = ctx.tokens.sign(token.session, ctx.clock.now()).map_err(ApiError::internal)?;
    cookie::set(jar, &ctx.config, token, LIFETIME.to_std().unwrap_or_default());
    Ok(SignedInBody { access_token, expires_in: ACCESS_SECONDS, user })
}

enum Refreshed {
    Rotated,
    /// The previous token, shortly after: a second tab, or an answer that was lost.
    Repeated,
    /// One that was given out once, by whoever kept a copy.
    Stolen,
    /// One that was never given out. Who is shown a session knows its id, and ends nothing by it.
    MadeUp,
    Ended,
}

/// Rotates the refresh token and gives out a new access token.
pub(super) async fn refresh(ctx: &Ctx, device: &Device<'_>, jar: &CookieJar) -> Result<SignedInBody, ApiError> {
    let Some(presented) = cookie::get(jar) else { return Err(ApiError::unauthenticated()) };
    let now = ctx.clock.now();
    let presented_hash = hash_secret(&presented.secret);
    let next = RefreshToken { session: presented.session, secret: ctx.tokens.successor(presented.session, &presented.secret) };

    let tx = ctx.begin().await?;
    let Some(session) = store::lock_session(&tx, presented.session).await? else {
        cookie::clear(jar, &ctx.config);
        return Err(ApiError::unauthenticated());
    };
    let same = |hash: &[u8]| bool::from(hash.ct_eq(&presented_hash));
    let was_previous = session.previous_token_hash.as_deref().is_some_and(same);
    let outcome = if session.revoked_at.is_some() || session.expires_at <= now || !session.active {
        Refreshed::Ended
    } else if same(&session.token_hash) {
        Refreshed::Rotated
    } else if was_previous && session.rotated_at + GRACE > now {
        Refreshed::Repeated
    // The one before was given out, also by a program or under a secret key that marked none.
    } else if was_previous || ctx.tokens.was_given(presented.session, &presented.secret) {
        Refreshed::Stolen
    } else {
        Refreshed::MadeUp
    };
    let user = UserId(session.user_id);
    match outcome {
        Refreshed::Rotated => {
            let sql = "UPDATE sessions SET previous_token_hash = token_hash, token_hash = $2, rotated_at = $3, last_seen_at = $3,
                              expires_at = $4, ip = $5 WHERE id = $1";
            let values =
                [next.session.0.into(), hash_secret(&next.secret).into(), now.into(), (now + LIFETIME).into(), device.ip.into()];
            execute(&tx, sql, values).await?;
            tx.commit().await?;
            signed_in(ctx, user, &next, jar).await
        }
        Refreshed::Repeated => {
            tx.commit().await?;
            let user = store::me(&ctx.db, user).await?.ok_or_else(ApiError::unauthenticated)?;
            let access_token = ctx.tokens.sign(presented.session, now).map_err(ApiError::internal)?;
            // Given again, unless the server's secret has changed in between.
            if bool::from(session.token_hash.ct_eq(&hash_secret(&next.secret))) {
                cookie::set(jar, &ctx.config, &next, LIFETIME.to_std().unwrap_or_default());
            }
            Ok(SignedInBody { access_token, expires_in: ACCESS_SECONDS, user })
        }
        Refreshed::Stolen => {
            tracing::warn!(session = %presented.session, "a refresh token was used again; the session is revoked");
            revoke(&tx, presented.session, "reuse", now).await?;
            tx.commit().await?;
            ctx.caches.callers.forget(&presented.session);
            cookie::clear(jar, &ctx.config);
            Err(ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::SessionRevoked))
        }
        Refreshed::MadeUp => {
            cookie::clear(jar, &ctx.config);
            Err(ApiError::unauthenticated())
        }
        Refreshed::Ended => {
            cookie::clear(jar, &ctx.config);
            Err(ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::SessionRevoked))
        }
    }
}

async fn revoke(
    db: &impl ConnectionTrait,
    session: SessionId,
    because: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<u64, DbErr> {
    let sql = "UPDATE sessions SET revoked_at = $2, revoked_because = $3 WHERE id = $1 AND revoked_at IS NULL";
    execute(db, sql, [session.0.into(), now.into(), because.into()]).await
}

/// Signs out on the device that holds the cookie. Without one there is nothing to do.
pub(super) async fn sign_out(ctx: &Ctx, jar: &CookieJar) -> Result<(), ApiError> {
    if let Some(token) = cookie::get(jar) {
        let sql = "UPDATE sessions SET revoked_at = $3, revoked_because = 'sign_out'
                   WHERE id = $1 AND revoked_at IS NULL AND (token_hash = $2 OR previous_token_hash = $2)";
        execute(&ctx.db, sql, [token.session.0.into(), hash_secret(&token.secret).into(), ctx.clock.now().into()]).await?;
        ctx.caches.callers.forget(&token.session);
    }
    cookie::clear(jar, &ctx.config);
    Ok(())
}

/// Ends one of the caller's own sessions.
pub(super) async fn end(ctx: &Ctx, caller: &Caller, session: SessionId) -> Result<(), ApiError> {
    let sql =
        "UPDATE sessions SET revoked_at = $3, revoked_because = 'ended' WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";
    let ended = execute(&ctx.db, sql, [session.0.into(), caller.user_id.0.into(), ctx.clock.now().into()]).await?;
    ctx.caches.callers.forget(&session);
    if ended == 0 { Err(ApiError::not_found()) } else { Ok(()) }
}

/// Ends all of the caller's sessions but the current one.
pub(super) async fn end_others(ctx: &Ctx, caller: &Caller) -> Result<(), ApiError> {
    let sql =
        "UPDATE sessions SET revoked_at = $3, revoked_because = 'ended' WHERE user_id = $2 AND id <> $1 AND revoked_at IS NULL";
    execute(&ctx.db, sql, [caller.session_id.0.into(), caller.user_id.0.into(), ctx.clock.now().into()]).await?;
    let (user, current) = (caller.user_id, caller.session_id);
    ctx.caches.callers.forget_where(move |known| known.user_id == user && known.session_id != current);
    Ok(())
}

#[derive(FromQueryResult)]
struct SessionListRow {
    id: Uuid,
    user_agent: String,
    ip: String,
    created_at: chrono::DateTime<chrono::Utc>,
    last_seen_at: chrono::DateTime<chrono::Utc>,
}

/// The caller's sessions, the latest first.
pub(super) async fn list(ctx: &Ctx, caller: &Caller) -> Result<Vec<Session>, ApiError> {
    Ok(of(ctx, caller.user_id, caller.session_id).await?)
}

/// A person's sessions, the latest first; `current` is the one that asks.
///
/// # Errors
/// What the database says.
pub async fn of(ctx: &Ctx, user: UserId, current: SessionId) -> Result<Vec<Session>, DbErr> {
    let sql = "SELECT id, user_agent, ip, created_at, last_seen_at FROM sessions
               WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC LIMIT 100";
    let rows: Vec<SessionListRow> = all(&ctx.db, sql, [user.0.into(), ctx.clock.now().into()]).await?;
    let view = |row: SessionListRow| Session {
        id: SessionId(row.id),
        user_agent: row.user_agent,
        ip: row.ip,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        current: row.id == current.0,
    };
    Ok(rows.into_iter().map(view).collect())
}
