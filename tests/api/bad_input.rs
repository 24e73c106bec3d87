//! Whatever comes in, the answer is problem+json and never a 500.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{TestApp, districts};

/// Bodies that no operation takes.
fn nonsense() -> Vec<(&'static str, Vec<u8>)> {
    let deep = "[".repeat(3_000);
    vec![
        ("application/json", b"".to_vec()),
        ("application/json", b"{".to_vec()),
        ("application/json", b"null".to_vec()),
        ("application/json", b"[]".to_vec()),
        ("application/json", b"{}".to_vec()),
        ("application/json", br#"{"quantity": 99999999999999999999}"#.to_vec()),
        ("application/json", br#"{"name": "\u0000", "email": "a@b.id", "password": "gitar merah di kamar"}"#.to_vec()),
        ("application/json", b"\xff\xfe".to_vec()),
        ("application/json", deep.into_bytes()),
        ("application/json", vec![b' '; 400_000]),
        ("text/plain", b"{}".to_vec()),
        ("application/x-www-form-urlencoded", b"a=b".to_vec()),
    ]
}

/// Values for path and query parameters.
const ODD: &[&str] = &[
    "",
    "%00",
    "%FF",
    "'",
    "../../etc/passwd",
    "-1",
    "99999999999999999999",
    "-9223372036854775808",
    "null",
    "💥",
    "%25",
    "a%0d%0ab",
    "00000000-0000-0000-0000-000000000000",
    "0001-01-01",
    "%2B262142-12-31",
    "-262143-01-01",
    "9999-12-31T23:59:59-23:59",
    "-262143-01-02T00:00:00Z",
];

#[tokio::test]
async fn nonsense_is_refused_politely_everywhere() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            if matches!(id, "sign_out" | "end_other_sessions") {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            for odd in ODD {
                let filled: String =
                    parts.iter().map(|part| format!("/{}", if part.starts_with('{') { odd } else { part })).collect();
                let query: String = operation["parameters"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|parameter| parameter["in"] == "query")
                    .map(|parameter| format!("&{}={odd}", parameter["name"].as_str().unwrap()))
                    .collect();
                let request = admin.request(method.clone(), &format!("{filled}?x=1{query}"));
                let request = if operation.get("requestBody").is_some() { request.json(&json!({})) } else { request };
                check(&admin.send(request).await, &format!("{method} {filled}?{query}"));
            }
            if operation.get("requestBody").is_some() {
                let filled: String = parts
                    .iter()
                    .map(|part| if part.starts_with('{') { format!("/{}", uuid::Uuid::now_v7()) } else { format!("/{part}") })
                    .collect();
                for (kind, body) in nonsense() {
                    let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
                    let request = admin
                        .request(method.clone(), &filled)
                        .header("content-type", kind)
                        .header("idempotency-key", "kunci-kunci")
                        .header("if-match", "\"1\"")
                        .body(body);
                    let answer = admin.send(request).await;
                    assert!(
                        answer.status >= 400
                            || id.starts_with("receive_")
                            || id == "cancel_order"
                            || id == "mark_notifications_read"
                            || id == "mark_staff_notifications_read"
                            || id == "replace_cart",
                        "{method} {filled} took {shown}: {}",
                        answer.status
                    );
                    check(&answer, &format!("{method} {filled} {shown}"));
                }
            }
        }
    }
}

/// Operations that change for whom the shop is open, or send to addresses that are made up.
const FATEFUL: &[&str] =
    &["update_maintenance", "update_security_settings", "update_email_settings", "test_email_settings", "test_webhook"];

#[tokio::test]
async fn good_requests_with_one_extreme_in_them_are_no_fault_of_ours() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(example) = operation["requestBody"]["content"]["application/json"].get("example") else { continue };
            if FATEFUL.contains(&operation["operationId"].as_str().unwrap()) {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            let filled = filled(path);
            for (what, body) in extremes(example) {
                let request = admin
                    .request(method.clone(), &filled)
                    .header("idempotency-key", uuid::Uuid::now_v7().to_string())
                    .header("if-match", "\"1\"")
                    .json(&body);
                check(&admin.send(request).await, &format!("{method} {filled} with {what}"));
            }
        }
    }
}

/// A path with ids of nothing.
fn filled(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.map(|part| if part.starts_with('{') { format!("/{}", uuid::Uuid::now_v7()) } else { format!("/{part}") }).collect()
}

/// The body with an extreme in place of each of its values, one at a time.
fn extremes(value: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    match value {
        Value::String(text) => {
            found.push(("text that cannot be kept".to_owned(), json!("gitar\0")));
            found.push(("long text".to_owned(), json!("x".repeat(3_000))));
            if text.starts_with("20") {
                let times = ["-262143-01-02T00:00:00Z", "+262142-12-31T23:59:59Z", "-262143-01-01", "+262142-12-31"];
                found.extend(times.map(|time| (time.to_owned(), json!(time))));
            }
        }
        Value::Number(_) => {
            let numbers = [i64::MIN, -1, i64::from(i32::MAX), i64::MAX];
            found.extend(numbers.map(|number| (number.to_string(), json!(number))));
        }
        Value::Array(items) => {
            if let Some(item) = items.first() {
                found.push(("a thousand of them".to_owned(), json!(vec![item; 1_000])));
                found.extend(extremes(item).into_iter().map(|(what, item)| (format!("0: {what}"), json!([item]))));
            }
        }
        Value::Object(object) => {
            for (key, inner) in object {
                for (what, inner) in extremes(inner) {
                    let mut other = object.clone();
                    other.insert(key.clone(), inner);
                    found.push((format!("{key}: {what}"), Value::Object(other)));
                }
            }
        }
        _ => {}
    }
    found
}

#[tokio::test]
async fn every_path_tells_what_it_can_be_asked() {
    let app = TestApp::new().await;
    let guest = app.guest();
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let mut known: Vec<String> = item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        if known.iter().any(|method| method == "GET") {
            known.push("HEAD".to_owned());
        }
        known.sort();
        let filled = filled(path);
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
            if known.iter().any(|known| known == method) {
                continue;
            }
            let answer = guest.send(guest.request(method.parse().unwrap(), &filled)).await;
            assert_eq!(
                answer.headers.get("allow").and_then(|allow| allow.to_str().ok()),
                Some(&*known.join(", ")),
                "{method} {path}"
            );
            answer.problem(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn pages_and_files_tell_that_they_can_only_be_read() {
    let app = TestApp::new().await;
    let (guest, client) = (app.guest(), reqwest::Client::new());
    let picture = format!("/files/img/ab/{}-640.webp", "ab".repeat(16));
    for path in [
        "/",
        "/products/tidak-ada",
        "/admin",
        "/admin/orders",
        "/tidak-ada.js",
        "/api/docs",
        "/api/docs/tidak-ada.js",
        "/api/openapi.json",
        "/api/asyncapi.json",
        &picture,
        "/files/tidak-ada",
        "/brand.css",
        "/dev/mail",
        "/dev/mail/mailbox.css",
        "/metrics",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/tidak-ada.xml",
    ] {
        let asked =
            async |method: &str| guest.send(client.request(method.parse().unwrap(), format!("{}{path}", app.url()))).await;
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
            let answer = asked(method).await;
            assert_eq!(answer.headers.get("allow").and_then(|allow| allow.to_str().ok()), Some("GET, HEAD"), "{method} {path}");
            answer.problem(405, "method_not_allowed");
        }
        let (read, looked_at) = (asked("GET").await, asked("HEAD").await);
        assert!(read.status != 405 && read.status == looked_at.status, "{path}: {} and {}", read.status, looked_at.status);
        assert!(!read.headers.contains_key("allow") && looked_at.body.is_empty(), "{path}");
    }
    // What is not there has no methods.
    let nothing = client.post(format!("{}/api/v2/orders", app.url()));
    guest.send(nothing).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_name_that_cannot_be_one_is_refused_whoever_asks() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let ask = json!({ "text": "Halo" });
    let path = format!("/admin/orders/{}/notes", uuid::Uuid::now_v7());
    for (name, status) in [("pendek", 422), ("spasi di dalam", 422), ("kunci-kunci", 404)] {
        let request = admin.request(Method::POST, &path).header("idempotency-key", name).json(&ask);
        assert_eq!(admin.send(request).await.status, status, "{name}");
    }
    assert_eq!(admin.send(admin.request(Method::GET, "/cart").header("idempotency-key", "pendek")).await.status, 200);
}

#[tokio::test]
async fn lists_in_a_query_may_be_left_out() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            if parameter["schema"]["type"] == "array" {
                assert_eq!(parameter["required"], false, "{path}: {}", parameter["name"]);
                assert_eq!(admin.get(path).await.status, 200, "{path}");
            }
        }
    }
}

/// A refusal is a problem, and nothing is a fault of ours.
fn check(answer: &tests::Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
    if answer.status >= 400 {
        let kind = answer.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(kind, "application/problem+json", "{what}: {} {}", answer.status, answer.text());
    }
}

#[tokio::test]
async fn the_field_is_named() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let first = |answer: tests::Answer| {
        let problem = answer.problem(422, "invalid_fields");
        (problem.errors[0].pointer.clone(), problem.errors[0].code.as_str())
    };
    let address = json!({ "label": "Rumah", "recipient": "Budi", "phone": "0821-1555-8035", "street": "Jl. Riau 11", "district_code": "32.73.01", "postal_code": "40115" });
    for (field, value, code) in [
        ("phone", json!("123"), "invalid_phone"),
        ("postal_code", json!("0123"), "invalid_postal_code"),
        ("recipient", json!(""), "required"),
        ("street", json!("x".repeat(201)), "too_long"),
        ("label", json!(7), "wrong_type"),
    ] {
        let mut ask = address.clone();
        ask[field] = value;
        assert_eq!(first(buyer.post("/account/addresses", ask).await), (format!("/{field}"), code));
    }
    let mut missing = address.clone();
    missing.as_object_mut().unwrap().remove("phone");
    assert_eq!(first(buyer.post("/account/addresses", missing).await), ("/phone".to_owned(), "required"));
    let mut more = address;
    more["negara"] = json!("Indonesia");
    assert_eq!(first(buyer.post("/account/addresses", more).await).1, "unknown_field");
    assert_eq!(first(buyer.get("/products?limit=banyak").await).0, "limit");
    assert_eq!(first(buyer.get("/products?sort=acak").await).0, "sort");
}

#[tokio::test]
async fn every_list_says_how_many_it_gives_at_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let mut lists = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let takes_one = item["get"]["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "limit");
        if !takes_one {
            continue;
        }
        lists += 1;
        let parts = path.split('/').filter(|part| !part.is_empty());
        let filled: String = parts
            .map(|part| if part.starts_with('{') { format!("/{}", uuid::Uuid::now_v7()) } else { format!("/{part}") })
            .collect();
        for (limit, code) in [("0", "too_small"), ("101", "too_large"), ("4294967295", "too_large")] {
            let problem = admin.get(&format!("{filled}?limit={limit}")).await.problem(422, "invalid_fields");
            let faults: Vec<(&str, &str)> =
                problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
            assert_eq!(faults, [("limit", code)], "{filled}?limit={limit}");
        }
    }
    assert!(lists > 15, "{lists} lists");
}

#[tokio::test]
async fn the_frameworks_own_refusals_are_problems_too() {
    let app = TestApp::new().await;
    let guest = app.guest();
    guest.get("/tidak-ada").await.problem(404, "not_found");
    guest.get("/products/tidak-ada").await.problem(404, "not_found");
    guest.send(guest.request(Method::PATCH, "/cart")).await.problem(405, "method_not_allowed");
    guest
        .send(guest.request(Method::POST, "/cart/items").header("content-type", "text/plain").body("x"))
        .await
        .problem(415, "unsupported_media_type");
    guest
        .send(guest.request(Method::POST, "/cart/items").header("content-type", "application/json").body(vec![b' '; 300_000]))
        .await
        .problem(413, "too_large");
    guest
        .send(guest.request(Method::GET, "/account").header("authorization", "Basic eDp5"))
        .await
        .problem(401, "unauthenticated");
    // What is no text is no guest's either.
    let no_text = reqwest::header::HeaderValue::from_bytes(b"Bearer \xff").unwrap();
    guest.send(guest.request(Method::GET, "/cart").header("authorization", no_text)).await.problem(401, "unauthenticated");
    let answer = guest.send(guest.request(Method::GET, "/tidak-ada").header("x-request-id", "permintaan-saya-1")).await;
    assert_eq!(answer.headers["x-request-id"], "permintaan-saya-1");
    assert_eq!(answer.problem(404, "not_found").request_id, "permintaan-saya-1");
}

#[tokio::test]
async fn whoever_loses_a_race_is_told_so() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    app.sql("CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", []).await;
    app.sql("CREATE TRIGGER lose BEFORE INSERT ON addresses FOR EACH ROW EXECUTE FUNCTION lose()", []).await;
    let ask = json!({ "label": "Rumah", "recipient": "Budi Santoso", "phone": "0821-1555-8035", "street": "Jl. Riau No. 11",
                      "district_code": districts::BANDUNG, "postal_code": "40115" });
    for (lost, status, code) in [
        ("deadlock_detected", 503, "unavailable"),
        ("serialization_failure", 503, "unavailable"),
        ("foreign_key_violation", 409, "conflict"),
    ] {
        let body = format!("BEGIN RAISE EXCEPTION ''lost'' USING ERRCODE = ''{lost}''; END");
        app.sql(&format!("CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS '{body}'"), []).await;
        let answer = buyer.post("/account/addresses", ask.clone()).await;
        assert_eq!(answer.headers.contains_key("retry-after"), status == 503, "{lost}");
        answer.problem(status, code);
    }
}
