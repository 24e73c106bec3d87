//! E2: the order's machine over HTTP: every state with everything that can be asked of it.

use api::jobs::Job;
use api::orders::{Move, by_hand, next};
use reqwest::Method;
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus, StaffOrder};
use shared::payments::Payment;
use tests::{Answer, Caller, Goods, Shelf, TestApp, page};
use uuid::Uuid;

#[test]
fn the_document_is_what_the_types_say() {
    let written = include_str!("../../docs/order-machine.md");
    assert_eq!(written, api::orders::machine_document(), "run `hurtrock order-machine > docs/order-machine.md`");
}

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

    async fn staff(&self, order: &Order, what: &str, ask: Value) -> Answer {
        let path = format!("/admin/orders/{}/{what}", order.id);
        let key = Uuid::now_v7().to_string();
        self.admin.send(self.admin.request(Method::POST, &path).header("idempotency-key", key).json(&ask)).await
    }

    async fn ship(&self, order: &Order) -> Answer {
        let number = format!("JX{}", &Uuid::now_v7().simple().to_string()[12..]);
        self.staff(order, "shipments", json!({ "courier": "JNE", "service": "REG", "tracking_number": number })).await
    }

    /// An order that came to stand there the way orders do.
    async fn order_in(&mut self, status: OrderStatus) -> Order {
        let order = self.buyer.order(self.guitar.variant, 1).await;
        match status {
            OrderStatus::Pending => return order,
            OrderStatus::Cancelled => {
                self.buyer.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.done();
                return order;
            }
            OrderStatus::Expired => {
                let past = "UPDATE orders SET pay_until = pay_until - interval '25 hours' WHERE id = $1";
                self.app.sql(past, [order.id.0.into()]).await;
                api::orders::ExpireOrder { order_id: order.id }.run(&self.app.ctx).await.unwrap();
                return order;
            }
            _ => {}
        }
        let payment: Payment = self.buyer.try_to_pay(&order, "stripe").await.ok();
        self.app.sandbox.stripe().pay(&page(&payment)).unwrap();
        self.app.settle().await;
        match status {
            OrderStatus::Processing => self.staff(&order, "status", json!({ "status": "processing" })).await.done(),
            OrderStatus::Shipped | OrderStatus::Delivered | OrderStatus::Completed => self.ship(&order).await.done(),
            OrderStatus::Refunded => {
                self.staff(&order, "refunds", json!({ "kind": "full", "reason": "Batal" })).await.done();
                self.app.settle().await;
            }
            _ => {}
        }
        if matches!(status, OrderStatus::Delivered | OrderStatus::Completed) {
            self.staff(&order, "status", json!({ "status": status })).await.done();
        }
        order
    }

    async fn status(&self, order: &Order) -> OrderStatus {
        self.admin.get(&format!("/admin/orders/{}", order.id)).await.ok::<StaffOrder>().order.status
    }
}

/// Everything that moves an order over HTTP.
const ASKS: &[(&str, Move)] = &[
    ("the buyer cancels", Move::Cancel),
    ("the buyer has it", Move::Complete),
    ("staff ship", Move::Ship),
    ("staff process", Move::Process),
    ("staff deliver", Move::Deliver),
    ("staff complete", Move::Complete),
    ("staff cancel", Move::Cancel),
];

impl Shop {
    async fn ask(&self, order: &Order, what: &str) -> Answer {
        let mine = |what: &str| format!("/orders/{}/{what}", order.number);
        match what {
            "the buyer cancels" => self.buyer.post(&mine("cancellation"), json!({})).await,
            "the buyer has it" => self.buyer.post(&mine("receipt"), Value::Null).await,
            "staff ship" => self.ship(order).await,
            "staff process" => self.staff(order, "status", json!({ "status": "processing" })).await,
            "staff deliver" => self.staff(order, "status", json!({ "status": "delivered" })).await,
            "staff complete" => self.staff(order, "status", json!({ "status": "completed" })).await,
            "staff cancel" => self.staff(order, "status", json!({ "status": "cancelled" })).await,
            other => panic!("{other}?"),
        }
    }
}

#[tokio::test]
async fn every_state_does_what_the_table_says_and_refuses_the_rest_with_the_reason() {
    let mut shop = Shop::new().await;
    for &status in OrderStatus::ALL {
        let order = shop.order_in(status).await;
        assert_eq!(shop.status(&order).await, status);
        for &(what, by) in ASKS {
            match next(status, by) {
                None => {
                    let problem = shop.ask(&order, what).await.problem(409, "illegal_transition");
                    assert_eq!(problem.params["status"], status.as_str(), "{what}");
                    assert!(
                        problem.detail.contains(&order.number) && problem.detail.contains(status.as_str()),
                        "{}",
                        problem.detail
                    );
                    assert_eq!(shop.status(&order).await, status, "{what} left a trace");
                }
                Some(to) => {
                    // A legal move is made on an order of its own.
                    let order = shop.order_in(status).await;
                    shop.ask(&order, what).await.done();
                    assert_eq!(shop.status(&order).await, to, "{what} from {status}");
                    // Where it leads elsewhere, doing it again is illegal there.
                    if next(to, by).is_none() {
                        shop.ask(&order, what).await.problem(409, "illegal_transition");
                    }
                }
            }
        }

        // What no hand may do is a wrong choice, wherever the order stands.
        for &to in OrderStatus::ALL.iter().filter(|to| by_hand(**to).is_none()) {
            let problem = shop.staff(&order, "status", json!({ "status": to })).await.problem(422, "invalid_fields");
            assert_eq!(problem.errors[0].pointer, "/status");
        }
        // Paying, and paying back.
        let started = shop.buyer.try_to_pay(&order, "midtrans").await;
        if status == OrderStatus::Pending {
            started.done();
        } else {
            assert_eq!(started.problem(409, "not_payable").params["status"], status.as_str());
        }
        if matches!(status, OrderStatus::Pending | OrderStatus::Cancelled | OrderStatus::Expired | OrderStatus::Refunded) {
            let refused = shop.staff(&order, "refunds", json!({ "kind": "full", "reason": "Batal" })).await;
            assert_eq!(refused.problem(409, "refund_too_large").params["left"], 0);
        }
        // The job that ends what is not paid in time ends nothing else.
        api::orders::ExpireOrder { order_id: order.id }.run(&shop.app.ctx).await.unwrap();
        assert_eq!(shop.status(&order).await, status);
        // A note can always be written.
        shop.staff(&order, "notes", json!({ "text": "Dicek" })).await.done();
    }
    shop.app.settle().await;
    shop.app.assert_laws().await;
}
