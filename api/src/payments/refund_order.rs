//! Gives a buyer money back: all that is left, for some pieces, or as a kindness.

use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::OrderId;
use shared::money::Rupiah;
use shared::orders::StaffOrder;
use shared::payments::RefundKind;
use shared::problem::ErrorCode;
use shared::refunds::{RefundFault, RefundOrderRequest, Refundable, refundable};
use shared::validate::{FieldCode, FieldError};

use super::refunds::{begun, given, taken};
use super::send_refund::SendRefund;
use super::store::{self, RefundRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::crash::CrashPoint;
use crate::http::{ApiError, Caller};
use crate::idempotency::{Claim, Key};
use crate::{jobs, orders};

/// Orders a refund; a job sends it. The same key orders it once.
pub(super) async fn refund_order(
    ctx: &Ctx,
    staff: &Caller,
    key: &str,
    id: OrderId,
    ask: RefundOrderRequest,
) -> Result<StaffOrder, ApiError> {
    let key = Key::new(staff, key, "refund_order", &(id, &ask))?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if let Claim::Done(_) = key.claim(&tx, now).await? {
        tx.rollback().await?;
        return orders::staff_view(ctx, id).await;
    }
    let order = orders::lock(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    // Pieces that were to stay are on their way by now: they are not on the shelf, and their money is another matter.
    if ask.shipped.is_some_and(|seen| seen != order.has_shipped) {
        return Err(ApiError::conflict(ErrorCode::Stale).detail(format!("order {} is {} by now", order.number, order.status)));
    }
    let payments = store::lock_of_order(&tx, id).await?;
    let refunds = store::lock_refunds(&tx, id).await?;
    let items = store::refund_items(&tx, id).await?;
    let billed = orders::billed(&tx, id).await?.ok_or_else(ApiError::not_found)?;
    let payment = taken(&payments, &refunds).ok_or_else(|| too_large(&Refundable::default()))?;
    let left = refundable(&billed.lines, billed.shipping, billed.discount, payment.amount, &given(payment, &refunds, &items));
    let split = left.split(&ask).map_err(|fault| refused(fault, &left))?;

    let row = RefundRow {
        shipping: split.shipping,
        restock: ask.restock && !split.items.is_empty(),
        reason: ask.reason.trim().to_owned(),
        actor_id: Some(staff.user_id),
        ..begun(payment, split.amount, ask.kind, now)
    };
    store::insert_refund(&tx, &row).await?;
    store::insert_refund_items(&tx, row.id, &split.items).await?;
    jobs::enqueue(&tx, &SendRefund { refund_id: row.id }).await?;
    // An order that goes back whole and did not ship keeps its goods until the money has gone: the
    // refund may still fail. Meanwhile it cannot ship.
    if row.restock && (order.has_shipped || row.kind != RefundKind::Full) {
        orders::take_back(&tx, &order, &split.items, row.id, staff.user_id, now).await?;
    }
    orders::refund_started(&tx, &order, row.amount, staff, now).await?;
    key.remember(&tx, serde_json::to_value(row.id)?).await?;
    let subject = Subject::new(AuditSubject::Refund, row.id, order.number.as_str());
    let after = json!({ "kind": row.kind, "amount": row.amount, "shipping": row.shipping, "items": split.items,
                        "restock": row.restock, "reason": row.reason });
    audit::record(&tx, staff, Action::RefundOrdered, &subject, &(), &after, now).await?;
    tx.commit().await?;
    ctx.may_die(CrashPoint::RefundOrdered);
    tracing::info!(order.number = %order.number, refund.amount = row.amount.0, refund.kind = %row.kind, "ordered a refund");
    orders::staff_view(ctx, id).await
}

/// 409: more than is left, and what is.
pub(super) fn too_large(left: &Refundable) -> ApiError {
    let detail =
        if left.left == Rupiah::ZERO { "nothing can go back".to_owned() } else { format!("{} can still go back", left.left) };
    ApiError::conflict(ErrorCode::RefundTooLarge).detail(detail).with("left", left.left).with("refundable", left)
}

fn refused(fault: RefundFault, left: &Refundable) -> ApiError {
    match fault {
        RefundFault::TooLarge => too_large(left),
        RefundFault::UnknownItem(index) => {
            let pointer = format!("/items/{index}/order_item_id");
            ApiError::invalid(vec![FieldError::new(pointer, FieldCode::UnknownChoice)])
        }
    }
}
