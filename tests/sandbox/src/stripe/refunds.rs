//! Refunds and disputes. Source: <https://docs.stripe.com/api/refunds>.

use serde_json::{Value, json};

use super::errors::Error;
use super::events::{Cause, emit};
use super::form::Form;
use super::objects;
use super::records::{Charge, Dispute, Refund, RefundOutcome, RefundStatus};
use crate::control::Refused;
use crate::ids::letters;
use crate::state::{App, Store};

/// `POST /v1/refunds`.
pub(crate) fn create(app: &App, store: &mut Store, cause: &Cause, form: &Form) -> Result<Value, Error> {
    let intent = form.text("payment_intent")?;
    let charge = form.text("charge")?;
    let amount = form.at_least("amount", 1)?;
    let reason = form.choice("reason", &["duplicate", "fraudulent", "requested_by_customer"])?;
    let metadata = form.metadata("metadata")?;
    form.flag("refund_application_fee")?;
    form.flag("reverse_transfer")?;
    form.text("instructions_email")?;
    let expand = form.texts("expand")?;
    form.finish()?;
    let expandable = |path: &&String| matches!(path.as_str(), "charge" | "payment_intent" | "payment_intent.latest_charge");
    if let Some(path) = expand.iter().find(|path| !expandable(path)) {
        return Err(Error::value("expand", format!("This property cannot be expanded ({path}).")));
    }
    let charge = match (intent, charge) {
        (None, None) => {
            let message = "One of the following params should be provided for this request: payment_intent or charge.".to_owned();
            return Err(Error { param: None, ..Error::coded("parameter_missing", "payment_intent", message) });
        }
        (Some(intent), named) => of_intent(store, &intent, named.as_deref())?,
        (None, Some(id)) => store.stripe.charges.get(&id).cloned().ok_or_else(|| Error::no_such("charge", &id, "id"))?,
    };
    if charge.disputed {
        return Err(Error::state(
            Some("charge_disputed"),
            format!("Charge {} has been charged back; cannot issue a refund.", charge.id),
        ));
    }
    let left = charge.amount - charge.amount_refunded;
    if left == 0 {
        return Err(Error::state(Some("charge_already_refunded"), format!("Charge {} has already been refunded.", charge.id)));
    }
    let amount = amount.unwrap_or(left);
    if amount > left {
        let message =
            format!("Refund amount ({}) is greater than unrefunded amount on charge ({})", rupiah(amount), rupiah(left));
        return Err(Error { param: Some("amount".to_owned()), ..Error::state(None, message) });
    }
    let outcome = store.stripe.refund_outcome;
    let refund = Refund {
        id: letters("re_3", 23),
        made: store.stripe.next(),
        charge: charge.id.clone(),
        intent: charge.intent.clone(),
        amount,
        status: match outcome {
            RefundOutcome::Succeed => RefundStatus::Succeeded,
            RefundOutcome::Wait => RefundStatus::Pending,
            RefundOutcome::Fail => RefundStatus::Failed,
        },
        reason,
        failure_reason: (outcome == RefundOutcome::Fail).then(|| "expired_or_canceled_card".to_owned()),
        metadata,
        created: app.now().timestamp(),
    };
    store.stripe.refunds.insert(refund.id.clone(), refund.clone());
    let subject = subject(store, &refund.intent);
    emit(app, store, cause, "refund.created", &subject, objects::refund(&refund), None);
    if outcome == RefundOutcome::Fail {
        emit(app, store, cause, "refund.failed", &subject, objects::refund(&refund), None);
    } else {
        book(app, store, cause, &subject, &refund.charge, amount);
    }
    let mut value = objects::refund(&refund);
    objects::expand(&store.stripe, &mut value, &expand).map_err(|message| Error::value("expand", message))?;
    Ok(value)
}

fn of_intent(store: &Store, id: &str, named: Option<&str>) -> Result<Charge, Error> {
    let intent = store.stripe.intents.get(id).ok_or_else(|| Error::no_such("payment_intent", id, "payment_intent"))?;
    let charge = intent.charge.as_ref().and_then(|charge| store.stripe.charges.get(charge)).cloned();
    let charge = charge
        .ok_or_else(|| Error::state(None, format!("This PaymentIntent ({id}) does not have a successful charge to refund.")))?;
    if named.is_some_and(|named| named != charge.id) {
        return Err(Error::value("charge", "The charge does not belong to the payment_intent.".to_owned()));
    }
    Ok(charge)
}

/// `GET /v1/refunds`, newest first.
pub(crate) fn list(store: &Store, form: &Form) -> Result<Value, Error> {
    let intent = form.text("payment_intent")?;
    let charge = form.text("charge")?;
    let after = form.text("starting_after")?;
    let limit = page_size(form)?;
    form.finish()?;
    let mut found: Vec<&Refund> = store.stripe.refunds.values().collect();
    found.sort_by_key(|refund| std::cmp::Reverse(refund.made));
    found.retain(|refund| {
        intent.as_ref().is_none_or(|id| *id == refund.intent) && charge.as_ref().is_none_or(|id| *id == refund.charge)
    });
    if let Some(after) = after {
        let at = found
            .iter()
            .position(|refund| refund.id == after)
            .ok_or_else(|| Error::no_such("refund", &after, "starting_after"))?;
        found.drain(..=at);
    }
    let more = found.len() > limit;
    Ok(objects::list("/v1/refunds", found.into_iter().take(limit).map(objects::refund).collect(), more))
}

/// `limit`, 1 to 100, 10 unless given.
pub(crate) fn page_size(form: &Form) -> Result<usize, Error> {
    match form.at_least("limit", 1)? {
        Some(limit) if limit > 100 => {
            Err(Error::coded("parameter_invalid_integer", "limit", "This value must be less than or equal to 100.".to_owned()))
        }
        limit => Ok(limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10)),
    }
}

/// Ends a pending refund: the bank took it, or a refund, done or pending, comes back.
pub(crate) fn end(app: &App, id: &str, taken: bool) -> Result<(), Refused> {
    app.change(|store| {
        let refund = store.stripe.refunds.get_mut(id).ok_or_else(|| Refused::unknown(id))?;
        let before = refund.status;
        match (before, taken) {
            (RefundStatus::Failed, _) | (RefundStatus::Succeeded, true) => {
                return Err(Refused::new(format!("{id} has ended")));
            }
            (_, true) => refund.status = RefundStatus::Succeeded,
            (_, false) => {
                refund.status = RefundStatus::Failed;
                refund.failure_reason = Some("lost_or_stolen_card".to_owned());
            }
        }
        let refund = refund.clone();
        let subject = subject(store, &refund.intent);
        let previous = json!({ "status": before });
        let cause = Cause::default();
        if !taken {
            book(app, store, &cause, &subject, &refund.charge, -refund.amount);
            emit(app, store, &cause, "refund.failed", &subject, objects::refund(&refund), None);
        }
        emit(app, store, &cause, "refund.updated", &subject, objects::refund(&refund), Some(previous));
        Ok(())
    })
}

// A refund counts against the charge from the moment it is made; a failed one is given back.
fn book(app: &App, store: &mut Store, cause: &Cause, subject: &str, charge: &str, amount: i64) {
    let Some(charge) = store.stripe.charges.get_mut(charge) else {
        return;
    };
    let before = charge.amount_refunded;
    charge.amount_refunded += amount;
    let object = objects::charge(charge);
    if amount > 0 {
        emit(
            app,
            store,
            cause,
            "charge.refunded",
            subject,
            object,
            Some(json!({ "amount_refunded": before, "refunded": false })),
        );
    }
}

/// The payer's bank takes the money back for now. Returns the dispute's id.
pub(crate) fn dispute(app: &App, session: &str, reason: &str) -> Result<String, Refused> {
    app.change(|store| {
        let intent = store.stripe.sessions.get(session).and_then(|session| session.payment_intent.clone());
        let charge = intent.as_ref().and_then(|id| store.stripe.intents.get(id)).and_then(|intent| intent.charge.clone());
        let charge = charge
            .and_then(|id| store.stripe.charges.get_mut(&id))
            .ok_or_else(|| Refused::new(format!("{session} has no charge")))?;
        if charge.disputed {
            return Err(Refused::new(format!("{} is disputed already", charge.id)));
        }
        charge.disputed = true;
        let dispute = Dispute {
            id: letters("du_1", 23),
            charge: charge.id.clone(),
            intent: charge.intent.clone(),
            amount: charge.amount,
            reason: reason.to_owned(),
            status: "needs_response".to_owned(),
            created: app.now().timestamp(),
        };
        store.stripe.disputes.insert(dispute.id.clone(), dispute.clone());
        emit(app, store, &Cause::default(), "charge.dispute.created", session, objects::dispute(&dispute), None);
        Ok(dispute.id)
    })
}

/// The bank decides a dispute.
pub(crate) fn close_dispute(app: &App, id: &str, won: bool) -> Result<(), Refused> {
    app.change(|store| {
        let dispute = store.stripe.disputes.get_mut(id).ok_or_else(|| Refused::unknown(id))?;
        if dispute.status != "needs_response" {
            return Err(Refused::new(format!("{id} is closed")));
        }
        if won { "won" } else { "lost" }.clone_into(&mut dispute.status);
        let dispute = dispute.clone();
        let subject = subject(store, &dispute.intent);
        let previous = json!({ "status": "needs_response" });
        emit(app, store, &Cause::default(), "charge.dispute.closed", &subject, objects::dispute(&dispute), Some(previous));
        Ok(())
    })
}

fn subject(store: &Store, intent: &str) -> String {
    let session = store.stripe.sessions.values().find(|session| session.payment_intent.as_deref() == Some(intent));
    session.map_or_else(|| intent.to_owned(), |session| session.id.clone())
}

fn rupiah(sen: i64) -> String {
    format!("Rp{}.{:02}", sen / 100, sen % 100)
}
