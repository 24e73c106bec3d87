//! Deleting one's own account, which cannot be taken back.
//!
//! The row of the person stays, emptied, because orders, reviews and the audit log point at it; its email address is free
//! again. What was sold and what was published stays without the name.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use shared::account::{AccountDeletion, DeleteAccountRequest};
use shared::audit::AuditSubject;
use shared::permission::{ADMIN, BUYER, Permission};
use shared::problem::ErrorCode;
use shared::two_factor::normalize_code;
use shared::validate::{FieldCode, FieldError};

use super::{throttle, totp, two_factor};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller};
use crate::{cart, catalog, mail, notifications, orders, users, webhooks};

/// What stands between the caller and deleting their account.
pub(super) async fn outlook(ctx: &Ctx, by: &Caller) -> Result<AccountDeletion, ApiError> {
    let tx = ctx.begin().await?;
    let last_admin = is_last_admin(&tx, by).await?;
    let open_orders = orders::unfinished(&tx, by.user_id).await?;
    tx.rollback().await?;
    let two_factor = two_factor::state(ctx, by.user_id).await?.enabled_at.is_some();
    Ok(AccountDeletion { open_orders, last_admin, two_factor })
}

/// Locks the admins when the caller is one.
async fn is_last_admin(tx: &impl ConnectionTrait, by: &Caller) -> Result<bool, ApiError> {
    if by.role != ADMIN {
        return Ok(false);
    }
    match users::another_admin_than(tx, by.user_id).await {
        Ok(()) => Ok(false),
        Err(error) if error.code() == ErrorCode::LastAdmin => Ok(true),
        Err(error) => Err(error),
    }
}

/// Deletes the caller's account.
///
/// # Errors
/// 422 for a wrong password, code or confirmation; 409 `open_orders`, `last_admin`.
pub(super) async fn delete(ctx: &Ctx, by: &Caller, ask: DeleteAccountRequest) -> Result<(), ApiError> {
    if !ask.confirm.trim().eq_ignore_ascii_case(by.email.trim()) {
        return Err(ApiError::invalid(vec![FieldError::new("/confirm", FieldCode::InvalidFormat)]));
    }
    two_factor::check_password(ctx, by, ask.password, &by.ip).await?;
    let (user, now) = (by.user_id, ctx.clock.now());
    let tx = ctx.begin().await?;
    // An order that is being placed holds the cart: it is seen below, or it finds the cart gone.
    cart::lock_open_cart(&tx, user).await?;
    if is_last_admin(&tx, by).await? {
        return Err(ApiError::conflict(ErrorCode::LastAdmin));
    }
    let kept = totp::lock(&tx, user).await?.ok_or_else(ApiError::unauthenticated)?;
    orders::lock_orders_of(&tx, user).await?;
    let open = orders::unfinished(&tx, user).await?;
    if !open.is_empty() {
        return Err(ApiError::conflict(ErrorCode::OpenOrders).with("orders", open));
    }
    if kept.totp_enabled_at.is_some() {
        let code = ask.code.unwrap_or_default();
        if normalize_code(&code).is_empty() {
            return Err(ApiError::invalid(vec![FieldError::new("/code", FieldCode::Required)]));
        }
        if two_factor::prove(&tx, ctx, user, &kept, &code, &by.ip).await?.is_none() {
            tx.commit().await?;
            return Err(two_factor::wrong_code());
        }
    }
    erase(&tx, by, now).await?;
    if by.permissions.contains(&Permission::AdminAccess) {
        let subject = Subject::new(AuditSubject::User, user, by.name.as_str());
        let (before, after) = (json!({ "role": by.role, "deleted": false }), json!({ "role": BUYER, "deleted": true }));
        audit::record(&tx, by, Action::AccountDeleted, &subject, &before, &after, now).await?;
    }
    tx.commit().await?;
    two_factor::forget_callers(ctx, user);
    Ok(())
}

/// What belongs to the person alone and is of no use to anybody else.
const OWN: &[&str] = &[
    "DELETE FROM carts WHERE user_id = $1 AND status = 'open'",
    "DELETE FROM addresses WHERE user_id = $1",
    "DELETE FROM user_tokens WHERE user_id = $1",
    "DELETE FROM user_notes WHERE user_id = $1",
    "DELETE FROM saved_views WHERE user_id = $1 AND NOT shared",
    "DELETE FROM sessions WHERE user_id = $1",
    // Its files have no message then, and go at night.
    "DELETE FROM chat_rooms WHERE user_id = $1",
];

async fn erase(tx: &DatabaseTransaction, by: &Caller, now: DateTime<Utc>) -> Result<(), ApiError> {
    let user = by.user_id;
    mail::forget_person(tx, user).await?;
    notifications::forget_person(tx, user).await?;
    // What was bought tells whose the reviews are.
    catalog::forget_author(tx, user).await?;
    // Whose orders they are tells what was told of them.
    webhooks::forget_buyer(tx, user).await?;
    orders::forget_buyer(tx, user).await?;
    for sql in OWN {
        execute(tx, sql, [user.0.into()]).await?;
    }
    throttle::forget_person(tx, user, &by.email).await?;
    two_factor::clear(tx, user).await?;
    // No password has this hash.
    let sql = "UPDATE users SET email = 'deleted-' || id || '@deleted.invalid', username = NULL, password_hash = '!', name = '', phone = NULL,
                      role_id = (SELECT id FROM roles WHERE name = $2), active = false, email_verified_at = NULL, deleted_at = $3
               WHERE id = $1";
    execute(tx, sql, [user.0.into(), BUYER.into(), now.into()]).await?;
    Ok(())
}
