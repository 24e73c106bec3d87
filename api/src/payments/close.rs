//! Calls attempts off, so that nobody pays for what is no longer sold.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use shared::ids::{OrderId, PaymentId};
use shared::payments::PaymentAsker;

use super::apply::{Applied, Fresh, Source, apply};
use super::ask;
use super::gateway::{Gateway, GatewayError};
use super::open;
use super::refusal;
use super::rules::{Closing, is_closed, is_live, is_paid};
use super::store::{self, PaymentRow};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::jobs::{self, Job};

/// What became of the attempts to pay an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Closed {
    /// None could be paid any more.
    NothingLive,
    /// None can be paid any more.
    Closed,
    /// One turned out to be paid; the order was told.
    PaidAfterAll,
    /// One can still be paid; try again later.
    StillPayable,
}

/// Calls off what can still be paid of an order, and applies what is true.
///
/// # Errors
/// When the provider or the database does not answer.
pub async fn close_attempts(ctx: &Ctx, order: OrderId) -> Result<Closed, ApiError> {
    let mut outcome = Closed::NothingLive;
    let rows = store::of_order(&ctx.db, order).await?;
    for row in rows.iter().filter(|row| is_live(row.status)) {
        let applied = close(ctx, row).await?;
        if is_paid(applied.status) {
            return Ok(Closed::PaidAfterAll);
        }
        if is_live(applied.status) {
            return Ok(Closed::StillPayable);
        }
        outcome = Closed::Closed;
    }
    Ok(outcome)
}

/// Calls one attempt off.
pub(super) async fn close(ctx: &Ctx, row: &PaymentRow) -> Result<Applied, ApiError> {
    let gateway = open::gateway(ctx, row.provider).await?.ok_or_else(ask::no_keys)?;
    close_by(ctx, &*gateway, row).await?.map_err(|error| ask::unavailable(row.provider, &error))
}

/// Calls one attempt off, unless its provider will not, or does not answer.
async fn close_by(ctx: &Ctx, gateway: &dyn Gateway, row: &PaymentRow) -> Result<Result<Applied, GatewayError>, ApiError> {
    let asked_at = ctx.clock.now();
    let closing = if row.expires_at <= asked_at { Closing::OutOfTime } else { Closing::CalledOff };
    let truth = match gateway.close(&row.attempt(false)).await {
        Ok(truth) => truth,
        Err(error) => return Ok(Err(error)),
    };
    apply(ctx, row.id, Fresh { asked_at, truth }, Source::Query(PaymentAsker::Closing), Some(closing)).await.map(Ok)
}

/// Calls off an attempt that is in the way of another. `None` where nobody can, for its provider has no keys or refuses them,
/// or where nobody can pay it: its provider does not answer, and it never had a page.
///
/// # Errors
/// 503 while its provider does not answer: the buyer may be about to pay on its page.
pub(super) async fn clear_away(ctx: &Ctx, row: &PaymentRow) -> Result<Option<Applied>, ApiError> {
    let Some(gateway) = open::gateway(ctx, row.provider).await? else { return Ok(None) };
    match close_by(ctx, &*gateway, row).await? {
        Ok(applied) => Ok(Some(applied)),
        Err(error) if error.refuses_keys() == Some(401) || row.redirect_url.is_none() => {
            refusal::take_note(ctx, &*gateway, Err(&error)).await?;
            tracing::warn!(payment.reference = %row.reference, %error, "an attempt cannot be called off");
            Ok(None)
        }
        Err(error) => {
            let detail =
                format!("{} does not answer, where the payment was begun before: it cannot be called off yet", row.provider);
            Err(ask::unavailable(row.provider, &error).detail(detail))
        }
    }
}

/// Has the live attempt of an order called off soon, if there is one.
///
/// # Errors
/// What the database says.
pub async fn cancel_live_attempt(tx: &impl ConnectionTrait, order: OrderId) -> Result<(), sea_orm::DbErr> {
    for row in store::of_order(tx, order).await?.iter().filter(|row| is_live(row.status)) {
        jobs::enqueue(tx, &CancelAttempt { payment_id: row.id }).await?;
    }
    Ok(())
}

/// Calls an attempt off at the provider.
#[derive(Debug, Serialize, Deserialize)]
pub struct CancelAttempt {
    /// The attempt.
    pub payment_id: PaymentId,
}

impl Job for CancelAttempt {
    const KIND: &'static str = "payments.cancel_attempt";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.payment_id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(row) = store::payment(&ctx.db, self.payment_id).await? else { return Ok(()) };
        if !is_live(row.status) && !is_closed(row.status) {
            return Ok(());
        }
        let applied = close(ctx, &row).await?;
        anyhow::ensure!(!is_live(applied.status), "attempt {} can still be paid", row.reference);
        Ok(())
    }
}
