//! Creates an account and signs the person in.

use poem::web::cookie::CookieJar;
use shared::account::{RegisterRequest, SignedIn as SignedInBody};
use shared::ids::UserId;
use shared::problem::ErrorCode;

use super::sessions::{self, Device, Verified};
use super::store::{self, NewUser};
use super::throttle::{self, Limit};
use super::verify;
use crate::context::Ctx;
use crate::db::broken_constraint;
use crate::http::{ApiError, network};
use crate::mail;

/// Accounts that may be made from one network in an hour: many people may share an address.
const PER_NETWORK: i32 = 100;
/// Times an hour that one network may come upon an email that is registered already. It is told so, and nobody shall go through
/// a list of them that way.
const TAKEN_PER_NETWORK: i32 = 40;

/// Creates the account, posts the welcome and the link that confirms the address, takes over the guest's cart, opens a session.
pub(super) async fn register(
    ctx: &Ctx,
    ask: RegisterRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    // Before the slow hash, for which everybody waits who signs in. What finds an email that is taken is counted apart, and
    // taken back where it was free.
    let network = network(device.ip);
    let found_taken = format!("register_taken:{network}");
    let limits = [
        Limit { subject: format!("register:{network}"), most: PER_NETWORK },
        Limit { subject: found_taken.clone(), most: TAKEN_PER_NETWORK },
    ];
    throttle::allow(ctx, &limits).await?;
    let made = make(ctx, ask).await;
    if !matches!(&made, Err(error) if error.code() == ErrorCode::EmailTaken)
        && let Err(error) = throttle::take_back(ctx, &found_taken).await
    {
        tracing::warn!(%error, "a registration stays counted");
    }
    let user = made?;
    let signed_in = sessions::enter(ctx, user, Verified::NewAccount, &device, jar).await?;
    crate::cart::adopt(ctx, user, cart_token).await;
    Ok(signed_in)
}

/// Creates the account, and posts what welcomes its owner.
async fn make(ctx: &Ctx, ask: RegisterRequest) -> Result<UserId, ApiError> {
    let hash = ctx.passwords.hash(ask.password).await?;
    let (email, name) = (ask.email.trim(), ask.name.trim());
    let tx = ctx.begin().await?;
    let new = NewUser { email, name, password_hash: &hash, role: shared::permission::BUYER, locale: ask.locale };
    let user = store::create_user(&tx, &new, ctx.clock.now()).await.map_err(|error| match broken_constraint(&error) {
        Some("users_email_key") => ApiError::taken(ErrorCode::EmailTaken, "/email"),
        _ => error.into(),
    })?;
    let draft = mail::Draft {
        dedupe_key: format!("welcome:{user}"),
        template: mail::Template::Welcome,
        locale: ask.locale,
        to: email.to_owned(),
        to_name: name.to_owned(),
        data: serde_json::json!({ "name": name, "shop_url": ctx.config.public_url }),
        order_id: None,
        user_id: Some(user),
        restock_order_id: None,
    };
    mail::post(&tx, ctx, draft).await?;
    verify::welcome(&tx, ctx, user).await?;
    tx.commit().await?;
    Ok(user)
}
