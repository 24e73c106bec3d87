//! The books of money going back: what the provider says of refunds, and what follows.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use shared::ids::RefundId;
use shared::money::Rupiah;
use shared::payments::{RefundChannel, RefundKind, RefundStatus};
use shared::refunds::GivenBack;
use uuid::{NoContext, Timestamp, Uuid};

use super::gateway::RefundTruth;
use super::rules::{after_refunds, is_paid};
use super::send_refund::SendRefund;
use super::store::{self, PaymentRow, RefundItemRow, RefundRow};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::jobs;
use crate::orders::{self, PayableOrder, PaymentFact};

/// The order was paid by another attempt: this money never counted towards it.
pub(super) const PAID_TWICE: &str = "paid_twice";
/// The order had ended and could not be taken up again.
pub(super) const PAID_TOO_LATE: &str = "paid_too_late";
/// Not ordered here, but in the provider's own back office.
const OUTSIDE: &str = "made_at_provider";

/// Sends all of a payment back, because the order cannot take it.
pub(super) async fn send_all_back(
    tx: &DatabaseTransaction,
    payment: &PaymentRow,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = RefundRow { reason: reason.to_owned(), ..begun(payment, payment.amount, RefundKind::Automatic, now) };
    store::insert_refund(tx, &row).await?;
    jobs::enqueue(tx, &SendRefund { refund_id: row.id }).await
}

/// A refund that waits for its job.
pub(super) fn begun(payment: &PaymentRow, amount: Rupiah, kind: RefundKind, now: DateTime<Utc>) -> RefundRow {
    RefundRow {
        id: new_id(now),
        order_id: payment.order_id,
        payment_id: Some(payment.id),
        amount,
        kind,
        channel: RefundChannel::Provider,
        status: RefundStatus::Pending,
        shipping: Rupiah::ZERO,
        restock: false,
        reason: String::new(),
        external_id: None,
        failure: None,
        bank_reference: None,
        actor_id: None,
        retry_of: None,
        created_at: now,
        settled_at: None,
    }
}

/// It went back, or is on its way.
fn counts(status: RefundStatus) -> bool {
    matches!(status, RefundStatus::Pending | RefundStatus::Succeeded)
}

/// The payment that an order's money came by: paid, and not one that the order never took.
pub(super) fn taken<'a>(payments: &'a [PaymentRow], refunds: &[RefundRow]) -> Option<&'a PaymentRow> {
    let unwanted =
        |payment: &PaymentRow| refunds.iter().any(|row| row.payment_id == Some(payment.id) && row.kind == RefundKind::Automatic);
    payments.iter().find(|payment| is_paid(payment.status) && !unwanted(payment))
}

/// What went back of a payment, or is on its way.
pub(super) fn given(payment: &PaymentRow, refunds: &[RefundRow], items: &[RefundItemRow]) -> Vec<GivenBack> {
    let rows = refunds.iter().filter(|row| row.payment_id == Some(payment.id) && counts(row.status));
    rows.map(|row| GivenBack {
        amount: row.amount,
        shipping: row.shipping,
        items: items.iter().filter(|item| item.refund_id == row.id).map(|item| item.item()).collect(),
    })
    .collect()
}

fn new_id(now: DateTime<Utc>) -> RefundId {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    RefundId(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())))
}

/// The refunds of an order under its lock.
pub(super) struct Book {
    rows: Vec<RefundRow>,
    changed: Vec<RefundId>,
}

impl Book {
    /// Opens it; takes the rows' locks.
    pub async fn open(tx: &impl ConnectionTrait, payment: &PaymentRow) -> Result<Self, DbErr> {
        Ok(Self { rows: store::lock_refunds(tx, payment.order_id).await?, changed: Vec::new() })
    }

    fn of<'a>(&'a self, payment: &'a PaymentRow) -> impl Iterator<Item = &'a RefundRow> {
        self.rows.iter().filter(|row| row.payment_id == Some(payment.id))
    }

    /// All of them.
    pub fn rows(&self) -> &[RefundRow] {
        &self.rows
    }

    /// What is left of a payment.
    pub fn left(&self, payment: &PaymentRow) -> Rupiah {
        let gone = self.of(payment).filter(|row| counts(row.status)).map(|row| row.amount.0).sum::<i64>();
        Rupiah(payment.amount.0 - gone)
    }

    /// The order never took this payment: it goes back, or went back, by itself.
    pub fn is_unwanted(&self, payment: &PaymentRow) -> bool {
        self.of(payment).any(|row| row.kind == RefundKind::Automatic)
    }

    fn sent_back(&self, payment: &PaymentRow) -> Rupiah {
        let amounts = self.of(payment).filter(|row| row.status == RefundStatus::Succeeded).map(|row| row.amount.0);
        Rupiah(amounts.sum::<i64>().min(payment.amount.0))
    }

    /// Takes in what the provider says of one refund; `is_late` when it was asked before something newer was taken in: then it
    /// settles what nothing newer did.
    pub async fn take_in(
        &mut self,
        tx: &impl ConnectionTrait,
        payment: &PaymentRow,
        truth: &RefundTruth,
        is_late: bool,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        let ours = |row: &&mut RefundRow| {
            // What was left to hand and has ended there was settled there: what the provider sent all the same is beside it.
            let by_hand = row.channel == RefundChannel::ManualTransfer && row.status != RefundStatus::Pending;
            row.payment_id == Some(payment.id)
                && (truth.id == Some(row.id) && !by_hand || row.external_id.as_deref() == Some(truth.external_id.as_str()))
        };
        if let Some(row) = self.rows.iter_mut().find(ours) {
            // It was left to hand although the provider had it, and nobody has transferred it yet.
            if row.channel == RefundChannel::ManualTransfer
                && row.status == RefundStatus::Pending
                && truth.id == Some(row.id)
                && counts(truth.status)
            {
                row.channel = RefundChannel::Provider;
            }
            let old_news = (is_late || truth.status == RefundStatus::Pending) && row.status != RefundStatus::Pending;
            let news = row.status != truth.status || row.external_id.is_none();
            // A refund made by hand is settled by hand.
            if row.channel == RefundChannel::Provider && news && !old_news {
                row.status = truth.status;
                row.external_id = Some(truth.external_id.clone());
                row.failure.clone_from(&truth.failure);
                row.settled_at = (truth.status != RefundStatus::Pending).then_some(now);
                store::save_refund(tx, row).await?;
                self.changed.push(row.id);
                if truth.status == RefundStatus::Failed {
                    orders::refund_failed(tx, row.order_id, row.amount, now).await?;
                }
            }
            return Ok(());
        }
        if truth.amount <= Rupiah::ZERO || matches!(truth.status, RefundStatus::Failed | RefundStatus::Cancelled) {
            return Ok(());
        }
        let kind = if truth.amount == payment.amount { RefundKind::Full } else { RefundKind::Goodwill };
        let row = RefundRow {
            status: truth.status,
            reason: OUTSIDE.to_owned(),
            external_id: Some(truth.external_id.clone()),
            settled_at: (truth.status != RefundStatus::Pending).then_some(now),
            ..begun(payment, truth.amount, kind, now)
        };
        store::insert_refund(tx, &row).await?;
        self.changed.push(row.id);
        self.rows.push(row);
        Ok(())
    }

    /// Everything that is left of the payment went back at once (a card payment cancelled before
    /// it was settled): by a refund that waits, else by somebody at the provider.
    pub async fn take_in_rest(
        &mut self,
        tx: &impl ConnectionTrait,
        payment: &PaymentRow,
        external_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        let left = Rupiah(payment.amount.0 - self.sent_back(payment).0);
        let waiting = self.of(payment).find(|row| row.status == RefundStatus::Pending && row.amount == left).map(|row| row.id);
        let truth = RefundTruth {
            id: waiting,
            external_id: external_id.to_owned(),
            amount: left,
            status: RefundStatus::Succeeded,
            failure: None,
        };
        self.take_in(tx, payment, &truth, false, now).await
    }

    /// The provider would not do it.
    pub async fn fail(&mut self, tx: &impl ConnectionTrait, id: RefundId, why: String, now: DateTime<Utc>) -> Result<(), DbErr> {
        // Left to hand meanwhile, it is no longer the provider's to refuse.
        let waiting =
            |row: &&mut RefundRow| row.id == id && row.status == RefundStatus::Pending && row.channel == RefundChannel::Provider;
        let Some(row) = self.rows.iter_mut().find(waiting) else { return Ok(()) };
        row.status = RefundStatus::Failed;
        row.failure = Some(why);
        row.settled_at = Some(now);
        store::save_refund(tx, row).await?;
        orders::refund_failed(tx, row.order_id, row.amount, now).await?;
        self.changed.push(id);
        Ok(())
    }

    /// The way it was paid has no way back: somebody has to transfer it.
    pub async fn leave_to_hand(&mut self, tx: &impl ConnectionTrait, id: RefundId, why: String) -> Result<(), DbErr> {
        let waiting = |row: &&mut RefundRow| row.id == id && row.status == RefundStatus::Pending;
        let Some(row) = self.rows.iter_mut().find(waiting) else { return Ok(()) };
        row.channel = RefundChannel::ManualTransfer;
        row.failure = Some(why);
        store::save_refund(tx, row).await
    }

    /// Ends a refund that waits for a transfer by hand: it was made, or will not be.
    pub async fn end_by_hand(
        &mut self,
        tx: &impl ConnectionTrait,
        id: RefundId,
        status: RefundStatus,
        bank_reference: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        let Some(row) = self.rows.iter_mut().find(|row| row.id == id) else { return Ok(()) };
        row.status = status;
        row.bank_reference = bank_reference;
        row.settled_at = Some(now);
        store::save_refund(tx, row).await?;
        self.changed.push(id);
        Ok(())
    }

    /// The provider took the money itself: nothing waits to go back any more.
    pub async fn call_off(&mut self, tx: &impl ConnectionTrait, payment: &PaymentRow, now: DateTime<Utc>) -> Result<(), DbErr> {
        for row in self.rows.iter_mut().filter(|row| row.payment_id == Some(payment.id) && row.status == RefundStatus::Pending) {
            row.status = RefundStatus::Cancelled;
            row.settled_at = Some(now);
            store::save_refund(tx, row).await?;
            self.changed.push(row.id);
        }
        Ok(())
    }

    /// Writes the sums to the payment and tells the order. Returns whether anything changed.
    pub async fn close(
        self,
        tx: &DatabaseTransaction,
        ctx: &Ctx,
        order: &PayableOrder,
        payment: &mut PaymentRow,
    ) -> Result<bool, ApiError> {
        if self.changed.is_empty() {
            return Ok(false);
        }
        let before = payment.refunded;
        payment.refunded = self.sent_back(payment);
        if is_paid(payment.status) {
            payment.status = after_refunds(payment.amount, payment.refunded);
        }
        // Money that came twice, or that the provider took itself, is no business of the order's.
        let twice = self.of(payment).any(|row| row.reason == PAID_TWICE);
        if payment.refunded != before && is_paid(payment.status) && !twice {
            let fact = PaymentFact::Refunded { total: payment.refunded, taken: !self.is_unwanted(payment) };
            let _ = orders::payment_changed(tx, ctx, order, fact).await?;
        }
        Ok(true)
    }
}
