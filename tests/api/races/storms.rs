//! Everything at once on one order, many times over.

use api::jobs::Job;
use chrono::TimeDelta;
use futures_util::future::{BoxFuture, join_all};
use reqwest::Method;
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus, StaffOrder};
use shared::payments::Payment;
use tests::{Caller, Goods, Shelf, TestApp, page};

use super::{assert_sound, dice};

/// What is thrown at an order together. Each is refused or done; nothing else is an answer.
struct Storm<'a> {
    app: &'a TestApp,
    tasks: Vec<BoxFuture<'a, ()>>,
}

impl<'a> Storm<'a> {
    fn on(app: &'a TestApp) -> Self {
        Self { app, tasks: Vec::new() }
    }

    fn task(&mut self, task: impl Future<Output = ()> + Send + 'a) {
        self.tasks.push(Box::pin(task));
    }

    /// A request that may be refused because somebody else was faster.
    fn ask(&mut self, caller: &'a Caller, path: String, key: Option<String>, ask: Value) {
        self.task(async move {
            let mut request = caller.request(Method::POST, &path).json(&ask);
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            let answer = caller.send(request).await;
            assert!(matches!(answer.status, 200 | 201 | 409), "{path}: {} {}", answer.status, answer.text());
        });
    }

    /// Jobs are worked on by somebody, all the while.
    fn jobs(&mut self) {
        let app = self.app;
        for _ in 0..2 {
            self.task(async move {
                for _ in 0..3 {
                    app.run_jobs().await;
                }
            });
        }
    }

    /// Lets it loose, in an order that the round decides, and waits until all is said and done.
    async fn rage(mut self, round: usize) {
        for index in (1..self.tasks.len()).rev() {
            self.tasks.swap(index, dice(&[round, index], index + 1));
        }
        join_all(self.tasks).await;
        self.app.settle().await;
        // What was left to the reconciler.
        self.app.ctx.clock.advance(TimeDelta::minutes(3));
        self.app.sandbox.advance(std::time::Duration::from_secs(180));
        api::payments::Reconcile {}.run(&self.app.ctx).await.unwrap();
        self.app.settle().await;
    }
}

/// A job that somebody runs now, whether it works out or has to be tried again.
async fn expire(app: &TestApp, order: &Order) {
    let _ = api::orders::ExpireOrder { order_id: order.id }.run(&app.ctx).await;
}

async fn rival(app: &TestApp, goods: Goods, pieces: i32) {
    let rival = app.buyer().await;
    let added = rival.post("/cart/items", json!({ "variant_id": goods.variant, "quantity": pieces })).await;
    if added.status == 409 {
        return;
    }
    let address = rival.add_address(tests::districts::BANDUNG).await;
    let ask = rival.order_request(address).await;
    let answer = rival.place("saingan-1", &ask).await;
    assert!(matches!(answer.status, 201 | 409), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn paying_cancelling_and_expiring_at_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    for round in 0..18 {
        // Every third time the time to pay is over and somebody else wants the last pieces.
        let late = round % 3 == 2;
        let goods = shelf.goods(&format!("RG {round}"), 4_000_000, if late { 2 } else { 9 }).await;
        let (mut buyer, mut staff) = (app.buyer().await, app.staff().await);
        staff.sign_in().await;
        let order = buyer.order(goods.variant, 2).await;
        let (provider, other) = if round % 2 == 0 { ("stripe", "midtrans") } else { ("midtrans", "stripe") };
        let payment: Payment = buyer.try_to_pay(&order, provider).await.ok();
        let handle = page(&payment);
        if late {
            let past = "pay_until = pay_until - interval '25 hours'";
            app.sql(&format!("UPDATE orders SET {past} WHERE id = $1"), [order.id.0.into()]).await;
            app.sql(
                "UPDATE stock_reservations SET expires_at = expires_at - interval '26 hours' WHERE order_id = $1",
                [order.id.0.into()],
            )
            .await;
        }
        let method = ["gopay", "bca_va", "other_qris"][dice(&[round], 3)];
        let mut storm = Storm::on(&app);
        let (sandbox, buyer_ref, order_ref, handle_ref) = (&app.sandbox, &buyer, &order, &handle);
        storm.task(async move {
            let _ = match provider {
                "stripe" => sandbox.stripe().pay(handle_ref),
                _ => sandbox.midtrans().pay(handle_ref, method),
            };
        });
        let mine = |what: &str| format!("/orders/{}/{what}", order.number);
        for _ in 0..2 {
            storm.ask(buyer_ref, mine("payments/refresh"), None, Value::Null);
            storm.ask(buyer_ref, mine("payments"), None, json!({ "provider": other }));
        }
        if round % 4 != 0 {
            storm.ask(buyer_ref, mine("cancellation"), None, json!({ "reason": "batal" }));
            storm.ask(&staff, format!("/admin/orders/{}/status", order.id), None, json!({ "status": "cancelled" }));
        }
        if late {
            storm.task(expire(&app, order_ref));
            storm.task(expire(&app, order_ref));
            storm.task(rival(&app, goods, 2));
            storm.task(rival(&app, goods, 1));
        }
        storm.jobs();
        storm.rage(round).await;

        app.assert_laws().await;
        let now: StaffOrder = {
            staff.sign_in().await;
            staff.get(&format!("/admin/orders/{}", order.id)).await.ok()
        };
        let status = now.order.status;
        let allowed = if late {
            matches!(status, OrderStatus::Pending | OrderStatus::Paid | OrderStatus::Cancelled | OrderStatus::Expired)
        } else {
            matches!(status, OrderStatus::Pending | OrderStatus::Paid | OrderStatus::Cancelled)
        };
        assert!(allowed, "{status}");
    }
    assert_sound(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shipping_and_refunding_at_once() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let mut raged = false;
    for round in 0..18 {
        let goods = shelf.goods(&format!("RG {round}"), 4_000_000, 5).await;
        let (mut buyer, mut admin) = (app.buyer().await, app.admin().await);
        let order = buyer.order(goods.variant, 3).await;
        let (provider, method) = [("stripe", ""), ("midtrans", "gopay"), ("midtrans", "bca_va")][round % 3];
        let payment: Payment = buyer.try_to_pay(&order, provider).await.ok();
        match provider {
            "stripe" => app.sandbox.stripe().pay(&page(&payment)).unwrap(),
            _ => app.sandbox.midtrans().pay(&page(&payment), method).unwrap(),
        }
        app.settle().await;
        assert_eq!(buyer.read(&order).await.status, OrderStatus::Paid);

        let path = |what: &str| format!("/admin/orders/{}/{what}", order.id);
        let item = json!([{ "order_item_id": order.items[0].id, "quantity": 1 }]);
        let piece =
            json!({ "kind": "items", "items": item, "shipping": round % 2 == 0, "restock": true, "reason": "Lecet di bodi" });
        let kindness = json!({ "kind": "goodwill", "amount": 150_000, "reason": "Terlambat" });
        let all = json!({ "kind": "full", "restock": round % 2 == 1, "reason": "Pembeli batal" });
        let mut storm = Storm::on(&app);
        for index in 0..2 {
            let number = format!("JX{index}{}", &order.id.0.simple().to_string()[20..]);
            storm.ask(&admin, path("shipments"), None, json!({ "courier": "JNE", "service": "REG", "tracking_number": number }));
            // Once under one key, and once more under another.
            storm.ask(&admin, path("refunds"), Some(format!("satu-barang-{round}")), piece.clone());
            storm.ask(&admin, path("refunds"), Some(format!("barang-lagi-{round}-{index}")), piece.clone());
            storm.ask(&admin, path("refunds"), Some(format!("maaf-ya-{round}")), kindness.clone());
            if round % 4 != 3 {
                storm.ask(&admin, path("refunds"), Some(format!("semuanya-{round}")), all.clone());
            }
            storm.ask(&admin, path("status"), None, json!({ "status": "processing" }));
            storm.ask(&admin, path("status"), None, json!({ "status": "delivered" }));
            storm.ask(&buyer, format!("/orders/{}/cancellation", order.number), None, json!({}));
        }
        storm.ask(&buyer, format!("/orders/{}/receipt", order.number), None, Value::Null);
        storm.ask(&admin, path("status"), None, json!({ "status": "cancelled" }));
        if round % 6 == 5 {
            let sandbox = &app.sandbox;
            let number = format!("{}-1", order.number);
            storm.task(async move {
                let _ = sandbox.midtrans().reverse(&number);
            });
        }
        storm.jobs();
        storm.rage(round).await;
        app.assert_laws().await;
        admin.sign_in().await;
        let seen: StaffOrder = admin.get(&format!("/admin/orders/{}", order.id)).await.ok();
        let of_kind = |kind| seen.refunds.iter().filter(|refund| refund.refund.kind == kind).count();
        assert!(of_kind(shared::payments::RefundKind::Full) <= 1 && of_kind(shared::payments::RefundKind::Goodwill) <= 1);

        raged |= by_hand(&app, &admin, &seen, round).await;
        app.assert_laws().await;
    }
    assert!(raged, "no refund was left to hand");
    assert_sound(&app).await;
}

/// Transfers that wait are made and called off at the same moment, twice each. Whether there were any.
async fn by_hand(app: &TestApp, admin: &Caller, seen: &StaffOrder, round: usize) -> bool {
    let mut storm = Storm::on(app);
    for refund in seen.refunds.iter().filter(|refund| refund.can_be_transferred()) {
        let path = |step: &str| format!("/admin/refunds/{}/{step}", refund.refund.id);
        for _ in 0..2 {
            storm.ask(admin, path("transfer"), None, json!({ "bank_reference": "BCA 0099" }));
            storm.ask(admin, path("cancellation"), None, Value::Null);
        }
    }
    let any = !storm.tasks.is_empty();
    if any {
        storm.jobs();
        storm.rage(round + 100).await;
    }
    any
}
