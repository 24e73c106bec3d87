//! Products as staff edit them. The rules here run in the editor and on the server alike.

mod bulk;
mod images;
mod matrix;
mod names;
mod price;
mod rules;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use bulk::{BulkEdit, BulkProductsRequest, BulkReport, MAX_BULK, PriceChangeRow};
pub use images::{ArrangeImage, ArrangeImagesRequest, MAX_IMAGE_BYTES, MAX_IMAGES, MAX_UPLOAD, ProductImages};
pub use matrix::{matrix, suggest_sku};
pub use names::{MAX_SLUG, is_slug, normalize_sku, sku_stem, slugify};
pub use price::{MAX_PRICE, PriceChange, PriceChangeKind};
pub use rules::{MAX_OPTIONS, MAX_SPECIFICATIONS, MAX_VARIANTS};

use crate::catalog::{Image, OptionValue, ProductStatus, Specification, StockState};
use crate::ids::{CategoryId, ImageId, ProductId, SupplierId, VariantId};
use crate::money::Rupiah;
use crate::revision::Revision;

/// A product with everything its editor shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffProduct {
    /// Id.
    pub id: ProductId,
    /// Counts its changes; send it as `If-Match` with the next one.
    pub revision: i32,
    /// Name in the URL.
    pub slug: String,
    /// Names it had in the URL before; links to them still lead to it.
    pub former_slugs: Vec<String>,
    /// Name.
    pub name: String,
    /// Description in Indonesian.
    pub description: String,
    /// Description in English.
    pub description_en: String,
    /// Brand.
    pub brand: String,
    /// Model.
    pub model: String,
    /// The category it is in.
    pub category_id: CategoryId,
    /// Who supplies it.
    pub supplier_id: Option<SupplierId>,
    /// Whether it is among the featured ones on the first page.
    pub featured: bool,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// Title for search engines; the name when absent.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// Names of its options, in order; empty for a simple product.
    pub option_names: Vec<String>,
    /// Specifications, in order.
    pub specifications: Vec<Specification>,
    /// Variants in order, those not for sale included.
    pub variants: Vec<StaffVariant>,
    /// Pictures in order.
    pub images: Vec<Image>,
    /// The picture that stands for it in lists.
    pub thumbnail_id: Option<ImageId>,
    /// Names how its pictures are arranged; send it as `If-Match` when you arrange them.
    pub images_revision: i32,
    /// Pieces sold so far.
    pub sold: i64,
    /// When it was for sale first.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A variant with everything its row in the editor shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffVariant {
    /// Id.
    pub id: VariantId,
    /// Stock-keeping unit.
    pub sku: String,
    /// Its options, in the order of the product's.
    pub options: Vec<OptionValue>,
    /// Price.
    pub price: Rupiah,
    /// What it cost before, when it is reduced.
    pub compare_at: Option<Rupiah>,
    /// What the shop pays for it.
    pub cost: Option<Rupiah>,
    /// Weight as shipped, in grams.
    pub weight_g: i32,
    /// Length as shipped, in centimetres.
    pub length_cm: i32,
    /// Width as shipped, in centimetres.
    pub width_cm: i32,
    /// Height as shipped, in centimetres.
    pub height_cm: i32,
    /// Barcode.
    pub barcode: Option<String>,
    /// Pieces that the shop wants to have at least.
    pub minimum_stock: i32,
    /// At so many pieces or fewer it is low.
    pub low_stock_threshold: i32,
    /// The picture that shows it.
    pub image_id: Option<ImageId>,
    /// Whether it is for sale, when the product is.
    pub active: bool,
    /// Pieces in the store.
    pub on_hand: i32,
    /// Of these, held for orders.
    pub reserved: i32,
    /// What shoppers are told.
    pub stock: StockState,
    /// Whether leaving it out removes it. One that was ever ordered or stocked is kept and no longer
    /// for sale instead.
    pub removable: bool,
}

/// A whole product, as it shall be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SaveProductRequest {
    /// Name.
    pub name: String,
    /// Name in the URL; made from brand and name when absent. A published product's former names
    /// still lead to it.
    pub slug: Option<String>,
    /// Description in Indonesian.
    pub description: String,
    /// Description in English.
    pub description_en: String,
    /// Brand.
    pub brand: String,
    /// Model.
    pub model: String,
    /// The category it is in.
    pub category_id: CategoryId,
    /// Who supplies it.
    pub supplier_id: Option<SupplierId>,
    /// Whether it is among the featured ones on the first page.
    pub featured: bool,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// Title for search engines; the name when absent.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// Names of its options, in order; empty for a simple product.
    pub option_names: Vec<String>,
    /// Specifications, in order.
    pub specifications: Vec<Specification>,
    /// Variants, in order; exactly one for sale when there are no options. One that is left out is
    /// removed, or no longer for sale where it was ever ordered or stocked.
    pub variants: Vec<SaveVariant>,
}

impl SaveProductRequest {
    /// A product of which nothing is said yet, not even a variant.
    #[must_use]
    pub const fn blank() -> Self {
        Self {
            name: String::new(),
            slug: None,
            description: String::new(),
            description_en: String::new(),
            brand: String::new(),
            model: String::new(),
            category_id: CategoryId(uuid::Uuid::nil()),
            supplier_id: None,
            featured: false,
            status: ProductStatus::Draft,
            seo_title: None,
            seo_description: None,
            option_names: Vec::new(),
            specifications: Vec::new(),
            variants: Vec::new(),
        }
    }
}

/// A variant, as it shall be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SaveVariant {
    /// Id; absent for a new one.
    pub id: Option<VariantId>,
    /// Stock-keeping unit; unique, kept in capitals.
    pub sku: String,
    /// A value for each of the product's options, in their order.
    pub options: Vec<OptionValue>,
    /// Price.
    pub price: Rupiah,
    /// What it cost before, when it is reduced.
    pub compare_at: Option<Rupiah>,
    /// What the shop pays for it.
    pub cost: Option<Rupiah>,
    /// Weight as shipped, in grams.
    pub weight_g: i32,
    /// Length as shipped, in centimetres.
    pub length_cm: i32,
    /// Width as shipped, in centimetres.
    pub width_cm: i32,
    /// Height as shipped, in centimetres.
    pub height_cm: i32,
    /// Barcode; unique.
    pub barcode: Option<String>,
    /// Pieces that the shop wants to have at least.
    pub minimum_stock: i32,
    /// At so many pieces or fewer it is low.
    pub low_stock_threshold: i32,
    /// The picture that shows it; one of the product's.
    pub image_id: Option<ImageId>,
    /// Whether it is for sale, when the product is.
    pub active: bool,
    /// Pieces in the store at the beginning, of a new variant only: booked as a count. Needs
    /// `inventory.write`.
    pub initial_stock: Option<i32>,
}

impl SaveVariant {
    /// A variant of which only the SKU is said yet.
    #[must_use]
    pub const fn blank(sku: String) -> Self {
        Self {
            id: None,
            sku,
            options: Vec::new(),
            price: Rupiah::ZERO,
            compare_at: None,
            cost: None,
            weight_g: 0,
            length_cm: 0,
            width_cm: 0,
            height_cm: 0,
            barcode: None,
            minimum_stock: 0,
            low_stock_threshold: 3,
            image_id: None,
            active: true,
            initial_stock: None,
        }
    }
}

/// A product that may be the same as another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SimilarProduct {
    /// The product that was asked about; absent when it is not saved yet.
    pub of: Option<ProductId>,
    /// The one that is like it.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Its brand.
    pub brand: String,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// Its first SKU.
    pub sku: String,
    /// What is alike.
    pub because: SimilarBecause,
    /// Its picture.
    pub image: Option<Image>,
}

words!(
    /// Why two products may be the same.
    SimilarBecause {
        /// Their SKUs begin alike.
        Sku = "sku",
        /// Their names are alike, within a brand.
        Name = "name",
    }
);

/// What staff choose from while editing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductChoices {
    /// Brands in use.
    pub brands: Vec<String>,
    /// Suppliers.
    pub suppliers: Vec<SupplierChoice>,
    /// Options in use with their values, the most used first.
    pub options: Vec<crate::catalog::ProductOption>,
    /// Names of specifications in use, the most used first; values are empty.
    pub specifications: Vec<Specification>,
}

/// A supplier to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SupplierChoice {
    /// Id.
    pub id: SupplierId,
    /// Name.
    pub name: String,
    /// Whether the shop still buys there.
    pub active: bool,
}

impl Revision for StaffProduct {
    fn revision(&self) -> i32 {
        self.revision
    }
}

impl StaffProduct {
    /// The request that changes nothing: where an editor begins.
    #[must_use]
    pub fn save_request(&self) -> SaveProductRequest {
        SaveProductRequest {
            name: self.name.clone(),
            slug: Some(self.slug.clone()),
            description: self.description.clone(),
            description_en: self.description_en.clone(),
            brand: self.brand.clone(),
            model: self.model.clone(),
            category_id: self.category_id,
            supplier_id: self.supplier_id,
            featured: self.featured,
            status: self.status,
            seo_title: self.seo_title.clone(),
            seo_description: self.seo_description.clone(),
            option_names: self.option_names.clone(),
            specifications: self.specifications.clone(),
            variants: self.variants.iter().map(StaffVariant::save_request).collect(),
        }
    }
}

impl StaffVariant {
    /// The variant as it is, to be sent back.
    #[must_use]
    pub fn save_request(&self) -> SaveVariant {
        SaveVariant {
            id: Some(self.id),
            sku: self.sku.clone(),
            options: self.options.clone(),
            price: self.price,
            compare_at: self.compare_at,
            cost: self.cost,
            weight_g: self.weight_g,
            length_cm: self.length_cm,
            width_cm: self.width_cm,
            height_cm: self.height_cm,
            barcode: self.barcode.clone(),
            minimum_stock: self.minimum_stock,
            low_stock_threshold: self.low_stock_threshold,
            image_id: self.image_id,
            active: self.active,
            initial_stock: None,
        }
    }
}
