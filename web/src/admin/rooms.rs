//! The rooms of the back office: one list for the navigation, the palette and the settings.

use shared::permission::Permission;

use crate::i18n::{Locale, td_string};
use crate::routes;
use crate::session::Session;

/// A page that one can go to directly.
#[derive(Clone, Copy)]
pub struct Room {
    /// Its address.
    pub href: &'static str,
    /// Who may enter.
    pub needs: Permission,
    /// Its icon.
    pub icon: icondata::Icon,
    /// Its name.
    pub name: fn(Locale) -> &'static str,
}

/// The rooms of the navigation that the person may enter, in its order. The settings are open to who may enter one of their pages.
#[must_use]
pub fn navigation(session: &Session) -> Vec<Room> {
    let has_settings = !open_to(session, settings()).is_empty();
    let is_open = |room: &Room| if room.href == routes::admin::SETTINGS { has_settings } else { session.can(room.needs) };
    all().into_iter().filter(is_open).collect()
}

/// The rooms of the navigation, in its order.
#[must_use]
pub fn all() -> Vec<Room> {
    vec![
        Room {
            href: routes::admin::HOME,
            needs: Permission::AdminAccess,
            icon: icondata::LuLayoutDashboard,
            name: |locale| td_string!(locale, admin.nav.dashboard),
        },
        Room {
            href: routes::admin::ANALYTICS,
            needs: Permission::ReportsRead,
            icon: icondata::LuChartColumn,
            name: |locale| td_string!(locale, insights.title),
        },
        Room {
            href: routes::admin::ORDERS,
            needs: Permission::OrdersRead,
            icon: icondata::LuPackage,
            name: |locale| td_string!(locale, admin.nav.orders),
        },
        Room {
            href: routes::admin::PAYMENTS,
            needs: Permission::PaymentsRead,
            icon: icondata::LuCreditCard,
            name: |locale| td_string!(locale, admin.nav.payments),
        },
        Room {
            href: routes::admin::CHATS,
            needs: Permission::ChatAnswer,
            icon: icondata::LuMessageCircle,
            name: |locale| td_string!(locale, console.title),
        },
        Room {
            href: routes::admin::PRODUCTS,
            needs: Permission::CatalogRead,
            icon: icondata::LuGuitar,
            name: |locale| td_string!(locale, admin.nav.products),
        },
        Room {
            href: routes::admin::CATEGORIES,
            needs: Permission::CatalogRead,
            icon: icondata::LuFolderTree,
            name: |locale| td_string!(locale, goods.categories.title),
        },
        Room {
            href: routes::admin::REVIEWS,
            needs: Permission::ReviewsModerate,
            icon: icondata::LuStar,
            name: |locale| td_string!(locale, reviews.staff.title),
        },
        Room {
            href: routes::admin::INVENTORY,
            needs: Permission::InventoryRead,
            icon: icondata::LuWarehouse,
            name: |locale| td_string!(locale, stock.nav.inventory),
        },
        Room {
            href: routes::admin::RESTOCK,
            needs: Permission::InventoryRead,
            icon: icondata::LuPackagePlus,
            name: |locale| td_string!(locale, stock.nav.restock),
        },
        Room {
            href: routes::admin::SUPPLIERS,
            needs: Permission::InventoryRead,
            icon: icondata::LuFactory,
            name: |locale| td_string!(locale, stock.nav.suppliers),
        },
        Room {
            href: routes::admin::USERS,
            needs: Permission::UsersRead,
            icon: icondata::LuUsers,
            name: |locale| td_string!(locale, people.users.title),
        },
        Room {
            href: routes::admin::EMAILS,
            needs: Permission::SystemRead,
            icon: icondata::LuMail,
            name: |locale| td_string!(locale, admin.nav.emails),
        },
        Room {
            href: routes::admin::JOBS,
            needs: Permission::SystemRead,
            icon: icondata::LuListTodo,
            name: |locale| td_string!(locale, admin.jobs.title),
        },
        Room {
            href: routes::admin::AUDIT,
            needs: Permission::AuditRead,
            icon: icondata::LuScrollText,
            name: |locale| td_string!(locale, admin.nav.audit),
        },
        Room {
            href: routes::admin::SETTINGS,
            needs: Permission::SettingsManage,
            icon: icondata::LuSettings,
            name: |locale| td_string!(locale, office.nav.settings),
        },
    ]
}

/// The pages of the settings, in the order of their tabs. The first one is the room's own address.
#[must_use]
pub fn settings() -> Vec<Room> {
    vec![
        Room {
            href: routes::admin::SETTINGS_STORE,
            needs: Permission::SettingsManage,
            icon: icondata::LuStore,
            name: |locale| td_string!(locale, office.nav.store),
        },
        Room {
            href: routes::admin::SETTINGS_PAYMENTS,
            needs: Permission::PaymentsConfigure,
            icon: icondata::LuCreditCard,
            name: |locale| td_string!(locale, people.payments.title),
        },
        Room {
            href: routes::admin::SETTINGS_SHIPPING,
            needs: Permission::SettingsManage,
            icon: icondata::LuTruck,
            name: |locale| td_string!(locale, people.shipping.title),
        },
        Room {
            href: routes::admin::SETTINGS_PAGES,
            needs: Permission::SettingsManage,
            icon: icondata::LuFileText,
            name: |locale| td_string!(locale, people.pages.title),
        },
        Room {
            href: routes::admin::SETTINGS_EMAIL,
            needs: Permission::SettingsManage,
            icon: icondata::LuMail,
            name: |locale| td_string!(locale, people.email.title),
        },
        Room {
            href: routes::admin::SETTINGS_SECURITY,
            needs: Permission::UsersManage,
            icon: icondata::LuShieldCheck,
            name: |locale| td_string!(locale, people.security.title),
        },
        Room {
            href: routes::admin::SETTINGS_MAINTENANCE,
            needs: Permission::SettingsManage,
            icon: icondata::LuWrench,
            name: |locale| td_string!(locale, people.maintenance.title),
        },
        Room {
            href: routes::admin::SETTINGS_API_KEYS,
            needs: Permission::IntegrationsManage,
            icon: icondata::LuKeyRound,
            name: |locale| td_string!(locale, programs.keys.title),
        },
        Room {
            href: routes::admin::SETTINGS_WEBHOOKS,
            needs: Permission::IntegrationsManage,
            icon: icondata::LuWebhook,
            name: |locale| td_string!(locale, programs.hooks.title),
        },
    ]
}

/// Pages that are reached from within a room, for the palette.
#[must_use]
pub fn inner() -> Vec<Room> {
    vec![
        Room {
            href: routes::admin::UNMATCHED,
            needs: Permission::PaymentsRead,
            icon: icondata::LuUnplug,
            name: |locale| td_string!(locale, admin.payments.unmatched),
        },
        Room {
            href: routes::admin::CANNED_RESPONSES,
            needs: Permission::ChatAnswer,
            icon: icondata::LuZap,
            name: |locale| td_string!(locale, console.canned.title),
        },
        Room {
            href: routes::admin::CHAT_FIGURES,
            needs: Permission::ChatAnswer,
            icon: icondata::LuTimer,
            name: |locale| td_string!(locale, console.figures.title),
        },
        Room {
            href: routes::admin::ROLES,
            needs: Permission::UsersRead,
            icon: icondata::LuShield,
            name: |locale| td_string!(locale, people.roles.title),
        },
        Room {
            href: routes::admin::ACCOUNT,
            needs: Permission::AdminAccess,
            icon: icondata::LuCircleUser,
            name: |locale| td_string!(locale, people.account.title),
        },
        Room {
            href: routes::admin::IMPORT,
            needs: Permission::CatalogWrite,
            icon: icondata::LuFileSpreadsheet,
            name: |locale| td_string!(locale, intake.import.title),
        },
        Room {
            href: routes::admin::TRACKING_NUMBERS,
            needs: Permission::OrdersWrite,
            icon: icondata::LuTruck,
            name: |locale| td_string!(locale, intake.numbers.title),
        },
        Room {
            href: routes::admin::MOVEMENTS,
            needs: Permission::InventoryRead,
            icon: icondata::LuArrowLeftRight,
            name: |locale| td_string!(locale, stock.nav.movements),
        },
        Room {
            href: routes::admin::INVENTORY_REPORTS,
            needs: Permission::InventoryRead,
            icon: icondata::LuFileChartColumn,
            name: |locale| td_string!(locale, stock.nav.reports),
        },
        Room {
            href: routes::admin::NEW_RESTOCK,
            needs: Permission::InventoryWrite,
            icon: icondata::LuPackagePlus,
            name: |locale| td_string!(locale, stock.restock.new),
        },
    ]
}

/// Those of `rooms` that the person may enter.
#[must_use]
pub fn open_to(session: &Session, rooms: Vec<Room>) -> Vec<Room> {
    rooms.into_iter().filter(|room| session.can(room.needs)).collect()
}
