//! Orders of somebody who goes: what was sold stays in the books, whom it was sold to does not.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{OrderId, UserId};
use uuid::Uuid;

use crate::db::{all, execute};

/// Stands in the place of a name.
const NOBODY: &str = "–";

/// Locks a person's orders: what is under way with one is over then, and nothing new begins while the transaction
/// lasts. Whoever works on an order locks it first, and its payments and its stock after it.
///
/// # Errors
/// What the database says.
pub async fn lock_orders_of(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    execute(tx, "SELECT FROM orders WHERE user_id = $1 ORDER BY id FOR UPDATE", [user.0.into()]).await.map(drop)
}

/// Numbers of a person's orders that are not over, latest first: not paid yet, not arrived yet, or with money that is
/// still to go back.
///
/// # Errors
/// What the database says.
pub async fn unfinished(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let sql = "SELECT o.number FROM orders o WHERE o.user_id = $1
                 AND (o.status IN ('pending', 'paid', 'processing', 'shipped')
                      OR EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id AND r.status = 'pending'))
               ORDER BY o.created_at DESC, o.id DESC LIMIT 20";
    let rows: Vec<Row> = all(db, sql, [user.0.into()]).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// Takes the person off their orders, which [`lock_orders_of`] locked: name, address, telephone, notes, and what payment
/// providers told of them. Goods, amounts, dates and the region it went to stay.
///
/// # Errors
/// What the database says.
pub async fn forget_buyer(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql = "UPDATE order_events SET actor = NULL, actor_id = NULL, note = NULL WHERE actor_id = $1
                 AND order_id IN (SELECT id FROM orders WHERE user_id = $1)";
    execute(tx, sql, [user.0.into()]).await?;
    forget_told(tx, "user_id", user.0).await?;
    let sql = r#"UPDATE orders SET user_id = NULL, buyer_name = $2, buyer_email = '', buyer_phone = NULL, note = '',
                        address = address || '{"recipient": "–", "phone": "", "street": "", "postal_code": ""}'::jsonb
                 WHERE user_id = $1"#;
    execute(tx, sql, [user.0.into(), NOBODY.into()]).await.map(drop)
}

/// Takes out of an order's payments what their providers told of whoever paid, who is gone.
///
/// # Errors
/// What the database says.
pub async fn forget_payer(tx: &impl ConnectionTrait, order: OrderId) -> Result<(), DbErr> {
    forget_told(tx, "id", order.0).await
}

/// Of the payments of orders whose `column` is `id`.
async fn forget_told(tx: &impl ConnectionTrait, column: &str, id: Uuid) -> Result<(), DbErr> {
    let sql = format!("UPDATE payments SET raw = NULL WHERE order_id IN (SELECT id FROM orders WHERE {column} = $1)");
    execute(tx, &sql, [id.into()]).await?;
    // Of what was told, that stays by which the provider is asked again: what it is about.
    let sql = format!(
        "UPDATE payment_events SET payload = jsonb_strip_nulls(jsonb_build_object('type', payload -> 'type',
                'data', jsonb_build_object('object', jsonb_build_object('id', payload #> '{{data,object,id}}'))))
         WHERE payment_id IN (SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.{column} = $1)"
    );
    execute(tx, &sql, [id.into()]).await.map(drop)
}
