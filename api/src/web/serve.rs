//! Answering for the web app.

use std::path::Path;
use std::sync::Arc;

use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, Request, Response, endpoint::make};
use shared::problem::ErrorCode;

use super::asset::{Asset, Body};
use super::bundle::Bundle;
use super::headers;
use crate::config::Config;
use crate::http::ApiError;
use crate::http::Coding;

/// Where the back office lives.
const ADMIN: &str = "admin";

/// Shown when there is no built web app.
const NOT_BUILT: &str = include_str!("not_built.html");

struct Site {
    shop: Bundle,
    admin: Bundle,
}

/// The web app of `config.web_dir`, read now, for every path that nothing else answers. Without
/// one there is a page that says how to build it.
pub fn endpoint(config: &Config) -> impl Endpoint<Output = Response> + use<> {
    let bundle = |name: &str| {
        let read = |directory: &Path| Bundle::read(&directory.join(name));
        match config.web_dir.as_deref().map(read) {
            Some(Ok(bundle)) => bundle,
            Some(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "the web app is not there");
                Bundle::of_page(NOT_BUILT.to_owned())
            }
            None => Bundle::of_page(NOT_BUILT.to_owned()),
        }
    };
    let site = Arc::new(Site { shop: bundle("shop"), admin: bundle(ADMIN) });
    make(move |request: Request| {
        let site = site.clone();
        async move { serve(&site, &request).map_err(poem::Error::from) }
    })
}

fn serve(site: &Site, request: &Request) -> Result<Response, ApiError> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed));
    }
    let path = request.uri().path().trim_start_matches('/');
    let (bundle, path) = match path.strip_prefix(ADMIN) {
        Some("") => (&site.admin, ""),
        Some(below) if below.starts_with('/') => (&site.admin, below.trim_start_matches('/')),
        _ => (&site.shop, path),
    };
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    if let Some(asset) = bundle.asset(path) {
        return Ok(respond(asset, accepted));
    }
    // A page of the app has no ending; what has one is an asset, and this one is not there.
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.');
    if !is_page {
        return Err(ApiError::not_found());
    }
    if std::ptr::eq(bundle, &site.shop) && request.method() == Method::GET {
        crate::reports::count_visit(request);
    }
    let mut response = respond(&bundle.page, accepted);
    headers::secure(&mut response, &bundle.policy);
    Ok(response)
}

fn respond(asset: &Asset, accepted: &str) -> Response {
    let chosen = asset.compressed.iter().find(|(coding, _)| coding.is_accepted(accepted));
    let body: &Body = chosen.map_or(&asset.plain, |(_, body)| body);
    let mut response = Response::builder()
        .content_type(asset.content_type)
        .header(header::CACHE_CONTROL, asset.cache_control)
        .header(header::ETAG, &body.etag)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if let Some((coding, _)) = chosen {
        response = response.header(header::CONTENT_ENCODING, Coding::name(*coding));
    }
    if !asset.compressed.is_empty() {
        response = response.header(header::VARY, "accept-encoding");
    }
    response.body(body.bytes.clone())
}
