//! Changing many prices by one rule.

use serde::{Deserialize, Serialize};

use crate::money::Rupiah;
use crate::validate::{Faults, FieldCode, FieldError};

/// The dearest that a variant may be.
pub const MAX_PRICE: Rupiah = Rupiah(10_000_000_000);
/// The steps that prices may be rounded to, in rupiah.
const STEPS: &[i64] = &[1, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000];

words!(
    /// What a price is changed by.
    PriceChangeKind {
        /// Hundredths of a percent of the price.
        Percent = "percent",
        /// Whole rupiah.
        Amount = "amount",
    }
);

/// How prices change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PriceChange {
    /// What `value` is.
    pub kind: PriceChangeKind,
    /// By how much: hundredths of a percent (1000 is 10 %), or whole rupiah. Negative is cheaper.
    pub value: i64,
    /// Rounded to a multiple of so many rupiah, halves up: 1, 100, 500, 1000, 5000, 10000, 50000 or 100000.
    pub round_to: i64,
    /// Shows what a cheaper variant cost before, struck through.
    pub show_reduction: bool,
}

impl PriceChange {
    pub(super) fn check(&self, pointer: &str, faults: &mut Faults) {
        let value = format!("{pointer}/value");
        match self.kind {
            PriceChangeKind::Percent => faults.range(&value, self.value, -9_900, 100_000),
            PriceChangeKind::Amount => faults.range(&value, self.value, -MAX_PRICE.0, MAX_PRICE.0),
        }
        if self.value == 0 {
            faults.add(FieldError::new(value, FieldCode::Required));
        }
        if !STEPS.contains(&self.round_to) {
            faults.add(FieldError::new(format!("{pointer}/round_to"), FieldCode::UnknownChoice));
        }
    }

    /// The price and the one struck through after the change; `None` when it would be nothing or
    /// beyond [`MAX_PRICE`].
    ///
    /// A price struck through goes when the new one reaches it.
    #[must_use]
    pub fn apply(&self, price: Rupiah, compare_at: Option<Rupiah>) -> Option<(Rupiah, Option<Rupiah>)> {
        let before = i128::from(price.0);
        // In ten thousandths of a rupiah, so that nothing is lost before rounding.
        let exact = match self.kind {
            PriceChangeKind::Percent => before * (10_000 + i128::from(self.value)),
            PriceChangeKind::Amount => (before + i128::from(self.value)) * 10_000,
        };
        let step = i128::from(self.round_to.max(1)) * 10_000;
        let rounded = (exact + step / 2).div_euclid(step) * (step / 10_000);
        let after = Rupiah(i64::try_from(rounded).ok()?);
        if after < Rupiah(1) || after > MAX_PRICE {
            return None;
        }
        let before = (self.show_reduction && after < price).then_some(price);
        Some((after, compare_at.or(before).filter(|&shown| shown > after)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(kind: PriceChangeKind, value: i64, round_to: i64, show_reduction: bool) -> PriceChange {
        PriceChange { kind, value, round_to, show_reduction }
    }

    #[test]
    fn prices_change_and_are_rounded() {
        let cheaper = change(PriceChangeKind::Percent, -1_000, 1_000, true);
        assert_eq!(cheaper.apply(Rupiah(1_234_500), None), Some((Rupiah(1_111_000), Some(Rupiah(1_234_500)))));
        assert_eq!(cheaper.apply(Rupiah(1_234_500), Some(Rupiah(1_500_000))), Some((Rupiah(1_111_000), Some(Rupiah(1_500_000)))));
        let dearer = change(PriceChangeKind::Amount, 25_000, 1, false);
        assert_eq!(dearer.apply(Rupiah(95_000), Some(Rupiah(120_000))), Some((Rupiah(120_000), None)));
        assert_eq!(change(PriceChangeKind::Amount, -95_000, 1, false).apply(Rupiah(95_000), None), None);
        assert_eq!(change(PriceChangeKind::Percent, 50, 1, false).apply(Rupiah(100), None), Some((Rupiah(101), None)));
    }

    proptest! {
        #[test]
        fn a_change_keeps_what_the_database_demands(
            price in 1_i64..=MAX_PRICE.0, more in 1_i64..1_000_000, percent in -9_900_i64..100_000, step in 0_usize..STEPS.len(), show: bool,
        ) {
            let rule = change(PriceChangeKind::Percent, percent, STEPS[step], show);
            if let Some((after, compare_at)) = rule.apply(Rupiah(price), Some(Rupiah(price + more))) {
                prop_assert!(after.0 >= 1 && after <= MAX_PRICE);
                prop_assert!(compare_at.is_none_or(|shown| shown > after));
                prop_assert_eq!(after.0 % STEPS[step], 0);
            }
        }
    }
}
