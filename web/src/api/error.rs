//! What can go wrong between browser and server, as pages see it.

use std::collections::BTreeMap;

use shared::problem::{ErrorCode, Problem};
use shared::validate::FieldError;

/// The figure of a problem under which the answer's `Retry-After` is kept: seconds.
pub const RETRY_AFTER: &str = "retry_after";

/// A call that did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The browser has no connection.
    Offline,
    /// There is a connection, but the server cannot be reached.
    Unreachable,
    /// The server did not answer in time.
    Timeout,
    /// The page that asked is gone; nobody needs to know.
    Aborted,
    /// The server answered with something that is not understood; holds the HTTP status.
    Unreadable(u16),
    /// The server says what is wrong.
    Problem(Box<Problem>),
}

impl ApiError {
    /// As the server says it of what is not there: for what is looked for in a list that lacks it.
    #[must_use]
    pub fn not_found() -> Self {
        Self::Problem(Box::new(Problem {
            kind: "/problems/not_found".to_owned(),
            title: String::new(),
            status: 404,
            code: ErrorCode::NotFound,
            detail: String::new(),
            request_id: String::new(),
            errors: Vec::new(),
            params: BTreeMap::new(),
        }))
    }

    /// The server's stable word for it, if the server answered.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Whether the server says this word.
    #[must_use]
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// Name this when asking for help.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) if !problem.request_id.is_empty() => Some(&problem.request_id),
            _ => None,
        }
    }

    /// The fields that break a rule, or hold what is taken already.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Problem(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// Whether trying again, unchanged, may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline | Self::Unreachable | Self::Timeout => true,
            Self::Problem(problem) => problem.status == 429 || problem.status >= 500,
            Self::Aborted | Self::Unreadable(_) => false,
        }
    }
}
