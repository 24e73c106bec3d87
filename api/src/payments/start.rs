//! Starts to pay an order, or goes on with the attempt that is under way.
//!
//! An attempt is written down before its provider hears of it, and completed afterwards. What a
//! crash leaves half done is finished by the next call or by the reconciler: the provider
//! recognises a repeated request.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::StatusCode;
use serde_json::json;
use shared::ids::{OrderId, PaymentId};
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::payments::{AttemptStatus, Payment, PaymentEffect, StartPaymentRequest};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use uuid::{NoContext, Timestamp, Uuid};

use super::ask;
use super::close::{CancelAttempt, clear_away};
use super::find::view;
use super::gateway::{Bill, Gateway, GatewayError, Opened};
use super::key::{Key, Remembered};
use super::methods::{self, Offer};
use super::refusal;
use super::rules::{is_live, is_paid};
use super::store::{self, PaymentRow};
use crate::context::Ctx;
use crate::crash::CrashPoint;
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
/// How often it is tried again to write down what the provider has made.
const COMPLETIONS: u32 = 3;
/// How often something in the way is cleared before giving up.
const ROUNDS: u32 = 4;

/// What a look at the order's attempts found.
enum Found {
    /// An attempt that can be gone on with.
    Usable(Box<PaymentRow>),
    /// Another attempt, to be called off first.
    InTheWay(Box<PaymentRow>),
    /// An attempt that another request is setting up.
    BeingMade,
    /// A new attempt, or one that was left half done.
    ToOpen(Box<(PayableOrder, PaymentRow)>, Begun),
}

/// Who began an attempt that is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// We.
    Now,
    /// Somebody who did not finish it; perhaps the provider knows it.
    Before,
}

/// 409: the order cannot be paid (any more).
fn not_payable() -> ApiError {
    ApiError::conflict(ErrorCode::NotPayable)
}

/// Gives the caller a page to pay the order on.
pub(super) async fn start(
    ctx: &Ctx,
    caller: &Caller,
    order: OrderId,
    key: Option<&str>,
    ask: StartPaymentRequest,
) -> Result<Payment, ApiError> {
    let key = key.map(|key| Key::new(caller, key, order, ask)).transpose()?;
    let offer = methods::offer(ctx, ask.provider).await?.ok_or_else(ask::no_keys)?;
    let (mut rounds, mut waits) = (0, 0);
    while rounds < ROUNDS {
        match look(ctx, caller, order, key.as_ref(), &offer).await? {
            Found::Usable(row) => return Ok(view(&row)),
            Found::BeingMade if waits >= WAITS => {
                return Err(ApiError::retry_later(StatusCode::CONFLICT, ErrorCode::IdempotencyInProgress, 5));
            }
            Found::BeingMade => {
                waits += 1;
                tokio::time::sleep(WAIT).await;
            }
            Found::InTheWay(row) => {
                rounds += 1;
                let Some(applied) = clear_away(ctx, &row).await? else {
                    put_aside(ctx, &row).await?;
                    continue;
                };
                let overtaken = applied.effect == PaymentEffect::Superseded;
                if is_paid(applied.status) || (is_live(applied.status) && !overtaken) {
                    return Err(not_payable());
                }
            }
            Found::ToOpen(found, begun) => {
                rounds += 1;
                let (ctx, gateway) = (ctx.clone(), offer.gateway.clone());
                // On a task of its own: a buyer who leaves in the middle does not leave it half done.
                let opening = tokio::spawn(async move {
                    let id = found.1.id;
                    let opened = open(&ctx, &*gateway, &found.0, found.1, begun).await;
                    leave_when_the_database_is_gone(&ctx, id, opened)
                });
                if let Some(row) = opening.await.map_err(ApiError::internal)?? {
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
    let tx = ctx.begin().await?;
    let order =
        orders::lock(&tx, id).await?.filter(|order| order.user_id == Some(caller.user_id)).ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, id).await?;
    if let Some(key) = key
        && let Remembered::Attempt(attempt) = key.recall(&tx).await?
        // One that never had a page is of no use to anybody; the key goes on to the next.
        && let Some(row) = rows.iter().find(|row| row.id == attempt && row.redirect_url.is_some())
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
        Some(row) if is_being_made(row, now) => return Ok(Found::BeingMade),
        Some(row) if row.provider != provider || row.expires_at <= now || row.amount != order.grand_total => {
            Found::InTheWay(Box::new(row.clone()))
        }
        Some(row) if row.status != AttemptStatus::Creating => Found::Usable(Box::new(row.clone())),
        Some(row) => Found::ToOpen(Box::new((order, row.clone())), Begun::Before),
        None => {
            let row = begin(&order, &rows, offer, now);
            store::insert(&tx, &row).await?;
            Found::ToOpen(Box::new((order, row)), Begun::Now)
        }
    };
    let answer = match &found {
        Found::Usable(row) => Some(row.id),
        Found::ToOpen(found, _) => Some(found.1.id),
        Found::InTheWay(_) | Found::BeingMade => None,
    };
    if let (Some(key), Some(answer)) = (key, answer) {
        key.remember(&tx, answer, now).await?;
    }
    match (tx.commit().await, &found) {
        // Perhaps it was committed all the same.
        (Err(error), Found::ToOpen(begun, _)) => leave_when_the_database_is_gone(ctx, begun.1.id, Err(error.into())),
        (done, _) => Ok(done.map(|()| found)?),
    }
}

/// An attempt whose end could not be written down is marked as soon as the database is back: the next request goes on with it
/// at once, and does not wait until whoever made it is believed dead.
fn leave_when_the_database_is_gone<T>(ctx: &Ctx, attempt: PaymentId, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
    if outcome.as_ref().is_err_and(|error| error.code() == ErrorCode::Unavailable) {
        let ctx = ctx.clone();
        tokio::spawn(async move {
            for _ in 0..ABANDONED.num_seconds() {
                if store::mark_left_half_done(&ctx.db, attempt, ctx.clock.now()).await.is_ok() {
                    break;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }
    outcome
}

/// Whoever began it is at work: it neither gave up, which leaves a mark, nor is it believed dead.
fn is_being_made(row: &PaymentRow, now: DateTime<Utc>) -> bool {
    row.status == AttemptStatus::Creating && row.checked_at.is_none() && row.created_at + ABANDONED > now
}

fn is_payable(order: &PayableOrder, now: DateTime<Utc>) -> bool {
    order.status == OrderStatus::Pending && now < order.pay_until
}

fn begin(order: &PayableOrder, earlier: &[PaymentRow], offer: &Offer, now: DateTime<Utc>) -> PaymentRow {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    PaymentRow {
        id: PaymentId(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))),
        order_id: order.id,
        provider: offer.gateway.provider(),
        // Never used twice: attempts are numbered under the order's lock and never deleted.
        reference: format!("{}-{}", order.number, earlier.len() + 1),
        external_id: None,
        amount: order.grand_total,
        refunded: Rupiah::ZERO,
        status: AttemptStatus::Creating,
        redirect_url: None,
        method: None,
        pay_code: None,
        failure: None,
        raw: None,
        dispute: None,
        expires_at: order.pay_until.min(now + TimeDelta::minutes(offer.expiry_minutes)),
        settled_at: None,
        checked_at: None,
        created_at: now,
    }
}

/// Opens the attempt at the provider and completes it. `None` when one that was left half done
/// had to be given up, and a new one is to be made.
pub(super) async fn open(
    ctx: &Ctx,
    gateway: &dyn Gateway,
    order: &PayableOrder,
    row: PaymentRow,
    begun: Begun,
) -> Result<Option<PaymentRow>, ApiError> {
    let bill = Bill { payment: row.id, reference: &row.reference, order, began_at: row.created_at, expires_at: row.expires_at };
    ctx.may_die(CrashPoint::PayBegun);
    let answer = tokio::time::timeout(PATIENCE, gateway.create(&bill)).await;
    ctx.may_die(CrashPoint::PayOpened);
    match answer.unwrap_or_else(|_| Err(GatewayError::Unavailable("it takes too long".to_owned()))) {
        Ok(opened) => complete_stubbornly(ctx, &row, opened).await.map(Some),
        Err(error) if error.is_final() => {
            give_up(ctx, &row, &error, begun).await?;
            refusal::take_note(ctx, gateway, Err(&error)).await?;
            if begun == Begun::Before { Ok(None) } else { Err(ask::unavailable(row.provider, &error)) }
        }
        Err(error) => {
            // Perhaps it was made. The next call or the reconciler finds out.
            store::mark_left_half_done(&ctx.db, row.id, ctx.clock.now()).await?;
            Err(ask::unavailable(row.provider, &error))
        }
    }
}

/// The second transaction, again when the database went away: else the attempt would be in the way of
/// the next until its maker is believed dead.
async fn complete_stubbornly(ctx: &Ctx, begun: &PaymentRow, opened: Opened) -> Result<PaymentRow, ApiError> {
    for _ in 0..COMPLETIONS {
        match complete(ctx, begun, opened.clone()).await {
            Err(error) if error.code() == ErrorCode::Unavailable => tokio::time::sleep(WAIT).await,
            done => return done,
        }
    }
    complete(ctx, begun, opened).await
}

/// The second transaction: the attempt can be paid now.
async fn complete(ctx: &Ctx, begun: &PaymentRow, opened: Opened) -> Result<PaymentRow, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
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
        // Whatever the provider said before this is old.
        row.checked_at = Some(now);
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

/// Ends an attempt that nobody can call off, for the keys of its provider are gone or refused: it is in the way of nothing any
/// more. Its page, if it ever had one, may still be open. That nobody was asked is kept: the reconciler asks once there are keys
/// again, and money that came is taken in like any that comes late.
async fn put_aside(ctx: &Ctx, row: &PaymentRow) -> Result<(), ApiError> {
    tracing::warn!(payment.reference = %row.reference, "a payment is replaced that could not be called off");
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, row.order_id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, order.id).await?;
    // What became of it meanwhile is seen by the next look.
    let unchanged = |found: &PaymentRow| found.id == row.id && found.status == row.status;
    let Some(mut row) = rows.into_iter().find(unchanged) else { return Ok(()) };
    row.status = AttemptStatus::Cancelled;
    row.checked_at = None;
    store::save(&tx, &row).await?;
    let _ = orders::payment_changed(&tx, ctx, &order, PaymentFact::Closed).await?;
    Ok(tx.commit().await?)
}

/// The provider will not have it.
async fn give_up(ctx: &Ctx, row: &PaymentRow, error: &GatewayError, begun: Begun) -> Result<(), ApiError> {
    tracing::warn!(payment.reference = %row.reference, %error, "a payment could not be set up");
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, row.order_id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, order.id).await?;
    let creating = |found: &PaymentRow| found.id == row.id && found.status == AttemptStatus::Creating;
    let Some(mut row) = rows.into_iter().find(creating) else { return Ok(()) };
    row.status = if begun == Begun::Before { AttemptStatus::Cancelled } else { AttemptStatus::Failed };
    row.expires_at = row.expires_at.min(ctx.clock.now());
    row.raw = Some(json!({ "error": error.to_string() }));
    store::save(&tx, &row).await?;
    let _ = orders::payment_changed(&tx, ctx, &order, PaymentFact::Closed).await?;
    Ok(tx.commit().await?)
}
