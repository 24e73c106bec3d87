//! Sends money back.

use serde::{Deserialize, Serialize};
use shared::ids::RefundId;
use shared::money::Rupiah;
use shared::payments::{RefundChannel, RefundStatus};

use super::ask;
use super::gateway::{RefundAsk, RefundReply};
use super::open;
use super::refunds::Book;
use super::rules::is_paid;
use super::store::{self, PaymentRow, RefundRow};
use super::trouble;
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::http::ApiError;
use crate::jobs::Job;
use crate::orders;

/// Has the provider send a refund. Safe to repeat: the provider knows the refund by its id.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendRefund {
    /// The refund.
    pub refund_id: RefundId,
}

impl Job for SendRefund {
    const KIND: &'static str = "payments.send_refund";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.refund_id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let Some(refund) = store::refund(&ctx.db, self.refund_id).await? else { return Ok(()) };
        let Some((refund, payment)) = due(ctx, refund).await? else { return Ok(()) };
        let sent = send(ctx, &refund, &payment).await;
        if let Err(error) = &sent
            && shared::refunds::is_overdue(refund.created_at, ctx.clock.now())
        {
            // Before the job is given up, which is days later. It is told once.
            let (subject, why) = ((refund.id, refund.amount), format!("{error:#}"));
            trouble::tell_of_refund(&ctx.db, &payment, subject, trouble::Kind::RefundUnsent, &why).await?;
        }
        sent
    }
}

async fn send(ctx: &Ctx, refund: &RefundRow, payment: &PaymentRow) -> anyhow::Result<()> {
    let gateway = open::gateway(ctx, payment.provider).await?.ok_or_else(ask::no_keys)?;
    let whole = refund.amount == payment.amount && payment.refunded == Rupiah::ZERO;
    let ask = RefundAsk { id: refund.id, amount: refund.amount, whole };
    ctx.may_die(CrashPoint::RefundAsking);
    let reply = gateway.refund(&payment.attempt(true), &ask).await?;
    ctx.may_die(CrashPoint::RefundAnswered);
    book(ctx, refund, payment, reply).await?;
    ctx.may_die(CrashPoint::RefundBooked);
    Ok(())
}

/// The refund and its payment, if it still has to be sent.
async fn due(ctx: &Ctx, refund: RefundRow) -> Result<Option<(RefundRow, PaymentRow)>, ApiError> {
    let waits =
        refund.status == RefundStatus::Pending && refund.channel == RefundChannel::Provider && refund.external_id.is_none();
    let (true, Some(payment)) = (waits, refund.payment_id) else { return Ok(None) };
    let payment = store::payment(&ctx.db, payment).await?;
    Ok(payment.filter(|payment| is_paid(payment.status)).map(|payment| (refund, payment)))
}

/// Writes down what the provider made of it.
async fn book(ctx: &Ctx, refund: &RefundRow, payment: &PaymentRow, reply: RefundReply) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, refund.order_id).await?.ok_or_else(ApiError::not_found)?;
    let rows = store::lock_of_order(&tx, order.id).await?;
    let Some(mut row) = rows.into_iter().find(|row| row.id == payment.id) else { return Ok(()) };
    let mut book = Book::open(&tx, &row).await?;
    match reply {
        RefundReply::Taken(truth) => book.take_in(&tx, &row, &truth, false, now).await?,
        RefundReply::ByHand { why } => {
            tracing::info!(payment.reference = %payment.reference, why, "a refund has to be transferred by hand");
            trouble::tell_of_refund(&tx, payment, (refund.id, refund.amount), trouble::Kind::ManualTransfer, &why).await?;
            book.leave_to_hand(&tx, refund.id, why).await?;
        }
        RefundReply::Refused { why } => {
            tracing::error!(payment.reference = %payment.reference, why, "a refund was refused");
            trouble::tell_of_refund(&tx, payment, (refund.id, refund.amount), trouble::Kind::RefundRefused, &why).await?;
            book.fail(&tx, refund.id, why, now).await?;
        }
    }
    book.close(&tx, ctx, &order, &mut row).await?;
    store::save(&tx, &row).await?;
    Ok(tx.commit().await?)
}
