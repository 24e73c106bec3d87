//! Connections break, one by one or all at once, while the database lives on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use api::mail::{Draft, Template, post};
use futures_util::future::{join, join_all};
use sea_orm::TransactionTrait;
use serde_json::{Value, json};
use shared::account::Locale;
use tests::{Caller, Shelf, TestApp};

/// Breaks the connections of the shop that `which` holds for.
async fn break_connections(app: &TestApp, which: &str) {
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND ({which})"
    );
    // Its own connection may have been broken by an earlier round.
    let _ = api::db::execute(&app.ctx.db, &sql, []).await;
}

/// Every path that is read without further ado.
fn reads(app: &TestApp) -> Vec<String> {
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let plain = |(path, item): (&String, &Value)| {
        (item.get("get").is_some() && !path.contains('{')).then(|| path.trim_end_matches('/').to_owned())
    };
    paths.iter().filter_map(plain).collect()
}

/// What an answer may be in a storm: what it is in calm weather, or "not now".
async fn ask(caller: &Caller, path: &str, calm: u16) -> bool {
    let answer = caller.get(path).await;
    if answer.status == calm {
        return true;
    }
    assert_eq!(answer.status, 503, "{path}, which is {calm} else: {}", answer.text());
    assert!(answer.headers.contains_key("retry-after"), "{path}");
    answer.problem(503, "unavailable");
    false
}

#[tokio::test]
async fn every_read_is_true_or_not_now_while_connections_break() {
    let app = TestApp::new().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let mut admin = app.admin().await;
    admin.order(guitar.variant, 1).await;
    let paths = reads(&app);
    assert!(paths.len() > 15, "{paths:?}");
    let mut calm = Vec::new();
    for path in &paths {
        calm.push(admin.get(path).await.status);
    }
    assert!(calm.iter().all(|status| *status < 500), "{calm:?}");
    assert!(calm.iter().filter(|status| **status == 200).count() > 10, "{calm:?}");

    let over = AtomicBool::new(false);
    let storm = async {
        for _ in 0..25 {
            break_connections(&app, "true").await;
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        over.store(true, Ordering::Relaxed);
    };
    let readers = (0..4).map(async |first: usize| {
        let mut refused = 0;
        for at in (0..paths.len()).cycle().skip(first * paths.len() / 4) {
            if over.load(Ordering::Relaxed) {
                break;
            }
            refused += usize::from(!ask(&admin, &paths[at], calm[at]).await);
        }
        refused
    });
    let (refused, ()) = join(join_all(readers), storm).await;
    assert!(refused.iter().sum::<usize>() > 0, "no connection broke");
    for (path, calm) in paths.iter().zip(calm) {
        let answer = async || ask(&admin, path, calm).await;
        app.eventually(path, answer).await;
    }
}

#[tokio::test]
async fn signing_in_and_up_is_not_now_while_connections_break() {
    let app = TestApp::new().await;
    let buyer = app.buyer().await;
    let over = AtomicBool::new(false);
    let storm = async {
        while !over.load(Ordering::Relaxed) {
            break_connections(&app, "true").await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let people = async {
        for turn in 0..12 {
            let ask = json!({ "login": buyer.email(), "password": buyer.password() });
            let answer = app.guest().post("/auth/sign-in", ask).await;
            assert!(matches!(answer.status, 200 | 503), "{}", answer.text());
            let ask = json!({ "name": "Budi", "email": format!("budi{turn}@example.com"), "password": buyer.password() });
            let answer = app.guest().post("/auth/registration", ask).await;
            assert!(matches!(answer.status, 201 | 503), "{}", answer.text());
            let answer = app.guest().post("/auth/password-links", json!({ "email": buyer.email() })).await;
            assert!(!matches!(answer.status, 500), "{}", answer.text());
        }
        over.store(true, Ordering::Relaxed);
    };
    join(people, storm).await;
}

#[tokio::test]
async fn a_job_that_its_worker_does_not_know_of_is_done_after_the_loss() {
    let mut app = TestApp::new().await;
    app.work().await;
    let works = async || app.number("SELECT count(*) AS n FROM graphile_worker._private_workers").await == 1;
    app.eventually("the worker is there", works).await;
    // Taken by the worker, but the answer to its question was lost.
    let tx = app.ctx.db.begin().await.unwrap();
    let draft = Draft {
        dedupe_key: "test:lost".to_owned(),
        template: Template::Welcome,
        locale: Locale::Indonesian,
        to: "budi@example.com".to_owned(),
        to_name: "Budi".to_owned(),
        data: json!({ "url": app.url() }),
        order_id: None,
        user_id: None,
        restock_order_id: None,
    };
    post(&tx, &app.ctx, draft).await.unwrap();
    let sql = "UPDATE graphile_worker._private_jobs SET attempts = 1, locked_at = now(),
                      locked_by = (SELECT id FROM graphile_worker._private_workers) WHERE key LIKE 'mail.send_email:%'";
    assert_eq!(api::db::execute(&tx, sql, []).await.unwrap(), 1);
    tx.commit().await.unwrap();

    break_connections(&app, "query LIKE 'LISTEN%'").await;
    let sent = async || app.number("SELECT count(*) AS n FROM email_messages WHERE state = 'sent'").await == 1;
    app.eventually("the email is sent", sent).await;
    app.eventually("one worker is left", works).await;
}
