//! Which backups stay.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Utc};

use crate::clock::shop_day;

/// How many backups stay: the last one of each of so many days, and the last one of each of so many months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    daily: usize,
    monthly: usize,
}

impl FromStr for Keep {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "DAYS,MONTHS is expected, such as 30,12";
        let (daily, monthly) = text.split_once(',').ok_or(EXPECTED)?;
        let number = |text: &str| text.trim().parse().map_err(|_| EXPECTED);
        let keep = Self { daily: number(daily)?, monthly: number(monthly)? };
        // The one that was just taken is of the newest day.
        if keep.daily == 0 { Err("at least one day must stay") } else { Ok(keep) }
    }
}

impl Keep {
    /// Those of `taken` that stay. Only days and months with a backup count: a shop that was switched off for a
    /// while loses none by that.
    pub(super) fn staying(self, taken: &[DateTime<Utc>]) -> BTreeSet<DateTime<Utc>> {
        let mut newest_first = taken.to_vec();
        newest_first.sort_unstable_by(|one, other| other.cmp(one));
        let (mut days, mut months, mut stay) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for at in newest_first {
            let day = shop_day(at);
            if days.len() < self.daily && days.insert(day) {
                stay.insert(at);
            }
            if months.len() < self.monthly && months.insert((day.year(), day.month())) {
                stay.insert(at);
            }
        }
        stay
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn staying(keep: &str, taken: &[DateTime<Utc>]) -> Vec<String> {
        let keep: Keep = keep.parse().expect("a rule");
        keep.staying(taken).into_iter().map(|at| at.format("%Y-%m-%d %H").to_string()).collect()
    }

    #[test]
    fn the_last_of_a_day_stays_and_days_are_those_of_the_shop() {
        // 17.00 UTC is midnight in the shop.
        let taken = [at("2026-11-28T01:00:00Z"), at("2026-11-28T16:00:00Z"), at("2026-11-28T18:00:00Z")];
        assert_eq!(staying("30,0", &taken), ["2026-11-28 16", "2026-11-28 18"]);
        assert_eq!(staying("1,0", &taken), ["2026-11-28 18"]);
    }

    #[test]
    fn after_two_years_thirty_days_and_twelve_months_are_there() {
        let first = at("2025-01-01T20:00:00Z");
        let taken: Vec<DateTime<Utc>> = (0..730).map(|day| first + TimeDelta::days(day)).collect();
        let stay = staying("30,12", &taken);
        // The last month, and of the month before the last day, are among the thirty days already.
        assert_eq!(stay.len(), 30 + 12 - 2, "{stay:?}");
        assert_eq!(stay.last().map(String::as_str), Some("2026-12-31 20"));
        assert_eq!(stay.first().map(String::as_str), Some("2026-02-27 20"));
    }

    #[test]
    fn pruned_every_day_the_same_stay_as_pruned_at_last() {
        let first = at("2025-01-01T20:00:00Z");
        let keep = Keep { daily: 30, monthly: 12 };
        let (mut all, mut there) = (Vec::new(), Vec::new());
        for day in 0..500 {
            all.push(first + TimeDelta::days(day));
            there.push(first + TimeDelta::days(day));
            there = keep.staying(&there).into_iter().collect();
        }
        assert_eq!(there, keep.staying(&all).into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn days_without_a_backup_do_not_count() {
        let taken = [at("2020-01-05T03:00:00Z"), at("2023-06-05T03:00:00Z"), at("2026-11-28T03:00:00Z")];
        assert_eq!(staying("2,0", &taken), ["2023-06-05 03", "2026-11-28 03"]);
        assert_eq!(staying("1,3", &taken).len(), 3);
    }

    #[test]
    fn a_rule_keeps_something() {
        for bad in ["", "30", "30,", "a,b", "0,12", "-1,2"] {
            assert!(bad.parse::<Keep>().is_err(), "{bad}");
        }
        assert_eq!("30, 12".parse(), Ok(Keep { daily: 30, monthly: 12 }));
    }
}
