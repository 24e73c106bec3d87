//! The shopping cart.

use serde::{Deserialize, Serialize};

use crate::catalog::{Image, OptionValue};
use crate::ids::{CartId, ProductId, VariantId};
use crate::money::Rupiah;
use crate::totals::{MAX_LINES, MAX_QUANTITY};
use crate::validate::{Faults, FieldCode, FieldError, Validate};

/// Put pieces of a variant into the cart, on top of those that are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct AddToCartRequest {
    /// The variant.
    pub variant_id: VariantId,
    /// How many pieces to add.
    pub quantity: i32,
}

impl Validate for AddToCartRequest {
    fn check(&self, faults: &mut Faults) {
        faults.range("/quantity", i64::from(self.quantity), 1, i64::from(MAX_QUANTITY));
    }
}

/// Change how many pieces of a variant are in the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SetQuantityRequest {
    /// How many pieces there shall be; 0 removes the line.
    pub quantity: i32,
}

impl Validate for SetQuantityRequest {
    fn check(&self, faults: &mut Faults) {
        faults.range("/quantity", i64::from(self.quantity), 0, i64::from(MAX_QUANTITY));
    }
}

/// Pieces of a variant in a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct CartLine {
    /// The variant.
    pub variant_id: VariantId,
    /// How many pieces.
    pub quantity: i32,
}

/// Replace what is in the cart (a saved list).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct ReplaceCartRequest {
    /// The lines there shall be; none empties the cart.
    pub items: Vec<CartLine>,
}

impl Validate for ReplaceCartRequest {
    fn check(&self, faults: &mut Faults) {
        check_lines(faults, &self.items);
    }
}

/// Put lines back that were taken out of the cart (an undone removal).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct RestoreCartRequest {
    /// The lines as they were.
    pub items: Vec<CartLine>,
}

impl Validate for RestoreCartRequest {
    fn check(&self, faults: &mut Faults) {
        if self.items.is_empty() {
            faults.add(FieldError::new("/items", FieldCode::Required));
        }
        check_lines(faults, &self.items);
    }
}

/// Not too many, each variant once.
pub(crate) fn check_lines(faults: &mut Faults, items: &[CartLine]) {
    if items.len() > MAX_LINES {
        faults.add(FieldError::new("/items", FieldCode::TooMany).with("max", MAX_LINES));
    }
    let mut seen = std::collections::HashSet::new();
    for (index, item) in items.iter().enumerate() {
        faults.range(&format!("/items/{index}/quantity"), i64::from(item.quantity), 1, i64::from(MAX_QUANTITY));
        if !seen.insert(item.variant_id) {
            faults.add(FieldError::new(format!("/items/{index}/variant_id"), FieldCode::Duplicate));
        }
    }
}

/// The cart after lines were put back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RestoredCart {
    /// The cart.
    pub cart: Cart,
    /// Variants that could not be put back: no longer for sale, or one line too many.
    pub left_out: Vec<VariantId>,
}

words!(
    /// What changed about a line since it was put into the cart.
    LineNotice {
        /// The price went up or down; `price_when_added` says from what.
        PriceChanged = "price_changed",
        /// Fewer pieces are left than wanted; `available` says how many.
        ShortOfStock = "short_of_stock",
        /// Sold out.
        SoldOut = "sold_out",
        /// No longer for sale.
        Withdrawn = "withdrawn",
    }
);

/// A line of the cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CartItem {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The product's name in the URL.
    pub product_slug: String,
    /// The product's name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// The variant's options.
    pub options: Vec<OptionValue>,
    /// Stock-keeping unit.
    pub sku: String,
    /// Price of one piece now.
    pub price: Rupiah,
    /// Price of one piece when it was put into the cart.
    pub price_when_added: Rupiah,
    /// How many pieces.
    pub quantity: i32,
    /// Pieces that can be ordered now, at most 99.
    pub available: i32,
    /// Price times quantity.
    pub line_total: Rupiah,
    /// What changed since it was added.
    pub notices: Vec<LineNotice>,
    /// Picture.
    pub image: Option<Image>,
}

/// The cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Cart {
    /// Id; `null` until something was put into it.
    pub id: Option<CartId>,
    /// A guest's key to the cart, told once when the cart comes to be; send it as `X-Cart-Token`.
    pub token: Option<String>,
    /// The lines, in the order they were added.
    pub items: Vec<CartItem>,
    /// All pieces together.
    pub count: i32,
    /// The lines together.
    pub subtotal: Rupiah,
    /// Whether it can be ordered as it is: not empty, and every line in stock.
    pub ready: bool,
    /// After buying an order again: variants of it that could not be put in, because they are no longer for sale or would be
    /// one line too many.
    pub left_out: Option<Vec<VariantId>>,
}
