//! Money goes back: staff choose in the back office, the buyer sees it.

use tests::{Browser, Caller, districts};

use crate::steps::{self, digits};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_refund_one_item_and_the_buyer_sees_it() {
    let (app, goods) = steps::shop().await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(goods[0].variant, 2).await;
    buyer.add_address(districts::JAKARTA).await;
    Browser::with(&app, "buyer", async |browser| {
        browser.go("/checkout").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(browser, &buyer).await;
        browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
        steps::order(browser, "stripe").await;
        browser.click("#pay").await;
        let number = steps::back_at_order(browser, "paid").await;

        Browser::with(&app, "desk", async |desk| refund_one(desk, &admin, &number).await).await;

        browser.go(&format!("/orders/{number}")).await;
        browser.see("[data-test=refund][data-status=succeeded]").await;
        let refund = browser.text("[data-test=refund]").await;
        assert!(digits(&refund).contains("15500000") && refund.contains("1 ×"), "{refund}");
        browser.see("[data-test=order-status][data-status=paid]").await;
        steps::read_mail(browser, &app, buyer.email(), "order_refunded", &number).await;
    })
    .await;
    app.assert_laws().await;
    assert_eq!(app.number("SELECT sum(reserved)::bigint AS n FROM stocks").await, 1, "the piece is not held any more");
}

/// An admin finds the order, gives one of two pieces back, and looks at the payment.
async fn refund_one(desk: &Browser, admin: &Caller, number: &str) {
    desk.go("/admin/sign-in").await;
    steps::sign_in(desk, admin).await;
    desk.arrive("the back office", |url| url.ends_with("/admin")).await;
    desk.go("/admin/orders").await;
    desk.click(&format!("[data-test=order-row][data-number='{number}']")).await;
    desk.click("[data-test=refund-open]").await;
    desk.click("[data-test=refund-line] .stepper__btn:last-child").await;
    let sum = desk.text("[data-test=refund-sum]").await;
    assert_eq!(digits(&sum), "15500000");
    desk.click("[data-test=refund-restock] input").await;
    desk.write("[data-test=refund-reason]", "Lecet di bodi").await;
    desk.click("[data-test=refund-send]").await;
    desk.see("[data-test=refund][data-status=succeeded]").await;
    desk.see("[data-test=payment-status][data-status=partially_refunded]").await;
    desk.click("[data-test=payment-open]").await;
    desk.arrive("the payment's page", |url| url.contains("/admin/payments/")).await;
    desk.see("[data-test=payment-event][data-effect=paid]").await;
    desk.see("[data-test=refund][data-status=succeeded]").await;
}
