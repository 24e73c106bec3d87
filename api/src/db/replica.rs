//! A streaming replica that answers reads whose answers are kept until a change is heard.
//!
//! What is kept must be as new as the last change that was heard, or it would stay untrue until the next one. A replica
//! lags behind, so after each change the primary answers until the replica holds what the primary held when the change was
//! heard. While changes go unheard, and while the replica does not answer, the primary answers as well.
//!
//! A replica that crashes comes up with less than it held, and plays the rest again. Nobody need have asked it meanwhile, but it
//! is reached over a new connection then, so each new one is asked whether it is as far.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use sea_orm::sqlx::{Error, Executor, PgConnection, Postgres, query_scalar};
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Value};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::sql::one;
use crate::context::Ctx;

/// Between two looks whether the replica holds a change: at first, and later on.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(250);
/// Before a replica that failed is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// A statement of a replica that takes longer is given to the primary.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a replica must hold before it is believed.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Counts the changes that were heard, and the times that it failed.
    changes: watch::Sender<u64>,
    /// Where the primary was when it was last looked at, in bytes.
    position: AtomicI64,
}

impl Wanted {
    fn changed(&self) {
        self.changes.send_modify(|times| *times += 1);
    }

    /// Asks a new connection whether what was looked at is still there.
    pub async fn judge(&self, session: &mut PgConnection) -> Result<(), Error> {
        // In the place of what sea-orm does with each.
        Executor::execute(&mut *session, "SET search_path = public").await?;
        let position = self.position.load(Ordering::SeqCst);
        let holds = query_scalar::<Postgres, bool>(HOLDS).bind(position).fetch_one(session).await?;
        if !holds {
            self.changed();
        }
        Ok(())
    }
}

const HOLDS: &str = "SELECT COALESCE(pg_is_in_recovery() AND pg_last_wal_replay_lsn() - '0/0'::pg_lsn >= $1::bigint, false)";

/// The replica, and how far it can be believed.
#[derive(Debug)]
pub struct Replica {
    db: Option<DatabaseConnection>,
    wanted: Arc<Wanted>,
    /// It holds all that was true at this count.
    holds: AtomicU64,
    by_replica: AtomicU64,
    by_primary: AtomicU64,
}

impl Default for Replica {
    /// There is none.
    fn default() -> Self {
        Self::new(None, Arc::default())
    }
}

impl Replica {
    /// Not believed until it was looked at. Connections of `db` are judged by `wanted`.
    pub(super) fn new(db: Option<DatabaseConnection>, wanted: Arc<Wanted>) -> Self {
        wanted.changed();
        Self { db, wanted, holds: AtomicU64::new(0), by_replica: AtomicU64::new(0), by_primary: AtomicU64::new(0) }
    }

    /// The pool, if there is a replica.
    #[must_use]
    pub const fn pool(&self) -> Option<&DatabaseConnection> {
        self.db.as_ref()
    }

    /// A change was heard, or may have been missed. To be called before anything is forgotten for it: what is read next
    /// must not be old.
    pub fn changed(&self) {
        self.wanted.changed();
    }

    /// Reads the first row: from the replica when it holds every change that was heard, from the primary otherwise.
    ///
    /// # Errors
    /// What the primary says.
    pub async fn one<R: FromQueryResult>(
        &self,
        primary: &DatabaseConnection,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<R>, DbErr> {
        let values: Vec<Value> = values.into_iter().collect();
        if let Some(replica) = self.caught_up() {
            match timeout(PATIENCE, one(replica, sql, values.clone())).await {
                // Not over a connection that was opened for it, and found to hold less.
                Ok(Ok(row)) if self.answers() => {
                    self.by_replica.fetch_add(1, Ordering::Relaxed);
                    return Ok(row);
                }
                Ok(Ok(_)) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the replica failed; the primary answers");
                    // Not asked again before it was looked at.
                    self.changed();
                }
                Err(_) => {
                    tracing::warn!("the replica does not answer; the primary does");
                    self.changed();
                }
            }
        }
        self.by_primary.fetch_add(1, Ordering::Relaxed);
        one(primary, sql, values).await
    }

    /// How many reads the replica answered so far, and how many the primary; `None` without a replica.
    #[must_use]
    pub fn answered(&self) -> Option<(u64, u64)> {
        self.db.as_ref()?;
        Some((self.by_replica.load(Ordering::Relaxed), self.by_primary.load(Ordering::Relaxed)))
    }

    /// Whether the replica is the one that answers at the moment.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.caught_up().is_some()
    }

    fn caught_up(&self) -> Option<&DatabaseConnection> {
        let db = self.db.as_ref()?;
        (self.holds.load(Ordering::SeqCst) == *self.wanted.changes.borrow()).then_some(db)
    }
}

/// Watches how far the replica is, for as long as the process lives.
pub async fn follow_replica(ctx: &Ctx) {
    let replica = &ctx.replica;
    let Some(db) = &replica.db else { return };
    let mut changes = replica.wanted.changes.subscribe();
    let mut fails = false;
    loop {
        // What is heard from here on is counted.
        ctx.caches.heard().await;
        let change = *changes.borrow_and_update();
        match catch_up(&ctx.db, db, &replica.wanted).await {
            Ok(()) => {
                if std::mem::take(&mut fails) {
                    tracing::info!("the replica has caught up and answers again");
                }
                replica.holds.store(change, Ordering::SeqCst);
                if changes.changed().await.is_err() {
                    return;
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut fails, true) {
                    tracing::warn!(error = format!("{error:#}"), "the replica cannot be used; the primary answers");
                }
                sleep(PAUSE).await;
            }
        }
    }
}

#[derive(FromQueryResult)]
struct Position {
    bytes: i64,
}

#[derive(FromQueryResult)]
struct Standing {
    follows: bool,
    behind: Option<i64>,
}

/// Where the primary is: behind whatever was committed before. At the beginning of a page that is behind its header of 24 bytes,
/// where a replica gets with the next record only.
async fn position(primary: &DatabaseConnection) -> anyhow::Result<i64> {
    let sql = "SELECT (bytes - CASE WHEN mod(bytes, 8192) = 24 THEN 24 ELSE 0 END)::bigint AS bytes
               FROM (SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes) p";
    let row: Option<Position> = one(primary, sql, []).await?;
    Ok(row.context("the primary has no position")?.bytes)
}

/// Bytes that the replica has to replay until it is there.
async fn behind(replica: &DatabaseConnection, position: i64) -> anyhow::Result<i64> {
    let sql =
        "SELECT pg_is_in_recovery() AS follows, ($1::bigint - (pg_last_wal_replay_lsn() - '0/0'::pg_lsn))::bigint AS behind";
    let row: Option<Standing> = timeout(PATIENCE, one(replica, sql, [position.into()])).await.context("it does not answer")??;
    let row = row.context("it has no position")?;
    // One that was promoted goes its own way, whatever its position is.
    ensure!(row.follows, "it follows no primary");
    row.behind.context("it has replayed nothing yet")
}

/// Returns once the replica holds all that the primary holds at this moment.
async fn catch_up(primary: &DatabaseConnection, replica: &DatabaseConnection, wanted: &Wanted) -> anyhow::Result<()> {
    let position = position(primary).await?;
    wanted.position.store(position, Ordering::SeqCst);
    let mut pause = SHORTEST;
    while behind(replica, position).await? > 0 {
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST);
    }
    Ok(())
}

/// How many bytes the replica is behind the primary.
///
/// # Errors
/// When either does not answer, or it is no replica.
pub async fn lag_of_replica(primary: &DatabaseConnection, replica: &DatabaseConnection) -> anyhow::Result<i64> {
    Ok(behind(replica, position(primary).await?).await?.max(0))
}
