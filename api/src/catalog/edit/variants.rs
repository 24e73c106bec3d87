//! A product's variants, from what they are to what they shall be.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use serde_json::Value;
use shared::catalog::OptionValue;
use shared::ids::{ImageId, ProductId, UserId, VariantId};
use shared::money::Rupiah;
use shared::products::{SaveVariant, StaffVariant};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::find::NEVER_USED;
use crate::db::{all, execute};
use crate::http::ApiResult;

/// Where variants that are kept for their history stand: behind the others.
const BEHIND: i32 = 10_000;

/// A variant as it is.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Existing {
    id: VariantId,
    sku: String,
    barcode: Option<String>,
    options: Vec<OptionValue>,
    removable: bool,
}

impl From<&StaffVariant> for Existing {
    /// As it was read. Its stock must be locked since.
    fn from(variant: &StaffVariant) -> Self {
        Self {
            id: variant.id,
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone(),
            options: variant.options.clone(),
            removable: variant.removable,
        }
    }
}

/// Locks the stock of the product's variants and reads them.
pub(super) async fn lock(tx: &impl ConnectionTrait, product: ProductId) -> ApiResult<Vec<Existing>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: VariantId,
        sku: String,
        barcode: Option<String>,
        options: Value,
        removable: bool,
    }
    super::tx::lock_stock(tx, &[product.0]).await?;
    let sql =
        format!("SELECT v.id, v.sku, v.barcode, v.options, {NEVER_USED} AS removable FROM variants v WHERE v.product_id = $1");
    let rows: Vec<Row> = all(tx, &sql, [product.0.into()]).await?;
    let existing = |Row { id, sku, barcode, options, removable }| {
        Ok(Existing { id, sku, barcode, options: serde_json::from_value(options)?, removable })
    };
    rows.into_iter().map(existing).collect()
}

/// A variant as it is written.
#[derive(Clone, Debug, Serialize)]
struct Row {
    id: VariantId,
    sku: String,
    options: Vec<OptionValue>,
    price: Rupiah,
    compare_at: Option<Rupiah>,
    cost: Option<Rupiah>,
    weight_g: i32,
    length_cm: i32,
    width_cm: i32,
    height_cm: i32,
    barcode: Option<String>,
    minimum_stock: i32,
    low_stock_threshold: i32,
    image_id: Option<ImageId>,
    active: bool,
    sort_order: i32,
    #[serde(skip)]
    initial_stock: i32,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(in crate::catalog) struct Plan {
    insert: Vec<Row>,
    update: Vec<Row>,
    /// Gone, as if they had never been.
    remove: Vec<Uuid>,
    /// No longer for sale.
    retire: Vec<Uuid>,
    /// A SKU, barcode or combination passes from one to another.
    renames: bool,
}

impl Plan {
    /// Whether stock is booked with it.
    pub(super) fn books_stock(&self) -> bool {
        self.insert.iter().any(|row| row.initial_stock > 0)
    }
}

/// Compares what is asked (tidied, see `save`) with what there is.
///
/// A new variant with the options of one that was left out is that one, come back: both cannot be.
///
/// # Errors
/// The fields that do not fit.
pub(super) fn plan(asked: &[SaveVariant], existing: &[Existing]) -> Result<Plan, Vec<FieldError>> {
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    let named = |id: VariantId| asked.iter().any(|variant| variant.id == Some(id));
    let mut left_out: Vec<&Existing> = existing.iter().filter(|variant| !named(variant.id)).collect();
    for (index, (variant, sort_order)) in asked.iter().zip(0_i32..).enumerate() {
        let was = match variant.id {
            Some(id) => {
                let found = existing.iter().find(|other| other.id == id);
                if found.is_none() {
                    faults.push(FieldError::new(format!("/variants/{index}/id"), FieldCode::UnknownChoice));
                    continue;
                }
                found
            }
            None => left_out
                .iter()
                .position(|other| !other.removable && other.options == variant.options)
                .map(|at| left_out.swap_remove(at)),
        };
        let row = Row::new(variant, was.map_or_else(VariantId::generate, |was| was.id), sort_order);
        match was {
            Some(was) => {
                plan.renames |= was.sku != row.sku || was.barcode != row.barcode || was.options != row.options;
                plan.update.push(row);
            }
            None => plan.insert.push(row),
        }
    }
    for variant in left_out {
        if variant.removable {
            plan.remove.push(variant.id.0);
            continue;
        }
        plan.retire.push(variant.id.0);
        if let Some(index) = asked.iter().position(|other| other.sku == variant.sku) {
            faults.push(FieldError::new(format!("/variants/{index}/sku"), FieldCode::Taken));
        }
        if let Some(index) = asked.iter().position(|other| other.options == variant.options) {
            faults.push(FieldError::new(format!("/variants/{index}/options"), FieldCode::Taken));
        }
    }
    if faults.is_empty() { Ok(plan) } else { Err(faults) }
}

impl Row {
    fn new(asked: &SaveVariant, id: VariantId, sort_order: i32) -> Self {
        Self {
            id,
            sku: asked.sku.clone(),
            options: asked.options.clone(),
            price: asked.price,
            compare_at: asked.compare_at,
            cost: asked.cost,
            weight_g: asked.weight_g,
            length_cm: asked.length_cm,
            width_cm: asked.width_cm,
            height_cm: asked.height_cm,
            barcode: asked.barcode.clone(),
            minimum_stock: asked.minimum_stock,
            low_stock_threshold: asked.low_stock_threshold,
            image_id: asked.image_id,
            active: asked.active,
            sort_order,
            initial_stock: asked.initial_stock.unwrap_or_default(),
        }
    }
}

const FIELDS: &str = "id uuid, sku text, options jsonb, price bigint, compare_at bigint, cost bigint, weight_g integer, length_cm integer,
    width_cm integer, height_cm integer, barcode text, minimum_stock integer, low_stock_threshold integer, image_id uuid, active boolean,
    sort_order integer";

const COLUMNS: &str = "sku, options, price, compare_at, cost, weight_g, length_cm, width_cm, height_cm, barcode, minimum_stock,
    low_stock_threshold, image_id, active, sort_order";

/// Does it. The stock of what there is must be locked.
pub(super) async fn write(
    tx: &impl ConnectionTrait,
    product: ProductId,
    plan: Plan,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Plan { insert, update, remove, retire, renames } = plan;
    if !remove.is_empty() {
        execute(tx, "DELETE FROM variants WHERE id = ANY ($1)", [remove.into()]).await?;
    }
    if !retire.is_empty() {
        // A barcode on the box of another variant now is no longer this one's.
        let barcodes: Vec<String> = insert.iter().chain(&update).filter_map(|row| row.barcode.clone()).collect();
        let sql = "UPDATE variants SET active = false, barcode = CASE WHEN barcode = ANY ($2) THEN NULL ELSE barcode END,
                          sort_order = sort_order % $3 + $3 WHERE id = ANY ($1)";
        execute(tx, sql, [retire.into(), barcodes.into(), BEHIND.into()]).await?;
    }
    if !update.is_empty() {
        if renames {
            // Uniqueness is checked row by row: two variants that swap their SKUs let go of them first.
            let ids: Vec<Uuid> = update.iter().map(|row| row.id.0).collect();
            let sql = "UPDATE variants SET sku = id::text, barcode = NULL, options = jsonb_build_array(id) WHERE id = ANY ($1)";
            execute(tx, sql, [ids.into()]).await?;
        }
        let sql = format!(
            "UPDATE variants v SET ({COLUMNS}) = ROW ({}) FROM jsonb_to_recordset($2) AS r ({FIELDS}) WHERE v.id = r.id AND v.product_id = $1",
            COLUMNS.split(',').map(|column| format!("r.{}", column.trim())).collect::<Vec<_>>().join(", ")
        );
        execute(tx, &sql, [product.0.into(), json(&update)?]).await?;
    }
    if !insert.is_empty() {
        let sql = format!(
            "INSERT INTO variants (product_id, id, {COLUMNS}) SELECT $1, id, {COLUMNS} FROM jsonb_to_recordset($2) AS r ({FIELDS}) ORDER BY id"
        );
        execute(tx, &sql, [product.0.into(), json(&insert)?]).await?;
        book(tx, &insert, by, now).await?;
    }
    Ok(())
}

/// Books what is there at the beginning as a count.
async fn book(tx: &impl ConnectionTrait, rows: &[Row], by: UserId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let counted: Vec<&Row> = rows.iter().filter(|row| row.initial_stock > 0).collect();
    if counted.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = counted.iter().map(|_| Uuid::now_v7()).collect();
    let variants: Vec<Uuid> = counted.iter().map(|row| row.id.0).collect();
    let pieces: Vec<i32> = counted.iter().map(|row| row.initial_stock).collect();
    let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity, reason, note, actor_id, created_at)
               SELECT id, variant, 'adjustment', pieces, 'count', 'Stok awal', $4, $5
               FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS c (id, variant, pieces) ORDER BY variant";
    execute(tx, sql, [ids.into(), variants.into(), pieces.into(), by.0.into(), now.into()]).await.map(drop)
}

fn json(rows: &[Row]) -> Result<sea_orm::Value, DbErr> {
    serde_json::to_value(rows).map(Into::into).map_err(|error| DbErr::Json(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(id: Option<VariantId>, sku: &str, finish: &str) -> SaveVariant {
        SaveVariant {
            id,
            sku: sku.into(),
            options: options(finish),
            price: Rupiah(1),
            compare_at: None,
            cost: None,
            weight_g: 1,
            length_cm: 1,
            width_cm: 1,
            height_cm: 1,
            barcode: None,
            minimum_stock: 0,
            low_stock_threshold: 0,
            image_id: None,
            active: true,
            initial_stock: None,
        }
    }

    fn options(finish: &str) -> Vec<OptionValue> {
        vec![OptionValue { name: "Warna".into(), value: finish.into() }]
    }

    fn existing(sku: &str, finish: &str, removable: bool) -> Existing {
        Existing { id: VariantId::generate(), sku: sku.into(), barcode: None, options: options(finish), removable }
    }

    #[test]
    fn what_was_sold_stays_off_sale_and_the_rest_goes() {
        let there = [existing("A", "Hitam", false), existing("B", "Merah", true), existing("C", "Putih", false)];
        let plan = plan(&[asked(Some(there[0].id), "A", "Hitam"), asked(None, "D", "Biru")], &there).unwrap_or_default();
        assert_eq!((plan.update.len(), plan.insert.len(), plan.renames), (1, 1, false));
        assert_eq!((plan.remove, plan.retire), (vec![there[1].id.0], vec![there[2].id.0]));
    }

    #[test]
    fn a_combination_that_comes_back_is_the_same_variant() {
        let there = [existing("A", "Hitam", false), existing("B", "Merah", false)];
        let plan = plan(&[asked(Some(there[0].id), "A", "Hitam"), asked(None, "B2", "Merah")], &there).unwrap_or_default();
        assert!(plan.insert.is_empty() && plan.retire.is_empty() && plan.renames);
        assert_eq!(plan.update[1].id, there[1].id);
    }

    #[test]
    fn the_sku_of_a_kept_variant_is_taken() {
        let there = [existing("A", "Hitam", false)];
        let faults = plan(&[asked(None, "A", "Merah")], &there).err().unwrap_or_default();
        assert_eq!(faults, [FieldError::new("/variants/0/sku", FieldCode::Taken)]);
        let faults = plan(&[asked(Some(VariantId::generate()), "A", "Merah")], &[]).err().unwrap_or_default();
        assert_eq!(faults, [FieldError::new("/variants/0/id", FieldCode::UnknownChoice)]);
    }
}
