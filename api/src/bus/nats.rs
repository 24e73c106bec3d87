//! NATS carries it.
//!
//! A connection is used until it breaks, and never by its successor: what was said over one that broke may be lost, and is
//! said again. The library would connect again by itself, and nobody would know.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, anyhow, ensure};
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use sea_orm::FromQueryResult;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::line::Line;
use super::{Bus, Ears, MOVED, agrees};
use crate::context::Ctx;
use crate::{db, jobs};

/// NATS answers within, or is taken for gone.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is asked for a sign of life; it may miss two.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How often what a killed process left behind is looked for.
const SWEEP: Duration = Duration::from_secs(1);
/// The library waits so long before it connects again: nobody uses the connection by then.
const NEVER: Duration = Duration::from_secs(60);

/// Servers of NATS.
pub(super) struct Nats {
    servers: Vec<ServerAddr>,
    /// Over which this process speaks: the one it hears by.
    link: Mutex<Option<Link>>,
}

/// The servers that the setting names.
pub(super) fn read(servers: &str) -> Option<Vec<ServerAddr>> {
    let read = |server: &str| server.trim().parse::<ServerAddr>().ok().filter(|server| !server.host().is_empty());
    servers.split(',').map(read).collect()
}

impl Nats {
    /// Not connected yet. What is wrong about an address is not told in its own words: it may hold a password.
    pub fn new(servers: &str) -> anyhow::Result<Self> {
        let servers = read(servers).context("`nats_url` must be URLs such as nats://host:4222, divided by commas")?;
        Ok(Self { servers, link: Mutex::default() })
    }

    fn link(&self) -> Option<Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn connect(&self, ctx: &Ctx) -> anyhow::Result<Link> {
        let subject = subject(ctx).await?;
        let lost = Arc::new(watch::Sender::new(false));
        let connected = Arc::new(AtomicBool::new(false));
        let (told, known) = (Arc::clone(&lost), Arc::clone(&connected));
        let options = ConnectOptions::new()
            .name("hurtrock")
            // Those who speak over one server do not depend on what servers tell each other.
            .retain_servers_order()
            .connection_timeout(PATIENCE)
            .ping_interval(HEARTBEAT)
            .reconnect_delay_callback(move |_| if known.load(Ordering::SeqCst) { NEVER } else { Duration::ZERO })
            .event_callback(move |event| {
                let told = Arc::clone(&told);
                async move {
                    if breaks(&event) {
                        told.send_replace(true);
                    }
                }
            });
        let client = options.connect(self.servers.clone()).await.context("NATS cannot be reached")?;
        connected.store(true, Ordering::SeqCst);
        Ok(Link { client, subject, lost })
    }
}

/// Whether something may have been missed. What is wrong with a subscription comes as an error of the server.
fn breaks(event: &Event) -> bool {
    !matches!(event, Event::Connected | Event::LameDuckMode)
}

/// The subject of this shop, which others on the same servers do not use: named after cluster and database.
async fn subject(ctx: &Ctx) -> anyhow::Result<String> {
    #[derive(FromQueryResult)]
    struct Name {
        subject: String,
    }
    let sql = "SELECT format('hurtrock.%s.%s', system_identifier,
                             (SELECT oid FROM pg_database WHERE datname = current_database())) AS subject
               FROM pg_control_system()";
    let name: Option<Name> = db::one(&ctx.db, sql, []).await?;
    Ok(name.context("the database has no name")?.subject)
}

/// A connection, until it breaks.
#[derive(Clone)]
struct Link {
    client: Client,
    subject: String,
    lost: Arc<watch::Sender<bool>>,
}

impl Link {
    fn holds(&self) -> bool {
        !*self.lost.borrow()
    }

    /// Returns once the server has taken it in. One that does not is not heard any more either, long before it misses two signs
    /// of life.
    async fn say(&self, news: Vec<String>) -> anyhow::Result<()> {
        ensure!(self.holds(), "the connection to NATS broke");
        let said = timeout(PATIENCE, self.carry(news)).await.unwrap_or_else(|_| Err(anyhow!("NATS does not answer")));
        if said.is_err() {
            self.lost.send_replace(true);
        }
        said?;
        ensure!(self.holds(), "the connection to NATS broke");
        Ok(())
    }

    /// The server takes in one thing after the other, and gives the last one back to us.
    async fn carry(&self, news: Vec<String>) -> anyhow::Result<()> {
        let receipt = self.client.new_inbox();
        let mut received = self.client.subscribe(receipt.clone()).await?;
        for said in news {
            self.client.publish(self.subject.clone(), Bytes::from(said)).await?;
        }
        self.client.publish(receipt, Bytes::new()).await?;
        self.client.flush().await?;
        received.next().await.context("the connection to NATS broke").map(drop)
    }
}

impl Bus for Nats {
    fn name(&self) -> &'static str {
        "NATS"
    }

    fn is_outside(&self) -> bool {
        true
    }

    fn listen<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<Box<dyn Ears>>> {
        Box::pin(async move {
            let link = self.connect(ctx).await?;
            let news = link.client.subscribe(link.subject.clone()).await?;
            let mut database = Line::open(ctx).await?;
            database.listen(&[MOVED]).await?;
            // The subscription was taken in before this.
            link.say(Vec::new()).await?;
            let lost = link.lost.subscribe();
            let watcher = tokio::spawn(watch_over(ctx.clone(), database, Arc::clone(&link.lost))).abort_handle();
            *self.link.lock().unwrap_or_else(PoisonError::into_inner) = Some(link);
            Ok(Box::new(Heard { news, lost, watcher }) as Box<dyn Ears>)
        })
    }

    fn say<'a>(&'a self, _: &'a Ctx, news: Vec<String>) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move { self.link().context("NATS was not reached yet")?.say(news).await })
    }

    fn reach<'a>(&'a self, ctx: &'a Ctx) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move { self.connect(ctx).await?.say(Vec::new()).await })
    }
}

/// Passes on what nobody else passed on. Ends the connection when the database goes away, for another one may not hold what was
/// heard of the one before, and when the processes are to carry changes another way, be it for a moment. Behind a pooler that
/// divides sessions the line is not told of that, and it is noticed by looking.
async fn watch_over(ctx: Ctx, mut database: Line, lost: Arc<watch::Sender<bool>>) {
    let told = database.next();
    tokio::pin!(told);
    let mut ticks = interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = &mut told => break,
            _ = ticks.tick() => {}
        }
        // A database that does not answer is noticed by the line.
        if matches!(agrees(&ctx).await, Ok(false)) {
            break;
        }
        jobs::pass_on(&ctx);
    }
    lost.send_replace(true);
}

struct Heard {
    news: Subscriber,
    lost: watch::Receiver<bool>,
    watcher: AbortHandle,
}

impl Ears for Heard {
    fn hear(&mut self) -> BoxFuture<'_, anyhow::Result<Option<String>>> {
        Box::pin(async move {
            tokio::select! {
                biased;
                _ = self.lost.wait_for(|lost| *lost) => Ok(None),
                heard = self.news.next() => Ok(heard.map(|heard| String::from_utf8_lossy(&heard.payload).into_owned())),
            }
        })
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        self.watcher.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_and_their_passwords_not_told() {
        let servers = |text: &str| Nats::new(text).map(|nats| nats.servers.len());
        assert_eq!(servers("nats://a:4222, tls://user:secret@b").ok(), Some(2));
        for odd in ["", "http://toko:rahasia@a", "nats://toko:rahasia@a,"] {
            let told = servers(odd).err().map(|error| format!("{error:#}")).unwrap_or_default();
            assert!(told.contains("nats_url") && !told.contains("rahasia"), "{odd}: {told}");
        }
    }
}
