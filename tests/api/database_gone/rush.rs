//! PostgreSQL goes away in the middle of a rush, twice, and the server lives on: what was acknowledged
//! is there, nobody was told an untruth, and everything that was begun comes to its end by itself.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use private_pg::Config;
use reqwest::Method;
use sandbox::Provider;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use shared::catalog::Product;
use shared::checkout::CheckoutQuote;
use shared::ids::AddressId;
use shared::orders::{Order, OrderStatus};
use shared::payments::Payment;
use tests::{Answer, Caller, Goods, Process, Shelf, SmtpSink, TestApp, districts, free_address};
use uuid::Uuid;

use crate::faults::{self, handle};

/// Buyers at the same time.
const BUYERS: usize = 8;

/// What all buyers met.
#[derive(Default)]
struct Met {
    placed: AtomicUsize,
    refusals: AtomicUsize,
    closing_time: AtomicBool,
}

/// A directory of the test's own, gone with it.
struct Scratch(std::path::PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Somebody who buys one thing after another and does not give up.
struct Buyer<'a> {
    caller: Caller,
    address: AddressId,
    goods: Goods,
    app: &'a TestApp,
    met: &'a Met,
}

impl Buyer<'_> {
    /// Sends a request until it is answered well. The only other answers there may be are "not now" and, where the database
    /// went away while a payment was set up, "still at it".
    async fn insist(&self, method: Method, path: &str, key: Option<&str>, body: &Value) -> Answer {
        for _ in 0..120 {
            let mut request = self.caller.request(method.clone(), path);
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            if !body.is_null() {
                request = request.json(body);
            }
            let answer = self.caller.send(request).await;
            if answer.status < 300 {
                return answer;
            }
            self.met.refusals.fetch_add(1, Ordering::Relaxed);
            let wait = answer.headers.get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
            assert!(wait.is_some_and(|wait| (1..=30).contains(&wait)), "{method} {path}: {} {}", answer.status, answer.text());
            if answer.status == 409 {
                answer.problem(409, "idempotency_in_progress");
            } else {
                answer.problem(503, "unavailable");
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        panic!("{method} {path} was refused for too long");
    }

    /// Buys one thing and pays for it; returns the order's number.
    async fn buy(&self, provider: Provider) -> String {
        let lines = json!({ "items": [{ "variant_id": self.goods.variant, "quantity": 1 }] });
        self.insist(Method::PUT, "/cart", None, &lines).await;
        let ask = json!({ "address_id": self.address });
        let quote: CheckoutQuote = self.insist(Method::POST, "/checkout/quotes", None, &ask).await.ok();
        let option = quote.options.first().expect("a shipping service");
        let ask = json!({ "address_id": self.address, "shipping_service_id": option.quote.service_id,
                          "expected_total": option.totals.grand, "note": "" });
        let key = Uuid::now_v7().to_string();
        let order: Order = self.insist(Method::POST, "/checkout/orders", Some(&key), &ask).await.ok();
        self.met.placed.fetch_add(1, Ordering::Relaxed);

        let path = format!("/orders/{}", order.number);
        let ask = json!({ "provider": if provider == Provider::Stripe { "stripe" } else { "midtrans" } });
        let bill: Payment = self.insist(Method::POST, &format!("{path}/payments"), Some(&key[1..]), &ask).await.ok();
        match provider {
            Provider::Stripe => self.app.sandbox.stripe().pay(&handle(&bill)).unwrap(),
            Provider::Midtrans => self.app.sandbox.midtrans().pay(&handle(&bill), "gopay").unwrap(),
            Provider::Biteship => panic!("Biteship takes no money"),
        }
        // Every answer on the way is as true as the last.
        self.insist(Method::GET, &path, None, &Value::Null).await.ok::<Order>().number
    }

    async fn shop(&self, turn: usize) -> Vec<String> {
        let mut bought = Vec::new();
        while !self.met.closing_time.load(Ordering::Relaxed) {
            let provider = if (turn + bought.len()).is_multiple_of(2) { Provider::Stripe } else { Provider::Midtrans };
            bought.push(self.buy(provider).await);
        }
        bought
    }
}

/// Goods whose price somebody else changes.
struct Watched<'a> {
    app: &'a TestApp,
    goods: Goods,
    slug: String,
}

impl<'a> Watched<'a> {
    async fn new(app: &'a TestApp, goods: Goods) -> Self {
        #[derive(FromQueryResult)]
        struct Row {
            slug: String,
        }
        let row: Option<Row> =
            api::db::one(&app.ctx.db, "SELECT slug FROM products WHERE id = $1", [goods.product.0.into()]).await.unwrap();
        Self { app, goods, slug: row.unwrap().slug }
    }

    async fn reprice(&self, price: i64) {
        self.app.sql("UPDATE variants SET price = $2 WHERE id = $1", [self.goods.variant.0.into(), price.into()]).await;
    }

    /// The price on its page, when there is one at the moment.
    async fn price(&self, visitor: &Caller) -> Option<i64> {
        let answer = visitor.get(&format!("/products/{}", self.slug)).await;
        if answer.status == 503 {
            answer.problem(503, "unavailable");
            return None;
        }
        Some(answer.ok::<Product>().variants[0].price.0)
    }
}

/// Waits until so many orders were placed since.
async fn orders_come_in(met: &Met, more: usize) {
    let before = met.placed.load(Ordering::Relaxed);
    for _ in 0..600 {
        if met.placed.load(Ordering::Relaxed) >= before + more {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} orders came in, and no more", met.placed.load(Ordering::Relaxed) - before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_survives_a_database_that_crashes_twice() {
    let scratch = Scratch(std::env::temp_dir().join(format!("hurtrock-gone-{}", std::process::id())));
    let pg = private_pg::start(&Config::new(scratch.0.join("postgres"))).expect("a PostgreSQL of the test's own");
    let sink = SmtpSink::start().await.unwrap();
    let retries = sandbox::Config { retry_minute: Duration::from_millis(300), ..sandbox::Config::default() };
    let app = TestApp::with_sandbox(&[("database_url", &pg.url()), ("smtp_url", &sink.url())], retries).await;
    api::db::migrate(&app.ctx.db).await.unwrap();
    let shelf = Shelf::new(&app).await;
    let goods = shelf.goods("RG550", 12_000_000, 10_000).await;
    let amplifier = Watched::new(&app, shelf.goods("JCM800", 9_000_000, 1).await).await;

    let address = free_address();
    app.sandbox.set_shop_url(&format!("http://{address}"));
    // Nobody waits for a payment to be known before buying again.
    let mut process = Process::start(&app, &address, &[("smtp_url", &sink.url()), ("unpaid_orders", "10000")]).await;
    let met = Met::default();
    let mut buyers = Vec::new();
    for _ in 0..BUYERS {
        let caller = app.buyer().await;
        let address = caller.add_address(districts::JAKARTA).await;
        buyers.push(Buyer { caller: caller.at(process.url()), address, goods, app: &app, met: &met });
    }
    let visitor = app.guest().at(process.url());
    let watcher = app.buyer().await.at(process.url());
    assert_eq!(amplifier.price(&visitor).await, Some(9_000_000));
    watcher.get("/account").await.done();

    let trouble = async {
        orders_come_in(&met, 10).await;
        pg.crash().unwrap();
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        pg.start_again().unwrap();
        // Changed while the server cannot have heard of it: what it remembered is untrue.
        amplifier.reprice(8_500_000).await;
        app.eventually("the new price shows", async || amplifier.price(&visitor).await == Some(8_500_000)).await;
        orders_come_in(&met, 10).await;
        pg.crash().unwrap();
        // Longer than anybody waits for a connection.
        tokio::time::sleep(Duration::from_secs(6)).await;
        pg.start_again().unwrap();
        app.sql(
            "UPDATE sessions SET revoked_at = now(), revoked_because = 'ended' WHERE user_id = $1",
            [watcher.user_id().into()],
        )
        .await;
        amplifier.reprice(8_000_000).await;
        app.eventually("the new price shows", async || amplifier.price(&visitor).await == Some(8_000_000)).await;
        app.eventually("the ended session is out", async || watcher.get("/account").await.status == 401).await;
        orders_come_in(&met, 10).await;
        met.closing_time.store(true, Ordering::Relaxed);
    };
    let shopping = join_all(buyers.iter().enumerate().map(|(turn, buyer)| buyer.shop(turn)));
    let (bought, ()) = futures_util::future::join(shopping, trouble).await;
    let bought: Vec<String> = bought.into_iter().flatten().collect();
    assert!(process.lives(), "the server went down with its database");
    assert!(met.refusals.load(Ordering::Relaxed) > 0, "nobody noticed");

    faults::rests(&app).await;
    let number = |sql: &'static str| app.number(sql);
    let orders = i64::try_from(bought.len()).unwrap();
    assert_eq!(number("SELECT count(*) AS n FROM orders").await, orders, "an order was lost, or placed twice");
    for (buyer, numbers) in buyers.iter().map(|buyer| (&buyer.caller, &bought)) {
        let page = buyer.get("/orders?limit=100").await.json();
        for order in page["items"].as_array().unwrap() {
            assert!(numbers.iter().any(|number| order["number"] == number.as_str()), "{order}");
            assert_eq!(order["status"], OrderStatus::Paid.as_str());
        }
    }
    assert_eq!(number("SELECT count(*) AS n FROM orders WHERE status = 'paid'").await, orders);
    for template in ["order_placed", "order_paid"] {
        let sql = format!("SELECT count(*) AS n FROM email_messages WHERE template = '{template}'");
        assert_eq!(app.number(&sql).await, orders, "{template}");
    }
    faults::assert_all_fits(&app).await;
    faults::assert_every_email_came_once(&app, &sink, 0).await;
}
