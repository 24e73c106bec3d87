//! Reads and changes the maintenance.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::audit::AuditSubject;
use shared::maintenance::{MaintenanceDetails, MaintenanceMode, MaintenanceSettings};

use super::standing::reread;
use crate::audit::{self, Action, Actor, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, IfMatch};

/// Columns of [`MaintenanceRow`], of `store_profile s`.
pub const MAINTENANCE_COLUMNS: &str = "s.maintenance, s.maintenance_message, s.maintenance_message_en, s.maintenance_until";

/// The maintenance as it is stored.
#[derive(FromQueryResult)]
pub struct MaintenanceRow {
    maintenance: MaintenanceMode,
    maintenance_message: String,
    maintenance_message_en: String,
    maintenance_until: Option<DateTime<Utc>>,
}

impl From<MaintenanceRow> for MaintenanceDetails {
    fn from(row: MaintenanceRow) -> Self {
        Self {
            mode: row.maintenance,
            message: row.maintenance_message,
            message_en: row.maintenance_message_en,
            until: row.maintenance_until,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    maintenance_revision: i32,
    #[sea_orm(nested)]
    details: MaintenanceRow,
}

async fn read(db: &impl ConnectionTrait, lock: bool) -> Result<MaintenanceSettings, ApiError> {
    let lock = if lock { "FOR UPDATE" } else { "" };
    let sql = format!("SELECT s.maintenance_revision, {MAINTENANCE_COLUMNS} FROM store_profile s {lock}");
    let row: Option<Row> = one(db, &sql, []).await?;
    let row = row.ok_or_else(|| ApiError::internal("the store profile is missing"))?;
    Ok(MaintenanceSettings { revision: row.maintenance_revision, details: row.details.into() })
}

/// The maintenance with its revision.
///
/// # Errors
/// What the database says.
pub async fn get(ctx: &Ctx) -> Result<MaintenanceSettings, ApiError> {
    read(&ctx.db, false).await
}

/// Changes it, unless somebody else did since `if_match`, where one is given. It holds at once, in every process.
/// The same as before changes nothing.
///
/// # Errors
/// 412 when somebody else was faster.
pub async fn set(
    ctx: &Ctx,
    by: Actor<'_>,
    if_match: Option<IfMatch>,
    ask: MaintenanceDetails,
) -> Result<MaintenanceSettings, ApiError> {
    let (message, message_en) = (ask.message.trim().to_owned(), ask.message_en.trim().to_owned());
    let after = MaintenanceDetails { message, message_en, ..ask };
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if let Some(if_match) = if_match {
        if_match.check(before.revision)?;
    }
    if after == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    let sql =
        "UPDATE store_profile SET maintenance_revision = maintenance_revision + 1, maintenance = $1, maintenance_message = $2,
                      maintenance_message_en = $3, maintenance_until = $4";
    let values = [after.mode.into(), after.message.as_str().into(), after.message_en.as_str().into(), after.until.into()];
    execute(&tx, sql, values).await?;
    let saved = read(&tx, false).await?;
    let subject = Subject::new(AuditSubject::Settings, "maintenance", "maintenance");
    audit::record(&tx, by, Action::MaintenanceSet, &subject, &before.details, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    // The database tells all processes; this one need not wait for it.
    reread(ctx).await?;
    ctx.caches.store.clear();
    Ok(saved)
}
