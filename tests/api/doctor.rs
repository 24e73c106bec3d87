//! `hurtrock doctor`: a healthy shop is told as such, and whatever is wrong with one is found.

use std::process::{Command, Output, Stdio};

use sandbox::Provider;
use sea_orm::{ConnectionTrait, TransactionTrait};
use secrecy::ExposeSecret;
use serde_json::Value;
use tests::{Bucket, Shelf, SmtpSink, Temper, TestApp};

/// The program with the settings of a shop, and some of them changed.
fn doctor(app: &TestApp, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("hurtrock");
    let binary = std::env::var("HURTROCK_TEST_SERVER").map_or(binary, Into::into);
    assert!(binary.exists(), "{} is not built: run the tests by `cargo xtask test`", binary.display());
    let keys = sandbox::Config::default();
    let mut command = Command::new(binary);
    command
        .arg("doctor")
        .args(arguments)
        .env("DATABASE_URL", app.ctx.config.database_url.expose_secret())
        .env("HURTROCK_ENVIRONMENT", "demo")
        .env("HURTROCK_FILES_DIR", &app.ctx.config.files_dir)
        .env("HURTROCK_STRIPE_API_BASE", app.sandbox.stripe_url())
        .env("HURTROCK_STRIPE_SECRET_KEY", keys.stripe.secret_key)
        .env("HURTROCK_STRIPE_WEBHOOK_SECRET", keys.stripe.webhook_secret)
        .env("HURTROCK_MIDTRANS_SNAP_BASE", app.sandbox.snap_url())
        .env("HURTROCK_MIDTRANS_API_BASE", app.sandbox.core_url())
        .env("HURTROCK_MIDTRANS_SERVER_KEY", keys.midtrans.server_key)
        .stdin(Stdio::null());
    for (name, value) in settings {
        command.arg("--set").arg(format!("{name}={value}"));
    }
    command.output().unwrap()
}

/// The report, and that the exit code agrees with it.
async fn report(app: &TestApp, settings: &[(&str, &str)]) -> Value {
    let output = tokio::task::block_in_place(|| doctor(app, &["--json"], settings));
    let text = String::from_utf8(output.stdout).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(output.status.code(), Some(i32::from(report["healthy"] != true)), "{text}");
    report
}

/// How something is, and what is said about it.
fn finding(report: &Value, name: &str) -> (String, String) {
    let found = report["findings"].as_array().unwrap().iter().find(|finding| finding["name"] == name);
    let found = found.unwrap_or_else(|| panic!("{name} is not in {report:#}"));
    (found["health"].as_str().unwrap().to_owned(), format!("{} {}", found["says"], found["details"]))
}

#[track_caller]
fn assert_is(report: &Value, name: &str, health: &str, says: &str) {
    let (found, text) = finding(report, name);
    assert!(found == health && text.contains(says), "{name} is {found}: {text}");
}

async fn by_hand(app: &TestApp, sql: &str) {
    let tx = app.ctx.db.begin().await.unwrap();
    tx.execute_unprepared("SET LOCAL session_replication_role = replica").await.unwrap();
    tx.execute_unprepared(sql).await.unwrap();
    tx.commit().await.unwrap();
}

const EVERYTHING: [&str; 15] = [
    "configuration",
    "database",
    "migrations",
    "extensions",
    "jobs",
    "emails",
    "ledger",
    "backup",
    "secret key",
    "changes",
    "files",
    "web app",
    "mail server",
    "payments: stripe",
    "payments: midtrans",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_shop() {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    app.paid_order(&mut app.buyer().await, guitar.variant, 1).await;
    app.sql("INSERT INTO last_backup (ended_at) VALUES (now() - interval '3 hours')", []).await;
    let report = report(&app, &[("smtp_url", &sink.url())]).await;
    assert_eq!(report["healthy"], true, "{report:#}");
    let names: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["name"].as_str().unwrap()).collect();
    assert_eq!(names, EVERYTHING);
    for name in EVERYTHING.iter().filter(|name| **name != "database") {
        assert_eq!(finding(&report, name).0, "ok", "{report:#}");
    }
    assert_is(&report, "ledger", "ok", "add up");

    let output = tokio::task::block_in_place(|| doctor(&app, &[], &[]));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && EVERYTHING.iter().all(|name| text.contains(name)), "{text}");
    assert!(!text.contains("sk_test") && !text.contains("postgres:"), "no secrets: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_the_database_is_found() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let order = app.paid_order(&mut app.buyer().await, guitar.variant, 1).await;

    // One breach of each part of the law; `ledger.rs` has them all.
    for (law, sql) in [
        ("on_hand_is_the_ledger", "UPDATE stocks SET on_hand = on_hand + 1"),
        ("what_is_paid_is_held", "DELETE FROM stock_reservations"),
        ("paid_is_on_the_timeline", "DELETE FROM order_events WHERE kind = 'paid'"),
        ("no_money_without_an_order", "UPDATE orders SET status = 'expired'"),
    ] {
        assert_is(&report(&app, &[]).await, "ledger", if law == "on_hand_is_the_ledger" { "ok" } else { "fault" }, "add up");
        by_hand(&app, sql).await;
        assert_is(&report(&app, &[]).await, "ledger", "fault", law);
    }
    assert_is(&report(&app, &[]).await, "ledger", "fault", &order.number);

    app.sql(
        "UPDATE email_messages SET state = 'queued', created_at = now() - interval '2 hours', last_error = 'no route to host'",
        [],
    )
    .await;
    assert_is(&report(&app, &[]).await, "emails", "warning", "no route to host");
    app.sql("UPDATE email_messages SET state = 'failed', created_at = now(), last_error = 'no such user'", []).await;
    assert_is(&report(&app, &[]).await, "emails", "warning", "no such user");

    app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '20 minutes'", []).await;
    assert_is(&report(&app, &[]).await, "jobs", "fault", "waits for 20 minutes");
    app.sql("UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'the sky fell'", []).await;
    assert_is(&report(&app, &[]).await, "jobs", "fault", "the sky fell");

    assert_is(&report(&app, &[]).await, "backup", "warning", "never ended well");
    app.sql("INSERT INTO last_backup (ended_at) VALUES (now() - interval '30 hours')", []).await;
    assert_is(&report(&app, &[]).await, "backup", "warning", "30 hours ago");

    app.sql("DROP EXTENSION unaccent CASCADE", []).await;
    assert_is(&report(&app, &[]).await, "extensions", "fault", "unaccent");
    app.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_from_the_future', 0)", []).await;
    assert_is(&report(&app, &[]).await, "migrations", "warning", "from_the_future");
    app.sql("DELETE FROM seaql_migrations WHERE version LIKE '%_refunds'", []).await;
    let neither = report(&app, &[]).await;
    assert_is(&neither, "migrations", "fault", "m20261124_000020_refunds");
    assert_is(&neither, "migrations", "fault", "from_the_future");
    app.sql("DELETE FROM seaql_migrations WHERE version LIKE '%_from_the_future'", []).await;
    assert_is(&report(&app, &[]).await, "migrations", "fault", "`hurtrock migrate` makes them");
    app.sql("DROP FUNCTION ledger_faults()", []).await;
    assert_is(&report(&app, &[]).await, "ledger", "fault", "cannot be read");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_outside_is_found() {
    let app = TestApp::new().await;
    let sink = SmtpSink::start().await.unwrap();
    let smtp = |temper| {
        sink.behave(temper);
        sink.url()
    };
    let url = smtp(Temper::RefuseSignIn).replace("://", "://toko:salah@");
    assert_is(&report(&app, &[("smtp_url", &url)]).await, "mail server", "fault", "cannot be used");
    assert_is(&report(&app, &[("smtp_url", "smtp://127.0.0.1:1")]).await, "mail server", "fault", "cannot be used");

    let wrong = report(&app, &[("stripe_secret_key", "sk_test_wrong_one"), ("midtrans_api_base", "http://127.0.0.1:1")]).await;
    assert_is(&wrong, "payments: stripe", "fault", "cannot be used");
    assert_is(&wrong, "payments: midtrans", "fault", "does not answer");
    let (_, text) = finding(&wrong, "payments: stripe");
    assert!(!text.contains("sk_test_wrong_one"), "{text}");
    let none = report(&app, &[("stripe_secret_key", ""), ("stripe_webhook_secret", "")]).await;
    assert_is(&none, "payments: stripe", "ok", "not offered");
    assert_eq!(none["healthy"], true);
    let none = report(&app, &[("stripe_secret_key", ""), ("stripe_webhook_secret", ""), ("midtrans_server_key", "")]).await;
    assert_is(&none, "payments: stripe", "warning", "not offered");

    let file = app.ctx.config.files_dir.join("a-file");
    std::fs::write(&file, b"x").unwrap();
    let below = file.join("below");
    assert_is(&report(&app, &[("files_dir", &below.display().to_string())]).await, "files", "fault", "cannot be written");

    app.sandbox.fail_next(Provider::Midtrans, 1, 401);
    app.admin().await.post("/admin/settings/payments/midtrans/test", Value::Null).await.done();
    assert_is(
        &report(&app, &[]).await,
        "payments: midtrans",
        "warning",
        "takes our keys again, test environment, which it refused since",
    );
    app.sandbox.fail_next(Provider::Midtrans, 1, 401);
    assert_is(&report(&app, &[]).await, "payments: midtrans", "fault", "and not offered since");

    let sealed = "INSERT INTO payment_configurations (provider, active, sandbox, revision, sealed_keys) VALUES ('stripe', true, true, 1, '\\x00')";
    app.sql(sealed, []).await;
    assert_is(&report(&app, &[]).await, "payments: stripe", "fault", "cannot be opened");

    let nowhere = report(&app, &[("database_url", "postgres://127.0.0.1:1/nowhere")]).await;
    assert_is(&nowhere, "database", "fault", "does not answer");
    assert_is(&nowhere, "ledger", "skipped", "needs the database");
    assert_is(&nowhere, "payments: stripe", "ok", "answers");

    let open = [
        ("environment", "production"),
        ("public_url", "http://toko.example"),
        ("secret_key", "0123456789012345678901234567890123"),
        ("smtp_url", "smtp://127.0.0.1:1"),
    ];
    assert_is(&report(&app, &open).await, "configuration", "warning", "is not https://");
    let faults = report(&app, &[("listen", "nowhere"), ("order_ttl_minutes", "5")]).await;
    assert_is(&faults, "configuration", "fault", "`listen` is");
    assert_is(&faults, "configuration", "fault", "order_ttl_minutes");
    assert_is(&report(&app, &[("mail_from", "nobody")]).await, "configuration", "fault", "mail_from");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_for_pictures_is_tried() {
    let bucket = Bucket::start().await;
    let app = TestApp::with(&bucket.settings()).await;
    let mut settings = bucket.settings();
    assert_is(&report(&app, &settings).await, "files", "ok", "the bucket pictures can be written");
    assert_eq!(app.ctx.files.keys().await.unwrap(), [] as [&str; 0], "the doctor leaves nothing");
    settings.push(("s3_secret_access_key", "gitar-merah-di-kamar"));
    let refused = report(&app, &settings).await;
    assert_is(&refused, "files", "fault", "the bucket pictures cannot be written");
    assert!(!finding(&refused, "files").1.contains("gitar-merah"));
}
