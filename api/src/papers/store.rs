//! What is printed, read for all orders at once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use papers::{Line, Order, Paid, Parcel, Returned};
use sea_orm::{AccessMode, ConnectionTrait, DbErr, FromQueryResult, IsolationLevel, TransactionTrait};
use shared::account::Locale;
use shared::ids::OrderId;
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::papers::Paper;
use shared::payments::{PaymentProvider, PaymentStatus, RefundStatus};
use shared::totals::Totals;
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{all, stored};

/// An order that was found.
pub(super) struct Loaded {
    pub id: OrderId,
    /// A refund of all of its money is under way.
    pub going_back: bool,
    pub order: Order,
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: Uuid,
    number: String,
    locale: Locale,
    status: OrderStatus,
    payment_status: PaymentStatus,
    created_at: DateTime<Utc>,
    pay_until: DateTime<Utc>,
    buyer_name: String,
    buyer_email: String,
    buyer_phone: Option<String>,
    address: serde_json::Value,
    shipping: serde_json::Value,
    note: String,
    items_total: i64,
    shipping_total: i64,
    discount_total: i64,
    tax_included: i64,
    grand_total: i64,
    going_back: bool,
}

#[derive(FromQueryResult)]
struct LineRow {
    order_id: Uuid,
    sku: String,
    name: String,
    options: serde_json::Value,
    price: i64,
    quantity: i32,
    line_total: i64,
    weight_g: i32,
    to_pack: i32,
}

#[derive(FromQueryResult)]
struct ParcelRow {
    order_id: Uuid,
    courier: String,
    service: String,
    tracking_number: String,
    weight_g: i32,
}

#[derive(FromQueryResult)]
struct PaidRow {
    order_id: Uuid,
    provider: PaymentProvider,
    method: Option<String>,
    amount: i64,
    settled_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct ReturnedRow {
    order_id: Uuid,
    amount: i64,
    status: RefundStatus,
    at: DateTime<Utc>,
}

/// Statuses of a payment whose money came in and was not taken away by the payer's bank.
const HELD: &str = "('paid', 'partially_refunded', 'refunded')";

/// The orders that there are, in no order, with what `paper` speaks of: three statements for what is
/// packed, four for an invoice, however many orders.
pub(super) async fn load(ctx: &Ctx, paper: Paper, ids: &[OrderId]) -> Result<Vec<Loaded>, DbErr> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    // In one snapshot: what an invoice says of money adds up.
    let tx = ctx.db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    let sql = "SELECT id, number, locale, status, payment_status, created_at, pay_until, buyer_name, buyer_email, buyer_phone, address,
                      shipping, note, items_total, shipping_total, discount_total, tax_included, grand_total,
                      EXISTS (SELECT FROM refunds r WHERE r.order_id = orders.id AND r.kind = 'full' AND r.status = 'pending') AS going_back
               FROM orders WHERE id = ANY($1)";
    let rows: Vec<OrderRow> = all(&tx, sql, [ids.clone().into()]).await?;
    let mut lines = by_order(lines(&tx, &ids).await?, |row| row.order_id);
    let (mut paid, mut returned, mut parcels) = Default::default();
    if paper == Paper::Invoice {
        paid = by_order(self::paid(&tx, &ids).await?, |row| row.order_id);
        returned = by_order(self::returned(&tx, &ids).await?, |row| row.order_id);
    } else {
        parcels = by_order(self::parcels(&tx, &ids).await?, |row| row.order_id);
    }
    tx.commit().await?;
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            let lines = taken(&mut lines, id).into_iter().map(line).collect::<Result<_, _>>()?;
            let parts = Parts {
                lines,
                paid: taken(&mut paid, id).into_iter().map(Paid::from).collect(),
                returned: taken(&mut returned, id).into_iter().map(Returned::from).collect(),
                parcels: taken(&mut parcels, id).into_iter().map(Parcel::from).collect(),
            };
            Ok(Loaded { id: OrderId(id), going_back: row.going_back, order: order(row, parts)? })
        })
        .collect()
}

/// Lines, with the pieces that go into the parcel: what is held for the order, and once it left, what the ledger says
/// left. A refund alone tells neither: its pieces may go along all the same. What was put back on the shelf before another
/// parcel is packed, or was, does not go into that.
async fn lines(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<LineRow>, DbErr> {
    let sql = "SELECT i.order_id, i.sku, i.name, i.options, i.price, i.quantity, i.line_total, i.weight_g,
                      CASE WHEN o.shipped_at IS NULL THEN COALESCE(held.quantity, 0)
                           ELSE COALESCE((SELECT -sum(m.quantity) FROM stock_movements m
                                          WHERE m.kind = 'sale' AND m.reference_kind = 'order' AND m.reference_id = o.id
                                            AND m.variant_id = i.variant_id), 0)
                              - COALESCE((SELECT sum(m.quantity) FROM refunds r
                                          JOIN stock_movements m ON m.reference_kind = 'refund' AND m.reference_id = r.id
                                          WHERE r.order_id = o.id AND m.variant_id = i.variant_id
                                            AND (last.status = 'returned' OR m.created_at < last.shipped_at)), 0) END::int AS to_pack
               FROM order_items i
               JOIN orders o ON o.id = i.order_id
               LEFT JOIN LATERAL (SELECT s.status, s.shipped_at FROM shipments s WHERE s.order_id = o.id
                                  ORDER BY s.shipped_at DESC, s.id DESC LIMIT 1) last ON true
               LEFT JOIN stock_reservations held ON held.order_id = i.order_id AND held.variant_id = i.variant_id
               WHERE i.order_id = ANY($1) ORDER BY i.order_id, i.position";
    all(db, sql, [ids.to_vec().into()]).await
}

async fn parcels(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<ParcelRow>, DbErr> {
    // One that did not arrive has no label any more once there is another one.
    let sql = "SELECT s.order_id, s.courier, s.service, s.tracking_number, s.weight_g FROM shipments s
               WHERE s.order_id = ANY($1) AND (s.status NOT IN ('failed', 'returned') OR NOT EXISTS (
                   SELECT FROM shipments o WHERE o.order_id = s.order_id AND (o.shipped_at, o.id) > (s.shipped_at, s.id)))
               ORDER BY s.shipped_at, s.id";
    all(db, sql, [ids.to_vec().into()]).await
}

async fn paid(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<PaidRow>, DbErr> {
    let sql = format!(
        "SELECT order_id, provider, method, amount, settled_at FROM payments
         WHERE order_id = ANY($1) AND status IN {HELD} AND settled_at IS NOT NULL ORDER BY settled_at, id"
    );
    all(db, &sql, [ids.to_vec().into()]).await
}

async fn returned(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<ReturnedRow>, DbErr> {
    let sql = format!(
        "SELECT r.order_id, r.amount, r.status, COALESCE(r.settled_at, r.created_at) AS at
         FROM refunds r LEFT JOIN payments p ON p.id = r.payment_id
         WHERE r.order_id = ANY($1) AND r.status IN ('pending', 'succeeded') AND (p.id IS NULL OR p.status IN {HELD})
         ORDER BY at, r.id"
    );
    all(db, &sql, [ids.to_vec().into()]).await
}

/// Rows by their order, each list in the order they came.
fn by_order<R>(rows: Vec<R>, order: impl Fn(&R) -> Uuid) -> HashMap<Uuid, Vec<R>> {
    let mut sorted: HashMap<Uuid, Vec<R>> = HashMap::new();
    for row in rows {
        sorted.entry(order(&row)).or_default().push(row);
    }
    sorted
}

fn taken<R>(sorted: &mut HashMap<Uuid, Vec<R>>, order: Uuid) -> Vec<R> {
    sorted.remove(&order).unwrap_or_default()
}

/// What belongs to an order beside its row.
struct Parts {
    lines: Vec<Line>,
    paid: Vec<Paid>,
    returned: Vec<Returned>,
    parcels: Vec<Parcel>,
}

fn order(row: OrderRow, parts: Parts) -> Result<Order, DbErr> {
    Ok(Order {
        number: row.number,
        locale: row.locale,
        status: row.status,
        payment_status: row.payment_status,
        created_at: row.created_at,
        pay_until: row.pay_until,
        buyer_name: row.buyer_name,
        buyer_email: row.buyer_email,
        buyer_phone: row.buyer_phone,
        address: stored(row.address)?,
        shipping: stored(row.shipping)?,
        note: row.note,
        lines: parts.lines,
        totals: Totals {
            items: Rupiah(row.items_total),
            shipping: Rupiah(row.shipping_total),
            discount: Rupiah(row.discount_total),
            tax_included: Rupiah(row.tax_included),
            grand: Rupiah(row.grand_total),
        },
        paid: parts.paid,
        returned: parts.returned,
        parcels: parts.parcels,
    })
}

fn line(row: LineRow) -> Result<Line, DbErr> {
    Ok(Line {
        sku: row.sku,
        name: row.name,
        options: stored(row.options)?,
        price: Rupiah(row.price),
        quantity: row.quantity,
        line_total: Rupiah(row.line_total),
        weight_g: row.weight_g,
        to_pack: row.to_pack,
    })
}

impl From<PaidRow> for Paid {
    fn from(row: PaidRow) -> Self {
        Self { provider: row.provider, method: row.method, amount: Rupiah(row.amount), at: row.settled_at }
    }
}

impl From<ReturnedRow> for Returned {
    fn from(row: ReturnedRow) -> Self {
        Self { amount: Rupiah(row.amount), status: row.status, at: row.at }
    }
}

impl From<ParcelRow> for Parcel {
    fn from(row: ParcelRow) -> Self {
        Self { courier: row.courier, service: row.service, tracking_number: row.tracking_number, weight_g: row.weight_g }
    }
}
