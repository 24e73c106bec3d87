//! Compresses answers: takes the copy of what is kept, compresses what was made for this request.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http_body::Body as _;
use http_body_util::combinators::BoxBody;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response};

use super::cached::Kept;
use super::coding::Coding;
use super::conditional::client_has;

/// Smaller bodies travel in one packet either way.
pub(super) const WORTH_COMPRESSING: usize = 1024;

/// Larger bodies are left alone: they would keep other requests waiting.
const MOST: u64 = 2 << 20;

/// The middleware. Bodies that are compressed already (pictures, fonts, files with copies of their
/// own) and those that are streamed pass through.
pub struct Compressed;

impl<E: Endpoint> Middleware<E> for Compressed {
    type Output = CompressedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        CompressedEndpoint { inner }
    }
}

/// An endpoint whose answers are compressed.
pub struct CompressedEndpoint<E> {
    inner: E,
}

impl<E: Endpoint> Endpoint for CompressedEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let accepted = request.header(header::ACCEPT_ENCODING).and_then(Coding::chosen);
        let wanted_tag = accepted.and_then(|_| request.headers().get(header::IF_NONE_MATCH).cloned());
        let mut response = self.inner.call(request).await?.into_response();
        if let Some(kept) = response.extensions_mut().remove::<Arc<Kept>>() {
            send_copy(&mut response, &kept, accepted);
        } else if may_shrink(&response) {
            compress(&mut response, accepted, wanted_tag.as_ref()).await?;
        }
        Ok(response)
    }
}

fn send_copy(response: &mut Response, kept: &Kept, accepted: Option<Coding>) {
    if kept.is_worth_compressing() {
        vary(response.headers_mut());
    }
    if let Some((coding, copy)) = accepted.and_then(|coding| Some((coding, kept.copy(coding)?))) {
        response.set_body(copy.bytes.clone());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, copy.etag.clone());
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
}

/// Whether the body is text that was not compressed yet.
fn may_shrink(response: &Response) -> bool {
    let headers = response.headers();
    let is_text = response.content_type().is_some_and(|kind| {
        let essence = kind.split(';').next().unwrap_or_default().trim();
        essence.ends_with("json") || essence.ends_with("xml") || (essence.starts_with("text/") && essence != "text/event-stream")
    });
    is_text
        && response.status() != StatusCode::PARTIAL_CONTENT
        && !headers.contains_key(header::CONTENT_ENCODING)
        && !headers.contains_key(header::CONTENT_RANGE)
}

async fn compress(response: &mut Response, accepted: Option<Coding>, wanted_tag: Option<&HeaderValue>) -> poem::Result<()> {
    let body: BoxBody<Bytes, io::Error> = response.take_body().into();
    let size = body.size_hint().exact();
    response.set_body(Body::from(body));
    if size.is_none_or(|size| size > MOST || size < WORTH_COMPRESSING as u64) {
        return Ok(());
    }
    vary(response.headers_mut());
    let Some(coding) = accepted else { return Ok(()) };
    let tag = response.headers().get(header::ETAG).cloned();
    let coded_tag = tag.as_ref().and_then(|tag| coding.tag(tag));
    // It will be answered by 304, without a body.
    if !client_has(wanted_tag, coded_tag.as_ref()) {
        let bytes = response.take_body().into_bytes().await?;
        let Some(smaller) = coding.compress(&bytes) else {
            response.set_body(bytes);
            return Ok(());
        };
        response.set_body(smaller);
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    match coded_tag {
        Some(tag) => drop(headers.insert(header::ETAG, tag)),
        None => drop(headers.remove(header::ETAG)),
    }
    Ok(())
}

/// Caches must keep the codings apart.
fn vary(headers: &mut HeaderMap) {
    let names = |value: &HeaderValue| value.to_str().is_ok_and(|value| value.to_ascii_lowercase().contains("accept-encoding"));
    if !headers.get_all(header::VARY).iter().any(names) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use poem::endpoint::make_sync;
    use poem::test::TestClient;
    use poem::{EndpointExt, Route};

    use super::*;
    use crate::http::{Cached, Observed};

    const LONG: &str = "gitar elektrik untuk musik metal, ";

    fn client() -> TestClient<impl Endpoint> {
        let kept = Cached::of(&LONG.repeat(200)).expect("JSON");
        let short = Cached::of(&"pendek").expect("JSON");
        let text = |kind: &'static str| make_sync(move |_| Response::builder().content_type(kind).body(LONG.repeat(200)));
        let tagged = make_sync(|_| Response::builder().content_type("text/html").header("etag", "\"a\"").body(LONG.repeat(200)));
        let routes = Route::new()
            .at("/kept", make_sync(move |_| kept.clone()))
            .at("/short", make_sync(move |_| short.clone()))
            .at("/made", text("application/problem+json; charset=utf-8"))
            .at("/picture", text("image/webp"))
            .at("/page", tagged);
        TestClient::new(routes.with(Compressed).with(Observed))
    }

    fn plain(coding: &str, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match coding {
            "br" => drop(brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out)),
            "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut out)),
            _ => out = bytes.to_vec(),
        }
        out
    }

    async fn get(path: &str, accepted: &str, tag: &str) -> (StatusCode, HeaderMap, Bytes) {
        let client = client();
        let mut request = client.get(path).header("accept-encoding", accepted);
        if !tag.is_empty() {
            request = request.header("if-none-match", tag);
        }
        let response = request.send().await.0;
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().into_bytes().await.expect("a body"))
    }

    fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[tokio::test]
    async fn every_coding_unpacks_to_the_same_and_has_a_tag_of_its_own() {
        for path in ["/kept", "/made", "/page"] {
            let mut tags = Vec::new();
            let (_, _, whole) = get(path, "", "").await;
            for (accepted, coding) in [("", ""), ("gzip, deflate, br, zstd", "br"), ("gzip;q=1, br;q=0", "gzip"), ("zstd", "")] {
                let (status, headers, body) = get(path, accepted, "").await;
                assert_eq!((status, header(&headers, "content-encoding")), (StatusCode::OK, coding), "{path} {accepted}");
                assert_eq!(header(&headers, "vary"), "accept-encoding", "{path} {accepted}");
                assert_eq!(plain(coding, &body), whole, "{path} {accepted}");
                assert!(coding.is_empty() || body.len() * 2 < whole.len(), "{path} {accepted}");
                tags.push(header(&headers, "etag").to_owned());
            }
            let own = if path == "/made" { 1 } else { 3 };
            assert_eq!(std::collections::HashSet::<&String>::from_iter(&tags).len(), own, "{path} {tags:?}");
        }
    }

    #[tokio::test]
    async fn the_tag_of_a_copy_saves_sending_it_again() {
        for path in ["/kept", "/page"] {
            for accepted in ["", "br", "gzip"] {
                let (_, headers, _) = get(path, accepted, "").await;
                let tag = header(&headers, "etag").to_owned();
                let (status, headers, body) = get(path, accepted, &tag).await;
                assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{path} {accepted}");
                assert_eq!(header(&headers, "etag"), tag);
                let (status, ..) = get(path, accepted, "\"other\"").await;
                assert_eq!(status, StatusCode::OK);
            }
        }
    }

    #[tokio::test]
    async fn short_answers_and_pictures_are_left_alone() {
        for path in ["/short", "/picture"] {
            let (_, headers, body) = get(path, "br", "").await;
            assert!(!headers.contains_key("content-encoding") && !headers.contains_key("vary"), "{path}");
            assert!(body.len() < 20 || body.starts_with(LONG.as_bytes()), "{path}");
        }
    }
}
