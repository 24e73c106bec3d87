//! A session of one's own with the database.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgListener, PgNotification};
use sea_orm::sqlx::{Error, Executor};
use tokio::time::timeout;

use crate::context::Ctx;

/// After so long without a word it is asked whether the connection holds …
const SILENCE: Duration = Duration::from_secs(30);
/// … and given so long to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// It tells when it breaks, and what it listens to.
pub(super) struct Line(PgListener);

impl Line {
    /// Connects, past a pooler if there is one.
    pub async fn open(ctx: &Ctx) -> Result<Self, Error> {
        let mut listener = PgListener::connect_with(ctx.direct.get_postgres_connection_pool()).await?;
        // Or it would connect again by itself before it tells that the connection broke.
        listener.eager_reconnect(false);
        Ok(Self(listener))
    }

    /// Listens to these channels as well.
    pub async fn listen(&mut self, channels: &[&str]) -> Result<(), Error> {
        self.0.listen_all(channels.iter().copied()).await
    }

    /// What is said next on them; `None` once the connection broke, and what is said from then on is lost.
    pub async fn next(&mut self) -> Result<Option<PgNotification>, Error> {
        loop {
            match timeout(SILENCE, self.0.try_recv()).await {
                Ok(heard) => return heard,
                Err(_) => self.ping().await?,
            }
        }
    }

    /// Whether anybody is there still: a connection that a router has forgotten is silent for ever.
    async fn ping(&mut self) -> Result<(), Error> {
        match timeout(PATIENCE, self.0.execute("SELECT 1")).await {
            Ok(answer) => answer.map(drop),
            Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
        }
    }
}
