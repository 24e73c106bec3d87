//! What shoppers read of the catalogue.

use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::catalog::{Brand, Category, Home, Product, ProductCard, ProductList, ProductSort, Suggestions};
use shared::ids::ProductId;
use shared::page::Page;
use shared::reviews::{Review, ReviewSort};

use super::list::Asked;
use super::{counters, home, list, product, related, reviews, suggest, tree};
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Cached, NoContent};

/// The endpoints of this room.
pub struct CatalogRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::Catalog")]
impl CatalogRoutes {
    /// Get what the home page shows.
    #[oai(path = "/home", method = "get", operation_id = "get_home")]
    async fn get_home(&self) -> ApiResult<Cached<Home>> {
        home::home(&self.ctx).await
    }

    /// List the category tree, each category below its parent, with counts.
    #[oai(path = "/categories", method = "get", operation_id = "list_categories")]
    async fn list_categories(&self) -> ApiResult<Cached<Vec<Category>>> {
        Ok(tree::tree(&self.ctx).await?.categories_json())
    }

    /// List the brands that have something for sale, by name.
    #[oai(path = "/brands", method = "get", operation_id = "list_brands")]
    async fn list_brands(&self) -> ApiResult<Cached<Vec<Brand>>> {
        Ok(tree::tree(&self.ctx).await?.brands_json())
    }

    /// List or search products.
    ///
    /// The first page carries the filters with counts: each counts under the other filters. Up to
    /// 10,000 products everything is exact; `total_is_estimate` tells when it is not. A search that
    /// finds nothing is done again with its typing errors set right, and `corrected_to` says how.
    #[oai(path = "/products", method = "get", operation_id = "list_products")]
    #[expect(clippy::too_many_arguments, reason = "one per query parameter")]
    async fn list_products(
        &self,
        /// Search text, at most 100 characters. Quotes, `-word` and `or` work as in web searches. The last word may be
        /// unfinished; in a catalogue of more than 10,000 products it is completed where the text fills no page as it stands.
        q: Query<Option<String>>,
        /// Slug of a category; those below it are meant as well.
        category: Query<Option<String>>,
        /// Brand; may be given several times, or with commas between brands. One that has a comma itself stands alone.
        brand: Query<Option<Vec<String>>>,
        /// Lowest price in rupiah.
        min_price: Query<Option<i64>>,
        /// Highest price in rupiah.
        max_price: Query<Option<i64>>,
        /// At least so many whole stars, 1 to 5.
        min_rating: Query<Option<i32>>,
        /// Only what can be bought now.
        in_stock: Query<Option<bool>>,
        /// Option of a variant as `Name=Value`; may be given several times. Values of one name are
        /// alternatives, different names must all hold.
        option: Query<Option<Vec<String>>>,
        /// Only these products, such as the recently viewed; may be given several times.
        id: Query<Option<Vec<ProductId>>>,
        /// Order; `relevance` when left out.
        sort: Query<Option<ProductSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before; it belongs to the same sort.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Cached<ProductList>> {
        let asked = Asked {
            q: q.0,
            category: category.0,
            brand: brand.0.unwrap_or_default(),
            min_price: min_price.0,
            max_price: max_price.0,
            min_rating: min_rating.0,
            in_stock: in_stock.0,
            option: option.0.unwrap_or_default(),
            id: id.0.unwrap_or_default(),
            sort: sort.0,
            limit: limit.0,
        };
        list::list(&self.ctx, asked, cursor.0).await
    }

    /// Get a product for its page.
    #[oai(path = "/products/:slug", method = "get", operation_id = "get_product")]
    async fn get_product(
        &self,
        /// Name of the product in the URL.
        slug: Path<String>,
    ) -> ApiResult<Cached<Product>> {
        product::product(&self.ctx, &slug).await
    }

    /// List products of the same category and brand, the best selling first, sold-out ones last.
    #[oai(path = "/products/:slug/related", method = "get", operation_id = "list_related_products")]
    async fn list_related_products(
        &self,
        /// Name of the product in the URL.
        slug: Path<String>,
    ) -> ApiResult<Cached<Vec<ProductCard>>> {
        related::related(&self.ctx, &slug).await
    }

    /// List the published reviews of a product, all by people who bought it.
    #[oai(path = "/products/:slug/reviews", method = "get", operation_id = "list_product_reviews")]
    async fn list_product_reviews(
        &self,
        /// Name of the product in the URL.
        slug: Path<String>,
        /// Order; `newest` when left out.
        sort: Query<Option<ReviewSort>>,
        /// How many, 1 to 100; 20 when left out.
        limit: Query<Option<u32>>,
        /// `next_cursor` of the page before; it belongs to the same sort.
        cursor: Query<Option<String>>,
    ) -> ApiResult<Body<Page<Review>>> {
        Ok(Body(reviews::reviews(&self.ctx, &slug, sort.0, limit.0, cursor.0.as_deref()).await?))
    }

    /// Count a view of a product's page. Answered at once and counted later; an unknown id counts
    /// nothing.
    #[oai(path = "/products/:id/views", method = "post", operation_id = "count_product_view")]
    async fn count_product_view(
        &self,
        /// Id of the product.
        id: Path<ProductId>,
    ) -> ApiResult<NoContent> {
        counters::count_view(&self.ctx, id.0);
        Ok(NoContent)
    }

    /// Suggest products, categories and brands while one types.
    #[oai(path = "/search/suggestions", method = "get", operation_id = "suggest")]
    async fn suggest(
        &self,
        /// What was typed so far, 2 to 100 characters.
        q: Query<String>,
    ) -> ApiResult<Cached<Suggestions>> {
        suggest::suggest(&self.ctx, &q).await
    }
}
