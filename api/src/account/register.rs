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
use crate::http::{ApiError, network};
use crate::mail;

/// Accounts that may be made from one network in an hour: many people may share an address.
const PER_NETWORK: i32 = 100;

/// Creates the account, posts the welcome and the link that confirms the address, takes over the guest's cart, opens a session.
pub(super) async fn register(
    ctx: &Ctx,
    ask: RegisterRequest,
    device: Device<'_>,
    cart_token: Option<&str>,
    jar: &CookieJar,
) -> Result<SignedInBody, ApiError> {
    // Before the slow hash, for which everybody waits who signs in; what is refused counts as well, or one could ask for ever
    // which addresses have an account.
    throttle::allow(ctx, &[Limit { subject: format!("register:{}", network(device.ip)), most: PER_NETWORK }]).await?;
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
    if let Some(token) = cart_token {
        crate::cart::adopt(ctx, user, token).await?;
    }
    sessions::enter(ctx, user, Verified::NewAccount, &device, jar).await
}
