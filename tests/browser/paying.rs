//! Ways to pay, a payment that fails, and the parcel that follows.

use tests::{Browser, Caller};

use crate::steps;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_paid_by_midtrans() {
    let (app, goods) = steps::shop().await;
    Browser::with(&app, "midtrans", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[0]).await;
        steps::order(browser, "midtrans").await;
        // Back leads to the order that waits, and from there on to the same page.
        browser.back().await;
        let number = steps::back_at_order(browser, "pending").await;
        browser.click("[data-test=pay-again]").await;
        steps::pay_page(browser, "midtrans").await;
        browser.click("#pay").await;
        assert_eq!(steps::back_at_order(browser, "paid").await, number);
        steps::read_mail(browser, &app, buyer.email(), "order_paid", &number).await;
    })
    .await;
    app.assert_laws().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_payment_is_made_up_for_by_another_and_the_parcel_followed() {
    let (app, goods) = steps::shop().await;
    let staff = app.staff().await;
    Browser::with(&app, "retry", async |browser| {
        let buyer = steps::at_checkout(browser, &app, goods[1]).await;
        steps::order(browser, "midtrans").await;
        browser.click("#fail").await;
        let number = steps::back_at_order(browser, "pending").await;
        browser.see(".next-step__failed").await;
        browser.click("[data-test=other-method]").await;
        browser.click("dialog [data-test=pay-stripe]").await;
        browser.click("[data-test=pay-chosen]").await;
        steps::pay_page(browser, "stripe").await;
        let address = browser.address().await;
        let session = address.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        // Whoever left it and chooses again is not interrupted by what becomes of it.
        browser.go(&format!("/orders/{number}?payment=cancelled")).await;
        browser.click("[data-test=other-method]").await;
        browser.see("dialog [data-test=pay-stripe]").await;
        app.sandbox.stripe().pay(session).expect("a payment");
        browser.see("[data-test=fresh-notice]").await;
        browser.see("dialog [data-test=pay-stripe]").await;
        browser.go(&format!("/orders/{number}")).await;
        assert_eq!(steps::back_at_order(browser, "paid").await, number, "the same order");
        let paid = app.number("SELECT count(*) AS n FROM payments WHERE status = 'paid'").await;
        assert_eq!(paid, 1, "paid once");

        Browser::with(&app, "staff", async |desk| ship(desk, &staff, &number, "JX1234567890").await).await;
        browser.go(&format!("/orders/{number}")).await;
        browser.see("[data-test=order-status][data-status=shipped]").await;
        assert_eq!(browser.text("[data-test=tracking-number]").await, "JX1234567890");
        steps::read_mail(browser, &app, buyer.email(), "order_shipped", &number).await;
    })
    .await;
    app.assert_laws().await;
}

/// Staff hand the order to the courier.
async fn ship(desk: &Browser, staff: &Caller, number: &str, tracking_number: &str) {
    desk.go("/admin/sign-in").await;
    steps::sign_in(desk, staff).await;
    desk.arrive("the back office", |url| url.ends_with("/admin")).await;
    desk.go("/admin/orders").await;
    desk.click(&format!("[data-test=order-row][data-number='{number}']")).await;
    desk.see("[data-test=order-status][data-status=paid]").await;
    desk.click("[data-test=move-processing]").await;
    desk.see("[data-test=order-status][data-status=processing]").await;
    desk.write("[data-test=tracking-number-input]", tracking_number).await;
    desk.click("[data-test=ship-order]").await;
    desk.see("[data-test=order-status][data-status=shipped]").await;
}
