//! The settings of payment providers. What one is follows from its name: `stripe_secret_key` is that key of Stripe,
//! `midtrans_snap_base` an address of Midtrans, `midtrans_production` says which of its environments the keys are for.

use shared::payments::{PaymentProvider, ProviderKey};

/// What a setting of a provider is.
pub(super) enum Part<'a> {
    /// A key.
    Key(&'static ProviderKey),
    /// A base URL, and what it is the base of.
    Base(&'a str),
    /// Whether the keys belong to the live environment.
    Production,
}

/// What a setting is to a provider; `None` when it is none of its settings.
pub(super) fn part(provider: PaymentProvider, name: &str) -> Option<Part<'_>> {
    let rest = name.strip_prefix(provider.as_str())?.strip_prefix('_')?;
    if rest == "production" {
        return Some(Part::Production);
    }
    if let Some(base) = rest.strip_suffix("_base") {
        return Some(Part::Base(base));
    }
    provider.facts().keys.iter().find(|key| key.name.as_str() == rest).map(Part::Key)
}

#[cfg(test)]
mod tests {
    use super::super::SETTINGS;
    use super::*;

    #[test]
    fn every_provider_can_be_set_up_by_the_configuration() {
        for &provider in PaymentProvider::ALL {
            let parts = || SETTINGS.iter().filter_map(move |setting| part(provider, setting.0));
            assert!(parts().any(|part| matches!(part, Part::Base(_))), "{provider} has no address");
            let keys: Vec<&str> =
                parts().filter_map(|part| if let Part::Key(key) = part { Some(key.name.as_str()) } else { None }).collect();
            let known: Vec<&str> = provider.facts().keys.iter().map(|key| key.name.as_str()).collect();
            assert_eq!(keys, known, "{provider}");
        }
    }

    #[test]
    fn nothing_that_begins_as_a_provider_does_is_left_over() {
        for (name, _, _) in SETTINGS {
            for &provider in PaymentProvider::ALL {
                assert!(!name.starts_with(provider.as_str()) || part(provider, name).is_some(), "{name} is read by nobody");
            }
        }
    }
}
