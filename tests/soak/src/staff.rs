//! Those who work here: one reads lists all day, one packs and ships what was paid.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use shared::integrations::{NewWebhook, WebhookEvent};
use uuid::Uuid;

use crate::shop::Person;
use crate::world::World;

/// Between two lists.
const READS_EVERY: Duration = Duration::from_millis(800);
/// Between two looks at what is to be shipped.
const PACKS_EVERY: Duration = Duration::from_secs(2);

/// What is read, in turn.
const LISTS: [&str; 14] = [
    "/admin/orders?limit=50",
    "/admin/orders?status=pending&limit=20",
    "/admin/products?limit=50",
    "/admin/inventory?limit=50",
    "/admin/inventory/movements?limit=50",
    "/admin/payments?limit=50",
    "/admin/payment-events?limit=20",
    "/admin/users?limit=20",
    "/admin/chats?limit=20",
    "/admin/emails?limit=20",
    "/admin/audit-events?limit=50",
    "/admin/dashboard",
    "/admin/activity",
    "/admin/reviews?limit=20",
];

/// Has all events told to an address; gives the secret they are signed with.
pub async fn subscribe(person: &mut Person, url: &str) -> Result<String> {
    let ask = json!({ "url": url, "description": "soak", "events": WebhookEvent::ALL, "active": true });
    let made: NewWebhook = person.send("make a webhook", Method::POST, "/admin/webhooks", None, &ask).await?.ok()?;
    Ok(made.secret)
}

/// Reads one list after the other until the shop closes.
pub async fn read(world: Arc<World>, mut person: Person) {
    let mut turn = 0;
    while !world.is_closing() {
        let path = LISTS.get(turn % LISTS.len()).copied().unwrap_or_default();
        if let Err(fault) = person.get("read a list as staff", path).await {
            world.tally.fault(format!("staff, {path}: {fault:#}"));
        }
        turn += 1;
        world.pause(READS_EVERY).await;
    }
}

/// Packs and ships until the shop closes.
pub async fn pack(world: Arc<World>, mut person: Person) {
    let mut parcels = 0;
    while !world.is_closing() {
        if let Err(fault) = round(&world, &mut person, &mut parcels).await {
            world.tally.fault(format!("packing: {fault:#}"));
        }
        world.pause(PACKS_EVERY).await;
    }
}

async fn round(world: &World, person: &mut Person, parcels: &mut u64) -> Result<()> {
    let page = person.get("read a list as staff", "/admin/orders?status=paid&limit=10").await?;
    for row in page.get("items").and_then(Value::as_array).context("no items")? {
        let id = row.get("id").and_then(Value::as_str).context("an order without an id")?;
        let path = format!("/admin/orders/{id}");
        act(person, "accept an order", &format!("{path}/status"), &json!({ "status": "processing" })).await?;
        *parcels += 1;
        let parcel = json!({ "courier": "JNE", "service": "REG", "tracking_number": format!("JNE{:012}", *parcels) });
        act(person, "ship an order", &format!("{path}/shipments"), &parcel).await?;
        let id: Uuid = id.parse()?;
        world.tally.order(id, |order| order.shipped = true);
    }
    Ok(())
}

/// Does something that can be done once. A try without an answer may have done it already.
async fn act(person: &mut Person, what: &'static str, path: &str, body: &Value) -> Result<()> {
    let answer = person.send(what, Method::POST, path, None, body).await?;
    if answer.retried && answer.code() == "illegal_transition" {
        return Ok(());
    }
    answer.ok::<Value>().map(drop)
}
