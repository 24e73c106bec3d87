//! The chat: many sockets that are open, and messages among them at an even pace.
//!
//! Every buyer has two tabs. What one of them sends is timed from the moment when it was due, twice: until it is
//! acknowledged, which is when it is stored, and until the other tab hears it.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use hdrhistogram::Histogram;
use hyper::Method;
use shared::live::chat::{ChatSend, ChatWatch};
use shared::live::{ClientMessage, Hello, LiveTicket, Ping, ServerMessage, VERSION};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::Message;
use uuid::Uuid;

use crate::buyers::Buyer;
use crate::load::{Connection, ask};
use crate::machine;

/// Sockets that are open.
pub const SOCKETS: usize = 1_000;
/// Messages a second.
const PER_SECOND: u32 = 50;
/// The same while everybody opens their room, before anything is timed.
const OPENING: u32 = 150;
/// Files that are open beside the sockets.
const OTHER_FILES: usize = 200;
/// Until nothing is on its way any more.
const CALM: Duration = Duration::from_secs(2);
/// What takes longer is lost.
const LONGEST: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<TcpStream>;
type Mouth = SplitSink<Socket, Message>;

/// What was measured.
pub struct Outcome {
    /// In words.
    pub notes: Vec<String>,
    /// Messages that were refused or lost, and connections that broke.
    pub errors: u64,
    /// The first of them.
    pub first_error: Option<String>,
}

struct Tally {
    /// When each of the messages that are timed was due.
    due: HashMap<Uuid, Instant>,
    stored: Histogram<u64>,
    heard: Histogram<u64>,
    errors: u64,
    first_error: Option<String>,
}

type Shared = Arc<Mutex<Tally>>;

fn lock(tally: &Shared) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tally {
    fn new() -> Result<Self> {
        let histogram = || -> Result<Histogram<u64>> { Ok(Histogram::new_with_max(LONGEST.as_micros().try_into()?, 3)?) };
        Ok(Self { due: HashMap::new(), stored: histogram()?, heard: histogram()?, errors: 0, first_error: None })
    }

    fn micros(&self, client_id: Uuid, now: Instant) -> Option<u64> {
        let due = self.due.get(&client_id)?;
        Some(u64::try_from(now.saturating_duration_since(*due).as_micros()).unwrap_or(u64::MAX))
    }

    fn fault(&mut self, what: String) {
        self.errors += 1;
        self.first_error.get_or_insert(what);
    }

    /// Messages that came nowhere, or not at the other tab.
    fn missing(&self) -> u64 {
        let sent = u64::try_from(self.due.len()).unwrap_or_default();
        2 * sent - self.stored.len().min(sent) - self.heard.len().min(sent)
    }
}

/// Opens all the sockets, and has buyers write for as long as `measured`.
pub async fn run((port, pid): (u16, u32), buyers: &[Buyer], measured: Duration) -> Result<Outcome> {
    let files = machine::most_files();
    ensure!(files >= SOCKETS + OTHER_FILES, "{SOCKETS} sockets need more open files than {files}: `ulimit -n 4096`");
    let before = machine::memory(pid);
    let tally: Shared = Arc::new(Mutex::new(Tally::new()?));
    let mut tabs: Vec<(Mouth, Mouth)> = Vec::with_capacity(buyers.len());
    let mut ears = JoinSet::new();
    let mut connection = Connection::open(port).await?;
    for buyer in buyers {
        let (mouth, ear) = open(port, &mut connection, buyer).await?.split();
        let (other_mouth, other_ear) = open(port, &mut connection, buyer).await?.split();
        ears.spawn(listen(ear, false, Arc::clone(&tally)));
        ears.spawn(listen(other_ear, true, Arc::clone(&tally)));
        tabs.push((mouth, other_mouth));
    }
    sleep(CALM).await;
    let memory = machine::memory(pid).saturating_sub(before) / u64::try_from(ears.len().max(1))?;

    let everybody = tabs.len();
    write(&mut tabs, OPENING, everybody, None).await?;
    sleep(CALM).await;
    let used = machine::cpu(pid);
    let count = usize::try_from(measured.as_secs() * u64::from(PER_SECOND))?;
    write(&mut tabs, PER_SECOND, count, Some(&tally)).await?;
    let used = machine::cpu(pid).saturating_sub(used);
    let late = Instant::now() + LONGEST;
    while lock(&tally).missing() > 0 && Instant::now() < late {
        sleep(Duration::from_millis(20)).await;
    }
    ears.shutdown().await;
    drop(tabs);
    // The server has a thousand goodbyes to hear.
    sleep(CALM).await;

    let tally = lock(&tally);
    let errors = tally.errors + tally.missing();
    let micros = used.as_micros() / u128::try_from(count.max(1))?;
    let notes = vec![
        format!(
            "{SOCKETS} sockets of the chat open ({} buyers with two tabs each): {} kB of the server's memory each",
            buyers.len(),
            memory.div_ceil(1_000)
        ),
        format!(
            "{PER_SECOND} messages a second among them (p50 / p95 / p99 ms): stored and acknowledged after {}, heard by the other \
             tab after {}; {micros} µs of the server's processor a message",
            millis(&tally.stored),
            millis(&tally.heard)
        ),
    ];
    let first_error = tally.first_error.clone();
    Ok(Outcome { notes, errors, first_error })
}

fn millis(latency: &Histogram<u64>) -> String {
    let at = |quantile| Duration::from_micros(latency.value_at_quantile(quantile)).as_secs_f64() * 1_000.0;
    format!("{:.1} / {:.1} / {:.1}", at(0.50), at(0.95), at(0.99))
}

/// Opens a tab of a buyer, which listens to the chat.
async fn open(port: u16, connection: &mut Connection, buyer: &Buyer) -> Result<Socket> {
    let headers = [("authorization", buyer.bearer.as_str())];
    let ticket = connection.done(ask(Method::POST, "/api/v1/live/ticket", &headers, "")).await?;
    let ticket: LiveTicket = serde_json::from_slice(&ticket)?;
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    stream.set_nodelay(true)?;
    let address = format!("ws://localhost:{port}{}", ticket.path);
    let (mut socket, _) = tokio_tungstenite::client_async(address, stream).await.context("a WebSocket")?;
    for message in [
        ClientMessage::Hello(Hello { version: VERSION, ..Hello::default() }),
        ClientMessage::ChatWatch(ChatWatch::default()),
        ClientMessage::Ping(Ping { id: 1 }),
    ] {
        say(&mut socket, &message).await?;
    }
    // What was said before the ping is done when it is answered.
    while !matches!(hear(&mut socket).await?, ServerMessage::Pong(_)) {}
    Ok(socket)
}

async fn say(mouth: &mut (impl Sink<Message, Error = Error> + Unpin), message: &ClientMessage) -> Result<()> {
    mouth.send(Message::text(serde_json::to_string(message)?)).await?;
    Ok(())
}

async fn hear(ear: &mut (impl Stream<Item = Result<Message, Error>> + Unpin)) -> Result<ServerMessage> {
    loop {
        match ear.next().await.context("the server hung up")?? {
            Message::Text(text) => return Ok(serde_json::from_str(&text)?),
            Message::Close(frame) => bail!("the server hung up: {frame:?}"),
            _ => {}
        }
    }
}

/// Notes when what was sent is acknowledged, or heard by the other tab.
async fn listen(mut ear: SplitStream<Socket>, is_other: bool, tally: Shared) {
    loop {
        let said = hear(&mut ear).await;
        let now = Instant::now();
        let mut tally = lock(&tally);
        match said {
            Ok(ServerMessage::ChatAck(ack)) => {
                if let Some(micros) = tally.micros(ack.client_id, now) {
                    tally.stored.saturating_record(micros);
                }
            }
            Ok(ServerMessage::ChatMessage(news)) if is_other => {
                if let Some(micros) = tally.micros(news.message.client_id, now) {
                    tally.heard.saturating_record(micros);
                }
            }
            Ok(ServerMessage::ChatRefused(refused)) => tally.fault(format!("{refused:?}")),
            Ok(_) => {}
            Err(error) => return tally.fault(format!("{error:#}")),
        }
    }
}

/// Has one after the other write, `count` messages at an even pace; those with a `tally` are timed.
async fn write(tabs: &mut [(Mouth, Mouth)], per_second: u32, count: usize, tally: Option<&Shared>) -> Result<()> {
    let mut beat = interval(Duration::from_secs(1) / per_second);
    // One that is late is made up for.
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for number in 0..count {
        let due = beat.tick().await;
        let place = number % tabs.len().max(1);
        let (mouth, _) = tabs.get_mut(place).context("nobody is there")?;
        let client_id = Uuid::now_v7();
        if let Some(tally) = tally {
            lock(tally).due.insert(client_id, due);
        }
        let body = format!("Apakah gitar nomor {number} masih ada, dan kapan bisa dikirim?");
        say(mouth, &ClientMessage::ChatSend(ChatSend { client_id, body, ..ChatSend::default() })).await?;
    }
    Ok(())
}
