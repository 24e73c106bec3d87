//! Who wants to hear of what.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use shared::live::{Changed, Topic};
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

thread_local! {
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
