//! What a page of another site can make a visitor's browser send does nothing in their name, and our own pages
//! run nothing but what was built. `docs/threat-model.md` tells why.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use tests::{Answer, Caller, TestApp};

/// Where the other page is.
const ELSEWHERE: &str = "https://gitar-gratis.example";
/// The operations that read the cookie.
const BY_COOKIE: [&str; 2] = ["refresh_session", "sign_out"];
/// What a browser sends for any page without asking us first; `None` is a body without a type.
const SENT_UNASKED: [Option<&str>; 4] =
    [Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("multipart/form-data; boundary=x"), None];

fn document(app: &TestApp) -> Value {
    serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap()
}

/// A path of the document with ids put into it.
fn filled(path: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let parts = path.split('/').map(|part| if part.starts_with('{') { id.as_str() } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Sends what another page can, with what the caller's browser would add by itself.
async fn from_elsewhere(caller: &Caller, method: Method, path: &str, kind: Option<&str>, body: &str) -> Answer {
    let mut request = caller.request(method, path).header("origin", ELSEWHERE).body(body.to_owned());
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    caller.send(request).await
}

/// Nothing lets the other page read the answer, or ask for more than it may unasked.
#[track_caller]
fn assert_closed(answer: &Answer, what: &str) {
    let opened: Vec<&str> =
        answer.headers.keys().map(|name| name.as_str()).filter(|name| name.starts_with("access-control-")).collect();
    assert!(opened.is_empty(), "{what}: {opened:?}");
}

#[tokio::test]
async fn the_cookie_is_nobody_but_where_it_is_refreshed_and_taken_back() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (guest, mut carrier) = (app.guest(), app.guest());
    carrier.set_cookie(admin.cookie().unwrap());
    let document = document(&app);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            if BY_COOKIE.contains(&id) {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = filled(path);
            let by_guest = from_elsewhere(&guest, method.clone(), &path, Some("text/plain"), "{}").await;
            let by_carrier = from_elsewhere(&carrier, method, &path, Some("text/plain"), "{}").await;
            assert_eq!(by_carrier.status, by_guest.status, "{id}: the cookie makes a difference");
            assert!(by_carrier.headers.get("set-cookie").is_none(), "{id}");
            assert_closed(&by_carrier, id);
        }
    }
    // It was good all the time.
    carrier.post("/auth/refresh", Value::Null).await.done();
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in_or_up() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let sign_in = json!({ "login": buyer.email(), "password": buyer.password() }).to_string();
    let sign_up = json!({ "name": "Budi", "email": "budi@example.com", "password": buyer.password() }).to_string();
    for (path, ask) in [("/auth/sign-in", &sign_in), ("/auth/registration", &sign_up)] {
        for kind in SENT_UNASKED {
            let answer = from_elsewhere(&app.guest(), Method::POST, path, kind, ask).await;
            assert!(answer.headers.get("set-cookie").is_none(), "{path} as {kind:?}");
            assert_closed(&answer, path);
            answer.problem(415, "unsupported_media_type");
        }
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM users WHERE email = 'budi@example.com'").await, 0);
}

#[tokio::test]
async fn another_site_that_asks_first_is_not_allowed_anything() {
    let app = TestApp::new().await;
    for path in document(&app)["paths"].as_object().unwrap().keys() {
        let request = app.guest().request(Method::OPTIONS, &filled(path)).header("origin", ELSEWHERE);
        let request = request.header("access-control-request-method", "POST");
        let request = request.header("access-control-request-headers", "authorization,content-type,x-cart-token");
        assert_closed(&app.guest().send(request).await, path);
    }
}

#[tokio::test]
async fn the_cookie_has_its_flags_whenever_it_is_set_or_taken_back() {
    let app = TestApp::with(&[("public_url", "https://hurtrock.example")]).await;
    let ask = json!({ "name": "Budi", "email": "budi@example.com", "password": "gitar merah di kamar" });
    let flagged = |answer: &Answer| {
        let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
        for flag in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"] {
            assert!(cookie.split("; ").any(|part| part == flag), "{flag}: {cookie}");
        }
    };
    let mut buyer = app.guest();
    let answer = buyer.post("/auth/registration", ask).await;
    flagged(&answer);
    buyer.remember(answer);
    // A link or a picture of another site asks by GET.
    for path in ["/auth/refresh", "/auth/sign-out"] {
        let answer = buyer.get(path).await;
        assert!(answer.status >= 400 && answer.headers.get("set-cookie").is_none(), "{path}: {}", answer.status);
    }
    let answer = buyer.post("/auth/refresh", Value::Null).await;
    flagged(&answer);
    buyer.remember(answer);
    let answer = buyer.post("/auth/sign-out", Value::Null).await;
    flagged(&answer);
    answer.done();
}

/// What a policy allows for one kind of thing.
fn allowed<'a>(policy: &'a str, directive: &str) -> Option<&'a str> {
    policy.split("; ").find_map(|part| part.strip_prefix(directive)?.strip_prefix(' '))
}

/// Scripts that stand in a page and would run, without data for others to read.
fn inline_scripts(html: &str) -> Vec<&str> {
    let tags = html.split("<script").skip(1).filter_map(|tag| tag.split_once('>'));
    let run = tags.filter(|(attributes, _)| !attributes.contains("src=") && !attributes.contains("type=\"application/"));
    run.map(|(_, rest)| rest.split("</script>").next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn pages_run_what_was_built_and_sit_in_no_frame() {
    let dir = std::env::temp_dir().join(format!("hurtrock-policy-{}", uuid::Uuid::now_v7().simple()));
    for (bundle, page) in [("shop", include_str!("../../web/shop.html")), ("admin", include_str!("../../web/admin.html"))] {
        std::fs::create_dir_all(dir.join(bundle)).unwrap();
        std::fs::write(dir.join(bundle).join("index.html"), page).unwrap();
    }
    let app = TestApp::with(&[("web_dir", &dir.to_string_lossy())]).await;
    for path in ["/", "/products", "/products/none", "/account", "/admin", "/admin/orders", "/api/docs", "/dev/mail"] {
        let answer = reqwest::get(format!("{}{path}", app.url())).await.unwrap();
        let headers = answer.headers().clone();
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
        let policy = header("content-security-policy");
        let scripts = allowed(policy, "script-src")
            .or_else(|| allowed(policy, "default-src"))
            .unwrap_or_else(|| panic!("{path}: {policy}"));
        for source in scripts.split(' ') {
            let is_ours = ["'none'", "'self'", "'wasm-unsafe-eval'"].contains(&source) || source.starts_with("'sha256-");
            assert!(is_ours, "{path}: scripts are run from {source}");
        }
        assert_eq!(allowed(policy, "frame-ancestors"), Some("'none'"), "{path}");
        assert_eq!(allowed(policy, "base-uri"), Some("'none'"), "{path}");
        assert_eq!(allowed(policy, "form-action"), Some("'self'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        if path != "/dev/mail" {
            assert_eq!(header("x-frame-options"), "DENY", "{path}");
            assert_eq!(header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
            assert_eq!(allowed(policy, "object-src"), Some("'none'"), "{path}");
            assert!(header("permissions-policy").contains("payment=()"), "{path}");
        }
        let html = answer.text().await.unwrap();
        for script in inline_scripts(&html) {
            let hash = STANDARD.encode(digest(&SHA256, script.as_bytes()));
            assert!(scripts.contains(&format!("'sha256-{hash}'")), "{path} holds a script that may not run: {script}");
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
}
