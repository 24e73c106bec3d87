//! Parameters that come in a header and have rules of their own: what is amiss in them is told otherwise than of a field.

/// Makes a type such a parameter, by what the text in the header stands for.
///
/// The endpoint names the header: `#[oai(name = "If-Match")] if_match: IfMatch`.
macro_rules! header_parameter {
    ($type:ty, required = $required:literal, $read:expr) => {
        impl<'a> ::poem_openapi::ApiExtractor<'a> for $type {
            const TYPES: &'static [::poem_openapi::ApiExtractorType] = &[::poem_openapi::ApiExtractorType::Parameter];
            const PARAM_IS_REQUIRED: bool = $required;

            type ParamType = String;
            type ParamRawType = String;

            fn param_in() -> Option<::poem_openapi::registry::MetaParamIn> {
                Some(::poem_openapi::registry::MetaParamIn::Header)
            }

            fn param_schema_ref() -> Option<::poem_openapi::registry::MetaSchemaRef> {
                Some(<String as ::poem_openapi::types::Type>::schema_ref())
            }

            async fn from_request(
                request: &'a ::poem::Request,
                _: &mut ::poem::RequestBody,
                options: ::poem_openapi::ExtractParamOptions<String>,
            ) -> ::poem::Result<Self> {
                let read: fn(Option<&str>) -> Result<Self, $crate::http::ApiError> = $read;
                Ok(read(request.header(options.name))?)
            }
        }
    };
}
pub(super) use header_parameter;
