//! JSON bodies, read and written by serde, so that HTTP and sockets agree to the letter.
//!
//! poem-openapi's own codec writes times and options differently from serde; its derives are used
//! for schemas only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use poem::http::StatusCode;
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError, Validate};

use super::ApiError;

/// The largest JSON body that is read, in bytes.
const MAX_BODY: usize = 256 * 1024;
const JSON: &str = "application/json";

/// A JSON body: a request that was read and checked, or an answer with status 200.
pub struct Body<T>(pub T);

/// A JSON answer with status 201.
pub struct Created<T>(pub T);

/// An answer with status 204 and no body.
pub struct NoContent;

impl<T: Type> Payload for Body<T> {
    const CONTENT_TYPE: &'static str = JSON;

    fn check_content_type(content_type: &str) -> bool {
        is_json(content_type)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(JSON) || (essence.starts_with("application/") && essence.ends_with("+json"))
}

impl<T: Type + DeserializeOwned + Validate> ParsePayload for Body<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let bytes = body.take()?.into_bytes_limit(MAX_BODY).await.map_err(|error| match error {
            poem::error::ReadBodyError::PayloadTooLarge => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge),
            _ => ApiError::malformed("the body could not be read"),
        })?;
        Ok(Self(read(&bytes)?))
    }
}

/// The value in a body, which keeps its own rules.
fn read<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Result<T, ApiError> {
    // serde reads a struct from a list as well, field by field. A request is an object; what lies in it is not looked at.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(ApiError::invalid(vec![FieldError::new("", FieldCode::WrongType)]));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => {
                let text = inner.to_string();
                let code = if text.starts_with("missing field") {
                    FieldCode::Required
                } else if text.starts_with("unknown field") {
                    FieldCode::UnknownField
                } else if text.starts_with("unknown variant") {
                    FieldCode::UnknownChoice
                } else {
                    FieldCode::WrongType
                };
                let pointer = match text.split('`').nth(1) {
                    Some(field) if code == FieldCode::Required => format!("{pointer}/{field}"),
                    _ => pointer,
                };
                ApiError::invalid(vec![FieldError::new(pointer, code)])
            }
            _ => ApiError::malformed("the body is not JSON"),
        }
    })?;
    json.end().map_err(|_| ApiError::malformed("the body goes on after the JSON"))?;
    value.validate().map_err(ApiError::invalid)?;
    Ok(value)
}

/// Reads a body and forgets it: tells whether it would be taken.
type Reader = fn(&[u8]) -> Result<(), ApiError>;

/// How the bodies of requests are read, by the names of their schemas.
static READERS: Mutex<BTreeMap<String, Reader>> = Mutex::new(BTreeMap::new());

fn remember_reader<T: Type + DeserializeOwned + Validate>() {
    let read: Reader = |bytes| read::<T>(bytes).map(drop);
    READERS.lock().unwrap_or_else(PoisonError::into_inner).insert(T::name().into_owned(), read);
}

/// How a request's body of this schema is read, once the document was made; so that what the document
/// gives as an example can be tried on the very code that reads requests.
#[must_use]
pub fn reader(schema: &str) -> Option<Reader> {
    READERS.lock().unwrap_or_else(PoisonError::into_inner).get(schema).copied()
}

/// The path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/".to_owned(),
        })
        .collect()
}

impl<'a, T: Type + DeserializeOwned + Validate> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
        remember_reader::<T>();
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        match request.content_type() {
            Some(content_type) if is_json(content_type) => <Self as ParsePayload>::from_request(request, body).await,
            _ => Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType).into()),
        }
    }
}

/// An answer with `value` as JSON.
pub(super) fn json_response<T: Serialize>(status: StatusCode, value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => Response::builder().status(status).content_type(JSON).body(bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn meta<T: Type>(status: u16) -> MetaResponses {
    MetaResponses {
        responses: vec![MetaResponse {
            description: "",
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
            headers: vec![],
        }],
    }
}

impl<T: Serialize + Send> IntoResponse for Body<T> {
    fn into_response(self) -> Response {
        json_response(StatusCode::OK, &self.0)
    }
}

impl<T: Type> ApiResponse for Body<T> {
    fn meta() -> MetaResponses {
        meta::<T>(200)
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Serialize + Send> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        json_response(StatusCode::CREATED, &self.0)
    }
}

impl<T: Type> ApiResponse for Created<T> {
    fn meta() -> MetaResponses {
        meta::<T>(201)
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl ApiResponse for NoContent {
    fn meta() -> MetaResponses {
        let empty = MetaResponse { description: "", status: Some(204), status_range: None, content: vec![], headers: vec![] };
        MetaResponses { responses: vec![empty] }
    }

    fn register(_: &mut Registry) {}
}
