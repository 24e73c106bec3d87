//! When the last backup ended well. It is noted in the database, where every process finds it for those who watch.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use crate::context::Ctx;
use crate::db::{execute, one};

/// Notes that there is a backup of the shop, which ended well at `at`.
///
/// The backup is whole whether or not that succeeds: before `hurtrock migrate`, say, there is nowhere to note it.
pub(super) async fn note(ctx: &Ctx, at: DateTime<Utc>) {
    let sql = "INSERT INTO last_backup (ended_at) VALUES ($1) ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at";
    if let Err(error) = execute(&ctx.db, sql, [at.into()]).await {
        tracing::warn!(%error, "the backup is whole, but that there is one could not be noted");
    }
}

/// When the last backup ended well; nothing where none did.
///
/// # Errors
/// What the database says.
pub async fn last(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        ended_at: DateTime<Utc>,
    }
    let last: Option<Last> = one(db, "SELECT ended_at FROM last_backup", []).await?;
    Ok(last.map(|last| last.ended_at))
}
