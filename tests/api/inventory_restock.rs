//! G4: restock orders, from the suggestion to the last piece on the shelf.

use mail_parser::{MessageParser, MimeHeaders};
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Locale;
use shared::ids::{RestockOrderId, SupplierId, VariantId};
use shared::inventory::{RestockOrder, RestockRow, RestockStatus, RestockSuggestion, StaffSupplier, StockItem, StockMovement};
use shared::mail::EmailState;
use shared::page::Page;
use shared::products::StaffProduct;
use tests::{Answer, Caller, Shelf, SmtpSink, TestApp};
use uuid::Uuid;

use crate::inventory_suppliers::supplier;

/// What a restock order is asked for by: pieces of variants at eight million each.
pub fn order(supplier: SupplierId, lines: &[(VariantId, i32)]) -> Value {
    let lines: Vec<Value> =
        lines.iter().map(|(id, count)| json!({ "variant_id": id, "quantity": count, "unit_cost": 8_000_000 })).collect();
    json!({ "supplier_id": supplier, "expected_on": "2026-12-05", "notes": "Lewat pintu belakang", "lines": lines })
}

/// A draft to a supplier of its own.
pub async fn draft(admin: &Caller, lines: &[(VariantId, i32)]) -> RestockOrder {
    let name = format!("Pemasok {}", Uuid::now_v7().simple());
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier(&name)).await.ok();
    admin.post("/admin/restock-orders", order(made.id, lines)).await.ok()
}

/// The same, placed without an email.
pub async fn placed(admin: &Caller, lines: &[(VariantId, i32)]) -> RestockOrder {
    let draft = draft(admin, lines).await;
    admin.post_at(&format!("/admin/restock-orders/{}/placement", draft.id), draft.revision, json!({ "email": false })).await.ok()
}

/// Takes in a delivery under a key of its own.
pub async fn receive(admin: &Caller, id: RestockOrderId, ask: Value) -> Answer {
    receive_with(admin, id, &Uuid::now_v7().to_string(), &ask).await
}

/// Takes in a delivery under this key.
pub async fn receive_with(admin: &Caller, id: RestockOrderId, key: &str, ask: &Value) -> Answer {
    let path = format!("/admin/restock-orders/{id}/receipts");
    admin.send(admin.request(Method::POST, &path).header("idempotency-key", key).json(ask)).await
}

/// The same, of an order that was read at `revision`.
pub async fn receive_at(admin: &Caller, id: RestockOrderId, key: &str, revision: i32, ask: &Value) -> Answer {
    let request = admin.request(Method::POST, &format!("/admin/restock-orders/{id}/receipts")).header("idempotency-key", key);
    admin.send(request.header("if-match", format!("\"{revision}\"")).json(ask)).await
}

fn came(lines: &[(VariantId, i32)]) -> Value {
    let lines: Vec<Value> = lines.iter().map(|(id, count)| json!({ "variant_id": id, "quantity": count })).collect();
    json!({ "lines": lines })
}

#[tokio::test]
async fn a_draft_is_written_and_changed() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 1).await, shelf.goods("SR300", 6_000_000, 1).await);
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made = draft(&admin, &[(guitar.variant, 2)]).await;
    assert_eq!((made.status, made.total.0, made.revision), (RestockStatus::Draft, 16_000_000, 1));
    assert!(made.number.starts_with("PO-"), "{}", made.number);
    let path = format!("/admin/restock-orders/{}", made.id);
    let ask = order(made.supplier_id, &[(bass.variant, 1), (guitar.variant, 3)]);
    staff.put_at(&path, 1, ask.clone()).await.problem(403, "forbidden");
    admin.put(&path, ask.clone()).await.problem(428, "revision_required");
    admin.put_at(&path, 2, ask.clone()).await.problem(412, "stale");
    let (statements, changed) = app.statements(async { admin.put_at(&path, 1, ask.clone()).await.ok::<RestockOrder>() }).await;
    assert_eq!((changed.revision, changed.total.0, changed.lines.len()), (2, 32_000_000, 2));
    assert_eq!(changed.lines[0].variant_id, bass.variant, "in the order asked");
    assert!(statements <= 24, "{statements} statements");
    let (statements, same) = app.statements(async { staff.get(&path).await.ok::<RestockOrder>() }).await;
    assert_eq!(same, changed);
    assert!(statements <= 4, "{statements} statements");

    let bad = async |change: &dyn Fn(&mut Value), pointer: &str| {
        let mut ask = ask.clone();
        change(&mut ask);
        let problem = admin.post("/admin/restock-orders", ask).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer);
    };
    bad(&|ask| ask["supplier_id"] = json!(Uuid::now_v7()), "/supplier_id").await;
    bad(&|ask| ask["lines"] = json!([]), "/lines").await;
    bad(&|ask| ask["lines"][1]["variant_id"] = json!(Uuid::now_v7()), "/lines/1/variant_id").await;
    bad(&|ask| ask["lines"][1] = ask["lines"][0].clone(), "/lines/1/variant_id").await;
    bad(&|ask| ask["lines"][0]["quantity"] = json!(0), "/lines/0/quantity").await;
    bad(&|ask| ask["lines"][0]["unit_cost"] = json!(-1), "/lines/0/unit_cost").await;
    bad(&|ask| ask["expected_on"] = json!("2026-13-01"), "/expected_on").await;
    app.sql("UPDATE suppliers SET active = false", []).await;
    bad(&|_| {}, "/supplier_id").await;

    // What went to the supplier stays as it is.
    let silently = json!({ "email": false });
    admin.post(&format!("{path}/placement"), silently.clone()).await.problem(428, "revision_required");
    admin.post_at(&format!("{path}/placement"), 1, silently.clone()).await.problem(412, "stale");
    let now: RestockOrder = admin.post_at(&format!("{path}/placement"), changed.revision, silently.clone()).await.ok();
    admin.put_at(&path, now.revision, ask).await.problem(409, "illegal_transition");
    admin.post_at(&format!("{path}/placement"), now.revision, silently).await.problem(409, "illegal_transition");
    admin.post_at(&format!("{path}/emails"), changed.revision, Value::Null).await.problem(412, "stale");
    let cancellation = format!("{path}/cancellation");
    let ask = json!({ "reason": "Terlalu lama" });
    admin.post_at(&cancellation, changed.revision, ask.clone()).await.problem(412, "stale");
    let cancelled: RestockOrder = admin.post_at(&cancellation, now.revision, ask.clone()).await.ok();
    assert_eq!((cancelled.status, cancelled.cancel_reason.as_str()), (RestockStatus::Cancelled, "Terlalu lama"));
    admin.post_at(&cancellation, cancelled.revision, ask).await.problem(409, "illegal_transition");
    receive(&admin, made.id, came(&[(guitar.variant, 1)])).await.problem(409, "illegal_transition");
}

#[tokio::test]
async fn deliveries_fill_the_shelf_and_the_average_cost() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 2).await, shelf.goods("SR300", 6_000_000, 0).await);
    app.sql("UPDATE variants SET cost = 7000000 WHERE id = $1", [guitar.variant.0.into()]).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made = placed(&admin, &[(guitar.variant, 3), (bass.variant, 2)]).await;
    let stock = async |variant: VariantId| staff.get(&format!("/admin/inventory/{variant}")).await.ok::<StockItem>().row;
    assert_eq!((stock(guitar.variant).await.incoming, stock(bass.variant).await.incoming), (3, 2));
    let product: StaffProduct = admin.get(&format!("/admin/products/{}", guitar.product)).await.ok();
    receive(&staff, made.id, came(&[(guitar.variant, 1)])).await.problem(403, "forbidden");

    // Two came, one of them broken; and more basses than ordered, at another price.
    let ask = json!({
        "lines": [
            { "variant_id": guitar.variant, "quantity": 1, "damaged": 1, "reason": "Leher patah" },
            { "variant_id": bass.variant, "quantity": 3, "unit_cost": 4_000_001 },
        ],
        "delivery_note": "SJ-77", "note": "Satu kardus penyok",
    });
    let after: RestockOrder = receive_with(&admin, made.id, "kiriman-pertama", &ask).await.ok();
    assert_eq!(after.status, RestockStatus::PartiallyReceived);
    let again: RestockOrder = receive_with(&admin, made.id, "kiriman-pertama", &ask).await.ok();
    assert_eq!(again, after, "the same key books it once");
    let lines: Vec<_> = after.lines.iter().map(|line| (line.received, line.discrepancy)).collect();
    let differs = |short, over, damaged| shared::inventory::Discrepancy { short, over, damaged };
    assert_eq!(lines, [(1, differs(2, 0, 1)), (3, differs(0, 1, 0))]);
    let row = stock(guitar.variant).await;
    assert_eq!((row.on_hand, row.incoming, row.cost.unwrap().0), (3, 2, 7_333_333));
    let row = stock(bass.variant).await;
    assert_eq!((row.on_hand, row.incoming, row.cost.unwrap().0), (3, 0, 4_000_001), "an empty shelf has no cost");
    let receipt = &after.receipts[0];
    assert_eq!((receipt.delivery_note.as_str(), receipt.by.as_deref(), receipt.lines.len()), ("SJ-77", Some("Budi Santoso"), 2));
    assert_eq!(after.received_total.0, 8_000_000 + 3 * 4_000_001);
    // The product's editor shows the cost: whoever has it open is told.
    admin
        .put_at(&format!("/admin/products/{}", guitar.product), product.revision, tests::product::as_it_is(&product))
        .await
        .problem(412, "stale");
    let path = format!("/admin/inventory/movements?variant={}", guitar.variant);
    let history: Page<StockMovement> = staff.get(&path).await.ok();
    assert_eq!((history.items[0].quantity, history.items[0].reference.as_deref()), (1, Some(made.number.as_str())));
    let terms: StockItem = staff.get(&format!("/admin/inventory/{}", bass.variant)).await.ok();
    assert_eq!(terms.suppliers[0].cost.unwrap().0, 4_000_001, "what the supplier asked last");

    // What has begun to arrive is not cancelled: it is closed, and what is missing is short.
    let path = format!("/admin/restock-orders/{}", made.id);
    admin.post_at(&format!("{path}/cancellation"), after.revision, json!({})).await.problem(409, "illegal_transition");
    let closed: RestockOrder = receive(&admin, made.id, json!({ "lines": [], "closes": true })).await.ok();
    assert_eq!((closed.status, closed.lines[0].discrepancy.short), (RestockStatus::Received, 2));
    assert!(closed.received_at.is_some());
    receive(&admin, made.id, came(&[(guitar.variant, 1)])).await.problem(409, "illegal_transition");
    assert_eq!(stock(guitar.variant).await.incoming, 0);
    let csv = staff.get(&format!("{path}/report?format=csv&bom=false")).await.text();
    let first = csv.lines().nth(1).unwrap();
    assert!(first.contains(",3,1,2,0,1,8000000,24000000,8000000"), "{csv}");
    // At the price of the delivery, as the order says it.
    let second = csv.lines().nth(2).unwrap();
    assert!(second.contains(",2,3,0,1,0,8000000,16000000,12000003"), "{csv}");
    let lines: i64 = closed.lines.iter().map(|line| line.received_total.0).sum();
    assert_eq!((lines, closed.received_total.0), (20_000_003, 20_000_003));
    app.assert_laws().await;

    let other = placed(&admin, &[(guitar.variant, 2)]).await;
    for (bad, pointer) in [
        (json!({ "lines": [] }), "/lines"),
        (came(&[(bass.variant, 1)]), "/lines/0/variant_id"),
        (came(&[(guitar.variant, 1), (guitar.variant, 1)]), "/lines/1/variant_id"),
        (came(&[(guitar.variant, 0)]), "/lines/0/quantity"),
        (came(&[(guitar.variant, -1)]), "/lines/0/quantity"),
        (json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 0, "damaged": 1 }] }), "/lines/0/reason"),
        (json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 1, "unit_cost": -5 }] }), "/lines/0/unit_cost"),
    ] {
        let problem = receive(&admin, other.id, bad.clone()).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer, "{bad}");
    }
    let whole: RestockOrder = receive(&admin, other.id, came(&[(guitar.variant, 2)])).await.ok();
    assert_eq!(whole.status, RestockStatus::Received, "all of it came");
    app.assert_laws().await;
}

#[tokio::test]
async fn a_delivery_that_another_has_booked_is_not_booked_again() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 0).await;
    let admin = app.admin().await;
    let seen = placed(&admin, &[(guitar.variant, 10)]).await;
    // Two have it open. One books what came, the other takes for granted that nothing did yet.
    let half = came(&[(guitar.variant, 5)]);
    let first: RestockOrder = receive_at(&admin, seen.id, "kiriman-pertama", seen.revision, &half).await.ok();
    assert!(first.revision > seen.revision);
    let second = receive_at(&admin, seen.id, "kiriman-kedua", seen.revision, &came(&[(guitar.variant, 10)])).await;
    assert_eq!(second.problem(412, "stale").params["revision"], first.revision);
    let on_shelf = "SELECT sum(on_hand)::bigint AS n FROM stocks";
    assert_eq!(app.number(on_shelf).await, 5);
    // Whose answer was lost sends it again as it was.
    let again: RestockOrder = receive_at(&admin, seen.id, "kiriman-pertama", seen.revision, &half).await.ok();
    assert_eq!(again, first);
    // And what was refused has not used up its key.
    let rest: RestockOrder = receive_at(&admin, seen.id, "kiriman-kedua", first.revision, &half).await.ok();
    assert_eq!((rest.status, app.number(on_shelf).await), (RestockStatus::Received, 10));
    app.assert_laws().await;
}

#[tokio::test]
async fn the_purchase_order_goes_to_the_supplier() {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550 Genesis", 12_000_000, 1).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made = draft(&admin, &[(guitar.variant, 2)]).await;
    let path = format!("/admin/restock-orders/{}", made.id);
    let terms = json!({ "supplier_sku": "LD-550", "cost": null, "lead_time_days": null, "minimum_quantity": 1 });
    admin.put(&format!("/admin/suppliers/{}/products/{}", made.supplier_id, guitar.variant), terms).await.done();
    let ask = order(made.supplier_id, &[(guitar.variant, 3)]);
    let made: RestockOrder = admin.put_at(&path, made.revision, ask).await.ok();
    let paper = staff.get(&format!("{path}/purchase-order.pdf")).await;
    assert_eq!((paper.status, paper.headers["content-type"].to_str().unwrap()), (200, "application/pdf"));
    let text = pdf_reader::pages(&paper.body).unwrap().join("\n");
    assert!(text.contains("Draf") && text.contains(&made.number), "{text}");

    let placed: RestockOrder = admin.post_at(&format!("{path}/placement"), made.revision, json!({ "email": true })).await.ok();
    assert_eq!((placed.emailed_at, placed.email_state), (None, Some(EmailState::Queued)), "it is not sent yet");
    // Asked again while it waits: one email.
    admin.post_at(&format!("{path}/emails"), placed.revision, Value::Null).await.done();
    app.run_jobs().await;
    let to_supplier = || {
        let own = |mail: &tests::Received| mail.to.iter().any(|to| to.contains("order@pemasok.example.com"));
        sink.received().into_iter().filter(own).collect::<Vec<_>>()
    };
    assert_eq!(to_supplier().len(), 1);
    let sent: RestockOrder = staff.get(&path).await.ok();
    assert!(sent.emailed_at.is_some());
    assert_eq!(sent.email_state, Some(EmailState::Sent));
    let data = to_supplier()[0].data.clone();
    let message = MessageParser::default().parse(data.as_bytes()).unwrap();
    assert!(message.subject().unwrap().contains(&made.number));
    let file = message.attachments().next().expect("the purchase order goes along");
    assert_eq!(file.attachment_name(), Some(format!("purchase-order-{}.pdf", made.number).as_str()));
    let text = pdf_reader::pages(file.contents()).unwrap().join("\n");
    for fact in [made.number.as_str(), "RG550 Genesis", "LD-550", "24.000.000", "Lewat pintu belakang", "5 Des 2026"] {
        assert!(text.contains(fact), "{fact} is not in\n{text}");
    }
    assert!(!text.contains("Draf"), "{text}");
    admin.post_at(&format!("{path}/emails"), placed.revision, Value::Null).await.done();
    let stands = "UPDATE email_messages SET state = $2 WHERE restock_order_id = $1 AND state <> 'sent'";
    app.sql(stands, [made.id.0.into(), "failed".into()]).await;
    let refused: RestockOrder = staff.get(&path).await.ok();
    assert_eq!((refused.emailed_at, refused.email_state), (sent.emailed_at, Some(EmailState::Failed)), "the first one was sent");
    app.sql(stands, [made.id.0.into(), "queued".into()]).await;
    app.run_jobs().await;
    assert_eq!(to_supplier().len(), 2, "and again when asked again");
    // Called off before it was sent: the supplier hears nothing of it.
    admin.post_at(&format!("{path}/emails"), placed.revision, Value::Null).await.done();
    admin.post_at(&format!("{path}/cancellation"), placed.revision, json!({})).await.done();
    app.run_jobs().await;
    assert_eq!(to_supplier().len(), 2);
    let kept = format!("SELECT count(*) AS n FROM email_messages WHERE restock_order_id = '{}'", made.id);
    assert_eq!(app.number(&kept).await, 2, "what was sent stays");
    let english = staff.get(&format!("{path}/purchase-order.pdf?locale=en")).await;
    assert!(pdf_reader::pages(&english.body).unwrap().join("\n").to_uppercase().contains("PURCHASE ORDER"));

    // A supplier without an email is told by somebody.
    let silent = draft(&admin, &[(guitar.variant, 1)]).await;
    app.sql("UPDATE suppliers SET email = NULL WHERE id = $1", [silent.supplier_id.0.into()]).await;
    let path = format!("/admin/restock-orders/{}", silent.id);
    let placement = format!("{path}/placement");
    let problem = admin.post_at(&placement, silent.revision, json!({ "email": true })).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/email");
    let still: RestockOrder = admin.get(&path).await.ok();
    assert_eq!(still.status, RestockStatus::Draft, "nothing has happened");
    admin.post_at(&placement, silent.revision, json!({ "email": false })).await.done();
}

#[tokio::test]
async fn a_supplier_is_written_to_in_its_language() {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 1).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let unasked: StaffSupplier = admin.post("/admin/suppliers", supplier("Laras Dawai")).await.ok();
    assert_eq!(unasked.details.locale, Locale::Indonesian);
    let mut ask = supplier("Riff Traders");
    ask["locale"] = json!("en");
    let english: StaffSupplier = admin.post("/admin/suppliers", ask).await.ok();
    assert_eq!(english.details.locale, Locale::English);

    let made: RestockOrder = admin.post("/admin/restock-orders", order(english.id, &[(guitar.variant, 2)])).await.ok();
    let path = format!("/admin/restock-orders/{}", made.id);
    let read = async |query: &str| {
        let paper = staff.get(&format!("{path}/purchase-order.pdf{query}")).await;
        assert_eq!(paper.status, 200, "{}", paper.text());
        pdf_reader::pages(&paper.body).unwrap().join("\n")
    };
    let text = read("").await;
    assert!(text.contains("Draft") && text.contains("5 Dec 2026"), "{text}");
    let text = read("?locale=id").await;
    assert!(!text.contains("Draft") && text.contains("5 Des 2026"), "{text}");

    admin.post_at(&format!("{path}/placement"), made.revision, json!({ "email": true })).await.done();
    app.run_jobs().await;
    let own = |mail: &tests::Received| mail.to.iter().any(|to| to.contains("order@pemasok.example.com"));
    let data = sink.received().into_iter().find(own).expect("it is written").data;
    let message = MessageParser::default().parse(data.as_bytes()).unwrap();
    assert!(message.subject().unwrap().starts_with("Purchase order"), "{:?}", message.subject());
    let file = message.attachments().next().expect("the purchase order goes along");
    let text = pdf_reader::pages(file.contents()).unwrap().join("\n");
    assert!(text.contains("5 Dec 2026") && !text.contains("5 Des 2026"), "{text}");
    // Its language may change; what was sent stays as it was.
    let mut details = serde_json::to_value(&english.details).unwrap();
    details["locale"] = json!("id");
    let changed: StaffSupplier = admin.put_at(&format!("/admin/suppliers/{}", english.id), english.revision, details).await.ok();
    assert_eq!((changed.details.locale, changed.revision), (Locale::Indonesian, 2));
    assert!(read("").await.contains("5 Des 2026"));
}

#[tokio::test]
async fn what_sells_is_suggested() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, bass) = (shelf.goods("RG550", 12_000_000, 40).await, shelf.goods("SR300", 6_000_000, 50).await);
    let (admin, staff) = (app.admin().await, app.staff().await);
    let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Laras Dawai")).await.ok();
    app.sql("UPDATE products SET supplier_id = $1", [made.id.0.into()]).await;
    app.sql("UPDATE variants SET cost = 7500000", []).await;
    // Thirty guitars left the store within a month, so 37 are needed for delivery and the month after.
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, created_at)
               VALUES (gen_random_uuid(), $1, 'sale', -30, now() - interval '10 days')";
    app.sql(sql, [guitar.variant.0.into()]).await;
    let suggest = async |query: &str| -> Vec<RestockSuggestion> {
        staff.get(&format!("/admin/restock-orders/suggestions{query}")).await.ok()
    };
    let (statements, found) = app.statements(suggest("")).await;
    assert!(statements <= 2, "{statements} statements");
    assert_eq!(found.len(), 1, "fifty basses that nobody wants are enough");
    let one = &found[0];
    assert_eq!((one.variant_id, one.sold, one.available, one.quantity), (guitar.variant, 30, 10, 37 + 3 - 10));
    assert_eq!((one.unit_cost.0, one.lead_time_days, one.supplier_id), (7_500_000, 7, made.id));
    // The supplier's own terms count, and what is on its way.
    let terms = json!({ "supplier_sku": "", "cost": 7_000_000, "lead_time_days": 0, "minimum_quantity": 25 });
    admin.put(&format!("/admin/suppliers/{}/products/{}", made.id, guitar.variant), terms).await.done();
    assert_eq!(suggest("").await[0].quantity, 25, "23 are needed, and it sells no fewer than 25");
    let draft: RestockOrder = admin.post("/admin/restock-orders", order(made.id, &[(guitar.variant, 20)])).await.ok();
    assert_eq!(suggest("").await.len(), 1, "a draft is on its way nowhere");
    let placement = format!("/admin/restock-orders/{}/placement", draft.id);
    admin.post_at(&placement, draft.revision, json!({ "email": false })).await.done();
    let left = suggest("?cover_days=60").await;
    assert_eq!((left[0].incoming, left[0].quantity), (20, 60 + 3 - 10 - 20));
    assert!(suggest(&format!("?supplier={}", SupplierId::generate())).await.is_empty());
    // What comes back was not sold, and no more comes back than that.
    for (back, sold) in [(5_i32, 25), (40, 0)] {
        let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, created_at)
                   VALUES (gen_random_uuid(), $1, 'return', $2, now() - interval '5 days')";
        app.sql(sql, [guitar.variant.0.into(), back.into()]).await;
        let item: StockItem = staff.get(&format!("/admin/inventory/{}", guitar.variant)).await.ok();
        assert_eq!((item.sold_30, item.sold_90), (sold, sold));
        assert_eq!(suggest("?cover_days=60").await.first().map_or(0, |one| one.sold), sold);
    }
    shelf.receive(bass, 1).await;
    app.sql("UPDATE suppliers SET active = false", []).await;
    assert!(suggest("").await.is_empty(), "nobody orders from an archived supplier");
}

#[tokio::test]
async fn the_list_of_orders() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 1).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let first = placed(&admin, &[(guitar.variant, 1)]).await;
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    let second = draft(&admin, &[(guitar.variant, 5)]).await;
    let list = async |query: &str| staff.get(&format!("/admin/restock-orders{query}")).await.ok::<Page<RestockRow>>();
    let numbers = async |query: &str| list(query).await.items.into_iter().map(|row| row.number).collect::<Vec<_>>();
    assert_eq!(numbers("").await, [second.number.clone(), first.number.clone()]);
    assert_eq!(numbers("?sort=oldest").await, [first.number.clone(), second.number.clone()]);
    assert_eq!(numbers("?sort=smallest").await, [first.number.clone(), second.number.clone()]);
    assert_eq!(numbers("?status=draft").await, std::slice::from_ref(&second.number));
    assert_eq!(numbers("?open=true").await, std::slice::from_ref(&first.number));
    assert_eq!(numbers(&format!("?supplier={}", first.supplier_id)).await, std::slice::from_ref(&first.number));
    assert_eq!(numbers(&format!("?q={}", second.number.to_lowercase())).await, std::slice::from_ref(&second.number));
    assert_eq!(numbers("?q=%25").await.len(), 0);
    for sort in ["newest", "oldest", "largest", "smallest"] {
        let path = format!("?limit=1&sort={sort}");
        let (statements, page) = app.statements(list(&path)).await;
        assert!(statements <= 2, "{statements} statements");
        let rest = list(&format!("{path}&cursor={}", page.next_cursor.unwrap())).await;
        assert_ne!(rest.items[0].id, page.items[0].id);
        assert_eq!(rest.next_cursor, None);
    }
    assert!(!list("?open=true").await.items[0].overdue);
    app.sql("UPDATE restock_orders SET expected_on = '2020-01-01'", []).await;
    assert!(list("?open=true").await.items[0].overdue);
    assert!(!list("?status=draft").await.items[0].overdue, "nobody waits for a draft");
    let csv = staff.get("/admin/restock-orders/export?format=csv&bom=false").await.text();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let history: StaffSupplier = staff.get(&format!("/admin/suppliers/{}", first.supplier_id)).await.ok();
    assert_eq!((history.orders, history.spent.0, history.variants), (1, 8_000_000, 0));
    assert_eq!(history.received_total.0, 0, "none of it came");
    let ask = json!({ "lines": [{ "variant_id": guitar.variant, "quantity": 1, "unit_cost": 7_500_000 }] });
    receive(&admin, first.id, ask).await.done();
    let history: StaffSupplier = staff.get(&format!("/admin/suppliers/{}", first.supplier_id)).await.ok();
    assert_eq!((history.spent.0, history.received_total.0), (8_000_000, 7_500_000));
    staff.get("/admin/restock-orders?status=eaten").await.problem(422, "invalid_fields");
    staff.get("/admin/restock-orders?cursor=xyz").await.problem(422, "invalid_fields");
}
