//! What is seen of each statement: how many a request took, what they cost, and whether what they changed may stand.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::metric::Info;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait};

use super::tally::Tally;

tokio::task_local! {
    /// Statements run for the request at hand.
    static OF_REQUEST: Cell<u32>;
    /// What the work at hand changed and was not undone: transactions, and statements outside of any.
    static CHANGED: Cell<u32>;
}

/// Does `work` for a request, and tells how many statements it took. What it hands to other tasks is
/// not its own: jobs, and passing on what was written down.
pub async fn counted<T>(work: impl Future<Output = T>) -> (u32, T) {
    let work = async {
        let done = work.await;
        (OF_REQUEST.with(Cell::get), done)
    };
    OF_REQUEST.scope(Cell::new(0), work).await
}

/// Does `work`, and tells whether it may have changed something in the database. A transaction of [`begin`] in which a
/// statement failed has changed nothing: PostgreSQL commits none of it, whatever becomes of the connection. One whose COMMIT
/// failed may have.
pub async fn watched<T>(work: impl Future<Output = T>) -> (bool, T) {
    let work = async {
        let done = work.await;
        (CHANGED.with(Cell::get) > 0, done)
    };
    CHANGED.scope(Cell::new(0), work).await
}

/// Does `work`, by which nothing of what was asked for is done yet: what it changes does not count for [`watched`].
pub async fn unwatched<T>(work: impl Future<Output = T>) -> T {
    CHANGED.scope(Cell::new(0), work).await
}

/// Begins a transaction whose statements are seen as those of one. Nobody may go back to a savepoint in it: what failed
/// would be taken for undone as a whole.
///
/// # Errors
/// What the database says.
pub async fn begin(db: &DatabaseConnection, meter: Meter) -> Result<DatabaseTransaction, DbErr> {
    let part = Part::default();
    let mut db = db.clone();
    db.set_metric_callback(move |info| {
        meter.add(info);
        part.statement(info.failed, &info.statement.sql);
    });
    db.begin().await
}

/// Adds up statements, and tells of those that take long.
#[derive(Clone, Debug)]
pub struct Meter {
    statements: Arc<AtomicU64>,
    tally: Arc<Tally>,
    slow: Duration,
}

impl Meter {
    /// One that adds to these.
    #[must_use]
    pub const fn new(statements: Arc<AtomicU64>, tally: Arc<Tally>, slow: Duration) -> Self {
        Self { statements, tally, slow }
    }

    fn add(&self, info: &Info<'_>) {
        if OF_REQUEST.try_with(|ran| ran.set(ran.get() + 1)).is_ok() {
            self.statements.fetch_add(1, Ordering::Relaxed);
        }
        self.tally.add(info.elapsed, info.failed, info.elapsed > self.slow);
        if info.elapsed > self.slow {
            let elapsed_ms = u64::try_from(info.elapsed.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(elapsed_ms, sql = info.statement.sql, "slow statement");
        }
    }

    /// A statement of its own was run. If it failed, it may have been done all the same: the line may have broken with the
    /// answer on it.
    pub(super) fn statement(&self, info: &Info<'_>) {
        self.add(info);
        if changes(&info.statement.sql) {
            let _ = CHANGED.try_with(|changed| changed.set(changed.get() + 1));
        }
    }
}

/// What is known of one transaction.
#[derive(Default)]
struct Part {
    has_changed: AtomicBool,
    has_failed: AtomicBool,
}

impl Part {
    fn statement(&self, failed: bool, sql: &str) {
        if failed {
            let undone = !self.has_failed.swap(true, Ordering::SeqCst) && self.has_changed.load(Ordering::SeqCst);
            if undone {
                let _ = CHANGED.try_with(|changed| changed.set(changed.get().saturating_sub(1)));
            }
        } else if changes(sql) && !self.has_changed.load(Ordering::SeqCst) {
            let is_watched = CHANGED.try_with(|changed| changed.set(changed.get() + 1)).is_ok();
            self.has_changed.store(is_watched, Ordering::SeqCst);
        }
    }
}

/// Whether a statement changes rows.
fn changes(sql: &str) -> bool {
    let sql = sql.trim_start();
    let begins = |word: &str| sql.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    ["INSERT ", "UPDATE ", "DELETE ", "MERGE "].into_iter().any(begins)
        || ["add_jobs(", "append_audit_event("].into_iter().any(|call| sql.contains(call))
        || begins("WITH ") && ["INSERT INTO ", "DELETE FROM ", " SET "].into_iter().any(|words| sql.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGE: &str = "UPDATE a SET b = 1";

    #[tokio::test]
    async fn a_transaction_in_which_a_statement_failed_has_changed_nothing() {
        let (changed, ()) = watched(async {
            let part = Part::default();
            part.statement(false, CHANGE);
            part.statement(false, CHANGE);
            part.statement(true, "SELECT 1");
            part.statement(true, CHANGE);
        })
        .await;
        assert!(!changed);
        // Another one stands beside it.
        let (changed, ()) = watched(async {
            let (stands, undone) = (Part::default(), Part::default());
            stands.statement(false, CHANGE);
            undone.statement(false, CHANGE);
            undone.statement(true, CHANGE);
        })
        .await;
        assert!(changed);
        let (changed, ()) = watched(async { Part::default().statement(false, "SELECT 1 FOR UPDATE") }).await;
        assert!(!changed);
    }

    #[test]
    fn statements_that_change_rows_are_told() {
        for sql in [
            "INSERT INTO a VALUES (1)",
            "  update a SET b = 1",
            "WITH x AS (DELETE FROM a RETURNING b) SELECT 1",
            "WITH x AS (UPDATE a SET b = 1) SELECT 1",
        ] {
            assert!(changes(sql), "{sql}");
        }
        for sql in ["SELECT 1", "SELECT b FROM a FOR UPDATE", "WITH x AS (SELECT 1) SELECT 1 FOR UPDATE", "", "é"] {
            assert!(!changes(sql), "{sql}");
        }
    }
}
