//! What a role allows while it is being changed.

use shared::permission::Permission;

/// What somebody ticked, put onto what the role allows by now: where they changed nothing, that counts.
#[must_use]
pub fn on_top(before: &[Permission], ticked: &[Permission], now: &[Permission]) -> Vec<Permission> {
    let wanted = |known: &Permission| {
        let changed = before.contains(known) != ticked.contains(known);
        if changed { ticked.contains(known) } else { now.contains(known) }
    };
    let allowed: Vec<Permission> = Permission::ALL.iter().copied().filter(wanted).collect();
    // Without the way in there is nothing else.
    if allowed.contains(&Permission::AdminAccess) { allowed } else { Vec::new() }
}

/// With or without a permission. Without the way in there is nothing else, and with anything there is the way in.
#[must_use]
pub fn switched(held: &[Permission], permission: Permission, on: bool) -> Vec<Permission> {
    if !on && permission == Permission::AdminAccess {
        return Vec::new();
    }
    let wanted = |known: &Permission| {
        if *known == permission { on } else { held.contains(known) || (on && *known == Permission::AdminAccess) }
    };
    Permission::ALL.iter().copied().filter(wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_in_comes_first_and_goes_last() {
        let one = switched(&[], Permission::OrdersRead, true);
        assert_eq!(one, [Permission::AdminAccess, Permission::OrdersRead]);
        assert_eq!(switched(&one, Permission::OrdersRead, false), [Permission::AdminAccess]);
        assert!(switched(&one, Permission::AdminAccess, false).is_empty());
    }

    #[test]
    fn what_two_changed_of_a_role_is_kept() {
        let (before, way_in) = ([Permission::AdminAccess, Permission::OrdersRead], [Permission::AdminAccess]);
        let theirs = [Permission::AdminAccess, Permission::OrdersRead, Permission::InventoryRead];
        assert_eq!(on_top(&before, &way_in, &theirs), [Permission::AdminAccess, Permission::InventoryRead]);
        assert_eq!(on_top(&before, &before, &theirs), on_top(&theirs, &theirs, &theirs), "who changed nothing follows");
    }
}
