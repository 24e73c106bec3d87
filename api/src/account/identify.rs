//! From an access token to a caller.

use std::sync::Arc;

use sea_orm::{DbErr, FromQueryResult};
use shared::account::Locale;
use shared::ids::{SessionId, UserId};
use uuid::Uuid;

use super::store;
use crate::context::Ctx;
use crate::db::all;
use crate::http::{ApiError, Person};

#[derive(FromQueryResult)]
struct CallerRow {
    session_id: Uuid,
    user_id: Uuid,
    name: String,
    email: String,
    locale: Locale,
    role: String,
    permissions: Vec<String>,
}

/// The caller that the token stands for, as known at this moment.
///
/// # Errors
/// 401 when the token is not ours, has expired, or its session or account has ended.
pub async fn identify(ctx: &Ctx, token: &str) -> Result<Arc<Person>, ApiError> {
    let session = ctx.tokens.read(token, ctx.clock.now()).ok_or_else(ApiError::unauthenticated)?;
    ctx.caches.callers.get_or_load(session, async || load(ctx, session).await?.ok_or_else(ApiError::unauthenticated)).await
}

async fn load(ctx: &Ctx, session: SessionId) -> Result<Option<Arc<Person>>, DbErr> {
    Ok(people(ctx, &[session]).await?.pop())
}

/// Who stands behind each of the sessions that still hold, as the database knows it at this moment.
///
/// # Errors
/// What the database says.
pub async fn people(ctx: &Ctx, sessions: &[SessionId]) -> Result<Vec<Arc<Person>>, DbErr> {
    let sql = "SELECT s.id AS session_id, u.id AS user_id, u.name, u.email, u.locale, r.name AS role,
                      ARRAY(SELECT permission FROM role_permissions WHERE role_id = r.id) AS permissions
               FROM sessions s JOIN users u ON u.id = s.user_id JOIN roles r ON r.id = u.role_id
               WHERE s.id = ANY ($1) AND s.revoked_at IS NULL AND s.expires_at > $2 AND u.active AND u.deleted_at IS NULL
                 AND NOT lacks_second_factor(u)";
    let sessions: Vec<Uuid> = sessions.iter().map(|session| session.0).collect();
    let rows: Vec<CallerRow> = all(&ctx.db, sql, [sessions.into(), ctx.clock.now().into()]).await?;
    let person = |row: CallerRow| {
        Arc::new(Person {
            user_id: UserId(row.user_id),
            session_id: SessionId(row.session_id),
            name: row.name,
            email: row.email,
            locale: row.locale,
            role: row.role,
            permissions: store::permissions(&row.permissions).into_iter().collect(),
            key: None,
        })
    };
    Ok(rows.into_iter().map(person).collect())
}
