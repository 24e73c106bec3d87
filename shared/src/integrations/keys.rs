//! API keys.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::GRACE_MAX;
use crate::ids::ApiKeyId;
use crate::permission::Permission;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// The most requests a minute that a key can be given.
const RATE_MAX: i64 = 60_000;

words!(
    /// Whether a key opens anything.
    ApiKeyState {
        /// It does.
        Active = "active",
        /// Its time is over.
        Expired = "expired",
        /// It was revoked.
        Revoked = "revoked",
        /// Whoever made it has left, was deactivated, or lacks the second factor that their role needs.
        Orphaned = "orphaned",
    }
);

/// What can be said of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ApiKeyDetails {
    /// What it is for, such as `ERP`. It is named in the audit log.
    pub name: String,
    /// What it may do: never more than whoever made it may do at that moment. `admin.access` is for people, who enter the back office.
    pub scopes: Vec<Permission>,
    /// How many requests a minute it may make.
    pub requests_per_minute: i32,
    /// Until when it is valid; `null` is for good.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Validate for ApiKeyDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 60);
        faults.range("/requests_per_minute", self.requests_per_minute.into(), 1, RATE_MAX);
        if self.scopes.is_empty() {
            faults.add(FieldError::new("/scopes", FieldCode::Required));
        }
        for (index, scope) in self.scopes.iter().enumerate() {
            let pointer = format!("/scopes/{index}");
            if !scope.is_for_keys() {
                faults.add(FieldError::new(pointer, FieldCode::UnknownChoice));
            } else if self.scopes[..index].contains(scope) {
                faults.add(FieldError::new(pointer, FieldCode::Duplicate));
            }
        }
    }
}

/// An API key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ApiKey {
    /// Id.
    pub id: ApiKeyId,
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// How its secret begins; stays the same when it is rotated.
    pub prefix: String,
    /// Whether it opens anything.
    pub state: ApiKeyState,
    /// What can be changed.
    pub details: ApiKeyDetails,
    /// Who made it, and for whom it acts.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was last given another secret.
    pub rotated_at: Option<DateTime<Utc>>,
    /// Until when the secret before is valid, where it still is.
    pub previous_until: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Revision for ApiKey {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// A key with its secret, which is told this once and never again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct NewApiKey {
    /// The key.
    pub key: ApiKey,
    /// The whole secret, for `Authorization: Bearer …`.
    pub secret: String,
}

impl std::fmt::Debug for NewApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewApiKey({})", self.key.prefix)
    }
}

/// Give a key or a webhook another secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RotateSecretRequest {
    /// How long the secret before stays valid, in minutes, 0 to 1440.
    pub grace_minutes: i32,
}

impl Validate for RotateSecretRequest {
    fn check(&self, faults: &mut Faults) {
        faults.range("/grace_minutes", self.grace_minutes.into(), 0, GRACE_MAX.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_enter_the_back_office() {
        let mut details = ApiKeyDetails {
            name: "ERP".to_owned(),
            scopes: vec![Permission::OrdersRead],
            requests_per_minute: 60,
            expires_at: None,
        };
        assert!(details.validate().is_ok());
        details.scopes.push(Permission::AdminAccess);
        details.scopes.push(Permission::OrdersRead);
        let faults = details.validate().err().unwrap_or_default();
        let found: Vec<(&str, FieldCode)> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(found, [("/scopes/1", FieldCode::UnknownChoice), ("/scopes/2", FieldCode::Duplicate)]);
    }
}
