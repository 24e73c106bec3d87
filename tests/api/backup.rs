//! M8: a backup is taken, the shop is wrecked, and what was there is there again.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use chrono::Utc;
use sea_orm::{ConnectionTrait, TransactionTrait};
use secrecy::ExposeSecret;
use serde_json::Value;
use tests::{Caller, Database, Process, Shelf, TestApp, binary, free_address};

/// The program, on a database and a directory of pictures.
fn hurtrock(database: &str, files: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .env("DATABASE_URL", database)
        .env("HURTROCK_ENVIRONMENT", "demo")
        .env("HURTROCK_FILES_DIR", files)
        .stdin(Stdio::null());
    tokio::task::block_in_place(|| command.output().unwrap())
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn assert_done(output: &Output) {
    assert!(output.status.success(), "{}", said(output));
}

#[track_caller]
fn assert_refused(output: &Output, because: &str) {
    assert!(!output.status.success() && said(output).contains(because), "{}", said(output));
}

/// Everything in a directory, by its path from there.
fn contents(directory: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(top: &Path, directory: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(top, &path, found);
            } else {
                let name = path.strip_prefix(top).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(directory, directory, &mut found);
    found.sort();
    found
}

/// What a buyer and a guest see.
async fn seen(buyer: &Caller, number: &str) -> (Value, Value) {
    (buyer.get(&format!("/orders/{number}")).await.json(), buyer.get("/account").await.json())
}

/// A new directory of a test's own.
struct Place(std::path::PathBuf);

impl Place {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("hurtrock-backups-{}", uuid::Uuid::now_v7().simple())))
    }

    fn text(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_backed_up_is_there_again() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitars = shelf.finishes("Ibanez", "RG550", 12_000_000, 5, &["Merah"]).await;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, guitars[0].variant, 2).await;
    // Something for the audit log.
    app.admin().await.get("/admin/orders/export?format=csv").await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    let (before, pictures) = (seen(&buyer, &order.number).await, contents(&files));
    assert!(!pictures.is_empty());

    let place = Place::new();
    let taken = hurtrock(&database, &files, &["backup", place.text()]);
    assert_done(&taken);
    let backup = String::from_utf8(taken.stdout).unwrap().trim().to_owned();
    assert_eq!(contents(&Path::new(&backup).join("files")), pictures);
    let manifest: Value = serde_json::from_slice(&std::fs::read(Path::new(&backup).join("backup.json")).unwrap()).unwrap();
    assert_eq!(manifest["state"]["rows"]["public.orders"], 1);
    assert_eq!(manifest["state"]["ledger_faults"], 0);

    // Not into a shop that has something to lose.
    assert_refused(&hurtrock(&database, &files, &["restore", &backup]), "not empty");
    assert_eq!(seen(&buyer, &order.number).await, before);

    // The wreck: rows, tables and pictures are gone.
    app.sql("DROP TABLE order_events CASCADE", []).await;
    app.sql("UPDATE users SET name = 'Orang Lain'", []).await;
    std::fs::remove_dir_all(&files).unwrap();
    assert_done(&hurtrock(&database, &files, &["restore", &backup, "--force"]));
    app.ctx.caches.apply(&api::cache::Change::Everything);
    assert_eq!(seen(&buyer, &order.number).await, before);
    assert_eq!(contents(&files), pictures);
    app.assert_laws().await;
    assert_eq!(api::audit::verify(&app.ctx.db).await.unwrap().fault_count, 0);

    // The shop as it is has a backup: this one.
    let this_one = format!("SELECT count(*) AS n FROM last_backup WHERE ended_at = '{}'", manifest["taken_at"].as_str().unwrap());
    assert_eq!(app.number(&this_one).await, 1);

    // Into a database of its own, where the shop goes on: ids, passwords and the stock's ledger hold.
    let (fresh, elsewhere) = (Database::empty().await, Place::new());
    assert_done(&hurtrock(&fresh.url(), &elsewhere.0, &["restore", &backup]));
    let twin = TestApp::with(&[("database_url", &fresh.url()), ("files_dir", elsewhere.text())]).await;
    let mut there = buyer.clone().at(twin.url());
    assert_eq!(seen(&there, &order.number).await, before);
    there.sign_in().await;
    there.order(guitars[0].variant, 1).await;
    twin.assert_laws().await;
    assert_eq!(twin.number(&this_one).await, 1);
    assert_eq!(contents(&elsewhere.0), pictures);
    // The planner knows our tables; who owns a database may not look into PostgreSQL's own.
    let analysed =
        "SELECT count(*) AS n FROM pg_stat_user_tables WHERE relname IN ('orders', '_private_jobs') AND last_analyze IS NOT NULL";
    assert_eq!(twin.number(analysed).await, 2);
    // Those of all databases were looked into when the server was made.
    let others = "SELECT count(*) AS n FROM pg_stat_sys_tables s JOIN pg_class c ON c.oid = s.relid
                  WHERE NOT c.relisshared AND s.last_analyze IS NOT NULL";
    assert_eq!(twin.number(others).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_replaced_while_processes_serve_from_it() {
    let app = TestApp::new().await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    let place = Place::new();
    let taken = hurtrock(&database, &files, &["backup", place.text()]);
    assert_done(&taken);
    let backup = String::from_utf8(taken.stdout).unwrap().trim().to_owned();
    // What a restore would take away.
    app.buyer().await;
    let users = "SELECT count(*) AS n FROM users";
    let restore = ["restore", &backup, "--force"];
    let cut_off = ["restore", &backup, "--force", "--disconnect"];

    let address = free_address();
    let mut process = Process::start(&app, &address, &[]).await;
    let refused = hurtrock(&database, &files, &restore);
    assert_refused(&refused, "1 process(es) of the shop are connected");
    assert_refused(&refused, &address);
    // One that lives comes back.
    assert_refused(&hurtrock(&database, &files, &cut_off), "so they live");
    assert!(process.lives());
    assert_eq!(app.number(users).await, 1);
    process.terminate();
    process.stopped().await;

    // That of a machine that is gone does not, and PostgreSQL takes it for connected for hours.
    let gone = format!("{database}?application_name=hurtrock%20serve%2010.0.0.7:8080");
    let mut gone = sea_orm::ConnectOptions::new(gone);
    gone.max_connections(1).sqlx_logging(false);
    let _gone = sea_orm::Database::connect(gone).await.unwrap();
    assert_refused(&hurtrock(&database, &files, &restore), "10.0.0.7:8080");
    assert_eq!(app.number(users).await, 1);
    assert_done(&hurtrock(&database, &files, &cut_off));
    assert_eq!(app.number(users).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_refused_before_anything_is_touched() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.finishes("Ibanez", "RG550", 12_000_000, 5, &["Merah"]).await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    let place = Place::new();
    let taken = hurtrock(&database, &files, &["backup", place.text()]);
    let backup = String::from_utf8(taken.stdout).unwrap().trim().to_owned();
    let dump = Path::new(&backup).join("database.dump");
    let whole = std::fs::read(&dump).unwrap();
    let mut broken = whole.clone();
    *broken.last_mut().unwrap() ^= 1;
    std::fs::write(&dump, &broken).unwrap();
    assert_refused(&hurtrock(&database, &files, &["restore", &backup, "--force"]), "checksum differs");
    std::fs::write(&dump, &whole).unwrap();
    let (picture, _) = contents(&Path::new(&backup).join("files")).remove(0);
    std::fs::remove_file(Path::new(&backup).join("files").join(picture)).unwrap();
    assert_refused(&hurtrock(&database, &files, &["restore", &backup, "--force"]), "the backup is damaged");
    assert_refused(&hurtrock(&database, &files, &["restore", place.text()]), "is no backup");
    assert_eq!(app.number("SELECT count(*) AS n FROM products").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_backups_go_and_pictures_are_kept_once() {
    use std::os::unix::fs::MetadataExt;

    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    shelf.finishes("Ibanez", "RG550", 12_000_000, 5, &["Merah"]).await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    let place = Place::new();
    let first = hurtrock(&database, &files, &["backup", place.text()]);
    assert_done(&first);
    // It is of another day now; a name is a time.
    let first = String::from_utf8(first.stdout).unwrap().trim().to_owned();
    let older = place.0.join("hurtrock-20200105T030000Z");
    std::fs::rename(&first, &older).unwrap();
    let second = hurtrock(&database, &files, &["backup", place.text(), "--keep"]);
    assert_done(&second);
    assert!(older.exists(), "thirty days with a backup stay, whichever they are: {}", said(&second));
    let second = String::from_utf8(second.stdout).unwrap().lines().next().unwrap().to_owned();
    let (picture, _) = contents(&older.join("files")).remove(0);
    let inode = |backup: &Path| std::fs::metadata(backup.join("files").join(&picture)).unwrap().ino();
    assert_eq!(inode(&older), inode(Path::new(&second)));

    std::fs::rename(&second, place.0.join("hurtrock-20200106T030000Z")).unwrap();
    let third = hurtrock(&database, &files, &["backup", place.text(), "--keep=1,1"]);
    assert_done(&third);
    let left = finished(&place.0).len();
    assert!(left == 1 && !older.exists(), "{}", said(&third));
}

/// What lies in a directory of backups, by how the names begin.
fn named(directory: &Path, prefix: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)).map(|entry| entry.path()).collect()
}

fn finished(directory: &Path) -> Vec<std::path::PathBuf> {
    named(directory, "hurtrock-")
}

fn halves(directory: &Path) -> Vec<std::path::PathBuf> {
    named(directory, ".hurtrock-")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stays_of_a_backup_that_was_killed() {
    let app = TestApp::new().await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    let place = Place::new();
    // The dump waits for this one.
    let tx = app.ctx.db.begin().await.unwrap();
    tx.execute_unprepared("LOCK TABLE products IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let begin = || {
        let mut command = Command::new(binary());
        command.args(["backup", place.text()]).env("DATABASE_URL", &database).env("HURTROCK_ENVIRONMENT", "demo");
        command.env("HURTROCK_FILES_DIR", &files).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };

    // Told to stop, it leaves nothing.
    let mut stopped = begin();
    app.eventually("it has begun", async || halves(&place.0).len() == 1).await;
    assert_refused(&hurtrock(&database, &files, &["backup", place.text()]), "another backup");
    let asked = Command::new("kill").arg("-TERM").arg(stopped.id().to_string()).status();
    assert!(asked.is_ok_and(|status| status.success()));
    assert!(!tokio::task::block_in_place(|| stopped.wait()).unwrap().success());
    assert!(halves(&place.0).is_empty());

    // Killed, it leaves its half, which the next one removes.
    let mut killed = begin();
    app.eventually("it has begun", async || halves(&place.0).len() == 1).await;
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(halves(&place.0).len(), 1);
    tx.rollback().await.unwrap();
    assert_done(&hurtrock(&database, &files, &["backup", place.text()]));
    assert!(halves(&place.0).is_empty());
    assert_eq!(finished(&place.0).len(), 1);
}

const TOKEN: &str = "token-for-the-watchman";

/// The figure of the last backup, if there is one.
async fn figure(app: &TestApp) -> Option<i64> {
    let request = reqwest::Client::new().get(format!("{}/metrics", app.url())).bearer_auth(TOKEN);
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.lines().any(|line| line == "hurtrock_database_up 1"), "{text}");
    text.lines().find_map(|line| line.strip_prefix("hurtrock_last_backup_timestamp_seconds ")).map(|at| at.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_is_told_when_the_last_backup_ended_well() {
    let app = TestApp::with(&[("metrics_token", TOKEN)]).await;
    let (database, files) = (app.ctx.config.database_url.expose_secret().to_owned(), app.ctx.config.files_dir.clone());
    assert_eq!(figure(&app).await, None, "a shop that takes none has no figure");

    let (place, begun) = (Place::new(), Utc::now().timestamp());
    assert_done(&hurtrock(&database, &files, &["backup", place.text()]));
    let ended = figure(&app).await.expect("a figure");
    assert!((begun..=Utc::now().timestamp()).contains(&ended), "{begun}: {ended}");

    // One that fails leaves the time of the one before.
    app.sql("UPDATE last_backup SET ended_at = now() - interval '27 hours'", []).await;
    let before = figure(&app).await;
    assert!(before.is_some_and(|before| before < begun));
    let file = place.0.join("a-file");
    std::fs::write(&file, b"x").unwrap();
    assert_refused(&hurtrock(&database, &files, &["backup", file.to_str().unwrap()]), "making a backup in");
    assert_eq!(figure(&app).await, before);

    // A backup is whole where that cannot be noted, and the rest of the figures are told.
    app.sql("DROP TABLE last_backup", []).await;
    let elsewhere = Place::new();
    assert_done(&hurtrock(&database, &files, &["backup", elsewhere.text()]));
    assert_eq!(figure(&app).await, before);
}
