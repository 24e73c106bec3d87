//! Makes events and queues their delivery.

use serde_json::{Value, json};

use super::records::Event;
use crate::deliver::Notice;
use crate::faults::Trouble;
use crate::ids::letters;
use crate::state::{App, Provider, Store};

/// The API request that caused an event; none when the payer or the bank did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cause {
    pub request_id: Option<String>,
    pub key: Option<String>,
}

/// Records that `kind` happened to `object` and tells the shop. `subject` groups notifications:
/// those of one session leave in order.
pub(crate) fn emit(
    app: &App,
    store: &mut Store,
    cause: &Cause,
    kind: &str,
    subject: &str,
    object: Value,
    previous: Option<Value>,
) {
    let created = app.now().timestamp();
    store.notify(Provider::Stripe, |store, trouble| {
        let mut data = json!({ "object": object });
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        let body = json!({
            "id": letters("evt_1", 23),
            "object": "event",
            "api_version": app.config.stripe.api_version,
            "created": created,
            "data": data,
            "livemode": false,
            "pending_webhooks": 1,
            "request": { "id": cause.request_id, "idempotency_key": cause.key },
            "type": kind,
        });
        let event = Event {
            id: body["id"].as_str().unwrap_or_default().to_owned(),
            made: store.stripe.next(),
            kind: kind.to_owned(),
            body,
        };
        let mut sent = event.body.clone();
        if trouble == Some(Trouble::WrongAmount) {
            falsify(&mut sent["data"]["object"]);
        }
        store.stripe.events.insert(event.id.clone(), event);
        Notice { kind: kind.to_owned(), subject: subject.to_owned(), urls: vec![url(app)], body: sent.to_string(), created }
    });
}

fn url(app: &App) -> String {
    let configured = app.config.stripe.notification_url.clone();
    configured.unwrap_or_else(|| format!("{}/api/v1/payments/stripe/notifications", app.shop_url()))
}

// One rupiah less than agreed.
fn falsify(object: &mut Value) {
    for name in ["amount_total", "amount_subtotal", "amount", "amount_received"] {
        if let Some(amount) = object.get(name).and_then(Value::as_i64) {
            object[name] = (amount - 100).into();
        }
    }
}
