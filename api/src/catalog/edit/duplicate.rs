//! A product as the beginning of another one.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use shared::account::Locale;
use shared::catalog::ProductStatus;
use shared::ids::{ImageId, ProductId};
use shared::products::{StaffProduct, suggest_sku};
use uuid::Uuid;

use super::find::{find, for_log, subject};
use super::{names, tx};
use crate::audit::{self, Action};
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::http::{ApiResult, Caller};

/// Copies a product with its variants and pictures into a draft: new name in the URL, new SKUs, no
/// barcodes, no stock. The pictures' files are shared.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn duplicate(ctx: &Ctx, id: ProductId, by: &Caller) -> ApiResult<StaffProduct> {
    let now = ctx.clock.now();
    let tx = tx::begin(ctx).await?;
    // Its pictures stay until the copy shows them, too.
    execute(&tx, "SELECT FROM products WHERE id = $1 FOR NO KEY UPDATE", [id.0.into()]).await?;
    let original = find(&tx, id).await?;
    let copy = ProductId::generate();
    let name = match by.locale {
        Locale::Indonesian => format!("{} (salinan)", original.name),
        Locale::English => format!("{} (copy)", original.name),
    };
    let slug = names::free_slug(&tx, &original.brand, &name).await?;
    let sql = "INSERT INTO products (id, slug, name, description, description_en, brand, model, category_id, supplier_id, featured, status,
                                     seo_title, seo_description, option_names, specifications, created_at)
               SELECT $2, $3, $4, description, description_en, brand, model, category_id, supplier_id, false, $5,
                      seo_title, seo_description, option_names, specifications, $6
               FROM products WHERE id = $1";
    let values = [id.0.into(), copy.0.into(), slug.into(), name.into(), ProductStatus::Draft.as_str().into(), now.into()];
    execute(&tx, sql, values).await.map_err(tx::refused)?;

    let images: Vec<ImageId> = original.images.iter().map(|image| image.id).collect();
    let image_copies: Vec<ImageId> = images.iter().map(|_| ImageId::generate()).collect();
    let sql = "INSERT INTO product_images (id, product_id, alt, width, height, color, widths, path, is_thumbnail, sort_order)
               SELECT m.copy, $1, i.alt, i.width, i.height, i.color, i.widths, i.path, i.is_thumbnail, i.sort_order
               FROM unnest($2::uuid[], $3::uuid[]) AS m (original, copy) JOIN product_images i ON i.id = m.original";
    execute(&tx, sql, [copy.0.into(), uuids(&images).into(), uuids(&image_copies).into()]).await?;

    // Variants that are kept for their history only are not worth a beginning.
    let variants: Vec<_> = original.variants.iter().filter(|variant| variant.active).collect();
    let skus = new_skus(&tx, &variants.iter().map(|variant| variant.sku.as_str()).collect::<Vec<_>>()).await?;
    let ids: Vec<Uuid> = variants.iter().map(|variant| variant.id.0).collect();
    let copies: Vec<Uuid> = ids.iter().map(|_| Uuid::now_v7()).collect();
    let sql = "INSERT INTO variants (id, product_id, sku, options, price, compare_at, cost, weight_g, length_cm, width_cm, height_cm,
                                     minimum_stock, low_stock_threshold, image_id, sort_order)
               SELECT m.copy, $1, m.sku, v.options, v.price, v.compare_at, v.cost, v.weight_g, v.length_cm, v.width_cm, v.height_cm,
                      v.minimum_stock, v.low_stock_threshold, i.copy, v.sort_order
               FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS m (original, copy, sku) JOIN variants v ON v.id = m.original
               LEFT JOIN unnest($5::uuid[], $6::uuid[]) AS i (original, copy) ON i.original = v.image_id
               ORDER BY m.copy";
    let values = [copy.0.into(), ids.into(), copies.into(), skus.into(), uuids(&images).into(), uuids(&image_copies).into()];
    execute(&tx, sql, values).await.map_err(tx::refused)?;
    tx::finish(&tx, &[copy]).await?;
    let made = find(&tx, copy).await?;
    let mut after = for_log(&made)?;
    after["copy_of"] = json!(original.slug);
    audit::record(&tx, by, Action::ProductCopied, &subject(&made), &(), &after, now).await?;
    tx.commit().await?;
    Ok(made)
}

fn uuids(ids: &[ImageId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.0).collect()
}

/// A SKU like each of these that no variant has.
async fn new_skus(tx: &impl ConnectionTrait, originals: &[&str]) -> ApiResult<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        sku: String,
    }
    let sql = "SELECT v.sku FROM unnest($1::text[]) AS given (sku) JOIN variants v ON v.sku = given.sku OR v.sku LIKE given.sku || '-%'";
    let given: Vec<String> = originals.iter().map(|sku| (*sku).to_owned()).collect();
    let rows: Vec<Row> = all(tx, sql, [given.into()]).await?;
    let taken: HashSet<String> = rows.into_iter().map(|row| row.sku).collect();
    let mut taken: Vec<String> = taken.into_iter().collect();
    let mut made = Vec::with_capacity(originals.len());
    for sku in originals {
        let fresh = suggest_sku(sku, &[], &taken);
        taken.push(fresh.clone());
        made.push(fresh);
    }
    Ok(made)
}
