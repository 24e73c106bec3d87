//! Who may change whom.

use std::collections::HashSet;

use shared::permission::{ADMIN, Permission};

use crate::http::{ApiError, Caller};

/// Whether somebody with `role` and `own` permissions may give away, or take away, `target` with `wanted`.
///
/// Admins may everything. Anybody else only what they hold themselves, and nothing about admins.
#[must_use]
pub fn may_give(role: &str, own: &HashSet<Permission>, target: &str, wanted: &[Permission]) -> bool {
    role == ADMIN || (target != ADMIN && wanted.iter().all(|permission| own.contains(permission)))
}

/// Refuses with 403 where [`may_give`] says no.
///
/// # Errors
/// 403, with the permission that is lacking.
pub(super) fn check(by: &Caller, target: &str, wanted: &[Permission]) -> Result<(), ApiError> {
    if may_give(&by.role, &by.permissions, target, wanted) {
        return Ok(());
    }
    let lacking = wanted.iter().find(|permission| !by.permissions.contains(permission));
    let error = ApiError::forbidden().detail("nobody gives or takes away what they do not hold themselves");
    Err(match lacking {
        Some(permission) => error.with("permission", permission),
        None => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_more_than_they_have() {
        let own: HashSet<Permission> = [Permission::AdminAccess, Permission::UsersManage].into();
        assert!(may_give("manager", &own, "buyer", &[]));
        assert!(may_give("manager", &own, "door", &[Permission::AdminAccess]));
        assert!(!may_give("manager", &own, "staff", &[Permission::AdminAccess, Permission::OrdersRead]));
        assert!(!may_give("manager", &Permission::ALL.iter().copied().collect(), ADMIN, Permission::ALL));
        assert!(may_give(ADMIN, &HashSet::new(), ADMIN, Permission::ALL));
    }
}
