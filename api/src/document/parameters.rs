//! What is to be said of parameters wherever they are found.

use serde_json::{Map, Value, json};
use shared::page::MAX_LIMIT;

/// The header that names a request.
pub(super) const ONCE: &str = "Idempotency-Key";
/// The header that names the revision that a change was made to.
pub(super) const REVISION: &str = "If-Match";
/// The header that names what the client has already.
pub(super) const CONDITION: &str = "If-None-Match";

/// Adds the bounds of parameters, the header that every change by an API key can carry, and the one that asks for
/// what is tagged unless the client has it.
pub(super) fn complete(method: &str, operation: &mut Map<String, Value>) {
    let repeatable = method != "get" && heeds_keys(operation);
    let is_tagged =
        method == "get" && operation.get("responses").is_some_and(|answers| !answers["200"]["headers"]["ETag"].is_null());
    let mut parameters = match operation.remove("parameters") {
        Some(Value::Array(parameters)) => parameters,
        _ => Vec::new(),
    };
    parameters.iter_mut().for_each(bound);
    if repeatable && !parameters.iter().any(|parameter| parameter["name"] == ONCE) {
        parameters.push(once());
    }
    if is_tagged {
        parameters.push(condition());
    }
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(parameters));
    }
}

/// Whether the operation has a parameter of that name.
pub(super) fn takes(operation: &Map<String, Value>, name: &str) -> bool {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    parameters.is_some_and(|parameters| parameters.iter().any(|parameter| parameter["name"] == name))
}

/// Whether API keys are more than refused: they may ask for it, or it does not mind who asks.
pub(super) fn heeds_keys(operation: &Map<String, Value>) -> bool {
    takes_keys(operation) || !operation.contains_key("security")
}

/// Whether API keys may ask for it.
fn takes_keys(operation: &Map<String, Value>) -> bool {
    let ways = operation.get("security").and_then(Value::as_array);
    ways.is_some_and(|ways| ways.iter().any(|way| way.get("api_key").is_some()))
}

fn bound(parameter: &mut Value) {
    match parameter["name"].as_str() {
        Some("limit") => {
            parameter["schema"]["minimum"] = json!(1);
            parameter["schema"]["maximum"] = json!(MAX_LIMIT);
        }
        Some(ONCE) => {
            parameter["schema"]["minLength"] = json!(8);
            parameter["schema"]["maxLength"] = json!(200);
            parameter["example"] = json!("0198c0de-7a00-7000-8000-00000000cafe");
        }
        Some(REVISION) => parameter["example"] = json!("\"7\""),
        _ => {}
    }
}

fn once() -> Value {
    let mut parameter = json!({
        "name": ONCE,
        "in": "header",
        "required": false,
        "description": "From an API key: names the request, so that it has one effect however often it is sent; \
            8 to 200 visible ASCII characters.",
        "schema": { "type": "string" },
    });
    bound(&mut parameter);
    parameter
}

fn condition() -> Value {
    json!({
        "name": CONDITION,
        "in": "header",
        "required": false,
        "description": "The `ETag` of an answer that is kept: where it still holds, the answer is 304 without a body.",
        "example": "\"7.1f0e\"",
        "schema": { "type": "string" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(method: &str, operation: Value) -> Vec<String> {
        let mut operation = operation.as_object().cloned().unwrap_or_default();
        complete(method, &mut operation);
        let parameters = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        parameters.iter().filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
    }

    #[test]
    fn changes_by_keys_can_be_named_once() {
        let by_keys = json!([{ "bearer": [] }, { "api_key": [] }]);
        assert_eq!(names("post", json!({ "security": by_keys })), [ONCE]);
        assert_eq!(names("post", json!({ "security": by_keys, "parameters": [{ "name": ONCE, "schema": {} }] })), [ONCE]);
        assert!(names("get", json!({ "security": by_keys })).is_empty());
        assert!(names("post", json!({ "security": [{ "bearer": [] }] })).is_empty());
        assert!(
            names("post", json!({ "security": [{ "bearer": [] }, {}] })).is_empty(),
            "a cart is somebody's, and refuses keys"
        );
        assert_eq!(names("post", json!({})), [ONCE], "what asks for nobody does not mind a key");
    }

    #[test]
    fn what_is_tagged_can_be_asked_for_by_its_tag() {
        let tagged = json!({ "200": { "headers": { "ETag": {} } } });
        assert_eq!(names("get", json!({ "responses": tagged })), [CONDITION]);
        assert!(names("put", json!({ "security": [{ "bearer": [] }], "responses": tagged })).is_empty());
        assert!(names("get", json!({ "responses": { "200": {} } })).is_empty());
    }
}
