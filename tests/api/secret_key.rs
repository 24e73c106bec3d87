//! The secret key of the settings is not the one of the database: that is noticed, told, and can be mended.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use reqwest::Method;
use sea_orm::FromQueryResult;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::account::SignedIn;
use shared::integrations::{NewApiKey, NewWebhook, WebhookDelivery};
use shared::orders::Order;
use shared::page::Page;
use shared::settings::{EmailSettings, PaymentProviderSettings};
use tests::{Answer, Authenticator, Caller, Database, HookSink, Process, Shelf, TestApp, binary, free_address};

use crate::webhooks::OPEN;

/// What the settings of a demo have.
const OLD: &str = "hurtrock-demo-secret-key-not-for-production";
const NEW: &str = "another-secret-key-of-32-characters-and-more";

/// A shop with one of everything that is sealed.
struct World {
    app: TestApp,
    _sink: HookSink,
    admin: Caller,
    phone: Authenticator,
    codes: Vec<String>,
    hook: NewWebhook,
    erp: Caller,
    order: Order,
}

async fn note(erp: &Caller, order: &Order) -> Answer {
    let path = format!("/admin/orders/{}/notes", order.id);
    erp.send(erp.request(Method::POST, &path).header("idempotency-key", "catatan-0001").json(&json!({ "text": "Kayu" }))).await
}

impl World {
    async fn new() -> Self {
        let app = TestApp::with(&OPEN).await;
        let sink = HookSink::start().await;
        let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
        let order = app.buyer().await.order(guitar.variant, 1).await;
        let admin = app.admin().await;
        let ask =
            json!({ "name": "ERP", "scopes": ["orders.read", "orders.write"], "requests_per_minute": 600, "expires_at": null });
        let key: NewApiKey = admin.post("/admin/api-keys", ask).await.ok();
        let erp = app.guest().with_key(&key.secret);
        note(&erp, &order).await.done();
        let ask = json!({ "url": sink.url(), "description": "ERP", "events": ["order.paid"], "active": true });
        let hook: NewWebhook = admin.post("/admin/webhooks", ask).await.ok();
        let path = format!("/admin/webhooks/{}/rotation", hook.webhook.id);
        let hook: NewWebhook = admin.post(&path, json!({ "grace_minutes": 60 })).await.ok();

        let all: Vec<PaymentProviderSettings> = admin.get("/admin/settings/payments").await.ok();
        let stripe = all.into_iter().find(|settings| settings.provider.as_str() == "stripe").unwrap();
        let mut details = serde_json::to_value(&stripe.details).unwrap();
        let keys = sandbox::Config::default().stripe;
        details["keys"] = json!({ "secret_key": keys.secret_key, "webhook_secret": keys.webhook_secret });
        admin.put_at("/admin/settings/payments/stripe", stripe.revision, details).await.done();
        let email: EmailSettings = admin.get("/admin/settings/email").await.ok();
        let mut details = serde_json::to_value(&email.details).unwrap();
        details["password"] = "sandi surat".into();
        admin.put_at("/admin/settings/email", email.revision, details).await.done();
        let (phone, codes) = Authenticator::turn_on(&app, &admin).await;
        Self { app, _sink: sink, admin, phone, codes, hook, erp, order }
    }

    /// The program on the shop's database, with a key and the one before it.
    fn hurtrock(&self, key: &str, old: Option<&str>, arguments: &[&str]) -> Output {
        let config = &self.app.ctx.config;
        hurtrock(config.database_url.expose_secret(), &config.files_dir, key, old, arguments)
    }

    /// The same database as a shop with the new key has it.
    async fn twin(&self) -> TestApp {
        let config = &self.app.ctx.config;
        let files = config.files_dir.with_extension("twin");
        let settings = [
            ("database_url", config.database_url.expose_secret()),
            ("files_dir", files.to_str().unwrap()),
            ("secret_key", NEW),
            OPEN[0],
            OPEN[1],
        ];
        TestApp::with(&settings).await
    }

    /// What the doctor says of the key.
    fn diagnosis(&self, key: &str) -> (String, String) {
        let output = self.hurtrock(key, None, &["doctor", "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
        let found = report["findings"].as_array().unwrap().iter().find(|finding| finding["name"] == "secret key").unwrap();
        (found["health"].as_str().unwrap().to_owned(), format!("{} {}", found["says"], found["details"]))
    }

    /// Starts a process with a key for a moment; what is noted after it.
    async fn serve(&self, key: &str) -> Option<String> {
        let mut process = Process::start(&self.app, &free_address(), &[("secret_key", key)]).await;
        process.terminate();
        process.stopped().await;
        api::secrets::noted(&self.app.ctx.db).await.unwrap()
    }
}

fn hurtrock(database: &str, files: &Path, key: &str, old: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .env("DATABASE_URL", database)
        .env("HURTROCK_ENVIRONMENT", "demo")
        .env("HURTROCK_SECRET_KEY", key)
        // Nobody is to be asked.
        .env("HURTROCK_STRIPE_API_BASE", "http://127.0.0.1:1")
        .env("HURTROCK_FILES_DIR", files)
        .stdin(Stdio::null());
    if let Some(old) = old {
        command.env("HURTROCK_OLD_SECRET_KEY", old);
    }
    tokio::task::block_in_place(|| command.output().unwrap())
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Signs in by both steps at a shop.
async fn sign_in(there: &TestApp, admin: &Caller, code: &str) -> Answer {
    let ask = json!({ "login": admin.email(), "password": admin.password() });
    let problem = there.guest().post("/auth/sign-in", ask).await.problem(401, "second_factor_required");
    let ask = json!({ "token": problem.params["token"], "code": code });
    there.guest().post("/auth/sign-in/second-factor", ask).await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_noticed_and_everything_is_sealed_anew() {
    let world = World::new().await;
    let print = world.app.ctx.vault.print().to_owned();
    // A key that opens nothing of what is there is not taken for the one of the database, nor is it noted by the doctor.
    assert_eq!(world.serve(NEW).await, None);
    let (health, says) = world.diagnosis(NEW);
    assert!(health == "fault" && says.contains("second factors: 1") && says.contains("secrets of webhooks: 1"), "{says}");
    assert_eq!(world.serve(OLD).await.as_ref(), Some(&print));
    // A process with another one serves, and leaves what is noted.
    assert_eq!(world.serve(NEW).await.as_ref(), Some(&print));
    let (health, says) = world.diagnosis(NEW);
    assert!(health == "fault" && says.contains("is not the one"), "{says}");
    assert_eq!(world.diagnosis(OLD).0, "ok");

    // Whoever signs in is told what it is, and gets in by a recovery code.
    let twin = world.twin().await;
    sign_in(&twin, &world.admin, &world.phone.next(&twin)).await.problem(503, "second_factor_unreadable");
    sign_in(&twin, &world.admin, &world.codes[0]).await.ok::<SignedIn>();

    // Not without the old key, nor by a wrong one.
    let refused = world.hurtrock(NEW, None, &["reseal"]);
    assert!(!refused.status.success() && said(&refused).contains("HURTROCK_OLD_SECRET_KEY"), "{}", said(&refused));
    let refused = world.hurtrock(NEW, Some("a-key-that-never-was-of-this-shop-at-all"), &["reseal"]);
    assert!(!refused.status.success() && said(&refused).contains("open with neither key"), "{}", said(&refused));
    assert_eq!(world.diagnosis(OLD).0, "ok", "nothing was changed");

    // As if it had been interrupted: one of them is sealed by the new key already.
    let sealed = twin.ctx.vault.seal("email:password", b"sandi surat").unwrap();
    world.app.sql("UPDATE email_settings SET sealed_password = $1", [sealed.into()]).await;
    let done = world.hurtrock(NEW, Some(OLD), &["reseal"]);
    assert!(done.status.success(), "{}", said(&done));
    for line in [
        "second factors: 1 sealed anew, 0 were already, 0 cannot",
        "keys of payment providers: 1 sealed anew",
        "passwords of the mail server: 0 sealed anew, 1 were already",
        "secrets of webhooks: 1 sealed anew",
        "secrets that webhooks had before: 1 sealed anew",
        "answers to programs: 1 sealed anew",
    ] {
        assert!(said(&done).contains(line), "{line}: {}", said(&done));
    }
    assert_eq!(api::secrets::noted(&world.app.ctx.db).await.unwrap().as_deref(), Some(twin.ctx.vault.print()));
    assert_eq!(world.diagnosis(NEW).0, "ok");
    assert_eq!(world.diagnosis(OLD).0, "fault");
    let again = world.hurtrock(NEW, Some(OLD), &["reseal"]);
    assert!(again.status.success() && said(&again).contains("second factors: 0 sealed anew, 1 were already"), "{}", said(&again));

    // Each opens for whom it is for.
    sign_in(&twin, &world.admin, &world.phone.next(&twin)).await.ok::<SignedIn>();
    let again = note(&world.erp.clone().at(twin.url()), &world.order).await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    // Tokens of before are signed by the old key.
    let mut admin = world.admin.clone().at(twin.url());
    admin.remember(sign_in(&twin, &world.admin, &world.codes[1]).await);
    let payments: Vec<PaymentProviderSettings> = admin.get("/admin/settings/payments").await.ok();
    assert!(payments.iter().all(|provider| !provider.keys_unreadable));
    let path = format!("/admin/webhooks/{}", world.hook.webhook.id);
    admin.post(&format!("{path}/test"), Value::Null).await.done();
    for _ in 0..3 {
        twin.run_jobs().await;
    }
    let sent: Page<WebhookDelivery> = admin.get(&format!("{path}/deliveries")).await.ok();
    assert_eq!(sent.items[0].last_status, Some(200), "{:?}", sent.items);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_leaves_what_is_to_be_set_anew() {
    let world = World::new().await;
    world.serve(OLD).await;
    let done = world.hurtrock(NEW, None, &["reseal", "--lost"]);
    assert!(
        done.status.success() && said(&done).contains("second factors: 0 sealed anew, 0 were already, 1 cannot"),
        "{}",
        said(&done)
    );
    let (health, says) = world.diagnosis(NEW);
    assert!(health == "fault" && says.contains("must be set anew"), "{says}");
    world.app.sql("UPDATE users SET totp_secret = NULL, totp_enabled_at = NULL", []).await;
    world.app.sql("UPDATE payment_configurations SET sealed_keys = NULL", []).await;
    world.app.sql("UPDATE email_settings SET sealed_password = NULL", []).await;
    world.app.sql("DELETE FROM webhook_endpoints", []).await;
    assert_eq!(world.diagnosis(NEW).0, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_says_which_key_opens_it() {
    let world = World::new().await;
    world.serve(OLD).await;
    let place = std::env::temp_dir().join(format!("hurtrock-keys-{}", uuid::Uuid::now_v7().simple()));
    let taken = world.hurtrock(OLD, None, &["backup", place.to_str().unwrap()]);
    assert!(taken.status.success(), "{}", said(&taken));
    let backup = String::from_utf8(taken.stdout).unwrap().trim().to_owned();
    let manifest: Value = serde_json::from_slice(&std::fs::read(Path::new(&backup).join("backup.json")).unwrap()).unwrap();
    assert_eq!(manifest["sealed_by"], world.app.ctx.vault.print());

    let (fresh, files) = (Database::empty().await, place.join("pictures"));
    let restore = |key: &str, more: &[&str]| {
        let arguments: Vec<&str> = ["restore", backup.as_str()].into_iter().chain(more.iter().copied()).collect();
        hurtrock(&fresh.url(), &files, key, None, &arguments)
    };
    let refused = restore(NEW, &[]);
    assert!(!refused.status.success() && said(&refused).contains("another `secret_key`"), "{}", said(&refused));
    let done = restore(OLD, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let done = restore(NEW, &["--force", "--other-key"]);
    assert!(done.status.success(), "{}", said(&done));
    let _ = std::fs::remove_dir_all(&place);
}

#[tokio::test]
async fn whatever_is_sealed_can_be_found() {
    #[derive(FromQueryResult)]
    struct Column {
        name: String,
    }
    let app = TestApp::new().await;
    let sql = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns
               WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name ~ '^sealed'";
    let there: Vec<Column> = api::db::all(&app.ctx.db, sql, []).await.unwrap();
    let there: BTreeSet<String> = there.into_iter().map(|column| column.name).collect();
    let told: BTreeSet<String> = api::secrets::all_sealed().map(|kept| format!("{}.{}", kept.table, kept.column)).collect();
    let unknown: Vec<&String> = there.difference(&told).collect();
    assert!(unknown.is_empty(), "`hurtrock reseal` does not know of {unknown:?}: name them in their room's SEALED");
    assert!(told.contains("users.totp_secret") && told.contains("idempotency_keys.answer") && !there.is_empty());
}
