//! What a person or a key may do.

words!(
    /// One thing that a role may allow. Roles are named sets of these.
    Permission {
        /// See the back office at all, with the dashboard's figures of one's own area.
        AdminAccess = "admin.access",
        /// See products, categories and stock as staff.
        CatalogRead = "catalog.read",
        /// Create and change products, categories, images.
        CatalogWrite = "catalog.write",
        /// See stock, movements, suppliers and restock orders.
        InventoryRead = "inventory.read",
        /// Correct stock, order from suppliers, receive goods.
        InventoryWrite = "inventory.write",
        /// See orders, their buyers and payments.
        OrdersRead = "orders.read",
        /// Move orders along: process, ship, deliver, cancel.
        OrdersWrite = "orders.write",
        /// Give money back.
        OrdersRefund = "orders.refund",
        /// See payment events and replay them.
        PaymentsRead = "payments.read",
        /// Configure payment providers.
        PaymentsConfigure = "payments.configure",
        /// See reports and analytics.
        ReportsRead = "reports.read",
        /// Answer chats.
        ChatAnswer = "chat.answer",
        /// Moderate reviews.
        ReviewsModerate = "reviews.moderate",
        /// See users.
        UsersRead = "users.read",
        /// Create, change and deactivate users; change roles.
        UsersManage = "users.manage",
        /// Change shop settings: profile, shipping, email, pages.
        SettingsManage = "settings.manage",
        /// Read the audit log.
        AuditRead = "audit.read",
        /// Manage API keys and webhook endpoints.
        IntegrationsManage = "integrations.manage",
        /// See jobs and the email outbox.
        SystemRead = "system.read",
        /// Try jobs and emails again, send emails once more, and remove jobs.
        SystemManage = "system.manage",
    }
);

impl Permission {
    /// Whether an API key can have it. The back office itself, with its inbox and saved views, is for people.
    #[must_use]
    pub const fn is_for_keys(self) -> bool {
        !matches!(self, Self::AdminAccess)
    }
}

/// Name of the built-in role every customer has; it holds no permission.
pub const BUYER: &str = "buyer";
/// Name of the built-in role for shop staff.
pub const STAFF: &str = "staff";
/// Name of the built-in role that holds every permission.
pub const ADMIN: &str = "admin";

/// What the built-in `staff` role may do (SPEC section 1).
pub const STAFF_PERMISSIONS: &[Permission] = &[
    Permission::AdminAccess,
    Permission::CatalogRead,
    Permission::InventoryRead,
    Permission::OrdersRead,
    Permission::OrdersWrite,
    Permission::ReportsRead,
    Permission::ChatAnswer,
];
