//! Every address of the two apps, built here and nowhere else.

/// Addresses of the shop. Parameters are encoded.
pub mod shop {
    use crate::api::query::encode;

    /// Front page.
    pub const HOME: &str = "/";
    /// All products, with filters in the query.
    pub const PRODUCTS: &str = "/products";
    /// Search results, with `?q=`.
    pub const SEARCH: &str = "/search";
    /// The cart as a page of its own.
    pub const CART: &str = "/cart";
    /// Checkout.
    pub const CHECKOUT: &str = "/checkout";
    /// Signing in.
    pub const SIGN_IN: &str = "/sign-in";
    /// Creating an account.
    pub const REGISTER: &str = "/register";
    /// Asking for a link to set a new password.
    pub const FORGOT_PASSWORD: &str = "/forgot-password";
    /// Setting a new password, with `#token=`.
    pub const RESET_PASSWORD: &str = "/reset-password";
    /// Confirming an email address, with `#token=`.
    pub const VERIFY_EMAIL: &str = "/verify-email";
    /// Profile, addresses, sessions.
    pub const ACCOUNT: &str = "/account";
    /// The address book.
    pub const ADDRESSES: &str = "/account/addresses";
    /// The devices that are signed in.
    pub const SESSIONS: &str = "/account/sessions";
    /// The second factor.
    pub const SECURITY: &str = "/account/security";
    /// Changing the password.
    pub const PASSWORD: &str = "/account/password";
    /// One's notifications.
    pub const NOTIFICATIONS: &str = "/account/notifications";
    /// One's reviews, and what waits for one.
    pub const REVIEWS: &str = "/account/reviews";
    /// One's data: taking it along, deleting the account.
    pub const OWN_DATA: &str = "/account/data";
    /// One's orders.
    pub const ORDERS: &str = "/orders";
    /// The mail of the demo.
    pub const DEV_MAIL: &str = "/dev/mail";
    /// The kit on one page.
    pub const DEV_UI: &str = "/dev/ui";

    /// A category's products.
    #[must_use]
    pub fn category(slug: &str) -> String {
        format!("/categories/{}", encode(slug))
    }

    /// A product.
    #[must_use]
    pub fn product(slug: &str) -> String {
        format!("/products/{}", encode(slug))
    }

    /// A brand's products.
    #[must_use]
    pub fn brand(name: &str) -> String {
        format!("{PRODUCTS}?brand={}", encode(name))
    }

    /// Search results.
    #[must_use]
    pub fn search(text: &str) -> String {
        format!("{SEARCH}?q={}", encode(text))
    }

    /// An order, by its number.
    #[must_use]
    pub fn order(number: &str) -> String {
        format!("/orders/{}", encode(number))
    }

    /// A content page, such as `about`.
    #[must_use]
    pub fn page(slug: &str) -> String {
        format!("/pages/{}", encode(slug))
    }

    /// Signing in and coming back to `path` afterwards.
    #[must_use]
    pub fn sign_in_then(path: &str) -> String {
        format!("{SIGN_IN}?next={}", encode(path))
    }
}

/// Addresses of the back office.
pub mod admin {
    use crate::api::query::encode;

    /// Dashboard.
    pub const HOME: &str = "/admin";
    /// Figures of any days, with the days in the query.
    pub const ANALYTICS: &str = "/admin/analytics";
    /// Signing in.
    pub const SIGN_IN: &str = "/admin/sign-in";
    /// Orders, with filters in the query.
    pub const ORDERS: &str = "/admin/orders";
    /// Payments, with filters in the query.
    pub const PAYMENTS: &str = "/admin/payments";
    /// What providers said: what to look at of it, or with `all` in the query everything.
    pub const UNMATCHED: &str = "/admin/payments/unmatched";
    /// Products, with filters in the query.
    pub const PRODUCTS: &str = "/admin/products";
    /// One's notifications.
    pub const NOTIFICATIONS: &str = "/admin/notifications";
    /// A product that is not there yet.
    pub const NEW_PRODUCT: &str = "/admin/products/new";
    /// Products from a file.
    pub const IMPORT: &str = "/admin/products/import";
    /// Shipping by a file of tracking numbers.
    pub const TRACKING_NUMBERS: &str = "/admin/orders/tracking-numbers";

    /// One import.
    #[must_use]
    pub fn import(id: &str) -> String {
        format!("{IMPORT}?id={}", encode(id))
    }
    /// The category tree.
    pub const CATEGORIES: &str = "/admin/categories";
    /// Stock, with filters in the query.
    pub const INVENTORY: &str = "/admin/inventory";
    /// What came and went, with filters in the query.
    pub const MOVEMENTS: &str = "/admin/stock-movements";
    /// Reports of the stock.
    pub const INVENTORY_REPORTS: &str = "/admin/inventory-reports";
    /// Suppliers, with filters in the query.
    pub const SUPPLIERS: &str = "/admin/suppliers";
    /// A supplier that is not there yet.
    pub const NEW_SUPPLIER: &str = "/admin/suppliers/new";
    /// Restock orders, with filters in the query.
    pub const RESTOCK: &str = "/admin/restock-orders";
    /// A restock order that is not there yet.
    pub const NEW_RESTOCK: &str = "/admin/restock-orders/new";

    /// A variant's stock, by its id.
    #[must_use]
    pub fn stock(id: &str) -> String {
        format!("{INVENTORY}/{}", encode(id))
    }

    /// Stock with this in its name, SKU or barcode.
    #[must_use]
    pub fn inventory_like(text: &str) -> String {
        format!("{INVENTORY}?q={}", encode(text))
    }

    /// What came and went of a variant.
    #[must_use]
    pub fn movements_of(variant: &str) -> String {
        format!("{MOVEMENTS}?variant={}", encode(variant))
    }

    /// A supplier, by its id.
    #[must_use]
    pub fn supplier(id: &str) -> String {
        format!("{SUPPLIERS}/{}", encode(id))
    }

    /// A restock order, by its id.
    #[must_use]
    pub fn restock_order(id: &str) -> String {
        format!("{RESTOCK}/{}", encode(id))
    }

    /// Restock orders to a supplier.
    #[must_use]
    pub fn restock_of(supplier: &str) -> String {
        format!("{RESTOCK}?supplier={}", encode(supplier))
    }

    /// A new restock order to a supplier.
    #[must_use]
    pub fn new_restock_of(supplier: &str) -> String {
        format!("{NEW_RESTOCK}?supplier={}", encode(supplier))
    }

    /// Reviews, with filters in the query.
    pub const REVIEWS: &str = "/admin/reviews";
    /// Rooms of the chat, with filters and the open one in the query.
    pub const CHATS: &str = "/admin/chats";
    /// Texts of the chat that are written often.
    pub const CANNED_RESPONSES: &str = "/admin/chats/canned";
    /// How the chat goes, with the days in the query.
    pub const CHAT_FIGURES: &str = "/admin/chats/figures";

    /// The chat with a room open, whatever it stands at.
    #[must_use]
    pub fn chat(room: &str) -> String {
        format!("{CHATS}?status=all&room={}", encode(room))
    }

    /// The outbox, with filters in the query.
    pub const EMAILS: &str = "/admin/emails";

    /// Background work.
    pub const JOBS: &str = "/admin/jobs";

    /// One's own account: second factor and devices.
    pub const ACCOUNT: &str = "/admin/account";
    /// People, with filters in the query.
    pub const USERS: &str = "/admin/users";
    /// What roles allow.
    pub const ROLES: &str = "/admin/roles";
    /// How staff sign in.
    pub const SETTINGS_SECURITY: &str = "/admin/settings/security";
    /// Keys of programs.
    pub const SETTINGS_API_KEYS: &str = "/admin/settings/api-keys";

    /// A key of a program, by its id.
    #[must_use]
    pub fn api_key(id: &str) -> String {
        format!("{SETTINGS_API_KEYS}/{}", encode(id))
    }
    /// Addresses that are told what happens.
    pub const SETTINGS_WEBHOOKS: &str = "/admin/settings/webhooks";

    /// A webhook with what it was told, by its id.
    #[must_use]
    pub fn webhook(id: &str) -> String {
        format!("{SETTINGS_WEBHOOKS}/{}", encode(id))
    }
    /// Payment providers.
    pub const SETTINGS_PAYMENTS: &str = "/admin/settings/payments";
    /// What shipping costs.
    pub const SETTINGS_SHIPPING: &str = "/admin/settings/shipping";
    /// The content pages.
    pub const SETTINGS_PAGES: &str = "/admin/settings/pages";

    /// A content page's editor, by the page's name in the URL.
    #[must_use]
    pub fn content_page(slug: &str) -> String {
        format!("{SETTINGS_PAGES}/{}", encode(slug))
    }

    /// The mail server.
    pub const SETTINGS_EMAIL: &str = "/admin/settings/email";
    /// The settings: maintenance.
    pub const SETTINGS_MAINTENANCE: &str = "/admin/settings/maintenance";

    /// A person.
    #[must_use]
    pub fn user(id: &str) -> String {
        format!("{USERS}/{}", encode(id))
    }

    /// Reviews of a product.
    #[must_use]
    pub fn reviews_of(product: &str) -> String {
        format!("{REVIEWS}?product={}", encode(product))
    }

    /// What was done to a person.
    #[must_use]
    pub fn audit_of_user(id: &str) -> String {
        format!("{AUDIT}?subject=user&subject_id={}", encode(id))
    }

    /// Orders with this in their number, name or email.
    #[must_use]
    pub fn orders_like(text: &str) -> String {
        format!("{ORDERS}?q={}", encode(text))
    }

    /// The audit log, with filters in the query.
    pub const AUDIT: &str = "/admin/audit";

    /// The settings; the first of their pages.
    pub const SETTINGS: &str = "/admin/settings";
    /// The store's profile.
    pub const SETTINGS_STORE: &str = "/admin/settings/store";

    /// What one person did.
    #[must_use]
    pub fn audit_by(user: &str) -> String {
        format!("{AUDIT}?actor={}", encode(user))
    }

    /// What was done to one thing, or to all that go by a number such as an order's.
    #[must_use]
    pub fn audit_about(text: &str) -> String {
        format!("{AUDIT}?q={}", encode(text))
    }

    /// An email of the outbox.
    #[must_use]
    pub fn email(id: &str) -> String {
        format!("{EMAILS}/{}", encode(id))
    }

    /// The emails about an order.
    #[must_use]
    pub fn emails_about(number: &str) -> String {
        format!("{EMAILS}?order={}", encode(number))
    }

    /// A product's editor, by its id.
    #[must_use]
    pub fn product(id: &str) -> String {
        format!("{PRODUCTS}/{}", encode(id))
    }

    /// The category tree with one of them chosen.
    #[must_use]
    pub fn category(id: &str) -> String {
        format!("{CATEGORIES}?id={}", encode(id))
    }

    /// Products with this in their name, brand or SKU.
    #[must_use]
    pub fn products_like(text: &str) -> String {
        format!("{PRODUCTS}?q={}", encode(text))
    }

    /// An order, by its number.
    #[must_use]
    pub fn order(number: &str) -> String {
        format!("/admin/orders/{}", encode(number))
    }

    /// A payment, by its id.
    #[must_use]
    pub fn payment(id: &str) -> String {
        format!("{PAYMENTS}/{}", encode(id))
    }

    /// Signing in and coming back to `path` afterwards.
    #[must_use]
    pub fn sign_in_then(path: &str) -> String {
        format!("{SIGN_IN}?next={}", encode(path))
    }
}
