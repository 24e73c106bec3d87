//! K1: the document of the WebSocket.

use serde_json::{Value, json};
use shared::live::{CLIENT_TYPES, ClientMessage, ServerMessage, read_client};
use tests::{Live, TestApp};
use tokio_tungstenite::tungstenite::protocol::Message;

use super::live::notify;

fn document() -> Value {
    serde_json::from_str(&api::live::asyncapi().unwrap()).unwrap()
}

/// Whether `value` is what `schema` says; the part of JSON Schema that the document uses.
fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} is not there"));
        return fits(document, target, value);
    }
    let all = |key: &str| schema[key].as_array().is_none_or(|parts| parts.iter().all(|part| fits(document, part, value)));
    let one = schema["oneOf"].as_array().is_none_or(|parts| parts.iter().filter(|part| fits(document, part, value)).count() == 1);
    let kind = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some(other) => panic!("a schema of type {other}"),
        None => true,
    };
    let constant = schema.get("const").is_none_or(|constant| constant == value);
    let word = schema["enum"].as_array().is_none_or(|words| words.contains(value));
    let fields = value.as_object().is_none_or(|object| {
        let there = schema["required"].as_array().into_iter().flatten().all(|name| object.contains_key(name.as_str().unwrap()));
        let known = schema["properties"].as_object().into_iter().flatten();
        there && known.into_iter().all(|(name, part)| object.get(name).is_none_or(|value| fits(document, part, value)))
    });
    let items = value
        .as_array()
        .is_none_or(|items| schema.get("items").is_none_or(|part| items.iter().all(|item| fits(document, part, item))));
    all("allOf") && one && kind && constant && word && fields && items
}

/// The payload's schema of a message, and every field it may have.
fn payload<'a>(document: &'a Value, name: &str) -> &'a Value {
    let schema = &document["components"]["messages"][name]["payload"];
    assert!(schema.is_object(), "{name} is not in the document");
    schema
}

fn fields(document: &Value, name: &str) -> Vec<String> {
    let mut fields = Vec::new();
    for part in payload(document, name)["allOf"].as_array().unwrap() {
        let part = part["$ref"].as_str().map_or(part, |reference| document.pointer(reference.trim_start_matches('#')).unwrap());
        fields.extend(part["properties"].as_object().unwrap().keys().cloned());
    }
    fields
}

#[tokio::test]
async fn the_committed_document_is_the_served_one() {
    let app = TestApp::new().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/hurtrock-live.asyncapi.json");
    let committed = std::fs::read_to_string(path).expect("the document; `cargo xtask openapi` writes it");
    assert!(committed == api::live::asyncapi().unwrap(), "it is not what the server serves: run `cargo xtask openapi`");
    let served = reqwest::get(format!("{}/api/asyncapi.json", app.url())).await.unwrap().text().await.unwrap();
    assert!(served == committed);
    let rest: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    assert_eq!(rest["externalDocs"]["url"], "/api/asyncapi.json", "the REST document leads to it");
}

#[test]
fn every_message_is_described_by_an_example_that_is_read() {
    let document = document();
    let messages = document["components"]["messages"].as_object().unwrap();
    for (name, message) in messages {
        let example = &message["examples"][0]["payload"];
        assert!(fits(&document, &message["payload"], example), "{name}: {example}");
        let keys: Vec<String> = example.as_object().unwrap().keys().cloned().collect();
        let known = fields(&document, name);
        assert!(keys.iter().all(|key| known.contains(key)), "{name} says {keys:?}, the document knows {known:?}");
        let text = example.to_string();
        let (by_client, by_server) = (read_client(&text).is_ok(), serde_json::from_str::<ServerMessage>(&text).is_ok());
        assert!(by_client || by_server, "{name} is read by neither");
        assert_eq!(by_client, CLIENT_TYPES.contains(&name.as_str()), "{name}");
    }
    let listed = |operation: &str| {
        let messages = document["operations"][operation]["messages"].as_array().unwrap();
        messages
            .iter()
            .map(|message| message["$ref"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let mut by_client = listed("hear");
    by_client.sort();
    let mut known = CLIENT_TYPES.to_vec();
    known.sort_unstable();
    assert_eq!(by_client, known);
    assert_eq!(listed("hear").len() + listed("tell").len(), messages.len());
    assert!(!fits(&document, payload(&document, "hello"), &json!({ "type": "hello", "version": "eins" })), "it tells them apart");
}

#[tokio::test]
async fn what_is_said_over_the_wire_is_what_the_document_says() {
    let document = document();
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let mut live = Live::open(&buyer).await;
    let mut said = Vec::new();
    for text in [
        r#"{"type":"hello","version":1,"topics":["own_orders","novel"]}"#,
        r#"{"type":"subscribe","topics":["own_orders"]}"#,
        r#"{"type":"novel"}"#,
    ] {
        live.say_text(text).await;
        said.push(live.text().await.expect("an answer"));
    }
    notify(&app, &buyer, 1).await;
    said.push(live.text().await.expect("a notification"));
    said.push(live.text().await.expect("counts"));
    app.ctx.live.apply(&api::cache::Change::Order(shared::ids::OrderId::generate(), Some(shared::ids::UserId(buyer.user_id()))));
    said.push(live.text().await.expect("a change"));
    live.say(&ClientMessage::Ping(shared::live::Ping { id: 3 })).await;
    said.push(live.text().await.expect("pong"));
    notify(&app, &buyer, 150).await;
    loop {
        let text = live.text().await.expect("missed");
        if text.contains(r#""type":"missed""#) {
            said.push(text);
            break;
        }
    }
    live.send(Message::text("x")).await;
    while let Some(text) = live.text().await {
        said.push(text);
    }
    let mut kinds = Vec::new();
    for text in &said {
        let value: Value = serde_json::from_str(text).unwrap();
        let kind = value["type"].as_str().unwrap().to_owned();
        assert!(fits(&document, payload(&document, &kind), &value), "{text}");
        kinds.push(kind);
    }
    for kind in ["welcome", "subscribed", "error", "notification", "counts", "changed", "pong", "missed", "bye"] {
        assert!(kinds.iter().any(|said| said == kind), "{kind} was not said: {kinds:?}");
    }
}
