//! Examples of what goes back, and that no sequence of refunds loses or invents a rupiah.

use proptest::prelude::*;

use super::*;
use crate::ids::OrderItemId;
use crate::money::Rupiah;
use crate::payments::RefundKind;
use crate::validate::Validate;

fn line(quantity: i32, price: i64) -> PaidLine {
    PaidLine { id: OrderItemId::generate(), quantity, line_total: Rupiah(price * i64::from(quantity)) }
}

fn ask(kind: RefundKind) -> RefundOrderRequest {
    RefundOrderRequest {
        kind,
        items: Vec::new(),
        shipping: false,
        amount: None,
        restock: false,
        reason: "Lecet di bodi".to_owned(),
        shipped: None,
    }
}

fn pieces(of: &[(OrderItemId, i32)], shipping: bool) -> RefundOrderRequest {
    let items = of.iter().map(|&(order_item_id, quantity)| RefundItemRequest { order_item_id, quantity }).collect();
    RefundOrderRequest { items, shipping, ..ask(RefundKind::Items) }
}

fn goodwill(amount: i64) -> RefundOrderRequest {
    RefundOrderRequest { amount: Some(Rupiah(amount)), ..ask(RefundKind::Goodwill) }
}

fn given(split: &RefundSplit) -> GivenBack {
    GivenBack { amount: split.amount, shipping: split.shipping, items: split.items.clone() }
}

#[test]
fn three_pieces_less_a_discount_go_back_one_by_one_without_losing_a_rupiah() {
    // 3 × 10.000 less 1.000: 9.666, 9.667 and 9.667.
    let lines = [line(3, 10_000)];
    let (shipping, discount, paid) = (Rupiah(9_000), Rupiah(1_000), Rupiah(38_000));
    let mut gone = Vec::new();
    let mut amounts = Vec::new();
    for _ in 0..3 {
        let left = refundable(&lines, shipping, discount, paid, &gone);
        let Ok(split) = left.split(&pieces(&[(lines[0].id, 1)], false)) else { panic!("refused") };
        amounts.push(split.amount.0);
        gone.push(given(&split));
    }
    assert_eq!(amounts, [9_666, 9_667, 9_667]);
    let left = refundable(&lines, shipping, discount, paid, &gone);
    assert_eq!((left.left, left.shipping, left.items[0].quantity), (Rupiah(9_000), Rupiah(9_000), 0));
    assert_eq!(left.split(&pieces(&[(lines[0].id, 1)], false)), Err(RefundFault::TooLarge));
    assert_eq!(
        left.split(&ask(RefundKind::Full)).map(|split| (split.amount, split.shipping)),
        Ok((Rupiah(9_000), Rupiah(9_000)))
    );
}

#[test]
fn more_than_is_left_is_refused() {
    let lines = [line(1, 100_000)];
    let left = refundable(&lines, Rupiah(10_000), Rupiah::ZERO, Rupiah(110_000), &[]);
    assert_eq!(left.split(&goodwill(110_001)), Err(RefundFault::TooLarge));
    assert_eq!(left.split(&goodwill(0)), Err(RefundFault::TooLarge));
    assert_eq!(left.split(&pieces(&[(OrderItemId::generate(), 1)], false)), Err(RefundFault::UnknownItem(0)));
    let Ok(kindness) = left.split(&goodwill(50_000)) else { panic!("refused") };
    let left = refundable(&lines, Rupiah(10_000), Rupiah::ZERO, Rupiah(110_000), &[given(&kindness)]);
    // The piece is worth more than what is left: all of that goes back for it.
    let whole = |split: RefundSplit| (split.amount, split.shipping, split.items[0].amount);
    let asked = left.split(&pieces(&[(lines[0].id, 1)], false));
    assert_eq!(asked.map(whole), Ok((Rupiah(60_000), Rupiah::ZERO, Rupiah(60_000))));
    let asked = left.split(&pieces(&[(lines[0].id, 1)], true));
    assert_eq!(asked.map(whole), Ok((Rupiah(60_000), Rupiah(10_000), Rupiah(50_000))));
    assert_eq!(left.split(&pieces(&[(lines[0].id, 2)], false)), Err(RefundFault::TooLarge));
    assert_eq!(left.split(&ask(RefundKind::Full)).map(|split| split.amount), Ok(Rupiah(60_000)));
}

#[test]
fn rules_of_the_form() {
    let id = OrderItemId::generate();
    assert_eq!(pieces(&[(id, 1)], false).validate(), Ok(()));
    assert_eq!(pieces(&[], true).validate(), Ok(()));
    let pointers = |request: RefundOrderRequest| -> Vec<String> {
        request.validate().err().into_iter().flatten().map(|error| error.pointer).collect()
    };
    assert_eq!(pointers(pieces(&[], false)), ["/items"]);
    assert_eq!(pointers(pieces(&[(id, 0), (id, 1)], false)), ["/items/0/quantity", "/items/1/order_item_id"]);
    assert_eq!(pointers(ask(RefundKind::Goodwill)), ["/amount"]);
    assert_eq!(pointers(ask(RefundKind::Automatic)), ["/kind"]);
    assert_eq!(pointers(RefundOrderRequest { reason: " ".to_owned(), ..ask(RefundKind::Full) }), ["/reason"]);
}

/// One refund of a random sequence: what for, and whether it goes through.
#[derive(Clone, Debug)]
enum Step {
    Pieces(Vec<i32>, bool),
    Goodwill(i64),
    Full,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (prop::collection::vec(0_i32..4, 1..6), any::<bool>()).prop_map(|(pieces, shipping)| Step::Pieces(pieces, shipping)),
        1 => (1_i64..200_000).prop_map(Step::Goodwill),
        1 => Just(Step::Full),
    ]
}

proptest! {
    #[test]
    fn no_rupiah_is_lost_or_invented(
        goods in prop::collection::vec((1_i32..7, 0_i64..2_000_000), 1..6),
        shipping in 0_i64..300_000,
        discount in 0_i64..500_000,
        steps in prop::collection::vec((step(), any::<bool>()), 0..30),
    ) {
        let lines: Vec<PaidLine> = goods.into_iter().map(|(quantity, price)| line(quantity, price)).collect();
        let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
        let (shipping, discount) = (Rupiah(shipping), Rupiah(discount.min(items_total)));
        let paid = Rupiah(items_total + shipping.0 - discount.0);
        let mut gone: Vec<GivenBack> = Vec::new();
        for (step, succeeds) in steps {
            let left = refundable(&lines, shipping, discount, paid, &gone);
            let request = match step {
                Step::Pieces(counts, with_shipping) => {
                    let wanted: Vec<_> = lines.iter().zip(counts).filter(|(_, count)| *count > 0).map(|(line, count)| (line.id, count)).collect();
                    pieces(&wanted, with_shipping)
                }
                Step::Goodwill(amount) => goodwill(amount),
                Step::Full => ask(RefundKind::Full),
            };
            let Ok(split) = left.split(&request) else { continue };
            prop_assert!(split.amount > Rupiah::ZERO && split.amount <= left.left);
            if request.kind != RefundKind::Goodwill {
                let parts: i64 = split.items.iter().map(|item| item.amount.0).sum::<i64>() + split.shipping.0;
                prop_assert_eq!(parts, split.amount.0);
            }
            // One that fails leaves no trace.
            if succeeds {
                gone.push(given(&split));
            }
        }
        let sent: i64 = gone.iter().map(|refund| refund.amount.0).sum();
        prop_assert!(sent <= paid.0);
        // The rest takes what is left, to the rupiah.
        let left = refundable(&lines, shipping, discount, paid, &gone);
        prop_assert_eq!(left.left.0, paid.0 - sent);
        match left.split(&ask(RefundKind::Full)) {
            Ok(rest) => prop_assert_eq!(sent + rest.amount.0, paid.0),
            Err(_) => prop_assert_eq!(sent, paid.0),
        }
    }

    #[test]
    fn pieces_after_a_kindness_take_what_they_are_worth_or_what_is_left(
        goods in prop::collection::vec((1_i32..7, 0_i64..2_000_000), 1..6),
        shipping in 0_i64..300_000,
        kindness in 0_i64..6_000_000,
        counts in prop::collection::vec(0_i32..7, 6),
        with_shipping in any::<bool>(),
    ) {
        let lines: Vec<PaidLine> = goods.into_iter().map(|(quantity, price)| line(quantity, price)).collect();
        let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
        let (shipping, paid) = (Rupiah(shipping), Rupiah(items_total + shipping));
        let kind = GivenBack { amount: Rupiah(kindness.min(paid.0)), shipping: Rupiah::ZERO, items: Vec::new() };
        let left = refundable(&lines, shipping, Rupiah::ZERO, paid, &[kind]);
        let wanted: Vec<_> = lines.iter().zip(counts).map(|(line, count)| (line.id, count.min(line.quantity))).filter(|(_, count)| *count > 0).collect();
        let worth: i64 = wanted.iter().map(|(id, count)| left.items.iter().filter(|item| item.order_item_id == *id).map(|item| share(item, *count).0).sum::<i64>()).sum();
        let worth = worth + if with_shipping { shipping.0 } else { 0 };
        match left.split(&pieces(&wanted, with_shipping)) {
            Ok(split) => {
                prop_assert_eq!(split.amount.0, worth.min(left.left.0));
                prop_assert_eq!(split.items.iter().map(|item| item.amount.0).sum::<i64>() + split.shipping.0, split.amount.0);
                // Pieces that were chosen are given back, whatever is left for them.
                prop_assert_eq!(split.items.len(), wanted.len());
                let dearer = split.items.iter().zip(&wanted).any(|(item, (id, count))| {
                    item.quantity != *count || left.items.iter().any(|part| part.order_item_id == *id && share(part, *count) < item.amount)
                });
                prop_assert!(!dearer);
            }
            Err(_) => prop_assert_eq!(worth.min(left.left.0), 0),
        }
    }

    #[test]
    fn all_pieces_one_way_or_another_are_what_was_paid_for_the_items(
        goods in prop::collection::vec((1_i32..9, 1_i64..2_000_000), 1..6),
        discount in 0_i64..500_000,
        picks in prop::collection::vec((0_usize..6, 1_i32..5, any::<bool>()), 0..60),
    ) {
        let lines: Vec<PaidLine> = goods.into_iter().map(|(quantity, price)| line(quantity, price)).collect();
        let items_total: i64 = lines.iter().map(|line| line.line_total.0).sum();
        let discount = Rupiah(discount.min(items_total - 1));
        let (shipping, paid) = (Rupiah(15_000), Rupiah(items_total + 15_000 - discount.0));
        let mut gone: Vec<GivenBack> = Vec::new();
        // Some pieces at random, some of them failing, then the rest.
        let random = picks.into_iter().map(|(index, quantity, succeeds)| (index % lines.len(), quantity, succeeds));
        let rest = (0..lines.len()).map(|index| (index, i32::MAX, true));
        for (index, quantity, succeeds) in random.chain(rest) {
            let left = refundable(&lines, shipping, discount, paid, &gone);
            let request = pieces(&[(lines[index].id, quantity.min(left.items[index].quantity))], false);
            if let Ok(split) = left.split(&request) && succeeds {
                gone.push(given(&split));
            }
        }
        let left = refundable(&lines, shipping, discount, paid, &gone);
        let unsent: i64 = left.items.iter().map(|item| item.amount.0).sum();
        prop_assert_eq!(unsent, 0);
        let sent: i64 = gone.iter().map(|refund| refund.amount.0).sum();
        prop_assert_eq!(sent, items_total - discount.0);
    }
}
