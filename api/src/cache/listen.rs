//! Hears of changes from the database.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use shared::ids::{ProductId, SessionId, UserId};

use crate::context::Ctx;

/// The channel that the schema's triggers speak on.
const CHANNEL: &str = "hurtrock";

/// Between two tries to listen.
const PAUSE: Duration = Duration::from_millis(200);
/// After so long without a word it is asked whether the connection holds …
const SILENCE: Duration = Duration::from_secs(30);
/// … and given so long to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A session was revoked.
    Session(SessionId),
    /// A person's role, name or activity changed.
    User(UserId),
    /// Roles or their permissions changed.
    Roles,
    /// The shop's profile, shipping or payment settings changed.
    Settings,
    /// What lists show of a product changed.
    Listing(ProductId),
    /// The pieces on offer of a product changed, but not what lists show.
    Stock(ProductId),
    /// The category tree changed.
    Categories,
    /// Unknown: the connection was lost for a while.
    Everything,
}

impl FromStr for Change {
    type Err = ();

    fn from_str(payload: &str) -> Result<Self, ()> {
        let (kind, id) = payload.split_once(' ').unwrap_or((payload, ""));
        let id = || id.parse::<uuid::Uuid>().map_err(|_| ());
        Ok(match kind {
            "session" => Self::Session(SessionId(id()?)),
            "user" => Self::User(UserId(id()?)),
            "roles" => Self::Roles,
            "settings" => Self::Settings,
            "listing" => Self::Listing(ProductId(id()?)),
            "stock" => Self::Stock(ProductId(id()?)),
            "categories" => Self::Categories,
            "everything" => Self::Everything,
            _ => return Err(()),
        })
    }
}

/// Applies every change to this process's caches, for as long as the process lives.
pub async fn listen(ctx: Ctx) {
    ctx.caches.suspend();
    loop {
        match begin(&ctx).await {
            Ok(listener) => {
                ctx.caches.resume();
                let lost = follow(&ctx, listener).await;
                ctx.caches.lost();
                tracing::warn!(
                    error = lost.err().map(tracing::field::display),
                    "the database went away; nothing is remembered until it is back"
                );
            }
            Err(error) => tracing::debug!(%error, "the database cannot be heard yet"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn begin(ctx: &Ctx) -> Result<PgListener, sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(ctx.db.get_postgres_connection_pool()).await?;
    // Or it would connect again by itself before it tells that the connection broke.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Applies changes until the connection breaks.
async fn follow(ctx: &Ctx, mut listener: PgListener) -> Result<(), sea_orm::sqlx::Error> {
    loop {
        match tokio::time::timeout(SILENCE, listener.try_recv()).await {
            Ok(heard) => {
                // `None`: the connection broke, and what is said from now on is lost.
                let Some(notification) = heard? else { return Ok(()) };
                ctx.caches.apply(&notification.payload().parse().unwrap_or(Change::Everything));
            }
            Err(_) => ping(&mut listener).await?,
        }
    }
}

/// Whether anybody is there still: a connection that a router has forgotten is silent for ever.
async fn ping(listener: &mut PgListener) -> Result<(), sea_orm::sqlx::Error> {
    use sea_orm::sqlx::Executor;
    match tokio::time::timeout(PATIENCE, listener.execute("SELECT 1")).await {
        Ok(answer) => answer.map(drop),
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
    }
}
