//! The one error that endpoints answer with.

use std::collections::BTreeMap;

use poem::error::ResponseError;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use sea_orm::DbErr;
use serde::Serialize;
use shared::problem::{ErrorCode, Problem};
use shared::validate::{FieldCode, FieldError};

/// What an endpoint returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// Every refusal that endpoints answer with: its status and what it means.
pub const PROBLEMS: &[(u16, &str)] = &[
    (400, "The request cannot be read (`malformed_request`)."),
    (401, "Nobody is signed in, or the credentials are not valid."),
    (403, "Signed in, but not allowed."),
    (404, "Not there, or not yours."),
    (405, "The path has no such method: so says a server that does not know the operation."),
    (409, "The state does not allow it; `code` says why."),
    (412, "Changed by someone else in the meantime (`stale`)."),
    (413, "The body is too large."),
    (415, "The media type is not supported."),
    (422, "Fields break rules; `errors` names them."),
    (428, "The change must name the revision it was made to in `If-Match` (`revision_required`)."),
    (429, "Too many requests; wait for `Retry-After` seconds."),
    (500, "A fault of ours."),
    (503, "Something the shop depends on does not answer; try again."),
];

/// A refusal or a fault, on its way to becoming problem+json.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct ApiError {
    status: StatusCode,
    code: ErrorCode,
    detail: String,
    errors: Vec<FieldError>,
    params: BTreeMap<String, serde_json::Value>,
    retry_after: Option<u64>,
    allow: Option<Box<str>>,
}

impl ApiError {
    /// A refusal with the code's usual sentence.
    #[must_use]
    pub fn new(status: StatusCode, code: ErrorCode) -> Self {
        let detail = title(code).to_owned();
        Self { status, code, detail, errors: Vec::new(), params: BTreeMap::new(), retry_after: None, allow: None }
    }

    /// 400: the request cannot be read.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::MalformedRequest).detail(detail)
    }

    /// 422: fields break rules.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::InvalidFields);
        error.errors = errors;
        error
    }

    /// 401: who are you?
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated)
    }

    /// 403: not allowed.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden)
    }

    /// 404: not there, or not yours.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound)
    }

    /// 405, with what there may be asked for instead, as the header `Allow` has it.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        let mut error = Self::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed);
        error.allow = Some(allow.into());
        error
    }

    /// 409: the state does not allow it.
    #[must_use]
    pub fn conflict(code: ErrorCode) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 429 or 503 with the seconds to wait.
    #[must_use]
    pub fn retry_later(status: StatusCode, code: ErrorCode, seconds: u64) -> Self {
        let mut error = Self::new(status, code);
        // None at all would be no refusal.
        error.retry_after = Some(seconds.max(1));
        error
    }

    /// 500. The cause is logged here and nowhere else, and never sent.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "internal fault");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
    }

    /// With a sentence about this very case.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With a figure that belongs to the code.
    #[must_use]
    pub fn with(mut self, name: &str, figure: impl Serialize) -> Self {
        self.params.insert(name.to_owned(), serde_json::to_value(figure).unwrap_or_default());
        self
    }

    /// With the fields, or files, that it is about.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// 409: what a field says is somebody else's already.
    #[must_use]
    pub fn taken(code: ErrorCode, pointer: &str) -> Self {
        Self::conflict(code).with_errors(vec![FieldError::new(pointer, FieldCode::Taken)])
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The fields, or files, that it is about.
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// What is sent about it.
    #[must_use]
    pub fn problem(self, request_id: &str) -> Problem {
        Problem {
            kind: format!("/problems/{}", self.code),
            title: title(self.code).to_owned(),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail,
            request_id: request_id.to_owned(),
            errors: self.errors,
            params: self.params,
        }
    }

    /// The answer as it is sent.
    #[must_use]
    pub fn respond(self, request_id: &str) -> Response {
        let (status, retry_after) = (self.status, self.retry_after);
        let allow = self.allow.as_deref().and_then(|allow| HeaderValue::from_str(allow).ok());
        let problem = self.problem(request_id);
        let mut response = super::body::json_response(status, &problem).set_content_type("application/problem+json");
        if let Some(seconds) = retry_after {
            response.headers_mut().insert("retry-after", seconds.into());
        }
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert("www-authenticate", scheme);
        }
        response
    }
}

/// A fault of the database. Running out of connections, losing the server or a race is 503, a reference that was broken
/// in this very moment 409, text with a NUL character or a time beyond the calendar 400, the rest 500.
impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => {
                tracing::error!(%error, "the database does not answer");
                Self::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 2)
            }
            other if crate::db::is_connection_loss(&other) => {
                tracing::error!(error = %other, "the database went away");
                Self::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 2)
            }
            // Nothing of it was done.
            other if crate::db::is_retryable(&other) || crate::db::is_lock_timeout(&other) => {
                tracing::warn!(error = %other, "a transaction gave way to another one");
                Self::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 1)
            }
            other if crate::db::is_broken_reference(&other) => {
                tracing::warn!(error = %other, "somebody else was faster");
                Self::conflict(ErrorCode::Conflict).detail("what this belongs to was changed in this very moment")
            }
            // Rules catch it in bodies; this is for paths and queries.
            other if crate::db::is_unstorable_text(&other) => Self::malformed("the text holds a character that cannot be stored"),
            other if crate::db::is_unstorable_time(&other) => Self::malformed("a time lies beyond the calendar"),
            other => Self::internal(other),
        }
    }
}

/// A fault somewhere below: an answer and the database's own are told as such, the rest is 500.
impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(answer) => return answer,
            Err(other) => other,
        };
        match error.chain().find_map(|cause| cause.downcast_ref::<DbErr>()) {
            Some(cause) => {
                let cause = cause.clone();
                cause.into()
            }
            None => Self::internal(format!("{error:#}")),
        }
    }
}

/// So that `?` in a transaction's closure and around it gives the same error.
impl From<sea_orm::TransactionError<ApiError>> for ApiError {
    fn from(error: sea_orm::TransactionError<ApiError>) -> Self {
        match error {
            sea_orm::TransactionError::Connection(error) => error.into(),
            sea_orm::TransactionError::Transaction(error) => error,
        }
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl ResponseError for ApiError {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn as_response(&self) -> Response {
        // `Observed` writes the body, because it knows the request id.
        self.status.into_response()
    }
}

impl ApiResponse for ApiError {
    fn meta() -> MetaResponses {
        let response = |&(status, description): &(u16, &'static str)| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType { content_type: "application/problem+json", schema: Problem::schema_ref() }],
            headers: vec![],
        };
        MetaResponses { responses: PROBLEMS.iter().map(response).collect() }
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}

/// The kind of problem in a few words.
fn title(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::MalformedRequest => "The request cannot be read",
        ErrorCode::InvalidFields => "Some fields are not valid",
        ErrorCode::Unauthenticated => "Sign in first",
        ErrorCode::WrongCredentials => "The email, username or password is wrong",
        ErrorCode::AccountInactive => "The account is deactivated",
        ErrorCode::SecondFactorRequired => "The second step of signing in follows",
        ErrorCode::SecondFactorSetupRequired => "Set up a second factor to sign in",
        ErrorCode::SignInExpired => "Signing in took too long; begin again",
        ErrorCode::SecondFactorNeeded => "The role needs a second factor",
        ErrorCode::SecondFactorUnreadable => "The codes of the app cannot be checked; a recovery code can",
        ErrorCode::SecondFactorFirst => "Turn your own second factor on first",
        ErrorCode::LastAdmin => "Somebody must stay who can do everything",
        ErrorCode::NotOneself => "Nobody does this to themselves",
        ErrorCode::RoleInUse => "The role is still somebody's",
        ErrorCode::SupplierInUse => "Orders or products still name the supplier",
        ErrorCode::SessionRevoked => "The session has ended",
        ErrorCode::Forbidden => "Not allowed",
        ErrorCode::PersonRequired => "Only people do this, not API keys",
        ErrorCode::ConfirmationRequired => "Give the password again first",
        ErrorCode::NotFound => "Not found",
        ErrorCode::MethodNotAllowed => "The method is not allowed here",
        ErrorCode::Conflict => "The state does not allow it",
        ErrorCode::EmailTaken => "The email is registered already",
        ErrorCode::LinkExpired => "The link was used already or its time is over",
        ErrorCode::UsernameTaken => "The username is taken",
        ErrorCode::OutOfStock => "Not enough is left",
        ErrorCode::BelowReserved => "More is held for orders",
        ErrorCode::CartEmpty => "The cart is empty",
        ErrorCode::TotalChanged => "The total has changed",
        ErrorCode::UnpaidOrders => "Pay or cancel an order first",
        ErrorCode::ShippingUnavailable => "The shipping service does not go there",
        ErrorCode::NotReviewable => "Only what was bought and has arrived is reviewed, and once",
        ErrorCode::OpenOrders => "Orders are still open",
        ErrorCode::IllegalTransition => "The order's status does not allow it",
        ErrorCode::NotShippable => "Not to be sent",
        ErrorCode::NotPayable => "The order cannot be paid",
        ErrorCode::RefundTooLarge => "That is more than can still go back.",
        ErrorCode::PaymentUnavailable => "The payment provider is not available",
        ErrorCode::IdempotencyMismatch => "The Idempotency-Key belongs to a different request",
        ErrorCode::IdempotencyInProgress => "The request is still being worked on",
        ErrorCode::IdempotencyInterrupted => "The request was interrupted, and its effect is not known",
        ErrorCode::Stale => "Changed by someone else in the meantime",
        ErrorCode::RevisionRequired => "If-Match must name the revision that was changed",
        ErrorCode::TooLarge => "The body is too large",
        ErrorCode::UnsupportedMediaType => "The media type is not supported",
        ErrorCode::RateLimited => "Too many requests",
        ErrorCode::InvalidSignature => "The signature is not authentic",
        ErrorCode::Maintenance => "The shop is closed for maintenance",
        ErrorCode::Unavailable => "Not available at the moment",
        ErrorCode::Internal => "A fault of ours",
    }
}
