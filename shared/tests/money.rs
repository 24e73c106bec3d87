//! Money in whole rupiah: for every cart, quote, discount, tax and sequence of refunds that the rules
//! let through, sums are exact, nothing is lost or made, and nothing overflows.

use proptest::prelude::*;
use shared::ids::{AddressId, OrderItemId, ShippingServiceId};
use shared::money::Rupiah;
use shared::payments::RefundKind;
use shared::refunds::{GivenBack, PaidLine, RefundItemRequest, RefundOrderRequest, RefundSplit, refundable, share};
use shared::shipping::{Parcel, Tariff};
use shared::totals::{MAX_LINES, MAX_QUANTITY, TaxRule, totals};
use shared::validate::Validate;

/// Prices that people have, prices at the edges, and any other that is not negative.
fn price() -> impl Strategy<Value = i64> {
    let edge = prop::sample::select(vec![
        0,
        1,
        2,
        99,
        100,
        101,
        i64::MAX / 99,
        i64::MAX / 99 + 1,
        i64::MAX / 4950,
        i64::MAX - 1,
        i64::MAX,
    ]);
    prop_oneof![6 => 0_i64..100_000_000, 2 => edge, 1 => 0_i64..=i64::MAX]
}

fn quantity() -> impl Strategy<Value = i32> {
    prop_oneof![3 => 1..=3, 1 => Just(MAX_QUANTITY), 2 => 1..=MAX_QUANTITY]
}

fn cart() -> impl Strategy<Value = Vec<(i64, i32)>> {
    prop::collection::vec((price(), quantity()), 0..=MAX_LINES)
}

fn tax() -> impl Strategy<Value = Option<TaxRule>> {
    let any = (0_i64..=100, 0_i64..=100, 1_i64..=100).prop_map(|(rate_percent, base_numerator, base_denominator)| TaxRule {
        rate_percent,
        base_numerator,
        base_denominator,
    });
    prop_oneof![1 => Just(None), 2 => Just(Some(TaxRule::GENERAL)), 1 => any.prop_map(Some)]
}

/// What is to be paid, reckoned with numbers that hold it all; `None` beyond an `i64`.
fn exact(lines: &[(i64, i32)], shipping: i64, discount: i64) -> Option<[i128; 4]> {
    let most = i128::from(i64::MAX);
    let items: i128 = lines.iter().map(|(price, quantity)| i128::from(*price) * i128::from(*quantity)).sum();
    let discount = i128::from(discount).min(items);
    let grand = items - discount + i128::from(shipping);
    (items <= most && grand <= most).then_some([items, i128::from(shipping), discount, grand])
}

fn lines_of(cart: &[(i64, i32)]) -> Vec<PaidLine> {
    let line = |(price, quantity): &(i64, i32)| PaidLine {
        id: OrderItemId::generate(),
        quantity: *quantity,
        line_total: Rupiah(price * i64::from(*quantity)),
    };
    cart.iter().map(line).collect()
}

/// A refund that staff ask for; what for, and whether it goes through in the end.
#[derive(Clone, Debug)]
struct Step {
    kind: RefundKind,
    pieces: Vec<(usize, i32)>,
    shipping: bool,
    amount: i64,
    succeeds: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![4 => Just(RefundKind::Items), 2 => Just(RefundKind::Goodwill), 1 => Just(RefundKind::Full)];
    let amount = prop_oneof![3 => 1_i64..5_000_000, 1 => 1_i64..=1_000_000_000_000];
    (kind, prop::collection::vec((0..MAX_LINES, 1..=MAX_QUANTITY), 0..5), any::<bool>(), amount, any::<bool>())
        .prop_map(|(kind, pieces, shipping, amount, succeeds)| Step { kind, pieces, shipping, amount, succeeds })
}

impl Step {
    /// As a request, if the form would let it through.
    fn request(&self, lines: &[PaidLine]) -> Option<RefundOrderRequest> {
        let mut items: Vec<RefundItemRequest> = Vec::new();
        for (index, quantity) in &self.pieces {
            let id = lines.get(index % lines.len().max(1))?.id;
            if items.iter().all(|item| item.order_item_id != id) {
                items.push(RefundItemRequest { order_item_id: id, quantity: *quantity });
            }
        }
        let request = RefundOrderRequest {
            kind: self.kind,
            items: if self.kind == RefundKind::Items { items } else { Vec::new() },
            shipping: self.shipping,
            amount: (self.kind == RefundKind::Goodwill).then_some(Rupiah(self.amount)),
            restock: false,
            reason: "Lecet di bodi".to_owned(),
            shipped: None,
        };
        request.validate().is_ok().then_some(request)
    }
}

fn given(split: &RefundSplit) -> GivenBack {
    GivenBack { amount: split.amount, shipping: split.shipping, items: split.items.clone() }
}

fn full() -> RefundOrderRequest {
    RefundOrderRequest {
        kind: RefundKind::Full,
        items: Vec::new(),
        shipping: false,
        amount: None,
        restock: false,
        reason: "Batal semua".to_owned(),
        shipped: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Any cart, any shipping, any discount, any tax: added up to the rupiah, or refused as too large.
    #[test]
    fn totals_are_exact_or_refused(cart in cart(), shipping in price(), discount in price(), tax in tax()) {
        let prices = cart.iter().map(|(price, quantity)| (Rupiah(*price), *quantity));
        let all = totals(prices, Rupiah(shipping), Rupiah(discount), tax);
        let Some([items, shipping, discount, grand]) = exact(&cart, shipping, discount) else {
            prop_assert_eq!(all, None);
            return Ok(());
        };
        let all = all.ok_or_else(|| TestCaseError::fail("refused"))?;
        let found = [all.items, all.shipping, all.discount, all.grand].map(|part| i128::from(part.0));
        prop_assert_eq!(found, [items, shipping, discount, grand]);
        prop_assert!(all.tax_included.0 >= 0 && i128::from(all.tax_included.0) <= items - discount);
        prop_assert_eq!(tax.is_none() && all.tax_included.0 != 0, false);
    }

    /// No integer whatever makes it panic, negative ones included.
    #[test]
    fn totals_never_overflow(lines in prop::collection::vec((any::<i64>(), any::<i32>()), 0..60), shipping: i64, discount: i64) {
        let prices = lines.iter().map(|(price, quantity)| (Rupiah(*price), *quantity));
        if let Some(all) = totals(prices, Rupiah(shipping), Rupiah(discount), Some(TaxRule::GENERAL)) {
            let sum = i128::from(all.items.0) + i128::from(all.shipping.0) - i128::from(all.discount.0);
            prop_assert_eq!(i128::from(all.grand.0), sum);
        }
    }

    /// The tax is the nearest whole rupiah to the part of the price that it is, and grows with the price.
    #[test]
    fn tax_is_the_nearest_rupiah(gross in price(), more in price(), rule in tax()) {
        let Some(rule) = rule else { return Ok(()) };
        let tax = rule.included_in(Rupiah(gross));
        let part = i128::from(rule.rate_percent) * i128::from(rule.base_numerator);
        let whole = 100 * i128::from(rule.base_denominator) + part;
        // |tax − gross × part / whole| ≤ ½
        let off = 2 * (i128::from(tax.0) * whole - i128::from(gross) * part);
        prop_assert!((-whole..=whole).contains(&off), "{} of {}", tax, gross);
        prop_assert!(rule.included_in(Rupiah(gross.saturating_add(more))) >= tax);
    }

    /// An amount that is divided is the sum of its parts, and each part is its share but for one rupiah.
    #[test]
    fn parts_are_fair_and_add_up(amount: i64, weights in prop::collection::vec(prop_oneof![0_u64..1_000_000, Just(0_u64), any::<u64>()], 1..60)) {
        let parts = Rupiah(amount).allocate(&weights);
        let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
        let sum: i128 = parts.iter().map(|part| i128::from(part.0)).sum();
        prop_assert_eq!(sum, if total == 0 { 0 } else { i128::from(amount) });
        for (part, weight) in parts.iter().zip(&weights) {
            if total > 0 {
                // Rounded down or up, never further.
                let floor = (i128::from(amount) * i128::from(*weight)).div_euclid(total);
                prop_assert!((floor..=floor + 1).contains(&i128::from(part.0)));
                prop_assert!(*weight > 0 || part.0 == 0, "nothing falls on what weighs nothing");
            }
        }
    }

    /// Shipping is a whole number of hundreds that covers the exact price, or refused as too large.
    #[test]
    fn shipping_is_rounded_up_to_hundreds(
        base in price(), per_kg in price(), per_km in price(), distance in 0_i64..20_100,
        divisor in 1_i32..=10_000, least in 1_i32..=50, tolerance in 0_i32..=999,
        pieces in prop::collection::vec((0_i32..=i32::MAX, 0_i32..=i32::MAX, 0_i32..=400, 0_i32..=400, quantity()), 1..=MAX_LINES),
    ) {
        let tariff = Tariff {
            base_price: Rupiah(base), price_per_kg: Rupiah(per_kg), price_per_km: Rupiah(per_km),
            volumetric_divisor: divisor, min_weight_kg: least, rounding_tolerance_g: tolerance,
        };
        let parcel = |(weight_g, length_cm, width_cm, height_cm, quantity)| (Parcel { weight_g, length_cm, width_cm, height_cm }, quantity);
        let pieces: Vec<(Parcel, i32)> = pieces.into_iter().map(parcel).collect();
        let kg = tariff.chargeable_kg(&pieces);
        prop_assert!(kg >= i64::from(least));
        let grams: i128 = pieces.iter().map(|(parcel, quantity)| i128::from(parcel.weight_g) * i128::from(*quantity)).sum();
        prop_assert!(i128::from(kg) * 1000 + i128::from(tolerance) >= grams, "{} kg for {} g", kg, grams);
        let exact = i128::from(base) + i128::from(per_kg) * i128::from(kg) + i128::from(per_km) * i128::from(distance);
        match tariff.price(&pieces, distance) {
            Some(price) => {
                let over = i128::from(price.0) - exact;
                prop_assert!(price.0 % 100 == 0 && (0..100).contains(&over), "{} for {}", price, exact);
            }
            None => prop_assert!(exact + 99 > i128::from(i64::MAX)),
        }
    }

    /// A cart becomes an order, the order is paid, and is given back in any way that the form lets
    /// through, some of it failing: never more than was paid, never more than a part was worth, and
    /// the rest takes what is left, to the rupiah.
    #[test]
    fn what_was_paid_is_what_can_go_back(
        cart in cart(), shipping in price(), discount in price(), tax in tax(), steps in prop::collection::vec(step(), 0..40),
    ) {
        let prices = cart.iter().map(|(price, quantity)| (Rupiah(*price), *quantity));
        let Some(order) = totals(prices, Rupiah(shipping), Rupiah(discount), tax) else { return Ok(()) };
        let (lines, paid) = (lines_of(&cart), order.grand);
        let mut gone: Vec<GivenBack> = Vec::new();
        let sum = |gone: &[GivenBack]| gone.iter().map(|refund| i128::from(refund.amount.0)).sum::<i128>();
        for step in &steps {
            let left = refundable(&lines, order.shipping, order.discount, paid, &gone);
            prop_assert_eq!(i128::from(left.left.0), i128::from(paid.0) - sum(&gone));
            let Some(request) = step.request(&lines) else { continue };
            let Ok(split) = left.split(&request) else { continue };
            prop_assert!(split.amount.0 > 0 && split.amount <= left.left);
            prop_assert!(split.shipping <= left.shipping);
            let parts: i128 = split.items.iter().map(|item| i128::from(item.amount.0)).sum::<i128>() + i128::from(split.shipping.0);
            if request.kind != RefundKind::Goodwill {
                prop_assert_eq!(parts, i128::from(split.amount.0));
            }
            for item in &split.items {
                let known = left.items.iter().find(|known| known.order_item_id == item.order_item_id);
                let known = known.ok_or_else(|| TestCaseError::fail("a line from nowhere"))?;
                prop_assert!(item.quantity <= known.quantity && item.amount <= known.amount);
            }
            // One that fails leaves no trace.
            if step.succeeds {
                gone.push(given(&split));
            }
        }
        for line in &lines {
            let of_line = gone.iter().flat_map(|refund| &refund.items).filter(|item| item.order_item_id == line.id);
            let (pieces, amount) = of_line.fold((0, 0), |(pieces, amount), item| (pieces + item.quantity, amount + item.amount.0));
            prop_assert!(pieces <= line.quantity && amount <= line.line_total.0);
        }
        let shipped_back: i128 = gone.iter().map(|refund| i128::from(refund.shipping.0)).sum();
        prop_assert!(shipped_back <= i128::from(order.shipping.0));
        match refundable(&lines, order.shipping, order.discount, paid, &gone).split(&full()) {
            Ok(rest) => prop_assert_eq!(sum(&gone) + i128::from(rest.amount.0), i128::from(paid.0)),
            Err(_) => prop_assert_eq!(sum(&gone), i128::from(paid.0)),
        }
    }

    /// However pieces of a line are taken, one after the other or several at a time, they are worth
    /// what the line was, and never less than nothing.
    #[test]
    fn pieces_of_a_line_are_worth_the_line(price in price(), quantity in quantity(), takes in prop::collection::vec(1_i32..=MAX_QUANTITY, 0..100)) {
        let Some(worth) = Rupiah(price).checked_mul(i64::from(quantity)) else { return Ok(()) };
        let mut left = shared::refunds::RefundItem { order_item_id: OrderItemId::generate(), quantity, amount: worth };
        let mut sum = 0_i64;
        for take in takes.into_iter().chain([MAX_QUANTITY]) {
            let take = take.min(left.quantity);
            if take == 0 {
                break;
            }
            let part = share(&left, take);
            prop_assert!(part.0 >= 0 && part <= left.amount);
            sum += part.0;
            left = shared::refunds::RefundItem { quantity: left.quantity - take, amount: Rupiah(left.amount.0 - part.0), ..left };
        }
        prop_assert_eq!((sum, left.quantity, left.amount.0), (worth.0, 0, 0));
    }

    /// What a buyer may send as the expected total is any amount that is not negative.
    #[test]
    fn an_expected_total_is_never_negative(total: i64) {
        let request = shared::checkout::PlaceOrderRequest {
            address_id: AddressId::generate(),
            shipping_service_id: ShippingServiceId::generate(),
            expected_total: Rupiah(total),
            note: String::new(),
            items: None,
        };
        prop_assert_eq!(request.validate().is_ok(), total >= 0);
    }
}
