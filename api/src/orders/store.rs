//! The rows of this room.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::Locale;
use shared::ids::{OrderId, ShipmentId, UserId};
use shared::money::Rupiah;
use shared::orders::{OrderStatus, ShipmentStatus, ShippingAddress, ShippingChoice};
use shared::payments::PaymentStatus;
use shared::shipping::courier_and_service;
use uuid::Uuid;

use crate::db::{all, one, stored};

/// A line as a payment provider is told.
#[derive(Clone, Debug)]
pub struct PayableItem {
    /// Stock-keeping unit.
    pub sku: String,
    /// Name.
    pub name: String,
    /// Price of one piece.
    pub price: Rupiah,
    /// How many pieces.
    pub quantity: i32,
}

/// An order under its row lock, with what a payment needs to know.
#[derive(Clone, Debug)]
pub struct PayableOrder {
    /// Id.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// The buyer.
    pub user_id: Option<UserId>,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// What is to be paid.
    pub grand_total: Rupiah,
    /// The lines.
    pub items: Vec<PayableItem>,
    /// Shipping.
    pub shipping_total: Rupiah,
    /// Courier and service.
    pub shipping_name: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// The buyer's email.
    pub buyer_email: String,
    /// The buyer's phone number.
    pub buyer_phone: Option<String>,
    /// The buyer's language.
    pub locale: Locale,
    /// Where it goes.
    pub address: ShippingAddress,
    /// Until when it can be paid.
    pub pay_until: DateTime<Utc>,
    /// The goods have left the store. They may be on the way, or long since paid back.
    pub has_shipped: bool,
}

#[derive(FromQueryResult)]
struct LockedRow {
    id: Uuid,
    number: String,
    user_id: Option<Uuid>,
    status: OrderStatus,
    payment_status: PaymentStatus,
    grand_total: i64,
    shipping_total: i64,
    shipping: serde_json::Value,
    buyer_name: String,
    buyer_email: String,
    buyer_phone: Option<String>,
    locale: Locale,
    address: serde_json::Value,
    pay_until: DateTime<Utc>,
    has_shipped: bool,
}

#[derive(FromQueryResult)]
struct ItemRow {
    sku: String,
    name: String,
    price: i64,
    quantity: i32,
}

/// Locks an order. Take this lock before any other of the order's rows.
///
/// # Errors
/// What the database says.
pub async fn lock(tx: &impl ConnectionTrait, id: OrderId) -> Result<Option<PayableOrder>, DbErr> {
    let sql =
        "SELECT id, number, user_id, status, payment_status, grand_total, shipping_total, shipping, buyer_name, buyer_email,
                      buyer_phone, locale, address, pay_until, shipped_at IS NOT NULL AS has_shipped FROM orders WHERE id = $1 FOR UPDATE";
    let Some(row) = one::<LockedRow>(tx, sql, [id.0.into()]).await? else { return Ok(None) };
    let sql = "SELECT sku, name, price, quantity FROM order_items WHERE order_id = $1 ORDER BY position";
    let items: Vec<ItemRow> = all(tx, sql, [id.0.into()]).await?;
    let shipping: ShippingChoice = stored(row.shipping)?;
    let item = |row: ItemRow| PayableItem { sku: row.sku, name: row.name, price: Rupiah(row.price), quantity: row.quantity };
    Ok(Some(PayableOrder {
        id: OrderId(row.id),
        number: row.number,
        user_id: row.user_id.map(UserId),
        status: row.status,
        payment_status: row.payment_status,
        grand_total: Rupiah(row.grand_total),
        items: items.into_iter().map(item).collect(),
        shipping_total: Rupiah(row.shipping_total),
        shipping_name: courier_and_service(&shipping.courier, &shipping.name),
        buyer_name: row.buyer_name,
        buyer_email: row.buyer_email,
        buyer_phone: row.buyer_phone,
        locale: row.locale,
        address: stored(row.address)?,
        pay_until: row.pay_until,
        has_shipped: row.has_shipped,
    }))
}

/// Where an order stands that is locked, changes of this transaction included.
pub(super) async fn status(tx: &impl ConnectionTrait, id: OrderId) -> Result<Option<OrderStatus>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        status: OrderStatus,
    }
    let row: Option<Row> = one(tx, "SELECT status FROM orders WHERE id = $1", [id.0.into()]).await?;
    Ok(row.map(|row| row.status))
}

/// A parcel under its row lock.
#[derive(FromQueryResult)]
pub(super) struct LockedParcel {
    pub courier: String,
    pub tracking_number: String,
    pub status: ShipmentStatus,
    /// Whether none of its order was sent after it.
    pub is_last: bool,
    /// Whether its courier told that it came back.
    pub told_back: bool,
}

/// A parcel of an order whose row is locked; `None` when the order has no such parcel.
pub(super) async fn lock_parcel(
    tx: &impl ConnectionTrait,
    order: OrderId,
    parcel: ShipmentId,
) -> Result<Option<LockedParcel>, DbErr> {
    let sql = "SELECT courier, tracking_number, status,
                      NOT EXISTS (SELECT FROM shipments o WHERE o.order_id = s.order_id AND (o.shipped_at, o.id) > (s.shipped_at, s.id)) AS is_last,
                      EXISTS (SELECT FROM shipment_events e WHERE e.shipment_id = s.id AND e.status = 'returned') AS told_back
               FROM shipments s WHERE id = $1 AND order_id = $2 FOR UPDATE";
    one(tx, sql, [parcel.0.into(), order.0.into()]).await
}
