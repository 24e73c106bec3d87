//! Background work.
//!
//! A job is enqueued in the transaction of the change that causes it: both happen or neither does.
//! The queue is graphile_worker's, in PostgreSQL; it wakes workers by NOTIFY, retries with
//! backoff, and a job survives a kill. A job may run twice, so each must be safe to repeat.

mod desk;
mod outbox;
mod queue;
mod registry;
mod routes;
mod worker;

pub use outbox::{Outbox, pass_on, pass_on_news};
pub use queue::{Dead, Queue, dead, queue};
pub use registry::run_all_due;
pub use routes::JobRoutes;
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
    let mut batch = Batch::default();
    batch.push(job, at)?;
    batch.enqueue(tx).await
}

/// Jobs that are enqueued together, by one statement.
#[derive(Default)]
pub struct Batch(Vec<Queued>);

/// A job as the queue takes it in.
#[derive(Serialize)]
struct Queued {
    kind: &'static str,
    payload: serde_json::Value,
    run_at: Option<DateTime<Utc>>,
    max_attempts: i16,
    key: Option<String>,
}

impl Batch {
    /// Adds a job, to be done as soon as the transaction is committed.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn now<J: Job>(mut self, job: &J) -> Result<Self, DbErr> {
        self.push(job, None)?;
        Ok(self)
    }

    /// Adds a job, to be done at `at`.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn at<J: Job>(mut self, job: &J, at: DateTime<Utc>) -> Result<Self, DbErr> {
        self.push(job, Some(at))?;
        Ok(self)
    }

    fn push<J: Job>(&mut self, job: &J, run_at: Option<DateTime<Utc>>) -> Result<(), DbErr> {
        let payload = serde_json::to_value(job).map_err(|error| DbErr::Json(error.to_string()))?;
        self.0.push(Queued { kind: J::KIND, payload, run_at, max_attempts: J::MAX_ATTEMPTS, key: job.key() });
        Ok(())
    }

    fn json(&self) -> Result<serde_json::Value, DbErr> {
        serde_json::to_value(&self.0).map_err(|error| DbErr::Json(error.to_string()))
    }

    /// Enqueues them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue(self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        let jobs = self.json()?;
        let sql = "SELECT FROM graphile_worker.add_jobs(ARRAY(
                       SELECT ROW (kind, payload, NULL, run_at, max_attempts, key, NULL, NULL)::graphile_worker.job_spec
                       FROM jsonb_to_recordset($1) AS j (kind text, payload json, run_at timestamptz, max_attempts integer, key text)),
                   job_key_preserve_run_at => true)";
        let added = crate::db::execute(tx, sql, [jobs.into()]).await?;
        if usize::try_from(added) != Ok(self.0.len()) {
            return Err(DbErr::Custom("the queue did not take a job whose key is being worked on".to_owned()));
        }
        Ok(())
    }
}

/// Brings the queue's own schema up to date.
///
/// # Errors
/// What the database says.
pub async fn migrate(db: &DatabaseConnection) -> anyhow::Result<()> {
    worker::options(db).init().await?;
    Ok(())
}
