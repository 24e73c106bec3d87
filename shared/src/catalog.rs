//! The catalogue as shoppers see it.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ImageId, ProductId, VariantId};
use crate::money::Rupiah;
use crate::shipping::Parcel;

words!(
    /// Whether a product is for sale.
    ProductStatus {
        /// Being written; only staff see it.
        Draft = "draft",
        /// For sale.
        Active = "active",
        /// No longer sold; kept for its orders.
        Archived = "archived",
    }
);

words!(
    /// How much is left, as shoppers are told.
    StockState {
        /// Plenty.
        InStock = "in_stock",
        /// At or below the low-stock threshold.
        Low = "low",
        /// Nothing.
        Out = "out",
    }
);

words!(
    /// The order of a product list.
    ProductSort {
        /// Best match first; newest first without a search text.
        Relevance = "relevance",
        /// Newest first.
        Newest = "newest",
        /// Cheapest first.
        PriceAsc = "price_asc",
        /// Dearest first.
        PriceDesc = "price_desc",
        /// A to Z.
        Name = "name",
        /// Best rated first.
        Rating = "rating",
        /// Best selling first.
        BestSelling = "best_selling",
    }
);

words!(
    /// The order of the back office's product list.
    StaffProductSort {
        /// Changed last first.
        Updated = "updated",
        /// A to Z.
        Name = "name",
        /// Fewest pieces on offer first.
        Stock = "stock",
        /// Best selling first.
        Sold = "sold",
    }
);

/// A picture in several sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Image {
    /// Id.
    pub id: ImageId,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Width of the original in pixels.
    pub width: i32,
    /// Height of the original in pixels.
    pub height: i32,
    /// Dominant colour as `#rrggbb`, shown until the picture is there.
    pub color: String,
    /// Widths in pixels that exist of it; each at `{url}-{width}.webp` and `{url}-{width}.jpg`.
    pub widths: Vec<i32>,
    /// Where its renditions are, without size and ending.
    pub url: String,
}

impl Image {
    /// Where its smallest JPEG is that is at least so wide, or the widest there is.
    #[must_use]
    pub fn jpeg(&self, least: i32) -> Option<String> {
        let width = self.widths.iter().copied().find(|&width| width >= least).or(self.widths.last().copied())?;
        Some(format!("{}-{width}.jpg", self.url))
    }
}

/// A category in the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Category {
    /// Id.
    pub id: CategoryId,
    /// The category above, if any.
    pub parent_id: Option<CategoryId>,
    /// Name in the URL.
    pub slug: String,
    /// Indonesian name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// A sentence about it in Indonesian.
    pub description: String,
    /// A sentence about it in English.
    pub description_en: String,
    /// Products for sale in it and below it.
    pub product_count: i64,
    /// Picture.
    pub image: Option<Image>,
}

/// A brand that has something for sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Brand {
    /// Name; also what to send as a filter.
    pub name: String,
    /// Products for sale.
    pub product_count: i64,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductCard {
    /// Id.
    pub id: ProductId,
    /// Name in the URL.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Lowest price of its variants.
    pub price: Rupiah,
    /// Highest price of its variants; equal to `price` when all cost the same.
    pub price_max: Rupiah,
    /// What the cheapest variant cost before, when it is reduced.
    pub compare_at: Option<Rupiah>,
    /// How much is left.
    pub stock: StockState,
    /// How many variants can be chosen from.
    pub variant_count: i32,
    /// The only variant of a simple product: it can go straight into the cart.
    pub single_variant_id: Option<VariantId>,
    /// Average of the reviews in hundredths of a star (450 is 4.5); 0 without reviews.
    pub rating_hundredths: i32,
    /// How many reviews there are.
    pub rating_count: i32,
    /// Arrived within the last 30 days.
    pub is_new: bool,
    /// The first pictures: the thumbnail and the one shown on hover.
    pub images: Vec<Image>,
}

/// A choice of a filter and how many products it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct FacetChoice {
    /// What to send to choose it.
    pub value: String,
    /// What to show.
    pub label: String,
    /// Products it leaves under the other filters.
    pub count: i64,
}

/// An option such as "Warna" as a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OptionFacet {
    /// Name of the option.
    pub name: String,
    /// Its values.
    pub choices: Vec<FacetChoice>,
}

/// The filters of a product list with counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Facets {
    /// Categories, by slug.
    pub categories: Vec<FacetChoice>,
    /// Brands, by name.
    pub brands: Vec<FacetChoice>,
    /// Options of variants.
    pub options: Vec<OptionFacet>,
    /// At least so many whole stars: `4`, `3`, `2`, `1`.
    pub ratings: Vec<FacetChoice>,
    /// Lowest price in the list without the price filter.
    pub price_min: Rupiah,
    /// Highest price in the list without the price filter.
    pub price_max: Rupiah,
    /// Products in stock.
    pub in_stock: i64,
    /// True when the counts are estimates: the list is long and only a part of it was counted.
    pub are_estimates: bool,
}

/// A page of products with the filters that lead on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductList {
    /// The products, in the order asked for.
    pub items: Vec<ProductCard>,
    /// Pass as `cursor` for the next page; `null` on the last one.
    pub next_cursor: Option<String>,
    /// How many products there are in all.
    pub total: i64,
    /// True when `total` is an estimate (above 10,000).
    pub total_is_estimate: bool,
    /// Filters with counts; only with the first page.
    pub facets: Option<Facets>,
    /// The search text that was used instead, when the one given found nothing (a typo).
    pub corrected_to: Option<String>,
}

/// An option of a product, such as "Warna", and what can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductOption {
    /// Name.
    pub name: String,
    /// Values, in the order to show them.
    pub values: Vec<String>,
}

/// What a variant has for an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct OptionValue {
    /// Name of the option.
    pub name: String,
    /// Value.
    pub value: String,
}

/// A sellable thing of a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Variant {
    /// Id.
    pub id: VariantId,
    /// Stock-keeping unit.
    pub sku: String,
    /// Its options; empty for a simple product.
    pub options: Vec<OptionValue>,
    /// Price.
    pub price: Rupiah,
    /// What it cost before, when it is reduced.
    pub compare_at: Option<Rupiah>,
    /// How much is left.
    pub stock: StockState,
    /// Pieces that can be ordered now, at most 99.
    pub available: i32,
    /// Weight and size as shipped.
    pub parcel: Parcel,
    /// The picture that shows it.
    pub image_id: Option<ImageId>,
}

/// A line of the specifications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct Specification {
    /// Indonesian name of the property.
    pub name: String,
    /// English name of the property.
    pub name_en: String,
    /// Value, in Indonesian where it is in words.
    pub value: String,
    /// Value in English; empty when it reads the same.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub value_en: String,
}

/// A step of the way to a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Crumb {
    /// Name in the URL.
    pub slug: String,
    /// Indonesian name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

/// A product with everything its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Product {
    /// Id.
    pub id: ProductId,
    /// Name in the URL.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Model.
    pub model: String,
    /// Description in Indonesian.
    pub description: String,
    /// Description in English.
    pub description_en: String,
    /// The way to its category, from the top.
    pub breadcrumbs: Vec<Crumb>,
    /// Options to choose from; empty for a simple product.
    pub options: Vec<ProductOption>,
    /// Variants; exactly one for a simple product.
    pub variants: Vec<Variant>,
    /// Pictures, the thumbnail first.
    pub images: Vec<Image>,
    /// Specifications, in order.
    pub specifications: Vec<Specification>,
    /// Average of the reviews in hundredths of a star (450 is 4.5); 0 without reviews.
    pub rating_hundredths: i32,
    /// How many reviews there are.
    pub rating_count: i32,
    /// Reviews with one to five stars, in that order.
    pub histogram: Vec<i32>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
}

/// What the search box offers while one types.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Suggestions {
    /// Products.
    pub products: Vec<ProductCard>,
    /// Categories.
    pub categories: Vec<Crumb>,
    /// Brands.
    pub brands: Vec<String>,
}

/// What the home page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Home {
    /// The product on the stage.
    pub hero: Option<ProductCard>,
    /// Featured products.
    pub featured: Vec<ProductCard>,
    /// Just arrived.
    pub new_arrivals: Vec<ProductCard>,
    /// What sells best, the best first.
    pub best_sellers: Vec<ProductCard>,
}
