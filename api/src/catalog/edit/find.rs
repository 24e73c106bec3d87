//! Reading a product for its editor.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Map, Value, json};
use shared::audit::AuditSubject;
use shared::catalog::{ProductStatus, Specification};
use shared::ids::{CategoryId, ImageId, ProductId, SupplierId};
use shared::products::{StaffProduct, StaffVariant};
use uuid::Uuid;

use super::images;
use crate::audit::Subject;
use crate::db::all;
use crate::files;
use crate::http::{ApiError, ApiResult};

/// SQL that holds for a variant `v` that nothing tells of: no order, no movement of stock, no order to
/// a supplier.
pub(super) const NEVER_USED: &str = "NOT EXISTS (SELECT FROM stock_movements m WHERE m.variant_id = v.id)
    AND NOT EXISTS (SELECT FROM order_items o WHERE o.variant_id = v.id)
    AND NOT EXISTS (SELECT FROM restock_order_items r WHERE r.variant_id = v.id)
    AND NOT EXISTS (SELECT FROM stock_reservations h WHERE h.variant_id = v.id)";

#[derive(FromQueryResult)]
struct Row {
    id: ProductId,
    revision: i32,
    slug: String,
    former_slugs: Vec<String>,
    name: String,
    description: String,
    description_en: String,
    brand: String,
    model: String,
    category_id: CategoryId,
    supplier_id: Option<SupplierId>,
    featured: bool,
    status: ProductStatus,
    seo_title: Option<String>,
    seo_description: Option<String>,
    option_names: Vec<String>,
    specifications: Value,
    variants: Option<Value>,
    images: Option<Value>,
    thumbnail_id: Option<ImageId>,
    sold_count: i64,
    published_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// The product, whatever its status.
///
/// # Errors
/// 404 when there is none.
pub async fn find(db: &impl ConnectionTrait, id: ProductId) -> ApiResult<StaffProduct> {
    find_all(db, &[id]).await?.pop().ok_or_else(ApiError::not_found)
}

/// Those of the products that there are, in the order of their ids.
///
/// # Errors
/// What the database says.
pub(in crate::catalog) async fn find_all(db: &impl ConnectionTrait, ids: &[ProductId]) -> ApiResult<Vec<StaffProduct>> {
    let sql = format!(
        "SELECT p.id, p.revision, p.slug, p.name, p.description, p.description_en, p.brand, p.model, p.category_id, p.supplier_id,
            p.featured, p.status, p.seo_title, p.seo_description, p.option_names, p.specifications, p.sold_count, p.published_at,
            p.created_at, p.updated_at,
            ARRAY(SELECT f.slug FROM former_slugs f WHERE f.product_id = p.id ORDER BY f.created_at, f.slug) AS former_slugs,
            (SELECT json_agg(v) FROM (
                SELECT v.id, v.sku, v.options, v.price, v.compare_at, v.cost, v.weight_g, v.length_cm, v.width_cm, v.height_cm,
                       v.barcode, v.minimum_stock, v.low_stock_threshold, v.image_id, v.active, s.on_hand, s.reserved,
                       s.state AS stock, {NEVER_USED} AS removable
                FROM variants v JOIN stocks s ON s.variant_id = v.id
                WHERE v.product_id = p.id ORDER BY v.sort_order, v.id) v) AS variants,
            (SELECT json_agg(i) FROM (
                SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path
                FROM product_images i WHERE i.product_id = p.id ORDER BY i.sort_order, i.id) i) AS images,
            (SELECT i.id FROM product_images i WHERE i.product_id = p.id AND i.is_thumbnail) AS thumbnail_id
         FROM products p WHERE p.id = ANY ($1) ORDER BY p.id"
    );
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<Row> = all(db, &sql, [ids.into()]).await?;
    rows.into_iter().map(Row::product).collect()
}

impl Row {
    fn product(self) -> ApiResult<StaffProduct> {
        let specifications: Vec<Specification> = serde_json::from_value(self.specifications)?;
        let images = self.images.map(files::images_from_json).unwrap_or_default();
        let variants: Vec<StaffVariant> = self.variants.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
        Ok(StaffProduct {
            id: self.id,
            revision: self.revision,
            slug: self.slug,
            former_slugs: self.former_slugs,
            name: self.name,
            description: self.description,
            description_en: self.description_en,
            brand: self.brand,
            model: self.model,
            category_id: self.category_id,
            supplier_id: self.supplier_id,
            featured: self.featured,
            status: self.status,
            seo_title: self.seo_title,
            seo_description: self.seo_description,
            option_names: self.option_names,
            specifications,
            variants,
            images_revision: images::revision(&images, self.thumbnail_id),
            images,
            thumbnail_id: self.thumbnail_id,
            sold: self.sold_count,
            published_at: self.published_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The product in the audit log.
pub(in crate::catalog) fn subject(product: &StaffProduct) -> Subject {
    Subject::new(AuditSubject::Product, product.id, product.name.as_str())
}

/// The product as the audit log compares it: variants by their SKU, so that only those that changed
/// are kept.
pub(in crate::catalog) fn for_log(product: &StaffProduct) -> ApiResult<Value> {
    let mut request = product.save_request();
    let mut variants = Map::new();
    for (index, variant) in std::mem::take(&mut request.variants).into_iter().enumerate() {
        let sku = variant.sku.clone();
        let mut fields = serde_json::to_value(variant)?;
        if let Some(fields) = fields.as_object_mut() {
            fields.remove("sku");
            fields.remove("initial_stock");
            fields.insert("position".to_owned(), json!(index + 1));
        }
        variants.insert(sku, fields);
    }
    let mut value = serde_json::to_value(request)?;
    value["variants"] = Value::Object(variants);
    Ok(value)
}
