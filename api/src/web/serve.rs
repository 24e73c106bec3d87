//! Answering for the web app.

use std::sync::Arc;

use poem::error::ResponseError;
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response, endpoint::make};
use shared::account::Locale;
use shared::maintenance::MaintenanceMode;

use super::asset::{Asset, Body};
use super::built;
use super::bundle::Bundle;
use super::first::FirstPages;
use super::headers;
use crate::config::{Config, Environment};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::http::Coding;
use crate::maintenance;

/// Where the back office lives.
const ADMIN: &str = "admin";

/// The shop's page without any page in it; see `first::place`.
const SHELL: &str = "shell";

/// What the app calls the language that the reader chose, as a cookie and in its own memory.
const LOCALE: &str = "hurtrock-locale";

/// Shown when there is no built web app.
const NOT_BUILT: &str = include_str!("not_built.html");

struct Site {
    shop: Bundle,
    admin: Bundle,
    /// Fills the shop's page; `None` where that has no places to fill.
    first: Option<FirstPages>,
    /// Otherwise there are pages that say so.
    is_there: bool,
}

/// The web app as it is now, for every path that nothing else answers. Without one there is a page that says how to build it.
///
/// # Errors
/// When a template of the first HTML has a fault, and in production when the web app is not whole.
pub fn endpoint(config: &Config) -> anyhow::Result<impl Endpoint<Output = Response> + use<>> {
    let found = match built::find(config) {
        Err(error) if config.environment == Environment::Demo => {
            tracing::warn!(error = format!("{error:#}"), "the web app is not there");
            None
        }
        found => found?,
    };
    let is_there = found.is_some();
    let nothing = || Bundle::of_page(NOT_BUILT.to_owned());
    let (shop, admin) = found.map_or_else(|| (nothing(), nothing()), |found| (found.shop, found.admin));
    let first = shop.shell().map(|shell| FirstPages::new(shell, &config.public_url)).transpose()?;
    let site = Arc::new(Site { shop, admin, first, is_there });
    Ok(make(move |request: Request| {
        let site = site.clone();
        async move { serve(&site, request).await.map_err(poem::Error::from) }
    }))
}

async fn serve(site: &Site, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let (bundle, path) = match path.strip_prefix(ADMIN) {
        Some("") => (&site.admin, ""),
        Some(below) if below.starts_with('/') => (&site.admin, below.trim_start_matches('/')),
        _ => (&site.shop, path.as_str()),
    };
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default().to_owned();
    if let Some(asset) = bundle.asset(path) {
        let mut response = respond(asset, &accepted);
        if let Some(policy) = &asset.policy {
            headers::secure(&mut response, policy);
        }
        return Ok(response);
    }
    // A page of the app has no ending; what has one is an asset, and this one is not there.
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.');
    if !is_page {
        return Err(ApiError::not_found());
    }
    let is_shop = std::ptr::eq(bundle, &site.shop);
    // A page that is left open asks for the shell all day long: nobody has come by that.
    if is_shop && request.method() == Method::GET && path != SHELL {
        crate::reports::count_visit(&request);
    }
    let ctx = request.data::<Ctx>().cloned();
    let pairs: Vec<(String, String)> = request.params().unwrap_or_default();
    // Where there is a running shop, requests have their cookies read.
    let chosen = ctx.as_ref().and_then(|_| chosen(&request));
    drop(request);
    if let (true, Some(ctx)) = (is_shop, &ctx) {
        let standing = ctx.maintenance.now();
        if standing.mode == MaintenanceMode::Closed {
            let mut response = match &site.first {
                Some(first) => first.closed(path, pairs, chosen, &standing)?,
                None => respond(&bundle.page, &accepted),
            };
            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
            response.headers_mut().insert(header::RETRY_AFTER, maintenance::retry_after(&standing, ctx.clock.now()).into());
            headers::secure(&mut response, &bundle.policy);
            return Ok(response);
        }
    }
    let mut response = match (&site.first, ctx) {
        (Some(first), Some(ctx)) if is_shop => match first.page(&ctx, path, pairs, chosen).await {
            Ok(response) => response,
            // The app comes all the same, and says what is wrong; nobody else shall take that for the page.
            Err(error) => respond(&bundle.page, &accepted).with_status(ResponseError::status(&error)).into_response(),
        },
        _ => respond(&bundle.page, &accepted),
    };
    if !site.is_there {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
    }
    headers::secure(&mut response, &bundle.policy);
    Ok(response)
}

/// The language that the reader chose before.
fn chosen(request: &Request) -> Option<Locale> {
    request.cookie().get(LOCALE)?.value_str().parse().ok()
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
