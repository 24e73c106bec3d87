//! What was told of somebody who goes.

use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::UserId;

use crate::db::execute;

/// Leaves the id alone of what was told, or is still to be told, of a person's orders and payments. To be asked while the
/// orders are theirs.
///
/// # Errors
/// What the database says.
pub async fn forget_buyer(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql =
        "UPDATE webhook_events SET payload = jsonb_set(payload::jsonb, '{data}', jsonb_build_object('id', subject_id))::text
               WHERE (event LIKE 'order.%' OR event LIKE 'payment.%') AND subject_id = ANY (ARRAY(
                   SELECT id FROM orders WHERE user_id = $1
                   UNION ALL SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.user_id = $1))";
    execute(tx, sql, [user.0.into()]).await.map(drop)
}
