//! Jobs and news that were written down in a transaction, and are passed on once it is committed.
//!
//! NOTIFY, which the queue uses too, makes transactions commit one after the other (PostgreSQL holds
//! a lock from just before the commit until it is on disk). Orders come in crowds, so they write
//! into `outbox` what is to be done and said; whoever placed one then passes on all there is. What a
//! killed process left, the others find within a second. Where NATS carries news, all of them come this way.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::Batch;
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::{bus, db};

/// How often what a killed process left behind is looked for.
const SWEEP: Duration = Duration::from_secs(1);

/// Rows that are passed on in one transaction.
const MOST: i64 = 500;

/// Whether this process passes things on at the moment, and whether there is more.
#[derive(Debug, Default)]
pub struct Outbox {
    running: AtomicBool,
    more: AtomicBool,
    /// The database says who carries news; the schema of the release before does not.
    is_chosen: AtomicBool,
}

impl Batch {
    /// Writes the jobs down; once the transaction is committed, [`pass_on`] puts them into the queue.
    ///
    /// # Errors
    /// What the database says.
    pub async fn write_down(self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        db::execute(tx, "INSERT INTO outbox (job) SELECT jsonb_array_elements($1)", [self.json()?.into()]).await.map(drop)
    }
}

/// Passes on what committed transactions wrote down. Returns at once; many calls are one.
pub fn pass_on(ctx: &Ctx) {
    ctx.outbox.more.store(true, Ordering::SeqCst);
    if ctx.outbox.running.swap(true, Ordering::SeqCst) {
        return;
    }
    let ctx = ctx.clone();
    tokio::spawn(async move {
        loop {
            while ctx.outbox.more.swap(false, Ordering::SeqCst) {
                if let Err(error) = empty(&ctx).await {
                    tracing::warn!(%error, "the outbox could not be emptied; it will be tried again");
                }
            }
            ctx.outbox.running.store(false, Ordering::SeqCst);
            // Somebody who came just before that line saw us running.
            if !ctx.outbox.more.load(Ordering::SeqCst) || ctx.outbox.running.swap(true, Ordering::SeqCst) {
                return;
            }
        }
    });
}

/// Passes on what may have been written down, if news do not go by the database alone.
pub fn pass_on_news(ctx: &Ctx) {
    if ctx.bus.is_outside() {
        pass_on(ctx);
    }
}

/// Looks for what others left behind, for as long as the process lives.
pub(super) async fn sweep(ctx: Ctx) {
    let mut ticks = tokio::time::interval(SWEEP);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        pass_on(&ctx);
    }
}

#[derive(FromQueryResult)]
struct Passed {
    taken: i64,
}

/// Passes on all there is. News that wait for a bus do not hold up jobs.
pub(super) async fn empty(ctx: &Ctx) -> anyhow::Result<()> {
    let which = which(ctx).await?;
    while pass_on_some(ctx, which).await? >= MOST {}
    // A process that hears nothing cannot speak either; others may.
    while ctx.bus.is_outside() && ctx.caches.hears() && say_some(ctx).await? >= MOST {}
    Ok(())
}

/// What this process may pass on by the database alone. News of a shop that speaks over NATS are left to who does: nobody would
/// hear them. The statement that takes them asks for that itself: what it sees then was written before NATS was chosen, and
/// whoever hears since then began without it.
async fn which(ctx: &Ctx) -> Result<&'static str, DbErr> {
    if ctx.bus.is_outside() {
        return Ok("job IS NOT NULL");
    }
    if !ctx.outbox.is_chosen.load(Ordering::Relaxed) {
        if !bus::is_chosen(ctx).await? {
            return Ok("true");
        }
        ctx.outbox.is_chosen.store(true, Ordering::Relaxed);
    }
    Ok("(job IS NOT NULL OR NOT (SELECT by_nats FROM announcing))")
}

/// Jobs go into the queue, news to those who listen to the database.
async fn pass_on_some(ctx: &Ctx, which: &str) -> Result<i64, DbErr> {
    // Rows in another's hands are another's to pass on.
    let sql = format!(
        "WITH taken AS MATERIALIZED (
                   DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE {which} ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
                   RETURNING id, job, news),
               queued AS MATERIALIZED (
                   SELECT FROM (
                       SELECT array_agg(ROW (j.kind, j.payload, NULL, j.run_at, j.max_attempts, j.key, NULL, NULL)::graphile_worker.job_spec
                                        ORDER BY t.id) AS specs
                       FROM taken t, jsonb_to_record(t.job)
                           AS j (kind text, payload json, run_at timestamptz, max_attempts integer, key text)
                       WHERE t.job IS NOT NULL HAVING count(*) > 0) s,
                   graphile_worker.add_jobs(s.specs, job_key_preserve_run_at => true)),
               said AS MATERIALIZED (
                   SELECT pg_notify('hurtrock', news) FROM (
                       SELECT news FROM taken WHERE news IS NOT NULL GROUP BY news ORDER BY min(id)) n)
               SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM queued), (SELECT count(*) FROM said)"
    );
    let passed: Option<Passed> = db::one(&ctx.db, &sql, [MOST.into()]).await?;
    let taken = passed.map_or(0, |passed| passed.taken);
    if taken > 0 {
        ctx.may_die(CrashPoint::OutboxPassed);
    }
    Ok(taken)
}

#[derive(FromQueryResult)]
struct News {
    id: i64,
    news: String,
}

/// The bus carries news; they are forgotten once it has taken them in, so that some may be said twice. Since another way was
/// chosen they are for who hears that.
async fn say_some(ctx: &Ctx) -> anyhow::Result<i64> {
    let tx = ctx.begin().await?;
    let sql = "DELETE FROM outbox
               WHERE id IN (SELECT id FROM outbox WHERE news IS NOT NULL AND (SELECT by_nats FROM announcing)
                            ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
               RETURNING id, news";
    let mut taken: Vec<News> = db::all(&tx, sql, [MOST.into()]).await?;
    let count = i64::try_from(taken.len())?;
    if count > 0 {
        taken.sort_by_key(|row| row.id);
        let mut known = HashSet::new();
        let news = taken.into_iter().map(|row| row.news).filter(|news| known.insert(news.clone())).collect();
        ctx.bus.say(ctx, news).await?;
    }
    tx.commit().await?;
    Ok(count)
}
