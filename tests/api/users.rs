//! I1: people in the back office.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::account::SignedIn;
use shared::audit::AuditEvent;
use shared::live::ByeReason;
use shared::page::Page;
use shared::users::{StaffUser, StaffUserRow, UserSegment};
use tests::{Authenticator, Caller, Live, Shelf, TestApp};
use uuid::Uuid;

async fn list(admin: &Caller, query: &str) -> Page<StaffUserRow> {
    admin.get(&format!("/admin/users{query}")).await.ok()
}

async fn person(admin: &Caller, id: Uuid) -> StaffUser {
    admin.get(&format!("/admin/users/{id}")).await.ok()
}

/// Names them, so that they can be told apart.
async fn named(app: &TestApp, caller: &Caller, name: &str) {
    app.sql("UPDATE users SET name = $2 WHERE id = $1", [caller.user_id().into(), name.into()]).await;
}

#[tokio::test]
async fn people_are_found_filtered_sorted_and_read_on() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (mut ayu, bambang, citra) = (app.buyer().await, app.staff().await, app.buyer().await);
    for (caller, name) in [(&ayu, "Ayu Lestari"), (&bambang, "Bambang"), (&citra, "Citra_50%"), (&admin, "Zaki")] {
        named(&app, caller, name).await;
    }
    let guitar = Shelf::new(&app).await.goods("RG550", 13_000_000, 9).await;
    for _ in 0..2 {
        app.paid_order(&mut ayu, guitar.variant, 1).await;
    }
    let names = async |query: &str| list(&admin, query).await.items.into_iter().map(|user| user.name).collect::<Vec<_>>();
    assert_eq!(names("?sort=name").await, ["Ayu Lestari", "Bambang", "Citra_50%", "Zaki"]);
    assert_eq!(names("?sort=spent&limit=1").await, ["Ayu Lestari"]);
    assert_eq!(names("?q=AYU").await, ["Ayu Lestari"]);
    assert_eq!(names("?q=50%25").await, ["Citra_50%"]);
    assert_eq!(names(&format!("?q={}", bambang.email())).await, ["Bambang"]);
    assert_eq!(names("?role=staff").await, ["Bambang"]);
    assert_eq!(names("?segment=repeat").await, ["Ayu Lestari"]);
    assert_eq!(names("?segment=high_value").await, ["Ayu Lestari"]);
    assert_eq!(names("?segment=dormant").await, [""; 0]);
    assert_eq!(list(&admin, "?segment=new").await.total, 4);
    assert_eq!(list(&admin, "?active=false").await.total, 0);
    for sort in ["newest", "oldest", "name", "spent"] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = list(&admin, &format!("?sort={sort}&limit=1{cursor}")).await;
            assert_eq!((page.items.len(), page.total), (1, 4), "{sort}");
            seen.extend(page.items.into_iter().map(|user| user.id));
            let Some(next) = page.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        let all: Vec<_> = list(&admin, &format!("?sort={sort}")).await.items.into_iter().map(|user| user.id).collect();
        assert_eq!(seen, all, "{sort}");
    }
    // Added up for everybody at once, or looked up for the people of a page: the same.
    let back = "UPDATE orders SET refunded_total = 1001, payment_status = 'partially_refunded' WHERE id = (SELECT id FROM orders LIMIT 1)";
    app.sql(back, []).await;
    let bought = async |query: &str| {
        let people = list(&admin, query).await.items;
        let mut bought: Vec<_> =
            people.into_iter().map(|user| (user.id.0, user.orders, user.spent, user.last_order_at)).collect();
        bought.sort_by_key(|row| row.0);
        bought
    };
    assert_eq!(bought("?sort=spent").await, bought("?sort=newest").await);
    app.ctx.clock.advance(TimeDelta::days(181));
    let mut admin = admin;
    admin.sign_in().await;
    let dormant = list(&admin, "?segment=dormant").await;
    assert_eq!((dormant.total, dormant.items[0].orders), (1, 2));
    let ayu = person(&admin, ayu.user_id()).await;
    assert_eq!(ayu.segments, [UserSegment::Repeat, UserSegment::HighValue, UserSegment::Dormant]);
    assert_eq!((ayu.orders.len(), ayu.user.spent), (2, dormant.items[0].spent));
    assert!(ayu.user.spent.0 > 26_000_000);

    for bad in ["?sort=oddest", "?segment=rich", "?cursor=xyz", "?active=maybe"] {
        admin.get(&format!("/admin/users{bad}")).await.problem(422, "invalid_fields");
    }
    let export = admin.get("/admin/users/export?format=csv&role=staff").await;
    assert!(export.text().contains("Bambang") && !export.text().contains("Ayu"), "{}", export.text());
    admin.get(&format!("/admin/users/{}", Uuid::now_v7())).await.problem(404, "not_found");
    admin.get("/admin/users/x").await.problem(404, "not_found");
}

#[tokio::test]
async fn somebody_is_invited_and_chooses_a_password() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let ask = json!({ "name": "Dewi", "email": "dewi@example.com", "role": "staff", "locale": "id" });
    let made: StaffUser = admin.post("/admin/users", ask.clone()).await.ok();
    assert_eq!((made.user.role.as_str(), made.user.active, made.user.email_verified), ("staff", true, false));
    admin.post("/admin/users", ask).await.problem(409, "email_taken");
    let nobody = json!({ "name": "Eko", "email": "eko@example.com", "role": "raja", "locale": "id" });
    admin.post("/admin/users", nobody).await.problem(422, "invalid_fields");
    admin.post("/admin/users", json!({})).await.problem(422, "invalid_fields");

    let link = async || app.mailed_secret("invitation", "dewi@example.com").await;
    let first = link().await;
    app.ctx.clock.advance(TimeDelta::minutes(5));
    admin.post(&format!("/admin/users/{}/invitation", made.user.id), Value::Null).await.done();
    let second = link().await;
    let set = async |token: &str| {
        app.guest().put("/auth/password", json!({ "token": token, "password": "amplifier biru tua 88" })).await
    };
    set(&first).await.problem(409, "link_expired");
    app.ctx.clock.advance(TimeDelta::days(6));
    set(&second).await.done();
    let sign_in = json!({ "login": "dewi@example.com", "password": "amplifier biru tua 88" });
    let dewi: SignedIn = app.guest().post("/auth/sign-in", sign_in).await.ok();
    assert!(dewi.user.email_verified && dewi.user.role == "staff");
    // The back office does not give the link away.
    let mut admin = admin;
    admin.sign_in().await;
    let mails: Value = admin.get("/admin/emails?template=invitation").await.ok();
    let id = mails["items"][0]["id"].as_str().unwrap();
    assert!(!admin.get(&format!("/admin/emails/{id}")).await.text().contains(&second));
}

#[tokio::test]
async fn whoever_is_put_out_is_out_at_once_on_sockets_too() {
    let app = TestApp::new().await;
    let (admin, staff) = (app.admin().await, app.staff().await);
    let (mut live, _) = Live::join(&staff, None, &[]).await;
    let path = format!("/admin/users/{}/active", staff.user_id());
    let out: StaffUser = admin.put(&path, json!({ "active": false })).await.ok();
    assert!(!out.user.active && out.sessions.is_empty());
    staff.get("/account").await.problem(401, "unauthenticated");
    staff.post("/auth/refresh", Value::Null).await.problem(401, "session_revoked");
    live.ends_by(ByeReason::SignedOut).await;
    let ask = json!({ "login": staff.email(), "password": staff.password() });
    app.guest().post("/auth/sign-in", ask.clone()).await.problem(403, "account_inactive");
    // Twice is once.
    admin.put(&path, json!({ "active": false })).await.done();
    admin.put(&path, json!({ "active": true })).await.done();
    app.guest().post("/auth/sign-in", ask).await.ok::<SignedIn>();
    let log: Page<AuditEvent> = admin.get(&format!("/admin/audit-events?subject=user&subject_id={}", staff.user_id())).await.ok();
    let actions: Vec<&str> = log.items.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["user.activated", "user.deactivated"]);
}

#[tokio::test]
async fn an_admin_always_remains() {
    let app = TestApp::new().await;
    let (one, two) = (app.admin().await, app.admin().await);
    let active = |caller: &Caller| format!("/admin/users/{}/active", caller.user_id());
    let role = |caller: &Caller| format!("/admin/users/{}/role", caller.user_id());
    let (one_active, two_active, one_role, two_role) = (active(&one), active(&two), role(&one), role(&two));
    one.put(&active(&one), json!({ "active": false })).await.problem(409, "not_oneself");
    one.put(&role(&one), json!({ "role": "buyer" })).await.problem(409, "not_oneself");
    // Both at once, many times: never both.
    for round in 0..6 {
        let (first, second) = if round % 2 == 0 {
            let out = json!({ "active": false });
            tokio::join!(one.put(&two_active, out.clone()), two.put(&one_active, out))
        } else {
            let out = json!({ "role": "staff" });
            tokio::join!(one.put(&two_role, out.clone()), two.put(&one_role, out))
        };
        let statuses = [first.status, second.status];
        assert!(statuses.contains(&200), "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 401, 403, 409].contains(status)), "{statuses:?}");
        let left = "SELECT count(*) AS n FROM users u JOIN roles r ON r.id = u.role_id WHERE r.name = 'admin' AND u.active";
        assert_eq!(app.number(left).await, 1, "{statuses:?}");
        app.sql("UPDATE users SET active = true, role_id = (SELECT id FROM roles WHERE name = 'admin')", []).await;
        app.sql("UPDATE sessions SET revoked_at = NULL, revoked_because = NULL", []).await;
        app.ctx.caches.apply(&api::cache::Change::Roles);
    }
}

#[tokio::test]
async fn nobody_gives_or_takes_what_they_do_not_hold() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let permissions = json!(["admin.access", "users.read", "users.manage"]);
    admin.post("/admin/roles", json!({ "name": "personalia", "permissions": permissions })).await.done();
    let (manager, staff, buyer) = (app.with_role("personalia").await, app.staff().await, app.buyer().await);
    let role = |caller: &Caller| format!("/admin/users/{}/role", caller.user_id());
    for (caller, wanted) in [(&buyer, "admin"), (&buyer, "staff"), (&staff, "buyer"), (&admin, "buyer")] {
        manager.put(&role(caller), json!({ "role": wanted })).await.problem(403, "forbidden");
    }
    manager.put(&role(&manager), json!({ "role": "admin" })).await.problem(409, "not_oneself");
    manager.put(&role(&buyer), json!({ "role": "personalia" })).await.done();
    for path in ["active", "invitation", "sessions", "two-factor"] {
        let path = format!("/admin/users/{}/{path}", admin.user_id());
        let answer = match path.rsplit('/').next() {
            Some("active") => manager.put(&path, json!({ "active": false })).await,
            Some("invitation") => manager.post(&path, Value::Null).await,
            _ => manager.delete(&path).await,
        };
        answer.problem(403, "forbidden");
    }
    let new = json!({ "name": "Fajar", "email": "fajar@example.com", "role": "admin", "locale": "id" });
    manager.post("/admin/users", new).await.problem(403, "forbidden");
    assert!(!person(&manager, admin.user_id()).await.may.manage);
    assert!(person(&manager, buyer.user_id()).await.may.manage);
    assert!(person(&manager, manager.user_id()).await.may.own);
    assert!(person(&manager, buyer.user_id()).await.orders.is_empty(), "orders are for those who may read them");
}

#[tokio::test]
async fn notes_sessions_and_second_factors_of_others() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let mut buyer = app.buyer().await;
    let path = format!("/admin/users/{}", buyer.user_id());
    let noted: StaffUser = admin.post(&format!("{path}/notes"), json!({ "text": " Suka senar 10–46 " })).await.ok();
    assert_eq!((noted.notes[0].text.as_str(), noted.notes[0].author.as_str()), ("Suka senar 10–46", "Budi Santoso"));
    admin.post(&format!("{path}/notes"), json!({ "text": " " })).await.problem(422, "invalid_fields");

    let phone = buyer.clone();
    buyer.sign_in().await;
    let sessions = person(&admin, buyer.user_id()).await.sessions;
    assert_eq!(sessions.len(), 2);
    // The older one is the phone's.
    let left: StaffUser = admin.delete(&format!("{path}/sessions/{}", sessions[1].id)).await.ok();
    assert_eq!(left.sessions.len(), 1);
    phone.get("/account").await.problem(401, "unauthenticated");
    buyer.get("/account").await.done();
    admin.delete(&format!("{path}/sessions/{}", sessions[1].id)).await.problem(404, "not_found");
    let own = admin.get("/account/sessions").await.json()[0]["id"].as_str().unwrap().to_owned();
    admin.delete(&format!("{path}/sessions/{own}")).await.problem(404, "not_found");
    admin.delete(&format!("{path}/sessions")).await.done();
    buyer.get("/account").await.problem(401, "unauthenticated");

    buyer.sign_in().await;
    admin.delete(&format!("{path}/two-factor")).await.problem(409, "conflict");
    let (_, codes) = Authenticator::turn_on(&app, &buyer).await;
    assert!(person(&admin, buyer.user_id()).await.user.two_factor);
    let reset: StaffUser = admin.delete(&format!("{path}/two-factor")).await.ok();
    assert!(!reset.user.two_factor && reset.sessions.is_empty());
    buyer.get("/account").await.problem(401, "unauthenticated");
    buyer.sign_in().await;
    assert!(!codes.is_empty());
    app.run_jobs().await;
    let told = "SELECT count(*) AS n FROM email_messages WHERE template = 'two_factor_changed' AND subject LIKE '%admin%'";
    assert_eq!(app.number(told).await, 1);
    admin.delete(&format!("/admin/users/{}/two-factor", admin.user_id())).await.problem(409, "not_oneself");
}
