//! The queue as staff see it, and what they do with jobs that failed.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::audit::AuditSubject;
use shared::jobs::{FailedJob, JobKind, JobQueue};
use shared::problem::ErrorCode;

use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller};

use super::queue::{FAILED_AT, GIVEN_UP, WAITS};

/// Jobs that failed and are listed.
const MOST: i64 = 50;

/// What is known of jobs.
fn jobs() -> String {
    format!(
        "SELECT j.id, t.identifier AS kind, j.attempts::integer AS attempts, j.max_attempts::integer AS max_attempts, j.last_error,
                j.run_at, {FAILED_AT} AS failed_at, j.locked_at IS NOT NULL AS running,
                {WAITS} AS waits, {WAITS} AND j.run_at <= now() AS due, {GIVEN_UP} AS given_up
         FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id"
    )
}

#[derive(FromQueryResult)]
struct KindRow {
    kind: String,
    waiting: i64,
    due: i64,
    failing: i64,
    running: i64,
    given_up: i64,
    oldest_due_at: Option<DateTime<Utc>>,
}

impl From<KindRow> for JobKind {
    fn from(row: KindRow) -> Self {
        Self {
            kind: row.kind,
            waiting: row.waiting,
            due: row.due,
            failing: row.failing,
            running: row.running,
            given_up: row.given_up,
            oldest_due_at: row.oldest_due_at,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    kind: String,
    attempts: i32,
    max_attempts: i32,
    last_error: Option<String>,
    run_at: DateTime<Utc>,
    failed_at: DateTime<Utc>,
    running: bool,
    due: bool,
    given_up: bool,
}

impl From<Row> for FailedJob {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            given_up: row.given_up,
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            last_error: row.last_error,
            failed_at: row.failed_at,
            next_attempt_at: (!row.given_up).then_some(row.run_at),
        }
    }
}

/// How the queue stands.
pub(super) async fn get(ctx: &Ctx) -> Result<JobQueue, ApiError> {
    let sql = format!(
        "SELECT kind, count(*) FILTER (WHERE waits) AS waiting, count(*) FILTER (WHERE due) AS due,
                count(*) FILTER (WHERE waits AND last_error IS NOT NULL) AS failing, count(*) FILTER (WHERE running) AS running,
                count(*) FILTER (WHERE given_up) AS given_up, min(run_at) FILTER (WHERE due) AS oldest_due_at
         FROM ({}) j GROUP BY kind ORDER BY kind",
        jobs()
    );
    let kinds: Vec<KindRow> = all(&ctx.db, &sql, []).await?;
    let sql = format!(
        "SELECT * FROM ({}) j WHERE given_up OR waits AND last_error IS NOT NULL
         ORDER BY given_up DESC, failed_at DESC, id DESC LIMIT $1",
        jobs()
    );
    let failed: Vec<Row> = all(&ctx.db, &sql, [MOST.into()]).await?;
    Ok(JobQueue {
        kinds: kinds.into_iter().map(JobKind::from).collect(),
        failed: failed.into_iter().map(FailedJob::from).collect(),
    })
}

/// The job, which no worker takes before the transaction ends.
async fn lock(tx: &impl ConnectionTrait, id: i64) -> Result<Row, ApiError> {
    let row: Option<Row> = one(tx, &format!("{} WHERE j.id = $1 FOR UPDATE OF j", jobs()), [id.into()]).await?;
    row.ok_or_else(ApiError::not_found)
}

/// Has a job that failed tried now, with all its attempts before it.
pub(super) async fn retry(ctx: &Ctx, id: i64, by: &Caller) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    let job = lock(&tx, id).await?;
    if job.running || !job.given_up && job.last_error.is_none() {
        tx.rollback().await?;
        let why = if job.running { "the job is being worked on" } else { "the job did not fail" };
        return Err(ApiError::conflict(ErrorCode::Conflict).detail(why));
    }
    // Asked for twice: it is about to be tried.
    if job.due && job.attempts == 0 {
        tx.rollback().await?;
        return Ok(());
    }
    let sql = "SELECT FROM graphile_worker.reschedule_jobs(ARRAY[$1]::bigint[], run_at => now(), attempts => 0)";
    execute(&tx, sql, [id.into()]).await?;
    let (before, after) = (json!({ "attempts": job.attempts, "error": job.last_error }), json!({ "attempts": 0 }));
    let subject = Subject::new(AuditSubject::Job, id, job.kind);
    audit::record(&tx, by, Action::JobRetried, &subject, &before, &after, ctx.clock.now()).await?;
    tx.commit().await?;
    tracing::info!(job = id, by = %by.user_id, "a job is tried again by hand");
    Ok(())
}

/// Removes a job that was given up.
pub(super) async fn remove(ctx: &Ctx, id: i64, by: &Caller) -> Result<(), ApiError> {
    let tx = ctx.begin().await?;
    let job = lock(&tx, id).await?;
    if !job.given_up {
        tx.rollback().await?;
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the job was not given up"));
    }
    execute(&tx, "SELECT FROM graphile_worker.complete_jobs(ARRAY[$1]::bigint[])", [id.into()]).await?;
    let before = json!({ "attempts": job.attempts, "error": job.last_error });
    let subject = Subject::new(AuditSubject::Job, id, job.kind);
    audit::record(&tx, by, Action::JobRemoved, &subject, &before, &(), ctx.clock.now()).await?;
    tx.commit().await?;
    tracing::info!(job = id, by = %by.user_id, "a job that was given up is removed by hand");
    Ok(())
}
