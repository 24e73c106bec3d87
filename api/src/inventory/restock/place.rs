//! Sends restock orders to their suppliers, and calls them off.

use chrono::NaiveTime;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::account::Locale;
use shared::ids::RestockOrderId;
use shared::inventory::{RestockOrder, RestockStep, next};
use shared::validate::{FieldCode, FieldError};
use shared::wording;

use super::{Locked, find, lock};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller, IfMatch};
use crate::mail::{self, Draft, Template};

/// Sends a draft to its supplier, by email when asked to; not when it says something else by now than
/// whoever sends it saw.
pub(super) async fn place(
    ctx: &Ctx,
    by: &Caller,
    id: RestockOrderId,
    if_match: IfMatch,
    email: bool,
) -> Result<RestockOrder, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = lock(&tx, id).await?;
    if_match.check(order.revision)?;
    let status = next(order.status, RestockStep::Place).ok_or_else(|| order.illegal())?;
    let sql = "UPDATE restock_orders SET status = $2, ordered_at = $3, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    if email {
        write(&tx, ctx, &order).await?;
    }
    let after = json!({ "status": status, "email": email });
    audit::record(&tx, by, Action::RestockPlaced, &order.subject(), &json!({ "status": order.status }), &after, now).await?;
    tx.commit().await?;
    find::get(&ctx.db, id).await
}

/// Emails the purchase order of an order that is under way again. One that still waits to be sent is
/// not written twice.
pub(super) async fn send(ctx: &Ctx, by: &Caller, id: RestockOrderId, if_match: IfMatch) -> Result<RestockOrder, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = lock(&tx, id).await?;
    if_match.check(order.revision)?;
    if !order.status.is_open() {
        return Err(order.illegal());
    }
    if let Some(to) = write(&tx, ctx, &order).await? {
        audit::record(&tx, by, Action::RestockSent, &order.subject(), &(), &json!({ "to": to }), now).await?;
    }
    tx.commit().await?;
    find::get(&ctx.db, id).await
}

#[derive(FromQueryResult)]
struct To {
    email: Option<String>,
    name: String,
    contact_person: String,
    locale: Locale,
    written: i64,
    waits: bool,
}

/// Writes the purchase order's email to the supplier; its address, unless one waits already.
async fn write(tx: &impl ConnectionTrait, ctx: &Ctx, order: &Locked) -> Result<Option<String>, ApiError> {
    let sql = "SELECT u.email, u.name, u.contact_person, u.locale,
                      (SELECT count(*) FROM email_messages m WHERE m.restock_order_id = $2) AS written,
                      EXISTS (SELECT FROM email_messages m WHERE m.restock_order_id = $2 AND m.state = 'queued') AS waits
               FROM suppliers u WHERE u.id = $1";
    let to: Option<To> = one(tx, sql, [order.supplier_id.0.into(), order.id.0.into()]).await?;
    let to = to.ok_or_else(ApiError::not_found)?;
    let Some(address) = to.email else {
        return Err(ApiError::invalid(vec![FieldError::new("/email", FieldCode::Required)]));
    };
    if to.waits {
        return Ok(None);
    }
    let whole = find::get(tx, order.id).await?;
    let locale = to.locale;
    let expected = whole.expected_on.map(|day| wording::day(day.and_time(NaiveTime::MIN).and_utc(), locale));
    let pieces: i64 = whole.lines.iter().map(|line| i64::from(line.quantity)).sum();
    let data = json!({
        "number": whole.number, "lines": whole.lines.len(), "pieces": pieces, "amount": whole.total,
        "expected": expected.unwrap_or_default(), "notes": whole.notes,
    });
    let draft = Draft {
        dedupe_key: format!("purchase_order:{}:{}", order.id, to.written),
        template: Template::PurchaseOrder,
        locale,
        to: address.clone(),
        to_name: if to.contact_person.is_empty() { to.name } else { to.contact_person },
        data,
        order_id: None,
        user_id: None,
        restock_order_id: Some(order.id),
    };
    mail::post(tx, ctx, draft).await?;
    Ok(Some(address))
}

/// Calls an order off of which nothing has come. Its purchase order is not sent any more.
pub(super) async fn cancel(
    ctx: &Ctx,
    by: &Caller,
    id: RestockOrderId,
    if_match: IfMatch,
    reason: &str,
) -> Result<RestockOrder, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let order = lock(&tx, id).await?;
    if_match.check(order.revision)?;
    let status = next(order.status, RestockStep::Cancel).ok_or_else(|| order.illegal())?;
    let sql =
        "UPDATE restock_orders SET status = $2, cancelled_at = $3, cancel_reason = $4, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), status.into(), now.into(), reason.trim().into()]).await?;
    mail::withdraw(&tx, id, now).await?;
    let after = json!({ "status": status, "reason": Some(reason.trim()).filter(|reason| !reason.is_empty()) });
    audit::record(&tx, by, Action::RestockCancelled, &order.subject(), &json!({ "status": order.status }), &after, now).await?;
    tx.commit().await?;
    find::get(&ctx.db, id).await
}
