//! How many requests a key may make.
//!
//! Decided in each process by what it knows; what the others let through it hears once a second ([`super::exchange`]), so
//! that a key has its limit once, however many processes there are.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;
use governor::state::NotKeyed;
use governor::{Quota, RateLimiter};
use moka::sync::Cache;
use poem::Response;
use poem::http::{HeaderName, HeaderValue};
use shared::ids::ApiKeyId;

use super::known::KnownKey;
use super::taken::{Taken, since_1970};
use crate::clock::Clock;

/// Keys that are counted at the same time; the least used are forgotten first.
const MOST: u64 = 10_000;
/// The longest until a key has all of its requests again: a minute for what it may, and one for what several processes let
/// through before they heard of each other.
pub(super) const LONGEST: TimeDelta = TimeDelta::minutes(2);
/// A key that is silent for so long has all of its requests again, and is forgotten.
const SILENCE: Duration = Duration::from_secs(120);

/// The shop's clock as the library reads it: time since 1970.
#[derive(Clone, Debug)]
struct ShopClock(Clock);

impl governor::clock::Clock for ShopClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        since_1970(self.0.now())
    }
}

type Limiter = RateLimiter<NotKeyed, Taken, ShopClock, StateInformationMiddleware>;

/// A key's limiter, and what it remembers.
struct Bucket {
    limiter: Limiter,
    taken: Taken,
}

impl Bucket {
    fn new(limit: NonZeroU32, clock: &ShopClock) -> Self {
        let quota = Quota::per_minute(limit);
        let taken = Taken::new(clock.0.now(), quota.replenish_interval());
        Self { limiter: RateLimiter::new(quota, taken.clone(), clock.clone()), taken }
    }
}

/// What every key has left.
pub struct Paces {
    clock: ShopClock,
    // With the limit, so that another limit counts anew.
    buckets: Cache<(ApiKeyId, NonZeroU32), Arc<Bucket>>,
}

/// How a key stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    limit: u32,
    remaining: u32,
    /// Seconds until the next request is let through; `None` when this one was.
    pub wait: Option<u64>,
}

impl Paces {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let buckets = Cache::builder().max_capacity(MOST).time_to_idle(SILENCE).build();
        Self { clock: ShopClock(clock), buckets }
    }

    /// Counts a request.
    pub(super) fn count(&self, key: &KnownKey) -> Pace {
        self.take(key.id(), key.per_minute())
    }

    fn take(&self, key: ApiKeyId, limit: NonZeroU32) -> Pace {
        let find = || self.buckets.get_with((key, limit), || Arc::new(Bucket::new(limit, &self.clock)));
        let mut bucket = find();
        // The system's clock was put back. Nobody waits until it has caught up.
        if bucket.taken.is_taken_beyond(self.clock.0.now() + LONGEST) {
            self.buckets.invalidate(&(key, limit));
            bucket = find();
        }
        match bucket.limiter.check() {
            Ok(state) => Pace { limit: limit.get(), remaining: state.remaining_burst_capacity(), wait: None },
            Err(refused) => {
                let wait = refused.wait_time_from(self.clock.now()).as_millis().div_ceil(1_000);
                let wait = u64::try_from(wait).unwrap_or(u64::MAX).clamp(1, LONGEST.num_seconds().unsigned_abs());
                Pace { limit: limit.get(), remaining: 0, wait: Some(wait) }
            }
        }
    }

    /// The keys that asked of late, by their limits, with what is known of them.
    pub(super) fn seen(&self) -> Vec<(ApiKeyId, i32, Taken)> {
        let seen = self.buckets.iter().map(|(key, bucket)| {
            let (id, limit) = *key;
            (id, i32::try_from(limit.get()).unwrap_or(i32::MAX), bucket.taken.clone())
        });
        seen.collect()
    }
}

impl Pace {
    /// Seconds until all of it is there again.
    fn reset(self) -> u64 {
        let limit = u64::from(self.limit.max(1));
        let taken = u64::from(self.limit.saturating_sub(self.remaining));
        match self.wait {
            None => (taken * 60).div_ceil(limit),
            // After that wait one is there, and the others come one by one.
            Some(wait) => (wait + (limit - 1) * 60 / limit).min(LONGEST.num_seconds().unsigned_abs()),
        }
    }

    /// Tells it in the headers of the IETF's draft.
    pub(super) fn tell(self, response: &mut Response) {
        let headers = response.headers_mut();
        let mut tell = |name: &'static str, figure: u64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(figure));
        };
        tell("ratelimit-limit", self.limit.into());
        tell("ratelimit-remaining", self.remaining.into());
        tell("ratelimit-reset", self.reset());
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    const LIMIT: NonZeroU32 = NonZeroU32::new(60).unwrap();

    #[test]
    fn it_is_whole_again_after_a_minute_at_most() {
        let pace = |remaining| Pace { limit: 600, remaining, wait: None };
        assert_eq!((pace(600).reset(), pace(599).reset(), pace(0).reset()), (0, 1, 60));
        let refused = |wait| Pace { limit: 600, remaining: 0, wait: Some(wait) }.reset();
        assert_eq!((refused(1), refused(31), refused(61)), (60, 90, 120));
    }

    #[test]
    fn what_others_let_through_is_taken_here_as_well() {
        let clock = Clock::default();
        clock.stop();
        let (paces, key) = (Paces::new(clock.clone()), ApiKeyId::generate());
        let now = clock.now();
        for left in (50..60).rev() {
            assert_eq!(paces.take(key, LIMIT).remaining, left);
        }
        let (id, limit, taken) = paces.seen().remove(0);
        assert_eq!((id, limit), (key, 60));
        let (untold, whole_at) = taken.take_untold();
        assert_eq!((untold, whole_at - now), (10, TimeDelta::seconds(10)));
        // What is let through while they tell each other comes on top; an older word changes nothing.
        assert_eq!(paces.take(key, LIMIT).remaining, 49);
        taken.hear(now + TimeDelta::seconds(40));
        assert_eq!(paces.take(key, LIMIT).remaining, 18);
        taken.hear(now + TimeDelta::seconds(5));
        assert_eq!(paces.take(key, LIMIT).remaining, 17);
        assert_eq!(taken.take_untold().0, 3);
        // More than the limit: it is waited for.
        taken.hear(now + TimeDelta::seconds(90));
        assert_eq!(paces.take(key, LIMIT).wait, Some(31));
        clock.advance(TimeDelta::seconds(32));
        assert_eq!(paces.take(key, LIMIT).wait, None);
        // What could not be told is told the next time.
        taken.put_back(3);
        assert_eq!(taken.take_untold().0, 4);
        assert_eq!(taken.take_untold().0, 0);
    }

    #[test]
    fn a_clock_that_is_put_back_keeps_nobody_out() {
        let clock = Clock::default();
        clock.stop();
        let (paces, key) = (Paces::new(clock.clone()), ApiKeyId::generate());
        let use_up = || (0..=LIMIT.get()).any(|_| paces.take(key, LIMIT).wait.is_some());
        assert!(use_up());
        clock.advance(TimeDelta::hours(-1));
        assert_eq!(paces.take(key, LIMIT).wait, None);
        assert!(use_up(), "it has its limit as before");
    }

    #[test]
    fn two_who_tell_each_other_let_through_what_one_would() {
        let clock = Clock::default();
        clock.stop();
        let (paces, key) = ([Paces::new(clock.clone()), Paces::new(clock.clone())], ApiKeyId::generate());
        let mut whole_at = DateTime::<Utc>::UNIX_EPOCH;
        let mut granted = 0_u32;
        // Both are asked for twice the limit, for five minutes.
        for _ in 0..300 {
            for paces in &paces {
                granted += (0..2).map(|_| u32::from(paces.take(key, LIMIT).wait.is_none())).sum::<u32>();
            }
            for paces in [&paces[0], &paces[1], &paces[0]] {
                let (.., taken) = paces.seen().remove(0);
                // As the database does it.
                let (requests, here) = taken.take_untold();
                whole_at = (whole_at + TimeDelta::seconds(requests.into())).max(here);
                taken.hear(whole_at);
            }
            clock.advance(TimeDelta::seconds(1));
        }
        // The limit at once and a minute's for each minute; and what both granted in the same second.
        assert!((355..=365).contains(&granted), "{granted}");
    }
}
