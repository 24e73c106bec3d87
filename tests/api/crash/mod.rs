//! Killed at every point of an order's way: what was acknowledged stays, nothing happens twice, and
//! the order reaches its right state without a hand. See `docs/faults.md`.

mod importing;
mod mailing;
mod paying;
mod placing;
mod refunding;
mod shipping;

use std::time::Duration;

use api::crash::CrashPoint;
use reqwest::Method;
use serde_json::{Value, json};
use shared::orders::Order;
use tests::{Caller, Goods, Process, Shelf, SmtpSink, TestApp, free_address};

use crate::faults::{self, handle};

/// A shop whose server is a process that dies, and those who deal with it. The scene is set by a
/// server inside the test, on the same database; it does no job once the scene is set.
struct World {
    app: TestApp,
    sink: SmtpSink,
    address: String,
    buyer: Caller,
    admin: Caller,
    guitar: Goods,
}

impl World {
    async fn new() -> Self {
        let sink = SmtpSink::start().await.unwrap();
        // Notifications are told again soon.
        let sandbox = sandbox::Config { retry_minute: Duration::from_millis(150), ..sandbox::Config::default() };
        let app = TestApp::with_sandbox(&[("smtp_url", &sink.url())], sandbox).await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 50).await;
        let (buyer, admin) = (app.buyer().await, app.admin().await);
        let address = free_address();
        app.sandbox.set_shop_url(&format!("http://{address}"));
        let world = Self { app, sink, address, buyer, admin, guitar };
        world.scene_is_set().await;
        world
    }

    /// Everything that led here is done: nothing of it is under way when the process dies.
    async fn scene_is_set(&self) {
        for _ in 0..100 {
            self.app.run_jobs().await;
            if faults::is_done(&self.app).await {
                return;
            }
        }
        panic!("there is still something to do:\n{}", faults::left_to_do(&self.app).await);
    }

    /// The buyer, or staff, at the process.
    fn there(&self, caller: &Caller) -> Caller {
        caller.clone().at(&format!("http://{}", self.address))
    }

    async fn doomed(&self, at: CrashPoint) -> Process {
        let smtp = self.sink.url();
        Process::start(&self.app, &self.address, &[("smtp_url", &smtp), ("crash_at", at.name())]).await
    }

    async fn sound(&self) -> Process {
        Process::start(&self.app, &self.address, &[("smtp_url", &self.sink.url())]).await
    }

    /// An unpaid order of one guitar, with everything that it causes done.
    async fn unpaid(&self) -> Order {
        let order = self.buyer.clone().order(self.guitar.variant, 1).await;
        self.scene_is_set().await;
        order
    }

    /// A paid order.
    async fn paid(&self, provider: &str) -> Order {
        let order = self.unpaid().await;
        let bill = bill(&self.buyer, &order, provider).await;
        self.app.sandbox.set_shop_url(self.app.url());
        self.pay(provider, &bill);
        self.app.sandbox.idle(Duration::from_secs(10)).await.unwrap();
        self.app.sandbox.set_shop_url(&format!("http://{}", self.address));
        self.scene_is_set().await;
        order
    }

    fn pay(&self, provider: &str, bill: &str) {
        match provider {
            "stripe" => self.app.sandbox.stripe().pay(bill).unwrap(),
            _ => self.app.sandbox.midtrans().pay(bill, "gopay").unwrap(),
        }
    }

    /// Minutes go by: what the dead held is given up by them.
    async fn minutes_pass(&self) {
        for sql in [
            "UPDATE graphile_worker._private_workers SET last_heartbeat_at = last_heartbeat_at - interval '5 minutes'",
            "UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '5 minutes' WHERE locked_at IS NOT NULL",
            "UPDATE email_messages SET claimed_until = claimed_until - interval '5 minutes' WHERE claimed_until IS NOT NULL",
            // Whoever was at it is believed dead. Not its age: the provider is told that anew, and must hear the same.
            "UPDATE payments SET checked_at = created_at WHERE status = 'creating'",
        ] {
            self.app.sql(sql, []).await;
        }
    }

    /// The process starts again, some minutes later, and does what was left to do.
    async fn rises(&self) -> Process {
        self.minutes_pass().await;
        let process = self.sound().await;
        self.rests().await;
        process
    }

    /// Everything that is due is done.
    async fn rests(&self) {
        faults::rests(&self.app).await;
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.number(&format!("SELECT count(*) AS n FROM {sql}")).await
    }

    /// The order as its buyer sees it.
    async fn seen(&self, order: &Order) -> Order {
        self.buyer.get(&format!("/orders/{}", order.number)).await.ok()
    }

    /// What holds whatever happened. `again`: emails that may have come a second time.
    async fn assert_laws(&self, again: usize) {
        faults::assert_all_fits(&self.app).await;
        faults::assert_every_email_came_once(&self.app, &self.sink, again).await;
    }
}

/// An attempt to pay an order, begun where the buyer is: the page or token that it is paid by. Midtrans
/// tells that server of it.
async fn bill(buyer: &Caller, order: &Order, provider: &str) -> String {
    let path = format!("/orders/{}/payments", order.number);
    handle(&buyer.post(&path, json!({ "provider": provider })).await.ok())
}

/// Sends a request whose answer may never come.
async fn try_post(caller: &Caller, path: &str, key: &str, ask: &Value) -> Option<u16> {
    let request = caller.request(Method::POST, path).header("idempotency-key", key).json(ask);
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

/// Every point has its test.
#[test]
fn every_point_is_died_at() {
    let tested =
        [placing::POINTS, paying::POINTS, shipping::POINTS, refunding::POINTS, importing::POINTS, mailing::POINTS].concat();
    for point in CrashPoint::ALL {
        assert_eq!(tested.iter().filter(|tested| *tested == point).count(), 1, "{point}");
    }
}
