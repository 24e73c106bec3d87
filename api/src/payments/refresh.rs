//! Asks the provider now, for a buyer who is back from its page.

use chrono::TimeDelta;
use shared::ids::OrderId;
use shared::orders::Order;
use shared::payments::{AttemptStatus, PaymentAsker};

use super::apply::Source;
use super::ask::ask_and_apply;
use super::rules::{is_closed, is_live};
use super::store::{self, PaymentRow};
use crate::context::Ctx;
use crate::http::ApiError;
use crate::orders;

/// An answer this young is good enough: the web app asks every few seconds while it waits.
const YOUNG: TimeDelta = TimeDelta::seconds(2);
/// The most attempts that are asked about at once, the latest first. A buyer may have begun any number; the reconciler sees to
/// the others.
const MOST: usize = 5;

/// An order, after asking where its payment stands.
pub(super) async fn refresh(ctx: &Ctx, id: OrderId) -> Result<Order, ApiError> {
    let now = ctx.clock.now();
    let rows = store::of_order(&ctx.db, id).await?;
    let open_at_provider = |status| is_live(status) && status != AttemptStatus::Creating;
    let worth_asking = |row: &PaymentRow| open_at_provider(row.status) || (is_closed(row.status) && row.expires_at > now);
    let asked: Vec<PaymentRow> = rows.into_iter().filter(worth_asking).take(MOST).collect();
    for row in asked {
        if row.checked_at.is_none_or(|checked_at| checked_at + YOUNG <= now) {
            // What went wrong is logged; the reconciler asks again, and the order is shown as it is known.
            let _ = ask_and_apply(ctx, &row, Source::Query(PaymentAsker::Buyer)).await;
        }
    }
    orders::view(ctx, id).await?.ok_or_else(ApiError::not_found)
}
