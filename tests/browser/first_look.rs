//! A page while it comes up.

use serde::Deserialize;
use tests::visitor::{Hand, Visitor};
use tests::visits::{self, Who};
use tests::{Browser, Network, Service, TestApp};

use crate::{accessible, steps};

/// How wide a phone is.
const PHONE: u32 = 390;
/// Pages of the back office that learn something of unknown size while they come up.
const LEARNING: [&str; 6] =
    ["admin-account", "admin-inventory", "admin-movements", "admin-suppliers", "admin-audit", "admin-settings-store"];

/// Sums the layout shifts since the page began to load, and looks at how it was painted first.
const FIRST_LOOK: &str = r#"
const [done] = arguments, shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
setTimeout(() => {
    const theme = performance.getEntriesByName("themed")[0];
    const paint = performance.getEntriesByName("first-paint")[0];
    done({
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
        painted_before_theme: paint.startTime < theme.startTime,
        theme: document.documentElement.dataset.theme,
        language: document.documentElement.lang,
    });
}, 500);
"#;

#[derive(Debug, Deserialize)]
struct FirstLook {
    shift: f64,
    painted_before_theme: bool,
    theme: String,
    language: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_come_up_still_and_in_their_theme_and_a_card_fills_the_cart() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "first-look", async |browser| {
        // A file that runs no app.
        browser.go("/mark.svg").await;
        let choose =
            "localStorage.setItem('hurtrock-theme', 'dark'); localStorage.setItem('hurtrock-locale', 'en'); arguments[0](0)";
        let _: i32 = browser.ask(choose).await;
        for (path, there) in [
            ("/", "[data-test=product-card]"),
            ("/products", "[data-test=product-card]"),
            ("/sign-in", "form"),
            ("/nowhere", "h1"),
        ] {
            browser.go(path).await;
            browser.see(there).await;
            let seen: FirstLook = browser.ask(FIRST_LOOK).await;
            assert!(seen.shift < 0.01 && !seen.painted_before_theme, "{path}: {seen:?}");
            assert_eq!((seen.theme.as_str(), seen.language.as_str()), ("dark", "en"), "{path}");
        }
        // The name's link lies over the whole card, but not over its button.
        browser.go("/products").await;
        browser.click("[data-test=quick-add]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        assert!(browser.address().await.ends_with("/products"));
    })
    .await;
}

/// What a page is made of that has been read for longer than its pictures are waited for.
const READ: &str = r#"
const [done] = arguments;
setTimeout(() => done({
    read: performance.now(),
    programs: performance.getEntriesByType("resource").filter(entry => entry.name.endsWith(".wasm")).length,
    seen: document.documentElement.classList.contains("seen"),
}), 1700);
"#;

/// When the page asked for its program, in milliseconds.
const STARTED: &str = r#"
const [done] = arguments;
(function look() {
    const program = performance.getEntriesByType("resource").find(entry => entry.name.endsWith(".wasm"));
    if (program) done(program.startTime);
    else setTimeout(look, 50);
})();
"#;

#[derive(Debug, Deserialize)]
struct Read {
    read: f64,
    programs: u32,
    seen: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_reads_first_and_what_it_presses_meanwhile_is_done() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "phone", async |browser| {
        browser.touched().await;
        browser.go("/products?lang=en").await;
        let page: Read = browser.ask(READ).await;
        // After five seconds the app comes by itself; a slow machine may be late for this look.
        assert!(page.seen && (page.programs == 0 || page.read > 4_500.0), "{page:?}");
        // Now it takes its time, should it be on its way.
        browser.network(Network::Slow3g).await;
        browser.click(".first .tile__add").await;
        browser.network(Network::Usual).await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        // Who has been here has the app at once.
        browser.go("/products").await;
        let started: f64 = browser.ask(STARTED).await;
        assert!(started < 5_000.0, "{started}");
        browser.see("[data-test=cart-badge][data-count='1']").await;
    })
    .await;
}

/// What is written by hand on the first page: how it is shown, and in which letters.
const BY_HAND: &str = r#"
const [done] = arguments, hand = document.querySelector(".first .hand");
done({
    shown: getComputedStyle(hand).visibility,
    letters: document.fonts.check("1em 'Rock Salt'") && getComputedStyle(hand).fontFamily,
});
"#;

#[derive(Debug, Deserialize)]
struct ByHand {
    shown: String,
    letters: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_page_does_not_move_on_a_phone() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "still", async |browser| {
        browser.touched().await;
        browser.go("/?lang=en").await;
        browser.see("html.written .first .hand").await;
        let hand: ByHand = browser.ask(BY_HAND).await;
        assert!(hand.shown == "visible" && hand.letters.contains("Rock Salt"), "{hand:?}");
        let seen: FirstLook = browser.ask(FIRST_LOOK).await;
        assert!(seen.shift == 0.0, "{seen:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_before_the_app_is_there_is_what_is_bought() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "chosen", async |browser| {
        browser.touched().await;
        browser.go("/products/ibanez-rg550").await;
        // The app takes its time.
        browser.network(Network::Slow3g).await;
        browser.click(".first .pick:nth-child(2)").await;
        browser.click(".first .stepper button").await;
        browser.click(".first .buy__act .btn").await;
        browser.network(Network::Usual).await;
        browser.see("[data-test=cart-badge][data-count='2']").await;
        browser.go("/cart").await;
        browser.see_text(".cart-line", "Merah").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_theme_that_was_chosen_is_there_after_a_reload() {
    const THEME: &str = "arguments[0](document.documentElement.dataset.theme)";
    let (app, _) = steps::shop().await;
    Browser::with(&app, "theme", async |browser| {
        browser.go("/").await;
        browser.see("[data-test=product-card]").await;
        let own: String = browser.ask(THEME).await;
        let other = if own == "dark" { "light" } else { "dark" };
        for wanted in [other, own.as_str()] {
            browser.click("[data-test=theme-toggle]").await;
            app.eventually("the theme is switched", async || browser.ask::<String>(THEME).await == wanted).await;
            browser.reload().await;
            browser.see("[data-test=product-card]").await;
            let seen: FirstLook = browser.ask(FIRST_LOOK).await;
            assert!(seen.theme == wanted && !seen.painted_before_theme, "{wanted}: {seen:?}");
        }
        // On other pages, too.
        browser.click("[data-test=theme-toggle]").await;
        browser.go("/sign-in").await;
        browser.see("form").await;
        assert_eq!(browser.ask::<String>(THEME).await, other);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_back_office_learns_moves_nothing_on_a_phone() {
    let (_app, shop) = accessible::demo().await;
    let service = Service::start().await;
    let visitor = Visitor::open(&service, &shop, Who::Admin, Hand::Finger).await.expect("a browser");
    for visit in visits::all(&shop).into_iter().filter(|visit| LEARNING.contains(&visit.name.as_str())) {
        visitor.prepare(PHONE, "en", Some("dark")).await.expect("a phone");
        assert!(visitor.load(&visit).await.expect("a page"), "{} did not come to rest", visit.name);
        let seen: FirstLook = visitor.ask(FIRST_LOOK, Vec::new()).await.expect("a look");
        assert!(seen.shift < 0.01, "{}: {seen:?}", visit.name);
    }
    visitor.close().await;
}

/// What the head says of the page to programs.
const HEAD: &str = r#"
const [done] = arguments;
const all = (css, name) => [...document.head.querySelectorAll(css)].map(node => name ? node.getAttribute(name) : node.textContent);
const things = all("script[type='application/ld+json']").flatMap(text => JSON.parse(text)["@graph"]);
done({
    canonical: all("link[rel=canonical]", "href"),
    url: all("meta[property='og:url']", "content"),
    title: all("meta[property='og:title']", "content"),
    description: all("meta[name=description]", "content"),
    robots: all("meta[name=robots]", "content"),
    products: things.filter(thing => thing["@type"] === "Product"),
});
"#;

#[derive(Debug, Deserialize)]
struct Head {
    canonical: Vec<String>,
    url: Vec<String>,
    title: Vec<String>,
    description: Vec<String>,
    robots: Vec<String>,
    products: Vec<serde_json::Value>,
}

/// What the head says once it tells of these addresses.
async fn head_of(app: &TestApp, browser: &Browser, canonical: &[&str]) -> Head {
    app.eventually("the head tells of the page", async || browser.ask::<Head>(HEAD).await.canonical == canonical).await;
    browser.ask(HEAD).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_head_follows_the_page() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "head", async |browser| {
        // As the server wrote it, and once.
        browser.go("/products").await;
        browser.see("[data-test=product-card]").await;
        let list = format!("{}/products", app.url());
        let head = head_of(&app, browser, &[&list]).await;
        assert!(head.robots.is_empty() && head.url == [list.as_str()], "{head:?}");

        browser.click("[data-test=product-card] h3 a").await;
        browser.see("[data-test=add-to-cart]").await;
        let there = browser.arrive("a product", |url| url.contains("/products/")).await;
        let head = head_of(&app, browser, &[&there]).await;
        assert!(head.robots.is_empty() && head.url == [there.as_str()] && head.products.len() == 1, "{head:?}");
        assert_eq!(head.products[0]["url"], there);
        assert_eq!(head.products[0]["name"], head.title[0]);
        assert_eq!((head.title.len(), head.description.len()), (1, 1));

        // In another language it is another page; the server has heard of it by the next one.
        browser.click(".lang__option[lang=en]").await;
        let english = format!("{there}?lang=en");
        let head = head_of(&app, browser, &[&english]).await;
        assert!(head.url == [english.as_str()] && head.products.len() == 1, "{head:?}");
        browser.reload().await;
        browser.see("[data-test=add-to-cart]").await;
        let head = head_of(&app, browser, &[&english]).await;
        assert!(head.url == [english.as_str()] && head.products.len() == 1, "{head:?}");

        // What is nobody else's business is not told of.
        browser.click("[data-test=sign-in]").await;
        browser.see("form").await;
        let head = head_of(&app, browser, &[]).await;
        assert!(head.robots == ["noindex"] && head.title.is_empty() && head.products.is_empty(), "{head:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_category_come_to_from_another_page_says_all_of_itself() {
    let (app, _) = steps::shop().await;
    app.sql("UPDATE categories SET description = 'Enam senar, satu suara.', description_en = 'Six strings, one voice.'", [])
        .await;
    Browser::with(&app, "category", async |browser| {
        // The pages before brought only what categories are called.
        browser.go("/products").await;
        browser.click("[data-test=product-card] h3 a").await;
        browser.see("[data-test=add-to-cart]").await;
        browser.click("#main .crumbs a[href^='/categories/']").await;
        browser.see_text("#main .list__text", "Enam senar, satu suara.").await;
        browser.reload().await;
        browser.see_text("#main .list__text", "Enam senar, satu suara.").await;
    })
    .await;
}
