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
use crate::secrets::{Unreadable, Vault};

/// Midtrans outside its test environment.
const SNAP: &str = "https://app.midtrans.com/snap/v1";
const CORE: &str = "https://api.midtrans.com";

/// Where a provider's keys are kept, for the seal.
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

/// The keys as they hold now. Of one provider all come from one place, so that they belong together.
fn keys(ctx: &Ctx, rows: &[ConfigurationRow]) -> Keys {
    let row = |provider: PaymentProvider| rows.iter().find(|row| row.provider == provider.as_str());
    let opened = |provider: PaymentProvider| {
        kept(&ctx.vault, provider, row(provider)).unwrap_or_else(|error| {
            tracing::error!(%provider, %error, "the keys of a payment provider cannot be used");
            NewKeys::default()
        })
    };
    let config = &ctx.config;
    let stripe = opened(PaymentProvider::Stripe);
    let stripe = match (stripe.get(KeyName::SecretKey), stripe.get(KeyName::WebhookSecret)) {
        (Some(secret_key), Some(webhook_secret)) => Some(StripeConfig {
            api_base: config.stripe_api_base.clone(),
            secret_key: SecretString::from(secret_key),
            webhook_secret: SecretString::from(webhook_secret),
        }),
        _ => config.stripe.clone(),
    };
    let midtrans = opened(PaymentProvider::Midtrans);
    let set = row(PaymentProvider::Midtrans);
    let midtrans = match midtrans.get(KeyName::ServerKey) {
        Some(server_key) => {
            let production = set.is_some_and(|row| !row.sandbox);
            // Bases that are not those of the test environment were chosen by whoever runs the server.
            let base = |configured: &str, live: &str| {
                if production && configured.contains(".sandbox.midtrans.com") { live.to_owned() } else { configured.to_owned() }
            };
            Some(MidtransConfig {
                snap_base: base(&config.midtrans_snap_base, SNAP),
                api_base: base(&config.midtrans_api_base, CORE),
                server_key: SecretString::from(server_key),
                client_key: midtrans.get(KeyName::ClientKey).unwrap_or_default().to_owned(),
                production,
            })
        }
        None => config.midtrans.clone(),
    };
    Keys { stripe, midtrans, midtrans_methods: set.and_then(|row| row.methods.clone()) }
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
