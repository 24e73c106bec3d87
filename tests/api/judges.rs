//! The providers' own libraries judge us: what Stripe's signs is taken by the shop, and to both of
//! them the payment sandbox is the real thing (`tests/judges`, run by Node.js).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sandbox::{Provider, Trouble};
use serde_json::{Value, json};
use shared::orders::{Order, OrderStatus};
use shared::payments::Payment;
use tests::{Caller, Shelf, TestApp};

use crate::faults::handle;

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("judges")
}

/// Where the libraries are installed: once for each state of the lock file, inside `target`.
fn installed() -> PathBuf {
    let lock = std::fs::read(sources().join("package-lock.json")).expect("the lock file");
    let test = std::env::current_exe().expect("a path");
    let cache = test.ancestors().nth(3).expect("a target directory").join("judges");
    std::fs::create_dir_all(&cache).expect("a directory");
    // Tests are processes: the first one installs, the others wait.
    let one_at_a_time = std::fs::File::create(cache.join("lock")).expect("a lock");
    one_at_a_time.lock().expect("the lock");
    let dir = cache.join(format!("{:016x}", fnv1a(&lock)));
    if dir.is_dir() {
        return dir;
    }
    let unfinished = dir.with_extension("unfinished");
    let _ = std::fs::remove_dir_all(&unfinished);
    std::fs::create_dir_all(&unfinished).expect("a directory");
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(sources().join(file), unfinished.join(file)).expect("a copy");
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&unfinished);
    run("npm", &mut npm);
    std::fs::rename(&unfinished, &dir).expect("a finished installation");
    dir
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn run(program: &str, command: &mut Command) {
    let out = match command.stdin(Stdio::null()).output() {
        Ok(out) => out,
        Err(error) => {
            panic!("{program} is needed to hear the providers' own libraries, and cannot be run ({error}): install Node.js")
        }
    };
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
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
        let dir = installed();
        for file in ["support.mjs", &script] {
            std::fs::copy(sources().join(file), dir.join(file)).expect("a copy");
        }
        run("node", Command::new("node").arg(dir.join(&script)).env("JUDGE", given.to_string()).current_dir(&dir));
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
