//! The doors to the providers, with the keys that hold now: those of the settings, else the configuration's.
//!
//! Read anew each time: payments are few, and a key that was changed counts at once in every process.

use std::sync::Arc;

use sea_orm::DbErr;
use secrecy::SecretString;
use shared::payments::PaymentProvider;
use shared::settings::{KeyName, NewKeys};

use super::gateway::{Gateway, Gateways, Keys};
use super::store::{self, ConfigurationRow};
use crate::config::{Config, MidtransConfig, StripeConfig};
use crate::context::Ctx;
use crate::secrets::{Sealed, Unreadable, Vault};

/// Where keys of providers are kept.
pub const SEALED: &[Sealed] = &[Sealed {
    what: "keys of payment providers",
    table: "payment_configurations",
    column: "sealed_keys",
    row: "provider",
    place: "'payments:' || provider",
    as_hex: false,
    passes: false,
}];

/// Where a provider's keys are kept, for the seal. [`SEALED`] says the same.
pub(super) fn place(provider: PaymentProvider) -> String {
    format!("payments:{provider}")
}

/// The keys that were set for a provider; none when none were.
///
/// # Errors
/// When they cannot be opened with this server's secret key.
pub(super) fn kept(vault: &Vault, provider: PaymentProvider, row: Option<&ConfigurationRow>) -> Result<NewKeys, Unreadable> {
    let Some(sealed) = row.and_then(|row| row.sealed_keys.as_deref()) else { return Ok(NewKeys::default()) };
    let opened = vault.open(&place(provider), sealed)?;
    serde_json::from_slice(&opened).map_err(|_| Unreadable)
}

/// The keys of the configuration.
pub(super) fn configured(config: &Config, name: KeyName) -> Option<SecretString> {
    match name {
        KeyName::SecretKey => config.stripe.as_ref().map(|keys| keys.secret_key.clone()),
        KeyName::WebhookSecret => config.stripe.as_ref().map(|keys| keys.webhook_secret.clone()),
        KeyName::ServerKey => config.midtrans.as_ref().map(|keys| keys.server_key.clone()),
        KeyName::ClientKey => {
            config.midtrans.as_ref().map(|keys| keys.client_key.clone()).filter(|key| !key.is_empty()).map(SecretString::from)
        }
    }
}

/// Stripe's keys as they hold now. Of one provider all come from one place, so that they belong together.
fn stripe(config: &Config, kept: &NewKeys) -> Option<StripeConfig> {
    let (Some(secret_key), Some(webhook_secret)) = (kept.get(KeyName::SecretKey), kept.get(KeyName::WebhookSecret)) else {
        return config.stripe.clone();
    };
    Some(StripeConfig {
        api_base: config.stripe_api_base.clone(),
        secret_key: SecretString::from(secret_key),
        webhook_secret: SecretString::from(webhook_secret),
    })
}

/// The same of Midtrans, whose keys do not say themselves which environment they belong to.
fn midtrans(config: &Config, kept: &NewKeys, production: bool) -> Option<MidtransConfig> {
    let Some(server_key) = kept.get(KeyName::ServerKey) else { return config.midtrans.clone() };
    Some(MidtransConfig {
        snap_base: base(&config.midtrans_snap_base, production),
        api_base: base(&config.midtrans_api_base, production),
        server_key: SecretString::from(server_key),
        client_key: kept.get(KeyName::ClientKey).unwrap_or_default().to_owned(),
        production,
    })
}

/// Midtrans' address in one of its two environments. Addresses that are not Midtrans' own were chosen
/// by whoever runs the server, and stay.
fn base(configured: &str, production: bool) -> String {
    let live = configured.replace(".sandbox.midtrans.com", ".midtrans.com");
    if production { live } else { live.replace(".midtrans.com", ".sandbox.midtrans.com") }
}

/// The keys as they hold now. A provider whose keys cannot be opened has none: with the configuration's,
/// money would go where nobody sent it.
fn keys(ctx: &Ctx, rows: &[ConfigurationRow]) -> Keys {
    let row = |provider: PaymentProvider| rows.iter().find(|row| row.provider == provider.as_str());
    let opened = |provider: PaymentProvider| {
        let kept = kept(&ctx.vault, provider, row(provider));
        kept.inspect_err(|error| tracing::error!(%provider, %error, "the keys of a payment provider cannot be used")).ok()
    };
    let set = row(PaymentProvider::Midtrans);
    let production = set.is_some_and(|row| !row.sandbox);
    Keys {
        stripe: opened(PaymentProvider::Stripe).and_then(|kept| stripe(&ctx.config, &kept)),
        midtrans: opened(PaymentProvider::Midtrans).and_then(|kept| midtrans(&ctx.config, &kept, production)),
        midtrans_methods: set.and_then(|row| row.methods.clone()),
    }
}

/// All doors, out of what is set.
pub(super) fn of(ctx: &Ctx, rows: &[ConfigurationRow]) -> Gateways {
    Gateways::new(&keys(ctx, rows), &ctx.config.public_url, &ctx.http)
}

/// The door to a provider, if there are keys.
///
/// # Errors
/// What the database says.
pub(super) async fn gateway(ctx: &Ctx, provider: PaymentProvider) -> Result<Option<Arc<dyn Gateway>>, DbErr> {
    Ok(of(ctx, &store::configurations(&ctx.db).await?).get(provider).cloned())
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn addresses_follow_the_environment_both_ways() {
        let (test, live) = ("https://app.sandbox.midtrans.com/snap/v1", "https://app.midtrans.com/snap/v1");
        for configured in [test, live] {
            assert_eq!(base(configured, false), test);
            assert_eq!(base(configured, true), live);
        }
        for production in [false, true] {
            assert_eq!(base("http://127.0.0.1:9000/snap/v1", production), "http://127.0.0.1:9000/snap/v1");
        }
    }
}
