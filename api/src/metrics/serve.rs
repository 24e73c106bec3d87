//! `/metrics`.

use poem::http::header;
use poem::{Endpoint, Request, Response, endpoint::make};
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::context::Ctx;
use crate::http::{ApiError, bearer};

/// For those who send the token, at the shop's own address. Without a token in the settings there is nothing.
pub fn guarded(ctx: Ctx) -> impl Endpoint<Output = Response> {
    make(move |request: Request| {
        let ctx = ctx.clone();
        async move {
            knock(&ctx, &request).map_err(poem::Error::from)?;
            serve(&ctx).await.map_err(poem::Error::from)
        }
    })
}

/// For everybody who reaches the address that they have for themselves.
pub fn open(ctx: Ctx) -> impl Endpoint<Output = Response> {
    make(move |_| {
        let ctx = ctx.clone();
        async move { serve(&ctx).await.map_err(poem::Error::from) }
    })
}

fn knock(ctx: &Ctx, request: &Request) -> Result<(), ApiError> {
    let token = ctx.config.metrics_token.as_ref().ok_or_else(ApiError::not_found)?;
    let same = bearer(request).unwrap_or_default().as_bytes().ct_eq(token.expose_secret().as_bytes());
    if bool::from(same) { Ok(()) } else { Err(ApiError::unauthenticated()) }
}

async fn serve(ctx: &Ctx) -> Result<Response, ApiError> {
    let text = ctx.metrics.text(ctx).await.map_err(ApiError::internal)?;
    let response = Response::builder().content_type(prometheus::TEXT_FORMAT).header(header::CACHE_CONTROL, "no-store");
    Ok(response.body(text))
}
