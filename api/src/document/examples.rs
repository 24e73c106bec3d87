//! Examples of bodies, made of their schemas and the shop's own words.
//!
//! A value is looked for in `values.json` under `Schema.field`, then under `field`, where it counts if it is of
//! the field's type; whole schemas can be there as well. What is not there is the first choice, the number 1,
//! a fixed time, an id that is the same wherever the same thing is meant. A body of which the schema says nothing has its
//! example under the name of its operation. A test reads every example as the
//! server reads requests, and compares every answer's with its schema.

use serde_json::{Map, Value, json};

const VALUES: &str = include_str!("values.json");
const JSON: &str = "application/json";

/// Makes examples.
pub(super) struct Examples {
    schemas: Map<String, Value>,
    values: Map<String, Value>,
}

/// Where in a body a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The schema that has the field.
    owner: &'a str,
    field: &'a str,
}

impl Examples {
    pub(super) fn new(schemas: Map<String, Value>) -> serde_json::Result<Self> {
        Ok(Self { schemas, values: serde_json::from_str(VALUES)? })
    }

    /// Puts an example to each JSON body of an operation.
    pub(super) fn put(&self, operation: &mut Map<String, Value>) {
        let whole = operation.get("operationId").and_then(Value::as_str).and_then(|id| self.values.get(id)).cloned();
        if let Some(content) = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")) {
            self.put_content(content, whole.as_ref());
        }
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
        for (_, answer) in answers.into_iter().flatten() {
            if let Some(content) = answer.get_mut("content") {
                self.put_content(content, whole.as_ref());
            }
        }
    }

    fn put_content(&self, content: &mut Value, whole: Option<&Value>) {
        let Some(body) = content.get_mut(JSON).and_then(Value::as_object_mut) else { return };
        let nowhere = Place { owner: "", field: "" };
        let made = body.get("schema").and_then(|schema| self.of(schema, nowhere, &[]));
        let example = made.filter(|made| *made != json!({})).or_else(|| whole.cloned());
        body.entry("example").or_insert(example.unwrap_or_else(|| json!({})));
    }

    /// An example of a schema; `None` for one that is inside itself (`path`).
    fn of(&self, schema: &Value, place: Place<'_>, path: &[&str]) -> Option<Value> {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.named(reference.rsplit('/').next().unwrap_or_default(), path);
        }
        for several in ["allOf", "oneOf", "anyOf"] {
            if let Some(first) = schema[several].get(0) {
                return self.of(first, place, path);
            }
        }
        if let Some(choice) = schema["enum"].get(0) {
            return Some(choice.clone());
        }
        Some(match schema["type"].as_str() {
            Some("array") => Value::Array(self.of(&schema["items"], place, path).into_iter().collect()),
            Some("object") => self.object(schema, place.owner, path),
            Some("boolean") => json!(true),
            Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
            Some("string") => text(schema["format"].as_str(), place),
            _ => json!({}),
        })
    }

    fn named(&self, name: &str, path: &[&str]) -> Option<Value> {
        if let Some(value) = self.values.get(name) {
            return Some(value.clone());
        }
        if path.contains(&name) {
            return None;
        }
        let schema = self.schemas.get(name)?;
        if let Some(example) = schema.get("example") {
            return Some(example.clone());
        }
        let path: Vec<&str> = path.iter().copied().chain([name]).collect();
        self.of(schema, Place { owner: name, field: "" }, &path)
    }

    fn object(&self, schema: &Value, owner: &str, path: &[&str]) -> Value {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let fields = properties.filter_map(|(field, property)| {
            let value = self.field(property, Place { owner, field }, path);
            Some((field.clone(), value?))
        });
        Value::Object(fields.collect())
    }

    fn field(&self, schema: &Value, place: Place<'_>, path: &[&str]) -> Option<Value> {
        let known = self.values.get(&format!("{}.{}", place.owner, place.field));
        let common = || self.values.get(place.field).filter(|value| fits(schema, value));
        match known.or_else(common) {
            Some(value) => Some(value.clone()),
            None => self.of(schema, place, path),
        }
    }
}

/// Whether a value found by its field's name alone can be meant.
fn fits(schema: &Value, value: &Value) -> bool {
    match value {
        Value::Null => schema["nullable"] == true && schema["type"].is_string(),
        Value::Bool(_) => schema["type"] == "boolean",
        Value::Number(_) => schema["type"] == "integer",
        Value::String(_) => schema["type"] == "string" && schema.get("format").is_none(),
        Value::Array(items) => schema["type"] == "array" && items.iter().all(|item| fits(&schema["items"], item)),
        Value::Object(_) => false,
    }
}

fn text(format: Option<&str>, place: Place<'_>) -> Value {
    match format {
        Some("uuid") => json!(id(place)),
        Some("date-time") => json!("2026-11-29T01:00:00Z"),
        Some("date") => json!("2026-11-29"),
        _ => json!(place.field.replace('_', " ")),
    }
}

/// An id that is the same as `Order.id`, `order_id` and in `order_ids`.
fn id(place: Place<'_>) -> String {
    let named = if place.field == "id" { place.owner } else { place.field };
    let named = named.to_lowercase().replace('_', "");
    let kind = named.strip_suffix("ids").or_else(|| named.strip_suffix("id")).unwrap_or(&named);
    format!("0198c0de-7a00-7000-8000-{:012x}", fnv1a(kind.as_bytes()) & 0xffff_ffff_ffff)
}

/// The hash FNV-1a, which is the same in every build.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_made_of_known_words() {
        let schemas = json!({
            "Guitar": {
                "type": "object",
                "required": ["id", "sku", "like"],
                "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "sku": { "type": "string" },
                    "quantity": { "type": "string" },
                    "corrected_to": { "type": "string", "nullable": true },
                    "like": { "type": "array", "items": { "$ref": "#/components/schemas/Guitar" } },
                    "twin": { "allOf": [{ "$ref": "#/components/schemas/Guitar" }], "nullable": true },
                },
            },
        });
        let examples = Examples::new(schemas.as_object().cloned().unwrap_or_default()).expect("the values");
        let made = examples.of(&json!({ "$ref": "#/components/schemas/Guitar" }), Place { owner: "", field: "" }, &[]);
        let guitar = id(Place { owner: "Bass", field: "guitar_id" });
        let wanted = json!({
            "id": guitar,
            "sku": "IBZ-RG550-RED",
            "quantity": "quantity",
            "corrected_to": null,
            "like": [],
        });
        assert_eq!(made, Some(wanted));
    }
}
