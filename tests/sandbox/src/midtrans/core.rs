//! The Core API calls on a payment: status, cancel, expire, approve, deny, refund.
//! Source: <https://docs.midtrans.com/reference/api-methods>.

use serde_json::{Value, json};

use super::charge::apply;
use super::methods::method;
use super::notify::{body, decimal, send};
use super::records::{Fraud, Payment, Refund, Status};
use crate::gate::Reply;
use crate::state::{App, Store};

/// A reply with `status_code` in the body.
fn reply(app: &App, code: &str, body: Value) -> Reply {
    let mirrored = if app.config.midtrans.mirror_status { code.parse().unwrap_or(200) } else { 200 };
    Reply { status: mirrored, headers: Vec::new(), body }
}

/// An error with its usual message.
pub(crate) fn refuse(app: &App, code: &str, message: &str) -> Reply {
    reply(app, code, json!({ "status_code": code, "status_message": message, "id": uuid::Uuid::new_v4() }))
}

fn not_found(app: &App) -> Reply {
    refuse(app, "404", "Transaction doesn't exist.")
}

fn done(app: &App, payment: &Payment, code: &str, message: &str) -> Reply {
    let Some(charge) = &payment.charge else {
        return not_found(app);
    };
    reply(app, code, body(app, payment, charge, code, message))
}

/// `GET /v2/{id}/status`. Nothing exists until the payer picked a method.
pub(crate) fn status(app: &App, store: &Store, id: &str) -> Reply {
    let Some(payment) = store.midtrans.find(id) else {
        return not_found(app);
    };
    let Some(charge) = &payment.charge else {
        return not_found(app);
    };
    let code = match charge.status {
        Status::Expire => "407",
        _ => super::notify::status_code(charge),
    };
    done(app, payment, code, "Success, transaction is found")
}

/// `POST /v2/{id}/cancel|expire|approve|deny`.
pub(crate) fn act(app: &App, store: &mut Store, id: &str, action: &str) -> Reply {
    if store.midtrans.find(id).is_none_or(|payment| payment.charge.is_none()) {
        return not_found(app);
    }
    if matches!(action, "approve" | "deny") {
        return review(app, store, id, action == "approve");
    }
    let (from, to): (&[Status], Status) = match action {
        "cancel" => (&[Status::Pending, Status::Capture], Status::Cancel),
        _ => (&[Status::Pending], Status::Expire),
    };
    match apply(app, store, id, |charge| from.contains(&charge.status).then_some(to)) {
        Ok(payment) if to == Status::Expire => done(app, &payment, "407", "Success, transaction has expired"),
        Ok(payment) => done(app, &payment, "200", "Success, transaction is canceled"),
        Err(_) => refuse(app, "412", "Transaction status cannot be updated."),
    }
}

/// Answers a challenge of the fraud detection.
fn review(app: &App, store: &mut Store, id: &str, accept: bool) -> Reply {
    let Some(payment) = store.midtrans.find_mut(id) else {
        return not_found(app);
    };
    let Some(charge) = &mut payment.charge else {
        return not_found(app);
    };
    if (charge.status, charge.fraud) != (Status::Capture, Fraud::Challenge) {
        return refuse(app, "412", "Transaction status cannot be updated.");
    }
    if accept {
        charge.fraud = Fraud::Accept;
    } else {
        charge.fraud = Fraud::Deny;
        charge.status = Status::Deny;
    }
    let payment = payment.clone();
    send(app, store, &payment);
    done(app, &payment, "200", if accept { "Success, transaction is approved" } else { "Success, transaction is denied" })
}

/// `POST /v2/{id}/refund` and `…/refund/online/direct`.
pub(crate) fn refund(app: &App, store: &mut Store, id: &str, text: &[u8], direct: bool) -> Reply {
    let asked = match parse(text) {
        Ok(asked) => asked,
        Err(message) => return refuse(app, "400", message),
    };
    let refusing = store.midtrans.failing_refunds > 0;
    let next_id = store.midtrans.refunds_made + 1;
    let Some(payment) = store.midtrans.find_mut(id) else {
        return not_found(app);
    };
    let Some(charge) = &mut payment.charge else {
        return not_found(app);
    };
    if let Some(earlier) = asked.key.as_ref().and_then(|key| charge.refunds.iter().find(|refund| refund.key == *key)) {
        if asked.amount.is_some_and(|amount| amount != earlier.amount) {
            return refuse(app, "406", "Duplicate refund_key. refund_key has already been utilized previously.");
        }
        let earlier = earlier.clone();
        return refunded(app, payment, &earlier);
    }
    if !method(&charge.method).is_some_and(|method| method.is_refundable()) {
        return refuse(app, "412", "Payment provider doesn't allow refund within this payment method.");
    }
    if !matches!(charge.status, Status::Settlement | Status::PartialRefund) {
        return refuse(app, "412", "Transaction status cannot be updated.");
    }
    let left = charge.gross - charge.refunded();
    let amount = asked.amount.unwrap_or(left);
    if amount > left {
        return refuse(app, "400", "Refund amount is greater than the amount left to refund.");
    }
    if refusing {
        store.midtrans.failing_refunds -= 1;
        return refuse(app, "414", "Refund request is rejected due to merchant insufficient funds.");
    }
    let refund = Refund {
        id: next_id,
        key: asked.key.unwrap_or_else(|| uuid::Uuid::new_v4().to_string()),
        amount,
        reason: asked.reason,
        at: app.now(),
        direct,
    };
    charge.refunds.push(refund.clone());
    charge.status = if amount == left { Status::Refund } else { Status::PartialRefund };
    let payment = payment.clone();
    store.midtrans.refunds_made = next_id;
    send(app, store, &payment);
    refunded(app, &payment, &refund)
}

fn refunded(app: &App, payment: &Payment, refund: &Refund) -> Reply {
    let mut reply = done(app, payment, "200", "Success, refund request is approved");
    reply.body["refund_chargeback_id"] = refund.id.into();
    reply.body["refund_amount"] = decimal(refund.amount).into();
    reply.body["refund_key"] = refund.key.as_str().into();
    reply
}

struct Asked {
    key: Option<String>,
    amount: Option<i64>,
    reason: Option<String>,
}

fn parse(text: &[u8]) -> Result<Asked, &'static str> {
    let body = match serde_json::from_slice::<Value>(text) {
        Ok(Value::Object(body)) => body,
        // The official clients send `null` or nothing when there is nothing to say.
        Ok(Value::Null) => {
            return Ok(Asked { key: None, amount: None, reason: None });
        }
        Err(_) if text.is_empty() => {
            return Ok(Asked { key: None, amount: None, reason: None });
        }
        _ => return Err("The request body is not a JSON object."),
    };
    let word = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(word)) => Ok(Some(word.clone())),
        Some(_) => Err("refund_key and reason must be strings."),
    };
    let amount = match body.get("amount") {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_i64().filter(|amount| *amount > 0).ok_or("amount must be a whole number greater than 0.")?),
    };
    Ok(Asked { key: word("refund_key")?, amount, reason: word("reason")? })
}
