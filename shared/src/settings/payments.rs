//! How payment providers are offered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{SECRET_MAX, SettingSource};
use crate::money::Rupiah;
use crate::payments::PaymentProvider;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// The secrets and keys of a payment provider.
    KeyName {
        /// Stripe's secret key, `sk_…` or `rk_…`.
        SecretKey = "secret_key",
        /// Stripe's signing secret of the webhook, `whsec_…`.
        WebhookSecret = "webhook_secret",
        /// Midtrans' server key.
        ServerKey = "server_key",
        /// Midtrans' client key; public.
        ClientKey = "client_key",
    }
);

/// A key, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct KeyState {
    /// Which one.
    pub name: KeyName,
    /// Where it comes from.
    pub source: SettingSource,
    /// Its last four characters, of a key long enough that they give nothing away.
    pub ends_with: Option<String>,
}

/// New keys of a provider; those left out stay as they are.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct NewKeys {
    /// Stripe's secret key.
    #[serde(default)]
    pub secret_key: Option<String>,
    /// Stripe's signing secret of the webhook.
    #[serde(default)]
    pub webhook_secret: Option<String>,
    /// Midtrans' server key.
    #[serde(default)]
    pub server_key: Option<String>,
    /// Midtrans' client key.
    #[serde(default)]
    pub client_key: Option<String>,
}

impl std::fmt::Debug for NewKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewKeys")
    }
}

impl NewKeys {
    /// The new value of a key; `None` leaves it.
    #[must_use]
    pub fn get(&self, name: KeyName) -> Option<&str> {
        let key = match name {
            KeyName::SecretKey => &self.secret_key,
            KeyName::WebhookSecret => &self.webhook_secret,
            KeyName::ServerKey => &self.server_key,
            KeyName::ClientKey => &self.client_key,
        };
        key.as_deref().map(str::trim).filter(|key| !key.is_empty())
    }

    /// Gives a key a new value; `None` leaves it as it is kept.
    pub fn set(&mut self, name: KeyName, value: Option<String>) {
        match name {
            KeyName::SecretKey => self.secret_key = value,
            KeyName::WebhookSecret => self.webhook_secret = value,
            KeyName::ServerKey => self.server_key = value,
            KeyName::ClientKey => self.client_key = value,
        }
    }
}

/// Change how a payment provider is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PaymentProviderDetails {
    /// Whether buyers are offered it.
    pub active: bool,
    /// Whether the keys belong to the provider's test environment. Those of the server's configuration say so
    /// themselves: it changes nothing while they are used.
    pub sandbox: bool,
    /// The smallest total it is offered for.
    pub minimum: Rupiah,
    /// Minutes that a bill can be paid, 30 to 1440.
    pub expiry_minutes: i32,
    /// The ways to pay that are offered; `null` leaves them to the provider's account.
    pub methods: Option<Vec<String>>,
    /// New keys; those left out stay as they are. Never answered.
    pub keys: NewKeys,
    /// Forgets the keys that were set here, so that those of the configuration count again.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub forget_keys: bool,
}

impl PaymentProviderDetails {
    /// The rules, of which some depend on the provider.
    ///
    /// # Errors
    /// The fields that break one.
    pub fn check_for(&self, provider: PaymentProvider) -> Result<(), Vec<FieldError>> {
        let facts = provider.facts();
        let mut errors = self.validate().err().unwrap_or_default();
        for (index, method) in self.methods.iter().flatten().enumerate() {
            if !facts.methods.contains(&method.as_str()) {
                errors.push(FieldError::new(format!("/methods/{index}"), FieldCode::UnknownChoice));
            }
        }
        for name in KeyName::ALL {
            let Some(key) = self.keys.get(*name) else { continue };
            let pointer = format!("/keys/{name}");
            match facts.keys.iter().find(|known| known.name == *name) {
                None => errors.push(FieldError::new(pointer, FieldCode::UnknownField)),
                Some(known) if !known.may_be(key) => errors.push(FieldError::new(pointer, FieldCode::InvalidFormat)),
                Some(_) => {}
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl Validate for PaymentProviderDetails {
    fn check(&self, faults: &mut Faults) {
        faults.range("/minimum", self.minimum.0, 0, 100_000_000);
        faults.range("/expiry_minutes", self.expiry_minutes.into(), 30, 1440);
        if self.methods.as_ref().is_some_and(Vec::is_empty) {
            faults.add(FieldError::new("/methods", FieldCode::Required));
        }
        for name in KeyName::ALL {
            let Some(key) = self.keys.get(*name) else { continue };
            let pointer = format!("/keys/{name}");
            if key.chars().count() > SECRET_MAX {
                faults.add(FieldError::new(pointer, FieldCode::TooLong).with("max", SECRET_MAX));
            } else if key.len() < 8 {
                faults.add(FieldError::new(pointer, FieldCode::TooShort).with("min", 8));
            } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
                faults.add(FieldError::new(pointer, FieldCode::InvalidFormat));
            }
        }
    }
}

words!(
    /// Why buyers are not offered a payment provider.
    NotOffered {
        /// It is switched off.
        SwitchedOff = "switched_off",
        /// Its keys are not set, neither here nor in the server's configuration.
        KeysMissing = "keys_missing",
        /// Its keys cannot be opened.
        KeysUnreadable = "keys_unreadable",
        /// The provider refused the keys, and was not heard to take them since.
        KeysRefused = "keys_refused",
    }
);

/// That a provider refused the keys that hold now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct KeysRefused {
    /// Since when.
    pub at: DateTime<Utc>,
    /// By what HTTP status.
    pub status: i32,
}

/// How a payment provider is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct PaymentProviderSettings {
    /// Which one.
    pub provider: PaymentProvider,
    /// Counts the changes; name it in `If-Match`. 0: never changed here.
    pub revision: i32,
    /// What can be changed, without keys.
    pub details: PaymentProviderDetails,
    /// Its keys.
    pub keys: Vec<KeyState>,
    /// Whether keys are kept that cannot be opened, because they were sealed with another secret key of the server. They stay
    /// until they are forgotten or new ones are given; until then the provider is not offered.
    pub keys_unreadable: bool,
    /// The refusal of its keys, while it stands: until new ones are given or the provider takes these.
    pub keys_refused: Option<KeysRefused>,
    /// Whether buyers are offered it: it is active, its keys are there, and the provider does not refuse them.
    pub offered: bool,
    /// Why it is not offered; empty when it is.
    pub not_offered: Vec<NotOffered>,
    /// Payments that are under way at it: without its keys nobody can ask about them or call them off.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub open_payments: i64,
    /// The ways to pay that can be switched.
    pub known_methods: Vec<String>,
    /// Where the provider's notifications must be sent, for its own settings.
    pub notification_url: String,
}

impl Revision for PaymentProviderSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_provider() {
        let details = |keys: NewKeys, methods: Option<Vec<String>>| PaymentProviderDetails {
            active: true,
            sandbox: true,
            minimum: Rupiah(10_000),
            expiry_minutes: 60,
            methods,
            keys,
            forget_keys: false,
        };
        let stripe = |key: &str| NewKeys { secret_key: Some(key.to_owned()), ..NewKeys::default() };
        assert!(details(stripe("sk_test_123"), None).check_for(PaymentProvider::Stripe).is_ok());
        assert!(details(stripe("pk_test_123"), None).check_for(PaymentProvider::Stripe).is_err());
        assert!(details(stripe("sk_test_123"), None).check_for(PaymentProvider::Midtrans).is_err());
        assert!(details(NewKeys::default(), Some(vec![])).check_for(PaymentProvider::Stripe).is_err());
        assert!(details(NewKeys::default(), Some(vec!["gopay".to_owned()])).check_for(PaymentProvider::Midtrans).is_ok());
        assert!(details(NewKeys::default(), Some(vec!["gopay".to_owned()])).check_for(PaymentProvider::Stripe).is_err());
        assert!(!format!("{:?}", stripe("sk_test_123")).contains("sk_test"));
    }
}
