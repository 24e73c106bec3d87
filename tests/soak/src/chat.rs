//! People who talk over sockets, buyers and those who answer. Each has one message on its way at a time, and
//! sends it again until it is acknowledged; what is heard must come once and in order, whatever broke meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde_json::Value;
use shared::ids::ChatRoomId;
use shared::live::chat::{ChatSend, ChatWatch, MAX_WATCHED, WatchedRoom};
use shared::live::{ClientMessage, Hello, LiveTicket, Ping, ServerMessage, VERSION};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout, timeout_at};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use uuid::Uuid;

use crate::shop::Person;
use crate::tally::Said;
use crate::world::{World, dice};

/// One listens so long before doing something.
const PULSE: Duration = Duration::from_millis(400);
/// Between two messages of one person; they may send one every two seconds.
const SPEAKS_EVERY: Duration = Duration::from_secs(4);
/// Those who answer look for new rooms.
const LOOKS_EVERY: Duration = Duration::from_secs(15);
/// What was not acknowledged by then is sent again.
const AGAIN: Duration = Duration::from_secs(5);
/// Between two tries to connect.
const RETRY: Duration = Duration::from_millis(500);
/// Longer than anything takes that comes at all.
const PATIENCE: Duration = Duration::from_secs(15);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Somebody who chats.
pub struct Chatter {
    world: Arc<World>,
    person: Person,
    answers: bool,
    /// The last message seen of each room; nothing is deleted here, so it is the last change as well.
    rooms: BTreeMap<ChatRoomId, i64>,
    /// What was not acknowledged, and when it was sent last over this connection.
    waiting: Option<(ChatSend, Option<Instant>)>,
    spoke: Instant,
    looked: Instant,
    said: Vec<Said>,
    /// A room began before it was listened to: it is named anew.
    gap: bool,
}

impl Chatter {
    pub fn new(world: &Arc<World>, n: u64, answers: bool) -> Self {
        let person = Person::new(&world.shop, n);
        let (now, rooms, said) = (Instant::now(), BTreeMap::new(), Vec::new());
        Self { world: Arc::clone(world), person, answers, rooms, waiting: None, spoke: now, looked: now, said, gap: false }
    }

    /// Talks until the shop closes and everything is acknowledged.
    pub async fn talk(mut self) -> Self {
        while !(self.world.is_closing() && self.waiting.is_none()) {
            if let Err(fault) = self.converse().await {
                self.world.tally.fault(self.is_wrong(&format!("{fault:#}")));
                sleep(RETRY).await;
            }
        }
        self
    }

    fn is_wrong(&self, what: &str) -> String {
        format!("chat of {}: {what}", self.person.n)
    }

    /// One connection, to its end.
    async fn converse(&mut self) -> Result<()> {
        let Some(mut socket) = self.connect().await? else {
            sleep(RETRY).await;
            return Ok(());
        };
        if let Some((_, sent)) = &mut self.waiting {
            // It was lost with the last connection, as far as one knows.
            *sent = None;
        }
        while !(self.world.is_closing() && self.waiting.is_none()) {
            let is_due = self.answers && self.looked.elapsed() > LOOKS_EVERY;
            if (self.gap || is_due) && !self.look(&mut socket).await? {
                return Ok(());
            }
            if !(self.hear(&mut socket).await? && self.speak(&mut socket).await?) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Connects and watches what is known; `None` when nobody is there at the moment.
    async fn connect(&mut self) -> Result<Option<Socket>> {
        let ticket = self.person.send("open a socket", Method::POST, "/live/ticket", None, &Value::Null).await?;
        let ticket: LiveTicket = ticket.ok()?;
        let address = format!("{}{}", self.person.address().replacen("http", "ws", 1), ticket.path);
        let Ok(Ok((mut socket, _))) = timeout(PATIENCE, tokio_tungstenite::connect_async(address)).await else {
            return Ok(None);
        };
        self.world.tally.seen().sockets += 1;
        let hello = ClientMessage::Hello(Hello { version: VERSION, ..Hello::default() });
        if !say(&mut socket, &hello).await? || !self.look(&mut socket).await? {
            return Ok(None);
        }
        Ok(Some(socket))
    }

    /// Watches the rooms there are, each from where it was seen last; false when the connection broke.
    async fn look(&mut self, socket: &mut Socket) -> Result<bool> {
        self.gap = false;
        self.looked = Instant::now();
        if self.answers {
            let page = self.person.get("read a list as staff", "/admin/chats?limit=20").await?;
            for row in page.get("items").and_then(Value::as_array).context("no items")? {
                let room: ChatRoomId = serde_json::from_value(row.get("id").cloned().unwrap_or_default())?;
                self.rooms.entry(room).or_default();
            }
        }
        let known = self.rooms.iter().take(MAX_WATCHED);
        let rooms = known.map(|(room, seen)| WatchedRoom { room_id: *room, since: Some(*seen) }).collect();
        say(socket, &ClientMessage::ChatWatch(ChatWatch { rooms })).await
    }

    /// Hears for a moment; false when the connection ended.
    async fn hear(&mut self, socket: &mut Socket) -> Result<bool> {
        let until = tokio::time::Instant::now() + PULSE;
        loop {
            let Ok(frame) = timeout_at(until, socket.next()).await else { return Ok(true) };
            match frame {
                Some(Ok(Message::Text(text))) => self.heard(serde_json::from_str(&text)?)?,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(false),
                Some(Ok(_)) => {}
            }
        }
    }

    fn heard(&mut self, message: ServerMessage) -> Result<()> {
        match message {
            ServerMessage::ChatMessage(news) => {
                let (room, number) = (news.message.room_id, news.message.sequence);
                let seen = self.rooms.entry(room).or_default();
                if number == *seen + 1 {
                    *seen = number;
                } else if *seen == 0 && number > 1 {
                    self.gap = true;
                } else {
                    bail!("after message {seen} of room {} came {number}", room.0);
                }
            }
            ServerMessage::ChatAck(ack) => {
                let message = ack.message;
                let said = Said { client_id: ack.client_id, id: message.id.0, room: message.room_id, sequence: message.sequence };
                match self.said.iter().rev().find(|earlier| earlier.client_id == said.client_id) {
                    Some(earlier) if earlier.id != said.id => bail!("message {} was acknowledged as two", said.client_id),
                    Some(_) => {}
                    None => self.said.push(said),
                }
                if self.waiting.as_ref().is_some_and(|(waiting, _)| waiting.client_id == said.client_id) {
                    self.waiting = None;
                }
            }
            ServerMessage::ChatRefused(refused) if !refused.code.may_pass() => {
                self.waiting = None;
                bail!("a message was refused: {}", refused.code.as_str());
            }
            ServerMessage::ChatWatching(watching) if watching.missed => bail!("more was missed than is told"),
            _ => {}
        }
        Ok(())
    }

    /// Says something new, or again what was not acknowledged; false when the connection broke.
    async fn speak(&mut self, socket: &mut Socket) -> Result<bool> {
        if self.waiting.is_none() {
            if self.world.is_closing() || self.spoke.elapsed() < SPEAKS_EVERY {
                return Ok(true);
            }
            let known = u64::try_from(self.rooms.len())?;
            let room = self.rooms.keys().nth(usize::try_from(dice(known))?).copied().filter(|_| self.answers);
            // Nobody has written yet.
            if self.answers && room.is_none() {
                return Ok(true);
            }
            let body = format!("Pesan {} dari {}", self.said.len() + 1, self.person.n);
            let message = ChatSend { room_id: room, client_id: Uuid::now_v7(), body, ..ChatSend::default() };
            self.spoke = Instant::now();
            self.waiting = Some((message, None));
        }
        let Some((message, sent)) = &mut self.waiting else { return Ok(true) };
        if sent.is_some_and(|sent| sent.elapsed() < AGAIN) {
            return Ok(true);
        }
        *sent = Some(Instant::now());
        say(socket, &ClientMessage::ChatSend(message.clone())).await
    }

    /// Comes back once more, when nobody writes any more, and hears the rest. Gives what was acknowledged, and
    /// the last message of each room as it was heard.
    pub async fn catch_up(mut self) -> Result<(Vec<Said>, BTreeMap<ChatRoomId, i64>)> {
        let until = Instant::now() + 4 * PATIENCE;
        while Instant::now() < until {
            let Some(mut socket) = self.connect().await? else {
                sleep(RETRY).await;
                continue;
            };
            // What was said before the ping is done when it is answered.
            if say(&mut socket, &ClientMessage::Ping(Ping { id: 1 })).await? && self.hear_until_pong(&mut socket).await? {
                return Ok((self.said, self.rooms));
            }
        }
        bail!("{}", self.is_wrong("could not be caught up"))
    }

    async fn hear_until_pong(&mut self, socket: &mut Socket) -> Result<bool> {
        while let Ok(Some(Ok(frame))) = timeout(PATIENCE, socket.next()).await {
            if let Message::Text(text) = frame {
                match serde_json::from_str(&text)? {
                    ServerMessage::Pong(_) => return Ok(!self.gap),
                    message => self.heard(message)?,
                }
            }
        }
        Ok(false)
    }
}

/// Sends a message; false when the connection broke.
async fn say(socket: &mut Socket, message: &ClientMessage) -> Result<bool> {
    Ok(socket.send(Message::text(serde_json::to_string(message)?)).await.is_ok())
}
