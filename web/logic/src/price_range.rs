//! The handles of a price range.

/// Positions of a handle. Prices reach from a pick to a stack, so each step is a factor, not an amount.
pub const STEPS: f64 = 100.0;

#[expect(clippy::cast_precision_loss, reason = "prices stay far below 2^52")]
fn logarithm(price: i64) -> f64 {
    (price.max(1) as f64).ln()
}

/// Where the handle of a price stands between these ends.
#[must_use]
pub fn position_of(price: i64, (least, most): (i64, i64)) -> f64 {
    let span = logarithm(most) - logarithm(least);
    if span <= 0.0 { 0.0 } else { ((logarithm(price) - logarithm(least)) / span * STEPS).round().clamp(0.0, STEPS) }
}

/// The price at a position, rounded to two figures; the ends exactly.
#[expect(clippy::cast_possible_truncation, reason = "prices stay far below 2^52")]
#[must_use]
pub fn price_at(position: f64, (least, most): (i64, i64)) -> i64 {
    if position <= 0.0 {
        return least;
    }
    if position >= STEPS {
        return most;
    }
    let exact = (logarithm(least) + (logarithm(most) - logarithm(least)) * position / STEPS).exp();
    let unit = 10_f64.powf((exact.log10().floor() - 1.0).max(0.0));
    (((exact / unit).round() * unit) as i64).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_reach_both_ends() {
        let ends = (15_000, 84_900_000);
        assert_eq!(price_at(0.0, ends), 15_000);
        assert_eq!(price_at(100.0, ends), 84_900_000);
        assert!((position_of(15_000, ends) - 0.0).abs() < f64::EPSILON);
        assert!((position_of(84_900_000, ends) - 100.0).abs() < f64::EPSILON);
    }

    #[test]
    fn prices_between_are_round() {
        for position in 1..100 {
            let price = price_at(f64::from(position), (15_000, 84_900_000));
            let digits = price.to_string();
            assert!(digits.trim_end_matches('0').len() <= 2, "{price}");
        }
    }
}
