//! K5: clients that others' generators make of the document work (`tests/clients`): each buys as a person at
//! the payment sandbox, and reads the paid order as a program with an API key.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use shared::integrations::NewApiKey;
use shared::orders::{Order, OrderStatus};
use tests::programs::{copy, installed, node_packages, run, target};
use tests::{Shelf, TestApp, page};

const SCOPES: [&str; 2] = ["orders.read", "orders.write"];

fn sources(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(language)
}

/// What clients are generated from; another test knows that it is what the server serves.
fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/hurtrock.json")
}

/// Runs a finished client with its task, and reads what it says.
async fn said(client: fn() -> Command, task: Value) -> Value {
    let running = tokio::task::spawn_blocking(move || run("the client", client().env("CLIENT", task.to_string())));
    let printed = running.await.expect("a client that ends well");
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

async fn buys_and_reads(client: fn() -> Command) {
    let app = TestApp::new().await;
    Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    app.eventually("it is listed", async || app.guest().get("/products").await.json()["total"] == 1).await;
    let buyer = app.buyer().await;
    buyer.add_address(tests::districts::JAKARTA).await;

    let who = json!({ "login": buyer.email(), "password": buyer.password() });
    let bought = said(client, json!({ "shop": app.url(), "buy": who })).await;
    let path = format!("/orders/{}", bought["number"].as_str().unwrap());
    let order: Order = buyer.get(&path).await.ok();
    assert_eq!((order.status, order.payments.len()), (OrderStatus::Pending, 1));
    app.sandbox.midtrans().pay(&page(&order.payments[0]), "gopay").unwrap();
    app.settle().await;

    let ask = json!({ "name": "ERP", "scopes": SCOPES, "requests_per_minute": 600, "expires_at": null });
    let made: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();
    let read = json!({ "key": made.secret, "number": order.number });
    let found = said(client, json!({ "shop": app.url(), "read": read })).await;
    assert_eq!(found["number"], order.number.as_str());
    assert_eq!(found["status"], "paid");
    assert_eq!(found["grand"], order.totals.grand.0);
    let placed = found["placed"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(placed, order.created_at);
    // It was sent twice under one name.
    assert_eq!(app.number("SELECT count(*) AS n FROM order_events WHERE kind = 'note'").await, 1);
    app.assert_laws().await;
}

/// openapi-typescript writes the types, `tsc` checks the client against them.
fn typescript() -> Command {
    let sources = sources("ts");
    let dir = node_packages("clients/ts", &sources);
    copy(&sources, &dir, &["main.ts", "tsconfig.json"]);
    let tool = |name: &str| {
        let mut command = Command::new("node");
        command.arg(dir.join("node_modules").join(name)).current_dir(&dir);
        command
    };
    run("openapi-typescript", tool("openapi-typescript/bin/cli.js").arg(document()).args(["-o", "schema.d.ts"]));
    run("tsc", tool("typescript/bin/tsc").args(["-p", "."]));
    let mut client = Command::new("node");
    client.arg(dir.join("built/main.js"));
    client
}

/// openapi-python-client writes a package.
fn python() -> Command {
    let sources = sources("python");
    let dir = installed("clients/python", &sources.join("requirements.txt"), |dir| {
        run("python3 (3.10 or newer, with venv)", Command::new("python3").args(["-m", "venv", "."]).current_dir(dir));
        let mut pip = Command::new(dir.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
        run("pip", pip.arg(sources.join("requirements.txt")));
    });
    copy(&sources, &dir, &["main.py", "generator.yaml"]);
    let interpreter = dir.join("bin/python");
    let mut generator = Command::new(&interpreter);
    generator.args(["-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none", "--overwrite"]);
    generator.args(["--config", "generator.yaml", "--output-path", "hurtrock", "--path"]).arg(document());
    run("openapi-python-client", generator.current_dir(&dir));
    let mut client = Command::new(interpreter);
    client.arg("main.py").current_dir(dir);
    client
}

/// progenitor writes the client while it is built.
fn rust() -> Command {
    let sources = sources("rust");
    let built = target().join("clients/rust");
    fs::create_dir_all(&built).expect("a directory");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--locked", "--quiet", "--target-dir"]).arg(&built).current_dir(sources);
    run("cargo", &mut cargo);
    Command::new(built.join("debug/client"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_typescript_client_buys_and_reads() {
    buys_and_reads(typescript).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_python_client_buys_and_reads() {
    buys_and_reads(python).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rust_client_buys_and_reads() {
    buys_and_reads(rust).await;
}
