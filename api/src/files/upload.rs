//! Taking in what was sent, and showing it.
//!
//! Files are written before the transaction that shows them, which may take seconds: they are claimed meanwhile (`in_use`). So
//! that nothing is left of an upload that ends on its way, the job that removes unused pictures is enqueued first.

use chrono::TimeDelta;
use sea_orm::DatabaseTransaction;
use shared::problem::ErrorCode;

use super::{StoredImage, in_use, pipeline, refuse};
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult, Upload};

/// After so long an upload has ended, one way or another.
const UPLOADED_BY: TimeDelta = TimeDelta::hours(1);

/// Keeps the files of uploads, in their order; of none, when one is refused. Show them by rows written
/// after [`hold`], and soon.
///
/// # Errors
/// The files that are no pictures, damaged or too large (`/files/…`); 503 when too many wait.
pub async fn take(ctx: &Ctx, uploads: Vec<Upload>) -> ApiResult<Vec<StoredImage>> {
    let mut hashed = Vec::new();
    let mut faults = Vec::new();
    for (index, upload) in uploads.into_iter().enumerate() {
        let name = upload.name.clone();
        match pipeline::path_of_upload(upload).await {
            Ok((path, upload)) => hashed.push((index, name, path, upload)),
            Err(fault) => faults.push((index, fault.at(format!("/files/{index}"))?.with("name", name))),
        }
    }
    let paths: Vec<String> = hashed.iter().map(|(_, _, path, _)| path.clone()).collect();
    db::unwatched(in_use::claim(ctx, &paths, ctx.clock.now() + UPLOADED_BY)).await?;
    let mut kept = Vec::new();
    for (index, name, path, upload) in hashed {
        match pipeline::ingest_upload(ctx, &path, upload).await.map_err(|fault| fault.at(format!("/files/{index}"))) {
            Ok(stored) => kept.push(stored),
            Err(Ok(fault)) => faults.push((index, fault.with("name", name))),
            Err(Err(error)) => {
                db::unwatched(in_use::give_up(ctx, paths)).await?;
                return Err(error);
            }
        }
    }
    if faults.is_empty() {
        return Ok(kept);
    }
    db::unwatched(in_use::give_up(ctx, paths)).await?;
    faults.sort_by_key(|(index, _)| *index);
    Err(refuse(faults.into_iter().map(|(_, fault)| fault).collect()))
}

/// Makes sure that the files stay until the transaction has written what shows them.
///
/// # Errors
/// 409 when the time to show them is over, and they may be gone.
pub async fn hold(ctx: &Ctx, tx: &DatabaseTransaction, kept: &[StoredImage]) -> ApiResult<()> {
    if in_use::redeem(tx, &paths_of(kept), ctx.clock.now()).await? {
        return Ok(());
    }
    Err(ApiError::conflict(ErrorCode::Conflict).detail("the picture was sent too long ago; send it again"))
}

/// Gives back what [`take`] kept and nothing will show.
///
/// # Errors
/// What the database says.
pub async fn give_back(ctx: &Ctx, kept: &[StoredImage]) -> ApiResult<()> {
    Ok(in_use::give_up(ctx, paths_of(kept)).await?)
}

fn paths_of(kept: &[StoredImage]) -> Vec<String> {
    kept.iter().map(|stored| stored.path.clone()).collect()
}
