//! The ways to pay that a provider has left, in few words.

use shared::account::Locale;
use shared::payments::PaymentProvider;
use shared::wording;

/// A kind of ways to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By card.
    Card,
    /// By a wallet on the phone.
    Wallet,
    /// By QRIS.
    Qris,
    /// At a shop's counter.
    Counter,
    /// Later, in parts.
    Credit,
    /// From a bank account.
    Transfer,
}

fn kind(way: &str) -> Option<Kind> {
    Some(match way {
        "credit_card" => Kind::Card,
        "gopay" | "shopeepay" => Kind::Wallet,
        "other_qris" => Kind::Qris,
        "indomaret" | "alfamart" => Kind::Counter,
        "akulaku" | "kredivo" => Kind::Credit,
        "echannel" => Kind::Transfer,
        bank if bank.ends_with("_va") => Kind::Transfer,
        _ => return None,
    })
}

/// The kinds of these ways, each once.
#[must_use]
pub fn kinds(ways: &[String]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for kind in ways.iter().filter_map(|way| kind(way)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Ways to pay by the names people know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Those with a virtual account; `None` is any other bank.
    pub banks: Vec<Option<&'static str>>,
    /// All others.
    pub others: Vec<&'static str>,
}

/// Names ways to pay.
#[must_use]
pub fn named(provider: PaymentProvider, ways: &[String], locale: Locale) -> Ways {
    let mut named = Ways { banks: Vec::new(), others: Vec::new() };
    for way in ways {
        let name = wording::payment_method(provider, Some(way.as_str()), locale);
        match name.strip_suffix("Virtual Account") {
            Some("") => named.banks.push(None),
            Some(bank) => named.banks.push(Some(bank.trim_end())),
            None => named.others.push(name),
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_provider_is_named() {
        let left = ["bca_va", "bni_va", "other_va", "gopay", "other_qris"].map(str::to_owned);
        assert_eq!(kinds(&left), [Kind::Transfer, Kind::Wallet, Kind::Qris]);
        let ways = named(PaymentProvider::Midtrans, &left, Locale::Indonesian);
        assert_eq!((ways.banks, ways.others), (vec![Some("BCA"), Some("BNI"), None], vec!["GoPay", "QRIS"]));
        assert!(kinds(&[]).is_empty());
    }
}
