//! One attempt to pay with all that is known of it.

use sea_orm::FromQueryResult;
use shared::ids::PaymentId;
use shared::orders::OrderStatus;
use shared::payments::StaffPaymentDetail;

use super::apply::Source;
use super::ask::ask_and_apply;
use super::{events, find, list, store};
use crate::context::Ctx;
use crate::db::one;
use crate::http::{ApiError, Caller};

#[derive(FromQueryResult)]
struct AboutRow {
    number: String,
    status: OrderStatus,
    buyer_name: String,
    buyer_email: String,
    troubles: String,
}

/// An attempt to pay, its order, what the provider said, and its refunds.
///
/// # Errors
/// 404 when there is none.
pub async fn detail(ctx: &Ctx, id: PaymentId) -> Result<StaffPaymentDetail, ApiError> {
    let row = store::payment(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    let sql = format!(
        "SELECT o.number, o.status, o.buyer_name, o.buyer_email, {} AS troubles
         FROM payments p JOIN orders o ON o.id = p.order_id WHERE p.id = $1",
        list::troubles_sql("$2")
    );
    let about: Option<AboutRow> = one(&ctx.db, &sql, [id.into(), ctx.clock.now().into()]).await?;
    let about = about.ok_or_else(ApiError::not_found)?;
    let mut refunds = store::refunds(&ctx.db, row.order_id).await?;
    refunds.retain(|refund| refund.payment_id == Some(id));
    let items = store::refund_items(&ctx.db, row.order_id).await?;
    let order_id = row.order_id;
    Ok(StaffPaymentDetail {
        refunds: find::refund_views(&ctx.db, order_id, refunds, &items).await?,
        events: events::of_payment(&ctx.db, id).await?,
        payment: find::staff_view(row),
        troubles: list::troubles(&about.troubles),
        order_id,
        order_number: about.number,
        order_status: about.status,
        buyer: about.buyer_name,
        buyer_email: about.buyer_email,
    })
}

/// The same after asking the provider where it stands.
pub(super) async fn refresh(ctx: &Ctx, id: PaymentId, staff: &Caller) -> Result<StaffPaymentDetail, ApiError> {
    let row = store::payment(&ctx.db, id).await?.ok_or_else(ApiError::not_found)?;
    ask_and_apply(ctx, &row, Source::Staff(staff)).await?;
    detail(ctx, id).await
}
