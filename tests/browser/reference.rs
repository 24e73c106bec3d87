//! The reference of the REST interface, for somebody who writes a program.

use serde_json::json;
use shared::integrations::NewApiKey;
use tests::{Browser, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operation_is_tried_with_a_key() {
    let app = TestApp::new().await;
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 600, "expires_at": null });
    let made: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();
    Browser::with(&app, "reference", async |browser| {
        browser.go("/api/docs").await;
        browser.click(".opblock-tag >> Admin: orders").await;
        browser.click(".opblock[id$='-list_staff_orders'] .opblock-summary-control").await;
        browser.click(".opblock[id$='-list_staff_orders'] .execute").await;
        browser.see_text(".live-responses-table .response-col_status", "401").await;

        // The first way that is offered is the key, the second a person's token.
        browser.click(".auth-wrapper .authorize").await;
        browser.see_text(".auth-container h4", "api_key").await;
        browser.write(".auth-container input", &made.secret).await;
        browser.click(".auth-container .authorize").await;
        browser.see_text(".auth-container", "Authorized").await;
        browser.click(".auth-container .btn-done").await;
        browser.gone(".auth-container").await;
        browser.click(".opblock[id$='-list_staff_orders'] .execute").await;
        browser.see_text(".live-responses-table .response-col_status", "200").await;
    })
    .await;
}
