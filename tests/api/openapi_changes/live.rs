//! The messages of the WebSocket: pages stay open for days, and say and hear them as they learnt them.

use serde_json::{Value, json};

use super::schemas::{Comparison, Way};
use super::{changed, fields, holds, list, released};

/// What of `before` clients can no longer rely on in `after`.
fn breaches(before: &Value, after: &Value) -> Vec<String> {
    let mut comparison = Comparison::new(before, after);
    for (name, channel) in fields(&before["channels"]) {
        if after["channels"][name]["address"] != channel["address"] {
            comparison.breach(&format!("channel {name}"), "has another address");
        }
    }
    for (operation, way) in [("hear", Way::In), ("tell", Way::Out)] {
        let known = &after["operations"][operation]["messages"];
        for message in list(&before["operations"][operation]["messages"]) {
            let name = message["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
            if holds(known, message) {
                let (was, is) = (&before["components"]["messages"][name], &after["components"]["messages"][name]);
                comparison.schema(name, &was["payload"], &is["payload"], way);
            } else {
                comparison.breach(name, "is gone");
            }
        }
    }
    comparison.breaches
}

#[test]
fn nothing_that_was_released_is_taken_back() {
    let now: Value = serde_json::from_str(&api::live::asyncapi().unwrap()).unwrap();
    let breaches = breaches(&released("released-live.json"), &now);
    assert!(breaches.is_empty(), "pages that are open would break:\n{}", breaches.join("\n"));
}

/// A document in which a client tunes a guitar, and the server says how it sounds.
fn guitars() -> Value {
    let message = |word: &str, schema: &str| {
        let kind = json!({ "type": "object", "required": ["type"], "properties": { "type": { "const": word } } });
        json!({ "payload": { "allOf": [kind, { "$ref": format!("#/components/schemas/{schema}") }] } })
    };
    json!({
        "channels": { "live": { "address": "/api/v1/live" } },
        "operations": {
            "hear": { "messages": [{ "$ref": "#/channels/live/messages/tune" }] },
            "tell": { "messages": [{ "$ref": "#/channels/live/messages/sound" }] },
        },
        "components": {
            "messages": { "tune": message("tune", "Tune"), "sound": message("sound", "Sound") },
            "schemas": {
                "Tune": {
                    "type": "object",
                    "required": ["string"],
                    "properties": {
                        "string": { "type": "integer" },
                        "to": { "oneOf": [{ "$ref": "#/components/schemas/Note" }, { "type": "null" }] },
                    },
                },
                "Sound": {
                    "type": "object",
                    "required": ["note", "hertz"],
                    "properties": {
                        "note": { "allOf": [{ "$ref": "#/components/schemas/Note" }, { "description": "Which." }] },
                        "hertz": { "type": "integer" },
                    },
                },
                "Note": { "type": "string", "enum": ["e", "a"] },
            },
        },
    })
}

fn after(pointer: &str, value: Option<Value>) -> Vec<String> {
    breaches(&guitars(), &changed(guitars(), pointer, value))
}

#[test]
fn what_breaks_open_pages_is_found() {
    const TUNE: &str = "/components/schemas/Tune";
    const SOUND: &str = "/components/schemas/Sound";
    let at = |base: &str, more: &str| format!("{base}/{more}");
    for (pointer, value, wanted) in [
        ("/channels/live/address".to_owned(), Some(json!("/api/v2/live")), "channel live: has another address"),
        ("/operations/hear/messages".to_owned(), Some(json!([])), "tune: is gone"),
        ("/operations/tell/messages".to_owned(), Some(json!([])), "sound: is gone"),
        (
            "/components/messages/sound/payload/allOf".to_owned(),
            Some(json!([
                { "type": "object", "required": ["type"], "properties": { "type": { "const": "noise" } } },
                { "$ref": "#/components/schemas/Sound" },
            ])),
            "sound/type: has another const",
        ),
        (at(TUNE, "required"), Some(json!(["string", "to"])), "tune/to: must be there now"),
        (at(TUNE, "properties/to"), Some(json!({ "$ref": "#/components/schemas/Note" })), "tune/to: may no longer be null"),
        (at(TUNE, "properties/string/type"), Some(json!("string")), "tune/string: has another type"),
        (at(SOUND, "properties/hertz"), None, "sound/hertz: is gone"),
        (at(SOUND, "required"), Some(json!(["note"])), "sound/hertz: need not be there now"),
        (
            at(SOUND, "properties/hertz"),
            Some(json!({ "oneOf": [{ "type": "integer" }, { "type": "null" }] })),
            "sound/hertz: may be null now",
        ),
    ] {
        assert_eq!(after(&pointer, value), [wanted], "{pointer}");
    }
    // Both ways: as it is said, and as it is told.
    assert_eq!(after("/components/schemas/Note/enum", Some(json!(["e"]))).len(), 2);
}

#[test]
fn what_only_grows_breaks_no_page() {
    for (pointer, value) in [
        (
            "/operations/tell/messages",
            json!([{ "$ref": "#/channels/live/messages/sound" }, { "$ref": "#/channels/live/messages/hum" }]),
        ),
        ("/components/schemas/Sound/properties/volume", json!({ "type": "integer" })),
        ("/components/schemas/Tune/properties/slowly", json!({ "oneOf": [{ "type": "boolean" }, { "type": "null" }] })),
        ("/components/schemas/Note/enum", json!(["e", "a", "d"])),
        ("/components/schemas/Sound/properties/note", json!({ "$ref": "#/components/schemas/Note" })),
    ] {
        assert_eq!(after(pointer, Some(value)), Vec::<String>::new(), "{pointer}");
    }
}
