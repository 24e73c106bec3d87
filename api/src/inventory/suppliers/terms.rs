//! On which terms a supplier supplies a variant.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, TransactionTrait};
use serde::Serialize;
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::SupplierTerms;
use shared::money::Rupiah;

use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, Caller};

#[derive(FromQueryResult)]
struct Named {
    name: String,
    sku: String,
}

#[derive(FromQueryResult, Serialize)]
struct Terms {
    supplier_sku: String,
    cost: Option<Rupiah>,
    lead_time_days: Option<i32>,
    minimum_quantity: i32,
}

/// The supplier, which is locked, and the variant by their names.
async fn named(tx: &impl ConnectionTrait, supplier: SupplierId, variant: VariantId) -> Result<Named, ApiError> {
    let sql = "SELECT u.name, v.sku FROM suppliers u CROSS JOIN variants v WHERE u.id = $1 AND v.id = $2 FOR NO KEY UPDATE OF u";
    let row: Option<Named> = one(tx, sql, [supplier.0.into(), variant.0.into()]).await?;
    row.ok_or_else(ApiError::not_found)
}

async fn terms(tx: &impl ConnectionTrait, supplier: SupplierId, variant: VariantId) -> Result<Option<Terms>, DbErr> {
    let sql = "SELECT supplier_sku, cost, lead_time_days, minimum_quantity FROM supplier_products WHERE supplier_id = $1 AND variant_id = $2";
    one(tx, sql, [supplier.0.into(), variant.0.into()]).await
}

/// Notes the terms.
pub(super) async fn set(
    ctx: &Ctx,
    by: &Caller,
    supplier: SupplierId,
    variant: VariantId,
    ask: SupplierTerms,
) -> Result<SupplierTerms, ApiError> {
    let now = ctx.clock.now();
    let ask = SupplierTerms { supplier_sku: ask.supplier_sku.trim().to_owned(), ..ask };
    let tx = ctx.db.begin().await?;
    let named = named(&tx, supplier, variant).await?;
    let before = terms(&tx, supplier, variant).await?;
    let (was, is) = (json!(before), json!(ask));
    if was != is {
        let sql = "INSERT INTO supplier_products (supplier_id, variant_id, supplier_sku, cost, lead_time_days, minimum_quantity)
                   VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (supplier_id, variant_id) DO UPDATE SET supplier_sku = EXCLUDED.supplier_sku, cost = EXCLUDED.cost,
                       lead_time_days = EXCLUDED.lead_time_days, minimum_quantity = EXCLUDED.minimum_quantity";
        let values = [
            supplier.0.into(),
            variant.0.into(),
            ask.supplier_sku.as_str().into(),
            ask.cost.map(|cost| cost.0).into(),
            ask.lead_time_days.into(),
            ask.minimum_quantity.into(),
        ];
        execute(&tx, sql, values).await?;
        let subject = Subject::new(AuditSubject::Supplier, supplier, format!("{} · {}", named.name, named.sku));
        audit::record(&tx, by, Action::SupplierTermsSet, &subject, &was, &is, now).await?;
    }
    tx.commit().await?;
    Ok(ask)
}

/// Forgets the terms.
pub(super) async fn remove(ctx: &Ctx, by: &Caller, supplier: SupplierId, variant: VariantId) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.db.begin().await?;
    let named = named(&tx, supplier, variant).await?;
    let before = terms(&tx, supplier, variant).await?.ok_or_else(ApiError::not_found)?;
    let sql = "DELETE FROM supplier_products WHERE supplier_id = $1 AND variant_id = $2";
    execute(&tx, sql, [supplier.0.into(), variant.0.into()]).await?;
    let subject = Subject::new(AuditSubject::Supplier, supplier, format!("{} · {}", named.name, named.sku));
    audit::record(&tx, by, Action::SupplierTermsRemoved, &subject, &json!(before), &(), now).await?;
    tx.commit().await?;
    Ok(())
}
