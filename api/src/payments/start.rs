//! Starts to pay an order, or goes on with the attempt that is under way.
//!
//! An attempt is written down before its provider hears of it, and completed afterwards. What a
//! crash leaves half done is finished by the next call or by the reconciler: the provider
//! recognises a repeated request.

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::TransactionTrait;
use serde_json::json;
use shared::ids::{OrderId, PaymentId};
use shared::orders::OrderStatus;
use shared::payments::{AttemptStatus, Payment, StartPaymentRequest};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use uuid::{NoContext, Timestamp, Uuid};

use super::ask;
use super::close::{CancelAttempt, close};
use super::find::view;
use super::gateway::{Bill, Gateway, GatewayError, Opened};
use super::key::{Key, Remembered};
use super::methods::{self, Offer};
use super::rules::{is_live, is_paid};
use super::store::{self, PaymentRow};
use crate::context::Ctx;
use crate::http::{ApiError, Caller};
use crate::jobs;
use crate::orders::{self, PayableOrder, PaymentFact};

/// How long a request waits for another one that is setting the same attempt up.
const WAITS: u32 = 40;
const WAIT: Duration = Duration::from_millis(250);
/// After this, whoever was setting an attempt up is believed dead.
const ABANDONED: TimeDelta = TimeDelta::seconds(60);
/// The longest that a buyer is kept waiting for a provider.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often something in the way is cleared before giving up.
const ROUNDS: u32 = 4;

/// What a look at the order's attempts found.
enum Found {
    /// An attempt that can be gone on with.
    Usable(Box<PaymentRow>),
    /// Another attempt, to be called off first.
    InTheWay(Box<PaymentRow>),
    /// The same attempt, being set up by another request.
    BeingMade,
    /// A new attempt, or one that was left half done.
    ToOpen(Box<(PayableOrder, PaymentRow)>),
}

/// 409: the order cannot be paid (any more).
fn not_payable() -> ApiError {
    ApiError::conflict(ErrorCode::NotPayable)
}

/// Gives the caller a page to pay the order on.
pub(super) async fn start(ctx: &Ctx, caller: &Caller, order: OrderId, key: Option<&str>, ask: StartPaymentRequest) -> Result<Payment, ApiError> {
    let key = key.map(|key| Key::new(caller, key, order, ask)).transpose()?;
    let offer = methods::offer(ctx, ask.provider).await?.ok_or_else(ask::no_keys)?;
    let (mut rounds, mut waits) = (0, 0);
    while rounds < ROUNDS {
        match look(ctx, caller, order, key.as_ref(), &offer).await? {
            Found::Usable(row) => return Ok(view(&row)),
            Found::BeingMade if waits >= WAITS => {
                return Err(ApiError::conflict(ErrorCode::IdempotencyInProgress));
            }
            Found::BeingMade => {
                waits += 1;
                tokio::time::sleep(WAIT).await;
            }
            Found::InTheWay(row) => {
                rounds += 1;
                let applied = close(ctx, &row).await?;
                if is_paid(applied.status) || is_live(applied.status) {
                    return Err(not_payable());
                }
            }
            Found::ToOpen(found) => {
                rounds += 1;
                let (order, row) = *found;
                if let Some(row) = open(ctx, &*offer.gateway, &order, row).await? {
                    return Ok(view(&row));
                }
            }
        }
    }
    Err(not_payable())
}

/// The first transaction: what is there, and a new attempt if nothing is.
async fn look(ctx: &Ctx, caller: &Caller, id: OrderId, key: Option<&Key>, offer: &Offer) -> Result<Found, ApiError> {
    let now = ctx.clock.now();
    let provider = offer.gateway.provider();
    let tx = ctx.db.begin().await?;
    let order = orders::lock(&tx, id).await?.filter(|order| order.user_id == Some(caller.user_id)).ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, id).await?;
    if let Some(key) = key
        && let Remembered::Attempt(attempt) = key.recall(&tx).await?
        && let Some(row) = rows.iter().find(|row| row.id == attempt && row.status != AttemptStatus::Creating)
    {
        return Ok(Found::Usable(Box::new(row.clone())));
    }
    if !is_payable(&order, now) {
        return Err(not_payable().with("status", order.status));
    }
    if order.grand_total < offer.minimum {
        let error = FieldError::new("/provider", FieldCode::TooSmall).with("min", offer.minimum.0);
        return Err(ApiError::invalid(vec![error]));
    }
    let found = match rows.iter().find(|row| is_live(row.status)) {
        Some(row) if row.status == AttemptStatus::Challenged => return Err(not_payable()),
        Some(row) if row.provider != provider || row.expires_at <= now || row.amount != order.grand_total => Found::InTheWay(Box::new(row.clone())),
        Some(row) if row.status != AttemptStatus::Creating => Found::Usable(Box::new(row.clone())),
        Some(row) if row.created_at + ABANDONED > now => return Ok(Found::BeingMade),
        Some(row) => Found::ToOpen(Box::new((order, row.clone()))),
        None => {
            let row = begin(&order, &rows, offer, now);
            store::insert(&tx, &row).await?;
            Found::ToOpen(Box::new((order, row)))
        }
    };
    if let (Some(key), Found::Usable(row)) = (key, &found) {
        key.remember(&tx, row.id, now).await?;
    }
    if let (Some(key), Found::ToOpen(found)) = (key, &found) {
        key.remember(&tx, found.1.id, now).await?;
    }
    tx.commit().await?;
    Ok(found)
}

fn is_payable(order: &PayableOrder, now: chrono::DateTime<chrono::Utc>) -> bool {
    order.status == OrderStatus::Pending && now < order.pay_until
}

fn begin(order: &PayableOrder, earlier: &[PaymentRow], offer: &Offer, now: chrono::DateTime<chrono::Utc>) -> PaymentRow {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    PaymentRow {
        id: PaymentId(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))),
        order_id: order.id,
        provider: offer.gateway.provider(),
        // Never used twice: attempts are numbered under the order's lock and never deleted.
        reference: format!("{}-{}", order.number, earlier.len() + 1),
        external_id: None,
        amount: order.grand_total,
        refunded: shared::money::Rupiah::ZERO,
        status: AttemptStatus::Creating,
        redirect_url: None,
        method: None,
        pay_code: None,
        failure: None,
        raw: None,
        expires_at: order.pay_until.min(now + TimeDelta::minutes(offer.expiry_minutes)),
        settled_at: None,
        checked_at: None,
        created_at: now,
    }
}

/// Opens the attempt at the provider and completes it. `None` when one that was left half done
/// had to be given up, and a new one is to be made.
pub(super) async fn open(ctx: &Ctx, gateway: &dyn Gateway, order: &PayableOrder, row: PaymentRow) -> Result<Option<PaymentRow>, ApiError> {
    let bill = Bill { payment: row.id, reference: &row.reference, order, began_at: row.created_at, expires_at: row.expires_at };
    let answer = tokio::time::timeout(PATIENCE, gateway.create(&bill)).await;
    match answer.unwrap_or_else(|_| Err(GatewayError::Unavailable("it takes too long".to_owned()))) {
        Ok(opened) => complete(ctx, &row, opened).await.map(Some),
        Err(error) if error.is_final() => {
            let half_done = row.created_at + ABANDONED <= ctx.clock.now();
            give_up(ctx, &row, &error, half_done).await?;
            if half_done { Ok(None) } else { Err(ask::unavailable(row.provider, &error)) }
        }
        // Perhaps it was made. The next call or the reconciler finds out.
        Err(error) => Err(ask::unavailable(row.provider, &error)),
    }
}

/// The second transaction: the attempt can be paid now.
async fn complete(ctx: &Ctx, begun: &PaymentRow, opened: Opened) -> Result<PaymentRow, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.db.begin().await?;
    let order = orders::lock(&tx, begun.order_id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, order.id).await?;
    let mut row = rows.into_iter().find(|row| row.id == begun.id).ok_or_else(ApiError::not_found)?;
    let was_creating = row.status == AttemptStatus::Creating;
    if row.external_id.is_none() {
        row.external_id = opened.external_id;
    }
    if row.redirect_url.is_none() {
        row.redirect_url = Some(opened.redirect_url);
        row.raw = row.raw.or(Some(opened.raw));
    }
    if was_creating {
        row.status = AttemptStatus::Open;
        let _ = orders::payment_changed(&tx, ctx, &order, PaymentFact::Started).await?;
    }
    // Meanwhile the order may have ended, or the attempt been called off.
    let usable = is_live(row.status) && is_payable(&order, now);
    if !usable && !is_paid(row.status) {
        jobs::enqueue(&tx, &CancelAttempt { payment_id: row.id }).await?;
    }
    store::save(&tx, &row).await?;
    tx.commit().await?;
    if usable { Ok(row) } else { Err(not_payable()) }
}

/// The provider will not have it.
async fn give_up(ctx: &Ctx, begun: &PaymentRow, error: &GatewayError, half_done: bool) -> Result<(), ApiError> {
    tracing::warn!(payment.reference = %begun.reference, %error, "a payment could not be set up");
    let tx = ctx.db.begin().await?;
    let order = orders::lock(&tx, begun.order_id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, order.id).await?;
    let Some(mut row) = rows.into_iter().find(|row| row.id == begun.id && row.status == AttemptStatus::Creating) else { return Ok(()) };
    row.status = if half_done { AttemptStatus::Cancelled } else { AttemptStatus::Failed };
    row.expires_at = row.expires_at.min(ctx.clock.now());
    row.raw = Some(json!({ "error": error.to_string() }));
    store::save(&tx, &row).await?;
    let _ = orders::payment_changed(&tx, ctx, &order, PaymentFact::Closed).await?;
    Ok(tx.commit().await?)
}
