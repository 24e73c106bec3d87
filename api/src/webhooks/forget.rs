//! What was told of somebody who goes.

use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::{UserId, WebhookEventId};
use shared::integrations::WebhookEvent;
use shared::permission::Permission;

use crate::db::execute;

/// Leaves the id alone of what was told, or is still to be told, of orders and payments; more has to say of which. The index
/// `webhook_events_buyers_idx` is of the same events.
const FORGET: &str =
    "UPDATE webhook_events e SET payload = jsonb_set(e.payload::jsonb, '{data}', jsonb_build_object('id', e.subject_id))::text
    WHERE (e.event LIKE 'order.%' OR e.event LIKE 'payment.%')";

/// Whether an event tells of a buyer that [`FORGET`] knows of.
fn tells_of_buyer(event: WebhookEvent) -> bool {
    matches!(event.permission(), Permission::OrdersRead | Permission::PaymentsRead)
}

/// Forgets what was told of a person's orders and payments. To be asked while the orders are theirs.
///
/// # Errors
/// What the database says.
pub async fn forget_buyer(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql = format!(
        "{FORGET} AND e.subject_id = ANY (ARRAY(
             SELECT id FROM orders WHERE user_id = $1
             UNION ALL SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.user_id = $1))"
    );
    execute(tx, &sql, [user.0.into()]).await.map(drop)
}

/// Forgets what one event tells, if its buyer has gone.
pub(super) async fn forget_gone(tx: &impl ConnectionTrait, id: WebhookEventId, event: WebhookEvent) -> Result<(), DbErr> {
    if !tells_of_buyer(event) {
        return Ok(());
    }
    let sql = format!(
        "{FORGET} AND e.id = $1 AND EXISTS (
             SELECT FROM orders o WHERE o.user_id IS NULL AND o.buyer_email = ''
               AND o.id IN (e.subject_id, (SELECT p.order_id FROM payments p WHERE p.id = e.subject_id)))"
    );
    execute(tx, &sql, [id.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_events_that_tell_of_a_buyer_are_those_that_are_forgotten() {
        for &event in WebhookEvent::ALL {
            let forgotten = ["order.", "payment."].iter().any(|start| event.as_str().starts_with(start));
            assert_eq!(tells_of_buyer(event), forgotten, "{event}");
        }
    }
}
