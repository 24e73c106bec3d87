//! Places an order.

use chrono::TimeDelta;
use sea_orm::{DatabaseTransaction, DbErr};
use shared::cart::CartLine;
use shared::checkout::PlaceOrderRequest;
use shared::ids::{CartId, OrderId};
use shared::orders::{Order, ShippingChoice};
use shared::problem::ErrorCode;

use super::quote::{self, Tariffs};
use crate::account::own_address;
use crate::cart::{self, Line};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::db::is_retryable;
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};
use crate::jobs;
use crate::orders::{self, NewOrder, Shortage};

/// An order placed by this request, or by an earlier one with the same key.
enum Placed {
    Now(Box<Order>),
    Before(OrderId),
}

/// How often a transaction that lost a race is run again.
const TRIES: usize = 3;

/// Why an order was not placed: a refusal to tell, or a fault that may be worth another try.
enum Failure {
    Refused(ApiError),
    Db(DbErr),
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) => error,
            Failure::Db(error) => error.into(),
        }
    }
}

/// Places an order for what is in the caller's cart. The same key gives the same order.
pub(super) async fn place(ctx: &Ctx, caller: &Caller, key: &str, mut ask: PlaceOrderRequest) -> Result<Order, ApiError> {
    // The same request in whatever order.
    ask.items.iter_mut().for_each(|items| items.sort_by_key(|item| item.variant_id.0));
    let key = Key::new(caller, key, "place_order", &ask)?;
    let tariffs = quote::tariffs(ctx).await?;
    for tries_left in (0..TRIES).rev() {
        match place_once(ctx, caller, &key, &ask, &tariffs).await {
            Ok(Placed::Now(order)) => return Ok(*order),
            Ok(Placed::Before(order)) => return orders::view(ctx, order).await?.ok_or_else(ApiError::not_found),
            Err(Failure::Db(error)) if tries_left > 0 && worth_another_try(&error) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(ApiError::internal("an order was neither placed nor refused"))
}

fn worth_another_try(error: &DbErr) -> bool {
    is_retryable(error) || crate::db::broken_constraint(error) == Some("orders_number_key")
}

async fn place_once(
    ctx: &Ctx,
    caller: &Caller,
    key: &Key<'_>,
    ask: &PlaceOrderRequest,
    tariffs: &Tariffs,
) -> Result<Placed, Failure> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if let Claim::Done(answer) = key.claim(&tx, now).await? {
        return Ok(Placed::Before(serde_json::from_value(answer).map_err(ApiError::from)?));
    }
    let address = own_address(&tx, caller.user_id, ask.address_id).await?.ok_or_else(ApiError::not_found)?;
    let empty = || ApiError::conflict(ErrorCode::CartEmpty);
    let cart = cart::lock_open_cart(&tx, caller.user_id).await?.ok_or_else(empty)?;
    // Under the lock of the one open cart that a buyer has: of two who place at once, the second counts the first one's order.
    let unpaid = orders::unpaid(&tx, caller.user_id, now).await?;
    let most = ctx.config.unpaid_orders;
    if unpaid.len() >= most {
        return Err(ApiError::conflict(ErrorCode::UnpaidOrders).with("orders", unpaid).with("most", most).into());
    }
    orders::lock_cart_stock(&tx, cart).await?;
    let lines = cart::lines(&tx, cart).await?;
    if lines.is_empty() {
        return Err(empty().into());
    }
    // Told before what ran short: whoever asks may never have seen that in it.
    if ask.items.as_ref().is_some_and(|seen| !is_what_was_seen(&lines, seen)) {
        return Err(ApiError::conflict(ErrorCode::Stale).detail("something else is in the cart by now").into());
    }
    let lines = in_stock(ctx, &tx, cart, lines).await?;
    let region = &address.snapshot.region;
    let chosen = quote::chosen(tariffs, &lines, &region.regency.code, ask.shipping_service_id)?;
    if chosen.totals.grand != ask.expected_total {
        let changed =
            ApiError::conflict(ErrorCode::TotalChanged).with("total", chosen.totals.grand).with("totals", chosen.totals);
        return Err(changed.into());
    }
    let quote = chosen.quote;
    let shipping = ShippingChoice {
        courier: quote.courier,
        code: quote.code,
        name: quote.name,
        chargeable_kg: quote.chargeable_kg,
        min_days: quote.min_days,
        max_days: quote.max_days,
    };
    let id = OrderId::generate();
    let new = NewOrder {
        id,
        user_id: caller.user_id,
        cart_id: cart,
        buyer_name: &caller.name,
        buyer_email: &caller.email,
        locale: caller.locale,
        lines,
        totals: chosen.totals,
        address: &address.snapshot,
        shipping: &shipping,
        note: &ask.note,
        pay_until: now + TimeDelta::minutes(i64::from(ctx.config.order_ttl_minutes)),
        now,
    };
    let order = orders::insert(&tx, new).await?;
    key.remember_and_close(&tx, cart, serde_json::to_value(id).map_err(ApiError::from)?).await?;
    ctx.may_die(CrashPoint::PlaceWritten);
    tx.commit().await?;
    ctx.may_die(CrashPoint::PlaceCommitted);
    ctx.metrics.order_placed();
    jobs::pass_on(ctx);
    Ok(Placed::Now(Box::new(order)))
}

fn is_what_was_seen(lines: &[Line], seen: &[CartLine]) -> bool {
    let is_there =
        |item: &CartLine| lines.iter().any(|line| (line.variant_id, line.quantity) == (item.variant_id, item.quantity));
    lines.len() == seen.len() && seen.iter().all(is_there)
}

/// The cart's lines, whose stock is locked; or which of them ran short.
async fn in_stock(ctx: &Ctx, tx: &DatabaseTransaction, cart: CartId, lines: Vec<Line>) -> Result<Vec<Line>, Failure> {
    let short: Vec<_> = shortages(&lines);
    if short.is_empty() {
        return Ok(lines);
    }
    let variants: Vec<_> = short.iter().map(|shortage| shortage.variant_id).collect();
    if orders::release_dead_holds(tx, &variants, ctx.clock.now()).await? > 0 {
        let lines = cart::lines(tx, cart).await?;
        if shortages(&lines).is_empty() {
            return Ok(lines);
        }
    }
    Err(ApiError::conflict(ErrorCode::OutOfStock).with("items", short).into())
}

fn shortages(lines: &[Line]) -> Vec<Shortage> {
    let available = |line: &Line| if line.active { line.available } else { 0 };
    lines
        .iter()
        .filter(|line| available(line) < line.quantity)
        .map(|line| Shortage {
            variant_id: line.variant_id.0,
            name: line.name.clone(),
            wanted: line.quantity,
            available: available(line),
        })
        .collect()
}
