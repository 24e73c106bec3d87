//! Creating a product, and saving it whole.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::ids::{ImageId, ProductId};
use shared::permission::Permission;
use shared::products::{SaveProductRequest, StaffProduct, normalize_sku};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::find::{find, for_log, subject};
use super::variants::{self, Plan};
use super::{names, tx};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::http::{ApiError, ApiResult, Caller, IfMatch};

/// Makes a product.
///
/// # Errors
/// 422 for fields that do not fit; 403 when stock is to be booked by somebody who may not.
pub(super) async fn create(ctx: &Ctx, ask: SaveProductRequest, by: &Caller) -> ApiResult<StaffProduct> {
    let now = ctx.clock.now();
    let id = ProductId::generate();
    let mut ask = tidy(ask);
    let tx = tx::begin(ctx).await?;
    let plan = check(&tx, id, &ask, Vec::new(), by).await?;
    let slug = match ask.slug.take() {
        Some(slug) => slug,
        None => names::free_slug(&tx, &ask.brand, &ask.name).await?,
    };
    let sql = "INSERT INTO products (id, slug, name, description, description_en, brand, model, category_id, supplier_id, featured, status,
                                     seo_title, seo_description, option_names, specifications, published_at, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, CASE WHEN $11 = 'active' THEN $16::timestamptz END, $16)";
    execute(&tx, sql, values(id, &slug, &ask, now)?).await.map_err(tx::refused)?;
    variants::write(&tx, id, plan, by.user_id, now).await.map_err(tx::refused)?;
    tx::finish(&tx, &[id]).await?;
    let made = find(&tx, id).await?;
    audit::record(&tx, by, Action::ProductCreated, &subject(&made), &(), &for_log(&made)?, now).await?;
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
    let now = ctx.clock.now();
    let mut ask = tidy(ask);
    let tx = tx::begin(ctx).await?;
    if_match.check(lock(&tx, id).await?)?;
    let existing = variants::lock(&tx, id).await?;
    let before = find(&tx, id).await?;
    let plan = check(&tx, id, &ask, existing, by).await?;
    let slug = ask.slug.take().unwrap_or_else(|| before.slug.clone());
    let sql = "UPDATE products SET slug = $2, name = $3, description = $4, description_en = $5, brand = $6, model = $7, category_id = $8,
                      supplier_id = $9, featured = $10, status = $11, seo_title = $12, seo_description = $13, option_names = $14,
                      specifications = $15, published_at = CASE WHEN $11 = 'active' THEN COALESCE(published_at, $16) ELSE published_at END,
                      revision = revision + 1
               WHERE id = $1";
    execute(&tx, sql, values(id, &slug, &ask, now)?).await.map_err(tx::refused)?;
    variants::write(&tx, id, plan, by.user_id, now).await.map_err(tx::refused)?;
    tx::finish(&tx, &[id]).await?;
    let after = find(&tx, id).await?;
    audit::record(&tx, by, Action::ProductUpdated, &subject(&after), &for_log(&before)?, &for_log(&after)?, now).await?;
    tx.commit().await?;
    Ok(after)
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
fn tidy(mut ask: SaveProductRequest) -> SaveProductRequest {
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
async fn check(
    tx: &impl ConnectionTrait,
    id: ProductId,
    ask: &SaveProductRequest,
    existing: Vec<variants::Existing>,
    by: &Caller,
) -> ApiResult<Plan> {
    let (plan, mut faults) = match variants::plan(&ask.variants, &existing) {
        Ok(plan) => (plan, Vec::new()),
        Err(faults) => (Plan::default(), faults),
    };
    faults.extend(unfit(tx, id, ask).await?);
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    if plan.books_stock() && !by.permissions.contains(&Permission::InventoryWrite) {
        return Err(ApiError::forbidden().with("permission", Permission::InventoryWrite));
    }
    Ok(plan)
}

/// What points at nothing, or is somebody else's.
async fn unfit(tx: &impl ConnectionTrait, id: ProductId, ask: &SaveProductRequest) -> ApiResult<Vec<FieldError>> {
    #[derive(FromQueryResult)]
    struct Around {
        has_category: bool,
        has_supplier: bool,
        slug_taken: bool,
        skus: Vec<String>,
        barcodes: Vec<String>,
        images: Vec<Uuid>,
    }
    let skus: Vec<String> = ask.variants.iter().map(|variant| variant.sku.clone()).collect();
    let barcodes: Vec<String> = ask.variants.iter().filter_map(|variant| variant.barcode.clone()).collect();
    let sql = "SELECT EXISTS (SELECT FROM categories WHERE id = $2) AS has_category,
                      $3::uuid IS NULL OR EXISTS (SELECT FROM suppliers WHERE id = $3) AS has_supplier,
                      EXISTS (SELECT FROM products WHERE slug = $4 AND id <> $1) AS slug_taken,
                      ARRAY(SELECT sku FROM variants WHERE sku = ANY ($5) AND product_id <> $1) AS skus,
                      ARRAY(SELECT barcode FROM variants WHERE barcode = ANY ($6) AND product_id <> $1) AS barcodes,
                      ARRAY(SELECT id FROM product_images WHERE product_id = $1) AS images";
    let values = [
        id.0.into(),
        ask.category_id.0.into(),
        ask.supplier_id.map(|id| id.0).into(),
        ask.slug.as_deref().into(),
        skus.into(),
        barcodes.into(),
    ];
    let around: Option<Around> = one(tx, sql, values).await?;
    let around = around.ok_or_else(|| ApiError::internal("a statement without a row"))?;
    let mut faults = Vec::new();
    let mut unless = |holds: bool, pointer: String, code: FieldCode| {
        if !holds {
            faults.push(FieldError::new(pointer, code));
        }
    };
    unless(!around.slug_taken, "/slug".to_owned(), FieldCode::Taken);
    unless(around.has_category, "/category_id".to_owned(), FieldCode::UnknownChoice);
    unless(around.has_supplier, "/supplier_id".to_owned(), FieldCode::UnknownChoice);
    for (index, variant) in ask.variants.iter().enumerate() {
        let at = |field: &str| format!("/variants/{index}/{field}");
        unless(!around.skus.contains(&variant.sku), at("sku"), FieldCode::Taken);
        unless(variant.barcode.as_ref().is_none_or(|code| !around.barcodes.contains(code)), at("barcode"), FieldCode::Taken);
        let is_there = |ImageId(image)| around.images.contains(&image);
        unless(variant.image_id.is_none_or(is_there), at("image_id"), FieldCode::UnknownChoice);
    }
    Ok(faults)
}
