//! How often what is remembered was of use.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts looks into a cache.
#[derive(Debug, Default)]
pub(super) struct Looking {
    hits: AtomicU64,
    misses: AtomicU64,
}

/// Looks into a cache so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// It was there.
    pub hits: u64,
    /// It had to be loaded.
    pub misses: u64,
}

impl Looking {
    /// It was there.
    pub fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    /// It had to be loaded.
    pub fn miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    /// What was counted.
    pub fn so_far(&self) -> Looks {
        Looks { hits: self.hits.load(Ordering::Relaxed), misses: self.misses.load(Ordering::Relaxed) }
    }
}
