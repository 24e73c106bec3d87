//! M2: what is done on the server, by the program itself.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use secrecy::ExposeSecret;
use serde_json::json;
use shared::account::SignedIn;
use tests::{Database, TestApp, binary};

/// The program on a shop's database, with something on its standard input.
fn hurtrock(app: &TestApp, arguments: &[&str], input: &str) -> Output {
    let config = &app.ctx.config;
    hurtrock_on(config.database_url.expose_secret(), &config.files_dir, arguments, input)
}

/// The same on any database.
fn hurtrock_on(database: &str, files: &Path, arguments: &[&str], input: &str) -> Output {
    tokio::task::block_in_place(|| {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .env("DATABASE_URL", database)
            .env("HURTROCK_ENVIRONMENT", "demo")
            .env("HURTROCK_PUBLIC_URL", "https://toko.example")
            .env("HURTROCK_FILES_DIR", files)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Whoever refuses at once does not read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    })
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_reference_is_what_the_program_says() {
    let written = include_str!("../../docs/configuration.md");
    assert_eq!(written, api::config::reference(), "run `hurtrock config > docs/configuration.md`");
    // It is printed without any configuration.
    let printed = Command::new(binary()).arg("config").env_clear().output().unwrap();
    assert!(printed.status.success());
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), written);
}

#[test]
fn the_documents_need_nothing_and_leave_nothing() {
    let dir = std::env::temp_dir().join(format!("hurtrock-documents-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&dir).unwrap();
    for document in ["openapi", "asyncapi"] {
        let printed = Command::new(binary()).arg(document).env_clear().current_dir(&dir).output().unwrap();
        assert!(printed.status.success(), "{}", said(&printed));
        serde_json::from_slice::<serde_json::Value>(&printed.stdout).unwrap();
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 0, "{document} left something behind");
        // Nor are settings read that are for serving.
        let unusable = [("HURTROCK_FILES_DIR", "/dev/null/files"), ("HURTROCK_LISTEN", "nowhere")];
        let again = Command::new(binary()).arg(document).env_clear().envs(unusable).current_dir(&dir).output().unwrap();
        assert_eq!((again.status.success(), again.stdout), (true, printed.stdout), "{document}");
    }
    std::fs::remove_dir(&dir).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_not_loaded_beside_somebodys_people() {
    let app = TestApp::new().await;
    app.buyer().await;
    let seeded = hurtrock(&app, &["seed", "--demo"], "");
    assert!(seeded.status.success(), "{}", said(&seeded));
    assert!(said(&seeded).contains("it is left as it is") && seeded.stdout.is_empty(), "{}", said(&seeded));
    assert_eq!(app.number("SELECT count(*) AS n FROM products").await, 0);
    assert_eq!(app.number("SELECT count(*) AS n FROM users").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_is_made_with_a_password() {
    const PASSWORD: &str = "gitar merah di kamar";
    let app = TestApp::new().await;
    let create = ["admin", "create", "wati@example.com", "Wati Susanti"];
    let made = hurtrock(&app, &create, &format!("{PASSWORD}\n"));
    assert!(made.status.success(), "{}", said(&made));
    assert!(!said(&made).contains(PASSWORD));
    let ask = json!({ "login": "wati@example.com", "password": PASSWORD });
    let signed_in: SignedIn = app.guest().post("/auth/sign-in", ask).await.ok();
    assert_eq!((signed_in.user.role.as_str(), signed_in.user.name.as_str()), ("admin", "Wati Susanti"));

    let again = hurtrock(&app, &create, &format!("{PASSWORD}\n"));
    assert!(!again.status.success() && said(&again).contains("already"), "{}", said(&again));
    for (arguments, input, because) in [
        (["admin", "create", "budi@example.com", "Budi"], "", "there is no password"),
        (["admin", "create", "budi@example.com", "Budi"], "1234567\n", "password: must have at least 8 characters"),
        (["admin", "create", "budi@example.com", "Budi"], "12345678\n", "password: is too easy to guess"),
        (["admin", "create", "budi", "Budi"], "gitar merah di kamar\n", "email: must be an email address"),
        (["admin", "create", "budi@example.com", ""], "gitar merah di kamar\n", "name: must be filled in"),
    ] {
        let refused = hurtrock(&app, &arguments, input);
        assert!(!refused.status.success() && said(&refused).contains(because), "{}", said(&refused));
    }
    let listed = hurtrock(&app, &["admin", "list"], "");
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.starts_with("wati@example.com\tWati Susanti\tactive\tpassword only\tlast there: 20"), "{listed}");
    let noted = "SELECT count(*) AS n FROM audit_events WHERE action = 'user.created' AND actor = 'hurtrock admin'";
    assert_eq!(app.number(noted).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_is_made_with_a_link() {
    let app = TestApp::new().await;
    let made = hurtrock(&app, &["admin", "create", "wati@example.com", "Wati Susanti", "--invite", "--locale", "en"], "");
    assert!(made.status.success(), "{}", said(&made));
    let told = said(&made);
    let (_, token) = told.split_once("https://toko.example/reset-password#token=").unwrap_or_else(|| panic!("{told}"));
    let ask = json!({ "token": token.trim(), "password": "gitar merah di kamar" });
    app.guest().put("/auth/password", ask.clone()).await.done();
    app.guest().put("/auth/password", ask).await.problem(409, "link_expired");
    let ask = json!({ "login": "wati@example.com", "password": "gitar merah di kamar" });
    assert_eq!(app.guest().post("/auth/sign-in", ask).await.ok::<SignedIn>().user.role, "admin");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_schema_is_there_it_is_asked_for() {
    let (database, place) = (Database::empty().await, std::env::temp_dir());
    let place = place.join(format!("hurtrock-commands-{}", uuid::Uuid::now_v7().simple()));
    let backups = place.join("backups").display().to_string();
    let commands: [&[&str]; 10] = [
        &["admin", "create", "budi@example.com", "Budi", "--invite"],
        &["admin", "list"],
        &["admin", "reset-two-factor", "budi@example.com"],
        &["audit", "verify"],
        &["maintenance"],
        &["maintenance", "closed"],
        &["seed", "--demo"],
        &["backup", &backups],
        &["reseal", "--lost"],
        &["serve"],
    ];
    for arguments in commands {
        let refused = hurtrock_on(&database.url(), &place, arguments, "");
        let said = said(&refused);
        assert!(!refused.status.success() && said.contains("`hurtrock migrate` makes it"), "{arguments:?}: {said}");
    }
    let _ = std::fs::remove_dir_all(&place);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_in_words() {
    let app = TestApp::new().await;
    let long = "x".repeat(301);
    let wrong: [(&[&str], &str); 5] = [
        (&["maintenance", "closed", "--message-en", &long], "message-en: must have at most 300 characters"),
        (&["maintenance", "shut"], "`off`, `read-only` or `closed` is expected"),
        (&["admin", "create", "budi@example.com", "Budi", "--invite", "--locale", "de"], "`id` or `en` is expected"),
        (&["--set", "listen=127.0.0.1:1x", "serve"], "`listen` is `127.0.0.1:1x`"),
        (&["--set", "database_url=postgres://127.0.0.1:1/nowhere", "admin", "list"], "the database cannot be reached"),
    ];
    for (arguments, because) in wrong {
        let refused = hurtrock(&app, arguments, "");
        let said = said(&refused);
        assert!(!refused.status.success() && said.contains(because), "{arguments:?}: {said}");
    }
    // Somebody else's port.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let refused = hurtrock(&app, &["--set", &format!("listen={address}"), "serve"], "");
    assert!(!refused.status.success() && said(&refused).contains(&format!("listening on {address}")), "{}", said(&refused));
}
