//! Writes a new order. Checkout decides what is in it and holds the locks.

use chrono::{DateTime, Datelike, Utc};
use rand::Rng;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::Locale;
use shared::ids::{CartId, OrderEventId, OrderId, OrderItemId, UserId};
use shared::money::Rupiah;
use shared::notifications::NotificationKind;
use shared::orders::{Order, OrderEvent, OrderEventKind, OrderItem, OrderStatus, ShippingAddress, ShippingChoice};
use shared::payments::PaymentStatus;
use shared::totals::Totals;

use super::expire::{ExpireOrder, hold_until};
use super::rules;
use super::tell::TellBuyer;
use crate::cart::Line;
use crate::clock::shop_day;
use crate::db::{all, execute};
use crate::jobs::Batch;
use crate::notifications;

/// An order to be.
pub struct NewOrder<'a> {
    /// Id.
    pub id: OrderId,
    /// The buyer.
    pub user_id: UserId,
    /// The cart it comes from; one order each.
    pub cart_id: CartId,
    /// The buyer's name.
    pub buyer_name: &'a str,
    /// The buyer's email.
    pub buyer_email: &'a str,
    /// The buyer's language.
    pub locale: Locale,
    /// The lines.
    pub lines: Vec<Line>,
    /// What it costs.
    pub totals: Totals,
    /// Where it goes.
    pub address: &'a ShippingAddress,
    /// How it is shipped.
    pub shipping: &'a ShippingChoice,
    /// The buyer's note.
    pub note: &'a str,
    /// Until when it can be paid.
    pub pay_until: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// `HRT-YYMMDD-XXXXXX`: the day in the shop and six random characters without look-alikes.
fn number(now: DateTime<Utc>) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let day = shop_day(now);
    let mut random = rand::rng();
    let suffix: String = (0..6).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
    format!("HRT-{:02}{:02}{:02}-{suffix}", day.year() % 100, day.month(), day.day())
}

/// Numbers of a buyer's orders that wait to be paid and hold goods, latest first.
///
/// # Errors
/// What the database says.
pub async fn unpaid(tx: &impl ConnectionTrait, buyer: UserId, now: DateTime<Utc>) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let sql = "SELECT number FROM orders WHERE user_id = $1 AND status = 'pending' AND pay_until > $2 ORDER BY created_at DESC, id DESC";
    let rows: Vec<Row> = all(tx, sql, [buyer.0.into(), now.into()]).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// Inserts the order, its lines and its holds, and plans its expiry. Gives the order as its buyer
/// sees it, without reading it back. Once it is committed, `jobs::pass_on` must be called.
///
/// # Errors
/// Breaks `orders_cart_key` when the cart was ordered before, `orders_number_key` once in a
/// billion orders a day (the caller's transaction is then simply run again), and
/// `stocks_reserved_check` when the stock was not checked under its lock.
pub async fn insert(tx: &impl ConnectionTrait, new: NewOrder<'_>) -> Result<Order, DbErr> {
    let number = number(new.now);
    let json = |value: Result<serde_json::Value, serde_json::Error>| value.map_err(|error| DbErr::Json(error.to_string()));
    let ids: Vec<OrderItemId> = new.lines.iter().map(|_| OrderItemId::generate()).collect();
    let rows: Vec<serde_json::Value> = new
        .lines
        .iter()
        .zip(&ids)
        .enumerate()
        .map(|(position, (line, id))| {
            serde_json::json!({
                "id": id, "variant_id": line.variant_id, "product_id": line.product_id,
                "product_slug": line.product_slug, "name": line.name, "sku": line.sku, "options": line.options, "price": line.price,
                "cost": line.cost, "quantity": line.quantity, "weight_g": line.parcel.weight_g, "image": line.image, "position": position,
            })
        })
        .collect();
    let event = OrderEventId::generate();
    // One statement: foreign keys are checked and triggers fired at its end. What they have to tell
    // goes to the outbox, as do the jobs.
    let sql = "WITH placed AS (
                   INSERT INTO orders (id, number, user_id, cart_id, buyer_name, buyer_email, buyer_phone, locale, status, payment_status,
                       items_total, shipping_total, discount_total, tax_included, grand_total, item_count, address, shipping, courier,
                       destination, note, pay_until, created_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', 'unpaid', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)),
               items AS (
                   INSERT INTO order_items (id, order_id, variant_id, product_id, product_slug, name, sku, options, price, cost, quantity,
                                            weight_g, line_total, image, position)
                   SELECT i.id, $1, i.variant_id, i.product_id, i.product_slug, i.name, i.sku, i.options, i.price, i.cost, i.quantity,
                          i.weight_g, i.price * i.quantity, i.image, i.position
                   FROM jsonb_to_recordset($22) AS i (id uuid, variant_id uuid, product_id uuid, product_slug text, name text, sku text,
                        options jsonb, price bigint, cost bigint, quantity int, weight_g int, image jsonb, position int)
                   RETURNING variant_id, quantity),
               held AS (
                   INSERT INTO stock_reservations (order_id, variant_id, quantity, expires_at, created_at)
                   SELECT $1, variant_id, quantity, $23, $21 FROM items ORDER BY variant_id)
               INSERT INTO order_events (id, order_id, kind, created_at)
               SELECT $24::uuid, $1, $25, $21 FROM set_config('hurtrock.quiet', 'on', true)";
    let values = [
        new.id.0.into(),
        number.as_str().into(),
        new.user_id.0.into(),
        new.cart_id.0.into(),
        new.buyer_name.into(),
        new.buyer_email.into(),
        new.address.phone.as_str().into(),
        new.locale.into(),
        new.totals.items.into(),
        new.totals.shipping.into(),
        new.totals.discount.into(),
        new.totals.tax_included.into(),
        new.totals.grand.into(),
        new.lines.iter().map(|line| line.quantity).sum::<i32>().into(),
        json(serde_json::to_value(new.address))?.into(),
        json(serde_json::to_value(new.shipping))?.into(),
        new.shipping.courier.as_str().into(),
        new.address.region.regency.name.as_str().into(),
        new.note.trim().into(),
        new.pay_until.into(),
        new.now.into(),
        serde_json::Value::Array(rows).into(),
        hold_until(new.pay_until).into(),
        event.0.into(),
        OrderEventKind::Placed.into(),
    ];
    execute(tx, sql, values).await?;

    notifications::add(tx, new.user_id, NotificationKind::Placed, new.id, &number, new.now).await?;
    let told = TellBuyer { order_id: new.id, event_id: event, kind: OrderEventKind::Placed };
    Batch::default().now(&told)?.at(&ExpireOrder { order_id: new.id }, new.pay_until)?.write_down(tx).await?;
    Ok(as_placed(new, number, ids, event))
}

/// The order as it is the moment it was placed.
fn as_placed(new: NewOrder<'_>, number: String, ids: Vec<OrderItemId>, event: OrderEventId) -> Order {
    let item = |(line, id): (Line, OrderItemId)| OrderItem {
        id,
        variant_id: line.variant_id,
        product_id: line.product_id,
        product_slug: line.product_slug,
        name: line.name,
        sku: line.sku,
        options: line.options,
        price: line.price,
        quantity: line.quantity,
        line_total: line.price.checked_mul(i64::from(line.quantity)).unwrap_or_default(),
        image: line.image.and_then(crate::files::image_from_json),
    };
    let placed = OrderEvent { id: event, kind: OrderEventKind::Placed, note: None, actor: None, created_at: new.now };
    Order {
        id: new.id,
        number,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Unpaid,
        items: new.lines.into_iter().zip(ids).map(item).collect(),
        totals: new.totals,
        refunded: Rupiah::ZERO,
        address: new.address.clone(),
        shipping: new.shipping.clone(),
        note: new.note.trim().to_owned(),
        events: vec![placed],
        shipments: Vec::new(),
        payments: Vec::new(),
        refunds: Vec::new(),
        actions: rules::actions(OrderStatus::Pending, PaymentStatus::Unpaid, true),
        pay_until: Some(new.pay_until),
        created_at: new.now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_the_day_in_the_shop() {
        // 18.00 UTC is 01.00 the next day in Bandung.
        let evening = DateTime::parse_from_rfc3339("2026-11-21T18:00:00Z").map(|time| time.to_utc()).unwrap_or_default();
        let number = number(evening);
        assert!(number.starts_with("HRT-261122-") && number.len() == 17, "{number}");
    }
}
