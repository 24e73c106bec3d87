//! Serving pictures under `/files`.

use poem::{Endpoint, Request, Response, endpoint::make};

use crate::context::Ctx;
use crate::http::ApiError;

/// Answers `GET /files/<path>-<width>.webp|.jpg`. What lies under a path never changes, so
/// browsers and proxies may keep it for good.
pub fn endpoint(ctx: Ctx) -> impl Endpoint<Output = Response> {
    make(move |request: Request| {
        let ctx = ctx.clone();
        async move { serve(&ctx, &request).await.map_err(poem::Error::from) }
    })
}

async fn serve(ctx: &Ctx, request: &Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let key = path.strip_prefix("/files").unwrap_or(path).trim_start_matches('/');
    let (name, content_type) = parse(key).ok_or_else(ApiError::not_found)?;
    let found = ctx.files.get(key).await.map_err(|error| ApiError::internal(format!("{error:#}")))?;
    let bytes = found.ok_or_else(ApiError::not_found)?;
    let response = Response::builder()
        .content_type(content_type)
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("etag", format!("\"{name}\""))
        .header("x-content-type-options", "nosniff");
    Ok(response.body(bytes))
}

/// The last part of a key we hand out, and its media type. Anything else names nothing: there is
/// no way up, no way around and no look at what else the store holds.
pub(super) fn parse(key: &str) -> Option<(&str, &'static str)> {
    let (directory, name) = key.strip_prefix("img/")?.split_once('/')?;
    let (stem, ending) = name.split_once('.')?;
    let (hash, width) = stem.split_once('-')?;
    let is_hex = hash.len() == 32 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_width = (1..=5).contains(&width.len()) && width.bytes().all(|byte| byte.is_ascii_digit());
    let content_type = match ending {
        "webp" => "image/webp",
        "jpg" => "image/jpeg",
        _ => return None,
    };
    (is_hex && is_width && hash.get(..2) == Some(directory)).then_some((name, content_type))
}
