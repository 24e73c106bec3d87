//! How staff sign in.

use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::audit::AuditSubject;
use shared::permission::ADMIN;
use shared::problem::ErrorCode;
use shared::two_factor::{SecurityDetails, SecuritySettings};

use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller, IfMatch};

#[derive(FromQueryResult)]
struct Row {
    staff_two_factor: bool,
    revision: i32,
    staff: i64,
    staff_without: i64,
}

async fn read(db: &impl ConnectionTrait, lock: bool) -> Result<SecuritySettings, ApiError> {
    let sql = format!(
        "SELECT s.staff_two_factor, s.revision, p.staff, p.staff_without FROM security_settings s,
             LATERAL (SELECT count(*) AS staff, count(*) FILTER (WHERE u.totp_enabled_at IS NULL) AS staff_without FROM users u
                      WHERE u.active AND u.deleted_at IS NULL AND u.role_id IN
                          (SELECT role_id FROM role_permissions WHERE permission = 'admin.access')) p {}",
        if lock { "FOR UPDATE OF s" } else { "" }
    );
    let row: Row = one(db, &sql, []).await?.ok_or_else(|| ApiError::internal("the security settings are missing"))?;
    Ok(SecuritySettings {
        revision: row.revision,
        details: SecurityDetails { staff_two_factor: row.staff_two_factor },
        staff: row.staff,
        staff_without: row.staff_without,
    })
}

/// The settings.
pub(super) async fn get(ctx: &Ctx) -> Result<SecuritySettings, ApiError> {
    read(&ctx.db, false).await
}

/// Changes them. When staff need a second factor from now on, the sessions of those without one end at once.
///
/// # Errors
/// 403 for others than admins who would no longer ask it of anybody; 409 `second_factor_first` for whoever would lock
/// themselves out; 412 when somebody else was faster.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    if_match: IfMatch,
    details: SecurityDetails,
) -> Result<SecuritySettings, ApiError> {
    #[derive(FromQueryResult)]
    struct Own {
        on: bool,
    }
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if_match.check(before.revision)?;
    if before.details == details {
        tx.rollback().await?;
        return Ok(before);
    }
    // It guards what admins may do; whoever manages people does not take that away.
    if before.details.staff_two_factor && !details.staff_two_factor && by.role != ADMIN {
        return Err(ApiError::forbidden());
    }
    let own: Option<Own> =
        one(&tx, "SELECT totp_enabled_at IS NOT NULL AS on FROM users WHERE id = $1", [by.user_id.0.into()]).await?;
    if details.staff_two_factor && !own.is_some_and(|own| own.on) {
        return Err(ApiError::conflict(ErrorCode::SecondFactorFirst));
    }
    let sql = "UPDATE security_settings SET staff_two_factor = $1, revision = revision + 1";
    execute(&tx, sql, [details.staff_two_factor.into()]).await?;
    if details.staff_two_factor {
        let sql = "UPDATE sessions s SET revoked_at = $1, revoked_because = 'second_factor_needed' FROM users u
                   WHERE u.id = s.user_id AND s.revoked_at IS NULL AND s.expires_at > $1 AND lacks_second_factor(u)";
        execute(&tx, sql, [now.into()]).await?;
    }
    let saved = read(&tx, false).await?;
    let subject = Subject::new(AuditSubject::Settings, "security", "security");
    audit::record(&tx, by, Action::SecurityUpdated, &subject, &before.details, &details, now).await?;
    tx.commit().await?;
    ctx.caches.callers.clear();
    // Their keys as well.
    ctx.caches.keys.clear();
    Ok(saved)
}
