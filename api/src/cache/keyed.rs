//! A bounded cache by key.

use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;

/// Values by key; the least used go first when it is full.
pub struct Keyed<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static> {
    values: Cache<K, V>,
    changes: AtomicU64,
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Keyed<K, V> {
    /// A cache of at most `capacity` values.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        Self {
            values: Cache::builder().max_capacity(capacity).support_invalidation_closures().build(),
            changes: AtomicU64::new(0),
        }
    }

    /// A cache bounded by the sum of what `weigh` says of its values.
    #[must_use]
    pub fn weighed(total: u64, weigh: impl Fn(&V) -> u32 + Send + Sync + 'static) -> Self {
        let values = Cache::builder()
            .max_capacity(total)
            .weigher(move |_: &K, value: &V| weigh(value))
            .support_invalidation_closures()
            .build();
        Self { values, changes: AtomicU64::new(0) }
    }

    /// The remembered value, or the loaded one.
    ///
    /// # Errors
    /// What loading fails with.
    pub async fn get_or_load<E>(&self, key: K, load: impl AsyncFnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = self.values.get(&key) {
            return Ok(value);
        }
        let before = self.changes.load(Ordering::SeqCst);
        let value = load().await?;
        self.values.insert(key.clone(), value.clone());
        // A change that came in meanwhile may concern this very value.
        if self.changes.load(Ordering::SeqCst) != before {
            self.values.invalidate(&key);
        }
        Ok(value)
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
}
