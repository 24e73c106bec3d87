//! How many messages a person may send.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::sync::Cache;
use shared::ids::UserId;

/// What somebody may send.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// Messages at once, after a pause.
    burst: u32,
    /// The time after which there is one more.
    every: Duration,
}

/// Buyers: 10 at once, 30 a minute.
pub(super) const BUYER: Allowance = Allowance { burst: 10, every: Duration::from_secs(2) };
/// Those who answer, in many rooms: 40 at once, 120 a minute.
pub(super) const AGENT: Allowance = Allowance { burst: 40, every: Duration::from_millis(500) };

/// People that are remembered; the one who was quiet longest is forgotten first.
const PEOPLE: u64 = 50_000;

/// The pace of everybody who sends through this process.
pub struct SendPace(Cache<UserId, Arc<Mutex<Instant>>>);

impl Default for SendPace {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(PEOPLE).time_to_idle(Duration::from_secs(300)).build())
    }
}

impl SendPace {
    /// Takes note of a message.
    ///
    /// # Errors
    /// How long to wait, when it is one too many.
    pub(super) fn take(&self, user: UserId, allowance: Allowance) -> Result<(), Duration> {
        let now = Instant::now();
        let paid_until = self.0.get_with(user, || Arc::new(Mutex::new(now)));
        let mut paid_until = paid_until.lock().unwrap_or_else(PoisonError::into_inner);
        step(&mut paid_until, allowance, now)
    }
}

/// Each message takes `every` from the time to come; of that no more than `burst` times may be taken.
fn step(paid_until: &mut Instant, allowance: Allowance, now: Instant) -> Result<(), Duration> {
    let next = (*paid_until).max(now) + allowance.every;
    let ahead = next.saturating_duration_since(now);
    let most = allowance.every * allowance.burst;
    if ahead > most {
        return Err(ahead - most);
    }
    *paid_until = next;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_one_every_two_seconds() {
        let start = Instant::now();
        let mut paid_until = start;
        for _ in 0..10 {
            assert_eq!(step(&mut paid_until, BUYER, start), Ok(()));
        }
        assert_eq!(step(&mut paid_until, BUYER, start), Err(Duration::from_secs(2)));
        let later = start + Duration::from_secs(2);
        assert_eq!(step(&mut paid_until, BUYER, later), Ok(()));
        assert!(step(&mut paid_until, BUYER, later).is_err());
        let much_later = start + Duration::from_secs(600);
        for _ in 0..10 {
            assert_eq!(step(&mut paid_until, BUYER, much_later), Ok(()));
        }
        assert!(step(&mut paid_until, BUYER, much_later).is_err());
    }
}
