//! M6: figures for whoever watches, and for nobody else.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use shared::integrations::NewApiKey;
use tests::{Process, Shelf, TestApp, free_address};

const TOKEN: &str = "token-for-the-watchman";

async fn ask(url: &str, token: Option<&str>) -> reqwest::Response {
    let request = Client::new().get(format!("{url}/metrics"));
    match token {
        Some(token) => request.bearer_auth(token).send().await.unwrap(),
        None => request.send().await.unwrap(),
    }
}

async fn figures(app: &TestApp) -> String {
    let answer = ask(app.url(), Some(TOKEN)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    answer.text().await.unwrap()
}

fn told<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
}

/// The figure with these labels; 0 when there is none yet.
fn figure(text: &str, name: &str) -> u64 {
    told(text, name).map_or(0, |figure| figure.parse().unwrap())
}

#[tokio::test]
async fn without_a_token_in_the_settings_there_is_nothing() {
    let app = TestApp::new().await;
    for token in [None, Some(""), Some(TOKEN)] {
        assert_eq!(ask(app.url(), token).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn only_who_has_the_token_may_read() {
    let app = TestApp::with(&[("metrics_token", TOKEN)]).await;
    let admin = app.admin().await;
    for token in [None, Some(""), Some("token-for-the-watchman2"), Some("token")] {
        let answer = ask(app.url(), token).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{token:?}");
        assert!(!answer.text().await.unwrap().contains("hurtrock_"));
    }
    // An admin's token is another thing.
    let answer = Client::new().get(format!("{}/metrics", app.url())).header("cookie", admin.cookie().unwrap()).send().await;
    assert_eq!(answer.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(figure(&figures(&app).await, "hurtrock_database_up"), 1);
}

#[tokio::test]
async fn what_happens_is_counted() {
    let app = TestApp::with(&[("metrics_token", TOKEN)]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let guest = app.guest();
    for _ in 0..3 {
        guest.get("/store").await.done();
    }
    guest.get("/products/tidak-ada").await.problem(404, "not_found");
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 600, "expires_at": null });
    let key: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();
    guest.clone().with_key(&key.secret).get("/admin/products").await.problem(403, "forbidden");
    app.paid_order(&mut buyer, guitar.variant, 1).await;

    let text = figures(&app).await;
    let requests = |method: &str, route: &str, status: &str| {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        figure(&text, &format!("hurtrock_http_request_duration_seconds_count{labels}"))
    };
    assert_eq!(requests("GET", "/api/v1/store", "200"), 3, "{text}");
    assert_eq!(requests("GET", "/api/v1/products/:param0", "404"), 1, "{text}");
    assert_eq!(requests("GET", "/api/v1/admin/products", "403"), 1, "what keys are refused as well: {text}");
    assert_eq!(
        requests("POST", "/api/v1/checkout/orders", "200") + requests("POST", "/api/v1/checkout/orders", "201"),
        1,
        "{text}"
    );
    assert!(!text.contains("tidak-ada"), "paths are told by their pattern");
    assert_eq!(figure(&text, "hurtrock_orders_placed_total"), 1);
    assert_eq!(figure(&text, "hurtrock_payments_total{status=\"paid\"}"), 1, "{text}");
    assert!(figure(&text, "hurtrock_jobs_total{kind=\"mail.send_email\",outcome=\"done\"}") >= 1, "{text}");
    assert!(figure(&text, "hurtrock_cache_looks_total{cache=\"store\",outcome=\"hit\"}") >= 2, "{text}");
    let statements = figure(&text, "hurtrock_statements_total");
    assert!(statements > 20 && told(&text, "hurtrock_statement_seconds_total").is_some_and(|seconds| seconds != "0"), "{text}");
    assert_eq!(figure(&text, "hurtrock_database_connections{state=\"most\"}"), 12);
    assert_eq!(figure(&text, "hurtrock_queue_jobs{state=\"given_up\"}"), 0);
    assert_eq!(told(&text, "hurtrock_passwords_refused_total"), Some("0"));
    // Totals go on.
    guest.get("/products/tidak-ada").await.problem(404, "not_found");
    assert!(figure(&figures(&app).await, "hurtrock_statements_total") > statements);

    app.sql("SELECT graphile_worker.add_job('mail.send_email', '{}'::json, run_at => now() - interval '1 minute')", []).await;
    let text = figures(&app).await;
    assert!(figure(&text, "hurtrock_queue_jobs{state=\"due\"}") >= 1 && figure(&text, "hurtrock_queue_oldest_due_seconds") >= 60);
}

#[tokio::test]
async fn they_may_have_an_address_of_their_own() {
    let app = TestApp::new().await;
    let own = free_address();
    let process = Process::start(&app, &free_address(), &[("metrics_listen", &own)]).await;
    let own = format!("http://{own}");
    let text = ask(&own, None).await.text().await.unwrap();
    assert!(text.contains("hurtrock_build_info{version="), "{text}");
    // An alert asks for payments that do not come.
    assert_eq!(told(&text, "hurtrock_payments_total{status=\"paid\"}"), Some("0"), "{text}");
    for path in ["healthz", "readyz"] {
        assert_eq!(reqwest::get(format!("{own}/{path}")).await.unwrap().status(), StatusCode::OK);
    }
    for path in ["metrics", "healthz", "readyz"] {
        let refused = Client::new().post(format!("{own}/{path}")).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(refused.headers()["allow"], "GET, HEAD");
    }
    // Nothing of the shop is there, and nothing of this at the shop's.
    assert_eq!(reqwest::get(format!("{own}/api/v1/store")).await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(ask(process.url(), None).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_of_slow_statements_with_the_request_that_waited() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    app.sql("CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END $$", [])
        .await;
    app.sql("CREATE TRIGGER nap AFTER INSERT ON cart_items FOR EACH ROW EXECUTE FUNCTION nap()", []).await;
    let log = std::env::temp_dir().join(format!("hurtrock-log-{}", uuid::Uuid::now_v7().simple()));
    let settings = [("log_json", "true"), ("slow_statement_ms", "1")];
    let mut process = Process::start_with_log(&app, &free_address(), &settings, &log).await;
    let guest = app.guest().at(process.url());
    let answer = guest.post("/cart/items", json!({ "variant_id": guitar.variant, "quantity": 1 })).await;
    let id = answer.headers["x-request-id"].to_str().unwrap().to_owned();
    answer.done();
    process.terminate();
    assert!(process.stopped().await.success());

    let text = std::fs::read_to_string(&log).unwrap();
    let _ = std::fs::remove_file(&log);
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let line_of = |message: &str| {
        lines.iter().find(|line| {
            let mut spans = line["spans"].as_array().into_iter().flatten();
            line["fields"]["message"] == message && spans.any(|span| span["request_id"] == id.as_str())
        })
    };
    let slow = line_of("slow statement").unwrap_or_else(|| panic!("{text}"));
    assert!(slow["level"] == "WARN" && slow["fields"]["sql"].is_string() && slow["fields"]["elapsed_ms"].is_u64(), "{slow}");
    let answered = line_of("answered").unwrap_or_else(|| panic!("{text}"));
    assert_eq!((&answered["fields"]["method"], &answered["fields"]["path"]), (&json!("POST"), &json!("/api/v1/cart/items")));
}
