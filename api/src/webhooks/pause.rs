//! When a try that failed is made again: after seconds, then minutes, then hours, for about three days.

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
    TimeDelta::try_milliseconds((whole * rand::random_range(800.0..=1_000.0)) as i64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_for_about_three_days() {
        let all: TimeDelta = (1..TRIES).map(after).sum();
        assert!((TimeDelta::hours(60)..TimeDelta::hours(84)).contains(&all), "{all}");
        assert!((4..=5).contains(&after(1).num_seconds()), "{}", after(1));
        assert!(after(100) <= TimeDelta::hours(12));
    }
}
