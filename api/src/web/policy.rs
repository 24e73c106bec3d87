//! The content security policy of a page, made from the page itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy (CSP level 3) under which `html` works: our own scripts and styles, and those inline
/// that were in the page when it was built, by their hash. Anything that gets into it later is dead.
///
/// Style attributes are allowed: the app sets colours and sizes from data through them.
pub fn of(html: &str) -> String {
    let scripts = hashes(html, "script");
    let styles = hashes(html, "style");
    [
        "default-src 'self'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{scripts}"),
        format!("style-src 'self'{styles}"),
        "style-src-attr 'unsafe-inline'".to_owned(),
        "img-src 'self' data: blob:".to_owned(),
        "object-src 'none'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'self'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// ` 'sha256-…'` for each inline element `tag` of the page.
fn hashes(html: &str, tag: &str) -> String {
    let mut sources = String::new();
    for content in inline(html, tag) {
        let hash = STANDARD.encode(Sha256::digest(content));
        sources.push_str(&format!(" 'sha256-{hash}'"));
    }
    sources
}

/// What stands in the elements `tag` that have no `src`. The page is our own build: well-formed,
/// tags in lower case.
fn inline<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (opening, closing) = (format!("<{tag}"), format!("</{tag}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once(&opening) {
        rest = after;
        let Some((attributes, after)) = rest.split_once('>') else { break };
        let is_tag = attributes.is_empty() || attributes.starts_with(|next: char| next.is_ascii_whitespace());
        if !is_tag {
            continue;
        }
        let Some((content, after)) = after.split_once(&closing) else { break };
        rest = after;
        if !attributes.contains(" src=") && !content.is_empty() {
            found.push(content);
        }
    }
    found
}
