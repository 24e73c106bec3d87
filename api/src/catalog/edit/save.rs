//! Creating a product, and saving it whole.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{ProductId, UserId};
use shared::permission::Permission;
use shared::products::{SaveProductRequest, StaffProduct, normalize_sku};

use super::around::Around;
use super::find::{find, for_log, subject};
use super::variants::{self, Plan};
use super::{names, tx};
use crate::audit::{self, Action, Actor};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, ApiResult, Caller, IfMatch};

/// As whom products are written.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog) struct Author<'a> {
    /// The account.
    pub user_id: UserId,
    /// Whether the first pieces of a new variant may be booked.
    pub books_stock: bool,
    /// The same for the audit log.
    pub actor: Actor<'a>,
}

impl<'a> From<&'a Caller> for Author<'a> {
    fn from(caller: &'a Caller) -> Self {
        let books_stock = caller.permissions.contains(&Permission::InventoryWrite);
        Self { user_id: caller.user_id, books_stock, actor: caller.into() }
    }
}

/// Makes a product.
///
/// # Errors
/// 422 for fields that do not fit; 403 when stock is to be booked by somebody who may not.
pub(super) async fn create(ctx: &Ctx, ask: SaveProductRequest, by: &Caller) -> ApiResult<StaffProduct> {
    let (now, by) = (ctx.clock.now(), Author::from(by));
    let id = ProductId::generate();
    let ask = tidy(ask);
    let tx = tx::begin(ctx).await?;
    let around = Around::load(&tx, &[(id, &ask)]).await?;
    let plan = planned(&around, id, &ask, &[], by.books_stock)?;
    insert(&tx, id, ask, plan, by, now).await?;
    tx::finish(&tx, &[id]).await?;
    let made = find(&tx, id).await?;
    audit::record(&tx, by.actor, Action::ProductCreated, &subject(&made), &(), &for_log(&made)?, now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Saves a product as it shall be.
///
/// # Errors
/// 404 when there is none, 412 when it is not at the revision that was edited, 422 for fields that do
/// not fit, 403 when stock is to be booked by somebody who may not.
pub(super) async fn update(
    ctx: &Ctx,
    id: ProductId,
    if_match: IfMatch,
    ask: SaveProductRequest,
    by: &Caller,
) -> ApiResult<StaffProduct> {
    let (now, by) = (ctx.clock.now(), Author::from(by));
    let ask = tidy(ask);
    let tx = tx::begin(ctx).await?;
    if_match.check(lock(&tx, id).await?)?;
    let existing = variants::lock(&tx, id).await?;
    let before = find(&tx, id).await?;
    let around = Around::load(&tx, &[(id, &ask)]).await?;
    let plan = planned(&around, id, &ask, &existing, by.books_stock)?;
    overwrite(&tx, &before, ask, plan, by, now).await?;
    tx::finish(&tx, &[id]).await?;
    let after = find(&tx, id).await?;
    audit::record(&tx, by.actor, Action::ProductUpdated, &subject(&after), &for_log(&before)?, &for_log(&after)?, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Writes a new product that was planned. Its listing is made anew by [`tx::finish`].
///
/// # Errors
/// 422 for what somebody else has taken in this very moment.
pub(in crate::catalog) async fn insert(
    tx: &impl ConnectionTrait,
    id: ProductId,
    mut ask: SaveProductRequest,
    plan: Plan,
    by: Author<'_>,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let slug = match ask.slug.take() {
        Some(slug) => slug,
        None => names::free_slug(tx, &ask.brand, &ask.name).await?,
    };
    let sql = "INSERT INTO products (id, slug, name, description, description_en, brand, model, category_id, supplier_id, featured, status,
                                     seo_title, seo_description, option_names, specifications, published_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, CASE WHEN $11 = 'active' THEN $16::timestamptz END, $16)";
    execute(tx, sql, values(id, &slug, &ask, now)?).await.map_err(tx::refused)?;
    variants::write(tx, id, plan, by.user_id, now).await.map_err(tx::refused)
}

/// Writes what was planned over a product. It and its stock must be locked; its listing is made anew by
/// [`tx::finish`].
///
/// # Errors
/// 422 for what somebody else has taken in this very moment.
pub(in crate::catalog) async fn overwrite(
    tx: &impl ConnectionTrait,
    before: &StaffProduct,
    mut ask: SaveProductRequest,
    plan: Plan,
    by: Author<'_>,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let slug = ask.slug.take().unwrap_or_else(|| before.slug.clone());
    let sql = "UPDATE products SET slug = $2, name = $3, description = $4, description_en = $5, brand = $6, model = $7, category_id = $8,
                      supplier_id = $9, featured = $10, status = $11, seo_title = $12, seo_description = $13, option_names = $14,
                      specifications = $15, published_at = CASE WHEN $11 = 'active' THEN COALESCE(published_at, $16) ELSE published_at END,
                      revision = revision + 1
               WHERE id = $1";
    execute(tx, sql, values(before.id, &slug, &ask, now)?).await.map_err(tx::refused)?;
    variants::write(tx, before.id, plan, by.user_id, now).await.map_err(tx::refused)
}

/// Locks a product; its revision.
async fn lock(tx: &impl ConnectionTrait, id: ProductId) -> ApiResult<i32> {
    #[derive(FromQueryResult)]
    struct Row {
        revision: i32,
    }
    // Not FOR UPDATE: lines of orders may go on pointing at it.
    let sql = "SELECT revision FROM products WHERE id = $1 FOR NO KEY UPDATE";
    let row: Option<Row> = one(tx, sql, [id.0.into()]).await?;
    Ok(row.ok_or_else(ApiError::not_found)?.revision)
}

/// The request as it is kept: without space around texts, SKUs in capitals, empty texts absent.
pub(in crate::catalog) fn tidy(mut ask: SaveProductRequest) -> SaveProductRequest {
    let trim = |text: &mut String| *text = text.trim().to_owned();
    let present =
        |text: &mut Option<String>| *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    [&mut ask.name, &mut ask.brand, &mut ask.model, &mut ask.description, &mut ask.description_en].into_iter().for_each(trim);
    [&mut ask.slug, &mut ask.seo_title, &mut ask.seo_description].into_iter().for_each(present);
    ask.option_names.iter_mut().for_each(trim);
    for line in &mut ask.specifications {
        [&mut line.name, &mut line.name_en, &mut line.value, &mut line.value_en].into_iter().for_each(trim);
        if line.name_en.is_empty() {
            line.name_en = line.name.clone();
        }
        if line.value_en == line.value {
            line.value_en = String::new();
        }
    }
    for variant in &mut ask.variants {
        variant.sku = normalize_sku(&variant.sku);
        present(&mut variant.barcode);
        for option in &mut variant.options {
            trim(&mut option.name);
            trim(&mut option.value);
        }
    }
    ask
}

/// What the statements that write a product are given.
fn values(
    id: ProductId,
    slug: &str,
    ask: &SaveProductRequest,
    now: DateTime<Utc>,
) -> Result<[sea_orm::Value; 16], serde_json::Error> {
    Ok([
        id.0.into(),
        slug.into(),
        ask.name.as_str().into(),
        ask.description.as_str().into(),
        ask.description_en.as_str().into(),
        ask.brand.as_str().into(),
        ask.model.as_str().into(),
        ask.category_id.0.into(),
        ask.supplier_id.map(|id| id.0).into(),
        ask.featured.into(),
        ask.status.as_str().into(),
        ask.seo_title.as_deref().into(),
        ask.seo_description.as_deref().into(),
        ask.option_names.clone().into(),
        serde_json::to_value(&ask.specifications)?.into(),
        now.into(),
    ])
}

/// Checks the request against what others have, and the variants against what there is.
///
/// # Errors
/// 422 for fields that do not fit; 403 when stock is to be booked by somebody who may not.
pub(in crate::catalog) fn planned(
    around: &Around,
    id: ProductId,
    ask: &SaveProductRequest,
    existing: &[variants::Existing],
    books_stock: bool,
) -> ApiResult<Plan> {
    let (plan, mut faults) = match variants::plan(&ask.variants, existing) {
        Ok(plan) => (plan, Vec::new()),
        Err(faults) => (Plan::default(), faults),
    };
    faults.extend(around.faults(id, ask));
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    if plan.books_stock() && !books_stock {
        return Err(ApiError::forbidden().with("permission", Permission::InventoryWrite));
    }
    Ok(plan)
}
