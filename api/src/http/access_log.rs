//! Around every request: an id, a log line, a body for errors, and a tag comparison.

use std::time::{Duration, Instant};

use poem::http::{HeaderValue, StatusCode, header};
use poem::{Endpoint, FromRequest, IntoResponse, Middleware, Request, RequestBody, Response};
use tracing::Instrument;

use super::conditional::client_has;
use super::parse_errors::refusal;
use crate::db::counted;

/// Reads that are answered well and faster than this are logged at `debug` only: there are thousands a
/// second, and their lines would cost as much as the reads. Everything else is logged at `info`.
const SLOW: Duration = Duration::from_millis(200);

/// The id of the request, also in the `X-Request-Id` header of the answer.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl<'a> FromRequest<'a> for RequestId {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(request.extensions().get::<Self>().cloned().unwrap_or_else(|| Self(String::new())))
    }
}

/// The outermost middleware.
pub struct Observed;

impl<E: Endpoint> Middleware<E> for Observed {
    type Output = ObservedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        ObservedEndpoint { inner }
    }
}

/// An endpoint under observation.
pub struct ObservedEndpoint<E> {
    inner: E,
}

/// The caller's own id when it is a sane one, else a new one.
fn request_id(request: &Request) -> String {
    request
        .header("x-request-id")
        .filter(|id| (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        // Random bytes of the thread's own generator: asking the system for them costs as much as a look into a cache.
        .map_or_else(|| uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string(), str::to_owned)
}

impl<E: Endpoint> Endpoint for ObservedEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let id = request_id(&request);
        let started = Instant::now();
        let method = request.method().clone();
        let uri = request.uri().clone();
        let wanted_tag = request.headers().get(header::IF_NONE_MATCH).cloned();
        let reads = method == poem::http::Method::GET || method == poem::http::Method::HEAD;
        request.extensions_mut().insert(RequestId(id.clone()));

        let span = tracing::info_span!("request", request_id = %id);
        let (statements, answer) = counted(self.inner.call(request).instrument(span.clone())).await;
        let _entered = span.enter();
        let mut response = match answer {
            Ok(response) => response.into_response(),
            Err(error) => refusal(error, &id),
        };
        if reads && response.status() == StatusCode::OK && client_has(wanted_tag.as_ref(), response.headers().get(header::ETAG)) {
            response.set_status(StatusCode::NOT_MODIFIED);
            let _ = response.take_body();
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        let elapsed = started.elapsed();
        let (path, status, elapsed_ms) = (uri.path(), response.status().as_u16(), elapsed.as_millis());
        if reads && status < 400 && elapsed < SLOW {
            tracing::debug!(%method, path, status, elapsed_ms, statements, "answered");
        } else {
            tracing::info!(%method, path, status, elapsed_ms, statements, "answered");
        }
        Ok(response)
    }
}
