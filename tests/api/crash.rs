//! Killed at the worst moment: between the payment and its notification.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use shared::orders::{Order, OrderStatus};
use tests::{Shelf, TestApp};

/// The server as a process of its own on the test's database.
struct Process(Child);

impl Process {
    /// Starts `hurtrock serve` and waits until it is ready.
    async fn start(app: &TestApp, address: &str, sandbox: &sandbox::Sandbox) -> Self {
        let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("hurtrock");
        assert!(binary.exists(), "{} is not built: run the tests by `cargo xtask test`", binary.display());
        let keys = sandbox::Config::default();
        use secrecy::ExposeSecret;
        let child = Command::new(binary)
            .arg("serve")
            .env("DATABASE_URL", app.ctx.config.database_url.expose_secret())
            .env("HURTROCK_ENVIRONMENT", "demo")
            .env("HURTROCK_LISTEN", address)
            .env("HURTROCK_PUBLIC_URL", format!("http://{address}"))
            .env("HURTROCK_FILES_DIR", &app.ctx.config.files_dir)
            .env("HURTROCK_STRIPE_API_BASE", sandbox.stripe_url())
            .env("HURTROCK_STRIPE_SECRET_KEY", keys.stripe.secret_key)
            .env("HURTROCK_STRIPE_WEBHOOK_SECRET", keys.stripe.webhook_secret)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let process = Self(child);
        for _ in 0..100 {
            if reqwest::get(format!("http://{address}/readyz")).await.is_ok_and(|answer| answer.status().is_success()) {
                return process;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server never became ready");
    }

    /// SIGKILL.
    fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

#[tokio::test]
async fn a_payment_made_while_the_server_was_dead_is_not_lost() {
    // This process's server sets the scene; the killed one is a process of its own.
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let retries = sandbox::Config {
        shop_url: format!("http://{address}"),
        retry_minute: Duration::from_millis(300),
        ..sandbox::Config::default()
    };
    let sandbox = sandbox::Sandbox::start(retries).await.unwrap();

    let mut process = Process::start(&app, &address, &sandbox).await;
    let mut buyer = app.buyer().await.at(&format!("http://{address}"));
    let order = buyer.order(guitar.variant, 1).await;
    let payment: shared::payments::Payment =
        buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "stripe" })).await.ok();
    let session = payment.redirect_url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();

    process.kill();
    sandbox.stripe().pay(&session).unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let _process = Process::start(&app, &address, &sandbox).await;

    // The provider tells again, or the reconciler asks: either way, without a hand.
    for _ in 0..300 {
        let order: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
        if order.status == OrderStatus::Paid {
            app.assert_stock_adds_up().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the order never became paid");
}
