//! The bench's own way to its database.

use anyhow::{Context, Result};
use sea_orm::{ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseConnection, TransactionTrait};

/// A database with the schema, and what is in it.
pub struct Database {
    connection: DatabaseConnection,
    /// The postmaster, whose children do the work.
    pub postmaster: u32,
    /// Products in the catalogue.
    pub products: i64,
}

impl Database {
    /// Fills a migrated database with `products` products.
    pub async fn fill(url: &str, products: i64) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(2).sqlx_logging(false);
        let connection = SeaOrm::connect(options).await.context("connecting to the database")?;
        let checkpointer = "SELECT pid AS n FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
        let postmaster = parent(number(&connection, checkpointer).await?)?;
        let database = Self { connection, postmaster, products };
        // Enough that nothing sells out, few enough that every order changes what its pages say.
        database.script(include_str!("../sql/goods.sql"), &[(":products", products), (":pieces", 90)]).await?;
        database.connection.execute_unprepared("VACUUM ANALYZE").await?;
        Ok(database)
    }

    /// Makes buyers `first` to `last`.
    pub async fn add_buyers(&self, first: i64, last: i64) -> Result<()> {
        let values = [(":first", first), (":last", last), (":products", self.products)];
        self.script(include_str!("../sql/buyers.sql"), &values).await
    }

    /// Runs statements in a transaction, with figures put in.
    pub async fn script(&self, sql: &str, figures: &[(&str, i64)]) -> Result<()> {
        let mut sql = sql.to_owned();
        for (name, figure) in figures {
            sql = sql.replace(name, &figure.to_string());
        }
        let tx = self.connection.begin().await?;
        tx.execute_unprepared(&sql).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Runs a statement.
    pub async fn run(&self, sql: &str) -> Result<()> {
        self.connection.execute_unprepared(sql).await?;
        Ok(())
    }

    /// One number, in a column `n`.
    pub async fn number(&self, sql: &str) -> Result<i64> {
        number(&self.connection, sql).await
    }
}

async fn number(connection: &DatabaseConnection, sql: &str) -> Result<i64> {
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
    let row = connection.query_one_raw(statement).await?.with_context(|| format!("no row: {sql}"))?;
    Ok(row.try_get::<i64>("", "n").or_else(|_| row.try_get::<i32>("", "n").map(i64::from))?)
}

fn parent(pid: i64) -> Result<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, rest) = stat.rsplit_once(')').context("an odd /proc")?;
    rest.split_whitespace().nth(1).context("an odd /proc")?.parse().context("an odd /proc")
}
