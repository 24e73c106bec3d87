//! Hears of changes from the database.

use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use shared::ids::{ProductId, SessionId, UserId};

use crate::context::Ctx;

/// The channel that the schema's triggers speak on.
const CHANNEL: &str = "hurtrock";

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
    loop {
        if let Err(error) = listen_once(&ctx).await {
            tracing::warn!(%error, "lost the change channel; trying again");
        }
        ctx.caches.apply(&Change::Everything);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn listen_once(ctx: &Ctx) -> Result<(), sea_orm::sqlx::Error> {
    let mut listener = PgListener::connect_with(ctx.db.get_postgres_connection_pool()).await?;
    listener.listen(CHANNEL).await?;
    // Whatever was loaded before listening began may be old.
    ctx.caches.apply(&Change::Everything);
    loop {
        // `None`: the connection broke and was made again; what was said in between is lost.
        let change = match listener.try_recv().await? {
            Some(notification) => notification.payload().parse().unwrap_or(Change::Everything),
            None => Change::Everything,
        };
        ctx.caches.apply(&change);
    }
}
