//! A3: links that confirm an address or set a new password, changing it, and the notice of a new device.

use chrono::TimeDelta;
use reqwest::Method;
use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::account::Me;
use shared::audit::AuditEvent;
use shared::page::Page;
use tests::{Answer, Caller, TestApp};

const NEW: &str = "amplifier biru tua 88";

/// Asks for a link to set a new password.
async fn forgot(app: &TestApp, email: &str) -> Answer {
    app.guest().post("/auth/password-links", json!({ "email": email })).await
}

async fn emails(app: &TestApp, template: &str) -> i64 {
    app.number(&format!("SELECT count(*) AS n FROM email_messages WHERE template = '{template}'")).await
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Answer {
    app.guest()
        .send(app.guest().request(Method::PUT, "/auth/password").json(&json!({ "token": token, "password": password })))
        .await
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.guest().post("/auth/sign-in", json!({ "login": email, "password": password })).await
}

async fn is_verified(caller: &Caller) -> bool {
    caller.get("/account").await.ok::<Me>().email_verified
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_link() {
    let app = TestApp::new().await;
    let phone = app.buyer().await;
    let mut laptop = phone.clone();
    laptop.sign_in().await;
    // In any spelling of the address.
    forgot(&app, &phone.email().to_uppercase()).await.done();
    app.run_jobs().await;
    let token = app.mailed_secret("reset_password", phone.email()).await;
    app.guest().post("/auth/password-links/check", json!({ "token": token })).await.done();
    reset(&app, &token, NEW).await.done();

    for device in [&phone, &laptop] {
        device.get("/account").await.problem(401, "unauthenticated");
        device.post("/auth/refresh", Value::Null).await.problem(401, "session_revoked");
    }
    sign_in(&app, phone.email(), phone.password()).await.problem(401, "wrong_credentials");
    let me: shared::account::SignedIn = sign_in(&app, phone.email(), NEW).await.ok();
    assert!(me.user.email_verified, "the link came by email");
    app.run_jobs().await;
    assert_eq!(emails(&app, "password_changed").await, 1);
}

#[tokio::test]
async fn a_link_works_once_and_for_an_hour() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    forgot(&app, buyer.email()).await.done();
    app.run_jobs().await;
    let first = app.mailed_secret("reset_password", buyer.email()).await;
    forgot(&app, buyer.email()).await.done();
    app.run_jobs().await;
    let second = app.mailed_secret("reset_password", buyer.email()).await;
    assert_ne!(first, second);
    // A password that is too easy uses nothing up.
    reset(&app, &first, "santoso12").await.problem(422, "invalid_fields");
    reset(&app, &first, NEW).await.done();
    for used in [&first, &second] {
        reset(&app, used, "bass kuning tua 77").await.problem(409, "link_expired");
        app.guest().post("/auth/password-links/check", json!({ "token": used })).await.problem(409, "link_expired");
    }
    sign_in(&app, buyer.email(), NEW).await.done();

    forgot(&app, buyer.email()).await.done();
    app.run_jobs().await;
    let late = app.mailed_secret("reset_password", buyer.email()).await;
    app.ctx.clock.advance(TimeDelta::minutes(61));
    reset(&app, &late, "bass kuning tua 77").await.problem(409, "link_expired");
    for nonsense in ["x", "00000000000000000000000000000000000000000000"] {
        reset(&app, nonsense, NEW).await.problem(409, "link_expired");
    }
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'password_changed'").await, 1);
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_is_first() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    forgot(&app, buyer.email()).await.done();
    app.run_jobs().await;
    let token = app.mailed_secret("reset_password", buyer.email()).await;
    let both = futures_util::future::join(reset(&app, &token, NEW), reset(&app, &token, "bass kuning tua 77")).await;
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
    assert_eq!(emails(&app, "password_changed").await, 1);
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    app.run_jobs().await;
    let (work_known, known) = app.statements(forgot(&app, buyer.email())).await;
    let (work_unknown, unknown) = app.statements(forgot(&app, "tidak.ada@example.com")).await;
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    assert_eq!(work_known, work_unknown, "the same work is done");
    let jobs =
        app.number("SELECT count(*) AS n FROM graphile_worker.jobs WHERE task_identifier = 'account.send_reset_link'").await;
    assert_eq!(jobs, 2, "and the same job queued");
    app.run_jobs().await;
    assert_eq!(emails(&app, "reset_password").await, 1, "only an account gets a link");

    // A deactivated account gets none.
    app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
    forgot(&app, buyer.email()).await.done();
    app.run_jobs().await;
    assert_eq!(emails(&app, "reset_password").await, 1);
}

#[tokio::test]
async fn links_are_sent_a_few_times_an_hour() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    for email in [buyer.email(), "tidak.ada@example.com"] {
        for _ in 0..5 {
            forgot(&app, email).await.done();
        }
        let refused = forgot(&app, email).await;
        assert!(refused.headers.contains_key("retry-after"));
        refused.problem(429, "rate_limited");
    }
    app.run_jobs().await;
    assert_eq!(emails(&app, "reset_password").await, 5);
    app.ctx.clock.advance(TimeDelta::minutes(61));
    forgot(&app, buyer.email()).await.done();

    // One address of the network asks for many people.
    for number in 0..45 {
        let answer = forgot(&app, &format!("orang{number}@example.com")).await;
        assert_eq!(answer.status, if number < 39 { 204 } else { 429 }, "request {number}");
    }
    let kept = "SELECT count(*) AS n FROM request_counts WHERE subject LIKE 'reset_email:orang%'";
    assert_eq!(app.number(kept).await, 39, "beyond the limit nothing is kept of what a stranger types");
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    let app = TestApp::new().await;
    let phone = app.buyer().await;
    let mut laptop = phone.clone();
    laptop.sign_in().await;
    forgot(&app, phone.email()).await.done();
    app.run_jobs().await;
    let link = app.mailed_secret("reset_password", phone.email()).await;

    let change = async |current: &str, new: &str| {
        phone.put("/account/password", json!({ "current_password": current, "new_password": new })).await
    };
    let problem = change("bukan ini", NEW).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/current_password", "wrong_password"));
    let problem = change(phone.password(), "santoso12").await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/new_password");
    change(phone.password(), NEW).await.done();
    phone.get("/account").await.done();
    laptop.get("/account").await.problem(401, "unauthenticated");
    reset(&app, &link, "bass kuning tua 77").await.problem(409, "link_expired");
    sign_in(&app, phone.email(), phone.password()).await.problem(401, "wrong_credentials");
    sign_in(&app, phone.email(), NEW).await.done();
    assert_eq!(emails(&app, "password_changed").await, 1);

    // Guessing the old one is slowed down like signing in.
    for _ in 0..10 {
        change("bukan ini", NEW).await.problem(422, "invalid_fields");
    }
    change(NEW, "bass kuning tua 77").await.problem(429, "rate_limited");
}

#[tokio::test]
async fn a_password_set_meanwhile_is_not_overwritten_by_who_knew_the_one_before() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    // The owner sets another one by a link, as far as the commit.
    let tx = app.ctx.db.begin().await.unwrap();
    let sql = "UPDATE users SET password_hash = 'another one' WHERE id = $1";
    api::db::execute(&tx, sql, [buyer.user_id().into()]).await.unwrap();
    let changing = tokio::spawn({
        let buyer = buyer.clone();
        let ask = json!({ "current_password": buyer.password(), "new_password": NEW });
        async move { buyer.put("/account/password", ask).await }
    });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("it waits", async || changing.is_finished() || app.number(waiting).await > 0).await;
    tx.commit().await.unwrap();
    let problem = changing.await.unwrap().problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].code.as_str(), "wrong_password");
    assert_eq!(app.number("SELECT count(*) AS n FROM users WHERE password_hash = 'another one'").await, 1);
    assert_eq!(emails(&app, "password_changed").await, 0);
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_link() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    assert!(!is_verified(&buyer).await);
    assert_eq!(emails(&app, "verify_email").await, 1, "sent when registering");
    let confirm = async |token: &str| app.guest().post("/account/email-verification/confirm", json!({ "token": token })).await;
    // A link to set a password confirms nothing by itself, nor does one whose time is over.
    let first = app.mailed_secret("verify_email", buyer.email()).await;
    reset(&app, &first, NEW).await.problem(409, "link_expired");
    app.ctx.clock.advance(TimeDelta::hours(25));
    confirm(&first).await.problem(409, "link_expired");

    let mut buyer = buyer;
    buyer.sign_in().await;
    buyer.post("/account/email-verification", Value::Null).await.done();
    let second = app.mailed_secret("verify_email", buyer.email()).await;
    confirm(&second).await.done();
    assert!(is_verified(&buyer).await);
    confirm(&second).await.problem(409, "link_expired");
    // There is nothing left to confirm.
    buyer.post("/account/email-verification", Value::Null).await.done();
    assert_eq!(emails(&app, "verify_email").await, 2);

    let other = app.buyer().await;
    for _ in 0..5 {
        other.post("/account/email-verification", Value::Null).await.done();
    }
    other.post("/account/email-verification", Value::Null).await.problem(429, "rate_limited");
    // The link of an address that the account no longer has.
    let stale = app.mailed_secret("verify_email", other.email()).await;
    app.sql("UPDATE users SET email = 'lain@example.com' WHERE id = $1", [other.user_id().into()]).await;
    confirm(&stale).await.problem(409, "link_expired");
}

#[tokio::test]
async fn a_new_device_is_told_and_a_known_one_is_not() {
    let app = TestApp::new().await;
    let sign_in = async |email: &str, agent: &str, ip: &str| {
        let ask = json!({ "login": email, "password": "gitar merah di kamar" });
        let request = app.guest().request(Method::POST, "/auth/sign-in").json(&ask);
        app.guest().send(request.header("user-agent", agent).header("x-forwarded-for", ip)).await.done();
    };
    let phone = |version: u32| format!("Mozilla/5.0 (Linux; Android 15; K) Chrome/{version}.0.0.0 Mobile Safari/537.36");
    let ask = json!({ "name": "Budi", "email": "budi@example.com", "password": "gitar merah di kamar" });
    let request = app.guest().request(Method::POST, "/auth/registration").json(&ask);
    app.guest().send(request.header("user-agent", phone(142)).header("x-forwarded-for", "103.23.1.9")).await.done();
    // Registering is no news, nor is the same phone with another address of its network or a newer browser.
    sign_in("budi@example.com", &phone(142), "103.23.1.9").await;
    sign_in("budi@example.com", &phone(143), "103.23.200.17").await;
    assert_eq!(emails(&app, "new_device").await, 0);
    sign_in("budi@example.com", "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0", "103.23.1.9").await;
    assert_eq!(emails(&app, "new_device").await, 1, "another browser");
    sign_in("budi@example.com", &phone(143), "36.72.1.1").await;
    assert_eq!(emails(&app, "new_device").await, 2, "another network");
    for _ in 0..2 {
        sign_in("budi@example.com", &phone(143), "36.72.1.1").await;
        sign_in("budi@example.com", "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0", "103.23.1.9").await;
    }
    assert_eq!(emails(&app, "new_device").await, 2, "each is told once");
    app.run_jobs().await;
    let told = "SELECT count(*) AS n FROM email_messages WHERE template = 'new_device' AND body_text LIKE '%Chrome · Android%36.72.1.1%'";
    assert_eq!(app.number(told).await, 1);
}

#[tokio::test]
async fn staff_who_set_another_password_are_noted() {
    let app = TestApp::new().await;
    let (admin, staff, buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    for caller in [&staff, &buyer] {
        let ask = json!({ "current_password": caller.password(), "new_password": NEW });
        caller.put("/account/password", ask).await.done();
        forgot(&app, caller.email()).await.done();
        app.run_jobs().await;
        let link = app.mailed_secret("reset_password", caller.email()).await;
        reset(&app, &link, "bass kuning tua 77").await.done();
    }
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=user.password_changed").await.ok();
    let noted: Vec<(String, Option<Value>)> = log.items.into_iter().map(|event| (event.subject_id, event.after)).collect();
    let by = |proof: &str| (staff.user_id().to_string(), Some(json!({ "proved_by": proof })));
    assert_eq!(noted, [by("link"), by("old_password")]);
}
