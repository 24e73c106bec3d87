//! A step made of two SQL files.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, QueryResult, Statement};

/// A step that changes a table waits no longer for whoever reads it, such as a backup: everybody else would wait behind it. It
/// fails then (`lock_not_available`, 55P03), and is to be tried again.
const PATIENCE: &str = "SET LOCAL lock_timeout = '2s'";

/// One step: a name that never changes, the SQL that makes it and the SQL that undoes it.
pub struct SqlStep {
    pub name: &'static str,
    pub up: &'static str,
    pub down: &'static str,
}

impl MigrationName for SqlStep {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlStep {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(PATIENCE).await?;
        manager.get_connection().execute_unprepared(self.up).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.down).await.map(drop)
    }
}

/// `sql_step!("name", "file")`: the step `name` from `sql/file.up.sql` and `sql/file.down.sql`.
#[macro_export]
macro_rules! sql_step {
    ($name:literal, $file:literal) => {
        Box::new($crate::sql_step::SqlStep {
            name: $name,
            up: include_str!(concat!("sql/", $file, ".up.sql")),
            down: include_str!(concat!("sql/", $file, ".down.sql")),
        })
    };
}

/// The same outside of a transaction, statement by statement: indexes that are made `CONCURRENTLY`, while the shop goes on
/// writing. Whoever is interrupted begins anew, so each statement must be content with finding its work done.
///
/// A statement ends where a line ends with `;`.
pub struct OpenStep {
    pub name: &'static str,
    pub up: &'static str,
    pub down: &'static str,
}

impl MigrationName for OpenStep {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for OpenStep {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        wait_for_builders(manager).await?;
        drop_unfinished(manager, self.up).await?;
        run_each(manager, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run_each(manager, self.down).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }
}

/// `open_step!("name", "file")`: the step `name` from `sql/file.up.sql` and `sql/file.down.sql`, outside of a transaction.
#[macro_export]
macro_rules! open_step {
    ($name:literal, $file:literal) => {
        Box::new($crate::sql_step::OpenStep {
            name: $name,
            up: include_str!(concat!("sql/", $file, ".up.sql")),
            down: include_str!(concat!("sql/", $file, ".down.sql")),
        })
    };
}

/// A process that was killed leaves its index being made: the server does not notice before it is done.
async fn wait_for_builders(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let builders = "SELECT pid FROM pg_stat_progress_create_index WHERE datname = current_database() LIMIT 1";
    while !rows(manager, builders).await?.is_empty() {
        manager.get_connection().execute_unprepared("SELECT pg_sleep(0.2)").await?;
    }
    Ok(())
}

/// Drops what was left of indexes that `sql` makes when making them was interrupted: they are there, and of no use.
async fn drop_unfinished(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let unfinished = "SELECT c.relname::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                      WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace";
    let names: Vec<String> =
        rows(manager, unfinished).await?.iter().map(|row| row.try_get("", "name")).collect::<Result<_, _>>()?;
    for name in names {
        if sql.split_whitespace().any(|word| word == name) {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}")).await?;
        }
    }
    Ok(())
}

async fn rows(manager: &SchemaManager<'_>, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    manager.get_connection().query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await
}

/// Runs each by itself: several at once would be one transaction.
async fn run_each(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    for statement in statements(sql) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

fn statements(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn a_statement_ends_where_a_line_does() {
        let sql = "-- Why; and how.\nCREATE INDEX a\n    ON b (c);\n\nDROP INDEX d;\n";
        assert_eq!(statements(sql).collect::<Vec<_>>(), ["-- Why; and how.\nCREATE INDEX a\n    ON b (c)", "DROP INDEX d"]);
    }
}
