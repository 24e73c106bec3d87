//! What statements cost, all of them together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts the statements of this process, for requests and for jobs.
#[derive(Debug, Default)]
pub struct Tally {
    run: AtomicU64,
    failed: AtomicU64,
    slow: AtomicU64,
    took_us: AtomicU64,
}

/// What was counted so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoFar {
    /// Statements run.
    pub run: u64,
    /// Those that failed.
    pub failed: u64,
    /// Those that were logged as slow.
    pub slow: u64,
    /// How long they took together.
    pub took: Duration,
}

impl Tally {
    /// A statement was run.
    pub(super) fn add(&self, took: Duration, failed: bool, slow: bool) {
        self.run.fetch_add(1, Ordering::Relaxed);
        self.failed.fetch_add(failed.into(), Ordering::Relaxed);
        self.slow.fetch_add(slow.into(), Ordering::Relaxed);
        self.took_us.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// What was counted so far.
    #[must_use]
    pub fn so_far(&self) -> SoFar {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        SoFar {
            run: read(&self.run),
            failed: read(&self.failed),
            slow: read(&self.slow),
            took: Duration::from_micros(read(&self.took_us)),
        }
    }
}
