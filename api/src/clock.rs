//! The one source of the current time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, DurationRound, FixedOffset, NaiveDate, TimeDelta, Utc};

/// Tells the time. A test moves its own clock, or stops it; everything else runs on the system's.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_us: Arc<AtomicI64>,
    stopped_at_us: Arc<AtomicI64>,
}

/// Where a clock was stopped that was not.
const NEVER: i64 = 0;

impl Clock {
    /// The current time in whole microseconds, which is what PostgreSQL keeps.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self.stopped_at_us.load(Ordering::Relaxed) {
            NEVER => Utc::now(),
            stopped_at => DateTime::from_timestamp_micros(stopped_at).unwrap_or_default(),
        };
        let now = now + TimeDelta::microseconds(self.ahead_us.load(Ordering::Relaxed));
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Moves this clock (and its clones) forward.
    pub fn advance(&self, by: TimeDelta) {
        self.ahead_us.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
    }

    /// Stops this clock (and its clones): from now on it is only moved. For what is counted by time, which must not
    /// depend on how long a test takes.
    pub fn stop(&self) {
        self.stopped_at_us.store(Utc::now().timestamp_micros(), Ordering::Relaxed);
    }
}

const SHOP_ZONE: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(zone) => zone,
    None => unreachable!(),
};

/// Asia/Jakarta, the shop's time zone: seven hours ahead of UTC all year.
#[must_use]
pub fn shop_time(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&SHOP_ZONE)
}

/// The day it is in the shop.
#[must_use]
pub fn shop_day(at: DateTime<Utc>) -> NaiveDate {
    shop_time(at).date_naive()
}

/// The instant a day begins in the shop.
#[must_use]
pub fn start_of_shop_day(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::hours(7)
}
