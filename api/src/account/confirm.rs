//! The password, asked for again before something that a stolen session must not reach.

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::problem::ErrorCode;

use super::two_factor::check_password;
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller};

/// So long after somebody gave their password, when they signed in or since, it is not asked for again.
const LASTS: TimeDelta = TimeDelta::minutes(15);

/// Takes the password once more.
///
/// # Errors
/// 422 when it is wrong, 429 after too many wrong ones.
pub(super) async fn confirm(ctx: &Ctx, caller: &Caller, password: String) -> Result<(), ApiError> {
    check_password(ctx, caller, password, &caller.ip).await?;
    let sql = "UPDATE sessions SET confirmed_at = $2 WHERE id = $1";
    execute(&ctx.db, sql, [caller.session_id.into(), ctx.clock.now().into()]).await?;
    Ok(())
}

/// Lets through whoever asks in person and gave their password of late.
///
/// # Errors
/// 403 `person_required` for API keys, `confirmation_required` for others.
pub async fn confirmed(db: &impl ConnectionTrait, now: DateTime<Utc>, caller: &Caller) -> Result<(), ApiError> {
    caller.clone().in_person()?;
    #[derive(FromQueryResult)]
    struct Row {
        at: DateTime<Utc>,
    }
    let sql = "SELECT GREATEST(created_at, confirmed_at) AS at FROM sessions WHERE id = $1";
    let row: Option<Row> = one(db, sql, [caller.session_id.into()]).await?;
    if row.is_some_and(|row| now - row.at < LASTS) {
        return Ok(());
    }
    Err(ApiError::new(StatusCode::FORBIDDEN, ErrorCode::ConfirmationRequired))
}
