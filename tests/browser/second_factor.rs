//! Signing in by two steps: turned on at the screen, and once without the phone.

use tests::{Authenticator, Browser, TestApp, web_dir};

use crate::steps;

const CARD: &str = "[data-test=two-factor]";

/// Types the secret into a phone and the phone's code into the page. Gives the phone and one of the
/// codes that were shown.
async fn turn_on(desk: &Browser, app: &TestApp, password: &str) -> (Authenticator, String) {
    desk.click("[data-test=two-factor-on]").await;
    desk.write(&format!("{CARD} [data-pointer='/password']"), password).await;
    desk.click(&format!("{CARD} button[type=submit]")).await;
    let secret: String = desk.text("[data-test=totp-secret]").await.split_whitespace().collect();
    let phone = Authenticator::with_secret(&secret);
    desk.write(&format!("{CARD} [data-pointer='/code']"), &phone.code(app)).await;
    desk.click("[data-test=two-factor-confirm]").await;
    desk.see_count("[data-test=recovery-codes] code", 10).await;
    let spare = desk.text("[data-test=recovery-codes] code").await;
    desk.click("[data-test=codes-kept]").await;
    desk.see_text(CARD, "tersisa: 10").await;
    (phone, spare)
}

async fn sign_out(desk: &Browser) {
    desk.click("button[title='Keluar']").await;
    desk.arrive("the sign-in page", |url| url.contains("/admin/sign-in")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_is_turned_on_and_a_recovery_code_stands_in_for_the_phone_once() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let admin = app.admin().await;
    Browser::with(&app, "second-factor", async |desk| {
        desk.go("/admin/account").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(desk, &admin).await;
        let (phone, spare) = turn_on(desk, &app, admin.password()).await;

        // The phone is at home.
        sign_out(desk).await;
        steps::sign_in(desk, &admin).await;
        steps::second_step(desk, &spare).await;
        desk.see_text(CARD, "tersisa: 9").await;

        // That code is used up; the phone still works.
        sign_out(desk).await;
        steps::sign_in(desk, &admin).await;
        steps::second_step(desk, &spare).await;
        desk.see("[data-test=second-step] [data-pointer='/code'].is-invalid").await;
        steps::second_step(desk, &phone.next(&app)).await;
        desk.see_text(CARD, "tersisa: 9").await;
    })
    .await;
}
