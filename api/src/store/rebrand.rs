//! Changes the shop's looks.

use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde::Serialize;
use shared::audit::AuditSubject;
use shared::brand::{Palette, Rgb, StaffStoreBrand, StoreBrandDetails};
use shared::ids::ImageId;
use shared::validate::{FieldCode, FieldError};

use super::brand::{BRAND_COLUMNS, Brand, BrandRow};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::files::{self, ImageRow, RemoveUnused};
use crate::http::{ApiError, Caller, IfMatch, Upload};
use crate::jobs;

#[derive(FromQueryResult)]
struct Row {
    name: String,
    brand_revision: i32,
    #[sea_orm(nested)]
    brand: BrandRow,
}

/// The looks at one of their revisions.
struct Version {
    /// The shop's name.
    name: String,
    revision: i32,
    brand: Brand,
}

impl Version {
    fn view(&self) -> StaffStoreBrand {
        let shown = self.brand.view(&self.name);
        StaffStoreBrand { revision: self.revision, details: StoreBrandDetails { accent: shown.accent }, logo: shown.logo }
    }
}

async fn read(db: &impl ConnectionTrait, lock: bool) -> Result<Version, ApiError> {
    let lock = if lock { "FOR UPDATE" } else { "" };
    let sql = format!("SELECT s.name, s.brand_revision, {BRAND_COLUMNS} FROM store_profile s {lock}");
    let row: Option<Row> = one(db, &sql, []).await?;
    let row = row.ok_or_else(|| ApiError::internal("the store profile is missing"))?;
    Ok(Version { name: row.name, revision: row.brand_revision, brand: row.brand.into() })
}

/// The looks with their revision.
pub(super) async fn get(ctx: &Ctx) -> Result<StaffStoreBrand, ApiError> {
    Ok(read(&ctx.db, false).await?.view())
}

/// Changes the colour, unless somebody else changed the looks since `if_match`. The same as before
/// changes nothing.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    if_match: IfMatch,
    ask: StoreBrandDetails,
) -> Result<StaffStoreBrand, ApiError> {
    let accent: Rgb =
        ask.accent.trim().parse().map_err(|_| ApiError::invalid(vec![FieldError::new("/accent", FieldCode::InvalidFormat)]))?;
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if_match.check(before.revision)?;
    if accent == before.brand.palette.accent {
        tx.rollback().await?;
        return Ok(before.view());
    }
    // The colour of the house is none of one's own, so that it may be drawn anew.
    let own = Some(accent).filter(|accent| *accent != Palette::HOUSE.accent).map(|accent| accent.to_string());
    let sql = "UPDATE store_profile SET brand_revision = brand_revision + 1,
                      colours = CASE WHEN $1::text IS NULL THEN colours - 'accent' ELSE colours || jsonb_build_object('accent', $1::text) END";
    execute(&tx, sql, [own.into()]).await?;
    finish(ctx, tx, by, &before).await
}

/// Gives the shop another logo, or with `None` none, unless somebody else changed the looks since
/// `if_match`. The files of the one before go, unless they are shown elsewhere.
pub(super) async fn set_logo(
    ctx: &Ctx,
    by: &Caller,
    if_match: IfMatch,
    upload: Option<Vec<Upload>>,
) -> Result<StaffStoreBrand, ApiError> {
    // Before the work on the file, which may take seconds; asked again under the lock.
    if_match.check(read(&ctx.db, false).await?.revision)?;
    let kept = match upload {
        Some(upload) => files::take(ctx, upload).await?,
        None => Vec::new(),
    };
    let tx = ctx.begin().await?;
    let before = read(&tx, true).await?;
    if let Err(stale) = if_match.check(before.revision) {
        tx.rollback().await?;
        files::give_back(ctx, &kept).await?;
        return Err(stale);
    }
    if kept.is_empty() && before.brand.logo.is_none() {
        tx.rollback().await?;
        return Ok(before.view());
    }
    files::hold(ctx, &tx, &kept).await?;
    let logo = kept.into_iter().next().map(|stored| ImageRow::new(ImageId::generate(), before.name.as_str(), stored));
    let logo = logo.map(serde_json::to_value).transpose()?;
    let sql = "UPDATE store_profile SET brand_revision = brand_revision + 1, logo = $1";
    execute(&tx, sql, [logo.into()]).await?;
    if let Some(old) = &before.brand.logo {
        jobs::enqueue(&tx, &RemoveUnused { paths: vec![old.path.clone()], product_id: None }).await?;
    }
    finish(ctx, tx, by, &before).await
}

/// Notes what changed, commits, and has this process look anew.
async fn finish(ctx: &Ctx, tx: DatabaseTransaction, by: &Caller, before: &Version) -> Result<StaffStoreBrand, ApiError> {
    let after = read(&tx, false).await?;
    let subject = Subject::new(AuditSubject::Store, "store", after.name.as_str());
    let (old, new) = (for_log(&before.brand), for_log(&after.brand));
    audit::record(&tx, by, Action::StoreUpdated, &subject, &old, &new, ctx.clock.now()).await?;
    tx.commit().await?;
    // The database tells all processes; this one need not wait for it.
    ctx.caches.store.clear();
    Ok(after.view())
}

/// The looks in the audit log.
#[derive(Serialize)]
struct Logged {
    accent: String,
    /// Which picture, and when it was taken in: the same file again is another logo.
    logo: Option<String>,
}

fn for_log(brand: &Brand) -> Logged {
    let logo = brand.logo.as_ref().map(|logo| format!("{} ({})", logo.path, logo.id));
    Logged { accent: brand.palette.accent.to_string(), logo }
}
