//! Two editors of one thing: answers carry their revision as `ETag`, and a change names the one it
//! was made to in `If-Match`.

use poem::http::StatusCode;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;
use shared::problem::ErrorCode;
use shared::revision::{Revision, from_tag, to_tag_of_answer};

use super::header::header_parameter;
use super::{ApiError, tagged};

/// The revision that a change was made to, from the header `If-Match: "7"`. Without it, or with
/// something else in it, the request is refused with 428.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i32);

impl IfMatch {
    /// Goes on only when the change was made to the revision that is there now; ask under the lock
    /// under which it is written.
    ///
    /// # Errors
    /// 412 `stale` when somebody else was faster; `params.revision` is what is there.
    pub fn check(self, current: i32) -> Result<(), ApiError> {
        if self.0 == current {
            return Ok(());
        }
        Err(ApiError::new(StatusCode::PRECONDITION_FAILED, ErrorCode::Stale)
            .detail(format!("the change was made to revision {}, and there is revision {current} by now", self.0))
            .with("revision", current))
    }
}

header_parameter!(IfMatch, required = true, |sent| {
    sent.and_then(from_tag).map(IfMatch).ok_or_else(|| {
        let detail = "If-Match must name one revision, such as \"7\", as the ETag of the answer that was changed did";
        ApiError::new(StatusCode::PRECONDITION_REQUIRED, ErrorCode::RevisionRequired).detail(detail)
    })
});

/// An answer with status 200, and as `ETag` its revision with a name of all it says. What belongs to something may
/// change without making another revision of it: what is left of a product, what is said in a chat.
pub struct Revised<T>(pub T);

impl<T: Revision + Serialize + Send> IntoResponse for Revised<T> {
    fn into_response(self) -> Response {
        let revision = self.0.revision();
        tagged::answer(&self.0, |name| to_tag_of_answer(revision, name))
    }
}

impl<T: Type> ApiResponse for Revised<T> {
    fn meta() -> MetaResponses {
        tagged::described::<T>("The revision, for `If-Match` of a change.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
