//! The shop on a slow line, on one that is silent or cut, and without any.

use std::time::Duration;

use serde::Deserialize;
use tests::{Browser, Network, TestApp, Wire};

use crate::steps;

/// Longer than a page waits for an answer.
const GIVEN_UP: Duration = Duration::from_secs(45);
/// More than this is seen to move.
const STILL: f64 = 0.02;
/// What a page shows that could not get what it is about.
const FAILURE: &str = "#main .state[role=alert]";
/// Its way out.
const AGAIN: &str = "#main .state[role=alert] button";

/// What was seen of a page that came up.
#[derive(Debug, Deserialize)]
struct Seen {
    first: String,
    shift: f64,
    moved: Vec<String>,
}

/// Notes from now on what is drawn first, the shape of a page or what is on it, and what moves without
/// anybody having touched it.
async fn watch(browser: &Browser, shape: &str, content: &str) {
    let script = format!(
        r#"
const [done] = arguments, seen = window.seen = {{ first: "", shift: 0, moved: [] }};
const look = () => {{
    if (seen.first) return;
    if (document.querySelector({shape:?})) seen.first = "shape";
    else if (document.querySelector({content:?})) seen.first = "content";
}};
new MutationObserver(look).observe(document.body, {{ childList: true, subtree: true }});
new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput).forEach(entry => {{
    seen.shift += entry.value;
    seen.moved.push(...entry.sources.map(source => source.node && source.node.className || source.node && source.node.nodeName || "?").map(String));
}})).observe({{ type: "layout-shift" }});
done(0);
"#
    );
    let _: i32 = browser.ask(&script).await;
}

/// What was noted, once every picture in sight is there.
async fn seen(browser: &Browser) -> Seen {
    let script = r#"
const [done] = arguments, until = performance.now() + 20000;
(function look() {
    const there = [...document.images].every(image => image.complete || image.getBoundingClientRect().top > innerHeight);
    if (there || performance.now() > until) setTimeout(() => done(window.seen), 300);
    else setTimeout(look, 100);
})();
"#;
    browser.ask(script).await
}

/// How far things moved since the page began to load.
async fn shift_since_load(browser: &Browser) -> f64 {
    let script = r#"
const [done] = arguments, shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
setTimeout(() => done(shifts.reduce((sum, entry) => sum + entry.value, 0)), 1000);
"#;
    browser.ask(script).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_slow_line_shapes_come_first_and_nothing_moves() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "slow", async |browser| {
        // The programs are there already, as on a second visit: how large they are is checked elsewhere.
        browser.go("/products").await;
        browser.see("[data-test=product-card]").await;
        browser.go("/").await;
        browser.see("[data-test=product-card]").await;
        browser.network(Network::Slow3g).await;

        watch(browser, ".list .skel", ".list [data-test=product-card]").await;
        browser.click("footer a[href='/products']").await;
        browser.see_count(".list [data-test=product-card]", 3).await;
        still(&seen(browser).await, "the list");

        watch(browser, ".product .skel", "[data-test=add-to-cart]").await;
        browser.click("[data-test=product-card] h3 a").await;
        browser.see("[data-test=add-to-cart]").await;
        still(&seen(browser).await, "the product");

        for (path, there) in [("/products", "[data-test=product-card]"), ("/products/ibanez-rg550", "[data-test=add-to-cart]")] {
            browser.go(path).await;
            browser.see_within(GIVEN_UP, there).await;
            let shift = shift_since_load(browser).await;
            assert!(shift <= STILL, "{path} moves by {shift}");
        }
    })
    .await;
}

fn still(seen: &Seen, page: &str) {
    assert_eq!(seen.first, "shape", "{page}: {seen:?}");
    assert!(seen.shift <= STILL, "{page} moves by {}: {:?}", seen.shift, seen.moved);
}

/// A shop at the end of a line.
pub async fn shop_behind(wire: &Wire) -> TestApp {
    let (app, _) = steps::shop_with(&[("public_url", wire.url())]).await;
    wire.join(&app);
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_gets_no_answer_says_so_and_can_be_tried_again() {
    let wire = Wire::lay().await;
    let app = shop_behind(&wire).await;
    Browser::at(wire.url(), "no-answer", async |browser| {
        browser.go("/").await;
        browser.see("[data-test=product-card]").await;

        // Ended in the middle.
        wire.cut();
        browser.click("footer a[href='/products']").await;
        browser.see(FAILURE).await;
        browser.gone("#main .skel").await;
        wire.join(&app);
        browser.click(AGAIN).await;
        browser.see_count(".list [data-test=product-card]", 3).await;

        // Never answered.
        wire.hush();
        browser.click("[data-test=product-card] h3 a").await;
        browser.see("#main .skel").await;
        browser.see_within(GIVEN_UP, FAILURE).await;
        browser.gone("#main .skel").await;
        wire.join(&app);
        browser.click(AGAIN).await;
        browser.see("[data-test=add-to-cart]").await;

        // Nor does a button turn for ever, and what it was to do can be done again.
        wire.hush();
        browser.click("[data-test=add-to-cart]").await;
        browser.see("[data-test=add-to-cart] .is-loading").await;
        browser.see_within(GIVEN_UP, ".toast").await;
        browser.gone("[data-test=add-to-cart] .is-loading").await;
        wire.join(&app);
        browser.click("[data-test=add-to-cart]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
    })
    .await;
}

/// A list that could not be had is not one in which nothing fits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_below_fields_say_when_they_could_not_be_had() {
    const FAILED: &str = ".combo__empty--failed";
    let wire = Wire::lay().await;
    let app = shop_behind(&wire).await;
    Browser::at(wire.url(), "no-list", async |browser| {
        browser.go("/").await;
        browser.write("[data-test=search-input]", "ibanez").await;
        browser.see_text("[data-test=suggestion]", "Ibanez").await;
        wire.cut();
        browser.write("[data-test=search-input]", "fender").await;
        browser.see_text(FAILED, "Enter").await;
        wire.join(&app);
        browser.write("[data-test=search-input]", "telecaster").await;
        browser.see_text("[data-test=suggestion]", "Telecaster").await;
        browser.gone(FAILED).await;

        browser.go("/products/ibanez-rg550").await;
        browser.click("[data-pointer='/province'] input").await;
        browser.see_text("[data-pointer='/province'] [role=option]", "DKI Jakarta").await;
        wire.cut();
        browser.pick("[data-pointer='/province']", "jakarta", "DKI Jakarta").await;
        browser.see(".ship__failed [role=alert]").await;
        browser.click("[data-pointer='/regency'] input").await;
        browser.see(&format!("[data-pointer='/regency'] {FAILED}")).await;
        wire.join(&app);
        browser.click(".ship__failed button").await;
        browser.gone(".ship__failed").await;
        browser.click("[data-pointer='/regency'] input").await;
        browser.see_text("[data-pointer='/regency'] [role=option]", "Jakarta Selatan").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_connection_the_shop_says_so_and_recovers() {
    let wire = Wire::lay().await;
    let app = shop_behind(&wire).await;
    let brand = serde_json::json!({ "accent": "#1d4ed8" });
    app.admin().await.put_at("/admin/store/brand", 1, brand).await.done();
    Browser::at(wire.url(), "offline", async |browser| {
        browser.go("/products").await;
        browser.click("[data-test=quick-add]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        browser.see("dialog[open]").await;
        browser.strike("Escape").await;
        browser.gone("dialog[open]").await;
        is_kept(browser).await;

        lose(browser, &wire).await;
        browser.see(".offline-bar").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        browser.click("[data-test=product-card] h3 a").await;
        browser.see(FAILURE).await;
        browser.gone("#main .skel").await;
        // By itself, as soon as there is a connection.
        find_again(browser, &wire, &app).await;
        browser.see("[data-test=add-to-cart]").await;
        browser.gone(".offline-bar").await;

        // The app itself comes up out of its store, and says what it lacks.
        lose(browser, &wire).await;
        browser.go("/products").await;
        browser.see(".offline-bar").await;
        browser.see(FAILURE).await;
        browser.see("footer").await;
        let accent = "arguments[0](getComputedStyle(document.documentElement).getPropertyValue('--accent').trim())";
        assert_eq!(browser.ask::<String>(accent).await, "#1d4ed8", "in the shop's own colours");
        find_again(browser, &wire, &app).await;
        browser.see_count(".list [data-test=product-card]", 3).await;
        browser.see("[data-test=cart-badge][data-count='1']").await;

        // Where not even that is kept, a page says so.
        let forget = "const [done] = arguments;
            caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(store => store.delete('/shell')))))
                .then(() => done(true), fault => done(false));";
        assert!(browser.ask::<bool>(forget).await);
        lose(browser, &wire).await;
        browser.go("/cart").await;
        browser.see_text("h1", "Sinyalnya putus").await;
        find_again(browser, &wire, &app).await;
        browser.click("main a").await;
        browser.see("[data-test=cart-line]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_signed_in_is_known_again_with_the_connection_and_in_every_tab() {
    let wire = Wire::lay().await;
    let app = shop_behind(&wire).await;
    let (buyer, other) = (app.buyer().await, app.buyer().await);
    Browser::at(wire.url(), "known-again", async |browser| {
        // The answer comes late, to somebody who has gone on to another page; their cart went along.
        browser.go("/products").await;
        browser.click("[data-test=quick-add]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        steps::move_to(browser, "/account").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        let late = "const [done] = arguments, ask = window.fetch;
            window.fetch = async (...asked) => {
                const answer = await ask(...asked);
                if (String(asked[0].url || asked[0]).endsWith('/auth/sign-in')) await new Promise(go => setTimeout(go, 3000));
                return answer;
            };
            done(true);";
        assert!(browser.ask::<bool>(late).await);
        steps::sign_in(browser, &buyer).await;
        steps::move_to(browser, "/products").await;
        browser.see("[data-test=bell][data-live=on]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        browser.go("/account").await;
        browser.see_text("#main", buyer.email()).await;
        is_kept(browser).await;

        // The app comes up out of its store, and nobody can be asked who is there; a little later somebody can.
        wire.cut();
        browser.go("/account").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        wire.join(&app);
        browser.see_within(GIVEN_UP, "[data-test=sign-out]").await;
        browser.see_text("#main", buyer.email()).await;

        // Whoever asks for another account is told who is here, and stays; somebody else signs in in this tab, and is the one
        // who is here in the other, too.
        let here = browser.tab().await;
        browser.open_tab().await;
        browser.go("/sign-in").await;
        browser.see_text("[data-test=signed-in-as]", buyer.email()).await;
        browser.see("[data-test=go-on]").await;
        steps::sign_in(browser, &other).await;
        browser.arrive("the shop", |url| !url.contains("/sign-in")).await;
        browser.look_at(&here).await;
        browser.see_text("#main", other.email()).await;
    })
    .await;
}

/// From now on the app comes up without a connection.
async fn is_kept(browser: &Browser) {
    let kept = "const [done] = arguments; (function look() {
        if (navigator.serviceWorker.controller) done(true); else setTimeout(look, 100);
    })();";
    assert!(browser.ask::<bool>(kept).await);
}

/// For the page, and for the worker behind it.
async fn lose(browser: &Browser, wire: &Wire) {
    wire.cut();
    browser.network(Network::Offline).await;
}

async fn find_again(browser: &Browser, wire: &Wire, app: &TestApp) {
    wire.join(app);
    browser.network(Network::Usual).await;
}
