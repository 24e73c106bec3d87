//! What order pages show of payments and refunds.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use shared::ids::{OrderId, RefundId};
use shared::money::Rupiah;
use shared::payments::{Payment, PaymentProvider, RefundChannel, StaffPayment};
use shared::refunds::{Refund, Refundable, StaffRefund, refundable};

use super::gateway::Failure;
use super::refunds::{self, given, taken};
use super::rules::is_live;
use super::store::{self, PaymentRow, RefundItemRow, RefundRow};
use crate::db::all;
use crate::orders::Billed;

/// The money of an order.
#[derive(Debug, Default)]
pub struct Views {
    /// The attempts to pay as the buyer sees them, the latest first.
    pub payments: Vec<Payment>,
    /// The same as staff see them.
    pub staff_payments: Vec<StaffPayment>,
    /// What goes or went back, the first first.
    pub refunds: Vec<StaffRefund>,
    /// What still can, if anything.
    pub refundable: Option<Refundable>,
}

/// The money of an order that cost what it was `billed`.
///
/// # Errors
/// What the database says.
pub async fn views(db: &impl ConnectionTrait, order: OrderId, billed: &Billed) -> Result<Views, DbErr> {
    let rows = store::of_order(db, order).await?;
    let payments = rows.iter().map(view).collect();
    let staff_payments = rows.iter().cloned().map(staff_view).collect();
    // Nothing can go back of what never came in.
    if rows.iter().all(|row| row.settled_at.is_none()) {
        return Ok(Views { payments, staff_payments, ..Views::default() });
    }
    let refunds = store::refunds(db, order).await?;
    let items = if refunds.is_empty() { Vec::new() } else { store::refund_items(db, order).await? };
    let left = taken(&rows, &refunds).map(|payment| {
        let given = given(payment, &refunds, &items);
        refundable(&billed.lines, billed.shipping, billed.discount, payment.amount, &given)
    });
    let left = left.filter(|left| left.left.0 > 0);
    Ok(Views { payments, staff_payments, refunds: refund_views(db, order, refunds, &items).await?, refundable: left })
}

/// Money that went back.
#[derive(FromQueryResult, Serialize)]
pub struct SentBack {
    /// How much.
    pub amount: Rupiah,
    /// By the provider, or by a transfer of our own.
    pub channel: RefundChannel,
    /// Who had taken the money.
    pub provider: Option<PaymentProvider>,
    /// How it had been paid.
    pub method: Option<String>,
}

/// What went back of the money that counted towards an order, the first first.
///
/// # Errors
/// What the database says.
pub async fn sent_back(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<SentBack>, DbErr> {
    let sql = "SELECT r.amount, r.channel, p.provider, p.method FROM refunds r LEFT JOIN payments p ON p.id = r.payment_id
               WHERE r.order_id = $1 AND r.status = 'succeeded' AND r.reason <> $2 ORDER BY r.settled_at, r.id";
    all(db, sql, [order.0.into(), refunds::PAID_TWICE.into()]).await
}

/// An attempt as the buyer sees it.
pub(super) fn view(row: &PaymentRow) -> Payment {
    let live = is_live(row.status);
    Payment {
        id: row.id,
        provider: row.provider,
        status: row.status,
        amount: row.amount,
        redirect_url: row.redirect_url.clone().filter(|_| live),
        method: row.method.clone(),
        pay_code: row.pay_code.clone().filter(|_| live),
        failure: row.failure.as_deref().map(|written| Failure::read(written).reason),
        expires_at: live.then_some(row.expires_at),
        created_at: row.created_at,
    }
}

/// An attempt as staff see it.
pub(super) fn staff_view(row: PaymentRow) -> StaffPayment {
    StaffPayment {
        payment: view(&row),
        external_id: row.external_id,
        reference: row.reference,
        raw: row.raw,
        failure_text: row.failure.as_deref().map(|written| Failure::read(written).text),
        refunded: row.refunded,
        dispute: row.dispute,
        settled_at: row.settled_at,
        checked_at: row.checked_at,
    }
}

#[derive(FromQueryResult)]
struct ActorRow {
    id: RefundId,
    name: String,
}

/// Refunds as staff see them.
pub(super) async fn refund_views(
    db: &impl ConnectionTrait,
    order: OrderId,
    rows: Vec<RefundRow>,
    items: &[RefundItemRow],
) -> Result<Vec<StaffRefund>, DbErr> {
    let actors: Vec<ActorRow> = if rows.iter().all(|row| row.actor_id.is_none()) {
        Vec::new()
    } else {
        let sql = "SELECT r.id, u.name FROM refunds r JOIN users u ON u.id = r.actor_id WHERE r.order_id = $1";
        all(db, sql, [order.into()]).await?
    };
    let retried: Vec<RefundId> = rows.iter().filter_map(|row| row.retry_of).collect();
    let view = |row: RefundRow| StaffRefund {
        refund: Refund {
            id: row.id,
            amount: row.amount,
            kind: row.kind,
            channel: row.channel,
            status: row.status,
            shipping: row.shipping,
            items: items.iter().filter(|item| item.refund_id == row.id).map(|item| item.item()).collect(),
            created_at: row.created_at,
            settled_at: row.settled_at,
        },
        payment_id: row.payment_id,
        reason: row.reason,
        restock: row.restock,
        failure: row.failure,
        external_id: row.external_id,
        bank_reference: row.bank_reference,
        actor: actors.iter().find(|actor| actor.id == row.id).map(|actor| actor.name.clone()),
        retry_of: row.retry_of,
        retried: retried.contains(&row.id),
    };
    Ok(rows.into_iter().map(view).collect())
}
