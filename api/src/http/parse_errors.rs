//! Turns the framework's own refusals into problems.

use poem::error::{CorsError, MethodNotAllowedError, NotFoundError, ParsePathError as PoemPathError};
use poem::http::StatusCode;
use poem::{PathPattern, Response};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::ApiError;

/// The answer that an error stands for, measured by the path that was asked for.
pub fn refusal(error: poem::Error, request_id: &str) -> Response {
    let pattern = error.data::<PathPattern>().cloned();
    let mut response = to_problem(error).respond(request_id);
    if let Some(pattern) = pattern {
        response.set_data(pattern);
    }
    response
}

/// The problem that a framework error stands for.
fn to_problem(error: poem::Error) -> ApiError {
    let error = match error.downcast::<ApiError>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    // An id that cannot be one names nothing.
    if error.is::<ParsePathError>() || error.is::<PoemPathError>() || error.is::<NotFoundError>() {
        return ApiError::not_found();
    }
    if let Some(parameter) = error.downcast_ref::<ParseParamError>() {
        // How poem-openapi says that there is none.
        let is_missing = parameter.reason.contains("expects an input value");
        let code = if is_missing { FieldCode::Required } else { FieldCode::InvalidFormat };
        return ApiError::invalid(vec![FieldError::new(parameter.name, code)]);
    }
    if error.is::<MethodNotAllowedError>() {
        return ApiError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed);
    }
    if error.is::<ContentTypeError>() {
        return ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType);
    }
    if error.is::<ParseRequestPayloadError>() {
        return ApiError::malformed("the body cannot be read");
    }
    if error.is::<CorsError>() {
        return ApiError::forbidden();
    }
    match error.status() {
        StatusCode::NOT_FOUND => ApiError::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => ApiError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed),
        StatusCode::UNAUTHORIZED => ApiError::unauthenticated(),
        StatusCode::FORBIDDEN => ApiError::forbidden(),
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType),
        status if status.is_client_error() => ApiError::malformed("the request cannot be read"),
        _ => ApiError::internal(error),
    }
}
