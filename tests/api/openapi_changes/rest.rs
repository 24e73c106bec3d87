//! The REST interface and its webhooks.

use serde_json::{Value, json};

use super::schemas::{Comparison, Way, meant};
use super::{changed, fields, holds, list, released};

/// What of `before` programs can no longer rely on in `after`.
fn breaches(before: &Value, after: &Value) -> Vec<String> {
    let mut comparison = Comparison::new(before, after);
    for server in list(&before["servers"]) {
        if !list(&after["servers"]).any(|now| now["url"] == server["url"]) {
            comparison.breach(&format!("server {}", server["url"]), "is gone");
        }
    }
    for (path, item) in fields(&before["paths"]) {
        for (method, operation) in item.as_object().into_iter().flatten() {
            comparison.operation(&format!("{method} {path}"), operation, &after["paths"][path][method]);
        }
    }
    for (word, webhook) in fields(&before["x-webhooks"]) {
        comparison.webhook(&format!("webhook {word}"), &webhook["post"], &after["x-webhooks"][word]["post"]);
    }
    comparison.breaches
}

impl<'a> Comparison<'a> {
    fn operation(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        if after.is_null() {
            return self.breach(at, "is gone");
        }
        if before["operationId"] != after["operationId"] {
            self.breach(at, "has another operationId");
        }
        self.security(at, before, after);
        self.parameters(at, before, after);
        let (sent, taken) = (&before["requestBody"], &after["requestBody"]);
        if sent["required"] != true && taken["required"] == true {
            self.breach(at, "needs a body now");
        }
        self.contents(&format!("{at} request"), &sent["content"], &taken["content"], Way::In);
        for (status, answer) in fields(&before["responses"]).filter(|(status, _)| status.starts_with('2')) {
            let at = format!("{at} {status}");
            match after["responses"].get(status) {
                Some(given) => self.answer(&at, answer, given),
                None => self.breach(&at, "is gone"),
            }
        }
    }

    fn answer(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        let ((before, _), (after, _)) = (meant(self.before, before), meant(self.after, after));
        self.contents(at, &before["content"], &after["content"], Way::Out);
        for (name, header) in fields(&before["headers"]) {
            let at = format!("{at} {name}");
            // Headers are the same however they are written.
            let Some((_, now)) = fields(&after["headers"]).find(|(other, _)| other.eq_ignore_ascii_case(name)) else {
                self.breach(&at, "is gone");
                continue;
            };
            let ((header, _), (now, _)) = (meant(self.before, header), meant(self.after, now));
            if header["required"] == true && now["required"] != true {
                self.breach(&at, "need not be there now");
            }
            self.schema(&at, &header["schema"], &now["schema"], Way::Out);
        }
    }

    /// What is told is read, its headers as well.
    fn webhook(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        if after.is_null() {
            return self.breach(at, "is gone");
        }
        for header in list(&before["parameters"]) {
            if !list(&after["parameters"]).any(|now| now["name"] == header["name"]) {
                self.breach(&format!("{at} {}", header["name"]), "is gone");
            }
        }
        self.contents(at, &before["requestBody"]["content"], &after["requestBody"]["content"], Way::Out);
    }

    fn security(&mut self, at: &str, before: &'a Value, after: &'a Value) {
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

    fn parameters(&mut self, at: &str, before: &'a Value, after: &'a Value) {
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

    fn contents(&mut self, at: &str, before: &'a Value, after: &'a Value, way: Way) {
        for (kind, content) in fields(before) {
            match after.get(kind) {
                Some(now) => self.schema(at, &content["schema"], &now["schema"], way),
                None => self.breach(at, &format!("is no longer {kind}")),
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_was_released_is_taken_back() {
    let app = tests::TestApp::new().await;
    let now: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let breaches = breaches(&released("released.json"), &now);
    assert!(breaches.is_empty(), "programs would break:\n{}", breaches.join("\n"));
}

/// A document with one operation, one webhook and a few schemas.
fn guitars() -> Value {
    json!({
        "servers": [{ "url": "/api/v1" }],
        "paths": { "/guitars": { "post": {
            "operationId": "build_guitar",
            "security": [{ "bearer": [] }, { "api_key": [] }],
            "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Ask" } } } },
            "responses": {
                "201": {
                    "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Guitar" } } },
                },
                "404": { "description": "None." },
            },
        } } },
        "x-webhooks": { "guitar.built": { "post": {
            "parameters": [{ "name": "webhook-id", "in": "header" }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/GuitarEvent" } } } },
        } } },
        "components": { "schemas": {
            "Ask": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "note": { "type": "string", "nullable": true },
                    "wish": { "description": "Whatever." },
                },
            },
            "GuitarEvent": {
                "type": "object",
                "required": ["data"],
                "properties": { "data": { "oneOf": [{ "$ref": "#/components/schemas/Guitar" }, { "type": "object" }] } },
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
    breaches(&guitars(), &changed(guitars(), pointer, value))
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
        ("/servers".to_owned(), Some(json!([{ "url": "/api/v2" }])), "server \"/api/v1\": is gone"),
        (at(OPERATION, "requestBody/required"), Some(json!(true)), "post /guitars: needs a body now"),
        (at(ASK, "properties/name/enum"), Some(json!(["Superstrat"])), "post /guitars request/name: takes only some words now"),
        (at(ASK, "properties/name/format"), Some(json!("uuid")), "post /guitars request/name: takes only one format now"),
        (at(ASK, "properties/name/pattern"), Some(json!("^S")), "post /guitars request/name: has another pattern"),
        (at(ASK, "properties/wish/type"), Some(json!("string")), "post /guitars request/wish: takes only one type now"),
        (at(ASK, "additionalProperties"), Some(json!(false)), "post /guitars request: takes no other fields now"),
        (
            at(ASK, "additionalProperties"),
            Some(json!({ "type": "string" })),
            "post /guitars request: takes only some other fields now",
        ),
        (at(OPERATION, "responses/201/headers"), Some(json!({})), "post /guitars 201 ETag: is gone"),
        (
            at(OPERATION, "responses/201/headers/ETag/required"),
            Some(json!(false)),
            "post /guitars 201 ETag: need not be there now",
        ),
        (
            at(OPERATION, "responses/201/headers/ETag/schema"),
            Some(json!({ "type": "integer" })),
            "post /guitars 201 ETag: has another type",
        ),
        ("/x-webhooks/guitar.built".to_owned(), None, "webhook guitar.built: is gone"),
        ("/x-webhooks/guitar.built/post/parameters".to_owned(), None, "webhook guitar.built \"webhook-id\": is gone"),
        (
            "/components/schemas/GuitarEvent/properties/data".to_owned(),
            Some(json!({ "oneOf": [{ "$ref": "#/components/schemas/Guitar" }] })),
            "webhook guitar.built/data: has another oneOf",
        ),
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
        ("/components/schemas/Guitar/additionalProperties", json!(false)),
        ("/components/schemas/Guitar/properties/id/pattern", json!("^[0-9a-f-]+$")),
        ("/components/schemas/Ask/additionalProperties", json!(true)),
        ("/servers", json!([{ "url": "/api/v1" }, { "url": "/api/v2" }])),
        ("/paths/~1guitars/post/requestBody/required", json!(false)),
        (
            "/paths/~1guitars/post/responses/201/headers",
            json!({ "etag": { "required": true, "schema": { "type": "string" } }, "Age": {} }),
        ),
        ("/x-webhooks/guitar.sold", json!({ "post": {} })),
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
