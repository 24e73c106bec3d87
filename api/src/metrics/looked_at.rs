//! What is looked at when somebody asks.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{Counter, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry};

use crate::context::Ctx;
use crate::{backup, jobs};

/// Whoever asks does not want to wait for a database that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Figures that others keep.
pub(super) struct LookedAt {
    database_up: IntGauge,
    hears: IntGauge,
    catalogue_reads: IntCounterVec,
    connections: IntGaugeVec,
    statements: IntCounter,
    statement_seconds: Counter,
    statements_failed: IntCounter,
    statements_slow: IntCounter,
    passwords_refused: IntCounter,
    sockets: IntGauge,
    caches: IntCounterVec,
    queue: IntGaugeVec,
    oldest: IntGauge,
    /// Without labels: of one figure or none.
    last_backup: IntGaugeVec,
}

fn known<C: Collector + Clone + 'static>(registry: &Registry, collector: prometheus::Result<C>) -> prometheus::Result<C> {
    let collector = collector?;
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

impl LookedAt {
    /// All of them, known to the registry.
    ///
    /// # Errors
    /// When a name is there already.
    pub fn new(registry: &Registry) -> prometheus::Result<Self> {
        let gauge = |name: &str, help: &str| known(registry, IntGauge::new(name, help));
        let gauges = |name: &str, help: &str, label: &str| known(registry, IntGaugeVec::new(Opts::new(name, help), &[label]));
        let total = |name: &str, help: &str| known(registry, IntCounter::new(name, help));
        let version =
            Opts::new("hurtrock_build_info", "The program's version.").const_label("version", env!("CARGO_PKG_VERSION"));
        known(registry, IntGauge::with_opts(version))?.set(1);
        Ok(Self {
            database_up: gauge("hurtrock_database_up", "1 when the database answers.")?,
            hears: gauge("hurtrock_hears_changes", "1 when changes are heard; nothing is remembered while they are not.")?,
            catalogue_reads: known(
                registry,
                IntCounterVec::new(
                    Opts::new("hurtrock_catalogue_reads_total", "Reads of the catalogue, by who answered; with a replica only."),
                    &["by"],
                ),
            )?,
            connections: gauges("hurtrock_database_connections", "Connections of the pool: in use, idle, most.", "state")?,
            statements: total("hurtrock_statements_total", "Statements run.")?,
            statement_seconds: known(registry, Counter::new("hurtrock_statement_seconds_total", "Seconds they took together."))?,
            statements_failed: total("hurtrock_statements_failed_total", "Statements that failed.")?,
            statements_slow: total("hurtrock_statements_slow_total", "Statements that were logged as slow.")?,
            passwords_refused: total(
                "hurtrock_passwords_refused_total",
                "Requests refused because too many passwords waited to be hashed.",
            )?,
            sockets: gauge("hurtrock_live_connections", "WebSockets that are open.")?,
            caches: known(
                registry,
                IntCounterVec::new(
                    Opts::new("hurtrock_cache_looks_total", "Looks into what is remembered, by outcome."),
                    &["cache", "outcome"],
                ),
            )?,
            queue: gauges(
                "hurtrock_queue_jobs",
                "Jobs in the queue of all processes: due, for later, failing and tried again, given up, not passed on.",
                "state",
            )?,
            oldest: gauge("hurtrock_queue_oldest_due_seconds", "How long the oldest due job has waited.")?,
            last_backup: known(
                registry,
                IntGaugeVec::new(
                    Opts::new(
                        "hurtrock_last_backup_timestamp_seconds",
                        "When the last backup ended well; absent where none did.",
                    ),
                    &[],
                ),
            )?,
        })
    }

    /// Looks at everything. What cannot be looked at keeps its figure, and `hurtrock_database_up` is 0.
    pub async fn look(&self, ctx: &Ctx) {
        self.look_inside(ctx);
        let asked = tokio::time::timeout(PATIENCE, jobs::queue(&ctx.db)).await;
        let Ok(Ok(queue)) = asked else {
            self.database_up.set(0);
            return;
        };
        self.database_up.set(1);
        self.look_at_backup(ctx).await;
        let Some(queue) = queue else { return };
        for (state, jobs) in [
            ("due", queue.due),
            ("later", queue.later),
            ("failing", queue.failing),
            ("given_up", queue.dead),
            ("not_passed_on", queue.not_passed_on),
        ] {
            set(&self.queue, state, jobs);
        }
        self.oldest.set(queue.oldest_due_seconds);
    }

    /// A time that is not known is no figure: 0 would be a backup of 1970.
    async fn look_at_backup(&self, ctx: &Ctx) {
        let Ok(Ok(last)) = tokio::time::timeout(PATIENCE, backup::last(&ctx.db)).await else { return };
        let Some(at) = last else { return self.last_backup.reset() };
        if let Ok(gauge) = self.last_backup.get_metric_with_label_values::<&str>(&[]) {
            gauge.set(at.timestamp());
        }
    }

    /// What this process knows by itself.
    fn look_inside(&self, ctx: &Ctx) {
        let pool = ctx.db.get_postgres_connection_pool();
        let (open, idle) = (i64::from(pool.size()), gauged(pool.num_idle()));
        set(&self.connections, "in_use", (open - idle).max(0));
        set(&self.connections, "idle", idle);
        set(&self.connections, "most", i64::from(ctx.config.database_connections));
        let tally = ctx.tally.so_far();
        for (counter, total) in [
            (&self.statements, tally.run),
            (&self.statements_failed, tally.failed),
            (&self.statements_slow, tally.slow),
            (&self.passwords_refused, ctx.passwords.refused()),
        ] {
            counter.reset();
            counter.inc_by(total);
        }
        self.statement_seconds.reset();
        self.statement_seconds.inc_by(tally.took.as_secs_f64());
        self.sockets.set(gauged(ctx.live.connections()));
        self.hears.set(i64::from(ctx.caches.hears()));
        if let Some((by_replica, by_primary)) = ctx.replica.answered() {
            write(&self.catalogue_reads, &["replica"], by_replica);
            write(&self.catalogue_reads, &["primary"], by_primary);
        }
        for (cache, looks) in ctx.caches.looks() {
            write(&self.caches, &[cache, "hit"], looks.hits);
            write(&self.caches, &[cache, "miss"], looks.misses);
        }
    }
}

/// A total that is kept elsewhere.
fn write(counters: &IntCounterVec, labels: &[&str], total: u64) {
    if let Ok(counter) = counters.get_metric_with_label_values(labels) {
        counter.reset();
        counter.inc_by(total);
    }
}

fn gauged(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn set(gauges: &IntGaugeVec, label: &str, value: i64) {
    if let Ok(gauge) = gauges.get_metric_with_label_values(&[label]) {
        gauge.set(value);
    }
}
