//! `/control`: the same switches as the Rust API, for people and for tests in other languages.
//! JSON in and out; the overview page sends forms and is sent back to itself.

mod overview;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, Request, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::deliver::DeliveryState;
use crate::faults::{ApiFault, Faults, Switch, Trouble};
use crate::midtrans::charge;
use crate::state::{App, Provider, Store};
use crate::stripe::{pay, refunds};

/// Why a control was refused.
#[derive(Debug)]
pub struct Refused(String);

impl Refused {
    pub(crate) fn new(why: String) -> Refused {
        Refused(why)
    }

    pub(crate) fn unknown(id: &str) -> Refused {
        Refused(format!("there is no {id}"))
    }

    pub(crate) fn state(id: &str, state: impl Serialize) -> Refused {
        let state = serde_json::to_value(state).unwrap_or_default();
        Refused(format!("{id} is {}", state.as_str().unwrap_or("in another state")))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// The `/control` pages and calls.
pub(crate) struct Control(pub Arc<App>);

impl Endpoint for Control {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (parts, body) = request.into_parts();
        let body = body.into_bytes_limit(64 * 1024).await?;
        let form = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        let path = parts.uri.path().to_owned();
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).skip(1).collect();
        if parts.method == Method::GET && segments.is_empty() {
            return Ok(crate::pages::html(overview::page(&self.0)));
        }
        let fields = if form { Ok(fields(&body)) } else { object(&body) };
        let outcome = fields.and_then(|fields| run(&self.0, &parts.method, &segments, &fields));
        Ok(match outcome {
            Ok(_) if form => Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, "/control").finish(),
            Ok(value) => answer(StatusCode::OK, &value),
            Err(refused) => answer(StatusCode::CONFLICT, &json!({ "error": refused.to_string() })),
        })
    }
}

fn answer(status: StatusCode, value: &Value) -> Response {
    Response::builder().status(status).header(header::CONTENT_TYPE, "application/json").body(value.to_string())
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Refused> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(body).map_err(|error| Refused(format!("not a JSON object: {error}")))
}

fn fields(body: &[u8]) -> Map<String, Value> {
    let pairs = reqwest::Url::parse("http://form/").map(|mut url| {
        url.set_query(Some(&String::from_utf8_lossy(body)));
        url.query_pairs().map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect()
    });
    pairs.unwrap_or_default()
}

fn run(app: &Arc<App>, method: &Method, path: &[&str], fields: &Map<String, Value>) -> Result<Value, Refused> {
    let code = fields.get("method").and_then(Value::as_str).unwrap_or("bca_va");
    match (method.as_str(), path) {
        ("GET", ["state"]) => Ok(app.read(state)),
        ("GET", ["deliveries"]) => Ok(app.read(|store| json!(store.outbox.list.values().collect::<Vec<_>>()))),
        ("GET", ["calls"]) => Ok(app.read(|store| json!(store.calls))),
        ("POST", ["stripe", "sessions", id, action]) => session(app, id, action, fields),
        ("POST", ["stripe", "refunds", id, "succeed"]) => refunds::end(app, id, true).map(|()| ok()),
        ("POST", ["stripe", "refunds", id, "fail"]) => refunds::end(app, id, false).map(|()| ok()),
        ("POST", ["stripe", "disputes", id, "win"]) => refunds::close_dispute(app, id, true).map(|()| ok()),
        ("POST", ["stripe", "disputes", id, "lose"]) => refunds::close_dispute(app, id, false).map(|()| ok()),
        ("POST", ["stripe", "refund-outcome"]) => {
            let outcome = read_as(fields, "outcome")?;
            app.change(|store| store.stripe.refund_outcome = outcome);
            Ok(ok())
        }
        ("POST", ["midtrans", "payments", id, action]) => payment(app, id, action, code),
        ("POST", ["midtrans", "fee"]) => {
            let fee = number(fields, "rupiah").filter(|fee| *fee > 0);
            app.change(|store| store.midtrans.fee = fee);
            Ok(ok())
        }
        ("POST", ["midtrans", "failing-refunds"]) => {
            let times = count(fields)?;
            app.change(|store| store.midtrans.failing_refunds = times);
            Ok(ok())
        }
        ("GET", ["biteship", "parcels"]) => Ok(app.read(crate::biteship::state)),
        ("POST", ["biteship", "parcels", courier, number]) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            crate::biteship::step(app, courier, number, text("status"), text("note"), None).map(|()| ok()).map_err(Refused)
        }
        ("POST", ["deliveries", id, "redeliver"]) => {
            let id = id.parse().map_err(|_| Refused::unknown(id))?;
            redeliver(app, id).map(|()| ok())
        }
        ("POST", ["settings"]) => {
            let url = fields.get("shop_url").and_then(Value::as_str).ok_or_else(|| Refused("shop_url is missing".to_owned()))?;
            app.set_shop_url(url);
            Ok(ok())
        }
        ("POST", ["clock"]) => clock(app, fields),
        ("POST", ["reset"]) => {
            app.change(|store| *store = Store::default());
            Ok(ok())
        }
        (verb, [name, rest @ ..]) => match Provider::parse(name) {
            Some(provider) => switches(app, provider, verb, rest, fields),
            None => Err(Refused("there is no such control".to_owned())),
        },
        _ => Err(Refused("there is no such control".to_owned())),
    }
}

fn session(app: &App, id: &str, action: &str, fields: &Map<String, Value>) -> Result<Value, Refused> {
    match action {
        "pay" => pay::pay(app, id),
        "pay-later" => pay::pay_later(app, id),
        "decline" => pay::decline(app, id),
        "settle" => pay::settle(app, id),
        "fail" => pay::fail(app, id),
        "expire" => pay::expire(app, id),
        "dispute" => {
            let reason = fields.get("reason").and_then(Value::as_str).unwrap_or("fraudulent");
            return refunds::dispute(app, id, reason).map(|dispute| json!({ "ok": true, "dispute": dispute }));
        }
        _ => return Err(Refused(format!("sessions cannot {action}"))),
    }
    .map(|_| ok())
}

fn payment(app: &App, id: &str, action: &str, method: &str) -> Result<Value, Refused> {
    match action {
        "choose" => charge::choose(app, id, method),
        "pay" => charge::pay(app, id, method),
        "fail" => charge::fail(app, id, method),
        "challenge" => charge::challenge(app, id),
        "settle" => charge::settle(app, id),
        "deny" => charge::reverse(app, id),
        "failure" => charge::break_off(app, id),
        "charge-back" => charge::charge_back(app, id),
        "cancel" => charge::cancel(app, id),
        "expire" => charge::expire(app, id),
        _ => return Err(Refused(format!("payments cannot {action}"))),
    }
    .map(|_| ok())
}

fn switches(
    app: &Arc<App>,
    provider: Provider,
    verb: &str,
    path: &[&str],
    fields: &Map<String, Value>,
) -> Result<Value, Refused> {
    match (verb, path) {
        ("POST", ["faults"]) => {
            let fault: ApiFault =
                serde_json::from_value(Value::Object(numbered(fields))).map_err(|error| Refused(error.to_string()))?;
            app.change(|store| store.faults(provider).api.push(fault));
        }
        ("POST", ["troubles"]) => {
            let trouble = match fields.get("late_ms").and_then(|_| number(fields, "late_ms")) {
                Some(ms) if ms > 0 => Trouble::Late(ms.unsigned_abs()),
                _ => read_as(fields, "trouble")?,
            };
            let times = count(fields)?;
            app.change(|store| store.faults(provider).notifications.push(Switch { trouble, times }));
        }
        ("DELETE", ["faults"]) | ("POST", ["calm"]) => {
            app.change(|store| *store.faults(provider) = Faults::default());
        }
        ("POST", ["hold"]) => app.change(|store| store.faults(provider).held = true),
        ("POST", ["release"]) => {
            release(app, provider, fields.get("reversed").is_some_and(|value| *value == true || *value == "true"))
        }
        _ => return Err(Refused("there is no such control".to_owned())),
    }
    Ok(ok())
}

/// Sends what was held, first first or last first, and holds nothing more.
pub(crate) fn release(app: &App, provider: Provider, reversed: bool) {
    app.change(|store| {
        store.faults(provider).held = false;
        let held =
            store.outbox.list.values().filter(|delivery| delivery.provider == provider && delivery.state == DeliveryState::Held);
        let mut ids: Vec<u64> = held.map(|delivery| delivery.id).collect();
        if reversed {
            ids.reverse();
        }
        // One lane keeps the order asked for.
        let lane = format!("{} released {}", provider.name(), ids.first().copied().unwrap_or_default());
        store.outbox.release(ids, Some(&lane));
    });
}

/// Sends a notification again, whatever became of it.
pub(crate) fn redeliver(app: &App, id: u64) -> Result<(), Refused> {
    app.change(|store| {
        let delivery = store.outbox.list.get(&id).ok_or_else(|| Refused::unknown(&id.to_string()))?;
        if delivery.state == DeliveryState::Queued {
            return Err(Refused(format!("notification {id} is on its way")));
        }
        store.outbox.release([id], None);
        Ok(())
    })
}

fn clock(app: &App, fields: &Map<String, Value>) -> Result<Value, Refused> {
    if let Some(seconds) = number(fields, "advance_seconds") {
        let by = TimeDelta::try_seconds(seconds).ok_or_else(|| Refused("too far".to_owned()))?;
        app.clock().advance(by);
    } else {
        let at: Option<DateTime<Utc>> = read_as(fields, "freeze")?;
        app.clock().freeze(at);
    }
    Ok(json!({ "ok": true, "now": app.now() }))
}

fn state(store: &Store) -> Value {
    json!({
        "stripe": {
            "sessions": store.stripe.sessions.values().collect::<Vec<_>>(),
            "payment_intents": store.stripe.intents.values().collect::<Vec<_>>(),
            "charges": store.stripe.charges.values().collect::<Vec<_>>(),
            "refunds": store.stripe.refunds.values().collect::<Vec<_>>(),
            "disputes": store.stripe.disputes.values().collect::<Vec<_>>(),
            "refund_outcome": store.stripe.refund_outcome,
            "faults": store.stripe_faults,
        },
        "midtrans": { "payments": store.midtrans.payments, "fee": store.midtrans.fee, "faults": store.midtrans_faults },
    })
}

fn ok() -> Value {
    json!({ "ok": true })
}

fn number(fields: &Map<String, Value>, name: &str) -> Option<i64> {
    match fields.get(name)? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64(),
    }
}

fn count(fields: &Map<String, Value>) -> Result<u32, Refused> {
    let times = number(fields, "times").unwrap_or(1);
    u32::try_from(times).map_err(|_| Refused("times must not be negative".to_owned()))
}

fn read_as<T: serde::de::DeserializeOwned>(fields: &Map<String, Value>, name: &str) -> Result<T, Refused> {
    let value = fields.get(name).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| Refused(format!("{name}: {error}")))
}

// Forms send numbers as text, and the status of an answer as a plain number.
fn numbered(fields: &Map<String, Value>) -> Map<String, Value> {
    let mut out = fields.clone();
    for name in ["times", "delay_ms"] {
        match number(fields, name) {
            Some(value) => out.insert(name.to_owned(), value.into()),
            None => out.remove(name),
        };
    }
    for name in ["after_effect", "kept"] {
        if let Some(given) = fields.get(name).and_then(Value::as_str) {
            out.insert(name.to_owned(), (given == "true").into());
        }
    }
    if let Some(status) = number(fields, "answer") {
        out.insert("answer".to_owned(), json!({ "status": status }));
    }
    out
}
