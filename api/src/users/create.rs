//! Makes accounts for others.

use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::UserId;
use shared::problem::ErrorCode;
use shared::users::{CreateUserRequest, StaffUser};
use shared::validate::{FieldCode, FieldError};

use super::{detail, roles, rules};
use crate::account::{self, NewUser};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::broken_constraint;
use crate::http::{ApiError, Caller};

/// Makes an account that nobody knows the password of, and posts the invitation to choose one.
///
/// # Errors
/// 409 `email_taken`; 422 for a role that is none; 403 for one that allows more than oneself may.
pub(super) async fn create(ctx: &Ctx, by: &Caller, ask: CreateUserRequest) -> Result<StaffUser, ApiError> {
    let (name, email) = (ask.name.trim(), ask.email.trim());
    let hash = ctx.passwords.hash(account::tokens::random_secret()).await?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let role = roles::by_name(&tx, &ask.role).await?.ok_or_else(unknown_role)?;
    rules::check(by, &role.details.name, &role.details.permissions)?;
    let new = NewUser { email, name, password_hash: &hash, role: &role.details.name, locale: ask.locale };
    let id = account::create_user(&tx, &new, now).await.map_err(|error| match broken_constraint(&error) {
        Some("users_email_key") => ApiError::taken(ErrorCode::EmailTaken, "/email"),
        _ => error.into(),
    })?;
    account::invite(&tx, ctx, id, &by.name, &role.details.name).await?;
    let after = json!({ "name": name, "email": email, "role": role.details.name });
    audit::record(&tx, by, Action::UserCreated, &subject(id, name), &(), &after, now).await?;
    tx.commit().await?;
    detail::get(ctx, by, id).await
}

/// 422: there is no such role.
pub(super) fn unknown_role() -> ApiError {
    ApiError::invalid(vec![FieldError::new("/role", FieldCode::UnknownChoice)])
}

/// A person, for the audit log.
pub(super) fn subject(id: UserId, name: &str) -> Subject {
    Subject::new(AuditSubject::User, id, name)
}
