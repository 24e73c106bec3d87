//! M7: background work as staff see it. What fails is listed, tried again and removed by hand.

use serde_json::{Value, json};
use shared::audit::AuditEvent;
use shared::jobs::JobQueue;
use shared::page::Page;
use tests::{Caller, SmtpSink, Temper, TestApp};

async fn queue(admin: &Caller) -> JobQueue {
    admin.get("/admin/jobs").await.ok()
}

#[tokio::test]
async fn what_fails_is_listed_tried_again_and_removed_by_hand() {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    let admin = app.admin().await;
    app.run_jobs().await;
    sink.behave(Temper::TryLater);
    let buyer = app.buyer().await;
    app.run_jobs().await;
    let failing = queue(&admin).await;
    assert_eq!(failing.failed.len(), 2, "the welcome and the link: {failing:?}");
    for job in &failing.failed {
        assert!(!job.given_up && job.attempts == 1 && job.next_attempt_at.is_some(), "{job:?}");
        assert!(job.last_error.as_deref().is_some_and(|error| error.contains("451")), "{job:?}");
        admin.delete(&format!("/admin/jobs/{}", job.id)).await.problem(409, "conflict");
    }
    assert_eq!(failing.kinds.iter().map(|kind| kind.failing).sum::<i64>(), 2);
    assert_eq!(failing.kinds.iter().map(|kind| kind.given_up).sum::<i64>(), 0);

    let given_up = "UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE last_error IS NOT NULL";
    assert_eq!(app.sql(given_up, []).await, 2);
    let dead = queue(&admin).await;
    assert!(dead.failed.iter().all(|job| job.given_up && job.next_attempt_at.is_none()), "{dead:?}");
    assert_eq!(dead.kinds.iter().map(|kind| kind.given_up).sum::<i64>(), 2);
    let counted = async || api::jobs::queue(&app.ctx.db).await.unwrap().unwrap().dead;
    assert_eq!(counted().await, 2);
    // What is tried the last time just now was not given up yet, whoever asks.
    let taken = "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'somebody' WHERE last_error IS NOT NULL";
    app.sql(taken, []).await;
    let tried = queue(&admin).await;
    assert!(tried.failed.is_empty(), "{tried:?}");
    assert_eq!(tried.kinds.iter().map(|kind| kind.running).sum::<i64>(), 2);
    assert_eq!((counted().await, api::jobs::dead(&app.ctx.db).await.unwrap().len()), (0, 0));
    app.sql("UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL", []).await;
    sink.behave(Temper::Accept);
    let before = sink.received().len();
    app.run_jobs().await;
    assert_eq!(sink.received().len(), before, "nobody works on what was given up");

    // Pressed twice, it is tried once.
    let [first, second] = [dead.failed[0].id, dead.failed[1].id];
    for _ in 0..2 {
        admin.post(&format!("/admin/jobs/{first}/retry"), Value::Null).await.done();
    }
    let again = queue(&admin).await;
    let again = again.failed.iter().find(|job| job.id == first).unwrap();
    assert_eq!((again.given_up, again.attempts), (false, 0));
    app.run_jobs().await;
    assert_eq!(sink.received().len(), before + 1);
    admin.post(&format!("/admin/jobs/{first}/retry"), Value::Null).await.problem(404, "not_found");

    admin.delete(&format!("/admin/jobs/{second}")).await.done();
    admin.delete(&format!("/admin/jobs/{second}")).await.problem(404, "not_found");
    app.run_jobs().await;
    assert_eq!(sink.received().len(), before + 1);
    assert!(queue(&admin).await.failed.is_empty());
    let told: Page<AuditEvent> = admin.get("/admin/audit-events?subject=job").await.ok();
    let told: Vec<&str> = told.items.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(told, ["job.removed", "job.retried"]);

    // One that only waits for its time is left to it.
    let later = "SELECT graphile_worker.add_job('orders:expire_late', '{}', run_at => now() + interval '1 day')";
    app.sql(later, []).await;
    let id = app.number("SELECT max(id) AS n FROM graphile_worker._private_jobs").await;
    admin.post(&format!("/admin/jobs/{id}/retry"), Value::Null).await.problem(409, "conflict");
    admin.delete(&format!("/admin/jobs/{id}")).await.problem(409, "conflict");

    let staff = app.staff().await;
    for other in [&buyer, &staff] {
        other.get("/admin/jobs").await.problem(403, "forbidden");
        other.post(&format!("/admin/jobs/{id}/retry"), Value::Null).await.problem(403, "forbidden");
        other.delete(&format!("/admin/jobs/{id}")).await.problem(403, "forbidden");
    }

    // Who may look may not change anything by that.
    admin.post("/admin/roles", json!({ "name": "pengamat", "permissions": ["admin.access", "system.read"] })).await.done();
    let looker = app.with_role("pengamat").await;
    looker.get("/admin/jobs").await.done();
    let email = format!("/admin/emails/{}", uuid::Uuid::now_v7());
    for answer in [
        looker.post(&format!("/admin/jobs/{id}/retry"), Value::Null).await,
        looker.delete(&format!("/admin/jobs/{id}")).await,
        looker.post(&format!("{email}/attempts"), Value::Null).await,
        looker.post(&format!("{email}/copies"), Value::Null).await,
    ] {
        assert_eq!(answer.problem(403, "forbidden").params["permission"], "system.manage");
    }
}

/// A job with a key that is enqueued while a worker has it becomes a newer one; the worker is lost before it says that it is done.
#[tokio::test]
async fn what_was_enqueued_anew_was_not_given_up() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    app.run_jobs().await;
    let add = "SELECT FROM graphile_worker.add_jobs(ARRAY[
                   ROW ('mail.send_email', '{}', NULL, now() + interval '1 day', 25, 'anew', NULL, NULL)::graphile_worker.job_spec])";
    app.sql(add, []).await;
    app.sql("UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'somebody' WHERE key = 'anew'", []).await;
    app.sql(add, []).await;
    app.sql("UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL", []).await;
    let left = "SELECT count(*) AS n FROM graphile_worker._private_jobs WHERE attempts >= max_attempts";
    assert_eq!(app.number(left).await, 1, "what is left of the first");
    let queue = queue(&admin).await;
    assert!(queue.failed.is_empty(), "{queue:?}");
    assert_eq!(queue.kinds.iter().map(|kind| (kind.waiting, kind.given_up)).collect::<Vec<_>>(), [(1, 0)]);
    let whole = api::jobs::queue(&app.ctx.db).await.unwrap().unwrap();
    assert_eq!((whole.later, whole.failing, whole.dead), (1, 0, 0));
    assert!(api::jobs::dead(&app.ctx.db).await.unwrap().is_empty());
}
