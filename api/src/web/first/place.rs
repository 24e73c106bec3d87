//! Which page of the shop a path means. What the app draws for it is in `web/src/shop/mod.rs`; a page that is
//! known there and not here would be a 404 to everybody else.

use shared::pages::PageSlug;

/// A page of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The front page.
    Home,
    /// All products, or a brand's.
    Products,
    /// A category's products, by its name in the URL.
    Category(String),
    /// A product, by its name in the URL.
    Product(String),
    /// A content page.
    Content(PageSlug),
    /// A page of the app that is nobody else's business: the cart, an order, signing in.
    Private,
    /// The app without any page, for the service worker to keep.
    Shell,
    /// No page.
    Unknown,
}

impl Place {
    /// Reads a path.
    pub(super) fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["products"] => Self::Products,
            ["products", slug] => Self::Product((*slug).to_owned()),
            ["categories", slug] => Self::Category((*slug).to_owned()),
            ["pages", slug] => slug.parse().map_or(Self::Unknown, Self::Content),
            ["shell"] => Self::Shell,
            ["cart" | "checkout" | "search" | "orders" | "account" | "sign-in" | "register"]
            | ["forgot-password" | "reset-password" | "verify-email"]
            | ["orders", _]
            | ["account", "addresses" | "sessions" | "security" | "password" | "notifications" | "reviews" | "data"]
            | ["dev", "ui"] => Self::Private,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_app_is_known() {
        let app = include_str!("../../../../web/src/shop/mod.rs");
        let paths: Vec<&str> = app.split("path!(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(paths.len() > 10, "{paths:?}");
        for path in paths {
            assert_ne!(Place::of(&path.replace(":slug", "about").replace(':', "")), Place::Unknown, "{path}");
        }
    }

    #[test]
    fn a_path_is_one_page() {
        assert_eq!(Place::of(""), Place::Home);
        assert_eq!(Place::of("products/"), Place::Products);
        assert_eq!(Place::of("products/rg550"), Place::Product("rg550".to_owned()));
        for path in ["product", "products/a/b", "administration", "account/x", "cart/1", "index"] {
            assert_eq!(Place::of(path), Place::Unknown, "{path}");
        }
    }
}
