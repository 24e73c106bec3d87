//! The tables of sessions, refunds and payments, with what can be done to each.

use super::{SHOWN, form, row, table, time, word};
use crate::midtrans::records::{Fraud, Payment, Status};
use crate::pages::{escape, rupiah};
use crate::state::{App, Store};
use crate::stripe::records::{IntentStatus, Refund, RefundStatus, Session, SessionStatus};

pub(super) fn sessions(store: &Store) -> String {
    let mut found: Vec<&Session> = store.stripe.sessions.values().collect();
    found.sort_by_key(|session| std::cmp::Reverse(session.made));
    let rows = found.into_iter().take(SHOWN).map(|session| {
        let post = |action: &str, label: &str| form(&format!("/control/stripe/sessions/{}/{action}", session.id), "", label, "");
        let intent = session.payment_intent.as_ref().and_then(|id| store.stripe.intents.get(id));
        let status = intent.map(|intent| intent.status);
        let dispute = intent.and_then(|intent| store.stripe.disputes.values().find(|dispute| dispute.intent == intent.id));
        let buttons = match (session.status, status, dispute) {
            (SessionStatus::Open, ..) => {
                [post("pay", "Pay"), post("pay-later", "Pay later"), post("decline", "Decline"), post("expire", "Expire")]
                    .concat()
            }
            (SessionStatus::Complete, Some(IntentStatus::Processing), _) => post("settle", "Settle") + &post("fail", "Fail"),
            (SessionStatus::Complete, Some(IntentStatus::Succeeded), None) => post("dispute", "Dispute"),
            (.., Some(dispute)) if dispute.status == "needs_response" => {
                let close =
                    |action: &str, label: &str| form(&format!("/control/stripe/disputes/{}/{action}", dispute.id), "", label, "");
                close("win", "Shop wins") + &close("lose", "Shop loses")
            }
            _ => String::new(),
        };
        row(&[
            time(session.created),
            format!(
                "<a href=\"/stripe/pay/{0}\" title=\"{0}\">{1}</a>",
                session.id,
                escape(session.client_reference_id.as_deref().unwrap_or(&session.id))
            ),
            rupiah(session.amount_total / 100),
            format!("{} · {}", word(session.status), word(session.payment_status)),
            buttons,
        ])
    });
    table("Stripe sessions", &["Created (UTC)", "Reference", "Total", "Status", ""], rows.collect())
}

pub(super) fn refunds(store: &Store) -> String {
    let mut found: Vec<&Refund> = store.stripe.refunds.values().collect();
    found.sort_by_key(|refund| std::cmp::Reverse(refund.made));
    let rows = found.into_iter().take(SHOWN).map(|refund| {
        let post = |action: &str, label: &str| form(&format!("/control/stripe/refunds/{}/{action}", refund.id), "", label, "");
        let buttons = match refund.status {
            RefundStatus::Pending => post("succeed", "Succeed") + &post("fail", "Fail"),
            RefundStatus::Succeeded => post("fail", "Fail after all"),
            RefundStatus::Failed => String::new(),
        };
        row(&[time(refund.created), refund.id.clone(), rupiah(refund.amount / 100), word(refund.status), buttons])
    });
    table("Stripe refunds", &["Created (UTC)", "Refund", "Amount", "Status", ""], rows.collect())
}

pub(super) fn payments(app: &App, store: &Store) -> String {
    let rows = store.midtrans.payments.iter().rev().take(SHOWN).map(|payment| {
        let charge = payment.charge.as_ref();
        let id = charge.map_or(&payment.token, |charge| &charge.transaction_id);
        let post = |action: &str, label: &str| form(&format!("/control/midtrans/payments/{id}/{action}"), "", label, "");
        let buttons = match charge.map(|charge| (charge.status, charge.fraud)) {
            None | Some((Status::Deny, _)) => pick(payment, app),
            Some((Status::Pending, _)) => [
                post("settle", "Settle"),
                post("deny", "Deny"),
                post("failure", "Break off"),
                post("cancel", "Cancel"),
                post("expire", "Expire"),
            ]
            .concat(),
            Some((Status::Capture, Fraud::Accept)) => post("settle", "Settle") + &post("cancel", "Cancel"),
            Some((Status::Capture, _)) => post("cancel", "Cancel"),
            Some((Status::Settlement | Status::PartialRefund, _)) => {
                post("deny", "Reverse to deny") + &post("charge-back", "Charge back")
            }
            Some(_) => String::new(),
        };
        let status = charge.map_or_else(
            || "page open".to_owned(),
            |charge| format!("{} · {} · {}", charge.method, charge.status.name(), charge.fraud.name()),
        );
        row(&[
            time(payment.created.timestamp()),
            format!("<a href=\"/midtrans/pay/{}\">{}</a>", payment.token, escape(&payment.order_id)),
            rupiah(charge.map_or(payment.amount, |charge| charge.gross)),
            status,
            buttons,
        ])
    });
    let fee = store.midtrans.fee.map(|fee| fee.to_string()).unwrap_or_default();
    let fee = form(
        "/control/midtrans/fee",
        &format!("<input type=number name=rupiah value=\"{fee}\" placeholder=none aria-label=rupiah>"),
        "Fee on top (Rp)",
        "",
    );
    let failing = form(
        "/control/midtrans/failing-refunds",
        &format!("<input type=number name=times min=0 value={} aria-label=times>", store.midtrans.failing_refunds),
        "Refuse the next refunds",
        "",
    );
    table("Midtrans payments", &["Created (UTC)", "Order id", "Total", "Status", ""], rows.collect())
        + &format!("<div class=row>{fee}{failing}</div>")
}

// Paying begins on the page, where the method is chosen; by code it takes one click.
fn pick(payment: &Payment, app: &App) -> String {
    if app.now() >= payment.page_ends {
        return "closed".to_owned();
    }
    let options: String = payment.methods.iter().map(|code| format!("<option>{code}</option>")).collect();
    let choose = format!("<select name=method aria-label=method>{options}</select>");
    form(&format!("/control/midtrans/payments/{}/pay", payment.token), &choose, "Pay", "")
        + &form(&format!("/control/midtrans/payments/{}/choose", payment.token), &choose, "Pick only", "")
}
