//! Whether the providers answer, for whoever looks after the server.

use shared::payments::PaymentProvider;
use shared::settings::KeysRefused;

use super::store::{self, ConfigurationRow};
use super::{open, refusal};
use crate::context::Ctx;

/// A provider that has keys.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Which one.
    pub provider: PaymentProvider,
    /// Its keys belong to a test environment.
    pub sandbox: bool,
    /// An admin switched it off.
    pub switched_off: bool,
    /// Why it cannot be used.
    pub fault: Option<String>,
    /// It refused its keys and is not offered, as the shop remembers.
    pub refused: Option<KeysRefused>,
}

/// Asks every provider that has keys something harmless.
pub async fn reach(ctx: &Ctx) -> Vec<Reached> {
    // Without the database nobody can be told to have switched one off.
    let set = store::configurations(&ctx.db).await.unwrap_or_default();
    let ask = async |gateway: &std::sync::Arc<dyn super::gateway::Gateway>| {
        let row = set.iter().find(|row| row.provider == gateway.provider().as_str());
        Reached {
            provider: gateway.provider(),
            sandbox: gateway.is_sandbox(),
            switched_off: row.is_some_and(|row| !row.active),
            fault: gateway.reach().await.err().map(|error| error.to_string()),
            refused: refusal::standing(row, &**gateway),
        }
    };
    let gateways = open::of(ctx, &set);
    let mut reached = futures_util::future::join_all(gateways.iter().map(ask)).await;
    reached.extend(PaymentProvider::ALL.iter().filter_map(|&provider| unreadable(ctx, &set, provider)));
    reached
}

/// A provider whose keys are kept, but cannot be opened.
fn unreadable(ctx: &Ctx, set: &[ConfigurationRow], provider: PaymentProvider) -> Option<Reached> {
    let row = set.iter().find(|row| row.provider == provider.as_str())?;
    let why = open::kept(&ctx.vault, provider, Some(row)).err()?;
    Some(Reached { provider, sandbox: row.sandbox, switched_off: !row.active, fault: Some(why.to_string()), refused: None })
}
