//! Changes what people may: in or out, their role, their sessions, their second factor.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};
use serde_json::json;
use shared::ids::{SessionId, UserId};
use shared::permission::{ADMIN, Permission};
use shared::problem::ErrorCode;
use shared::users::StaffUser;

use super::create::{subject, unknown_role};
use super::{admins, detail, roles, rules};
use crate::account::{self, SecondFactorChange};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller};

/// A person, locked.
#[derive(FromQueryResult)]
struct Row {
    name: String,
    role: String,
    permissions: Vec<String>,
    active: bool,
    two_factor: bool,
}

impl Row {
    fn permissions(&self) -> Vec<Permission> {
        self.permissions.iter().filter_map(|word| word.parse().ok()).collect()
    }
}

/// Locks a person whom the caller may change.
///
/// # Errors
/// 404 when there is none, 403 when their role allows more than the caller's.
async fn lock(tx: &impl ConnectionTrait, by: &Caller, id: UserId) -> Result<Row, ApiError> {
    let sql = "SELECT u.name, r.name AS role, ARRAY(SELECT permission FROM role_permissions WHERE role_id = r.id) AS permissions,
                      u.active, u.totp_enabled_at IS NOT NULL AS two_factor
               FROM users u JOIN roles r ON r.id = u.role_id WHERE u.id = $1 AND u.deleted_at IS NULL FOR NO KEY UPDATE OF u";
    let row: Row = one(tx, sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    rules::check(by, &row.role, &row.permissions())?;
    Ok(row)
}

/// Begins to change a person, the admins locked first where one of them may leave: always in the order of ids.
async fn begin(ctx: &Ctx, by: &Caller, id: UserId) -> Result<(DatabaseTransaction, Row), ApiError> {
    let tx = ctx.begin().await?;
    let row = lock(&tx, by, id).await?;
    if row.role != ADMIN {
        return Ok((tx, row));
    }
    tx.rollback().await?;
    let tx = ctx.begin().await?;
    admins::lock(&tx).await?;
    let row = lock(&tx, by, id).await?;
    Ok((tx, row))
}

async fn end_sessions(tx: &impl ConnectionTrait, ctx: &Ctx, id: UserId, because: &str) -> Result<u64, DbErr> {
    let sql =
        "UPDATE sessions SET revoked_at = $2, revoked_because = $3 WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2";
    execute(tx, sql, [id.0.into(), ctx.clock.now().into(), because.into()]).await
}

/// At once in this process; the others hear of it from the database.
fn forget(ctx: &Ctx, id: UserId) {
    ctx.caches.callers.forget_where(move |known| known.user_id == id);
}

/// Lets somebody in, or puts them out: their sessions end, open sockets with them.
///
/// # Errors
/// 409 for oneself and for the last admin; 403 for programs, and without the password given of late, where whoever is let in
/// may anything.
pub(super) async fn set_active(ctx: &Ctx, by: &Caller, id: UserId, active: bool) -> Result<StaffUser, ApiError> {
    if id == by.user_id {
        return Err(ApiError::conflict(ErrorCode::NotOneself));
    }
    let (tx, row) = begin(ctx, by, id).await?;
    if row.active == active {
        tx.rollback().await?;
        return detail::get(ctx, by, id).await;
    }
    // Whoever is put out loses; whoever is let in holds what their role allows, as if they were given it.
    if active && !row.permissions.is_empty() {
        account::confirmed(&tx, ctx.clock.now(), by).await?;
    }
    if !active && row.role == ADMIN {
        admins::another_than(&tx, id).await?;
    }
    execute(&tx, "UPDATE users SET active = $2 WHERE id = $1", [id.0.into(), active.into()]).await?;
    if !active {
        end_sessions(&tx, ctx, id, "deactivated").await?;
    }
    let action = if active { Action::UserActivated } else { Action::UserDeactivated };
    let (before, after) = (json!({ "active": row.active }), json!({ "active": active }));
    audit::record(&tx, by, action, &subject(id, &row.name), &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    forget(ctx, id);
    detail::get(ctx, by, id).await
}

/// Gives somebody another role, which counts at once.
///
/// # Errors
/// 409 for oneself and for the last admin; 403 for a role that allows more than the caller's.
pub(super) async fn set_role(ctx: &Ctx, by: &Caller, id: UserId, role: &str) -> Result<StaffUser, ApiError> {
    if id == by.user_id {
        return Err(ApiError::conflict(ErrorCode::NotOneself));
    }
    let (tx, row) = begin(ctx, by, id).await?;
    let wanted = roles::by_name(&tx, role).await?.ok_or_else(unknown_role)?;
    rules::check(by, &wanted.details.name, &wanted.details.permissions)?;
    if wanted.details.name == row.role {
        tx.rollback().await?;
        return detail::get(ctx, by, id).await;
    }
    if row.role == ADMIN && row.active {
        admins::another_than(&tx, id).await?;
    }
    execute(&tx, "UPDATE users SET role_id = $2 WHERE id = $1", [id.0.into(), wanted.id.0.into()]).await?;
    let (before, after) = (json!({ "role": row.role }), json!({ "role": wanted.details.name }));
    audit::record(&tx, by, Action::UserRoleChanged, &subject(id, &row.name), &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    forget(ctx, id);
    detail::get(ctx, by, id).await
}

/// Signs somebody out on one device, or on all of them.
///
/// # Errors
/// 404 when there is no such session of theirs.
pub(super) async fn sign_out(ctx: &Ctx, by: &Caller, id: UserId, session: Option<SessionId>) -> Result<StaffUser, ApiError> {
    let tx = ctx.begin().await?;
    let row = lock(&tx, by, id).await?;
    let ended = match session {
        Some(session) => {
            let sql = "UPDATE sessions SET revoked_at = $3, revoked_because = 'ended_by_staff'
                       WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";
            execute(&tx, sql, [session.0.into(), id.0.into(), ctx.clock.now().into()]).await?
        }
        None => end_sessions(&tx, ctx, id, "ended_by_staff").await?,
    };
    if ended == 0 && session.is_some() {
        return Err(ApiError::not_found());
    }
    if ended > 0 {
        let after = json!({ "devices": ended });
        audit::record(&tx, by, Action::UserSignedOut, &subject(id, &row.name), &(), &after, ctx.clock.now()).await?;
    }
    tx.commit().await?;
    forget(ctx, id);
    detail::get(ctx, by, id).await
}

/// Takes somebody's second factor away, signs them out everywhere and tells them.
///
/// # Errors
/// 409 for oneself, who has a page for that, and where there is none.
pub(super) async fn reset_second_factor(ctx: &Ctx, by: &Caller, id: UserId) -> Result<StaffUser, ApiError> {
    if id == by.user_id {
        return Err(ApiError::conflict(ErrorCode::NotOneself));
    }
    let tx = ctx.begin().await?;
    let row = lock(&tx, by, id).await?;
    if !row.two_factor {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("there is no second factor"));
    }
    account::clear_second_factor(&tx, id).await?;
    end_sessions(&tx, ctx, id, "second_factor_reset").await?;
    account::tell_of_second_factor(&tx, ctx, id, SecondFactorChange::Reset).await?;
    let (before, after) = (json!({ "second_factor": true }), json!({ "second_factor": false }));
    audit::record(&tx, by, Action::UserSecondFactorReset, &subject(id, &row.name), &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    forget(ctx, id);
    detail::get(ctx, by, id).await
}

/// Sends another invitation; the one before no longer works.
pub(super) async fn invite(ctx: &Ctx, by: &Caller, id: UserId) -> Result<StaffUser, ApiError> {
    let tx = ctx.begin().await?;
    let row = lock(&tx, by, id).await?;
    if !row.active {
        return Err(ApiError::conflict(ErrorCode::AccountInactive));
    }
    account::invite(&tx, ctx, id, &by.name, &row.role).await?;
    let after = json!({ "role": row.role });
    audit::record(&tx, by, Action::UserInvited, &subject(id, &row.name), &(), &after, ctx.clock.now()).await?;
    tx.commit().await?;
    detail::get(ctx, by, id).await
}
