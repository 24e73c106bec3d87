//! Reviews of somebody who goes.

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::UserId;

use crate::db::{all, execute, stored};
use crate::files::{ImageRow, RemoveUnused};
use crate::http::ApiResult;
use crate::jobs;

/// What a person wrote: also of what they bought before a product had one review of each, for of those only the latest
/// stayed theirs.
const THEIRS: &str = "(user_id = $1 OR order_item_id IN (
    SELECT i.id FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.user_id = $1))";

/// Takes the name off what a person published, and removes what nobody but them has seen. To be called in the
/// transaction that deletes the account, which holds its lock, as long as their orders are theirs.
///
/// # Errors
/// What the database says.
pub async fn forget_author(tx: &impl ConnectionTrait, user: UserId) -> ApiResult<()> {
    #[derive(FromQueryResult)]
    struct Row {
        photos: serde_json::Value,
    }
    // What is being written anew or decided about right now counts as it will be. In the order of staff's own locks.
    let sql = format!("SELECT FROM reviews WHERE {THEIRS} ORDER BY id FOR UPDATE");
    execute(tx, &sql, [user.0.into()]).await?;
    let sql = format!("DELETE FROM reviews WHERE {THEIRS} AND status <> 'published' RETURNING photos");
    let gone: Vec<Row> = all(tx, &sql, [user.0.into()]).await?;
    let mut paths = Vec::new();
    for row in gone {
        let photos: Vec<ImageRow> = stored(row.photos)?;
        paths.extend(photos.into_iter().map(|photo| photo.path));
    }
    if !paths.is_empty() {
        jobs::enqueue(tx, &RemoveUnused { paths, product_id: None }).await?;
    }
    execute(tx, &format!("UPDATE reviews SET user_id = NULL, author = '' WHERE {THEIRS}"), [user.0.into()]).await?;
    Ok(())
}
