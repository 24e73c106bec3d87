//! A product's pictures: added, put in order, described, removed.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::Serialize;
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::catalog::Image;
use shared::ids::{ImageId, ProductId};
use shared::problem::ErrorCode;
use shared::products::{ArrangeImagesRequest, MAX_IMAGES, ProductImages};
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use super::tx;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::{execute, one};
use crate::files::{self, RemoveUnused, StoredImage};
use crate::http::{ApiError, ApiResult, Caller, MaybeIfMatch, Upload, revision_of};
use crate::jobs;

/// Takes in files, all of them or none.
///
/// # Errors
/// The files that are no pictures or too large (`/files/…`), or when the product would have too many.
pub(super) async fn add(ctx: &Ctx, id: ProductId, uploads: Vec<Upload>, by: &Caller) -> ApiResult<ProductImages> {
    let names: Vec<String> = uploads.iter().map(|upload| upload.name.clone()).collect();
    let before = find(&ctx.db, id).await?;
    fits(&before, names.len())?;
    let kept = files::take(ctx, uploads).await?;

    let now = ctx.clock.now();
    let tx = tx::begin(ctx).await?;
    // Somebody may have added others meanwhile, or removed all.
    let (product, before) = lock(&tx, id).await?;
    if let Err(refused) = fits(&before, names.len()) {
        tx.rollback().await?;
        files::give_back(ctx, &kept).await?;
        return Err(refused);
    }
    files::hold(ctx, &tx, &kept).await?;
    let added: Vec<ImageId> = kept.iter().map(|_| ImageId::generate()).collect();
    let rows: Vec<Row<'_>> = kept
        .iter()
        .zip(&added)
        .enumerate()
        .map(|(index, (stored, id))| Row {
            id: *id,
            stored,
            is_thumbnail: before.thumbnail_id.is_none() && index == 0,
            sort_order: index,
        })
        .collect();
    let sql = "INSERT INTO product_images (id, product_id, alt, width, height, color, widths, path, is_thumbnail, sort_order)
               SELECT r.id, $1, '', r.width, r.height, r.color, r.widths, r.path, r.is_thumbnail,
                      r.sort_order + COALESCE((SELECT max(i.sort_order) + 1 FROM product_images i WHERE i.product_id = $1), 0)
               FROM jsonb_to_recordset($2) AS r (id uuid, width integer, height integer, color text, widths integer[], path text,
                                                 is_thumbnail boolean, sort_order integer)";
    execute(&tx, sql, [id.0.into(), serde_json::to_value(&rows)?.into()]).await?;
    tx::finish(&tx, &[id]).await?;
    tx::tell_programs(&tx, id).await?;
    let after = find(&tx, id).await?;
    let subject = Subject::new(AuditSubject::Product, id, product);
    let what = json!({ "images": after.images.len(), "files": names });
    audit::record(&tx, by, Action::ProductImagesAdded, &subject, &json!({ "images": before.images.len() }), &what, now).await?;
    tx.commit().await?;
    Ok(ProductImages { added, ..after })
}

#[derive(Serialize)]
struct Row<'a> {
    id: ImageId,
    #[serde(flatten)]
    stored: &'a StoredImage,
    is_thumbnail: bool,
    sort_order: usize,
}

fn fits(images: &ProductImages, more: usize) -> ApiResult<()> {
    if images.images.len() + more <= MAX_IMAGES {
        return Ok(());
    }
    Err(ApiError::invalid(vec![FieldError::new("/files", FieldCode::TooMany).with("max", MAX_IMAGES)]))
}

/// Puts the pictures in order, describes them, and chooses the thumbnail.
///
/// # Errors
/// 412 when somebody else arranged them since `if_match`; 409 when the product has other pictures than those named.
pub(super) async fn arrange(
    ctx: &Ctx,
    id: ProductId,
    if_match: MaybeIfMatch,
    ask: ArrangeImagesRequest,
    by: &Caller,
) -> ApiResult<ProductImages> {
    let now = ctx.clock.now();
    let tx = tx::begin(ctx).await?;
    let (product, before) = lock(&tx, id).await?;
    if_match.check(before.revision)?;
    let named = |image: &ImageId| ask.images.iter().any(|asked| asked.id == *image);
    if before.images.len() != ask.images.len() || !before.images.iter().all(|image| named(&image.id)) {
        return Err(ApiError::conflict(ErrorCode::Stale).detail("the product has other pictures by now"));
    }
    let thumbnail = ask.thumbnail_id.or_else(|| ask.images.first().map(|image| image.id));
    set_thumbnail(&tx, id, thumbnail).await?;
    let rows: Vec<Value> =
        ask.images.iter().enumerate().map(|(at, image)| json!({ "id": image.id, "alt": image.alt.trim(), "at": at })).collect();
    let sql = "UPDATE product_images i SET alt = r.alt, sort_order = r.at
               FROM jsonb_to_recordset($2) AS r (id uuid, alt text, at integer) WHERE i.id = r.id AND i.product_id = $1";
    execute(&tx, sql, [id.0.into(), Value::from(rows).into()]).await?;
    tx::finish(&tx, &[id]).await?;
    tx::tell_programs(&tx, id).await?;
    let after = find(&tx, id).await?;
    let subject = Subject::new(AuditSubject::Product, id, product);
    audit::record(&tx, by, Action::ProductImagesArranged, &subject, &for_log(&before), &for_log(&after), now).await?;
    tx.commit().await?;
    Ok(after)
}

/// Removes a picture; its files go once that is committed, unless something else shows them.
///
/// # Errors
/// 404 when the product has no such picture.
pub(super) async fn remove(ctx: &Ctx, id: ProductId, image: ImageId, by: &Caller) -> ApiResult<ProductImages> {
    #[derive(FromQueryResult)]
    struct Gone {
        path: String,
    }
    let now = ctx.clock.now();
    let tx = tx::begin(ctx).await?;
    let (product, before) = lock(&tx, id).await?;
    let sql = "DELETE FROM product_images WHERE id = $1 AND product_id = $2 RETURNING path";
    let gone: Option<Gone> = one(&tx, sql, [image.0.into(), id.0.into()]).await?;
    let gone = gone.ok_or_else(ApiError::not_found)?;
    if before.thumbnail_id == Some(image) {
        let next = before.images.iter().map(|image| image.id).find(|&other| other != image);
        set_thumbnail(&tx, id, next).await?;
    }
    tx::finish(&tx, &[id]).await?;
    tx::tell_programs(&tx, id).await?;
    jobs::enqueue(&tx, &RemoveUnused { paths: vec![gone.path], product_id: Some(id) }).await?;
    let after = find(&tx, id).await?;
    let alt = before.images.iter().find(|other| other.id == image).map(|image| image.alt.clone());
    let subject = Subject::new(AuditSubject::Product, id, product);
    let what = json!({ "images": before.images.len(), "alt": alt });
    audit::record(&tx, by, Action::ProductImageRemoved, &subject, &what, &json!({ "images": after.images.len() }), now).await?;
    tx.commit().await?;
    Ok(after)
}

/// What the audit log keeps: the order, the descriptions, the thumbnail.
fn for_log(images: &ProductImages) -> Value {
    let rows: Vec<Value> = images.images.iter().map(|image| json!({ "id": image.id, "alt": image.alt })).collect();
    json!({ "images": rows, "thumbnail": images.thumbnail_id })
}

/// One at a time: the old one lets go first, because there is never more than one.
async fn set_thumbnail(tx: &impl ConnectionTrait, product: ProductId, thumbnail: Option<ImageId>) -> Result<(), DbErr> {
    let thumbnail: sea_orm::Value = thumbnail.map(|id| id.0).into();
    let sql = "UPDATE product_images SET is_thumbnail = false WHERE product_id = $1 AND is_thumbnail AND id IS DISTINCT FROM $2";
    execute(tx, sql, [product.0.into(), thumbnail.clone()]).await?;
    let sql = "UPDATE product_images SET is_thumbnail = true WHERE product_id = $1 AND id = $2 AND NOT is_thumbnail";
    execute(tx, sql, [product.0.into(), thumbnail]).await.map(drop)
}

/// Locks a product; its name and its pictures.
async fn lock(tx: &impl ConnectionTrait, id: ProductId) -> ApiResult<(String, ProductImages)> {
    #[derive(FromQueryResult)]
    struct Product {
        name: String,
    }
    let product: Option<Product> = one(tx, "SELECT name FROM products WHERE id = $1 FOR NO KEY UPDATE", [id.0.into()]).await?;
    let product = product.ok_or_else(ApiError::not_found)?;
    tx::lock_stock(tx, &[id.0]).await?;
    Ok((product.name, find(tx, id).await?))
}

/// The product's pictures.
async fn find(db: &impl ConnectionTrait, id: ProductId) -> ApiResult<ProductImages> {
    #[derive(FromQueryResult)]
    struct Found {
        images: Option<Value>,
        thumbnail_id: Option<Uuid>,
    }
    let sql = "SELECT (SELECT json_agg(i) FROM (
                   SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path
                   FROM product_images i WHERE i.product_id = p.id ORDER BY i.sort_order, i.id) i) AS images,
                   (SELECT i.id FROM product_images i WHERE i.product_id = p.id AND i.is_thumbnail) AS thumbnail_id
               FROM products p WHERE p.id = $1";
    let found: Option<Found> = one(db, sql, [id.0.into()]).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    let images = found.images.map(files::images_from_json).unwrap_or_default();
    let thumbnail_id = found.thumbnail_id.map(ImageId);
    Ok(ProductImages { revision: revision(&images, thumbnail_id), images, thumbnail_id, added: Vec::new() })
}

/// Names how pictures are arranged.
pub(super) fn revision(images: &[Image], thumbnail: Option<ImageId>) -> i32 {
    let shown: Vec<(ImageId, &str)> = images.iter().map(|image| (image.id, image.alt.as_str())).collect();
    revision_of(&(shown, thumbnail))
}
