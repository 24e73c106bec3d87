//! Buyer and staff see each other's doing at once, without loading anything anew.

use serde_json::json;
use tests::{Browser, TestApp, districts};

use crate::steps;

/// Marks the page, so that a reload would show, and notes what toasts say: they go by themselves.
async fn keep(browser: &Browser) {
    let script = "window.kept = true; window.toasted = '';
        const note = node => {
            const element = node.nodeType === 1 ? node : node.parentElement;
            if (element && (element.closest('.toast') || element.querySelector('.toast'))) window.toasted += node.textContent;
        };
        new MutationObserver(changes => changes.forEach(change => {
            change.addedNodes.forEach(note);
            if (change.type === 'characterData') note(change.target);
        })).observe(document.body, { childList: true, characterData: true, subtree: true });
        arguments[arguments.length - 1](true)";
    browser.ask::<bool>(script).await;
}

/// Waits until a toast said this since the page was marked.
async fn toasted_that(app: &TestApp, browser: &Browser, text: &str) {
    let script = format!("arguments[arguments.length - 1](window.toasted.includes({}))", json!(text));
    app.eventually(text, async || browser.ask::<bool>(&script).await).await;
}

/// Waits until some toast came since the page was marked: of many at once it says how many.
async fn toasted(app: &TestApp, browser: &Browser) {
    let script = "arguments[arguments.length - 1](window.toasted !== '')";
    app.eventually("a toast", async || browser.ask::<bool>(script).await).await;
}

async fn is_kept(browser: &Browser) -> bool {
    browser.ask("arguments[arguments.length - 1](window.kept === true)").await
}

async fn title(browser: &Browser) -> String {
    browser.ask("arguments[arguments.length - 1](document.title)").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buyer_and_staff_see_each_other_at_work() {
    let (app, goods) = steps::shop().await;
    // What is sold here is no news of the stock.
    app.sql("UPDATE stocks SET low_stock_threshold = 0", []).await;
    let staff = app.staff().await;
    Browser::with(&app, "hearing-desk", async |desk| {
        steps::sign_in_to_desk(desk, &staff).await;
        desk.click("a[href='/admin/orders']").await;
        desk.see("[data-test=bell][data-live=on]").await;
        keep(desk).await;
        Browser::with(&app, "hearing-buyer", async |browser| {
            let mut buyer = app.buyer().await;
            buyer.add_to_cart(goods[0].variant, 1).await;
            buyer.add_address(districts::JAKARTA).await;
            browser.go("/checkout").await;
            browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
            steps::sign_in(browser, &buyer).await;
            browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
            steps::order(browser, "stripe").await;
            // The unpaid order is on the staff's list by itself.
            desk.see_count("[data-test=order-row]", 1).await;
            browser.click("#pay").await;
            let number = steps::back_at_order(browser, "paid").await;
            desk.see_text("tbody tr", "Dibayar").await;
            toasted(&app, desk).await;
            desk.see_text("[data-test=bell] .icon-btn__count", "1").await;
            assert!(title(desk).await.starts_with("(1) "), "{}", title(desk).await);
            assert!(is_kept(desk).await, "the list was not loaded anew");

            // From the bell to the order; that reads it.
            desk.click("[data-test=bell]").await;
            desk.click("[data-test=notification][data-kind=staff_order_paid] a").await;
            desk.see("[data-test=order-status][data-status=paid]").await;
            desk.see_count("[data-test=bell] .icon-btn__count", 0).await;

            browser.see("[data-test=bell][data-live=on]").await;
            keep(browser).await;
            desk.click("[data-test=move-processing]").await;
            browser.see("[data-test=order-status][data-status=processing]").await;
            desk.see("[data-test=order-status][data-status=processing]").await;
            desk.write("[data-test=tracking-number-input]", "JX1234567890").await;
            desk.click("[data-test=ship-order]").await;
            browser.see("[data-test=order-status][data-status=shipped]").await;
            assert_eq!(browser.text("[data-test=tracking-number]").await, "JX1234567890");
            assert!(is_kept(browser).await, "the order's page was not loaded anew");
            // Each move is told, however quickly one follows the other.
            toasted_that(&app, browser, "Pesanan sedang dikemas").await;
            toasted_that(&app, browser, "Pesanan dikirim").await;

            // Placed, paid, packed, shipped.
            browser.see_text("[data-test=bell] .icon-btn__count", "4").await;
            browser.click("[data-test=bell]").await;
            browser.see_count("[data-test=notification]", 4).await;
            browser.see("[data-test=notification][data-kind=shipped].is-unread").await;
            browser.click("[data-test=mark-all]").await;
            browser.see_count("[data-test=bell] .icon-btn__count", 0).await;
            browser.see_count("[data-test=notification].is-unread", 0).await;
            browser.go("/account/notifications?unread=1").await;
            browser.see(".state--empty").await;
            browser.go("/account/notifications").await;
            browser.see_count("[data-test=notification]", 4).await;
            assert!(!title(browser).await.starts_with('('));

            // What comes appears on top, while one looks; and whoever is deactivated is out at once.
            browser.see("[data-test=bell][data-live=on]").await;
            let path = format!("SELECT id::text AS id FROM orders WHERE number = '{number}'");
            let row = sea_orm::ConnectionTrait::query_one_raw(&app.ctx.db, api::db::statement(&path, [])).await;
            let id: String = row.expect("a row").expect("the order").try_get("", "id").expect("an id");
            staff.post(&format!("/admin/orders/{id}/status"), json!({ "status": "delivered" })).await.done();
            browser.see_count("[data-test=notification]", 5).await;
            app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
            browser.arrive("signing in", |url| url.contains("/sign-in")).await;
        })
        .await;
    })
    .await;
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_fills_in_is_not_taken_away() {
    let (app, goods) = steps::shop().await;
    let staff = app.staff().await;
    let colleague = app.staff().await;
    let mut buyer = app.buyer().await;
    let order = steps::paid(&app, &mut buyer, goods[0].variant, 1).await;
    Browser::with(&app, "hearing-form", async |desk| {
        steps::sign_in_to_desk(desk, &staff).await;
        desk.go(&format!("/admin/orders/{}", order.id)).await;
        desk.see("[data-test=bell][data-live=on]").await;
        desk.write("[data-test=tracking-number-input]", "JX12").await;
        colleague.post(&format!("/admin/orders/{}/status", order.id), json!({ "status": "processing" })).await.done();
        desk.see("[data-test=fresh-notice]").await;
        desk.see("[data-test=order-status][data-status=paid]").await;
        desk.write("[data-test=tracking-number-input]", "JX1234567890").await;
        desk.click("[data-test=fresh-notice] button").await;
        desk.see("[data-test=order-status][data-status=processing]").await;
        desk.see_count("[data-test=fresh-notice]", 0).await;
    })
    .await;
}
