//! Estimate shipping before there is an order.

use std::collections::HashMap;

use shared::ids::VariantId;
use shared::money::Rupiah;
use shared::shipping::{Parcel, ShippingEstimateRequest, ShippingQuote};
use shared::validate::{FieldCode, FieldError};

use super::{distance, rules, store};
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult};

/// What each service asks for the items, the cheapest first; empty when none goes there.
///
/// # Errors
/// 422 that names the region when there is none of that code, and every variant not for sale.
pub async fn estimate(ctx: &Ctx, ask: ShippingEstimateRequest) -> ApiResult<Vec<ShippingQuote>> {
    let settings = crate::store::settings(ctx).await?;
    let points = distance::points(ctx).await?;
    let regency = match ask.region_code.as_str() {
        code if points.knows(code) => Some(code.to_owned()),
        code => store::regency_of(&ctx.db, code).await?,
    };
    let variants: Vec<VariantId> = ask.items.iter().map(|item| item.variant_id).collect();
    let parcels: HashMap<VariantId, (Parcel, Rupiah)> = store::parcels(&ctx.db, &variants).await?.into_iter().collect();

    let (mut faults, mut items) = (Vec::new(), Rupiah::ZERO);
    if regency.is_none() {
        faults.push(FieldError::new("/region_code", FieldCode::UnknownChoice));
    }
    let mut pieces = Vec::with_capacity(ask.items.len());
    for (index, item) in ask.items.iter().enumerate() {
        match parcels.get(&item.variant_id) {
            Some((parcel, price)) => {
                pieces.push((*parcel, item.quantity));
                // A sum beyond measure is above any threshold.
                let sum = price.checked_mul(item.quantity.into()).and_then(|line| items.checked_add(line));
                items = sum.unwrap_or(Rupiah(i64::MAX));
            }
            None => faults.push(FieldError::new(format!("/items/{index}/variant_id"), FieldCode::UnknownChoice)),
        }
    }
    let (Some(regency), true) = (regency, faults.is_empty()) else { return Err(ApiError::invalid(faults)) };
    let distance = points.distance_km(&settings.profile.regency_code, &regency);
    let quotes = distance.map_or_else(Vec::new, |km| rules::quotes(&settings.services, &pieces, km));
    Ok(settings.extras.apply(quotes, items))
}
