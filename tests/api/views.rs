//! Saved views: one's own, shared ones, and nobody else's.

use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::page::Page;
use shared::views::SavedView;
use tests::{Caller, TestApp};

fn view(name: &str, shared: bool) -> Value {
    json!({ "list": "orders", "name": name, "query": "status=paid&sort=largest", "columns": ["number", "total"], "shared": shared })
}

async fn views(who: &Caller) -> Vec<SavedView> {
    who.get("/admin/views?list=orders").await.ok()
}

#[tokio::test]
async fn a_view_is_kept_changed_and_removed() {
    let app = TestApp::new().await;
    let (staff, other) = (app.staff().await, app.staff().await);
    let kept: SavedView = staff.post("/admin/views", view("Perlu dikirim", false)).await.ok();
    assert_eq!((kept.name.as_str(), kept.mine, kept.owner.as_str()), ("Perlu dikirim", true, "Budi Santoso"));
    assert_eq!(kept.columns, Some(vec!["number".to_owned(), "total".to_owned()]));
    assert_eq!(views(&staff).await, std::slice::from_ref(&kept));
    assert!(views(&other).await.is_empty(), "one's own are one's own");
    assert!(staff.get("/admin/views?list=payments").await.ok::<Vec<SavedView>>().is_empty());

    let path = format!("/admin/views/{}", kept.id);
    let mut change = view("Kiriman hari ini", false);
    change["columns"] = Value::Null;
    other.put(&path, change.clone()).await.problem(404, "not_found");
    other.delete(&path).await.problem(404, "not_found");
    let changed: SavedView = staff.put(&path, change).await.ok();
    assert_eq!((changed.name.as_str(), changed.columns), ("Kiriman hari ini", None));
    staff.delete(&path).await.done();
    assert!(views(&staff).await.is_empty());
    staff.delete(&path).await.problem(404, "not_found");
    // What one does for oneself is nobody's business.
    assert_eq!(app.number("SELECT count(*) AS n FROM audit_events").await, 0);
}

#[tokio::test]
async fn a_shared_view_is_everybodys_to_use_and_its_owners_to_change() {
    let app = TestApp::new().await;
    let (staff, other, admin) = (app.staff().await, app.staff().await, app.admin().await);
    let kept: SavedView = staff.post("/admin/views", view("Perlu dikirim", true)).await.ok();
    let seen = views(&other).await;
    assert_eq!((seen.len(), seen[0].mine, seen[0].shared), (1, false, true));
    let path = format!("/admin/views/{}", kept.id);
    other.put(&path, view("Punyaku", true)).await.problem(403, "forbidden");
    other.delete(&path).await.problem(403, "forbidden");
    staff.put(&path, view("Antrean kirim", true)).await.done();
    // Who manages the settings keeps the list of shared ones tidy.
    admin.delete(&path).await.done();
    assert!(views(&staff).await.is_empty());
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?subject=view").await.ok();
    let actions: Vec<&str> = log.items.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["view.removed", "view.changed", "view.shared"]);
    assert_eq!(log.items[1].before, Some(json!({ "name": "Perlu dikirim" })));
    app.buyer().await.get("/admin/views?list=orders").await.problem(403, "forbidden");
}

#[tokio::test]
async fn names_are_one_of_a_kind_and_views_not_without_number() {
    let app = TestApp::new().await;
    let (staff, other) = (app.staff().await, app.staff().await);
    staff.post("/admin/views", view("Perlu dikirim", false)).await.done();
    let problem = staff.post("/admin/views", view("perlu DIKIRIM", false)).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/name", "taken"));
    other.post("/admin/views", view("Perlu dikirim", false)).await.done();
    for (field, value, pointer) in [
        ("list", json!("../x"), "/list"),
        ("name", json!(""), "/name"),
        ("columns", json!([]), "/columns"),
        ("query", json!("x".repeat(2_001)), "/query"),
    ] {
        let mut ask = view("Lain", false);
        ask[field] = value;
        assert_eq!(staff.post("/admin/views", ask).await.problem(422, "invalid_fields").errors[0].pointer, pointer);
    }
    for index in 1..shared::views::VIEWS_MAX {
        staff.post("/admin/views", view(&format!("Tampilan {index}"), false)).await.done();
    }
    staff.post("/admin/views", view("Satu lagi", false)).await.problem(409, "conflict");
    staff.get("/admin/views").await.problem(422, "invalid_fields");
}
