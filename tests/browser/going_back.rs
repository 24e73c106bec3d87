//! Going back, and on again: everything is as it was left.

use shared::catalog::{Home, Product, ProductList};
use tests::{Browser, Shelf, TestApp, Wire};

use crate::{slow, steps};

/// Less than this is the same place, in pixels.
const SAME: f64 = 2.0;
const CARD: &str = "[data-test=product-card]";
/// What arrived lately, on the front page; what goes with it, on a product's.
const STRIP: &str = ".strip [data-test=product-card]";
const BUY: &str = "[data-test=add-to-cart]";

/// Scrolls to one of the cards and follows its link; gives how far the page was scrolled.
async fn leave_by(browser: &Browser, cards: &str, nth: usize) -> f64 {
    browser.see(cards).await;
    let script = format!(
        r#"
const [done] = arguments, frame = work => requestAnimationFrame(work);
// Other letters would move what is scrolled to.
document.fonts.ready.then(() => {{
    const card = document.querySelectorAll({cards:?})[{nth}];
    card.scrollIntoView({{ block: "center" }});
    // A frame to scroll in, and one for whoever hears of it.
    frame(() => frame(() => {{
        const place = scrollY;
        card.querySelector("h3 a").click();
        done(place);
    }}));
}});
"#
    );
    let place: f64 = browser.ask(&script).await;
    assert!(place > 100.0, "{cards} is in sight without scrolling: {place}");
    place
}

/// Scrolls a little; gives how far.
async fn scroll(browser: &Browser) -> f64 {
    let script = "const [done] = arguments;
        scrollTo(0, 240);
        requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY)));";
    browser.ask(script).await
}

/// Waits until the page is scrolled so far.
async fn is_at(app: &TestApp, browser: &Browser, place: f64) {
    let what = format!("the page is scrolled by {place}");
    app.eventually(&what, async || (browser.ask::<f64>("arguments[0](scrollY)").await - place).abs() < SAME).await;
}

/// From a product to one that goes with it, once all of that is there; gives the name of the first, and the place on it.
async fn on_to_another(app: &TestApp, browser: &Browser) -> (String, f64) {
    browser.see(BUY).await;
    let name = browser.text(".buy__name").await;
    let place = leave_by(browser, STRIP, 0).await;
    app.eventually("another product", async || browser.text(".buy__name").await != name).await;
    browser.see(BUY).await;
    browser.see(STRIP).await;
    (name, place)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_without_end_is_as_it_was_left() {
    let app = steps::open(&[]).await;
    let shelf = Shelf::new(&app).await;
    for number in 0..60 {
        shelf.goods(&format!("Gitar {number:02}"), 1_000_000 + number, 5).await;
    }
    let guest = app.guest();
    app.eventually("they are listed", async || guest.get("/products").await.ok::<ProductList>().total == 60).await;
    Browser::with(&app, "long-list", async |browser| {
        browser.go("/products").await;
        browser.see(CARD).await;
        // Two pages of 24.
        let read_on = format!(
            "const cards = document.querySelectorAll({CARD:?}).length;
             scrollTo(0, document.documentElement.scrollHeight);
             arguments[0](cards)"
        );
        app.eventually("the second page is there", async || browser.ask::<usize>(&read_on).await >= 48).await;
        // A list that grows stays what it was: the first card is the same one still.
        let mark = format!("document.querySelector({CARD:?}).dataset.marked = ''; arguments[0](true)");
        assert!(browser.ask::<bool>(&mark).await);
        app.eventually("the third page is there", async || browser.ask::<usize>(&read_on).await == 60).await;
        browser.see_count(&format!("{CARD}[data-marked]"), 1).await;
        let place = leave_by(browser, CARD, 40).await;
        browser.see(BUY).await;
        browser.arrive("a product", |url| url.contains("/products/gitar-")).await;

        browser.back().await;
        browser.arrive("the list", |url| url.ends_with("/products")).await;
        browser.see(CARD).await;
        is_at(&app, browser, place).await;
        let cards = format!("arguments[0](document.querySelectorAll({CARD:?}).length)");
        assert!(browser.ask::<usize>(&cards).await >= 48, "no more than the first page is there");

        browser.forward().await;
        browser.see(BUY).await;
        is_at(&app, browser, 0.0).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_drawn_as_they_were_left_before_the_shop_answers() {
    let wire = Wire::lay().await;
    let app = slow::shop_behind(&wire).await;
    Browser::at(wire.url(), "remembered", async |browser| {
        browser.go("/").await;
        let home = leave_by(browser, STRIP, 0).await;
        let (name, place) = on_to_another(&app, browser).await;
        let other = scroll(browser).await;

        wire.hush();
        browser.back().await;
        browser.see_text(".buy__name", &name).await;
        browser.see(BUY).await;
        is_at(&app, browser, place).await;
        browser.back().await;
        browser.see(".home .strip").await;
        is_at(&app, browser, home).await;
        browser.gone(".home .skel").await;
        // Each product has a place of its own.
        browser.forward().await;
        browser.see_text(".buy__name", &name).await;
        is_at(&app, browser, place).await;
        browser.forward().await;
        app.eventually("the other product", async || browser.text(".buy__name").await != name).await;
        browser.see(BUY).await;
        is_at(&app, browser, other).await;
        wire.join(&app);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_saw_who_signed_out_is_not_drawn_again() {
    let wire = Wire::lay().await;
    let (app, goods) = steps::shop_with(&[("public_url", wire.url())]).await;
    wire.join(&app);
    let (mut buyer, other) = (app.buyer().await, app.buyer().await);
    let order = buyer.order(goods[0].variant, 1).await;
    Browser::at(wire.url(), "signed-out", async |browser| {
        browser.go("/account").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(browser, &buyer).await;
        browser.click("#main a[href='/orders']").await;
        browser.see_text(".order-row__number", &order.number).await;
        let before: i32 = browser.ask("arguments[0](history.length)").await;
        browser.click("#main a[href='/account']").await;
        browser.click("[data-test=sign-out]").await;
        browser.gone("[data-test=sign-out]").await;
        browser.click("[data-test=sign-in]").await;
        steps::sign_in(browser, &other).await;
        browser.arrive("the shop", |url| !url.contains("/sign-in")).await;

        // Somebody else, and nothing comes from the shop.
        wire.hush();
        let back = format!("history.go({before} - history.length); arguments[0](true)");
        assert!(browser.ask::<bool>(&back).await);
        browser.arrive("the orders", |url| url.ends_with("/orders")).await;
        browser.see("#main .account h1").await;
        browser.gone(".order-row").await;
        wire.join(&app);

        // Nor is what an email leads to; it says whose it is not, and how to come to it.
        steps::move_to(browser, &format!("/orders/{}", order.number)).await;
        browser.see_text("[data-test=order-not-here]", other.email()).await;
        browser.click("[data-test=order-not-here] a").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(browser, &buyer).await;
        browser.see_text("[data-test=order-number]", &order.number).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_changed_meanwhile_is_shown_without_a_word() {
    let (app, _) = steps::shop().await;
    let guest = app.guest();
    Browser::with(&app, "meanwhile", async |browser| {
        browser.go("/").await;
        let home = leave_by(browser, STRIP, 0).await;
        browser.see(BUY).await;
        let product = browser.arrive("a product", |url| url.contains("/products/")).await;
        let product = product.strip_prefix(app.url()).unwrap().to_owned();
        let (name, place) = on_to_another(&app, browser).await;

        app.sql("UPDATE variants SET price = 7654321", []).await;
        app.eventually("the prices are known", async || {
            let (home, product) = (guest.get("/home").await.ok::<Home>(), guest.get(&product).await.ok::<Product>());
            home.new_arrivals.iter().all(|card| card.price.0 == 7_654_321) && product.variants[0].price.0 == 7_654_321
        })
        .await;
        browser.back().await;
        browser.see_text(".buy__name", &name).await;
        browser.see_text(".buy__price", "7.654.321").await;
        is_at(&app, browser, place).await;
        browser.back().await;
        browser.see_text(".home .strip [data-test=price]", "7.654.321").await;
        is_at(&app, browser, home).await;
    })
    .await;
}
