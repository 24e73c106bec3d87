//! Changes that may say what they were made to. Where the interface was released without asking, `If-Match` stays
//! optional: a program of before sends none, and its change is made to whatever is there.

use poem::http::header;
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::registry::{MetaParamIn, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::revision::to_tag_of_answer;

use super::{ApiError, IfMatch, tagged};

/// The revision that a change was made to, if the request names one by `If-Match: "7"`.
///
/// Name it in the endpoint: `#[oai(name = "If-Match")] if_match: MaybeIfMatch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaybeIfMatch(pub Option<IfMatch>);

impl MaybeIfMatch {
    /// Goes on unless the change was made to another revision than is there now; ask under the lock under which it is
    /// written.
    ///
    /// # Errors
    /// 412 `stale` when somebody else was faster; `params.revision` is what is there.
    pub fn check(self, current: i32) -> Result<(), ApiError> {
        self.0.map_or(Ok(()), |named| named.check(current))
    }
}

impl<'a> ApiExtractor<'a> for MaybeIfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = false;

    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        options: ExtractParamOptions<String>,
    ) -> poem::Result<Self> {
        // `*` means whatever is there (RFC 9110, 13.1.1).
        if request.headers().get(header::IF_MATCH).is_none_or(|sent| sent.as_bytes().trim_ascii() == b"*") {
            return Ok(Self(None));
        }
        let named = <IfMatch as ApiExtractor>::from_request(request, body, options).await?;
        Ok(Self(Some(named)))
    }
}

/// A revision of what counts none: a number that stays the same as long as `value` says the same, so that whoever has
/// seen it has seen what is there.
#[must_use]
pub fn revision_of(value: &impl Serialize) -> i32 {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    let first = Sha256::digest(&bytes)[..4].iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    // Half of it: it is written without a sign.
    i32::try_from(first >> 1).unwrap_or_default()
}

/// An answer with status 200 about what has a revision that is not among its own fields.
pub struct AtRevision<T> {
    /// The revision, for `ETag`.
    pub revision: i32,
    /// What is said.
    pub value: T,
}

impl<T: Serialize + Send> IntoResponse for AtRevision<T> {
    fn into_response(self) -> Response {
        tagged::answer(&self.value, |name| to_tag_of_answer(self.revision, name))
    }
}

impl<T: Type> ApiResponse for AtRevision<T> {
    fn meta() -> MetaResponses {
        tagged::described::<T>("The revision, for `If-Match` of a change.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_the_same_has_the_same_revision() {
        let revision = |low: i32, text: &str| revision_of(&(low, text));
        assert_eq!(revision(2, "a"), revision(2, "a"));
        assert_ne!(revision(2, "a"), revision(3, "a"));
        assert_ne!(revision(2, "a"), revision(2, "b"));
        assert!((0..100).all(|number| revision(number, "") >= 0));
    }

    #[test]
    fn who_names_nothing_changes_what_is_there() {
        assert!(MaybeIfMatch(None).check(7).is_ok());
        assert!(MaybeIfMatch(Some(IfMatch(7))).check(7).is_ok());
        assert!(MaybeIfMatch(Some(IfMatch(6))).check(7).is_err());
    }
}
