//! What shipping costs, as staff set it: services with their tariffs, free shipping, days in the shop.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::ids::ShippingServiceId;
use shared::money::Rupiah;
use shared::settings::{ShippingDetails, ShippingServiceDetails, ShippingSettings};
use shared::validate::{FieldCode, FieldError};

use super::store::{SERVICES, ServiceRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{all, broken_constraint, execute, one};
use crate::http::{ApiError, Caller, IfMatch};
use crate::regions::display_name;

#[derive(FromQueryResult)]
struct Row {
    free_from: Option<i64>,
    handling_days: i32,
    revision: i32,
    origin: String,
}

impl From<ServiceRow> for ShippingServiceDetails {
    fn from(row: ServiceRow) -> Self {
        Self {
            id: Some(ShippingServiceId(row.id)),
            courier: row.courier,
            code: row.code,
            name: row.name,
            base_price: Rupiah(row.base_price),
            price_per_kg: Rupiah(row.price_per_kg),
            price_per_km: Rupiah(row.price_per_km),
            volumetric_divisor: row.volumetric_divisor,
            min_weight_kg: row.min_weight_kg,
            rounding_tolerance_g: row.rounding_tolerance_g,
            max_distance_km: row.max_distance_km,
            min_days: row.min_days,
            max_days: row.max_days,
            active: row.active,
        }
    }
}

async fn read(db: &impl ConnectionTrait, lock: bool) -> Result<ShippingSettings, ApiError> {
    let sql = format!(
        "SELECT h.free_from, h.handling_days, h.revision, r.name AS origin
         FROM shipping_settings h CROSS JOIN store_profile s JOIN regencies r ON r.code = s.regency_code {}",
        if lock { "FOR UPDATE OF h" } else { "" }
    );
    let row: Row = one(db, &sql, []).await?.ok_or_else(|| ApiError::internal("the shipping settings are missing"))?;
    let services: Vec<ServiceRow> = all(db, &format!("{SERVICES} ORDER BY sort_order, courier, code"), []).await?;
    Ok(ShippingSettings {
        revision: row.revision,
        details: ShippingDetails {
            free_from: row.free_from.map(Rupiah),
            handling_days: row.handling_days,
            services: services.into_iter().map(ShippingServiceDetails::from).collect(),
        },
        origin: display_name(&row.origin),
    })
}

/// The settings.
pub(super) async fn get(ctx: &Ctx) -> Result<ShippingSettings, ApiError> {
    read(&ctx.db, false).await
}

/// For the audit log: a service by its name, so that only those that changed are told.
fn for_log(details: &ShippingDetails) -> Result<Value, ApiError> {
    let mut services = serde_json::Map::new();
    for service in &details.services {
        services.insert(format!("{} {}", service.courier, service.code), serde_json::to_value(service)?);
    }
    Ok(json!({ "free_from": details.free_from, "handling_days": details.handling_days, "services": services }))
}

/// Changes them; quotes follow at once, in every process. Orders keep what they were placed with.
///
/// # Errors
/// 422 for a service that is none, or whose code is taken; 412 when somebody else was faster.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    if_match: IfMatch,
    mut ask: ShippingDetails,
) -> Result<ShippingSettings, ApiError> {
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if_match.check(before.revision)?;
    for service in &mut ask.services {
        for text in [&mut service.courier, &mut service.code, &mut service.name] {
            *text = text.trim().to_owned();
        }
    }
    let known = |id: ShippingServiceId| before.details.services.iter().any(|service| service.id == Some(id));
    let unknown = ask.services.iter().enumerate().filter(|(_, service)| service.id.is_some_and(|id| !known(id)));
    let faults: Vec<FieldError> =
        unknown.map(|(index, _)| FieldError::new(format!("/services/{index}/id"), FieldCode::UnknownChoice)).collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    keep_namesakes(&before.details, &mut ask)?;
    // Two services may swap their codes.
    execute(&tx, "SET CONSTRAINTS shipping_services_code_key DEFERRED", []).await?;
    let sql = "UPDATE shipping_settings SET free_from = $1, handling_days = $2, revision = revision + 1";
    execute(&tx, sql, [ask.free_from.map(|amount| amount.0).into(), ask.handling_days.into()]).await?;
    // What is left out stays behind the others, switched off: orders know it.
    execute(&tx, "UPDATE shipping_services SET active = false, sort_order = 1000", []).await?;
    for (index, service) in ask.services.iter().enumerate() {
        write(&tx, service, i32::try_from(index).unwrap_or(i32::MAX)).await?;
    }
    // Checked now, so that it is not the commit that fails.
    execute(&tx, "SET CONSTRAINTS shipping_services_code_key IMMEDIATE", []).await.map_err(code_taken)?;
    let saved = read(&tx, false).await?;
    let subject = Subject::new(AuditSubject::Settings, "shipping", "shipping");
    let (old, new) = (for_log(&before.details)?, for_log(&saved.details)?);
    audit::record(&tx, by, Action::ShippingSettingsUpdated, &subject, &old, &new, ctx.clock.now()).await?;
    tx.commit().await?;
    // The database tells all processes; this one need not wait for it.
    ctx.caches.store.clear();
    Ok(saved)
}

/// A service that is left out stays, for orders know it: one that comes without an id, under the code of such
/// a one, is that one again.
///
/// # Errors
/// 422 for another service that would take the code of one that is left out.
fn keep_namesakes(before: &ShippingDetails, ask: &mut ShippingDetails) -> Result<(), ApiError> {
    let gone = |old: &&ShippingServiceDetails| ask.services.iter().all(|service| service.id != old.id);
    let left_out: Vec<&ShippingServiceDetails> = before.services.iter().filter(gone).collect();
    let mut faults = Vec::new();
    for (index, service) in ask.services.iter_mut().enumerate() {
        let same = |old: &&&ShippingServiceDetails| old.courier == service.courier && old.code == service.code;
        let Some(namesake) = left_out.iter().find(same) else { continue };
        if service.id.is_some() {
            faults.push(FieldError::new(format!("/services/{index}/code"), FieldCode::Taken));
        }
        service.id = namesake.id;
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// Which service it is was asked before; what is left is one that came from elsewhere meanwhile.
fn code_taken(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("shipping_services_code_key") => ApiError::invalid(vec![FieldError::new("/services", FieldCode::Taken)]),
        _ => error.into(),
    }
}

async fn write(tx: &impl ConnectionTrait, service: &ShippingServiceDetails, place: i32) -> Result<(), DbErr> {
    let sql = "INSERT INTO shipping_services (id, courier, code, name, base_price, price_per_kg, price_per_km, volumetric_divisor,
                   min_weight_kg, rounding_tolerance_g, max_distance_km, min_days, max_days, active, sort_order)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
               ON CONFLICT (id) DO UPDATE SET courier = $2, code = $3, name = $4, base_price = $5, price_per_kg = $6, price_per_km = $7,
                   volumetric_divisor = $8, min_weight_kg = $9, rounding_tolerance_g = $10, max_distance_km = $11, min_days = $12,
                   max_days = $13, active = $14, sort_order = $15";
    let values = [
        service.id.unwrap_or_else(ShippingServiceId::generate).0.into(),
        service.courier.as_str().into(),
        service.code.as_str().into(),
        service.name.as_str().into(),
        service.base_price.0.into(),
        service.price_per_kg.0.into(),
        service.price_per_km.0.into(),
        service.volumetric_divisor.into(),
        service.min_weight_kg.into(),
        service.rounding_tolerance_g.into(),
        service.max_distance_km.into(),
        service.min_days.into(),
        service.max_days.into(),
        service.active.into(),
        place.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}
