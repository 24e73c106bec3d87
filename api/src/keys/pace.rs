//! How many requests a key may make.
//!
//! Counted in each process by itself: behind several of them a key may make as many times its limit.
//! The limit protects the shop from a program gone wild, and to agree on it with every request would
//! cost more than it saves.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use moka::sync::Cache;
use poem::Response;
use poem::http::{HeaderName, HeaderValue};
use shared::ids::ApiKeyId;

use super::known::KnownKey;

/// Keys that are counted at the same time; the least used are forgotten first.
const MOST: u64 = 10_000;
/// After so long a key that is silent is forgotten: its minute is whole again by then.
const SILENCE: Duration = Duration::from_secs(600);

type Bucket = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// What every key has left.
pub struct Paces {
    clock: DefaultClock,
    // With the limit, so that another limit counts anew.
    buckets: Cache<(ApiKeyId, NonZeroU32), Arc<Bucket>>,
}

impl Default for Paces {
    fn default() -> Self {
        let buckets = Cache::builder().max_capacity(MOST).time_to_idle(SILENCE).build();
        Self { clock: DefaultClock::default(), buckets }
    }
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
    /// Counts a request.
    pub(super) fn count(&self, key: &KnownKey) -> Pace {
        let limit = key.per_minute();
        let bucket = self.buckets.get_with((key.id(), limit), || {
            let bucket = RateLimiter::direct_with_clock(Quota::per_minute(limit), self.clock.clone());
            Arc::new(bucket.with_middleware::<StateInformationMiddleware>())
        });
        match bucket.check() {
            Ok(state) => Pace { limit: limit.get(), remaining: state.remaining_burst_capacity(), wait: None },
            Err(refused) => {
                let wait = refused.wait_time_from(self.clock.now()).as_millis().div_ceil(1_000);
                let wait = u64::try_from(wait).unwrap_or(60).clamp(1, 60);
                Pace { limit: limit.get(), remaining: 0, wait: Some(wait) }
            }
        }
    }
}

impl Pace {
    /// Seconds until all of it is there again.
    fn reset(self) -> u64 {
        (u64::from(self.limit.saturating_sub(self.remaining)) * 60).div_ceil(u64::from(self.limit.max(1)))
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
    use super::*;

    #[test]
    fn it_is_whole_again_after_a_minute_at_most() {
        let pace = |remaining| Pace { limit: 600, remaining, wait: None };
        assert_eq!((pace(600).reset(), pace(599).reset(), pace(0).reset()), (0, 1, 60));
    }
}
