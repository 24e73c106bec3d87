//! Between the two steps of signing in: a random token that lives for minutes and opens nothing but
//! the second step.

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::SignedIn as SignedInBody;
use shared::ids::UserId;
use shared::problem::ErrorCode;
use shared::two_factor::{SecondFactorRequest, SignedInWithCodes, TwoFactorSetup};
use uuid::Uuid;

use super::sessions::{self, Device, Verified};
use super::tokens::{hash_secret, random_secret};
use super::totp::{self, Kept};
use super::two_factor::{self, Change, Proof};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::ApiError;

/// Long enough to find the phone, or to set an app up.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// The password was right: refuses all the same, with the token for the second step.
///
/// # Errors
/// As [`sessions::hold`].
pub(super) async fn issue(ctx: &Ctx, user: UserId, verified: Verified<'_>, must_set_up: bool) -> Result<ApiError, ApiError> {
    let (token, now) = (random_secret(), ctx.clock.now());
    let tx = ctx.begin().await?;
    sessions::hold(&tx, user, verified).await?;
    let sql = "INSERT INTO sign_in_challenges (token_hash, user_id, expires_at, created_at) VALUES ($1, $2, $3, $4)";
    let values = [hash_secret(&token).into(), user.0.into(), (now + LIFETIME).into(), now.into()];
    execute(&tx, sql, values).await?;
    tx.commit().await?;
    let code = if must_set_up { ErrorCode::SecondFactorSetupRequired } else { ErrorCode::SecondFactorRequired };
    Ok(ApiError::new(StatusCode::UNAUTHORIZED, code).with("token", token).with("expires_in", LIFETIME.num_seconds()))
}

/// Whose sign-in a token is the middle of.
#[derive(FromQueryResult)]
struct Pending {
    user_id: Uuid,
    email: String,
}

fn expired() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, ErrorCode::SignInExpired)
}

async fn find(db: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<Pending, ApiError> {
    let sql = "SELECT c.user_id, u.email FROM sign_in_challenges c JOIN users u ON u.id = c.user_id
               WHERE c.token_hash = $1 AND c.expires_at > $2 AND u.active AND u.deleted_at IS NULL";
    let found: Option<Pending> = one(db, sql, [hash_secret(token.trim()).into(), now.into()]).await?;
    found.ok_or_else(expired)
}

/// Whose sign-in a token is the middle of, with the person locked: neither it nor the password goes away
/// while the transaction lasts.
async fn lock(tx: &impl ConnectionTrait, token: &str, now: DateTime<Utc>) -> Result<(UserId, Kept), ApiError> {
    let user = UserId(find(tx, token, now).await?.user_id);
    let kept = totp::lock(tx, user).await?.ok_or_else(expired)?;
    // Somebody else may have used it while this one waited for the lock.
    find(tx, token, now).await?;
    Ok((user, kept))
}

async fn spend(tx: &impl ConnectionTrait, token: &str) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM sign_in_challenges WHERE token_hash = $1", [hash_secret(token.trim()).into()]).await.map(drop)
}

/// Takes the code and signs the person in.
///
/// # Errors
/// 401 `sign_in_expired` for a token that is none (any more), 422 for a wrong code, 429 after too many.
pub(super) async fn second_step(
    ctx: &Ctx,
    ask: &SecondFactorRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    let tx = ctx.begin().await?;
    let (user, kept) = lock(&tx, &ask.token, ctx.clock.now()).await?;
    if kept.totp_enabled_at.is_none() {
        return Err(expired());
    }
    let Some(proof) = two_factor::prove(&tx, ctx, user, &kept, &ask.code, device.ip).await? else {
        tx.commit().await?;
        return Err(two_factor::wrong_code());
    };
    spend(&tx, &ask.token).await?;
    if proof == Proof::Recovery {
        two_factor::tell(&tx, ctx, user, Change::Used).await?;
    }
    let session = sessions::open(&tx, ctx, user, Verified::Challenge, &device).await?;
    tx.commit().await?;
    crate::cart::adopt(ctx, user, cart_token).await;
    sessions::signed_in(ctx, user, &session, jar).await
}

/// Makes the secret for somebody whose role needs a second factor before they may come in.
pub(super) async fn set_up(ctx: &Ctx, token: &str) -> Result<TwoFactorSetup, ApiError> {
    let pending = find(&ctx.db, token, ctx.clock.now()).await?;
    two_factor::begin(ctx, UserId(pending.user_id), &pending.email).await
}

/// Turns it on by a code and signs the person in.
pub(super) async fn confirm(
    ctx: &Ctx,
    ask: &SecondFactorRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInWithCodes, ApiError> {
    let tx = ctx.begin().await?;
    let (user, _) = lock(&tx, &ask.token, ctx.clock.now()).await?;
    let Some(codes) = two_factor::confirm(&tx, ctx, user, &ask.code, device.ip, device.request_id, None).await? else {
        tx.commit().await?;
        return Err(two_factor::wrong_code());
    };
    spend(&tx, &ask.token).await?;
    let session = sessions::open(&tx, ctx, user, Verified::Challenge, &device).await?;
    tx.commit().await?;
    two_factor::forget_callers(ctx, user);
    crate::cart::adopt(ctx, user, cart_token).await;
    Ok(SignedInWithCodes { signed_in: sessions::signed_in(ctx, user, &session, jar).await?, codes })
}
