//! Everyone who is connected to this process.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared::chat::{ChatPresence, ChatReceipts};
use shared::ids::{ChatRoomId, SessionId, UserId};
use shared::live::{Bye, ByeReason, Topic, UnreadCounts};
use tokio::sync::Notify;
use uuid::Uuid;

use super::feed::Feed;
use super::mailbox::{ChatTold, Mailbox, Told};
use super::voice::{Patience, bye};
use crate::cache::{Change, Typing};
use crate::config::Config;
use crate::context::Ctx;
use crate::http::Person;

/// Sockets that one person may have open at this process: tabs and devices.
const MOST_PER_PERSON: usize = 30;

/// A socket as the hub sees it.
pub(super) struct Socket {
    id: u64,
    /// Names it in logs, and for the client.
    pub connection: Uuid,
    /// Whose it is.
    pub user: UserId,
    /// The session it was opened by.
    pub session: SessionId,
    /// What waits to be said.
    pub mailbox: Mailbox,
    /// Listens to the chat.
    pub listens: AtomicBool,
    /// Is of somebody who answers in the chat.
    pub answers: AtomicBool,
}

/// A room of the chat that is watched by others than its buyer.
struct WatchedRoom {
    buyer: UserId,
    sockets: HashSet<u64>,
}

#[derive(Default)]
struct State {
    next: u64,
    sockets: HashMap<u64, Arc<Socket>>,
    people: HashMap<UserId, Vec<Arc<Socket>>>,
    watchers: HashMap<Topic, HashSet<u64>>,
    rooms: HashMap<ChatRoomId, WatchedRoom>,
    /// The rooms that each socket watches of those.
    watched: HashMap<u64, Vec<ChatRoomId>>,
}

/// The sockets of this process.
pub struct Hub {
    state: Mutex<State>,
    most: usize,
    pub(super) patience: Patience,
    pub(super) feed: Feed,
    closing: AtomicBool,
    left: Notify,
    farewells: Vec<AtomicU64>,
    /// Names the process where something is of its connections.
    pub(super) process: Uuid,
}

/// A socket's place in the hub; given up when it is dropped.
pub(super) struct Seat {
    ctx: Ctx,
    socket: Arc<Socket>,
}

impl std::ops::Deref for Seat {
    type Target = Socket;
    fn deref(&self) -> &Socket {
        &self.socket
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.ctx.live.leave(&self.socket);
    }
}

impl Hub {
    /// An empty one.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            state: Mutex::default(),
            most: config.live_connections,
            patience: Patience::new(Duration::from_secs(u64::from(config.live_heartbeat_seconds))),
            feed: Feed::default(),
            closing: AtomicBool::new(false),
            left: Notify::new(),
            farewells: ByeReason::ALL.iter().map(|_| AtomicU64::new(0)).collect(),
            process: Uuid::now_v7(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many sockets are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.state().sockets.len()
    }

    /// How many sockets this process has closed for a reason.
    #[must_use]
    pub fn farewells(&self, reason: ByeReason) -> u64 {
        self.farewell(reason).map_or(0, |count| count.load(Ordering::Relaxed))
    }

    fn farewell(&self, reason: ByeReason) -> Option<&AtomicU64> {
        self.farewells.get(ByeReason::ALL.iter().position(|known| *known == reason)?)
    }

    /// A socket is being closed for a reason of ours.
    pub(super) fn count_farewell(&self, reason: ByeReason) {
        if let Some(count) = self.farewell(reason) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether one more can be let in.
    pub(super) fn has_room(&self) -> bool {
        !self.closing.load(Ordering::SeqCst) && self.connections() < self.most
    }

    /// Takes a place. From here on the socket hears what concerns it.
    pub(super) fn sit(ctx: &Ctx, user: UserId, session: SessionId) -> Result<Seat, ByeReason> {
        let hub = &ctx.live;
        let mut state = hub.state();
        // Asked under the lock, which `close` takes too: no socket slips in behind it.
        if hub.closing.load(Ordering::SeqCst) {
            return Err(ByeReason::Restarting);
        }
        // Asked before the upgrade as well, where it costs less. Many may have come since.
        if state.sockets.len() >= hub.most {
            return Err(ByeReason::Unavailable);
        }
        if state.people.get(&user).is_some_and(|sockets| sockets.len() >= MOST_PER_PERSON) {
            return Err(ByeReason::TooManyConnections);
        }
        state.next += 1;
        let socket = Arc::new(Socket {
            id: state.next,
            connection: Uuid::now_v7(),
            user,
            session,
            mailbox: Mailbox::default(),
            listens: AtomicBool::new(false),
            answers: AtomicBool::new(false),
        });
        state.sockets.insert(socket.id, socket.clone());
        state.people.entry(user).or_default().push(socket.clone());
        Ok(Seat { ctx: ctx.clone(), socket })
    }

    fn leave(&self, socket: &Socket) {
        let mut state = self.state();
        state.sockets.remove(&socket.id);
        if let Some(sockets) = state.people.get_mut(&socket.user) {
            sockets.retain(|other| other.id != socket.id);
            if sockets.is_empty() {
                state.people.remove(&socket.user);
            }
        }
        for watchers in state.watchers.values_mut() {
            watchers.remove(&socket.id);
        }
        state.unwatch(socket.id);
        drop(state);
        if socket.listens.load(Ordering::Relaxed) {
            self.feed.left(socket.connection);
        }
        self.left.notify_one();
    }

    /// The socket is told of these topics from now on, and of no others.
    pub(super) fn subscribe(&self, socket: &Socket, topics: &[Topic]) {
        let mut state = self.state();
        for topic in Topic::ALL {
            let watchers = state.watchers.entry(*topic).or_default();
            if topics.contains(topic) {
                watchers.insert(socket.id);
            } else {
                watchers.remove(&socket.id);
            }
        }
    }

    /// The socket listens to the chat from now on: to the rooms of its person, and to these of others.
    pub(super) fn watch(&self, socket: &Socket, rooms: &[(ChatRoomId, UserId)]) {
        let mut state = self.state();
        state.unwatch(socket.id);
        for (room, buyer) in rooms {
            let watched = state.rooms.entry(*room).or_insert_with(|| WatchedRoom { buyer: *buyer, sockets: HashSet::new() });
            watched.sockets.insert(socket.id);
        }
        if !rooms.is_empty() {
            state.watched.insert(socket.id, rooms.iter().map(|(room, _)| *room).collect());
        }
        socket.listens.store(true, Ordering::Relaxed);
    }

    /// The connections that listen to the chat.
    pub(super) fn listeners(&self) -> Vec<Uuid> {
        let state = self.state();
        state.sockets.values().filter(|socket| socket.listens.load(Ordering::Relaxed)).map(|socket| socket.connection).collect()
    }

    /// Passes on what the database announced.
    pub fn apply(&self, change: &Change) {
        match *change {
            Change::Session(id) => self.feed.recheck(self.sessions(|socket| socket.session == id)),
            Change::User(id) => self.feed.recheck(self.sessions(|socket| socket.user == id)),
            Change::Roles => self.feed.recheck(self.sessions(|_| true)),
            Change::Notification(user, sequence) => {
                if self.state().people.contains_key(&user) {
                    self.feed.news(user, sequence);
                }
            }
            Change::Read(user) => {
                if self.state().people.contains_key(&user) {
                    self.feed.count([user]);
                }
            }
            Change::Order(order, buyer) => {
                let state = self.state();
                state.tell_watchers(Topic::Orders, Some(order.0));
                if let Some(buyer) = buyer {
                    state.tell_own(Topic::OwnOrders, buyer, order.0);
                }
            }
            Change::Payment(payment) => self.state().tell_watchers(Topic::Payments, payment.map(|payment| payment.0)),
            Change::Import(import) => self.state().tell_watchers(Topic::Imports, Some(import.0)),
            Change::Listing(product) | Change::Stock(product) | Change::Shelf(product) => {
                self.state().tell_watchers(Topic::Stock, Some(product.0));
            }
            Change::Chat(room, change, buyer) => {
                let state = self.state();
                state.tell_watchers(Topic::Chats, Some(room.0));
                if state.hearers(room, buyer).next().is_some() {
                    self.feed.chat(room, change, buyer);
                }
                self.feed.count(state.counting(buyer));
            }
            Change::ChatRoom(room, buyer) => {
                let state = self.state();
                state.tell_watchers(Topic::Chats, Some(room.0));
                state.tell_own(Topic::OwnChats, buyer, room.0);
                self.feed.count(state.counting(buyer));
            }
            Change::ChatRead(room, buyer) => {
                let state = self.state();
                state.tell_watchers(Topic::Chats, Some(room.0));
                if state.hearers(room, buyer).next().is_some() {
                    self.feed.receipts(room, buyer);
                }
                self.feed.count(state.counting(buyer));
            }
            Change::ChatTyping(ref typing) => self.typing(typing),
            Change::ChatPresence(user, answers) => {
                let is_watched = self.state().rooms.values().any(|watched| watched.buyer == user);
                self.feed.presence(is_watched.then_some(user), answers);
            }
            Change::Everything => {
                {
                    let state = self.state();
                    for topic in Topic::ALL {
                        state.tell_watchers(*topic, None);
                    }
                    for socket in state.sockets.values() {
                        socket.mailbox.fall_behind();
                        if socket.listens.load(Ordering::Relaxed) {
                            socket.mailbox.fall_behind_in_chat();
                        }
                    }
                    self.feed.count(state.people.keys().copied());
                }
                self.feed.recheck(self.sessions(|_| true));
            }
            Change::Settings | Change::Categories | Change::ApiKey(_) => {}
        }
    }

    /// The sessions of the sockets for which `wanted` holds.
    pub(super) fn sessions(&self, wanted: impl Fn(&Socket) -> bool) -> Vec<SessionId> {
        self.state().sockets.values().filter(|socket| wanted(socket)).map(|socket| socket.session).collect()
    }

    /// Tells all of a person's sockets.
    pub(super) fn tell(&self, user: UserId, told: &Told) {
        self.each(user, |mailbox| mailbox.tell(told.clone()));
    }

    /// Sends all of a person's sockets to the database for their notifications.
    pub(super) fn fall_behind(&self, user: UserId) {
        self.each(user, Mailbox::fall_behind);
    }

    /// Tells all of a person's sockets how many notifications are unread.
    pub(super) fn count(&self, user: UserId, counts: UnreadCounts) {
        self.each(user, |mailbox| mailbox.count(counts));
    }

    /// Tells all who watch the message's room.
    pub(super) fn tell_chat(&self, told: &ChatTold) {
        for socket in self.state().hearers(told.room, told.buyer) {
            socket.mailbox.tell_chat(told.clone());
        }
    }

    /// Sends all who watch a room to the database for its messages.
    pub(super) fn fall_behind_in_chat(&self, room: ChatRoomId, buyer: UserId) {
        for socket in self.state().hearers(room, buyer) {
            socket.mailbox.fall_behind_in_chat();
        }
    }

    /// Tells all who watch a room who has got and read what.
    pub(super) fn tell_receipts(&self, room: ChatRoomId, buyer: UserId, receipts: ChatReceipts) {
        for socket in self.state().hearers(room, buyer) {
            socket.mailbox.receipts(room, receipts);
        }
    }

    /// Tells all who watch rooms of a buyer that they came or went.
    pub(super) fn tell_presence(&self, buyer: UserId, presence: ChatPresence) {
        let state = self.state();
        for (room, watched) in state.rooms.iter().filter(|(_, watched)| watched.buyer == buyer) {
            for socket in watched.sockets.iter().filter_map(|id| state.sockets.get(id)) {
                socket.mailbox.presence(*room, presence);
            }
        }
    }

    /// Tells all who listen to the chat whether those who answer are there.
    pub(super) fn tell_agents(&self, presence: ChatPresence) {
        for socket in self.state().sockets.values().filter(|socket| socket.listens.load(Ordering::Relaxed)) {
            socket.mailbox.agents(presence);
        }
    }

    /// Tells all who watch a room, but not those who do it, that somebody types there.
    fn typing(&self, typing: &Typing) {
        for socket in self.state().hearers(typing.room, typing.buyer).filter(|socket| socket.user != typing.who) {
            socket.mailbox.typing(typing.clone());
        }
    }

    fn each(&self, user: UserId, act: impl Fn(&Mailbox)) {
        for socket in self.state().people.get(&user).into_iter().flatten() {
            act(&socket.mailbox);
        }
    }

    /// Of these sessions, those in `people` still hold; the sockets of the others are cut off.
    pub(super) fn recognise(&self, sessions: &HashSet<SessionId>, people: &HashMap<SessionId, Arc<Person>>) {
        for socket in self.state().sockets.values().filter(|socket| sessions.contains(&socket.session)) {
            match people.get(&socket.session) {
                Some(person) => socket.mailbox.recognise(person.clone()),
                None => socket.mailbox.end(bye(ByeReason::SignedOut)),
            }
        }
    }

    /// Says goodbye to everyone and lets nobody in any more.
    pub fn close(&self) {
        let state = self.state();
        self.closing.store(true, Ordering::SeqCst);
        for socket in state.sockets.values() {
            let farewell: Bye = bye(ByeReason::Restarting);
            socket.mailbox.end(farewell);
        }
    }

    /// Waits until everyone has left, or until `most` has passed.
    pub async fn emptied(&self, most: Duration) {
        let all_left = async {
            while self.connections() > 0 {
                self.left.notified().await;
            }
        };
        if tokio::time::timeout(most, all_left).await.is_err() {
            tracing::warn!(connections = self.connections(), "some WebSockets did not close in time");
        }
    }
}

impl State {
    /// The sockets that hear of a room: those that watch it, and its buyer's.
    fn hearers(&self, room: ChatRoomId, buyer: UserId) -> impl Iterator<Item = &Arc<Socket>> {
        let others =
            self.rooms.get(&room).into_iter().flat_map(|watched| &watched.sockets).filter_map(move |id| self.sockets.get(id));
        let own = self.people.get(&buyer).into_iter().flatten().filter(|socket| socket.listens.load(Ordering::Relaxed));
        others.chain(own)
    }

    /// Whose counts change with a room: its buyer's and those of everybody who answers.
    fn counting(&self, buyer: UserId) -> HashSet<UserId> {
        let answering = self.sockets.values().filter(|socket| socket.answers.load(Ordering::Relaxed)).map(|socket| socket.user);
        answering.chain(self.people.contains_key(&buyer).then_some(buyer)).collect()
    }

    /// The socket watches no rooms of others any more.
    fn unwatch(&mut self, socket: u64) {
        for room in self.watched.remove(&socket).unwrap_or_default() {
            if let Some(watched) = self.rooms.get_mut(&room) {
                watched.sockets.remove(&socket);
                if watched.sockets.is_empty() {
                    self.rooms.remove(&room);
                }
            }
        }
    }

    /// Tells a person's own sockets that something of theirs changed.
    fn tell_own(&self, topic: Topic, user: UserId, id: Uuid) {
        if let (Some(sockets), Some(watchers)) = (self.people.get(&user), self.watchers.get(&topic)) {
            for socket in sockets.iter().filter(|socket| watchers.contains(&socket.id)) {
                socket.mailbox.change(topic, Some(id));
            }
        }
    }

    fn tell_watchers(&self, topic: Topic, id: Option<Uuid>) {
        for watcher in self.watchers.get(&topic).into_iter().flatten() {
            if let Some(socket) = self.sockets.get(watcher) {
                socket.mailbox.change(topic, id);
            }
        }
    }
}
