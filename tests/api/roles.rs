//! I1: what roles allow.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::integrations::NewApiKey;
use shared::page::Page;
use shared::permission::Permission;
use shared::users::Role;
use tests::{Authenticator, Caller, TestApp};

async fn roles(admin: &Caller) -> Vec<Role> {
    admin.get("/admin/roles").await.ok()
}

async fn role(admin: &Caller, name: &str) -> Role {
    roles(admin).await.into_iter().find(|role| role.details.name == name).expect("the role")
}

/// The permissions of a role without one.
fn without(role: &Role, permission: Permission) -> Value {
    let left: Vec<Permission> = role.details.permissions.iter().copied().filter(|held| *held != permission).collect();
    json!({ "name": role.details.name, "permissions": left })
}

#[tokio::test]
async fn a_page_is_lost_at_once_in_every_process() {
    let app = TestApp::new().await;
    let url = api::config::Config::clone(&app.ctx.config).database_url;
    let other = TestApp::with(&[("database_url", secrecy::ExposeSecret::expose_secret(&url))]).await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let elsewhere = staff.clone().at(other.url());
    staff.get("/admin/orders").await.done();
    elsewhere.get("/admin/orders").await.done();
    let before = role(&admin, "staff").await;
    let path = format!("/admin/roles/{}", before.id);
    let changed: Role = admin.put_at(&path, before.revision, without(&before, Permission::OrdersRead)).await.ok();
    assert_eq!((changed.revision, changed.people), (before.revision + 1, 1));
    // Not a moment later here, and as soon as it is heard of there.
    staff.get("/admin/orders").await.problem(403, "forbidden");
    staff.get("/admin/products").await.done();
    other.eventually("the other process heard", async || elsewhere.get("/admin/orders").await.status == 403).await;
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=role.updated").await.ok();
    assert_eq!((log.total, log.items[0].subject_label.as_str()), (1, "staff"));
    admin.put_at(&path, before.revision, without(&before, Permission::ReportsRead)).await.problem(412, "stale");
    admin.put(&path, without(&before, Permission::ReportsRead)).await.problem(428, "revision_required");
}

#[tokio::test]
async fn roles_are_made_renamed_and_removed() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let built_in: Vec<(String, bool, bool)> =
        roles(&admin).await.into_iter().map(|role| (role.details.name.clone(), role.built_in, role.editable)).collect();
    let expected = [("buyer", false), ("staff", true), ("admin", false)];
    assert_eq!(built_in, expected.map(|(name, editable)| (name.to_owned(), true, editable)));
    let ask = json!({ "name": "gudang", "permissions": ["inventory.read", "admin.access"] });
    let made: Role = admin.post("/admin/roles", ask.clone()).await.ok();
    assert_eq!(made.details.permissions, [Permission::AdminAccess, Permission::InventoryRead]);
    let problem = admin.post("/admin/roles", ask).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/name", "taken"));
    for bad in [
        json!({ "name": "Gudang", "permissions": [] }),
        json!({ "name": "x2", "permissions": ["inventory.read"] }),
        json!({ "name": "x2", "permissions": ["fly"] }),
        json!({ "name": "x2" }),
    ] {
        let status = admin.post("/admin/roles", bad.clone()).await.status;
        assert!([400, 422].contains(&status), "{bad}: {status}");
    }
    let path = format!("/admin/roles/{}", made.id);
    let renamed = json!({ "name": "gudang-2", "permissions": ["admin.access"] });
    admin.put_at(&path, made.revision, renamed).await.done();
    let worker = app.with_role("gudang-2").await;
    worker.get("/admin/views?list=orders").await.done();
    admin.delete(&path).await.problem(409, "role_in_use");
    admin.put(&format!("/admin/users/{}/role", worker.user_id()), json!({ "role": "buyer" })).await.done();
    admin.delete(&path).await.done();
    admin.delete(&path).await.problem(404, "not_found");
    for name in ["admin", "buyer"] {
        let fixed = role(&admin, name).await;
        let path = format!("/admin/roles/{}", fixed.id);
        let ask = json!({ "name": name, "permissions": ["admin.access"] });
        admin.put_at(&path, fixed.revision, ask).await.problem(409, "conflict");
        admin.delete(&path).await.problem(409, "conflict");
    }
    let staff = role(&admin, "staff").await;
    let ask = json!({ "name": "kru", "permissions": ["admin.access"] });
    admin.put_at(&format!("/admin/roles/{}", staff.id), staff.revision, ask).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn a_manager_gives_only_what_they_hold() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let ask = json!({ "name": "personalia", "permissions": ["admin.access", "users.read", "users.manage", "orders.read"] });
    let own: Role = admin.post("/admin/roles", ask).await.ok();
    let manager = app.with_role("personalia").await;
    let more = json!({ "name": "kasir", "permissions": ["admin.access", "orders.refund"] });
    let problem = manager.post("/admin/roles", more).await.problem(403, "forbidden");
    assert_eq!(problem.params["permission"], "orders.refund");
    let less = json!({ "name": "kasir", "permissions": ["admin.access", "orders.read"] });
    manager.post("/admin/roles", less).await.done();
    // Neither more for themselves, nor less, nor another name.
    let path = format!("/admin/roles/{}", own.id);
    let all = json!({ "name": "personalia", "permissions": Permission::ALL });
    manager.put_at(&path, own.revision, all).await.problem(403, "forbidden");
    manager.put_at(&path, own.revision, without(&own, Permission::UsersManage)).await.problem(403, "forbidden");
    manager.put_at(&path, own.revision, without(&own, Permission::OrdersRead)).await.problem(403, "forbidden");
    let named = json!({ "name": "bos", "permissions": own.details.permissions });
    manager.put_at(&path, own.revision, named).await.problem(403, "forbidden");
    // Nor may they take from others what is not theirs.
    let staff = role(&admin, "staff").await;
    let path = format!("/admin/roles/{}", staff.id);
    manager.put_at(&path, staff.revision, without(&staff, Permission::ChatAnswer)).await.problem(403, "forbidden");
    manager.put_at(&path, staff.revision, without(&staff, Permission::OrdersRead)).await.done();
    // Nor give another name to what is more than theirs.
    let ask = json!({ "name": "bendahara", "permissions": ["admin.access", "orders.refund"] });
    let treasurer: Role = admin.post("/admin/roles", ask).await.ok();
    let path = format!("/admin/roles/{}", treasurer.id);
    let named = json!({ "name": "magang", "permissions": treasurer.details.permissions });
    let problem = manager.put_at(&path, treasurer.revision, named).await.problem(403, "forbidden");
    assert_eq!(problem.params["permission"], "orders.refund");
    let cashier = role(&manager, "kasir").await;
    let named = json!({ "name": "magang", "permissions": cashier.details.permissions });
    manager.put_at(&format!("/admin/roles/{}", cashier.id), cashier.revision, named).await.done();
}

#[tokio::test]
async fn a_stolen_session_or_a_leaked_key_gives_nobody_power_that_lasts() {
    let app = TestApp::new().await;
    let (mut admin, buyer, fired) = (app.admin().await, app.buyer().await, app.staff().await);
    Authenticator::turn_on(&app, &buyer).await;
    let scopes = ["users.read", "users.manage", "settings.manage", "payments.configure"];
    let ask = json!({ "name": "ERP", "scopes": scopes, "requests_per_minute": 600, "expires_at": null });
    let key: NewApiKey = admin.post("/admin/api-keys", ask).await.ok();
    let staff = role(&admin, "staff").await;
    let keys = sandbox::Config::default().stripe;
    let person = format!("/admin/users/{}", buyer.user_id());
    let out = format!("/admin/users/{}/active", fired.user_id());
    let stripe = |keys: Value| json!({ "active": true, "sandbox": true, "minimum": 20_000, "expiry_minutes": 60, "methods": null, "keys": keys });
    let mail: Value = admin.get("/admin/settings/email").await.ok();
    let mail_revision = i32::try_from(mail["revision"].as_i64().unwrap()).unwrap();
    let all = async |by: &Caller| {
        let new = json!({ "name": "Dewi", "email": "dewi@example.com", "role": "staff", "locale": "id" });
        let role = json!({ "name": "gudang", "permissions": ["admin.access", "inventory.read"] });
        let path = format!("/admin/roles/{}", staff.id);
        [
            by.post("/admin/users", new).await,
            by.post(&format!("{person}/invitation"), Value::Null).await,
            by.put(&format!("{person}/role"), json!({ "role": "staff" })).await,
            by.post("/admin/roles", role).await,
            by.put_at(&path, staff.revision, without(&staff, Permission::ChatAnswer)).await,
            by.delete(&format!("{person}/two-factor")).await,
            by.put_at("/admin/settings/security", 1, json!({ "staff_two_factor": false })).await,
            by.put_at("/admin/settings/email", mail_revision, mail["details"].clone()).await,
            by.put_at(
                "/admin/settings/payments/stripe",
                1,
                stripe(json!({ "secret_key": keys.secret_key, "webhook_secret": keys.webhook_secret })),
            )
            .await,
        ]
    };
    let leaked = app.guest().with_key(&key.secret);
    // It looks, puts buyers out and lets them in, and says what a provider is offered for.
    leaked.get("/admin/users").await.done();
    leaked.put_at("/admin/settings/payments/stripe", 0, stripe(json!({}))).await.done();
    leaked.put(&format!("{person}/active"), json!({ "active": false })).await.done();
    leaked.put(&format!("{person}/active"), json!({ "active": true })).await.done();
    for answer in all(&leaked).await {
        answer.problem(403, "person_required");
    }
    leaked.put(&out, json!({ "active": false })).await.problem(403, "forbidden");
    admin.put(&out, json!({ "active": false })).await.done();

    // The session goes on; nobody was asked for the password.
    app.ctx.clock.advance(TimeDelta::minutes(16));
    let answer = admin.post("/auth/refresh", Value::Null).await;
    admin.remember(answer);
    for answer in all(&admin).await {
        answer.problem(403, "confirmation_required");
    }
    admin.put(&out, json!({ "active": true })).await.problem(403, "confirmation_required");
    assert_eq!(app.number("SELECT count(*) AS n FROM users WHERE email = 'dewi@example.com'").await, 0);
    admin.post("/account/confirmation", json!({ "password": admin.password() })).await.done();
    for answer in all(&admin).await {
        answer.done();
    }
    admin.put(&out, json!({ "active": true })).await.done();
}
