//! An order as its page shows it.

use chrono::{DateTime, Utc};
use sea_orm::{AccessMode, ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, IsolationLevel, TransactionTrait};
use shared::account::Locale;
use shared::catalog::OptionValue;
use shared::ids::{OrderEventId, OrderId, OrderItemId, ProductId, ShipmentId, UserId, VariantId};
use shared::money::Rupiah;
use shared::orders::{
    Order, OrderActions, OrderEvent, OrderEventKind, OrderItem, OrderStatus, Shipment, ShipmentStatus, ShipmentTracking,
    TrackingTrouble,
};
use shared::payments::{PaymentStatus, RefundStatus, StaffPayment};
use shared::refunds::{PaidLine, Refundable, StaffRefund};
use shared::totals::Totals;
use uuid::Uuid;

use super::refund::Billed;
use super::rules;
use crate::context::Ctx;
use crate::db::{all, one, stored};
use crate::http::ApiError;

/// Who bought it.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account, while it exists.
    pub id: Option<UserId>,
    /// Name.
    pub name: String,
    /// Email.
    pub email: String,
    /// Phone number.
    pub phone: Option<String>,
    /// Language.
    pub locale: Locale,
}

/// An order with what only staff see.
pub(super) struct Whole {
    pub order: Order,
    pub buyer: Buyer,
    pub payments: Vec<StaffPayment>,
    pub refunds: Vec<StaffRefund>,
    pub refundable: Option<Refundable>,
    pub going_back: bool,
    /// Something is set aside for it.
    pub holds: bool,
    /// How it stands with asking each parcel's courier; who is followed is to be filled in.
    pub tracking: Vec<ShipmentTracking>,
    pub reserved_until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct OrderRow {
    number: String,
    user_id: Option<Uuid>,
    buyer_name: String,
    buyer_email: String,
    buyer_phone: Option<String>,
    locale: Locale,
    status: OrderStatus,
    payment_status: PaymentStatus,
    items_total: i64,
    shipping_total: i64,
    discount_total: i64,
    tax_included: i64,
    grand_total: i64,
    refunded_total: i64,
    address: serde_json::Value,
    shipping: serde_json::Value,
    note: String,
    pay_until: DateTime<Utc>,
    created_at: DateTime<Utc>,
    reserved_until: Option<DateTime<Utc>>,
    holds: bool,
}

#[derive(FromQueryResult)]
struct ItemRow {
    id: Uuid,
    variant_id: Uuid,
    product_id: Uuid,
    product_slug: String,
    name: String,
    sku: String,
    options: serde_json::Value,
    price: i64,
    quantity: i32,
    line_total: i64,
    image: Option<serde_json::Value>,
}

#[derive(FromQueryResult)]
struct EventRow {
    id: Uuid,
    kind: OrderEventKind,
    note: Option<String>,
    actor: Option<String>,
    created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct ShipmentRow {
    id: Uuid,
    courier: String,
    service: String,
    tracking_number: String,
    shipped_at: DateTime<Utc>,
    delivered_at: Option<DateTime<Utc>>,
    status: ShipmentStatus,
    steps: Option<serde_json::Value>,
    polled_at: Option<DateTime<Utc>>,
    asks_at: Option<DateTime<Utc>>,
    trouble: Option<TrackingTrouble>,
}

async fn items(db: &impl ConnectionTrait, id: OrderId) -> Result<Vec<OrderItem>, DbErr> {
    let sql = "SELECT id, variant_id, product_id, product_slug, name, sku, options, price, quantity, line_total, image
               FROM order_items WHERE order_id = $1 ORDER BY position";
    let rows: Vec<ItemRow> = all(db, sql, [id.0.into()]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(OrderItem {
                id: OrderItemId(row.id),
                variant_id: VariantId(row.variant_id),
                product_id: ProductId(row.product_id),
                product_slug: row.product_slug,
                name: row.name,
                sku: row.sku,
                options: stored::<Vec<OptionValue>>(row.options)?,
                price: Rupiah(row.price),
                quantity: row.quantity,
                line_total: Rupiah(row.line_total),
                image: row.image.and_then(crate::files::image_from_json),
            })
        })
        .collect()
}

/// The whole order; `now` decides what may be done with it.
pub(super) async fn whole(db: &DatabaseConnection, id: OrderId, now: DateTime<Utc>) -> Result<Option<Whole>, DbErr> {
    // In one snapshot: a payment that lands meanwhile is in the status and in the events, or in neither.
    let tx = db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    let sql = "SELECT o.number, o.user_id, o.buyer_name, o.buyer_email, o.buyer_phone, o.locale, o.status, o.payment_status, o.items_total,
                      o.shipping_total, o.discount_total, o.tax_included, o.grand_total, o.refunded_total, o.address, o.shipping, o.note,
                      o.pay_until, o.created_at,
                      (SELECT min(r.expires_at) FROM stock_reservations r WHERE r.order_id = o.id) AS reserved_until,
                      EXISTS (SELECT FROM stock_reservations r WHERE r.order_id = o.id) AS holds
               FROM orders o WHERE o.id = $1";
    let Some(row) = one::<OrderRow>(&tx, sql, [id.0.into()]).await? else { return Ok(None) };
    let items = items(&tx, id).await?;
    let sql = "SELECT id, kind, note, actor, created_at FROM order_events WHERE order_id = $1 ORDER BY created_at, id";
    let events: Vec<EventRow> = all(&tx, sql, [id.0.into()]).await?;
    let sql = "SELECT s.id, s.courier, s.service, s.tracking_number, s.shipped_at, s.delivered_at, s.status, s.polled_at, s.asks_at, s.trouble,
                      (SELECT json_agg(e) FROM (
                          SELECT e.status, e.note, e.happened_at FROM shipment_events e WHERE e.shipment_id = s.id
                          ORDER BY e.happened_at, e.id) e) AS steps
               FROM shipments s WHERE s.order_id = $1 ORDER BY s.shipped_at, s.id";
    let shipments: Vec<ShipmentRow> = all(&tx, sql, [id.0.into()]).await?;
    let line = |item: &OrderItem| PaidLine { id: item.id, quantity: item.quantity, line_total: item.line_total };
    let billed = Billed {
        lines: items.iter().map(line).collect(),
        shipping: Rupiah(row.shipping_total),
        discount: Rupiah(row.discount_total),
    };
    let money = crate::payments::views(&tx, id, &billed).await?;
    tx.commit().await?;

    let came_back = shipments.last().is_some_and(|last| last.status == ShipmentStatus::Returned);
    let actions = rules::actions(row.status, row.payment_status, now < row.pay_until);
    let tracking = shipments.iter().map(tracking).collect();
    let shipments = shipments.into_iter().map(shipment).collect::<Result<Vec<_>, DbErr>>()?;
    let order = Order {
        id,
        number: row.number,
        status: row.status,
        payment_status: row.payment_status,
        items,
        totals: Totals {
            items: Rupiah(row.items_total),
            shipping: Rupiah(row.shipping_total),
            discount: Rupiah(row.discount_total),
            tax_included: Rupiah(row.tax_included),
            grand: Rupiah(row.grand_total),
        },
        refunded: Rupiah(row.refunded_total),
        address: stored(row.address)?,
        shipping: stored(row.shipping)?,
        note: row.note,
        events: events.into_iter().map(event).collect(),
        shipments,
        payments: money.payments,
        refunds: money
            .refunds
            .iter()
            .map(|refund| refund.refund.clone())
            .filter(|refund| refund.status != RefundStatus::Failed)
            .collect(),
        actions: OrderActions { confirm_receipt: actions.confirm_receipt && !came_back, ..actions },
        pay_until: (row.status == OrderStatus::Pending).then_some(row.pay_until),
        created_at: row.created_at,
    };
    let buyer = Buyer {
        id: row.user_id.map(UserId),
        name: row.buyer_name,
        email: row.buyer_email,
        phone: row.buyer_phone,
        locale: row.locale,
    };
    Ok(Some(Whole {
        order,
        buyer,
        payments: money.staff_payments,
        tracking,
        holds: row.holds,
        going_back: money.refunds.iter().any(StaffRefund::takes_the_order_back),
        refunds: money.refunds,
        refundable: money.refundable,
        reserved_until: row.reserved_until,
    }))
}

fn event(row: EventRow) -> OrderEvent {
    OrderEvent { id: OrderEventId(row.id), kind: row.kind, note: row.note, actor: row.actor, created_at: row.created_at }
}

fn tracking(row: &ShipmentRow) -> ShipmentTracking {
    ShipmentTracking {
        shipment_id: ShipmentId(row.id),
        followed: false,
        asked_at: row.polled_at,
        asks_at: row.asks_at,
        trouble: row.trouble,
    }
}

fn shipment(row: ShipmentRow) -> Result<Shipment, DbErr> {
    Ok(Shipment {
        id: ShipmentId(row.id),
        courier: row.courier,
        service: row.service,
        tracking_number: row.tracking_number,
        shipped_at: row.shipped_at,
        delivered_at: row.delivered_at,
        status: row.status,
        steps: row.steps.map_or_else(|| Ok(Vec::new()), stored)?,
    })
}

/// The order as its buyer may see it: without internal notes and without names of staff.
pub(super) async fn view_with_buyer(ctx: &Ctx, id: OrderId) -> Result<Option<(Order, Buyer)>, DbErr> {
    let Some(whole) = whole(&ctx.db, id, ctx.clock.now()).await? else { return Ok(None) };
    let mut order = whole.order;
    order.events.retain(|event| !event.kind.is_internal());
    for event in &mut order.events {
        event.actor = None;
    }
    Ok(Some((order, whole.buyer)))
}

/// The order as its buyer may see it.
///
/// # Errors
/// What the database says.
pub async fn view(ctx: &Ctx, id: OrderId) -> Result<Option<Order>, ApiError> {
    Ok(view_with_buyer(ctx, id).await?.map(|(order, _)| order))
}
