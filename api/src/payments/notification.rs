//! A notification as it came: its signature covers the bytes, so they are read by nobody before.

use poem::http::HeaderMap;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

/// The largest notification that is read, in bytes; real ones have a few thousand.
const LARGEST: usize = 256 * 1024;

/// Headers and raw body of a request whose body is a JSON object.
pub struct RawNotification {
    /// The request's headers.
    pub headers: HeaderMap,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl<'a> ApiExtractor<'a> for RawNotification {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        serde_json::Value::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: Some("The provider's own object, signed as the provider documents it."),
            content: vec![MetaMediaType { content_type: "application/json", schema: serde_json::Value::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let bytes = body.take()?.into_bytes_limit(LARGEST).await?;
        Ok(Self { headers: request.headers().clone(), body: bytes.to_vec() })
    }
}
