//! Times requests.

use std::time::Instant;

use poem::http::Method;
use poem::{Endpoint, IntoResponse, Middleware, PathPattern, Request, Response};

use crate::context::Ctx;

/// The middleware.
pub struct Measured(pub Ctx);

impl<E: Endpoint> Middleware<E> for Measured {
    type Output = MeasuredEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        MeasuredEndpoint { ctx: self.0.clone(), inner }
    }
}

/// An endpoint whose requests are timed.
pub struct MeasuredEndpoint<E> {
    ctx: Ctx,
    inner: E,
}

/// A method in words of ours: anybody can think up others, and each would be a figure of its own.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

impl<E: Endpoint> Endpoint for MeasuredEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (method, begun) = (word(request.method()), Instant::now());
        let answer = self.inner.call(request).await.map(IntoResponse::into_response);
        let (pattern, status) = match &answer {
            Ok(response) => (response.data::<PathPattern>(), response.status()),
            Err(error) => (error.data::<PathPattern>(), error.status()),
        };
        // The web app is asked for by whatever is left.
        let route = pattern.map_or("", |pattern| &*pattern.0);
        let route = if route.is_empty() { "/" } else { route };
        self.ctx.metrics.request(method, route, status.as_str(), begun.elapsed());
        answer
    }
}
