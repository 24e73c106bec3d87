//! Answers that are made anew each time and have no revision: their tag is made from what they say.

use poem::http::{HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaHeader, MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{ApiError, Body};

/// A JSON answer with status 200 and an `ETag`: whoever has it already gets 304 (see `Observed`). The tag is
/// weak, because it names what is said and not a revision that a change could be made to.
pub struct Tagged<T>(pub T);

/// Answers with `value` and the tag that `tag` makes of a name of the whole body: another body has another name.
pub(super) fn answer(value: &impl Serialize, tag: impl FnOnce(&str) -> String) -> Response {
    let bytes = match serde_json::to_vec(value) {
        Ok(bytes) => bytes,
        Err(error) => return ApiError::internal(error).respond(""),
    };
    let tag = tag(&hex::encode(&Sha256::digest(&bytes)[..12]));
    let mut response = Response::builder().content_type("application/json").body(bytes);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    // Browsers may keep it, but must ask whether it still holds.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// The document of a JSON answer whose `ETag` is what `about` says.
pub(super) fn described<T: Type>(about: &str) -> MetaResponses {
    let mut meta = Body::<T>::meta();
    for response in &mut meta.responses {
        response.headers.push(MetaHeader {
            name: "ETag".to_owned(),
            description: Some(about.to_owned()),
            required: true,
            deprecated: false,
            schema: String::schema_ref(),
        });
    }
    meta
}

impl<T: Serialize + Send> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        answer(&self.0, |name| format!("W/\"{name}\""))
    }
}

impl<T: Type> ApiResponse for Tagged<T> {
    fn meta() -> MetaResponses {
        described::<T>("Names what is said, for `If-None-Match`.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
