//! A guitar is found, ordered and paid without a pointer, and the focus is seen all the way.

use tests::Browser;

use crate::steps;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guitar_is_bought_by_the_keyboard_alone() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "keyboard", async |browser| {
        find(browser).await;
        fill_cart(browser).await;
        register(browser).await;
        give_address(browser).await;
        order(browser).await;
        browser.tab_to("#pay").await;
        browser.strike("Enter").await;
        steps::back_at_order(browser, "paid").await;
        browser.see("[data-test=cart-badge][data-count='0']").await;
    })
    .await;
    app.assert_laws().await;
}

/// Past the navigation and back, then by a word and a filter.
async fn find(browser: &Browser) {
    browser.go("/").await;
    browser.see("[data-test=product-card]").await;
    browser.tab_to(".skip").await;
    browser.strike("Enter").await;
    browser.focused("#main").await;
    browser.tab_back_to("[data-test=search-input]").await;
    browser.strike("ibanes").await;
    browser.see_text("[data-test=suggestion]", "Ibanez").await;
    browser.strike("Enter").await;
    browser.arrive("the results", |url| url.contains("/search?q=ibanes")).await;
    browser.see_count("[data-test=product-card]", 2).await;
    browser.keeps_focus("a search").await;

    // Another search on the same page.
    browser.tab_back_to("[data-test=search-input]").await;
    browser.strike("ibanez").await;
    browser.see_text("[data-test=suggestion]", "Ibanez").await;
    browser.strike("Enter").await;
    browser.arrive("the other results", |url| url.ends_with("/search?q=ibanez")).await;
    browser.see_count("[data-test=product-card]", 2).await;
    browser.keeps_focus("a search among results").await;

    browser.tab_to("[data-test=facet-Warna-Merah]").await;
    browser.strike("Space").await;
    browser.see_count("[data-test=product-card]", 1).await;
    browser.keeps_focus("a filter").await;
    browser.focused("[data-test=facet-Warna-Merah]").await;
}

/// The red one, which was filtered for. The drawer takes the focus, and gives it back.
async fn fill_cart(browser: &Browser) {
    browser.tab_to("[data-test=product-card] h3 a").await;
    browser.strike("Enter").await;
    browser.arrive("the product", |url| url.contains("/products/ibanez-rg550")).await;
    browser.see("[data-test=add-to-cart]").await;
    browser.keeps_focus("a product is opened").await;
    // The finishes are one stop; arrows go from one to the next.
    browser.tab_to(".picks").await;
    browser.focused("[data-test=option-Warna-Merah]").await;
    arrow_on(browser, "[data-test=option-Warna-Hitam]").await;
    arrow_on(browser, "[data-test=option-Warna-Merah]").await;
    browser.arrive("the variant in the address", |url| url.contains("variant=RG550-MERAH")).await;
    browser.focused("[data-test=option-Warna-Merah]").await;

    browser.tab_to("[data-test=add-to-cart]").await;
    browser.strike("Enter").await;
    browser.see("[data-test=cart-badge][data-count='1']").await;
    browser.see("[data-test=cart-line][data-sku=RG550-MERAH]").await;
    browser.focused("dialog[open]").await;
    browser.strike("Escape").await;
    browser.gone("[data-test=cart-line]").await;
    browser.focused("[data-test=add-to-cart]").await;
}

/// On the way to the checkout.
async fn register(browser: &Browser) {
    browser.tab_back_to("[data-test=cart-button]").await;
    browser.strike("Enter").await;
    browser.see("[data-test=cart-checkout]").await;
    browser.tab_to("[data-test=cart-checkout]").await;
    browser.strike("Enter").await;
    browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
    browser.keeps_focus("a link in the drawer").await;
    browser.tab_to("#main a[href*='/register']").await;
    browser.strike("Enter").await;
    browser.see("[data-test=register-name]").await;
    browser.keeps_focus("another form").await;
    fill(browser, "[data-test=register-name]", "Sari Dewi").await;
    fill(browser, "[data-test=register-email]", "sari@example.com").await;
    fill(browser, "[data-test=register-password]", "gitar merah di kamar").await;
    browser.tab_to("[data-test=register-submit]").await;
    browser.strike("Enter").await;
    browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
    browser.see("[data-test=address-recipient]").await;
    browser.keeps_focus("signing in").await;
}

/// Regions are found by typing and taken by arrows.
async fn give_address(browser: &Browser) {
    fill(browser, "[data-test=address-recipient]", "Sari Dewi").await;
    fill(browser, "[data-test=address-phone]", "0821-1555-8035").await;
    fill(browser, "[data-test=address-street]", "Jl. Riau No. 11").await;
    pick(browser, "[data-test=address-province]", "jakarta", "DKI Jakarta").await;
    pick(browser, "[data-test=address-regency]", "selatan", "Kota Administrasi Jakarta Selatan").await;
    pick(browser, "[data-test=address-district]", "teb", "Tebet").await;
    fill(browser, "[data-test=address-postal]", "12810").await;
    browser.tab_to("[data-test=address-save]").await;
    browser.strike("Enter").await;
    browser.see_count("[data-test=shipping-option]", 2).await;
    browser.keeps_focus("the address is saved").await;
}

/// Courier, provider, and on to its page.
async fn order(browser: &Browser) {
    browser.tab_to("[data-test=shipping-option]").await;
    browser.strike("Space").await;
    browser.see("[data-test=pay-stripe]").await;
    browser.keeps_focus("the courier is chosen").await;
    browser.tab_to("input[name=provider]").await;
    browser.strike("Space").await;
    arrow_to(browser, "[data-test=pay-stripe]").await;
    browser.tab_to("[data-test=place-order]").await;
    browser.strike("Enter").await;
    steps::pay_page(browser, "stripe").await;
}

/// Goes to a field, unless it has the focus by itself, and writes into it; what was in it is selected on
/// arrival, and goes.
async fn fill(browser: &Browser, css: &str, text: &str) {
    if !browser.is_focused(css).await {
        browser.tab_to(css).await;
    }
    browser.strike(text).await;
}

/// Goes on by the arrow key among radio buttons, which chooses them on the way.
async fn arrow_to(browser: &Browser, css: &str) {
    for _ in 0..10 {
        if browser.is_focused(css).await {
            return;
        }
        browser.strike("ArrowDown").await;
    }
    panic!("arrows never came to {css}");
}

/// Goes to the next radio button, which chooses it; what is then shown is known by the focus.
async fn arrow_on(browser: &Browser, css: &str) {
    browser.strike("ArrowDown").await;
    browser.focused(css).await;
}

/// Finds one of many by typing a part of it, and takes it.
async fn pick(browser: &Browser, css: &str, typed: &str, wanted: &str) {
    fill(browser, css, typed).await;
    browser.see_text(&format!("{css} [role=option]"), wanted).await;
    for _ in 0..20 {
        browser.strike("ArrowDown").await;
        let active = browser.text(&format!("{css} [role=option].is-active")).await;
        if active.eq_ignore_ascii_case(wanted) {
            browser.strike("Enter").await;
            browser.gone(&format!("{css} [role=option]")).await;
            return;
        }
    }
    panic!("arrows never came to {wanted}");
}
