//! The same answer to the same question.

use api::jobs::Job;
use reqwest::Method;
use sea_orm::TransactionTrait;
use serde_json::json;
use shared::integrations::NewWebhook;
use shared::orders::Order;
use tests::{Answer, Caller, Shelf, TestApp};

use super::{an_order, make, note};

/// A shop, its admin, a program that may write notes, and the order they are about.
async fn begin() -> (TestApp, Caller, Caller, Order) {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let erp = app.guest().with_key(&make(&admin, &["orders.read", "orders.write"], 6_000).await.secret);
    let order = an_order(&app).await;
    (app, admin, erp, order)
}

/// How many notes were written.
async fn notes(app: &TestApp) -> i64 {
    app.number("SELECT count(*) AS n FROM order_events WHERE kind = 'note'").await
}

#[tokio::test]
async fn a_request_of_one_name_is_done_once_however_many_send_it() {
    let (app, admin, erp, order) = begin().await;
    let sent = futures_util::future::join_all((0..8).map(|_| note(&erp, &order, "catatan-0001", "Bungkus kayu"))).await;
    let (done, refused): (Vec<Answer>, Vec<Answer>) = sent.into_iter().partition(|answer| answer.status < 300);
    assert!(!done.is_empty());
    let (status, body) = (done[0].status, done[0].body.clone());
    assert!(done.iter().all(|answer| (answer.status, &answer.body) == (status, &body)), "all are given the same answer");
    for answer in refused {
        assert!(answer.headers.contains_key("retry-after"));
        answer.problem(409, "idempotency_in_progress");
    }
    assert_eq!(notes(&app).await, 1);
    let again = note(&erp, &order, "catatan-0001", "Bungkus kayu").await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!((again.status, again.body), (status, body));

    // Another request under the name, and a name that is none.
    note(&erp, &order, "catatan-0001", "Bungkus kertas").await.problem(409, "idempotency_mismatch");
    note(&erp, &order, "pendek", "Bungkus kayu").await.problem(422, "invalid_fields");
    // Names belong to their key.
    let other = app.guest().with_key(&make(&admin, &["orders.read", "orders.write"], 60).await.secret);
    note(&other, &order, "catatan-0001", "Bungkus kayu").await.done();
    assert_eq!(notes(&app).await, 2);
    // A refusal is given again as well, without being decided anew.
    let refused = note(&erp, &order, "catatan-0002", "").await;
    let again = note(&erp, &order, "catatan-0002", "").await;
    assert_eq!((refused.status, &refused.body), (422, &again.body));

    // Killed in the middle: nobody knows what became of it, and it is not done again.
    app.sql(
        "UPDATE idempotency_keys SET status = NULL, answer = NULL, created_at = created_at - interval '10 minutes' WHERE key = 'catatan-0001'",
        [],
    )
    .await;
    note(&erp, &order, "catatan-0001", "Bungkus kayu").await.problem(409, "idempotency_interrupted");
    assert_eq!(notes(&app).await, 2);

    // After a day the name is free.
    app.sql("UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE caller LIKE 'key:%'", []).await;
    api::keys::ForgetIntegrations {}.run(&app.ctx).await.unwrap();
    assert_eq!(app.number("SELECT count(*) AS n FROM idempotency_keys WHERE caller LIKE 'key:%'").await, 0);
    note(&erp, &order, "catatan-0001", "Bungkus kayu").await.done();
    assert_eq!(notes(&app).await, 3);
}

#[tokio::test]
async fn a_correction_of_the_shelf_is_made_again_under_its_name_after_a_day() {
    let app = TestApp::new().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 20).await;
    let admin = app.admin().await;
    let erp = app.guest().with_key(&make(&admin, &["inventory.read", "inventory.write"], 600).await.secret);
    let path = format!("/admin/inventory/{}/adjustments", guitar.variant);
    let ask = json!({ "kind": "remove", "quantity": 2, "reason": "damage" });
    let correct = async || erp.send(erp.request(Method::POST, &path).header("idempotency-key", "nightly-01").json(&ask)).await;
    let left = async || app.number("SELECT on_hand::bigint AS n FROM stocks").await;
    correct().await.done();
    assert_eq!(left().await, 18);

    // Within the day it is not, even where the edge does not know its answer any more.
    assert_eq!(correct().await.headers["idempotency-replayed"], "true");
    app.sql("DELETE FROM idempotency_keys WHERE caller LIKE 'key:%'", []).await;
    correct().await.done();
    assert_eq!(left().await, 18);

    app.sql("UPDATE idempotency_keys SET created_at = created_at - interval '26 hours'", []).await;
    api::keys::ForgetIntegrations {}.run(&app.ctx).await.unwrap();
    let again = correct().await;
    assert!(!again.headers.contains_key("idempotency-replayed"));
    again.done();
    assert_eq!(left().await, 16);
}

#[tokio::test]
async fn a_fault_after_the_work_does_not_let_it_be_done_again() {
    let (app, _, erp, order) = begin().await;
    // What is read for the answer is gone when the note has been written.
    app.sql(
        "CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN ALTER TABLE IF EXISTS shipments RENAME TO shipments_gone; RETURN NULL; END $$",
        [],
    )
    .await;
    app.sql("CREATE TRIGGER hide AFTER INSERT ON order_events FOR EACH STATEMENT EXECUTE FUNCTION hide()", []).await;
    note(&erp, &order, "catatan-0001", "Bungkus kayu").await.problem(500, "internal");
    app.sql("DROP TRIGGER hide ON order_events", []).await;
    app.sql("ALTER TABLE shipments_gone RENAME TO shipments", []).await;
    assert_eq!(notes(&app).await, 1);
    note(&erp, &order, "catatan-0001", "Bungkus kayu").await.problem(409, "idempotency_interrupted");
    assert_eq!(notes(&app).await, 1);

    // Where nothing was written, the name is free.
    app.sql("ALTER TABLE order_events RENAME TO order_events_gone", []).await;
    note(&erp, &order, "catatan-0002", "Bungkus kayu").await.problem(500, "internal");
    app.sql("ALTER TABLE order_events_gone RENAME TO order_events", []).await;
    note(&erp, &order, "catatan-0002", "Bungkus kayu").await.done();
    assert_eq!(notes(&app).await, 2);
}

#[tokio::test]
async fn a_request_that_gave_way_to_another_one_may_be_done_again_under_its_name() {
    let (app, _, erp, order) = begin().await;
    // The note is written when the last statement of its transaction fails, as it would in a deadlock.
    app.sql(
        "CREATE FUNCTION give_way() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = TG_ARGV[0]; END $$",
        [],
    )
    .await;
    // A deadlock, and a lock that was not to be had in time.
    for (state, name) in [("40P01", "catatan-0001"), ("55P03", "catatan-0002")] {
        let before = notes(&app).await;
        app.sql(
            &format!("CREATE TRIGGER give_way AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION give_way('{state}')"),
            [],
        )
        .await;
        let refused = note(&erp, &order, name, "Bungkus kayu").await;
        assert!(refused.headers.contains_key("retry-after"));
        refused.problem(503, "unavailable");
        app.sql("DROP TRIGGER give_way ON audit_events", []).await;
        assert_eq!(notes(&app).await, before);
        note(&erp, &order, name, "Bungkus kayu").await.done();
        let again = note(&erp, &order, name, "Bungkus kayu").await;
        assert_eq!(again.headers["idempotency-replayed"], "true");
        assert_eq!(notes(&app).await, before + 1);
    }

    // What fails at COMMIT may stand, for all that is known here.
    app.sql(
        "CREATE CONSTRAINT TRIGGER give_way AFTER INSERT ON audit_events DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION give_way('40P01')",
        [],
    )
    .await;
    note(&erp, &order, "catatan-0003", "Bungkus kayu").await.problem(503, "unavailable");
    app.sql("DROP TRIGGER give_way ON audit_events", []).await;
    note(&erp, &order, "catatan-0003", "Bungkus kayu").await.problem(409, "idempotency_interrupted");
}

#[tokio::test]
async fn a_request_whose_line_broke_is_done_to_its_end() {
    let (app, _, erp, order) = begin().await;
    // It comes as far as writing the note down.
    let held = app.ctx.db.begin().await.unwrap();
    api::db::execute(&held, "LOCK TABLE order_events IN ACCESS EXCLUSIVE MODE", []).await.unwrap();
    let sent = tokio::spawn({
        let (erp, order) = (erp.clone(), order.clone());
        async move { note(&erp, &order, "catatan-0001", "Bungkus kayu").await }
    });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("it is being worked on", async || app.number(waiting).await == 1).await;
    sent.abort();
    // Time for the server to see that nobody is there any more.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    held.commit().await.unwrap();

    app.eventually("it was done", async || note(&erp, &order, "catatan-0001", "Bungkus kayu").await.status < 300).await;
    let again = note(&erp, &order, "catatan-0001", "Bungkus kayu").await;
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(notes(&app).await, 1);
}

#[tokio::test]
async fn a_secret_in_an_answer_that_is_kept_cannot_be_read_from_the_database() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let manager = app.guest().with_key(&make(&admin, &["integrations.manage", "orders.read"], 600).await.secret);
    let ask = json!({ "url": "https://erp.example/hurtrock", "description": "ERP", "events": ["order.paid"], "active": true });
    let request = || manager.request(Method::POST, "/admin/webhooks").header("idempotency-key", "kunci-0001").json(&ask);
    let made = manager.send(request()).await;
    let again = manager.send(request()).await;
    assert_eq!((again.status, &again.body), (made.status, &made.body), "a lost answer is had again");
    let secret = made.ok::<NewWebhook>().secret;
    let secret = secret.rsplit('_').next().unwrap();
    let kept = "SELECT count(*) AS n FROM idempotency_keys WHERE answer IS NOT NULL";
    assert_eq!(app.number(kept).await, 1);
    assert_eq!(app.number(&format!("{kept} AND position('{secret}'::bytea IN answer) > 0")).await, 0);
}
