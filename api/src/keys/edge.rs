//! Around the whole interface, for requests that come with a key.

use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};
use shared::problem::ErrorCode;

use super::{known, repeat};
use crate::context::Ctx;
use crate::http::{ApiError, KeyHolder, RequestId, api_key, refusal};

/// The middleware.
pub struct KeyEdge;

impl<E: Endpoint + 'static> Middleware<E> for KeyEdge {
    type Output = KeyedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        KeyedEndpoint { inner: Arc::new(inner) }
    }
}

/// An endpoint that keys may call.
pub struct KeyedEndpoint<E> {
    inner: Arc<E>,
}

impl<E: Endpoint + 'static> Endpoint for KeyedEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let Some(sent) = api_key(&request) else {
            repeat::name(&request)?;
            return self.inner.call(request).await.map(IntoResponse::into_response);
        };
        let Some(ctx) = request.data::<Ctx>() else { return Err(ApiError::internal("no context").into()) };
        let ctx = ctx.clone();
        let key = known::identify(&ctx, sent).await?;
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();

        let pace = ctx.paces.count(&key);
        if let Some(seconds) = pace.wait {
            let refused = ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, seconds);
            let mut response = refused.respond(&request_id);
            pace.tell(&mut response);
            return Ok(response);
        }
        key.note_use(&ctx).await;
        request.extensions_mut().insert(KeyHolder(key.person().clone()));

        let answer = match repeat::name(&request) {
            Ok(Some(name)) => repeat::once(&ctx, key.id(), name, Arc::clone(&self.inner), request, &request_id).await,
            Ok(None) => self.inner.call(request).await.map(IntoResponse::into_response),
            Err(refused) => Err(refused.into()),
        };
        // Refusals are made answers here, so that they tell the pace as well.
        let mut response = answer.unwrap_or_else(|error| refusal(error, &request_id));
        pace.tell(&mut response);
        Ok(response)
    }
}
