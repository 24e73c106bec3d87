//! Revoking every key that acts for a person.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{ApiKeyId, UserId};
use shared::integrations::ApiKeyState;

use crate::audit::{self, Action, Actor, Subject};
use crate::context::Ctx;
use crate::db::all;

/// Keys that were revoked together.
pub struct Revoked(Vec<Row>);

#[derive(FromQueryResult)]
struct Row {
    id: ApiKeyId,
    name: String,
    prefix: String,
}

impl Row {
    fn label(&self) -> String {
        format!("{} ({})", self.name, self.prefix)
    }
}

/// Revokes them, for good: whoever got hold of the account could have made one.
///
/// # Errors
/// What the database says.
pub async fn revoke_all_of(tx: &impl ConnectionTrait, user: UserId, now: DateTime<Utc>) -> Result<Revoked, DbErr> {
    let sql = "UPDATE api_keys SET revoked_at = $2, previous_hash = NULL, previous_until = NULL, revision = revision + 1
               WHERE created_by = $1 AND revoked_at IS NULL RETURNING id, name, prefix";
    Ok(Revoked(all(tx, sql, [user.into(), now.into()]).await?))
}

impl Revoked {
    /// What they are called; nothing where there were none.
    #[must_use]
    pub fn names(&self) -> String {
        self.0.iter().map(Row::label).collect::<Vec<_>>().join(", ")
    }

    /// Writes it into the audit log; last in the transaction.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record(&self, tx: &impl ConnectionTrait, by: Actor<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
        for row in &self.0 {
            let subject = Subject::new(AuditSubject::ApiKey, row.id, row.label());
            let (before, after) = (json!({ "state": ApiKeyState::Active }), json!({ "state": ApiKeyState::Revoked }));
            audit::record(tx, by, Action::ApiKeyRevoked, &subject, &before, &after, now).await?;
        }
        Ok(())
    }

    /// Once it is committed: the database tells all processes; this one need not wait for it.
    pub fn forget(&self, ctx: &Ctx) {
        for row in &self.0 {
            ctx.caches.keys.forget(&row.prefix);
        }
    }
}
