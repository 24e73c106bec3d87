//! E8: parcels on their way, and couriers' service in trouble.

use std::time::Duration;

use chrono::TimeDelta;
use sandbox::{Answer as Wire, ApiFault, Provider};
use serde_json::{Value, json};
use shared::orders::{Order, OrderEventKind, OrderStatus, ShipmentStatus, StaffOrder, TrackingStatus, TrackingTrouble};
use shared::payments::PaymentStatus;
use tests::{Caller, Goods, Shelf, TestApp};
use uuid::Uuid;

struct Shop {
    app: TestApp,
    guitar: Goods,
    admin: Caller,
    buyer: Caller,
}

impl Shop {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let app = TestApp::with(settings).await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 90).await;
        let (admin, buyer) = (app.admin().await, app.buyer().await);
        Self { app, guitar, admin, buyer }
    }

    /// An order on its way by a courier, and its number.
    async fn shipped(&mut self, courier: &str) -> (Order, String) {
        let order = self.app.paid_order(&mut self.buyer, self.guitar.variant, 1).await;
        let number = format!("JX{}", &Uuid::now_v7().simple().to_string()[20..]).to_uppercase();
        let ask = json!({ "courier": courier, "service": "REG", "tracking_number": number });
        self.admin.post(&format!("/admin/orders/{}/shipments", order.id), ask).await.done();
        self.app.settle().await;
        (order, number)
    }

    /// A step that a courier makes in the sandbox now.
    fn step(&self, number: &str, status: &str, note: &str) {
        self.app.sandbox.biteship().step("jne", number, status, note, Some(self.app.ctx.clock.now())).unwrap();
    }

    /// Time goes by for the parcels, and what is due is asked.
    async fn later(&self, hours: i32) {
        let sql = "UPDATE shipments SET asks_at = asks_at - make_interval(hours => $1), shipped_at = shipped_at - make_interval(hours => $1)";
        self.app.sql(sql, [hours.into()]).await;
        self.ask().await;
    }

    async fn ask(&self) {
        use api::jobs::Job;
        api::orders::TrackParcels {}.run(&self.app.ctx).await.unwrap();
        self.app.run_jobs().await;
    }

    async fn refund(&self, order: &Order, ask: Value) {
        let (path, key) = (format!("/admin/orders/{}/refunds", order.id), Uuid::now_v7().to_string());
        let request = self.admin.request(reqwest::Method::POST, &path).header("idempotency-key", key).json(&ask);
        self.admin.send(request).await.done();
    }

    async fn whole(&self, order: &Order) -> StaffOrder {
        self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok()
    }

    async fn seen(&self, order: &Order) -> Order {
        self.buyer.read(order).await
    }

    fn asked(&self) -> usize {
        self.app.sandbox.calls().iter().filter(|call| call.provider == Provider::Biteship).count()
    }
}

fn kinds(order: &Order) -> Vec<OrderEventKind> {
    order.events.iter().map(|event| event.kind).collect()
}

#[tokio::test]
async fn a_parcel_is_followed_to_its_buyer() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    shop.ask().await;
    assert_eq!(shop.asked(), 0, "its courier may not have heard of it yet");
    shop.step(&number, "picked", "Diambil di Bandung");
    shop.later(1).await;
    let seen = shop.seen(&order).await;
    assert_eq!(seen.shipments[0].steps.len(), 1);
    assert_eq!(
        (seen.shipments[0].steps[0].status, seen.shipments[0].steps[0].note.as_str()),
        (TrackingStatus::InTransit, "Diambil di Bandung")
    );
    assert_eq!(seen.status, OrderStatus::Shipped);
    shop.ask().await;
    assert_eq!(shop.asked(), 1, "not again so soon");

    shop.step(&number, "dropping_off", "Diantar");
    shop.step(&number, "delivered", "Diterima Budi");
    shop.later(4).await;
    let seen = shop.seen(&order).await;
    assert_eq!((seen.status, seen.shipments[0].status), (OrderStatus::Delivered, ShipmentStatus::Delivered));
    assert_eq!(seen.shipments[0].steps.len(), 3);
    assert!(seen.shipments[0].delivered_at.is_some());
    assert!(kinds(&seen).contains(&OrderEventKind::Delivered));
    let told =
        format!("SELECT count(*) AS n FROM email_messages WHERE template = 'order_delivered' AND order_id = '{}'", order.id);
    assert_eq!(shop.app.number(&told).await, 1);
    let asked = shop.asked();
    shop.later(48).await;
    assert_eq!(shop.asked(), asked, "nobody asks about what has arrived");
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn steps_are_kept_once_however_often_they_are_told() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    shop.step(&number, "picked", "Diambil");
    let path = format!("/admin/orders/{}/tracking", order.id);
    for _ in 0..3 {
        shop.admin.post(&path, Value::Null).await.done();
    }
    let whole = shop.whole(&order).await;
    assert_eq!(whole.order.shipments[0].steps.len(), 1);
    assert!(whole.tracking[0].followed && whole.tracking[0].asked_at.is_some() && whole.tracking[0].trouble.is_none());
    // The courier's word and a hand at the same time: it arrives once.
    shop.step(&number, "delivered", "Diterima");
    let status = format!("/admin/orders/{}/status", order.id);
    let by_hand = shop.admin.post(&status, json!({ "status": "delivered" }));
    let (tracked, moved) = tokio::join!(shop.admin.post(&path, Value::Null), by_hand);
    assert!(tracked.status < 500 && moved.status < 500);
    let events = format!("SELECT count(*) AS n FROM order_events WHERE order_id = '{}' AND kind = 'delivered'", order.id);
    assert_eq!(shop.app.number(&events).await, 1);
    shop.app.settle().await;
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn a_failed_delivery_is_told_to_staff_who_ship_again_or_pay_back() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    let again = format!("/admin/orders/{}/shipments/again", order.id);
    let anew = json!({ "courier": "JNE", "service": "YES", "tracking_number": "JXANEW0001" });
    shop.admin.post(&again, anew.clone()).await.problem(409, "illegal_transition");
    shop.step(&number, "on_hold", "Alamat tidak ditemukan");
    shop.later(1).await;
    let whole = shop.whole(&order).await;
    assert_eq!((whole.order.status, whole.order.shipments[0].status), (OrderStatus::Shipped, ShipmentStatus::Failed));
    assert!(!whole.can_ship_again, "the courier has it");
    let refused = shop.admin.post(&again, anew.clone()).await.problem(409, "illegal_transition");
    assert!(refused.detail.contains("refunded"), "{}", refused.detail);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'staff_delivery_failed'";
    assert_eq!(shop.app.number(told).await, 1, "the admin");
    let event = whole.order.events.iter().find(|event| event.kind == OrderEventKind::DeliveryFailed).unwrap();
    assert!(event.note.as_deref().unwrap().contains("Alamat tidak ditemukan"));
    shop.later(7).await;
    assert_eq!(shop.app.number(told).await, 1, "once");

    // It goes on by itself, and comes back for good.
    shop.step(&number, "dropping_off", "Dicoba lagi");
    shop.later(7).await;
    assert_eq!(shop.whole(&order).await.order.shipments[0].status, ShipmentStatus::Shipped);
    shop.step(&number, "returned", "Kembali ke pengirim");
    shop.later(2).await;
    let whole = shop.whole(&order).await;
    assert_eq!(whole.order.shipments[0].status, ShipmentStatus::Returned);
    assert!(kinds(&whole.order).contains(&OrderEventKind::ParcelReturned));
    assert!(whole.can_ship_again && whole.next.is_empty());

    // It did not arrive, whoever says so.
    for status in ["delivered", "completed"] {
        let by_hand = shop.admin.post(&format!("/admin/orders/{}/status", order.id), json!({ "status": status })).await;
        assert!(by_hand.problem(409, "illegal_transition").detail.contains("came back"));
        let many = json!({ "ids": [order.id], "status": status });
        let many: Value = shop.admin.post("/admin/orders/status", many).await.ok();
        assert_eq!(many["orders"][0]["outcome"], "refused");
    }
    assert!(!shop.seen(&order).await.actions.confirm_receipt);
    shop.buyer.post(&format!("/orders/{}/receipt", order.number), Value::Null).await.problem(409, "illegal_transition");
    assert_eq!(shop.whole(&order).await.order.shipments[0].status, ShipmentStatus::Returned);

    let moved = "SELECT count(*) AS n FROM stock_movements WHERE kind = 'sale'";
    let before = shop.app.number(moved).await;
    let shipped: StaffOrder = shop.admin.post(&again, anew.clone()).await.ok();
    assert_eq!((shipped.order.status, shipped.order.shipments.len(), shipped.can_ship_again), (OrderStatus::Shipped, 2, false));
    assert_eq!(shop.app.number(moved).await, before, "the goods left the ledger once");
    shop.admin.post(&again, anew).await.problem(409, "illegal_transition");
    shop.app.settle().await;
    let letters =
        format!("SELECT count(*) AS n FROM email_messages WHERE template = 'order_shipped' AND order_id = '{}'", order.id);
    assert_eq!(shop.app.number(&letters).await, 2, "the buyer has the new number");
    shop.step("JXANEW0001", "delivered", "Diterima");
    shop.later(1).await;
    let seen = shop.seen(&order).await;
    assert_eq!(seen.status, OrderStatus::Delivered);
    let stand: Vec<ShipmentStatus> = seen.shipments.iter().map(|shipment| shipment.status).collect();
    assert_eq!(stand, [ShipmentStatus::Returned, ShipmentStatus::Delivered]);
    shop.app.settle().await;
    shop.app.assert_laws().await;

    // Another one comes back, and its money goes back.
    let (order, number) = shop.shipped("JNE").await;
    shop.step(&number, "returned", "");
    shop.later(1).await;
    shop.refund(&order, json!({ "kind": "full", "reason": "Paket kembali", "restock": true })).await;
    shop.app.settle().await;
    assert_eq!(shop.whole(&order).await.order.status, OrderStatus::Refunded);
    shop.app.assert_laws().await;

    // Of a third one the goods are on the shelf again, and the shop keeps the shipping fee: nothing is left to be sent.
    let (order, number) = shop.shipped("JNE").await;
    shop.step(&number, "returned", "");
    shop.later(1).await;
    assert!(shop.whole(&order).await.can_ship_again);
    let piece = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
    shop.refund(&order, json!({ "kind": "items", "items": piece, "reason": "Paket kembali", "restock": true })).await;
    assert!(!shop.whole(&order).await.can_ship_again);
    let anew = json!({ "courier": "JNE", "service": "YES", "tracking_number": "JXANEW0002" });
    let refused = shop.admin.post(&format!("/admin/orders/{}/shipments/again", order.id), anew).await;
    assert!(refused.problem(409, "illegal_transition").detail.contains("on the shelf"));
    shop.app.settle().await;
    let whole = shop.whole(&order).await;
    assert_eq!((whole.order.status, whole.order.payment_status), (OrderStatus::Refunded, PaymentStatus::PartiallyRefunded));
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn what_was_said_before_the_hand_over_is_another_parcels() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    let now = shop.app.ctx.clock.now();
    let biteship = shop.app.sandbox.biteship();
    biteship.step("jne", &number, "picked", "Milik orang lain", Some(now - TimeDelta::days(9))).unwrap();
    biteship.step("jne", &number, "delivered", "Diterima orang lain", Some(now - TimeDelta::days(8))).unwrap();
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'staff_delivery_failed'";
    for _ in 0..2 {
        shop.later(7).await;
        let whole = shop.whole(&order).await;
        assert_eq!((whole.order.status, whole.order.shipments[0].status), (OrderStatus::Shipped, ShipmentStatus::Shipped));
        assert!(whole.order.shipments[0].steps.is_empty());
        assert_eq!(whole.tracking[0].trouble, Some(TrackingTrouble::OtherParcel));
        assert!(whole.tracking[0].asks_at.is_some(), "the number may be used again");
        assert_eq!(shop.app.number(told).await, 1, "the admin, once");
    }
    // Its own way begins, and ends.
    shop.step(&number, "picked", "Diambil");
    shop.later(7).await;
    let whole = shop.whole(&order).await;
    assert_eq!((whole.order.shipments[0].steps.len(), whole.tracking[0].trouble), (1, None));
    shop.step(&number, "delivered", "Diterima Budi");
    shop.later(4).await;
    let seen = shop.seen(&order).await;
    assert_eq!((seen.status, seen.shipments[0].steps.len()), (OrderStatus::Delivered, 2));

    // Written down some hours after the courier left, it is the same parcel.
    let (order, number) = shop.shipped("JNE").await;
    let at = shop.app.ctx.clock.now() - TimeDelta::hours(3);
    shop.app.sandbox.biteship().step("jne", &number, "picked", "Diambil", Some(at)).unwrap();
    shop.later(1).await;
    assert_eq!(shop.seen(&order).await.shipments[0].steps.len(), 1);
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_undoes_nothing() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    let path = format!("/admin/orders/{}/tracking", order.id);
    shop.step(&number, "on_hold", "Alamat tidak ditemukan");
    for late in [ApiFault::once("", Wire::True).after_effect(), ApiFault::once("", Wire::Status(500))] {
        shop.app.sandbox.fault(Provider::Biteship, late.late(2_000));
        let first = shop.admin.post(&path, Value::Null);
        let second = async {
            // The first is under way by then.
            tokio::time::sleep(Duration::from_millis(600)).await;
            shop.step(&number, "dropping_off", "Diantar");
            shop.admin.post(&path, Value::Null).await.done();
        };
        let (first, ()) = tokio::join!(first, second);
        first.done();
        let whole = shop.whole(&order).await;
        assert_eq!((whole.order.shipments[0].status, whole.tracking[0].trouble), (ShipmentStatus::Shipped, None));
        assert!(!kinds(&whole.order).contains(&OrderEventKind::DeliveryFailed));
    }
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn a_wrong_number_is_corrected_and_asked_about_anew() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    let (other, taken) = shop.shipped("JNE").await;
    let parcel = shop.whole(&order).await.order.shipments[0].id;
    let path = format!("/admin/orders/{}/shipments/{parcel}", order.id);
    shop.step(&number, "returned", "Milik orang lain");
    shop.later(1).await;
    assert_eq!(shop.seen(&order).await.shipments[0].status, ShipmentStatus::Returned);
    let right = json!({ "tracking_number": "jx right 0001" });
    for (given, code) in [("", "required"), ("x", "invalid_format"), (taken.to_lowercase().as_str(), "taken")] {
        let problem = shop.admin.put(&path, json!({ "tracking_number": given })).await.problem(422, "invalid_fields");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/tracking_number", code));
    }
    let elsewhere = format!("/admin/orders/{}/shipments/{parcel}", other.id);
    shop.admin.put(&elsewhere, right.clone()).await.problem(404, "not_found");
    shop.buyer.put(&path, right.clone()).await.problem(403, "forbidden");

    let whole: StaffOrder = shop.admin.put(&path, right.clone()).await.ok();
    let shipment = &whole.order.shipments[0];
    assert_eq!((shipment.tracking_number.as_str(), shipment.status), ("JXRIGHT0001", ShipmentStatus::Shipped));
    assert!(shipment.steps.is_empty() && whole.tracking[0].asks_at.is_some() && whole.tracking[0].asked_at.is_none());
    let noted = |order: &Order| kinds(order).into_iter().filter(|kind| *kind == OrderEventKind::TrackingCorrected).count();
    assert_eq!(noted(&whole.order), 1);
    let again: StaffOrder = shop.admin.put(&path, right.clone()).await.ok();
    assert_eq!(noted(&again.order), 1, "it has that number already");
    shop.app.settle().await;
    let letters =
        format!("SELECT count(*) AS n FROM email_messages WHERE template = 'order_shipped' AND order_id = '{}'", order.id);
    assert_eq!(shop.app.number(&letters).await, 2, "the buyer has the right number");

    shop.step("JXRIGHT0001", "delivered", "Diterima Budi");
    shop.later(2).await;
    assert_eq!(shop.seen(&order).await.status, OrderStatus::Delivered);
    shop.admin.put(&path, json!({ "tracking_number": number })).await.problem(409, "illegal_transition");
    shop.app.settle().await;
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn what_staff_took_back_stays_so_whatever_its_courier_says() {
    let mut shop = Shop::new().await;
    let (order, number) = shop.shipped("JNE").await;
    shop.step(&number, "on_hold", "Alamat tidak ditemukan");
    shop.later(1).await;
    let parcel = shop.whole(&order).await.order.shipments[0].id;
    let record = format!("/admin/orders/{}/shipments/{parcel}/status", order.id);
    shop.admin.post(&record, json!({ "status": "returned" })).await.done();
    let asked = shop.asked();
    for (status, note) in [("return_in_transit", "Menuju pengirim"), ("delivered", "Diterima")] {
        shop.step(&number, status, note);
        shop.admin.post(&format!("/admin/orders/{}/tracking", order.id), Value::Null).await.done();
        shop.later(13).await;
        let whole = shop.whole(&order).await;
        assert_eq!((whole.order.status, whole.order.shipments[0].status), (OrderStatus::Shipped, ShipmentStatus::Returned));
        assert!(whole.can_ship_again && whole.order.shipments[0].delivered_at.is_none(), "{status}");
    }
    assert_eq!(shop.asked(), asked, "nobody asks about what is back");
    shop.app.settle().await;
    let told =
        format!("SELECT count(*) AS n FROM email_messages WHERE template = 'order_delivered' AND order_id = '{}'", order.id);
    assert_eq!(shop.app.number(&told).await, 0);
    // Nor does another number put it on its way again.
    let correct = format!("/admin/orders/{}/shipments/{parcel}", order.id);
    let refused = shop.admin.put(&correct, json!({ "tracking_number": "JXRIGHT0002" })).await.problem(409, "illegal_transition");
    assert!(refused.detail.contains("not on its way"), "{}", refused.detail);
    let whole = shop.whole(&order).await;
    let shipment = &whole.order.shipments[0];
    assert_eq!((shipment.tracking_number.as_str(), shipment.status), (number.as_str(), ShipmentStatus::Returned));
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn a_number_is_one_parcels_however_its_courier_is_written() {
    let mut shop = Shop::new().await;
    let (_, number) = shop.shipped("JNE").await;
    let order = shop.app.paid_order(&mut shop.buyer, shop.guitar.variant, 1).await;
    let path = format!("/admin/orders/{}/shipments", order.id);
    let spaced = format!("{} {}", &number[..5], &number[5..]).to_lowercase();
    for courier in ["JNE", "jne", " J n E "] {
        let ask = json!({ "courier": courier, "service": "REG", "tracking_number": spaced });
        let problem = shop.admin.post(&path, ask).await.problem(422, "invalid_fields");
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/tracking_number", "taken"));
    }
    // Another courier's numbers are its own.
    let ask = json!({ "courier": "SiCepat", "service": "REG", "tracking_number": number });
    shop.admin.post(&path, ask).await.done();
    shop.app.settle().await;
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn trouble_at_the_service_never_touches_an_order() {
    let mut shop = Shop::with(&[("payment_timeout_ms", "1500")]).await;
    let (order, number) = shop.shipped("JNE").await;
    let trouble = async |shop: &Shop| shop.whole(&order).await.tracking[0].trouble;
    let stands = async |shop: &Shop| {
        let whole = shop.whole(&order).await;
        (whole.order.status, whole.order.shipments[0].status)
    };
    let as_before = (OrderStatus::Shipped, ShipmentStatus::Shipped);
    shop.later(1).await;
    assert_eq!(trouble(&shop).await, Some(TrackingTrouble::UnknownNumber), "nobody has heard of it");
    shop.step(&number, "picked", "Diambil");
    for fault in [
        ApiFault::once("", Wire::Status(500)),
        ApiFault::once("", Wire::Status(429)),
        ApiFault::once("", Wire::Nonsense),
        ApiFault::once("", Wire::Cut),
        ApiFault::once("", Wire::True).late(4_000),
    ] {
        shop.app.sandbox.fault(Provider::Biteship, fault.clone());
        shop.later(13).await;
        assert_eq!(trouble(&shop).await, Some(TrackingTrouble::Unavailable), "{fault:?}");
        assert_eq!(stands(&shop).await, as_before, "{fault:?}");
    }
    shop.app.sandbox.fault(Provider::Biteship, ApiFault::once("", Wire::Status(403)));
    shop.later(13).await;
    assert_eq!(trouble(&shop).await, Some(TrackingTrouble::Refused));
    let failures = "SELECT max(failures)::bigint AS n FROM shipments";
    assert!(shop.app.number(failures).await > 0);
    shop.later(13).await;
    assert_eq!((trouble(&shop).await, shop.app.number(failures).await), (None, 0), "all is well again");
    assert_eq!(stands(&shop).await, as_before);
    // After weeks nobody asks any more.
    shop.later(24 * 50).await;
    assert!(shop.whole(&order).await.tracking[0].asks_at.is_none());
    shop.app.assert_laws().await;
}

#[tokio::test]
async fn couriers_that_nobody_follows_are_left_to_staff() {
    let mut shop = Shop::new().await;
    let (order, _) = shop.shipped("Ojek Pak Dedi").await;
    shop.later(1).await;
    assert_eq!(shop.asked(), 0);
    assert!(!shop.whole(&order).await.tracking[0].followed);
    shop.admin.post(&format!("/admin/orders/{}/status", order.id), json!({ "status": "delivered" })).await.done();

    // Somebody else's rider rings up: nobody at home, and in the evening the parcel is back.
    let (order, _) = shop.shipped("Ojek Pak Dedi").await;
    let parcel = shop.whole(&order).await.order.shipments[0].id;
    let path = format!("/admin/orders/{}/shipments/{parcel}/status", order.id);
    let record_with = async |key: &str, status: &str, note: &str| {
        let request = shop.admin.request(reqwest::Method::POST, &path).header("idempotency-key", key);
        shop.admin.send(request.json(&json!({ "status": status, "note": note }))).await
    };
    let record = async |status: &str| shop.admin.post(&path, json!({ "status": status, "note": "Rumah kosong" })).await;
    for status in ["shipped", "delivered"] {
        assert_eq!(record(status).await.problem(422, "invalid_fields").errors[0].pointer, "/status");
    }
    // They try again another day; what is sent twice is one attempt.
    let attempts = [("percobaan-1", "Rumah kosong"), ("percobaan-1", "Rumah kosong"), ("percobaan-2", "Alamat salah")];
    for (key, note) in attempts {
        let whole: StaffOrder = record_with(key, "failed", note).await.ok();
        assert_eq!((whole.order.status, whole.order.shipments[0].status), (OrderStatus::Shipped, ShipmentStatus::Failed));
        assert!(!whole.can_ship_again);
    }
    record_with("percobaan-2", "failed", "Rumah kosong").await.problem(409, "idempotency_mismatch");
    record("returned").await.done();
    let whole: StaffOrder = record("returned").await.ok();
    assert!(whole.can_ship_again && whole.next.is_empty() && whole.tracking[0].asks_at.is_none());
    for (kind, notice, notes) in [
        (OrderEventKind::DeliveryFailed, "staff_delivery_failed", vec!["Rumah kosong", "Alamat salah"]),
        (OrderEventKind::ParcelReturned, "staff_parcel_returned", vec!["Rumah kosong"]),
    ] {
        let told: Vec<_> = whole.order.events.iter().filter(|event| event.kind == kind).collect();
        assert_eq!(told.len(), notes.len(), "{kind:?}");
        for (event, note) in told.iter().zip(&notes) {
            assert!(event.note.as_deref().unwrap().contains(note) && event.actor.is_some(), "{event:?}");
        }
        let notices = format!("SELECT count(*) AS n FROM notifications WHERE kind = '{notice}'");
        assert_eq!(shop.app.number(&notices).await, i64::try_from(notes.len()).unwrap());
    }
    record("failed").await.problem(409, "illegal_transition");
    shop.buyer.post(&path, json!({ "status": "returned" })).await.problem(403, "forbidden");
    let anew = json!({ "courier": "Ojek Pak Dedi", "service": "Motor", "tracking_number": "DEDI-0002" });
    shop.admin.post(&format!("/admin/orders/{}/shipments/again", order.id), anew).await.done();
    record("returned").await.problem(409, "illegal_transition");
    shop.app.assert_laws().await;

    let mut without = Shop::with(&[("biteship_api_key", "")]).await;
    let (order, _) = without.shipped("JNE").await;
    without.later(1).await;
    let path = format!("/admin/orders/{}/tracking", order.id);
    without.admin.post(&path, Value::Null).await.problem(409, "conflict");
    assert!(!without.whole(&order).await.tracking[0].followed);

    let unpaid = shop.buyer.order(shop.guitar.variant, 1).await;
    shop.admin.post(&format!("/admin/orders/{}/tracking", unpaid.id), Value::Null).await.problem(409, "illegal_transition");
    shop.admin.post(&format!("/admin/orders/{}/tracking", Uuid::now_v7()), Value::Null).await.problem(404, "not_found");
    let again = format!("/admin/orders/{}/shipments/again", unpaid.id);
    let ask = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JX00000001" });
    shop.admin.post(&again, ask).await.problem(409, "illegal_transition");
    let odd = json!({ "courier": "", "service": "REG", "tracking_number": "x" });
    let problem = shop.admin.post(&again, odd).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/courier", "/tracking_number"]);
    shop.buyer.post(&again, json!({})).await.problem(403, "forbidden");
}
