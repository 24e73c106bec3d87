//! E7: refunds, in full, by the piece and out of kindness; by the provider and by hand.

mod by_hand;

use std::time::Duration;

use api::jobs::Job;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use shared::ids::OrderItemId;
use shared::money::Rupiah;
use shared::orders::{Order, OrderEventKind, OrderStatus, StaffOrder};
use shared::payments::{Payment, PaymentStatus, RefundStatus};
use tests::{Answer, Caller, Shelf, TestApp};
use uuid::Uuid;

/// A shop with a paid order of three guitars (12 million each), and an admin.
struct Paid {
    app: TestApp,
    buyer: Caller,
    admin: Caller,
    order: Order,
}

impl Paid {
    async fn by(provider: &str, method: &str) -> Self {
        let app = TestApp::new().await;
        let shelf = Shelf::new(&app).await;
        let guitar = shelf.goods("RG550", 12_000_000, 5).await;
        let mut buyer = app.buyer().await;
        let order = buyer.order(guitar.variant, 3).await;
        let payment: Payment =
            buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": provider })).await.ok();
        let page = payment.redirect_url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        match provider {
            "stripe" => app.sandbox.stripe().pay(&page).unwrap(),
            _ => app.sandbox.midtrans().pay(&page, method).unwrap(),
        }
        let admin = app.admin().await;
        let paid = Self { app, buyer, admin, order };
        paid.settle().await;
        assert_eq!(paid.buyers().await.status, OrderStatus::Paid);
        paid
    }

    async fn by_card() -> Self {
        Self::by("stripe", "").await
    }

    /// Everything that is told is heard, and every job done.
    async fn settle(&self) {
        for _ in 0..3 {
            self.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
            self.app.run_jobs().await;
        }
    }

    fn path(&self) -> String {
        format!("/admin/orders/{}", self.order.id)
    }

    fn item(&self) -> OrderItemId {
        self.order.items[0].id
    }

    async fn refund_with(&self, caller: &Caller, key: &str, ask: &Value) -> Answer {
        let path = format!("{}/refunds", self.path());
        caller.send(caller.request(Method::POST, &path).header("idempotency-key", key).json(ask)).await
    }

    async fn refund(&self, ask: Value) -> Answer {
        self.refund_with(&self.admin, &Uuid::now_v7().to_string(), &ask).await
    }

    fn pieces(&self, quantity: i32, restock: bool) -> Value {
        json!({ "kind": "items", "items": [{ "order_item_id": self.item(), "quantity": quantity }], "restock": restock, "reason": "Lecet di bodi" })
    }

    async fn buyers(&self) -> Order {
        self.buyer.get(&format!("/orders/{}", self.order.number)).await.ok()
    }

    async fn staffs(&self) -> StaffOrder {
        self.admin.get(&self.path()).await.ok()
    }

    async fn ship(&self) -> Answer {
        let ask = json!({ "courier": "JNE", "service": "REG", "tracking_number": format!("JX{}", &self.order.id.0.simple().to_string()[..10]) });
        self.admin.post(&format!("{}/shipments", self.path()), ask).await
    }

    /// The parcel leaves, and comes back.
    async fn ship_and_take_back(&self) {
        let shipped: StaffOrder = self.ship().await.ok();
        let path = format!("{}/shipments/{}/status", self.path(), shipped.order.shipments[0].id);
        self.admin.post(&path, json!({ "status": "returned" })).await.done();
    }

    /// Pieces on the shelf and pieces held.
    async fn stock(&self) -> (i64, i64) {
        self.app.assert_laws().await;
        (
            self.app.number("SELECT sum(on_hand)::bigint AS n FROM stocks").await,
            self.app.number("SELECT sum(reserved)::bigint AS n FROM stocks").await,
        )
    }
}

fn full() -> Value {
    json!({ "kind": "full", "reason": "Pembeli berubah pikiran" })
}

fn goodwill(amount: i64) -> Value {
    json!({ "kind": "goodwill", "amount": amount, "reason": "Terlambat seminggu" })
}

fn count(order: &Order, kind: OrderEventKind) -> usize {
    order.events.iter().filter(|event| event.kind == kind).count()
}

#[tokio::test]
async fn pieces_then_the_rest_are_all_that_was_paid() {
    let paid = Paid::by_card().await;
    let grand = paid.order.totals.grand;
    let first: StaffOrder = paid.refund(paid.pieces(1, false)).await.ok();
    assert_eq!(first.refunds[0].refund.amount, Rupiah(12_000_000));
    assert_eq!(first.refundable.as_ref().map(|left| left.left), Some(Rupiah(grand.0 - 12_000_000)));
    paid.settle().await;

    let seen = paid.buyers().await;
    assert_eq!(
        (seen.status, seen.payment_status, seen.refunded),
        (OrderStatus::Paid, PaymentStatus::PartiallyRefunded, Rupiah(12_000_000))
    );
    assert_eq!((count(&seen, OrderEventKind::RefundStarted), count(&seen, OrderEventKind::Refunded)), (1, 1));
    assert_eq!((seen.refunds.len(), seen.refunds[0].status, seen.refunds[0].items[0].quantity), (1, RefundStatus::Succeeded, 1));

    paid.refund(full()).await.done();
    paid.settle().await;
    let seen = paid.buyers().await;
    assert_eq!((seen.status, seen.payment_status, seen.refunded), (OrderStatus::Refunded, PaymentStatus::Refunded, grand));
    assert_eq!(seen.refunds[1].shipping, paid.order.totals.shipping);
    // Not shipped: what was held is free again, and nothing ever left the ledger.
    assert_eq!(paid.stock().await, (5, 0));
    assert_eq!(paid.app.number("SELECT count(*) AS n FROM stock_movements WHERE kind <> 'receipt'").await, 0);
    assert_eq!(paid.app.number("SELECT sum(amount)::bigint AS n FROM refunds WHERE status = 'succeeded'").await, grand.0);
    assert_eq!(paid.app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_refunded'").await, 2);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind IN ('refund_started', 'refunded')";
    assert!(paid.app.number(told).await >= 2);
    assert!(paid.staffs().await.refundable.is_none());
}

/// The shop keeps the shipping fee of an order of which nothing is left to be shipped: it has ended.
#[tokio::test]
async fn an_order_whose_pieces_are_all_let_go_has_ended() {
    let paid = Paid::by_card().await;
    paid.admin.post(&format!("{}/status", paid.path()), json!({ "status": "processing" })).await.done();
    paid.refund(paid.pieces(2, true)).await.done();
    paid.settle().await;
    let seen = paid.staffs().await;
    assert_eq!((seen.order.status, seen.next.contains(&OrderStatus::Shipped)), (OrderStatus::Processing, true));

    paid.refund(paid.pieces(1, true)).await.done();
    // Its money has not gone yet, but nothing is held any more.
    let waiting = paid.staffs().await;
    assert_eq!((waiting.order.status, waiting.next.as_slice()), (OrderStatus::Processing, &[][..]));
    paid.admin.get(&format!("{}/label.pdf", paid.path())).await.problem(409, "not_shippable");
    assert_eq!(paid.stock().await, (5, 0));
    paid.settle().await;
    let seen = paid.staffs().await;
    assert_eq!((seen.order.status, seen.order.payment_status), (OrderStatus::Refunded, PaymentStatus::PartiallyRefunded));
    assert_eq!(seen.order.refunded.0, paid.order.totals.grand.0 - paid.order.totals.shipping.0);
    assert!(seen.order.totals.shipping.0 > 0 && seen.next.is_empty());
    assert_eq!(paid.stock().await, (5, 0));
    paid.ship().await.problem(409, "illegal_transition");

    // The fee can go back as well, later.
    paid.refund(full()).await.done();
    paid.settle().await;
    let seen = paid.buyers().await;
    assert_eq!((seen.status, seen.payment_status), (OrderStatus::Refunded, PaymentStatus::Refunded));
    assert_eq!(paid.stock().await, (5, 0));
}

#[tokio::test]
async fn what_was_paid_back_was_not_sold() {
    let paid = Paid::by_card().await;
    // A count is due within a minute; it is made now, and none is left.
    let counted = async || {
        let due = "SELECT count(*) AS n FROM graphile_worker.jobs WHERE task_identifier = 'orders.count_sales'";
        assert_eq!(paid.app.number(due).await, 1);
        paid.app.sql("DELETE FROM graphile_worker._private_jobs WHERE key LIKE '%orders.count_sales%'", []).await;
        api::orders::CountSales {}.run(&paid.app.ctx).await.unwrap();
        paid.app.number("SELECT sum(sold_count)::bigint AS n FROM products").await
    };
    assert_eq!(counted().await, 3);
    // It was paid long ago.
    paid.app.sql("UPDATE orders SET paid_at = paid_at - interval '9 days'", []).await;
    paid.refund(paid.pieces(1, false)).await.done();
    paid.settle().await;
    assert_eq!(counted().await, 2);
    paid.refund(full()).await.done();
    paid.settle().await;
    assert_eq!(counted().await, 0);
}

/// Pieces that are paid back and go along all the same are still to be shipped.
#[tokio::test]
async fn an_order_whose_pieces_are_paid_back_but_sent_goes_on() {
    let paid = Paid::by_card().await;
    paid.refund(paid.pieces(3, false)).await.done();
    paid.settle().await;
    let seen = paid.staffs().await;
    assert_eq!((seen.order.status, seen.next.contains(&OrderStatus::Shipped)), (OrderStatus::Paid, true));
    paid.ship().await.done();
    assert_eq!(paid.stock().await, (2, 0));
}

#[tokio::test]
async fn more_than_is_left_is_refused_and_what_is_left_is_told() {
    let paid = Paid::by_card().await;
    let grand = paid.order.totals.grand.0;
    let problem = paid.refund(goodwill(grand + 1)).await.problem(409, "refund_too_large");
    assert_eq!(problem.params["left"], grand);
    paid.refund(paid.pieces(2, false)).await.done();
    // Still under way, and gone all the same.
    let problem = paid.refund(paid.pieces(2, false)).await.problem(409, "refund_too_large");
    assert_eq!(problem.params["left"], grand - 24_000_000);
    assert_eq!(problem.params["refundable"]["items"][0]["quantity"], 1);
    paid.refund(goodwill(grand - 24_000_000 + 1)).await.problem(409, "refund_too_large");
    paid.refund(goodwill(grand - 24_000_000)).await.done();
    paid.refund(full()).await.problem(409, "refund_too_large");
    paid.settle().await;
    assert_eq!(paid.buyers().await.refunded.0, grand);
}

#[tokio::test]
async fn pieces_go_back_also_after_a_kindness() {
    let paid = Paid::by_card().await;
    let grand = paid.order.totals.grand.0;
    paid.refund(goodwill(20_000_000)).await.done();
    // Three pieces are worth more than what is left: all of it goes back for them, and they are no longer held.
    let order: StaffOrder = paid.refund(paid.pieces(3, true)).await.ok();
    let pieces = &order.refunds[1].refund;
    assert_eq!(
        (pieces.amount.0, pieces.items[0].quantity, pieces.items[0].amount.0),
        (grand - 20_000_000, 3, grand - 20_000_000)
    );
    paid.settle().await;
    assert_eq!(paid.buyers().await.status, OrderStatus::Refunded);
    assert_eq!(paid.stock().await, (5, 0));
}

#[tokio::test]
async fn bad_requests_are_named_by_their_fields() {
    let paid = Paid::by_card().await;
    let pointer = async |ask: Value| paid.refund(ask).await.problem(422, "invalid_fields").errors[0].pointer.clone();
    assert_eq!(pointer(json!({ "kind": "automatic", "reason": "Begitulah" })).await, "/kind");
    assert_eq!(pointer(json!({ "kind": "goodwill", "reason": "Begitulah" })).await, "/amount");
    assert_eq!(pointer(json!({ "kind": "goodwill", "amount": -5, "reason": "Begitulah" })).await, "/amount");
    assert_eq!(pointer(json!({ "kind": "items", "reason": "Begitulah" })).await, "/items");
    assert_eq!(pointer(json!({ "kind": "full", "reason": " " })).await, "/reason");
    let stranger =
        json!({ "kind": "items", "items": [{ "order_item_id": Uuid::now_v7(), "quantity": 1 }], "reason": "Begitulah" });
    assert_eq!(pointer(stranger).await, "/items/0/order_item_id");
    let short = paid.refund_with(&paid.admin, "short", &full()).await.problem(422, "invalid_fields");
    assert_eq!(short.errors[0].pointer, "Idempotency-Key");
    assert_eq!(paid.app.number("SELECT count(*) AS n FROM refunds").await, 0);
    // An order that was never paid holds nothing.
    let mut buyer = paid.app.buyer().await;
    let shelf_item = paid.order.items[0].variant_id;
    let unpaid = buyer.order(shelf_item, 1).await;
    let path = format!("/admin/orders/{}/refunds", unpaid.id);
    let request = paid.admin.request(Method::POST, &path).header("idempotency-key", "rahasia-1234").json(&full());
    assert_eq!(paid.admin.send(request).await.problem(409, "refund_too_large").params["left"], 0);
}

#[tokio::test]
async fn staff_without_the_permission_give_nothing_back() {
    let paid = Paid::by_card().await;
    let staff = paid.app.staff().await;
    paid.refund_with(&staff, "kunci-kunci-1", &full()).await.problem(403, "forbidden");
    paid.refund_with(&paid.buyer, "kunci-kunci-1", &full()).await.problem(403, "forbidden");
    assert!(staff.get(&paid.path()).await.ok::<StaffOrder>().refundable.is_some(), "they may see it");
}

#[tokio::test]
async fn the_same_key_gives_back_once() {
    let paid = Paid::by_card().await;
    let ask = paid.pieces(1, true);
    let all = join_all((0..6).map(|_| paid.refund_with(&paid.admin, "kunci-yang-sama", &ask))).await;
    for answer in all {
        assert_eq!(answer.ok::<StaffOrder>().refunds.len(), 1);
    }
    paid.settle().await;
    paid.refund_with(&paid.admin, "kunci-yang-sama", &ask).await.done();
    paid.refund_with(&paid.admin, "kunci-yang-sama", &full()).await.problem(409, "idempotency_mismatch");
    assert_eq!(paid.buyers().await.refunded, Rupiah(12_000_000));
    // One piece is not held any more, once.
    assert_eq!(paid.stock().await, (5, 2));
}

#[tokio::test]
async fn parallel_refunds_never_give_back_more_than_was_paid() {
    let paid = Paid::by_card().await;
    let asks = [paid.pieces(1, false), paid.pieces(2, true), full(), goodwill(20_000_000), paid.pieces(3, false)];
    let all = join_all((0..15).map(|index| paid.refund(asks[index % asks.len()].clone()))).await;
    let statuses: Vec<u16> = all.iter().map(|answer| answer.status).collect();
    assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
    assert!(statuses.contains(&201) && statuses.contains(&409), "{statuses:?}");
    paid.settle().await;
    let sent = paid.app.number("SELECT sum(amount)::bigint AS n FROM refunds WHERE status = 'succeeded'").await;
    let seen = paid.buyers().await;
    assert_eq!(seen.refunded.0, sent);
    assert!(sent <= paid.order.totals.grand.0);
    assert_eq!(paid.app.number("SELECT count(*) AS n FROM refunds WHERE status <> 'succeeded'").await, 0);
    let pieces = paid.app.number("SELECT COALESCE(sum(quantity), 0)::bigint AS n FROM refund_items").await;
    assert!(pieces <= 3, "{pieces}");
    paid.stock().await;
}

#[tokio::test]
async fn a_parcel_that_comes_back_is_put_on_the_shelf_again() {
    let paid = Paid::by_card().await;
    paid.ship().await.done();
    assert_eq!(paid.stock().await, (2, 0));
    paid.refund(paid.pieces(1, true)).await.done();
    assert_eq!(paid.stock().await, (3, 0));
    paid.refund(paid.pieces(1, false)).await.done();
    assert_eq!(paid.stock().await, (3, 0));
    paid.settle().await;
    assert_eq!(paid.buyers().await.status, OrderStatus::Shipped);
    // The rest is one piece: the others are not counted twice.
    let mut rest = full();
    rest["restock"] = true.into();
    paid.refund(rest).await.done();
    paid.settle().await;
    assert_eq!(paid.stock().await, (4, 0));
    assert_eq!(paid.buyers().await.status, OrderStatus::Refunded);
    let returns = "SELECT count(*) AS n FROM stock_movements m JOIN refunds r ON r.id = m.reference_id WHERE m.kind = 'return' AND m.reference_kind = 'refund'";
    assert_eq!(paid.app.number(returns).await, 2);
}

#[tokio::test]
async fn pieces_refunded_before_shipping_are_not_shipped() {
    let paid = Paid::by_card().await;
    paid.refund(paid.pieces(1, true)).await.done();
    assert_eq!(paid.stock().await, (5, 2));
    paid.settle().await;
    paid.ship().await.done();
    assert_eq!(paid.stock().await, (3, 0));
    // It never left, so it cannot come back.
    let mut rest = full();
    rest["restock"] = true.into();
    paid.refund(rest).await.done();
    assert_eq!(paid.stock().await, (5, 0));
}

/// Somebody else hands the order to the courier while the refund is being written.
#[tokio::test]
async fn pieces_that_left_meanwhile_are_not_put_on_the_shelf() {
    let paid = Paid::by_card().await;
    let mut ask = paid.pieces(1, true);
    ask["shipped"] = false.into();
    paid.ship().await.done();
    paid.refund(ask.clone()).await.problem(409, "stale");
    assert_eq!(paid.stock().await, (2, 0));
    assert!(paid.staffs().await.refunds.is_empty());
    ask["shipped"] = true.into();
    paid.refund(ask).await.done();
    assert_eq!(paid.stock().await, (3, 0));
}

#[tokio::test]
async fn an_order_whose_money_is_on_its_way_back_does_not_ship() {
    let paid = Paid::by("midtrans", "bca_va").await;
    let order: StaffOrder = paid.refund(full()).await.ok();
    assert!(order.next.is_empty(), "{:?}", order.next);
    paid.ship().await.problem(409, "illegal_transition");
    // Nor is its buyer told that it is being packed.
    let process = json!({ "status": "processing" });
    paid.admin.post(&format!("{}/status", paid.path()), process).await.problem(409, "illegal_transition");
    paid.settle().await;
    paid.ship().await.problem(409, "illegal_transition");
    assert_eq!(paid.stock().await, (5, 3));
    let refund = paid.staffs().await.refunds[0].refund.id;
    paid.admin.post(&format!("/admin/refunds/{refund}/cancellation"), Value::Null).await.done();
    paid.ship().await.done();
    let seen = paid.buyers().await;
    assert_eq!((seen.status, seen.refunded, count(&seen, OrderEventKind::RefundCancelled)), (OrderStatus::Shipped, Rupiah(0), 1));
}
