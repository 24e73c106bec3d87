//! Roles: named sets of permissions.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::audit::AuditSubject;
use shared::ids::RoleId;
use shared::permission::{ADMIN, BUYER, Permission};
use shared::problem::ErrorCode;
use shared::users::{Role, RoleDetails};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::rules;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, broken_constraint, execute, one};
use crate::http::{ApiError, Caller, IfMatch};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    built_in: bool,
    revision: i32,
    permissions: Vec<String>,
    people: i64,
}

impl From<Row> for Role {
    fn from(row: Row) -> Self {
        let permissions =
            Permission::ALL.iter().copied().filter(|known| row.permissions.iter().any(|word| word == known.as_str()));
        Self {
            id: RoleId(row.id),
            revision: row.revision,
            editable: row.name != ADMIN && row.name != BUYER,
            details: RoleDetails { permissions: permissions.collect(), name: row.name },
            built_in: row.built_in,
            people: row.people,
        }
    }
}

const SELECT: &str = "SELECT r.id, r.name, r.built_in, r.revision,
    ARRAY(SELECT permission FROM role_permissions p WHERE p.role_id = r.id) AS permissions,
    (SELECT count(*) FROM users u WHERE u.role_id = r.id AND u.deleted_at IS NULL) AS people FROM roles r";

/// All roles: built-in ones first, then by name.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<Role>, DbErr> {
    let rows: Vec<Row> = all(&ctx.db, &format!("{SELECT} ORDER BY r.built_in DESC, r.id, r.name"), []).await?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// The role of this name, which stays while the transaction lasts.
pub(super) async fn by_name(tx: &impl ConnectionTrait, name: &str) -> Result<Option<Role>, DbErr> {
    let row: Option<Row> = one(tx, &format!("{SELECT} WHERE r.name = $1 FOR SHARE OF r"), [name.into()]).await?;
    Ok(row.map(Role::from))
}

async fn by_id(tx: &impl ConnectionTrait, id: RoleId, lock: bool) -> Result<Role, ApiError> {
    let lock = if lock { "FOR UPDATE OF r" } else { "" };
    let row: Option<Row> = one(tx, &format!("{SELECT} WHERE r.id = $1 {lock}"), [id.0.into()]).await?;
    row.map(Role::from).ok_or_else(ApiError::not_found)
}

fn subject(id: RoleId, name: &str) -> Subject {
    Subject::new(AuditSubject::Role, id, name)
}

fn name_taken(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("roles_name_key") => ApiError::invalid(vec![FieldError::new("/name", FieldCode::Taken)]),
        _ => error.into(),
    }
}

/// Permissions in one order, so that versions can be compared.
fn tidy(details: RoleDetails) -> RoleDetails {
    let permissions = Permission::ALL.iter().copied().filter(|known| details.permissions.contains(known)).collect();
    RoleDetails { name: details.name, permissions }
}

async fn write_permissions(tx: &impl ConnectionTrait, id: RoleId, permissions: &[Permission]) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM role_permissions WHERE role_id = $1", [id.0.into()]).await?;
    let words: Vec<String> = permissions.iter().map(ToString::to_string).collect();
    let sql = "INSERT INTO role_permissions (role_id, permission) SELECT $1, permission FROM unnest($2::text[]) permission";
    execute(tx, sql, [id.0.into(), words.into()]).await.map(drop)
}

/// Makes a role.
///
/// # Errors
/// 403 for permissions that the caller does not hold; 422 for a name that is taken.
pub(super) async fn create(ctx: &Ctx, by: &Caller, details: RoleDetails) -> Result<Role, ApiError> {
    let (id, details, now) = (RoleId::generate(), tidy(details), ctx.clock.now());
    rules::check(by, &details.name, &details.permissions)?;
    let tx = ctx.begin().await?;
    let sql = "INSERT INTO roles (id, name, created_at) VALUES ($1, $2, $3)";
    execute(&tx, sql, [id.0.into(), details.name.as_str().into(), now.into()]).await.map_err(name_taken)?;
    write_permissions(&tx, id, &details.permissions).await?;
    audit::record(&tx, by, Action::RoleCreated, &subject(id, &details.name), &(), &details, now).await?;
    let role = by_id(&tx, id, false).await?;
    tx.commit().await?;
    Ok(role)
}

/// Changes what a role allows, at once for everybody who has it.
///
/// # Errors
/// 409 for `admin` and `buyer`; 403 for permissions, given or taken, that the caller does not hold, for another
/// name of a role that allows more than the caller may, and for one's own role; 412 when somebody else was faster.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: RoleId,
    if_match: IfMatch,
    details: RoleDetails,
) -> Result<Role, ApiError> {
    let (details, now) = (tidy(details), ctx.clock.now());
    let tx = ctx.begin().await?;
    let before = by_id(&tx, id, true).await?;
    if_match.check(before.revision)?;
    if !before.editable {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("this role cannot be changed"));
    }
    if before.built_in && details.name != before.details.name {
        return Err(ApiError::invalid(vec![FieldError::new("/name", FieldCode::UnknownChoice)]));
    }
    let (old, new) = (&before.details.permissions, &details.permissions);
    let changed: Vec<Permission> =
        Permission::ALL.iter().copied().filter(|known| old.contains(known) != new.contains(known)).collect();
    let renamed = details.name != before.details.name;
    // Under a harmless name it would be given away by whoever does not look.
    if renamed {
        rules::check(by, &before.details.name, old)?;
    }
    rules::check(by, &before.details.name, &changed)?;
    if details == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    // Nobody locks themselves out, nor keeps what others would take from them. The admins' role is not editable.
    if before.details.name == by.role {
        return Err(ApiError::forbidden().detail("nobody changes the role they hold"));
    }
    let sql = "UPDATE roles SET name = $2, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), details.name.as_str().into()]).await.map_err(name_taken)?;
    write_permissions(&tx, id, new).await?;
    audit::record(&tx, by, Action::RoleUpdated, &subject(id, &details.name), &before.details, &details, now).await?;
    let role = by_id(&tx, id, false).await?;
    tx.commit().await?;
    // The database tells all processes; this one need not wait for it.
    ctx.caches.callers.clear();
    Ok(role)
}

/// Removes a role that nobody has.
///
/// # Errors
/// 409 `role_in_use`, and for built-in roles.
pub(super) async fn delete(ctx: &Ctx, by: &Caller, id: RoleId) -> Result<(), ApiError> {
    let now: DateTime<Utc> = ctx.clock.now();
    let tx = ctx.begin().await?;
    let role = by_id(&tx, id, true).await?;
    if role.built_in {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("every shop has this role"));
    }
    rules::check(by, &role.details.name, &role.details.permissions)?;
    execute(&tx, "DELETE FROM roles WHERE id = $1", [id.0.into()]).await.map_err(|error| match broken_constraint(&error) {
        Some("users_role_fkey") => ApiError::conflict(ErrorCode::RoleInUse).with("people", role.people),
        _ => error.into(),
    })?;
    audit::record(&tx, by, Action::RoleDeleted, &subject(id, &role.details.name), &role.details, &(), now).await?;
    Ok(tx.commit().await?)
}
