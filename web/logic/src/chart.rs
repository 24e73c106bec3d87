//! The scale of a chart and what is drawn on it.

/// How high the drawing is, in its own units.
pub const HEIGHT: i64 = 200;

/// How high a value is drawn where the scale ends at `top`; what is not nothing is seen.
#[must_use]
pub fn height(value: i64, top: i64) -> i128 {
    (i128::from(value.max(0)) * i128::from(HEIGHT) / i128::from(top)).max(i128::from(value > 0))
}

/// A round figure at or above `most` of which a quarter is whole: beyond a thousand 1, 2, 2.5 or 5 times a power of ten.
#[must_use]
pub fn round_up(most: i64) -> i64 {
    const SMALL: [i64; 15] = [4, 8, 12, 20, 40, 60, 80, 100, 200, 300, 400, 500, 600, 800, 1_000];
    if let Some(top) = SMALL.into_iter().find(|&top| top >= most) {
        return top;
    }
    let mut unit: i64 = 10;
    while let Some(next) = unit.checked_mul(10).filter(|&next| next <= most) {
        unit = next;
    }
    [10, 20, 25, 50, 100].into_iter().map(|tenths| (unit / 10).saturating_mul(tenths)).find(|&top| top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_figure() {
        assert_eq!([1, 10, 24, 26, 99, 240].map(round_up), [4, 12, 40, 40, 100, 300]);
        assert!((0..5_000).all(|most| round_up(most) % 4 == 0));
        assert_eq!([187_450_000, 250_000_001].map(round_up), [200_000_000, 500_000_000]);
        assert!(round_up(i64::MAX) > 0);
    }

    #[test]
    fn what_is_not_nothing_is_seen() {
        assert_eq!((height(0, 100), height(1, 1_000_000), height(100, 100), height(-5, 100)), (0, 1, 200, 0));
    }
}
