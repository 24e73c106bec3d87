//! What each of Stripe's paths does.

use poem::http::Method;
use serde_json::Value;

use super::errors::Error;
use super::events::Cause;
use super::form::Form;
use super::{objects, pay, refunds, sessions};
use crate::gate::Ask;
use crate::state::{App, Store};

/// Answers a call whose key and version are fine.
pub(super) fn route(app: &App, store: &mut Store, ask: &Ask, version: &str, cause: &Cause) -> Result<Value, Error> {
    let query = Form::parse(&ask.query);
    let body = String::from_utf8_lossy(&ask.body);
    if ask.method == Method::POST && !body.is_empty() {
        let kind = ask.header("Content-Type").unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            let message = format!(
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded); it is '{kind}'."
            );
            return Err(Error { param: None, ..Error::value("", message) });
        }
    }
    let form = Form::parse(&body);
    match (ask.method.as_str(), ask.segments().as_slice()) {
        ("POST", ["v1", "checkout", "sessions"]) => create_session(app, store, &form, version),
        ("GET", ["v1", "checkout", "sessions"]) => list_sessions(app, store, &query),
        ("GET", ["v1", "checkout", "sessions", id]) => {
            let session = store.stripe.sessions.get(*id).ok_or_else(|| Error::no_such("checkout.session", id, "session"))?;
            expanded(store, objects::session(app, session), &query)
        }
        ("GET", ["v1", "checkout", "sessions", id, "line_items"]) => line_items(store, id, &query),
        ("POST", ["v1", "checkout", "sessions", id, "expire"]) => expire_session(app, store, cause, id, &form),
        ("GET", ["v1", "payment_intents", id]) => {
            let intent = store.stripe.intents.get(*id).ok_or_else(|| Error::no_such("payment_intent", id, "intent"))?;
            expanded(store, objects::intent(intent), &query)
        }
        ("POST", ["v1", "payment_intents", id, "cancel"]) => cancel_intent(store, id),
        ("GET", ["v1", "charges", id]) => {
            let charge = store.stripe.charges.get(*id).ok_or_else(|| Error::no_such("charge", id, "id"))?;
            expanded(store, objects::charge(charge), &query)
        }
        ("POST", ["v1", "refunds"]) => refunds::create(app, store, cause, &form),
        ("GET", ["v1", "refunds"]) => refunds::list(store, &query),
        ("GET", ["v1", "refunds", id]) => {
            let refund = store.stripe.refunds.get(*id).ok_or_else(|| Error::no_such("refund", id, "id"))?;
            expanded(store, objects::refund(refund), &query)
        }
        ("GET", ["v1", "disputes", id]) => {
            let dispute = store.stripe.disputes.get(*id).ok_or_else(|| Error::no_such("dispute", id, "dispute"))?;
            expanded(store, objects::dispute(dispute), &query)
        }
        ("GET", ["v1", "events", id]) => {
            let event = store.stripe.events.get(*id).ok_or_else(|| Error::no_such("event", id, "id"))?;
            Ok(event.body.clone())
        }
        (method, _) => Err(Error::no_route(method, &ask.path)),
    }
}

fn create_session(app: &App, store: &mut Store, form: &Form, version: &str) -> Result<Value, Error> {
    let expand = form.texts("expand")?;
    let mut session = sessions::new(form, &app.config.stripe, version, app.now())?;
    session.made = store.stripe.next();
    let mut value = objects::session(app, &session);
    let id = session.id.clone();
    store.stripe.sessions.insert(id.clone(), session);
    if let Err(message) = objects::expand(&store.stripe, &mut value, &expand) {
        store.stripe.sessions.remove(&id);
        return Err(Error::value("expand", message));
    }
    Ok(value)
}

/// Newest first.
fn list_sessions(app: &App, store: &Store, query: &Form) -> Result<Value, Error> {
    let intent = query.text("payment_intent")?;
    let status = query.choice("status", &["open", "complete", "expired"])?;
    let after = query.text("starting_after")?;
    let limit = refunds::page_size(query)?;
    query.finish()?;
    let mut found: Vec<_> = store.stripe.sessions.values().collect();
    found.sort_by_key(|session| std::cmp::Reverse(session.made));
    if let Some(after) = after {
        let at = found.iter().position(|session| session.id == after);
        let at = at.ok_or_else(|| Error::no_such("checkout.session", &after, "starting_after"))?;
        found.drain(..=at);
    }
    found.retain(|session| {
        intent.as_ref().is_none_or(|intent| session.payment_intent.as_ref() == Some(intent))
            && status.as_ref().is_none_or(|status| session.status.name() == status)
    });
    let more = found.len() > limit;
    let sessions = found.into_iter().take(limit).map(|session| objects::session(app, session));
    Ok(objects::list("/v1/checkout/sessions", sessions.collect(), more))
}

fn line_items(store: &Store, id: &str, query: &Form) -> Result<Value, Error> {
    let session = store.stripe.sessions.get(id).ok_or_else(|| Error::no_such("checkout.session", id, "session"))?;
    let after = query.text("starting_after")?;
    let limit = refunds::page_size(query)?;
    query.finish()?;
    let start = match after {
        None => 0,
        Some(after) => {
            let at = session.lines.iter().position(|line| line.id == after);
            at.ok_or_else(|| Error::no_such("line_item", &after, "starting_after"))? + 1
        }
    };
    let lines = session.lines.iter().skip(start);
    let more = session.lines.len() > start + limit;
    let url = format!("/v1/checkout/sessions/{id}/line_items");
    Ok(objects::list(&url, lines.take(limit).map(objects::line).collect(), more))
}

fn expire_session(app: &App, store: &mut Store, cause: &Cause, id: &str, form: &Form) -> Result<Value, Error> {
    form.texts("expand")?;
    form.finish()?;
    let session = store.stripe.sessions.get(id).ok_or_else(|| Error::no_such("checkout.session", id, "session"))?;
    let status = session.status.name();
    let expired = pay::expire_now(app, store, cause, id).map_err(|_| {
        Error::state(None, format!("Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{status}`."))
    })?;
    Ok(objects::session(app, &expired))
}

fn cancel_intent(store: &Store, id: &str) -> Result<Value, Error> {
    store.stripe.intents.get(id).ok_or_else(|| Error::no_such("payment_intent", id, "intent"))?;
    let message = "You cannot cancel a PaymentIntent created by Checkout. Expire its Checkout Session instead.".to_owned();
    Err(Error::state(Some("payment_intent_unexpected_state"), message))
}

fn expanded(store: &Store, mut value: Value, query: &Form) -> Result<Value, Error> {
    let expand = query.texts("expand")?;
    query.finish()?;
    objects::expand(&store.stripe, &mut value, &expand).map_err(|message| Error::value("expand", message))?;
    Ok(value)
}
