//! Makes, changes and removes suppliers.

use sea_orm::{DbErr, FromQueryResult, Value};
use shared::audit::AuditSubject;
use shared::ids::SupplierId;
use shared::inventory::{StaffSupplier, SupplierDetails};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError, normalize_phone};

use super::find;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, Caller, IfMatch};

/// As it is stored: without space around, the phone in its one form.
fn tidy(ask: SupplierDetails) -> SupplierDetails {
    let trim = |text: String| text.trim().to_owned();
    SupplierDetails {
        name: trim(ask.name),
        company: trim(ask.company),
        contact_person: trim(ask.contact_person),
        email: trim(ask.email),
        phone: normalize_phone(&ask.phone).unwrap_or_default(),
        address: trim(ask.address),
        notes: trim(ask.notes),
        lead_time_days: ask.lead_time_days,
        locale: ask.locale,
        active: ask.active,
    }
}

fn values(id: SupplierId, details: &SupplierDetails) -> [Value; 11] {
    let maybe = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    [
        id.0.into(),
        details.name.as_str().into(),
        details.company.as_str().into(),
        details.contact_person.as_str().into(),
        maybe(&details.email).into(),
        maybe(&details.phone).into(),
        details.address.as_str().into(),
        details.notes.as_str().into(),
        details.lead_time_days.into(),
        details.active.into(),
        details.locale.into(),
    ]
}

fn refused(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("suppliers_name_key") => ApiError::invalid(vec![FieldError::new("/name", FieldCode::Taken)]),
        _ => error.into(),
    }
}

/// Makes a supplier.
pub(super) async fn create(ctx: &Ctx, by: &Caller, ask: SupplierDetails) -> Result<StaffSupplier, ApiError> {
    let now = ctx.clock.now();
    let (id, details) = (SupplierId::generate(), tidy(ask));
    let tx = ctx.begin().await?;
    let sql =
        "INSERT INTO suppliers (id, name, company, contact_person, email, phone, address, notes, lead_time_days, active, locale)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    execute(&tx, sql, values(id, &details)).await.map_err(refused)?;
    let made = find::get(&tx, id, false).await?;
    let subject = Subject::new(AuditSubject::Supplier, id, details.name.as_str());
    audit::record(&tx, by, Action::SupplierCreated, &subject, &(), &details, now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a supplier, unless somebody else changed it since `if_match`. The same as before changes
/// nothing.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    id: SupplierId,
    if_match: IfMatch,
    ask: SupplierDetails,
) -> Result<StaffSupplier, ApiError> {
    let now = ctx.clock.now();
    let details = tidy(ask);
    let tx = ctx.begin().await?;
    let before = find::get(&tx, id, true).await?;
    if_match.check(before.revision)?;
    if details == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    let sql =
        "UPDATE suppliers SET revision = revision + 1, name = $2, company = $3, contact_person = $4, email = $5, phone = $6,
                      address = $7, notes = $8, lead_time_days = $9, active = $10, locale = $11 WHERE id = $1";
    execute(&tx, sql, values(id, &details)).await.map_err(refused)?;
    let after = find::get(&tx, id, false).await?;
    let subject = Subject::new(AuditSubject::Supplier, id, details.name.as_str());
    audit::record(&tx, by, Action::SupplierUpdated, &subject, &before.details, &after.details, now).await?;
    tx.commit().await?;
    Ok(after)
}

#[derive(FromQueryResult)]
struct Uses {
    orders: i64,
    products: i64,
}

/// Removes a supplier with its terms, unless somebody changed it since `if_match`. One that orders or products name stays: what was
/// bought is told with whom.
pub(super) async fn delete(ctx: &Ctx, by: &Caller, id: SupplierId, if_match: IfMatch) -> Result<(), ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    // Nobody names it from here on.
    execute(&tx, "SELECT 1 FROM suppliers WHERE id = $1 FOR UPDATE", [id.0.into()]).await?;
    let supplier = find::get(&tx, id, false).await?;
    if_match.check(supplier.revision)?;
    let sql = "SELECT (SELECT count(*) FROM restock_orders WHERE supplier_id = $1) AS orders,
                      (SELECT count(*) FROM products WHERE supplier_id = $1) AS products";
    let uses: Option<Uses> = one(&tx, sql, [id.0.into()]).await?;
    if let Some(Uses { orders, products }) = uses.filter(|uses| uses.orders > 0 || uses.products > 0) {
        return Err(ApiError::conflict(ErrorCode::SupplierInUse).with("orders", orders).with("products", products));
    }
    execute(&tx, "DELETE FROM suppliers WHERE id = $1", [id.0.into()]).await?;
    let subject = Subject::new(AuditSubject::Supplier, id, supplier.details.name.as_str());
    audit::record(&tx, by, Action::SupplierDeleted, &subject, &supplier.details, &(), now).await?;
    Ok(tx.commit().await?)
}
