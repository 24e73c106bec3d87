//! Schemas as serde fills them, in words that generators of clients understand.

use serde_json::{Map, Value, json};

/// Sets every schema of the document right.
pub(super) fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            tidy_schema(object);
            for (key, part) in object.iter_mut() {
                if key != "example" {
                    tidy(part);
                }
            }
        }
        _ => {}
    }
}

fn tidy_schema(schema: &mut Map<String, Value>) {
    // poem-openapi says what it says of a reference twice, the second time as a schema that allows everything.
    if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        let says_something = |part: &Map<String, Value>| part.keys().any(|key| key != "description" && key != "default");
        parts.retain(|part| part.as_object().is_none_or(says_something));
    }
    if text(schema, "format") == Some("naive-date") {
        schema.insert("format".to_owned(), json!("date"));
    }
    if text(schema, "type") == Some("integer") && text(schema, "format").is_some_and(|format| format.starts_with("uint")) {
        schema.entry("minimum").or_insert(json!(0));
    }
    // What a new type is about is a description. As a title it would name a type of the client.
    if text(schema, "type").is_some()
        && !schema.contains_key("properties")
        && let Some(Value::String(title)) = schema.get("title").cloned()
    {
        schema.remove("title");
        schema.entry("description").or_insert(json!(title));
    }
    tell_null(schema);
}

/// An optional field without a value is sent as `null`, and read from `null`.
fn tell_null(schema: &mut Map<String, Value>) {
    let required: Vec<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, property) in properties.iter_mut() {
        let Some(property) = property.as_object_mut() else { continue };
        let optional = !required.contains(name) && !property.contains_key("default");
        if optional && (property.contains_key("type") || property.contains_key("allOf")) {
            property.insert("nullable".to_owned(), json!(true));
        }
    }
}

fn text<'a>(schema: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    schema.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_sends_is_what_is_said() {
        let mut document = json!({
            "type": "object",
            "title": "Guitar",
            "required": ["id"],
            "properties": {
                "id": { "type": "string", "format": "uuid", "title": "A guitar." },
                "built": { "type": "string", "format": "naive-date", "description": "When." },
                "kind": { "allOf": [{ "$ref": "#/components/schemas/Kind" }, { "description": "Which." }], "description": "Which." },
                "strings": { "type": "integer", "format": "uint8", "default": 6 },
                "wood": {
                    "allOf": [{ "$ref": "#/components/schemas/Wood" }, { "default": "ash", "description": "Of what." }],
                    "default": "ash",
                    "description": "Of what.",
                },
                "title": { "type": "string" },
            },
        });
        tidy(&mut document);
        let wanted = json!({
            "type": "object",
            "title": "Guitar",
            "required": ["id"],
            "properties": {
                "id": { "type": "string", "format": "uuid", "description": "A guitar." },
                "built": { "type": "string", "format": "date", "description": "When.", "nullable": true },
                "kind": { "allOf": [{ "$ref": "#/components/schemas/Kind" }], "description": "Which.", "nullable": true },
                "strings": { "type": "integer", "format": "uint8", "default": 6, "minimum": 0 },
                "wood": { "allOf": [{ "$ref": "#/components/schemas/Wood" }], "default": "ash", "description": "Of what." },
                "title": { "type": "string", "nullable": true },
            },
        });
        assert_eq!(document, wanted);
    }
}
