//! What search engines read of a page: schema.org as JSON-LD.

use serde_json::{Value, json};
use shared::account::Locale;
use shared::catalog::{Category, Crumb, Product, ProductCard};
use shared::head;
use shared::store::{OpeningHours, StoreProfile};

use super::words::Words;
use crate::web::shell::inert;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// How wide the shop's logo is told.
const LOGO_WIDTH: i32 = 640;

/// Puts things onto a page, ready for its `<script>`.
pub(super) fn write(things: Vec<Value>) -> String {
    inert(&head::graph(things).to_string())
}

/// Addresses of things: where the shop is, and what they carry to stay in a language.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Where the shop is.
    pub origin: &'a str,
    /// The words of the page.
    pub words: &'a Words,
}

impl<'a> Place<'a> {
    /// The same without words.
    fn plain(&self) -> head::Place<'a> {
        head::Place { origin: self.origin, locale: self.words.locale }
    }

    fn page(&self, path: &str) -> String {
        self.plain().page(path)
    }

    fn shop_id(&self) -> String {
        self.plain().shop_id()
    }
}

/// The shop with its address and hours.
pub(super) fn shop(place: Place, store: &StoreProfile) -> Value {
    let hours: Vec<Value> = store.hours.iter().filter_map(hours).collect();
    let links: Vec<&str> = store.socials.links().into_iter().map(|(_, link)| link).collect();
    let logo = store.brand.logo.as_ref().and_then(|logo| logo.jpeg(LOGO_WIDTH));
    let logo = place.plain().file(logo.as_deref().unwrap_or("/icons/icon-512.png"));
    json!({
        "@type": "MusicStore",
        "@id": place.shop_id(),
        "name": store.name,
        "description": store.tagline,
        "url": format!("{}/", place.origin),
        "logo": logo,
        "image": logo,
        "telephone": store.phone,
        "email": store.email,
        "currenciesAccepted": "IDR",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": store.address,
            "addressLocality": store.city,
            "postalCode": store.postal_code,
            "addressCountry": "ID",
        },
        "openingHoursSpecification": hours,
        "sameAs": links,
    })
}

fn hours(day: &OpeningHours) -> Option<Value> {
    let name = usize::from(day.weekday).checked_sub(1).and_then(|index| DAYS.get(index))?;
    let (opens, closes) = (day.opens.as_deref()?, day.closes.as_deref()?);
    Some(json!({
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": format!("https://schema.org/{name}"),
        "opens": opens,
        "closes": closes,
    }))
}

/// The site and its search.
pub(super) fn site(place: Place, name: &str) -> Value {
    json!({
        "@type": "WebSite",
        "@id": format!("{}/#site", place.origin),
        "name": name,
        "url": format!("{}/", place.origin),
        "inLanguage": [Locale::Indonesian, Locale::English],
        "publisher": { "@id": place.shop_id() },
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{}/search?q={{search_term_string}}", place.origin) },
            "query-input": "required name=search_term_string",
        },
    })
}

/// The way from the front page to a page called `here`.
pub(super) fn breadcrumbs(place: Place, above: &[Crumb], here: &str, path: &str) -> Value {
    let mut steps = vec![(place.words.shop("/nav/home").to_owned(), place.page("/"))];
    steps.extend(above.iter().map(|crumb| {
        (place.words.pick(&crumb.name, &crumb.name_en).to_owned(), place.page(&format!("/categories/{}", crumb.slug)))
    }));
    steps.push((here.to_owned(), place.page(path)));
    let items: Vec<Value> = (1..)
        .zip(steps)
        .map(|(position, (name, item)): (usize, (String, String))| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// Products in a list.
pub(super) fn list(place: Place, name: &str, cards: &[ProductCard]) -> Value {
    let items: Vec<Value> = (1..)
        .zip(cards)
        .map(|(position, card): (usize, &ProductCard)| {
            let url = place.page(&format!("/products/{}", card.slug));
            json!({ "@type": "ListItem", "position": position, "name": card.name, "url": url })
        })
        .collect();
    json!({ "@type": "ItemList", "name": name, "numberOfItems": items.len(), "itemListElement": items })
}

/// The categories of the front page.
pub(super) fn categories(place: Place, tree: &[Category]) -> Value {
    let top = tree.iter().filter(|category| category.parent_id.is_none() && category.product_count > 0);
    let items: Vec<Value> = (1..)
        .zip(top)
        .map(|(position, category): (usize, &Category)| {
            let name = place.words.pick(&category.name, &category.name_en);
            let url = place.page(&format!("/categories/{}", category.slug));
            json!({ "@type": "ListItem", "position": position, "name": name, "url": url })
        })
        .collect();
    json!({ "@type": "ItemList", "name": place.words.shop("/home/categories"), "itemListElement": items })
}

/// A product and what it is offered for.
pub(super) fn product(place: Place, product: &Product) -> Value {
    head::product(place.plain(), product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let written = write(vec![json!({ "name": "</script><b>" })]);
        assert!(!written.contains('<'), "{written}");
        let read: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read["@graph"][0]["name"], "</script><b>");
    }
}
