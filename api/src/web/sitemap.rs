//! Where everything is, for search engines: `robots.txt`, and a sitemap in parts (sitemaps.org, 0.9).

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use poem::http::header;
use poem::web::{Data, Path};
use poem::{Response, handler};
use shared::ids::ProductId;
use shared::pages::PageSlug;

use super::first::encode;
use crate::catalog::front;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult};

/// The part with everything that is no product.
const PAGES: &str = "pages";

/// Pages that are somebody's own, or lead nowhere for who does not shop.
const PRIVATE: [&str; 11] = [
    "/admin",
    "/account",
    "/cart",
    "/checkout",
    "/orders",
    "/search",
    "/sign-in",
    "/register",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
];

/// What programs should leave alone, and where the sitemap is.
#[handler]
pub fn robots(ctx: Data<&Ctx>) -> Response {
    let mut text = "User-agent: *\n".to_owned();
    for path in PRIVATE {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str("Disallow: /dev/\n\nSitemap: ");
    text.push_str(&ctx.config.public_url);
    text.push_str("/sitemap.xml\n");
    respond("text/plain; charset=utf-8", text)
}

/// The parts of the sitemap.
#[handler]
pub async fn sitemap_index(ctx: Data<&Ctx>) -> ApiResult<Response> {
    let mut xml = Xml::begin("sitemapindex");
    let origin = &ctx.config.public_url;
    xml.entry("sitemap", &format!("{origin}/sitemaps/{PAGES}.xml"), None);
    for first in front::sitemap_parts(&ctx).await? {
        xml.entry("sitemap", &format!("{origin}/sitemaps/{first}.xml"), None);
    }
    Ok(respond("application/xml", xml.end("sitemapindex")))
}

/// One part: the pages that are no products, or the products from one on.
#[handler]
pub async fn sitemap_part(ctx: Data<&Ctx>, part: Path<String>) -> ApiResult<Response> {
    let part = part.strip_suffix(".xml").ok_or_else(ApiError::not_found)?;
    let origin = &ctx.config.public_url;
    let mut xml = Xml::begin("urlset");
    if part == PAGES {
        xml.entry("url", &format!("{origin}/"), None);
        xml.entry("url", &format!("{origin}/products"), None);
        for category in front::categories(&ctx).await?.value()?.iter().filter(|category| category.product_count > 0) {
            xml.entry("url", &format!("{origin}/categories/{}", category.slug), None);
        }
        for page in PageSlug::ALL {
            xml.entry("url", &format!("{origin}/pages/{page}"), None);
        }
        for brand in front::brands(&ctx).await? {
            xml.entry("url", &format!("{origin}/products?brand={}", encode(&brand)), None);
        }
    } else {
        let first: ProductId = part.parse().map_err(|_| ApiError::not_found())?;
        let products = front::sitemap_part(&ctx, first).await?;
        if products.is_empty() {
            return Err(ApiError::not_found());
        }
        for product in products {
            xml.entry("url", &format!("{origin}/products/{}", product.slug), Some(product.updated_at));
        }
    }
    Ok(respond("application/xml", xml.end("urlset")))
}

/// Programs come again when they like; an hour is soon enough for them.
fn respond(content_type: &str, text: String) -> Response {
    Response::builder().content_type(content_type).header(header::CACHE_CONTROL, "public, max-age=3600").body(text)
}

/// A document of one list.
struct Xml(String);

impl Xml {
    fn begin(root: &str) -> Self {
        Self(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        ))
    }

    fn entry(&mut self, name: &str, address: &str, changed: Option<DateTime<Utc>>) {
        // Addresses are percent-encoded: of what means something in XML only the ampersand and the apostrophe are left.
        let address = address.replace('&', "&amp;").replace('\'', "&apos;");
        let changed = changed.map(|at| format!("<lastmod>{}</lastmod>", at.to_rfc3339_opts(SecondsFormat::Secs, true)));
        // Writing to a text does not fail.
        let _ = writeln!(self.0, "<{name}><loc>{address}</loc>{}</{name}>", changed.unwrap_or_default());
    }

    fn end(mut self, root: &str) -> String {
        let _ = writeln!(self.0, "</{root}>");
        self.0
    }
}
