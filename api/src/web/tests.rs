use std::fs;
use std::path::{Path, PathBuf};

use poem::Endpoint;
use poem::test::{TestClient, TestResponse};
use sha2::{Digest, Sha256};

use super::endpoint;
use super::policy;
use crate::config::Config;
use crate::http::Coding;

fn config(web_dir: &Path) -> Config {
    let settings = [("database_url", "postgres://x/y"), ("environment", "demo"), ("web_dir", &web_dir.to_string_lossy())];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Config::read("", [], settings).expect("is whole")
}

/// A directory of its own, gone with the test.
struct Built(PathBuf);

impl Built {
    fn new() -> Self {
        let directory = std::env::temp_dir().join(format!("hurtrock-web-{}", uuid::Uuid::now_v7()));
        let wasm = "x".repeat(2_000);
        for (path, content) in [
            ("shop/index.html", "<!DOCTYPE html><script>theme()</script><p>the shop</p>"),
            ("shop/shop-0123456789abcdef_bg.wasm", &*wasm),
            ("shop/shop-0123456789abcdef_bg.wasm.br", "brotli"),
            ("shop/shop-0123456789abcdef_bg.wasm.gz", "gzip"),
            ("shop/fonts/inter-var-9a3fde58.woff2", "font"),
            ("shop/boot.js", "boot"),
            ("shop/offline.html", "<!DOCTYPE html><style>p { color: red; }</style><p>no connection</p>"),
            ("shop/.fingerprint", "hidden"),
            ("admin/index.html", "<!DOCTYPE html><p>the back office</p>"),
            ("admin/admin-fedcba9876543210.js", "admin"),
        ] {
            let file = directory.join(path);
            fs::create_dir_all(file.parent().expect("has one")).expect("makes it");
            fs::write(file, content).expect("writes it");
        }
        Self(directory)
    }

    fn client(&self) -> TestClient<impl Endpoint> {
        TestClient::new(endpoint(&config(&self.0)).expect("is whole"))
    }
}

impl Drop for Built {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn header(response: &TestResponse, name: &str) -> String {
    response.0.header(name).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_page_of_the_shop_is_its_page() {
    let built = Built::new();
    let client = built.client();
    for path in ["/", "/products/ibanez-rg550", "/cart", "/administration"] {
        let response = client.get(path).send().await;
        response.assert_status_is_ok();
        assert_eq!(header(&response, "cache-control"), "no-cache");
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
        assert!(header(&response, "content-security-policy").contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"));
        response.assert_text("<!DOCTYPE html><script>theme()</script><p>the shop</p>").await;
    }
    for path in ["/admin", "/admin/", "/admin/orders/1"] {
        let response = client.get(path).send().await;
        response.assert_text("<!DOCTYPE html><p>the back office</p>").await;
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_and_travel_compressed() {
    let built = Built::new();
    let client = built.client();
    let wasm = "/shop-0123456789abcdef_bg.wasm";
    let mut tags = Vec::new();
    for (accepted, coding, body) in
        [("gzip, deflate, br, zstd", "br", "brotli"), ("gzip", "gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    {
        let response = client.get(wasm).header("accept-encoding", accepted).send().await;
        response.assert_status_is_ok();
        assert_eq!(header(&response, "content-encoding"), coding, "{accepted}");
        assert_eq!(header(&response, "content-type"), "application/wasm");
        assert_eq!(header(&response, "vary"), "accept-encoding");
        assert_eq!(header(&response, "cache-control"), "public, max-age=31536000, immutable");
        tags.push(header(&response, "etag"));
        response.assert_text(body).await;
    }
    assert!(tags[0] != tags[1] && tags[1] == tags[2]);
    let plain = client.get(wasm).send().await;
    assert_eq!(header(&plain, "content-encoding"), "");
    plain.assert_text("x".repeat(2_000)).await;
    let admin = client.get("/admin/admin-fedcba9876543210.js").send().await;
    assert_eq!(header(&admin, "cache-control"), "public, max-age=31536000, immutable");
    let boot = client.get("/boot.js").send().await;
    assert_eq!(header(&boot, "cache-control"), "no-cache");
    let font = client.get("/fonts/inter-var-9a3fde58.woff2").send().await;
    assert_eq!(header(&font, "content-type"), "font/woff2");
    assert_eq!(header(&font, "cache-control"), "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn a_page_among_the_assets_is_as_safe_as_the_app() {
    let built = Built::new();
    let client = built.client();
    let offline = client.get("/offline.html").send().await;
    offline.assert_status_is_ok();
    assert!(header(&offline, "content-security-policy").contains("style-src 'self' 'sha256-"));
    assert_eq!(header(&offline, "x-frame-options"), "DENY");
    let boot = client.get("/boot.js").send().await;
    assert_eq!(header(&boot, "content-security-policy"), "");
}

#[test]
fn the_shop_brings_its_mark_along() {
    let mark = include_str!("../../../web/public/mark.svg").trim().replace('"', "'");
    let within = mark.replace('#', "%23").replace('<', "%3C").replace('>', "%3E");
    assert!(include_str!("../../../web/shop.html").contains(&within), "the icon in shop.html is not mark.svg");
}

#[test]
fn fonts_are_called_by_what_is_in_them() {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/fonts");
    for entry in fs::read_dir(fonts).expect("is there") {
        let path = entry.expect("is readable").path();
        if path.extension().is_some_and(|ending| ending == "woff2") {
            let name = path.file_stem().expect("has a name").to_string_lossy().into_owned();
            let hash = hex::encode(Sha256::digest(fs::read(&path).expect("is readable")));
            assert!(name.rsplit_once('-').is_some_and(|(_, end)| end == &hash[..8]), "{name} should end in {}", &hash[..8]);
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let built = Built::new();
    let client = built.client();
    for path in [
        "/missing.js",
        "/.fingerprint",
        "/shop-0123456789abcdef_bg.wasm.br",
        "/admin/boot.js",
        "/../api/Cargo.toml",
        "/%2e%2e/secret.txt",
    ] {
        client.get(path).send().await.assert_status(poem::http::StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn without_a_web_app_there_is_a_page_that_says_so() {
    let client = TestClient::new(endpoint(&config(Path::new("/nowhere/at/all"))).expect("is whole"));
    let response = client.get("/cart").send().await;
    response.assert_status(poem::http::StatusCode::SERVICE_UNAVAILABLE);
    assert!(header(&response, "content-security-policy").contains("style-src 'self' 'sha256-"));
    let text = response.0.into_body().into_string().await.expect("is text");
    assert!(text.contains("cargo xtask web"), "{text}");
}

#[test]
fn in_production_a_web_app_that_is_not_whole_is_told_at_once() {
    let built = Built::new();
    fs::remove_file(built.0.join("admin/index.html")).expect("removes it");
    let mut config = config(&built.0);
    assert!(endpoint(&config).is_ok());
    config.environment = crate::config::Environment::Production;
    let error = endpoint(&config).map(drop).expect_err("is not whole");
    assert!(format!("{error:#}").contains("admin/index.html"), "{error:#}");
}

#[test]
fn a_policy_names_the_inline_scripts_of_its_page() {
    let html =
        r#"<script src="/boot.js"></script><scripture>no</scripture><script type="module">alert('Hello, world.');</script>"#;
    let policy = policy::of(html);
    // The hash of `alert('Hello, world.');` as in the CSP specification, section 8.3.
    let expected = "script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=';";
    assert!(policy.contains(expected), "{policy}");
    assert!(policy.contains("style-src 'self';"), "{policy}");
}

#[test]
fn a_coding_is_taken_when_it_is_accepted() {
    for (header, brotli, gzip) in [
        ("", false, false),
        ("br", true, false),
        ("gzip, br", true, true),
        ("*", true, true),
        ("*;q=0, gzip", false, true),
        ("br;q=0, *", false, true),
        ("BR ; q=1.0", true, false),
        ("br;q=nonsense", false, false),
    ] {
        assert_eq!((Coding::Brotli.is_accepted(header), Coding::Gzip.is_accepted(header)), (brotli, gzip), "{header}");
    }
}
