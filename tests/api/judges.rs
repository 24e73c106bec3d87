//! The providers' own libraries judge us: what Stripe's signs is taken by the shop, and to both of
//! them the payment sandbox is the real thing (`tests/judges`, run by Node.js).

use std::path::{Path, PathBuf};
use std::process::Command;

use sandbox::{Provider, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus};
use shared::payments::Payment;
use tests::{Caller, Shelf, TestApp, programs};

use crate::faults::handle;

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("judges")
}

/// Has a judge speak; it ends well or panics with what it objects to.
async fn judge(app: &TestApp, script: &str, more: Value) {
    let keys = sandbox::Config::default();
    let mut given = json!({
        "shop": app.url(), "sandbox": app.sandbox.base_url(),
        "stripe": { "key": keys.stripe.secret_key, "webhookSecret": keys.stripe.webhook_secret },
        "midtrans": { "key": keys.midtrans.server_key },
    });
    for (provider, fields) in more.as_object().unwrap() {
        for (name, value) in fields.as_object().unwrap() {
            given[provider][name] = value.clone();
        }
    }
    let script = script.to_owned();
    let judging = tokio::task::spawn_blocking(move || {
        let dir = programs::node_packages("judges", &sources());
        programs::copy(&sources(), &dir, &["support.mjs", &script]);
        programs::run("node", Command::new("node").arg(dir.join(&script)).env("JUDGE", given.to_string()).current_dir(&dir));
    });
    judging.await.expect("a judgement");
}

/// A shop with an order that was paid at the sandbox, which tells nobody.
async fn paid_unheard(provider: Provider) -> (TestApp, Caller, Order, Payment) {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 3).await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(guitar.variant, 1).await;
    app.sandbox.trouble(provider, Trouble::Drop, 2);
    let name = if provider == Provider::Stripe { "stripe" } else { "midtrans" };
    let payment: Payment = buyer.post(&format!("/orders/{}/payments", order.number), json!({ "provider": name })).await.ok();
    match provider {
        Provider::Stripe => app.sandbox.stripe().pay(&handle(&payment)).unwrap(),
        Provider::Midtrans => app.sandbox.midtrans().pay(&handle(&payment), "gopay").unwrap(),
        Provider::Biteship => panic!("Biteship takes no money"),
    }
    app.sandbox.calm(provider);
    (app, buyer, order, payment)
}

async fn assert_paid_once(app: &TestApp, buyer: &Caller, order: &Order) {
    app.run_jobs().await;
    let order: Order = buyer.get(&format!("/orders/{}", order.number)).await.ok();
    assert_eq!(order.status, OrderStatus::Paid);
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_paid'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stripes_own_library_is_content() {
    let (app, buyer, order, payment) = paid_unheard(Provider::Stripe).await;
    judge(&app, "stripe.mjs", json!({ "stripe": { "session": handle(&payment) } })).await;
    // What was refused is not kept, what was taken twice is kept once.
    assert_eq!(app.number("SELECT count(*) AS n FROM payment_events WHERE source = 'notification'").await, 2);
    assert_paid_once(&app, &buyer, &order).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn midtrans_own_library_is_content() {
    let (app, buyer, order, _) = paid_unheard(Provider::Midtrans).await;
    judge(&app, "midtrans.mjs", json!({ "midtrans": { "reference": format!("{}-1", order.number) } })).await;
    assert_eq!(app.number("SELECT count(*) AS n FROM payment_events WHERE source = 'notification'").await, 1);
    assert_paid_once(&app, &buyer, &order).await;
}
