//! Midtrans' APIs: Snap below `/midtrans/snap/v1`, Core below `/midtrans/v2`.

pub(crate) mod charge;
mod core;
pub(crate) mod methods;
pub(crate) mod notify;
pub(crate) mod records;
pub(crate) mod snap;

use base64::Engine;
use poem::http::Method;
use serde_json::json;

use crate::gate::{Ask, Opened, Reply};
use crate::state::{App, Store};

/// Checks the server key.
pub(crate) fn open(app: &App, ask: &Ask) -> Result<Opened, Reply> {
    let given = ask.header("Authorization").and_then(|value| {
        let (scheme, rest) = value.split_once(' ')?;
        let decoded = base64::engine::general_purpose::STANDARD.decode(rest.trim()).ok()?;
        String::from_utf8(decoded).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))
    });
    // User name and an empty password.
    if given.is_some_and(|given| given.strip_suffix(':') == Some(app.config.midtrans.server_key.as_str())) {
        return Ok(Opened::default());
    }
    let message = "Access denied due to unauthorized transaction, please check client or server key";
    let body = if is_snap(ask) {
        json!({ "error_messages": [message, "Visit https://snap-docs.midtrans.com/#request-headers for more details"] })
    } else {
        json!({ "status_code": "401", "status_message": message, "id": uuid::Uuid::new_v4() })
    };
    Err(Reply { status: 401, headers: Vec::new(), body })
}

/// Runs the call.
pub(crate) fn answer(app: &App, ask: &Ask) -> Reply {
    if ask.method == Method::GET { app.quiet(|store| route(app, store, ask)) } else { app.change(|store| route(app, store, ask)) }
}

/// The answer of a Midtrans in trouble.
pub(crate) fn outage(status: u16, ask: &Ask) -> Reply {
    let message = "Sorry. Our system is recovering from unexpected issues. Please retry.";
    let body = if is_snap(ask) {
        json!({ "error_messages": [message] })
    } else {
        json!({ "status_code": status.to_string(), "status_message": message, "id": uuid::Uuid::new_v4() })
    };
    Reply { status, headers: Vec::new(), body }
}

fn route(app: &App, store: &mut Store, ask: &Ask) -> Reply {
    match (ask.method.as_str(), ask.segments().as_slice()) {
        ("POST", ["snap", "v1", "transactions"]) => {
            if ask.header("Content-Type").is_none_or(|kind| !kind.starts_with("application/json")) {
                return snap::refuse(415, vec!["Content-Type must be application/json".to_owned()]);
            }
            snap::create(app, store, ask)
        }
        ("GET", ["v2", id, "status"]) => core::status(app, store, id),
        ("POST", ["v2", id, action @ ("cancel" | "expire" | "approve" | "deny")]) => core::act(app, store, id, action),
        ("POST", ["v2", id, "refund"]) => core::refund(app, store, id, &ask.body, false),
        ("POST", ["v2", id, "refund", "online", "direct"]) => core::refund(app, store, id, &ask.body, true),
        _ if is_snap(ask) => snap::refuse(404, vec!["Not found".to_owned()]),
        _ => Reply { status: 404, ..core::refuse(app, "404", "The requested resource is not found") },
    }
}

fn is_snap(ask: &Ask) -> bool {
    ask.path.starts_with("/snap")
}
