//! B8: content pages.

use serde_json::json;
use shared::pages::{ContentPage, PagePreview, PageSlug, StaffPage};
use tests::TestApp;

#[tokio::test]
async fn every_page_has_something_to_say_in_both_languages() {
    let app = TestApp::new().await;
    for slug in PageSlug::ALL {
        let page: ContentPage = app.guest().get(&format!("/pages/{slug}")).await.ok();
        assert_eq!(page.slug, *slug);
        for text in [&page.title, &page.title_en, &page.html, &page.html_en] {
            assert!(!text.is_empty(), "{slug}");
        }
        assert!(page.html.contains("<p>") && page.html != page.html_en, "{slug}");
    }
    let privacy: ContentPage = app.guest().get("/pages/privacy").await.ok();
    for html in [&privacy.html, &privacy.html_en] {
        assert!(html.contains("<a href=\"/account/data\">"), "where one's data is: {html}");
    }
    app.guest().get("/pages/nothing").await.problem(404, "not_found");
    let all: Vec<StaffPage> = app.admin().await.get("/admin/pages").await.ok();
    assert_eq!(all.len(), PageSlug::ALL.len());
}

#[tokio::test]
async fn what_staff_write_is_read_and_does_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let page: StaffPage = admin.get("/admin/pages/about").await.ok();
    assert_eq!(page.revision, 1);
    let text = "# Halo\n\n**Keras** <script>alert(1)</script> [a](javascript:alert(1)) [b](/products) <halo@toko.example>";
    let mut details = serde_json::to_value(&page.details).unwrap();
    details["body"] = json!(text);
    let saved: StaffPage = admin.put_at("/admin/pages/about", 1, details.clone()).await.ok();
    assert_eq!((saved.revision, saved.details.body.as_str()), (2, text));
    let read: ContentPage = app.guest().get("/pages/about").await.ok();
    let preview: PagePreview = admin.post("/admin/page-previews", json!({ "body": text })).await.ok();
    assert_eq!(read.html, preview.html);
    for there in [
        "<h2>Halo</h2>",
        "<strong>Keras</strong>",
        "<a href=\"/products\">b</a>",
        "&lt;script&gt;",
        "\"mailto:halo@toko.example\"",
    ] {
        assert!(read.html.contains(there), "{there} is missing in {}", read.html);
    }
    for gone in ["<script", "javascript:"] {
        assert!(!read.html.contains(gone), "{}", read.html);
    }
    // Somebody else was faster, nothing was changed, nothing was written.
    admin.put_at("/admin/pages/about", 1, details.clone()).await.problem(412, "stale");
    let same: StaffPage = admin.put_at("/admin/pages/about", 2, details.clone()).await.ok();
    assert_eq!(same.revision, 2);
    details["title_en"] = json!("");
    details["body"] = json!("x".repeat(20_001));
    let problem = admin.put_at("/admin/pages/about", 2, details).await.problem(422, "invalid_fields");
    let mut fields: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["/body", "/title_en"]);
    app.staff().await.get("/admin/pages").await.problem(403, "forbidden");
}
