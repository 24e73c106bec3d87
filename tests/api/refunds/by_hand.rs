//! What the provider refuses, loses or takes back: it is transferred by hand, or sent again.

use chrono::TimeDelta;
use futures_util::future::join_all;
use sandbox::{Provider, RefundOutcome};
use serde_json::{Value, json};
use shared::money::Rupiah;
use shared::orders::{OrderEventKind, OrderStatus, StaffOrder};
use shared::payments::{Payment, PaymentStatus, RefundChannel, RefundKind, RefundStatus};

use super::{Paid, count, full, goodwill};

#[tokio::test]
async fn a_virtual_account_is_paid_back_by_hand() {
    let paid = Paid::by("midtrans", "bca_va").await;
    paid.refund(paid.pieces(1, true)).await.done();
    paid.settle().await;
    let order = paid.staffs().await;
    let waiting = &order.refunds[0];
    assert_eq!((waiting.refund.channel, waiting.refund.status), (RefundChannel::ManualTransfer, RefundStatus::Pending));
    assert!(waiting.can_be_transferred() && waiting.failure.is_some());
    assert_eq!(paid.buyers().await.refunded, Rupiah(0));

    let path = format!("/admin/refunds/{}/transfer", waiting.refund.id);
    paid.app.staff().await.post(&path, json!({ "bank_reference": "BCA 0099" })).await.problem(403, "forbidden");
    paid.admin.post(&path, json!({ "bank_reference": "" })).await.problem(422, "invalid_fields");
    let done: StaffOrder = paid.admin.post(&path, json!({ "bank_reference": " BCA 0099 " })).await.ok();
    assert_eq!(
        (done.refunds[0].refund.status, done.refunds[0].bank_reference.as_deref()),
        (RefundStatus::Succeeded, Some("BCA 0099"))
    );
    // Once more is harmless, another reference is not.
    paid.admin.post(&path, json!({ "bank_reference": "BCA 0099" })).await.done();
    paid.admin.post(&path, json!({ "bank_reference": "BCA 0100" })).await.problem(409, "conflict");
    paid.admin.post(&format!("/admin/refunds/{}/cancellation", waiting.refund.id), Value::Null).await.problem(409, "conflict");
    let seen = paid.buyers().await;
    assert_eq!((seen.refunded, seen.payment_status), (Rupiah(12_000_000), PaymentStatus::PartiallyRefunded));
    assert_eq!(count(&seen, OrderEventKind::Refunded), 1);
    paid.settle().await;
    assert_eq!(
        paid.app.number("SELECT count(*) AS n FROM email_messages WHERE template = 'order_refunded' AND state = 'sent'").await,
        1
    );
}

#[tokio::test]
async fn a_transfer_called_off_holds_the_pieces_again() {
    let paid = Paid::by("midtrans", "bca_va").await;
    paid.refund(paid.pieces(2, true)).await.done();
    paid.settle().await;
    assert_eq!(paid.stock().await, (5, 1));
    let refund = paid.staffs().await.refunds[0].refund.id;
    let path = format!("/admin/refunds/{refund}/cancellation");
    // Somebody bought them meanwhile.
    let mut other = paid.app.buyer().await;
    let order = other.order(paid.order.items[0].variant_id, 3).await;
    paid.admin.post(&path, Value::Null).await.problem(409, "out_of_stock");
    assert_eq!(paid.staffs().await.refunds[0].refund.status, RefundStatus::Pending);
    other.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.done();
    paid.admin.post(&path, Value::Null).await.done();
    paid.admin.post(&path, Value::Null).await.done();
    assert_eq!(paid.stock().await, (5, 3));
    paid.admin
        .post(&format!("/admin/refunds/{refund}/transfer"), json!({ "bank_reference": "BCA 1" }))
        .await
        .problem(409, "conflict");
    // What was called off can be given again.
    paid.refund(full()).await.done();
}

/// The buyer would have neither the goods nor the money.
#[tokio::test]
async fn a_transfer_for_goods_that_came_back_is_not_called_off() {
    let mut all = full();
    all["restock"] = true.into();
    let paid = Paid::by("midtrans", "bca_va").await;
    paid.ship_and_take_back().await;
    paid.refund(all.clone()).await.done();
    paid.settle().await;
    assert_eq!(paid.stock().await, (5, 0));
    let refund = paid.staffs().await.refunds[0].refund.id;
    let refused = paid.admin.post(&format!("/admin/refunds/{refund}/cancellation"), Value::Null).await.problem(409, "conflict");
    assert!(refused.detail.contains("back on the shelf"), "{}", refused.detail);
    let transfer = json!({ "bank_reference": "BCA 0101" });
    paid.admin.post(&format!("/admin/refunds/{refund}/transfer"), transfer).await.done();
    assert_eq!(paid.buyers().await.status, OrderStatus::Refunded);
    assert_eq!(paid.stock().await, (5, 0));

    // Nor is one that makes up for a refund that failed: the goods came with the first.
    let paid = Paid::by_card().await;
    paid.ship_and_take_back().await;
    for ask in [paid.pieces(1, true), all] {
        paid.app.sandbox.stripe().refunds_end(RefundOutcome::Fail);
        paid.refund(ask).await.done();
        paid.settle().await;
        let failed = paid.staffs().await.refunds.last().unwrap().refund.clone();
        assert_eq!(failed.status, RefundStatus::Failed);
        let by_hand = json!({ "channel": "manual_transfer" });
        let retried: StaffOrder = paid.admin.post(&format!("/admin/refunds/{}/retry", failed.id), by_hand).await.ok();
        let second = retried.refunds.last().unwrap();
        assert_eq!(second.retry_of, Some(failed.id));
        let cancel = format!("/admin/refunds/{}/cancellation", second.refund.id);
        paid.admin.post(&cancel, Value::Null).await.problem(409, "conflict");
    }
    assert_eq!(paid.stock().await, (5, 0));
}

#[tokio::test]
async fn a_refund_that_fails_later_is_made_up_for() {
    let paid = Paid::by_card().await;
    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Wait);
    paid.refund(paid.pieces(1, false)).await.done();
    paid.settle().await;
    let order = paid.staffs().await;
    assert_eq!(order.refunds[0].refund.status, RefundStatus::Pending);
    assert!(order.refunds[0].is_on_its_way());
    let external = order.refunds[0].external_id.clone().unwrap();
    let id = order.refunds[0].refund.id;
    let path = format!("/admin/refunds/{id}/retry");
    paid.admin.post(&path, json!({ "channel": "manual_transfer" })).await.problem(409, "conflict");

    // It arrived, says the provider; then the bank sent it back.
    paid.app.sandbox.stripe().settle_refund(&external).unwrap();
    paid.settle().await;
    assert_eq!(paid.buyers().await.refunded, Rupiah(12_000_000));
    paid.app.sandbox.stripe().fail_refund(&external).unwrap();
    paid.settle().await;
    let order = paid.staffs().await;
    assert_eq!((order.refunds[0].refund.status, order.order.refunded), (RefundStatus::Failed, Rupiah(0)));
    assert_eq!(order.order.payment_status, PaymentStatus::Paid);
    assert!(order.refunds[0].can_be_retried() && order.refunds[0].failure.is_some());
    assert_eq!(count(&order.order, OrderEventKind::RefundFailed), 1);
    let seen = paid.buyers().await;
    assert_eq!((seen.refunds.len(), count(&seen, OrderEventKind::RefundFailed)), (0, 0));

    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Succeed);
    let all = join_all((0..4).map(|_| paid.admin.post(&path, json!({ "channel": "provider" })))).await;
    for answer in all {
        assert_eq!(answer.ok::<StaffOrder>().refunds.len(), 2);
    }
    paid.settle().await;
    let order = paid.staffs().await;
    assert_eq!((order.refunds[1].refund.status, order.refunds[1].retry_of), (RefundStatus::Succeeded, Some(id)));
    assert!(order.refunds[0].retried && !order.refunds[0].can_be_retried());
    assert_eq!(order.order.refunded, Rupiah(12_000_000));
    assert_eq!(paid.buyers().await.refunds.len(), 1);
}

#[tokio::test]
async fn a_refused_refund_becomes_a_transfer_by_hand() {
    let paid = Paid::by_card().await;
    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Fail);
    paid.refund(full()).await.done();
    paid.settle().await;
    let failed = paid.staffs().await.refunds[0].clone();
    assert_eq!(failed.refund.status, RefundStatus::Failed);
    let path = format!("/admin/refunds/{}/retry", failed.refund.id);
    // Meanwhile something else went back: not all of it is left.
    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Succeed);
    paid.refund(goodwill(50_000)).await.done();
    paid.settle().await;
    paid.admin.post(&path, json!({ "channel": "manual_transfer" })).await.problem(409, "refund_too_large");
    let rest: StaffOrder = paid.refund(full()).await.ok();
    assert_eq!(rest.refunds[2].refund.amount.0, paid.order.totals.grand.0 - 50_000);
    paid.settle().await;
    assert_eq!(paid.buyers().await.status, OrderStatus::Refunded);
    paid.admin.post(&path, json!({ "channel": "manual_transfer" })).await.problem(409, "refund_too_large");
}

#[tokio::test]
async fn what_was_paid_to_another_account_goes_back_by_hand() {
    for (provider, method) in [("stripe", ""), ("midtrans", "gopay")] {
        let paid = Paid::by(provider, method).await;
        // As with the keys of another account, which knows nothing of it.
        paid.app.sql("UPDATE payments SET external_id = 'cs_test_elsewhere', reference = 'elsewhere'", []).await;
        paid.refund(paid.pieces(1, false)).await.done();
        paid.settle().await;
        let waiting = paid.staffs().await.refunds[0].clone();
        assert!(waiting.can_be_transferred() && waiting.failure.is_some(), "{provider}: {waiting:?}");
        let path = format!("/admin/refunds/{}/transfer", waiting.refund.id);
        paid.admin.post(&path, json!({ "bank_reference": "BCA 12" })).await.done();
        assert_eq!(paid.buyers().await.refunded, Rupiah(12_000_000));
        paid.stock().await;
    }
}

#[tokio::test]
async fn a_refund_that_does_not_get_through_is_told_and_can_be_made_by_hand() {
    let mut paid = Paid::by_card().await;
    paid.app.sandbox.fail_next(Provider::Stripe, 1_000, 500);
    paid.refund(paid.pieces(1, false)).await.done();
    paid.app.run_jobs().await;
    let refund = paid.staffs().await.refunds[0].clone();
    assert!(!refund.is_stuck(paid.app.ctx.clock.now()));
    let retry = format!("/admin/refunds/{}/retry", refund.refund.id);
    let by_hand = json!({ "channel": "manual_transfer" });
    paid.admin.post(&retry, by_hand.clone()).await.problem(409, "conflict");
    let troubled = async |paid: &Paid| {
        let page: Value = paid.admin.get("/admin/payments?trouble=refund_failed").await.json();
        page["total"].as_i64()
    };
    assert_eq!(troubled(&paid).await, Some(0));

    paid.app.ctx.clock.advance(TimeDelta::minutes(11));
    paid.admin.sign_in().await;
    for _ in 0..2 {
        let again = "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL";
        paid.app.sql(again, []).await;
        paid.app.run_jobs().await;
    }
    let told = "SELECT count(*) AS n FROM email_messages WHERE template = 'staff_payment_trouble'";
    assert_eq!(paid.app.number(told).await, 1, "once, however often it is tried");
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'staff_refund_unsent'";
    assert_eq!(paid.app.number(told).await, 1);
    assert_eq!(troubled(&paid).await, Some(1));
    assert!(paid.staffs().await.refunds[0].is_stuck(paid.app.ctx.clock.now()));

    paid.app.staff().await.post(&retry, by_hand.clone()).await.problem(403, "forbidden");
    let left: StaffOrder = paid.admin.post(&retry, by_hand).await.ok();
    assert!(left.refunds[0].can_be_transferred());
    paid.app.sandbox.calm(Provider::Stripe);
    paid.app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL", []).await;
    paid.app.run_jobs().await;
    assert!(paid.app.sandbox.stripe().refunds().is_empty(), "the provider is not asked any more");
    let path = format!("/admin/refunds/{}/transfer", refund.refund.id);
    let done: StaffOrder = paid.admin.post(&path, json!({ "bank_reference": "BCA 13" })).await.ok();
    assert_eq!(done.order.refunded, Rupiah(12_000_000));
    paid.stock().await;
}

#[tokio::test]
async fn what_the_provider_had_all_the_same_is_not_left_to_hand() {
    let paid = Paid::by_card().await;
    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Wait);
    paid.refund(paid.pieces(1, false)).await.done();
    paid.settle().await;
    let external = paid.staffs().await.refunds[0].external_id.clone().unwrap();
    // As if its answer had been lost, and staff had meant to transfer the money.
    paid.app.sql("UPDATE refunds SET channel = 'manual_transfer', external_id = NULL", []).await;
    paid.app.sandbox.stripe().settle_refund(&external).unwrap();
    paid.settle().await;
    let refund = paid.staffs().await.refunds[0].clone();
    assert_eq!((refund.refund.channel, refund.refund.status), (RefundChannel::Provider, RefundStatus::Succeeded));
    assert_eq!(paid.buyers().await.refunded, Rupiah(12_000_000));
    paid.stock().await;
}

#[tokio::test]
async fn what_the_provider_sent_after_staff_called_it_off_stands_beside_it() {
    let paid = Paid::by_card().await;
    paid.app.sandbox.stripe().refunds_end(RefundOutcome::Wait);
    paid.refund(paid.pieces(1, false)).await.done();
    paid.settle().await;
    let refund = paid.staffs().await.refunds[0].clone();
    let external = refund.external_id.clone().unwrap();
    paid.app.sql("UPDATE refunds SET channel = 'manual_transfer', external_id = NULL", []).await;
    paid.admin.post(&format!("/admin/refunds/{}/cancellation", refund.refund.id), Value::Null).await.done();
    paid.app.sandbox.stripe().settle_refund(&external).unwrap();
    for _ in 0..2 {
        paid.settle().await;
        assert_eq!(paid.buyers().await.refunded, Rupiah(12_000_000));
        assert_eq!(paid.staffs().await.refunds.len(), 2);
    }
}

#[tokio::test]
async fn money_that_came_too_late_can_be_sent_by_hand_but_not_kept() {
    let paid = Paid::by("midtrans", "bca_va").await;
    // Another order, paid after it was called off.
    let mut other = paid.app.buyer().await;
    let order = other.order(paid.order.items[0].variant_id, 1).await;
    let payment: Payment =
        other.post(&format!("/orders/{}/payments", order.number), json!({ "provider": "midtrans" })).await.ok();
    let page = payment.redirect_url.unwrap().split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    other.post(&format!("/orders/{}/cancellation", order.number), json!({})).await.done();
    paid.app.sandbox.midtrans().pay(&page, "bca_va").unwrap();
    paid.settle().await;
    let path = format!("/admin/orders/{}", order.id);
    let late: StaffOrder = paid.admin.get(&path).await.ok();
    let refund = &late.refunds[0];
    assert_eq!((refund.refund.kind, refund.refund.channel), (RefundKind::Automatic, RefundChannel::ManualTransfer));
    assert!(late.refundable.is_none() && !refund.can_be_cancelled());
    paid.admin.post(&format!("/admin/refunds/{}/cancellation", refund.refund.id), Value::Null).await.problem(409, "conflict");
    let done: StaffOrder = paid
        .admin
        .post(&format!("/admin/refunds/{}/transfer", refund.refund.id), json!({ "bank_reference": "BCA 77" }))
        .await
        .ok();
    assert_eq!((done.order.status, done.order.payment_status), (OrderStatus::Cancelled, PaymentStatus::Refunded));
}
