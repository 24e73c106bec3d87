//! How the processes of a shop tell each other what changed.
//!
//! The database says what changed: its triggers call `announce` in the transaction that changes it. A [`Bus`] carries that
//! to every process: PostgreSQL itself, by NOTIFY (`notify`), or NATS (`nats`) where `nats_url` is set. Nobody notifies
//! then: `announce` writes into `outbox`, and who has committed passes on what lies there (`jobs::pass_on_news`); what a killed
//! process left, the others find within a second. The database knows which it is, so all processes must agree (`agree`).
//!
//! Whoever hears again after a loss has missed something: `cache::listen` forgets everything then, and sockets read again.

mod agree;
mod edge;
mod line;
mod nats;
mod notify;

pub use agree::{agrees, claim, is_chosen};
pub use edge::PassesOn;

use futures_util::future::BoxFuture;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::context::Ctx;

/// Said when the processes are to carry changes another way: to those that hear NOTIFY, and as a channel of its own.
pub const MOVED: &str = "announcing";

/// Carries what changed to every process of the shop.
pub trait Bus: Send + Sync {
    /// What people call it.
    fn name(&self) -> &'static str;

    /// Transactions cannot speak on it by themselves: they write down what is to be said, and it is passed on after the commit.
    fn is_outside(&self) -> bool;

    /// Hears from now on: of whatever is said after this has returned.
    fn listen<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<Box<dyn Ears>>>;

    /// Says it to every process, this one too. Returns once it cannot be lost any more on its way to those who hear by the
    /// same server.
    fn say<'a>(&'a self, ctx: &'a Ctx, news: Vec<String>) -> BoxFuture<'a, anyhow::Result<()>>;

    /// Tries whether it carries anything, and changes nothing.
    fn reach<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<()>>;
}

/// Hears what a [`Bus`] carries.
pub trait Ears: Send {
    /// The next thing that is said; `None` once something may have been missed.
    fn hear(&mut self) -> BoxFuture<'_, anyhow::Result<Option<String>>>;
}

/// The bus of the settings. It is not connected to anything yet.
///
/// # Errors
/// When the URL of NATS cannot be read.
pub fn of(config: &Config) -> anyhow::Result<Box<dyn Bus>> {
    let bus: Box<dyn Bus> = match &config.nats_url {
        Some(servers) => Box::new(nats::Nats::new(servers.expose_secret())?),
        None => Box::new(notify::Notify),
    };
    Ok(bus)
}

/// Whether `nats_url` can be read.
#[must_use]
pub fn are_servers(text: &str) -> bool {
    nats::read(text).is_some()
}
