//! Variants as orders remember them.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

use crate::db::all;

/// A variant with what an order's line keeps of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Good {
    /// Variant.
    pub id: Uuid,
    /// Product.
    pub product_id: Uuid,
    /// The product's name in the URL.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Options as they are stored.
    pub options: Value,
    /// What the shop paid for it.
    pub cost: Option<i64>,
    /// Grams.
    pub weight_g: i32,
    /// Picture as it is stored.
    pub image: Option<Value>,
}

/// All variants by SKU.
pub async fn by_sku(db: &impl ConnectionTrait) -> Result<HashMap<String, Good>, DbErr> {
    let sql = "SELECT v.id, v.product_id, p.slug, p.name, v.sku, v.options, v.cost, v.weight_g, i.image
               FROM variants v JOIN products p ON p.id = v.product_id
               LEFT JOIN LATERAL (
                   SELECT jsonb_build_object('id', i.id, 'alt', i.alt, 'width', i.width, 'height', i.height, 'color', i.color,
                                             'widths', i.widths, 'path', i.path) AS image
                   FROM product_images i WHERE i.product_id = p.id
                   ORDER BY i.id = v.image_id DESC NULLS LAST, i.is_thumbnail DESC, i.sort_order LIMIT 1) i ON true";
    let goods: Vec<Good> = all(db, sql, []).await?;
    Ok(goods.into_iter().map(|good| (good.sku.clone(), good)).collect())
}

/// `Hitam, Kanan`: what distinguishes the variant.
pub fn options_in_words(options: &Value) -> String {
    let values = options.as_array().into_iter().flatten().filter_map(|option| option.get("value")?.as_str());
    values.collect::<Vec<_>>().join(", ")
}
