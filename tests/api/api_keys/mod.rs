//! K2 and K4: API keys.

mod once;
mod pace;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::integrations::{ApiKey, ApiKeyState, NewApiKey};
use shared::orders::Order;
use shared::page::Page;
use tests::{Answer, Caller, Process, Shelf, TestApp, free_address};

async fn make(by: &Caller, scopes: &[&str], per_minute: i32) -> NewApiKey {
    let ask = json!({ "name": "ERP", "scopes": scopes, "requests_per_minute": per_minute, "expires_at": null });
    by.post("/admin/api-keys", ask).await.ok()
}

async fn state(admin: &Caller, key: &NewApiKey) -> ApiKey {
    admin.get(&format!("/admin/api-keys/{}", key.key.id)).await.ok()
}

async fn an_order(app: &TestApp) -> Order {
    let guitar = Shelf::new(app).await.goods("RG550", 12_000_000, 20).await;
    app.buyer().await.order(guitar.variant, 1).await
}

async fn note(caller: &Caller, order: &Order, key: &str, text: &str) -> Answer {
    let path = format!("/admin/orders/{}/notes", order.id);
    let ask = json!({ "text": text });
    caller.send(caller.request(Method::POST, &path).header("idempotency-key", key).json(&ask)).await
}

#[tokio::test]
async fn a_key_does_what_its_scopes_allow_and_is_named_in_the_log() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let made = make(&admin, &["orders.read", "orders.write"], 600).await;
    assert!(made.secret.starts_with(&format!("{}_", made.key.prefix)) && made.key.prefix.starts_with("hrk_"));
    let erp = app.guest().with_key(&made.secret);
    let order = an_order(&app).await;
    let orders: Page<Value> = erp.get("/admin/orders").await.ok();
    assert_eq!(orders.total, 1);
    let refused = erp.get("/admin/products").await.problem(403, "forbidden");
    assert_eq!(refused.params["permission"], "catalog.read");
    for path in ["/cart", "/account/addresses", "/notifications", "/admin/views?list=orders"] {
        erp.get(path).await.problem(403, "person_required");
    }
    // What is for everybody stays so.
    erp.get("/products").await.done();

    erp.post(&format!("/admin/orders/{}/notes", order.id), json!({ "text": "Dari ERP" })).await.done();
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=order.note_added").await.ok();
    assert_eq!(log.items[0].actor, format!("ERP ({})", made.key.prefix));
    assert_eq!(log.items[0].actor_id.map(|id| id.0), Some(admin.user_id()));
    // The secret is shown once: neither the list nor the log holds it, nor the database.
    let listed = admin.get("/admin/api-keys").await.text();
    let logged = admin.get("/admin/audit-events?subject=api_key").await.text();
    let secret = made.secret.rsplit('_').next().unwrap();
    assert!(!listed.contains(secret) && !logged.contains(secret));
    assert_eq!(app.number("SELECT count(*) AS n FROM api_keys WHERE octet_length(key_hash) = 32").await, 1);
    assert!(state(&admin, &made).await.last_used_at.is_some());
}

#[tokio::test]
async fn nobody_makes_a_key_that_may_more_than_they_may() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "orders.read"] });
    admin.post("/admin/roles", role).await.done();
    let programmer = app.with_role("programmer").await;
    let ask = |scopes: &[&str]| json!({ "name": "X1", "scopes": scopes, "requests_per_minute": 60, "expires_at": null });
    let refused = programmer.post("/admin/api-keys", ask(&["orders.read", "orders.refund"])).await.problem(403, "forbidden");
    assert_eq!(refused.params["permission"], "orders.refund");
    programmer.post("/admin/api-keys", ask(&["admin.access"])).await.problem(422, "invalid_fields");
    programmer.post("/admin/api-keys", ask(&[])).await.problem(422, "invalid_fields");
    // Nor is one got hold of by giving it another secret.
    let strong = make(&admin, &["orders.refund"], 60).await;
    let path = format!("/admin/api-keys/{}", strong.key.id);
    programmer.post(&format!("{path}/rotation"), json!({ "grace_minutes": 0 })).await.problem(403, "forbidden");
    programmer.put_at(&path, 1, ask(&["orders.read"])).await.problem(403, "forbidden");

    // What its maker loses, the key loses; with its maker it goes.
    let key = make(&programmer, &["orders.read"], 60).await;
    let erp = app.guest().with_key(&key.secret);
    erp.get("/admin/orders").await.done();
    app.sql("DELETE FROM role_permissions WHERE permission = 'orders.read' AND role_id = (SELECT id FROM roles WHERE name = 'programmer')", [])
        .await;
    app.eventually("the key lost the scope", async || erp.get("/admin/orders").await.status == 403).await;
    app.sql("UPDATE users SET active = false WHERE id = $1", [programmer.user_id().into()]).await;
    app.eventually("the key is gone", async || erp.get("/admin/orders").await.status == 401).await;
    assert_eq!(state(&admin, &key).await.state, ApiKeyState::Orphaned);
}

#[tokio::test]
async fn a_leaked_key_does_not_make_itself_permanent() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let made = make(&admin, &["integrations.manage", "orders.read"], 60).await;
    let leaked = app.guest().with_key(&made.secret);
    let path = format!("/admin/api-keys/{}", made.key.id);
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 60_000, "expires_at": null });
    leaked.post("/admin/api-keys", ask.clone()).await.problem(403, "person_required");
    leaked.put_at(&path, 1, ask.clone()).await.problem(403, "person_required");
    leaked.post(&format!("{path}/rotation"), json!({ "grace_minutes": 1_440 })).await.problem(403, "person_required");
    leaked.post("/account/confirmation", json!({ "password": admin.password() })).await.problem(403, "person_required");
    assert_eq!(app.number("SELECT count(*) AS n FROM api_keys").await, 1);
    // It may look, and end things.
    leaked.get("/admin/api-keys").await.done();
    leaked.delete(&path).await.done();
    leaked.get("/admin/api-keys").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_stolen_session_makes_no_key() {
    let app = TestApp::new().await;
    let mut admin = app.admin().await;
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 60, "expires_at": null });
    let made: NewApiKey = admin.post("/admin/api-keys", ask.clone()).await.ok();
    let path = format!("/admin/api-keys/{}", made.key.id);
    let later = async |admin: &mut Caller| {
        app.ctx.clock.advance(TimeDelta::minutes(16));
        // The session goes on; nobody was asked for the password.
        let answer = admin.post("/auth/refresh", Value::Null).await;
        admin.remember(answer);
    };
    later(&mut admin).await;
    admin.post("/admin/api-keys", ask.clone()).await.problem(403, "confirmation_required");
    admin.put_at(&path, 1, ask.clone()).await.problem(403, "confirmation_required");
    admin.post(&format!("{path}/rotation"), json!({ "grace_minutes": 0 })).await.problem(403, "confirmation_required");
    let confirm = async |password: &str| admin.post("/account/confirmation", json!({ "password": password })).await;
    let wrong = confirm("bukan ini").await.problem(422, "invalid_fields");
    assert_eq!(wrong.errors[0].pointer, "/password");
    admin.post("/admin/api-keys", ask.clone()).await.problem(403, "confirmation_required");
    confirm(admin.password()).await.done();
    admin.post("/admin/api-keys", ask.clone()).await.done();
    // On this device alone, and for a while.
    let mut other = admin.clone();
    other.sign_in().await;
    later(&mut other).await;
    other.post("/admin/api-keys", ask.clone()).await.problem(403, "confirmation_required");
    later(&mut admin).await;
    admin.post("/admin/api-keys", ask).await.problem(403, "confirmation_required");
}

#[tokio::test]
async fn whoever_a_key_acts_for_is_told_of_each_secret() {
    let app = TestApp::new().await;
    let (maker, other) = (app.admin().await, app.admin().await);
    let made = make(&maker, &["orders.read"], 60).await;
    other.post(&format!("/admin/api-keys/{}/rotation", made.key.id), json!({ "grace_minutes": 0 })).await.done();
    app.run_jobs().await;
    let told = format!(
        "SELECT count(*) AS n FROM email_messages WHERE template = 'api_key_issued' AND state = 'sent'
         AND recipient = '{}' AND strpos(body_text, '{}') > 0 AND strpos(body_text, '{}') = 0",
        maker.email(),
        made.key.prefix,
        made.secret
    );
    assert_eq!(app.number(&told).await, 2, "made, and rotated by somebody else");
    assert_eq!(app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'api_key_issued'").await, 2);
}

#[tokio::test]
async fn a_new_password_by_a_link_revokes_what_acts_for_its_owner() {
    let app = TestApp::new().await;
    let (maker, other) = (app.admin().await, app.admin().await);
    let (made, foreign) = (make(&maker, &["orders.read"], 60).await, make(&other, &["orders.read"], 60).await);
    let (erp, stays) = (app.guest().with_key(&made.secret), app.guest().with_key(&foreign.secret));
    // Whoever knows the password changes it, and programs go on.
    let new = "amplifier biru tua 88";
    maker.put("/account/password", json!({ "current_password": maker.password(), "new_password": new })).await.done();
    erp.get("/admin/orders").await.done();

    app.guest().post("/auth/password-links", json!({ "email": maker.email() })).await.done();
    app.run_jobs().await;
    let token = app.mailed_secret("reset_password", maker.email()).await;
    app.guest().put("/auth/password", json!({ "token": token, "password": "bass kuning tua 77" })).await.done();
    erp.get("/admin/orders").await.problem(401, "unauthenticated");
    stays.get("/admin/orders").await.done();
    assert_eq!(state(&other, &made).await.state, ApiKeyState::Revoked);
    let told = format!(
        "SELECT count(*) AS n FROM email_messages WHERE template = 'password_changed' AND strpos(body_text, 'ERP ({})') > 0",
        made.key.prefix
    );
    assert_eq!(app.number(&told).await, 1);
    let log: Page<AuditEvent> = other.get("/admin/audit-events?action=api_key.revoked").await.ok();
    assert_eq!((log.total, log.items[0].actor_id.map(|id| id.0)), (1, Some(maker.user_id())));
}

#[tokio::test]
async fn the_key_of_who_lacks_a_required_second_factor_opens_nothing() {
    let app = TestApp::new().await;
    let made = make(&app.admin().await, &["orders.read"], 600).await;
    let erp = app.guest().with_key(&made.secret);
    erp.get("/admin/orders").await.done();
    app.sql("UPDATE security_settings SET staff_two_factor = true", []).await;
    app.eventually("the key is out", async || erp.get("/admin/orders").await.status == 401).await;
    app.sql("UPDATE users SET totp_enabled_at = now()", []).await;
    app.eventually("the key is in", async || erp.get("/admin/orders").await.status == 200).await;
}

#[tokio::test]
async fn a_key_ends_and_an_old_secret_lives_for_its_grace() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let now = app.ctx.clock.now();
    let ask = |until| json!({ "name": "Sekali", "scopes": ["orders.read"], "requests_per_minute": 60, "expires_at": until });
    admin.post("/admin/api-keys", ask(now - TimeDelta::hours(1))).await.problem(422, "invalid_fields");
    let short: NewApiKey = admin.post("/admin/api-keys", ask(now + TimeDelta::hours(3))).await.ok();
    let short = app.guest().with_key(&short.secret);
    let made = make(&admin, &["orders.read"], 600).await;
    let path = format!("/admin/api-keys/{}/rotation", made.key.id);
    admin.post(&path, json!({ "grace_minutes": 1_441 })).await.problem(422, "invalid_fields");
    let rotated: NewApiKey = admin.post(&path, json!({ "grace_minutes": 60 })).await.ok();
    assert_eq!(rotated.key.prefix, made.key.prefix);
    assert_ne!(rotated.secret, made.secret);
    let (old, new) = (app.guest().with_key(&made.secret), app.guest().with_key(&rotated.secret));
    for caller in [&old, &new, &short] {
        caller.get("/admin/orders").await.done();
    }
    app.ctx.clock.advance(TimeDelta::minutes(61));
    old.get("/admin/orders").await.problem(401, "unauthenticated");
    new.get("/admin/orders").await.done();
    short.get("/admin/orders").await.done();
    app.ctx.clock.advance(TimeDelta::hours(2));
    short.get("/admin/orders").await.problem(401, "unauthenticated");
    new.get("/admin/orders").await.done();
}

#[tokio::test]
async fn a_revoked_key_is_refused_everywhere_at_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let other = Process::start(&app, &free_address(), &[]).await;
    let made = make(&admin, &["orders.read"], 6_000).await;
    let here = app.guest().with_key(&made.secret);
    let there = here.clone().at(other.url());
    here.get("/admin/orders").await.done();
    there.get("/admin/orders").await.done();
    let path = format!("/admin/api-keys/{}", made.key.id);
    admin.delete(&path).await.done();
    here.get("/admin/orders").await.problem(401, "unauthenticated");
    app.eventually("the other process heard of it", async || there.get("/admin/orders").await.status == 401).await;
    // For good.
    admin.delete(&path).await.done();
    assert_eq!(state(&admin, &made).await.state, ApiKeyState::Revoked);
    admin.post(&format!("{path}/rotation"), json!({ "grace_minutes": 0 })).await.problem(409, "conflict");
}

#[tokio::test]
async fn a_key_is_read_however_its_scheme_is_written() {
    let app = TestApp::new().await;
    let made = make(&app.admin().await, &["orders.read"], 60).await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let guest = app.guest();
        let request = guest.request(Method::GET, "/admin/orders").header("authorization", format!("{scheme} {}", made.secret));
        guest.send(request).await.done();
    }
}

#[tokio::test]
async fn a_single_thing_is_read_again_only_when_it_changed() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let made = make(&admin, &["integrations.manage"], 600).await;
    let program = app.guest().with_key(&made.secret);
    let path = format!("/admin/api-keys/{}", made.key.id);
    let tag = program.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    let asked = |tag: String| program.request(Method::GET, &path).header("if-none-match", tag);
    let same = program.send(asked(tag.clone())).await;
    assert_eq!((same.status, same.body.len()), (304, 0));
    let ask = json!({ "name": "ERP baru", "scopes": ["integrations.manage"], "requests_per_minute": 600, "expires_at": null });
    let stale = admin.put_at(&path, 7, ask.clone()).await.problem(412, "stale");
    assert_eq!(stale.params["revision"], 1);
    admin.put_at(&path, 1, ask).await.done();
    assert_eq!(program.send(asked(tag)).await.status, 200);

    // An order has no revision: its tag is of what is said.
    let order = an_order(&app).await;
    let made = make(&admin, &["orders.read", "orders.write"], 600).await;
    let erp = app.guest().with_key(&made.secret);
    let path = format!("/admin/orders/{}", order.id);
    let tag = erp.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    let asked = || erp.request(Method::GET, &path).header("if-none-match", tag.as_str());
    assert_eq!(erp.send(asked()).await.status, 304);
    note(&erp, &order, "catatan-0003", "Bungkus kayu").await.done();
    assert_eq!(erp.send(asked()).await.status, 200);
}
