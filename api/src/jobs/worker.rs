//! The worker: takes jobs from the queue and does them.

use std::time::Duration;

use graphile_worker::{IntoTaskHandlerResult, LocalQueueConfig, RefetchDelayConfig, TaskHandler, WorkerContext, WorkerOptions};
use sea_orm::DatabaseConnection;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Job, registry};
use crate::context::Ctx;

/// Jobs that are taken from the queue at a time. One at a time, a worker takes a single job for each
/// time it is woken, and what came while all were busy waits for the next look, seconds later.
const BATCH: usize = 32;

/// A job as the queue knows it.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "J: Job")]
pub(super) struct Task<J: Job>(J);

impl<J: Job> TaskHandler for Task<J> {
    const IDENTIFIER: &'static str = J::KIND;

    async fn run(self, worker: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(ctx) = worker.get_ext::<Ctx>().cloned() else { return Err("the worker has no context".to_owned()) };
        let result = self.0.run(&ctx).await;
        ctx.metrics.job(J::KIND, result.is_ok());
        super::pass_on_news(&ctx);
        // The alternate form shows the whole chain of causes; it is kept with the job.
        result.map_err(|error| {
            tracing::warn!(job = J::KIND, error = format!("{error:#}"), "a job failed and will be tried again");
            format!("{error:#}")
        })
    }
}

/// What every worker has in common.
pub(super) fn options(db: &DatabaseConnection) -> WorkerOptions {
    WorkerOptions::default().pg_pool(db.get_postgres_connection_pool().clone()).listen_os_shutdown_signals(false)
}

/// Pauses between tries to begin anew.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A job that is being done may take so long to end when the worker stops: longer than an email may.
const GRACE: Duration = Duration::from_secs(75);

/// A running worker.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    sweeper: JoinHandle<()>,
}

impl Worker {
    /// Lets the jobs at hand finish, then stops.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.sweeper.abort();
        let _ = self.task.await;
    }
}

/// Starts working on jobs, and on those that recur, until it is stopped.
///
/// # Errors
/// When the queue cannot be reached.
pub async fn start(ctx: &Ctx) -> anyhow::Result<Worker> {
    let (stop, stopped) = watch::channel(false);
    let first = Shift::begin(ctx, &stopped).await?;
    let task = tokio::spawn(keep_working(ctx.clone(), first, stopped));
    let sweeper = tokio::spawn(super::outbox::sweep(ctx.clone()));
    Ok(Worker { stop, task, sweeper })
}

/// A worker of the library works until the database goes away: it ends at the first job that it cannot
/// cross off, and one that lives on may hold jobs that it does not know of, because the answer to its
/// question for them was lost. So there is a new one after each loss, and what the old one held is free.
async fn keep_working(ctx: Ctx, first: Shift, mut stopped: watch::Receiver<bool>) {
    let mut shift = first;
    loop {
        let worker_id = shift.worker.worker_id().clone();
        match shift.worker.run().await {
            Ok(()) if *stopped.borrow() => return,
            Ok(()) => tracing::info!("the job worker begins anew"),
            Err(error) => tracing::warn!(%error, "the job worker stopped and begins anew"),
        }
        drop(shift);
        let mut pause = SHORTEST_PAUSE;
        shift = loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
            match relieve(&ctx, &worker_id, &stopped).await {
                Ok(next) => break next,
                Err(error) => tracing::debug!(error = format!("{error:#}"), "the queue cannot be reached yet"),
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        };
    }
}

/// Frees what a worker held that has ended, and begins another one.
async fn relieve(ctx: &Ctx, worker_id: &str, stopped: &watch::Receiver<bool>) -> anyhow::Result<Shift> {
    let sql = "SELECT graphile_worker.recover_dead_worker_jobs(ARRAY[$1])";
    crate::db::execute(&ctx.db, sql, [worker_id.into()]).await?;
    Shift::begin(ctx, stopped).await
}

/// The time from one loss of the database to the next.
struct Shift {
    worker: graphile_worker::Worker,
}

impl Shift {
    async fn begin(ctx: &Ctx, stopped: &watch::Receiver<bool>) -> anyhow::Result<Self> {
        let (mut stopped, mut losses) = (stopped.clone(), ctx.caches.losses());
        let options = options(&ctx.direct)
            .concurrency(ctx.config.job_workers.max(1))
            .poll_interval(Duration::from_secs(2))
            // Without a pause after finding nothing it would look again at once, for ever (0.14.1); the
            // first notification ends the pause.
            .local_queue(LocalQueueConfig::default().with_size(BATCH).with_refetch_delay(
                RefetchDelayConfig::default().with_duration(Duration::from_millis(500)).with_max_abort_threshold(1),
            ))
            // A killed process leaves its jobs locked: others take them over once its heart stops.
            .heartbeat_interval(Duration::from_secs(5))
            .sweep_interval(Duration::from_secs(5))
            .sweep_threshold(Duration::from_secs(20))
            .recovery_delay(Duration::from_secs(1))
            // Jobs that end at about the same time are crossed off together.
            .complete_job_batch_delay(Duration::from_millis(5))
            .shutdown_grace_period(GRACE)
            .shutdown_signal(async move {
                tokio::select! {
                    _ = stopped.wait_for(|stop| *stop) => {}
                    _ = losses.changed() => {}
                }
            });
        let worker = registry::with_schedule(registry::with_jobs(options))?.add_extension(ctx.clone()).init().await?;
        Ok(Self { worker })
    }
}
