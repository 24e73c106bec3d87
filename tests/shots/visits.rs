//! The pages to look at.

use shared::pages::PageSlug;

use crate::demo::Shop;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody in particular, with something in the cart.
    Guest,
    /// The demo's buyer.
    Buyer,
    /// The demo's administrator.
    Admin,
}

/// A page to look at.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Name of its pictures.
    pub name: String,
    /// Who looks.
    pub who: Who,
    /// Address.
    pub path: String,
    /// What is there once the page is.
    pub there: &'static str,
    /// What to press first, one after the other.
    pub press: Vec<&'static str>,
    /// Whether the whole page is kept, or only the screen.
    pub whole: bool,
    /// A script that runs before the page does.
    pub before: Option<&'static str>,
}

/// From now on the shop answers nothing but that it is closed.
const CLOSED: &str = r#"
const ask = window.fetch;
const problem = JSON.stringify({
    type: "/problems/maintenance", title: "", status: 503, code: "maintenance", detail: "", request_id: "",
    params: { mode: "closed", message: "", message_en: "", until: null },
});
window.fetch = (asked, ...rest) => String(asked.url || asked).includes("/api/v1/")
    ? Promise.resolve(new Response(problem, { status: 503, headers: { "content-type": "application/problem+json" } }))
    : ask(asked, ...rest);
"#;

fn visit(who: Who, name: &str, path: impl Into<String>, there: &'static str) -> Visit {
    Visit { name: name.to_owned(), who, path: path.into(), there, press: Vec::new(), whole: true, before: None }
}

fn pressed(who: Who, name: &str, path: impl Into<String>, there: &'static str, press: &'static str) -> Visit {
    Visit { press: vec![press], whole: false, ..visit(who, name, path, there) }
}

/// Every page; those of orders as far as the demo has such orders.
pub fn all(shop: &Shop) -> Vec<Visit> {
    let product = format!("/products/{}", shop.product);
    let mut visits = vec![
        visit(Who::Guest, "home", "/", "[data-test=hero]"),
        visit(Who::Guest, "list", "/products", "#main .tile"),
        // A facet where they stand beside the list, their drawer where they do not.
        pressed(Who::Guest, "list-filters", "/products", "#main .tile", ".list__aside summary, [data-test=filters]"),
        visit(Who::Guest, "category", "/categories/electric-guitars", "#main .tile"),
        visit(Who::Guest, "search", "/search?q=stratokaster", "#main .tile"),
        visit(Who::Guest, "search-nothing", "/search?q=qqqqxyz", "#main h1"),
        visit(Who::Guest, "product", product.clone(), "[data-test=add-to-cart]"),
        visit(Who::Guest, "product-sold-out", format!("/products/{}", shop.sold_out), "#main h1"),
        pressed(Who::Guest, "product-lightbox", product.clone(), "[data-test=add-to-cart]", ".gallery__slide"),
        visit(Who::Guest, "cart", "/cart", "#main h1"),
        pressed(Who::Guest, "cart-drawer", product, "[data-test=add-to-cart]", "[data-test=cart-button]"),
        pressed(Who::Guest, "chat-guest", "/products", ".tile", "[data-test=chat-button]"),
        visit(Who::Guest, "sign-in", "/sign-in", "form"),
        visit(Who::Guest, "register", "/register", "form"),
        visit(Who::Guest, "forgot-password", "/forgot-password", "form"),
        visit(Who::Guest, "reset-password-expired", "/reset-password?token=none", "#main h1"),
        visit(Who::Guest, "verify-email-expired", "/verify-email?token=none", "#main h1"),
        visit(Who::Guest, "not-found", "/nowhere", "#main h1"),
        Visit { before: Some(CLOSED), whole: false, ..visit(Who::Guest, "closed", "/cart", "dialog.closed[open]") },
        visit(Who::Guest, "admin-sign-in", "/admin/sign-in", "form"),
        visit(Who::Buyer, "checkout", "/checkout", "[data-test=shipping-option]"),
        pressed(Who::Buyer, "chat", "/products", ".tile", "[data-test=chat-button]"),
        Visit {
            whole: true,
            ..pressed(Who::Buyer, "checkout-pay", "/checkout", "[data-test=shipping-option]", "[data-test=shipping-option]")
        },
        visit(Who::Buyer, "account", "/account", "#main h1"),
        visit(Who::Buyer, "addresses", "/account/addresses", "#main h1"),
        visit(Who::Buyer, "sessions", "/account/sessions", "#main h1"),
        visit(Who::Buyer, "password", "/account/password", "form"),
        visit(Who::Buyer, "two-factor", "/account/security", "#main h1"),
        visit(Who::Buyer, "my-reviews", "/account/reviews", "#main h1"),
        visit(Who::Buyer, "own-data", "/account/data", "[data-test=delete-account]"),
        visit(Who::Buyer, "orders", "/orders", "#main h1"),
        visit(Who::Buyer, "notifications", "/account/notifications", "#main h1"),
        pressed(Who::Buyer, "bell", "/", "[data-test=bell]", "[data-test=bell] button"),
        // Who works here buys nothing.
        visit(Who::Admin, "cart-empty", "/cart", "#main h1"),
        visit(Who::Admin, "admin-dashboard", "/admin", "#main h1"),
        visit(Who::Admin, "admin-analytics", "/admin/analytics", "#main .chart"),
        visit(Who::Admin, "admin-orders", "/admin/orders", "table"),
        pressed(Who::Admin, "admin-orders-picked", "/admin/orders", "table", "tbody tr:nth-child(2) .pick input"),
        pressed(Who::Admin, "admin-orders-views", "/admin/orders", "table", "[data-test=views] button"),
        pressed(Who::Admin, "admin-orders-columns", "/admin/orders", "table", "[data-test=columns]"),
        pressed(Who::Admin, "admin-orders-export", "/admin/orders", "table", "[data-test=export] button"),
        pressed(Who::Admin, "admin-palette", "/admin/orders", "table", "[data-test=palette-open]"),
        pressed(Who::Admin, "admin-bell", "/admin/orders", "table", "[data-test=bell] button"),
        visit(Who::Admin, "admin-notifications", "/admin/notifications", "#main h1"),
        visit(Who::Admin, "admin-pages", "/admin/settings/pages", ".pages"),
        visit(Who::Admin, "admin-page", "/admin/settings/pages/about", "#main textarea"),
        visit(Who::Admin, "admin-chats", "/admin/chats", "[data-test=console]"),
        pressed(Who::Admin, "admin-chat", "/admin/chats", "[data-test=console]", "[data-test=chat-room]"),
        visit(Who::Admin, "admin-canned", "/admin/chats/canned", "#main h1"),
        pressed(Who::Admin, "admin-canned-new", "/admin/chats/canned", "#main h1", "[data-test=canned-new] button"),
        visit(Who::Admin, "admin-chat-figures", "/admin/chats/figures", "#main .tiles"),
        visit(Who::Admin, "admin-products", "/admin/products", "table"),
        visit(Who::Admin, "admin-product-new", "/admin/products/new", "[data-test=images]"),
        pressed(Who::Admin, "admin-product", "/admin/products", "#main h1", "[data-test=product-row] a"),
        visit(Who::Admin, "admin-categories", "/admin/categories", "[data-test=category]"),
        pressed(Who::Admin, "admin-category", "/admin/categories", "[data-test=category]", "[data-test=category]"),
        visit(Who::Admin, "admin-payments", "/admin/payments", "table"),
        pressed(Who::Admin, "admin-payment", "/admin/payments", "#main h1", "[data-test=payment-row]"),
        visit(Who::Admin, "admin-payments-unmatched", "/admin/payments/unmatched", "#main h1"),
        visit(Who::Admin, "admin-reviews", "/admin/reviews", "[data-test=review-row]"),
        visit(Who::Admin, "admin-emails", "/admin/emails", "table"),
        pressed(Who::Admin, "admin-email", "/admin/emails", "#main h1", "[data-test=email-row]"),
        visit(Who::Admin, "admin-jobs", "/admin/jobs", "[data-test=jobs-failed]"),
    ];
    visits.extend(
        PageSlug::ALL.iter().map(|slug| visit(Who::Guest, &format!("page-{slug}"), format!("/pages/{slug}"), "#main h1")),
    );
    visits.push(visit(Who::Admin, "admin-settings-store", "/admin/settings/store", "[data-test=save]"));
    visits.push(visit(Who::Admin, "admin-settings-maintenance", "/admin/settings/maintenance", "[data-test=save]"));
    visits.push(pressed(Who::Admin, "admin-api-keys", "/admin/settings/api-keys", "#main h1", "[data-test=new-key]"));
    visits.push(pressed(Who::Admin, "admin-webhooks", "/admin/settings/webhooks", "#main h1", "[data-test=new-webhook]"));
    visits.push(pressed(Who::Admin, "admin-audit", "/admin/audit", "#main h1", "[data-test=audit-verify]"));
    visits.extend([
        visit(Who::Admin, "admin-inventory", "/admin/inventory", "[data-test=stock-row]"),
        pressed(Who::Admin, "admin-stock", "/admin/inventory", "#main h1", "[data-test=stock-row]"),
        visit(Who::Admin, "admin-movements", "/admin/stock-movements", "table"),
        visit(Who::Admin, "admin-inventory-reports", "/admin/inventory-reports", "[data-test=report-stock]"),
        visit(Who::Admin, "admin-suppliers", "/admin/suppliers", "[data-test=supplier-row]"),
        visit(Who::Admin, "admin-supplier-new", "/admin/suppliers/new", "form"),
        pressed(Who::Admin, "admin-supplier", "/admin/suppliers", "#main h1", "[data-test=supplier-row]"),
        visit(Who::Admin, "admin-restock", "/admin/restock-orders", "#main h1"),
        Visit {
            whole: true,
            ..pressed(
                Who::Admin,
                "admin-restock-receive",
                "/admin/restock-orders?status=ordered",
                "#main h1",
                "[data-test=restock-row]",
            )
        },
        pressed(Who::Admin, "admin-restock-new", "/admin/restock-orders/new", "[data-test=suggest]", "[data-test=suggest]"),
    ]);
    visits.extend([
        visit(Who::Admin, "admin-account", "/admin/account", "#main h1"),
        visit(Who::Admin, "admin-tracking-numbers", "/admin/orders/tracking-numbers", "#main h1"),
        visit(Who::Admin, "admin-import", "/admin/products/import", "#main h1"),
        visit(Who::Admin, "admin-users", "/admin/users", "[data-test=user-row]"),
        pressed(Who::Admin, "admin-user", "/admin/users", "#main h1", "[data-test=user-row]"),
        visit(Who::Admin, "admin-roles", "/admin/roles", "[data-test=permission]"),
        visit(Who::Admin, "admin-settings-payments", "/admin/settings/payments", "#main h1"),
        visit(Who::Admin, "admin-settings-shipping", "/admin/settings/shipping", "#main h1"),
        visit(Who::Admin, "admin-settings-email", "/admin/settings/email", "#main h1"),
        visit(Who::Admin, "admin-settings-security", "/admin/settings/security", "#main h1"),
    ]);
    for (status, order) in &shop.orders {
        let path = format!("/orders/{}", order.number);
        visits.push(visit(Who::Buyer, &format!("order-{status}"), path, "[data-test=order-status]"));
    }
    for (status, order) in &shop.orders {
        let path = format!("/admin/orders/{}", order.id);
        visits.push(visit(Who::Admin, &format!("admin-order-{status}"), path, "#main h1"));
    }
    if let Some(order) = shop.orders.get("completed") {
        let path = format!("/admin/orders/{}", order.id);
        visits.push(pressed(Who::Admin, "admin-refund", path, "#main h1", "[data-test=refund-open]"));
    }
    visits
}
