//! M2: what is done on the server, by the program itself.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use secrecy::ExposeSecret;
use serde_json::json;
use shared::account::SignedIn;
use tests::{TestApp, binary};

/// The program on a shop's database, with something on its standard input.
fn hurtrock(app: &TestApp, arguments: &[&str], input: &str) -> Output {
    tokio::task::block_in_place(|| {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .env("DATABASE_URL", app.ctx.config.database_url.expose_secret())
            .env("HURTROCK_ENVIRONMENT", "demo")
            .env("HURTROCK_PUBLIC_URL", "https://toko.example")
            .env("HURTROCK_FILES_DIR", &app.ctx.config.files_dir)
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
        (["admin", "create", "budi@example.com", "Budi"], "12345678\n", "weak_password"),
        (["admin", "create", "budi", "Budi"], "gitar merah di kamar\n", "invalid_email"),
        (["admin", "create", "budi@example.com", ""], "gitar merah di kamar\n", "name: required"),
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
