//! On which terms a supplier supplies a variant.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use serde_json::json;
use shared::audit::AuditSubject;
use shared::ids::{SupplierId, VariantId};
use shared::inventory::SupplierTerms;
use shared::money::Rupiah;

use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, AtRevision, Caller, MaybeIfMatch};

#[derive(FromQueryResult)]
struct Named {
    name: String,
    sku: String,
}

#[derive(FromQueryResult, Serialize)]
struct Terms {
    #[serde(skip)]
    revision: i32,
    supplier_sku: String,
    cost: Option<Rupiah>,
    lead_time_days: Option<i32>,
    minimum_quantity: i32,
}

#[derive(FromQueryResult)]
struct Noted {
    revision: i32,
}

/// The supplier, which is locked, and the variant by their names.
async fn named(tx: &impl ConnectionTrait, supplier: SupplierId, variant: VariantId) -> Result<Named, ApiError> {
    let sql = "SELECT u.name, v.sku FROM suppliers u CROSS JOIN variants v WHERE u.id = $1 AND v.id = $2 FOR NO KEY UPDATE OF u";
    let row: Option<Named> = one(tx, sql, [supplier.0.into(), variant.0.into()]).await?;
    row.ok_or_else(ApiError::not_found)
}

/// The terms, which are locked: receiving goods writes what they cost.
async fn terms(tx: &impl ConnectionTrait, supplier: SupplierId, variant: VariantId) -> Result<Option<Terms>, DbErr> {
    let sql = "SELECT revision, supplier_sku, cost, lead_time_days, minimum_quantity FROM supplier_products
               WHERE supplier_id = $1 AND variant_id = $2 FOR NO KEY UPDATE";
    one(tx, sql, [supplier.0.into(), variant.0.into()]).await
}

/// Notes the terms, unless others were noted since `if_match`: 0 where there were none.
pub(super) async fn set(
    ctx: &Ctx,
    by: &Caller,
    supplier: SupplierId,
    variant: VariantId,
    if_match: MaybeIfMatch,
    ask: SupplierTerms,
) -> Result<AtRevision<SupplierTerms>, ApiError> {
    let now = ctx.clock.now();
    let ask = SupplierTerms { supplier_sku: ask.supplier_sku.trim().to_owned(), ..ask };
    let tx = ctx.begin().await?;
    let named = named(&tx, supplier, variant).await?;
    let before = terms(&tx, supplier, variant).await?;
    let mut revision = before.as_ref().map_or(0, |terms| terms.revision);
    if_match.check(revision)?;
    let (was, is) = (json!(before), json!(ask));
    if was != is {
        let sql = "INSERT INTO supplier_products (supplier_id, variant_id, supplier_sku, cost, lead_time_days, minimum_quantity)
                   VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (supplier_id, variant_id) DO UPDATE SET supplier_sku = EXCLUDED.supplier_sku, cost = EXCLUDED.cost,
                       lead_time_days = EXCLUDED.lead_time_days, minimum_quantity = EXCLUDED.minimum_quantity,
                       revision = EXCLUDED.revision
                   RETURNING revision";
        let values = [
            supplier.0.into(),
            variant.0.into(),
            ask.supplier_sku.as_str().into(),
            ask.cost.map(|cost| cost.0).into(),
            ask.lead_time_days.into(),
            ask.minimum_quantity.into(),
        ];
        let noted: Option<Noted> = one(&tx, sql, values).await?;
        revision = noted.map_or(revision, |noted| noted.revision);
        let subject = Subject::new(AuditSubject::Supplier, supplier, format!("{} · {}", named.name, named.sku));
        audit::record(&tx, by, Action::SupplierTermsSet, &subject, &was, &is, now).await?;
    }
    tx.commit().await?;
    Ok(AtRevision { revision, value: ask })
}

/// Forgets the terms.
pub(super) async fn remove(ctx: &Ctx, by: &Caller, supplier: SupplierId, variant: VariantId) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let named = named(&tx, supplier, variant).await?;
    let before = terms(&tx, supplier, variant).await?.ok_or_else(ApiError::not_found)?;
    let sql = "DELETE FROM supplier_products WHERE supplier_id = $1 AND variant_id = $2";
    execute(&tx, sql, [supplier.0.into(), variant.0.into()]).await?;
    let subject = Subject::new(AuditSubject::Supplier, supplier, format!("{} · {}", named.name, named.sku));
    audit::record(&tx, by, Action::SupplierTermsRemoved, &subject, &json!(before), &(), now).await?;
    tx.commit().await?;
    Ok(())
}
