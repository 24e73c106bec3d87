//! What waits to be said to one socket. Bounded, however slowly it is taken out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::live::{Bye, MAX_CHANGED, Topic, UnreadCounts};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::http::Person;

/// Notifications that wait; those beyond are read from the database when it is their turn.
const MOST: usize = 32;

/// A notification as it is sent: written once, shared by all the person's sockets.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its number.
    pub sequence: i64,
    /// The message as JSON.
    pub text: Arc<str>,
}

/// What changed of a topic: some things, or more than can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    These(Vec<Uuid>),
    Many,
}

impl Extent {
    fn of(id: Option<Uuid>) -> Self {
        id.map_or(Self::Many, |id| Self::These(vec![id]))
    }

    fn add(&mut self, id: Option<Uuid>) {
        match (&mut *self, id) {
            (Self::These(ids), Some(id)) if ids.contains(&id) => {}
            (Self::These(ids), Some(id)) if ids.len() < MAX_CHANGED => ids.push(id),
            _ => *self = Self::Many,
        }
    }
}

#[derive(Default)]
struct Mail {
    told: VecDeque<Told>,
    /// Notifications were left out or may have been missed: ask the database.
    behind: bool,
    counts: Option<UnreadCounts>,
    changed: BTreeMap<Topic, Extent>,
    person: Option<Arc<Person>>,
    bye: Option<Bye>,
}

/// What waits to be said to one socket.
#[derive(Default)]
pub(super) struct Mailbox {
    mail: Mutex<Mail>,
    /// Something was put in.
    news: Notify,
    /// A `bye` was put in: stop whatever is being said.
    end: Notify,
}

impl Mailbox {
    fn mail(&self) -> MutexGuard<'_, Mail> {
        // Nothing in here panics while it holds the lock.
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A notification.
    pub(super) fn tell(&self, told: Told) {
        {
            let mut mail = self.mail();
            if mail.behind || mail.told.len() >= MOST {
                mail.told.clear();
                mail.behind = true;
            } else {
                mail.told.push_back(told);
            }
        }
        self.news.notify_one();
    }

    /// There may be notifications that were not told.
    pub(super) fn fall_behind(&self) {
        {
            let mut mail = self.mail();
            mail.told.clear();
            mail.behind = true;
        }
        self.news.notify_one();
    }

    /// How many are unread now.
    pub(super) fn count(&self, counts: UnreadCounts) {
        self.mail().counts = Some(counts);
        self.news.notify_one();
    }

    /// Something of a topic changed; `None` when it is not known what.
    pub(super) fn change(&self, topic: Topic, id: Option<Uuid>) {
        self.mail().changed.entry(topic).and_modify(|extent| extent.add(id)).or_insert_with(|| Extent::of(id));
        self.news.notify_one();
    }

    /// The person's role changed.
    pub(super) fn recognise(&self, person: Arc<Person>) {
        self.mail().person = Some(person);
        self.news.notify_one();
    }

    /// It ends. The first reason counts.
    pub(super) fn end(&self, bye: Bye) {
        self.mail().bye.get_or_insert(bye);
        self.news.notify_one();
        self.end.notify_one();
    }

    /// The reason why it ends, if it does.
    pub(super) fn bye(&self) -> Option<Bye> {
        self.mail().bye.clone()
    }

    /// Whether notifications have to be asked for; they are now.
    pub(super) fn was_behind(&self) -> bool {
        std::mem::take(&mut self.mail().behind)
    }

    /// The next notification.
    pub(super) fn next_told(&self) -> Option<Told> {
        self.mail().told.pop_front()
    }

    /// How many are unread, if that changed.
    pub(super) fn counts(&self) -> Option<UnreadCounts> {
        self.mail().counts.take()
    }

    /// All that changed.
    pub(super) fn changed(&self) -> BTreeMap<Topic, Extent> {
        std::mem::take(&mut self.mail().changed)
    }

    /// Whether anything changed.
    pub(super) fn has_changed(&self) -> bool {
        !self.mail().changed.is_empty()
    }

    /// The person as they are now, if their role changed.
    pub(super) fn person(&self) -> Option<Arc<Person>> {
        self.mail().person.take()
    }

    /// Resolves once something was put in.
    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    /// Resolves once it ends.
    pub(super) async fn ended(&self) {
        if self.bye().is_none() {
            self.end.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sequence: i64) -> Told {
        Told { sequence, text: Arc::from("{}") }
    }

    #[test]
    fn who_reads_slowly_is_sent_to_the_database() {
        let mailbox = Mailbox::default();
        let most = i64::try_from(MOST).unwrap_or_default();
        for sequence in 1..=most {
            mailbox.tell(told(sequence));
        }
        assert!(!mailbox.was_behind());
        mailbox.tell(told(most + 1));
        mailbox.tell(told(most + 2));
        assert!(mailbox.next_told().is_none(), "nothing is told out of order");
        assert!(mailbox.was_behind());
        mailbox.tell(told(most + 3));
        assert_eq!(mailbox.next_told().map(|told| told.sequence), Some(most + 3));
    }

    #[test]
    fn changes_are_gathered_and_bounded() {
        let mailbox = Mailbox::default();
        let ids: Vec<Uuid> = (0..MAX_CHANGED).map(|_| Uuid::now_v7()).collect();
        for id in ids.iter().chain(&ids) {
            mailbox.change(Topic::Orders, Some(*id));
        }
        mailbox.change(Topic::Payments, None);
        let changed = mailbox.changed();
        assert_eq!(changed.get(&Topic::Orders), Some(&Extent::These(ids.clone())));
        assert_eq!(changed.get(&Topic::Payments), Some(&Extent::Many));
        assert!(mailbox.changed().is_empty());

        for id in &ids {
            mailbox.change(Topic::Orders, Some(*id));
        }
        mailbox.change(Topic::Orders, Some(Uuid::now_v7()));
        assert_eq!(mailbox.changed().get(&Topic::Orders), Some(&Extent::Many));
    }
}
