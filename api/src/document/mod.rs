//! Makes the OpenAPI document whole: what poem-openapi derives from the code is the ground, and here is
//! added once, for all operations, what it cannot know.
//!
//! `schemas` says what serde really sends, `parameters` and `answers` say more about what every operation
//! has in common, `examples` puts an example to every body, made of `values.json`.

mod answers;
mod examples;
mod parameters;
mod schemas;

use serde_json::{Map, Value, json};

use self::examples::Examples;

/// Makes the document whole.
///
/// # Errors
/// When `values.json` is not JSON or an answer cannot be written as such, which a test would have seen.
pub fn complete(document: &mut Value) -> anyhow::Result<()> {
    document["info"]["license"] = json!({ "name": "MIT", "url": "https://spdx.org/licenses/MIT.html" });
    schemas::tidy(document);
    let examples = Examples::new(schemas_of(document))?;
    document["components"]["responses"] = Value::Object(answers::problems()?);
    for (method, operation) in operations(document) {
        parameters::complete(method, operation);
        answers::complete(operation);
        examples.put(operation);
    }
    Ok(())
}

fn schemas_of(document: &Value) -> Map<String, Value> {
    document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Every operation, with its method.
fn operations(document: &mut Value) -> impl Iterator<Item = (&str, &mut Map<String, Value>)> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    let items = paths.filter_map(|(_, item)| item.as_object_mut()).flatten();
    items.filter_map(|(method, operation)| Some((method.as_str(), operation.as_object_mut()?)))
}
