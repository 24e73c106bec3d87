//! Limits of keys, and how processes agree on them.

use std::cell::Cell;
use std::time::Instant;

use chrono::TimeDelta;
use sea_orm::TransactionTrait;
use serde_json::json;
use tests::{Answer, Caller, Process, TestApp, free_address};

use super::make;

fn figure(answer: &Answer, name: &str) -> Option<i64> {
    answer.headers.get(name)?.to_str().ok()?.parse().ok()
}

#[tokio::test]
async fn each_key_has_its_own_limit() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let made = make(&admin, &["orders.read"], 3).await;
    let (slow, other) =
        (app.guest().with_key(&made.secret), app.guest().with_key(&make(&admin, &["orders.read"], 60).await.secret));
    // None comes back meanwhile, however long it takes.
    app.ctx.clock.stop();
    for left in [2, 1, 0] {
        // Refusals count, and tell as well.
        let answer = if left == 1 { slow.get("/admin/products").await } else { slow.get("/admin/orders").await };
        assert_eq!((figure(&answer, "ratelimit-limit"), figure(&answer, "ratelimit-remaining")), (Some(3), Some(left)));
        assert!(figure(&answer, "ratelimit-reset").is_some_and(|seconds| (1..=60).contains(&seconds)));
    }
    let refused = slow.get("/admin/orders").await;
    assert_eq!(figure(&refused, "retry-after"), Some(20));
    assert_eq!(figure(&refused, "ratelimit-remaining"), Some(0));
    refused.problem(429, "rate_limited");
    other.get("/admin/orders").await.done();
    app.ctx.clock.advance(TimeDelta::seconds(20));
    assert_eq!(figure(&slow.get("/admin/orders").await, "ratelimit-remaining"), Some(0));
    slow.get("/admin/orders").await.problem(429, "rate_limited");
    // People are not counted like that.
    assert_eq!(figure(&admin.get("/admin/orders").await, "ratelimit-limit"), None);
    // Another limit counts at once.
    let ask = json!({ "name": "ERP", "scopes": ["orders.read"], "requests_per_minute": 100, "expires_at": null });
    admin.put_at(&format!("/admin/api-keys/{}", made.key.id), 1, ask).await.done();
    assert_eq!(figure(&slow.get("/admin/orders").await, "ratelimit-remaining"), Some(99));
}

/// Asks, many at a time, until nothing is left. Tells how much was granted, and the refusal. What is granted is refused
/// for its scope, and counts.
async fn use_up(caller: &Caller) -> (usize, Answer) {
    let mut granted = 0;
    loop {
        let answers = futures_util::future::join_all((0..25).map(|_| caller.get("/admin/products"))).await;
        granted += answers.iter().filter(|answer| answer.status == 403).count();
        if let Some(refused) = answers.into_iter().find(|answer| answer.status == 429) {
            return (granted, refused);
        }
    }
}

/// How many requests the processes told each other of.
async fn told_paces(app: &TestApp) -> i64 {
    app.number("SELECT COALESCE(sum(requests), 0)::bigint AS n FROM api_key_paces").await
}

#[tokio::test]
async fn two_processes_grant_a_key_its_limit_once() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let first = Process::start(&app, &free_address(), &[]).await;
    let second = Process::start(&app, &free_address(), &[]).await;
    let erp = app.guest().with_key(&make(&admin, &["orders.read"], 600).await.secret);
    let (here, there) = (erp.clone().at(first.url()), erp.at(second.url()));
    let left = async |caller: &Caller| figure(&caller.get("/admin/products").await, "ratelimit-remaining").expect("a pace");

    let begun = Instant::now();
    let (granted, _) = use_up(&here).await;
    assert!(granted >= 600, "{granted}");
    app.eventually("all of it is told", async || told_paces(&app).await >= i64::try_from(granted).expect("a number")).await;
    // Looking counts as well, but by that alone it would have 400 left at the end. Here it is used up again each time,
    // so that what comes back while a slow machine looks is not taken for what was never taken.
    let (granted, looks) = (Cell::new(granted), Cell::new(0));
    let heard = async || {
        granted.set(granted.get() + use_up(&here).await.0);
        looks.set(looks.get() + 1);
        left(&there).await < 300
    };
    app.eventually("the other process heard of it", heard).await;
    let (more, refused) = use_up(&there).await;
    // The limit once; what came back since, which both may grant within a second; and the looks.
    let came_back = usize::try_from(begun.elapsed().as_millis().div_ceil(100)).expect("a number") + 1;
    let (granted, looks) = (granted.get() + more, looks.get());
    assert!(granted <= 600 + 2 * came_back + looks, "{granted} with {came_back} that came back and {looks} looks");
    assert!(figure(&refused, "retry-after").is_some_and(|seconds| (1..=120).contains(&seconds)), "{:?}", refused.headers);
    assert!(figure(&refused, "ratelimit-reset").is_some_and(|seconds| (50..=120).contains(&seconds)), "{:?}", refused.headers);
    assert_eq!((figure(&refused, "ratelimit-limit"), figure(&refused, "ratelimit-remaining")), (Some(600), Some(0)));
    refused.problem(429, "rate_limited");
    // One row of a key, whichever process it asks.
    assert_eq!(app.number("SELECT count(*) AS n FROM api_key_paces").await, 1);
}

#[tokio::test]
async fn a_key_goes_on_at_its_pace_while_processes_cannot_tell_each_other() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let erp = app.guest().with_key(&make(&admin, &["orders.read"], 6).await.secret);
    let other = app.guest().with_key(&make(&admin, &["orders.read"], 6).await.secret);
    // None comes back meanwhile, however long it takes.
    app.ctx.clock.stop();
    let left = async |caller: &Caller| figure(&caller.get("/admin/products").await, "ratelimit-remaining");
    let told = async || told_paces(&app).await;
    api::keys::share_paces(&app.ctx).await;
    assert_eq!((left(&erp).await, left(&erp).await), (Some(5), Some(4)));

    // It fails.
    app.sql("ALTER TABLE api_key_paces RENAME TO elsewhere", []).await;
    api::keys::share_paces(&app.ctx).await;
    assert_eq!(left(&erp).await, Some(3));
    app.sql("ALTER TABLE elsewhere RENAME TO api_key_paces", []).await;
    // It takes its time, and nobody waits for it.
    let held = app.ctx.db.begin().await.unwrap();
    api::db::execute(&held, "LOCK TABLE api_key_paces IN ACCESS EXCLUSIVE MODE", []).await.unwrap();
    let ctx = app.ctx.clone();
    let sharing = tokio::spawn(async move { api::keys::share_paces(&ctx).await });
    let waiting = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    app.eventually("it waits", async || app.number(waiting).await == 1).await;
    assert_eq!(left(&erp).await, Some(2));
    held.commit().await.unwrap();
    sharing.await.unwrap();
    // Nothing was lost and nothing told twice.
    assert_eq!(told().await, 3);
    let (statements, ()) = app.statements(async { assert_eq!(left(&erp).await, Some(1)) }).await;
    assert_eq!(statements, 0, "a request that counts costs no statement");
    api::keys::share_paces(&app.ctx).await;
    api::keys::share_paces(&app.ctx).await;
    assert_eq!(told().await, 5);

    // A key that is whole again needs no row.
    app.ctx.clock.advance(TimeDelta::minutes(10));
    assert_eq!(left(&other).await, Some(5));
    api::keys::share_paces(&app.ctx).await;
    assert_eq!(told().await, 1);
    assert_eq!(left(&erp).await, Some(5));
}
