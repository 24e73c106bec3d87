//! From a secret to the key that it is of.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use shared::account::Locale;
use shared::ids::{ApiKeyId, SessionId, UserId};
use shared::permission::Permission;
use subtle::{Choice, ConstantTimeEq};
use uuid::Uuid;

use super::secret;
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Person};

/// Its last use is written down once in this time.
const USED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// The role of a key: one that no person has, so that nothing is allowed because of it.
const ROLE: &str = "api key";

/// A key that was not revoked, as known at this moment.
pub struct KnownKey {
    id: ApiKeyId,
    hash: Vec<u8>,
    previous: Option<(Vec<u8>, DateTime<Utc>)>,
    expires_at: Option<DateTime<Utc>>,
    per_minute: NonZeroU32,
    person: Arc<Person>,
    /// When its use was last written down, in seconds since 1970.
    used_at: AtomicI64,
}

impl KnownKey {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> ApiKeyId {
        self.id
    }

    /// How many requests a minute it may make.
    #[must_use]
    pub fn per_minute(&self) -> NonZeroU32 {
        self.per_minute
    }

    /// In whose name it asks, with what it may do.
    #[must_use]
    pub fn person(&self) -> &Arc<Person> {
        &self.person
    }

    /// Whether this is its secret, now. All that may be valid is compared in full, so that the time taken
    /// tells nothing.
    fn is_opened_by(&self, sent: &str, now: DateTime<Utc>) -> bool {
        let hash = secret::hash(sent);
        let mut matched = self.hash.as_slice().ct_eq(hash.as_slice());
        if let Some((previous, until)) = &self.previous {
            let in_time = Choice::from(u8::from(now < *until));
            matched |= previous.as_slice().ct_eq(hash.as_slice()) & in_time;
        }
        bool::from(matched) && self.expires_at.is_none_or(|end| now < end)
    }

    /// Notes that it is used, at most once a minute; a note that is lost does no harm.
    pub(super) async fn note_use(&self, ctx: &Ctx) {
        let now = ctx.clock.now();
        let noted = self.used_at.load(Ordering::Relaxed);
        let due = now.timestamp().saturating_sub(noted) >= USED_EVERY.num_seconds();
        if !due || self.used_at.compare_exchange(noted, now.timestamp(), Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return;
        }
        // Another process may have noted it.
        let sql = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)";
        let values = [self.id.0.into(), now.into(), (now - USED_EVERY).into()];
        if let Err(error) = execute(&ctx.db, sql, values).await {
            tracing::warn!(%error, "the use of an API key could not be noted");
        }
    }
}

/// The key whose secret this is.
///
/// # Errors
/// 401 when there is none, or it is revoked, expired, or its maker has gone, or lacks the second factor that their role needs.
pub(super) async fn identify(ctx: &Ctx, sent: &str) -> Result<Arc<KnownKey>, ApiError> {
    let prefix = secret::prefix_of(sent).ok_or_else(ApiError::unauthenticated)?;
    let found = ctx.caches.keys.get_or_load(prefix.to_owned(), async || load(ctx, prefix).await).await?;
    if found.is_opened_by(sent, ctx.clock.now()) { Ok(found) } else { Err(ApiError::unauthenticated()) }
}

#[derive(FromQueryResult)]
struct Row {
    id: ApiKeyId,
    key_name: String,
    key_hash: Vec<u8>,
    previous_hash: Option<Vec<u8>>,
    previous_until: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    requests_per_minute: i32,
    user_id: UserId,
    email: String,
    locale: Locale,
    permissions: Vec<String>,
}

async fn load(ctx: &Ctx, prefix: &str) -> Result<Arc<KnownKey>, ApiError> {
    let sql = "SELECT k.id, k.name AS key_name, k.key_hash, k.previous_hash, k.previous_until, k.expires_at, k.last_used_at,
                      k.requests_per_minute, u.id AS user_id, u.email, u.locale,
                      ARRAY(SELECT p.permission FROM role_permissions p
                            WHERE p.role_id = u.role_id AND p.permission = ANY (k.scopes)) AS permissions
               FROM api_keys k JOIN users u ON u.id = k.created_by
               WHERE k.prefix = $1 AND k.revoked_at IS NULL AND u.active AND u.deleted_at IS NULL AND NOT lacks_second_factor(u)";
    let row: Option<Row> = one(&ctx.db, sql, [prefix.into()]).await?;
    let row = row.ok_or_else(ApiError::unauthenticated)?;
    let scopes = row.permissions.iter().filter_map(|word| word.parse::<Permission>().ok());
    let person = Person {
        user_id: row.user_id,
        session_id: SessionId(Uuid::nil()),
        name: format!("{} ({prefix})", row.key_name),
        email: row.email,
        locale: row.locale,
        role: ROLE.to_owned(),
        permissions: scopes.filter(|scope| scope.is_for_keys()).collect(),
        key: Some(row.id),
    };
    Ok(Arc::new(KnownKey {
        id: row.id,
        hash: row.key_hash,
        previous: row.previous_hash.zip(row.previous_until),
        expires_at: row.expires_at,
        per_minute: u32::try_from(row.requests_per_minute).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN),
        person: Arc::new(person),
        used_at: AtomicI64::new(row.last_used_at.map_or(0, |at| at.timestamp())),
    }))
}
