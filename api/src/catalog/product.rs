//! A product's page.

use std::sync::Arc;

use sea_orm::FromQueryResult;
use serde::Deserialize;
use shared::catalog::{OptionValue, Product, ProductOption, Specification, StockState, Variant};
use shared::ids::{CategoryId, ImageId, ProductId, VariantId};
use shared::money::Rupiah;
use shared::shipping::Parcel;

use super::cache::KeptProduct;
use super::read_one;
use super::tree::{Tree, tree};
use crate::context::Ctx;
use crate::files;
use crate::http::{ApiError, ApiResult, Cached};

/// The product with this name in the URL, now or before, if it is for sale. The answer has its name of now.
pub(super) async fn product(ctx: &Ctx, slug: &str) -> ApiResult<Cached<Product>> {
    let cache = &ctx.caches.catalog;
    let id = cache.slugs.get_or_load(slug.to_owned(), async || find(ctx, slug).await).await?;
    if let Some(kept) = kept(ctx, id).await?
        && *kept.slug == *slug
    {
        return Ok(kept.body);
    }
    // No longer for sale, a name of before, or one that has passed to another product.
    cache.slugs.forget(&slug.to_owned());
    let id = find(ctx, slug).await?;
    kept(ctx, id).await?.map(|kept| kept.body).ok_or_else(ApiError::not_found)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: ProductId,
}

async fn find(ctx: &Ctx, slug: &str) -> ApiResult<ProductId> {
    if !is_slug(slug) {
        return Err(ApiError::not_found());
    }
    // A name that it had before still leads to it, unless another product has that now.
    let sql = "SELECT id FROM (
                   SELECT id, 1 AS rank FROM products WHERE slug = $1 AND status = 'active'
                   UNION ALL
                   SELECT p.id, 2 FROM former_slugs f JOIN products p ON p.id = f.product_id AND p.status = 'active' WHERE f.slug = $1) named
               ORDER BY rank LIMIT 1";
    let row: Option<IdRow> = read_one(ctx, sql, [slug.into()]).await?;
    row.map(|row| row.id).ok_or_else(ApiError::not_found)
}

/// Whether the text can be a name in the URL; anything else names nothing.
pub(super) fn is_slug(text: &str) -> bool {
    text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

async fn kept(ctx: &Ctx, id: ProductId) -> ApiResult<Option<KeptProduct>> {
    let load = async || {
        let row: Option<ProductRow> = read_one(ctx, PRODUCT, [id.0.into()]).await?;
        let Some(row) = row else { return Err(Gone::NotForSale) };
        let tree = tree(ctx).await?;
        let slug = Arc::from(row.slug.as_str());
        let Some(product) = row.product(&tree)? else { return Err(Gone::NotForSale) };
        Ok(KeptProduct { slug, body: Cached::of(&product)? })
    };
    match ctx.caches.catalog.products.get_or_load(id, load).await {
        Ok(kept) => Ok(Some(kept)),
        Err(Gone::NotForSale) => Ok(None),
        Err(Gone::Failed(error)) => Err(error),
    }
}

/// Why there is no product to keep.
enum Gone {
    NotForSale,
    Failed(ApiError),
}

impl<E: Into<ApiError>> From<E> for Gone {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

#[derive(FromQueryResult)]
struct ProductRow {
    id: ProductId,
    slug: String,
    name: String,
    brand: String,
    model: String,
    description: String,
    description_en: String,
    category_id: CategoryId,
    option_names: Vec<String>,
    specifications: serde_json::Value,
    rating_sum: i32,
    rating_count: i32,
    rating_histogram: Vec<i32>,
    seo_title: Option<String>,
    seo_description: Option<String>,
    variants: Option<serde_json::Value>,
    images: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct VariantRow {
    id: VariantId,
    sku: String,
    options: Vec<OptionValue>,
    price: Rupiah,
    compare_at: Option<Rupiah>,
    state: StockState,
    available: i32,
    weight_g: i32,
    length_cm: i32,
    width_cm: i32,
    height_cm: i32,
    image_id: Option<ImageId>,
}

const PRODUCT: &str =
    "SELECT p.id, p.slug, p.name, p.brand, p.model, p.description, p.description_en, p.category_id, p.option_names,
        p.specifications, p.rating_sum, p.rating_count, p.rating_histogram, p.seo_title, p.seo_description,
        (SELECT json_agg(v) FROM (
            SELECT v.id, v.sku, v.options, v.price, v.compare_at, s.state, LEAST(s.on_hand - s.reserved, 99) AS available,
                   v.weight_g, v.length_cm, v.width_cm, v.height_cm, v.image_id
            FROM variants v JOIN stocks s ON s.variant_id = v.id
            WHERE v.product_id = p.id AND v.active ORDER BY v.sort_order, v.id) v) AS variants,
        (SELECT json_agg(i) FROM (
            SELECT i.id, i.alt, i.width, i.height, i.color, i.widths, i.path
            FROM product_images i WHERE i.product_id = p.id ORDER BY i.is_thumbnail DESC, i.sort_order, i.id) i) AS images
    FROM products p WHERE p.id = $1 AND p.status = 'active'";

impl ProductRow {
    /// The product as shoppers see it; `None` when none of its variants is for sale.
    fn product(self, tree: &Tree) -> Result<Option<Product>, serde_json::Error> {
        let Some(variants) = self.variants else { return Ok(None) };
        let rows: Vec<VariantRow> = serde_json::from_value(variants)?;
        let specifications: Vec<Specification> = serde_json::from_value(self.specifications)?;
        let variants: Vec<Variant> = rows.into_iter().map(VariantRow::variant).collect();
        Ok(Some(Product {
            id: self.id,
            slug: self.slug,
            name: self.name,
            brand: self.brand,
            model: self.model,
            description: self.description,
            description_en: self.description_en,
            breadcrumbs: tree.breadcrumbs(self.category_id),
            options: options(&self.option_names, &variants),
            variants,
            images: self.images.map(files::images_from_json).unwrap_or_default(),
            specifications,
            rating_hundredths: average(self.rating_sum, self.rating_count),
            rating_count: self.rating_count,
            histogram: self.rating_histogram,
            seo_title: self.seo_title,
            seo_description: self.seo_description,
        }))
    }
}

impl VariantRow {
    fn variant(self) -> Variant {
        Variant {
            id: self.id,
            sku: self.sku,
            options: self.options,
            price: self.price,
            compare_at: self.compare_at,
            stock: self.state,
            available: self.available.max(0),
            parcel: Parcel {
                weight_g: self.weight_g,
                length_cm: self.length_cm,
                width_cm: self.width_cm,
                height_cm: self.height_cm,
            },
            image_id: self.image_id,
        }
    }
}

/// The average in hundredths of a star, rounded; as `product_listings` has it.
fn average(sum: i32, count: i32) -> i32 {
    if count == 0 { 0 } else { (sum * 100 + count / 2) / count }
}

/// Each option with the values that variants for sale have, in the order of the variants.
fn options(names: &[String], variants: &[Variant]) -> Vec<ProductOption> {
    let values = |name: &String| {
        let mut values: Vec<String> = Vec::new();
        for option in variants.iter().flat_map(|variant| &variant.options) {
            if option.name == *name && !values.contains(&option.value) {
                values.push(option.value.clone());
            }
        }
        values
    };
    let all = names.iter().map(|name| ProductOption { name: name.clone(), values: values(name) });
    all.filter(|option| !option.values.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_rounded() {
        assert_eq!((average(0, 0), average(9, 2), average(14, 3), average(13, 3)), (0, 450, 467, 433));
    }

    #[test]
    fn only_a_slug_is_looked_up() {
        assert!(is_slug("fender-player-stratocaster-2"));
        for text in ["a b", "A", "ä", "a\0", "a/b", &"a".repeat(201)] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
