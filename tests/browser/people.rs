//! Somebody comes to work here, and goes.

use tests::Browser;

use crate::steps;

const EMAIL: &str = "dewi@example.com";
const PASSWORD: &str = "amplifier biru tua 88";

async fn knock(browser: &Browser) {
    browser.write("[data-test=sign-in-login]", EMAIL).await;
    browser.write("[data-test=sign-in-password]", PASSWORD).await;
    browser.click("[data-test=sign-in-submit]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_invited_comes_in_and_is_put_out_at_once() {
    let (app, _) = steps::shop().await;
    let admin = app.admin().await;
    Browser::with(&app, "inviting", async |desk| {
        steps::sign_in_to_desk(desk, &admin).await;
        desk.click(".rooms a[href='/admin/users']").await;
        desk.click("[data-test=new-user]").await;
        desk.write("dialog[open] [data-pointer='/name']", "Dewi Lestari").await;
        desk.write("dialog[open] [data-pointer='/email']", EMAIL).await;
        desk.click("[data-test=create-user]").await;
        desk.arrive("the person's page", |url| url.contains("/admin/users/0")).await;
        desk.see_text("[data-test=user-name]", "Dewi Lestari").await;

        // Written to from there; afterwards the chat is on the page.
        desk.click("[data-test=open-chat]").await;
        desk.write("dialog[open] [data-pointer='/message/body']", "Selamat datang").await;
        desk.click("[data-test=open-chat-send]").await;
        desk.arrive("the room", |url| url.contains("room=")).await;
        desk.back().await;
        desk.see_text("[data-test=user-chats] [data-test=chat-line]", "Selamat datang").await;

        Browser::with(&app, "invited", async |browser| {
            let link = steps::link_in_mail(browser, &app, EMAIL, "invitation", "/reset-password").await;
            browser.go(&link).await;
            browser.write("[data-test=reset-password]", PASSWORD).await;
            browser.click("[data-test=reset-submit]").await;
            browser.arrive("the shop's sign-in page", |url| url.ends_with("/sign-in")).await;
            browser.go("/admin/sign-in").await;
            knock(browser).await;
            browser.arrive("the back office", |url| url.ends_with("/admin")).await;
            browser.see(".rooms a[href='/admin/orders']").await;
            browser.see_count(".rooms a[href='/admin/users']", 0).await;
            browser.see("[data-test=bell][data-live=on]").await;

            // What is being written about somebody stays while something is done to them.
            desk.write(".person [data-pointer='/text']", "Kembali kerja hari Senin").await;
            desk.click("[data-test=toggle-active]").await;
            desk.click("dialog[open] .sheet__foot .btn--danger").await;
            desk.see("[data-test=user-state][data-active=false]").await;
            desk.click("[data-test=add-note]").await;
            desk.see_text("[data-test=user-notes]", "Kembali kerja hari Senin").await;
            browser.arrive("the way out", |url| url.contains("/admin/sign-in")).await;
            knock(browser).await;
            browser.see_text(".form__failure", "dinonaktifkan").await;
        })
        .await;
    })
    .await;
}
