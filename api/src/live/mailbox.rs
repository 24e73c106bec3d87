//! What waits to be said to one socket. Bounded, however slowly it is taken out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::chat::{ChatPresence, ChatReceipts};
use shared::ids::{ChatRoomId, UserId};
use shared::live::{Bye, MAX_CHANGED, Topic, UnreadCounts};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::cache::Typing;
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

/// Messages of the chat that wait; those beyond are read from the database when it is their turn.
const MOST_CHAT: usize = 32;
/// People whose typing waits; those beyond are left out.
const MOST_TYPING: usize = 64;
/// Rooms of which receipts and presence wait; a socket watches fewer.
const MOST_ROOMS: usize = 128;

/// A message of the chat as it is sent: written once, shared by all who watch its room.
#[derive(Clone, Debug)]
pub(super) struct ChatTold {
    /// The room.
    pub room: ChatRoomId,
    /// Its buyer.
    pub buyer: UserId,
    /// Whoever was told of all up to this change has missed nothing before this one.
    pub after: i64,
    /// The number of the change.
    pub change: i64,
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
    chat: ChatMail,
}

/// What waits to be said of the chat.
#[derive(Default)]
pub(super) struct ChatMail {
    told: VecDeque<ChatTold>,
    /// Messages were left out or may have been missed: ask the database, for all rooms.
    behind: bool,
    /// Who has got and read what now.
    pub receipts: BTreeMap<ChatRoomId, ChatReceipts>,
    /// The buyers of rooms that came or went.
    pub presence: BTreeMap<ChatRoomId, ChatPresence>,
    /// Those who answer came or went.
    pub agents: Option<ChatPresence>,
    /// Who types now, or has stopped.
    pub typing: BTreeMap<(ChatRoomId, UserId), Typing>,
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

    /// A message of the chat.
    pub(super) fn tell_chat(&self, told: ChatTold) {
        {
            let chat = &mut self.mail().chat;
            if chat.behind || chat.told.len() >= MOST_CHAT {
                chat.told.clear();
                chat.behind = true;
            } else {
                chat.told.push_back(told);
            }
        }
        self.news.notify_one();
    }

    /// There may be messages of the chat that were not told.
    pub(super) fn fall_behind_in_chat(&self) {
        {
            let chat = &mut self.mail().chat;
            chat.told.clear();
            chat.behind = true;
        }
        self.news.notify_one();
    }

    /// Who has got and read what in a room.
    pub(super) fn receipts(&self, room: ChatRoomId, receipts: ChatReceipts) {
        {
            let chat = &mut self.mail().chat;
            if chat.receipts.len() < MOST_ROOMS || chat.receipts.contains_key(&room) {
                chat.receipts.insert(room, receipts);
            } else {
                chat.behind = true;
            }
        }
        self.news.notify_one();
    }

    /// The buyer of a room came or went.
    pub(super) fn presence(&self, room: ChatRoomId, presence: ChatPresence) {
        {
            let chat = &mut self.mail().chat;
            if chat.presence.len() < MOST_ROOMS || chat.presence.contains_key(&room) {
                chat.presence.insert(room, presence);
            } else {
                chat.behind = true;
            }
        }
        self.news.notify_one();
    }

    /// Those who answer came or went.
    pub(super) fn agents(&self, presence: ChatPresence) {
        self.mail().chat.agents = Some(presence);
        self.news.notify_one();
    }

    /// Somebody types, or has stopped.
    pub(super) fn typing(&self, typing: Typing) {
        {
            let chat = &mut self.mail().chat;
            let key = (typing.room, typing.who);
            if chat.typing.len() < MOST_TYPING || chat.typing.contains_key(&key) {
                chat.typing.insert(key, typing);
            }
        }
        self.news.notify_one();
    }

    /// Whether messages of the chat have to be asked for; they are now.
    pub(super) fn was_behind_in_chat(&self) -> bool {
        std::mem::take(&mut self.mail().chat.behind)
    }

    /// The next message of the chat.
    pub(super) fn next_chat(&self) -> Option<ChatTold> {
        self.mail().chat.told.pop_front()
    }

    /// The rest of the chat: what tells how things stand now.
    pub(super) fn chat(&self) -> ChatMail {
        let mut mail = self.mail();
        let rest = ChatMail {
            receipts: std::mem::take(&mut mail.chat.receipts),
            presence: std::mem::take(&mut mail.chat.presence),
            agents: mail.chat.agents.take(),
            typing: std::mem::take(&mut mail.chat.typing),
            ..ChatMail::default()
        };
        drop(mail);
        rest
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
    fn who_reads_the_chat_slowly_is_sent_to_the_database() {
        let (room, buyer) = (ChatRoomId::generate(), UserId::generate());
        let told = |change| ChatTold { room, buyer, after: change - 1, change, text: Arc::from("{}") };
        let mailbox = Mailbox::default();
        let most = i64::try_from(MOST_CHAT).unwrap_or_default();
        (1..=most).for_each(|change| mailbox.tell_chat(told(change)));
        assert!(!mailbox.was_behind_in_chat());
        mailbox.tell_chat(told(most + 1));
        assert!(mailbox.next_chat().is_none(), "nothing is told out of order");
        assert!(mailbox.was_behind_in_chat());
        mailbox.tell_chat(told(most + 2));
        assert_eq!(mailbox.next_chat().map(|told| told.change), Some(most + 2));
        for _ in 0..2 * MOST_ROOMS {
            mailbox.receipts(ChatRoomId::generate(), ChatReceipts::default());
        }
        assert!(mailbox.was_behind_in_chat());
        assert_eq!(mailbox.chat().receipts.len(), MOST_ROOMS);
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
