//! People and their roles, as the back office sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::{Locale, Session};
use crate::ids::{NoteId, RoleId, UserId};
use crate::money::Rupiah;
use crate::orders::StaffOrderRow;
use crate::permission::Permission;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// `new`: the account is at most so many days old.
pub const NEW_DAYS: i64 = 30;
/// `repeat`: at least so many orders were paid.
pub const REPEAT_ORDERS: i64 = 2;
/// `high_value`: at least so much was paid, less what went back.
pub const HIGH_VALUE: Rupiah = Rupiah(25_000_000);
/// `dormant`: somebody bought before, but paid nothing for so many days.
pub const DORMANT_DAYS: i64 = 180;

words!(
    /// A part of all people, by what they bought.
    UserSegment {
        /// Registered within the last 30 days.
        New = "new",
        /// Paid two orders or more.
        Repeat = "repeat",
        /// Paid 25 million rupiah or more in all, less refunds.
        HighValue = "high_value",
        /// Bought before, but nothing within the last 180 days.
        Dormant = "dormant",
    }
);

words!(
    /// Their order.
    UserSort {
        /// The latest account first.
        Newest = "newest",
        /// The oldest account first.
        Oldest = "oldest",
        /// By name.
        Name = "name",
        /// Who paid most first.
        Spent = "spent",
    }
);

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffUserRow {
    /// Id.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Email address.
    pub email: String,
    /// Whether the email address was confirmed.
    pub email_verified: bool,
    /// Phone number in E.164.
    pub phone: Option<String>,
    /// Name of the role.
    pub role: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether their second factor is on.
    pub two_factor: bool,
    /// Orders that were paid.
    pub orders: i64,
    /// What was paid for them, less what went back.
    pub spent: Rupiah,
    /// When the last of them was paid.
    pub last_order_at: Option<DateTime<Utc>>,
    /// When they were last seen signed in.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Since when the account exists.
    pub created_at: DateTime<Utc>,
}

/// What staff noted down about a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct UserNote {
    /// Id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: String,
    /// What it says.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A person with all that staff see of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffUser {
    /// The person.
    pub user: StaffUserRow,
    /// Username, if one was chosen.
    pub username: Option<String>,
    /// Language.
    pub locale: Locale,
    /// The segments they belong to.
    pub segments: Vec<UserSegment>,
    /// Their latest orders; empty for those who may not read orders.
    pub orders: Vec<StaffOrderRow>,
    /// What staff noted down, the latest first.
    pub notes: Vec<UserNote>,
    /// The devices they are signed in on, the latest first.
    pub sessions: Vec<Session>,
    /// What the one who asks may do with them.
    pub may: UserActions,
}

/// What one may do with a person; the server refuses the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct UserActions {
    /// Change the role, deactivate, reset the second factor, sign out, invite again.
    pub manage: bool,
    /// It is oneself: role and activity are for others to change.
    pub own: bool,
}

/// Make an account for somebody, who is sent a link to choose a password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CreateUserRequest {
    /// Full name.
    pub name: String,
    /// Email address; the invitation goes there.
    pub email: String,
    /// Name of the role.
    pub role: String,
    /// Language of the invitation.
    pub locale: Locale,
}

impl Validate for CreateUserRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 100);
        faults.email("/email", &self.email);
        faults.text("/role", &self.role, 1, 40);
    }
}

/// Let somebody in or keep them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SetActiveRequest {
    /// Whether they may sign in. `false` ends every session at once.
    pub active: bool,
}

impl Validate for SetActiveRequest {
    fn check(&self, _: &mut Faults) {}
}

/// Give somebody another role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SetRoleRequest {
    /// Name of the role.
    pub role: String,
}

impl Validate for SetRoleRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/role", &self.role, 1, 40);
    }
}

/// Note something down about a person, for other staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct AddUserNoteRequest {
    /// What to note.
    pub text: String,
}

impl Validate for AddUserNoteRequest {
    fn check(&self, faults: &mut Faults) {
        faults.text("/text", &self.text, 1, 2_000);
    }
}

/// What of a role can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RoleDetails {
    /// Its name: a small letter, then small letters, digits, dashes and underscores. A built-in role keeps its own.
    pub name: String,
    /// What it allows.
    pub permissions: Vec<Permission>,
}

impl Validate for RoleDetails {
    fn check(&self, faults: &mut Faults) {
        let name = self.name.as_bytes();
        let rest = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(byte);
        if name.is_empty() {
            faults.add(FieldError::new("/name", FieldCode::Required));
        } else if !(2..=40).contains(&name.len()) || !name[0].is_ascii_lowercase() || !name.iter().all(rest) {
            faults.add(FieldError::new("/name", FieldCode::InvalidFormat));
        }
        for (index, permission) in self.permissions.iter().enumerate() {
            if self.permissions[..index].contains(permission) {
                faults.add(FieldError::new(format!("/permissions/{index}"), FieldCode::Duplicate));
            }
        }
        // Without it nothing else can be reached.
        if !self.permissions.is_empty() && !self.permissions.contains(&Permission::AdminAccess) {
            faults.add(FieldError::new("/permissions", FieldCode::Required).with("permission", Permission::AdminAccess));
        }
    }
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Role {
    /// Id.
    pub id: RoleId,
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// Name and permissions.
    pub details: RoleDetails,
    /// Every shop has it; it cannot be renamed or removed.
    pub built_in: bool,
    /// Whether its permissions can be changed: `admin` has all of them, `buyer` none.
    pub editable: bool,
    /// How many people have it.
    pub people: i64,
}

impl Revision for Role {
    fn revision(&self) -> i32 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(name: &str, permissions: &[Permission]) -> Vec<(String, FieldCode)> {
        let role = RoleDetails { name: name.to_owned(), permissions: permissions.to_vec() };
        let errors = role.validate().err().unwrap_or_default();
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn a_role_has_a_plain_name_and_a_way_in() {
        assert_eq!(broken("gudang-2", &[Permission::AdminAccess, Permission::InventoryRead]), []);
        assert_eq!(broken("gudang", &[]), []);
        for bad in ["G", "a", "2a", "Gudang", "gu dang", "é"] {
            assert_eq!(broken(bad, &[]), [("/name".to_owned(), FieldCode::InvalidFormat)], "{bad}");
        }
        assert_eq!(broken("gudang", &[Permission::OrdersRead]), [("/permissions".to_owned(), FieldCode::Required)]);
        let twice = [Permission::AdminAccess, Permission::AdminAccess];
        assert_eq!(broken("gudang", &twice), [("/permissions/1".to_owned(), FieldCode::Duplicate)]);
    }
}
