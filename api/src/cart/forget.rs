//! Carts that nobody comes back for.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr};

use crate::db::execute;

/// How long a guest's cart waits for its guest after the last thing was put in.
const LEFT: TimeDelta = TimeDelta::days(90);
/// How long a guest's cart is kept that became part of an account's.
const MERGED: TimeDelta = TimeDelta::days(7);
/// Carts of a statement.
const BATCH: i64 = 1_000;

/// Deletes guests' carts that were left, and those that were merged. What somebody with an account put into theirs stays.
///
/// # Errors
/// What the database says.
pub async fn forget_left(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    let left = "DELETE FROM carts WHERE ctid = ANY (ARRAY(
                    SELECT c.ctid FROM carts c WHERE c.status = 'open' AND c.user_id IS NULL AND c.updated_at < $1
                        AND NOT EXISTS (SELECT FROM cart_items i WHERE i.cart_id = c.id AND i.added_at >= $1)
                    LIMIT $2))";
    while execute(db, left, [(now - LEFT).into(), BATCH.into()]).await? > 0 {}
    let merged = "DELETE FROM carts WHERE ctid = ANY (ARRAY(
                      SELECT ctid FROM carts WHERE status = 'merged' AND updated_at < $1 LIMIT $2))";
    while execute(db, merged, [(now - MERGED).into(), BATCH.into()]).await? > 0 {}
    Ok(())
}
