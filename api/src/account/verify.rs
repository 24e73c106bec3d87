//! Confirms email addresses.

use sea_orm::ConnectionTrait;
use shared::account::LinkToken;
use shared::ids::UserId;
use shared::problem::ErrorCode;
use uuid::Uuid;

use super::links::{self, Owner, Purpose};
use super::throttle::{self, Limit};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};
use crate::mail::{self, Draft, Template};

/// Posts the email with the link.
pub(super) async fn post_link(tx: &impl ConnectionTrait, ctx: &Ctx, owner: &Owner) -> anyhow::Result<()> {
    let secret = links::issue(tx, owner, Purpose::VerifyEmail, ctx.clock.now()).await?;
    let draft = Draft {
        // Each link is a cause of its own; how many there may be is the throttle's to say.
        dedupe_key: format!("verify_email:{}", Uuid::now_v7()),
        template: Template::VerifyEmail,
        locale: owner.locale,
        to: owner.email.clone(),
        to_name: owner.name.clone(),
        data: serde_json::json!({
            "url": links::address(ctx, links::CONFIRM, &secret),
            "hours": Purpose::VerifyEmail.lifetime().num_hours(),
        }),
        order_id: None,
        user_id: Some(owner.id()),
        restock_order_id: None,
    };
    mail::post(tx, ctx, draft).await
}

/// Sends the link to a new account.
pub(super) async fn welcome(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId) -> Result<(), ApiError> {
    let owner = links::owner(tx, user).await?.ok_or_else(ApiError::unauthenticated)?;
    post_link(tx, ctx, &owner).await.map_err(ApiError::from)
}

/// Sends the link again, unless the address is confirmed already.
pub(super) async fn send_again(ctx: &Ctx, caller: &Caller) -> Result<(), ApiError> {
    let owner = links::owner(&ctx.db, caller.user_id).await?.ok_or_else(ApiError::unauthenticated)?;
    if owner.email_verified {
        return Ok(());
    }
    throttle::allow(ctx, &[Limit { subject: throttle::verification_subject(caller.user_id), most: 5 }]).await?;
    let tx = ctx.begin().await?;
    post_link(&tx, ctx, &owner).await?;
    Ok(tx.commit().await?)
}

/// Confirms the address that the link was sent to. Doing so again with the same link, as mail
/// programs that open links do, is refused like any used link.
pub(super) async fn confirm(ctx: &Ctx, ask: &LinkToken) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let owner = links::redeem(&tx, &ask.token, Purpose::VerifyEmail, now)
        .await?
        .ok_or_else(|| ApiError::conflict(ErrorCode::LinkExpired))?;
    mark_verified(&tx, owner.id(), now).await?;
    Ok(tx.commit().await?)
}

/// The account's address is its owner's.
pub(super) async fn mark_verified(
    tx: &impl ConnectionTrait,
    user: UserId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), sea_orm::DbErr> {
    let sql = "UPDATE users SET email_verified_at = COALESCE(email_verified_at, $2) WHERE id = $1";
    execute(tx, sql, [user.0.into(), now.into()]).await.map(drop)
}
