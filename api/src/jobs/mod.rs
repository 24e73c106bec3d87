//! Background work.
//!
//! A job is enqueued in the transaction of the change that causes it: both happen or neither does.
//! The queue is graphile_worker's, in PostgreSQL; it wakes workers by NOTIFY, retries with
//! backoff, and a job survives a kill. A job may run twice, so each must be safe to repeat.

mod registry;
mod worker;

pub use registry::run_all_due;
pub use worker::{Worker, start};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::context::Ctx;

/// A piece of work for later.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the queue, `room.verb_noun` (`room:verb` where it recurs: crontabs know no dot); never changes.
    const KIND: &'static str;
    /// How often it is tried before it is given up.
    const MAX_ATTEMPTS: i16 = 25;

    /// Jobs with the same key are one job, done at the time the first was meant for.
    fn key(&self) -> Option<String> {
        None
    }

    /// Does it.
    fn run(self, ctx: &Ctx) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// Has the job done as soon as the transaction is committed.
///
/// # Errors
/// What the database says.
pub async fn enqueue<J: Job>(tx: &impl ConnectionTrait, job: &J) -> Result<(), DbErr> {
    add(tx, job, None).await
}

/// Has the job done at `at`.
///
/// # Errors
/// What the database says.
pub async fn enqueue_at<J: Job>(tx: &impl ConnectionTrait, job: &J, at: DateTime<Utc>) -> Result<(), DbErr> {
    add(tx, job, Some(at)).await
}

async fn add<J: Job>(tx: &impl ConnectionTrait, job: &J, at: Option<DateTime<Utc>>) -> Result<(), DbErr> {
    let payload = serde_json::to_value(job).map_err(|error| DbErr::Json(error.to_string()))?;
    let sql = "SELECT graphile_worker.add_job($1, payload => $2::json, run_at => $3, max_attempts => $4, job_key => $5,
                 job_key_mode => CASE WHEN $5 IS NULL THEN 'replace' ELSE 'preserve_run_at' END)";
    let values = [J::KIND.into(), payload.into(), at.into(), i32::from(J::MAX_ATTEMPTS).into(), job.key().into()];
    crate::db::execute(tx, sql, values).await.map(drop)
}

/// Brings the queue's own schema up to date.
///
/// # Errors
/// What the database says.
pub async fn migrate(db: &DatabaseConnection) -> anyhow::Result<()> {
    worker::options(db).init().await?;
    Ok(())
}
