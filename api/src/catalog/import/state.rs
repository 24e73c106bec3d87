//! Where an import stands, and what staff do with it.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{ImportId, UserId};
use shared::imports::{Import, ImportStatus};
use shared::permission::Permission;
use shared::problem::ErrorCode;

use super::apply::ApplyImport;
use super::columns::INITIAL_STOCK;
use super::{find, receive};
use crate::audit::{self, Action, Actor, Subject};
use crate::catalog::edit::Author;
use crate::context::Ctx;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, ApiResult, Caller};
use crate::jobs;

/// An import under its lock.
#[derive(Debug, FromQueryResult)]
pub(super) struct Locked {
    pub status: ImportStatus,
    pub file_name: String,
    pub columns: Vec<String>,
    pub actor_id: Option<UserId>,
    pub actor: String,
    pub actor_ip: Option<String>,
    pub request_id: Option<String>,
    pub books_stock: bool,
    /// Whoever applied it still may.
    pub still_may: bool,
}

impl Locked {
    /// As whom it is written; nobody when they were put out meanwhile, or may not any more.
    pub fn author(&self) -> Option<Author<'_>> {
        let user_id = self.actor_id.filter(|_| self.still_may)?;
        let actor =
            Actor { id: Some(user_id), name: &self.actor, ip: self.actor_ip.as_deref(), request_id: self.request_id.as_deref() };
        Some(Author { user_id, books_stock: self.books_stock, actor })
    }
}

/// Locks an import: whoever works on it does so alone. Taken before anything else.
pub(super) async fn lock(tx: &impl ConnectionTrait, id: ImportId) -> Result<Option<Locked>, DbErr> {
    let sql = "SELECT status, file_name, columns, actor_id, actor, actor_ip, request_id, books_stock,
                      (SELECT count(*) FROM users u JOIN role_permissions p ON p.role_id = u.role_id
                       WHERE u.id = i.actor_id AND u.active AND u.deleted_at IS NULL
                         AND (p.permission = 'catalog.write' OR i.books_stock AND p.permission = 'inventory.write'))
                      = CASE WHEN i.books_stock THEN 2 ELSE 1 END AS still_may
               FROM imports i WHERE id = $1 FOR UPDATE";
    one(tx, sql, [id.0.into()]).await
}

/// An import is done. One that is called off while it is written tells what was checked again.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    id: ImportId,
    status: ImportStatus,
    finished_at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    let sql = "UPDATE imports SET status = $2, finished_at = $3,
                      done = CASE WHEN status = 'applying' AND $2 = 'cancelled' THEN row_count ELSE done END
               WHERE id = $1";
    execute(tx, sql, [id.0.into(), status.as_str().into(), finished_at.into()]).await.map(drop)
}

/// 409 while another import is being worked on.
pub(super) fn busy(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("imports_busy_key") => ApiError::conflict(ErrorCode::Conflict).detail("another import is being worked on"),
        _ => error.into(),
    }
}

fn illegal(import: &Locked) -> ApiError {
    ApiError::conflict(ErrorCode::Conflict).detail(format!("the import is {}", import.status)).with("status", import.status)
}

async fn begin(ctx: &Ctx, id: ImportId) -> ApiResult<(DatabaseTransaction, Locked)> {
    let tx = ctx.begin().await?;
    let import = lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    Ok((tx, import))
}

/// Has an import written that was checked. What breaks a rule stays out.
///
/// # Errors
/// 404, 409 when it was not checked or was called off, 403 when it books stock and the caller may not.
pub(super) async fn apply(ctx: &Ctx, id: ImportId, by: &Caller) -> ApiResult<Import> {
    let now = ctx.clock.now();
    let (tx, import) = begin(ctx, id).await?;
    if import.status != ImportStatus::Checked {
        return Err(illegal(&import));
    }
    let books_stock = import.columns.iter().any(|column| column == INITIAL_STOCK);
    if books_stock && !by.permissions.contains(&Permission::InventoryWrite) {
        return Err(ApiError::forbidden().with("permission", Permission::InventoryWrite));
    }
    let checked = find::import(&tx, id).await?;
    // What is refused already is done with.
    let sql =
        "UPDATE imports SET status = 'applying', actor_id = $2, actor = $3, actor_ip = $4, request_id = $5, books_stock = $6,
                      done = refused
               WHERE id = $1";
    let values = [
        id.0.into(),
        by.user_id.0.into(),
        by.name.as_str().into(),
        by.ip.as_str().into(),
        by.request_id.as_str().into(),
        books_stock.into(),
    ];
    execute(&tx, sql, values).await.map_err(busy)?;
    execute(&tx, "UPDATE import_rows SET applied = true WHERE import_id = $1 AND outcome = 'refused'", [id.0.into()]).await?;
    jobs::enqueue(&tx, &ApplyImport { import_id: id }).await?;
    let subject = Subject::new(AuditSubject::Import, id, receive::label(&import.file_name));
    let after = json!({ "status": ImportStatus::Applying, "rows": checked.rows, "counts": checked.counts });
    audit::record(&tx, by, Action::ImportApplied, &subject, &json!({ "status": import.status }), &after, now).await?;
    tx.commit().await?;
    find::import(&ctx.db, id).await
}

/// Calls an import off. What was written stays, and applying the file again does the rest.
///
/// # Errors
/// 404, 409 when it is over.
pub(super) async fn cancel(ctx: &Ctx, id: ImportId, by: &Caller) -> ApiResult<Import> {
    let now = ctx.clock.now();
    let (tx, import) = begin(ctx, id).await?;
    if matches!(import.status, ImportStatus::Applied | ImportStatus::Cancelled) {
        return Err(illegal(&import));
    }
    set(&tx, id, ImportStatus::Cancelled, Some(now)).await?;
    let subject = Subject::new(AuditSubject::Import, id, receive::label(&import.file_name));
    let (before, after) = (json!({ "status": import.status }), json!({ "status": ImportStatus::Cancelled }));
    audit::record(&tx, by, Action::ImportCancelled, &subject, &before, &after, now).await?;
    tx.commit().await?;
    find::import(&ctx.db, id).await
}
