//! The schema: which of its steps are made, and making those that are not.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{bail, ensure};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, FromQueryResult, TransactionTrait};

use super::constraint::is_lock_timeout;
use super::sql::{all, one};

/// Between two looks at whether another process still migrates.
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// How the schema of a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// How many steps this program has.
    pub known: usize,
    /// Those that the database lacks.
    pub missing: Vec<String>,
    /// Those that were made by a newer program: this one does not have them.
    pub unknown: Vec<String>,
}

impl Steps {
    /// Reads which steps are made, and changes nothing. In an empty database none is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        #[derive(FromQueryResult)]
        struct Table {
            there: bool,
        }
        #[derive(FromQueryResult)]
        struct Step {
            version: String,
        }
        let known: BTreeSet<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
        let table: Option<Table> = one(db, "SELECT to_regclass('public.seaql_migrations') IS NOT NULL AS there", []).await?;
        if !table.is_some_and(|table| table.there) {
            return Ok(Self::compare(&known, &BTreeSet::new()));
        }
        let rows: Vec<Step> = all(db, "SELECT version FROM public.seaql_migrations", []).await?;
        let made: BTreeSet<String> = rows.into_iter().map(|row| row.version).collect();
        Ok(Self::compare(&known, &made))
    }

    fn compare(known: &BTreeSet<String>, made: &BTreeSet<String>) -> Self {
        Self {
            known: known.len(),
            missing: known.difference(made).cloned().collect(),
            unknown: made.difference(known).cloned().collect(),
        }
    }
}

/// Brings the schema and the job queue up to date. Several processes may call it at once.
///
/// A schema of a newer program is left as it is: the program of the release before works with it, so that one can go
/// back to it.
///
/// # Errors
/// When a step fails; the steps before it stay. When the database is another program's, or has steps that this program does not
/// know and lacks some that it does (neither is the release before the other): then nothing is changed.
pub async fn migrate(db: &DatabaseConnection) -> anyhow::Result<()> {
    // Held until the transaction ends, while the steps run on another connection.
    let lock = lock_schema(db).await?;
    // Only now: whoever held the lock may have been a newer program.
    let steps = Steps::read(db).await?;
    if steps.missing.len() == steps.known
        && let Some(table) = table_of_another(db).await?
    {
        bail!("the database holds tables of another program ({table}): give the shop a database of its own. Nothing was changed");
    }
    if steps.unknown.is_empty() {
        while let Err(error) = Migrator::up(db, None).await {
            if !is_lock_timeout(&error) {
                return Err(error.into());
            }
            tracing::warn!("a step of the schema waits for somebody who reads the table, such as a backup; it is tried again");
            tokio::time::sleep(PAUSE).await;
        }
        crate::jobs::migrate(db).await?;
    } else {
        leave(&steps)?;
    }
    lock.commit().await?;
    Ok(())
}

/// A table that something else has made, such as another program to whose database the settings lead by mistake. Those of
/// extensions are no program's.
async fn table_of_another(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Table {
        name: String,
    }
    let sql = "SELECT c.relname::text AS name FROM pg_class c
               WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'seaql_migrations'
                 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
               ORDER BY c.relname LIMIT 1";
    let table: Option<Table> = one(db, sql, []).await?;
    Ok(table.map(|table| table.name))
}

/// Between two tries to change a table that somebody reads.
const PAUSE: Duration = Duration::from_secs(3);

/// Says that the schema of a newer program is left as it is.
fn leave(steps: &Steps) -> anyhow::Result<()> {
    let unknown = steps.unknown.join(", ");
    ensure!(
        steps.missing.is_empty(),
        "the database has steps of the schema that this program does not know ({unknown}) and lacks some that it has ({}): \
         they are of releases of which neither follows the other. Nothing was changed",
        steps.missing.join(", ")
    );
    tracing::warn!(
        unknown,
        "the schema is of a newer release and is left as it is; this must be the program of the one before it"
    );
    Ok(())
}

/// Waits until nobody else changes the schema. They wait for the end of the transaction that is given.
///
/// It asks again and again: a statement that waits for the lock would hold a snapshot, for whose end a
/// step waits that makes an index `CONCURRENTLY`, and no database sees that they wait for each other.
///
/// # Errors
/// What the database says.
pub async fn lock_schema(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    #[derive(FromQueryResult)]
    struct Lock {
        held: bool,
    }
    loop {
        let tx = db.begin().await?;
        let lock: Option<Lock> = one(&tx, "SELECT pg_try_advisory_xact_lock(4873110) AS held", []).await?;
        if lock.is_some_and(|lock| lock.held) {
            return Ok(tx);
        }
        tx.rollback().await?;
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn compare(known: &[&str], made: &[&str]) -> Steps {
        Steps::compare(&set(known), &set(made))
    }

    #[test]
    fn an_older_program_leaves_the_schema_of_a_newer_one() {
        let steps = compare(&["one", "two"], &["one", "two", "three"]);
        assert_eq!(steps.unknown, ["three"]);
        assert!(steps.missing.is_empty() && leave(&steps).is_ok());
    }

    #[test]
    fn one_that_is_both_older_and_newer_is_refused() {
        let steps = compare(&["one", "other"], &["one", "two"]);
        let refused = leave(&steps).expect_err("they do not belong together").to_string();
        assert!(refused.contains("not know (two)") && refused.contains("it has (other)"), "{refused}");
    }

    #[test]
    fn an_empty_database_lacks_every_step() {
        let steps = compare(&["one", "two"], &[]);
        assert_eq!(steps.missing, ["one", "two"]);
        assert!(steps.unknown.is_empty());
    }
}
