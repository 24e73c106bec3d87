//! How much a client may say.

use std::time::{Duration, Instant};

use shared::live::{BURST, PER_SECOND};

/// Messages that are thrown away before the client is taken for a flood.
const PATIENCE: u32 = 200;

/// A bucket of tokens: full at the start, one for each message, filled up with time.
pub(super) struct Pace {
    tokens: f64,
    filled_at: Instant,
    /// Messages thrown away since the bucket was last full.
    refused: u32,
}

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Take it.
    Take,
    /// Throw it away, and say so.
    Warn,
    /// Throw it away; it was said already.
    Drop,
    /// Enough.
    Flood,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { tokens: f64::from(BURST), filled_at: now, refused: 0 }
    }

    /// A message came.
    pub(super) fn came(&mut self, now: Instant) -> Verdict {
        let passed: Duration = now.saturating_duration_since(self.filled_at);
        self.filled_at = now;
        self.tokens = (self.tokens + passed.as_secs_f64() * f64::from(PER_SECOND)).min(f64::from(BURST));
        if self.tokens >= f64::from(BURST) {
            self.refused = 0;
        }
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Verdict::Take;
        }
        self.refused += 1;
        match self.refused {
            1 => Verdict::Warn,
            refused if refused <= PATIENCE => Verdict::Drop,
            _ => Verdict::Flood,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_and_a_flood_is_not() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for _ in 0..BURST {
            assert_eq!(pace.came(start), Verdict::Take);
        }
        assert_eq!(pace.came(start), Verdict::Warn);
        for _ in 1..PATIENCE {
            assert_eq!(pace.came(start), Verdict::Drop);
        }
        assert_eq!(pace.came(start), Verdict::Flood);
    }

    #[test]
    fn time_fills_the_bucket() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for _ in 0..=BURST {
            pace.came(start);
        }
        let later = start + Duration::from_secs(1);
        for _ in 0..PER_SECOND {
            assert_eq!(pace.came(later), Verdict::Take);
        }
        assert_eq!(pace.came(later), Verdict::Drop);
        let much_later = later + Duration::from_secs(3600);
        for _ in 0..BURST {
            assert_eq!(pace.came(much_later), Verdict::Take);
        }
        assert_eq!(pace.came(much_later), Verdict::Warn, "forgotten once the bucket was full");
    }

    #[test]
    fn an_even_pace_is_never_refused() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for second in 0..600_u64 {
            let now = start + Duration::from_secs(second);
            for _ in 0..PER_SECOND {
                assert_eq!(pace.came(now), Verdict::Take);
            }
        }
    }
}
