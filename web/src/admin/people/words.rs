//! Segments, roles and permissions in the reader's language.

use shared::permission::{ADMIN, BUYER, Permission, STAFF};
use shared::users::{UserSegment, UserSort};

use crate::i18n::{Locale, td_string};

/// A segment.
pub fn segment(locale: Locale, segment: UserSegment) -> &'static str {
    match segment {
        UserSegment::New => td_string!(locale, people.segment.new),
        UserSegment::Repeat => td_string!(locale, people.segment.repeat),
        UserSegment::HighValue => td_string!(locale, people.segment.high_value),
        UserSegment::Dormant => td_string!(locale, people.segment.dormant),
    }
}

/// Who belongs to it.
pub fn segment_rule(locale: Locale, segment: UserSegment) -> &'static str {
    match segment {
        UserSegment::New => td_string!(locale, people.segment_rule.new),
        UserSegment::Repeat => td_string!(locale, people.segment_rule.repeat),
        UserSegment::HighValue => td_string!(locale, people.segment_rule.high_value),
        UserSegment::Dormant => td_string!(locale, people.segment_rule.dormant),
    }
}

/// A role: built-in ones have words, the others the name they were given.
pub fn role(locale: Locale, name: &str) -> String {
    match name {
        BUYER => td_string!(locale, people.role.buyer).to_owned(),
        STAFF => td_string!(locale, people.role.staff).to_owned(),
        ADMIN => td_string!(locale, people.role.admin).to_owned(),
        other => other.to_owned(),
    }
}

/// The key and direction of a column that a sort stands for.
pub const fn sorted(sort: UserSort) -> (&'static str, bool) {
    match sort {
        UserSort::Newest => ("registered", true),
        UserSort::Oldest => ("registered", false),
        UserSort::Name => ("person", false),
        UserSort::Spent => ("spent", true),
    }
}

/// What a permission lets one do.
pub fn permission(locale: Locale, permission: Permission) -> &'static str {
    match permission {
        Permission::AdminAccess => td_string!(locale, people.permission.admin_access),
        Permission::CatalogRead => td_string!(locale, people.permission.catalog_read),
        Permission::CatalogWrite => td_string!(locale, people.permission.catalog_write),
        Permission::InventoryRead => td_string!(locale, people.permission.inventory_read),
        Permission::InventoryWrite => td_string!(locale, people.permission.inventory_write),
        Permission::OrdersRead => td_string!(locale, people.permission.orders_read),
        Permission::OrdersWrite => td_string!(locale, people.permission.orders_write),
        Permission::OrdersRefund => td_string!(locale, people.permission.orders_refund),
        Permission::PaymentsRead => td_string!(locale, people.permission.payments_read),
        Permission::PaymentsConfigure => td_string!(locale, people.permission.payments_configure),
        Permission::ReportsRead => td_string!(locale, people.permission.reports_read),
        Permission::ChatAnswer => td_string!(locale, people.permission.chat_answer),
        Permission::ReviewsModerate => td_string!(locale, people.permission.reviews_moderate),
        Permission::UsersRead => td_string!(locale, people.permission.users_read),
        Permission::UsersManage => td_string!(locale, people.permission.users_manage),
        Permission::SettingsManage => td_string!(locale, people.permission.settings_manage),
        Permission::AuditRead => td_string!(locale, people.permission.audit_read),
        Permission::IntegrationsManage => td_string!(locale, people.permission.integrations_manage),
        Permission::SystemRead => td_string!(locale, people.permission.system_read),
        Permission::SystemManage => td_string!(locale, people.permission.system_manage),
    }
}
