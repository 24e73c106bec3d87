//! The soak's own way to its database: goods and people before it begins, and what is stored after it.

use anyhow::{Context, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseConnection, DbBackend, FromQueryResult, Statement,
    TransactionTrait,
};

/// A database with the schema.
pub struct Database(DatabaseConnection);

impl Database {
    pub async fn open(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(2).sqlx_logging(false);
        Ok(Self(SeaOrm::connect(options).await.context("connecting to the database")?))
    }

    /// Goods, and people with a session and an address: the first `staff` of them may do everything.
    pub async fn fill(&self, products: u64, pieces: u64, people: u64, staff: u64) -> Result<()> {
        self.script(include_str!("../../bench/sql/goods.sql"), &[(":products", products), (":pieces", pieces)]).await?;
        let figures = [(":first", 0), (":last", people - 1), (":products", products)];
        self.script(include_str!("../../bench/sql/buyers.sql"), &figures).await?;
        let promote = "UPDATE users SET role_id = (SELECT id FROM roles WHERE name = 'admin')
                       WHERE id IN (SELECT bench_id('9001', n) FROM generate_series(0, :staff - 1) n)";
        self.script(promote, &[(":staff", staff)]).await?;
        self.0.execute_unprepared("VACUUM ANALYZE").await?;
        Ok(())
    }

    /// Runs statements in a transaction, with figures put in.
    async fn script(&self, sql: &str, figures: &[(&str, u64)]) -> Result<()> {
        let mut sql = sql.to_owned();
        for (name, figure) in figures {
            sql = sql.replace(name, &figure.to_string());
        }
        let tx = self.0.begin().await?;
        tx.execute_unprepared(&sql).await?;
        tx.commit().await?;
        Ok(())
    }

    /// One number, in a column `n`.
    pub async fn number(&self, sql: &str) -> Result<i64> {
        let row = self.0.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        Ok(row.with_context(|| format!("no row: {sql}"))?.try_get("", "n")?)
    }

    /// All rows.
    pub async fn rows<T: FromQueryResult>(&self, sql: &str) -> Result<Vec<T>> {
        Ok(T::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(&self.0).await?)
    }
}
