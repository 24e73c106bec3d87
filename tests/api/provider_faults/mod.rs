//! Payment providers in trouble: they fail, fall silent, act and do not say so, speak twice, late or in
//! the wrong order, and take money back. Each ends in one picture of order, stock, money and emails.

mod answers;
mod away;
mod news;
mod taken_back;

use std::fmt::Write as _;
use std::time::Duration;

use sandbox::Provider;
use sea_orm::FromQueryResult;
use serde_json::json;
use shared::ids::AddressId;
use shared::orders::Order;
use shared::payments::Payment;
use tests::{Answer, Caller, Goods, Shelf, TestApp, districts};
use uuid::Uuid;

use crate::faults::handle;

/// How long a provider may take here.
const TIMEOUT_MS: u64 = 400;

/// A shop with guitars (five, 12 million each), and those who deal with it.
struct World {
    app: TestApp,
    buyer: Caller,
    address: AddressId,
    admin: Caller,
    guitar: Goods,
}

impl World {
    async fn new() -> Self {
        Self::stocked(5).await
    }

    async fn stocked(pieces: i32) -> Self {
        Self::open(sandbox::Config::default(), pieces).await
    }

    async fn with(sandbox: sandbox::Config) -> Self {
        Self::open(sandbox, 5).await
    }

    async fn open(sandbox: sandbox::Config, pieces: i32) -> Self {
        let app = TestApp::with_sandbox(&[("payment_timeout_ms", &TIMEOUT_MS.to_string())], sandbox).await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, pieces).await;
        let (buyer, admin) = (app.buyer().await, app.admin().await);
        let address = buyer.add_address(districts::JAKARTA).await;
        app.run_jobs().await;
        Self { app, buyer, address, admin, guitar }
    }

    async fn unpaid(&self) -> Order {
        self.buyer.clone().add_to_cart(self.guitar.variant, 1).await;
        let ask = self.buyer.order_request(self.address).await;
        let order = self.buyer.place(&Uuid::now_v7().to_string(), &ask).await.ok();
        self.app.run_jobs().await;
        order
    }

    async fn try_bill(&self, order: &Order, provider: Provider) -> Answer {
        let path = format!("/orders/{}/payments", order.number);
        self.buyer.post(&path, json!({ "provider": name(provider) })).await
    }

    async fn bill(&self, order: &Order, provider: Provider) -> String {
        handle(&self.try_bill(order, provider).await.ok::<Payment>())
    }

    fn pay(&self, provider: Provider, bill: &str) {
        match provider {
            Provider::Stripe => self.app.sandbox.stripe().pay(bill).unwrap(),
            Provider::Midtrans => self.app.sandbox.midtrans().pay(bill, "gopay").unwrap(),
            Provider::Biteship => panic!("Biteship takes no money"),
        }
    }

    async fn paid(&self, provider: Provider) -> (Order, String) {
        let order = self.unpaid().await;
        let bill = self.bill(&order, provider).await;
        self.pay(provider, &bill);
        self.settle().await;
        (order, bill)
    }

    /// Everything that is told is heard, and every job done, also those that wait for another try.
    async fn settle(&self) {
        for _ in 0..4 {
            self.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
            self.app.run_jobs().await;
            let again = "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL AND run_at > now()";
            self.app.sql(again, []).await;
        }
        let failing = "SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL";
        assert_eq!(self.app.number(failing).await, 0, "a job fails and fails");
    }

    async fn refund(&self, order: &Order, amount: i64) -> Answer {
        let path = format!("/admin/orders/{}/refunds", order.id);
        let ask = json!({ "kind": "goodwill", "amount": amount, "reason": "Lecet di bodi" });
        let request = self.admin.request(reqwest::Method::POST, &path).header("idempotency-key", Uuid::now_v7().to_string());
        self.admin.send(request.json(&ask)).await
    }

    async fn ship(&self, order: &Order) {
        let number = order.id.0.simple().to_string();
        let ask = json!({ "courier": "JNE", "service": "REG", "tracking_number": format!("JX{}", &number[20..]) });
        self.admin.post(&format!("/admin/orders/{}/shipments", order.id), ask).await.done();
    }

    /// All there is to see of an order, in five lines.
    async fn picture(&self, order: &Order) -> String {
        self.app.assert_laws().await;
        let of = [order.id.0.into()];
        let lines = async |sql: &str| -> String {
            #[derive(FromQueryResult)]
            struct Row {
                t: String,
            }
            let rows: Vec<Row> = api::db::all(&self.app.ctx.db, sql, of.clone()).await.unwrap_or_else(|error| panic!("{error}"));
            let rows: Vec<String> = rows.into_iter().map(|row| row.t).collect();
            if rows.is_empty() { "-".to_owned() } else { rows.join(", ") }
        };
        let mut picture = String::new();
        let order =
            lines("SELECT status || ' ' || payment_status || ' ' || refunded_total || ' back' AS t FROM orders WHERE id = $1")
                .await;
        let stock = lines("SELECT (SELECT sum(on_hand) FROM stocks) || ' on hand ' || (SELECT COALESCE(sum(quantity), 0) FROM stock_reservations WHERE order_id = $1) || ' held' AS t").await;
        let payments = lines("SELECT provider || ' ' || status AS t FROM payments WHERE order_id = $1 ORDER BY created_at").await;
        let refunds = lines(
            "SELECT amount || ' ' || kind || ' ' || channel || ' ' || status AS t FROM refunds WHERE order_id = $1 ORDER BY id",
        )
        .await;
        let emails = lines(
            "SELECT template || CASE count(*) WHEN 1 THEN '' ELSE ' ' || count(*) END || CASE WHEN bool_and(state = 'sent') THEN '' ELSE ' unsent' END AS t
             FROM email_messages WHERE order_id = $1 GROUP BY template ORDER BY min(id::text)",
        )
        .await;
        for (what, line) in [("order", order), ("stock", stock), ("payments", payments), ("refunds", refunds), ("emails", emails)]
        {
            writeln!(picture, "{what}: {line}").unwrap();
        }
        picture
    }

    /// Compares the picture with what it shall be; the lines may be indented.
    async fn shows(&self, order: &Order, what: &str, expected: &str) {
        let expected: String = expected.trim().lines().fold(String::new(), |all, line| all + line.trim() + "\n");
        let found = self.picture(order).await;
        assert_eq!(found, expected, "{what}\nfound:\n{found}");
    }
}

fn name(provider: Provider) -> &'static str {
    match provider {
        Provider::Stripe => "stripe",
        Provider::Midtrans => "midtrans",
        Provider::Biteship => panic!("Biteship takes no money"),
    }
}

/// What the providers sent back, in rupiah, those of Stripe first.
fn sent_back(world: &World) -> Vec<i64> {
    let mut stripe = world.app.sandbox.stripe().refunds();
    stripe.sort_by_key(|refund| refund["created"].as_i64());
    let stripe = stripe.iter().map(|refund| refund["amount"].as_i64().unwrap() / 100);
    stripe.chain(world.app.sandbox.midtrans().refunds().into_iter().map(|(_, rupiah)| rupiah)).collect()
}
