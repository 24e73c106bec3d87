//! What the cart costs with each shipping service.

use std::sync::Arc;

use shared::checkout::{CheckoutOption, CheckoutQuote};
use shared::ids::{AddressId, ShippingServiceId};
use shared::money::Rupiah;
use shared::shipping::{Parcel, ShippingQuote};
use shared::totals::{Totals, totals};

use crate::account::own_address;
use crate::cart::{self, Line};
use crate::context::Ctx;
use crate::http::{ApiError, Caller};
use crate::store::Settings;
use crate::{shipping, store};
use shared::problem::ErrorCode;

/// A service's price and the order's totals with it.
pub(super) struct Priced {
    pub quote: ShippingQuote,
    pub totals: Totals,
}

fn pieces(lines: &[Line]) -> Vec<(Parcel, i32)> {
    lines.iter().map(|line| (line.parcel, line.quantity)).collect()
}

/// What prices depend on besides the cart. It is read before a transaction begins: one that holds a connection and waits
/// for a second can use up the pool.
pub(super) struct Tariffs {
    settings: Arc<Settings>,
    points: Arc<shipping::Points>,
}

/// Those of this moment.
pub(super) async fn tariffs(ctx: &Ctx) -> Result<Tariffs, ApiError> {
    Ok(Tariffs { settings: store::settings(ctx).await?, points: shipping::points(ctx).await? })
}

/// Every service that goes to the regency, the cheapest first.
fn priced(tariffs: &Tariffs, lines: &[Line], regency_code: &str) -> Vec<Priced> {
    let Tariffs { settings, points } = tariffs;
    let Some(distance_km) = points.distance_km(&settings.profile.regency_code, regency_code) else { return Vec::new() };
    let quotes = shipping::quotes(&settings.services, &pieces(lines), distance_km);
    // A sum beyond measure is above any threshold; no total will be offered for it.
    let add = |sum: Rupiah, line: &Line| line.price.checked_mul(line.quantity.into()).and_then(|price| sum.checked_add(price));
    let items = lines.iter().try_fold(Rupiah::ZERO, add).unwrap_or(Rupiah(i64::MAX));
    let quotes = settings.extras.apply(quotes, items);
    quotes
        .into_iter()
        .filter_map(|quote| {
            let prices = lines.iter().map(|line| (line.price, line.quantity));
            // A sum beyond measure is not offered.
            let totals = totals(prices, quote.price, Rupiah::ZERO, settings.tax())?;
            Some(Priced { quote, totals })
        })
        .collect()
}

/// The one service the buyer chose.
pub(super) fn chosen(
    tariffs: &Tariffs,
    lines: &[Line],
    regency_code: &str,
    service: ShippingServiceId,
) -> Result<Priced, ApiError> {
    priced(tariffs, lines, regency_code)
        .into_iter()
        .find(|option| option.quote.service_id == service)
        .ok_or_else(|| ApiError::conflict(ErrorCode::ShippingUnavailable))
}

/// The shipping options of the caller's cart to one of their addresses.
pub(super) async fn quote(ctx: &Ctx, caller: &Caller, address: AddressId) -> Result<CheckoutQuote, ApiError> {
    let address = own_address(&ctx.db, caller.user_id, address).await?.ok_or_else(ApiError::not_found)?;
    let lines = cart::lines_of(&ctx.db, caller.user_id).await?;
    if lines.is_empty() {
        return Err(ApiError::conflict(ErrorCode::CartEmpty));
    }
    let options = priced(&tariffs(ctx).await?, &lines, &address.snapshot.region.regency.code);
    Ok(CheckoutQuote {
        options: options.into_iter().map(|option| CheckoutOption { quote: option.quote, totals: option.totals }).collect(),
    })
}
