//! What a process remembers, and how it learns that it no longer holds.
//!
//! The database tells every process of each change (triggers in the schema, carried by the `bus`), so a cache
//! is exact, whoever made the change. A value that was being loaded while a change came in is not
//! kept, and while changes are not heard nothing is.

mod keyed;
mod listen;
mod looks;
mod single;

pub use keyed::Keyed;
pub use listen::{Change, Typing, listen};
pub use looks::Looks;
pub use single::Single;

use std::sync::Arc;

use shared::ids::SessionId;
use tokio::sync::watch;

use crate::http::Person;

/// All caches of the process.
pub struct Caches {
    /// Signed-in people by session.
    pub callers: Keyed<SessionId, Arc<Person>>,
    /// API keys by their prefix.
    pub keys: Keyed<String, Arc<crate::keys::KnownKey>>,
    /// The shop's profile and shipping services.
    pub store: Single<crate::store::Settings>,
    /// Lists of regions; they change with the schema alone.
    pub regions: crate::regions::RegionCache,
    /// Where regencies are; changes with the schema alone.
    pub points: Single<crate::shipping::Points>,
    /// Lists, products, categories.
    pub catalog: crate::catalog::CatalogCache,
    hearing: watch::Sender<bool>,
    losses: watch::Sender<u64>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            callers: Keyed::new(50_000),
            keys: Keyed::new(10_000),
            store: Single::default(),
            regions: crate::regions::RegionCache::default(),
            points: Single::default(),
            catalog: crate::catalog::CatalogCache::default(),
            hearing: watch::Sender::default(),
            losses: watch::Sender::default(),
        }
    }
}

impl Caches {
    /// Forgets what the change makes untrue.
    pub fn apply(&self, change: &Change) {
        match change {
            Change::Session(id) => self.callers.forget(id),
            Change::User(id) => {
                let id = *id;
                self.callers.forget_where(move |caller| caller.user_id == id);
                self.keys.forget_where(move |key| key.person().user_id == id);
            }
            Change::Roles => {
                self.callers.clear();
                self.keys.clear();
            }
            Change::ApiKey(prefix) => self.keys.forget(prefix),
            Change::Settings => self.store.clear(),
            Change::Listing(_) | Change::Stock(_) | Change::Categories => self.catalog.apply(change),
            // Nothing of these is remembered.
            Change::Notification(..)
            | Change::Read(_)
            | Change::Order(..)
            | Change::Payment(_)
            | Change::Import(_)
            | Change::Shelf(_)
            | Change::Chat(..)
            | Change::ChatRoom(..)
            | Change::ChatRead(..)
            | Change::ChatTyping(_)
            | Change::ChatPresence(..) => {}
            Change::Everything => {
                self.callers.clear();
                self.keys.clear();
                self.store.clear();
                self.catalog.apply(change);
            }
        }
    }

    /// How often each was of use.
    #[must_use]
    pub fn looks(&self) -> Vec<(&'static str, Looks)> {
        let mut looks = vec![
            ("callers", self.callers.looks()),
            ("keys", self.keys.looks()),
            ("store", self.store.looks()),
            ("regions", self.regions.looks()),
        ];
        looks.extend(self.catalog.looks());
        looks
    }

    /// Changes go unheard: whatever is remembered may be untrue, and so may be what is loaded, a moment
    /// later. Nothing is kept until [`resume`](Self::resume).
    fn suspend(&self) {
        self.callers.suspend();
        self.keys.suspend();
        self.store.suspend();
        self.catalog.suspend();
        self.hearing.send_replace(false);
    }

    /// Changes are not heard any more, mostly because the database went away.
    fn lost(&self) {
        self.suspend();
        self.losses.send_modify(|times| *times += 1);
    }

    /// Changes are heard from now on.
    fn resume(&self) {
        self.callers.resume();
        self.keys.resume();
        self.store.resume();
        self.catalog.resume();
        self.hearing.send_replace(true);
    }

    /// Whether changes are heard and values kept.
    #[must_use]
    pub fn hears(&self) -> bool {
        *self.hearing.borrow()
    }

    /// Waits until changes are heard and values kept.
    pub async fn heard(&self) {
        // The sender lives as long as this does.
        let _ = self.hearing.subscribe().wait_for(|hearing| *hearing).await;
    }

    /// Counts how often the database went away: whoever holds on to something of it (a connection, a
    /// lock) has lost that.
    #[must_use]
    pub fn losses(&self) -> watch::Receiver<u64> {
        self.losses.subscribe()
    }
}
