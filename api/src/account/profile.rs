//! Reads and changes the profile.

use shared::account::{Me, UpdateProfileRequest};
use shared::problem::ErrorCode;
use shared::validate::normalize_phone;

use super::store;
use crate::context::Ctx;
use crate::db::{broken_constraint, execute};
use crate::http::{ApiError, Caller};

/// The caller's own profile.
pub(super) async fn get(ctx: &Ctx, caller: &Caller) -> Result<Me, ApiError> {
    store::me(&ctx.db, caller.user_id).await?.ok_or_else(ApiError::unauthenticated)
}

/// Changes the caller's profile.
pub(super) async fn update(ctx: &Ctx, caller: &Caller, ask: UpdateProfileRequest) -> Result<Me, ApiError> {
    // An account that was deleted in this very moment stays without a name.
    let sql = "UPDATE users SET name = $2, username = $3, phone = $4, locale = $5 WHERE id = $1 AND deleted_at IS NULL";
    let phone = ask.phone.as_deref().and_then(normalize_phone);
    let values = [caller.user_id.0.into(), ask.name.trim().into(), ask.username.into(), phone.into(), ask.locale.into()];
    execute(&ctx.db, sql, values).await.map_err(|error| match broken_constraint(&error) {
        Some("users_username_key") => ApiError::taken(ErrorCode::UsernameTaken, "/username"),
        _ => error.into(),
    })?;
    let user = caller.user_id;
    ctx.caches.callers.forget_where(move |known| known.user_id == user);
    get(ctx, caller).await
}
