//! Which ways to pay are offered.

use std::sync::Arc;

use shared::money::Rupiah;
use shared::payments::{PaymentMethod, PaymentProvider};

use super::gateway::Gateway;
use super::{open, refusal, store};
use crate::context::Ctx;
use crate::http::ApiError;

/// What a provider takes at the least, where it cannot be asked for want of keys.
pub(super) const MINIMUM: Rupiah = Rupiah(10_000);

/// A provider that is offered, and how.
pub(super) struct Offer {
    pub gateway: Arc<dyn Gateway>,
    pub minimum: Rupiah,
    pub expiry_minutes: i64,
    /// The ways to pay that are left of the provider's, where an admin chose.
    pub methods: Option<Vec<String>>,
}

/// Every provider whose keys are set and not refused by it, and that no admin switched off.
pub(super) async fn offers(ctx: &Ctx) -> Result<Vec<Offer>, ApiError> {
    let set = store::configurations(&ctx.db).await?;
    let offer = |gateway: &Arc<dyn Gateway>| {
        let row = set.iter().find(|row| row.provider == gateway.provider().as_str());
        let on = row.is_none_or(|row| row.active) && refusal::standing(row, &**gateway).is_none();
        on.then(|| Offer {
            gateway: gateway.clone(),
            minimum: row.map_or_else(|| gateway.minimum(), |row| row.minimum),
            expiry_minutes: row.map_or(24 * 60, |row| i64::from(row.expiry_minutes)),
            methods: row.and_then(|row| row.methods.clone()),
        })
    };
    Ok(open::of(ctx, &set).iter().filter_map(offer).collect())
}

/// How one provider is offered, if it is.
pub(super) async fn offer(ctx: &Ctx, provider: PaymentProvider) -> Result<Option<Offer>, ApiError> {
    Ok(offers(ctx).await?.into_iter().find(|offer| offer.gateway.provider() == provider))
}

/// The ways to pay that are offered.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<PaymentMethod>, ApiError> {
    let method = |offer: Offer| PaymentMethod {
        provider: offer.gateway.provider(),
        minimum: offer.minimum,
        sandbox: offer.gateway.is_sandbox(),
        methods: offer.methods,
    };
    Ok(offers(ctx).await?.into_iter().map(method).collect())
}
