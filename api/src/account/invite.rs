//! Invites somebody whose account was made by others: a link to choose a password.

use sea_orm::ConnectionTrait;
use serde_json::json;
use shared::ids::UserId;
use uuid::Uuid;

use super::links::{self, Owner, Purpose};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::mail::{self, Draft, Template};

/// Posts the invitation; links that were sent before no longer work.
///
/// # Errors
/// 404 when there is no such active account.
pub async fn invite(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId, inviter: &str, role: &str) -> Result<(), ApiError> {
    let (owner, url) = issue(tx, ctx, user).await?;
    let draft = Draft {
        dedupe_key: format!("invitation:{}", Uuid::now_v7()),
        template: Template::Invitation,
        locale: owner.locale,
        to: owner.email.clone(),
        to_name: owner.name.clone(),
        data: json!({
            "url": url,
            "days": Purpose::Invitation.lifetime().num_days(),
            "inviter": inviter,
            "role": role,
        }),
        order_id: None,
        restock_order_id: None,
        user_id: Some(user),
    };
    mail::post(tx, ctx, draft).await.map_err(ApiError::from)
}

/// The link of an invitation that is handed over by hand; links that were made before no longer work.
///
/// # Errors
/// 404 when there is no such active account.
pub async fn invitation_link(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId) -> Result<String, ApiError> {
    issue(tx, ctx, user).await.map(|(_, url)| url)
}

async fn issue(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId) -> Result<(Owner, String), ApiError> {
    let now = ctx.clock.now();
    let owner = links::owner(tx, user).await?.ok_or_else(ApiError::not_found)?;
    links::spend(tx, user, Purpose::Invitation, now).await?;
    let secret = links::issue(tx, &owner, Purpose::Invitation, now).await?;
    let url = links::address(ctx, links::SET_PASSWORD, &secret);
    Ok((owner, url))
}
