//! Every query of this room.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::{ShippingServiceId, VariantId};
use shared::money::Rupiah;
use shared::shipping::{Parcel, Tariff};
use uuid::Uuid;

use super::Service;
use crate::db;

/// All services; what follows says which of them, and in which order.
pub(super) const SERVICES: &str = "SELECT id, courier, code, name, base_price, price_per_kg, price_per_km, volumetric_divisor,
    min_weight_kg, rounding_tolerance_g, max_distance_km, min_days, max_days, active FROM shipping_services";

/// A service.
#[derive(FromQueryResult)]
pub(super) struct ServiceRow {
    pub id: Uuid,
    pub courier: String,
    pub code: String,
    pub name: String,
    pub base_price: i64,
    pub price_per_kg: i64,
    pub price_per_km: i64,
    pub volumetric_divisor: i32,
    pub min_weight_kg: i32,
    pub rounding_tolerance_g: i32,
    pub max_distance_km: Option<i32>,
    pub min_days: i32,
    pub max_days: i32,
    pub active: bool,
}

/// The services on offer, in the order staff gave them.
///
/// # Errors
/// What the database says.
pub async fn services(db: &impl ConnectionTrait) -> Result<Vec<Service>, DbErr> {
    let sql = format!("{SERVICES} WHERE active ORDER BY sort_order, courier, code");
    let rows: Vec<ServiceRow> = db::all(db, &sql, []).await?;
    Ok(rows.into_iter().map(service).collect())
}

fn service(row: ServiceRow) -> Service {
    let tariff = Tariff {
        base_price: Rupiah(row.base_price),
        price_per_kg: Rupiah(row.price_per_kg),
        price_per_km: Rupiah(row.price_per_km),
        volumetric_divisor: row.volumetric_divisor,
        min_weight_kg: row.min_weight_kg,
        rounding_tolerance_g: row.rounding_tolerance_g,
    };
    Service {
        id: ShippingServiceId(row.id),
        courier: row.courier,
        code: row.code,
        name: row.name,
        tariff,
        max_distance_km: row.max_distance_km,
        min_days: row.min_days,
        max_days: row.max_days,
    }
}

#[derive(FromQueryResult)]
struct ParcelRow {
    id: Uuid,
    weight_g: i32,
    length_cm: i32,
    width_cm: i32,
    height_cm: i32,
    price: i64,
}

/// Weight, size and price of the variants that are for sale, out of those named.
pub(super) async fn parcels(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<Vec<(VariantId, (Parcel, Rupiah))>, DbErr> {
    let sql = "SELECT v.id, v.weight_g, v.length_cm, v.width_cm, v.height_cm, v.price
               FROM variants v JOIN products p ON p.id = v.product_id
               WHERE v.id = ANY ($1) AND v.active AND p.status = 'active'";
    let ids: Vec<Uuid> = variants.iter().map(|id| id.0).collect();
    let rows: Vec<ParcelRow> = db::all(db, sql, [ids.into()]).await?;
    let parcel = |row: ParcelRow| {
        let size = Parcel { weight_g: row.weight_g, length_cm: row.length_cm, width_cm: row.width_cm, height_cm: row.height_cm };
        (VariantId(row.id), (size, Rupiah(row.price)))
    };
    Ok(rows.into_iter().map(parcel).collect())
}

#[derive(FromQueryResult)]
struct CodeRow {
    regency_code: String,
}

/// The regency that a district belongs to; `None` when there is no such district.
pub(super) async fn regency_of(db: &impl ConnectionTrait, district_code: &str) -> Result<Option<String>, DbErr> {
    let sql = "SELECT regency_code FROM districts WHERE code = $1";
    let row: Option<CodeRow> = db::one(db, sql, [district_code.into()]).await?;
    Ok(row.map(|row| row.regency_code))
}
