//! Takes a backup.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sea_orm::{AccessMode, FromQueryResult, IsolationLevel, TransactionTrait};

use super::manifest::{Dumped, Manifest, Sum};
use super::state::{State, server_major};
use super::tools::Tool;
use super::{DUMP, last, pictures, place};
use crate::context::Ctx;
use crate::db::one;
use crate::secrets;

#[derive(FromQueryResult)]
struct Snapshot {
    name: String,
}

/// Takes a backup into a directory of its own below `into`, and gives its path. It is there whole or not at all: dropped on
/// its way, it leaves nothing, and what a killed one left goes first.
///
/// # Errors
/// When another one is being taken there, or the database, the pictures, `pg_dump` or the disk do not do their part.
pub async fn take(ctx: &Ctx, into: &Path) -> anyhow::Result<PathBuf> {
    let taken_at = ctx.clock.now();
    let made = place::name(taken_at);
    let failed = || format!("making a backup in {}", into.display());
    std::fs::create_dir_all(into).with_context(failed)?;
    let _alone = place::alone(into)?;
    place::sweep(into);
    let earlier = place::newest(into);
    // Only its owner may look into it; it goes by itself when something fails.
    let directory = tempfile::Builder::new().prefix(&place::unfinished(&made)).tempdir_in(into).with_context(failed)?;

    let mut files = BTreeMap::new();
    pictures::copy(&ctx.files, directory.path(), earlier.as_ref(), &mut files).await?;
    let dumped = dump(ctx, &directory.path().join(DUMP)).await?;
    pictures::copy(&ctx.files, directory.path(), earlier.as_ref(), &mut files).await?;

    let database = Sum::of_file(&directory.path().join(DUMP)).with_context(failed)?;
    Manifest::new(taken_at, dumped, database, files).write(directory.path())?;
    let finished = into.join(made);
    std::fs::rename(directory.path(), &finished).with_context(failed)?;
    // There is nothing left under its first name to be removed.
    let _ = directory.keep();
    File::open(into).and_then(|into| into.sync_all()).with_context(failed)?;
    last::note(ctx, ctx.clock.now()).await;
    Ok(finished)
}

/// Dumps the database, and counts what is in it in the same snapshot.
async fn dump(ctx: &Ctx, to: &Path) -> anyhow::Result<Dumped> {
    let tx = ctx.db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    let snapshot: Option<Snapshot> = one(&tx, "SELECT pg_export_snapshot() AS name", []).await?;
    let snapshot = snapshot.context("the database gives no snapshot")?.name;
    let postgres = server_major(&tx).await?;
    let tool = Tool::find("pg_dump", postgres)?;
    let arguments = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"].map(str::to_owned);
    let more = [format!("--snapshot={snapshot}"), format!("--file={}", to.display())];
    tool.run(&ctx.config.database_url, arguments.into_iter().chain(more)).await?;
    let state = State::read(&tx).await?;
    let sealed_by = secrets::noted(&tx).await?;
    tx.rollback().await?;
    File::open(to).and_then(|dump| dump.sync_all()).with_context(|| format!("writing {}", to.display()))?;
    Ok(Dumped { postgres, dumped_by: tool.major(), sealed_by, state })
}
