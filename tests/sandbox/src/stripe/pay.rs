//! What payers and banks do to a Checkout Session.

use serde_json::Value;

use super::events::{Cause, emit};
use super::objects;
use super::records::{Charge, Decline, Intent, IntentStatus, PaymentStatus, Session, SessionStatus};
use crate::control::Refused;
use crate::ids::letters;
use crate::state::{App, Store};

/// Pays by card: at once.
pub(crate) fn pay(app: &App, id: &str) -> Result<Session, Refused> {
    change(app, id, SessionStatus::Open, |app, store, session| {
        session.status = SessionStatus::Complete;
        session.payment_status = PaymentStatus::Paid;
        let intent = intent(app, store, session);
        charge(app, store, &intent, false);
        Some("checkout.session.completed")
    })
}

/// Pays by a delayed method: the session is complete, the money is still on its way.
pub(crate) fn pay_later(app: &App, id: &str) -> Result<Session, Refused> {
    change(app, id, SessionStatus::Open, |app, store, session| {
        session.status = SessionStatus::Complete;
        let intent = intent(app, store, session);
        set(store, &intent, |intent| intent.status = IntentStatus::Processing);
        Some("checkout.session.completed")
    })
}

/// The card is declined; the payer may try again.
pub(crate) fn decline(app: &App, id: &str) -> Result<Session, Refused> {
    change(app, id, SessionStatus::Open, |app, store, session| {
        let intent = intent(app, store, session);
        refuse(app, store, &intent, &session.id, "card_declined", Some("generic_decline"), "Your card was declined.");
        None
    })
}

/// The money of a delayed method arrives.
pub(crate) fn settle(app: &App, id: &str) -> Result<Session, Refused> {
    awaited(app, id, |app, store, session, intent| {
        session.payment_status = PaymentStatus::Paid;
        charge(app, store, intent, true);
        Some("checkout.session.async_payment_succeeded")
    })
}

/// The money of a delayed method never comes.
pub(crate) fn fail(app: &App, id: &str) -> Result<Session, Refused> {
    awaited(app, id, |app, store, session, intent| {
        refuse(app, store, intent, &session.id, "payment_intent_payment_attempt_failed", None, "The payment failed.");
        Some("checkout.session.async_payment_failed")
    })
}

/// Ends an open session.
pub(crate) fn expire(app: &App, id: &str) -> Result<Session, Refused> {
    app.change(|store| expire_now(app, store, &Cause::default(), id))
}

/// Ends an open session on behalf of `cause`.
pub(crate) fn expire_now(app: &App, store: &mut Store, cause: &Cause, id: &str) -> Result<Session, Refused> {
    let mut session = store.stripe.sessions.get(id).cloned().ok_or_else(|| Refused::unknown(id))?;
    if session.status != SessionStatus::Open {
        return Err(Refused::state(id, session.status));
    }
    session.status = SessionStatus::Expired;
    let now = app.now().timestamp();
    if let Some(intent) = &session.payment_intent {
        set(store, intent, |intent| {
            intent.status = IntentStatus::Canceled;
            intent.canceled_at = Some(now);
        });
    }
    store.stripe.sessions.insert(session.id.clone(), session.clone());
    emit(app, store, cause, "checkout.session.expired", &session.id, objects::session(app, &session), None);
    Ok(session)
}

/// Ends every session whose time is up.
pub(crate) fn expire_due(app: &App) {
    let now = app.now().timestamp();
    let due = |store: &Store| {
        let sessions = store.stripe.sessions.values();
        sessions
            .filter(|session| session.status == SessionStatus::Open && session.expires_at <= now)
            .map(|session| session.id.clone())
            .collect::<Vec<_>>()
    };
    for id in app.read(due) {
        // Refused only when it was paid just now.
        let _ = expire(app, &id);
    }
}

type Kind = Option<&'static str>;

/// Runs `act` on a session in `status`, keeps it and emits the event `act` names.
fn change(
    app: &App,
    id: &str,
    status: SessionStatus,
    act: impl FnOnce(&App, &mut Store, &mut Session) -> Kind,
) -> Result<Session, Refused> {
    app.change(|store| {
        let mut session = store.stripe.sessions.get(id).cloned().ok_or_else(|| Refused::unknown(id))?;
        if session.status != status {
            return Err(Refused::state(id, session.status));
        }
        if status == SessionStatus::Open && session.expires_at <= app.now().timestamp() {
            // The clock ran out a moment before the payer came.
            let expired = expire_now(app, store, &Cause::default(), id)?;
            return Err(Refused::state(id, expired.status));
        }
        let kind = act(app, store, &mut session);
        keep(app, store, &session, kind);
        Ok(session)
    })
}

fn awaited(app: &App, id: &str, act: impl FnOnce(&App, &mut Store, &mut Session, &str) -> Kind) -> Result<Session, Refused> {
    let awaits = |store: &Store| {
        let intent = store.stripe.sessions.get(id)?.payment_intent.clone()?;
        store
            .stripe
            .intents
            .get(&intent)
            .filter(|intent| intent.status == IntentStatus::Processing)
            .map(|intent| intent.id.clone())
    };
    let intent = app.read(awaits).ok_or_else(|| Refused::new(format!("{id} awaits no money")))?;
    change(app, id, SessionStatus::Complete, |app, store, session| act(app, store, session, &intent))
}

fn keep(app: &App, store: &mut Store, session: &Session, kind: Kind) {
    store.stripe.sessions.insert(session.id.clone(), session.clone());
    if let Some(kind) = kind {
        emit(app, store, &Cause::default(), kind, &session.id, objects::session(app, session), None);
    }
}

/// The session's intent, made when the payer first tries.
fn intent(app: &App, store: &mut Store, session: &mut Session) -> String {
    if let Some(id) = &session.payment_intent {
        return id.clone();
    }
    let intent = Intent {
        id: letters("pi_3", 23),
        amount: session.amount_total,
        status: IntentStatus::RequiresPaymentMethod,
        charge: None,
        declined: None,
        metadata: session.intent_metadata.clone(),
        description: session.intent_description.clone(),
        receipt_email: session.receipt_email.clone(),
        created: app.now().timestamp(),
        canceled_at: None,
    };
    session.payment_intent = Some(intent.id.clone());
    let id = intent.id.clone();
    store.stripe.intents.insert(id.clone(), intent);
    id
}

fn charge(app: &App, store: &mut Store, intent_id: &str, delayed: bool) {
    let Some(intent) = store.stripe.intents.get_mut(intent_id) else {
        return;
    };
    let charge = Charge {
        id: letters("ch_3", 23),
        intent: intent.id.clone(),
        amount: intent.amount,
        amount_refunded: 0,
        disputed: false,
        metadata: intent.metadata.clone(),
        receipt_email: intent.receipt_email.clone(),
        delayed,
        created: app.now().timestamp(),
    };
    intent.status = IntentStatus::Succeeded;
    intent.declined = None;
    intent.charge = Some(charge.id.clone());
    store.stripe.charges.insert(charge.id.clone(), charge);
}

fn refuse(app: &App, store: &mut Store, intent_id: &str, subject: &str, code: &str, decline_code: Option<&str>, message: &str) {
    set(store, intent_id, |intent| {
        intent.status = IntentStatus::RequiresPaymentMethod;
        intent.declined =
            Some(Decline { code: code.to_owned(), decline_code: decline_code.map(str::to_owned), message: message.to_owned() });
    });
    let object = store.stripe.intents.get(intent_id).map_or(Value::Null, objects::intent);
    emit(app, store, &Cause::default(), "payment_intent.payment_failed", subject, object, None);
}

fn set(store: &mut Store, intent: &str, act: impl FnOnce(&mut Intent)) {
    if let Some(intent) = store.stripe.intents.get_mut(intent) {
        act(intent);
    }
}
