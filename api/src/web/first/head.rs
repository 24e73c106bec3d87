//! What a page says of itself to programs: title, description, addresses, preview.

use serde::Serialize;
use shared::account::Locale;
use shared::catalog::Image;

/// Longer descriptions are cut by whoever shows them.
const DESCRIPTION: usize = 200;

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
        let mark = if path.contains('?') { '&' } else { '?' };
        let (id, en) = (path.to_owned(), format!("{path}{mark}lang=en"));
        let own = match locale {
            Locale::Indonesian => id.clone(),
            Locale::English => en.clone(),
        };
        Self { own, id, en }
    }
}

impl Preview {
    /// The rendition that previews are made for.
    pub(super) fn of(image: &Image, name: &str) -> Option<Self> {
        let alt = if image.alt.is_empty() { name } else { &image.alt };
        Some(Self { url: rendition(image, 1200)?, alt: alt.to_owned() })
    }
}

/// The smallest rendition that is at least so wide, or the widest there is.
pub(super) fn rendition(image: &Image, least: i32) -> Option<String> {
    let width = image.widths.iter().copied().find(|&width| width >= least).or(image.widths.last().copied())?;
    Some(format!("{}-{width}.jpg", image.url))
}

/// The beginning of a text, in one line and whole words.
pub(super) fn short(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() >= DESCRIPTION {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_one_line_of_whole_words() {
        assert_eq!(short("  Gitar\n\nuntuk   metal. "), "Gitar untuk metal.");
        let long = short(&"panjang ".repeat(60));
        assert!(long.chars().count() <= DESCRIPTION && long.ends_with("panjang…"), "{long}");
    }

    #[test]
    fn each_language_has_an_address() {
        let page = Address::new("/products?brand=ESP", Locale::English);
        assert_eq!((page.own.as_str(), page.id.as_str()), ("/products?brand=ESP&lang=en", "/products?brand=ESP"));
        assert_eq!(Address::new("/", Locale::Indonesian).en, "/?lang=en");
    }
}
