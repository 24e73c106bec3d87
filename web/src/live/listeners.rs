//! Who wants to hear of what.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use shared::live::chat::{MAX_WATCHED, WatchedRoom};
use shared::live::{Changed, ServerMessage, Topic};
use shared::notifications::Notification;

use super::link;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum News {
    /// A notification.
    Notification(Box<Notification>),
    /// There may be notifications that are not told: read the list.
    Missed,
    /// Something of a topic changed.
    Changed(Changed),
}

/// What is called with the news.
type Act = Rc<dyn Fn(&News)>;

struct Listener {
    id: u32,
    /// The topic it needs; none for notifications.
    topic: Option<Topic>,
    act: Act,
}

/// What is called with what is said about the chat.
type Hear = Rc<dyn Fn(&ServerMessage)>;
/// Names the rooms of the chat that somebody wants to hear of; `None` for whoever only listens.
type Rooms = Rc<dyn Fn() -> Option<Vec<WatchedRoom>>>;

struct ChatListener {
    id: u32,
    rooms: Rooms,
    hear: Hear,
}

thread_local! {
    static CHAT: RefCell<(u32, Vec<ChatListener>)> = const { RefCell::new((0, Vec::new())) };
    static LISTENERS: RefCell<(u32, Vec<Listener>)> = const { RefCell::new((0, Vec::new())) };
}

fn listen(topic: Option<Topic>, act: Act) {
    let id = LISTENERS.with_borrow_mut(|(last, listeners)| {
        *last += 1;
        listeners.push(Listener { id: *last, topic, act });
        *last
    });
    if topic.is_some() {
        link::topics_changed();
    }
    on_cleanup(move || {
        LISTENERS.with_borrow_mut(|(_, listeners)| listeners.retain(|listener| listener.id != id));
        if topic.is_some() {
            link::topics_changed();
        }
    });
}

/// Calls `act` with all news that need no topic, until the component that asks is gone.
pub fn on_news(act: impl Fn(&News) + 'static) {
    listen(None, Rc::new(act));
}

/// Calls `act` with every notification that comes.
pub fn on_notification(act: impl Fn(&Notification) + 'static) {
    on_news(move |news| {
        if let News::Notification(notification) = news {
            act(notification);
        }
    });
}

/// Calls `act` whenever something of `topic` changed, or may have changed while there was no
/// connection, until the component that asks is gone.
pub fn on_changed(topic: Topic, act: impl Fn(&Changed) + 'static) {
    let act = move |news: &News| {
        if let News::Changed(changed) = news
            && changed.topic == topic
        {
            act(changed);
        }
    };
    listen(Some(topic), Rc::new(act));
}

/// Calls `hear` with everything that is said about the chat, until the component that asks is gone.
///
/// `rooms` names the rooms to hear of, each with the last change seen of it; it is asked after every
/// connection, and whenever [`rewatch`](super::rewatch) says that they are others now. `None` watches
/// nothing; an empty list, of a buyer, the rooms to come.
pub fn on_chat(rooms: impl Fn() -> Option<Vec<WatchedRoom>> + 'static, hear: impl Fn(&ServerMessage) + 'static) {
    let id = CHAT.with_borrow_mut(|(last, listeners)| {
        *last += 1;
        listeners.push(ChatListener { id: *last, rooms: Rc::new(rooms), hear: Rc::new(hear) });
        *last
    });
    link::rooms_changed();
    on_cleanup(move || {
        CHAT.with_borrow_mut(|(_, listeners)| listeners.retain(|listener| listener.id != id));
        link::rooms_changed();
    });
}

/// The rooms that somebody wants to hear of; `None` when nobody watches.
pub(super) fn rooms() -> Option<Vec<WatchedRoom>> {
    let all: Vec<Rooms> = CHAT.with_borrow(|(_, listeners)| listeners.iter().map(|listener| listener.rooms.clone()).collect());
    let named: Vec<Vec<WatchedRoom>> = all.iter().filter_map(|rooms| rooms()).collect();
    if named.is_empty() {
        return None;
    }
    let mut watched: Vec<WatchedRoom> = Vec::new();
    for room in named.into_iter().flatten() {
        if watched.iter().all(|other| other.room_id != room.room_id) {
            watched.push(room);
        }
    }
    watched.truncate(MAX_WATCHED);
    Some(watched)
}

/// Tells everybody who listens to the chat.
pub(super) fn tell_chat(message: &ServerMessage) {
    let all: Vec<Hear> = CHAT.with_borrow(|(_, listeners)| listeners.iter().map(|listener| listener.hear.clone()).collect());
    for hear in all {
        hear(message);
    }
}

/// The topics that somebody wants to hear of.
pub(super) fn topics() -> Vec<Topic> {
    LISTENERS.with_borrow(|(_, listeners)| {
        let mut topics: Vec<Topic> = listeners.iter().filter_map(|listener| listener.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    })
}

/// Tells everybody.
pub(super) fn tell(news: &News) {
    // Not while the list is borrowed: who is told may come and go.
    let all: Vec<Act> = LISTENERS.with_borrow(|(_, listeners)| listeners.iter().map(|listener| listener.act.clone()).collect());
    for act in all {
        act(news);
    }
}
