//! The connection itself: opened with a ticket, kept alive, made again.

use std::cell::{Cell, RefCell};
use std::pin::Pin;

use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, select};
use futures_util::{FutureExt, SinkExt, StreamExt, pin_mut, select_biased};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::live::chat::ChatWatch;
use shared::live::{Bye, ByeReason, Changed, ClientMessage, Hello, LiveTicket, Ping, ServerMessage, Subscribe, VERSION, Welcome};
use shared::permission::Permission;
use web_logic::backoff::pause;

use super::listeners::{News, rooms, tell, tell_chat, topics};
use super::{FetchKeep, set_connected, set_counts};
use crate::api::notifications::{Inbox, count_unread_notifications};
use crate::api::{account, live};
use crate::session;

/// Without a word for so long, the server is asked whether it is there, in milliseconds.
const QUIET: u32 = 45_000;
/// It has so long to answer, and to welcome, in milliseconds.
const ANSWER: u32 = 15_000;
/// After so many failures the figures are read without a socket, such as behind a proxy that knows none.
const WITHOUT: u32 = 2;

/// What a running connection is asked to do.
enum Order {
    /// Tell the server other topics.
    Topics,
    /// See whether it still stands.
    Probe,
    /// Tell the server other rooms of the chat.
    Rooms,
    /// Say this.
    Say(Box<ClientMessage>),
}

thread_local! {
    /// Goes up with every start and stop: a task that finds another number is over.
    static GENERATION: Cell<u32> = const { Cell::new(0) };
    static ORDERS: RefCell<Option<mpsc::UnboundedSender<Order>>> = const { RefCell::new(None) };
    static WAKE: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
    /// The number of the last notification seen.
    static SINCE: Cell<Option<i64>> = const { Cell::new(None) };
    static TOPICS_PENDING: Cell<bool> = const { Cell::new(false) };
    static ROOMS_PENDING: Cell<bool> = const { Cell::new(false) };
}

/// Begins, anew if it runs: somebody has signed in.
pub(super) fn start(fetch: FetchKeep) {
    stop();
    let generation = GENERATION.get();
    spawn_local(async move {
        let mut failures = 0;
        while !is_over(generation) {
            if let Some(keep) = fetch().await {
                return keep(generation).await;
            }
            failures += 1;
            wait(pause(failures, js_sys::Math::random())).await;
        }
    });
}

/// Ends: nobody is signed in.
pub(super) fn stop() {
    GENERATION.set(GENERATION.get().wrapping_add(1));
    SINCE.set(None);
    ORDERS.with_borrow_mut(Option::take);
    wake();
    set_connected(false);
}

/// Looks after the connection when the browser is online again or the page is looked at again.
pub(super) fn watch_browser() {
    let look = |_: web_sys::Event| {
        wake();
        order(Order::Probe);
    };
    window_event_listener_untyped("online", look);
    window_event_listener_untyped("pageshow", look);
    window_event_listener_untyped("focus", look);
}

/// Other topics than before are wanted. Told once for all that come and go in the same breath.
pub(super) fn topics_changed() {
    if !TOPICS_PENDING.replace(true) {
        spawn_local(async {
            TimeoutFuture::new(0).await;
            TOPICS_PENDING.set(false);
            order(Order::Topics);
        });
    }
}

/// Other rooms than before are watched. Told once for all that come and go in the same breath.
pub(super) fn rooms_changed() {
    if !ROOMS_PENDING.replace(true) {
        spawn_local(async {
            TimeoutFuture::new(0).await;
            ROOMS_PENDING.set(false);
            // Before the welcome it would be said twice.
            if super::is_connected() {
                order(Order::Rooms);
            }
        });
    }
}

/// Says something; whether there is a connection.
pub(super) fn send(message: ClientMessage) -> bool {
    ORDERS
        .with_borrow(|orders| orders.as_ref().is_some_and(|orders| orders.unbounded_send(Order::Say(Box::new(message))).is_ok()))
}

fn order(order: Order) {
    ORDERS.with_borrow(|orders| {
        if let Some(orders) = orders {
            let _ = orders.unbounded_send(order);
        }
    });
}

fn wake() {
    if let Some(wake) = WAKE.with_borrow_mut(Option::take) {
        let _ = wake.send(());
    }
}

fn is_over(generation: u32) -> bool {
    GENERATION.get() != generation
}

/// Waits, but not longer than until something suggests that a try is worth it.
async fn wait(ms: u32) {
    let (sender, woken) = oneshot::channel();
    WAKE.with_borrow_mut(|wake| *wake = Some(sender));
    select(TimeoutFuture::new(ms), woken).await;
}

/// How a visit to the server ended.
enum End {
    /// This task is over.
    Over,
    /// The connection stood, and is gone.
    Lost,
    /// There was none.
    Failed,
    /// The server said goodbye.
    Bye(Bye),
}

/// Keeps the connection until it is over with `generation`. For [`provide`](super::provide).
#[must_use]
pub fn keep(generation: u32) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(go_on(generation))
}

async fn go_on(generation: u32) {
    let mut failures = 0;
    while !is_over(generation) {
        if !window().navigator().on_line() {
            // The browser wakes us.
            wait(60_000).await;
            continue;
        }
        let end = visit(generation).await;
        if is_over(generation) {
            return;
        }
        set_connected(false);
        let mut after = None;
        match end {
            End::Over => return,
            End::Lost => failures = 0,
            End::Failed => failures += 1,
            End::Bye(bye) => match (bye.reason, bye.reconnect) {
                (ByeReason::SignedOut, _) => {
                    // If it is so, asking signs this browser out as well.
                    let _ = account::get_profile().await;
                    failures += 1;
                }
                // A page of another version than the server: a reload brings the right one.
                (ByeReason::UnsupportedVersion, _) => return,
                (_, Some(reconnect)) => after = Some(reconnect.after_ms),
                (_, None) => failures += 1,
            },
        }
        if failures >= WITHOUT {
            read_counts().await;
        }
        wait(after.unwrap_or_else(|| pause(failures, js_sys::Math::random()))).await;
    }
}

/// The figures without a socket.
async fn read_counts() {
    let mut counts = super::unread().get_untracked();
    if let Ok(unread) = count_unread_notifications(Inbox::Buyer).await {
        counts.buyer = unread.unread;
    }
    if session::current().can(Permission::AdminAccess)
        && let Ok(unread) = count_unread_notifications(Inbox::Staff).await
    {
        counts.staff = unread.unread;
    }
    set_counts(counts);
}

/// Where the path of a ticket is opened.
fn address(path: &str) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}{path}", location.host().ok()?))
}

async fn visit(generation: u32) -> End {
    let LiveTicket { path, .. } = match live::create_live_ticket().await {
        Ok(ticket) => ticket,
        // Also when the session is over: the refused call has told the app.
        Err(_) => return End::Failed,
    };
    if is_over(generation) {
        return End::Over;
    }
    let Some(mut socket) = address(&path).and_then(|address| WebSocket::open(&address).ok()) else { return End::Failed };
    let hello = ClientMessage::Hello(Hello { version: VERSION, since: SINCE.get(), topics: topics() });
    // Opening fails by an answer of its own, or not at all.
    {
        let said = say(&mut socket, &hello);
        let late = TimeoutFuture::new(ANSWER);
        pin_mut!(said);
        match select(said, late).await {
            Either::Left((Ok(()), _)) => {}
            _ => return End::Failed,
        }
    }
    let (sender, orders) = mpsc::unbounded();
    ORDERS.with_borrow_mut(|slot| *slot = Some(sender));
    let end = talk(&mut socket, orders).await;
    if !is_over(generation) {
        ORDERS.with_borrow_mut(Option::take);
    }
    end
}

async fn say(socket: &mut WebSocket, message: &ClientMessage) -> Result<(), ()> {
    // The types of `shared` always serialise.
    let text = serde_json::to_string(message).unwrap_or_default();
    socket.send(Message::Text(text)).await.map_err(drop)
}

async fn talk(socket: &mut WebSocket, mut orders: mpsc::UnboundedReceiver<Order>) -> End {
    let mut welcomed = false;
    let mut farewell = None;
    // Whether an answer is waited for.
    let mut waiting = true;
    loop {
        let mut bell = TimeoutFuture::new(if waiting { ANSWER } else { QUIET }).fuse();
        let gone = |farewell: Option<Bye>, welcomed: bool| match farewell {
            Some(bye) => End::Bye(bye),
            None if welcomed => End::Lost,
            None => End::Failed,
        };
        select_biased! {
            order = orders.next() => {
                let message = match order {
                    None => return End::Over,
                    Some(Order::Topics) => ClientMessage::Subscribe(Subscribe { topics: topics() }),
                    Some(Order::Probe) => {
                        waiting = true;
                        ClientMessage::Ping(Ping::default())
                    }
                    Some(Order::Rooms) => ClientMessage::ChatWatch(ChatWatch { rooms: rooms().unwrap_or_default() }),
                    Some(Order::Say(message)) => *message,
                };
                if say(socket, &message).await.is_err() {
                    return gone(farewell, welcomed);
                }
            }
            frame = socket.next().fuse() => {
                let text = match frame {
                    Some(Ok(Message::Text(text))) => text,
                    Some(Ok(Message::Bytes(_))) => continue,
                    Some(Err(_)) | None => return gone(farewell, welcomed),
                };
                waiting = false;
                // What only a later server says is passed over.
                match serde_json::from_str(&text).unwrap_or(ServerMessage::Unknown) {
                    ServerMessage::Welcome(welcome) => {
                        begin(welcome, std::mem::replace(&mut welcomed, true));
                    }
                    ServerMessage::Bye(bye) => farewell = Some(bye),
                    message => hear(message),
                }
            }
            () = bell => {
                if waiting || say(socket, &ClientMessage::Ping(Ping::default())).await.is_err() {
                    return gone(farewell, welcomed);
                }
                waiting = true;
            }
        }
    }
}

/// The server has welcomed us.
fn begin(welcome: Welcome, twice: bool) {
    if twice {
        return;
    }
    set_counts(welcome.counts);
    // Before anything else is said: what was missed comes first.
    if rooms().is_some() {
        order(Order::Rooms);
    }
    set_connected(true);
    let first = SINCE.get().is_none();
    if first || welcome.missed {
        SINCE.set(Some(welcome.sequence));
    }
    if first {
        return;
    }
    if welcome.missed {
        tell(&News::Missed);
    }
    // Nobody knows what changed in between.
    for topic in welcome.topics {
        tell(&News::Changed(Changed { topic, ids: None }));
    }
}

fn hear(message: ServerMessage) {
    match message {
        ServerMessage::Notification(news) => {
            SINCE.set(Some(news.notification.sequence));
            tell(&News::Notification(Box::new(news.notification)));
        }
        ServerMessage::Missed(missed) => {
            SINCE.set(Some(missed.sequence));
            tell(&News::Missed);
        }
        ServerMessage::Counts(counts) => set_counts(counts),
        ServerMessage::Changed(changed) => tell(&News::Changed(changed)),
        ServerMessage::Error(error) => leptos::logging::warn!("live: {} {}", error.code, error.detail),
        ServerMessage::Welcome(_)
        | ServerMessage::Subscribed(_)
        | ServerMessage::Pong(_)
        | ServerMessage::Bye(_)
        | ServerMessage::Unknown => {}
        message @ (ServerMessage::ChatWatching(_)
        | ServerMessage::ChatMessage(_)
        | ServerMessage::ChatAck(_)
        | ServerMessage::ChatRefused(_)
        | ServerMessage::ChatTypist(_)
        | ServerMessage::ChatReceipts(_)
        | ServerMessage::ChatPresence(_)) => tell_chat(&message),
    }
}
