//! What a process remembers, and how it learns that it no longer holds.
//!
//! The database tells every process of each change by NOTIFY (triggers in the schema), so a cache
//! is exact, whoever made the change. A value that was being loaded while a change came in is not
//! kept.

mod keyed;
mod listen;
mod single;

pub use keyed::Keyed;
pub use listen::{Change, listen};
pub use single::Single;

use std::sync::Arc;

use shared::ids::SessionId;

use crate::http::Person;

/// All caches of the process.
pub struct Caches {
    /// Signed-in people by session.
    pub callers: Keyed<SessionId, Arc<Person>>,
    /// The shop's profile and shipping services.
    pub store: Single<crate::store::Settings>,
    /// Lists of regions; they change with the schema alone.
    pub regions: crate::regions::RegionCache,
    /// Where regencies are; changes with the schema alone.
    pub points: Single<crate::shipping::Points>,
    /// Lists, products, categories.
    pub catalog: crate::catalog::CatalogCache,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            callers: Keyed::new(50_000),
            store: Single::default(),
            regions: crate::regions::RegionCache::default(),
            points: Single::default(),
            catalog: crate::catalog::CatalogCache::default(),
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
            }
            Change::Roles => self.callers.clear(),
            Change::Settings => self.store.clear(),
            Change::Listing(_) | Change::Stock(_) | Change::Categories => self.catalog.apply(change),
            Change::Everything => {
                self.callers.clear();
                self.store.clear();
                self.catalog.apply(change);
            }
        }
    }
}
