//! Which of the services of couriers to show first.

use shared::checkout::CheckoutOption;
use shared::ids::ShippingServiceId;

/// Days that nobody minds to wait.
const SOON: i32 = 7;

/// What stands out of services that come the cheapest first: the cheapest, the fastest, and of every courier the cheapest that
/// is soon there.
#[must_use]
pub fn best(options: &[CheckoutOption]) -> Vec<ShippingServiceId> {
    let quotes = || options.iter().map(|option| &option.quote);
    let fastest = quotes().min_by_key(|quote| (quote.max_days, quote.min_days));
    let mut best: Vec<ShippingServiceId> = quotes().take(1).chain(fastest).map(|quote| quote.service_id).collect();
    let mut couriers: Vec<&str> = Vec::new();
    for quote in quotes().filter(|quote| quote.max_days <= SOON) {
        if !couriers.contains(&quote.courier.as_str()) {
            couriers.push(&quote.courier);
            best.push(quote.service_id);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use shared::money::Rupiah;
    use shared::shipping::ShippingQuote;
    use shared::totals::Totals;

    use super::*;

    fn option((courier, code, min_days, max_days): (&str, &str, i32, i32)) -> CheckoutOption {
        let quote = ShippingQuote {
            service_id: ShippingServiceId::generate(),
            courier: courier.to_owned(),
            code: code.to_owned(),
            name: code.to_owned(),
            chargeable_kg: 1,
            price: Rupiah(1),
            min_days,
            max_days,
        };
        CheckoutOption { quote, totals: Totals::default() }
    }

    #[test]
    fn every_courier_is_among_the_best() {
        // The cheapest first, as the server lists them.
        let options = [
            ("POS", "JUMBO", 5, 12),
            ("J&T", "CARGO", 3, 8),
            ("J&T", "ECO", 3, 7),
            ("JNE", "OKE", 3, 6),
            ("POS", "REG", 3, 6),
            ("JNE", "REG", 2, 4),
            ("JNE", "YES", 1, 1),
            ("POS", "NEXT", 1, 2),
        ]
        .map(option);
        let best = best(&options);
        let names = best.iter().filter_map(|id| options.iter().find(|option| option.quote.service_id == *id));
        let names: Vec<_> = names.map(|option| format!("{} {}", option.quote.courier, option.quote.code)).collect();
        assert_eq!(names, ["POS JUMBO", "JNE YES", "J&T ECO", "JNE OKE", "POS REG"]);
        assert!(super::best(&[]).is_empty());
    }
}
