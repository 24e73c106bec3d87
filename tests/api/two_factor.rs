//! A5: signing in by a second factor.

use chrono::TimeDelta;
use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::account::SignedIn;
use shared::audit::AuditEvent;
use shared::page::Page;
use shared::two_factor::{RecoveryCodes, SecuritySettings, SignedInWithCodes, TwoFactor, TwoFactorSetup};
use tests::{Answer, Authenticator, Caller, Shelf, TestApp};

async fn password(app: &TestApp, caller: &Caller) -> Answer {
    app.guest().post("/auth/sign-in", json!({ "login": caller.email(), "password": caller.password() })).await
}

/// The token between the two steps.
async fn token(app: &TestApp, caller: &Caller, code: &str) -> String {
    let problem = password(app, caller).await.problem(401, code);
    assert_eq!(problem.params["expires_in"], 600);
    problem.params["token"].as_str().unwrap().to_owned()
}

async fn second(app: &TestApp, token: &str, code: &str) -> Answer {
    app.guest().post("/auth/sign-in/second-factor", json!({ "token": token, "code": code })).await
}

async fn state(caller: &Caller) -> TwoFactor {
    caller.get("/account/two-factor").await.ok()
}

#[tokio::test]
async fn signing_in_takes_a_code_and_each_code_once() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    assert_eq!(state(&buyer).await, TwoFactor { enabled_at: None, recovery_codes_left: 0, required: false });
    // The password is asked for again.
    let wrong = buyer.post("/account/two-factor/setup", json!({ "password": "salah total" })).await;
    assert_eq!(wrong.problem(422, "invalid_fields").errors[0].code.as_str(), "wrong_password");
    let ask = json!({ "password": buyer.password() });
    let setup: TwoFactorSetup = buyer.post("/account/two-factor/setup", ask.clone()).await.ok();
    assert!(setup.url.starts_with("otpauth://totp/Hurtrock%20Music%20Store:"), "{}", setup.url);
    assert!(setup.url.contains(&setup.secret) && setup.qr_svg.starts_with("<svg"));
    // Not on before a code proved that the app works.
    let signed_in: SignedIn = password(&app, &buyer).await.ok();
    assert_eq!(signed_in.user.id.0, buyer.user_id());
    buyer.post("/account/two-factor", json!({ "code": "000000" })).await.problem(422, "invalid_fields");
    let phone = Authenticator::new(&setup);
    let first = phone.code(&app);
    let codes: RecoveryCodes = buyer.post("/account/two-factor", json!({ "code": first })).await.ok();
    assert_eq!(codes.codes.len(), 10);
    assert_eq!(state(&buyer).await.recovery_codes_left, 10);
    buyer.post("/account/two-factor/setup", ask).await.problem(409, "conflict");

    let token = token(&app, &buyer, "second_factor_required").await;
    // The code that turned it on is spent, and so is any other after its use.
    second(&app, &token, &first).await.problem(422, "invalid_fields");
    let code = phone.next(&app);
    let signed_in: SignedIn = second(&app, &token, &code).await.ok();
    assert_eq!(signed_in.user.id.0, buyer.user_id());
    second(&app, &token, &phone.next(&app)).await.problem(401, "sign_in_expired");
    let again = self::token(&app, &buyer, "second_factor_required").await;
    second(&app, &again, &code).await.problem(422, "invalid_fields");
    // Spaces are how apps show it.
    let code = phone.next(&app);
    second(&app, &again, &format!(" {} {} ", &code[..3], &code[3..])).await.ok::<SignedIn>();
    // The token alone opens nothing.
    let refused = app.guest().request(reqwest::Method::GET, "/account").bearer_auth(&again);
    app.guest().send(refused).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn one_code_at_the_same_time_signs_in_once() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (phone, _) = Authenticator::turn_on(&app, &buyer).await;
    let mut tokens = Vec::new();
    for _ in 0..5 {
        tokens.push(token(&app, &buyer, "second_factor_required").await);
    }
    let code = phone.next(&app);
    let answers = futures_util::future::join_all(tokens.iter().map(|token| second(&app, token, &code))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 422].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_also_all_at_once() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (phone, _) = Authenticator::turn_on(&app, &buyer).await;
    let token = token(&app, &buyer, "second_factor_required").await;
    let guesses: Vec<String> = (0..30).map(|guess| format!("{guess:06}")).collect();
    let answers = futures_util::future::join_all(guesses.iter().map(|guess| second(&app, &token, guess))).await;
    let wrong = answers.iter().filter(|answer| answer.status == 422).count();
    let slowed = answers.iter().filter(|answer| answer.status == 429).count();
    assert_eq!((wrong, slowed), (10, 20));
    let answer = second(&app, &token, &phone.next(&app)).await;
    assert!(answer.headers.contains_key("retry-after"));
    answer.problem(429, "rate_limited");
    // A new token does not help, nor does the right password.
    let another = self::token(&app, &buyer, "second_factor_required").await;
    second(&app, &another, &phone.next(&app)).await.problem(429, "rate_limited");
    app.ctx.clock.advance(TimeDelta::minutes(16));
    let later = self::token(&app, &buyer, "second_factor_required").await;
    second(&app, &later, &phone.code(&app)).await.ok::<SignedIn>();
    // Whoever guesses codes knows the password: the owner is told, once.
    app.run_jobs().await;
    let told = "SELECT count(*) AS n FROM email_messages WHERE template = 'two_factor_changed' AND subject LIKE '%menebak kode masukmu%'";
    assert_eq!(app.number(told).await, 1);
}

#[tokio::test]
async fn a_token_lives_for_minutes_and_dies_with_the_password() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (phone, _) = Authenticator::turn_on(&app, &buyer).await;
    let old = token(&app, &buyer, "second_factor_required").await;
    app.ctx.clock.advance(TimeDelta::minutes(11));
    second(&app, &old, &phone.code(&app)).await.problem(401, "sign_in_expired");
    second(&app, "erfunden", &phone.code(&app)).await.problem(401, "sign_in_expired");
    second(&app, "", "").await.problem(422, "invalid_fields");

    let stolen = token(&app, &buyer, "second_factor_required").await;
    let mut own = buyer.clone();
    let mine = token(&app, &buyer, "second_factor_required").await;
    let answer = second(&app, &mine, &phone.next(&app)).await;
    own.remember(answer);
    let change = json!({ "current_password": buyer.password(), "new_password": "amplifier biru tua 88" });
    own.put("/account/password", change).await.done();
    second(&app, &stolen, &phone.next(&app)).await.problem(401, "sign_in_expired");
}

#[tokio::test]
async fn recovery_codes_work_once_each() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (phone, codes) = Authenticator::turn_on(&app, &buyer).await;
    let step = async |code: &str| second(&app, &token(&app, &buyer, "second_factor_required").await, code).await;
    step(&codes[0].to_uppercase()).await.ok::<SignedIn>();
    step(&codes[0]).await.problem(422, "invalid_fields");
    step(&codes[1].replace('-', " ")).await.ok::<SignedIn>();
    assert_eq!(state(&buyer).await.recovery_codes_left, 8);
    // Only hashes are kept.
    let kept = "SELECT count(*) AS n FROM recovery_codes WHERE length(code_hash) <> 32";
    assert_eq!(app.number(kept).await, 0);

    let ask = json!({ "password": buyer.password(), "code": phone.next(&app) });
    let renewed: RecoveryCodes = buyer.post("/account/two-factor/recovery-codes", ask.clone()).await.ok();
    step(&codes[2]).await.problem(422, "invalid_fields");
    step(&renewed.codes[0]).await.ok::<SignedIn>();
    buyer.post("/account/two-factor/recovery-codes", ask).await.problem(422, "invalid_fields");
    app.run_jobs().await;
    let told = |change: &str| {
        format!("SELECT count(*) AS n FROM email_messages WHERE template = 'two_factor_changed' AND subject LIKE '%{change}%'")
    };
    assert_eq!(app.number(&told("Kode cadangan dipakai")).await, 3);
    assert_eq!(app.number(&told("Kode cadangan baru")).await, 1);
    assert_eq!(app.number(&told("dinyalakan")).await, 1);
}

#[tokio::test]
async fn turning_it_off_takes_password_and_code() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let (phone, codes) = Authenticator::turn_on(&app, &buyer).await;
    let off = async |password: &str, code: &str| {
        buyer.post("/account/two-factor/removal", json!({ "password": password, "code": code })).await
    };
    off("salah total", &phone.next(&app)).await.problem(422, "invalid_fields");
    off(buyer.password(), "123123").await.problem(422, "invalid_fields");
    off(buyer.password(), "").await.problem(422, "invalid_fields");
    off(buyer.password(), &phone.next(&app)).await.done();
    assert_eq!(state(&buyer).await, TwoFactor { enabled_at: None, recovery_codes_left: 0, required: false });
    password(&app, &buyer).await.ok::<SignedIn>();
    off(buyer.password(), &codes[0]).await.problem(409, "conflict");
    app.run_jobs().await;
    let sql = "SELECT count(*) AS n FROM email_messages WHERE template = 'two_factor_changed'";
    assert_eq!(app.number(sql).await, 2);
}

#[tokio::test]
async fn secrets_are_sealed_and_in_no_answer_nor_log() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let setup: TwoFactorSetup = admin.post("/account/two-factor/setup", json!({ "password": admin.password() })).await.ok();
    let phone = Authenticator::new(&setup);
    let codes: RecoveryCodes = admin.post("/account/two-factor", json!({ "code": phone.code(&app) })).await.ok();
    let log = admin.get("/admin/audit-events").await.text();
    assert!(log.contains("user.second_factor_changed"));
    for answer in [log, admin.get("/account/two-factor").await.text(), admin.get("/account").await.text()] {
        assert!(!answer.contains(&setup.secret) && codes.codes.iter().all(|code| !answer.contains(code)), "{answer}");
    }
    let plain = format!("SELECT count(*) AS n FROM users WHERE totp_secret ILIKE '%{}%'", setup.secret);
    assert_eq!(app.number(&plain).await, 0);
    // Somebody else's sealed secret opens nothing.
    let buyer = app.buyer().await;
    let copy =
        "UPDATE users SET totp_secret = (SELECT totp_secret FROM users WHERE id = $1), totp_enabled_at = now() WHERE id = $2";
    app.sql(copy, [admin.user_id().into(), buyer.user_id().into()]).await;
    let token = token(&app, &buyer, "second_factor_required").await;
    assert!(second(&app, &token, &phone.next(&app)).await.status >= 400);
}

/// A new password that is committed while a sign-in with the old one is under way.
async fn signs_in_while_the_password_changes(app: &TestApp, caller: &Caller) -> Answer {
    let tx = app.ctx.db.begin().await.unwrap();
    let sql = "UPDATE users SET password_hash = 'another one' WHERE id = $1";
    api::db::execute(&tx, sql, [caller.user_id().into()]).await.unwrap();
    let ask = json!({ "login": caller.email(), "password": caller.password() });
    let guest = app.guest();
    let signing_in = tokio::spawn(async move { guest.post("/auth/sign-in", ask).await });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("it waits", async || signing_in.is_finished() || app.number(waiting).await > 0).await;
    tx.commit().await.unwrap();
    signing_in.await.unwrap()
}

#[tokio::test]
async fn no_sign_in_under_way_survives_a_new_password() {
    let app = TestApp::new().await;
    let (buyer, careful) = (app.buyer().await, app.buyer().await);
    Authenticator::turn_on(&app, &careful).await;
    let sessions = "SELECT count(*) AS n FROM sessions WHERE revoked_at IS NULL";
    let before = app.number(sessions).await;
    for caller in [&buyer, &careful] {
        signs_in_while_the_password_changes(&app, caller).await.problem(401, "wrong_credentials");
    }
    assert_eq!(app.number(sessions).await, before);
    assert_eq!(app.number("SELECT count(*) AS n FROM sign_in_challenges").await, 0);
}

#[tokio::test]
async fn turning_it_on_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let mut buyer = app.buyer().await;
    let elsewhere = buyer.clone();
    buyer.sign_in().await;
    elsewhere.get("/account").await.done();
    Authenticator::turn_on(&app, &buyer).await;
    elsewhere.get("/account").await.problem(401, "unauthenticated");
    elsewhere.post("/auth/refresh", Value::Null).await.problem(401, "session_revoked");
    buyer.get("/account").await.done();
}

#[tokio::test]
async fn only_admins_take_the_demand_back() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let ask = json!({ "name": "personalia", "permissions": ["admin.access", "users.read", "users.manage"] });
    admin.post("/admin/roles", ask).await.done();
    let manager = app.with_role("personalia").await;
    Authenticator::turn_on(&app, &admin).await;
    Authenticator::turn_on(&app, &manager).await;
    demand(&manager, true).await.done();
    demand(&manager, false).await.problem(403, "forbidden");
    demand(&admin, false).await.done();
}

async fn demand(admin: &Caller, on: bool) -> Answer {
    let now: SecuritySettings = admin.get("/admin/settings/security").await.ok();
    admin.put_at("/admin/settings/security", now.revision, json!({ "staff_two_factor": on })).await
}

#[tokio::test]
async fn staff_who_need_one_come_in_only_to_set_it_up() {
    let app = TestApp::new().await;
    let (admin, staff, buyer) = (app.admin().await, app.staff().await, app.buyer().await);
    // Whoever demands it has it.
    demand(&admin, true).await.problem(409, "second_factor_first");
    let (phone, _) = Authenticator::turn_on(&app, &admin).await;
    let settings: SecuritySettings = demand(&admin, true).await.ok();
    assert_eq!((settings.staff, settings.staff_without, settings.revision), (2, 1, 2));
    // Out at once; those who have one, and buyers, stay.
    staff.get("/account").await.problem(401, "unauthenticated");
    staff.post("/auth/refresh", Value::Null).await.problem(401, "session_revoked");
    admin.get("/admin/users").await.done();
    buyer.get("/account").await.done();
    let required = TwoFactor { required: true, ..state(&admin).await };
    assert_eq!(state(&admin).await, required);
    let off = json!({ "password": admin.password(), "code": phone.next(&app) });
    admin.post("/account/two-factor/removal", off).await.problem(409, "second_factor_needed");

    let token = token(&app, &staff, "second_factor_setup_required").await;
    // Neither without a code, nor with the step of those who are set up.
    second(&app, &token, "123456").await.problem(401, "sign_in_expired");
    let setup: TwoFactorSetup = app.guest().post("/auth/sign-in/second-factor/setup", json!({ "token": token })).await.ok();
    let phone = Authenticator::new(&setup);
    let mut guest = app.guest();
    let strings = Shelf::new(&app).await.goods("Senar 10-46", 95_000, 50).await;
    guest.add_to_cart(strings.variant, 2).await;
    let confirm =
        async |code: &str| guest.post("/auth/sign-in/second-factor/confirmation", json!({ "token": token, "code": code })).await;
    confirm("000000").await.problem(422, "invalid_fields");
    let done: SignedInWithCodes = confirm(&phone.code(&app)).await.ok();
    let pieces =
        "SELECT sum(i.quantity)::bigint AS n FROM cart_items i JOIN carts c ON c.id = i.cart_id WHERE c.user_id IS NOT NULL";
    assert_eq!(app.number(pieces).await, 2, "what was in the cart stays");
    assert_eq!((done.codes.len(), done.signed_in.user.id.0), (10, staff.user_id()));
    confirm(&phone.next(&app)).await.problem(401, "sign_in_expired");
    let again = self::token(&app, &staff, "second_factor_required").await;
    second(&app, &again, &phone.code(&app)).await.ok::<SignedIn>();

    // A buyer who is made staff needs one from then on.
    let path = format!("/admin/users/{}/role", buyer.user_id());
    admin.put(&path, json!({ "role": "staff" })).await.done();
    buyer.get("/account").await.problem(401, "unauthenticated");
    self::token(&app, &buyer, "second_factor_setup_required").await;
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=settings.security_updated").await.ok();
    assert_eq!((log.total, log.items[0].after.clone()), (1, Some(json!({ "staff_two_factor": true }))));
    // Stale, and back.
    admin.put_at("/admin/settings/security", 1, json!({ "staff_two_factor": false })).await.problem(412, "stale");
    demand(&admin, false).await.done();
    password(&app, &buyer).await.ok::<SignedIn>();
}

#[tokio::test]
async fn whoever_lost_everything_is_helped_on_the_server() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    Authenticator::turn_on(&app, &admin).await;
    let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("hurtrock");
    let reset = |email: &str| {
        let mut command = std::process::Command::new(&binary);
        command.args(["admin", "reset-two-factor", email]);
        command.env("DATABASE_URL", secrecy::ExposeSecret::expose_secret(&app.ctx.config.database_url));
        command.env("HURTROCK_ENVIRONMENT", "demo").output().unwrap().status.success()
    };
    assert!(!reset("tidak@ada.example"));
    assert!(reset(&admin.email().to_uppercase()));
    app.eventually("the session is out", async || admin.get("/account").await.status == 401).await;
    password(&app, &admin).await.ok::<SignedIn>();
    let noted = "SELECT count(*) AS n FROM audit_events WHERE action = 'user.second_factor_reset' AND actor = 'hurtrock admin'";
    assert_eq!(app.number(noted).await, 1);
}
