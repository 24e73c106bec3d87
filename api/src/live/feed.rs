//! Reads what sockets are to be told, for all of them at once.
//!
//! News come one by one and often for many people together; what came while the last was read is
//! read together. Nothing is lost when the database does not answer: it stays until it is read.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::DbErr;
use shared::ids::{SessionId, UserId};
use shared::live::{NotificationNews, ServerMessage};
use tokio::sync::Notify;

use super::mailbox::Told;
use super::voice;
use crate::context::Ctx;
use crate::{account, notifications};

/// Notifications that are read at once.
const BATCH: i64 = 1_000;
/// Sessions that are looked up at once.
const SESSIONS: usize = 1_000;
/// How often sessions are looked up that nothing was heard of: they also end by themselves.
const EXPIRY: Duration = Duration::from_secs(600);
/// The pause after the database did not answer.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Pending {
    /// The first notification of a person that was not told.
    news: HashMap<UserId, i64>,
    /// People whose unread notifications are to be counted.
    counts: HashSet<UserId>,
    /// Sessions that may have ended, or whose role may have changed.
    sessions: HashSet<SessionId>,
}

/// What is to be read.
#[derive(Default)]
pub(super) struct Feed {
    pending: Mutex<Pending>,
    wake: Notify,
}

impl Feed {
    fn pending(&self) -> MutexGuard<'_, Pending> {
        // Nothing in here panics while it holds the lock.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person has a notification.
    pub(super) fn news(&self, user: UserId, sequence: i64) {
        {
            let mut pending = self.pending();
            let first = pending.news.entry(user).or_insert(sequence);
            *first = sequence.min(*first);
            pending.counts.insert(user);
        }
        self.wake.notify_one();
    }

    /// How many are unread changed.
    pub(super) fn count(&self, people: impl IntoIterator<Item = UserId>) {
        self.pending().counts.extend(people);
        self.wake.notify_one();
    }

    /// These sessions may have ended.
    pub(super) fn recheck(&self, sessions: Vec<SessionId>) {
        if !sessions.is_empty() {
            self.pending().sessions.extend(sessions);
            self.wake.notify_one();
        }
    }

    fn take(&self) -> Pending {
        std::mem::take(&mut self.pending())
    }

    /// It was not read; again.
    fn put_back(&self, left: Pending) {
        let mut pending = self.pending();
        for (user, sequence) in left.news {
            let first = pending.news.entry(user).or_insert(sequence);
            *first = sequence.min(*first);
        }
        pending.counts.extend(left.counts);
        pending.sessions.extend(left.sessions);
    }
}

/// Feeds the sockets, for as long as the process lives.
pub async fn run(ctx: Ctx) {
    let mut expiry = tokio::time::interval(EXPIRY);
    expiry.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let feed = &ctx.live.feed;
    loop {
        tokio::select! {
            () = feed.wake.notified() => {}
            _ = expiry.tick() => feed.recheck(ctx.live.sessions(|_| true)),
        }
        let mut pending = feed.take();
        if let Err(error) = serve(&ctx, &mut pending).await {
            tracing::warn!(%error, "news could not be read; they will be tried again");
            feed.put_back(pending);
            tokio::time::sleep(PAUSE).await;
            feed.wake.notify_one();
        }
    }
}

/// Reads and tells; what is done is taken out of `pending`.
async fn serve(ctx: &Ctx, pending: &mut Pending) -> Result<(), DbErr> {
    // Whoever has to go is not told anything more.
    let sessions: Vec<SessionId> = pending.sessions.iter().copied().collect();
    for some in sessions.chunks(SESSIONS) {
        let people = account::people(ctx, some).await?;
        // What may be seen depends on the role.
        pending.counts.extend(people.iter().map(|person| person.user_id));
        let people = people.into_iter().map(|person| (person.session_id, person)).collect();
        ctx.live.recognise(&some.iter().copied().collect(), &people);
    }
    pending.sessions.clear();

    let from: Vec<(UserId, i64)> = pending.news.iter().map(|(user, first)| (*user, *first)).collect();
    if !from.is_empty() {
        let rows = notifications::visible_since(&ctx.db, &from, BATCH).await?;
        let cut = i64::try_from(rows.len()).is_ok_and(|count| count >= BATCH);
        for (user, notification) in rows {
            let sequence = notification.sequence;
            let text = voice::text(&ServerMessage::Notification(NotificationNews { notification }));
            ctx.live.tell(user, &Told { sequence, text: Arc::from(text) });
        }
        if cut {
            // Each reads on for itself.
            from.iter().for_each(|(user, _)| ctx.live.fall_behind(*user));
        }
    }
    pending.news.clear();

    let people: Vec<UserId> = pending.counts.iter().copied().collect();
    if !people.is_empty() {
        for (user, counts) in notifications::unread_of(&ctx.db, &people).await? {
            ctx.live.count(user, counts);
        }
    }
    pending.counts.clear();
    Ok(())
}
