//! What the journeys have in common.

use tests::{Browser, Caller, Goods, Shelf, TestApp, web_dir};

/// A shop with its web app and its jobs, and guitars on the shelf: an Ibanez in two finishes (the
/// goods returned), an Ibanez and a Fender in one.
pub async fn shop() -> (TestApp, Vec<Goods>) {
    let mut app = TestApp::with(&[("web_dir", &web_dir())]).await;
    app.work().await;
    let shelf = Shelf::new(&app).await;
    let wanted = shelf.finishes("Ibanez", "RG550", 15_500_000, 4, &["Hitam", "Merah"]).await;
    shelf.finishes("Ibanez", "SR300", 5_900_000, 4, &["Hitam"]).await;
    shelf.finishes("Fender", "Telecaster", 12_000_000, 4, &["Putih"]).await;
    let guest = app.guest();
    app.eventually("the goods are listed", async || guest.get("/products").await.ok::<shared::catalog::ProductList>().total == 3)
        .await;
    (app, wanted)
}

/// Signs in by the form on the page.
pub async fn sign_in(browser: &Browser, who: &Caller) {
    browser.write("[data-test=sign-in-login]", who.email()).await;
    browser.write("[data-test=sign-in-password]", who.password()).await;
    browser.click("[data-test=sign-in-submit]").await;
}

/// From the checkout with a known address: the cheapest courier, this provider, and on to its page.
pub async fn order(browser: &Browser, provider: &str) {
    browser.see("[data-test=shipping-option]").await;
    browser.click("[data-test=shipping-option]").await;
    browser.click(&format!("[data-test=pay-{provider}]")).await;
    browser.click("[data-test=place-order]").await;
    pay_page(browser, provider).await;
}

/// Waits for the provider's page.
pub async fn pay_page(browser: &Browser, provider: &str) {
    browser.arrive("the payment page", |url| url.contains(&format!("/{provider}/pay/"))).await;
    browser.see("#amount").await;
}

/// Back from the provider: the order's page shows this status; its number is returned.
pub async fn back_at_order(browser: &Browser, status: &str) -> String {
    browser.arrive("the order's page", |url| url.contains("/orders/")).await;
    browser.see(&format!("[data-test=order-status][data-status={status}]")).await;
    let number = browser.text("[data-test=order-number]").await;
    assert!(browser.address().await.contains(&format!("/orders/{number}")));
    number
}

/// Opens an email in the demo's mailbox and checks that it speaks of the order.
pub async fn read_mail(browser: &Browser, app: &TestApp, to: &str, template: &str, order: &str) {
    let written = format!("SELECT count(*) AS n FROM email_messages WHERE recipient = '{to}' AND template = '{template}'");
    app.eventually("the mail is written", async || app.number(&written).await == 1).await;
    browser.go(&format!("/dev/mail?to={to}")).await;
    browser.click(&format!("[data-template={template}] a")).await;
    let text = browser.text("#mail-text").await;
    assert!(text.contains(order), "{text}");
}
