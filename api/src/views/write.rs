//! Keeps, changes and removes views. What others see of it is in the audit log; what one does for
//! oneself is nobody's business.

use sea_orm::DbErr;
use shared::audit::AuditSubject;
use shared::ids::ViewId;
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use shared::views::{SaveViewRequest, SavedView, VIEWS_MAX};

use super::store;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::broken_constraint;
use crate::http::{ApiError, Caller};

fn subject(view: &SavedView) -> Subject {
    Subject::new(AuditSubject::View, view.id, view.name.as_str())
}

fn written(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("saved_views_name_key") => ApiError::invalid(vec![FieldError::new("/name", FieldCode::Taken)]),
        _ => error.into(),
    }
}

/// Keeps a view.
pub(super) async fn create(ctx: &Ctx, by: &Caller, ask: SaveViewRequest) -> Result<SavedView, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if store::count(&tx, by.user_id, &ask.list).await? >= i64::try_from(VIEWS_MAX).unwrap_or(i64::MAX) {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail(format!("{VIEWS_MAX} views of a list are the most")));
    }
    let id = ViewId::generate();
    store::insert(&tx, by.user_id, id, &ask, now).await.map_err(written)?;
    let view = store::lock(&tx, by.user_id, id).await?.ok_or_else(ApiError::not_found)?;
    if view.shared {
        audit::record(&tx, by, Action::ViewShared, &subject(&view), &(), &view, now).await?;
    }
    tx.commit().await?;
    Ok(view)
}

/// Changes one's own view.
pub(super) async fn update(ctx: &Ctx, by: &Caller, id: ViewId, ask: SaveViewRequest) -> Result<SavedView, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = store::lock(&tx, by.user_id, id).await?.ok_or_else(ApiError::not_found)?;
    if !before.mine {
        return Err(ApiError::forbidden());
    }
    store::update(&tx, id, &ask).await.map_err(written)?;
    let after = store::lock(&tx, by.user_id, id).await?.ok_or_else(ApiError::not_found)?;
    if (before.shared || after.shared) && before != after {
        audit::record(&tx, by, Action::ViewChanged, &subject(&after), &before, &after, now).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// Removes a view.
pub(super) async fn delete(ctx: &Ctx, by: &Caller, id: ViewId) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    let view = store::lock(&tx, by.user_id, id).await?.ok_or_else(ApiError::not_found)?;
    if !view.mine && !by.permissions.contains(&Permission::SettingsManage) {
        return Err(ApiError::forbidden());
    }
    store::delete(&tx, id).await?;
    if view.shared {
        audit::record(&tx, by, Action::ViewRemoved, &subject(&view), &view, &(), ctx.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}
