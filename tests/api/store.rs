//! I3 and K4: the shop's profile, and two who change it at once.

use reqwest::Method;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::checkout::CheckoutQuote;
use shared::page::Page;
use shared::store::{StaffStore, StoreProfile};
use tests::{Answer, Caller, Shelf, TestApp, districts};

use crate::inventory_restock::draft;

async fn read(admin: &Caller) -> StaffStore {
    admin.get("/admin/store").await.ok()
}

async fn save(admin: &Caller, tag: &str, details: &Value) -> Answer {
    admin.send(admin.request(Method::PUT, "/admin/store").header("if-match", tag).json(details)).await
}

/// The details as they are, with some changed.
async fn changed(admin: &Caller, changes: Value) -> Value {
    let mut details = serde_json::to_value(read(admin).await.details).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        details[name] = value.clone();
    }
    details
}

#[tokio::test]
async fn staff_change_the_profile_and_the_shop_follows() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(districts::JAKARTA).await;
    let quote = async || buyer.post("/checkout/quotes", json!({ "address_id": address })).await.ok::<CheckoutQuote>();
    assert_eq!(quote().await.options[0].totals.tax_included.0, 0, "not a taxable firm");

    let first = admin.get("/admin/store").await;
    assert!(first.headers["etag"].to_str().unwrap().starts_with("\"1."));
    let details = changed(
        &admin,
        json!({ "name": " Hurtrock Cimahi ", "phone": "(022) 201 3163", "whatsapp": "", "website": "https://hurtrock.example",
                "regency_code": "32.77", "city": "Cimahi", "tax_number": "01.234.567.8-901.000", "taxable": true,
                "socials": { "instagram": "https://instagram.com/hurtrock" } }),
    )
    .await;
    let answer = save(&admin, "\"1\"", &details).await;
    assert!(answer.headers["etag"].to_str().unwrap().starts_with("\"2."));
    let saved: StaffStore = answer.ok();
    assert_eq!((saved.revision, saved.details.name.as_str()), (2, "Hurtrock Cimahi"));
    assert_eq!((saved.details.phone.as_str(), saved.details.tax_number.as_str()), ("+62222013163", "012345678901000"));
    assert_eq!((saved.province.name.as_str(), saved.regency.name.as_str()), ("Jawa Barat", "Kota Cimahi"));
    assert_eq!(saved, read(&admin).await);

    let shown: StoreProfile = app.guest().get("/store").await.ok();
    assert_eq!((shown.name.as_str(), shown.city.as_str(), shown.whatsapp.as_str()), ("Hurtrock Cimahi", "Cimahi", ""));
    assert_eq!(shown.socials.instagram, "https://instagram.com/hurtrock");
    assert!(quote().await.options[0].totals.tax_included.0 > 0, "prices contain PPN now");

    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=store.updated").await.ok();
    let (before, after) = (log.items[0].before.clone().unwrap(), log.items[0].after.clone().unwrap());
    assert_eq!(before["name"], "Hurtrock Music Store");
    assert_eq!(after["socials"], json!({ "instagram": "https://instagram.com/hurtrock" }));
    assert!(before.get("email").is_none() && after.get("hours").is_none(), "{before} {after}");
}

#[tokio::test]
async fn the_branch_and_the_licence_are_told_in_the_shop_and_on_paper() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let details = changed(
        &admin,
        json!({ "branch_name": "Dago", "branch_code": "BDG-02", "branch_manager": "Ratna Sarumpaet",
                "business_licence": "NIB 1234567890123" }),
    )
    .await;
    save(&admin, "\"1\"", &details).await.done();
    let shown: StoreProfile = app.guest().get("/store").await.ok();
    assert_eq!((shown.branch.as_str(), shown.licence_number.as_str()), ("Dago (BDG-02)", "1234567890123"));

    let text = |answer: Answer| pdf_reader::pages(&answer.body).unwrap().join(" ");
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    let invoice = text(buyer.get(&format!("/orders/{}/invoice.pdf", order.number)).await);
    let made = draft(&admin, &[(guitar.variant, 2)]).await;
    let purchase = text(admin.get(&format!("/admin/restock-orders/{}/purchase-order.pdf", made.id)).await);
    for paper in [&invoice, &purchase] {
        assert!(paper.contains("Dago (BDG-02)") && paper.contains("NIB 1234567890123"), "{paper}");
    }
    assert!(purchase.contains("Ratna Sarumpaet") && !invoice.contains("Ratna"), "{purchase}");
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let app = TestApp::new().await;
    let (one, other) = (app.admin().await, app.admin().await);
    let seen = changed(&one, json!({})).await;
    let mut mine = seen.clone();
    mine["tagline"] = "Keras".into();
    save(&one, "\"1\"", &mine).await.done();
    let mut theirs = seen;
    theirs["tagline"] = "Ramah".into();
    let problem = save(&other, "\"1\"", &theirs).await.problem(412, "stale");
    assert_eq!(problem.params["revision"], 2);
    assert_eq!(read(&one).await.details.tagline, "Keras");

    for tag in ["*", "2", "W/\"2\"", "\"2\", \"3\"", "\"\""] {
        save(&other, tag, &theirs).await.problem(428, "revision_required");
    }
    other.put("/admin/store", theirs.clone()).await.problem(428, "revision_required");
    // The tag that came with a compressed answer is as good.
    save(&other, "\"2-br\"", &theirs).await.done();
    assert_eq!(read(&one).await.details.tagline, "Ramah");

    // The same again is no change.
    let again: StaffStore = save(&one, "\"3\"", &theirs).await.ok();
    assert_eq!(again.revision, 3);
    let log: Page<AuditEvent> = one.get("/admin/audit-events?action=store.updated").await.ok();
    assert_eq!(log.total, 2);
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut drafts = Vec::new();
    for index in 0..8 {
        drafts.push(changed(&admin, json!({ "tagline": format!("Slogan {index}") })).await);
    }
    let answers = futures_util::future::join_all(drafts.iter().map(|draft| save(&admin, "\"1\"", draft))).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(200), count(412)), (1, 7));
    assert_eq!(read(&admin).await.revision, 2);
}

#[tokio::test]
async fn what_breaks_a_rule_is_named() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for (changes, pointer, code) in [
        (json!({ "name": "" }), "/name", "required"),
        (json!({ "taxable": true }), "/tax_number", "required"),
        (json!({ "regency_code": "99.99" }), "/regency_code", "unknown_choice"),
        (json!({ "website": "javascript:alert(1)" }), "/website", "invalid_format"),
        (json!({ "hours": [] }), "/hours", "invalid_format"),
        (json!({ "socials": { "myspace": "x" } }), "/socials", "unknown_field"),
    ] {
        let details = changed(&admin, changes).await;
        let problem = save(&admin, "\"1\"", &details).await.problem(422, "invalid_fields");
        assert!(problem.errors[0].pointer.starts_with(pointer), "{:?}", problem.errors);
        assert_eq!(problem.errors[0].code.as_str(), code);
    }
    app.staff().await.get("/admin/store").await.problem(403, "forbidden");
    assert_eq!(read(&admin).await.revision, 1);
}
