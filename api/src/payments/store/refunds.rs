//! Money on its way back.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{OrderId, OrderItemId, PaymentId, RefundId, UserId};
use shared::money::Rupiah;
use shared::payments::{RefundChannel, RefundKind, RefundStatus};
use shared::refunds::RefundItem;
use uuid::Uuid;

use crate::db::{all, execute, one};

/// Money on its way back.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::payments) struct RefundRow {
    pub id: RefundId,
    pub order_id: OrderId,
    pub payment_id: Option<PaymentId>,
    pub amount: Rupiah,
    pub kind: RefundKind,
    pub channel: RefundChannel,
    pub status: RefundStatus,
    pub shipping: Rupiah,
    pub restock: bool,
    pub reason: String,
    pub external_id: Option<String>,
    pub failure: Option<String>,
    pub bank_reference: Option<String>,
    pub actor_id: Option<UserId>,
    pub retry_of: Option<RefundId>,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

const REFUND: &str =
    "SELECT id, order_id, payment_id, amount, kind, channel, status, shipping, restock, reason, external_id, failure,
    bank_reference, actor_id, retry_of, created_at, settled_at FROM refunds";

/// A refund.
pub(in crate::payments) async fn refund(db: &impl ConnectionTrait, id: RefundId) -> Result<Option<RefundRow>, DbErr> {
    one(db, &format!("{REFUND} WHERE id = $1"), [id.into()]).await
}

/// All refunds of an order, the first first.
pub(in crate::payments) async fn refunds(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundRow>, DbErr> {
    all(db, &format!("{REFUND} WHERE order_id = $1 ORDER BY id"), [order.into()]).await
}

/// All refunds of an order that is locked, locked, in id order.
pub(in crate::payments) async fn lock_refunds(tx: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundRow>, DbErr> {
    all(tx, &format!("{REFUND} WHERE order_id = $1 ORDER BY id FOR UPDATE"), [order.into()]).await
}

/// Adds a refund.
pub(in crate::payments) async fn insert_refund(tx: &impl ConnectionTrait, row: &RefundRow) -> Result<(), DbErr> {
    let sql = "INSERT INTO refunds (id, order_id, payment_id, amount, kind, channel, status, reason, external_id, failure, created_at, settled_at,
                      shipping, restock, actor_id, retry_of)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = [
        row.id.into(),
        row.order_id.into(),
        row.payment_id.into(),
        row.amount.into(),
        row.kind.into(),
        row.channel.into(),
        row.status.into(),
        row.reason.as_str().into(),
        row.external_id.as_deref().into(),
        row.failure.as_deref().into(),
        row.created_at.into(),
        row.settled_at.into(),
        row.shipping.into(),
        row.restock.into(),
        row.actor_id.into(),
        row.retry_of.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Pieces of a refund.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(in crate::payments) struct RefundItemRow {
    pub refund_id: RefundId,
    order_item_id: OrderItemId,
    quantity: i32,
    amount: Rupiah,
}

impl RefundItemRow {
    /// As the refund shows them.
    pub fn item(self) -> RefundItem {
        RefundItem { order_item_id: self.order_item_id, quantity: self.quantity, amount: self.amount }
    }
}

/// The pieces that the refunds of an order are for.
pub(in crate::payments) async fn refund_items(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<RefundItemRow>, DbErr> {
    let sql = "SELECT i.refund_id, i.order_item_id, i.quantity, i.amount FROM refund_items i
               JOIN refunds r ON r.id = i.refund_id JOIN order_items o ON o.id = i.order_item_id
               WHERE r.order_id = $1 ORDER BY i.refund_id, o.position";
    all(db, sql, [order.into()]).await
}

/// Adds the pieces that a refund is for.
pub(in crate::payments) async fn insert_refund_items(
    tx: &impl ConnectionTrait,
    refund: RefundId,
    items: &[RefundItem],
) -> Result<(), DbErr> {
    let lines: Vec<Uuid> = items.iter().map(|item| item.order_item_id.0).collect();
    let quantities: Vec<i32> = items.iter().map(|item| item.quantity).collect();
    let amounts: Vec<i64> = items.iter().map(|item| item.amount.0).collect();
    let sql = "INSERT INTO refund_items (refund_id, order_item_id, quantity, amount)
               SELECT $1, i.line, i.quantity, i.amount FROM unnest($2::uuid[], $3::int[], $4::bigint[]) AS i (line, quantity, amount)";
    execute(tx, sql, [refund.into(), lines.into(), quantities.into(), amounts.into()]).await.map(drop)
}

/// Whether everything that an order was paid is on its way back.
///
/// # Errors
/// What the database says.
pub async fn is_going_back(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        going: bool,
    }
    let sql = "SELECT EXISTS (SELECT FROM refunds WHERE order_id = $1 AND kind = 'full' AND status = 'pending') AS going";
    Ok(one::<Row>(db, sql, [order.into()]).await?.is_some_and(|row| row.going))
}

/// Writes what can change of a refund.
pub(in crate::payments) async fn save_refund(tx: &impl ConnectionTrait, row: &RefundRow) -> Result<(), DbErr> {
    let sql = "UPDATE refunds SET channel = $2, status = $3, external_id = $4, failure = $5, settled_at = $6, bank_reference = $7 WHERE id = $1";
    let values = [
        row.id.into(),
        row.channel.into(),
        row.status.into(),
        row.external_id.as_deref().into(),
        row.failure.as_deref().into(),
        row.settled_at.into(),
        row.bank_reference.as_deref().into(),
    ];
    execute(tx, sql, values).await.map(drop)
}
