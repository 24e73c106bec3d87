//! Biteship's tracking API, below `/biteship`. Source: <https://biteship.com/id/docs/api/trackings>.
//!
//! Parcels are known by courier and number once somebody made a step of them (`/control/biteship`), or,
//! where [`crate::BiteshipConfig::lively`] is set, from the first question on: they then travel by
//! themselves within some minutes.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use poem::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::gate::{Ask, Opened, Reply};
use crate::state::{App, Store};

/// Couriers that can be followed.
const COURIERS: &[&str] =
    &["jne", "jnt", "sicepat", "pos", "tiki", "anteraja", "ninja", "lion", "idexpress", "sap", "rpx", "paxel"];

/// What a parcel can be.
const STATUSES: &[&str] = &[
    "confirmed",
    "scheduled",
    "allocated",
    "picking_up",
    "picked",
    "dropping_off",
    "delivered",
    "on_hold",
    "return_in_transit",
    "returned",
    "rejected",
    "disposed",
    "courier_not_found",
    "cancelled",
];

/// The way of a parcel that travels by itself: after so many minutes.
const JOURNEY: &[(i64, &str, &str)] = &[
    (0, "confirmed", "Order has been confirmed."),
    (1, "picked", "Package has been picked up by the courier at Bandung."),
    (3, "dropping_off", "Courier is on the way to the recipient."),
    (5, "delivered", "Package has been delivered to the recipient."),
];

/// What is remembered.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Records {
    parcels: BTreeMap<String, Parcel>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Parcel {
    history: Vec<Entry>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    status: String,
    note: String,
    at: DateTime<Utc>,
}

fn key(courier: &str, number: &str) -> String {
    format!("{courier}/{number}")
}

/// Checks the key.
pub(crate) fn open(app: &App, ask: &Ask) -> Result<Opened, Reply> {
    let given = ask.header("Authorization").unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or(given);
    if given == app.config.biteship.api_key {
        return Ok(Opened::default());
    }
    Err(refuse(401, 40_000_001, "Authorization failed. Please check your authorization key."))
}

/// Runs the call.
pub(crate) fn answer(app: &App, ask: &Ask) -> Reply {
    app.change(|store| route(app, store, ask))
}

/// The answer of a Biteship in trouble.
pub(crate) fn outage(status: u16) -> Reply {
    refuse(status, 50_000_000, "Something went wrong. Please try again.")
}

fn refuse(status: u16, code: u32, error: &str) -> Reply {
    Reply { status, headers: Vec::new(), body: json!({ "success": false, "error": error, "code": code }) }
}

fn route(app: &App, store: &mut Store, ask: &Ask) -> Reply {
    let segments = ask.segments();
    match (&ask.method, segments.as_slice()) {
        (&Method::GET, ["v1", "trackings", number, "couriers", courier]) => track(app, store, courier, number),
        _ => refuse(404, 40_400_000, "Resource not found."),
    }
}

fn track(app: &App, store: &mut Store, courier: &str, number: &str) -> Reply {
    if !COURIERS.contains(&courier) {
        return refuse(400, 40_003_001, "Courier code is not valid.");
    }
    let now = app.now();
    let parcels = &mut store.biteship.parcels;
    if app.config.biteship.lively {
        parcels.entry(key(courier, number)).or_insert_with(|| journey(now));
    }
    let known = parcels.get(&key(courier, number)).map(|parcel| until(parcel, now)).filter(|past| !past.is_empty());
    let Some(history) = known else {
        return refuse(404, 40_003_003, "Tracking data is not found. Please check your waybill id and courier code.");
    };
    let status = history.last().map(|entry| entry.status.clone());
    let told = |entry: &Entry| {
        let jakarta = entry.at + TimeDelta::hours(7);
        json!({ "note": entry.note, "service_type": "-", "updated_at": jakarta.format("%Y-%m-%dT%H:%M:%S+07:00").to_string(), "status": entry.status })
    };
    let body = json!({
        "success": true,
        "messsage": "Successfully get tracking info",
        "object": "tracking",
        "id": format!("trk_{number}"),
        "waybill_id": number,
        "courier": { "company": courier, "name": null, "phone": null, "driver_name": null, "driver_phone": null },
        "destination": { "contact_name": null, "address": null },
        "history": history.iter().map(told).collect::<Vec<_>>(),
        "link": "-",
        "order_id": null,
        "status": status,
    });
    Reply { status: 200, headers: Vec::new(), body }
}

/// What happened up to now.
fn until(parcel: &Parcel, now: DateTime<Utc>) -> Vec<Entry> {
    parcel.history.iter().filter(|entry| entry.at <= now).cloned().collect()
}

fn journey(now: DateTime<Utc>) -> Parcel {
    let entry = |(minutes, status, note): &(i64, &str, &str)| Entry {
        status: (*status).to_owned(),
        note: (*note).to_owned(),
        at: now + TimeDelta::minutes(*minutes),
    };
    Parcel { history: JOURNEY.iter().map(entry).collect() }
}

/// A step of a parcel's way; the first makes it known.
pub(crate) fn step(
    app: &App,
    courier: &str,
    number: &str,
    status: &str,
    note: &str,
    at: Option<DateTime<Utc>>,
) -> Result<(), String> {
    if !COURIERS.contains(&courier) {
        return Err(format!("{courier} is no courier"));
    }
    if !STATUSES.contains(&status) {
        return Err(format!("{status} is no status"));
    }
    let entry = Entry { status: status.to_owned(), note: note.to_owned(), at: at.unwrap_or_else(|| app.now()) };
    app.change(|store| store.biteship.parcels.entry(key(courier, number)).or_default().history.push(entry));
    Ok(())
}

/// The parcels, for the controls.
pub(crate) fn state(store: &Store) -> Value {
    json!(store.biteship.parcels)
}
