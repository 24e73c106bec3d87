//! Takes in a provider's truth: the one place where an attempt and its order change by it.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::audit::AuditSubject;
use shared::ids::PaymentId;
use shared::orders::OrderStatus;
use shared::payments::{AttemptStatus, DisputeStatus, PaymentAsker, PaymentEffect, ReviewDecision};
use uuid::Uuid;

use super::close::CancelAttempt;
use super::gateway::{Failure, ProviderTruth, TruthState};
use super::refunds::{self, Book};
use super::rules::{Closing, Known, Verdict, decide, is_live, is_paid};
use super::store::{self, PaymentRow};
use super::trouble;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::http::{ApiError, Caller};
use crate::jobs;
use crate::orders::{self, Outcome, PayableOrder, PaymentFact};

/// A truth and the time it was asked for.
pub(super) struct Fresh {
    /// Just before the question was sent.
    pub asked_at: DateTime<Utc>,
    /// The answer.
    pub truth: ProviderTruth,
}

/// What made us ask.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// A notification; its row gets the effect.
    Notification(Uuid),
    /// A kept event that staff have applied again; its row gets the effect beside the first one.
    Replay(Uuid, &'a Caller),
    /// A question of our own.
    Query(PaymentAsker),
    /// A question of staff.
    Staff(&'a Caller),
    /// The answer of staff for a payment that was held for review.
    Review(&'a Caller, ReviewDecision),
}

/// What became of it.
#[derive(Clone, Debug)]
pub(super) struct Applied {
    /// Where the attempt stands now.
    pub status: AttemptStatus,
    /// What the truth did.
    pub effect: PaymentEffect,
    more: String,
}

impl Applied {
    /// As it is written.
    pub fn text(&self) -> String {
        if self.more.is_empty() { self.effect.to_string() } else { format!("{}: {}", self.effect, self.more) }
    }
}

/// Applies what a provider said of an attempt, once however often it comes and in whatever order.
pub(super) async fn apply(
    ctx: &Ctx,
    id: PaymentId,
    fresh: Fresh,
    source: Source<'_>,
    closing: Option<Closing>,
) -> Result<Applied, ApiError> {
    let now = ctx.clock.now();
    let found = store::payment(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, found.order_id).await?.ok_or_else(ApiError::not_found)?;
    let (mine, others): (Vec<_>, Vec<_>) = store::lock_of_order(&tx, order.id).await?.into_iter().partition(|row| row.id == id);
    let row = mine.into_iter().next().ok_or_else(ApiError::not_found)?;
    let is_late = row.checked_at.is_some_and(|checked_at| fresh.asked_at < checked_at);
    let mut change = Change { ctx, tx: &tx, order, row, others, truth: &fresh.truth, is_late, now };
    let known = Known {
        status: change.row.status,
        amount: change.row.amount,
        reference: &change.row.reference,
        newer_applied: is_late,
        closing,
        may_revive: change.order.status == OrderStatus::Pending && !change.another_lives(),
    };
    let status_before = known.status;
    let verdict = decide(known, &fresh.truth);
    tracing::debug!(payment = %id, state = ?fresh.truth.state, status = %change.row.status, ?verdict, "a provider's truth");
    let (effect, more) = change.make(verdict, closing).await?;
    change.note_dispute();
    let mut row = change.row;
    // Of an attempt that was put aside unasked, "not there" may be what another account says: it is asked about again.
    let elsewhere = status_before == AttemptStatus::Cancelled && row.checked_at.is_none() && row.redirect_url.is_some();
    if !(elsewhere && fresh.truth.state == TruthState::NotThere) {
        row.checked_at = row.checked_at.max(Some(fresh.asked_at));
    }
    store::save(&tx, &row).await?;
    let applied = Applied { status: row.status, effect, more };
    match source {
        Source::Notification(event) => store::finish_event(&tx, event, Some(id), &applied.text(), now).await?,
        Source::Replay(event, _) => store::finish_replay(&tx, event, Some(id), &applied.text(), now).await?,
        Source::Query(asker) => keep(&tx, &row, asker, &fresh.truth, &applied, now).await?,
        Source::Staff(_) => keep(&tx, &row, PaymentAsker::Staff, &fresh.truth, &applied, now).await?,
        Source::Review(by, decision) => {
            orders::payment_reviewed(&tx, row.order_id, decision, by, now).await?;
            keep(&tx, &row, PaymentAsker::Staff, &fresh.truth, &applied, now).await?;
        }
    }
    // Whoever paid deleted the account since.
    if change.order.user_id.is_none() {
        orders::forget_payer(&tx, change.order.id).await?;
    }
    if let Some((by, action, subject)) = by_staff(source, id, &change.order) {
        let decision = if let Source::Review(_, decision) = source { Some(decision) } else { None };
        let before = json!({ "status": status_before });
        let after = json!({ "status": applied.status, "effect": applied.effect, "decision": decision });
        audit::record(&tx, by, action, &subject, &before, &after, now).await?;
    }
    tx.commit().await?;
    if applied.status != status_before {
        ctx.metrics.payment(applied.status);
    }
    if matters(effect) {
        tracing::info!(payment.reference = %row.reference, payment.status = %applied.status, effect = applied.text(), "applied a payment's truth");
    }
    Ok(applied)
}

/// Who of the staff had it applied, and what the audit log calls that.
fn by_staff<'a>(source: Source<'a>, payment: PaymentId, order: &PayableOrder) -> Option<(&'a Caller, Action, Subject)> {
    let payment = Subject::new(AuditSubject::Payment, payment, order.number.as_str());
    match source {
        Source::Notification(_) | Source::Query(_) => None,
        Source::Staff(by) => Some((by, Action::PaymentRefreshed, payment)),
        Source::Review(by, _) => Some((by, Action::PaymentReviewed, payment)),
        Source::Replay(event, by) => {
            let event = Subject::new(AuditSubject::PaymentEvent, event, order.number.as_str());
            Some((by, Action::PaymentReplayed, event))
        }
    }
}

/// Keeps an answer to a question of ours, if it did something.
async fn keep(
    tx: &DatabaseTransaction,
    row: &PaymentRow,
    asker: PaymentAsker,
    truth: &ProviderTruth,
    applied: &Applied,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if !matters(applied.effect) {
        return Ok(());
    }
    let hash = Sha256::digest(format!("{} {}", applied.text(), truth.raw));
    let key = format!("query:{}:{}", row.id, hex::encode(&hash[..12]));
    store::insert_query(tx, row, asker, &key, &truth.raw, &applied.text(), now).await
}

/// Whether an answer to a question of ours is worth keeping.
fn matters(effect: PaymentEffect) -> bool {
    !matches!(effect, PaymentEffect::Unchanged | PaymentEffect::Superseded)
}

/// A change in the making, under the order's lock.
struct Change<'a> {
    ctx: &'a Ctx,
    tx: &'a DatabaseTransaction,
    order: PayableOrder,
    row: PaymentRow,
    others: Vec<PaymentRow>,
    truth: &'a ProviderTruth,
    /// It was asked for before something newer was taken in.
    is_late: bool,
    now: DateTime<Utc>,
}

type Effect = (PaymentEffect, String);

impl Change<'_> {
    fn another_lives(&self) -> bool {
        self.others.iter().any(|other| is_live(other.status))
    }

    async fn tell(&self, fact: PaymentFact) -> Result<Outcome, ApiError> {
        orders::payment_changed(self.tx, self.ctx, &self.order, fact).await
    }

    async fn make(&mut self, verdict: Verdict, closing: Option<Closing>) -> Result<Effect, ApiError> {
        match verdict {
            Verdict::Mismatch(why) => {
                tracing::warn!(payment.reference = %self.row.reference, why, "a payment is not what was asked for");
                trouble::tell(self.tx, &self.row, trouble::Kind::Mismatch, &why).await?;
                Ok((PaymentEffect::Mismatch, why))
            }
            Verdict::Superseded => Ok((PaymentEffect::Superseded, String::new())),
            Verdict::StillPayable => {
                if closing.is_none() {
                    jobs::enqueue(self.tx, &CancelAttempt { payment_id: self.row.id }).await?;
                }
                Ok((PaymentEffect::StillPayable, String::new()))
            }
            Verdict::Unchanged => self.unchanged().await,
            Verdict::Move(to) => self.advance(to).await,
            Verdict::Pay => self.pay().await,
            Verdict::TakeBack(to) => self.take_back(to).await,
            Verdict::GiveBack => self.give_back().await,
        }
    }

    /// Keeps what the provider told about the attempt.
    fn note(&mut self) {
        let (row, truth) = (&mut self.row, self.truth);
        if truth.external_id.is_some() {
            row.external_id.clone_from(&truth.external_id);
        }
        if truth.method.is_some() {
            row.method.clone_from(&truth.method);
        }
        if truth.pay_code.is_some() {
            row.pay_code.clone_from(&truth.pay_code);
        }
        if truth.state != TruthState::NotThere {
            row.raw = Some(truth.raw.clone());
        }
        row.failure = truth.failure.as_ref().map(Failure::to_string);
    }

    /// A dispute that has ended is not open again because its payment was disputed once.
    fn note_dispute(&mut self) {
        let known = self.row.dispute;
        self.row.dispute = match self.truth.dispute {
            Some(DisputeStatus::Open) => known.or(Some(DisputeStatus::Open)),
            told => told.or(known),
        };
    }

    /// Why it failed, as the order is told.
    fn reason(&self) -> String {
        self.truth.failure.as_ref().map(|failure| failure.reason.to_string()).unwrap_or_default()
    }

    async fn unchanged(&mut self) -> Result<Effect, ApiError> {
        if is_live(self.row.status) && self.truth.state == TruthState::Open {
            // A card was declined, say: the page stays open, and the buyer may know why.
            self.note();
            return Ok((PaymentEffect::Unchanged, self.row.failure.clone().unwrap_or_default()));
        }
        if is_paid(self.row.status) {
            if self.truth.state == TruthState::Paid {
                self.note();
            }
            if self.sync_refunds(false).await? {
                return Ok((PaymentEffect::Refunded, self.row.refunded.to_string()));
            }
        }
        let Some(remark) = &self.truth.remark else { return Ok((PaymentEffect::Unchanged, String::new())) };
        trouble::tell(self.tx, &self.row, trouble::Kind::Dispute, remark).await?;
        Ok((PaymentEffect::Remarked, remark.clone()))
    }

    /// Moves on without money.
    async fn advance(&mut self, to: AttemptStatus) -> Result<Effect, ApiError> {
        let from = self.row.status;
        self.note();
        self.row.status = to;
        if matches!(self.truth.state, TruthState::Cancelled | TruthState::Expired) {
            // The provider says that it is over. Where it only never heard of it, a page may still be open.
            self.row.expires_at = self.row.expires_at.min(self.now);
        }
        let awaited = self.order.status == OrderStatus::Pending && !self.another_lives();
        let fact = match to {
            AttemptStatus::Pending => Some(PaymentFact::Pending),
            AttemptStatus::Challenged => Some(PaymentFact::Challenged),
            AttemptStatus::Failed if awaited => Some(PaymentFact::Failed { reason: self.reason() }),
            _ if awaited => Some(PaymentFact::Closed),
            _ => None,
        };
        if let Some(fact) = fact {
            let _ = self.tell(fact).await?;
        }
        Ok((PaymentEffect::Moved, format!("{from} → {to}")))
    }

    async fn pay(&mut self) -> Result<Effect, ApiError> {
        let twice = self.others.iter().any(|other| is_paid(other.status));
        self.note();
        self.row.status = AttemptStatus::Paid;
        let at = self.truth.paid_at.unwrap_or(self.now);
        self.row.settled_at = Some(at);
        let outcome = self.tell(PaymentFact::Paid { at }).await?;
        let effect = match outcome {
            Outcome::RefundDue => {
                let reason = if twice { refunds::PAID_TWICE } else { refunds::PAID_TOO_LATE };
                refunds::send_all_back(self.tx, &self.row, reason, self.now).await?;
                if twice { PaymentEffect::DoublePaymentRefunded } else { PaymentEffect::LatePaymentRefunded }
            }
            Outcome::Applied | Outcome::Nothing => {
                if self.order.status == OrderStatus::Pending {
                    PaymentEffect::Paid
                } else {
                    PaymentEffect::LatePaymentAccepted
                }
            }
        };
        // Nobody shall pay twice.
        for other in self.others.iter().filter(|other| is_live(other.status)) {
            jobs::enqueue(self.tx, &CancelAttempt { payment_id: other.id }).await?;
        }
        // It may have gone back before we ever heard of it.
        if !self.truth.refunds.is_empty() {
            self.order = orders::lock(self.tx, self.order.id).await?.ok_or_else(ApiError::not_found)?;
            self.sync_refunds(false).await?;
        }
        Ok((effect, String::new()))
    }

    async fn take_back(&mut self, to: AttemptStatus) -> Result<Effect, ApiError> {
        let held = is_paid(self.row.status);
        self.note();
        let mut book = Book::open(self.tx, &self.row).await?;
        let unwanted = book.is_unwanted(&self.row);
        book.call_off(self.tx, &self.row, self.now).await?;
        self.row.status = to;
        book.close(self.tx, self.ctx, &self.order, &mut self.row).await?;
        let reason = self.reason();
        if held && !unwanted {
            let _ = self.tell(PaymentFact::Reversed { reason: reason.clone() }).await?;
            if self.order.has_shipped {
                trouble::tell(self.tx, &self.row, trouble::Kind::TakenBack, &reason).await?;
            }
        } else if !held && self.order.status == OrderStatus::Pending && !self.another_lives() {
            let _ = self.tell(PaymentFact::Closed).await?;
        }
        Ok((PaymentEffect::Reversed, reason))
    }

    async fn give_back(&mut self) -> Result<Effect, ApiError> {
        self.note();
        self.sync_refunds(true).await?;
        Ok((PaymentEffect::Refunded, self.row.refunded.to_string()))
    }

    /// Takes in the provider's refunds; `rest` when all that is left went back.
    async fn sync_refunds(&mut self, rest: bool) -> Result<bool, ApiError> {
        if self.truth.refunds.is_empty() && !rest {
            return Ok(false);
        }
        let mut book = Book::open(self.tx, &self.row).await?;
        for truth in &self.truth.refunds {
            book.take_in(self.tx, &self.row, truth, self.is_late, self.now).await?;
        }
        if rest {
            let external_id = self.truth.external_id.clone().unwrap_or_else(|| self.row.reference.clone());
            book.take_in_rest(self.tx, &self.row, &external_id, self.now).await?;
        }
        book.close(self.tx, self.ctx, &self.order, &mut self.row).await
    }
}
