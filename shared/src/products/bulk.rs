//! One change to many products.

use serde::{Deserialize, Serialize};

use super::price::PriceChange;
use crate::ids::{ProductId, VariantId};
use crate::money::Rupiah;
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Most products in one change.
pub const MAX_BULK: usize = 500;

words!(
    /// What is done to products together.
    BulkEdit {
        /// Puts them up for sale.
        Activate = "activate",
        /// Takes them out of the shop, to be written on.
        Draft = "draft",
        /// Takes them out of the shop for good; their orders keep them.
        Archive = "archive",
        /// Puts them among the featured ones.
        Feature = "feature",
        /// Takes them from the featured ones.
        Unfeature = "unfeature",
        /// Changes the prices of their variants.
        Price = "price",
    }
);

/// One change to many products: to all of them, or to none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct BulkProductsRequest {
    /// Which products, 1 to 500.
    pub ids: Vec<ProductId>,
    /// What to do.
    pub edit: BulkEdit,
    /// How prices change; with `price` only.
    pub price: Option<PriceChange>,
    /// The `fingerprint` of a report: prices change only while they would change just so, else the answer is 409 `stale`.
    /// With `price` only.
    // Left out where it says nothing: a server of the version before does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Tells what would happen, and changes nothing.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub dry_run: bool,
}

impl Validate for BulkProductsRequest {
    fn check(&self, faults: &mut Faults) {
        if self.ids.is_empty() {
            faults.add(FieldError::new("/ids", FieldCode::Required));
        } else if self.ids.len() > MAX_BULK {
            faults.add(FieldError::new("/ids", FieldCode::TooMany).with("max", MAX_BULK));
        }
        match (self.edit, &self.price) {
            (BulkEdit::Price, Some(price)) => price.check("/price", faults),
            (BulkEdit::Price, None) => faults.add(FieldError::new("/price", FieldCode::Required)),
            (_, Some(_)) => faults.add(FieldError::new("/price", FieldCode::UnknownField)),
            (_, None) => {}
        }
        if self.edit != BulkEdit::Price && self.fingerprint.is_some() {
            faults.add(FieldError::new("/fingerprint", FieldCode::UnknownField));
        }
    }
}

/// What a change to many products did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct BulkReport {
    /// Products that are other than before.
    pub changed: Vec<ProductId>,
    /// Products that were so already.
    pub unchanged: Vec<ProductId>,
    /// Prices that are other than before, with `price` only.
    pub prices: Vec<PriceChangeRow>,
    /// Stands for these prices, before and after; with `price` only. Sent along with the change itself, it makes sure that
    /// just this is done, and once.
    pub fingerprint: Option<String>,
}

/// A price before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct PriceChangeRow {
    /// The product.
    pub product_id: ProductId,
    /// The variant.
    pub variant_id: VariantId,
    /// The product's name.
    pub name: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Price before.
    pub before: Rupiah,
    /// Price after.
    pub after: Rupiah,
    /// What is struck through after.
    pub compare_at: Option<Rupiah>,
}
