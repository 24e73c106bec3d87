//! What cart and checkout need to know of variants.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::catalog::{Image, OptionValue};
use shared::ids::{ProductId, VariantId};
use shared::money::Rupiah;
use shared::shipping::Parcel;

use crate::db;
use crate::files;

/// A variant as it can be bought at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct SellableVariant {
    /// Id.
    pub id: VariantId,
    /// The product it belongs to.
    pub product_id: ProductId,
    /// The product's name in the URL.
    pub product_slug: String,
    /// The product's name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Its options; empty for a simple product.
    pub options: Vec<OptionValue>,
    /// Price.
    pub price: Rupiah,
    /// What it cost before, when it is reduced.
    pub compare_at: Option<Rupiah>,
    /// What the shop paid for it.
    pub cost: Option<Rupiah>,
    /// Weight and size of one piece as shipped.
    pub parcel: Parcel,
    /// Pieces in the store that are not reserved.
    pub available: i32,
    /// Whether variant and product are for sale at all.
    pub active: bool,
    /// Its own picture, or the product's thumbnail.
    pub image: Option<Image>,
}

#[derive(FromQueryResult)]
struct SellableRow {
    id: VariantId,
    product_id: ProductId,
    slug: String,
    name: String,
    brand: String,
    sku: String,
    options: serde_json::Value,
    price: Rupiah,
    compare_at: Option<Rupiah>,
    cost: Option<Rupiah>,
    weight_g: i32,
    length_cm: i32,
    width_cm: i32,
    height_cm: i32,
    available: i32,
    active: bool,
    image: Option<serde_json::Value>,
}

const SELLABLE: &str = "SELECT v.id, v.product_id, p.slug, p.name, p.brand, v.sku, v.options, v.price, v.compare_at, v.cost,
        v.weight_g, v.length_cm, v.width_cm, v.height_cm, GREATEST(s.on_hand - s.reserved, 0) AS available,
        v.active AND p.status = 'active' AS active, image.json AS image
    FROM variants v
    JOIN products p ON p.id = v.product_id
    JOIN stocks s ON s.variant_id = v.id
    LEFT JOIN LATERAL (
        SELECT to_jsonb(i) AS json FROM (
            SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path FROM product_images i WHERE i.product_id = v.product_id
            ORDER BY i.id IS NOT DISTINCT FROM v.image_id DESC, i.is_thumbnail DESC, i.sort_order, i.id LIMIT 1) i) image ON true
    WHERE v.id = ANY ($1)";

/// The variants as they can be bought now, in no particular order; unknown ids are left out.
/// One statement, without locks.
///
/// # Errors
/// What the database says.
pub async fn sellable(db: &impl ConnectionTrait, ids: &[VariantId]) -> Result<Vec<SellableVariant>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<SellableRow> = db::all(db, SELLABLE, [ids.into()]).await?;
    rows.into_iter().map(SellableRow::variant).collect()
}

impl SellableRow {
    fn variant(self) -> Result<SellableVariant, DbErr> {
        Ok(SellableVariant {
            id: self.id,
            product_id: self.product_id,
            product_slug: self.slug,
            name: self.name,
            brand: self.brand,
            sku: self.sku,
            options: serde_json::from_value(self.options).map_err(|error| DbErr::Json(error.to_string()))?,
            price: self.price,
            compare_at: self.compare_at,
            cost: self.cost,
            parcel: Parcel {
                weight_g: self.weight_g,
                length_cm: self.length_cm,
                width_cm: self.width_cm,
                height_cm: self.height_cm,
            },
            available: self.available,
            active: self.active,
            image: self.image.and_then(files::image_from_json),
        })
    }
}
