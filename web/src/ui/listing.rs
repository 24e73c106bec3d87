//! What the head says of a page to programs: who indexes it, who keeps it, who shares it.
//!
//! The first page comes with it from the server (`api/src/web/first`); of every page after that it is told here, in the
//! same words.

use std::cell::OnceCell;

use leptos::prelude::*;
use serde_json::Value;
use shared::account::Locale as Language;
use shared::catalog::Image;
use shared::head::{PREVIEW_WIDTH, graph, in_language};
use shared::money::Rupiah;
use web_sys::{Element, Url};

/// Marks what the server said.
const FIRST: &str = "data-first";
/// Marks what is said here.
const SAID: &str = "data-said";

thread_local! {
    static ORIGIN: OnceCell<String> = const { OnceCell::new() };
}

/// A page that is to be found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Its address, with what of its query makes it a page of its own, and without a language.
    pub path: String,
    /// What previews show.
    pub image: Option<Image>,
    /// What it costs, where it is about a product.
    pub price: Option<Rupiah>,
    /// What it is about, as a thing of schema.org.
    pub thing: Option<Value>,
}

/// What a page is called and what it says in short.
pub(super) struct Words {
    /// Its name.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// The shop's name.
    pub shop: &'static str,
    /// The language of all that.
    pub language: Language,
}

/// Scheme and host that the shop goes by: in the server's word, where it gave one.
#[must_use]
pub fn origin() -> String {
    let read = || {
        let canonical = find("link[rel=canonical]").and_then(|link| link.get_attribute("href"));
        let named = canonical.and_then(|address| Url::new(&address).ok()).map(|address| address.origin());
        named.or_else(|| window().location().origin().ok()).unwrap_or_default()
    };
    ORIGIN.with(|origin| origin.get_or_init(read).clone())
}

/// Tells of a page, unless the server has: then it has said more.
pub(super) fn tell(page: &Listed, words: &Words) {
    let address = |language| format!("{}{}", origin(), in_language(&page.path, language));
    let own = address(words.language);
    let told = find(&format!("link[rel=canonical][{FIRST}]")).and_then(|link| link.get_attribute("href"));
    if told.as_deref() == Some(own.as_str()) {
        return;
    }
    clear();
    describe(&words.description);
    add("link", &[("rel", "canonical"), ("href", &own)]);
    for (name, language) in [("id", Language::Indonesian), ("en", Language::English), ("x-default", Language::Indonesian)] {
        add("link", &[("rel", "alternate"), ("hreflang", name), ("href", &address(language))]);
    }
    let (here, there) = match words.language {
        Language::Indonesian => ("id_ID", "en_GB"),
        Language::English => ("en_GB", "id_ID"),
    };
    for (property, content) in [
        ("og:type", if page.price.is_some() { "product" } else { "website" }),
        ("og:site_name", words.shop),
        ("og:title", words.title.as_str()),
        ("og:description", words.description.as_str()),
        ("og:url", own.as_str()),
        ("og:locale", here),
        ("og:locale:alternate", there),
    ] {
        meta("property", property, content);
    }
    let image = page.image.as_ref().and_then(|image| Some((image.jpeg(PREVIEW_WIDTH)?, &image.alt)));
    if let Some((path, alt)) = &image {
        meta("property", "og:image", &format!("{}{path}", origin()));
        meta("property", "og:image:alt", if alt.is_empty() { words.title.as_str() } else { alt.as_str() });
    }
    if let Some(price) = page.price {
        meta("property", "product:price:amount", &price.0.to_string());
        meta("property", "product:price:currency", "IDR");
    }
    meta("name", "twitter:card", if image.is_some() { "summary_large_image" } else { "summary" });
    if let Some(thing) = &page.thing
        && let Some(script) = add("script", &[("type", "application/ld+json")])
    {
        script.set_text_content(Some(&graph(vec![thing.clone()]).to_string()));
    }
}

/// Tells that a page is nobody else's business.
pub(super) fn withhold() {
    // The back office says so of all its pages.
    if find("meta[name=robots]").is_some() {
        return;
    }
    clear();
    describe("");
    meta("name", "robots", "noindex");
}

fn find(css: &str) -> Option<Element> {
    document().query_selector(css).ok().flatten()
}

/// Takes out what was said of the page before.
fn clear() {
    // It may be known from that.
    let _ = origin();
    let Ok(said) = document().query_selector_all(&format!("head [{FIRST}], head [{SAID}]")) else { return };
    for index in 0..said.length() {
        if let Some(node) = said.item(index)
            && let Some(parent) = node.parent_node()
        {
            let _ = parent.remove_child(&node);
        }
    }
}

fn describe(text: &str) {
    if let Some(description) = find("meta[name=description]") {
        let _ = description.set_attribute("content", text);
    }
}

fn meta(kind: &str, name: &str, content: &str) {
    add("meta", &[(kind, name), ("content", content)]);
}

fn add(element: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let element = document().create_element(element).ok()?;
    for (name, value) in attributes {
        let _ = element.set_attribute(name, value);
    }
    let _ = element.set_attribute(SAID, "");
    find("head")?.append_child(&element).ok()?;
    Some(element)
}
