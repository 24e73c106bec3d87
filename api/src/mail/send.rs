//! Send an email of the outbox.

use std::time::Duration;

use anyhow::bail;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::account::Locale;
use shared::ids::{EmailId, OrderId, RestockOrderId};
use shared::problem::ErrorCode;

use super::mailer::{SEND_TIMEOUT, SendFault};
use super::message::Email;
use super::outbox::{self, Claimed};
use super::{sealed, server};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::db::is_connection_loss;
use crate::http::{ApiError, Pdf};
use crate::jobs::Job;
use crate::{inventory, papers};

/// Hands an email to the mail server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendEmail {
    /// Which.
    pub id: EmailId,
}

impl Job for SendEmail {
    const KIND: &'static str = "mail.send_email";

    fn key(&self) -> Option<String> {
        Some(format!("{}:{}", Self::KIND, self.id))
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        let id = self.id;
        // Longer than sending can take, so a second sender never overlaps with a slow one.
        let lease = TimeDelta::from_std(SEND_TIMEOUT + Duration::from_secs(15))?;
        let Some(Claimed { mut email, sealed, attempt }) = outbox::claim(&ctx.db, id, ctx.clock.now(), lease).await? else {
            if outbox::waits(&ctx.db, id).await? {
                bail!("email {id} is being sent by another worker");
            }
            return Ok(());
        };
        ctx.may_die(CrashPoint::MailClaimed);
        let sent = match unseal(ctx, &mut email, sealed) {
            Ok(()) => send(ctx, &email).await,
            Err(fault) => Err(fault),
        };
        match sent {
            Ok(delivered) => {
                ctx.may_die(CrashPoint::MailDelivered);
                record_sent(ctx, id, !delivered).await?;
                ctx.may_die(CrashPoint::MailRecorded);
                Ok(())
            }
            Err(SendFault::ForGood(reason)) => {
                tracing::warn!(email = %id, reason, "an email is refused for good");
                Ok(outbox::mark_refused(&ctx.db, id, &reason, true).await?)
            }
            Err(SendFault::ForNow(reason)) => {
                let give_up = attempt >= i32::from(Self::MAX_ATTEMPTS);
                outbox::mark_refused(&ctx.db, id, &reason, give_up).await?;
                if give_up {
                    // From here on the outbox has it, and is where it is tried again: this job could do nothing for it any more.
                    tracing::warn!(email = %id, reason, "an email is given up");
                    return Ok(());
                }
                bail!("email {id}: {reason}")
            }
        }
    }
}

/// The same for an email that is sealed: work of its own, because the program of the release before, beside which this one may
/// run for a while, would send what hides the link. What it does not know it leaves alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendSealedEmail {
    /// Which.
    pub id: EmailId,
}

impl Job for SendSealedEmail {
    const KIND: &'static str = "mail.send_sealed_email";

    fn key(&self) -> Option<String> {
        SendEmail { id: self.id }.key()
    }

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        SendEmail { id: self.id }.run(ctx).await
    }
}

/// Puts what was sealed in its place. With another secret key it waits: the operator can mend that.
fn unseal(ctx: &Ctx, email: &mut Email, sealed: Option<Vec<u8>>) -> Result<(), SendFault> {
    if let Some(sealed) = sealed {
        let opened = sealed::open_sealed(&ctx.vault, email.id, &sealed);
        (email.html, email.text) = opened.map_err(|error| SendFault::ForNow(format!("{error:#}")))?;
    }
    Ok(())
}

/// A paper that goes along with an email.
#[derive(Clone, Copy)]
enum Enclosed {
    /// The order's invoice.
    Invoice(OrderId),
    /// The purchase order.
    PurchaseOrder(RestockOrderId),
}

impl Enclosed {
    fn called(self) -> &'static str {
        match self {
            Self::Invoice(_) => "the invoice",
            Self::PurchaseOrder(_) => "the purchase order",
        }
    }
}

/// Hands it over; whether it left the house. What goes along is drawn now: the outbox stays small, and an email that is
/// sent again carries what is true then.
async fn send(ctx: &Ctx, email: &Email) -> Result<bool, SendFault> {
    let route = server::route(ctx).await.map_err(|error| SendFault::ForNow(format!("the mail server's settings: {error}")))?;
    let paper = email.restock_order_id.map(Enclosed::PurchaseOrder).or_else(|| email.invoice_of().map(Enclosed::Invoice));
    let mut enclosed = None;
    if let Some(paper) = paper.filter(|_| route.delivers()) {
        let drawn = draw(ctx, paper, email.locale).await;
        enclosed = Some(drawn.map_err(|error| SendFault::ForNow(format!("{}: {error}", paper.called())))?);
    }
    route.send(email, enclosed).await?;
    Ok(route.delivers())
}

/// Draws what goes along. A database that is away for a moment is waited for: to give up could not be
/// written down either, and the email would stand still until its lease is over.
async fn draw(ctx: &Ctx, paper: Enclosed, locale: Locale) -> Result<Pdf, ApiError> {
    for _ in 0..20 {
        match draw_once(ctx, paper, locale).await {
            Err(error) if error.code() == ErrorCode::Unavailable => tokio::time::sleep(Duration::from_millis(500)).await,
            drawn => return drawn,
        }
    }
    draw_once(ctx, paper, locale).await
}

async fn draw_once(ctx: &Ctx, paper: Enclosed, locale: Locale) -> Result<Pdf, ApiError> {
    match paper {
        Enclosed::Invoice(order) => papers::mailed_invoice(ctx, order, locale).await,
        Enclosed::PurchaseOrder(order) => inventory::purchase_order(ctx, order, Some(locale)).await,
    }
}

/// Writes down that the server has it, stubbornly: what is not written down is sent again. A database
/// that is away is waited for, for as long as the process lives.
async fn record_sent(ctx: &Ctx, id: EmailId, kept: bool) -> anyhow::Result<()> {
    let ctx = ctx.clone();
    // On a task of its own: a worker that is stopped meanwhile does not wait for ever.
    let recording = tokio::spawn(async move {
        let mut pauses = [100, 200, 400, 800].into_iter().chain(std::iter::repeat(1_000)).map(Duration::from_millis);
        let mut tries_left = 4;
        loop {
            let Err(error) = outbox::mark_sent(&ctx.db, id, kept, ctx.clock.now()).await else { return Ok(()) };
            if !is_connection_loss(&error) {
                tries_left -= 1;
            }
            let Some(pause) = pauses.next().filter(|_| tries_left > 0) else { return Err(error) };
            tokio::time::sleep(pause).await;
        }
    });
    Ok(recording.await??)
}
