//! I2: the audit log.

mod log;

use std::time::Duration;

use sandbox::{Provider, RefundOutcome, Trouble};
use serde_json::{Value, json};
use shared::audit::{AuditAction, AuditEvent, AuditVerification};
use shared::orders::{Order, StaffOrder};
use shared::page::Page;
use shared::payments::{Payment, RefundStatus};
use tests::{Answer, Caller, Goods, Shelf, TestApp};

/// Operations of staff that write no event, each with the reason.
const UNRECORDED: &[(&str, &str)] = &[
    ("mark_staff_notifications_read", READ),
    ("mark_staff_notification_read", READ),
    ("mark_staff_notification_unread", READ),
    ("preview_page", "a POST only because its text is too long for an address; it changes nothing"),
    ("mark_chat_answered_seen", READ),
    ("answer_chat", "a message is its own record: numbered without gaps, never edited, and kept when it is deleted"),
];
const READ: &str = "what somebody has read is their own affair and changes nothing of the shop";

/// A shop with what the operations are done to.
struct Shop {
    app: TestApp,
    buyer: Caller,
    admin: Caller,
    guitar: Goods,
}

impl Shop {
    async fn open() -> Self {
        let app = TestApp::new().await;
        let shelf = Shelf::new(&app).await;
        let guitar = shelf.goods("RG550", 12_000_000, 500).await;
        let (buyer, admin) = (app.buyer().await, app.admin().await);
        Self { app, buyer, admin, guitar }
    }

    /// An order whose payment has begun, and the name of its page at the provider.
    async fn started(&mut self, provider: &str) -> (Order, Payment, String) {
        let order = self.buyer.order(self.guitar.variant, 1).await;
        let path = format!("/orders/{}/payments", order.number);
        let payment: Payment = self.buyer.post(&path, json!({ "provider": provider })).await.ok();
        let url = payment.redirect_url.clone().unwrap();
        (order, payment, url.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned())
    }

    async fn settle(&self) {
        for _ in 0..3 {
            self.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
            self.app.run_jobs().await;
        }
    }

    async fn paid(&mut self) -> Order {
        let (order, _, session) = self.started("stripe").await;
        self.app.sandbox.stripe().pay(&session).unwrap();
        self.settle().await;
        order
    }

    /// An order paid in a way that has no way back, with a refund that waits for a transfer.
    async fn waiting_refund(&mut self) -> StaffOrder {
        let (order, _, token) = self.started("midtrans").await;
        self.app.sandbox.midtrans().pay(&token, "bca_va").unwrap();
        self.settle().await;
        self.refund(&order).await.done();
        self.settle().await;
        self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok()
    }

    async fn refund(&self, order: &Order) -> Answer {
        let ask = json!({ "kind": "goodwill", "amount": 5_000, "reason": "Senar putus" });
        let key = uuid::Uuid::now_v7().to_string();
        let path = format!("/admin/orders/{}/refunds", order.id);
        self.admin.send(self.admin.request(reqwest::Method::POST, &path).header("idempotency-key", key).json(&ask)).await
    }

    async fn post(&self, path: String, body: Value) -> Answer {
        self.admin.post(&path, body).await
    }

    async fn events(&self, query: &str) -> Page<AuditEvent> {
        self.admin.get(&format!("/admin/audit-events{query}")).await.ok()
    }

    /// Does an operation for which everything is in place, and says what the log should call it.
    ///
    /// An operation that is not here fails the test: do it here once, so that its event is proven.
    async fn perform(&mut self, operation: &str) -> (Answer, AuditAction) {
        match operation {
            "move_order" => {
                let order = self.paid().await;
                let answer = self.post(format!("/admin/orders/{}/status", order.id), json!({ "status": "processing" })).await;
                (answer, AuditAction::OrderMoved)
            }
            "ship_order" => {
                let order = self.paid().await;
                let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "JNE001234567890" });
                (self.post(format!("/admin/orders/{}/shipments", order.id), ship).await, AuditAction::OrderShipped)
            }
            "add_order_note" => {
                let order = self.buyer.order(self.guitar.variant, 1).await;
                let answer = self.post(format!("/admin/orders/{}/notes", order.id), json!({ "text": "Bungkus kayu" })).await;
                (answer, AuditAction::OrderNoteAdded)
            }
            "move_orders" => {
                let order = self.paid().await;
                let answer =
                    self.post("/admin/orders/status".to_owned(), json!({ "ids": [order.id], "status": "processing" })).await;
                (answer, AuditAction::OrderMoved)
            }
            "print_papers" => {
                let order = self.paid().await;
                let ask = json!({ "paper": "label", "order_ids": [order.id] });
                (self.post("/admin/orders/papers".to_owned(), ask).await, AuditAction::ListExported)
            }
            "import_tracking_numbers" => {
                let order = self.paid().await;
                let csv = format!("order_number,tracking_number\n{},JNE009876543210\n", order.number);
                let file: &[(&str, &str, &[u8])] = &[("resi.csv", "text/csv", csv.as_bytes())];
                let answer = self.admin.upload(reqwest::Method::POST, "/admin/orders/tracking-numbers", file).await;
                (answer, AuditAction::OrderShipped)
            }
            "ship_order_again" | "track_order" | "correct_tracking_number" | "record_parcel" => {
                let order = self.paid().await;
                let number = format!("JX{}", &uuid::Uuid::now_v7().simple().to_string()[20..]);
                let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": number });
                let whole: Value = self.post(format!("/admin/orders/{}/shipments", order.id), ship).await.ok();
                let parcel = whole["order"]["shipments"][0]["id"].as_str().unwrap();
                if operation == "record_parcel" {
                    let path = format!("/admin/orders/{}/shipments/{parcel}/status", order.id);
                    return (self.post(path, json!({ "status": "failed" })).await, AuditAction::OrderParcelRecorded);
                }
                if operation == "correct_tracking_number" {
                    let path = format!("/admin/orders/{}/shipments/{parcel}", order.id);
                    let ask = json!({ "tracking_number": format!("{number}B") });
                    return (self.admin.put(&path, ask).await, AuditAction::OrderTrackingCorrected);
                }
                let tracked = format!("/admin/orders/{}/tracking", order.id);
                if operation == "track_order" {
                    return (self.post(tracked, Value::Null).await, AuditAction::OrderTracked);
                }
                self.app.sandbox.biteship().step("jne", &number.to_uppercase(), "returned", "Kembali", None).unwrap();
                self.post(tracked, Value::Null).await.done();
                let again = json!({ "courier": "JNE", "service": "YES", "tracking_number": format!("{number}A") });
                let answer = self.post(format!("/admin/orders/{}/shipments/again", order.id), again).await;
                (answer, AuditAction::OrderShippedAgain)
            }
            "write_to_buyer" => {
                let order = self.buyer.order(self.guitar.variant, 1).await;
                let ask = json!({ "subject": "Warna", "text": "Merah habis. Mau yang hitam?" });
                (self.post(format!("/admin/orders/{}/messages", order.id), ask).await, AuditAction::OrderBuyerWritten)
            }
            "apply_product_import" | "cancel_product_import" => {
                let file: &[(&str, &str, &[u8])] = &[("produk.csv", "text/csv", b"sku\nTIDAK-ADA\n")];
                // Another one may be on its way from the operation before.
                self.app.run_jobs().await;
                let sent: Value = self.admin.upload(reqwest::Method::POST, "/admin/products/imports", file).await.ok();
                self.app.run_jobs().await;
                let path = format!("/admin/products/imports/{}", sent["id"].as_str().unwrap());
                if operation == "apply_product_import" {
                    return (self.post(format!("{path}/application"), Value::Null).await, AuditAction::ImportApplied);
                }
                (self.post(format!("{path}/cancellation"), Value::Null).await, AuditAction::ImportCancelled)
            }
            "refund_order" => {
                let order = self.paid().await;
                (self.refund(&order).await, AuditAction::RefundOrdered)
            }
            "transfer_refund" => {
                let order = self.waiting_refund().await;
                let path = format!("/admin/refunds/{}/transfer", order.refunds[0].refund.id);
                (self.post(path, json!({ "bank_reference": "BCA 88012" })).await, AuditAction::RefundTransferred)
            }
            "cancel_refund" => {
                let order = self.waiting_refund().await;
                let path = format!("/admin/refunds/{}/cancellation", order.refunds[0].refund.id);
                (self.post(path, Value::Null).await, AuditAction::RefundCancelled)
            }
            "retry_refund" => {
                let order = self.paid().await;
                self.app.sandbox.stripe().refunds_end(RefundOutcome::Fail);
                self.refund(&order).await.done();
                self.settle().await;
                let whole: StaffOrder = self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
                assert_eq!(whole.refunds[0].refund.status, RefundStatus::Failed);
                let path = format!("/admin/refunds/{}/retry", whole.refunds[0].refund.id);
                self.app.sandbox.stripe().refunds_end(RefundOutcome::Succeed);
                (self.post(path, json!({ "channel": "provider" })).await, AuditAction::RefundRetried)
            }
            "review_payment" => {
                let (_, payment, token) = self.started("midtrans").await;
                self.app.sandbox.midtrans().challenge(&token).unwrap();
                self.settle().await;
                let path = format!("/admin/payments/{}/review", payment.id);
                (self.post(path, json!({ "decision": "accept" })).await, AuditAction::PaymentReviewed)
            }
            "refresh_staff_payment" => {
                let (_, payment, session) = self.started("stripe").await;
                self.app.sandbox.trouble(Provider::Stripe, Trouble::Drop, 10);
                self.app.sandbox.stripe().pay(&session).unwrap();
                let answer = self.post(format!("/admin/payments/{}/refresh", payment.id), Value::Null).await;
                self.app.sandbox.calm(Provider::Stripe);
                (answer, AuditAction::PaymentRefreshed)
            }
            "replay_payment_event" => {
                self.paid().await;
                let events: Page<Value> = self.admin.get("/admin/payment-events").await.ok();
                let id = events.items[0]["id"].as_str().unwrap().to_owned();
                (self.post(format!("/admin/payment-events/{id}/replay"), Value::Null).await, AuditAction::PaymentReplayed)
            }
            "retry_email" | "resend_email" => {
                self.buyer = self.app.buyer().await;
                let path = format!("/admin/emails?template=welcome&q={}", self.buyer.email());
                let emails: Page<Value> = self.admin.get(&path).await.ok();
                let id = emails.items[0]["id"].as_str().unwrap().to_owned();
                if operation == "retry_email" {
                    return (self.post(format!("/admin/emails/{id}/attempts"), Value::Null).await, AuditAction::EmailRetried);
                }
                self.app.run_jobs().await;
                (self.post(format!("/admin/emails/{id}/copies"), Value::Null).await, AuditAction::EmailResent)
            }
            "retry_job" | "remove_job" => {
                self.buyer = self.app.buyer().await;
                let latest = self.app.number("SELECT max(id) AS n FROM graphile_worker._private_jobs").await;
                let given_up = "UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'no route to host' WHERE id = $1";
                self.app.sql(given_up, [latest.into()]).await;
                let path = format!("/admin/jobs/{latest}");
                if operation == "retry_job" {
                    return (self.post(format!("{path}/retry"), Value::Null).await, AuditAction::JobRetried);
                }
                (self.admin.delete(&path).await, AuditAction::JobRemoved)
            }
            "update_store" => {
                let store: Value = self.admin.get("/admin/store").await.ok();
                let mut details = store["details"].clone();
                details["tagline"] = "Keras, tapi ramah".into();
                let request = self.admin.request(reqwest::Method::PUT, "/admin/store").header("if-match", "\"1\"").json(&details);
                (self.admin.send(request).await, AuditAction::StoreUpdated)
            }
            "update_page" => {
                let page: Value = self.admin.get("/admin/pages/about").await.ok();
                let mut details = page["details"].clone();
                details["title"] = "Tentang Hurtrock yang keras".into();
                (self.admin.put_at("/admin/pages/about", 1, details).await, AuditAction::PageUpdated)
            }
            "create_view" | "update_view" | "delete_view" => {
                let mut view =
                    json!({ "list": "orders", "name": operation, "query": "status=paid", "columns": null, "shared": true });
                let created = self.post("/admin/views".to_owned(), view.clone()).await;
                if operation == "create_view" {
                    return (created, AuditAction::ViewShared);
                }
                let path = format!("/admin/views/{}", created.json()["id"].as_str().unwrap());
                if operation == "delete_view" {
                    return (self.admin.delete(&path).await, AuditAction::ViewRemoved);
                }
                view["query"] = "status=processing".into();
                (self.admin.put(&path, view).await, AuditAction::ViewChanged)
            }
            other => {
                if let Some(performed) = crate::audit_goods::perform(&self.admin, self.guitar.product, other).await {
                    return performed;
                }
                if let Some(performed) = crate::audit_chat::perform(&self.app, &self.admin, self.guitar.variant, other).await {
                    return performed;
                }
                if let Some(performed) = crate::audit_people::perform(&self.app, &self.admin, other).await {
                    return performed;
                }
                if let Some(performed) = crate::audit_programs::perform(&self.app, &self.admin, other).await {
                    return performed;
                }
                if let Some(performed) =
                    crate::audit_reviews::perform(&self.app, &self.admin, self.guitar.product, self.guitar.variant, other).await
                {
                    return performed;
                }
                match crate::audit_stock::perform(&self.admin, self.guitar.variant, other).await {
                    Some(performed) => performed,
                    None => panic!("{other} changes something, and nothing here proves that the audit log tells of it"),
                }
            }
        }
    }
}

#[tokio::test]
async fn everything_staff_change_is_in_the_log() {
    let mut shop = Shop::open().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&shop.app.ctx).unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/admin")) {
        let changing = item.as_object().unwrap().iter().filter(|(method, _)| *method != "get");
        operations.extend(changing.map(|(_, operation)| (path, operation["operationId"].as_str().unwrap())));
    }
    for (operation, _) in UNRECORDED {
        assert!(operations.iter().any(|(_, known)| known == operation), "{operation} is no operation that changes something");
    }
    operations.retain(|(_, operation)| !UNRECORDED.iter().any(|(known, _)| known == operation));
    assert!(operations.len() >= 12, "{operations:?}");

    for (path, operation) in operations {
        let (answer, action) = shop.perform(operation).await;
        assert!((200..300).contains(&answer.status), "{operation}: {} {}", answer.status, answer.text());
        let request_id = answer.headers["x-request-id"].to_str().unwrap();
        let log = shop.events("?limit=5").await;
        let event = log.items.iter().find(|event| event.request_id.as_deref() == Some(request_id));
        let event = event.unwrap_or_else(|| panic!("{operation} ({path}) left no event"));
        assert_eq!(event.action, action.as_str(), "{operation}");
        assert_eq!(event.actor_id.map(|id| id.0), Some(shop.admin.user_id()), "{operation}");
        assert_eq!((event.actor.as_str(), event.ip.as_deref()), ("Budi Santoso", Some("127.0.0.1")), "{operation}");
        assert!(event.before.is_some() || event.after.is_some(), "{operation} does not tell what changed");
        assert!(!event.subject_label.is_empty(), "{operation}");
    }
    let found: AuditVerification = shop.admin.get("/admin/audit-events/verification").await.ok();
    assert_eq!((found.faults.len(), found.fault_count), (0, 0), "{found:?}");
    assert_eq!((found.events, found.sequence), (found.sequence, found.events), "no gaps");
    assert_eq!(shop.app.number("SELECT count(*) AS n FROM audit_events").await, found.events);
}

#[tokio::test]
async fn before_and_after_hold_what_changed_and_nothing_else() {
    let mut shop = Shop::open().await;
    let order = shop.paid().await;
    let path = format!("/admin/orders/{}", order.id);
    shop.admin.post(&format!("{path}/status"), json!({ "status": "processing" })).await.done();
    let ship = json!({ "courier": "JNE", "service": "REG", "tracking_number": "jne 0012 3456 7890" });
    shop.admin.post(&format!("{path}/shipments"), ship.clone()).await.done();
    // What is refused leaves nothing.
    shop.admin.post(&format!("{path}/shipments"), ship).await.problem(409, "illegal_transition");
    let log = shop.events(&format!("?subject=order&subject_id={}", order.id)).await;
    assert_eq!(log.total, 2);
    let (shipped, moved) = (&log.items[0], &log.items[1]);
    assert_eq!(
        (moved.before.clone(), moved.after.clone()),
        (Some(json!({ "status": "paid" })), Some(json!({ "status": "processing" })))
    );
    assert_eq!(shipped.before, Some(json!({ "status": "processing" })));
    assert_eq!(
        shipped.after,
        Some(json!({ "status": "shipped", "courier": "JNE", "service": "REG", "tracking_number": "JNE001234567890" }))
    );
    assert_eq!((shipped.subject_label.as_str(), shipped.sequence), (order.number.as_str(), moved.sequence + 1));
    // A buyer's own steps are not staff's.
    shop.buyer.post(&format!("/orders/{}/receipt", order.number), Value::Null).await.done();
    assert_eq!(shop.events(&format!("?subject_id={}", order.id)).await.total, 2);
}
