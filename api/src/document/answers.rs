//! What is to be said of answers: those that all operations share are written once and referred to.

use poem::http::StatusCode;
use serde_json::{Map, Value, json};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};

use super::headers;
use super::parameters::{CONDITION, ONCE, REVISION, heeds_keys, takes};
use crate::http::{ApiError, PROBLEMS};

/// The operations that hand a browser its refresh token, or take it back.
const WITH_COOKIE: [&str; 7] = [
    "register",
    "sign_in",
    "sign_in_second_factor",
    "confirm_second_factor_to_sign_in",
    "refresh_session",
    "sign_out",
    "delete_account",
];
/// The answer that what is asked for is what the client has.
const UNCHANGED: &str = "NotModified";
/// Ids of requests in examples.
const REQUEST: &str = "0198c0de-7a00-7000-8000-00000000f00d";

/// A refusal with this status, as one is sent.
fn refusal(status: u16) -> Option<ApiError> {
    Some(match status {
        400 => ApiError::malformed("the body is not JSON"),
        401 => ApiError::unauthenticated(),
        403 => ApiError::forbidden().with("permission", "orders.read"),
        404 => ApiError::not_found(),
        405 => ApiError::new(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed),
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

/// The answers that operations share, as components of the document.
pub(super) fn components() -> serde_json::Result<Map<String, Value>> {
    let mut shared = Map::new();
    for &(status, description) in PROBLEMS {
        shared.insert(name(status), component(status, description)?);
    }
    shared.insert(UNCHANGED.to_owned(), unchanged());
    Ok(shared)
}

fn component(status: u16, description: &str) -> serde_json::Result<Value> {
    let mut content = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    if let Some(error) = refusal(status) {
        content["example"] = serde_json::to_value(error.problem(REQUEST))?;
    }
    let mut answer = json!({ "description": description, "content": { "application/problem+json": content } });
    headers::put(&mut answer, headers::ANY);
    headers::put(&mut answer, headers::PACE);
    let own: &[&str] = match status {
        // A refresh token that opens nothing is taken back.
        401 => &["WWW-Authenticate", "Set-Cookie"],
        405 => &["Allow", "Idempotency-Replayed"],
        // While the request of the same name is worked on.
        409 => &["Idempotency-Replayed", "Retry-After"],
        429 | 503 => &["Retry-After"],
        500.. => &[],
        _ => &["Idempotency-Replayed"],
    };
    headers::put(&mut answer, own);
    Ok(answer)
}

/// 304, which has the tag and no body.
fn unchanged() -> Value {
    let mut answer = json!({
        "description": "`If-None-Match` names what is there still; there is no body.",
        "headers": { "ETag": { "description": "The tag that was named.", "required": true, "schema": { "type": "string" } } },
    });
    headers::put(&mut answer, headers::ANY);
    headers::put(&mut answer, headers::PACE);
    answer
}

fn name(status: impl std::fmt::Display) -> String {
    format!("Problem{status}")
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// Leaves an operation the answers that it can give, and says what each of them is.
pub(super) fn complete(operation: &mut Map<String, Value>) {
    let reads_body = operation.contains_key("requestBody");
    // A request that is named is compared with others, and read for that whatever it holds.
    let is_named = takes(operation, ONCE);
    let by_revision = takes(operation, REVISION);
    let is_conditional = takes(operation, CONDITION);
    let of_good = headers_of_good(operation);
    let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    answers.retain(|status, _| match status.as_str() {
        "412" | "428" => by_revision,
        "413" => reads_body || is_named,
        "415" => reads_body,
        _ => true,
    });
    for (status, answer) in answers.iter_mut() {
        if answer.pointer("/content/application~1problem+json").is_some() {
            *answer = refer(&name(status));
            continue;
        }
        if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = json!(usual(status));
        }
        headers::put(answer, &of_good);
    }
    if is_conditional {
        answers.insert("304".to_owned(), refer(UNCHANGED));
    }
}

/// The headers of an operation's good answers, apart from those that the code tells of.
fn headers_of_good(operation: &Map<String, Value>) -> Vec<&'static str> {
    let mut names = headers::ANY.to_vec();
    if heeds_keys(operation) {
        names.extend(headers::PACE);
        if takes(operation, ONCE) {
            names.push("Idempotency-Replayed");
        }
    }
    if operation.get("operationId").and_then(Value::as_str).is_some_and(|id| WITH_COOKIE.contains(&id)) {
        names.push("Set-Cookie");
    }
    names
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

    fn completed(operation: Value) -> Value {
        let mut operation = operation.as_object().cloned().unwrap_or_default();
        complete(&mut operation);
        Value::Object(operation)
    }

    fn named(answer: &Value) -> Vec<&str> {
        answer["headers"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn an_operation_tells_of_what_it_can_answer() {
        let problem = json!({ "content": { "application/problem+json": {} } });
        let answers = json!({ "200": { "description": "" }, "404": problem, "412": problem, "413": problem, "415": problem });
        let operation = completed(json!({ "security": [{ "bearer": [] }], "responses": answers }));
        let wanted = json!({
            "200": {
                "description": usual("200"),
                "headers": { "X-Request-Id": { "$ref": "#/components/headers/X-Request-Id" } },
            },
            "404": { "$ref": "#/components/responses/Problem404" },
        });
        assert_eq!(operation["responses"], wanted);
    }

    #[test]
    fn a_tag_can_be_asked_about() {
        let parameters = json!([{ "name": "If-None-Match" }]);
        let operation = completed(json!({ "parameters": parameters, "responses": { "200": { "description": "It." } } }));
        assert_eq!(operation["responses"]["304"], json!({ "$ref": "#/components/responses/NotModified" }));
        assert_eq!(named(&unchanged()).len(), 5);
    }

    #[test]
    fn answers_to_keys_tell_their_pace_and_whether_they_are_given_again() {
        let security = json!([{ "bearer": [] }, { "api_key": [] }]);
        let parameters = json!([{ "name": "Idempotency-Key" }]);
        let answers = json!({ "201": { "description": "It." } });
        let operation = completed(json!({ "security": security, "parameters": parameters, "responses": answers }));
        let mut told = named(&operation["responses"]["201"]);
        told.sort_unstable();
        let wanted = ["Idempotency-Replayed", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Request-Id"];
        assert_eq!(told, wanted);
    }

    #[test]
    fn every_refusal_is_shown() {
        for (status, _) in PROBLEMS {
            assert_eq!(refusal(*status).map(|error| error.problem("").status), Some(*status));
        }
    }
}
