//! Makes the shop what it was when a backup was taken.

use std::path::Path;

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;

use super::manifest::Manifest;
use super::state::{State, relations, server_major, tables};
use super::tools::{Tool, database_name};
use super::{DUMP, alone, last, pictures};
use crate::context::Ctx;
use crate::db::lock_schema;

/// Takes everything out of a database. The extensions go with their schema, and come back with the dump.
const EMPTY: &str = "DROP SCHEMA IF EXISTS graphile_worker CASCADE; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;";

/// What whoever restores has agreed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Consent {
    /// Whatever is in the database may be replaced.
    pub replace: bool,
    /// Processes that are connected may be cut off.
    pub disconnect: bool,
    /// The secrets in the backup may be sealed by another key than that of the settings.
    pub other_key: bool,
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was taken.
    pub taken_at: DateTime<Utc>,
    /// How many tables there are.
    pub tables: usize,
    /// How many rows.
    pub rows: i64,
    /// How many pictures.
    pub pictures: usize,
    /// Steps of the schema that this program has beyond those of the backup.
    pub steps_to_make: usize,
    /// Breaches of the law of stock and money, and faults of the audit log, that were there already.
    pub faults: i64,
}

/// Restores the backup in `from`, and looks whether it is all there.
///
/// # Errors
/// When the backup is damaged, when its secrets are sealed by another key and that is not agreed to, when processes serve
/// from the database, when it is not empty and may not be replaced, when the tools are too old, or when what is there
/// afterwards is not what was.
pub async fn restore(ctx: &Ctx, from: &Path, consent: Consent) -> anyhow::Result<Restored> {
    let manifest = Manifest::read(from)?;
    manifest.check(from)?;
    let server = server_major(&ctx.db).await?;
    ensure!(
        server >= manifest.postgres,
        "the backup is of PostgreSQL {}, and this server is PostgreSQL {server}: an older one cannot take it in",
        manifest.postgres
    );
    ensure!(
        consent.other_key || manifest.sealed_by.as_deref().is_none_or(|by| by == ctx.vault.print()),
        "the secrets in the backup are sealed by another `secret_key` than that of the settings, which would open none of them. \
         Nothing was changed. Set the key that was used then; with --other-key it is restored all the same, and \
         `hurtrock reseal` follows"
    );
    let tool = Tool::find("pg_restore", manifest.dumped_by)?;
    // Held to the end: who is started meanwhile migrates first, and so waits until all is there.
    let lock = lock_schema(&ctx.db).await?;
    alone::wait(&ctx.db, consent.disconnect).await?;
    let there = relations(&ctx.db).await?;
    if there > 0 {
        ensure!(
            consent.replace,
            "the database is not empty: it has {there} tables and the like. With --force all of it is replaced"
        );
        ctx.db.execute_unprepared(EMPTY).await.context("emptying the database")?;
    }
    let arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"].map(str::to_owned);
    let more = [format!("--dbname={}", database_name(&ctx.config.database_url)?), from.join(DUMP).display().to_string()];
    tool.run(&ctx.config.database_url, arguments.into_iter().chain(more)).await?;
    pictures::put_back(&ctx.files, from, &manifest).await?;
    // Without figures the planner guesses. Those of PostgreSQL's own tables are a superuser's to take.
    ctx.db.execute_unprepared(&format!("ANALYZE {}", tables(&ctx.db).await?.join(", "))).await?;

    let state = State::read(&ctx.db).await?;
    let differences = manifest.state.differences(&state);
    ensure!(differences.is_empty(), "what was restored is not what was backed up:\n  {}", differences.join("\n  "));
    // What was dumped knows of the one before at most, for this one had not ended then.
    last::note(ctx, manifest.taken_at).await;
    lock.commit().await?;
    Ok(Restored {
        taken_at: manifest.taken_at,
        tables: state.rows.len(),
        rows: state.rows.values().sum(),
        pictures: manifest.files.len(),
        steps_to_make: Migrator::migrations().iter().filter(|step| !state.steps.iter().any(|made| made == step.name())).count(),
        faults: state.ledger_faults + state.audit_faults,
    })
}
