//! What every use case is handed: database, clock, configuration, and the doors to the outside.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use anyhow::Context;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use crate::account::Passwords;
use crate::account::tokens::TokenKeys;
use crate::bus::{self, Bus};
use crate::cache::Caches;
use crate::chat::SendPace;
use crate::clock::Clock;
use crate::config::Config;
use crate::couriers::Couriers;
use crate::crash::{self, CrashPoint};
use crate::db::{self, Meter, Replica, Tally};
use crate::files::FileStore;
use crate::jobs::Outbox;
use crate::keys::Paces;
use crate::live::Hub;
use crate::mail::Mailer;
use crate::maintenance::Standing;
use crate::metrics::Metrics;
use crate::papers::Desk;
use crate::reports::Visits;
use crate::secrets::Vault;
use crate::webhooks::Postman;

/// The running shop. Cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub db: DatabaseConnection,
    /// The same past a pooler, if there is one: what hears and what works on the queue needs sessions of its own.
    pub direct: DatabaseConnection,
    inner: Arc<Inner>,
}

/// What `Ctx` points to.
pub struct Inner {
    /// Settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Statements run for requests so far.
    pub statements: Arc<AtomicU64>,
    /// What statements cost, those of jobs too.
    pub tally: Arc<Tally>,
    /// What happened, for whoever watches.
    pub metrics: Metrics,
    /// Carries changes to every process.
    pub bus: Box<dyn Bus>,
    /// Answers reads of the catalogue, if there is one.
    pub replica: Replica,
    /// What is remembered between requests.
    pub caches: Caches,
    /// How far the shop is open.
    pub maintenance: Standing,
    /// Passes on what transactions wrote down.
    pub outbox: Outbox,
    /// Those who are connected by WebSocket.
    pub live: Hub,
    /// How much everybody sends in the chat.
    pub chat_pace: SendPace,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Signs access tokens.
    pub tokens: TokenKeys,
    /// Seals secrets that must be read again.
    pub vault: Vault,
    /// Asks payment providers.
    pub http: reqwest::Client,
    /// Who is asked about parcels.
    pub couriers: Couriers,
    /// Sends emails.
    pub mailer: Mailer,
    /// Keeps pictures.
    pub files: FileStore,
    /// Draws papers.
    pub papers: Desk,
    /// Who came to the shop and is still to be counted.
    pub visits: Visits,
    /// How many requests API keys have left.
    pub paces: Paces,
    /// Sends webhooks.
    pub postman: Postman,
}

/// The pools.
#[derive(Default)]
struct Databases {
    db: DatabaseConnection,
    direct: DatabaseConnection,
    replica: Replica,
}

impl Ctx {
    /// Connects to the database and opens the doors.
    ///
    /// # Errors
    /// When the database does not answer or a setting cannot be used.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        // Only ring is compiled in; an earlier call in the same process (tests) is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (statements, tally) = (Arc::default(), Arc::default());
        let db =
            db::connect(&config, Arc::clone(&statements), Arc::clone(&tally)).await.context("the database cannot be reached")?;
        let direct = db::connect_directly(&config, &db, Arc::clone(&statements), Arc::clone(&tally))
            .await
            .context("the database of `database_direct_url` cannot be reached")?;
        let replica = db::connect_to_replica(&config, Arc::clone(&statements), Arc::clone(&tally)).await?;
        let files = FileStore::open(&config)?;
        Self::new(Databases { db, direct, replica }, files, statements, tally, config, clock)
    }

    /// A shop that has no database: enough to look at its settings.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn offline(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let files = FileStore::open(&config)?;
        Self::new(Databases::default(), files, Arc::default(), Arc::default(), config, clock)
    }

    /// A shop that is not connected to anything and keeps nothing: enough to describe its interface.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn nowhere(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self::new(Databases::default(), FileStore::in_memory(), Arc::default(), Arc::default(), config, clock)
    }

    fn new(
        databases: Databases,
        files: FileStore,
        statements: Arc<AtomicU64>,
        tally: Arc<Tally>,
        config: Config,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(std::time::Duration::from_secs(5))
            .timeout(config.payment_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Hurtrock/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let inner = Inner {
            metrics: Metrics::new()?,
            tally,
            bus: bus::of(&config)?,
            replica: databases.replica,
            caches: Caches::default(),
            maintenance: Standing::default(),
            outbox: Outbox::default(),
            live: Hub::new(&config),
            chat_pace: SendPace::default(),
            passwords: Passwords::new(config.hash_workers)?,
            tokens: TokenKeys::new(&config.secret_key),
            vault: Vault::new(&config.secret_key)?,
            couriers: Couriers::new(&config, http.clone()),
            http,
            mailer: Mailer::new(&config)?,
            files,
            papers: Desk::new()?,
            visits: Visits::default(),
            paces: Paces::new(clock.clone()),
            postman: Postman::new(&config)?,
            config,
            clock,
            statements,
        };
        Ok(Self { db: databases.db, direct: databases.direct, inner: Arc::new(inner) })
    }

    /// Dies here, where a test wants that.
    pub fn may_die(&self, here: CrashPoint) {
        if self.config.crash_at == Some(here) {
            crash::die(here);
        }
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let meter = Meter::new(Arc::clone(&self.statements), Arc::clone(&self.tally), self.config.slow_statement);
        db::begin(&self.db, meter).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.db.ping().await
    }
}

impl std::ops::Deref for Ctx {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl std::fmt::Debug for Ctx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ctx")
    }
}
