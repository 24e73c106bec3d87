//! Whether the providers answer, for whoever looks after the server.

use shared::payments::PaymentProvider;

use super::{open, store};
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
}

/// Asks every provider that has keys something harmless.
pub async fn reach(ctx: &Ctx) -> Vec<Reached> {
    // Without the database nobody can be told to have switched one off.
    let set = store::configurations(&ctx.db).await.unwrap_or_default();
    let ask = async |gateway: &std::sync::Arc<dyn super::gateway::Gateway>| Reached {
        provider: gateway.provider(),
        sandbox: gateway.is_sandbox(),
        switched_off: set.iter().any(|row| row.provider == gateway.provider().as_str() && !row.active),
        fault: gateway.reach().await.err().map(|error| error.to_string()),
    };
    let gateways = open::of(ctx, &set);
    futures_util::future::join_all(gateways.iter().map(ask)).await
}
