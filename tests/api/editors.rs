//! D: two edit one thing. Nothing is overwritten unseen: what is read has a tag, and a change may name it.

use reqwest::Method;
use serde_json::{Value, json};
use shared::chat::CannedResponse;
use shared::inventory::{StockItem, SupplierProductRow};
use shared::page::Page;
use shared::products::StaffProduct;
use shared::reviews::{OwnReview, StaffReview};
use tests::{Caller, Shelf, TestApp};

use super::inventory_restock::{placed, receive};
use super::openapi::{document, meant};
use super::reviews::{arrived, write};

/// Reads of one thing that carry no tag, and why not.
const UNTAGGED: [(&str, &str); 8] = [
    ("count_unread_staff_notifications", "a number"),
    ("get_analytics", "figures, reckoned for those who ask"),
    ("chat_figures", "figures, reckoned for those who ask"),
    ("get_dashboard", "figures of this very moment"),
    ("get_inventory_summary", "figures of this very moment"),
    ("get_job_queue", "figures of this very moment"),
    ("list_product_choices", "a list of the words that are in use"),
    ("verify_audit_log", "reckoned anew each time: that is what it is for"),
];

/// Changes of one thing that name no revision, and why not.
const UNSEEN: [(&str, &str); 7] = [
    ("correct_tracking_number", "one number, while the parcel is on its way; the timeline keeps those before"),
    ("mark_staff_notification_read", "a mark of one's own, and the same however often it is made"),
    ("move_category", "says where to, and leaves what the category says alone"),
    ("set_category_image", "a file in the place of a file: nothing that somebody wrote"),
    ("set_user_active", "one word; the audit log has whoever said it"),
    ("set_user_role", "one word; the audit log has whoever said it"),
    ("update_view", "a view is one person's"),
];

fn takes(operation: &Value, header: &str) -> bool {
    operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == header)
}

#[tokio::test]
async fn what_one_reads_is_tagged_and_what_one_changes_names_what_was_read() {
    let (_app, document) = document().await;
    let (mut untagged, mut unseen) = (Vec::new(), Vec::new());
    for (path, item) in document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/admin/")) {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            match method.as_str() {
                "get" => {
                    let answer = &operation["responses"]["200"];
                    let schema = meant(&document, &answer["content"]["application/json"]["schema"]);
                    // A list, a page of one or a file is not one thing.
                    if schema["type"] == "object" && schema["properties"].get("next_cursor").is_none() {
                        let is_tagged = !answer["headers"]["ETag"].is_null();
                        assert_eq!(is_tagged, takes(operation, "If-None-Match"), "{path}");
                        if !is_tagged {
                            untagged.push(id);
                        }
                    }
                }
                "put" | "patch" if !takes(operation, "If-Match") => unseen.push(id),
                _ => {}
            }
        }
    }
    let known = |list: &[(&'static str, &str)]| {
        let mut known: Vec<&str> = list.iter().map(|(id, _)| *id).collect();
        known.sort_unstable();
        known
    };
    untagged.sort_unstable();
    unseen.sort_unstable();
    assert_eq!(untagged, known(&UNTAGGED), "reads of one thing without a tag (`Tagged`, `Revised`)");
    assert_eq!(unseen, known(&UNSEEN), "changes of one thing without a revision (`IfMatch`)");
}

/// Two have read `path` at `seen`: the second is told, and may then change what the first made of it. Who names nothing
/// changes whatever is there, as programs did before they were asked.
async fn second_is_told(admin: &Caller, path: &str, seen: i32, first: &Value, second: &Value) {
    let changed = admin.put_at(path, seen, first.clone()).await;
    assert_eq!(changed.status, 200, "{path}: {}", changed.text());
    let tag = changed.headers["etag"].to_str().unwrap().to_owned();
    let refused = admin.put_at(path, seen, second.clone()).await.problem(412, "stale");
    let current = i32::try_from(refused.params["revision"].as_i64().unwrap()).unwrap();
    assert!(current != seen && tag.starts_with(&format!("\"{current}.")), "{path}: {tag}");
    // The tag as it came does as well, and what changes nothing makes no other revision.
    let same = admin.send(admin.request(Method::PUT, path).header("if-match", &tag).json(first)).await;
    assert_eq!((same.status, same.headers["etag"].to_str().unwrap()), (200, tag.as_str()), "{path}: {}", same.text());
    admin.put_at(path, current, second.clone()).await.done();
    admin.put(path, first.clone()).await.done();
    let odd = admin.send(admin.request(Method::PUT, path).header("if-match", "seven").json(second)).await;
    odd.problem(428, "revision_required");
}

#[tokio::test]
async fn two_write_a_text_that_is_written_often() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let text = |body: &str| json!({ "shortcut": "salam", "title": "Salam", "body": body });
    let made: CannedResponse = admin.post("/admin/canned-responses", text("Halo")).await.ok();
    let path = format!("/admin/canned-responses/{}", made.id);
    second_is_told(&admin, &path, made.revision, &text("Halo {name}"), &text("Selamat pagi")).await;
    let listed: Vec<CannedResponse> = admin.get("/admin/canned-responses").await.ok();
    assert_eq!((listed[0].body.as_str(), listed[0].revision), ("Halo {name}", made.revision + 3));
}

#[tokio::test]
async fn two_note_terms_of_a_supplier() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let order = placed(&admin, &[(guitar.variant, 2)]).await;
    let list = format!("/admin/suppliers/{}/products", order.supplier_id);
    let path = format!("{list}/{}", guitar.variant);
    let terms = |cost: i64| json!({ "supplier_sku": "RG", "cost": cost, "lead_time_days": 3, "minimum_quantity": 1 });
    second_is_told(&admin, &path, 0, &terms(9_000_000), &terms(9_500_000)).await;

    let noted = async || admin.get(&list).await.ok::<Page<SupplierProductRow>>().items.remove(0);
    let before = noted().await;
    assert!(before.has_terms && before.revision > 0);
    // What the goods that came in cost is noted as well.
    receive(&admin, order.id, json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 2 }] })).await.done();
    admin.put_at(&path, before.revision, terms(1)).await.problem(412, "stale");
    let before = noted().await;
    assert_eq!(before.terms.cost.unwrap().0, 8_000_000);
    // Forgotten and noted anew they are others, whatever they say.
    admin.delete(&path).await.done();
    admin.put_at(&path, before.revision, terms(1)).await.problem(412, "stale");
    admin.put_at(&path, 0, terms(8_000_000)).await.done();
    assert_ne!(noted().await.revision, before.revision);
}

#[tokio::test]
async fn two_set_thresholds() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 5).await;
    let stock = format!("/admin/inventory/{}", guitar.variant);
    let thresholds = |low: i32| json!({ "low_stock_threshold": low, "minimum_stock": 1 });
    let seen: StockItem = admin.get(&stock).await.ok();
    second_is_told(&admin, &format!("{stock}/thresholds"), seen.thresholds_revision, &thresholds(5), &thresholds(6)).await;
    // Stock that comes and goes is another answer, and the same thresholds.
    let before = admin.get(&stock).await;
    shelf.receive(guitar, 2).await;
    let after = admin.get(&stock).await;
    assert_ne!(before.headers["etag"], after.headers["etag"]);
    assert_eq!(before.ok::<StockItem>().thresholds_revision, after.ok::<StockItem>().thresholds_revision);
}

#[tokio::test]
async fn two_arrange_pictures() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let guitar = Shelf::new(&app).await.finishes("Ibanez", "RG550", 12_000_000, 5, &["Kuning"]).await[0];
    let read = async || admin.get(&format!("/admin/products/{}", guitar.product)).await.ok::<StaffProduct>();
    let seen = read().await;
    let arranged = |alt: &str| json!({ "images": [{ "id": seen.images[0].id, "alt": alt }], "thumbnail_id": null });
    let path = format!("/admin/products/{}/images", guitar.product);
    second_is_told(&admin, &path, seen.images_revision, &arranged("Dari depan"), &arranged("Dari belakang")).await;
    let now = read().await;
    assert_eq!((now.images[0].alt.as_str(), now.revision), ("Dari depan", seen.revision), "the product itself is the same");
}

#[tokio::test]
async fn two_answer_a_review() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let (admin, mut buyer) = (app.admin().await, app.buyer().await);
    arrived(&app, &admin, &mut buyer, guitar.variant).await;
    let review: OwnReview = write(&buyer, guitar.product, 4).await.ok();
    let path = format!("/admin/reviews/{}/reply", review.id);
    let text = |text: &str| json!({ "text": text });
    second_is_told(&admin, &path, 0, &text("Terima kasih"), &text("Makasih, Kak")).await;
    let seen = admin.get("/admin/reviews").await.ok::<Page<StaffReview>>().items.remove(0);
    assert!(seen.reply_revision > 0);
    admin.put(&path, text("Makasih, Kak")).await.done();
    admin.delete_at(&path, seen.reply_revision).await.problem(412, "stale");
    admin.delete(&path).await.done();
    let seen = admin.get("/admin/reviews").await.ok::<Page<StaffReview>>().items.remove(0);
    assert_eq!(seen.reply_revision, 0);
}
