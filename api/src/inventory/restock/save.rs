//! Writes restock orders, as long as they are drafts.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{RestockOrderId, VariantId};
use shared::inventory::{RestockOrder, RestockStatus, SaveRestockRequest};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::{find, lock};
use crate::audit::{self, Action};
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::http::{ApiError, Caller, IfMatch};

/// `PO-2611-00042`: the month in the shop and a number that only grows.
async fn number(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Next {
        next: i64,
    }
    let next: Option<Next> = one(tx, "SELECT nextval('restock_order_numbers') AS next", []).await?;
    let day = shop_day(now);
    let next = next.map_or(0, |row| row.next);
    Ok(format!("PO-{:02}{:02}-{next:05}", day.year().rem_euclid(100), day.month()))
}

/// Makes a draft.
pub(super) async fn create(ctx: &Ctx, by: &Caller, ask: SaveRestockRequest) -> Result<RestockOrder, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    check(&tx, &ask, true).await?;
    let id = RestockOrderId::generate();
    let number = number(&tx, now).await?;
    let sql = "INSERT INTO restock_orders (id, number, supplier_id, status, expected_on, notes, created_by, created_at)
               VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7)";
    let values = [
        id.0.into(),
        number.into(),
        ask.supplier_id.0.into(),
        ask.expected_on.into(),
        ask.notes.trim().into(),
        by.user_id.0.into(),
        now.into(),
    ];
    execute(&tx, sql, values).await?;
    lines(&tx, id, &ask).await?;
    let made = find::get(&tx, id).await?;
    let locked = lock(&tx, id).await?;
    audit::record(&tx, by, Action::RestockCreated, &locked.subject(), &(), &made.save_request(), now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a draft, unless somebody else changed it since `if_match`. The same as before changes nothing.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: RestockOrderId,
    if_match: IfMatch,
    mut ask: SaveRestockRequest,
) -> Result<RestockOrder, ApiError> {
    let now = ctx.clock.now();
    ask.notes = ask.notes.trim().to_owned();
    let tx = ctx.begin().await?;
    let locked = lock(&tx, id).await?;
    if_match.check(locked.revision)?;
    if locked.status != RestockStatus::Draft {
        return Err(locked.illegal());
    }
    let before = find::get(&tx, id).await?;
    if before.save_request() == ask {
        tx.rollback().await?;
        return Ok(before);
    }
    check(&tx, &ask, ask.supplier_id != before.supplier_id).await?;
    let sql = "UPDATE restock_orders SET supplier_id = $2, expected_on = $3, notes = $4, revision = revision + 1 WHERE id = $1";
    execute(&tx, sql, [id.0.into(), ask.supplier_id.0.into(), ask.expected_on.into(), ask.notes.as_str().into()]).await?;
    lines(&tx, id, &ask).await?;
    let after = find::get(&tx, id).await?;
    audit::record(&tx, by, Action::RestockUpdated, &locked.subject(), &before.save_request(), &after.save_request(), now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Whether supplier and variants are there; a new supplier must be one the shop buys from.
async fn check(tx: &impl ConnectionTrait, ask: &SaveRestockRequest, new_supplier: bool) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Supplier {
        active: bool,
    }
    #[derive(FromQueryResult)]
    struct Known {
        id: VariantId,
    }
    let mut faults = Vec::new();
    let sql = "SELECT active FROM suppliers WHERE id = $1 FOR KEY SHARE";
    let supplier: Option<Supplier> = one(tx, sql, [ask.supplier_id.0.into()]).await?;
    if !supplier.is_some_and(|supplier| supplier.active || !new_supplier) {
        faults.push(FieldError::new("/supplier_id", FieldCode::UnknownChoice));
    }
    let ids: Vec<Uuid> = ask.lines.iter().map(|line| line.variant_id.0).collect();
    let known: Vec<Known> = all(tx, "SELECT id FROM variants WHERE id = ANY ($1)", [ids.into()]).await?;
    for (index, line) in ask.lines.iter().enumerate() {
        if !known.iter().any(|row| row.id == line.variant_id) {
            faults.push(FieldError::new(format!("/lines/{index}/variant_id"), FieldCode::UnknownChoice));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// Writes the lines anew, and what they cost. What the supplier calls each is kept as it is now.
async fn lines(tx: &impl ConnectionTrait, id: RestockOrderId, ask: &SaveRestockRequest) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM restock_order_items WHERE restock_order_id = $1", [id.0.into()]).await?;
    let variants: Vec<Uuid> = ask.lines.iter().map(|line| line.variant_id.0).collect();
    let quantities: Vec<i32> = ask.lines.iter().map(|line| line.quantity).collect();
    let costs: Vec<i64> = ask.lines.iter().map(|line| line.unit_cost.0).collect();
    let sql =
        "INSERT INTO restock_order_items (restock_order_id, variant_id, quantity_ordered, unit_cost, position, supplier_sku)
               SELECT $1, l.variant_id, l.quantity, l.cost, l.place, COALESCE(t.supplier_sku, '')
               FROM unnest($2::uuid[], $3::int[], $4::bigint[]) WITH ORDINALITY AS l (variant_id, quantity, cost, place)
               LEFT JOIN supplier_products t ON t.supplier_id = $5 AND t.variant_id = l.variant_id ORDER BY l.variant_id";
    execute(tx, sql, [id.0.into(), variants.into(), quantities.into(), costs.into(), ask.supplier_id.0.into()]).await?;
    let sql = "UPDATE restock_orders SET total = (SELECT sum(quantity_ordered * unit_cost) FROM restock_order_items WHERE restock_order_id = $1)
               WHERE id = $1";
    execute(tx, sql, [id.0.into()]).await.map(drop)
}
