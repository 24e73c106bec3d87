//! Creates an account and signs the person in.

use poem::web::cookie::CookieJar;
use sea_orm::TransactionTrait;
use shared::account::{RegisterRequest, SignedIn as SignedInBody};
use shared::problem::ErrorCode;

use super::sessions::{self, Device, Verified};
use super::store::{self, NewUser};
use super::throttle::{self, Limit};
use super::verify;
use crate::context::Ctx;
use crate::db::broken_constraint;
use crate::http::ApiError;
use crate::mail;

/// Times an hour that one address may come upon an email that is registered already. It is told so, and nobody shall go through
/// a list of them that way.
const PER_ADDRESS: i32 = 40;

/// Creates the account, posts the welcome and the link that confirms the address, takes over the guest's cart, opens a session.
pub(super) async fn register(
    ctx: &Ctx,
    ask: RegisterRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    // Counted before anybody looks, and taken back where the email was free.
    let subject = format!("register_ip:{}", throttle::network(device.ip));
    throttle::allow(ctx, &[Limit { subject: subject.clone(), most: PER_ADDRESS }]).await?;
    let hash = ctx.passwords.hash(ask.password).await?;
    let (email, name) = (ask.email.trim(), ask.name.trim());
    let tx = ctx.db.begin().await?;
    let new = NewUser { email, name, password_hash: &hash, role: shared::permission::BUYER, locale: ask.locale };
    let user = store::create_user(&tx, &new, ctx.clock.now()).await.map_err(|error| match broken_constraint(&error) {
        Some("users_email_key") => ApiError::conflict(ErrorCode::EmailTaken),
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
    if let Err(error) = throttle::take_back(ctx, &subject).await {
        tracing::warn!(%error, "a registration stays counted");
    }
    if let Some(token) = cart_token {
        crate::cart::adopt(ctx, user, token).await?;
    }
    sessions::enter(ctx, user, Verified::NewAccount, &device, jar).await
}
