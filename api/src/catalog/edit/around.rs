//! What products must not take from others, and what they may point at.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::Value;
use shared::ids::ProductId;
use shared::products::SaveProductRequest;
use shared::validate::{FieldCode, FieldError};
use uuid::Uuid;

use crate::db::one;
use crate::http::{ApiError, ApiResult};

/// As much of the shop as some products that are to be written meet.
#[derive(Debug, Default)]
pub(in crate::catalog) struct Around {
    /// The product that has a SKU, a barcode, a name in the URL.
    skus: HashMap<String, Uuid>,
    barcodes: HashMap<String, Uuid>,
    slugs: HashMap<String, Uuid>,
    categories: HashSet<Uuid>,
    suppliers: HashSet<Uuid>,
    /// The product that a picture is of.
    images: HashMap<Uuid, Uuid>,
}

impl Around {
    /// Reads it, in one statement. The requests are tidied.
    pub(in crate::catalog) async fn load(
        db: &impl ConnectionTrait,
        asks: &[(ProductId, &SaveProductRequest)],
    ) -> ApiResult<Self> {
        #[derive(FromQueryResult)]
        struct Row {
            skus: Value,
            barcodes: Value,
            slugs: Value,
            categories: Vec<Uuid>,
            suppliers: Vec<Uuid>,
            images: Value,
        }
        let variants = || asks.iter().flat_map(|(_, ask)| &ask.variants);
        let skus: Vec<String> = variants().map(|variant| variant.sku.clone()).collect();
        let barcodes: Vec<String> = variants().filter_map(|variant| variant.barcode.clone()).collect();
        let slugs: Vec<String> = asks.iter().filter_map(|(_, ask)| ask.slug.clone()).collect();
        let categories: Vec<Uuid> = asks.iter().map(|(_, ask)| ask.category_id.0).collect();
        let suppliers: Vec<Uuid> = asks.iter().filter_map(|(_, ask)| ask.supplier_id).map(|id| id.0).collect();
        let images: Vec<Uuid> = variants().filter_map(|variant| variant.image_id).map(|id| id.0).collect();
        let sql = "SELECT COALESCE((SELECT jsonb_object_agg(sku, product_id) FROM variants WHERE sku = ANY ($1)), '{}') AS skus,
                          COALESCE((SELECT jsonb_object_agg(barcode, product_id) FROM variants WHERE barcode = ANY ($2)), '{}') AS barcodes,
                          COALESCE((SELECT jsonb_object_agg(slug, id) FROM products WHERE slug = ANY ($3)), '{}') AS slugs,
                          ARRAY(SELECT id FROM categories WHERE id = ANY ($4)) AS categories,
                          ARRAY(SELECT id FROM suppliers WHERE id = ANY ($5)) AS suppliers,
                          COALESCE((SELECT jsonb_object_agg(id, product_id) FROM product_images WHERE id = ANY ($6)), '{}') AS images";
        let values = [skus.into(), barcodes.into(), slugs.into(), categories.into(), suppliers.into(), images.into()];
        let row: Option<Row> = one(db, sql, values).await?;
        let row = row.ok_or_else(|| ApiError::internal("a statement without a row"))?;
        Ok(Self {
            skus: serde_json::from_value(row.skus)?,
            barcodes: serde_json::from_value(row.barcodes)?,
            slugs: serde_json::from_value(row.slugs)?,
            categories: row.categories.into_iter().collect(),
            suppliers: row.suppliers.into_iter().collect(),
            images: serde_json::from_value(row.images)?,
        })
    }

    /// What of a request points at nothing, or is somebody else's.
    pub(in crate::catalog) fn faults(&self, id: ProductId, ask: &SaveProductRequest) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut unless = |holds: bool, pointer: String, code: FieldCode| {
            if !holds {
                faults.push(FieldError::new(pointer, code));
            }
        };
        let free = |taken: &HashMap<String, Uuid>, text: &str| taken.get(text).is_none_or(|&owner| owner == id.0);
        unless(ask.slug.as_ref().is_none_or(|slug| free(&self.slugs, slug)), "/slug".to_owned(), FieldCode::Taken);
        unless(self.categories.contains(&ask.category_id.0), "/category_id".to_owned(), FieldCode::UnknownChoice);
        let known = ask.supplier_id.is_none_or(|supplier| self.suppliers.contains(&supplier.0));
        unless(known, "/supplier_id".to_owned(), FieldCode::UnknownChoice);
        for (index, variant) in ask.variants.iter().enumerate() {
            let at = |field: &str| format!("/variants/{index}/{field}");
            unless(free(&self.skus, &variant.sku), at("sku"), FieldCode::Taken);
            let barcode = variant.barcode.as_ref();
            unless(barcode.is_none_or(|barcode| free(&self.barcodes, barcode)), at("barcode"), FieldCode::Taken);
            let is_own = variant.image_id.is_none_or(|image| self.images.get(&image.0) == Some(&id.0));
            unless(is_own, at("image_id"), FieldCode::UnknownChoice);
        }
        faults
    }
}
