//! One change to many products: to all of them, or to none.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use shared::audit::AuditSubject;
use shared::catalog::ProductStatus;
use shared::ids::{ProductId, VariantId};
use shared::money::Rupiah;
use shared::problem::ErrorCode;
use shared::products::{BulkEdit, BulkProductsRequest, BulkReport, PriceChange, PriceChangeRow};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::tx;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::http::{ApiError, ApiResult, Caller};

#[derive(FromQueryResult)]
struct ProductRow {
    id: ProductId,
    name: String,
    status: ProductStatus,
    featured: bool,
    has_variant: bool,
}

#[derive(FromQueryResult)]
struct VariantRow {
    id: VariantId,
    product_id: ProductId,
    sku: String,
    price: Rupiah,
    compare_at: Option<Rupiah>,
}

/// Does it, or tells what it would do.
///
/// # Errors
/// 422 that names each product (`/ids/…`) that it cannot be done to; then it is done to none. 409 when prices would
/// change otherwise than the asker saw.
pub(super) async fn bulk(ctx: &Ctx, ask: BulkProductsRequest, by: &Caller) -> ApiResult<BulkReport> {
    let now = ctx.clock.now();
    let wanted: BTreeSet<Uuid> = ask.ids.iter().map(|id| id.0).collect();
    let ids: Vec<Uuid> = wanted.into_iter().collect();
    let tx = tx::begin(ctx).await?;
    let sql = "SELECT p.id, p.name, p.status, p.featured,
                      EXISTS (SELECT FROM variants v WHERE v.product_id = p.id AND v.active) AS has_variant
               FROM products p WHERE p.id = ANY ($1) ORDER BY p.id FOR NO KEY UPDATE OF p";
    let products: Vec<ProductRow> = all(&tx, sql, [ids.clone().into()]).await?;
    tx::lock_stock(&tx, &ids).await?;

    let change = Change { products: &products, asked: &ask.ids };
    let report = match (ask.edit, ask.price) {
        (BulkEdit::Price, Some(rule)) => change.prices(&tx, &ids, rule).await?,
        (BulkEdit::Feature, _) => change.report(|product| !product.featured)?,
        (BulkEdit::Unfeature, _) => change.report(|product| product.featured)?,
        (BulkEdit::Activate, _) => {
            change.refuse(FieldCode::Required, |product| !product.has_variant)?;
            change.report(|product| product.status != ProductStatus::Active)?
        }
        (BulkEdit::Draft, _) => change.report(|product| product.status != ProductStatus::Draft)?,
        (BulkEdit::Archive, _) => change.report(|product| product.status != ProductStatus::Archived)?,
        // `validate` has seen to it.
        (BulkEdit::Price, None) => return Err(ApiError::invalid(vec![FieldError::new("/price", FieldCode::Required)])),
    };
    let is_another = |seen: &String| report.fingerprint.as_ref() != Some(seen);
    if !ask.dry_run && ask.fingerprint.as_ref().is_some_and(is_another) {
        return Err(ApiError::conflict(ErrorCode::Stale).detail("the prices would change otherwise than was seen"));
    }
    if ask.dry_run || report.changed.is_empty() {
        tx.rollback().await?;
        return Ok(report);
    }
    write(&tx, &ask, &report, now).await?;
    tx::finish(&tx, &report.changed).await?;
    audit::record_many(&tx, by, Action::ProductUpdated, &events(&ask, &report, &products), now).await?;
    tx.commit().await?;
    Ok(report)
}

/// What the audit log keeps of each product.
fn events(ask: &BulkProductsRequest, report: &BulkReport, products: &[ProductRow]) -> Vec<(Subject, Value, Value)> {
    let changed = products.iter().filter(|product| report.changed.contains(&product.id));
    let event = |product: &ProductRow| {
        let status = |status: ProductStatus| (json!({ "status": product.status }), json!({ "status": status }));
        let (before, after) = match ask.edit {
            BulkEdit::Activate => status(ProductStatus::Active),
            BulkEdit::Draft => status(ProductStatus::Draft),
            BulkEdit::Archive => status(ProductStatus::Archived),
            BulkEdit::Feature | BulkEdit::Unfeature => {
                (json!({ "featured": product.featured }), json!({ "featured": !product.featured }))
            }
            BulkEdit::Price => {
                let rows = || report.prices.iter().filter(|row| row.product_id == product.id);
                let prices = |price: fn(&PriceChangeRow) -> Rupiah| -> Value {
                    rows().map(|row| (row.sku.clone(), json!({ "price": price(row) }))).collect::<Map<_, _>>().into()
                };
                (json!({ "variants": prices(|row| row.before) }), json!({ "variants": prices(|row| row.after) }))
            }
        };
        (Subject::new(AuditSubject::Product, product.id, product.name.as_str()), before, after)
    };
    changed.map(event).collect()
}

struct Change<'a> {
    products: &'a [ProductRow],
    asked: &'a [ProductId],
}

impl Change<'_> {
    /// 422 when there are products that are not there, or that `holds` is true of.
    fn refuse(&self, code: FieldCode, holds: impl Fn(&ProductRow) -> bool) -> ApiResult<()> {
        let by_id: HashMap<ProductId, &ProductRow> = self.products.iter().map(|product| (product.id, product)).collect();
        let fault = |(index, id): (usize, &ProductId)| {
            let pointer = format!("/ids/{index}");
            match by_id.get(id) {
                None => Some(FieldError::new(pointer, FieldCode::UnknownChoice)),
                Some(product) if holds(product) => Some(FieldError::new(pointer, code).with("name", &product.name)),
                Some(_) => None,
            }
        };
        let faults: Vec<FieldError> = self.asked.iter().enumerate().filter_map(fault).collect();
        if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
    }

    fn report(&self, changes: impl Fn(&ProductRow) -> bool) -> ApiResult<BulkReport> {
        self.refuse(FieldCode::UnknownChoice, |_| false)?;
        let (changed, unchanged): (Vec<_>, Vec<_>) = self.products.iter().partition(|product| changes(product));
        let ids = |products: Vec<&ProductRow>| products.into_iter().map(|product| product.id).collect();
        Ok(BulkReport { changed: ids(changed), unchanged: ids(unchanged), prices: Vec::new(), fingerprint: None })
    }

    async fn prices(&self, tx: &impl ConnectionTrait, ids: &[Uuid], rule: PriceChange) -> ApiResult<BulkReport> {
        let sql = "SELECT id, product_id, sku, price, compare_at FROM variants WHERE product_id = ANY ($1)
                   ORDER BY product_id, sort_order, id";
        let variants: Vec<VariantRow> = all(tx, sql, [ids.to_vec().into()]).await?;
        let mut beyond: BTreeSet<ProductId> = BTreeSet::new();
        let mut rows = Vec::new();
        let names: HashMap<ProductId, &str> = self.products.iter().map(|product| (product.id, product.name.as_str())).collect();
        for variant in variants {
            match rule.apply(variant.price, variant.compare_at) {
                None => {
                    beyond.insert(variant.product_id);
                }
                Some((after, compare_at)) if (after, compare_at) != (variant.price, variant.compare_at) => {
                    rows.push(PriceChangeRow {
                        product_id: variant.product_id,
                        variant_id: variant.id,
                        name: names.get(&variant.product_id).map_or_else(String::new, |name| (*name).to_owned()),
                        sku: variant.sku,
                        before: variant.price,
                        after,
                        compare_at,
                    });
                }
                Some(_) => {}
            }
        }
        self.refuse(FieldCode::TooSmall, |product| beyond.contains(&product.id))?;
        let touched: BTreeSet<ProductId> = rows.iter().map(|row| row.product_id).collect();
        let report = self.report(|product| touched.contains(&product.id))?;
        Ok(BulkReport { fingerprint: Some(fingerprint(&rows)), prices: rows, ..report })
    }
}

/// Stands for these prices before and after: another one where any of them differs.
fn fingerprint(rows: &[PriceChangeRow]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        let compare_at = row.compare_at.map_or(0, |price| price.0);
        hash.update(format!("{} {} {} {compare_at};", row.variant_id, row.before.0, row.after.0));
    }
    hex::encode(&hash.finalize()[..12])
}

async fn write(
    tx: &impl ConnectionTrait,
    ask: &BulkProductsRequest,
    report: &BulkReport,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = report.changed.iter().map(|id| id.0).collect();
    let set = match ask.edit {
        BulkEdit::Activate => "status = 'active', published_at = COALESCE(published_at, $2)",
        BulkEdit::Draft => "status = 'draft', updated_at = $2",
        BulkEdit::Archive => "status = 'archived', updated_at = $2",
        BulkEdit::Feature => "featured = true, updated_at = $2",
        BulkEdit::Unfeature => "featured = false, updated_at = $2",
        BulkEdit::Price => {
            let variants: Vec<Uuid> = report.prices.iter().map(|row| row.variant_id.0).collect();
            let prices: Vec<i64> = report.prices.iter().map(|row| row.after.0).collect();
            // 0 stands for none: nothing costs as little.
            let compare: Vec<i64> = report.prices.iter().map(|row| row.compare_at.map_or(0, |price| price.0)).collect();
            let sql = "UPDATE variants v SET price = r.price, compare_at = NULLIF(r.compare_at, 0)
                       FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS r (id, price, compare_at) WHERE v.id = r.id";
            execute(tx, sql, [variants.into(), prices.into(), compare.into()]).await?;
            "updated_at = $2"
        }
    };
    let sql = format!("UPDATE products SET {set}, revision = revision + 1 WHERE id = ANY ($1)");
    execute(tx, &sql, [ids.into(), now.into()]).await.map(drop)
}
