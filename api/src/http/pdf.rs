//! Documents.

use poem::http::{HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;

const PDF: &str = "application/pdf";

/// A PDF made for this request. Nobody keeps it: it is about somebody, and as true as this moment.
pub struct Pdf {
    /// The document.
    pub bytes: Vec<u8>,
    /// What the file is called: ASCII letters, digits, dashes and dots.
    pub name: String,
}

impl IntoResponse for Pdf {
    fn into_response(self) -> Response {
        let shown = HeaderValue::try_from(format!("inline; filename=\"{}\"", self.name));
        let mut response = Response::builder().content_type(PDF).body(self.bytes);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::CONTENT_DISPOSITION, shown.unwrap_or(HeaderValue::from_static("inline")));
        response
    }
}

impl ApiResponse for Pdf {
    fn meta() -> MetaResponses {
        let binary = MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")));
        let document = MetaResponse {
            description: "The document.",
            status: Some(200),
            status_range: None,
            content: vec![MetaMediaType { content_type: PDF, schema: binary }],
            headers: vec![file_name("`inline`, with the file's name.")],
        };
        MetaResponses { responses: vec![document] }
    }

    fn register(_: &mut Registry) {}
}

/// The header of a file that tells how it is meant to be taken and what it is called, for the document.
#[must_use]
pub fn file_name(about: &str) -> MetaHeader {
    MetaHeader {
        name: "Content-Disposition".to_owned(),
        description: Some(about.to_owned()),
        required: true,
        deprecated: false,
        schema: String::schema_ref(),
    }
}
