//! Money: whole rupiah, never a float.

use serde::{Deserialize, Serialize};

/// An amount in whole Indonesian rupiah (IDR). Negative amounts are debts or discounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::NewType))]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Rupiah(pub i64);

impl Rupiah {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// The sum, or `None` beyond what an `i64` holds.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` beyond what an `i64` holds.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The price of `quantity` pieces, or `None` beyond what an `i64` holds.
    #[must_use]
    pub const fn checked_mul(self, quantity: i64) -> Option<Self> {
        match self.0.checked_mul(quantity) {
            Some(product) => Some(Self(product)),
            None => None,
        }
    }

    /// Splits the amount by `weights` so that the parts add up to it exactly.
    ///
    /// Largest-remainder method: each part is rounded down, and the rupiah left over go one by
    /// one to the parts with the largest remainder, earlier parts first. All parts are zero when
    /// the weights are.
    #[must_use]
    pub fn allocate(self, weights: &[u64]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
        if total == 0 {
            return vec![Self::ZERO; weights.len()];
        }
        let amount = i128::from(self.0);
        let shares: Vec<(i128, i128)> = weights
            .iter()
            .map(|&weight| {
                let exact = amount * i128::from(weight);
                (exact.div_euclid(total), exact.rem_euclid(total))
            })
            .collect();
        let mut parts: Vec<i128> = shares.iter().map(|share| share.0).collect();
        let mut left = amount - parts.iter().sum::<i128>();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|&index| std::cmp::Reverse(shares[index].1));
        for index in by_remainder {
            if left == 0 {
                break;
            }
            parts[index] += 1;
            left -= 1;
        }
        // A part lies between zero and the amount, so it fits where the amount did.
        parts.into_iter().map(|part| Self(i64::try_from(part).unwrap_or(self.0))).collect()
    }
}

/// `Rp 1.500.000`, with the minus before the sign: `-Rp 10.000`.
impl std::fmt::Display for Rupiah {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        write!(f, "{}Rp\u{a0}{grouped}", if self.0 < 0 { "-" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_written_the_indonesian_way() {
        assert_eq!(Rupiah(1_500_000).to_string(), "Rp\u{a0}1.500.000");
        assert_eq!(Rupiah(-10_000).to_string(), "-Rp\u{a0}10.000");
        assert_eq!(Rupiah(999).to_string(), "Rp\u{a0}999");
        assert_eq!(Rupiah(0).to_string(), "Rp\u{a0}0");
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(amount in -1_000_000_000_000_i64..1_000_000_000_000, weights in prop::collection::vec(0_u64..1_000_000, 1..40)) {
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let parts = Rupiah(amount).allocate(&weights);
            prop_assert_eq!(parts.iter().map(|part| part.0).sum::<i64>(), amount);
        }
    }
}
