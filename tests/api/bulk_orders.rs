//! E1, E4: many orders at once.

use reqwest::Method;
use serde_json::{Value, json};
use shared::ids::OrderId;
use shared::orders::{BulkOutcome, BulkResult, Order, OrderStatus, StaffOrder, TrackingImport};
use shared::problem::ErrorCode;
use tests::{Answer, Caller, Goods, Shelf, SmtpSink, TestApp};

struct Shop {
    app: TestApp,
    guitar: Goods,
    admin: Caller,
    buyer: Caller,
}

impl Shop {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 90).await;
        let (admin, buyer) = (app.admin().await, app.buyer().await);
        Self { app, guitar, admin, buyer }
    }

    async fn unpaid(&mut self) -> Order {
        self.buyer.order(self.guitar.variant, 1).await
    }

    async fn paid(&mut self) -> Order {
        self.app.paid_order(&mut self.buyer, self.guitar.variant, 1).await
    }

    async fn status(&self, order: &Order) -> OrderStatus {
        self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok::<StaffOrder>().order.status
    }

    async fn send(&self, csv: impl AsRef<[u8]>, dry_run: bool) -> Answer {
        let path = format!("/admin/orders/tracking-numbers?dry_run={dry_run}");
        self.admin.upload(Method::POST, &path, &[("resi.csv", "text/csv", csv.as_ref())]).await
    }
}

#[tokio::test]
async fn each_order_moves_for_itself() {
    let mut shop = Shop::new().await;
    let (first, second, unpaid) = (shop.paid().await, shop.paid().await, shop.unpaid().await);
    let nobody = OrderId::generate();
    let ask = json!({ "ids": [first.id, unpaid.id, nobody, second.id, first.id], "status": "processing", "note": "Rak 3" });
    let result: BulkResult = shop.admin.post("/admin/orders/status", ask.clone()).await.ok();
    let told: Vec<_> = result.orders.iter().map(|row| (row.id, row.outcome, row.status, row.code)).collect();
    assert_eq!(
        told,
        [
            (first.id, BulkOutcome::Done, Some(OrderStatus::Processing), None),
            (unpaid.id, BulkOutcome::Refused, Some(OrderStatus::Pending), Some(ErrorCode::IllegalTransition)),
            (nobody, BulkOutcome::Refused, None, Some(ErrorCode::NotFound)),
            (second.id, BulkOutcome::Done, Some(OrderStatus::Processing), None),
        ]
    );
    assert_eq!(result.orders[0].number, first.number);
    assert_eq!(shop.status(&unpaid).await, OrderStatus::Pending);
    // Asked again, what is so already stays.
    let again: BulkResult = shop.admin.post("/admin/orders/status", ask).await.ok();
    assert_eq!(again.orders[0].outcome, BulkOutcome::Unchanged);
    let events = format!("SELECT count(*) AS n FROM order_events WHERE order_id = '{}' AND kind = 'processing'", first.id);
    assert_eq!(shop.app.number(&events).await, 1);
    let logged = "SELECT count(*) AS n FROM audit_events WHERE action = 'order.moved'";
    assert_eq!(shop.app.number(logged).await, 2);
    shop.app.settle().await;
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let shop = Shop::new().await;
    let refused = async |ask: Value| {
        shop.admin.post("/admin/orders/status", ask).await.problem(422, "invalid_fields").errors[0].pointer.clone()
    };
    let id = OrderId::generate();
    assert_eq!(refused(json!({ "ids": [], "status": "processing" })).await, "/ids");
    assert_eq!(refused(json!({ "ids": vec![id; 201], "status": "processing" })).await, "/ids");
    assert_eq!(refused(json!({ "ids": [id], "status": "shipped" })).await, "/status");
    assert_eq!(refused(json!({ "ids": [id], "status": "refunded" })).await, "/status");
    assert_eq!(refused(json!({ "ids": [id], "status": "lost" })).await, "/status");
    assert_eq!(refused(json!({ "ids": ["x"], "status": "processing" })).await, "/ids/0");
    assert_eq!(refused(json!({ "ids": [id], "status": "processing", "note": "a\0b" })).await, "/note");
    let buyer = &shop.buyer;
    buyer.post("/admin/orders/status", json!({ "ids": [id], "status": "processing" })).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_file_of_tracking_numbers_ships_what_it_can_and_twice_is_once() {
    let mut shop = Shop::new().await;
    let (first, second, unpaid) = (shop.paid().await, shop.paid().await, shop.unpaid().await);
    let csv = format!(
        "\u{feff}order_number;courier;service;tracking_number\r\n\
         {};;;jx 0001 2345 67\r\n{};J&T;EZ;JT0000000001\r\n{};;;JX00012345\r\nHRT-000000-XXXXXX;;;JX00099999\r\n\
         {};;;JX00011111\r\n;;;JX00022222\r\n{};;;kurang\r\n",
        first.number.to_lowercase(),
        second.number,
        unpaid.number,
        second.number,
        unpaid.number,
    );
    let faults = |report: &TrackingImport, at: usize| {
        report.rows[at].faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect::<Vec<_>>()
    };
    let tried: TrackingImport = shop.send(&csv, true).await.ok();
    assert!(tried.dry_run);
    let outcomes: Vec<BulkOutcome> = tried.rows.iter().map(|row| row.outcome).collect();
    let (done, refused) = (BulkOutcome::Done, BulkOutcome::Refused);
    assert_eq!(outcomes, [done, done, refused, refused, refused, refused, refused], "{tried:?}");
    assert_eq!((tried.rows[0].courier.as_str(), tried.rows[0].tracking_number.as_str()), ("JNE", "JX0001234567"));
    assert_eq!((tried.rows[2].code, tried.rows[2].status), (Some(ErrorCode::IllegalTransition), Some(OrderStatus::Pending)));
    assert_eq!(faults(&tried, 3), ["order_number unknown_choice"]);
    assert_eq!(faults(&tried, 4), ["order_number duplicate"]);
    assert_eq!(faults(&tried, 5), ["order_number required"]);
    assert_eq!(faults(&tried, 6), ["tracking_number invalid_format", "order_number duplicate"]);
    assert_eq!((shop.status(&first).await, shop.status(&second).await), (OrderStatus::Paid, OrderStatus::Paid));
    assert_eq!(shop.app.number("SELECT count(*) AS n FROM shipments").await, 0, "a dry run writes nothing");

    let done: TrackingImport = shop.send(&csv, false).await.ok();
    assert_eq!(done.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), outcomes);
    assert_eq!((shop.status(&first).await, shop.status(&second).await), (OrderStatus::Shipped, OrderStatus::Shipped));
    let again: TrackingImport = shop.send(&csv, false).await.ok();
    assert_eq!((again.rows[0].outcome, again.rows[1].outcome), (BulkOutcome::Unchanged, BulkOutcome::Unchanged));
    assert_eq!(shop.app.number("SELECT count(*) AS n FROM shipments").await, 2);
    // Another number for what is on its way is told.
    let other = format!("order_number,tracking_number\n{},JX00077777\n", first.number);
    let told: TrackingImport = shop.send(&other, false).await.ok();
    assert_eq!(told.rows[0].code, Some(ErrorCode::IllegalTransition));
    // A number that another parcel has.
    let third = shop.paid().await;
    let taken = format!("order_number,courier,tracking_number\n{},J&T,JT0000000001\n", third.number);
    let told: TrackingImport = shop.send(&taken, false).await.ok();
    assert_eq!(faults(&told, 0), ["tracking_number taken"]);
    let twice = format!(
        "order_number,courier,tracking_number\n{},J&T,JT0000000002\n{},j & t,jt0000000002\n",
        third.number, unpaid.number
    );
    let told: TrackingImport = shop.send(&twice, true).await.ok();
    assert_eq!(faults(&told, 1), ["tracking_number duplicate"]);
    shop.app.settle().await;
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn files_that_are_none_are_refused() {
    let shop = Shop::new().await;
    let refused = async |csv: &[u8]| {
        let problem = shop.send(csv, false).await.problem(422, "invalid_fields");
        problem.errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect::<Vec<_>>()
    };
    assert_eq!(refused(b"").await, ["/files/0 required"]);
    assert_eq!(refused(b"order_number,resi\nA,B\n").await, ["/columns/resi unknown_field", "/columns/tracking_number required"]);
    assert_eq!(refused(b"order_number,tracking_number\n\"A,B\n").await, ["/files/0 damaged_file"]);
    assert_eq!(refused(b"order_number,tracking_number\nA,\0\n").await, ["/files/0 unsupported_file"]);
    shop.send(vec![b'x'; 30 << 20], false).await.problem(413, "too_large");
    let path = "/admin/orders/tracking-numbers?dry_run=perhaps";
    let file: &[(&str, &str, &[u8])] = &[("a.csv", "text/csv", b"order_number,tracking_number\nA,B\n")];
    let answer = shop.admin.upload(Method::POST, path, file).await;
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    shop.buyer.upload(Method::POST, "/admin/orders/tracking-numbers", file).await.problem(403, "forbidden");
}

#[tokio::test]
async fn staff_write_to_the_buyer_and_keep_notes_to_themselves() {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 9).await;
    let (staff, mut buyer) = (app.staff().await, app.buyer().await);
    let order = buyer.order(guitar.variant, 1).await;
    let path = format!("/admin/orders/{}/messages", order.id);
    let text = "Halo <b>Budi</b>,\n\nmerah habis. Mau yang hitam?";
    let whole: StaffOrder = staff.post(&path, json!({ "subject": "Warna gitarmu", "text": text })).await.ok();
    assert!(whole.order.events.iter().any(|event| event.kind.as_str() == "message"));
    app.run_jobs().await;
    let sent = app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_message' AND state = 'sent'").await;
    assert_eq!(sent, 1);
    let html = "SELECT count(*) AS n FROM email_messages WHERE template = 'order_message' AND html LIKE '%&lt;b&gt;Budi%'
                  AND subject LIKE '%' || 'Warna gitarmu' AND body_text LIKE '%merah habis. Mau yang hitam?%'";
    assert_eq!(app.number(html).await, 1, "what people write is text");
    staff.post(&format!("/admin/orders/{}/notes", order.id), json!({ "text": "Bungkus kayu" })).await.done();
    let seen = buyer.read(&order).await;
    assert!(seen.events.iter().all(|event| !event.kind.is_internal()), "neither is the buyer's to see");
    for (ask, pointer) in [
        (json!({ "subject": "", "text": "x" }), "/subject"),
        (json!({ "subject": "a\r\nBcc: x@example.com", "text": "x" }), "/subject"),
        (json!({ "subject": "a", "text": "" }), "/text"),
        (json!({ "subject": "a", "text": "x".repeat(5001) }), "/text"),
        (json!({ "subject": "a", "text": 7 }), "/text"),
    ] {
        assert_eq!(staff.post(&path, ask).await.problem(422, "invalid_fields").errors[0].pointer, pointer);
    }
    // The answer was lost, and the browser sends it once more.
    let ask = json!({ "subject": "Kapan sampai?", "text": "Besok." });
    let named =
        |path: &str, ask: &Value| staff.request(Method::POST, path).header("idempotency-key", "surat-yang-sama").json(ask);
    staff.send(named(&path, &ask)).await.done();
    staff.send(named(&path, &ask)).await.done();
    let letters = "SELECT count(*) AS n FROM order_events WHERE kind = 'message'";
    assert_eq!(app.number(letters).await, 2, "the first, and this one once");
    staff.send(named(&path, &json!({ "subject": "Lain", "text": "Lain." }))).await.problem(409, "idempotency_mismatch");
    let notes = format!("/admin/orders/{}/notes", order.id);
    for _ in 0..2 {
        let note = staff.request(Method::POST, &notes).header("idempotency-key", "catatan-yang-sama");
        staff.send(note.json(&json!({ "text": "Sudah dihubungi" }))).await.done();
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM order_events WHERE kind = 'note'").await, 2);
    app.run_jobs().await;
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_message'").await, 2);

    let nobody = format!("/admin/orders/{}/messages", OrderId::generate());
    staff.post(&nobody, json!({ "subject": "a", "text": "b" })).await.problem(404, "not_found");
}
