//! K1: nothing that programs were promised is taken back. The document is compared with that of the last
//! release (`openapi/released.json`, a copy made when one is released).
//!
//! What breaks a program, and is found here:
//! - an operation, a parameter, a field, a success, a media type or a word of an enumeration that is gone,
//! - another type, format, operationId or way to sign in,
//! - in requests: something that must be there now, may no longer be null, or has narrower bounds,
//! - in answers: something that is no longer sure to be there and has no default, or may be null now.
//!
//! New operations, optional parameters, fields of answers and words of enumerations are no breach: programs
//! are told to pass over what they do not know.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// Which way a body goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    /// Programs send it.
    In,
    /// Programs read it.
    Out,
}

struct Comparison<'a> {
    before: &'a Value,
    after: &'a Value,
    /// Pairs of schemas that were compared already, or are being.
    seen: HashSet<(*const Value, *const Value, Way)>,
    breaches: Vec<String>,
}

/// What of `before` programs can no longer rely on in `after`.
fn breaches(before: &Value, after: &Value) -> Vec<String> {
    let mut comparison = Comparison { before, after, seen: HashSet::new(), breaches: Vec::new() };
    for (path, item) in fields(&before["paths"]) {
        for (method, operation) in item.as_object().into_iter().flatten() {
            comparison.operation(&format!("{method} {path}"), operation, &after["paths"][path][method]);
        }
    }
    comparison.breaches
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn holds(list: &Value, item: &Value) -> bool {
    list.as_array().is_some_and(|items| items.contains(item))
}

impl Comparison<'_> {
    fn breach(&mut self, at: &str, what: &str) {
        self.breaches.push(format!("{at}: {what}"));
    }

    fn operation(&mut self, at: &str, before: &Value, after: &Value) {
        if after.is_null() {
            return self.breach(at, "is gone");
        }
        if before["operationId"] != after["operationId"] {
            self.breach(at, "has another operationId");
        }
        self.security(at, before, after);
        self.parameters(at, before, after);
        let (sent, taken) = (&before["requestBody"], &after["requestBody"]);
        if sent.is_null() && taken["required"] == true {
            self.breach(at, "needs a body now");
        }
        self.contents(&format!("{at} request"), &sent["content"], &taken["content"], Way::In);
        for (status, answer) in fields(&before["responses"]).filter(|(status, _)| status.starts_with('2')) {
            let at = format!("{at} {status}");
            match after["responses"].get(status) {
                Some(given) => self.contents(&at, &answer["content"], &given["content"], Way::Out),
                None => self.breach(&at, "is gone"),
            }
        }
    }

    fn security(&mut self, at: &str, before: &Value, after: &Value) {
        let open = |operation: &Value| operation["security"].is_null() || holds(&operation["security"], &json!({}));
        if open(before) && !open(after) {
            self.breach(at, "is no longer for everybody");
        }
        for way in list(&before["security"]) {
            if !holds(&after["security"], way) && !open(after) {
                self.breach(at, &format!("can no longer be asked with {way}"));
            }
        }
    }

    fn parameters(&mut self, at: &str, before: &Value, after: &Value) {
        let same = |one: &Value, other: &Value| one["name"] == other["name"] && one["in"] == other["in"];
        for parameter in list(&before["parameters"]) {
            let at = format!("{at} {}", parameter["name"]);
            match list(&after["parameters"]).find(|other| same(parameter, other)) {
                Some(now) => self.schema(&at, &parameter["schema"], &now["schema"], Way::In),
                None => self.breach(&at, "is gone"),
            }
        }
        for parameter in list(&after["parameters"]).filter(|parameter| parameter["required"] == true) {
            let known = list(&before["parameters"]).find(|other| same(parameter, other));
            if known.is_none_or(|known| known["required"] != true) {
                self.breach(&format!("{at} {}", parameter["name"]), "must be there now");
            }
        }
    }

    fn contents(&mut self, at: &str, before: &Value, after: &Value, way: Way) {
        for (kind, content) in fields(before) {
            match after.get(kind) {
                Some(now) => self.schema(at, &content["schema"], &now["schema"], way),
                None => self.breach(at, &format!("is no longer {kind}")),
            }
        }
    }

    fn schema(&mut self, at: &str, before: &Value, after: &Value, way: Way) {
        let ((before, null_before), (after, null_after)) = (meant(self.before, before), meant(self.after, after));
        match way {
            Way::In if null_before && !null_after => self.breach(at, "may no longer be null"),
            Way::Out if null_after && !null_before => self.breach(at, "may be null now"),
            _ => {}
        }
        if !self.seen.insert((std::ptr::from_ref(before), std::ptr::from_ref(after), way)) {
            return;
        }
        for what in ["type", "format"] {
            if before.get(what).is_some() && before[what] != after[what] {
                self.breach(at, &format!("has another {what}"));
            }
        }
        for word in list(&before["enum"]) {
            if !holds(&after["enum"], word) && after["enum"].is_array() {
                self.breach(at, &format!("no longer knows {word}"));
            }
        }
        if way == Way::In {
            self.bounds(at, before, after);
        }
        if !before["items"].is_null() {
            self.schema(&format!("{at}/*"), &before["items"], &after["items"], way);
        }
        self.properties(at, before, after, way);
    }

    fn bounds(&mut self, at: &str, before: &Value, after: &Value) {
        for bound in ["minimum", "minLength", "minItems"] {
            if after[bound].as_i64().unwrap_or(i64::MIN) > before[bound].as_i64().unwrap_or(i64::MIN) {
                self.breach(at, &format!("has a higher {bound}"));
            }
        }
        for bound in ["maximum", "maxLength", "maxItems"] {
            if after[bound].as_i64().unwrap_or(i64::MAX) < before[bound].as_i64().unwrap_or(i64::MAX) {
                self.breach(at, &format!("has a lower {bound}"));
            }
        }
    }

    fn properties(&mut self, at: &str, before: &Value, after: &Value, way: Way) {
        for (name, property) in fields(&before["properties"]) {
            let at = format!("{at}/{name}");
            match after["properties"].get(name) {
                Some(now) => self.schema(&at, property, now, way),
                None => self.breach(&at, "is gone"),
            }
        }
        let (sure, surer, what) = match way {
            Way::In => (after, before, "must be there now"),
            Way::Out => (before, after, "need not be there now"),
        };
        for name in list(&sure["required"]).filter(|name| !holds(&surer["required"], name)) {
            let known = after["properties"].get(name.as_str().unwrap_or_default());
            // What is gone was told already, and what has a default is read where it is not there.
            let is_missed = known.is_some_and(|property| property.get("default").is_none());
            if way == Way::In || is_missed {
                self.breach(&format!("{at}/{}", name.as_str().unwrap_or_default()), what);
            }
        }
    }
}

/// The schema itself, where it refers to one or wraps one, and whether null will do.
fn meant<'a>(document: &'a Value, schema: &'a Value) -> (&'a Value, bool) {
    let nullable = schema["nullable"] == true;
    let wrapped = match (schema["$ref"].as_str(), schema["allOf"].as_array().map(Vec::as_slice)) {
        (Some(reference), _) => document.pointer(reference.trim_start_matches('#')),
        (None, Some([one])) => Some(one),
        _ => None,
    };
    let Some(wrapped) = wrapped else { return (schema, nullable) };
    let (schema, within) = meant(document, wrapped);
    (schema, nullable || within)
}

#[tokio::test]
async fn nothing_that_was_released_is_taken_back() {
    let app = tests::TestApp::new().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/released.json");
    let released: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the last release")).unwrap();
    let now: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let breaches = breaches(&released, &now);
    assert!(breaches.is_empty(), "programs would break:\n{}", breaches.join("\n"));
}

/// A document with one operation and one schema.
fn guitars() -> Value {
    json!({
        "paths": { "/guitars": { "post": {
            "operationId": "build_guitar",
            "security": [{ "bearer": [] }, { "api_key": [] }],
            "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Ask" } } } },
            "responses": {
                "201": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Guitar" } } } },
                "404": { "description": "None." },
            },
        } } },
        "components": { "schemas": {
            "Ask": {
                "type": "object",
                "required": ["name"],
                "properties": { "name": { "type": "string" }, "note": { "type": "string", "nullable": true } },
            },
            "Guitar": {
                "type": "object",
                "required": ["id", "wood", "twins"],
                "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "wood": { "allOf": [{ "$ref": "#/components/schemas/Wood" }] },
                    "twins": { "type": "array", "items": { "$ref": "#/components/schemas/Guitar" } },
                },
            },
            "Wood": { "type": "string", "enum": ["ash", "alder"] },
        } },
    })
}

/// The breaches of a document in which what stands at `pointer` was replaced, or taken away.
fn after(pointer: &str, value: Option<Value>) -> Vec<String> {
    let mut document = guitars();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent: &mut Map<String, Value> = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    let key = key.replace("~1", "/");
    match value {
        Some(value) => drop(parent.insert(key, value)),
        None => drop(parent.remove(&key).unwrap()),
    }
    breaches(&guitars(), &document)
}

#[test]
fn what_breaks_programs_is_found() {
    const OPERATION: &str = "/paths/~1guitars/post";
    const ASK: &str = "/components/schemas/Ask";
    const GUITAR: &str = "/components/schemas/Guitar";
    let at = |base: &str, more: &str| format!("{base}/{more}");
    for (pointer, value, wanted) in [
        ("/paths/~1guitars".to_owned(), None, "post /guitars: is gone"),
        (at(OPERATION, "operationId"), Some(json!("make_guitar")), "post /guitars: has another operationId"),
        (
            at(OPERATION, "security"),
            Some(json!([{ "bearer": [] }])),
            "post /guitars: can no longer be asked with {\"api_key\":[]}",
        ),
        (at(OPERATION, "parameters"), Some(json!([])), "post /guitars \"limit\": is gone"),
        (
            at(OPERATION, "parameters"),
            Some(json!([{ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 50 } }])),
            "post /guitars \"limit\": has a lower maximum",
        ),
        (at(OPERATION, "responses/201"), None, "post /guitars 201: is gone"),
        (at(ASK, "required"), Some(json!(["name", "note"])), "post /guitars request/note: must be there now"),
        (at(ASK, "properties/note"), Some(json!({ "type": "string" })), "post /guitars request/note: may no longer be null"),
        (at(ASK, "properties/name"), None, "post /guitars request/name: is gone"),
        (at(GUITAR, "properties/id/format"), None, "post /guitars 201/id: has another format"),
        (at(GUITAR, "properties/id/nullable"), Some(json!(true)), "post /guitars 201/id: may be null now"),
        (at(GUITAR, "properties/wood"), None, "post /guitars 201/wood: is gone"),
        (at(GUITAR, "required"), Some(json!(["wood", "twins"])), "post /guitars 201/id: need not be there now"),
        ("/components/schemas/Wood/enum".to_owned(), Some(json!(["ash"])), "post /guitars 201/wood: no longer knows \"alder\""),
    ] {
        assert_eq!(after(&pointer, value), [wanted], "{pointer}");
    }
}

#[test]
fn what_only_grows_breaks_nobody() {
    for (pointer, value) in [
        ("/paths/~1drums", json!({ "get": {} })),
        ("/paths/~1guitars/post/responses/409", json!({ "description": "Taken." })),
        ("/components/schemas/Guitar/properties/strings", json!({ "type": "integer" })),
        ("/components/schemas/Ask/properties/strings", json!({ "type": "integer" })),
        ("/components/schemas/Ask/required", json!([])),
        ("/components/schemas/Wood/enum", json!(["ash", "alder", "basswood"])),
        ("/components/schemas/Guitar/required", json!(["id", "wood", "twins", "strings"])),
        (
            "/components/schemas/Guitar",
            json!({
                "type": "object",
                "required": ["id", "twins"],
                "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "wood": { "allOf": [{ "$ref": "#/components/schemas/Wood" }], "default": "ash" },
                    "twins": { "type": "array", "items": { "$ref": "#/components/schemas/Guitar" } },
                },
            }),
        ),
    ] {
        assert_eq!(after(pointer, Some(value)), Vec::<String>::new(), "{pointer}");
    }
}
