//! Every page as accessibility rules see it: WCAG 2.1, levels A and AA, by axe-core. The pages are those of
//! `cargo xtask shots`, in the demo shop.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use shared::catalog::ProductList;
use shared::ids::OrderId;
use shared::integrations::{NewApiKey, NewWebhook};
use tests::demo::{Placed, Shop};
use tests::visitor::{Hand, Visitor};
use tests::visits::{self, Visit, Who};
use tests::{Service, TestApp, axe, web_dir};

const WIDE: u32 = 1_440;
const PHONE: u32 = 390;
const THEMES: [&str; 2] = ["dark", "light"];
/// So many pages are looked at by one test, so that it ends in good time.
const DESK_PARTS: usize = 5;
/// Of so many pages one is looked at in the other language, on a phone.
const SAMPLE: usize = 5;
/// Routes that need no visit: the kit's own page is not in what is released, and the settings begin with
/// the store's.
const NOT_VISITED: [&str; 2] = ["/dev/ui", "/admin/settings"];

/// The pages of the contact sheet, and what only a shop of one's own has.
fn pages(shop: &Shop) -> Vec<Visit> {
    let mut pages = visits::all(shop);
    pages.push(Visit {
        name: "admin-webhook".to_owned(),
        who: Who::Admin,
        path: "/admin/settings/webhooks".to_owned(),
        there: "#main h1",
        press: vec!["[data-test=webhook-row]"],
        whole: false,
        before: None,
    });
    pages.push(Visit {
        name: "admin-api-key".to_owned(),
        who: Who::Admin,
        path: "/admin/settings/api-keys".to_owned(),
        there: "#main h1",
        press: vec!["[data-test=key-row]"],
        whole: false,
        before: None,
    });
    pages
}

/// The demo shop, with something on every page.
pub async fn demo() -> (TestApp, Shop) {
    let mut app = TestApp::with(&[("web_dir", &web_dir())]).await;
    api::demo_shop::seed_small(&app.ctx).await.expect("the demo shop");
    app.work().await;
    let shared =
        "SELECT count(*) AS n FROM categories c JOIN product_images i ON i.path = c.image->>'path' WHERE c.parent_id IS NULL";
    let bare = "SELECT count(*) AS n FROM categories WHERE image IS NULL";
    assert_eq!((app.number(shared).await, app.number(bare).await), (0, 0), "categories without a picture of their own");
    let guest = app.guest();
    app.eventually("the goods are listed", async || guest.get("/products").await.ok::<ProductList>().total > 50).await;
    let hook = json!({ "url": "https://erp.example.com/hooks", "description": "ERP", "events": ["order.paid"], "active": true });
    let admin = app.admin().await;
    let _: NewWebhook = admin.post("/admin/webhooks", hook).await.ok();
    let key = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 600, "expires_at": null });
    let _: NewApiKey = admin.post("/admin/api-keys", key).await.ok();
    // Whoever is new here was written to.
    app.eventually("an email is written", async || app.number("SELECT count(*) AS n FROM email_messages").await > 0).await;
    let shop = Shop::prepare(app.url()).await.expect("a shop to look at");
    (app, shop)
}

fn axe_source() -> String {
    let path = std::env::var("HURTROCK_TEST_AXE").expect("HURTROCK_TEST_AXE is not set: run the tests by `cargo xtask test`");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What is wrong with a page, a line each.
async fn faults(visitor: &Visitor<'_>, source: &str, visit: &Visit, language: &str, width: u32) -> anyhow::Result<Vec<String>> {
    let page = format!("{} ({}, {language}, {width})", visit.name, visit.path);
    let mut faults = Vec::new();
    visitor.prepare(width, language, THEMES.first().copied()).await?;
    if !(visitor.load(visit).await? && visitor.press(visit).await?) {
        faults.push(format!("{page}: did not come to rest"));
    }
    for theme in THEMES {
        visitor.wear(theme).await?;
        let found = axe::check(visitor.driver(), source, theme, &axe::WCAG).await?;
        faults.extend(found.iter().map(|violation| format!("{page}: {violation}")));
    }
    Ok(faults)
}

/// Looks at all of one person's pages that are chosen by their place in the list.
async fn look(shop: &Shop, who: Who, chosen: impl Fn(usize) -> bool, language: &str, width: u32) -> Vec<String> {
    let source = axe_source();
    let service = Service::start().await;
    let visitor = Visitor::open(&service, shop, who, Hand::at(width)).await.expect("a browser");
    let own = pages(shop).into_iter().filter(|visit| visit.who == who).enumerate();
    let mut all = Vec::new();
    for (_, visit) in own.filter(|(place, _)| chosen(*place)) {
        match faults(&visitor, &source, &visit, language, width).await {
            Ok(found) => all.extend(found),
            Err(error) => all.push(format!("{} ({}): {error:#}", visit.name, visit.path)),
        }
    }
    visitor.close().await;
    all
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

async fn is_accessible(who: Who, part: usize, parts: usize) {
    let (_app, shop) = demo().await;
    assert_none(&look(&shop, who, |place| place % parts == part, "id", WIDE).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_is_accessible_to_guests() {
    is_accessible(Who::Guest, 0, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_is_accessible_to_guests_everywhere_else() {
    is_accessible(Who::Guest, 1, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_is_accessible_to_buyers() {
    is_accessible(Who::Buyer, 0, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_shop_is_accessible_to_buyers_everywhere_else() {
    is_accessible(Who::Buyer, 1, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_office_is_accessible_first_part() {
    is_accessible(Who::Admin, 0, DESK_PARTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_office_is_accessible_second_part() {
    is_accessible(Who::Admin, 1, DESK_PARTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_office_is_accessible_third_part() {
    is_accessible(Who::Admin, 2, DESK_PARTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_office_is_accessible_fourth_part() {
    is_accessible(Who::Admin, 3, DESK_PARTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_office_is_accessible_fifth_part() {
    is_accessible(Who::Admin, 4, DESK_PARTS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_accessible_in_english_on_a_phone() {
    let (_app, shop) = demo().await;
    let mut faults = Vec::new();
    for who in [Who::Guest, Who::Buyer, Who::Admin] {
        faults.extend(look(&shop, who, |place| place % SAMPLE == 0, "en", PHONE).await);
    }
    assert_none(&faults);
}

/// The routes that a file of the web app lists.
fn routes(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.split("path!(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// Whether a visit is to this route, or presses something on the page above it that leads there.
fn visits_route(visit: &Visit, route: &str) -> bool {
    let path = visit.path.split('?').next().unwrap_or_default();
    let is_there = route.split('/').count() == path.split('/').count()
        && route.split('/').zip(path.split('/')).all(|(wanted, part)| wanted == part || wanted.starts_with(':'));
    let leads_there = route.rsplit_once("/:").is_some_and(|(above, _)| above == path) && !visit.press.is_empty();
    is_there || leads_there
}

#[test]
fn every_route_is_looked_at() {
    let order = || Placed { number: "HRT-1".to_owned(), id: OrderId::generate() };
    let shop = Shop {
        url: String::new(),
        product: "one".to_owned(),
        sold_out: "another".to_owned(),
        cart: String::new(),
        orders: BTreeMap::from([("paid".to_owned(), order())]),
    };
    let pages = pages(&shop);
    for file in ["shop/mod.rs", "admin/mod.rs"] {
        let routes = routes(file);
        assert!(routes.len() > 10, "{file} lists {routes:?}");
        for route in routes.iter().filter(|route| !NOT_VISITED.contains(&route.as_str())) {
            let seen = pages.iter().any(|visit| visits_route(visit, route));
            assert!(seen, "nobody looks at {route}: add it to tests/shots/visits.rs");
        }
    }
}
