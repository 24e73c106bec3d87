//! The catalogue: the operations of `/home`, `/categories`, `/products` and `/search`.

use serde::Serialize;
use shared::catalog::{Category, Home, Product, ProductCard, ProductList, ProductSort, Suggestions};
use shared::ids::ProductId;
use shared::page::Page;
use shared::reviews::{Review, ReviewSort};

use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Which products, and in which order; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProductFilter {
    /// Search text.
    pub q: String,
    /// Slug of a category; those below it are meant as well.
    pub category: String,
    /// Brands.
    pub brand: Vec<String>,
    /// Lowest price in rupiah.
    pub min_price: Option<i64>,
    /// Highest price in rupiah.
    pub max_price: Option<i64>,
    /// At least so many whole stars.
    pub min_rating: Option<u8>,
    /// Only what can be bought now.
    pub in_stock: Option<bool>,
    /// Options as `Name=Value`.
    pub option: Vec<String>,
    /// Only these products.
    pub id: Vec<ProductId>,
    /// Order.
    pub sort: Option<ProductSort>,
    /// Items per page.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

#[derive(Serialize)]
struct ReviewFilter {
    sort: ReviewSort,
    limit: u32,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct Typed<'a> {
    q: &'a str,
}

/// Gets what the home page shows.
///
/// # Errors
/// See [`ApiError`].
pub fn get_home() -> impl Future<Output = Result<Home, ApiError>> + use<> {
    Call::get("/home").send()
}

/// Lists the category tree, each category below its parent.
///
/// # Errors
/// See [`ApiError`].
pub fn list_categories() -> impl Future<Output = Result<Vec<Category>, ApiError>> + use<> {
    Call::get("/categories").send()
}

/// Lists or searches products.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is no such category.
pub fn list_products(filter: &ProductFilter) -> impl Future<Output = Result<ProductList, ApiError>> + use<> {
    Call::get("/products").query(filter).send()
}

/// Gets a product for its page.
///
/// # Errors
/// See [`ApiError`]; `not_found` when there is none, or it is not for sale.
pub fn get_product(slug: &str) -> impl Future<Output = Result<Product, ApiError>> + use<> {
    Call::get(format!("/products/{}", encode(slug))).send()
}

/// Lists products that go with another.
///
/// # Errors
/// See [`ApiError`].
pub fn list_related_products(slug: &str) -> impl Future<Output = Result<Vec<ProductCard>, ApiError>> + use<> {
    Call::get(format!("/products/{}/related", encode(slug))).send()
}

/// Lists the reviews of a product.
///
/// # Errors
/// See [`ApiError`].
pub fn list_product_reviews(
    slug: &str,
    sort: ReviewSort,
    cursor: Option<String>,
) -> impl Future<Output = Result<Page<Review>, ApiError>> + use<> {
    Call::get(format!("/products/{}/reviews", encode(slug))).query(&ReviewFilter { sort, limit: 5, cursor }).send()
}

/// Counts a view of a product's page.
///
/// # Errors
/// See [`ApiError`]; nobody needs to be told.
pub fn count_product_view(id: ProductId) -> impl Future<Output = Result<(), ApiError>> + use<> {
    Call::post(format!("/products/{id}/views")).send_empty()
}

/// Suggests products, categories and brands for at least two characters.
///
/// # Errors
/// See [`ApiError`].
pub fn suggest(typed: &str) -> impl Future<Output = Result<Suggestions, ApiError>> + use<> {
    Call::get("/search/suggestions").query(&Typed { q: typed }).send()
}
