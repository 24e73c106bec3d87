//! The guide for programs (`docs/integrators.md`) and the first steps with the API (`README.md`) are true: what they tell
//! people to run is run as it stands there.

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::{Value, json};
use shared::integrations::NewApiKey;
use shared::orders::{Order, OrderStatus};
use tests::programs::run;
use tests::{Shelf, TestApp};

/// The guide's blocks of code in a language, in their order.
fn blocks(language: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/integrators.md");
    let guide = std::fs::read_to_string(path).expect("the guide");
    let opening = format!("\n```{language}\n");
    let after = guide.split(&opening).skip(1);
    after.map(|after| after.split_once("```").expect("an end of the block").0.to_owned()).collect()
}

/// The commands of a section of the README, in their order, as they are copied from it: without what a list indents them by.
fn commands(section: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(path).expect("the README");
    let (_, text) = readme.split_once(&format!("\n## {section}\n")).expect("the section");
    let text = text.split("\n## ").next().unwrap_or_default();
    let (mut blocks, mut indent): (Vec<String>, Option<usize>) = (Vec::new(), None);
    for line in text.lines() {
        match (line.trim(), indent) {
            ("```sh", None) => {
                indent = Some(line.len() - line.trim_start().len());
                blocks.push(String::new());
            }
            ("```", Some(_)) => indent = None,
            (_, Some(indent)) => {
                let block = blocks.last_mut().expect("a block");
                block.push_str(line.get(indent..).unwrap_or_default());
                block.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

/// A directory that is gone with the test.
struct Desk(std::path::PathBuf);

impl Desk {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("hurtrock-guide-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir(&path).expect("a directory");
        // Refusals end curl with a failure.
        std::fs::write(path.join(".curlrc"), "fail-with-body\n").expect("settings of curl");
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a block of the guide as a person would who has typed in their own shop and key.
async fn typed(desk: &Path, block: &str, given: &[(&str, &str)]) -> String {
    let lines = block.lines().filter(|line| !line.starts_with("export "));
    let script = lines.collect::<Vec<_>>().join("\n");
    let mut shell = Command::new("sh");
    shell.args(["-euc", &script]).current_dir(desk).env("CURL_HOME", desk).env_remove("XDG_CONFIG_HOME");
    shell.envs(given.iter().copied());
    tokio::task::spawn_blocking(move || run("curl", &mut shell)).await.expect("a command that ends well")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_the_guide_works() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, guitar.variant, 1).await;
    let ask = json!({ "name": "ERP", "scopes": ["orders.read", "orders.write"], "requests_per_minute": 600, "expires_at": null });
    let made: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();
    let erp = app.guest().with_key(&made.secret);
    let seen = erp.get(&format!("/admin/orders/{}", order.id)).await;
    let tag = seen.headers["etag"].to_str().unwrap().to_owned();

    let (shop, id) = (format!("{}/api/v1", app.url()), order.id.to_string());
    let given = [("SHOP", shop.as_str()), ("KEY", made.secret.as_str()), ("ORDER", id.as_str()), ("TAG", tag.as_str())];
    let desk = Desk::new();
    let blocks = blocks("sh");
    let [list, read, ship, ..] = blocks.as_slice() else { panic!("some of {blocks:?} are gone") };
    assert!(list.contains("export SHOP=") && list.contains("KEY=hrk_"));

    let listed: Value = serde_json::from_str(&typed(&desk.0, list, &given).await).unwrap();
    assert_eq!(listed["items"][0]["number"], order.number.as_str());

    let said = typed(&desk.0, read, &given).await;
    assert!(said.to_lowercase().contains(&format!("etag: {}", tag.to_lowercase())), "{said}");
    assert!(said.trim_end().ends_with("304"), "{said}");
    let kept: Value = serde_json::from_slice(&std::fs::read(desk.0.join("order.json")).unwrap()).unwrap();
    assert_eq!(kept, seen.json());

    // A second time, as after a broken connection.
    let first = typed(&desk.0, ship, &given).await;
    assert_eq!(typed(&desk.0, ship, &given).await, first);
    let order: Order = buyer.read(&order).await;
    assert_eq!((order.status, order.shipments.len()), (OrderStatus::Shipped, 1));
    app.assert_laws().await;
}

/// Types a block, and reads the answers that it prints, one after the other.
async fn answers(desk: &Desk, block: &str, known: &[(&str, String)]) -> Vec<Value> {
    let given: Vec<(&str, &str)> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let said = typed(&desk.0, block, &given).await;
    let answers = serde_json::Deserializer::from_str(&said).into_iter::<Value>();
    answers.map(|answer| answer.unwrap_or_else(|error| panic!("{error}: {said}"))).collect()
}

/// What is at a place of an answer, as it is copied from there.
fn copied(answer: &Value, pointer: &str) -> String {
    match answer.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        other => panic!("{pointer} of {answer} is {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_orders_and_pays_as_the_guide_says() {
    let app = TestApp::new().await;
    Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let buyer = app.buyer().await;
    app.eventually("it is listed", async || app.guest().get("/products").await.json()["total"] == 1).await;
    let slug = copied(&app.guest().get("/products").await.json(), "/items/0/slug");
    let desk = Desk::new();
    let blocks = blocks("sh");
    let [_, _, _, sign_in, goods, address, quotes, order, pay, press, look] = blocks.as_slice() else {
        panic!("a test is missing for one of {blocks:?}")
    };
    let mut known = vec![
        ("SHOP", format!("{}/api/v1", app.url())),
        ("LOGIN", buyer.email().to_owned()),
        ("PASSWORD", buyer.password().to_owned()),
        ("PURCHASE", "PO-2026-0815".to_owned()),
        ("SLUG", slug),
    ];

    let said = answers(&desk, sign_in, &known).await;
    known.push(("TOKEN", copied(&said[0], "/access_token")));
    let said = answers(&desk, goods, &known).await;
    known.push(("VARIANT", copied(&said[0], "/variants/0/id")));
    assert!(said[1].as_array().unwrap().iter().any(|district| district["code"] == "32.73.01"), "{said:?}");
    let said = answers(&desk, address, &known).await;
    known.push(("ADDRESS", copied(&said[0], "/id")));
    let said = answers(&desk, quotes, &known).await;
    known.push(("SERVICE", copied(&said[1], "/options/0/quote/service_id")));
    known.push(("TOTAL", copied(&said[1], "/options/0/totals/grand")));

    let said = answers(&desk, order, &known).await;
    known.push(("NUMBER", copied(&said[0], "/number")));
    // A second time, as after a broken connection.
    assert_eq!(answers(&desk, order, &known).await[0]["number"], said[0]["number"]);
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 1);

    let said = answers(&desk, pay, &known).await;
    assert!(said[0].as_array().unwrap().iter().any(|method| method["provider"] == "stripe"), "{said:?}");
    known.push(("URL", copied(&said[1], "/redirect_url")));
    assert_eq!(answers(&desk, press, &known).await, [json!(303)]);
    app.settle().await;
    assert_eq!(answers(&desk, look, &known).await[0]["status"], "paid");
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_steps_of_the_readme_work() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("Stratocaster", 12_000_000, 5).await;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, guitar.variant, 1).await;
    app.eventually("it is listed", async || app.guest().get("/products").await.json()["total"] == 1).await;
    // With the scope that the README names, and no other.
    let ask = json!({ "name": "README", "scopes": ["orders.read"], "requests_per_minute": 60, "expires_at": null });
    let made: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();

    let shop = format!("{}/api/v1", app.url());
    let given = [("SHOP", shop.as_str()), ("KEY", made.secret.as_str())];
    let desk = Desk::new();
    let blocks = commands("Call the API");
    let [goods, orders] = blocks.as_slice() else { panic!("a test is missing for one of {blocks:?}") };
    assert!(goods.contains("export SHOP=http://localhost:8080/api/v1\n") && orders.contains("export KEY=hrk_"));
    let found: Value = serde_json::from_str(&typed(&desk.0, goods, &given).await).unwrap();
    assert_eq!(found["items"][0]["name"], "Stratocaster");
    let found: Value = serde_json::from_str(&typed(&desk.0, orders, &given).await).unwrap();
    assert_eq!(found["items"][0]["number"], order.number.as_str());
}

/// A webhook as it is sent: its secret, its headers, its body.
fn webhook() -> Value {
    let (key, body) = (b"kunci rahasia untuk webhook", r#"{"type":"order.paid"}"#);
    let at = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).timestamp();
    let sign = |key: &[u8]| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        format!("v1,{}", STANDARD.encode(hmac::sign(&key, format!("event-1.{at}.{body}").as_bytes())))
    };
    let signatures = format!("{} {}", sign(b"the one before"), sign(key));
    json!({
        "secret": format!("whsec_{}", STANDARD.encode(key)),
        "headers": { "webhook-id": "event-1", "webhook-timestamp": at.to_string(), "webhook-signature": signatures },
        "body": body,
    })
}

fn verifies(program: &str, file: &str, language: &str, more: &str) {
    let desk = Desk::new();
    let blocks = blocks(language);
    let [verify] = blocks.as_slice() else { panic!("one block of {language} is known, not {blocks:?}") };
    desk.write(file, &format!("{verify}\n{more}"));
    run(program, Command::new(program).arg(file).current_dir(&desk.0).env("GIVEN", webhook().to_string()));
}

#[test]
fn python_verifies_webhooks_as_the_guide_says() {
    let more = r#"
import json, os
given = json.loads(os.environ["GIVEN"])
assert verify(given["secret"], given["headers"], given["body"].encode())
assert not verify(given["secret"], given["headers"], b"{}")
old = {**given["headers"], "webhook-timestamp": "1767225600"}
assert not verify(given["secret"], old, given["body"].encode())
"#;
    verifies("python3", "verify.py", "python", more);
}

#[test]
fn node_verifies_webhooks_as_the_guide_says() {
    let more = r#"
import assert from "node:assert";
const given = JSON.parse(process.env.GIVEN);
assert(verify(given.secret, given.headers, Buffer.from(given.body)));
assert(!verify(given.secret, given.headers, Buffer.from("{}")));
assert(!verify(given.secret, { ...given.headers, "webhook-timestamp": "1767225600" }, Buffer.from(given.body)));
"#;
    verifies("node", "verify.mjs", "js", more);
}

/// The guide's code, to the letter.
mod told {
    include!("guide/verify.rs");

    pub fn verifies(secret: &str, [id, at, signatures]: [&str; 3], body: &str, now: i64) -> bool {
        verify(secret, id, at, signatures, body.as_bytes(), now).is_some()
    }
}

#[test]
fn rust_verifies_webhooks_as_the_guide_says() {
    assert_eq!(blocks("rust"), [include_str!("guide/verify.rs")], "tests/api/guide/verify.rs is the guide's block");
    let given = webhook();
    let text = |pointer: &str| given.pointer(pointer).and_then(Value::as_str).expect("a text");
    let headers = ["id", "timestamp", "signature"].map(|name| text(&format!("/headers/webhook-{name}")));
    let now = headers[1].parse().expect("seconds");
    let verifies = |at: &str, body: &str| told::verifies(text("/secret"), [headers[0], at, headers[2]], body, now);
    assert!(verifies(headers[1], text("/body")));
    assert!(!verifies(headers[1], "{}"));
    assert!(!verifies("1767225600", text("/body")));
}
