//! A file of the web app, in memory.

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::http::Coding;

/// A file with its compressed copies.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Media type.
    pub content_type: &'static str,
    /// What browsers are told about keeping it.
    pub cache_control: &'static str,
    /// As it was built.
    pub plain: Body,
    /// Compressed copies, the smallest first.
    pub compressed: Vec<(Coding, Body)>,
    /// The content security policy of one that is a page of its own.
    pub policy: Option<String>,
}

/// Bytes and their entity tag.
#[derive(Clone, Debug)]
pub struct Body {
    /// The bytes.
    pub bytes: Bytes,
    /// `"…"`, made from the bytes.
    pub etag: String,
}

impl Body {
    /// With its tag.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let hash = Sha256::digest(&bytes);
        let etag = format!("\"{}\"", hex::encode(&hash[..12]));
        Self { bytes, etag }
    }
}

impl Asset {
    /// A file without compressed copies.
    pub fn new(path: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            content_type: content_type(path),
            cache_control: cache_control(path),
            plain: Body::new(bytes),
            compressed: Vec::new(),
            policy: None,
        }
    }
}

/// The media type of a file by its ending.
fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// What has a hash of its content in its name is kept for good; the rest is asked for anew each
/// time, and answered by 304.
fn cache_control(path: &str) -> &'static str {
    if has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Trunk names a file `name-<16 hexadecimal digits>.ending` or `name-<16 digits>_bg.wasm`; fonts
/// are called `name-<8 digits>.woff2` in the sources.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else { return false };
    (8..=32).contains(&hash.len())
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        && hash.bytes().any(|byte| byte.is_ascii_digit())
}
