//! What is to be said of answers: those that all operations share are written once and referred to.

use poem::http::StatusCode;
use serde_json::{Map, Value, json};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use crate::http::{ApiError, PROBLEMS};

/// Ids of requests in examples.
const REQUEST: &str = "0198c0de-7a00-7000-8000-00000000f00d";

/// A refusal with this status, as one is sent.
fn refusal(status: u16) -> Option<ApiError> {
    Some(match status {
        400 => ApiError::malformed("the body is not JSON"),
        401 => ApiError::unauthenticated(),
        403 => ApiError::forbidden().with("permission", "orders.read"),
        404 => ApiError::not_found(),
        409 => ApiError::conflict(ErrorCode::IllegalTransition),
        412 => ApiError::new(StatusCode::PRECONDITION_FAILED, ErrorCode::Stale).with("revision", 8),
        413 => ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge),
        415 => ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType),
        422 => ApiError::invalid(vec![FieldError::new("/quantity", FieldCode::TooSmall).with("min", 1)]),
        428 => ApiError::new(StatusCode::PRECONDITION_REQUIRED, ErrorCode::RevisionRequired),
        429 => ApiError::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited),
        500 => ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
        503 => ApiError::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable),
        _ => return None,
    })
}

/// The refusals as components of the document.
pub(super) fn problems() -> serde_json::Result<Map<String, Value>> {
    PROBLEMS.iter().map(|&(status, description)| Ok((name(status), component(status, description)?))).collect()
}

fn component(status: u16, description: &str) -> serde_json::Result<Value> {
    let mut content = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    if let Some(error) = refusal(status) {
        content["example"] = serde_json::to_value(error.problem(REQUEST))?;
    }
    let mut answer = json!({ "description": description, "content": { "application/problem+json": content } });
    if matches!(status, 429 | 503) {
        answer["headers"] = json!({
            "Retry-After": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } },
        });
    }
    Ok(answer)
}

fn name(status: impl std::fmt::Display) -> String {
    format!("Problem{status}")
}

/// Leaves an operation the answers that it can give, and says what each of them is.
pub(super) fn complete(operation: &mut Map<String, Value>) {
    let reads_body = operation.contains_key("requestBody");
    let by_revision = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|parameters| parameters.iter().any(|parameter| parameter["name"] == "If-Match"));
    let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    answers.retain(|status, _| match status.as_str() {
        "412" | "428" => by_revision,
        "413" | "415" => reads_body,
        _ => true,
    });
    for (status, answer) in answers.iter_mut() {
        if answer.pointer("/content/application~1problem+json").is_some() {
            *answer = json!({ "$ref": format!("#/components/responses/{}", name(status)) });
        } else if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = json!(usual(status));
        }
    }
}

/// What a good answer is, where the code says no more about it.
fn usual(status: &str) -> &'static str {
    match status {
        "201" => "It was made, and this is it.",
        "204" => "Done; there is nothing to say.",
        _ => "What was asked for, as it is now.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_tells_of_what_it_can_answer() {
        let problem = json!({ "content": { "application/problem+json": {} } });
        let mut operation = Map::new();
        let answers = json!({ "200": { "description": "" }, "404": problem, "412": problem, "415": problem });
        operation.insert("responses".to_owned(), answers);
        complete(&mut operation);
        let wanted = json!({
            "200": { "description": usual("200") },
            "404": { "$ref": "#/components/responses/Problem404" },
        });
        assert_eq!(operation["responses"], wanted);
    }

    #[test]
    fn every_refusal_is_shown() {
        for (status, _) in PROBLEMS {
            assert_eq!(refusal(*status).map(|error| error.problem("").status), Some(*status));
        }
    }
}
