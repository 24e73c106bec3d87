//! The schema goes up, down and up again; indexes are made while the shop goes on, and one can go back to the program before.

use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use api::clock::Clock;
use api::config::Config;
use api::context::Ctx;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, TransactionTrait};
use secrecy::ExposeSecret;
use serde_json::json;
use shared::page::Page;
use shared::users::StaffUserRow;
use tests::{Database, Process, Shelf, TestApp, binary, free_address};

#[tokio::test]
async fn up_down_and_up_again() {
    let database = Database::empty().await;
    let config = Config::read("environment = 'demo'", [("DATABASE_URL".to_owned(), database.url())], []).unwrap();
    let ctx = Ctx::open(config, Clock::default()).await.unwrap();
    api::db::migrate(&ctx.db).await.unwrap();
    // A second run finds nothing to do.
    api::db::migrate(&ctx.db).await.unwrap();
    Migrator::down(&ctx.db, None).await.unwrap();
    let left = "SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'seaql_migrations'";
    let row = ctx.db.query_one_raw(api::db::statement(left, [])).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0, "tables are left after going down");
    api::db::migrate(&ctx.db).await.unwrap();
    let regions = "SELECT (SELECT count(*) FROM provinces) * 1000000 + (SELECT count(*) FROM regencies) * 10000 + (SELECT count(*) FROM districts) AS n";
    let row = ctx.db.query_one_raw(api::db::statement(regions, [])).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 38 * 1_000_000 + 514 * 10_000 + 7_277);
    ctx.db.clone().close().await.unwrap();
}

#[tokio::test]
async fn the_database_of_another_program_is_left_as_it_is() {
    let database = Database::empty().await;
    let config = Config::read("environment = 'demo'", [("DATABASE_URL".to_owned(), database.url())], []).unwrap();
    let ctx = Ctx::open(config, Clock::default()).await.unwrap();
    ctx.db.execute_unprepared("CREATE TABLE users (id int)").await.unwrap();
    let refused = api::db::migrate(&ctx.db).await.unwrap_err().to_string();
    assert!(refused.contains("another program (users)"), "{refused}");
    let tables = "SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public'";
    let row = ctx.db.query_one_raw(api::db::statement(tables, [])).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1, "nothing is made beside it");
    ctx.db.clone().close().await.unwrap();
}

/// `hurtrock migrate`, as systemd has it done before a process starts.
async fn migrate(app: &TestApp) -> Output {
    let mut migrate = tokio::process::Command::new(binary());
    migrate
        .arg("migrate")
        .env("DATABASE_URL", app.ctx.config.database_url.expose_secret())
        .env("HURTROCK_ENVIRONMENT", "demo")
        .env_remove("RUST_LOG")
        .kill_on_drop(true);
    migrate.output().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a new process does: it migrates, and serves.
async fn begin(app: &TestApp, address: &str) -> Process {
    let output = migrate(app).await;
    assert!(output.status.success(), "{}", said(&output));
    Process::start(app, address, &[]).await
}

/// A step that this program does not know, as a newer one leaves it.
async fn a_newer_program_was_here(app: &TestApp) {
    app.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_from_the_future', 0)", []).await;
}

#[tokio::test]
async fn the_program_of_the_release_before_goes_on_with_a_newer_schema() {
    let app = TestApp::new().await;
    a_newer_program_was_here(&app).await;
    let made = async || app.number("SELECT count(*) AS n FROM seaql_migrations").await;
    let before = made().await;
    let output = migrate(&app).await;
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("WARN") && said(&output).contains("m20991231_000001_from_the_future"), "{}", said(&output));

    let (one, other) = (free_address(), free_address());
    let (mut first, mut second) = tokio::join!(begin(&app, &one), begin(&app, &other));
    assert!(first.lives() && second.lives());
    assert_eq!(made().await, before);
}

#[tokio::test]
async fn a_program_that_is_both_older_and_newer_is_refused() {
    let app = TestApp::new().await;
    a_newer_program_was_here(&app).await;
    let gone = app.sql("DELETE FROM seaql_migrations WHERE version = 'm20261129_000049_key_paces'", []).await;
    assert_eq!(gone, 1);
    let made = app.number("SELECT count(*) AS n FROM seaql_migrations").await;
    let output = migrate(&app).await;
    let said = said(&output);
    assert!(!output.status.success(), "{said}");
    for told in ["m20991231_000001_from_the_future", "m20261129_000049_key_paces", "Nothing was changed"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM seaql_migrations").await, made);
}

#[tokio::test]
async fn two_processes_at_once_make_indexes_of_a_shop_that_is_open() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let goods = Shelf::new(&app).await.goods("RG550", 13_000_000, 9).await;
    let mut buyer = app.buyer().await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        orders.push(app.paid_order(&mut buyer, goods.variant, 1).await.id.0);
    }
    // The step was never made, but somebody was interrupted at it: what is left of the index is of no use.
    for name in ["orders_bought_idx", "users_here_idx"] {
        app.sql(&format!("DROP INDEX {name}"), []).await;
    }
    let gone = app.sql("DELETE FROM seaql_migrations WHERE version = 'm20261129_000047_indexes'", []).await;
    assert_eq!(gone, 1);
    let two_have_the_same = "CREATE UNIQUE INDEX CONCURRENTLY orders_bought_idx ON orders (locale)";
    assert!(app.ctx.db.execute_unprepared(two_have_the_same).await.is_err());
    let left = "SELECT count(*) AS n FROM pg_index WHERE indexrelid = 'orders_bought_idx'::regclass AND NOT indisvalid";
    assert_eq!(app.number(left).await, 1);

    // Orders change all the while, one of them in a transaction that takes its time, so that one process waits for it and
    // the other for that one. The list does without the index.
    let ready = AtomicBool::new(false);
    let traffic = async {
        let mut rounds = 0;
        while !ready.load(Ordering::Relaxed) {
            app.sql("UPDATE orders SET revision = revision + 1 WHERE id = $1", [orders[0].into()]).await;
            let people: Page<StaffUserRow> = admin.get("/admin/users?sort=spent").await.ok();
            assert_eq!(people.items[0].orders, 2);
            rounds += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        rounds
    };
    let slow = async {
        let tx = app.ctx.db.begin().await.unwrap();
        api::db::execute(&tx, "UPDATE orders SET note = 'x' WHERE id = $1", [orders[1].into()]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(3)).await;
        tx.commit().await.unwrap();
    };
    let (one, other) = (free_address(), free_address());
    let processes = async {
        let both = async { tokio::join!(begin(&app, &one), begin(&app, &other)) };
        let both = tokio::time::timeout(Duration::from_secs(60), both).await;
        ready.store(true, Ordering::Relaxed);
        both.expect("both are ready")
    };
    let (rounds, (), (mut first, mut second)) = tokio::join!(traffic, slow, processes);
    assert!(rounds > 10, "the shop went on: {rounds}");
    assert!(first.lives() && second.lives());
    let valid =
        "SELECT count(*) AS n FROM pg_index WHERE indexrelid IN ('orders_bought_idx'::regclass, 'users_here_idx'::regclass)
                 AND indisvalid AND NOT indisunique";
    assert_eq!(app.number(valid).await, 2);
    assert_eq!(app.number("SELECT count(*) AS n FROM seaql_migrations WHERE version = 'm20261129_000047_indexes'").await, 1);
}

#[tokio::test]
async fn nobody_waits_behind_a_step_that_waits_for_a_backup() {
    let app = TestApp::new().await;
    app.ctx.db.execute_unprepared(include_str!("../../migration/src/sql/53_confirmed_sessions.down.sql")).await.unwrap();
    let gone = app.sql("DELETE FROM seaql_migrations WHERE version = 'm20261129_000053_confirmed_sessions'", []).await;
    assert_eq!(gone, 1);
    let backup = app.ctx.db.begin().await.unwrap();
    api::db::execute(&backup, "LOCK TABLE sessions IN ACCESS SHARE MODE", []).await.unwrap();
    let reader = async {
        let waits = "SELECT count(*) AS n FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ALTER TABLE sessions%'";
        app.eventually("the step waits", async || app.number(waits).await > 0).await;
        let read = app.number("SELECT count(*) AS n FROM sessions");
        assert!(tokio::time::timeout(Duration::from_secs(20), read).await.is_ok(), "it stands in line behind the step");
        backup.commit().await.unwrap();
    };
    let (output, ()) = tokio::join!(migrate(&app), reader);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("it is tried again"), "{}", said(&output));
    assert_eq!(app.number("SELECT count(*) AS n FROM seaql_migrations WHERE version LIKE '%confirmed_sessions'").await, 1);
}

#[tokio::test]
async fn stock_cannot_be_written_past_the_ledger() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let goods = shelf.goods("RG550", 12_000_000, 3).await;
    for sql in [
        "UPDATE stocks SET on_hand = 99",
        "UPDATE stocks SET reserved = 1",
        "UPDATE stock_movements SET quantity = 99",
        "DELETE FROM stock_movements",
        "UPDATE audit_events SET action = 'x'",
    ] {
        let result = app.ctx.db.execute_unprepared(sql).await;
        // Nothing is audited yet: an update of no row is no change.
        assert!(result.is_err() || sql.contains("audit_events"), "{sql} was allowed");
    }
    let more_than_there_are = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason) VALUES (gen_random_uuid(), $1, 'adjustment', -4, 'count')";
    assert!(api::db::execute(&app.ctx.db, more_than_there_are, [goods.variant.0.into()]).await.is_err());
    // Movements that come at once know what was there after each; those that are there already move nothing.
    let several = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason)
                   SELECT m.id, $1::uuid, 'adjustment', m.quantity, 'count'
                   FROM (VALUES ('0196a000-0000-7000-8000-000000000001'::uuid, 4), ('0196a000-0000-7000-8000-000000000002'::uuid, -2))
                       AS m (id, quantity)
                   ON CONFLICT DO NOTHING";
    for _ in 0..2 {
        api::db::execute(&app.ctx.db, several, [goods.variant.0.into()]).await.unwrap();
    }
    let after = async |quantity: i32| {
        app.number(&format!("SELECT on_hand_after::bigint AS n FROM stock_movements WHERE quantity = {quantity}")).await
    };
    assert_eq!((after(3).await, after(4).await, after(-2).await), (3, 7, 5));
    app.assert_laws().await;
}

#[tokio::test]
async fn who_could_run_jobs_again_before_it_was_a_permission_still_may() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    for (name, permission) in [("pengamat", "system.read"), ("pengepak", "orders.read")] {
        admin.post("/admin/roles", json!({ "name": name, "permissions": ["admin.access", permission] })).await.done();
        let key = json!({ "name": name, "scopes": [permission], "requests_per_minute": 600, "expires_at": null });
        admin.post("/admin/api-keys", key).await.done();
    }
    for sql in [
        include_str!("../../migration/src/sql/71_system_manage.down.sql"),
        include_str!("../../migration/src/sql/71_system_manage.up.sql"),
    ] {
        app.ctx.db.execute_unprepared(sql).await.unwrap();
    }
    let roles = "SELECT count(*) AS n FROM role_permissions p JOIN roles r ON r.id = p.role_id
                 WHERE p.permission = 'system.manage' AND r.name IN ('admin', 'pengamat')";
    assert_eq!(app.number(roles).await, 2);
    assert_eq!(app.number("SELECT count(*) AS n FROM role_permissions WHERE permission = 'system.manage'").await, 2);
    let keys = "SELECT count(*) AS n FROM api_keys WHERE scopes = ARRAY['system.read', 'system.manage']";
    assert_eq!(app.number(keys).await, 1);
    assert_eq!(app.number("SELECT count(*) AS n FROM api_keys WHERE 'system.manage' = ANY (scopes)").await, 1);
}
