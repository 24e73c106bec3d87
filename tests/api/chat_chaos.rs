//! J5: many rooms, connections that break at any moment, two servers of which one is killed: every message
//! that was acknowledged is stored once, and everybody is told of everything once and in order.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Duration, Instant};

use sea_orm::FromQueryResult;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::chat::{ChatHistory, ChatMessage, ChatRoomDetail, ChatRoomRow};
use shared::ids::ChatRoomId;
use shared::live::chat::{ChatSend, ChatWatch, MAX_WATCHED, WatchedRoom};
use shared::live::{ClientMessage, ServerMessage};
use shared::page::Page;
use tests::{Caller, Heard, Live, Process, TestApp, free_address};
use uuid::Uuid;

use super::chat::shop;
use super::chat_live::sent;

/// Each opens a room at least.
const BUYERS: usize = 200;
const AGENTS: usize = 3;
/// How long it goes on.
const STORM: Duration = Duration::from_secs(30);
/// One who answers waits so long for something to hear before they do something.
const PULSE: Duration = Duration::from_millis(150);
/// A buyer does; there are many.
const BUYERS_PULSE: Duration = Duration::from_millis(1_500);

/// A number below `below`, drawn by lot.
fn dice(below: u64) -> u64 {
    let drawn = Uuid::now_v7().as_u128() & u128::from(u32::MAX);
    u64::try_from(drawn).unwrap_or_default() % below
}

/// Somebody who takes part, with what a page would remember.
struct Member {
    caller: Caller,
    servers: [String; 2],
    answers: bool,
    /// The last change seen of each room, which is the number of its last message: nothing is deleted here.
    rooms: BTreeMap<ChatRoomId, i64>,
    waiting: VecDeque<ChatSend>,
    acknowledged: HashMap<Uuid, ChatMessage>,
    /// A room began before it was listened to: it is named anew.
    gap: bool,
    reconnects: u32,
}

/// Buyers with a session each: two hundred passwords would take longer than the storm.
async fn buyers(app: &TestApp) -> Vec<Caller> {
    let mut buyers = Vec::new();
    for number in 0..BUYERS {
        let (user, session, secret) = (Uuid::now_v7(), Uuid::now_v7(), format!("rahasia-{number}"));
        let sql = "INSERT INTO users (id, email, password_hash, name, role_id)
                   VALUES ($1, $2, 'none', 'Pembeli', (SELECT id FROM roles WHERE name = 'buyer'))";
        app.sql(sql, [user.into(), format!("pembeli-{number}@example.com").into()]).await;
        let sql = "INSERT INTO sessions (id, user_id, token_hash, rotated_at, user_agent, ip, last_seen_at, expires_at)
                   VALUES ($1, $2, sha256(convert_to($3, 'UTF8')), now(), 'test', '127.0.0.1', now(), now() + interval '1 day')";
        app.sql(sql, [session.into(), user.into(), secret.as_str().into()]).await;
        let mut buyer = app.guest();
        buyer.set_cookie(&format!("hurtrock_refresh={session}.{secret}"));
        let answer = buyer.post("/auth/refresh", Value::Null).await;
        buyer.remember(answer);
        buyers.push(buyer);
    }
    buyers
}

/// Reads, and asks again where the shop says that it has no connection left to its database: that is the storm.
async fn read<T: DeserializeOwned>(caller: &Caller, path: &str) -> T {
    loop {
        let answer = caller.get(path).await;
        if answer.status != 503 {
            return answer.ok();
        }
        tokio::time::sleep(PULSE).await;
    }
}

impl Member {
    fn new(caller: Caller, servers: [String; 2], answers: bool) -> Self {
        let (rooms, waiting, acknowledged) = (BTreeMap::new(), VecDeque::new(), HashMap::new());
        Self { caller, servers, answers, rooms, waiting, acknowledged, gap: false, reconnects: 0 }
    }

    fn pulse(&self) -> Duration {
        if self.answers { PULSE } else { BUYERS_PULSE }
    }

    /// Connects to either server, whichever answers.
    async fn connect(&mut self, server: Option<usize>) -> Live {
        loop {
            self.reconnects += 1;
            let server = server.unwrap_or(usize::from(dice(2) == 1));
            let there = self.caller.clone().at(&self.servers[server]);
            if let Some(mut live) = Live::try_join(&there).await {
                self.look(&mut live).await;
                for message in &self.waiting {
                    live.say(&ClientMessage::ChatSend(message.clone())).await;
                }
                return live;
            }
            tokio::time::sleep(PULSE).await;
        }
    }

    /// Finds rooms by HTTP and watches the latest of them, each from where it was seen last.
    async fn look(&mut self, live: &mut Live) {
        let found: Vec<ChatRoomId> = if self.answers {
            let page: Page<ChatRoomRow> = read(&self.caller, "/admin/chats?limit=20").await;
            page.items.iter().map(|row| row.id).collect()
        } else {
            let history: ChatHistory = read(&self.caller, "/chat/messages?limit=100").await;
            history.items.iter().map(|message| message.room_id).collect()
        };
        for room in &found {
            self.rooms.entry(*room).or_default();
        }
        let mut latest: Vec<ChatRoomId> = found;
        latest.dedup();
        latest.truncate(MAX_WATCHED);
        self.watch(live, &latest).await;
    }

    async fn watch(&mut self, live: &mut Live, rooms: &[ChatRoomId]) {
        let since = |room: &ChatRoomId| Some(self.rooms.get(room).copied().unwrap_or_default());
        let rooms = rooms.iter().map(|room| WatchedRoom { room_id: *room, since: since(room) }).collect();
        self.gap = false;
        live.say(&ClientMessage::ChatWatch(ChatWatch { rooms })).await;
    }

    fn heard(&mut self, said: ServerMessage) {
        match said {
            ServerMessage::ChatMessage(news) => {
                let message = news.message;
                assert_eq!(message.change, message.sequence);
                let seen = self.rooms.entry(message.room_id).or_default();
                if message.sequence == *seen + 1 {
                    *seen = message.sequence;
                } else {
                    assert!(*seen == 0 && message.sequence > 1, "after {seen} of {} came {message:?}", message.room_id);
                    self.gap = true;
                }
            }
            ServerMessage::ChatAck(ack) => {
                self.waiting.retain(|message| message.client_id != ack.client_id);
                if let Some(earlier) = self.acknowledged.insert(ack.client_id, ack.message.clone()) {
                    assert_eq!(earlier.id, ack.message.id, "acknowledged as two messages");
                }
            }
            ServerMessage::ChatRefused(refused) if !refused.code.may_pass() => {
                assert!(self.answers, "{refused:?}");
                self.waiting.retain(|message| message.client_id != refused.client_id);
            }
            ServerMessage::ChatWatching(watching) => assert!(!watching.missed, "{watching:?}"),
            _ => {}
        }
    }

    /// Hears for a moment; false when the connection broke.
    async fn hear(&mut self, live: &mut Live) -> bool {
        let until = Instant::now() + self.pulse();
        while Instant::now() < until {
            match tokio::time::timeout_at(until.into(), live.next()).await {
                Ok(Heard::Message(message)) => self.heard(*message),
                Ok(Heard::Closed(_)) => return false,
                Err(_) => break,
            }
        }
        true
    }

    /// Sends something new, or again what was not acknowledged.
    async fn speak(&mut self, live: &mut Live) {
        if self.waiting.len() < 3 {
            let open: Vec<ChatRoomId> = self.rooms.keys().rev().take(8).copied().collect();
            let room = if self.answers {
                match open.get(usize::try_from(dice(8)).unwrap_or_default()) {
                    Some(room) => Some(*room),
                    None => return,
                }
            } else {
                None
            };
            let message = sent(room, &format!("pesan {}", self.acknowledged.len()));
            self.waiting.push_back(message.clone());
            live.say(&ClientMessage::ChatSend(message)).await;
        } else if let Some(message) = self.waiting.front() {
            live.say(&ClientMessage::ChatSend(message.clone())).await;
        }
    }

    /// Settles a room, if nobody else was faster.
    async fn settle(&self) {
        let page: Page<ChatRoomRow> = read(&self.caller, "/admin/chats?limit=20").await;
        let Some(row) = page.items.get(usize::try_from(dice(20)).unwrap_or_default()) else { return };
        let path = format!("/admin/chats/{}", row.id);
        let room: ChatRoomDetail = read(&self.caller, &path).await;
        let answer = self.caller.patch_at(&path, room.revision, json!({ "status": "resolved" })).await;
        assert!([200, 409, 412, 503].contains(&answer.status), "{}", answer.text());
    }

    /// Talks while connections break.
    async fn storm(mut self, until: Instant) -> Self {
        let mut live = self.connect(None).await;
        if !self.answers {
            self.speak(&mut live).await;
        }
        while Instant::now() < until {
            let stays = self.hear(&mut live).await;
            match dice(12) {
                _ if !stays => live = self.connect(None).await,
                0 => live = self.connect(None).await,
                1..=4 => self.speak(&mut live).await,
                5 if self.answers => self.settle().await,
                // Those who answer watch other rooms with each connection.
                5 | 6 if !self.answers => self.look(&mut live).await,
                _ if self.gap => self.look(&mut live).await,
                _ => {}
            }
        }
        // What was not acknowledged is sent until it is.
        while !self.waiting.is_empty() {
            if !self.hear(&mut live).await {
                live = self.connect(Some(0)).await;
            }
            tokio::time::sleep(PULSE).await;
            if let Some(message) = self.waiting.front() {
                live.say(&ClientMessage::ChatSend(message.clone())).await;
            }
        }
        self
    }

    /// Comes back once more, and hears the rest of all rooms it knows.
    async fn catch_up(&mut self) {
        let mut live = self.connect(Some(0)).await;
        live.so_far().await.into_iter().for_each(|said| self.heard(said));
        let known: Vec<ChatRoomId> = self.rooms.keys().copied().collect();
        for rooms in known.chunks(MAX_WATCHED) {
            self.watch(&mut live, rooms).await;
            live.so_far().await.into_iter().for_each(|said| self.heard(said));
        }
    }
}

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    last_sequence: i64,
    messages: i64,
    first: i64,
    last: i64,
}

async fn stored(app: &TestApp) -> BTreeMap<ChatRoomId, Stored> {
    let sql = "SELECT r.id, r.last_sequence, count(m.id) AS messages, COALESCE(min(m.sequence), 1) AS first, COALESCE(max(m.sequence), 0) AS last
               FROM chat_rooms r LEFT JOIN chat_messages m ON m.room_id = r.id GROUP BY r.id";
    let rows: Vec<Stored> = api::db::all(&app.ctx.db, sql, []).await.expect("the rooms");
    rows.into_iter().map(|row| (ChatRoomId(row.id), row)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_message_is_told_once_and_in_order() {
    let app = shop().await;
    let address = free_address();
    let mut second = Process::start(&app, &address, &[]).await;
    let servers = [app.url().to_owned(), second.url().to_owned()];
    let mut members = Vec::new();
    for buyer in buyers(&app).await {
        members.push(Member::new(buyer, servers.clone(), false));
    }
    for _ in 0..AGENTS {
        members.push(Member::new(app.staff().await, servers.clone(), true));
    }

    let until = Instant::now() + STORM;
    let storms: Vec<_> = members.into_iter().map(|member| tokio::spawn(member.storm(until))).collect();
    tokio::time::sleep(STORM / 3).await;
    second.kill();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut second = Process::start(&app, &address, &[]).await;
    tokio::time::sleep(STORM / 6).await;
    second.kill();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let _second = Process::start(&app, &address, &[]).await;

    let mut calm = Vec::new();
    for storm in storms {
        calm.push(storm.await.expect("a member got through"));
    }
    let rooms = stored(&app).await;
    for (id, room) in &rooms {
        assert_eq!((room.messages, room.last), (room.last_sequence, room.last_sequence), "{id} has gaps");
        assert_eq!(room.first, 1, "{id}");
    }
    let (mut told, mut sent, mut reconnects) = (0, 0, 0);
    for member in &mut calm {
        member.catch_up().await;
        for (id, seen) in &member.rooms {
            assert_eq!(*seen, rooms[id].last_sequence, "{id} as {} saw it", member.caller.user_id());
            told += 1;
        }
        let sql = format!(
            "SELECT count(*) AS n FROM chat_messages WHERE sender_id = '{}' AND sender_kind <> 'system'",
            member.caller.user_id()
        );
        let mine = i64::try_from(member.acknowledged.len()).unwrap();
        assert_eq!(app.number(&sql).await, mine, "what was acknowledged is stored once, and nothing else");
        sent += mine;
        reconnects += member.reconnects;
    }
    assert!(rooms.len() >= BUYERS && told >= BUYERS, "{} rooms, {told} views", rooms.len());
    assert!(sent > 300 && reconnects > 500, "{sent} messages, {reconnects} connections");
}
