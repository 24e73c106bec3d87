//! The totals of a cart or an order. Browser and server run these very lines.

use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// What an order costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Totals {
    /// The items together.
    pub items: Rupiah,
    /// Shipping.
    pub shipping: Rupiah,
    /// Taken off; a positive amount.
    pub discount: Rupiah,
    /// Value-added tax (PPN) contained in the items after discount; zero when the seller shows none.
    pub tax_included: Rupiah,
    /// What is to be paid: items + shipping − discount.
    pub grand: Rupiah,
}

/// The most pieces of one variant in a cart.
pub const MAX_QUANTITY: i32 = 99;
/// The most different variants in a cart.
pub const MAX_LINES: usize = 50;

/// The value-added tax contained in prices.
///
/// Statutory 12 % on a base of 11/12 of the price is 11 % in effect (PMK 131/2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRule {
    /// Statutory rate in percent.
    pub rate_percent: i64,
    /// Numerator of the part of the price that is taxed.
    pub base_numerator: i64,
    /// Denominator of the part of the price that is taxed.
    pub base_denominator: i64,
}

impl TaxRule {
    /// General goods since 2025-01-01.
    pub const GENERAL: Self = Self { rate_percent: 12, base_numerator: 11, base_denominator: 12 };

    /// The tax contained in `gross`, rounded to the nearest rupiah, halves up.
    #[must_use]
    pub fn included_in(self, gross: Rupiah) -> Rupiah {
        let part = i128::from(self.rate_percent) * i128::from(self.base_numerator);
        let whole = 100 * i128::from(self.base_denominator) + part;
        if whole <= 0 {
            return Rupiah::ZERO;
        }
        let tax = (2 * i128::from(gross.0) * part + whole).div_euclid(2 * whole);
        Rupiah(i64::try_from(tax).unwrap_or(gross.0))
    }
}

/// Adds up an order. `None` when a sum is beyond what an `i64` holds.
///
/// `lines` are unit prices and quantities.
#[must_use]
pub fn totals(
    lines: impl IntoIterator<Item = (Rupiah, i32)>,
    shipping: Rupiah,
    discount: Rupiah,
    tax: Option<TaxRule>,
) -> Option<Totals> {
    let mut items = Rupiah::ZERO;
    for (price, quantity) in lines {
        items = items.checked_add(price.checked_mul(i64::from(quantity))?)?;
    }
    let discount = discount.min(items);
    let taxed = items.checked_sub(discount)?;
    let grand = taxed.checked_add(shipping)?;
    let tax_included = tax.map_or(Rupiah::ZERO, |rule| rule.included_in(taxed));
    Some(Totals { items, shipping, discount, tax_included, grand })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tax_in_a_price_is_eleven_of_a_hundred_and_eleven() {
        assert_eq!(TaxRule::GENERAL.included_in(Rupiah(111_000)), Rupiah(11_000));
        assert_eq!(TaxRule::GENERAL.included_in(Rupiah(1_500_000)), Rupiah(148_649));
        assert_eq!(TaxRule::GENERAL.included_in(Rupiah::ZERO), Rupiah::ZERO);
    }

    #[test]
    fn a_sum_beyond_measure_is_refused() {
        assert_eq!(totals([(Rupiah(i64::MAX), 2)], Rupiah::ZERO, Rupiah::ZERO, None), None);
    }

    proptest! {
        #[test]
        fn totals_add_up(
            lines in prop::collection::vec((0_i64..500_000_000, 1_i32..=99), 0..50),
            shipping in 0_i64..10_000_000,
            discount in 0_i64..1_000_000_000,
        ) {
            let lines: Vec<_> = lines.into_iter().map(|(price, quantity)| (Rupiah(price), quantity)).collect();
            let sum: i64 = lines.iter().map(|(price, quantity)| price.0 * i64::from(*quantity)).sum();
            let all = totals(lines, Rupiah(shipping), Rupiah(discount), Some(TaxRule::GENERAL));
            let all = all.ok_or_else(|| TestCaseError::fail("too large"))?;
            prop_assert_eq!(all.items.0, sum);
            prop_assert_eq!(all.grand.0, all.items.0 + all.shipping.0 - all.discount.0);
            prop_assert!(all.grand >= all.shipping);
            prop_assert!(all.tax_included.0 >= 0 && all.tax_included.0 * 10 <= all.items.0 + 10);
        }
    }
}
