//! K1: the document.

use serde_json::Value;
use shared::payments::PaymentProvider;
use tests::TestApp;

pub(super) async fn document() -> (TestApp, Value) {
    let app = TestApp::new().await;
    let document = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    (app, document)
}

#[tokio::test]
async fn the_committed_document_is_the_served_one() {
    let app = TestApp::new().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/hurtrock.json");
    let committed = std::fs::read_to_string(path).expect("openapi/hurtrock.json; `cargo xtask openapi` writes it");
    assert!(
        committed == api::app::openapi(&app.ctx).unwrap(),
        "openapi/hurtrock.json is not what the server serves: run `cargo xtask openapi`"
    );
    let served = reqwest::get(format!("{}/api/openapi.json", app.url())).await.unwrap().text().await.unwrap();
    assert!(served == committed);
}

#[tokio::test]
async fn the_reference_is_the_shops_own() {
    let app = TestApp::new().await;
    let reference = reqwest::get(format!("{}/api/docs", app.url())).await.unwrap();
    assert!(reference.status().is_success());
    let policy = reference.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let scripts = policy.split("; ").find(|part| part.starts_with("script-src ")).unwrap();
    assert_eq!(scripts, "script-src 'self' 'wasm-unsafe-eval'");
    let page = reference.text().await.unwrap();
    assert!(page.contains("Hurtrock API") && !page.contains("https://"));
    for (file, kind) in [("swagger-ui.js", "text/javascript"), ("swagger-ui.css", "text/css"), ("start.js", "text/javascript")] {
        assert!(page.contains(&format!("\"/api/docs/{file}\"")), "{file}");
        let answer = reqwest::get(format!("{}/api/docs/{file}", app.url())).await.unwrap();
        assert!(answer.status().is_success() && answer.headers()["content-type"].to_str().unwrap().starts_with(kind), "{file}");
        assert!(answer.text().await.unwrap().len() > 100, "{file}");
    }
    assert_eq!(reqwest::get(format!("{}/api/docs/other.js", app.url())).await.unwrap().status(), 404);
}

pub(super) fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
    })
}

/// What is meant: the thing itself, or what it refers to.
pub(super) fn meant<'a>(document: &'a Value, thing: &'a Value) -> &'a Value {
    let Some(reference) = thing["$ref"].as_str() else { return thing };
    document.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} is not there"))
}

#[tokio::test]
async fn every_payment_provider_can_send_its_notifications() {
    let (_app, document) = document().await;
    for provider in PaymentProvider::ALL {
        let path = format!("/payments/{provider}/notifications");
        assert!(document["paths"][path.as_str()]["post"].is_object(), "nobody listens at {path}");
    }
}

#[tokio::test]
async fn every_operation_is_described() {
    let (_app, document) = document().await;
    let mut ids = std::collections::HashSet::new();
    for (name, operation) in operations(&document) {
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{name} has no summary");
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{name} has no operationId"));
        assert!(ids.insert(id.to_owned()), "{id} twice");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name} is not in one chapter");
        for status in ["400", "404", "422", "500"] {
            let content = &meant(&document, &operation["responses"][status])["content"];
            assert!(content.get("application/problem+json").is_some(), "{name} does not tell of {status}");
        }
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let description = meant(&document, answer)["description"].as_str();
            assert!(description.is_some_and(|text| !text.is_empty()), "{name} does not say what {status} is");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].as_str().is_some(), "{name}: {} is not described", parameter["name"]);
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (property, said) in schema["properties"].as_object().into_iter().flatten() {
            assert!(said["description"].as_str().is_some(), "{name}.{property} is not described");
        }
    }
}

#[tokio::test]
async fn every_body_has_an_example_that_is_true() {
    let (_app, document) = document().await;
    let mut refused = Vec::new();
    for (name, operation) in operations(&document) {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let answer = meant(&document, answer);
            for kind in ["application/json", "application/problem+json"] {
                let Some(content) = answer["content"].get(kind) else { continue };
                let example = content.get("example").unwrap_or_else(|| panic!("{name} has no example of {status}"));
                speaks(example, &format!("{name} {status}"));
                agrees(&document, &content["schema"], example, &format!("{name} {status}"));
            }
        }
        let Some(content) = operation["requestBody"]["content"].get("application/json") else { continue };
        let example = content.get("example").unwrap_or_else(|| panic!("{name} has no example of its request"));
        speaks(example, &name);
        agrees(&document, &content["schema"], example, &name);
        // Read as the server reads it, with every rule.
        let Some(schema) = content["schema"]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) else {
            continue;
        };
        let read = api::http::reader(schema).unwrap_or_else(|| panic!("{name}: nobody reads {schema}"));
        if let Err(error) = read(example.to_string().as_bytes()) {
            refused.push(format!("{name}: {error} {:?} {example}", error.errors()));
        }
    }
    assert!(refused.is_empty(), "see api/src/document/values.json:\n{}", refused.join("\n"));
}

/// No field of an example says its own name for want of a value.
fn speaks(example: &Value, at: &str) {
    match example {
        Value::Object(object) => {
            for (field, value) in object {
                let name = field.replace('_', " ");
                let is_name = value == name.as_str() || value[0] == name.as_str();
                assert!(!is_name, "{at}: {field} has no example, see api/src/document/values.json");
                speaks(value, at);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| speaks(item, at)),
        _ => {}
    }
}

/// Whether `value` is what its schema says, and has no other keys, all the way down; of several schemas the first.
pub(super) fn agrees(document: &Value, schema: &Value, value: &Value, at: &str) {
    if value.is_null() && schema["nullable"] == true {
        return;
    }
    if schema["$ref"].is_string() {
        return agrees(document, meant(document, schema), value, at);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().for_each(|part| agrees(document, part, value, at));
    }
    if let Some(several) = schema["oneOf"].as_array() {
        return agrees(document, &several[0], value, at);
    }
    // Without a type it may be anything.
    let Some(kind) = schema["type"].as_str() else { return };
    let right = match kind {
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    assert!(right, "{at}: {value} is no {kind}");
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{at}: {value} is none of {choices:?}");
    }
    if let (Some(least), Some(value)) = (schema["minimum"].as_i64(), value.as_i64()) {
        assert!(value >= least, "{at}: {value} is below {least}");
    }
    match value {
        Value::Object(object) => {
            let Some(properties) = schema["properties"].as_object() else { return };
            for key in object.keys() {
                assert!(properties.contains_key(key), "{at}: {key} is answered but not in the document");
            }
            for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(object.contains_key(required), "{at}: {required} is required but not answered");
            }
            // Requests may leave out what has a default; clients made before it had one count on it in answers.
            for (name, _) in properties.iter().filter(|(_, property)| property.get("default").is_some()) {
                assert!(object.contains_key(name), "{at}: {name} is not answered");
            }
            for (key, value) in object {
                agrees(document, &properties[key], value, &format!("{at}/{key}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| agrees(document, &schema["items"], item, at)),
        _ => {}
    }
}

#[tokio::test]
async fn what_the_document_demands_is_demanded() {
    let (_app, document) = document().await;
    let mut taken = Vec::new();
    for (name, operation) in operations(&document) {
        let Some(content) = operation["requestBody"]["content"].get("application/json") else { continue };
        let Some(schema) = content["schema"]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) else {
            continue;
        };
        let read = api::http::reader(schema).unwrap_or_else(|| panic!("{name}: nobody reads {schema}"));
        let spoiled = spoiled(&document, &content["schema"], &content["example"]);
        for (what, body) in spoiled.into_iter().chain(lists(&content["example"])) {
            if read(body.to_string().as_bytes()).is_ok() {
                taken.push(format!("{name}: {what}"));
            }
        }
    }
    assert!(
        taken.is_empty(),
        "the document forbids what is taken (`oai(default)` beside `serde(default)`):\n{}",
        taken.join("\n")
    );
}

/// The value without each thing that its schema requires, and with null in place of each that may not be null.
fn spoiled(document: &Value, schema: &Value, value: &Value) -> Vec<(String, Value)> {
    if schema["$ref"].is_string() {
        return spoiled(document, meant(document, schema), value);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().flat_map(|part| spoiled(document, part, value)).collect();
    }
    let mut found = Vec::new();
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                let with = |inner: Value| {
                    let mut other = object.clone();
                    other.insert(key.clone(), inner);
                    Value::Object(other)
                };
                if schema["required"].as_array().is_some_and(|names| names.iter().any(|name| name == key)) {
                    let others = object.iter().filter(|(other, _)| *other != key);
                    let without = others.map(|(other, inner)| (other.clone(), inner.clone())).collect();
                    found.push((format!("no {key}"), Value::Object(without)));
                }
                let property = &schema["properties"][key];
                if property["nullable"] != true {
                    found.push((format!("{key} is null"), with(Value::Null)));
                }
                for (what, inner) in spoiled(document, property, inner) {
                    found.push((format!("{key}/{what}"), with(inner)));
                }
            }
        }
        Value::Array(items) => {
            for (what, inner) in items.first().into_iter().flat_map(|item| spoiled(document, &schema["items"], item)) {
                found.push((format!("*/{what}"), Value::Array(vec![inner])));
            }
        }
        _ => {}
    }
    found
}

/// The value with a list in place of each of its objects: an empty one, and one of what is in it.
fn lists(value: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    match value {
        Value::Object(object) => {
            found.push(("an empty list".to_owned(), Value::Array(Vec::new())));
            found.push(("a list".to_owned(), object.values().cloned().collect()));
            for (key, inner) in object {
                for (what, inner) in lists(inner) {
                    let mut other = object.clone();
                    other.insert(key.clone(), inner);
                    found.push((format!("{key}/{what}"), Value::Object(other)));
                }
            }
        }
        Value::Array(items) => {
            let first = items.first().into_iter().flat_map(lists);
            found.extend(first.map(|(what, inner)| (format!("*/{what}"), Value::Array(vec![inner]))));
        }
        _ => {}
    }
    found
}

#[tokio::test]
async fn answers_are_what_the_document_says() {
    let (app, document) = document().await;
    let shelf = tests::Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 5).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let (staff, admin) = (app.staff().await, app.admin().await);
    app.eventually("it is listed", async || app.guest().get("/products").await.json()["total"] == 1).await;
    let slug = app.guest().get("/products").await.json()["items"][0]["slug"].as_str().unwrap().to_owned();
    let said: Value =
        buyer.post("/chat/messages", serde_json::json!({ "client_id": uuid::Uuid::now_v7(), "body": "Halo" })).await.json();
    let room = said["room_id"].as_str().unwrap();
    for (caller, path, template) in [
        (&buyer, "/chat".to_owned(), "/chat"),
        (&buyer, "/chat/messages".to_owned(), "/chat/messages"),
        (&staff, "/admin/chats".to_owned(), "/admin/chats"),
        (&staff, format!("/admin/chats/{room}"), "/admin/chats/{room_id}"),
        (&staff, format!("/admin/chats/{room}/messages"), "/admin/chats/{room_id}/messages"),
        (&staff, "/admin/chat-agents".to_owned(), "/admin/chat-agents"),
        (&staff, "/admin/chat-figures".to_owned(), "/admin/chat-figures"),
        (&staff, "/admin/canned-responses".to_owned(), "/admin/canned-responses"),
        (&buyer, "/account".to_owned(), "/account"),
        (&buyer, "/account/addresses".to_owned(), "/account/addresses"),
        (&buyer, "/account/sessions".to_owned(), "/account/sessions"),
        (&buyer, "/account/reviews".to_owned(), "/account/reviews"),
        (&buyer, "/account/reviewable".to_owned(), "/account/reviewable"),
        (&buyer, "/account/deletion".to_owned(), "/account/deletion"),
        (&buyer, "/cart".to_owned(), "/cart"),
        (&buyer, "/products".to_owned(), "/products"),
        (&buyer, format!("/products/{slug}"), "/products/{slug}"),
        (&buyer, "/categories".to_owned(), "/categories"),
        (&buyer, "/home".to_owned(), "/home"),
        (&buyer, "/store".to_owned(), "/store"),
        (&buyer, "/orders".to_owned(), "/orders"),
        (&buyer, format!("/orders/{}", order.number), "/orders/{number}"),
        (&buyer, "/notifications".to_owned(), "/notifications"),
        (&buyer, "/payment-methods".to_owned(), "/payment-methods"),
        (&staff, "/admin/notifications".to_owned(), "/admin/notifications"),
        (&staff, "/admin/orders".to_owned(), "/admin/orders"),
        (&staff, format!("/admin/orders/{}", order.id), "/admin/orders/{order_id}"),
        (&staff, "/admin/products".to_owned(), "/admin/products"),
        (&admin, "/admin/reviews".to_owned(), "/admin/reviews"),
        (&staff, "/admin/dashboard".to_owned(), "/admin/dashboard"),
        (&staff, "/admin/activity".to_owned(), "/admin/activity"),
        (&staff, "/admin/analytics".to_owned(), "/admin/analytics"),
        (&staff, "/admin/analytics/products".to_owned(), "/admin/analytics/products"),
        (&admin, "/admin/audit-events".to_owned(), "/admin/audit-events"),
        (&admin, "/admin/audit-events/verification".to_owned(), "/admin/audit-events/verification"),
        (&admin, "/admin/store".to_owned(), "/admin/store"),
        (&admin, "/admin/store/brand".to_owned(), "/admin/store/brand"),
        (&admin, "/account/two-factor".to_owned(), "/account/two-factor"),
        (&admin, "/admin/users".to_owned(), "/admin/users"),
        (&admin, format!("/admin/users/{}", buyer.user_id()), "/admin/users/{user_id}"),
        (&admin, "/admin/roles".to_owned(), "/admin/roles"),
        (&admin, "/admin/settings/security".to_owned(), "/admin/settings/security"),
        (&admin, "/admin/settings/payments".to_owned(), "/admin/settings/payments"),
        (&admin, "/admin/settings/shipping".to_owned(), "/admin/settings/shipping"),
        (&admin, "/admin/settings/email".to_owned(), "/admin/settings/email"),
    ] {
        let answer = caller.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let schema = &document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{template} has no schema");
        agrees(&document, schema, &answer.json(), template);
    }
}
