//! Reviews of somebody who goes.

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::UserId;

use crate::db::{all, execute, stored};
use crate::files::{ImageRow, RemoveUnused};
use crate::http::ApiResult;
use crate::jobs;

/// Takes the name off what a person published, and removes what nobody but them has seen. To be called in the
/// transaction that deletes the account, which holds its lock.
///
/// # Errors
/// What the database says.
pub async fn forget_author(tx: &impl ConnectionTrait, user: UserId) -> ApiResult<()> {
    #[derive(FromQueryResult)]
    struct Row {
        photos: serde_json::Value,
    }
    let sql = "DELETE FROM reviews WHERE user_id = $1 AND status <> 'published' RETURNING photos";
    let gone: Vec<Row> = all(tx, sql, [user.0.into()]).await?;
    let mut paths = Vec::new();
    for row in gone {
        let photos: Vec<ImageRow> = stored(row.photos)?;
        paths.extend(photos.into_iter().map(|photo| photo.path));
    }
    if !paths.is_empty() {
        jobs::enqueue(tx, &RemoveUnused { paths, product_id: None }).await?;
    }
    execute(tx, "UPDATE reviews SET user_id = NULL, author = '' WHERE user_id = $1", [user.0.into()]).await?;
    Ok(())
}
