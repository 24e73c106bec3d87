//! What a page of the shop says of itself to programs: who indexes it, who keeps it, who shares it. The server writes
//! it into the first page, the app into the head of every page after that; both say the same.

use serde_json::{Value, json};

use crate::account::Locale;
use crate::catalog::{Product, StockState, Variant};

/// Longer descriptions are cut by whoever shows them.
const DESCRIPTION: usize = 200;
/// How wide pictures are that previews show.
pub const PREVIEW_WIDTH: i32 = 1200;

/// The beginning of a text, in one line and whole words.
#[must_use]
pub fn short(text: &str) -> String {
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

/// The address of a page in a language: `path` with what of its query makes it a page of its own.
#[must_use]
pub fn in_language(path: &str, locale: Locale) -> String {
    match locale {
        Locale::Indonesian => path.to_owned(),
        Locale::English => format!("{path}{}lang=en", if path.contains('?') { '&' } else { '?' }),
    }
}

/// Where the shop is, and in which language it is read.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Scheme and host.
    pub origin: &'a str,
    /// The language.
    pub locale: Locale,
}

impl Place<'_> {
    /// The whole address of a page.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        format!("{}{}", self.origin, in_language(path, self.locale))
    }

    /// The whole address of what is the same in every language.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// What the shop is called among things.
    #[must_use]
    pub fn shop_id(&self) -> String {
        format!("{}/#shop", self.origin)
    }

    fn pick<'t>(&self, indonesian: &'t str, english: &'t str) -> &'t str {
        if self.locale == Locale::English && !english.is_empty() { english } else { indonesian }
    }
}

/// Things of schema.org together, as JSON-LD.
#[must_use]
pub fn graph(things: Vec<Value>) -> Value {
    let mut graph = json!({ "@context": "https://schema.org" });
    graph["@graph"] = Value::Array(things);
    graph
}

/// A product and what it is offered for, as a thing of schema.org.
#[must_use]
pub fn product(place: Place, product: &Product) -> Value {
    let url = place.page(&format!("/products/{}", product.slug));
    let images: Vec<String> =
        product.images.iter().filter_map(|image| image.jpeg(PREVIEW_WIDTH)).map(|path| place.file(&path)).collect();
    let mut thing = json!({
        "@type": "Product",
        "@id": format!("{url}#product"),
        "name": product.name,
        "description": place.pick(&product.description, &product.description_en),
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
        thing["category"] = json!(place.pick(&category.name, &category.name_en));
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
#[must_use]
pub fn decimal(hundredths: i32) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
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
        assert_eq!(in_language("/products?brand=ESP", Locale::English), "/products?brand=ESP&lang=en");
        assert_eq!(in_language("/", Locale::English), "/?lang=en");
        assert_eq!(in_language("/", Locale::Indonesian), "/");
    }

    #[test]
    fn stars_have_one_decimal() {
        assert_eq!([450, 467, 0, 500, 445].map(decimal), ["4.5", "4.7", "0.0", "5.0", "4.5"]);
    }
}
