//! I3: the mail server as staff set it.

use serde_json::{Value, json};
use shared::settings::{EmailSettings, SettingSource, TestResult};
use tests::{Answer, Caller, SmtpSink, TestApp};

async fn read(admin: &Caller) -> EmailSettings {
    admin.get("/admin/settings/email").await.ok()
}

async fn save(admin: &Caller, change: Value) -> Answer {
    let now = read(admin).await;
    let mut details = serde_json::to_value(&now.details).unwrap();
    for (name, value) in change.as_object().unwrap() {
        details[name] = value.clone();
    }
    admin.put_at("/admin/settings/email", now.revision, details).await
}

fn server(sink: &SmtpSink) -> Value {
    let (host, port) =
        sink.address().split_once(':').map(|(host, port)| (host.to_owned(), port.parse::<u16>().unwrap())).unwrap();
    json!({ "active": true, "host": host, "port": port, "security": "none", "from_name": "Toko Ganti",
            "from_address": "toko@ganti.example", "username": "" })
}

#[tokio::test]
async fn emails_go_to_the_server_that_is_set_without_a_restart() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let first = read(&admin).await;
    assert_eq!((first.source, first.password_set, first.revision), (SettingSource::Nowhere, false, 1));
    // The mailbox page is where they are read until then.
    let tested: TestResult = admin.post("/admin/settings/email/test", json!({ "to": "a@example.com" })).await.ok();
    assert!(tested.ok && tested.answer == "mailbox");
    app.run_jobs().await;

    let (sink, other) = (SmtpSink::start().await.unwrap(), SmtpSink::start().await.unwrap());
    let saved: EmailSettings = save(&admin, server(&sink)).await.ok();
    assert_eq!(saved.source, SettingSource::Settings);
    assert!(saved.sender.contains("Toko Ganti") && saved.sender.ends_with("<toko@ganti.example>"), "{}", saved.sender);
    let tested: TestResult = admin.post("/admin/settings/email/test", json!({ "to": "coba@example.com" })).await.ok();
    assert!(tested.ok && tested.answer.starts_with("250"), "{tested:?}");
    let received = sink.received();
    assert_eq!(
        (received.len(), received[0].from.as_str(), received[0].to[0].as_str()),
        (1, "toko@ganti.example", "coba@example.com")
    );
    app.buyer().await;
    app.run_jobs().await;
    let before = sink.received().len();
    assert!(before > 1, "the outbox goes there, too");
    // And elsewhere from the next one on.
    save(&admin, server(&other)).await.done();
    app.buyer().await;
    app.run_jobs().await;
    assert_eq!(sink.received().len(), before);
    assert!(!other.received().is_empty());
    save(&admin, json!({ "active": false })).await.done();
    assert_eq!(read(&admin).await.source, SettingSource::Nowhere);
}

#[tokio::test]
async fn what_the_server_says_is_shown() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let address = tests::free_address();
    let (host, port) = address.split_once(':').unwrap();
    let nowhere = json!({ "active": true, "host": host, "port": port.parse::<u16>().unwrap(), "security": "none",
                          "from_address": "toko@ganti.example" });
    save(&admin, nowhere).await.done();
    let tested: TestResult = admin.post("/admin/settings/email/test", json!({ "to": "coba@example.com" })).await.ok();
    assert!(!tested.ok && !tested.answer.is_empty(), "{tested:?}");
    admin.post("/admin/settings/email/test", json!({ "to": "coba" })).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn the_password_goes_in_and_to_no_other_server() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let set = json!({ "active": true, "host": "mail.example.com", "username": "toko", "password": "rahasia sekali",
                      "from_address": "toko@ganti.example" });
    let saved: EmailSettings = save(&admin, set).await.ok();
    assert!(saved.password_set && saved.details.password.is_none());
    for text in [admin.get("/admin/settings/email").await.text(), admin.get("/admin/audit-events").await.text()] {
        assert!(!text.contains("rahasia"), "{text}");
    }
    let plain = "SELECT count(*) AS n FROM email_settings WHERE encode(sealed_password, 'escape') LIKE '%rahasia%'";
    assert_eq!(app.number(plain).await, 0);
    let left_out = json!({ "from_name": "Toko", "security": "tls" });
    assert!(save(&admin, left_out).await.ok::<EmailSettings>().password_set, "left out, it stays");
    for elsewhere in [
        json!({ "host": "evil.example.com" }),
        json!({ "port": 2525 }),
        json!({ "username": "lain" }),
        json!({ "security": "starttls" }),
        json!({ "security": "none" }),
        json!({ "security": "none", "active": false }),
    ] {
        let problem = save(&admin, elsewhere.clone()).await.problem(422, "invalid_fields");
        assert_eq!(
            (problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()),
            ("/password", "required"),
            "{elsewhere}"
        );
    }
    let anew = json!({ "port": 2525, "password": "rahasia sekali" });
    assert!(save(&admin, anew).await.ok::<EmailSettings>().password_set);
    assert!(!save(&admin, json!({ "password": "" })).await.ok::<EmailSettings>().password_set);
    for (change, pointer) in [
        (json!({ "host": "" }), "/host"),
        (json!({ "host": "a b" }), "/host"),
        (json!({ "port": 0 }), "/port"),
        (json!({ "from_address": "toko" }), "/from_address"),
        (json!({ "password": "a\r\nb" }), "/password"),
    ] {
        let problem = save(&admin, change.clone()).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, pointer, "{change}");
    }
    let stale = serde_json::to_value(read(&admin).await.details).unwrap();
    admin.put_at("/admin/settings/email", 1, stale).await.problem(412, "stale");
    app.staff().await.get("/admin/settings/email").await.problem(403, "forbidden");
}

/// Whoever holds the mail server reads everybody's links, so a role that may change settings is not enough.
#[tokio::test]
async fn only_admins_choose_the_server() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let ask = json!({ "name": "penata", "permissions": ["admin.access", "settings.manage"] });
    admin.post("/admin/roles", ask).await.done();
    let other = app.with_role("penata").await;
    let mut details = serde_json::to_value(read(&other).await.details).unwrap();
    details["host"] = "smtp.jahat.example".into();
    other.put_at("/admin/settings/email", 1, details).await.problem(403, "forbidden");
    other.post("/admin/settings/email/test", json!({ "to": "a@example.com" })).await.problem(403, "forbidden");
}

/// The next save bears the revision of the one that was rolled back.
#[tokio::test]
async fn a_save_that_failed_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (lost, meant) = (SmtpSink::start().await.unwrap(), SmtpSink::start().await.unwrap());
    app.sql("ALTER TABLE audit_events ADD CONSTRAINT full_check CHECK (action <> 'settings.email_updated')", []).await;
    assert_eq!(save(&admin, server(&lost)).await.status, 500);
    app.sql("ALTER TABLE audit_events DROP CONSTRAINT full_check", []).await;
    assert_eq!(read(&admin).await.revision, 1);
    save(&admin, server(&meant)).await.done();
    let tested: TestResult = admin.post("/admin/settings/email/test", json!({ "to": "coba@example.com" })).await.ok();
    assert!(tested.ok, "{tested:?}");
    assert_eq!((lost.received().len(), meant.received().len()), (0, 1));
}
