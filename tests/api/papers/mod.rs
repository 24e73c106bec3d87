//! E5, E6, C8: invoices, packing lists and labels over HTTP, read back by other programs.

mod mailed;

use image::ImageFormat;
use pdf_reader::{Codes, Picture, THERMAL};
use reqwest::Method;
use serde_json::json;
use shared::ids::OrderId;
use shared::orders::{Order, OrderStatus, StaffOrder};
use shared::payments::Payment;
use tests::pictures::{encoded, flag};
use tests::{Answer, Caller, Goods, Shelf, TestApp};

/// A shop with guitars, and a buyer's unpaid order of two of them.
async fn ordered(app: &TestApp) -> (Goods, Caller, Order) {
    let shelf = Shelf::new(app).await;
    let guitar = shelf.goods("RG550 Genesis", 12_000_000, 200).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 2).await;
    (guitar, buyer, order)
}

async fn pay(app: &TestApp, buyer: &Caller, order: &Order) {
    let path = format!("/orders/{}/payments", order.number);
    let payment: Payment = buyer.post(&path, json!({ "provider": "stripe" })).await.ok();
    let session = payment.redirect_url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    app.sandbox.stripe().pay(&session).unwrap();
    app.ctx.clock.advance(chrono::TimeDelta::seconds(5));
    let order: Order = buyer.post(&format!("{path}/refresh"), serde_json::Value::Null).await.ok();
    assert_eq!(order.status, OrderStatus::Paid);
}

async fn refund_order(admin: &Caller, path: &str, ask: serde_json::Value) {
    let request = admin.request(Method::POST, &format!("{path}/refunds"));
    admin.send(request.header("idempotency-key", uuid::Uuid::now_v7().to_string()).json(&ask)).await.done();
}

/// The document; panics unless it is one that is sent as it should be.
#[track_caller]
fn document(answer: Answer, name: &str) -> Vec<u8> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-disposition"), format!("inline; filename=\"{name}\""));
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(answer.body.starts_with(b"%PDF-"));
    answer.body.to_vec()
}

fn text(pdf: &[u8]) -> String {
    pdf_reader::pages(pdf).unwrap().join(" ")
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// An amount as it stands on paper.
fn money(amount: shared::money::Rupiah) -> String {
    amount.to_string().replace('\u{a0}', " ")
}

#[tokio::test]
async fn a_buyer_gets_the_invoice_of_an_order_of_theirs_in_every_state() {
    let app = TestApp::new().await;
    app.sql("UPDATE store_profile SET taxable = true, tax_number = '0123456789012345'", []).await;
    let (_, buyer, order) = ordered(&app).await;
    let path = format!("/orders/{}/invoice.pdf", order.number);
    let name = format!("invoice-{}.pdf", order.number);
    let unpaid = text(&document(buyer.get(&path).await, &name));
    let totals = order.totals;
    holds(
        &unpaid,
        &["Belum dibayar", &order.number, "RG550 Genesis", &money(totals.grand), &money(totals.shipping), "Budi Santoso"],
    );
    holds(&unpaid, &["NPWP 0123456789012345", "PPN", &money(totals.tax_included), "Jl Gegerkalong Girang"]);

    pay(&app, &buyer, &order).await;
    let paid = text(&document(buyer.get(&path).await, &name));
    holds(&paid, &["Lunas", "Dibayar", "Kartu"]);
    assert!(!paid.contains("Belum dibayar"));
    let english = text(&document(buyer.get(&format!("{path}?locale=en")).await, &name));
    holds(&english, &["Billed to".to_uppercase().as_str(), "Card"]);

    let somebody = app.buyer().await;
    somebody.get(&path).await.problem(404, "not_found");
    app.admin().await.get(&path).await.problem(404, "not_found");
    app.guest().get(&path).await.problem(401, "unauthenticated");
    buyer.get("/orders/HRT-000000-XXXXXX/invoice.pdf").await.problem(404, "not_found");
    buyer.get(&format!("{path}?locale=xx")).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn a_cancelled_order_has_an_invoice_that_says_so_and_nothing_to_pack() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    let staff = app.staff().await;
    let of = |paper: &str| format!("/admin/orders/{}/{paper}.pdf", order.id);
    for paper in ["label", "packing-list"] {
        let problem = staff.get(&of(paper)).await.problem(409, "not_shippable");
        assert_eq!(problem.params["orders"], json!([order.number]));
        assert!(problem.detail.contains("pending"), "{}", problem.detail);
    }
    buyer.post(&format!("/orders/{}/cancellation", order.number), json!({ "reason": "Berubah pikiran" })).await.done();
    let invoice = text(&document(staff.get(&of("invoice")).await, &format!("invoice-{}.pdf", order.number)));
    holds(&invoice, &["Dibatalkan", "Tidak ada yang harus dibayar."]);
    staff.get(&of("label")).await.problem(409, "not_shippable");
}

#[tokio::test]
async fn a_label_is_read_by_another_program() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let staff = app.staff().await;
    let path = format!("/admin/orders/{}", order.id);
    let way = format!("{}/orders/{}", app.url(), order.number);
    let name = format!("label-{}.pdf", order.number);
    let read = |pdf: &[u8]| pdf_reader::codes(&pdf_reader::pictures(pdf, THERMAL).unwrap()[0]).unwrap();

    let before = document(staff.get(&format!("{path}/label.pdf")).await, &name);
    assert_eq!(read(&before), Codes { bars: vec![order.number.clone()], squares: vec![way.clone()] });

    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE 0012 3456 7890" });
    staff.post(&format!("{path}/shipments"), ship).await.done();
    let after = document(staff.get(&format!("{path}/label.pdf")).await, &name);
    assert_eq!(read(&after), Codes { bars: vec!["JNE001234567890".to_owned()], squares: vec![way] });
    holds(&text(&after), &["Budi Santoso", "Jl. Riau No. 11", "40115", "KEPADA", "1,8 kg", "2× SKU-"]);
    holds(&text(&document(staff.get(&format!("{path}/label.pdf?locale=en")).await, &name)), &["FROM", "CONTENTS"]);
}

#[tokio::test]
async fn pieces_that_are_let_go_are_not_packed() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let admin = app.admin().await;
    let path = format!("/admin/orders/{}", order.id);
    let name = format!("packing-list-{}.pdf", order.number);
    let list = async || text(&document(admin.get(&format!("{path}/packing-list.pdf")).await, &name));
    holds(&list().await, &["2× RG550 Genesis", "2 buah"]);

    let piece = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
    refund_order(&admin, &path, json!({ "kind": "items", "items": piece, "restock": true, "reason": "Lecet" })).await;
    holds(&list().await, &["1× RG550 Genesis", "1 buah", "tidak dikemas"]);
    let invoice = text(&document(admin.get(&format!("{path}/invoice.pdf")).await, &format!("invoice-{}.pdf", order.number)));
    holds(&invoice, &["dikembalikan", "−Rp 12.000.000"]);

    // What comes back after it was sent was packed all the same.
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE001234567890" });
    admin.post(&format!("{path}/shipments"), ship).await.done();
    let label = document(admin.get(&format!("{path}/label.pdf")).await, &format!("label-{}.pdf", order.number));
    holds(&text(&label), &["1× SKU-", "900 g"]);
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    refund_order(&admin, &path, json!({ "kind": "items", "items": piece, "restock": true, "reason": "Retur" })).await;
    holds(&list().await, &["1× RG550 Genesis", "1 buah"]);
    app.assert_laws().await;
}

#[tokio::test]
async fn a_piece_of_a_parcel_that_came_back_is_not_packed_again_once_it_is_on_the_shelf() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let admin = app.admin().await;
    let path = format!("/admin/orders/{}", order.id);
    let name = format!("packing-list-{}.pdf", order.number);
    let list = async || text(&document(admin.get(&format!("{path}/packing-list.pdf")).await, &name));
    let ship = |number: &str| json!({ "courier": "Ojek Pak Dedi", "service": "Motor", "tracking_number": number });
    let whole: StaffOrder = admin.post(&format!("{path}/shipments"), ship("DEDI-0001")).await.ok();
    holds(&list().await, &["2× RG550 Genesis", "2 buah"]);
    let parcel = format!("{path}/shipments/{}/status", whole.order.shipments[0].id);
    admin.post(&parcel, json!({ "status": "returned", "note": "Rumah kosong" })).await.done();
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    let piece = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
    refund_order(&admin, &path, json!({ "kind": "items", "items": piece, "restock": true, "reason": "Lecet" })).await;
    holds(&list().await, &["1× RG550 Genesis", "1 buah"]);
    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    admin.post(&format!("{path}/shipments/again"), ship("DEDI-0002")).await.done();
    holds(&list().await, &["1× RG550 Genesis", "1 buah"]);
    let label = document(admin.get(&format!("{path}/label.pdf")).await, &format!("label-{}.pdf", order.number));
    holds(&text(&label), &["1× SKU-", "900 g"]);
    app.assert_laws().await;
}

#[tokio::test]
async fn pieces_that_are_paid_back_but_sent_are_packed() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let admin = app.admin().await;
    let path = format!("/admin/orders/{}", order.id);
    let list = format!("packing-list-{}.pdf", order.number);
    let label = format!("label-{}.pdf", order.number);
    let printed = async || {
        let list = text(&document(admin.get(&format!("{path}/packing-list.pdf")).await, &list));
        let label = text(&document(admin.get(&format!("{path}/label.pdf")).await, &label));
        (list, label)
    };

    // The money of a piece that goes along all the same: nothing was let go, so both are packed.
    let piece = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
    let refund = json!({ "kind": "items", "items": piece, "restock": false, "reason": "Cacat kecil" });
    refund_order(&admin, &path, refund).await;
    let (before, sticker) = printed().await;
    holds(&before, &["2× RG550 Genesis", "2 buah"]);
    assert!(!before.contains("tidak dikemas"), "{before}");
    holds(&sticker, &["2× SKU-"]);

    app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE001234567890" });
    admin.post(&format!("{path}/shipments"), ship).await.done();
    let (after, sticker) = printed().await;
    holds(&after, &["2× RG550 Genesis", "2 buah"]);
    holds(&sticker, &["2× SKU-"]);
    app.assert_laws().await;
}

#[tokio::test]
async fn an_order_that_goes_back_whole_is_not_packed() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let admin = app.admin().await;
    let path = format!("/admin/orders/{}", order.id);
    refund_order(&admin, &path, json!({ "kind": "full", "reason": "Batal" })).await;
    admin.get(&format!("{path}/label.pdf")).await.problem(409, "not_shippable");
    holds(&text(&admin.get(&format!("{path}/invoice.pdf")).await.body), &["Sedang dikembalikan"]);
}

#[tokio::test]
async fn papers_of_fifty_orders_are_one_document_in_the_order_asked() {
    let app = TestApp::with(&[("unpaid_orders", "50")]).await;
    let (guitar, mut buyer, first) = ordered(&app).await;
    let mut orders = vec![first];
    let address = buyer.add_address(tests::districts::JAKARTA).await;
    for _ in 1..50 {
        buyer.add_to_cart(guitar.variant, 1).await;
        let ask = buyer.order_request(address).await;
        orders.push(buyer.place(&uuid::Uuid::now_v7().to_string(), &ask).await.ok::<Order>());
    }
    app.sql("UPDATE orders SET status = 'paid', payment_status = 'paid', paid_at = now()", []).await;
    orders.reverse();
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let staff = app.staff().await;
    // The news of the new role may still be on its way and empty the cache of callers once.
    app.eventually("the caller is known", async || {
        app.statements(staff.get(&format!("/admin/orders/{}/label.pdf", ids[0]))).await.0 <= 3
    })
    .await;
    for (paper, name, most) in
        [("label", "label-50.pdf", 4), ("packing_list", "packing-list-50.pdf", 4), ("invoice", "invoice-50.pdf", 5)]
    {
        let ask = json!({ "paper": paper, "order_ids": ids });
        let (statements, answer) = app.statements(staff.post("/admin/orders/papers", ask)).await;
        let pages = pdf_reader::pages(&document(answer, name)).unwrap();
        assert_eq!(pages.len(), 50);
        for (page, order) in pages.iter().zip(&orders) {
            assert!(page.contains(&order.number), "{} is not on its page", order.number);
        }
        assert!(statements <= most, "{paper}: {statements} statements for 50 orders");
        let (statements, answer) =
            app.statements(staff.post("/admin/orders/papers", json!({ "paper": paper, "order_ids": [ids[0]] }))).await;
        answer.done();
        assert!(statements <= most, "{paper}: {statements} statements for one");
    }
}

#[tokio::test]
async fn what_cannot_be_printed_together_is_named() {
    let app = TestApp::new().await;
    let (guitar, mut buyer, unpaid) = ordered(&app).await;
    let paid = buyer.order(guitar.variant, 1).await;
    pay(&app, &buyer, &paid).await;
    let staff = app.staff().await;
    let print = async |paper: &str, ids: serde_json::Value| {
        staff.post("/admin/orders/papers", json!({ "paper": paper, "order_ids": ids })).await
    };
    let problem = print("label", json!([paid.id, unpaid.id])).await.problem(409, "not_shippable");
    assert_eq!(problem.params["orders"], json!([unpaid.number]));
    // An invoice says itself that it is not paid.
    let pages = pdf_reader::pages(&document(print("invoice", json!([paid.id, unpaid.id])).await, "invoice-2.pdf")).unwrap();
    assert!(pages[0].contains("Lunas") && pages[1].contains("Belum dibayar"));

    let fields = |answer: Answer| {
        let errors = answer.problem(422, "invalid_fields").errors;
        errors.into_iter().map(|error| (error.pointer, error.code.as_str())).collect::<Vec<_>>()
    };
    let nobody = OrderId::generate();
    let unknown = fields(print("invoice", json!([paid.id, nobody])).await);
    assert_eq!(unknown, [("/order_ids/1".to_owned(), "unknown_choice")]);
    assert_eq!(fields(print("label", json!([])).await), [("/order_ids".to_owned(), "required")]);
    assert_eq!(fields(print("label", json!([paid.id, paid.id])).await), [("/order_ids/1".to_owned(), "duplicate")]);
    let many: Vec<OrderId> = (0..201).map(|_| OrderId::generate()).collect();
    assert_eq!(fields(print("label", json!(many)).await), [("/order_ids".to_owned(), "too_many")]);
    assert_eq!(fields(print("poster", json!([paid.id])).await)[0].0, "/paper");
    assert_eq!(fields(print("label", json!(["bukan-id"])).await)[0].0, "/order_ids/0");
    staff.get(&format!("/admin/orders/{nobody}/label.pdf")).await.problem(404, "not_found");
    buyer.get(&format!("/admin/orders/{}/label.pdf", paid.id)).await.problem(403, "forbidden");
    staff.send(staff.request(Method::PUT, "/admin/orders/papers").json(&json!({}))).await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn hostile_text_and_other_scripts_are_printed_harmlessly() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let evil = "Budi <script>alert(1)</script>) Tj ET \u{202e}nimda\u{202c}\r\n%%EOF 🎸 王小明";
    app.sql("UPDATE order_items SET name = $1, sku = $1", [evil.repeat(5).into()]).await;
    app.sql(
        "UPDATE orders SET buyer_name = $1, note = $1, address = jsonb_set(address, '{recipient}', to_jsonb($1::text))",
        [evil.into()],
    )
    .await;
    let staff = app.staff().await;
    for paper in ["invoice", "packing-list", "label"] {
        let pdf = document(
            staff.get(&format!("/admin/orders/{}/{paper}.pdf", order.id)).await,
            &format!("{paper}-{}.pdf", order.number),
        );
        let text = text(&pdf);
        holds(&text, &["Budi <script>", "Wang Xiao Ming"]);
        assert!(!text.contains('\u{202e}') && !text.contains('🎸'), "{text}");
        assert!(!pdf_reader::pictures(&pdf, 1.0).unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_rush_of_documents_is_drawn_or_refused_and_the_shop_goes_on() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    let path = format!("/orders/{}/invoice.pdf", order.number);
    let rush = futures_util::future::join_all((0..60).map(|_| buyer.get(&path)));
    let guest = app.guest();
    let (answers, products) = tokio::join!(rush, guest.get("/products"));
    products.done();
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 503), "{}: {}", answer.status, answer.text());
        assert_eq!(answer.status == 503, answer.headers.contains_key("retry-after"));
    }
    assert!(answers.iter().filter(|answer| answer.status == 200).count() >= 30);
}

/// The shade at a place in millimetres from the top left.
fn shade(picture: &Picture, across: usize, down: usize) -> u8 {
    // Eight dots to the millimetre, see `THERMAL`.
    picture.luma[down * 8 * usize::try_from(picture.width).unwrap() + across * 8]
}

/// The picture of the first page, as a thermal printer would see it.
async fn seen(caller: &Caller, path: &str, name: &str) -> Picture {
    let pdf = document(caller.get(path).await, name);
    pdf_reader::pictures(&pdf, THERMAL).unwrap().remove(0)
}

#[tokio::test]
async fn logo_and_colour_are_on_the_papers() {
    let app = TestApp::new().await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    let admin = app.admin().await;
    let of = |paper: &str| (format!("/admin/orders/{}/{paper}.pdf", order.id), format!("{paper}-{}.pdf", order.number));
    let (invoice, invoice_name) = of("invoice");
    let (list, list_name) = of("packing-list");
    let (label, label_name) = of("label");
    let before = seen(&admin, &invoice, &invoice_name).await;
    let plain_label = seen(&admin, &label, &label_name).await;
    // Ink and the name, no plate, and a rule in the house's orange below.
    assert!(shade(&before, 12, 13) < 40 && shade(&before, 17, 13) < 200, "{}", shade(&before, 17, 13));
    // By the dictionary that a PDF has for each picture.
    let pictures = |pdf: &[u8]| {
        let source = String::from_utf8_lossy(pdf).into_owned();
        source.split("/Subtype").skip(1).filter(|rest| rest.trim_start().starts_with("/Image")).count()
    };
    assert_eq!(pictures(&document(admin.get(&invoice).await, &invoice_name)), 0);
    let rule = |picture: &Picture| picture.luma[213 * usize::try_from(picture.width).unwrap() + 800];
    assert!(rule(&before).abs_diff(138) < 6, "{}", rule(&before));

    let logo = encoded(&flag(400, 300, 20), ImageFormat::Png);
    admin.upload_at("/admin/store/brand/logo", 1, &[("logo.png", "image/png", &logo)]).await.done();
    admin.put_at("/admin/store/brand", 2, json!({ "accent": "#1d4ed8" })).await.done();
    for (path, name) in [(&invoice, &invoice_name), (&list, &list_name)] {
        let after = seen(&admin, path, name).await;
        // The plate's edge, the logo's red, and the rule in blue.
        assert!(shade(&after, 17, 13) > 240, "{}", shade(&after, 17, 13));
        assert!((40..140).contains(&shade(&after, 20, 13)), "{}", shade(&after, 20, 13));
        assert!(rule(&after).abs_diff(107) < 6, "{}", rule(&after));
    }
    let pdf = document(admin.get(&invoice).await, &invoice_name);
    assert_eq!(pictures(&pdf), 1);
    holds(&text(&pdf), &["Hurtrock Music Store", "Lunas"]);

    // Black and white on the label, and its codes are read as before.
    let stamped = seen(&admin, &label, &label_name).await;
    assert!(stamped.is_grey);
    assert!(stamped.luma != plain_label.luma, "the logo is not on the label");
    assert_eq!(pdf_reader::codes(&stamped).unwrap(), pdf_reader::codes(&plain_label).unwrap());
    holds(&text(&document(admin.get(&label).await, &label_name)), &["Hurtrock Music Store", "KEPADA"]);
}
