//! What the back office is made of: editing beside others, and the log of what was done.

use reqwest::Method;
use shared::store::StaffStore;
use tests::{Browser, Caller, TestApp, web_dir};

use crate::steps;

async fn store(admin: &Caller) -> StaffStore {
    admin.get("/admin/store").await.ok()
}

/// Somebody else changes the profile meanwhile.
async fn change(other: &Caller, name: &str, value: &str) {
    let store = store(other).await;
    let mut details = serde_json::to_value(&store.details).unwrap();
    details[name] = value.into();
    let request = other.request(Method::PUT, "/admin/store").header("if-match", format!("\"{}\"", store.revision));
    other.send(request.json(&details)).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_editors_of_one_thing_do_not_overwrite_each_other() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let (mine, other) = (app.admin().await, app.admin().await);
    Browser::with(&app, "settings", async |desk| {
        desk.go("/admin/settings/store").await;
        desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(desk, &mine).await;
        desk.see("[data-test=save]").await;
        desk.write("[data-pointer='/tagline']", "Keras, tapi ramah").await;
        desk.write("[data-pointer='/phone']", "(022) 201 3163").await;
        change(&other, "phone", "0812 3456 7890").await;
        change(&other, "website", "https://hurtrock.example").await;

        desk.click("[data-test=save]").await;
        desk.see("[data-test=conflict]").await;
        desk.see_text(".conflict__table", "+6281234567890").await;
        desk.see_text(".conflict__table", "https://hurtrock.example").await;
        desk.click("[data-test=conflict-mine]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        let saved = store(&other).await;
        assert_eq!((saved.details.tagline.as_str(), saved.details.phone.as_str()), ("Keras, tapi ramah", "+62222013163"));
        assert_eq!(saved.details.website, "https://hurtrock.example", "what only the other changed stays");
        assert_eq!(saved.revision, 4);

        // And once more the other way round.
        desk.write("[data-pointer='/tagline']", "Punyaku").await;
        change(&other, "tagline", "Punya mereka").await;
        desk.click("[data-test=save]").await;
        desk.click("[data-test=conflict-theirs]").await;
        desk.see_text(".save-bar__state", "Semua tersimpan").await;
        let shown: String = desk.ask("arguments[0](document.querySelector(\"[data-pointer='/tagline'] input\").value)").await;
        assert_eq!(shown, "Punya mereka");
        assert_eq!(store(&other).await.details.tagline, "Punya mereka");

        // A rule that is broken is told at its field.
        desk.click("[data-pointer='/taxable'] input").await;
        desk.click("[data-test=save]").await;
        desk.see("[data-pointer='/tax_number'].is-invalid").await;

        desk.go("/admin/audit").await;
        desk.see_count("[data-test=audit-row][data-action='store.updated']", 4).await;
        desk.see_text(".changes", "Punya mereka").await;
        desk.click("[data-test=audit-verify]").await;
        desk.see("[data-test=audit-finding][data-faults='0']").await;
        desk.write("[data-test=audit-search]", "hurtrock.example").await;
        desk.see_count("[data-test=audit-row]", 1).await;
    })
    .await;
}
