//! A guest finds a guitar, becomes a customer, and pays.

use tests::Browser;

use crate::steps::{self, digits};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_finds_a_guitar_registers_and_pays_it() {
    let (app, _) = steps::shop().await;
    let other = app.buyer().await;
    Browser::with(&app, "guest", async |browser| {
        find(browser).await;
        fill_cart(browser).await;
        register(browser, other.email(), "sari@example.com").await;
        let paid = check_out(browser).await;
        let number = steps::back_at_order(browser, "paid").await;
        let shown = browser.text("body").await;
        assert!(digits(&shown).contains(&digits(&paid)), "the amount paid, {paid}, is not on the order's page");
        browser.see("[data-test=cart-badge][data-count='0']").await;
        steps::read_mail(browser, &app, "sari@example.com", "order_paid", &number).await;
    })
    .await;
    app.assert_laws().await;
}

/// By a misspelt word and a filter.
async fn find(browser: &Browser) {
    browser.go("/").await;
    browser.write("[data-test=search-input]", "ibanes").await;
    browser.see_text("[data-test=suggestion]", "Ibanez").await;
    browser.enter("[data-test=search-input]").await;
    browser.arrive("the results", |url| url.contains("/search?q=ibanes")).await;
    browser.see_text("[data-test=corrected]", "ibanez").await;
    browser.see_count("[data-test=product-card]", 2).await;
    browser.click("[data-test=facet-Warna-Merah]").await;
    browser.see_count("[data-test=product-card]", 1).await;
    browser.see_text("[data-test=product-card]", "RG550").await;
    browser.arrive("the filter in the address", |url| url.contains("Merah")).await;
}

/// The red one, which was filtered for; the cart survives a reload.
async fn fill_cart(browser: &Browser) {
    browser.click("[data-test=product-card] h3 a").await;
    browser.arrive("the product", |url| url.contains("/products/ibanez-rg550")).await;
    browser.see_text(".picks__title", "Merah").await;
    browser.click("[data-test=option-Warna-Hitam]").await;
    browser.arrive("another variant in the address", |url| url.contains("variant=RG550-HITAM")).await;
    browser.click("[data-test=option-Warna-Merah]").await;
    browser.arrive("the variant in the address", |url| url.contains("variant=RG550-MERAH")).await;
    browser.see("[data-test=cart-badge][data-count='0']").await;
    browser.click("[data-test=add-to-cart]").await;
    browser.see("[data-test=cart-badge][data-count='1']").await;
    browser.reload().await;
    browser.see("[data-test=cart-badge][data-count='1']").await;
}

/// On the way to the checkout, which a guest reaches by signing in or registering; first with an email that is taken.
async fn register(browser: &Browser, taken: &str, email: &str) {
    browser.click("[data-test=cart-button]").await;
    browser.see("[data-test=cart-line][data-sku=RG550-MERAH]").await;
    browser.click("[data-test=cart-checkout]").await;
    browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
    browser.click("#main a[href*='/register']").await;
    browser.write("[data-test=register-name]", "Sari Dewi").await;
    browser.write("[data-test=register-email]", taken).await;
    browser.write("[data-test=register-password]", "gitar merah di kamar").await;
    browser.click("[data-test=register-submit]").await;
    browser.see("[data-test=register-email] .is-invalid").await;
    browser.focused("[data-test=register-email]").await;
    browser.write("[data-test=register-email]", email).await;
    browser.click("[data-test=register-submit]").await;
    browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
    browser.see("[data-test=cart-badge][data-count='1']").await;
}

/// Address, courier, Stripe; returns the amount on the provider's page.
async fn check_out(browser: &Browser) -> String {
    steps::write_address(browser, "Jl. Riau No. 11").await;
    browser.click("[data-test=address-save]").await;

    browser.see_count("[data-test=shipping-option]", 2).await;
    let prices = browser.attributes("[data-test=shipping-option]", "data-price").await;
    assert!(prices.iter().all(|price| price.parse::<i64>().is_ok_and(|price| price > 0)), "{prices:?}");
    assert_ne!(prices.first(), prices.last(), "both services cost the same");
    browser.click("[data-test=shipping-option][data-service=JNE-YES]").await;
    browser.click("[data-test=pay-stripe]").await;
    browser.click("[data-test=place-order]").await;

    steps::pay_page(browser, "stripe").await;
    let amount = browser.text("#amount").await;
    browser.click("#pay").await;
    amount
}
