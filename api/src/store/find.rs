//! Reads the settings.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::maintenance::MaintenanceDetails;
use shared::money::Rupiah;
use shared::store::{StoreDetails, StoreProfile};
use shared::totals::TaxRule;

use super::brand::{BRAND_COLUMNS, Brand, BrandRow};
use super::details::{COLUMNS, DetailsRow};
use super::rules;
use crate::context::Ctx;
use crate::db;
use crate::http::ApiError;
use crate::maintenance::{MAINTENANCE_COLUMNS, MaintenanceRow};
use crate::shipping;

/// What every process keeps of the shop's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The shop.
    pub profile: StoreDetails,
    /// What it looks like.
    pub brand: Brand,
    /// Shipping services on offer, in the order staff gave them.
    pub services: Vec<shipping::Service>,
    /// What holds for all of them.
    pub extras: shipping::Extras,
    /// How far it is open.
    pub maintenance: MaintenanceDetails,
}

impl Settings {
    /// The tax that prices contain. Only a taxable firm may show one.
    #[must_use]
    pub fn tax(&self) -> Option<TaxRule> {
        self.profile.taxable.then_some(TaxRule::GENERAL)
    }
}

/// The settings as they are now; from memory unless they changed.
///
/// # Errors
/// What the database says.
pub async fn settings(ctx: &Ctx) -> Result<Arc<Settings>, ApiError> {
    ctx.caches.store.get_or_load(async || load(&ctx.db).await).await
}

#[derive(FromQueryResult)]
struct Row {
    free_from: Option<i64>,
    handling_days: i32,
    #[sea_orm(nested)]
    details: DetailsRow,
    #[sea_orm(nested)]
    brand: BrandRow,
    #[sea_orm(nested)]
    maintenance: MaintenanceRow,
}

/// Reads the settings from the database, in two statements.
///
/// # Errors
/// What the database says, or when the profile row is missing or its hours cannot be read.
pub async fn load(db: &impl ConnectionTrait) -> Result<Settings, ApiError> {
    let sql = format!(
        "SELECT {COLUMNS}, {BRAND_COLUMNS}, {MAINTENANCE_COLUMNS}, h.free_from, h.handling_days
         FROM store_profile s CROSS JOIN shipping_settings h"
    );
    let row: Row = db::one(db, &sql, []).await?.ok_or_else(|| ApiError::internal("the store profile is missing"))?;
    let extras = shipping::Extras { free_from: row.free_from.map(Rupiah), handling_days: row.handling_days };
    Ok(Settings {
        profile: row.details.try_into()?,
        brand: row.brand.into(),
        services: shipping::services(db).await?,
        extras,
        maintenance: row.maintenance.into(),
    })
}

/// What the shop tells about itself at `now`.
#[must_use]
pub fn profile_view(settings: &Settings, now: DateTime<Utc>, demo: bool) -> StoreProfile {
    let profile = &settings.profile;
    StoreProfile {
        name: profile.name.clone(),
        tagline: profile.tagline.clone(),
        address: profile.address.clone(),
        city: profile.city.clone(),
        postal_code: profile.postal_code.clone(),
        phone: profile.phone.clone(),
        whatsapp: profile.whatsapp.clone(),
        email: profile.email.clone(),
        website: profile.website.clone(),
        branch: profile.branch(),
        licence_number: profile.licence_number().to_owned(),
        socials: profile.socials.clone(),
        hours: profile.hours.clone(),
        brand: settings.brand.view(&profile.name),
        open_now: rules::is_open(&profile.hours, now),
        demo,
        maintenance: settings.maintenance.notice(),
    }
}
