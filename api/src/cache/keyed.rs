//! A bounded cache by key.

use std::hash::Hash;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use moka::sync::Cache;

use super::looks::{Looking, Looks};

/// Values by key; the least used go first when it is full.
pub struct Keyed<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static> {
    values: Cache<K, V>,
    changes: AtomicU64,
    suspended: AtomicBool,
    looking: Looking,
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Keyed<K, V> {
    /// A cache of at most `capacity` values.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        Self::of(Cache::builder().max_capacity(capacity).support_invalidation_closures().build())
    }

    /// A cache bounded by the sum of what `weigh` says of its values.
    #[must_use]
    pub fn weighed(total: u64, weigh: impl Fn(&V) -> u32 + Send + Sync + 'static) -> Self {
        let values = Cache::builder()
            .max_capacity(total)
            .weigher(move |_: &K, value: &V| weigh(value))
            .support_invalidation_closures()
            .build();
        Self::of(values)
    }

    fn of(values: Cache<K, V>) -> Self {
        Self { values, changes: AtomicU64::new(0), suspended: AtomicBool::new(false), looking: Looking::default() }
    }

    /// The remembered value, or the loaded one.
    ///
    /// # Errors
    /// What loading fails with.
    pub async fn get_or_load<E>(&self, key: K, load: impl AsyncFnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = self.values.get(&key) {
            self.looking.hit();
            return Ok(value);
        }
        self.looking.miss();
        let before = self.changes.load(Ordering::SeqCst);
        let value = load().await?;
        if self.suspended.load(Ordering::SeqCst) {
            return Ok(value);
        }
        self.values.insert(key.clone(), value.clone());
        // A change that came in meanwhile may concern this very value.
        if self.changes.load(Ordering::SeqCst) != before {
            self.values.invalidate(&key);
        }
        Ok(value)
    }

    /// How often it was of use.
    pub fn looks(&self) -> Looks {
        self.looking.so_far()
    }

    /// Forgets one value.
    pub fn forget(&self, key: &K) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.values.invalidate(key);
    }

    /// Forgets the values for which `gone` holds.
    pub fn forget_where(&self, gone: impl Fn(&V) -> bool + Send + Sync + 'static) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        if self.values.invalidate_entries_if(move |_, value| gone(value)).is_err() {
            self.values.invalidate_all();
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.values.invalidate_all();
    }

    /// Forgets everything and keeps nothing until [`resume`](Self::resume): changes go unheard.
    pub fn suspend(&self) {
        self.suspended.store(true, Ordering::SeqCst);
        self.clear();
    }

    /// Keeps values again: changes are heard from now on.
    pub fn resume(&self) {
        self.clear();
        self.suspended.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(cache: &Keyed<u8, u32>, loaded: u32) -> u32 {
        cache.get_or_load(1, async || Ok::<_, ()>(loaded)).await.unwrap_or_default()
    }

    #[tokio::test]
    async fn nothing_is_kept_while_changes_go_unheard() {
        let cache = Keyed::new(10);
        assert_eq!((get(&cache, 1).await, get(&cache, 2).await), (1, 1));
        cache.suspend();
        assert_eq!((get(&cache, 3).await, get(&cache, 4).await), (3, 4));
        cache.resume();
        assert_eq!((get(&cache, 5).await, get(&cache, 6).await), (5, 5));
    }

    #[tokio::test]
    async fn what_was_being_loaded_when_hearing_was_lost_is_not_kept() {
        let cache = Keyed::new(10);
        let loading = async || {
            cache.suspend();
            cache.resume();
            Ok::<_, ()>(1)
        };
        assert_eq!(cache.get_or_load(1, loading).await, Ok(1));
        assert_eq!(get(&cache, 2).await, 2);
    }
}
