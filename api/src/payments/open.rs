//! The doors to the providers, with the keys that hold now: those of the settings, else the configuration's.
//!
//! Read anew each time: payments are few, and a key that was changed counts at once in every process.

use std::sync::Arc;

use sea_orm::DbErr;
use secrecy::SecretString;
use shared::payments::{PaymentProvider, ProviderKey};
use shared::settings::{KeyName, NewKeys};

use super::gateway::{self, Access, Gateway, Gateways};
use super::store::{self, ConfigurationRow};
use crate::config::{Config, ProviderConfig};
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

/// A key of the configuration.
pub(super) fn configured(config: &Config, provider: PaymentProvider, name: KeyName) -> Option<&SecretString> {
    config.providers.get(&provider)?.keys.get(&name)
}

/// A provider's keys as they hold now, and where they are for. Of one provider all come from one place, so that they belong
/// together.
fn holding(config: &Config, provider: PaymentProvider, kept: &NewKeys, production: bool) -> ProviderConfig {
    let configured = config.providers.get(&provider).cloned().unwrap_or_default();
    let known = provider.facts().keys;
    if known.iter().any(|key| key.needed && kept.get(key.name).is_none()) {
        return configured;
    }
    let key = |key: &ProviderKey| kept.get(key.name).map(|value| (key.name, SecretString::from(value)));
    let base = |(name, base): (&'static str, String)| (name, gateway::address(provider, &base, production));
    ProviderConfig {
        bases: configured.bases.into_iter().map(base).collect(),
        keys: known.iter().filter_map(key).collect(),
        production,
    }
}

/// How a provider is reached, as it holds now. One whose keys cannot be opened is not: with the configuration's,
/// money would go where nobody sent it.
fn access(ctx: &Ctx, provider: PaymentProvider, rows: &[ConfigurationRow]) -> Option<Access> {
    let row = rows.iter().find(|row| row.provider == provider.as_str());
    let opened = kept(&ctx.vault, provider, row);
    let opened = opened.inspect_err(|error| tracing::error!(%provider, %error, "the keys of a payment provider cannot be used"));
    let config = holding(&ctx.config, provider, &opened.ok()?, row.is_some_and(|row| !row.sandbox));
    Some(Access { provider, config, methods: row.and_then(|row| row.methods.clone()) })
}

/// All doors, out of what is set.
pub(super) fn of(ctx: &Ctx, rows: &[ConfigurationRow]) -> Gateways {
    let all: Vec<Access> = PaymentProvider::ALL.iter().filter_map(|&provider| access(ctx, provider, rows)).collect();
    Gateways::new(&all, &ctx.config.public_url, &ctx.http)
}

/// The door to a provider, if there are keys.
///
/// # Errors
/// What the database says.
pub(super) async fn gateway(ctx: &Ctx, provider: PaymentProvider) -> Result<Option<Arc<dyn Gateway>>, DbErr> {
    Ok(of(ctx, &store::configurations(&ctx.db).await?).get(provider).cloned())
}
