//! What was taken of a key's requests, as far as this process knows.
//!
//! The library goes by one moment: when the key has all of its requests again. That is kept here in the place of the
//! library's own memory, so that what other processes let through can put it later.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use governor::nanos::Nanos;
use governor::state::{NotKeyed, StateStore};

/// The memory of a key's limiter.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// The moment from which the library counts.
    began: Duration,
    /// The time that one request takes.
    every: Nanos,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    /// When the key has all of its requests again.
    whole_at: Nanos,
    /// Requests let through here that the other processes were not told of.
    untold: u32,
}

impl Taken {
    /// Nothing was taken at `began`.
    pub fn new(began: DateTime<Utc>, every: Duration) -> Self {
        Self { began: since_1970(began), every: every.into(), known: Arc::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests were let through since this was last asked, and when the key has all of them again.
    pub fn take_untold(&self) -> (u32, DateTime<Utc>) {
        let mut known = self.known();
        let whole_at = self.began + Duration::from(known.whole_at);
        let micros = i64::try_from(whole_at.as_micros()).unwrap_or(i64::MAX);
        (std::mem::take(&mut known.untold), DateTime::from_timestamp_micros(micros).unwrap_or_default())
    }

    /// They could not be told.
    pub fn put_back(&self, untold: u32) {
        let mut known = self.known();
        known.untold = known.untold.saturating_add(untold);
    }

    /// When the key has all of its requests again by what the processes told each other. What was let through here since
    /// comes on top.
    pub fn hear(&self, whole_at: DateTime<Utc>) {
        let mut known = self.known();
        let heard = Nanos::from(since_1970(whole_at).saturating_sub(self.began)) + self.every * u64::from(known.untold);
        known.whole_at = known.whole_at.max(heard);
    }

    /// Whether the key has all of its requests again only later than that.
    pub fn is_taken_beyond(&self, latest: DateTime<Utc>) -> bool {
        self.began + Duration::from(self.known().whole_at) > since_1970(latest)
    }
}

impl StateStore for Taken {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _key: &NotKeyed, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut known = self.known();
        let (answer, whole_at) = decide(Some(known.whole_at))?;
        known.whole_at = whole_at;
        known.untold = known.untold.saturating_add(1);
        Ok(answer)
    }
}

/// The time since 1970.
pub(super) fn since_1970(at: DateTime<Utc>) -> Duration {
    Duration::from_micros(u64::try_from(at.timestamp_micros()).unwrap_or_default())
}
