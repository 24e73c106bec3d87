//! The sandbox's time: the machine's, moved or stopped by tests.

use chrono::{DateTime, TimeDelta, Utc};

/// Where "now" comes from.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    frozen: Option<DateTime<Utc>>,
    ahead: TimeDelta,
}

impl Clock {
    pub fn now(&self) -> DateTime<Utc> {
        self.frozen.unwrap_or_else(Utc::now) + self.ahead
    }

    /// Stops the clock at `at`, or lets it run again with the machine's time.
    pub fn freeze(&mut self, at: Option<DateTime<Utc>>) {
        self.frozen = at;
        self.ahead = TimeDelta::zero();
    }

    /// Moves the clock forward.
    pub fn advance(&mut self, by: TimeDelta) {
        self.ahead += by;
    }
}
