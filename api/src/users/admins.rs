//! An admin always remains.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::UserId;
use shared::permission::ADMIN;
use shared::problem::ErrorCode;
use uuid::Uuid;

use crate::db::all;
use crate::http::ApiError;

/// Locks the active admins until the transaction is over, in the order of their ids, so that of two who
/// leave at once one stays.
pub(super) async fn lock(tx: &impl ConnectionTrait) -> Result<Vec<UserId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let sql =
        "SELECT u.id FROM users u WHERE u.role_id = (SELECT id FROM roles WHERE name = $1) AND u.active AND u.deleted_at IS NULL
               ORDER BY u.id FOR NO KEY UPDATE";
    let admins: Vec<Row> = all(tx, sql, [ADMIN.into()]).await?;
    Ok(admins.into_iter().map(|admin| UserId(admin.id)).collect())
}

/// Refuses when nobody else could do everything without `user`. Lock the admins first.
///
/// # Errors
/// 409 `last_admin`.
pub async fn another_than(tx: &impl ConnectionTrait, user: UserId) -> Result<(), ApiError> {
    if lock(tx).await?.iter().any(|admin| *admin != user) {
        return Ok(());
    }
    Err(ApiError::conflict(ErrorCode::LastAdmin))
}
