//! What came into the store and what left it, so that the ledger tells how the shelf came to be.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::{Value, json};
use uuid::Uuid;

use super::catalogue::listed_at;
use super::history::{Books, Rows};
use super::{ids, load};
use crate::clock::{shop_day, start_of_shop_day};

/// Goods that left the store with an order.
pub struct Sale {
    pub sku: String,
    pub order_id: Uuid,
    pub number: String,
    pub quantity: i32,
    pub at: DateTime<Utc>,
}

/// How often the shelf is filled up.
const ROUND: TimeDelta = TimeDelta::days(45);

/// Writes the ledger and the holds. Afterwards every variant has as many pieces on offer as the
/// catalogue says: the first receipt brings them and what is held, and each round brings what will
/// be sold in it.
pub async fn load(tx: &DatabaseTransaction, books: &Books<'_>, catalogue: &demo::Catalogue, rows: &Rows) -> Result<(), DbErr> {
    let mut movements: Vec<(DateTime<Utc>, Value)> = Vec::new();
    for product in &catalogue.products {
        let listed = morning(listed_at(product, books.now));
        for variant in &product.variants {
            let Some(good) = books.goods.get(&variant.sku) else { continue };
            let mut rounds: BTreeMap<i32, i32> = BTreeMap::from([(0, variant.stock + held(rows, good.id))]);
            for sale in rows.sales.iter().filter(|sale| sale.sku == variant.sku) {
                let round = (sale.at - listed).num_days().max(0) / ROUND.num_days();
                *rounds.entry(i32::try_from(round).unwrap_or(i32::MAX)).or_default() += sale.quantity;
                let id = ids::id(sale.at, "sale", &format!("{} {}", sale.number, sale.sku));
                movements.push((sale.at, movement(id, good.id, "sale", -sale.quantity, Some(sale.order_id), books, sale.at)));
            }
            for (round, quantity) in rounds.into_iter().filter(|(_, quantity)| *quantity > 0) {
                let at = listed + ROUND * round;
                let id = ids::id(at, "receipt", &format!("{} {round}", variant.sku));
                movements.push((at, movement(id, good.id, "receipt", quantity, None, books, at)));
            }
        }
    }
    // What comes in comes before what leaves on the same morning.
    movements.sort_by_key(|(at, row)| (*at, -quantity_of(row)));
    let rows_in_time: Vec<Value> = movements.into_iter().map(|(_, row)| row).collect();
    let columns = "id, variant_id, kind, quantity, note, actor_id, reference_kind, reference_id, created_at";
    load::insert(tx, "stock_movements", columns, &rows_in_time).await?;
    load::insert(tx, "stock_reservations", "order_id, variant_id, quantity, expires_at, created_at", &rows.holds).await
}

fn held(rows: &Rows, variant: Uuid) -> i32 {
    let variant = json!(variant);
    let of_variant = rows.holds.iter().filter(|hold| hold.get("variant_id") == Some(&variant));
    of_variant.map(|hold| i32::try_from(quantity_of(hold)).unwrap_or_default()).sum()
}

fn quantity_of(row: &Value) -> i64 {
    row.get("quantity").and_then(Value::as_i64).unwrap_or_default()
}

/// Eight in the morning of that day, before the first parcel leaves.
fn morning(at: DateTime<Utc>) -> DateTime<Utc> {
    start_of_shop_day(shop_day(at)) + TimeDelta::hours(8)
}

fn movement(
    id: Uuid,
    variant: Uuid,
    kind: &str,
    quantity: i32,
    order: Option<Uuid>,
    books: &Books<'_>,
    at: DateTime<Utc>,
) -> Value {
    json!({
        "id": id, "variant_id": variant, "kind": kind, "quantity": quantity, "note": if kind == "receipt" { "Kiriman pemasok" } else { "" },
        "actor_id": books.people.packer.0, "reference_kind": order.map(|_| "order"), "reference_id": order, "created_at": at,
    })
}
