//! The log itself: found in, without gaps, and safe from tampering.

use std::process::Command;

use api::plain::audit_fault;
use secrecy::ExposeSecret;
use serde_json::json;
use shared::audit::{AuditEvent, AuditFaultKind, AuditVerification};
use shared::orders::Order;
use shared::page::Page;
use tests::TestApp;

use super::Shop;

#[tokio::test]
async fn the_log_is_filtered_searched_and_read_on() {
    let shop = Shop::open().await;
    let mut buyer = shop.buyer.clone();
    let (first, second) = (buyer.order(shop.guitar.variant, 1).await, buyer.order(shop.guitar.variant, 1).await);
    let staff = shop.app.staff().await;
    let note = |order: &Order, text: &str| (format!("/admin/orders/{}/notes", order.id), json!({ "text": text }));
    let begun = shop.app.ctx.clock.now();
    for (caller, (path, body)) in [
        (&staff, note(&first, "Bungkus kayu")),
        (&shop.admin, note(&second, "Titip gitár")),
        (&staff, note(&first, "100% aman_ya")),
    ] {
        shop.app.ctx.clock.advance(chrono::TimeDelta::minutes(1));
        caller.post(&path, body).await.done();
    }
    let total = async |query: &str| shop.events(query).await.total;
    assert_eq!(total("").await, 3);
    assert_eq!(total(&format!("?actor={}", staff.user_id())).await, 2);
    assert_eq!(total(&format!("?subject=order&subject_id={}", second.id)).await, 1);
    assert_eq!(total("?action=order.note_added").await, 3);
    assert_eq!(total("?action=order.shipped").await, 0);
    assert_eq!(total("?subject=refund").await, 0);
    assert_eq!(total(&format!("?q={}", first.number.to_lowercase())).await, 2);
    assert_eq!(total("?q=GITAR").await, 1, "accents and case do not matter");
    assert_eq!(total("?q=100%25").await, 1, "a percent sign is a percent sign");
    assert_eq!(total("?q=n_y").await, 1);
    assert_eq!(total("?q=kayu_").await, 0);
    let at = |minutes: i64| (begun + chrono::TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    assert_eq!(total(&format!("?from={}&until={}", at(2), at(3))).await, 1);

    let (statements, page) = shop.app.statements(shop.events("?limit=2")).await;
    assert!(statements <= 3, "{statements} statements");
    assert!(page.items[0].sequence > page.items[1].sequence);
    let rest = shop.events(&format!("?limit=2&cursor={}", page.next_cursor.unwrap())).await;
    assert_eq!((rest.items.len(), rest.next_cursor), (1, None));
    staff.get("/admin/audit-events").await.problem(403, "forbidden");
    shop.admin.get("/admin/audit-events?action=order.eaten").await.problem(422, "invalid_fields");
    shop.admin.get("/admin/audit-events?cursor=xyz").await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn staff_who_come_in_are_noted() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (mut staff, mut buyer) = (app.staff().await, app.buyer().await);
    staff.sign_in().await;
    buyer.sign_in().await;
    let log: Page<AuditEvent> = admin.get("/admin/audit-events?action=session.signed_in_staff").await.ok();
    assert_eq!((log.total, log.items[0].actor_id.map(|id| id.0)), (1, Some(staff.user_id())));
    assert!(log.items[0].request_id.as_deref().is_some_and(|id| !id.is_empty()));
}

#[tokio::test]
async fn many_at_once_leave_no_gap() {
    let shop = Shop::open().await;
    let mut buyer = shop.buyer.clone();
    let mut orders = Vec::new();
    for _ in 0..4 {
        orders.push(buyer.order(shop.guitar.variant, 1).await);
    }
    let notes = (0..24).map(|index| {
        let path = format!("/admin/orders/{}/notes", orders[index % 4].id);
        // Every third is refused, and takes no number.
        let text = if index % 3 == 0 { String::new() } else { format!("catatan {index}") };
        let admin = &shop.admin;
        async move { admin.post(&path, json!({ "text": text })).await.status }
    });
    let answers = futures_util::future::join_all(notes).await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 16);
    let found: AuditVerification = shop.admin.get("/admin/audit-events/verification").await.ok();
    assert_eq!((found.events, found.sequence, found.fault_count), (16, 16, 0));
}

/// Runs `hurtrock audit verify`: whether it succeeded, and what it said.
fn verify(app: &TestApp, more: &[&str]) -> (bool, String) {
    let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("hurtrock");
    assert!(binary.exists(), "{} is not built: run the tests by `cargo xtask test`", binary.display());
    let run = Command::new(binary)
        .args(["audit", "verify"])
        .args(more)
        .env("DATABASE_URL", app.ctx.config.database_url.expose_secret())
        .env("HURTROCK_ENVIRONMENT", "demo")
        .output()
        .unwrap();
    (run.status.success(), String::from_utf8(run.stdout).unwrap())
}

#[tokio::test]
async fn whoever_tampers_with_the_log_is_found_out() {
    let shop = Shop::open().await;
    let mut buyer = shop.buyer.clone();
    let order = buyer.order(shop.guitar.variant, 1).await;
    for text in ["satu", "dua", "tiga", "empat"] {
        shop.admin.post(&format!("/admin/orders/{}/notes", order.id), json!({ "text": text })).await.done();
    }
    let (fine, said) = verify(&shop.app, &[]);
    assert!(fine, "{said}");
    let noted = said.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(said.starts_with("4 events") && noted.starts_with("4:"), "{said}");
    assert!(verify(&shop.app, &["--noted", &noted]).0);

    // Nobody changes it by an ordinary statement.
    use sea_orm::ConnectionTrait;
    for sql in [
        "UPDATE audit_events SET action = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "UPDATE audit_head SET sequence = 2",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ] {
        assert!(shop.app.ctx.db.execute_unprepared(sql).await.is_err(), "{sql} was allowed");
    }

    // Who owns the database can; each time from the same beginning.
    let save = "CREATE TABLE kept AS TABLE audit_events; CREATE TABLE kept_head AS TABLE audit_head";
    shop.app.ctx.db.execute_unprepared(save).await.unwrap();
    let plant = async |sql: &str| {
        let restore = "TRUNCATE audit_events, audit_head; INSERT INTO audit_events SELECT * FROM kept; INSERT INTO audit_head SELECT * FROM kept_head";
        let quietly = "BEGIN; SET LOCAL session_replication_role = replica";
        shop.app.ctx.db.execute_unprepared(&format!("{quietly}; {restore}; {sql}; COMMIT")).await.unwrap();
        let found: AuditVerification = shop.admin.get("/admin/audit-events/verification").await.ok();
        let (fine, said) = verify(&shop.app, &[]);
        assert_eq!(fine, found.faults.is_empty(), "{said}");
        for fault in &found.faults {
            assert!(said.contains(&format!("event {}: {}", fault.sequence, audit_fault(fault.kind))), "{said}");
        }
        found.faults.into_iter().map(|fault| (fault.sequence, fault.kind)).collect::<Vec<_>>()
    };
    use AuditFaultKind::{Broken, Cut, Edited, Gap};
    assert_eq!(plant("SELECT 1").await, []);
    assert_eq!(plant(r#"UPDATE audit_events SET after = '{"note": "DUA"}' WHERE sequence = 2"#).await, [(2, Edited)]);
    assert_eq!(plant("UPDATE audit_events SET actor = 'Siti' WHERE sequence = 4").await, [(4, Edited)]);
    assert_eq!(
        plant("UPDATE audit_events SET created_at = created_at - interval '1 day' WHERE sequence = 1").await,
        [(1, Edited)]
    );
    let rehashed = "UPDATE audit_events SET ip = '10.0.0.1' WHERE sequence = 2; UPDATE audit_events e SET hash = audit_hash(e) WHERE sequence = 2";
    assert_eq!(plant(rehashed).await, [(3, Broken)]);
    assert_eq!(plant("DELETE FROM audit_events WHERE sequence = 2").await, [(3, Gap)]);
    assert_eq!(plant("DELETE FROM audit_events WHERE sequence = 1").await, [(2, Gap)]);
    assert_eq!(plant("DELETE FROM audit_events WHERE sequence = 4").await, [(4, Cut)]);
    assert_eq!(plant("DELETE FROM audit_head").await, [(0, Cut)]);
    // The end cut off and its head set back: only the note tells.
    let cut = "DELETE FROM audit_events WHERE sequence = 4;
               UPDATE audit_head h SET sequence = e.sequence, hash = e.hash FROM audit_events e WHERE e.sequence = 3";
    assert_eq!(plant(cut).await, []);
    let (fine, said) = verify(&shop.app, &["--noted", &noted]);
    assert!(!fine && said.contains("event 4: not the one that was noted"), "{said}");
}
