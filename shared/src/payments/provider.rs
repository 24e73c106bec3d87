//! Who takes the money, and what is the same of each in every shop.

use crate::settings::KeyName;

words!(
    /// Who takes the money.
    PaymentProvider {
        /// Stripe Checkout: international cards.
        Stripe = "stripe",
        /// Midtrans Snap: virtual accounts, QRIS, e-wallets, counters, cards.
        Midtrans = "midtrans",
    }
);

/// What is the same of a provider in every shop.
#[derive(Clone, Copy, Debug)]
pub struct ProviderFacts {
    /// Its own name.
    pub name: &'static str,
    /// Its keys, in the order in which they are asked for.
    pub keys: &'static [ProviderKey],
    /// The ways to pay that can be switched on and off, in the provider's own words.
    pub methods: &'static [&'static str],
}

/// A key of a provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderKey {
    /// Which one.
    pub name: KeyName,
    /// Whether the provider cannot be asked anything without it.
    pub needed: bool,
    /// Whether it is hidden from everybody; false for one that providers call public.
    pub secret: bool,
    /// How it begins, in one of these ways; empty where it may begin in any.
    pub beginnings: &'static [&'static str],
    /// What is in it when it belongs to the live environment and else is not; `None` where it does not say.
    pub live_mark: Option<&'static str>,
}

impl ProviderKey {
    /// Whether a key begins as this one does.
    #[must_use]
    pub fn may_be(&self, key: &str) -> bool {
        self.beginnings.is_empty() || self.beginnings.iter().any(|beginning| key.starts_with(beginning))
    }
}

static STRIPE: ProviderFacts = ProviderFacts {
    name: "Stripe",
    keys: &[
        ProviderKey {
            name: KeyName::SecretKey,
            needed: true,
            secret: true,
            beginnings: &["sk_test_", "sk_live_", "rk_test_", "rk_live_"],
            live_mark: Some("_live_"),
        },
        ProviderKey { name: KeyName::WebhookSecret, needed: true, secret: true, beginnings: &["whsec_"], live_mark: None },
    ],
    // Switched on and off in Stripe's own dashboard.
    methods: &[],
};

static MIDTRANS: ProviderFacts = ProviderFacts {
    name: "Midtrans",
    keys: &[
        ProviderKey { name: KeyName::ServerKey, needed: true, secret: true, beginnings: &[], live_mark: None },
        ProviderKey { name: KeyName::ClientKey, needed: false, secret: false, beginnings: &[], live_mark: None },
    ],
    methods: &[
        "credit_card",
        "bca_va",
        "bni_va",
        "bri_va",
        "permata_va",
        "cimb_va",
        "other_va",
        "echannel",
        "gopay",
        "shopeepay",
        "other_qris",
        "indomaret",
        "alfamart",
        "akulaku",
        "kredivo",
    ],
};

impl PaymentProvider {
    /// What is the same of it in every shop.
    #[must_use]
    pub fn facts(self) -> &'static ProviderFacts {
        match self {
            Self::Stripe => &STRIPE,
            Self::Midtrans => &MIDTRANS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Locale;
    use crate::wording;

    #[test]
    fn what_is_said_of_each_holds_together() {
        for &provider in PaymentProvider::ALL {
            let facts = provider.facts();
            assert!(facts.keys.iter().any(|key| key.needed), "{provider} could be offered without keys");
            for (index, key) in facts.keys.iter().enumerate() {
                assert!(facts.keys.iter().skip(index + 1).all(|other| other.name != key.name), "{provider}: {} twice", key.name);
            }
            for locale in [Locale::Indonesian, Locale::English] {
                assert_eq!(wording::payment_key(provider.as_str(), locale), facts.name);
                assert_eq!(wording::payment_method(provider, None, locale), facts.name);
                for way in facts.methods {
                    assert_ne!(wording::payment_method(provider, Some(way), locale), facts.name, "{way} has no name");
                }
            }
        }
    }
}
