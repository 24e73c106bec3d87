//! Reads the settings.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::store::{OpeningHours, StoreProfile, StoreSocials};
use shared::totals::TaxRule;

use super::rules;
use crate::context::Ctx;
use crate::db;
use crate::http::ApiError;
use crate::shipping;

/// What every process keeps of the shop's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The shop.
    pub profile: Profile,
    /// Shipping services on offer, in the order staff gave them.
    pub services: Vec<shipping::Service>,
}

/// The shop.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Tagline.
    pub tagline: String,
    /// Street address.
    pub address: String,
    /// City.
    pub city: String,
    /// Code of the regency it ships from.
    pub regency_code: String,
    /// Postal code.
    pub postal_code: String,
    /// Phone number in E.164.
    pub phone: String,
    /// WhatsApp number in E.164, or empty.
    pub whatsapp: String,
    /// Email address.
    pub email: String,
    /// Website, or empty.
    pub website: String,
    /// Accounts elsewhere.
    pub socials: StoreSocials,
    /// NPWP, or empty.
    pub tax_number: String,
    /// Whether it is a taxable firm (PKP).
    pub taxable: bool,
    /// Opening hours in Asia/Jakarta.
    pub hours: Vec<OpeningHours>,
    /// `off`, `read_only` or `closed`.
    pub maintenance: String,
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
struct ProfileRow {
    name: String,
    tagline: String,
    address: String,
    city: String,
    regency_code: String,
    postal_code: String,
    phone: String,
    whatsapp: String,
    email: String,
    website: String,
    socials: serde_json::Value,
    tax_number: String,
    taxable: bool,
    hours: serde_json::Value,
    maintenance: String,
}

/// Reads the settings from the database, in two statements.
///
/// # Errors
/// What the database says, or when the profile row is missing or its hours cannot be read.
pub async fn load(db: &impl ConnectionTrait) -> Result<Settings, ApiError> {
    let sql =
        "SELECT name, tagline, address, city, regency_code, postal_code, phone, whatsapp, email, website, socials, tax_number,
                      taxable, hours, maintenance
               FROM store_profile";
    let row: Option<ProfileRow> = db::one(db, sql, []).await?;
    let row = row.ok_or_else(|| ApiError::internal("the store profile is missing"))?;
    let mut hours: Vec<OpeningHours> = serde_json::from_value(row.hours)?;
    hours.sort_by_key(|day| day.weekday);
    let profile = Profile {
        name: row.name,
        tagline: row.tagline,
        address: row.address,
        city: row.city,
        regency_code: row.regency_code,
        postal_code: row.postal_code,
        phone: row.phone,
        whatsapp: row.whatsapp,
        email: row.email,
        website: row.website,
        socials: serde_json::from_value(row.socials)?,
        tax_number: row.tax_number,
        taxable: row.taxable,
        hours,
        maintenance: row.maintenance,
    };
    Ok(Settings { profile, services: shipping::services(db).await? })
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
        socials: profile.socials.clone(),
        hours: profile.hours.clone(),
        open_now: rules::is_open(&profile.hours, now),
        demo,
    }
}
