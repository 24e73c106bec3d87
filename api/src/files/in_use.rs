//! Pictures that nothing shows any more are removed.
//!
//! A picture's path is made from its content, so several things may show one file: removing a row
//! says nothing about the file. Whoever removes a row enqueues [`RemoveUnused`] in the same
//! transaction; it looks once that is committed. Who shows a picture inserts its row after
//! [`hold`](super::hold).

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::ids::ProductId;

use crate::context::Ctx;
use crate::db::{execute, one};
use crate::jobs::Job;

/// Removes the files of pictures that nothing shows.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveUnused {
    /// Keys in the file store, without width and ending.
    pub paths: Vec<String>,
    /// The product that showed them. Lines of its orders go on doing so.
    #[serde(default)]
    pub product_id: Option<ProductId>,
}

/// Keeps others from writing or removing the files at `path` until the transaction ends.
pub(super) async fn lock(tx: &impl ConnectionTrait, path: &str) -> Result<(), DbErr> {
    execute(tx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 7303))", [path.into()]).await.map(drop)
}

impl Job for RemoveUnused {
    const KIND: &'static str = "files.remove_unused";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        for path in &self.paths {
            let tx = ctx.begin().await?;
            lock(&tx, path).await?;
            if let Some(product) = self.product_id {
                let sql = "INSERT INTO retained_pictures (path)
                           SELECT $1 WHERE EXISTS (SELECT FROM order_items WHERE product_id = $2 AND image ->> 'path' = $1)
                           ON CONFLICT DO NOTHING";
                execute(&tx, sql, [path.as_str().into(), product.0.into()]).await?;
            }
            if !is_shown(&tx, path).await? {
                ctx.files.remove(path).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Whether anything shows it. Whatever else comes to show pictures is named here.
async fn is_shown(tx: &impl ConnectionTrait, path: &str) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        shown: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM product_images WHERE path = $1)
                   OR EXISTS (SELECT FROM categories WHERE image ->> 'path' = $1)
                   OR EXISTS (SELECT FROM retained_pictures WHERE path = $1)
                   OR EXISTS (SELECT FROM reviews WHERE photos @> jsonb_build_array(jsonb_build_object('path', $1::text)))
                   OR EXISTS (SELECT FROM chat_attachments WHERE path = $1)
                   OR EXISTS (SELECT FROM store_profile WHERE logo ->> 'path' = $1) AS shown";
    let row: Option<Row> = one(tx, sql, [path.into()]).await?;
    Ok(row.is_none_or(|row| row.shown))
}
