//! When a try that failed is made again: after seconds, then minutes, then hours, for about three days.

use std::time::Duration;

use chrono::TimeDelta;

/// Tries in all.
pub(super) const TRIES: i32 = 14;

/// The first pause.
const FIRST: f64 = 5.0;
/// Each pause is so many times the one before …
const GROWTH: f64 = 4.0;
/// … but never longer.
const LONGEST: f64 = 12.0 * 3_600.0;

/// The pause after so many tries, of 80 to 100 % of its length, so that those who failed together do not
/// come back together.
pub(super) fn after(tries: i32) -> TimeDelta {
    let whole = (FIRST * GROWTH.powi((tries - 1).clamp(0, TRIES))).min(LONGEST);
    let pause = Duration::from_secs_f64(whole * rand::random_range(0.8..=1.0));
    // Whole milliseconds: the database keeps no more than microseconds, and the time is compared.
    i64::try_from(pause.as_millis()).map(TimeDelta::milliseconds).unwrap_or_default()
}

/// The pause of those whose endpoint fails and is being tried for another event.
pub(super) fn turn() -> TimeDelta {
    TimeDelta::milliseconds(rand::random_range(45_000..=60_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_for_about_three_days() {
        let all: TimeDelta = (1..TRIES).map(after).sum();
        assert!((TimeDelta::hours(60)..TimeDelta::hours(84)).contains(&all), "{all}");
        assert!((4_000..=5_000).contains(&after(1).num_milliseconds()), "{}", after(1));
        assert!(after(100) <= TimeDelta::hours(12));
    }
}
