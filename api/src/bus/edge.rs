//! Passes on what a request wrote down.

use poem::{Endpoint, Middleware, Request, Result};

use crate::context::Ctx;
use crate::jobs;

/// The middleware. It looks after each request that may have changed something; where PostgreSQL carries the changes there is
/// nothing to do.
pub struct PassesOn(pub Ctx);

impl<E: Endpoint> Middleware<E> for PassesOn {
    type Output = PassingEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        PassingEndpoint { ctx: self.0.clone(), inner }
    }
}

/// An endpoint after which it is looked.
pub struct PassingEndpoint<E> {
    ctx: Ctx,
    inner: E,
}

impl<E: Endpoint> Endpoint for PassingEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<Self::Output> {
        let reads = request.method().is_safe();
        let answer = self.inner.call(request).await;
        if !reads {
            jobs::pass_on_news(&self.ctx);
        }
        answer
    }
}
