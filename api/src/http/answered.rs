//! Makes refusals answers, inside of the cookie jar: it adds what was put into it to answers alone, and a refusal may take
//! a cookie back.

use poem::{Endpoint, IntoResponse, Middleware, Request, Response};

use super::{RequestId, refusal};

/// The middleware.
pub struct Answered;

impl<E: Endpoint> Middleware<E> for Answered {
    type Output = AnsweredEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        AnsweredEndpoint { inner }
    }
}

/// An endpoint that always answers.
pub struct AnsweredEndpoint<E> {
    inner: E,
}

impl<E: Endpoint> Endpoint for AnsweredEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let answer = self.inner.call(request).await.map(IntoResponse::into_response);
        Ok(answer.unwrap_or_else(|error| refusal(error, &request_id)))
    }
}
