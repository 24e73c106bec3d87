//! Opening the pool.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use anyhow::ensure;
use reqwest::Url;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use secrecy::{ExposeSecret, SecretString};

use super::replica::{Replica, Wanted};
use super::sessions;
use super::tally::Tally;
use super::watch::Meter;
use crate::config::Config;

/// A connection that lay unused for so long is asked whether it still lives before it is used. One
/// in use needs no asking: it was asked when it came back, and a ping before each statement would
/// be as many round trips again.
const IDLE: Duration = Duration::from_secs(1);

/// How long a request waits for a connection: long enough for a database that is being restarted to
/// be back, short enough for whoever waits. (A fifth of it is the longest pause between two tries.)
const PATIENCE: Duration = Duration::from_secs(5);

/// The same for the replica: without it the primary answers.
const PATIENCE_WITH_REPLICA: Duration = Duration::from_secs(1);

/// Connections past the pooler: one hears of changes, the others are the job queue's.
const DIRECT: u32 = 8;

/// Prepared statements kept per connection. Lists are written for their filters, so there are more
/// than the usual 100, which would push out those of every request.
const PREPARED: usize = 250;

/// What connections are opened with. PostgreSQL compiles statements that it guesses to be costly: here lists and reports
/// of a few tens of milliseconds, of which compiling takes several times that, each time they run.
const SESSION: [(&str, &str); 1] = [("jit", "off")];

/// Opens the pool; every statement it runs is added to `tally`, and if it was for a request to `statements`.
/// What takes longer than the settings say is logged.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(config: &Config, statements: Arc<AtomicU64>, tally: Arc<Tally>) -> anyhow::Result<DatabaseConnection> {
    // A pooler keeps its connections, under the name of whoever had them last, when that process is gone.
    let name = if config.database_direct_url.is_some() { sessions::COMMAND.to_owned() } else { sessions::name(config) };
    let options = options(&config.database_url, config.database_connections, PATIENCE, name);
    open(options, config, statements, tally).await
}

/// Opens the pool past a pooler, for what needs a session of its own; without one in the settings it is the pool there is.
///
/// # Errors
/// When the database does not answer.
pub async fn connect_directly(
    config: &Config,
    db: &DatabaseConnection,
    statements: Arc<AtomicU64>,
    tally: Arc<Tally>,
) -> anyhow::Result<DatabaseConnection> {
    match &config.database_direct_url {
        Some(url) => open(options(url, DIRECT, PATIENCE, sessions::name(config)), config, statements, tally).await,
        None => Ok(db.clone()),
    }
}

/// Opens the pool of the replica, if there is one, which need not answer yet.
///
/// # Errors
/// When its URL cannot be read.
pub async fn connect_to_replica(config: &Config, statements: Arc<AtomicU64>, tally: Arc<Tally>) -> anyhow::Result<Replica> {
    let Some(url) = &config.database_replica_url else { return Ok(Replica::default()) };
    let wanted = Arc::new(Wanted::default());
    let judge = Arc::clone(&wanted);
    let mut options = options(url, config.database_connections, PATIENCE_WITH_REPLICA, sessions::name(config));
    options.connect_lazy(true).map_sqlx_postgres_pool_opts(move |pool| {
        let judge = Arc::clone(&judge);
        pool.after_connect(move |session, _| {
            let judge = Arc::clone(&judge);
            Box::pin(async move { judge.judge(session).await })
        })
    });
    let pool = open(options, config, statements, tally).await?;
    Ok(Replica::new(Some(pool), wanted))
}

fn options(url: &SecretString, most: u32, patience: Duration, name: String) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.expose_secret());
    options
        .max_connections(most)
        .acquire_timeout(patience)
        .connect_timeout(patience)
        .test_before_acquire_if_idle_for(IDLE)
        .map_sqlx_postgres_opts(move |options| {
            options.statement_cache_capacity(PREPARED).application_name(&name).options(SESSION)
        })
        .sqlx_logging(false)
        .set_schema_search_path("public");
    options
}

async fn open(
    options: ConnectOptions,
    config: &Config,
    statements: Arc<AtomicU64>,
    tally: Arc<Tally>,
) -> anyhow::Result<DatabaseConnection> {
    ensure!(is_url(options.get_url()), "a database is named by a URL such as postgres://user:password@host/hurtrock");
    let mut db = Database::connect(options).await?;
    let meter = Meter::new(statements, tally, config.slow_statement);
    db.set_metric_callback(move |info| meter.statement(info));
    Ok(db)
}

/// Whether it names a database. What cannot be read would be told whole by whoever tries, with its password.
#[must_use]
pub fn is_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql"))
        && text.parse::<PgConnectOptions>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn a_database_is_named_by_a_url() {
        for url in ["postgres://toko:rahasia@localhost:5432/toko", "postgresql:///toko?host=/var/run/postgresql"] {
            assert!(is_url(url), "{url}");
        }
        for odd in [
            "",
            "host=localhost password=rahasia",
            "mysql://toko:rahasia@localhost",
            "postgres://toko:rahasia@localhost:x/toko",
            "postgres://localhost/toko?sslmode=maybe",
        ] {
            assert!(!is_url(odd), "{odd}");
        }
    }
}
