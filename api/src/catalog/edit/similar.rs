//! Products that may be one and the same.

use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value;
use shared::catalog::ProductStatus;
use shared::ids::ProductId;
use shared::products::{SimilarBecause, SimilarProduct, sku_stem};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::one;
use crate::files::{self, ImageRow};
use crate::http::ApiResult;

/// Names that share so many of their trigrams are alike. Models that differ in a figure (RG550 and
/// RG570) stay below, a letter more or less (RG550 and RG-550) lies above.
const ALIKE: f64 = 0.8;
/// A stem so short says nothing.
const STEM: i32 = 4;
/// Most that are told of one product.
const MOST: i32 = 5;

/// What is looked for: saved products, or one that is being written.
pub(super) struct Sought {
    /// Saved products.
    pub ids: Vec<ProductId>,
    /// Brand, name and SKU of one that is being written.
    pub draft: Option<(String, String, String)>,
}

#[derive(FromQueryResult)]
struct Found {
    found: Option<Value>,
}

#[derive(Deserialize)]
struct Row {
    of: Option<ProductId>,
    id: ProductId,
    name: String,
    brand: String,
    status: ProductStatus,
    sku: Option<String>,
    because: SimilarBecause,
    image: Option<ImageRow>,
}

/// Products that are like those sought, archived ones left out.
pub(super) async fn similar(ctx: &Ctx, sought: Sought) -> ApiResult<Vec<SimilarProduct>> {
    let ids: Vec<Uuid> = sought.ids.iter().map(|id| id.0).collect();
    let (brand, name, sku) = sought.draft.unwrap_or_default();
    let stem = sku_stem(&sku);
    let sql = "WITH sought AS (
            SELECT p.id, fold(p.brand) AS brand, fold(p.name) AS name,
                   ARRAY(SELECT DISTINCT sku_stem(v.sku) FROM variants v WHERE v.product_id = p.id) AS stems
            FROM products p WHERE p.id = ANY ($1)
            UNION ALL SELECT NULL, fold($2), fold($3), ARRAY[$4] WHERE $3 <> '' OR $4 <> ''),
        alike AS (
            SELECT s.id AS of, v.product_id AS id, 'sku' AS because, 1 AS likeness
            FROM sought s JOIN variants v ON sku_stem(v.sku) = ANY (s.stems) WHERE length(sku_stem(v.sku)) >= $5
            UNION ALL
            SELECT s.id, p.id, 'name', similarity(fold(p.name), s.name)
            FROM sought s JOIN products p ON fold(p.brand) = s.brand WHERE similarity(fold(p.name), s.name) >= $6),
        best AS (
            SELECT DISTINCT ON (a.of, a.id) a.of, a.id, a.because, a.likeness FROM alike a
            WHERE a.id IS DISTINCT FROM a.of AND NOT (a.of IS NULL AND a.id = ANY ($1)) ORDER BY a.of, a.id, a.likeness DESC, a.because DESC),
        ranked AS (SELECT b.*, row_number() OVER (PARTITION BY b.of ORDER BY b.likeness DESC, b.id) AS place FROM best b
            JOIN products p ON p.id = b.id AND p.status <> 'archived')
        SELECT (SELECT json_agg(r) FROM (
            SELECT b.of, p.id, p.name, p.brand, p.status, b.because,
                   (SELECT v.sku FROM variants v WHERE v.product_id = p.id ORDER BY v.sort_order, v.id LIMIT 1) AS sku,
                   (SELECT row_to_json(i) FROM (
                       SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path FROM product_images i
                       WHERE i.product_id = p.id ORDER BY i.is_thumbnail DESC, i.sort_order LIMIT 1) i) AS image
            FROM ranked b JOIN products p ON p.id = b.id WHERE b.place <= $7 ORDER BY b.of, b.place) r) AS found";
    let values = [ids.into(), brand.into(), name.into(), stem.into(), STEM.into(), ALIKE.into(), MOST.into()];
    let found: Option<Found> = one(&ctx.db, sql, values).await?;
    let rows: Vec<Row> = found.and_then(|found| found.found).map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
    Ok(rows.into_iter().map(Row::similar).collect())
}

impl Row {
    fn similar(self) -> SimilarProduct {
        let Self { of, id, name, brand, status, sku, because, image } = self;
        SimilarProduct { of, id, name, brand, status, sku: sku.unwrap_or_default(), because, image: image.map(files::image) }
    }
}
