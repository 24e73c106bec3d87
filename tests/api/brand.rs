//! I3: the shop's logo and colour, and where they take effect. Papers are in `papers`.

use image::ImageFormat;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::brand::StaffStoreBrand;
use shared::page::Page;
use shared::store::{StaffStore, StoreProfile};
use tests::pictures::{encoded, flag, from_a_phone};
use tests::{Answer, Caller, Process, TestApp, free_address};

const BRAND: &str = "/admin/store/brand";
const LOGO: &str = "/admin/store/brand/logo";

fn png(tint: u8) -> Vec<u8> {
    encoded(&flag(600, 200, tint), ImageFormat::Png)
}

async fn read(admin: &Caller) -> StaffStoreBrand {
    admin.get(BRAND).await.ok()
}

async fn colour(admin: &Caller, revision: i32, accent: &str) -> Answer {
    admin.put_at(BRAND, revision, json!({ "accent": accent })).await
}

async fn logo(admin: &Caller, revision: i32, bytes: &[u8]) -> Answer {
    admin.upload_at(LOGO, revision, &[("logo.png", "image/png", bytes)]).await
}

async fn shown(app: &TestApp) -> StoreProfile {
    app.guest().get("/store").await.ok()
}

async fn stylesheet(url: &str) -> String {
    let answer = reqwest::get(format!("{url}/brand.css")).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/css; charset=utf-8");
    assert_eq!(answer.headers()["cache-control"], "no-cache");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    answer.text().await.unwrap()
}

/// Pictures in the file store.
fn pictures_kept(app: &TestApp) -> usize {
    std::fs::read_dir(app.ctx.config.files_dir.join("img")).into_iter().flatten().count()
}

#[tokio::test]
async fn a_colour_takes_effect_and_goes_back_to_the_houses() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let first = read(&admin).await;
    assert_eq!((first.revision, first.details.accent.as_str(), first.logo.is_none()), (1, "#ff6b35", true));
    assert_eq!(stylesheet(app.url()).await, "", "the house's own look needs no words");

    let answer = colour(&admin, 1, " #1D4ED8 ").await;
    assert!(answer.headers["etag"].to_str().unwrap().starts_with("\"2."));
    let saved: StaffStoreBrand = answer.ok();
    assert_eq!((saved.revision, saved.details.accent.as_str()), (2, "#1d4ed8"));
    assert_eq!(shown(&app).await.brand.accent, "#1d4ed8");
    let css = stylesheet(app.url()).await;
    assert!(css.contains("--accent: #1d4ed8;") && css.contains("--on-accent: #ffffff;"), "{css}");
    assert!(css.contains(":root[data-theme=\"dark\"], .stage"), "{css}");

    // The same again is no change, and the profile has not changed at all.
    assert_eq!(colour(&admin, 2, "#1d4ed8").await.ok::<StaffStoreBrand>().revision, 2);
    assert_eq!(admin.get("/admin/store").await.ok::<StaffStore>().revision, 1);
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=store.updated").await.ok();
    assert_eq!(log.total, 1);
    assert_eq!(log.items[0].before, Some(json!({ "accent": "#ff6b35" })));
    assert_eq!(log.items[0].after, Some(json!({ "accent": "#1d4ed8" })));

    colour(&admin, 2, "#FF6B35").await.done();
    assert_eq!(stylesheet(app.url()).await, "");
    assert_eq!(app.number("SELECT count(*) AS n FROM store_profile WHERE colours = '{}'").await, 1);
}

#[tokio::test]
async fn emails_have_the_colour_on_their_buttons() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    colour(&admin, 1, "#1d4ed8").await.done();
    let ask = json!({ "name": "Budi", "email": "budi@toko.example", "password": admin.password(), "locale": "en" });
    app.guest().post("/auth/registration", ask).await.done();
    let sql = "SELECT count(*) AS n FROM email_messages WHERE template = 'welcome' AND recipient = 'budi@toko.example' AND ";
    assert_eq!(app.number(&format!("{sql} html ILIKE '%#ff6b35%'")).await, 0);
    let button = "html LIKE '%bgcolor=\"#1d4ed8\"%' AND html LIKE '%color:#ffffff;font-size:16px%'";
    assert_eq!(app.number(&format!("{sql} {button}")).await, 1);
}

#[tokio::test]
async fn what_is_no_colour_is_refused() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for (accent, code) in [
        (json!(""), "required"),
        (json!("merah"), "invalid_format"),
        (json!("#fff"), "invalid_format"),
        (json!("#12345g"), "invalid_format"),
        (json!("#ff6b35; } body { display: none"), "invalid_format"),
        (json!(7), "wrong_type"),
    ] {
        let problem = admin.put_at(BRAND, 1, json!({ "accent": accent })).await.problem(422, "invalid_fields");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/accent", code), "{accent}");
    }
    let more = json!({ "accent": "#1d4ed8", "hover": "#000000" });
    admin.put_at(BRAND, 1, more).await.problem(422, "invalid_fields");
    assert_eq!(read(&admin).await.revision, 1);
}

#[tokio::test]
async fn only_who_manages_settings_changes_the_looks_and_only_what_they_have_seen() {
    let app = TestApp::new().await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    staff.get(BRAND).await.problem(403, "forbidden");
    colour(&staff, 1, "#1d4ed8").await.problem(403, "forbidden");
    logo(&staff, 1, &png(1)).await.problem(403, "forbidden");
    staff.delete_at(LOGO, 1).await.problem(403, "forbidden");

    admin.put(BRAND, json!({ "accent": "#1d4ed8" })).await.problem(428, "revision_required");
    admin.upload(reqwest::Method::PUT, LOGO, &[("a.png", "image/png", &png(1))]).await.problem(428, "revision_required");
    admin.delete(LOGO).await.problem(428, "revision_required");
    colour(&admin, 1, "#1d4ed8").await.done();
    let problem = logo(&admin, 1, &png(1)).await.problem(412, "stale");
    assert_eq!(problem.params["revision"], 2);
    admin.delete_at(LOGO, 1).await.problem(412, "stale");
    colour(&admin, 1, "#facc15").await.problem(412, "stale");
    assert_eq!(read(&admin).await.details.accent, "#1d4ed8");
    app.run_jobs().await;
    assert_eq!(pictures_kept(&app), 0);
}

#[tokio::test]
async fn a_logo_is_shown_replaced_and_removed() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let first: StaffStoreBrand = logo(&admin, 1, &png(1)).await.ok();
    let image = first.logo.clone().unwrap();
    assert_eq!((first.revision, image.width, image.height), (2, 600, 200));
    assert_eq!(first, read(&admin).await);
    let told = shown(&app).await.brand.logo.unwrap();
    assert_eq!((told.url.as_str(), told.alt.as_str()), (image.url.as_str(), "Hurtrock Music Store"));
    let css = stylesheet(app.url()).await;
    assert!(css.contains(&format!("url(\"{}-320.webp\")", image.url)) && css.contains("* 600 / 200)"), "{css}");
    assert!(!css.contains("--accent"), "the colour is the house's: {css}");

    // Browsers ask whether it still holds, and hear at once when it does not.
    let client = reqwest::Client::new();
    let held = client.get(format!("{}/brand.css", app.url())).send().await.unwrap().headers()["etag"].clone();
    let again =
        async || client.get(format!("{}/brand.css", app.url())).header("if-none-match", held.clone()).send().await.unwrap();
    assert_eq!(again().await.status(), 304);

    let served = async |url: &str| reqwest::get(format!("{}{url}-160.webp", app.url())).await.unwrap().status();
    assert_eq!(served(&image.url).await, 200);
    let second: StaffStoreBrand = logo(&admin, 2, &png(9)).await.ok();
    assert_eq!(again().await.status(), 200);
    app.run_jobs().await;
    assert_eq!(served(&image.url).await, 404, "what nothing shows is gone");
    assert_eq!(served(&second.logo.clone().unwrap().url).await, 200);
    // The same file again stays.
    let third: StaffStoreBrand = logo(&admin, 3, &png(9)).await.ok();
    app.run_jobs().await;
    assert_eq!(third.logo.as_ref().unwrap().url, second.logo.unwrap().url);
    assert_eq!(served(&third.logo.unwrap().url).await, 200);

    let without: StaffStoreBrand = admin.delete_at(LOGO, 4).await.ok();
    assert_eq!((without.revision, without.logo), (5, None));
    assert_eq!(shown(&app).await.brand.logo, None);
    assert_eq!(stylesheet(app.url()).await, "");
    // There is none any more: no change.
    assert_eq!(admin.delete_at(LOGO, 5).await.ok::<StaffStoreBrand>().revision, 5);
    app.run_jobs().await;
    assert_eq!(pictures_kept(&app), 0);
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=store.updated").await.ok();
    assert_eq!(log.total, 4);
    assert!(log.items[0].before.as_ref().is_some_and(|before| before["logo"].is_string() && before.get("accent").is_none()));
}

#[tokio::test]
async fn content_decides_what_is_a_logo() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let whole = png(3);
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.as_slice();
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;".as_slice();
    for (bytes, status, title, code) in [
        (svg, 415, "unsupported_media_type", "unsupported_file"),
        (gif, 415, "unsupported_media_type", "unsupported_file"),
        (b"<!doctype html>".as_slice(), 415, "unsupported_media_type", "unsupported_file"),
        (&whole[..whole.len() / 2], 422, "invalid_fields", "damaged_file"),
    ] {
        let problem = logo(&admin, 1, bytes).await.problem(status, title);
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/files/0", code));
    }
    let two: &[(&str, &str, &[u8])] = &[("a.png", "image/png", &whole), ("b.png", "image/png", &whole)];
    admin.upload_at(LOGO, 1, two).await.problem(422, "invalid_fields");
    assert_eq!(read(&admin).await.revision, 1);
    app.run_jobs().await;
    assert_eq!(pictures_kept(&app), 0, "nothing is left of what was refused");

    // A photo tells neither where nor by what it was taken.
    let photo = from_a_phone(&flag(400, 300, 2));
    let image = logo(&admin, 1, &photo).await.ok::<StaffStoreBrand>().logo.unwrap();
    assert_eq!((image.width, image.height), (300, 400), "upright");
    let kept = reqwest::get(format!("{}{}-160.jpg", app.url(), image.url)).await.unwrap().bytes().await.unwrap();
    assert!(!kept.windows(15).any(|part| part == b"Telepon Rahasia"));
}

#[tokio::test]
async fn every_process_shows_it_at_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let other = Process::start(&app, &free_address(), &[]).await;
    let there = app.guest().at(other.url());
    // Kept there by now.
    assert_eq!(there.get("/store").await.json()["brand"], json!({ "accent": "#ff6b35", "logo": Value::Null }));
    assert_eq!(stylesheet(other.url()).await, "");
    colour(&admin, 1, "#1d4ed8").await.done();
    let image = logo(&admin, 2, &png(1)).await.ok::<StaffStoreBrand>().logo.unwrap();
    app.eventually("the other process shows both", async || {
        let css = stylesheet(other.url()).await;
        css.contains("--accent: #1d4ed8;") && css.contains(&image.url)
    })
    .await;
    assert_eq!(there.get("/store").await.ok::<StoreProfile>().brand.logo.unwrap().url, image.url);
}
