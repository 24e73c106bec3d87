//! Changes the shop's profile.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::audit::AuditSubject;
use shared::regions::Region;
use shared::store::{StaffStore, StoreDetails, StoreSocials, normalize_tax_number};
use shared::validate::{FieldCode, FieldError, normalize_phone};

use super::details::{COLUMNS, DetailsRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{broken_constraint, execute, one};
use crate::http::{ApiError, Caller, IfMatch};
use crate::regions::display_name;

#[derive(FromQueryResult)]
struct Row {
    revision: i32,
    regency: String,
    province_code: String,
    province: String,
    updated_at: DateTime<Utc>,
    #[sea_orm(nested)]
    details: DetailsRow,
}

async fn read(db: &impl ConnectionTrait, lock: bool) -> Result<StaffStore, ApiError> {
    let sql = format!(
        "SELECT s.revision, r.name AS regency, p.code AS province_code, p.name AS province, s.updated_at, {COLUMNS}
         FROM store_profile s JOIN regencies r ON r.code = s.regency_code JOIN provinces p ON p.code = r.province_code {}",
        if lock { "FOR UPDATE OF s" } else { "" }
    );
    let row: Option<Row> = one(db, &sql, []).await?;
    let row = row.ok_or_else(|| ApiError::internal("the store profile is missing"))?;
    let details: StoreDetails = row.details.try_into()?;
    Ok(StaffStore {
        revision: row.revision,
        province: Region { code: row.province_code, name: display_name(&row.province) },
        regency: Region { code: details.regency_code.clone(), name: display_name(&row.regency) },
        details,
        updated_at: row.updated_at,
    })
}

/// The profile with its revision.
pub(super) async fn get(ctx: &Ctx) -> Result<StaffStore, ApiError> {
    read(&ctx.db, false).await
}

/// As it is stored: without space around, numbers in their one form.
fn tidy(ask: StoreDetails) -> StoreDetails {
    let trim = |text: String| text.trim().to_owned();
    let phone = |text: String| normalize_phone(&text).unwrap_or_default();
    StoreDetails {
        name: trim(ask.name),
        tagline: trim(ask.tagline),
        address: trim(ask.address),
        city: trim(ask.city),
        regency_code: trim(ask.regency_code),
        postal_code: ask.postal_code,
        phone: phone(ask.phone),
        whatsapp: phone(ask.whatsapp),
        email: trim(ask.email),
        website: trim(ask.website),
        branch_name: trim(ask.branch_name),
        branch_code: trim(ask.branch_code),
        branch_manager: trim(ask.branch_manager),
        business_licence: trim(ask.business_licence),
        tax_number: normalize_tax_number(&ask.tax_number).unwrap_or_default(),
        taxable: ask.taxable,
        hours: ask.hours,
        socials: StoreSocials {
            instagram: trim(ask.socials.instagram),
            facebook: trim(ask.socials.facebook),
            tiktok: trim(ask.socials.tiktok),
            youtube: trim(ask.socials.youtube),
        },
    }
}

/// Changes the profile, unless somebody else changed it since `if_match`. The same as before changes
/// nothing.
pub(super) async fn update(ctx: &Ctx, by: &Caller, if_match: IfMatch, ask: StoreDetails) -> Result<StaffStore, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if_match.check(before.revision)?;
    let after = tidy(ask);
    if after == before.details {
        tx.rollback().await?;
        return Ok(before);
    }
    write(&tx, &after).await.map_err(|error| match broken_constraint(&error) {
        Some("store_profile_regency_fkey") => ApiError::invalid(vec![FieldError::new("/regency_code", FieldCode::UnknownChoice)]),
        _ => error.into(),
    })?;
    let saved = read(&tx, false).await?;
    let subject = Subject::new(AuditSubject::Store, "store", after.name.as_str());
    audit::record(&tx, by, Action::StoreUpdated, &subject, &before.details, &after, now).await?;
    tx.commit().await?;
    // The database tells all processes; this one need not wait for it.
    ctx.caches.store.clear();
    Ok(saved)
}

async fn write(tx: &impl ConnectionTrait, store: &StoreDetails) -> Result<(), DbErr> {
    let sql = "UPDATE store_profile SET revision = revision + 1, name = $1, tagline = $2, address = $3, city = $4, regency_code = $5,
                      postal_code = $6, phone = $7, whatsapp = $8, email = $9, website = $10, branch_name = $11, branch_code = $12,
                      branch_manager = $13, business_licence = $14, tax_number = $15, taxable = $16, hours = $17, socials = $18";
    let json = |error: serde_json::Error| DbErr::Json(error.to_string());
    let values = [
        store.name.as_str().into(),
        store.tagline.as_str().into(),
        store.address.as_str().into(),
        store.city.as_str().into(),
        store.regency_code.as_str().into(),
        store.postal_code.as_str().into(),
        store.phone.as_str().into(),
        store.whatsapp.as_str().into(),
        store.email.as_str().into(),
        store.website.as_str().into(),
        store.branch_name.as_str().into(),
        store.branch_code.as_str().into(),
        store.branch_manager.as_str().into(),
        store.business_licence.as_str().into(),
        store.tax_number.as_str().into(),
        store.taxable.into(),
        serde_json::to_value(&store.hours).map_err(json)?.into(),
        serde_json::to_value(&store.socials).map_err(json)?.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}
