//! What order pages show of payments.

use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::OrderId;
use shared::payments::{Payment, StaffPayment};

use super::rules::is_live;
use super::store::{self, PaymentRow};

/// The attempts to pay an order, the latest first: as the buyer sees them and as staff do.
///
/// # Errors
/// What the database says.
pub async fn views(db: &impl ConnectionTrait, order: OrderId) -> Result<(Vec<Payment>, Vec<StaffPayment>), DbErr> {
    let rows = store::of_order(db, order).await?;
    let buyers = rows.iter().map(view).collect();
    let staffs = rows.into_iter().map(|row| StaffPayment {
        payment: view(&row),
        external_id: row.external_id,
        reference: row.reference,
        raw: row.raw,
    });
    Ok((buyers, staffs.collect()))
}

/// An attempt as the buyer sees it.
pub(super) fn view(row: &PaymentRow) -> Payment {
    let live = is_live(row.status);
    Payment {
        id: row.id,
        provider: row.provider,
        status: row.status,
        amount: row.amount,
        redirect_url: row.redirect_url.clone().filter(|_| live),
        method: row.method.clone(),
        pay_code: row.pay_code.clone().filter(|_| live),
        failure: row.failure.clone(),
        expires_at: live.then_some(row.expires_at),
        created_at: row.created_at,
    }
}
