//! What was written and is not stored by the server yet. It is kept in the browser until the server
//! acknowledged it, and sent in the order in which it was written: over the live connection, or by
//! requests where there is none. Sent twice, it is one message: it keeps its `client_id`.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::chat::{ChatAttachment, ChatMessage, ChatProduct, ChatSide, NewChatMessage};
use shared::ids::{ChatRoomId, UserId};
use shared::live::chat::{ChatAck, ChatRefusal, ChatSend};
use shared::live::{ClientMessage, MAX_MESSAGE, ServerMessage};
use shared::problem::{ErrorCode, Problem};
use uuid::Uuid;

use super::thread::Source;
use crate::api::{ApiError, chat};
use crate::session::use_session;
use crate::ui::now;
use crate::{live, storage};

/// The server has so long to acknowledge, in milliseconds.
const ANSWER: u32 = 10_000;
/// The first pause before it is tried again, in milliseconds; doubled each time.
const PAUSE: u32 = 1_500;
/// The longest pause, in milliseconds.
const LONGEST: u32 = 30_000;
/// What another tab wrote is left to it for so many seconds.
const OTHERS: u32 = 10;

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The room, of one who answers; none for the buyer.
    pub room_id: Option<ChatRoomId>,
    /// What is sent.
    pub message: NewChatMessage,
    /// The product, to be shown meanwhile.
    pub product: Option<ChatProduct>,
    /// The file, to be shown meanwhile.
    pub attachment: Option<ChatAttachment>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// Why the server does not take it; somebody has to decide.
    pub refused: Option<ChatRefusal>,
    /// The tab that it was written in.
    tab: String,
}

impl Outgoing {
    /// Something to be sent to where `source` reads from.
    #[must_use]
    pub fn new(
        source: Source,
        message: NewChatMessage,
        product: Option<ChatProduct>,
        attachment: Option<ChatAttachment>,
    ) -> Self {
        let (room_id, written_at, tab) = (source.room(), now(), storage::tab());
        Self { room_id, message, product, attachment, written_at, refused: None, tab }
    }

    fn is_mine(&self) -> bool {
        self.tab == storage::tab() || now() - self.written_at > TimeDelta::seconds(i64::from(OTHERS))
    }
}

/// Who waits for the answer to which message.
type Waiting = (Uuid, oneshot::Sender<Result<(), ChatRefusal>>);

thread_local! {
    static ITEMS: ArcRwSignal<Vec<Outgoing>> = ArcRwSignal::new(Vec::new());
    /// Who writes, and on which side.
    static PERSON: Cell<Option<(ChatSide, UserId)>> = const { Cell::new(None) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static WAKE: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

/// Sends what waits as long as somebody is signed in; once per app, by its shell.
pub(super) fn provide(side: ChatSide) {
    let session = use_session();
    let person: Memo<Option<UserId>> = Memo::new(move |_| session.with(|session| session.me().map(|me| me.id)));
    Effect::new(move |_| {
        PERSON.set(person.get().map(|person| (side, person)));
        load();
        flush();
    });
    let connected = live::connected();
    Effect::new(move |_| {
        if connected.get() {
            flush();
        } else {
            // Nobody will answer any more.
            WAITING.take();
        }
    });
    live::on_chat(|| None, hear);
    window_event_listener_untyped("online", |_| flush());
    // Another tab wrote something, or got it acknowledged.
    window_event_listener_untyped("storage", |_| {
        load();
        flush();
    });
}

/// What is on its way to where `source` reads from, the oldest first.
#[must_use]
pub fn outgoing(source: Source) -> Signal<Vec<Outgoing>> {
    let items = ITEMS.with(Clone::clone);
    let room = source.room();
    Signal::derive(move || items.with(|items| items.iter().filter(|item| item.room_id == room).cloned().collect()))
}

/// Sends something as soon as that is possible.
pub fn push(item: Outgoing) {
    save(&item);
    change(|items| items.push(item));
    flush();
}

/// Sends something again that was refused.
pub fn retry(client_id: Uuid) {
    let Some(mut item) = find(client_id) else { return };
    remove(client_id);
    if item.refused == Some(ChatRefusal::Conflict) {
        item.message.client_id = Uuid::now_v7();
    }
    item.refused = None;
    item.tab = storage::tab();
    push(item);
}

/// Gives something up that was refused.
pub fn discard(client_id: Uuid) {
    remove(client_id);
}

/// A message is stored: whoever waits for it need not any more.
pub(super) fn arrived(client_id: Uuid) {
    if find(client_id).is_some() {
        remove(client_id);
    }
    answer(client_id, Ok(()));
}

fn answer(client_id: Uuid, outcome: Result<(), ChatRefusal>) {
    let waits = WAITING.with_borrow(|waiting| waiting.as_ref().is_some_and(|(id, _)| *id == client_id));
    if waits && let Some((_, sender)) = WAITING.take() {
        let _ = sender.send(outcome);
    }
}

fn hear(message: &ServerMessage) {
    match message {
        ServerMessage::ChatMessage(news) => arrived(news.message.client_id),
        ServerMessage::ChatAck(ack) => arrived(ack.client_id),
        ServerMessage::ChatRefused(refused) => answer(refused.client_id, Err(refused.code)),
        _ => {}
    }
}

fn change(change: impl FnOnce(&mut Vec<Outgoing>)) {
    ITEMS.with(Clone::clone).update(change);
}

fn find(client_id: Uuid) -> Option<Outgoing> {
    ITEMS.with(Clone::clone).with_untracked(|items| items.iter().find(|item| item.message.client_id == client_id).cloned())
}

fn prefix((side, person): (ChatSide, UserId)) -> String {
    format!("{}:{side}:{person}:", storage::CHAT_OUT)
}

/// One key each, so that tabs do not overwrite each other; the ids are in the order of time.
fn save(item: &Outgoing) {
    if let Some(person) = PERSON.get() {
        let text = serde_json::to_string(item).unwrap_or_default();
        storage::set(&format!("{}{}", prefix(person), item.message.client_id), &text);
    }
}

fn remove(client_id: Uuid) {
    if let Some(person) = PERSON.get() {
        storage::remove(&format!("{}{client_id}", prefix(person)));
    }
    change(|items| items.retain(|item| item.message.client_id != client_id));
}

/// Takes up what this browser remembers.
fn load() {
    let kept: Vec<Outgoing> = PERSON.get().map_or_else(Vec::new, |person| {
        let keys = storage::keys(&prefix(person));
        keys.iter().filter_map(|key| serde_json::from_str(&storage::get(key)?).ok()).collect()
    });
    let items = ITEMS.with(Clone::clone);
    if items.with_untracked(|items| *items != kept) {
        items.set(kept);
    }
}

/// Sends what waits, one after the other.
fn flush() {
    if BUSY.replace(true) {
        if let Some(wake) = WAKE.take() {
            let _ = wake.send(());
        }
        return;
    }
    spawn_local(async {
        let mut failures: u32 = 0;
        while let Some(item) = next() {
            match deliver(&item).await {
                Outcome::Stored => failures = 0,
                Outcome::Refused(code) => refuse(item.message.client_id, code),
                Outcome::Later => {
                    pause(PAUSE.saturating_mul(1 << failures.min(5)).min(LONGEST)).await;
                    failures += 1;
                }
                Outcome::Over => break,
            }
        }
        BUSY.set(false);
    });
}

/// The first that is to be sent from here.
fn next() -> Option<Outgoing> {
    let first = ITEMS.with(Clone::clone).with_untracked(|items| items.iter().find(|item| item.refused.is_none()).cloned())?;
    if first.is_mine() {
        return Some(first);
    }
    // Its tab sends it, unless that was closed.
    set_timeout(flush, Duration::from_secs(u64::from(OTHERS)));
    None
}

fn refuse(client_id: Uuid, code: ChatRefusal) {
    change(|items| {
        if let Some(item) = items.iter_mut().find(|item| item.message.client_id == client_id) {
            item.refused = Some(code);
            save(item);
        }
    });
}

/// Waits, but not longer than until something suggests that a try is worth it.
async fn pause(ms: u32) {
    let (sender, woken) = oneshot::channel();
    WAKE.set(Some(sender));
    select(TimeoutFuture::new(ms), woken).await;
}

/// What became of a try.
enum Outcome {
    Stored,
    Refused(ChatRefusal),
    /// A try later may do.
    Later,
    /// No try before something happens: the connection is back, or somebody signs in.
    Over,
}

async fn deliver(item: &Outgoing) -> Outcome {
    let person = PERSON.get();
    if !window().navigator().on_line() {
        return Outcome::Over;
    }
    let id = item.message.client_id;
    let NewChatMessage { client_id, body, product_id, attachment_id, topic, seen } = item.message.clone();
    let say =
        ClientMessage::ChatSend(ChatSend { room_id: item.room_id, client_id, body, product_id, attachment_id, topic, seen });
    // A long text of many bytes is too large for a frame.
    if serde_json::to_string(&say).is_ok_and(|text| text.len() < MAX_MESSAGE) {
        let (sender, told) = oneshot::channel();
        WAITING.set(Some((id, sender)));
        if live::send(say) {
            match select(told, TimeoutFuture::new(ANSWER)).await {
                Either::Left((Ok(Ok(())), _)) => return Outcome::Stored,
                Either::Left((Ok(Err(code)), _)) if code.may_pass() => return Outcome::Later,
                Either::Left((Ok(Err(code)), _)) => return Outcome::Refused(code),
                // The connection broke, or nobody answers.
                Either::Left((Err(_), _)) | Either::Right(_) => {}
            }
        }
        WAITING.take();
    }
    if !window().navigator().on_line() || PERSON.get() != person {
        return Outcome::Over;
    }
    let answer = match item.room_id {
        None => chat::send_chat_message(&item.message).await,
        Some(room) => chat::answer_chat(room, &item.message).await,
    };
    match answer {
        Ok(message) => {
            stored(id, message);
            Outcome::Stored
        }
        Err(error) => outcome(&error),
    }
}

/// Acknowledged by a request: told as if it had come over the connection.
fn stored(client_id: Uuid, message: ChatMessage) {
    live::pass_on(&ServerMessage::ChatAck(ChatAck { client_id, message }));
}

/// The word that the connection would have said.
fn conflict(problem: &Problem) -> ChatRefusal {
    let word = problem.params.get("refusal").and_then(|word| ChatRefusal::deserialize(word).ok());
    word.unwrap_or(ChatRefusal::Conflict)
}

fn outcome(error: &ApiError) -> Outcome {
    match error {
        ApiError::Offline => Outcome::Over,
        error if error.is_passing() => Outcome::Later,
        ApiError::Problem(problem) => match problem.code {
            ErrorCode::Unauthenticated | ErrorCode::SessionRevoked | ErrorCode::AccountInactive => Outcome::Over,
            ErrorCode::NotFound | ErrorCode::Forbidden => Outcome::Refused(ChatRefusal::NotFound),
            ErrorCode::Conflict => Outcome::Refused(conflict(problem)),
            _ => Outcome::Refused(ChatRefusal::Invalid),
        },
        _ => Outcome::Later,
    }
}
