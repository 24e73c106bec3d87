//! How the orders of the past were paid.

use chrono::{DateTime, TimeDelta, Utc};
use demo::PastStatus;
use serde_json::{Value, json};
use shared::orders::OrderEventKind;
use shared::payments::AttemptStatus;
use uuid::Uuid;

use super::history::Rows;
use super::ids;
use super::order::{Writing, event, pay_until};

/// Adds the attempts to pay an order, and the refund if there was one. An order that waits has
/// none: its buyer may begin now, with a provider that knows of it.
pub fn add(rows: &mut Rows, order: &Writing<'_>) {
    let past = order.past;
    let begun = past.placed_at + TimeDelta::seconds(40);
    let mut number = 1;
    // One in sixteen is refused at first.
    if past.paid_at.is_some_and(|paid| paid - begun > TimeDelta::minutes(4)) && ids::pick("refused", &past.number, 16) == 0 {
        let failed = begun + TimeDelta::minutes(1);
        event(rows, order, OrderEventKind::PaymentFailed, Some(failed), Some(REFUSED.to_owned()), None);
        attempt(rows, order, number, AttemptStatus::Failed, begun, failed);
        number += 1;
    }
    match (past.status, past.paid_at, past.ended_at) {
        (PastStatus::Refunded, Some(_), Some(refunded)) => {
            let payment = attempt(rows, order, number, AttemptStatus::Refunded, begun, refunded);
            rows.refunds.push(json!({
                "id": ids::id(refunded, "refund", &past.number), "order_id": order.id, "payment_id": payment, "amount": order.totals.grand,
                "kind": "full", "channel": "provider", "status": "succeeded", "restock": false, "reason": "Dibatalkan pembeli sebelum dikirim",
                "external_id": format!("refund-{}", past.number), "actor_id": order.packer.0, "created_at": refunded, "settled_at": refunded,
            }));
        }
        (_, Some(paid), _) => {
            attempt(rows, order, number, AttemptStatus::Paid, begun, paid);
        }
        (PastStatus::Expired, None, Some(ended)) => {
            attempt(rows, order, number, AttemptStatus::Expired, begun, ended);
        }
        (PastStatus::Cancelled, None, Some(ended)) if ids::pick("begun", &past.number, 2) == 0 => {
            attempt(rows, order, number, AttemptStatus::Cancelled, begun, ended);
        }
        _ => {}
    }
}

const REFUSED: &str = "Ditolak oleh bank penerbit";

/// Adds an attempt that began at `begun` and came to its end at `ended`.
fn attempt(
    rows: &mut Rows,
    order: &Writing<'_>,
    number: u32,
    status: AttemptStatus,
    begun: DateTime<Utc>,
    ended: DateTime<Utc>,
) -> Uuid {
    let past = order.past;
    let begun = begun + TimeDelta::minutes(2 * i64::from(number - 1));
    let reference = format!("{}-{number}", past.number);
    let id = ids::id(begun, "payment", &reference);
    if number == 1 {
        event(rows, order, OrderEventKind::PaymentStarted, Some(begun), None, None);
    }
    let external_id = match past.payment.provider {
        "stripe" => format!("cs_test_{}", ids::id(begun, "session", &reference).simple()),
        _ => ids::id(begun, "transaction", &reference).to_string(),
    };
    let came_in = matches!(status, AttemptStatus::Paid | AttemptStatus::Refunded);
    rows.payments.push(json!({
        "id": id, "order_id": order.id, "provider": past.payment.provider, "reference": reference, "external_id": external_id,
        "amount": order.totals.grand, "refunded": if status == AttemptStatus::Refunded { order.totals.grand.0 } else { 0 },
        "status": status, "method": past.payment.method, "failure": (status == AttemptStatus::Failed).then_some(REFUSED),
        "raw": raw(order, &reference, &external_id, status), "expires_at": pay_until(past),
        "settled_at": if came_in { past.paid_at } else { None }, "checked_at": ended, "created_at": begun, "updated_at": ended,
    }));
    id
}

/// What the provider would have answered, in its own words and units.
fn raw(order: &Writing<'_>, reference: &str, external_id: &str, status: AttemptStatus) -> Value {
    let grand = order.totals.grand.0;
    if order.past.payment.provider == "stripe" {
        let paid = matches!(status, AttemptStatus::Paid | AttemptStatus::Refunded);
        return json!({
            "id": external_id, "object": "checkout.session", "client_reference_id": reference, "currency": "idr", "amount_total": grand * 100,
            "payment_status": if paid { "paid" } else { "unpaid" }, "status": if paid { "complete" } else { "expired" }, "livemode": false,
        });
    }
    let word = match status {
        AttemptStatus::Paid => "settlement",
        AttemptStatus::Refunded => "refund",
        AttemptStatus::Failed => "deny",
        AttemptStatus::Cancelled => "cancel",
        _ => "expire",
    };
    json!({
        "transaction_id": external_id, "order_id": reference, "gross_amount": format!("{grand}.00"), "currency": "IDR",
        "transaction_status": word, "payment_type": order.past.payment.method,
    })
}
