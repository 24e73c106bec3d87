//! How the queue stands, for whoever looks after the server.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;

use crate::db::{all, one};

/// How the queue stands.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Queue {
    /// Jobs that could be worked on now and are not.
    pub due: i64,
    /// Jobs for later, those that wait for another try included.
    pub later: i64,
    /// Jobs that failed at least once and are tried again.
    pub failing: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Seconds that the oldest due job has waited.
    pub oldest_due_seconds: i64,
    /// What transactions wrote down and nobody passed on yet.
    pub not_passed_on: i64,
}

/// Whether a job `j` waits for its time or for a worker. One in a worker's hands neither waits nor was given up, whatever attempt
/// it is.
pub(super) const WAITS: &str = "(j.locked_at IS NULL AND j.attempts < j.max_attempts)";

/// Whether a job `j` was given up. One that was enqueued anew while a worker had it is done by the newer one: what is left of it
/// when its worker was lost has no attempts either, but is no failure.
pub(super) const GIVEN_UP: &str = "(j.locked_at IS NULL AND j.attempts >= j.max_attempts
    AND NOT EXISTS (SELECT FROM graphile_worker._private_job_retirements r WHERE r.id = j.id))";

/// How the queue stands.
///
/// # Errors
/// What the database says.
pub async fn queue(db: &impl ConnectionTrait) -> Result<Option<Queue>, DbErr> {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE waits AND run_at <= now()) AS due,
                      count(*) FILTER (WHERE waits AND run_at > now()) AS later,
                      count(*) FILTER (WHERE (waits OR runs) AND last_error IS NOT NULL) AS failing,
                      count(*) FILTER (WHERE dead) AS dead,
                      COALESCE(EXTRACT(epoch FROM now() - min(run_at) FILTER (WHERE waits AND run_at <= now())), 0)::bigint AS oldest_due_seconds,
                      (SELECT count(*) FROM outbox) AS not_passed_on
               FROM (SELECT j.run_at, j.last_error, j.locked_at IS NOT NULL AS runs, {GIVEN_UP} AS dead, {WAITS} AS waits
                     FROM graphile_worker._private_jobs j) j"
    );
    one(db, &sql, []).await
}

/// Jobs of one kind that were given up.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Dead {
    /// Their kind.
    pub kind: String,
    /// How many.
    pub jobs: i64,
    /// What went wrong with the latest.
    pub error: String,
}

/// When a job `j` failed the last time, or was asked for. That is not written down, but for how long it rests after it is known.
pub(super) const FAILED_AT: &str = "GREATEST(j.updated_at, j.run_at - exp(least(j.attempts, 10)) * interval '1 second')";

/// The jobs that were given up, by kind.
///
/// # Errors
/// What the database says.
pub async fn dead(db: &impl ConnectionTrait) -> Result<Vec<Dead>, DbErr> {
    let sql = format!(
        "SELECT t.identifier AS kind, count(*) AS jobs, COALESCE((array_agg(j.last_error ORDER BY {FAILED_AT} DESC))[1], '') AS error
               FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
               WHERE {GIVEN_UP} GROUP BY t.identifier ORDER BY t.identifier"
    );
    all(db, &sql, []).await
}
