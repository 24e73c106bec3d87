//! What a page says of itself to programs: title, description, addresses, preview.

use serde::Serialize;
use shared::account::Locale;
use shared::catalog::Image;
use shared::head::{PREVIEW_WIDTH, in_language, short};

/// The head of a page.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    /// The page's name; the shop's is added.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// `website` or `product`, as Open Graph has it.
    pub kind: &'static str,
    /// Where the shop is.
    pub origin: String,
    /// Where the page is; a page without one is not to be found by search.
    pub address: Option<Address>,
    /// What previews show.
    pub image: Option<Preview>,
    /// What it costs, in rupiah.
    pub price: Option<i64>,
    /// JSON-LD, fit to stand in a `<script>`; empty for none.
    pub linked_data: String,
}

/// A page's address in its languages, below the origin.
#[derive(Debug, Serialize)]
pub(super) struct Address {
    /// In the language of the page.
    pub own: String,
    /// In Indonesian, which is also for everybody else.
    pub id: String,
    /// In English.
    pub en: String,
}

/// A picture for previews.
#[derive(Debug, Serialize)]
pub(super) struct Preview {
    /// Where it is, below the origin.
    pub url: String,
    /// What it shows.
    pub alt: String,
}

impl Head {
    /// The head of a page that is not to be found by search.
    pub(super) fn unlisted(title: &str, description: &str) -> Self {
        Self {
            title: title.to_owned(),
            description: short(description),
            kind: "website",
            origin: String::new(),
            address: None,
            image: None,
            price: None,
            linked_data: String::new(),
        }
    }

    /// The head of the page at `path` (with what of its query makes it a page of its own).
    pub(super) fn listed(title: &str, description: &str, origin: &str, path: &str, locale: Locale) -> Self {
        Self { origin: origin.to_owned(), address: Some(Address::new(path, locale)), ..Self::unlisted(title, description) }
    }
}

impl Address {
    fn new(path: &str, locale: Locale) -> Self {
        Self { own: in_language(path, locale), id: in_language(path, Locale::Indonesian), en: in_language(path, Locale::English) }
    }
}

impl Preview {
    /// The rendition that previews are made for.
    pub(super) fn of(image: &Image, name: &str) -> Option<Self> {
        let alt = if image.alt.is_empty() { name } else { &image.alt };
        Some(Self { url: image.jpeg(PREVIEW_WIDTH)?, alt: alt.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_an_address() {
        let page = Address::new("/products?brand=ESP", Locale::English);
        assert_eq!((page.own.as_str(), page.id.as_str()), ("/products?brand=ESP&lang=en", "/products?brand=ESP"));
        assert_eq!(Address::new("/", Locale::Indonesian).en, "/?lang=en");
    }
}
