//! Lets requests through, or not.

use chrono::{DateTime, Utc};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, IntoResponse, Middleware, Request, Response};
use shared::maintenance::{MaintenanceDetails, MaintenanceMode};
use shared::payments::PaymentProvider;
use shared::permission::Permission;
use shared::problem::ErrorCode;

use crate::account::identify;
use crate::context::Ctx;
use crate::http::{ApiError, KEY_MARK, bearer};

/// When whoever was refused may try again, where nobody said when it ends.
const USUALLY: i64 = 300;

/// The middleware, around the interface that has this prefix.
pub struct MaintenanceGate(pub &'static str);

impl<E: Endpoint> Middleware<E> for MaintenanceGate {
    type Output = GatedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        GatedEndpoint { prefix: self.0, inner }
    }
}

/// An endpoint behind the gate.
pub struct GatedEndpoint<E> {
    prefix: &'static str,
    inner: E,
}

impl<E: Endpoint> Endpoint for GatedEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let Some(ctx) = request.data::<Ctx>() else { return Err(ApiError::internal("no context").into()) };
        let standing = ctx.maintenance.now();
        if standing.mode != MaintenanceMode::Off {
            let path = request.original_uri().path();
            let path = path.strip_prefix(self.prefix).unwrap_or(path);
            if !may_pass(ctx, &standing, path, &request).await? {
                return Err(refusal(&standing, ctx.clock.now()).into());
            }
        }
        self.inner.call(request).await.map(IntoResponse::into_response)
    }
}

/// What goes on whatever happens: money that comes in, and the way in for those who work on the shop. A socket is
/// opened by a ticket, which whoever is refused does not get.
fn is_always_open(path: &str) -> bool {
    let below = |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let told_by = path.strip_prefix("/payments/").and_then(|rest| rest.strip_suffix("/notifications"));
    told_by.is_some_and(|provider| provider.parse::<PaymentProvider>().is_ok())
        || ["/auth/refresh", "/auth/sign-out", "/live"].contains(&path)
        || below("/auth/sign-in")
}

/// What may be asked for by another method while nothing can be changed. Who ends it must be able to; sockets tell what
/// happens, what shipping costs is looked up, and papers are printed, which is all reading.
const STAY: [&str; 4] = ["/admin/settings/maintenance", "/live/ticket", "/shipping/estimates", "/admin/orders/papers"];

async fn may_pass(ctx: &Ctx, standing: &MaintenanceDetails, path: &str, request: &Request) -> Result<bool, ApiError> {
    if is_always_open(path) {
        return Ok(true);
    }
    match standing.mode {
        MaintenanceMode::Off => Ok(true),
        MaintenanceMode::ReadOnly => {
            let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
            Ok(reads || STAY.contains(&path))
        }
        MaintenanceMode::Closed => is_staff(ctx, request).await,
    }
}

/// Whether somebody of the back office asks. An access token that has expired is told as such, or nobody would
/// fetch another one.
async fn is_staff(ctx: &Ctx, request: &Request) -> Result<bool, ApiError> {
    let Some(token) = bearer(request).filter(|token| !token.starts_with(KEY_MARK)) else { return Ok(false) };
    match identify(ctx, token).await {
        Ok(person) => Ok(person.permissions.contains(&Permission::AdminAccess)),
        Err(error) if error.code() == ErrorCode::Unauthenticated => Err(error),
        Err(_) => Ok(false),
    }
}

/// Seconds until it is worth trying again.
#[must_use]
pub fn retry_after(standing: &MaintenanceDetails, now: DateTime<Utc>) -> u64 {
    let seconds = standing.until.map_or(USUALLY, |until| (until - now).num_seconds()).clamp(30, 3600);
    u64::try_from(seconds).unwrap_or(30)
}

fn refusal(standing: &MaintenanceDetails, now: DateTime<Utc>) -> ApiError {
    ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Maintenance, retry_after(standing, now))
        .with("mode", standing.mode)
        .with("message", &standing.message)
        .with("message_en", &standing.message_en)
        .with("until", standing.until)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn some_ways_are_always_open() {
        for path in ["/auth/sign-in", "/auth/sign-in/second-factor", "/auth/refresh", "/auth/sign-out", "/live"] {
            assert!(is_always_open(path), "{path}");
        }
        for provider in PaymentProvider::ALL {
            assert!(is_always_open(&format!("/payments/{provider}/notifications")), "{provider}");
            assert!(!is_always_open(&format!("/payments/{provider}")), "{provider}");
        }
        for path in ["/auth/registration", "/auth/sign-in-as", "/payments/nobody/notifications", "/live/ticket", "/store", ""] {
            assert!(!is_always_open(path), "{path}");
        }
    }

    #[test]
    fn trying_again_is_worth_it_when_it_ends() {
        let now = Utc::now();
        let after = |minutes: Option<i64>| {
            let until = minutes.map(|minutes| now + TimeDelta::minutes(minutes));
            retry_after(&MaintenanceDetails { until, ..MaintenanceDetails::default() }, now)
        };
        assert_eq!((after(None), after(Some(10)), after(Some(-5)), after(Some(600))), (300, 600, 30, 3600));
    }
}
