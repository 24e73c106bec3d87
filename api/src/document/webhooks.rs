//! What webhooks are told. OpenAPI 3.0 has no word for it, so it stands in `x-webhooks`, as 3.1 has it in `webhooks`;
//! what is in the bodies is among the schemas, of which generators make types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::integrations::WebhookEvent;

use crate::webhooks::{TEST, event_schema};

/// Where in the document it stands.
pub(super) const PLACE: &str = "x-webhooks";

/// What is left to show of what is gone.
const GONE: &str = "GoneSubject";
/// What [`TEST`] says.
const TESTED: &str = "TestEvent";

/// Adds every event, and the schemas of what is sent.
pub(super) fn add(document: &mut Value) {
    let mut words: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut told = Map::new();
    for event in WebhookEvent::ALL {
        let shown = event_schema(*event);
        told.insert(event.as_str().to_owned(), told_of(event.as_str(), &envelope_name(&shown)));
        words.entry(shown.into_owned()).or_default().push(event.as_str());
    }
    told.insert(TEST.to_owned(), told_of(TEST, TESTED));
    document[PLACE] = Value::Object(told);

    let schemas = &mut document["components"]["schemas"];
    for (shown, words) in words {
        let about = "The thing as its GET shows it to staff, read when the event was spread; its id alone when it is gone.";
        let data = json!({ "description": about, "oneOf": [schema(&shown), schema(GONE)] });
        schemas[envelope_name(&shown)] = envelope(&words, data);
    }
    schemas[GONE] = json!({
        "type": "object",
        "description": "What an event was about, and is no longer there.",
        "required": ["id"],
        "properties": { "id": { "type": "string", "format": "uuid", "description": "Its id." } },
        "additionalProperties": false,
    });
    let webhook = json!({ "type": "string", "format": "uuid", "description": "The webhook." });
    let data = json!({
        "type": "object",
        "description": "Whom it was sent to.",
        "required": ["webhook_id"],
        "properties": { "webhook_id": webhook },
    });
    schemas[TESTED] = envelope(&[TEST], data);
}

/// `StaffOrder` is told by a `StaffOrderEvent`.
fn envelope_name(shown: &str) -> String {
    format!("{shown}Event")
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn envelope(words: &[&str], data: Value) -> Value {
    json!({
        "type": "object",
        "description": "What a webhook is told.",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string", "enum": words, "description": "What happened." },
            "timestamp": { "type": "string", "format": "date-time", "description": "When." },
            "data": data,
        },
    })
}

/// The request that tells it.
fn told_of(word: &str, envelope: &str) -> Value {
    let header = |name: &str, about: &str| json!({ "name": name, "in": "header", "required": true, "description": about, "schema": { "type": "string" } });
    json!({ "post": {
        "summary": format!("Tells of `{word}`."),
        "tags": ["Admin: integrations"],
        "parameters": [
            header("webhook-id", "Names the event; the same for every try."),
            header("webhook-timestamp", "When this try was made, in seconds since 1970."),
            header("webhook-signature", "`v1,` and the HMAC-SHA256 of `{id}.{timestamp}.{body}` in base64; after a rotation two of \
                them, divided by a space."),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema(envelope) } } },
        "responses": {
            "2XX": { "description": "Taken." },
            "410": { "description": "Nobody listens here any more: the webhook is switched off." },
            "default": { "description": "Not taken: it is tried again." },
        },
    } })
}

/// An example made of a schema names the first of its words; each shall name its own.
pub(super) fn name_examples(document: &mut Value) {
    for (word, told) in document[PLACE].as_object_mut().into_iter().flatten() {
        if let Some(example) = told.pointer_mut("/post/requestBody/content/application~1json/example") {
            example["type"] = json!(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_told_in_an_envelope_that_knows_it() {
        let mut document = json!({ "components": { "schemas": {} } });
        add(&mut document);
        for event in WebhookEvent::ALL.iter().map(|event| event.as_str()).chain([TEST]) {
            let body = &document[PLACE][event]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let envelope = body.as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#')));
            let words = envelope.and_then(|envelope| envelope["properties"]["type"]["enum"].as_array());
            assert!(words.is_some_and(|words| words.contains(&json!(event))), "{event}");
        }
    }
}
