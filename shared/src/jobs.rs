//! The queue of background work, as the back office sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How background work stands. What the jobs are about is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct JobQueue {
    /// The kinds of which there are jobs, by name.
    pub kinds: Vec<JobKind>,
    /// Jobs that failed: first those that were given up, then those that are tried again, each the latest first; at most 50.
    pub failed: Vec<FailedJob>,
}

/// The jobs of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct JobKind {
    /// Their name in the queue.
    pub kind: String,
    /// Jobs that wait, now or for later.
    pub waiting: i64,
    /// Those of them that could be worked on now and are not.
    pub due: i64,
    /// Those of them that failed at least once and are tried again.
    pub failing: i64,
    /// Jobs that are being worked on.
    pub running: i64,
    /// Jobs that were given up.
    pub given_up: i64,
    /// Since when the oldest due job waits.
    pub oldest_due_at: Option<DateTime<Utc>>,
}

/// A job that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct FailedJob {
    /// Id.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// Whether it was given up; else it is tried again.
    pub given_up: bool,
    /// How often it was tried.
    pub attempts: i32,
    /// How often it is tried before it is given up.
    pub max_attempts: i32,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When the last attempt ended.
    pub failed_at: DateTime<Utc>,
    /// When the next attempt is due; not for what was given up.
    pub next_attempt_at: Option<DateTime<Utc>>,
}
