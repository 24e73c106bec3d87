//! Somebody forgot their password, and staff look at what was sent.

use serde_json::json;
use tests::Browser;

use crate::steps::{self, link_in_mail};

const NEW: &str = "amplifier biru tua 88";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_set_anew_and_one_signs_in_with_it() {
    let (app, _) = steps::shop().await;
    let buyer = app.buyer().await;
    Browser::with(&app, "forgetful", async |browser| {
        browser.go("/sign-in").await;
        browser.click("[data-test=forgot-link]").await;
        browser.write("[data-test=forgot-email]", buyer.email()).await;
        browser.click("[data-test=forgot-submit]").await;
        browser.see_text("[data-test=forgot-sent]", buyer.email()).await;

        let link = link_in_mail(browser, &app, buyer.email(), "reset_password", "/reset-password").await;
        browser.go(&link).await;
        browser.write("[data-test=reset-password]", NEW).await;
        browser.click("[data-test=reset-submit]").await;
        browser.arrive("the sign-in page", |url| url.ends_with("/sign-in")).await;
        browser.write("[data-test=sign-in-login]", buyer.email()).await;
        browser.write("[data-test=sign-in-password]", NEW).await;
        browser.click("[data-test=sign-in-submit]").await;
        browser.arrive("the shop", |url| url.trim_end_matches('/') == app.url()).await;

        // The link is used up, and says what to do.
        browser.go(&link).await;
        browser.see("[data-test=link-over]").await;
        browser.see("#main a[href='/forgot-password']").await;

        // A fresh one in the same window: only what stands behind the `#` is another.
        app.guest().post("/auth/password-links", json!({ "email": buyer.email() })).await.done();
        app.eventually("a second email", async || {
            app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'reset_password'").await == 2
        })
        .await;
        let fresh = link_in_mail(browser, &app, buyer.email(), "reset_password", "/reset-password").await;
        browser.go(&link).await;
        browser.see("[data-test=link-over]").await;
        browser.go(&fresh).await;
        browser.see("[data-test=reset-password]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_too_often_is_told_how_long_to_wait() {
    let (app, _) = steps::shop().await;
    let buyer = app.buyer().await;
    for _ in 0..10 {
        let ask = serde_json::json!({ "login": buyer.email(), "password": "salah total" });
        app.guest().post("/auth/sign-in", ask).await.problem(401, "wrong_credentials");
    }
    Browser::with(&app, "guesser", async |browser| {
        browser.go("/sign-in").await;
        browser.write("[data-test=sign-in-login]", buyer.email()).await;
        browser.write("[data-test=sign-in-password]", buyer.password()).await;
        browser.click("[data-test=sign-in-submit]").await;
        browser.see_text(".form__failure", " menit lagi.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_confirmed_and_staff_send_an_email_again() {
    let (app, _) = steps::shop().await;
    let (buyer, admin) = (app.buyer().await, app.admin().await);
    Browser::with(&app, "unconfirmed", async |browser| {
        browser.go("/account").await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(browser, &buyer).await;
        browser.see("[data-test=verify-hint]").await;
        // The link of somebody else confirms their address, not that of who is signed in here.
        let link = link_in_mail(browser, &app, admin.email(), "verify_email", "/verify-email").await;
        browser.go(&link).await;
        browser.see("[data-test=verified]").await;
        steps::move_to(browser, "/account").await;
        browser.click("[data-test=send-verification]").await;
        browser.see("[data-test=verification-sent]").await;
        let link = link_in_mail(browser, &app, buyer.email(), "verify_email", "/verify-email").await;
        // In emails of before it stood in the query.
        browser.go(&link.replace('#', "?")).await;
        browser.see("[data-test=verified]").await;
        assert_eq!(app.number("SELECT count(*) AS n FROM users WHERE email_verified_at IS NOT NULL").await, 2);

        Browser::with(&app, "outbox", async |desk| {
            desk.go("/admin/sign-in").await;
            steps::sign_in(desk, &admin).await;
            desk.arrive("the back office", |url| url.ends_with("/admin")).await;
            desk.go(&format!("/admin/emails?q={}", buyer.email())).await;
            // A welcome, two links, and the notice of this browser.
            desk.see_count("[data-test=email-row]", 4).await;
            desk.click("[data-test=email-row][data-template=welcome]").await;
            desk.see_text("[data-test=email-subject]", "Selamat datang").await;
            desk.see("[data-test=email-html]").await;
            desk.click("[data-test=email-resend]").await;
            desk.see("[data-test=email-subject]").await;
            app.eventually("the copy is sent", async || {
                app.number("SELECT count(*) AS n FROM email_messages WHERE resend_of IS NOT NULL AND state = 'sent'").await == 1
            })
            .await;
        })
        .await;
    })
    .await;
}
