//! Takes in deliveries.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::json;
use shared::ids::{ReceiptId, RestockOrderId, VariantId};
use shared::inventory::{ReceiveLine, ReceiveRestockRequest, RestockOrder, after_receipt, average_cost, next};
use shared::money::Rupiah;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::{Locked, find, lock};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::http::{ApiError, Caller, MaybeIfMatch};
use crate::idempotency::{Claim, Key};

/// Stands for a cost that nobody knows, in arrays for the database.
const UNKNOWN: i64 = -1;

#[derive(FromQueryResult)]
struct Item {
    variant_id: VariantId,
    quantity_ordered: i32,
    quantity_received: i32,
    unit_cost: Rupiah,
}

#[derive(FromQueryResult)]
struct Shelf {
    variant_id: VariantId,
    on_hand: i32,
    cost: Option<Rupiah>,
}

/// A line as it is booked.
struct Booked<'a> {
    line: &'a ReceiveLine,
    unit_cost: Rupiah,
    before: Option<Rupiah>,
    after: Option<Rupiah>,
}

/// Takes in a delivery: the pieces go on the shelf and into the average cost, the order moves on. All of
/// it in one transaction; the same key does it once. Nothing of it when the order is another by now than whoever counted saw.
///
/// # Errors
/// 409 when the order is not under way; 412 when something happened to it since; 422 names lines that were not ordered.
pub(super) async fn receive(
    ctx: &Ctx,
    by: &Caller,
    key: &str,
    id: RestockOrderId,
    if_match: MaybeIfMatch,
    ask: ReceiveRestockRequest,
) -> Result<RestockOrder, ApiError> {
    let key = Key::new(by, key, "receive_restock_order", &(id, &ask))?;
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    if let Claim::Done(_) = key.claim(&tx, now).await? {
        tx.rollback().await?;
        return find::get(&ctx.db, id).await;
    }
    // Otherwise each row of a delivery with a hundred lines would write a listing.
    tx.execute_unprepared("SET LOCAL hurtrock.bulk = 'on'").await?;
    let order = lock(&tx, id).await?;
    // After the claim: whoever sends the same delivery again moved the order on by it.
    if_match.check(order.revision)?;
    if !order.status.is_open() {
        return Err(order.illegal());
    }
    let sql =
        "SELECT variant_id, quantity_ordered, quantity_received, unit_cost FROM restock_order_items WHERE restock_order_id = $1";
    let items: Vec<Item> = all(&tx, sql, [id.0.into()]).await?;
    let items: HashMap<VariantId, Item> = items.into_iter().map(|item| (item.variant_id, item)).collect();
    let unknown: Vec<FieldError> = ask
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !items.contains_key(&line.variant_id))
        .map(|(index, _)| FieldError::new(format!("/lines/{index}/variant_id"), FieldCode::UnknownChoice))
        .collect();
    if !unknown.is_empty() {
        return Err(ApiError::invalid(unknown));
    }
    let shelves = shelves(&tx, &ask).await?;
    let booked: Vec<Booked> = ask.lines.iter().map(|line| book(line, &items, &shelves)).collect();
    write(&tx, &order, &ask, &booked, by, now).await?;

    let came = |variant: VariantId| ask.lines.iter().find(|line| line.variant_id == variant).map_or(0, |line| line.quantity);
    let lines = items.values().map(|item| (item.quantity_ordered, item.quantity_received.saturating_add(came(item.variant_id))));
    let status = next(order.status, after_receipt(lines, ask.closes)).ok_or_else(|| order.illegal())?;
    let sql = "UPDATE restock_orders SET status = $2, revision = revision + 1,
                      received_at = CASE WHEN $2 = 'received' THEN $3 ELSE received_at END WHERE id = $1";
    execute(&tx, sql, [id.0.into(), status.into(), now.into()]).await?;
    show(&tx, &ask).await?;
    key.remember(&tx, json!(id)).await?;
    let after = json!({ "status": status, "lines": ask.lines, "delivery_note": ask.delivery_note, "note": ask.note, "closes": ask.closes });
    audit::record(&tx, by, Action::RestockReceived, &order.subject(), &json!({ "status": order.status }), &after, now).await?;
    tx.commit().await?;
    tracing::info!(restock_order.number = %order.number, lines = ask.lines.len(), "took in a delivery");
    find::get(&ctx.db, id).await
}

fn book<'a>(line: &'a ReceiveLine, items: &HashMap<VariantId, Item>, shelves: &HashMap<VariantId, Shelf>) -> Booked<'a> {
    let ordered_at = items.get(&line.variant_id).map_or(Rupiah::ZERO, |item| item.unit_cost);
    let unit_cost = line.unit_cost.unwrap_or(ordered_at);
    let shelf = shelves.get(&line.variant_id);
    let before = shelf.and_then(|shelf| shelf.cost);
    let on_hand = shelf.map_or(0, |shelf| shelf.on_hand);
    let after = if line.quantity > 0 { Some(average_cost(on_hand, before, line.quantity, unit_cost)) } else { before };
    Booked { line, unit_cost, before, after }
}

/// Locks products, then all of their stock, each in the order of their ids: as the product's editor does,
/// which writes cost and listing as well. Orders of buyers lock stock alone.
async fn shelves(tx: &impl ConnectionTrait, ask: &ReceiveRestockRequest) -> Result<HashMap<VariantId, Shelf>, DbErr> {
    let variants = on_the_shelf(ask);
    if variants.is_empty() {
        return Ok(HashMap::new());
    }
    let sql =
        "SELECT FROM products WHERE id IN (SELECT product_id FROM variants WHERE id = ANY ($1)) ORDER BY id FOR NO KEY UPDATE";
    execute(tx, sql, [variants.clone().into()]).await?;
    let sql = "SELECT FROM stocks WHERE product_id IN (SELECT product_id FROM variants WHERE id = ANY ($1)) ORDER BY variant_id FOR UPDATE";
    execute(tx, sql, [variants.clone().into()]).await?;
    let sql = "SELECT s.variant_id, s.on_hand, v.cost FROM stocks s JOIN variants v ON v.id = s.variant_id WHERE s.variant_id = ANY ($1)";
    let rows: Vec<Shelf> = all(tx, sql, [variants.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.variant_id, row)).collect())
}

/// Variants of which pieces go on the shelf.
fn on_the_shelf(ask: &ReceiveRestockRequest) -> Vec<Uuid> {
    ask.lines.iter().filter(|line| line.quantity > 0).map(|line| line.variant_id.0).collect()
}

/// Makes the listings of what came anew, once, and tells every process.
async fn show(tx: &impl ConnectionTrait, ask: &ReceiveRestockRequest) -> Result<(), DbErr> {
    let sql = "WITH changed AS MATERIALIZED (SELECT DISTINCT product_id AS id FROM variants WHERE id = ANY ($1)),
               done AS MATERIALIZED (SELECT refresh_listings(ARRAY(SELECT id FROM changed ORDER BY id)))
               SELECT announce('listing ' || changed.id) FROM done, changed";
    execute(tx, sql, [on_the_shelf(ask).into()]).await.map(drop)
}

async fn write(
    tx: &impl ConnectionTrait,
    order: &Locked,
    ask: &ReceiveRestockRequest,
    booked: &[Booked<'_>],
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let receipt = ReceiptId::generate();
    let sql = "INSERT INTO restock_receipts (id, restock_order_id, delivery_note, note, closes, received_by, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        receipt.0.into(),
        order.id.0.into(),
        ask.delivery_note.trim().into(),
        ask.note.trim().into(),
        ask.closes.into(),
        by.user_id.0.into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    if booked.is_empty() {
        return Ok(());
    }
    let variants: Vec<Uuid> = booked.iter().map(|row| row.line.variant_id.0).collect();
    let quantities: Vec<i32> = booked.iter().map(|row| row.line.quantity).collect();
    let damaged: Vec<i32> = booked.iter().map(|row| row.line.damaged).collect();
    let reasons: Vec<String> = booked.iter().map(|row| row.line.reason.trim().to_owned()).collect();
    let costs: Vec<i64> = booked.iter().map(|row| row.unit_cost.0).collect();
    let before: Vec<i64> = booked.iter().map(|row| row.before.map_or(UNKNOWN, |cost| cost.0)).collect();
    let after: Vec<i64> = booked.iter().map(|row| row.after.map_or(UNKNOWN, |cost| cost.0)).collect();
    let sql = "INSERT INTO restock_receipt_items (receipt_id, variant_id, quantity, damaged, reason, unit_cost, cost_before, cost_after)
               SELECT $1, l.variant_id, l.quantity, l.damaged, l.reason, l.cost, NULLIF(l.before, $9), NULLIF(l.after, $9)
               FROM unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
                   AS l (variant_id, quantity, damaged, reason, cost, before, after)";
    let values = [
        receipt.0.into(),
        variants.clone().into(),
        quantities.clone().into(),
        damaged.clone().into(),
        reasons.into(),
        costs.clone().into(),
        before.into(),
        after.clone().into(),
        UNKNOWN.into(),
    ];
    execute(tx, sql, values).await?;
    let sql = "UPDATE restock_order_items i SET quantity_received = i.quantity_received + l.quantity, quantity_damaged = i.quantity_damaged + l.damaged
               FROM unnest($2::uuid[], $3::int[], $4::int[]) AS l (variant_id, quantity, damaged)
               WHERE i.restock_order_id = $1 AND i.variant_id = l.variant_id";
    execute(tx, sql, [order.id.0.into(), variants.clone().into(), quantities.clone().into(), damaged.into()]).await?;
    let ids: Vec<Uuid> = booked.iter().map(|_| Uuid::now_v7()).collect();
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, note, actor_id, reference_kind, reference_id, created_at)
               SELECT l.id, l.variant_id, 'receipt', l.quantity, $4, $5, 'restock_order', $6, $7
               FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS l (id, variant_id, quantity) WHERE l.quantity > 0 ORDER BY l.variant_id";
    let values = [
        ids.into(),
        variants.clone().into(),
        quantities.into(),
        ask.delivery_note.trim().into(),
        by.user_id.0.into(),
        order.id.0.into(),
        now.into(),
    ];
    execute(tx, sql, values).await?;
    cost(tx, order, variants, costs, after).await
}

/// Writes what a piece costs since: on the variant, whose product gets another revision because its
/// editor shows it, and as what the supplier asked last.
async fn cost(
    tx: &impl ConnectionTrait,
    order: &Locked,
    variants: Vec<Uuid>,
    costs: Vec<i64>,
    after: Vec<i64>,
) -> Result<(), DbErr> {
    let sql = "WITH changed AS (
                   UPDATE variants v SET cost = l.cost FROM unnest($1::uuid[], $2::bigint[]) AS l (variant_id, cost)
                   WHERE v.id = l.variant_id AND l.cost >= 0 AND v.cost IS DISTINCT FROM l.cost RETURNING v.product_id)
               UPDATE products SET revision = revision + 1 WHERE id IN (SELECT product_id FROM changed)";
    execute(tx, sql, [variants.clone().into(), after.into()]).await?;
    let sql = "INSERT INTO supplier_products (supplier_id, variant_id, cost)
               SELECT $1, l.variant_id, l.cost FROM unnest($2::uuid[], $3::bigint[]) AS l (variant_id, cost) ORDER BY l.variant_id
               ON CONFLICT (supplier_id, variant_id) DO UPDATE SET cost = EXCLUDED.cost, revision = EXCLUDED.revision
                   WHERE supplier_products.cost IS DISTINCT FROM EXCLUDED.cost";
    execute(tx, sql, [order.supplier_id.0.into(), variants.into(), costs.into()]).await.map(drop)
}
