//! What is in the cart stays as it is wanted: over slips of the hand, changes from elsewhere, and a line that fails.

use serde_json::json;
use shared::cart::Cart;
use tests::{Browser, Caller, Goods, TestApp, Wire};

use crate::steps;

const LINE: &str = "[data-test=cart-line]";
const BLACK: &str = "[data-test=cart-line][data-sku=RG550-HITAM]";
const RED: &str = "[data-test=cart-line][data-sku=RG550-MERAH]";
const OPEN: &str = "[data-test=cart-button]";
/// In the drawer, where alone it can be pressed.
const UNDO: &str = "dialog[open] .toast__act";

/// A shop, and a buyer with a guitar in black and one in red in their cart.
async fn with_two_guitars() -> (TestApp, Caller, Vec<Goods>) {
    let (app, goods) = steps::shop().await;
    let mut buyer = app.buyer().await;
    for one in &goods {
        buyer.add_to_cart(one.variant, 1).await;
    }
    (app, buyer, goods)
}

/// Signs in; the cart is there.
async fn come_in(app: &TestApp, browser: &Browser, buyer: &Caller) {
    browser.go("/sign-in").await;
    steps::sign_in(browser, buyer).await;
    browser.arrive("the shop", |url| url.trim_end_matches('/') == app.url()).await;
    browser.see("[data-test=cart-badge][data-count='2']").await;
}

/// Waits until the page shows so many pieces of a line.
async fn shows(app: &TestApp, browser: &Browser, line: &str, pieces: &str) {
    let script = format!("arguments[0](document.querySelector(\"{line} .stepper__input\")?.value ?? '')");
    app.eventually(&format!("{pieces} in {line}"), async || browser.ask::<String>(&script).await == pieces).await;
}

/// How many pieces there are of each, as the server has it; in the order of the goods.
async fn kept(buyer: &Caller, goods: &[Goods]) -> Vec<i32> {
    let cart: Cart = buyer.get("/cart").await.ok();
    let pieces = |one: &Goods| cart.items.iter().find(|item| item.variant_id == one.variant).map_or(0, |item| item.quantity);
    goods.iter().map(pieces).collect()
}

/// From another device.
async fn set(buyer: &Caller, goods: Goods, quantity: i32) {
    buyer.put(&format!("/cart/items/{}", goods.variant), json!({ "quantity": quantity })).await.done();
}

/// A minute goes by for the page: what was read just now was read a while ago.
async fn a_minute_later(browser: &Browser) {
    let script = "const now = Date.now; Date.now = () => now.call(Date) + 60000; arguments[0](true)";
    assert!(browser.ask::<bool>(script).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_is_undone_in_the_drawer_and_touches_no_other_line() {
    let (app, buyer, goods) = with_two_guitars().await;
    Browser::with(&app, "undoing", async |browser| {
        come_in(&app, browser, &buyer).await;
        browser.click(OPEN).await;
        browser.see_count(LINE, 2).await;
        browser.click(&format!("{BLACK} [data-test=remove]")).await;
        browser.see_count(LINE, 1).await;
        browser.see_count(UNDO, 1).await;
        set(&buyer, goods[1], 3).await;
        browser.click(UNDO).await;
        browser.see_count(LINE, 2).await;
        shows(&app, browser, RED, "3").await;
        assert_eq!(kept(&buyer, &goods).await, [1, 3]);
        browser.gone(UNDO).await;
        browser.strike("Escape").await;
        browser.gone("dialog[open]").await;

        // By the keyboard, which goes on where it was.
        browser.go("/").await;
        browser.see("[data-test=cart-badge][data-count='4']").await;
        browser.tab_to(OPEN).await;
        browser.strike("Enter").await;
        browser.see_count(LINE, 2).await;
        browser.tab_to(&format!("{RED} [data-test=remove]")).await;
        browser.strike("Enter").await;
        browser.see_count(LINE, 1).await;
        browser.keeps_focus("a line is gone").await;
        browser.tab_to(UNDO).await;
        set(&buyer, goods[0], 2).await;
        browser.strike("Enter").await;
        browser.see_count(LINE, 2).await;
        browser.focused("dialog[open]").await;
        browser.keeps_focus("undoing").await;
        assert_eq!(kept(&buyer, &goods).await, [2, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_put_back_is_named() {
    let (app, buyer, goods) = with_two_guitars().await;
    Browser::with(&app, "clearing", async |browser| {
        come_in(&app, browser, &buyer).await;
        browser.go("/cart").await;
        browser.see_count(LINE, 2).await;
        browser.click(".cart-page__head button").await;
        browser.gone(LINE).await;
        browser.see(".toast__act").await;
        app.sql("UPDATE variants SET active = false WHERE id = $1", [goods[1].variant.0.into()]).await;
        browser.click(".toast__act").await;
        browser.see_text(".toast", "Tidak bisa dikembalikan: Ibanez RG550").await;
        browser.see_count(LINE, 1).await;
        browser.see(BLACK).await;
        assert_eq!(kept(&buyer, &goods).await, [1, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quick_presses_are_all_counted_and_a_refusal_is_told_in_the_drawer() {
    let (app, buyer, goods) = with_two_guitars().await;
    Browser::with(&app, "pressing", async |browser| {
        come_in(&app, browser, &buyer).await;
        browser.click(OPEN).await;
        browser.see_count(LINE, 2).await;
        let thrice = format!(
            "const plus = [...document.querySelectorAll(\"{BLACK} .stepper__btn\")].pop();
             plus.click(); plus.click(); plus.click(); arguments[0](true)"
        );
        assert!(browser.ask::<bool>(&thrice).await);
        shows(&app, browser, BLACK, "4").await;
        app.eventually("three more are kept", async || kept(&buyer, &goods).await == [4, 1]).await;
        browser.see("[data-test=cart-badge][data-count='5']").await;
        shows(&app, browser, BLACK, "4").await;

        // Slower, so that some are sent before the last; the first of the buttons is less. The keyboard stays there.
        let minus = format!("{RED} .stepper__btn:first-child");
        let plus = format!("{RED} .stepper__btn:last-child");
        browser.tab_to(&plus).await;
        for _ in 0..3 {
            browser.strike("Enter").await;
        }
        app.eventually("three more of the other are kept", async || kept(&buyer, &goods).await == [4, 4]).await;
        browser.focused(&plus).await;
        // Twice on the way out, the second time while the first waits for more.
        let press = format!(
            "const [done] = arguments, less = document.querySelector(\"{minus}\");
             less.click(); setTimeout(() => {{ less.click(); done(true); }}, 100)"
        );
        assert!(browser.ask::<bool>(&press).await);
        browser.go("/").await;
        app.eventually("two less are kept", async || kept(&buyer, &goods).await == [4, 2]).await;
        browser.click(OPEN).await;
        shows(&app, browser, RED, "2").await;

        // Somebody else bought the rest.
        let sold = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason)
                    VALUES (gen_random_uuid(), $1, 'adjustment', -2, 'damage')";
        app.sql(sold, [goods[1].variant.0.into()]).await;
        browser.click(&plus).await;
        browser.see_text("dialog[open] .toast", "Ibanez RG550 tinggal 2").await;
        shows(&app, browser, RED, "2").await;
        assert_eq!(kept(&buyer, &goods).await, [4, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cart_is_read_anew_where_it_is_looked_at() {
    let (app, buyer, goods) = with_two_guitars().await;
    Browser::with(&app, "looking", async |browser| {
        come_in(&app, browser, &buyer).await;
        set(&buyer, goods[0], 3).await;
        a_minute_later(browser).await;
        browser.click(OPEN).await;
        browser.see("[data-test=cart-badge][data-count='4']").await;
        shows(&app, browser, BLACK, "3").await;

        // Coming back to the tab.
        set(&buyer, goods[1], 2).await;
        a_minute_later(browser).await;
        let back = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); arguments[0](!document.hidden)";
        assert!(browser.ask::<bool>(back).await);
        shows(&app, browser, RED, "2").await;
        browser.see("[data-test=cart-badge][data-count='5']").await;

        // What is added is there once, also where the answer is lost.
        browser.go("/products").await;
        browser.see("[data-test=cart-badge][data-count='5']").await;
        steps::lose_answers(browser, "/cart/items", 1).await;
        browser.click("[data-test=quick-add]").await;
        browser.see("dialog[open] [data-test=cart-line]").await;
        browser.see("[data-test=cart-badge][data-count='6']").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_that_fails_leaves_the_cart_as_it_is_known() {
    let wire = Wire::lay().await;
    let (app, _) = steps::shop_with(&[("public_url", wire.url())]).await;
    wire.join(&app);
    Browser::at(wire.url(), "failing-cart", async |browser| {
        browser.go("/products").await;
        browser.click("[data-test=quick-add]").await;
        browser.see(LINE).await;
        browser.strike("Escape").await;
        browser.gone("dialog[open]").await;

        wire.cut();
        a_minute_later(browser).await;
        browser.click(OPEN).await;
        browser.see("dialog[open] [data-test=cart-old]").await;
        browser.see_count(LINE, 1).await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        browser.see("[data-test=cart-checkout]").await;
        wire.join(&app);
        browser.click("[data-test=cart-old] button").await;
        browser.gone("[data-test=cart-old]").await;
        browser.see_count(LINE, 1).await;
    })
    .await;
}
