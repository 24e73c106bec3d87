//! JSON bodies, read and written by serde, so that HTTP and sockets agree to the letter.
//!
//! poem-openapi's own codec writes times and options differently from serde; its derives are used
//! for schemas only.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::sync::{Mutex, PoisonError};

use poem::http::StatusCode;
use poem::{IntoResponse, Request, RequestBody, Response};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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

impl<T: Type + DeserializeOwned + Serialize + Validate> ParsePayload for Body<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let bytes = body.take()?.into_bytes_limit(MAX_BODY).await?;
        Ok(Self(read(&bytes)?))
    }
}

/// The value in a body, which keeps its own rules.
fn read<T: DeserializeOwned + Serialize + Validate>(bytes: &[u8]) -> Result<T, ApiError> {
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
    let sent: Value = serde_json::from_slice(bytes).map_err(|_| ApiError::malformed("the body is not JSON"))?;
    if let Some(pointer) = read_as_another_kind(&sent, &serde_json::to_value(&value)?) {
        return Err(ApiError::invalid(vec![FieldError::new(pointer, FieldCode::WrongType)]));
    }
    value.validate().map_err(ApiError::invalid)?;
    Ok(value)
}

/// Where something was read that is of another kind than what was sent. serde takes a list for a struct as well, field by
/// field, and an object for a word that is its key, at any depth; the value that came of it, written again, tells.
fn read_as_another_kind(sent: &Value, read: &Value) -> Option<String> {
    match (sent, read) {
        // Whether something may be null, its type says; and it may be kept as nothing.
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Array(sent), Value::Array(read)) => {
            let mut pairs = sent.iter().zip(read).enumerate();
            pairs.find_map(|(index, (sent, read))| Some(format!("/{index}{}", read_as_another_kind(sent, read)?)))
        }
        (Value::Object(sent), Value::Object(read)) => {
            let mut pairs = sent.iter().filter_map(|(key, sent)| Some((key, sent, read.get(key)?)));
            pairs.find_map(|(key, sent, read)| Some(format!("/{}{}", escaped(key), read_as_another_kind(sent, read)?)))
        }
        _ => (discriminant(sent) != discriminant(read)).then(String::new),
    }
}

/// Reads a body and forgets it: tells whether it would be taken.
type Reader = fn(&[u8]) -> Result<(), ApiError>;

/// How the bodies of requests are read, by the names of their schemas.
static READERS: Mutex<BTreeMap<String, Reader>> = Mutex::new(BTreeMap::new());

fn remember_reader<T: Type + DeserializeOwned + Serialize + Validate>() {
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
            Segment::Map { key } => format!("/{}", escaped(key)),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/".to_owned(),
        })
        .collect()
}

/// A key as a JSON pointer has it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

impl<'a, T: Type + DeserializeOwned + Serialize + Validate> ApiExtractor<'a> for Body<T> {
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

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;
    use shared::validate::Faults;

    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Ask {
        #[serde(default)]
        note: String,
        to: Option<Place>,
        #[serde(default)]
        lines: Vec<Line>,
        #[serde(default)]
        by_day: BTreeMap<String, Place>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Place {
        street: String,
        floor: Option<f64>,
        #[serde(default)]
        how: How,
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Line {
        #[serde(default)]
        tags: Vec<String>,
        place: Option<Box<Place>>,
    }

    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum How {
        #[default]
        ByPost,
    }

    impl Validate for Ask {
        fn check(&self, _: &mut Faults) {}
    }

    fn refused(body: &Value) -> Vec<(String, FieldCode)> {
        let error = read::<Ask>(body.to_string().as_bytes()).expect_err("it was taken");
        error.errors().iter().map(|error| (error.pointer.clone(), error.code)).collect()
    }

    #[test]
    fn a_list_is_no_object_however_deep_it_lies() {
        let place = json!(["Jl. Riau 11", 2.5, "by_post"]);
        for (pointer, body) in [
            ("", json!([])),
            ("", json!(["Halo", null, [], {}])),
            ("/to", json!({ "to": place })),
            ("/lines/1", json!({ "lines": [{}, [["a"], null]] })),
            ("/lines/0", json!({ "lines": [[]] })),
            ("/lines/0/place", json!({ "lines": [{ "place": place }] })),
            ("/by_day/1~17", json!({ "by_day": { "1/7": place } })),
        ] {
            assert_eq!(refused(&body), [(pointer.to_owned(), FieldCode::WrongType)], "{body}");
        }
    }

    #[test]
    fn an_object_is_no_word() {
        let body = json!({ "to": { "street": "Jl. Riau 11", "how": { "by_post": null } } });
        assert_eq!(refused(&body), [("/to/how".to_owned(), FieldCode::WrongType)]);
    }

    #[test]
    fn what_is_of_its_kind_is_taken() {
        let place = json!({ "street": "Jl. Riau 11", "floor": 2, "how": "by_post", "unknown": [1e3] });
        for body in [
            json!({}),
            json!({ "note": "[\"a\"]", "to": null, "lines": [] }),
            json!({ "to": place, "lines": [{ "tags": ["a", "b"] }, { "place": place }], "by_day": { "1/7": place } }),
        ] {
            assert!(read::<Ask>(body.to_string().as_bytes()).is_ok(), "{body}");
        }
        // A number that only a reader of anything takes for one, where nobody reads it.
        let error = read::<Ask>(br#"{ "to": { "street": "Jl. Riau 11", "unknown": 1e999 } }"#).expect_err("it is no number");
        assert_eq!(error.code(), ErrorCode::MalformedRequest);
    }
}
