//! What can get between a buyer and an order: another address, a lost answer, a payment that does not begin, another buyer.

use sandbox::Provider;
use serde_json::json;
use shared::account::Address;
use tests::Browser;

use crate::steps;

/// All that a person waits for here, in milliseconds.
const PATIENCE: u32 = 15_000;

/// A courier and Stripe are chosen.
async fn choose(browser: &Browser) {
    browser.click("[data-test=shipping-option]").await;
    browser.click("[data-test=pay-stripe]").await;
    browser.see("[data-test=pay-stripe].is-chosen").await;
    browser.see("[data-test=place-order]").await;
}

/// Waits until a field holds this.
async fn holds(browser: &Browser, css: &str, value: &str) {
    let script = format!(
        "const [done] = arguments, until = performance.now() + {PATIENCE};
         (function look() {{
             const field = document.querySelector({css:?});
             if (field && field.value.toLowerCase() === {value:?}.toLowerCase()) done(true);
             else if (performance.now() > until) done(false);
             else setTimeout(look, 50);
         }})();"
    );
    assert!(browser.ask::<bool>(&script).await, "{css} does not hold {value}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_ordered_while_a_new_address_is_typed() {
    let (app, goods) = steps::shop().await;
    Browser::with(&app, "new-address", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[0]).await;
        choose(browser).await;

        browser.click("[data-test=new-address]").await;
        browser.see("[data-test=address-recipient]").await;
        browser.gone("[data-test=place-order]").await;
        browser.gone("[data-test=shipping-option]").await;
        browser.see_text(".step__why", "simpan yang baru").await;
        browser.click("[data-test=address-cancel]").await;
        browser.see_text("[data-test=review]", "Jl. Riau No. 11").await;
        browser.click("[data-test=edit-address]").await;
        browser.write("dialog [data-test=address-street]", "Jl. Riau No. 12").await;
        browser.click("dialog [data-test=address-save]").await;
        browser.see_text("[data-test=review]", "Jl. Riau No. 12").await;
        browser.see("[data-test=place-order]").await;

        // One that was removed on another device is not there any more, and another is asked for.
        let known: Vec<Address> = buyer.get("/account/addresses").await.ok();
        buyer.delete(&format!("/account/addresses/{}", known[0].id)).await.done();
        browser.click("[data-test=place-order]").await;
        browser.see("[data-test=address-recipient]").await;
        browser.gone("[data-test=place-order]").await;
        for (field, text) in [("phone", "0821-1555-8035"), ("street", "Jl. Dago No. 7"), ("postal", "12810")] {
            browser.write(&format!("[data-test=address-{field}]"), text).await;
        }
        browser.click("[data-test=address-save]").await;
        // The district is missing, which is chosen by way of the province.
        browser.focused("[data-test=address-province]").await;
        steps::write_address(browser, "Jl. Dago No. 7").await;
        browser.click("[data-test=address-save]").await;
        browser.see_text("[data-test=review]", "Jl. Dago No. 7").await;
        browser.see_count("[data-test=address-option]", 1).await;
        browser.click("[data-test=place-order]").await;
        steps::pay_page(browser, "stripe").await;
    })
    .await;
    let there = app.number("SELECT count(*) AS n FROM orders WHERE address ->> 'street' = 'Jl. Dago No. 7'").await;
    assert_eq!(there, 1, "it goes to the new address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_waits_for_what_was_pressed_in_the_cart() {
    let (app, goods) = steps::shop().await;
    Browser::with(&app, "quick-order", async |browser| {
        steps::at_checkout(browser, &app, goods[0]).await;
        choose(browser).await;
        browser.click("[data-test=cart-button]").await;
        browser.see("[data-test=cart-line]").await;
        let at_once = "document.querySelector('[data-test=cart-line] .stepper__btn:last-child').click();
                       document.querySelector('[data-test=place-order] button').click();
                       arguments[0](true)";
        assert!(browser.ask::<bool>(at_once).await);
        browser.strike("Escape").await;
        browser.gone("dialog[open]").await;
        // Two guitars at 15,500,000.
        browser.see_text("[data-test=place-order]", "31.").await;
        browser.click("[data-test=place-order] button:not(.is-loading)").await;
        steps::pay_page(browser, "stripe").await;
    })
    .await;
    assert_eq!(app.number("SELECT sum(quantity)::bigint AS n FROM order_items").await, 2, "in one order");
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_typed_address_survives_a_reload() {
    let (app, goods) = steps::shop().await;
    Browser::with(&app, "half-typed", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[0]).await;
        browser.click("[data-test=new-address]").await;
        browser.write("[data-test=address-recipient]", "Sari Dewi").await;
        browser.write("[data-test=address-street]", "Jl. Dago No. 7").await;
        browser.pick("[data-test=address-province]", "jakarta", "DKI Jakarta").await;

        browser.reload().await;
        browser.see("[data-test=address-recipient]").await;
        holds(browser, "[data-test=address-recipient] input", "Sari Dewi").await;
        holds(browser, "[data-test=address-street] input", "Jl. Dago No. 7").await;
        holds(browser, "[data-test=address-province] input", "DKI Jakarta").await;
        browser.gone("[data-test=place-order]").await;

        // What was left is not kept.
        browser.click("[data-test=address-cancel]").await;
        browser.see("[data-test=shipping-option]").await;
        browser.reload().await;
        browser.see("[data-test=shipping-option]").await;
        browser.gone("[data-test=address-recipient]").await;

        // When the session is over by itself it waits, and for nobody else.
        browser.click("[data-test=new-address]").await;
        browser.write("[data-test=address-street]", "Jl. Dago No. 7").await;
        for who in [&buyer, &app.buyer().await] {
            app.sql("UPDATE sessions SET revoked_at = now(), revoked_because = 'ended'", []).await;
            browser.reload().await;
            browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
            steps::sign_in(browser, who).await;
            browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
            if who.user_id() == buyer.user_id() {
                holds(browser, "[data-test=address-street] input", "Jl. Dago No. 7").await;
            }
        }
        let none = "arguments[0](sessionStorage.getItem('hurtrock-address') === null)";
        assert!(browser.ask::<bool>(none).await);

        // The address book asks before it throws away what was typed.
        browser.go("/account/addresses").await;
        browser.click("[data-test=address-add]").await;
        browser.write("[data-test=address-street]", "Jl. Riau No. 11").await;
        browser.strike("Escape").await;
        browser.see("dialog[open] .btn--danger").await;
        browser.strike("Escape").await;
        browser.gone("dialog[open] .btn--danger").await;
        holds(browser, "[data-test=address-street] input", "Jl. Riau No. 11").await;
        browser.strike("Escape").await;
        browser.click("dialog[open] .btn--danger").await;
        browser.gone("[data-test=address-street]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_leads_to_the_one_order() {
    let (app, goods) = steps::shop().await;
    let orders = async || app.number("SELECT count(*) AS n FROM orders").await;
    Browser::with(&app, "lost-answer", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[0]).await;
        choose(browser).await;
        // Another finish at the same price, from another device: it is shown before it is ordered.
        let other = json!({ "items": [{ "variant_id": goods[1].variant, "quantity": 1 }] });
        buyer.put("/cart", other).await.done();
        browser.click("[data-test=place-order]").await;
        browser.see("[data-test=summary-line][data-sku=RG550-MERAH]").await;
        assert_eq!(orders().await, 0);
        // More than the page asks by itself.
        steps::lose_answers(browser, "/checkout/orders", 3).await;
        browser.click("[data-test=place-order]").await;
        browser.see_text("[data-test=order-unclear]", "tidak akan jadi dua pesanan").await;
        assert_eq!(orders().await, 1, "it was placed all the same");
        browser.click("[data-test=place-order]").await;
        steps::pay_page(browser, "stripe").await;
        browser.click("#pay").await;
        steps::back_at_order(browser, "paid").await;
    })
    .await;
    assert_eq!(orders().await, 1, "and once only");
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_sold_out_meanwhile_is_named_at_checkout() {
    let (app, goods) = steps::shop().await;
    Browser::with(&app, "too-late", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[0]).await;
        choose(browser).await;
        app.buyer().await.order(goods[0].variant, 4).await;
        browser.click("[data-test=place-order]").await;
        browser.see_text(".toast", "Ibanez RG550").await;
        browser.see_text("[data-test=summary-line][data-sku=RG550-HITAM]", "Sudah habis").await;
        // Taken out on another device.
        buyer.put("/cart", json!({ "items": [] })).await.done();
        browser.click("[data-test=place-order]").await;
        browser.see_text(".toast", "Isi keranjangmu sudah berubah").await;
    })
    .await;
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 1, "the other buyer's alone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_keeps_a_payment_from_beginning_is_told() {
    let (app, goods) = steps::shop().await;
    let sql = "INSERT INTO payment_configurations (provider, active, minimum) VALUES ('midtrans', true, 99000000)";
    app.sql(sql, []).await;
    Browser::with(&app, "no-payment", async |browser| {
        steps::at_checkout(browser, &app, goods[0]).await;
        choose(browser).await;
        // Too small for the other one, which cannot be chosen.
        browser.see_text("[data-test=pay-midtrans]", "99.000.000").await;
        browser.click("[data-test=pay-midtrans]").await;
        browser.see("[data-test=pay-stripe].is-chosen").await;

        browser.write("[data-pointer='/note']", "Bungkus ekstra").await;
        app.sandbox.fail_next(Provider::Stripe, 20, 500);
        browser.click("[data-test=place-order]").await;
        browser.see_text(".toast", "Metode pembayaran ini sedang tidak tersedia").await;
        let number = steps::back_at_order(browser, "pending").await;
        browser.see_text("[data-test=order-note]", "Bungkus ekstra").await;
        app.sandbox.calm(Provider::Stripe);
        browser.click("[data-test=other-method]").await;
        browser.see_text("dialog [data-test=pay-midtrans]", "99.000.000").await;
        browser.click("dialog [data-test=pay-stripe]").await;
        browser.click("[data-test=pay-chosen]").await;
        steps::pay_page(browser, "stripe").await;

        // It can be paid there for a shorter time than the order waits.
        app.sql("UPDATE payments SET expires_at = now() + interval '1 hour' WHERE status = 'open'", []).await;
        browser.go(&format!("/orders/{number}")).await;
        browser.see("[data-test=attempt-until]").await;
    })
    .await;
    assert_eq!(app.number("SELECT count(*) AS n FROM orders").await, 1);
}
