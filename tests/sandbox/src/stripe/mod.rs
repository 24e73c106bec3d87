//! Stripe's API below `/stripe/v1`. Here: keys, versions and idempotency.

mod errors;
mod events;
mod form;
pub(crate) mod objects;
pub(crate) mod pay;
pub(crate) mod records;
pub(crate) mod refunds;
mod routes;
mod sessions;
pub(crate) mod sign;

use base64::Engine;
use poem::http::Method;
use serde_json::Value;

use crate::gate::{Ask, Opened, Reply};
use crate::ids::letters;
use crate::state::{App, Store};
use errors::Error;
use events::Cause;
use form::Form;
use records::{Kept, Key};

/// The newest version the sandbox speaks.
pub(crate) const LATEST_VERSION: &str = "2026-10-28.endive";

/// Idempotency keys are forgotten after a day.
const KEY_LIFE: i64 = 24 * 3600;

/// Checks the key and the version, and takes the idempotency key or replays its answer.
pub(crate) fn open(app: &App, ask: &Ask) -> Result<Opened, Reply> {
    let mut opened = Opened { request_id: letters("req_", 14), version: app.config.stripe.api_version.clone(), key: None };
    if let Err(error) = authorize(app, ask).and_then(|()| version(ask, &mut opened)) {
        return Err(failed(&opened, &error));
    }
    let Some(key) = ask.header("Idempotency-Key").filter(|_| ask.method == Method::POST) else {
        return Ok(opened);
    };
    if key.is_empty() || key.len() > 255 {
        let message = "Idempotency keys must be between 1 and 255 characters.".to_owned();
        return Err(failed(&opened, &Error { param: None, ..Error::value("", message) }));
    }
    let request = format!("{} {}\n{}", ask.method, ask.path, Form::parse(&String::from_utf8_lossy(&ask.body)).canonical());
    let now = app.now().timestamp();
    app.change(|store| match store.stripe.keys.get(key).filter(|known| now - known.at < KEY_LIFE) {
        Some(known) if known.request != request => Err(failed(&opened, &Error::key_reused(key))),
        Some(Key { answer: None, .. }) => Err(failed(&opened, &Error::key_busy(key))),
        Some(Key { answer: Some(kept), .. }) => {
            let mut reply = reply(&opened, kept.status, kept.body.clone());
            reply.headers.push(("Idempotent-Replayed", "true".to_owned()));
            reply.headers.push(("Original-Request", kept.request_id.clone()));
            reply.headers.push(("Idempotency-Key", key.to_owned()));
            Err(reply)
        }
        None => {
            store.stripe.keys.insert(key.to_owned(), Key { request, at: now, answer: None });
            opened.key = Some(key.to_owned());
            Ok(())
        }
    })?;
    Ok(opened)
}

/// Runs the call and remembers its answer under the idempotency key.
pub(crate) fn answer(app: &App, ask: &Ask, opened: Opened) -> Reply {
    let cause = Cause { request_id: Some(opened.request_id.clone()), key: opened.key.clone() };
    let work = |store: &mut Store| {
        let outcome = routes::route(app, store, ask, &opened.version, &cause);
        if let Some(key) = &opened.key {
            remember(store, key, &outcome, &opened.request_id);
        }
        outcome
    };
    let outcome = if ask.method == Method::GET { app.quiet(work) } else { app.change(work) };
    let mut reply = match outcome {
        Ok(body) => reply(&opened, 200, body),
        Err(error) => failed(&opened, &error),
    };
    if let Some(key) = opened.key {
        reply.headers.push(("Idempotency-Key", key));
    }
    reply
}

/// The answer of a Stripe in trouble.
pub(crate) fn outage(status: u16) -> Reply {
    let opened = Opened { request_id: letters("req_", 14), version: LATEST_VERSION.to_owned(), key: None };
    failed(&opened, &Error::outage(status))
}

// Requests that fail validation are not remembered: the key stays free for the corrected one.
fn remember(store: &mut Store, key: &str, outcome: &Result<Value, Error>, request_id: &str) {
    let (status, body) = match outcome {
        Ok(body) => (200, body.clone()),
        Err(error) if error.kept => (error.status, error.body()),
        Err(_) => {
            store.stripe.keys.remove(key);
            return;
        }
    };
    if let Some(known) = store.stripe.keys.get_mut(key) {
        known.answer = Some(Kept { status, body, request_id: request_id.to_owned() });
    }
}

/// Lets a key give a failure from now on.
pub(crate) fn keep_failure(store: &mut Store, key: &str, status: u16) {
    let body = Error::outage(status).body();
    if let Some(known) = store.stripe.keys.get_mut(key) {
        known.answer = Some(Kept { status, body, request_id: letters("req_", 14) });
    }
}

fn authorize(app: &App, ask: &Ask) -> Result<(), Error> {
    let given = ask.header("Authorization").and_then(|value| {
        let (scheme, rest) = value.split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(rest.trim().to_owned()),
            // The key as user name of Basic auth, as curl -u sends it.
            "basic" => {
                let decoded = base64::engine::general_purpose::STANDARD.decode(rest.trim()).ok()?;
                let pair = String::from_utf8(decoded).ok()?;
                Some(pair.split(':').next().unwrap_or_default().to_owned())
            }
            _ => None,
        }
    });
    match given {
        Some(key) if key == app.config.stripe.secret_key => Ok(()),
        Some(key) => Err(Error::unauthorized(format!("Invalid API Key provided: {}", masked(&key)))),
        None => Err(Error::unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth \
             (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
                .to_owned(),
        )),
    }
}

fn masked(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let hidden = letters.len().saturating_sub(12);
    let shown = |from: usize, count: usize| letters.iter().skip(from).take(count).collect::<String>();
    format!("{}{}{}", shown(0, 8), "*".repeat(hidden), shown((8 + hidden).min(letters.len()), 4))
}

fn version(ask: &Ask, opened: &mut Opened) -> Result<(), Error> {
    let Some(version) = ask.header("Stripe-Version") else {
        return Ok(());
    };
    let date = version.split('.').next().unwrap_or_default();
    let dated = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok() && date.len() == 10;
    let newest = LATEST_VERSION.split('.').next().unwrap_or_default();
    // Versions have had a name since 2024-09-30.
    let named = version.len() > date.len() + 1 || date < "2024-09-30";
    if !dated || date > newest || !named || (date == newest && version != LATEST_VERSION) {
        let message = format!(
            "Invalid Stripe API version: {version}. You do not have permission to use this API version or it does not exist."
        );
        return Err(Error { param: None, ..Error::value("", message) });
    }
    version.clone_into(&mut opened.version);
    Ok(())
}

fn failed(opened: &Opened, error: &Error) -> Reply {
    let mut reply = reply(opened, error.status, error.body());
    reply.headers.push(("Stripe-Should-Retry", error.should_retry().to_string()));
    reply
}

fn reply(opened: &Opened, status: u16, body: Value) -> Reply {
    let headers = vec![("Request-Id", opened.request_id.clone()), ("Stripe-Version", opened.version.clone())];
    Reply { status, headers, body }
}
