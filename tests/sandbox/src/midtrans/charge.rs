//! What payers, banks and Midtrans itself do to a payment.

use chrono::TimeDelta;

use super::methods::{Kind, Method, method};
use super::notify;
use super::records::{Charge, Fraud, Payment, Status};
use crate::control::Refused;
use crate::ids::digits;
use crate::state::{App, Store};

/// The payer picks a method: the charge exists and is pending.
pub(crate) fn choose(app: &App, id: &str, code: &str) -> Result<Payment, Refused> {
    begin(app, id, code, Status::Pending, Fraud::Accept)
}

/// The payer pays at once: cards are captured, everything else is pending and then settled.
pub(crate) fn pay(app: &App, id: &str, code: &str) -> Result<Payment, Refused> {
    if method(code).is_some_and(|method| method.kind == Kind::Card) {
        return begin(app, id, code, Status::Capture, Fraud::Accept);
    }
    let chosen = choose(app, id, code)?;
    let transaction = chosen.charge.map(|charge| charge.transaction_id);
    settle(app, &transaction.unwrap_or(chosen.order_id))
}

/// A card payment the fraud detection is not sure about.
pub(crate) fn challenge(app: &App, id: &str) -> Result<Payment, Refused> {
    begin(app, id, "credit_card", Status::Capture, Fraud::Challenge)
}

/// The payment is denied. Snap's page stays open for another try.
pub(crate) fn fail(app: &App, id: &str, code: &str) -> Result<Payment, Refused> {
    begin(app, id, code, Status::Deny, Fraud::Accept)
}

/// The money arrives, or a capture is settled overnight.
pub(crate) fn settle(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| {
        let ready = charge.status == Status::Pending || (charge.status == Status::Capture && charge.fraud == Fraud::Accept);
        ready.then_some(Status::Settlement)
    })
}

/// A bank denies: a pending payment, or one settled minutes ago (Permata, Mandiri Bill and
/// counters take money back that way).
pub(crate) fn reverse(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| matches!(charge.status, Status::Pending | Status::Settlement).then_some(Status::Deny))
}

/// Midtrans gives up on a pending payment because of a fault of its own.
pub(crate) fn break_off(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| (charge.status == Status::Pending).then_some(Status::Failure))
}

/// The cardholder's bank takes a settled payment back.
pub(crate) fn charge_back(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| matches!(charge.status, Status::Settlement | Status::PartialRefund).then_some(Status::Chargeback))
}

/// Pending or unsettled payments end.
pub(crate) fn cancel(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| matches!(charge.status, Status::Pending | Status::Capture).then_some(Status::Cancel))
}

/// A pending payment runs out of time.
pub(crate) fn expire(app: &App, id: &str) -> Result<Payment, Refused> {
    step(app, id, |charge| (charge.status == Status::Pending).then_some(Status::Expire))
}

/// Ends what is overdue. A page nobody used just closes: no notification.
pub(crate) fn expire_due(app: &App) {
    let now = app.now();
    let due = |store: &Store| {
        let pending = |payment: &&Payment| {
            payment.charge.as_ref().is_some_and(|charge| charge.status == Status::Pending && charge.expires <= now)
        };
        store.midtrans.payments.iter().filter(pending).map(|payment| payment.order_id.clone()).collect::<Vec<_>>()
    };
    for id in app.read(due) {
        // Refused only when it was paid just now.
        let _ = expire(app, &id);
    }
}

/// Starts a charge on a payment that has none, or whose last one was denied.
fn begin(app: &App, id: &str, code: &str, status: Status, fraud: Fraud) -> Result<Payment, Refused> {
    let now = app.now();
    app.change(|store| {
        let fee = store.midtrans.fee.unwrap_or(0);
        let payments = store.midtrans.payments.iter_mut().rev();
        let found = payments.into_iter().find(|payment| payment.token == id || payment.order_id == id);
        let payment = found.ok_or_else(|| Refused::unknown(id))?;
        let method = method(code).filter(|_| payment.methods.iter().any(|offered| offered == code));
        let method = method.ok_or_else(|| Refused::new(format!("{code} is not offered for {}", payment.order_id)))?;
        if let Some(charge) = payment.charge.as_ref().filter(|charge| charge.status != Status::Deny) {
            return Err(Refused::state(&payment.order_id, charge.status.name()));
        }
        if now >= payment.page_ends {
            return Err(Refused::state(&payment.order_id, "closed page"));
        }
        let expires = payment.expiry.start.unwrap_or(now) + TimeDelta::minutes(payment.expiry.minutes);
        if now >= expires {
            return Err(Refused::state(&payment.order_id, "expired before it was used"));
        }
        payment.charge = Some(Charge {
            transaction_id: uuid::Uuid::new_v4().to_string(),
            method: code.to_owned(),
            status,
            fraud,
            gross: payment.amount + fee,
            number: number(method, status, fraud),
            time: now,
            settled: None,
            expires,
            refunds: Vec::new(),
        });
        let payment = payment.clone();
        notify::send(app, store, &payment);
        Ok(payment)
    })
}

fn number(method: Method, status: Status, fraud: Fraud) -> String {
    match method.kind {
        Kind::Card if status == Status::Deny => "49111111-1113".to_owned(),
        Kind::Card if fraud == Fraud::Challenge => "45111111-1117".to_owned(),
        Kind::Card => "48111111-1114".to_owned(),
        Kind::VirtualAccount { prefix, .. } => digits(prefix, 11),
        Kind::Bill => digits("8", 11),
        Kind::Counter { .. } => digits("8", 13),
        Kind::Wallet | Kind::Qr => String::new(),
    }
}

/// Moves a charge on where `next` allows it, and tells the shop.
fn step(app: &App, id: &str, next: impl FnOnce(&Charge) -> Option<Status>) -> Result<Payment, Refused> {
    app.change(|store| apply(app, store, id, next))
}

/// As `step`, within a change.
pub(crate) fn apply(
    app: &App,
    store: &mut Store,
    id: &str,
    next: impl FnOnce(&Charge) -> Option<Status>,
) -> Result<Payment, Refused> {
    let now = app.now();
    let payment = store.midtrans.find_mut(id).ok_or_else(|| Refused::unknown(id))?;
    let Some(charge) = &mut payment.charge else {
        return Err(Refused::state(id, "not begun: no method picked"));
    };
    let Some(status) = next(charge) else {
        return Err(Refused::state(id, charge.status.name()));
    };
    charge.status = status;
    if status == Status::Settlement {
        charge.settled = Some(now);
    }
    let payment = payment.clone();
    notify::send(app, store, &payment);
    Ok(payment)
}
