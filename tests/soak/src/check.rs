//! Whether anything was lost or doubled: what was acknowledged beside what is stored.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use anyhow::Result;
use sea_orm::FromQueryResult;
use serde_json::Value;
use shared::ids::ChatRoomId;
use uuid::Uuid;

use crate::database::Database;
use crate::memory::{Growth, Life};
use crate::server::Settings;
use crate::sink::Sink;
use crate::tally::{Bought, Fate, Tally};

/// Everything that was begun comes to its end by then: jobs of a killed process, webhooks that were refused.
const LONGEST_SETTLING: Duration = Duration::from_secs(10 * 60);
/// Nothing new comes up for so long.
const CALM: Duration = Duration::from_secs(5);
/// Examples that are told of a check that failed.
const TOLD: usize = 5;
/// What a process may hold (see the speed section of the README).
const MOST_MEMORY: u64 = 100_000_000;

/// The last message of each room, as each who chats heard it.
pub type Heard = Vec<BTreeMap<ChatRoomId, i64>>;

/// What was found before anything is compared.
pub struct Stood<'a> {
    /// How long it took until nothing was left to do; `None` when something still is.
    pub settled: Option<Duration>,
    pub heard: Heard,
    pub lives: &'a [Life],
}

/// One thing that was looked at.
pub struct Check {
    pub what: &'static str,
    pub is_good: bool,
    pub says: String,
}

impl Check {
    fn new(what: &'static str, faults: &[String], says: String) -> Self {
        let told = faults.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; ");
        let says = match faults.len() {
            0 => says,
            1..=TOLD => told,
            many => format!("{many} faults, among them {told}"),
        };
        Self { what, is_good: faults.is_empty(), says }
    }
}

/// An order as it is stored.
#[derive(FromQueryResult)]
struct Order {
    id: Uuid,
    number: String,
    status: String,
    payment_status: String,
}

async fn orders(database: &Database) -> Result<Vec<Order>> {
    database.rows("SELECT id, number, status, payment_status FROM orders").await
}

/// Waits until what was begun has come to its end, and tells how long that took.
pub async fn settle(database: &Database, sink: &Sink, tally: &Tally) -> Result<Option<Duration>> {
    let begun = Instant::now();
    let mut calm_since: Option<(Instant, usize)> = None;
    while begun.elapsed() < LONGEST_SETTLING {
        let told = sink.heard().events.len();
        if left(database, tally).await? > 0 {
            calm_since = None;
        } else {
            match calm_since {
                Some((since, before)) if before == told && since.elapsed() >= CALM => return Ok(Some(begun.elapsed() - CALM)),
                Some((_, before)) if before == told => {}
                _ => calm_since = Some((Instant::now(), told)),
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(None)
}

/// What is still to be done: news and jobs, webhooks and emails to be sent, payments to be heard of.
async fn left(database: &Database, tally: &Tally) -> Result<i64> {
    let mut left = database
        .number(
            "SELECT (SELECT count(*) FROM outbox)
                  + (SELECT count(*) FROM webhook_deliveries WHERE status = 'waiting')
                  + (SELECT count(*) FROM webhook_events e WHERE NOT EXISTS
                        (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id))
                  + (SELECT count(*) FROM email_messages WHERE state = 'queued') AS n",
        )
        .await?;
    let stored: HashMap<Uuid, Order> = orders(database).await?.into_iter().map(|order| (order.id, order)).collect();
    let unheard =
        |order: &&Bought| order.fate == Fate::Paid && stored.get(&order.id).is_some_and(|stored| stored.status == "pending");
    left += i64::try_from(tally.seen().orders.iter().filter(unheard).count())?;
    Ok(left)
}

/// Looks at everything.
pub async fn all(database: &Database, settings: &Settings, sink: &Sink, tally: &Tally, stood: &Stood<'_>) -> Result<Vec<Check>> {
    let mut checks = vec![settled(stood), odd_answers(tally)];
    checks.push(orders_once(database, tally).await?);
    checks.push(effects_once(database, tally).await?);
    checks.extend(doctor(settings).await?);
    checks.push(messages_once(database, tally).await?);
    checks.push(messages_told(database, stood).await?);
    checks.push(webhooks(database, sink, tally).await?);
    checks.push(memory(stood));
    Ok(checks)
}

fn settled(stood: &Stood<'_>) -> Check {
    let says = format!("nothing was left to do {} s after closing time", stood.settled.unwrap_or_default().as_secs());
    let faults = if stood.settled.is_none() {
        vec![format!("something was still to be done {} minutes later", LONGEST_SETTLING.as_secs() / 60)]
    } else {
        Vec::new()
    };
    Check::new("comes to rest", &faults, says)
}

fn odd_answers(tally: &Tally) -> Check {
    let seen = tally.seen();
    let mut faults = seen.faults.clone();
    faults.extend((seen.more_faults > 0).then(|| format!("and {} more", seen.more_faults)));
    let says = format!("{} requests, {} of their tries put off, all answered as they should be", seen.requests(), seen.retries());
    Check::new("answers", &faults, says)
}

/// Every order that was acknowledged is there once, as its buyer knows it, and no other.
async fn orders_once(database: &Database, tally: &Tally) -> Result<Check> {
    let stored = orders(database).await?;
    let seen = tally.seen();
    let mut faults = Vec::new();
    let known: HashSet<Uuid> = seen.orders.iter().map(|order| order.id).collect();
    if known.len() != seen.orders.len() {
        faults.push(format!("{} answers told of an order that another one had told of", seen.orders.len() - known.len()));
    }
    faults.extend(
        stored.iter().filter(|order| !known.contains(&order.id)).map(|order| format!("nobody knows of {}", order.number)),
    );
    let stored: HashMap<Uuid, &Order> = stored.iter().map(|order| (order.id, order)).collect();
    for order in &seen.orders {
        match stored.get(&order.id) {
            None => faults.push(format!("{} is lost", order.number)),
            Some(found) if !fits(order, found) => {
                let (status, money) = (&found.status, &found.payment_status);
                faults.push(format!(
                    "{} is {status} and {money}, but was {:?}, shipped: {}",
                    order.number, order.fate, order.shipped
                ));
            }
            Some(_) => {}
        }
    }
    let count = |fate| seen.orders.iter().filter(|order| order.fate == fate).count();
    let says = format!(
        "{} placed: {} paid ({} of them shipped), {} called off, {} unpaid; {} baskets came too late",
        seen.orders.len(),
        count(Fate::Paid),
        seen.orders.iter().filter(|order| order.shipped).count(),
        count(Fate::Cancelled),
        count(Fate::Unpaid),
        seen.sold_out
    );
    Ok(Check::new("orders", &faults, says))
}

fn fits(known: &Bought, stored: &Order) -> bool {
    match known.fate {
        Fate::Unpaid => stored.status == "pending" && matches!(stored.payment_status.as_str(), "unpaid" | "pending"),
        Fate::Cancelled => stored.status == "cancelled" && stored.payment_status == "unpaid",
        Fate::Paid if known.shipped => {
            matches!(stored.status.as_str(), "shipped" | "delivered") && stored.payment_status == "paid"
        }
        // Packed, but the answer never came.
        Fate::Paid => matches!(stored.status.as_str(), "paid" | "processing" | "shipped") && stored.payment_status == "paid",
    }
}

/// What follows from an order happened once: payment, parcel, entries in the timeline, emails.
async fn effects_once(database: &Database, tally: &Tally) -> Result<Check> {
    let mut faults = Vec::new();
    for (what, sql) in [
        (
            "timelines tell something twice",
            "(SELECT FROM order_events WHERE kind IN ('placed', 'paid', 'processing', 'shipped', 'cancelled')
              GROUP BY order_id, kind HAVING count(*) > 1) t",
        ),
        (
            "orders have not one payment that came in",
            "orders o WHERE (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND p.status = 'paid')
                            <> CASE WHEN payment_status = 'paid' THEN 1 ELSE 0 END",
        ),
        (
            "orders hold other pieces than they should",
            "orders o WHERE (SELECT COALESCE(sum(quantity), 0) FROM stock_reservations r WHERE r.order_id = o.id)
                            <> CASE WHEN status IN ('pending', 'paid', 'processing') THEN item_count ELSE 0 END",
        ),
        (
            "orders took other pieces off the shelf than they should",
            "orders o WHERE (SELECT COALESCE(-sum(quantity), 0) FROM stock_movements m WHERE m.reference_id = o.id AND m.kind = 'sale')
                            <> CASE WHEN status IN ('shipped', 'delivered') THEN item_count ELSE 0 END",
        ),
        (
            "orders have not one email about what happened",
            "orders o WHERE EXISTS (SELECT FROM (VALUES ('order_placed', true), ('order_paid', payment_status = 'paid')) e (template, told)
                 WHERE (SELECT count(*) FROM email_messages m WHERE m.order_id = o.id AND m.template = e.template)
                       <> CASE WHEN e.told THEN 1 ELSE 0 END)",
        ),
    ] {
        let count = database.number(&format!("SELECT count(*) AS n FROM {sql}")).await?;
        faults.extend((count > 0).then(|| format!("{count} {what}")));
    }
    let says = format!(
        "one payment, one parcel, one email each, and every piece is accounted for ({} orders)",
        tally.seen().orders.len()
    );
    Ok(Check::new("their effects", &faults, says))
}

/// What `hurtrock doctor` says, the laws of stock and money among it.
async fn doctor(settings: &Settings) -> Result<Vec<Check>> {
    let report = settings.doctor().await?;
    let text = |finding: &Value, field: &str| finding.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let findings = report.get("findings").and_then(Value::as_array).cloned().unwrap_or_default();
    let faulty = findings.iter().filter(|finding| text(finding, "health") == "fault");
    let mut faults: Vec<String> = faulty.map(|finding| format!("{}: {}", text(finding, "name"), finding)).collect();
    if faults.is_empty() && report.get("healthy").and_then(Value::as_bool) != Some(true) {
        faults.push("not healthy".to_owned());
    }
    let said = |name: &str| {
        let finding = findings.iter().find(|finding| text(finding, "name") == name);
        finding.map(|finding| text(finding, "says")).unwrap_or_default()
    };
    let says = format!("healthy: {}; jobs: {}", said("ledger"), said("jobs"));
    Ok(vec![Check::new("hurtrock doctor", &faults, says)])
}

/// A message as it is stored.
#[derive(FromQueryResult)]
struct Message {
    id: Uuid,
    client_id: Uuid,
    sequence: i64,
}

/// Every message that was acknowledged is stored once, under its number, in the order it was said.
async fn messages_once(database: &Database, tally: &Tally) -> Result<Check> {
    let stored: Vec<Message> =
        database.rows("SELECT id, client_id, sequence FROM chat_messages WHERE sender_kind <> 'system'").await?;
    let gaps = "SELECT count(*) AS n FROM (SELECT FROM chat_messages GROUP BY room_id
                HAVING count(*) <> max(sequence) OR min(sequence) <> 1) t";
    let gaps = database.number(gaps).await?;
    let seen = tally.seen();
    let mut faults = Vec::new();
    faults.extend((gaps > 0).then(|| format!("{gaps} rooms have gaps")));
    let said: usize = seen.said.iter().map(Vec::len).sum();
    if stored.len() != said {
        faults.push(format!("{said} messages were acknowledged, {} are stored", stored.len()));
    }
    let stored: HashMap<Uuid, &Message> = stored.iter().map(|message| (message.client_id, message)).collect();
    for own in &seen.said {
        let mut last: HashMap<ChatRoomId, i64> = HashMap::new();
        for message in own {
            if stored.get(&message.client_id).is_none_or(|found| (found.id, found.sequence) != (message.id, message.sequence)) {
                faults.push(format!("message {} is not stored as it was acknowledged", message.id));
            }
            if last.insert(message.room, message.sequence).is_some_and(|before| before >= message.sequence) {
                faults.push(format!("message {} stands before an earlier one", message.id));
            }
        }
    }
    Ok(Check::new("chat, stored", &faults, format!("{said} messages, each once and in order; {} sockets", seen.sockets)))
}

#[derive(FromQueryResult)]
struct Room {
    id: Uuid,
    last_sequence: i64,
}

/// Everybody heard every message of their rooms; that it was once and in order was seen when it was heard.
async fn messages_told(database: &Database, stood: &Stood<'_>) -> Result<Check> {
    let rooms: Vec<Room> = database.rows("SELECT id, last_sequence FROM chat_rooms").await?;
    let rooms: HashMap<Uuid, i64> = rooms.into_iter().map(|room| (room.id, room.last_sequence)).collect();
    let mut faults = Vec::new();
    let (mut views, mut messages) = (0_usize, 0_i64);
    for (room, heard) in stood.heard.iter().flatten() {
        let last = rooms.get(&room.0).copied().unwrap_or_default();
        if *heard != last {
            faults.push(format!("somebody heard {heard} of the {last} messages of room {}", room.0));
        }
        views += 1;
        messages += *heard;
    }
    Ok(Check::new(
        "chat, told",
        &faults,
        format!("{messages} messages in {views} views of {} rooms, each once and in order", rooms.len()),
    ))
}

/// An event of a webhook.
#[derive(FromQueryResult)]
struct Event {
    id: Uuid,
    event: String,
    subject_id: Uuid,
}

/// Every event was told at least once, and there is one for everything that was acknowledged.
async fn webhooks(database: &Database, sink: &Sink, tally: &Tally) -> Result<Check> {
    let events: Vec<Event> = database.rows("SELECT id, event, subject_id FROM webhook_events").await?;
    let (heard, seen) = (sink.heard(), tally.seen());
    let mut faults = Vec::new();
    faults.extend(
        events
            .iter()
            .filter(|event| !heard.events.contains_key(&event.id))
            .map(|event| format!("{} {} was never told", event.event, event.id)),
    );
    let known: HashSet<Uuid> = events.iter().map(|event| event.id).collect();
    let made_up = heard.events.keys().filter(|id| !known.contains(id)).count();
    faults.extend((made_up > 0).then(|| format!("{made_up} events were told that never were")));
    faults.extend((heard.odd > 0).then(|| format!("{} were not signed, or said something else than before", heard.odd)));

    let mut of: HashMap<(&str, Uuid), usize> = HashMap::new();
    for event in &events {
        *of.entry((event.event.as_str(), event.subject_id)).or_default() += 1;
    }
    let mut expect = |event: &'static str, subject: Uuid| match of.get(&(event, subject)) {
        Some(1) => {}
        times => faults.push(format!("{event} of {subject} came about {} times", times.copied().unwrap_or_default())),
    };
    for order in &seen.orders {
        expect("order.placed", order.id);
        match order.fate {
            Fate::Paid => expect("order.paid", order.id),
            Fate::Cancelled => expect("order.cancelled", order.id),
            Fate::Unpaid => {}
        }
        if order.shipped {
            expect("order.shipped", order.id);
        }
    }
    seen.said.iter().flatten().for_each(|message| expect("chat.message_created", message.id));
    let again: u64 = heard.events.values().map(|told| told.times.saturating_sub(1)).sum();
    let says = format!("{} events, each told; {again} tellings again, {} refused here", events.len(), heard.refused);
    Ok(Check::new("webhooks", &faults, says))
}

fn memory(stood: &Stood<'_>) -> Check {
    let mut faults = Vec::new();
    for life in stood.lives {
        if life.growth() == Growth::Grows {
            faults.push(format!("{} went on growing", life.name));
        }
        if life.peak() > MOST_MEMORY {
            faults.push(format!("{} held {} MB", life.name, life.peak() / 1_000_000));
        }
    }
    let told = stood.lives.iter().filter(|life| life.growth() == Growth::Flat).count();
    let says =
        if told == 0 { "too short to tell".to_owned() } else { format!("flat in {told} lives that were long enough to tell") };
    Check::new("memory", &faults, says)
}
