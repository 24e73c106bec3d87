//! Settings of the shop that staff change: payment providers, shipping, the mail server.
//!
//! Secrets go in and never come out again: what is answered says that one is there and how it ends.

use serde::{Deserialize, Serialize};

use crate::ids::ShippingServiceId;
use crate::money::Rupiah;
use crate::payments::PaymentProvider;
use crate::revision::Revision;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

words!(
    /// Where a setting comes from.
    SettingSource {
        /// From this page.
        Settings = "settings",
        /// From the server's configuration.
        Configuration = "configuration",
        /// From nowhere: it is not set.
        Nowhere = "nowhere",
    }
);

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

/// The keys that a provider needs.
#[must_use]
pub const fn keys_of(provider: PaymentProvider) -> &'static [KeyName] {
    match provider {
        PaymentProvider::Stripe => &[KeyName::SecretKey, KeyName::WebhookSecret],
        PaymentProvider::Midtrans => &[KeyName::ServerKey, KeyName::ClientKey],
    }
}

/// The ways to pay that can be switched on and off, in the provider's own words.
#[must_use]
pub const fn methods_of(provider: PaymentProvider) -> &'static [&'static str] {
    match provider {
        // Switched on and off in Stripe's own dashboard.
        PaymentProvider::Stripe => &[],
        PaymentProvider::Midtrans => &[
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
    }
}

/// Most characters of a key or a password.
const SECRET_MAX: usize = 300;

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
}

/// Change how a payment provider is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct PaymentProviderDetails {
    /// Whether buyers are offered it.
    pub active: bool,
    /// Whether the keys belong to the provider's test environment.
    pub sandbox: bool,
    /// The smallest total it is offered for.
    pub minimum: Rupiah,
    /// Minutes that a bill can be paid, 30 to 1440.
    pub expiry_minutes: i32,
    /// The ways to pay that are offered; `null` leaves them to the provider's account.
    pub methods: Option<Vec<String>>,
    /// New keys; those left out stay as they are. Never answered.
    #[serde(default)]
    pub keys: NewKeys,
    /// Forgets the keys that were set here, so that those of the configuration count again.
    #[serde(default)]
    pub forget_keys: bool,
}

impl PaymentProviderDetails {
    /// The rules, of which some depend on the provider.
    ///
    /// # Errors
    /// The fields that break one.
    pub fn check_for(&self, provider: PaymentProvider) -> Result<(), Vec<FieldError>> {
        let mut errors = self.validate().err().unwrap_or_default();
        for (index, method) in self.methods.iter().flatten().enumerate() {
            if !methods_of(provider).contains(&method.as_str()) {
                errors.push(FieldError::new(format!("/methods/{index}"), FieldCode::UnknownChoice));
            }
        }
        let beginnings: &[(KeyName, &[&str])] =
            &[(KeyName::SecretKey, &["sk_test_", "sk_live_", "rk_test_", "rk_live_"]), (KeyName::WebhookSecret, &["whsec_"])];
        for name in KeyName::ALL {
            let Some(key) = self.keys.get(*name) else { continue };
            let pointer = format!("/keys/{name}");
            let begins = beginnings.iter().find(|(of, _)| of == name).map(|(_, beginnings)| *beginnings);
            if !keys_of(provider).contains(name) {
                errors.push(FieldError::new(pointer, FieldCode::UnknownField));
            } else if begins.is_some_and(|begins| !begins.iter().any(|begin| key.starts_with(begin))) {
                errors.push(FieldError::new(pointer, FieldCode::InvalidFormat));
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
    /// Whether buyers are offered it: it is active and its keys are there.
    pub offered: bool,
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

/// What came of trying a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct TestResult {
    /// Whether it works.
    pub ok: bool,
    /// What the other side said; without secrets.
    pub answer: String,
}

/// A courier's service and its tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShippingServiceDetails {
    /// Id; absent for a new one.
    #[serde(default)]
    pub id: Option<ShippingServiceId>,
    /// Courier, such as `JNE`.
    pub courier: String,
    /// Code of the service, such as `REG`; once per courier.
    pub code: String,
    /// Name of the service.
    pub name: String,
    /// Asked for every parcel.
    pub base_price: Rupiah,
    /// Asked per chargeable kilogram.
    pub price_per_kg: Rupiah,
    /// Asked per kilometre between store and destination.
    pub price_per_km: Rupiah,
    /// cm³ per kilogram of volumetric weight.
    pub volumetric_divisor: i32,
    /// Fewest kilograms charged.
    pub min_weight_kg: i32,
    /// Grams above a whole kilogram that are not charged, 0 to 999.
    pub rounding_tolerance_g: i32,
    /// Farthest distance served; `null` is everywhere.
    pub max_distance_km: Option<i32>,
    /// Fewest days on the way.
    pub min_days: i32,
    /// Most days on the way.
    pub max_days: i32,
    /// Whether it is offered.
    pub active: bool,
}

/// What shipping costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ShippingDetails {
    /// From this sum of the items on shipping costs the buyer nothing; `null` is never.
    pub free_from: Option<Rupiah>,
    /// Days that a parcel takes to leave the shop, 0 to 30; they come on top of the courier's.
    pub handling_days: i32,
    /// The services in their order. One that is left out stays, switched off.
    pub services: Vec<ShippingServiceDetails>,
}

/// The most services there can be.
const SERVICES_MAX: usize = 60;
/// The dearest price of a tariff.
const PRICE_MAX: i64 = 100_000_000;

impl Validate for ShippingDetails {
    fn check(&self, faults: &mut Faults) {
        if let Some(free_from) = self.free_from {
            faults.range("/free_from", free_from.0, 1, 10_000_000_000);
        }
        faults.range("/handling_days", self.handling_days.into(), 0, 30);
        if self.services.len() > SERVICES_MAX {
            faults.add(FieldError::new("/services", FieldCode::TooLong).with("max", SERVICES_MAX));
        }
        for (index, service) in self.services.iter().enumerate() {
            let at = |field: &str| format!("/services/{index}/{field}");
            faults.text(&at("courier"), &service.courier, 2, 30);
            faults.text(&at("code"), &service.code, 1, 20);
            faults.text(&at("name"), &service.name, 2, 60);
            faults.range(&at("base_price"), service.base_price.0, 0, PRICE_MAX);
            faults.range(&at("price_per_kg"), service.price_per_kg.0, 0, PRICE_MAX);
            faults.range(&at("price_per_km"), service.price_per_km.0, 0, PRICE_MAX);
            faults.range(&at("volumetric_divisor"), service.volumetric_divisor.into(), 1, 20_000);
            faults.range(&at("min_weight_kg"), service.min_weight_kg.into(), 1, 1_000);
            faults.range(&at("rounding_tolerance_g"), service.rounding_tolerance_g.into(), 0, 999);
            if let Some(most) = service.max_distance_km {
                faults.range(&at("max_distance_km"), most.into(), 1, 20_100);
            }
            faults.range(&at("min_days"), service.min_days.into(), 0, 90);
            faults.range(&at("max_days"), service.max_days.into(), i64::from(service.min_days.max(0)), 90);
            let same = |other: &ShippingServiceDetails| {
                other.courier.trim() == service.courier.trim() && other.code.trim() == service.code.trim()
            };
            if self.services[..index].iter().any(same) {
                faults.add(FieldError::new(at("code"), FieldCode::Duplicate));
            }
        }
    }
}

/// The same, with its revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ShippingSettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed.
    pub details: ShippingDetails,
    /// Where parcels are sent from, as the store's profile says.
    pub origin: String,
}

impl Revision for ShippingSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

words!(
    /// How the connection to a mail server is protected.
    MailSecurity {
        /// TLS from the first byte; usually port 465.
        Tls = "tls",
        /// STARTTLS, which must be there; usually port 587.
        StartTls = "starttls",
        /// Nothing at all; for a server on this machine.
        Nothing = "none",
    }
);

/// The mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct EmailDetails {
    /// Whether this server is used; otherwise the configuration's.
    pub active: bool,
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: i32,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Name to sign in with, or empty.
    pub username: String,
    /// A new password; left out it stays, empty it is forgotten. Never answered.
    #[serde(default)]
    pub password: Option<String>,
    /// Name of the sender.
    pub from_name: String,
    /// Address of the sender.
    pub from_address: String,
}

impl std::fmt::Debug for EmailDetails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailDetails({}:{})", self.host, self.port)
    }
}

impl Validate for EmailDetails {
    fn check(&self, faults: &mut Faults) {
        faults.range("/port", self.port.into(), 1, 65_535);
        faults.text("/username", &self.username, 0, 254);
        faults.text("/from_name", &self.from_name, 0, 100);
        if let Some(password) = &self.password
            && (password.chars().count() > SECRET_MAX || password.contains(['\0', '\r', '\n']))
        {
            faults.add(FieldError::new("/password", FieldCode::InvalidFormat));
        }
        let host = self.host.trim();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
        if host.is_empty() {
            if self.active {
                faults.add(FieldError::new("/host", FieldCode::Required));
            }
        } else if host.len() > 253 || !host.bytes().all(plain) {
            faults.add(FieldError::new("/host", FieldCode::InvalidFormat));
        }
        if self.active || !self.from_address.trim().is_empty() {
            faults.email("/from_address", &self.from_address);
        }
    }
}

/// The same, with its revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct EmailSettings {
    /// Counts the changes; name it in `If-Match`.
    pub revision: i32,
    /// What can be changed, without the password.
    pub details: EmailDetails,
    /// Whether a password is kept.
    pub password_set: bool,
    /// Where emails go now.
    pub source: SettingSource,
    /// The sender they carry now.
    pub sender: String,
}

impl Revision for EmailSettings {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// Send an email to try the mail server, as it is set now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct TestEmailRequest {
    /// Where to.
    pub to: String,
}

impl Validate for TestEmailRequest {
    fn check(&self, faults: &mut Faults) {
        faults.email("/to", &self.to);
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
