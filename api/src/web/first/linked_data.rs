//! What search engines read of a page: schema.org as JSON-LD.

use serde_json::{Value, json};
use shared::account::Locale;
use shared::catalog::{Category, Crumb, Product, ProductCard, StockState, Variant};
use shared::store::{OpeningHours, StoreProfile};

use super::head::rendition;
use super::words::Words;
use crate::web::shell::inert;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Puts things onto a page, ready for its `<script>`.
pub(super) fn write(things: Vec<Value>) -> String {
    inert(&json!({ "@context": "https://schema.org", "@graph": things }).to_string())
}

/// Addresses of things: where the shop is, and what they carry to stay in a language.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// Where the shop is.
    pub origin: &'a str,
    /// The words of the page.
    pub words: &'a Words,
}

impl Place<'_> {
    fn page(&self, path: &str) -> String {
        format!("{}{path}{}", self.origin, self.words.lang)
    }

    fn picture(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn shop_id(&self) -> String {
        format!("{}/#shop", self.origin)
    }
}

/// The shop with its address and hours.
pub(super) fn shop(place: Place, store: &StoreProfile) -> Value {
    let hours: Vec<Value> = store.hours.iter().filter_map(hours).collect();
    let links: Vec<&str> = store.socials.links().into_iter().map(|(_, link)| link).collect();
    json!({
        "@type": "MusicStore",
        "@id": place.shop_id(),
        "name": store.name,
        "description": store.tagline,
        "url": format!("{}/", place.origin),
        "logo": place.picture("/icons/icon-512.png"),
        "image": place.picture("/icons/icon-512.png"),
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
    let address = if path.contains('?') { format!("{}{path}", place.origin) } else { place.page(path) };
    steps.push((here.to_owned(), address));
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
    let url = place.page(&format!("/products/{}", product.slug));
    let images: Vec<String> =
        product.images.iter().filter_map(|image| rendition(image, 1200)).map(|path| place.picture(&path)).collect();
    let mut thing = json!({
        "@type": "Product",
        "@id": format!("{url}#product"),
        "name": product.name,
        "description": place.words.pick(&product.description, &product.description_en),
        "url": url,
        "image": images,
        "brand": { "@type": "Brand", "name": product.brand },
        "model": product.model,
        "offers": offers(place, product, &url),
    });
    if let [only] = product.variants.as_slice() {
        thing["sku"] = json!(only.sku);
    }
    if let Some(category) = product.breadcrumbs.last() {
        thing["category"] = json!(place.words.pick(&category.name, &category.name_en));
    }
    if product.rating_count > 0 {
        thing["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": decimal(product.rating_hundredths),
            "reviewCount": product.rating_count,
            "bestRating": 5,
            "worstRating": 1,
        });
    }
    thing
}

fn offers(place: Place, product: &Product, url: &str) -> Value {
    let offers: Vec<Value> = product.variants.iter().map(|variant| offer(place, variant, url)).collect();
    let prices = product.variants.iter().map(|variant| variant.price.0);
    match (offers.len(), prices.clone().min(), prices.max()) {
        (1, ..) => offers.into_iter().next().unwrap_or_default(),
        (count, Some(low), Some(high)) => json!({
            "@type": "AggregateOffer",
            "priceCurrency": "IDR",
            "lowPrice": low,
            "highPrice": high,
            "offerCount": count,
            "offers": offers,
        }),
        _ => Value::Null,
    }
}

fn offer(place: Place, variant: &Variant, url: &str) -> Value {
    let availability = match variant.stock {
        StockState::InStock => "InStock",
        StockState::Low => "LimitedAvailability",
        StockState::Out => "OutOfStock",
    };
    json!({
        "@type": "Offer",
        "sku": variant.sku,
        "url": url,
        "priceCurrency": "IDR",
        "price": variant.price,
        "availability": format!("https://schema.org/{availability}"),
        "itemCondition": "https://schema.org/NewCondition",
        "seller": { "@id": place.shop_id() },
    })
}

/// Hundredths of a star as `4.5`.
pub(super) fn decimal(hundredths: i32) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_have_one_decimal() {
        assert_eq!([450, 467, 0, 500, 445].map(decimal), ["4.5", "4.7", "0.0", "5.0", "4.5"]);
    }

    #[test]
    fn nothing_ends_the_script() {
        let written = write(vec![json!({ "name": "</script><b>" })]);
        assert!(!written.contains('<'), "{written}");
        let read: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read["@graph"][0]["name"], "</script><b>");
    }
}
