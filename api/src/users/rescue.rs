//! For an admin who lost both the phone and the recovery codes: from the server, where nobody is locked out.

use sea_orm::FromQueryResult;
use serde_json::json;
use shared::ids::UserId;
use uuid::Uuid;

use super::create::subject;
use crate::account::{self, SecondFactorChange};
use crate::audit::{self, Action, Actor};
use crate::context::Ctx;
use crate::db::{execute, one};

/// Takes somebody's second factor away, signs them out everywhere and tells them. Whether there is such
/// an active account.
///
/// # Errors
/// What the database says.
pub async fn reset_second_factor(ctx: &Ctx, email: &str) -> anyhow::Result<bool> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        name: String,
    }
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let sql = "SELECT id, name FROM users WHERE lower(email) = lower($1) AND active AND deleted_at IS NULL FOR NO KEY UPDATE";
    let Some(Row { id, name }) = one(&tx, sql, [email.trim().into()]).await? else { return Ok(false) };
    let id = UserId(id);
    account::clear_second_factor(&tx, id).await?;
    let sql =
        "UPDATE sessions SET revoked_at = $2, revoked_because = 'second_factor_reset' WHERE user_id = $1 AND revoked_at IS NULL";
    execute(&tx, sql, [id.0.into(), now.into()]).await?;
    account::tell_of_second_factor(&tx, ctx, id, SecondFactorChange::Reset).await?;
    let by = Actor { id: None, name: "hurtrock admin", ip: None, request_id: None };
    let after = json!({ "second_factor": false });
    audit::record(&tx, by, Action::UserSecondFactorReset, &subject(id, &name), &(), &after, now).await?;
    tx.commit().await?;
    Ok(true)
}
