//! What staff do with a refund that waits or failed.

use sea_orm::DatabaseTransaction;
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::RefundId;
use shared::orders::StaffOrder;
use shared::payments::{RefundChannel, RefundKind, RefundStatus};
use shared::problem::ErrorCode;
use shared::refunds::{RefundItem, Refundable, RetryRefundRequest, TransferRefundRequest, is_overdue, refundable};

use super::refund_order::too_large;
use super::refunds::{Book, begun, given};
use super::rules::is_paid;
use super::send_refund::SendRefund;
use super::store::{self, PaymentRow, RefundItemRow, RefundRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::http::{ApiError, Caller};
use crate::jobs;
use crate::orders::{self, PayableOrder, Restored};

/// A refund with all that hangs together with it, locked.
struct Open {
    tx: DatabaseTransaction,
    order: PayableOrder,
    payment: PaymentRow,
    book: Book,
    refund: RefundRow,
    items: Vec<RefundItemRow>,
}

impl Open {
    fn pieces(&self) -> Vec<RefundItem> {
        self.items.iter().filter(|item| item.refund_id == self.refund.id).map(|item| item.item()).collect()
    }
}

async fn open(ctx: &Ctx, id: RefundId) -> Result<Open, ApiError> {
    let found = store::refund(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    let tx = ctx.begin().await?;
    let order = orders::lock(&tx, found.order_id).await?.ok_or_else(ApiError::not_found)?;
    let mut payments = store::lock_of_order(&tx, order.id).await?.into_iter();
    let payment = payments.find(|payment| Some(payment.id) == found.payment_id).ok_or_else(ApiError::not_found)?;
    let book = Book::open(&tx, &payment).await?;
    let refund = book.rows().iter().find(|row| row.id == id).cloned().ok_or_else(ApiError::not_found)?;
    let items = store::refund_items(&tx, order.id).await?;
    Ok(Open { tx, order, payment, book, refund, items })
}

fn subject(id: RefundId, order: &PayableOrder) -> Subject {
    Subject::new(AuditSubject::Refund, id, order.number.as_str())
}

/// 409: it stands elsewhere by now.
fn not_now(refund: &RefundRow) -> ApiError {
    ApiError::conflict(ErrorCode::Conflict)
        .detail(format!("the refund is {} by {}", refund.status, refund.channel))
        .with("status", refund.status)
        .with("channel", refund.channel)
}

/// It waits for somebody to transfer it.
fn waits_for_hand(refund: &RefundRow) -> bool {
    refund.channel == RefundChannel::ManualTransfer && refund.status == RefundStatus::Pending
}

/// Somebody has transferred the money.
pub(super) async fn transfer(
    ctx: &Ctx,
    id: RefundId,
    ask: TransferRefundRequest,
    staff: &Caller,
) -> Result<StaffOrder, ApiError> {
    let now = ctx.clock.now();
    let reference = ask.bank_reference.trim().to_owned();
    let Open { tx, order, mut payment, mut book, refund, .. } = open(ctx, id).await?;
    let done_before = refund.status == RefundStatus::Succeeded && refund.bank_reference.as_ref() == Some(&reference);
    if !done_before {
        if !waits_for_hand(&refund) {
            return Err(not_now(&refund));
        }
        let after = json!({ "status": RefundStatus::Succeeded, "bank_reference": reference });
        book.end_by_hand(&tx, id, RefundStatus::Succeeded, Some(reference), now).await?;
        book.close(&tx, ctx, &order, &mut payment).await?;
        store::save(&tx, &payment).await?;
        let before = json!({ "status": refund.status });
        audit::record(&tx, staff, Action::RefundTransferred, &subject(id, &order), &before, &after, now).await?;
    }
    tx.commit().await?;
    orders::staff_view(ctx, order.id).await
}

/// A transfer that was not made yet will not be.
pub(super) async fn cancel(ctx: &Ctx, id: RefundId, staff: &Caller) -> Result<StaffOrder, ApiError> {
    let now = ctx.clock.now();
    let mut open = open(ctx, id).await?;
    if open.refund.status != RefundStatus::Cancelled {
        // Money that the order never took is not the shop's to keep.
        if !waits_for_hand(&open.refund) || open.refund.kind == RefundKind::Automatic {
            return Err(not_now(&open.refund));
        }
        open.book.end_by_hand(&open.tx, id, RefundStatus::Cancelled, None, now).await?;
        // An order that goes back whole gives its goods only once it has shipped (`refund_order`).
        let gave_goods = open.refund.restock && (open.refund.kind != RefundKind::Full || open.order.has_shipped);
        if gave_goods {
            match orders::restore(&open.tx, &open.order, id, &open.pieces(), now).await? {
                Restored::Done => {}
                Restored::SoldMeanwhile => {
                    return Err(ApiError::conflict(ErrorCode::OutOfStock).detail("the pieces were sold to somebody else"));
                }
                Restored::ShippedWithout => {
                    return Err(not_now(&open.refund).detail(
                        "the order was shipped without these pieces, or they are back on the shelf: their money has to go back",
                    ));
                }
            }
        }
        orders::refund_cancelled(&open.tx, &open.order, open.refund.amount, staff, now).await?;
        open.book.close(&open.tx, ctx, &open.order, &mut open.payment).await?;
        store::save(&open.tx, &open.payment).await?;
        let (before, after) = (json!({ "status": open.refund.status }), json!({ "status": RefundStatus::Cancelled }));
        audit::record(&open.tx, staff, Action::RefundCancelled, &subject(id, &open.order), &before, &after, now).await?;
    }
    open.tx.commit().await?;
    orders::staff_view(ctx, open.order.id).await
}

/// Makes up for a refund that failed, by the provider or by hand. Goods were taken back the first
/// time. One that nobody could send yet is tried at once, or left to hand once it had its time: the
/// provider may have it all the same, of which staff are warned.
pub(super) async fn retry(ctx: &Ctx, id: RefundId, ask: RetryRefundRequest, staff: &Caller) -> Result<StaffOrder, ApiError> {
    let now = ctx.clock.now();
    let mut open = open(ctx, id).await?;
    let (tx, refund) = (&open.tx, &open.refund);
    let unsent =
        refund.status == RefundStatus::Pending && refund.channel == RefundChannel::Provider && refund.external_id.is_none();
    if unsent && ask.channel == RefundChannel::ManualTransfer {
        if !is_overdue(refund.created_at, now) {
            return Err(not_now(refund));
        }
        open.book.leave_to_hand(tx, id, "nothing came of asking the provider".to_owned()).await?;
        let (before, after) = (json!({ "channel": refund.channel }), json!({ "channel": ask.channel }));
        audit::record(tx, staff, Action::RefundRetried, &subject(id, &open.order), &before, &after, now).await?;
    } else if unsent {
        jobs::enqueue(tx, &SendRefund { refund_id: id }).await?;
        let after = json!({ "channel": refund.channel });
        audit::record(tx, staff, Action::RefundRetried, &subject(id, &open.order), &(), &after, now).await?;
    } else if !open.book.rows().iter().any(|row| row.retry_of == Some(id)) {
        if refund.status != RefundStatus::Failed {
            return Err(not_now(refund));
        }
        let pieces = open.pieces();
        let left = left(&open).await?;
        let piece_gone = |piece: &RefundItem| {
            left.items.iter().any(|item| item.order_item_id == piece.order_item_id && item.quantity < piece.quantity)
        };
        if !is_paid(open.payment.status) || open.book.left(&open.payment) < refund.amount || pieces.iter().any(piece_gone) {
            return Err(too_large(&left));
        }
        let row = RefundRow {
            channel: ask.channel,
            shipping: refund.shipping,
            restock: refund.restock,
            reason: refund.reason.clone(),
            actor_id: Some(staff.user_id),
            retry_of: Some(id),
            ..begun(&open.payment, refund.amount, refund.kind, now)
        };
        store::insert_refund(tx, &row).await?;
        store::insert_refund_items(tx, row.id, &pieces).await?;
        if row.channel == RefundChannel::Provider {
            jobs::enqueue(tx, &SendRefund { refund_id: row.id }).await?;
        }
        orders::refund_retried(tx, open.order.id, row.amount, staff, now).await?;
        let after = json!({ "channel": row.channel, "amount": row.amount, "refund": row.id });
        audit::record(tx, staff, Action::RefundRetried, &subject(id, &open.order), &(), &after, now).await?;
    }
    open.tx.commit().await?;
    orders::staff_view(ctx, open.order.id).await
}

async fn left(open: &Open) -> Result<Refundable, ApiError> {
    let billed = orders::billed(&open.tx, open.order.id).await?.ok_or_else(ApiError::not_found)?;
    let given = given(&open.payment, open.book.rows(), &open.items);
    Ok(refundable(&billed.lines, billed.shipping, billed.discount, open.payment.amount, &given))
}
