//! By which key the secrets in the database are sealed: its print, as it was noted.

use anyhow::Context as _;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::survey;
use crate::context::Ctx;
use crate::db::{execute, one};

/// The print that is noted; nothing where none is, or the schema has no place for it yet.
///
/// # Errors
/// What the database says.
pub async fn noted(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Table {
        there: bool,
    }
    #[derive(FromQueryResult)]
    struct Row {
        print: String,
    }
    let table: Option<Table> = one(db, "SELECT to_regclass('public.sealed_by') IS NOT NULL AS there", []).await?;
    if !table.is_some_and(|table| table.there) {
        return Ok(None);
    }
    let row: Option<Row> = one(db, "SELECT print FROM public.sealed_by", []).await?;
    Ok(row.map(|row| row.print))
}

/// Notes a print in the place of the one that is noted.
pub(super) async fn note(db: &impl ConnectionTrait, print: &str) -> Result<(), DbErr> {
    let sql = "INSERT INTO sealed_by (print) VALUES ($1) ON CONFLICT (id) DO UPDATE SET print = excluded.print, since = now()";
    execute(db, sql, [print.into()]).await.map(drop)
}

/// Notes the key of the settings where none is noted and nothing is sealed by another one. A key that is not the one of
/// the database is told in the log: the shop sells on, and what it cannot open says so by itself.
///
/// # Errors
/// What the database says.
pub async fn note_first(ctx: &Ctx) -> anyhow::Result<()> {
    let print = ctx.vault.print();
    let fits = match noted(&ctx.db).await? {
        Some(noted) => noted == print,
        None => {
            let fits = survey(&ctx.db, &ctx.vault).await?.closed.is_empty();
            if fits {
                let sql = "INSERT INTO sealed_by (print) VALUES ($1) ON CONFLICT DO NOTHING";
                execute(&ctx.db, sql, [print.into()]).await.context("noting by which key secrets are sealed")?;
            }
            fits
        }
    };
    if !fits {
        tracing::error!(
            "`secret_key` is not the one that the secrets in the database are sealed by: payment keys, the mail server's password, \
             webhooks and second factors of the settings cannot be used. Set the key that was used before, or see `hurtrock reseal`"
        );
    }
    Ok(())
}
