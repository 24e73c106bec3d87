//! All processes carry changes the same way: the database knows which.

use std::time::Duration;

use anyhow::Context;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use crate::context::Ctx;
use crate::db;

/// Between two tries to change it.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(FromQueryResult)]
struct Is {
    so: bool,
}

/// Whether the triggers speak the way this process hears.
///
/// # Errors
/// What the database says.
pub async fn agrees(ctx: &Ctx) -> Result<bool, DbErr> {
    let by_nats = is_chosen(ctx).await? && is_so(ctx, "SELECT by_nats AS so FROM announcing").await?;
    Ok(by_nats == ctx.bus.is_outside())
}

/// Whether the database knows of a choice. With the schema of the release before all is notified.
///
/// # Errors
/// What the database says.
pub async fn is_chosen(ctx: &Ctx) -> Result<bool, DbErr> {
    is_so(ctx, "SELECT to_regclass('announcing') IS NOT NULL AS so").await
}

async fn is_so(ctx: &Ctx, sql: &str) -> Result<bool, DbErr> {
    let is: Option<Is> = db::one(&ctx.db, sql, []).await?;
    Ok(is.is_some_and(|is| is.so))
}

/// Has the triggers speak the way this process hears. Whoever still speaks the other way commits before that: `announce` reads
/// the row, which locks the table until the end of its transaction.
///
/// # Errors
/// When others hold it for long, such as a backup; and what the database says.
pub async fn claim(ctx: &Ctx) -> anyhow::Result<()> {
    if agrees(ctx).await? {
        return Ok(());
    }
    // What nothing carries would be said to nobody.
    ctx.bus.reach(ctx).await?;
    let tx = ctx.begin().await?;
    // Everybody who changes something waits behind this.
    tx.execute_unprepared("SET LOCAL lock_timeout = '100ms'").await?;
    if let Err(error) = tx.execute_unprepared("LOCK TABLE announcing IN ACCESS EXCLUSIVE MODE").await {
        tx.rollback().await?;
        tokio::time::sleep(PAUSE).await;
        return Err(error).context("a long transaction does not let go of the way that changes are carried");
    }
    db::execute(&tx, "UPDATE announcing SET by_nats = $1", [ctx.bus.is_outside().into()]).await?;
    tx.commit().await?;
    tracing::info!(by = ctx.bus.name(), "changes are carried another way from now on");
    Ok(())
}
