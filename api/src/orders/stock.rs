//! Stock that is held for orders. Rows are always locked in id order, so no two transactions can
//! wait for each other.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{CartId, OrderId, RefundId, UserId};
use uuid::Uuid;

use crate::db::{all, execute};

/// A variant of which there is not enough.
#[derive(Debug, serde::Serialize)]
pub struct Shortage {
    /// The variant.
    pub variant_id: Uuid,
    /// Its product's name.
    pub name: String,
    /// How many pieces are wanted.
    pub wanted: i32,
    /// How many there are.
    pub available: i32,
}

/// Locks the stock of everything in a cart.
///
/// # Errors
/// What the database says.
pub async fn lock_cart_stock(tx: &impl ConnectionTrait, cart: CartId) -> Result<(), DbErr> {
    let sql = "SELECT FROM stocks WHERE variant_id IN (SELECT variant_id FROM cart_items WHERE cart_id = $1) ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [cart.0.into()]).await.map(drop)
}

/// Locks the stock of everything in an order.
pub(super) async fn lock_order_stock(tx: &impl ConnectionTrait, order: OrderId) -> Result<(), DbErr> {
    let sql = "SELECT FROM stocks WHERE variant_id IN (SELECT variant_id FROM order_items WHERE order_id = $1) ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [order.0.into()]).await.map(drop)
}

/// Frees holds of these variants whose time is over, should the expiry job be late. The variants'
/// stock must be locked.
///
/// # Errors
/// What the database says.
pub async fn release_dead_holds(tx: &impl ConnectionTrait, variants: &[Uuid], now: DateTime<Utc>) -> Result<u64, DbErr> {
    let sql = "DELETE FROM stock_reservations WHERE variant_id = ANY ($1) AND expires_at <= $2";
    execute(tx, sql, [variants.to_vec().into(), now.into()]).await
}

/// Frees what is held for an order. Its stock must be locked.
pub(super) async fn release(tx: &impl ConnectionTrait, order: OrderId) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM stock_reservations WHERE order_id = $1", [order.0.into()]).await.map(drop)
}

/// Keeps what is held for an order until it ships; tells whether everything still was held.
pub(super) async fn keep(tx: &impl ConnectionTrait, order: OrderId) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Held {
        all_held: bool,
    }
    // Whoever frees dead holds has locked the stock before the hold: so do we.
    lock_order_stock(tx, order).await?;
    execute(
        tx,
        "UPDATE stock_reservations SET expires_at = NULL WHERE order_id = $1 AND expires_at IS NOT NULL",
        [order.0.into()],
    )
    .await?;
    let sql = "SELECT NOT EXISTS (SELECT FROM order_items i LEFT JOIN stock_reservations r ON r.order_id = i.order_id AND r.variant_id = i.variant_id
                   WHERE i.order_id = $1 AND COALESCE(r.quantity, 0) < i.quantity) AS all_held";
    let held: Vec<Held> = all(tx, sql, [order.0.into()]).await?;
    Ok(held.first().is_some_and(|held| held.all_held))
}

/// Holds everything of an order again, without end, if there is enough; tells whether there was.
pub(super) async fn hold_again(tx: &impl ConnectionTrait, order: OrderId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Short {
        short: i64,
    }
    lock_order_stock(tx, order).await?;
    release(tx, order).await?;
    let sql = "DELETE FROM stock_reservations r USING order_items i
               WHERE i.order_id = $1 AND r.variant_id = i.variant_id AND r.expires_at <= $2";
    execute(tx, sql, [order.0.into(), now.into()]).await?;
    let sql = "SELECT count(*) AS short FROM order_items i JOIN stocks s ON s.variant_id = i.variant_id
               WHERE i.order_id = $1 AND s.on_hand - s.reserved < i.quantity";
    let short: Vec<Short> = all(tx, sql, [order.0.into()]).await?;
    if short.first().is_none_or(|row| row.short > 0) {
        return Ok(false);
    }
    let sql = "INSERT INTO stock_reservations (order_id, variant_id, quantity, created_at)
               SELECT order_id, variant_id, quantity, $2 FROM order_items WHERE order_id = $1 ORDER BY variant_id";
    execute(tx, sql, [order.0.into(), now.into()]).await?;
    Ok(true)
}

/// Takes what is held for an order out of the store: the holds go, the ledger gets its sales. Pieces
/// that were refunded before are not held any more. Its stock must be locked. Tells whether there
/// was anything to ship.
pub(super) async fn ship(tx: &impl ConnectionTrait, order: OrderId, by: UserId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Item {
        variant_id: Uuid,
        quantity: i32,
    }
    let items: Vec<Item> =
        all(tx, "SELECT variant_id, quantity FROM stock_reservations WHERE order_id = $1", [order.0.into()]).await?;
    release(tx, order).await?;
    let ids: Vec<Uuid> = items.iter().map(|_| Uuid::now_v7()).collect();
    let variants: Vec<Uuid> = items.iter().map(|item| item.variant_id).collect();
    let quantities: Vec<i32> = items.iter().map(|item| -item.quantity).collect();
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, actor_id, reference_kind, reference_id, created_at)
               SELECT m.id, m.variant_id, 'sale', m.quantity, $4, 'order', $5, $6
               FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS m (id, variant_id, quantity) ORDER BY m.variant_id";
    execute(tx, sql, [ids.into(), variants.into(), quantities.into(), by.0.into(), order.0.into(), now.into()]).await?;
    Ok(!items.is_empty())
}

/// Lines of an order, and how many pieces of each.
pub(super) type Pieces = (Vec<Uuid>, Vec<i32>);

/// Pieces come back into the store, at most those that left it and did not come back yet. The
/// order's stock must be locked.
pub(super) async fn return_pieces(
    tx: &impl ConnectionTrait,
    order: OrderId,
    (lines, quantities): Pieces,
    refund: RefundId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = lines.iter().map(|_| Uuid::now_v7()).collect();
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, actor_id, reference_kind, reference_id, created_at)
               SELECT p.id, i.variant_id, 'return', LEAST(p.quantity, away.pieces), $4, 'refund', $5, $6
               FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS p (id, line, quantity)
               JOIN order_items i ON i.id = p.line AND i.order_id = $7
               CROSS JOIN LATERAL (
                   SELECT COALESCE(sum(-m.quantity), 0)::int AS pieces FROM stock_movements m
                   WHERE m.variant_id = i.variant_id
                     AND (m.reference_kind = 'order' AND m.reference_id = $7
                          OR m.reference_kind = 'refund' AND m.reference_id IN (SELECT r.id FROM refunds r WHERE r.order_id = $7))) away
               WHERE away.pieces > 0 AND p.quantity > 0 ORDER BY i.variant_id";
    let values = [ids.into(), lines.into(), quantities.into(), by.0.into(), refund.0.into(), now.into(), order.0.into()];
    execute(tx, sql, values).await.map(drop)
}

/// Pieces are no longer held for an order. Its stock must be locked.
pub(super) async fn release_pieces(tx: &impl ConnectionTrait, order: OrderId, (lines, quantities): Pieces) -> Result<(), DbErr> {
    const PIECES: &str =
        "FROM unnest($2::uuid[], $3::int[]) AS p (line, quantity) JOIN order_items i ON i.id = p.line AND i.order_id = $1";
    let values = || [order.0.into(), lines.clone().into(), quantities.clone().into()];
    let sql = format!(
        "DELETE FROM stock_reservations r USING (SELECT i.variant_id, p.quantity {PIECES}) gone
         WHERE r.order_id = $1 AND r.variant_id = gone.variant_id AND r.quantity <= gone.quantity RETURNING r.variant_id"
    );
    // What is held in full goes; what is left over of the rest stays.
    #[derive(FromQueryResult)]
    struct Row {
        variant_id: Uuid,
    }
    let gone: Vec<Row> = all(tx, &sql, values()).await?;
    let gone: Vec<Uuid> = gone.into_iter().map(|row| row.variant_id).collect();
    let sql = format!(
        "UPDATE stock_reservations r SET quantity = r.quantity - gone.quantity FROM (SELECT i.variant_id, p.quantity {PIECES}) gone
         WHERE r.order_id = $1 AND r.variant_id = gone.variant_id AND NOT r.variant_id = ANY ($4)"
    );
    execute(tx, &sql, values().into_iter().chain([gone.into()])).await.map(drop)
}

/// Holds pieces for a paid order again, if there are enough; tells whether there were. Never more than
/// the order is for: what a failed refund let go may be held again by now. Its stock must be locked.
pub(super) async fn hold_pieces(
    tx: &impl ConnectionTrait,
    order: OrderId,
    (lines, quantities): Pieces,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Short {
        short: i64,
    }
    const MISSING: &str = "FROM (SELECT i.variant_id, LEAST(p.quantity, i.quantity - COALESCE(r.quantity, 0)) AS quantity
               FROM unnest($2::uuid[], $3::int[]) AS p (line, quantity) JOIN order_items i ON i.id = p.line AND i.order_id = $1
               LEFT JOIN stock_reservations r ON r.order_id = $1 AND r.variant_id = i.variant_id) missing";
    let values = [order.0.into(), lines.clone().into(), quantities.clone().into()];
    let sql = format!(
        "SELECT count(*) AS short {MISSING} JOIN stocks s ON s.variant_id = missing.variant_id
         WHERE s.on_hand - s.reserved < missing.quantity"
    );
    let short: Vec<Short> = all(tx, &sql, values).await?;
    if short.first().is_none_or(|row| row.short > 0) {
        return Ok(false);
    }
    let sql = format!(
        "INSERT INTO stock_reservations AS r (order_id, variant_id, quantity, created_at)
         SELECT $1, missing.variant_id, missing.quantity, $4 {MISSING} WHERE missing.quantity > 0 ORDER BY missing.variant_id
         ON CONFLICT (order_id, variant_id) DO UPDATE SET quantity = r.quantity + EXCLUDED.quantity"
    );
    execute(tx, &sql, [order.0.into(), lines.into(), quantities.into(), now.into()]).await?;
    Ok(true)
}

/// Whether pieces of an order left the store by the ledger and did not come back into it.
pub(super) async fn is_away(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Away {
        away: bool,
    }
    let sql = "SELECT EXISTS (
                   SELECT FROM stock_movements m
                   WHERE m.reference_kind = 'order' AND m.reference_id = $1
                      OR m.reference_kind = 'refund' AND m.reference_id = ANY (ARRAY (SELECT r.id FROM refunds r WHERE r.order_id = $1))
                   GROUP BY m.variant_id HAVING sum(m.quantity) < 0) AS away";
    let found: Vec<Away> = all(db, sql, [order.0.into()]).await?;
    Ok(found.first().is_some_and(|row| row.away))
}

/// Whether a refund, or one that it makes up for, put pieces of a parcel that came back on the shelf.
pub(super) async fn came_back(db: &impl ConnectionTrait, order: OrderId, refund: RefundId) -> Result<bool, DbErr> {
    let sql = "WITH RECURSIVE tries AS (
                   SELECT $2::uuid AS id
                   UNION ALL SELECT r.retry_of FROM refunds r JOIN tries t ON t.id = r.id WHERE r.retry_of IS NOT NULL)
               SELECT FROM stock_movements m JOIN tries t ON t.id = m.reference_id WHERE m.reference_kind = 'refund'
                   AND (SELECT s.status FROM shipments s WHERE s.order_id = $1 ORDER BY s.shipped_at DESC, s.id DESC LIMIT 1) = 'returned'";
    Ok(execute(db, sql, [order.0.into(), refund.0.into()]).await? > 0)
}

/// Whether nothing is held for an order any more and the money of every piece has gone back. The database's own
/// `refunded_means_all_of_it` says the same.
pub(super) async fn is_let_go(tx: &impl ConnectionTrait, order: OrderId) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct LetGo {
        let_go: bool,
    }
    let sql = "SELECT NOT EXISTS (SELECT FROM stock_reservations WHERE order_id = $1)
                  AND NOT EXISTS (
                      SELECT FROM order_items i WHERE i.order_id = $1 AND i.quantity >
                          COALESCE((SELECT sum(g.quantity) FROM refund_items g JOIN refunds r ON r.id = g.refund_id
                                    WHERE g.order_item_id = i.id AND r.status = 'succeeded'), 0)) AS let_go";
    let found: Vec<LetGo> = all(tx, sql, [order.0.into()]).await?;
    Ok(found.first().is_some_and(|row| row.let_go))
}

/// Whether any of these lines of an order that has shipped has a piece that neither left the store nor
/// is paid back. The database's own `what_is_paid_is_shipped` says the same.
pub(super) async fn any_unshipped(tx: &impl ConnectionTrait, order: OrderId, lines: &[Uuid]) -> Result<bool, DbErr> {
    #[derive(FromQueryResult)]
    struct Missing {
        missing: bool,
    }
    let sql = "SELECT EXISTS (
                   SELECT FROM order_items i
                   WHERE i.order_id = $1 AND i.id = ANY ($2) AND i.quantity >
                         COALESCE((SELECT -sum(m.quantity) FROM stock_movements m
                                   WHERE m.kind = 'sale' AND m.reference_kind = 'order' AND m.reference_id = $1 AND m.variant_id = i.variant_id), 0)
                       + COALESCE((SELECT sum(g.quantity) FROM refund_items g JOIN refunds r ON r.id = g.refund_id
                                   WHERE g.order_item_id = i.id AND r.restock AND r.kind = 'items' AND r.status <> 'cancelled'
                                     AND NOT EXISTS (SELECT FROM stock_movements m
                                                     WHERE m.reference_kind = 'refund' AND m.reference_id = r.id AND m.variant_id = i.variant_id)
                                     AND NOT EXISTS (SELECT FROM refunds again WHERE again.retry_of = r.id)), 0)) AS missing";
    let found: Vec<Missing> = all(tx, sql, [order.0.into(), lines.to_vec().into()]).await?;
    Ok(found.first().is_some_and(|row| row.missing))
}
