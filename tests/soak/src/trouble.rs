//! One run: the shop is opened, people come, each process and the database are stopped and come back, the shop
//! closes, and everything is looked at.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sandbox::{MidtransConfig, Sandbox, StripeConfig};
use tokio::task::{JoinHandle, JoinSet, block_in_place};

use crate::Options;
use crate::buyers::Buyer;
use crate::chat::Chatter;
use crate::check::{self, Stood};
use crate::database::Database;
use crate::memory::Watch;
use crate::report;
use crate::server::{Server, Settings, free_port};
use crate::shop::{Person, Shop};
use crate::sink::Sink;
use crate::staff;
use crate::tally::{Said, Tally};
use crate::world::World;

/// Products there are, and pieces of each: enough for a day, so few that some are fought over.
const PRODUCTS: u64 = 150;
const PIECES: u64 = 80;
/// Those who may do everything: one reads, one packs, the others answer the chat.
const STAFF: u64 = 4;
const AGENTS: u64 = 2;
/// People who buy, and people who ask.
const BUYERS: u64 = 8;
const ASKERS: u64 = 12;

/// How long a process is gone, and the database.
const GONE: Duration = Duration::from_secs(3);
/// Longer than a request waits for a connection: people are told "not now".
const DATABASE_GONE: Duration = Duration::from_secs(8);
/// Between two pieces of trouble at least, and after the last one.
const CALM: Duration = Duration::from_secs(10);

/// Something that happened to the shop.
pub struct Event {
    pub at: Duration,
    pub what: String,
}

/// Does it all; tells whether all is well.
pub async fn soak(options: &Options) -> Result<bool> {
    let files = options.out.join("files");
    fs::create_dir_all(&files).with_context(|| format!("making {}", files.display()))?;
    let config =
        private_pg::Config { max_connections: options.postgres_connections, ..private_pg::Config::new(&options.postgres_dir) };
    let postgres = private_pg::start(&config)?;

    let ports = [free_port()?, free_port()?];
    let addresses = ports.map(|port| format!("http://127.0.0.1:{port}"));
    let sandbox = open_sandbox(&addresses).await?;
    let [public, _] = &addresses;
    let settings = Settings::new(&options.server, &postgres.url(), public, &files, &sandbox);
    settings.migrate().await?;
    let database = Database::open(&postgres.url()).await?;
    say(&format!("{PRODUCTS} products, {} people", STAFF + BUYERS + ASKERS));
    database.fill(PRODUCTS, PIECES, STAFF + BUYERS + ASKERS, STAFF).await?;

    let watch = Watch::start();
    let [first, second] = ports;
    let process = |name, port| Server::new(name, &settings, port, &options.out);
    let mut servers = [process("api-1", first), process("api-2", second)];
    for server in &mut servers {
        watch.begins(format!("{}, until it was killed", server.name), server.start().await?);
    }
    let tally = Arc::new(Tally::default());
    let shop = Arc::new(Shop::new(addresses.to_vec(), Arc::clone(&tally))?);
    let world = Arc::new(World::new(Arc::clone(&shop), sandbox, Arc::clone(&tally), PRODUCTS));
    let sink = Sink::start()?;
    let mut reader = Person::new(&shop, 0);
    sink.expect(&staff::subscribe(&mut reader, sink.url()).await?)?;

    let begun = Instant::now();
    let (mut people, chatters) = open(&world, reader);
    let events = make_trouble(options, begun, &mut servers, &postgres, &watch).await?;
    world.close();
    say("the shop closes; what was begun is brought to its end");
    while let Some(ended) = people.join_next().await {
        ended.context("somebody who took part is gone")?;
    }
    let heard = catch_up(&tally, chatters).await?;
    let traffic = begun.elapsed();
    let settled = check::settle(&database, &sink, &tally).await?;
    let lives = watch.end();
    let stood = Stood { settled, heard, lives: &lives };
    let checks = check::all(&database, &settings, &sink, &tally, &stood).await?;

    for server in &mut servers {
        server.kill().await?;
    }
    let text = report::write(&report::Run {
        options,
        traffic,
        events: &events,
        lives: &lives,
        checks: &checks,
        tally: &tally,
        sink: &sink,
    });
    fs::write(options.out.join("report.md"), &text).context("writing the report")?;
    println!("{text}");
    Ok(checks.iter().all(|check| check.is_good))
}

/// Says what is going on.
fn say(text: &str) {
    eprintln!("  {text}");
}

/// Stripe speaks to one process, Midtrans to the other.
async fn open_sandbox(addresses: &[String; 2]) -> Result<Sandbox> {
    let [first, second] = addresses;
    let stripe = StripeConfig {
        notification_url: Some(format!("{first}/api/v1/payments/stripe/notifications")),
        ..StripeConfig::default()
    };
    let midtrans = MidtransConfig {
        notification_url: Some(format!("{second}/api/v1/payments/midtrans/notifications")),
        ..MidtransConfig::default()
    };
    Sandbox::start(sandbox::Config { shop_url: first.clone(), stripe, midtrans, ..sandbox::Config::default() }).await
}

/// Lets everybody in. Those who chat come back with what they heard.
fn open(world: &Arc<World>, reader: Person) -> (JoinSet<()>, Vec<JoinHandle<Chatter>>) {
    let mut people = JoinSet::new();
    people.spawn(staff::read(Arc::clone(world), reader));
    people.spawn(staff::pack(Arc::clone(world), Person::new(&world.shop, 1)));
    for n in STAFF..STAFF + BUYERS {
        people.spawn(Buyer::new(world, n).shop());
    }
    let agents = STAFF - AGENTS..STAFF;
    let askers = STAFF + BUYERS..STAFF + BUYERS + ASKERS;
    let chatters = agents.chain(askers).map(|n| tokio::spawn(Chatter::new(world, n, n < STAFF).talk())).collect();
    (people, chatters)
}

/// Kills each process and the database, in turn and far apart, in the middle third.
async fn make_trouble(
    options: &Options,
    begun: Instant,
    servers: &mut [Server; 2],
    postgres: &private_pg::Server,
    watch: &Watch,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut note = |what: String| {
        let at = begun.elapsed();
        say(&format!("{:>5.0} s  {what}", at.as_secs_f64()));
        events.push(Event { at, what });
    };
    let [first, second] = servers;
    for (part, server) in [(0.30, first), (0.38, second)] {
        until(begun, options.length().mul_f64(part)).await;
        server.kill().await?;
        note(format!("{} is killed", server.name));
        tokio::time::sleep(GONE).await;
        watch.begins(format!("{}, after it was killed", server.name), server.start().await?);
        note(format!("{} is back", server.name));
        tokio::time::sleep(CALM).await;
    }
    until(begun, options.length().mul_f64(0.48)).await;
    block_in_place(|| postgres.crash())?;
    note("PostgreSQL is stopped, at once".to_owned());
    tokio::time::sleep(DATABASE_GONE).await;
    block_in_place(|| postgres.start_again())?;
    note("PostgreSQL is back".to_owned());
    tokio::time::sleep(CALM).await;
    until(begun, options.length()).await;
    note("closing time".to_owned());
    Ok(events)
}

async fn until(begun: Instant, after: Duration) {
    tokio::time::sleep_until((begun + after).into()).await;
}

/// Waits until nobody writes any more, and then lets everybody hear the rest.
async fn catch_up(tally: &Tally, chatters: Vec<JoinHandle<Chatter>>) -> Result<check::Heard> {
    let mut silent = Vec::new();
    for chatter in chatters {
        silent.push(chatter.await.context("somebody who chats is gone")?);
    }
    let (mut heard, mut said): (check::Heard, Vec<Vec<Said>>) = (Vec::new(), Vec::new());
    for chatter in silent {
        match chatter.catch_up().await {
            Ok((own, rooms)) => {
                said.push(own);
                heard.push(rooms);
            }
            Err(fault) => tally.fault(format!("{fault:#}")),
        }
    }
    tally.seen().said = said;
    Ok(heard)
}
