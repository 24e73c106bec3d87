//! A category's picture.

use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;
use shared::categories::StaffCategory;
use shared::ids::{CategoryId, ImageId};

use super::find::{for_log, lock, pick, subject, tree};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::execute;
use crate::files::{self, ImageRow, RemoveUnused};
use crate::http::{ApiResult, Caller, Upload};
use crate::jobs;

/// Gives a category another picture, or with `None` none.
///
/// # Errors
/// 404 when there is no such category; the file when it is no picture or too large.
pub(super) async fn set(ctx: &Ctx, id: CategoryId, upload: Option<Vec<Upload>>, by: &Caller) -> ApiResult<StaffCategory> {
    pick(tree(&ctx.db).await?, id)?;
    let kept = match upload {
        Some(upload) => files::take(ctx, upload).await?,
        None => Vec::new(),
    };
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = pick(lock(&tx).await?, id)?;
    files::hold(ctx, &tx, &kept).await?;
    let row = kept.into_iter().next().map(|stored| ImageRow::new(ImageId::generate(), before.name.as_str(), stored));
    write(&tx, id, row.map(serde_json::to_value).transpose()?).await?;
    if let Some(path) = before.image.as_ref().and_then(|image| image.url.strip_prefix("/files/")) {
        jobs::enqueue(&tx, &RemoveUnused { paths: vec![path.to_owned()], product_id: None }).await?;
    }
    let after = pick(tree(&tx).await?, id)?;
    audit::record(&tx, by, Action::CategoryUpdated, &subject(&after), &for_log(&before), &for_log(&after), now).await?;
    tx.commit().await?;
    Ok(after)
}

async fn write(tx: &impl ConnectionTrait, id: CategoryId, image: Option<Value>) -> Result<(), DbErr> {
    let sql = "UPDATE categories SET image = $2, revision = revision + 1 WHERE id = $1";
    execute(tx, sql, [id.0.into(), image.into()]).await.map(drop)
}
