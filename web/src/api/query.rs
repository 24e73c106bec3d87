//! Query strings from `shared` filter types.

use serde::Serialize;
use serde_json::Value;

/// The fields of `filter` as a query string without `?`: `null` and empty text are left out, a list
/// repeats its name.
#[must_use]
pub fn to_query<T: Serialize>(filter: &T) -> String {
    match serde_json::to_value(filter) {
        Ok(Value::Object(fields)) => {
            let mut query = String::new();
            for (name, value) in &fields {
                push(&mut query, name, value);
            }
            query
        }
        _ => String::new(),
    }
}

fn push(query: &mut String, name: &str, value: &Value) {
    let text = match value {
        Value::Null | Value::Object(_) => return,
        Value::Array(values) => {
            for value in values {
                push(query, name, value);
            }
            return;
        }
        Value::String(text) if text.is_empty() => return,
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
    };
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.push_str(&encode(&text));
}

/// `text` as one part of a path or query.
#[must_use]
pub fn encode(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
