//! One order of the past as rows.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use demo::{PastOrder, PastStatus};
use serde_json::json;
use shared::ids::OrderId;
use shared::money::Rupiah;
use shared::orders::{OrderEventKind, OrderStatus, ShippingChoice};
use shared::payments::PaymentStatus;
use shared::totals::{Totals, totals};
use uuid::Uuid;

use super::goods::Good;
use super::history::{Books, Rows};
use super::people::{ACCOUNTS, Buyer};
use super::{attempts, ids, stock};

/// Until when an order could be paid.
pub fn pay_until(past: &PastOrder) -> DateTime<Utc> {
    past.placed_at + TimeDelta::hours(24)
}

/// An order that is being written down.
pub struct Writing<'a> {
    pub past: &'a PastOrder,
    pub id: Uuid,
    pub buyer: &'a Buyer,
    pub totals: Totals,
    pub packer: (Uuid, &'static str),
    pub now: DateTime<Utc>,
}

/// Adds the rows of an order.
pub fn add(rows: &mut Rows, books: &Books<'_>, past: &PastOrder) -> anyhow::Result<()> {
    let buyer = books.people.buyers.get(past.buyer.email).with_context(|| format!("{} has no account", past.buyer.email))?;
    let lines = past.lines.iter().map(|line| (Rupiah(line.unit_price), line.quantity));
    // Tariffs round up to whole hundreds.
    let shipping = Rupiah((past.shipping_price + 99) / 100 * 100);
    let totals = totals(lines, shipping, Rupiah::ZERO, books.tax).context("an order beyond measure")?;
    let id = ids::id(past.placed_at, "order", &past.number);
    let order = Writing { past, id, buyer, totals, packer: books.people.packer, now: books.now };
    let weight_g = add_items(rows, books, &order)?;
    add_head(rows, &order);
    add_events(rows, &order);
    attempts::add(rows, &order);
    if let (Some(shipped_at), Some(number)) = (past.shipped_at, &past.tracking_number) {
        rows.shipments.push(json!({
            "id": ids::id(shipped_at, "shipment", &past.number), "order_id": id, "courier": past.service.courier, "service": past.service.name,
            "tracking_number": number, "weight_g": weight_g, "status": if past.delivered_at.is_some() { "delivered" } else { "shipped" },
            "shipped_at": shipped_at, "delivered_at": past.delivered_at, "created_at": shipped_at,
        }));
    }
    Ok(())
}

/// Adds the lines, and what they did to the stock. Gives their weight in grams.
fn add_items(rows: &mut Rows, books: &Books<'_>, order: &Writing<'_>) -> anyhow::Result<i32> {
    let past = order.past;
    let mut weight_g = 0;
    for (position, line) in past.lines.iter().enumerate() {
        let good: &Good = books.goods.get(&line.sku).with_context(|| format!("there is no variant {}", line.sku))?;
        let id = ids::id(past.placed_at, "order item", &format!("{} {}", past.number, line.sku));
        rows.item_ids.insert((past.number.clone(), line.sku.clone()), id);
        rows.items.push(json!({
            "id": id, "order_id": order.id, "variant_id": good.id, "product_id": good.product_id, "product_slug": good.slug, "name": good.name,
            "sku": good.sku, "options": good.options, "price": line.unit_price, "cost": good.cost, "quantity": line.quantity,
            "weight_g": good.weight_g, "line_total": line.unit_price * i64::from(line.quantity), "image": good.image, "position": position,
        }));
        weight_g += good.weight_g.saturating_mul(line.quantity);
        if let Some(at) = past.shipped_at {
            rows.sales.push(stock::Sale {
                sku: line.sku.clone(),
                order_id: order.id,
                number: past.number.clone(),
                quantity: line.quantity,
                at,
            });
        } else if past.holds_reservation() {
            // Late money is waited for a little longer than the order can be paid.
            let expires_at = (past.status == PastStatus::Pending).then(|| pay_until(past) + TimeDelta::minutes(15));
            rows.holds.push(json!({
                "order_id": order.id, "variant_id": good.id, "quantity": line.quantity, "expires_at": expires_at, "created_at": past.placed_at,
            }));
        }
    }
    Ok(weight_g)
}

fn add_head(rows: &mut Rows, order: &Writing<'_>) {
    let Writing { past, id, buyer, totals, .. } = order;
    let (status, payment_status) = statuses(past);
    let refunded = if past.status == PastStatus::Refunded { totals.grand } else { Rupiah::ZERO };
    let closed_at = past.completed_at.or(past.ended_at);
    let moves = [past.paid_at, past.processing_at, past.shipped_at, past.delivered_at, past.completed_at, past.ended_at];
    let last = moves.into_iter().flatten().max().unwrap_or(past.placed_at);
    let shipping = ShippingChoice {
        courier: past.service.courier.to_owned(),
        code: past.service.code.to_owned(),
        name: past.service.name.to_owned(),
        chargeable_kg: past.shipping_kg,
        min_days: past.service.min_days,
        max_days: past.service.max_days,
    };
    rows.orders.push(json!({
        "id": id, "number": past.number, "user_id": buyer.id, "buyer_name": buyer.name, "buyer_email": buyer.email,
        "buyer_phone": buyer.address.phone, "locale": buyer.locale, "status": status, "payment_status": payment_status,
        "items_total": totals.items, "shipping_total": totals.shipping, "discount_total": totals.discount, "tax_included": totals.tax_included,
        "grand_total": totals.grand, "refunded_total": refunded, "item_count": past.lines.iter().map(|line| line.quantity).sum::<i32>(),
        "address": buyer.address, "shipping": shipping, "courier": past.service.courier, "destination": buyer.address.region.regency.name,
        "note": note(past), "pay_until": pay_until(past), "paid_at": past.paid_at, "shipped_at": past.shipped_at,
        "delivered_at": past.delivered_at, "completed_at": past.completed_at, "closed_at": closed_at,
        "revision": 1 + moves.iter().flatten().count(), "created_at": past.placed_at, "updated_at": last,
    }));
    if past.status == PastStatus::Pending {
        rows.waiting.push((OrderId(*id), pay_until(past)));
    }
}

fn statuses(past: &PastOrder) -> (OrderStatus, PaymentStatus) {
    match past.status {
        PastStatus::Pending => (OrderStatus::Pending, PaymentStatus::Unpaid),
        PastStatus::Paid => (OrderStatus::Paid, PaymentStatus::Paid),
        PastStatus::Processing => (OrderStatus::Processing, PaymentStatus::Paid),
        PastStatus::Shipped => (OrderStatus::Shipped, PaymentStatus::Paid),
        PastStatus::Delivered => (OrderStatus::Delivered, PaymentStatus::Paid),
        PastStatus::Completed => (OrderStatus::Completed, PaymentStatus::Paid),
        PastStatus::Cancelled => (OrderStatus::Cancelled, PaymentStatus::Unpaid),
        PastStatus::Expired => (OrderStatus::Expired, PaymentStatus::Unpaid),
        PastStatus::Refunded => (OrderStatus::Refunded, PaymentStatus::Refunded),
    }
}

/// Now and then a buyer writes something.
fn note(past: &PastOrder) -> &'static str {
    const NOTES: [&str; 5] = [
        "Tolong packing kayu ya kak, makasih!",
        "Kirim jam kantor, titip satpam kalau saya tidak ada.",
        "Buat kado, tolong harganya jangan ditempel.",
        "Setel action rendah kalau bisa. Terima kasih.",
        "Mohon dicek dulu sebelum dikirim.",
    ];
    let drawn = usize::try_from(ids::pick("note", &past.number, 30)).unwrap_or(usize::MAX);
    NOTES.get(drawn).copied().unwrap_or("")
}

/// Why orders are called off.
fn cancel_reason(past: &PastOrder) -> &'static str {
    const REASONS: [&str; 4] = ["Salah pilih warna", "Mau ganti kurir", "Berubah pikiran", "Mau digabung dengan pesanan lain"];
    let drawn = usize::try_from(ids::pick("cancel", &past.number, 4)).unwrap_or_default();
    REASONS.get(drawn).copied().unwrap_or("")
}

fn add_events(rows: &mut Rows, order: &Writing<'_>) {
    use OrderEventKind as Kind;
    let past = order.past;
    let staff = Some(order.packer);
    event(rows, order, Kind::Placed, Some(past.placed_at), None, None);
    event(rows, order, Kind::Paid, past.paid_at, None, None);
    event(rows, order, Kind::Processing, past.processing_at, None, staff);
    let handed = past.tracking_number.as_ref().map(|number| format!("{} {} · {number}", past.service.courier, past.service.code));
    event(rows, order, Kind::Shipped, past.shipped_at, handed, staff);
    event(rows, order, Kind::Delivered, past.delivered_at, None, None);
    event(rows, order, Kind::Completed, past.completed_at, None, None);
    match past.status {
        PastStatus::Cancelled => event(rows, order, Kind::Cancelled, past.ended_at, Some(cancel_reason(past).to_owned()), None),
        PastStatus::Expired => event(rows, order, Kind::Expired, past.ended_at, None, None),
        PastStatus::Refunded => event(rows, order, Kind::Refunded, past.ended_at, Some(order.totals.grand.to_string()), None),
        _ => {}
    }
}

/// Adds an entry to the timeline, if it happened, and tells the buyer of the demo account.
pub fn event(
    rows: &mut Rows,
    order: &Writing<'_>,
    kind: OrderEventKind,
    at: Option<DateTime<Utc>>,
    note: Option<String>,
    by: Option<(Uuid, &str)>,
) {
    let Some(at) = at else { return };
    let key = format!("{} {kind}", order.past.number);
    rows.events.push(json!({
        "id": ids::id(at, "event", &key), "order_id": order.id, "kind": kind, "note": note, "actor_id": by.map(|by| by.0),
        "actor": by.map(|by| by.1), "created_at": at,
    }));
    let told = kind != OrderEventKind::PaymentStarted && order.now - at < TimeDelta::days(60);
    if told && ACCOUNTS.iter().any(|account| account.email == order.buyer.email) {
        let read_at = (order.now - at > TimeDelta::days(3)).then(|| at + TimeDelta::hours(1));
        rows.notifications.push(json!({
            "id": ids::id(at, "notification", &key), "user_id": order.buyer.id, "kind": kind, "order_id": order.id,
            "data": { "order_number": order.past.number }, "read_at": read_at, "created_at": at,
        }));
    }
}
