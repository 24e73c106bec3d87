//! Makes the OpenAPI document whole: what poem-openapi derives from the code is the ground, and here is
//! added once, for all operations, what it cannot know.
//!
//! `schemas` says what serde really sends, `parameters`, `answers` and `headers` say more about what every operation
//! has in common, `needs` which permission it needs, `webhooks` what is told unasked, and `examples` gives every body
//! an example made of `values.json`.

mod answers;
mod examples;
mod headers;
mod needs;
mod parameters;
mod schemas;
mod webhooks;

use serde_json::{Map, Value, json};

use self::examples::Examples;

/// Makes the document whole.
///
/// # Errors
/// When `values.json` is not JSON or an answer cannot be written as such, which a test would have seen.
pub fn complete(document: &mut Value) -> anyhow::Result<()> {
    document["info"]["license"] = json!({ "name": "MIT", "url": "https://spdx.org/licenses/MIT.html" });
    schemas::tidy(document);
    webhooks::add(document);
    let examples = Examples::new(schemas_of(document))?;
    document["components"]["headers"] = Value::Object(headers::components());
    document["components"]["responses"] = Value::Object(answers::components()?);
    for (method, operation) in operations(document, "paths") {
        needs::complete(operation);
        parameters::complete(method, operation);
        answers::complete(operation);
        examples.put(operation);
    }
    for (_, operation) in operations(document, webhooks::PLACE) {
        examples.put(operation);
    }
    webhooks::name_examples(document);
    Ok(())
}

fn schemas_of(document: &Value) -> Map<String, Value> {
    document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Every operation of a part of the document, with its method.
fn operations<'a>(document: &'a mut Value, part: &str) -> impl Iterator<Item = (&'a str, &'a mut Map<String, Value>)> {
    let paths = document.get_mut(part).and_then(Value::as_object_mut).into_iter().flatten();
    let items = paths.filter_map(|(_, item)| item.as_object_mut()).flatten();
    items.filter_map(|(method, operation)| Some((method.as_str(), operation.as_object_mut()?)))
}
