//! How long to wait before the next try.

/// The first pause, in milliseconds.
const FIRST: u32 = 1_000;
/// The longest pause, in milliseconds.
const LONGEST: u32 = 60_000;

/// The pause after so many failures in a row, in milliseconds: doubled each time, and somewhere
/// between half and all of it (`chance` is 0 to 1), so that not all come back at the same moment.
#[must_use]
pub fn pause(failures: u32, chance: f64) -> u32 {
    let whole = FIRST.saturating_mul(1 << failures.min(10)).min(LONGEST);
    // Within u32: it is at most `LONGEST`.
    (f64::from(whole) * (0.5 + 0.5 * chance.clamp(0.0, 1.0))) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute_and_are_spread() {
        assert_eq!((pause(0, 0.0), pause(0, 1.0)), (500, 1_000));
        assert_eq!((pause(3, 0.0), pause(3, 1.0)), (4_000, 8_000));
        for failures in 0..100 {
            let (least, most) = (pause(failures, 0.0), pause(failures, 1.0));
            assert!(least >= 500 && most <= LONGEST && least <= most, "{failures}");
        }
        assert_eq!(pause(u32::MAX, 1.0), LONGEST);
    }
}
